"""Do two libraries give the same answer to the same question?

Answers come in the order of the network as it was drawn; who is right where they differ is not said here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.communities import modularity
from analytics.network.graph import sparse_of
from dashboard.bench.measured_networks import number_of

EXACT: Final = frozenset({"build", "degree", "k_core", "cut_points", "bridges", "blocks", "projection"})
PARTITIONS: Final = frozenset({"components", "strong_components"})
RELATIVE: Final = 1e-6
"""Of the largest value: what two roundings of one definition may differ by."""
BY_SUM: Final = 1e-7
"""What two PageRanks may differ by, summed: each is asked for within 1e-9."""
BY_LENGTH: Final = 1e-4
"""What two eigenvectors of length 1 may differ by."""
SAMPLED_ERROR: Final = 0.01
"""The error asked of the peers' sampled betweenness."""
WORSE_BY: Final = 0.01
"""By how much our modularity may be under a peer's."""


def difference(
    measure: str, ours: NDArray[Any], theirs: NDArray[Any], *, told: Mapping[str, Any], adjacency: sparse.csr_array
) -> tuple[bool, float]:
    """Whether the answers agree, and how far they are apart.

    Parameters
    ----------
    measure
        Its name.
    ours, theirs
        Answers of one shape.
    told
        What our worker told besides: ``error`` of the sampled betweenness.
    adjacency
        Of the network, for the modularity of communities, whose labels differ from one library to the next.

    Returns
    -------
    agrees, apart
        ``apart`` is the number of entries that differ (exact and partitions), else the greatest difference over the
        largest value, or of communities our modularity less theirs.
    """
    if ours.shape != theirs.shape:
        return False, float("inf")
    if measure in EXACT:
        wrong = int(np.count_nonzero(ours.astype(np.float64) != theirs.astype(np.float64)))
        return wrong == 0, float(wrong)
    if measure in PARTITIONS:
        wrong = abs(_together(ours, theirs) - _groups(ours)) + abs(_groups(theirs) - _groups(ours))
        return wrong == 0, float(wrong)
    if measure == "communities":
        better = (modularity(adjacency, ours) or 0.0) - (modularity(adjacency, theirs) or 0.0)
        return better >= -WORSE_BY, better
    if measure == "pagerank":
        apart = float(np.abs(ours - theirs).sum())
        return apart <= BY_SUM, apart
    if measure == "eigenvector":
        one, other = (np.abs(values) / np.linalg.norm(values) for values in (ours, theirs))
        apart = float(np.linalg.norm(one - other))
        return apart <= BY_LENGTH, apart
    n = adjacency.shape[0]
    if measure == "betweenness_sampled":
        apart = float(np.abs(ours - theirs).max()) / ((n - 1) * (n - 2) / 2)
        return apart <= told["error"] + SAMPLED_ERROR, apart
    apart = float(
        np.nanmax(np.abs(ours - theirs), initial=0.0) / max(float(np.nanmax(np.abs(ours), initial=0.0)), 1e-300)
    )
    return apart <= RELATIVE and bool((np.isnan(ours) == np.isnan(theirs)).all()), apart


def adjacency_of(path: Path, *, nodes: int) -> sparse.csr_array:
    """The network of ``ties.arrow`` in the order in which it was drawn."""
    with pa.OSFile(str(path)) as file:
        table = pa.ipc.open_file(file).read_all()
    source, target = number_of(table.column(0)), number_of(table.column(1))
    return sparse_of(np.concatenate([source, target]), np.concatenate([target, source]), nodes=nodes)


def _groups(label: NDArray[Any]) -> int:
    return int(np.unique(label).size)


def _together(one: NDArray[Any], other: NDArray[Any]) -> int:
    """How many different pairs of labels there are: as many as groups where the divisions are one."""
    return int(np.unique(one.astype(np.int64) * (int(other.max(initial=0)) + 1) + other.astype(np.int64)).size)
