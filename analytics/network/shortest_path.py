"""By which ties is one node reached from another in the fewest steps, and is that the only way?

Ties are hops: weights play no part. Of several shortest ways one is told, always the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


@dataclass(frozen=True)
class ShortestPath:
    """A way of the fewest steps.

    Attributes
    ----------
    nodes
        Rows from the one end to the other; one row where both ends are the same node.
    ways
        How many ways of so few steps there are; counted in float64, so approximate above 2 ** 53.
    """

    nodes: tuple[int, ...]
    ways: float

    @property
    def steps(self) -> int:
        """Ties on the way."""
        return len(self.nodes) - 1


def shortest_path(adjacency: sparse.csr_array, source: int, target: int) -> ShortestPath | None:
    """The way from ``source`` to ``target`` with the fewest ties; None where there is none.

    Parameters
    ----------
    adjacency
        (n, n) symmetric, no loops.
    source, target
        Rows. Of several ways the one whose rows, read back from the target, come first.
    """
    n = adjacency.shape[0]
    hops = np.full(n, -1, dtype=np.int64)
    hops[source] = 0
    ways = np.zeros(n)
    ways[source] = 1.0
    pattern = sparse.csr_array((np.ones(adjacency.nnz), adjacency.indices, adjacency.indptr), shape=(n, n))
    front: NDArray[np.float64] = ways.copy()
    step = 0
    while hops[target] < 0:
        step += 1
        front = np.asarray(pattern @ front)
        front[hops >= 0] = 0.0
        met = front > 0.0
        if not met.any():
            return None
        hops[met] = step
        ways[met] = front[met]
    nodes = [target]
    while nodes[-1] != source:
        at = nodes[-1]
        beside = pattern.indices[pattern.indptr[at] : pattern.indptr[at + 1]]
        nodes.append(int(beside[hops[beside] == hops[at] - 1].min()))
    return ShortestPath(tuple(reversed(nodes)), float(ways[target]))
