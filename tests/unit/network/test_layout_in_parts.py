"""Does a network laid out part by part keep its parts apart, everyone placed, and the picture the same?"""

from __future__ import annotations

import networkx as nx
import numpy as np
from scipy import sparse
from scipy.spatial.distance import pdist, squareform

from analytics.network.layout_in_parts import layout_in_parts


def parted(parts: int, size: int, *, seed: int = 3) -> tuple[sparse.csr_array, np.ndarray]:
    graph = nx.random_partition_graph([size] * parts, 0.2, 0.01, seed=seed)
    return sparse.csr_array(nx.to_scipy_sparse_array(graph, dtype=np.float64)), np.repeat(np.arange(parts), size)


def test_discs_do_not_lie_over_one_another_and_hold_their_nodes() -> None:
    ties, part = parted(9, 30)
    told = layout_in_parts(ties, part, seed=1)
    apart = squareform(pdist(told.middle)) + np.eye(9) * 1e9
    assert (apart >= 0.99 * (told.radius[:, None] + told.radius[None])).all()
    far = np.hypot(*(told.positions - told.middle[part]).T)
    assert (far <= told.radius[part]).all()
    assert pdist(told.positions).min() > 0.05


def test_groups_stay_within_their_part_and_are_numbered_by_size() -> None:
    ties, part = parted(6, 20)
    told = layout_in_parts(ties, part, seed=1)
    for group in range(told.groups.max() + 1):
        assert len(set(part[told.groups == group].tolist())) == 1
    sizes = np.bincount(told.groups[told.groups >= 0])
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)


def test_the_same_seed_gives_the_same_picture() -> None:
    ties, part = parted(5, 12)
    first, again = (layout_in_parts(ties, part, seed=7) for _ in range(2))
    assert first.positions.tolist() == again.positions.tolist()
    assert first.groups.tolist() == again.groups.tolist()


def test_who_has_no_tie_within_the_part_stands_in_a_spot_of_its_own() -> None:
    ties = sparse.csr_array((np.ones(4), ([0, 1, 2, 4], [1, 0, 4, 2])), shape=(6, 6))  # 2-4 ties two parts
    told = layout_in_parts(ties, np.array([0, 0, 0, 0, 1, 1]), seed=1)
    assert told.groups.tolist() == [0, 0, -1, -1, -1, -1]
    assert np.isfinite(told.positions).all()
    assert pdist(told.positions).min() > 0.3


def test_nobody_and_one_part_are_pictures_too() -> None:
    nobody = layout_in_parts(sparse.csr_array((0, 0)), np.empty(0, dtype=np.int64), seed=1)
    assert (nobody.positions.shape, nobody.radius.size) == ((0, 2), 0)
    ties, _ = parted(1, 10)
    one = layout_in_parts(ties, np.zeros(10, dtype=np.int64), seed=1)
    assert (one.middle.tolist(), np.isfinite(one.positions).all()) == ([[0.0, 0.0]], True)
