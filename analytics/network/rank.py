"""Where a walker along the ties is found: PageRank.

Follows weights and direction; knows no other walk.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

DAMPING = 0.85
TOLERANCE = 1e-9


def pagerank(adjacency: sparse.csr_array, *, damping: float = DAMPING) -> NDArray[np.float64]:
    """PageRank of every node, float64 (n,), adding up to 1 (Brin and Page 1998).

    The walker follows a tie in proportion to its weight with chance ``damping``, else jumps to any node; from a node
    without a tie onward it always jumps. An undirected tie goes both ways. Iterated until the sum of absolute errors is
    under 1e-9 whatever the size: the last step d bounds it by d * damping / (1 - damping). Empty for no nodes.
    """
    n = adjacency.shape[0]
    if n == 0:
        return np.empty(0)
    strength = np.asarray(adjacency.sum(axis=1), dtype=np.float64)
    dangling = strength == 0.0
    scale = np.divide(damping, strength, out=np.zeros(n), where=~dangling)
    step = sparse.csr_array(adjacency.T) @ sparse.diags_array(scale, format="csr")
    rank = np.full(n, 1.0 / n)
    while True:
        spread = (damping * rank[dangling].sum() + 1.0 - damping) / n
        after = step @ rank + spread
        after /= after.sum()
        moved = float(np.abs(after - rank).sum())
        rank = after
        if moved * damping / (1.0 - damping) < TOLERANCE:
            return np.asarray(rank, dtype=np.float64)
