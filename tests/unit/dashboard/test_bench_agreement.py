"""Is one division under two numberings one answer, and two answers that differ two?"""

from __future__ import annotations

import numpy as np
import pytest

from analytics.network.graph import sparse_of
from dashboard.bench.agreement import difference
from dashboard.bench.measured_networks import number_of, write_networks

NETWORK = sparse_of(np.array([0, 1, 1, 2, 3, 4]), np.array([1, 0, 2, 1, 4, 3]), nodes=5)


@pytest.mark.parametrize(
    ("measure", "ours", "theirs", "agrees"),
    [
        ("components", [0, 0, 0, 1, 1], [7, 7, 7, 2, 2], True),
        ("components", [0, 0, 0, 1, 1], [0, 0, 1, 2, 2], False),
        ("components", [0, 0, 1, 2, 2], [0, 0, 0, 1, 1], False),
        ("components", [0, 0, 1, 1, 2], [0, 1, 1, 2, 2], False),
        ("k_core", [1, 1, 1], [1.0, 1.0, 1.0], True),
        ("k_core", [1, 1, 1], [1, 1, 2], False),
        ("cut_points", [1], [1, 3], False),
        ("closeness", [0.5, 1.0], [0.5, 1.0 + 1e-8], True),
        ("closeness", [0.5, 1.0], [0.5, 1.0 + 1e-5], False),
        ("constraint", [np.nan, 1.0], [0.0, 1.0], False),
        ("pagerank", [0.5, 0.5], [0.5 + 1e-6, 0.5 - 1e-6], False),
        ("eigenvector", [0.6, 0.8], [-3.0, -4.0], True),
        ("eigenvector", [0.6, 0.8], [0.8, 0.6], False),
        ("communities", [0, 0, 0, 1, 1], [1, 1, 1, 0, 0], True),
        ("communities", [0, 0, 0, 0, 0], [0, 0, 0, 1, 1], False),
        ("betweenness_sampled", [0.0, 3.0, 0.0, 0.0, 0.0], [0.0, 2.9, 0.0, 0.0, 0.0], True),
        ("betweenness_sampled", [0.0, 3.0, 0.0, 0.0, 0.0], [0.0, 2.8, 0.0, 0.0, 0.0], False),
    ],
)
def test_answers_agree_or_do_not(measure, ours, theirs, agrees):
    told = {"error": 0.01}  # beside the peer's 0.01, of 6 pairs of others
    assert difference(measure, np.array(ours), np.array(theirs), told=told, adjacency=NETWORK)[0] is agrees


def test_networks_are_the_same_for_the_same_seed_and_have_each_pair_once_and_everybody(tmp_path):
    import pyarrow as pa

    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
    counts = [write_networks(folder, nodes=300, seed=5) for folder in folders]
    assert counts[0] == counts[1]
    assert (folders[0] / "ties.arrow").read_bytes() == (folders[1] / "ties.arrow").read_bytes()
    with pa.OSFile(str(folders[0] / "ties.arrow")) as file:
        table = pa.ipc.open_file(file).read_all()
    pairs = np.sort(np.column_stack([number_of(table.column(k)) for k in (0, 1)]), axis=1)
    assert len(np.unique(pairs, axis=0)) == len(pairs) == counts[0]
    assert not (pairs[:, 0] == pairs[:, 1]).any()
    assert np.unique(pairs).tolist() == list(range(300))
