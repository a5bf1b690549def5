"""Where a walker along the ties is found: PageRank.

Follows weights and direction; knows no other walk.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.compiled import in_ranges, kernel
from analytics.network.graph import csr_of

DAMPING = 0.85
TOLERANCE = 1e-9


@kernel
def _step(indptr, indices, weight, scale, jump, omega, before, now, told, after, begin, end):  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0917
    """One step at the nodes from ``begin`` to ``end``; the sum of their residuals.

    ``told`` is what each node passes on per weight now, ``after`` what it will; the next value takes the place of the
    one before. ``weight`` is empty where every tie weighs 1. Places are unsigned: signed ones may count from the end,
    which is asked of each.
    """
    residual = 0.0
    weighted = weight.size > 0
    for v in range(begin, end):
        met = jump
        first, last = np.uint64(indptr[v]), np.uint64(indptr[v + 1])
        if weighted:
            for e in range(first, last):
                met += weight[e] * told[np.uint32(indices[e])]
        else:
            for e in range(first, last):
                met += told[np.uint32(indices[e])]
        residual += abs(met - now[v])
        moved = omega * (met - before[v]) + before[v]
        before[v] = moved
        after[v] = moved * scale[v]
    return residual


def pagerank(
    adjacency: sparse.csr_array, *, directed: bool = True, damping: float = DAMPING, threads: int | None = None
) -> NDArray[np.float64]:
    """PageRank of every node, float64 (n,), adding up to 1 (Brin and Page 1998).

    The walker follows a tie in proportion to its weight with chance ``damping``, else jumps to any node; from a node
    without a tie onward it always jumps. An undirected tie goes both ways. Iterated until the sum of absolute errors is
    under 1e-9 whatever the size. Empty for no nodes.

    Parameters
    ----------
    adjacency
        (n, n), weights over 0.
    directed
        False only where ``adjacency`` is symmetric: it takes a third of the steps.
    damping
        Above 0, below 1.
    threads
        Default: the processors there are. The answer does not depend on it.

    Notes
    -----
    Solves ``(I - d P^T) x = 1 / n``: leaving out the jumps of nodes without a tie onward changes x by a factor alone,
    and the sum is made 1 at the end. No column of ``d P^T`` adds up to more than d, so x is off by at most the residual
    over 1 - d, by the sum; made to add up to 1, by at most twice that over the sum. The P of an undirected network is
    similar to a symmetric matrix with eigenvalues from -1 to 1, for which Chebyshev's iteration is the fastest (Golub
    and Varga 1961); a directed one is iterated plainly.
    """
    n = adjacency.shape[0]
    if n == 0:
        return np.empty(0)
    inward = csr_of(sparse.csr_array(adjacency.T) if directed else adjacency, sort=False)
    strength = np.asarray(adjacency.sum(axis=1), dtype=np.float64)
    scale = np.divide(damping, strength, out=np.zeros(n), where=strength > 0.0)
    now = np.full(n, 1.0 / (n * (1.0 - damping)))
    before, told, after = now.copy(), now * scale, np.empty(n)
    omega = 1.0
    weight = np.empty(0) if (inward.data == 1.0).all() else inward.data
    with in_ranges(n, inward.indices.size, threads=threads) as each_range:
        while True:
            left = each_range(
                lambda begin, end: _step(
                    inward.indptr, inward.indices, weight, scale, 1.0 / n, omega, before, now, told, after,  # noqa: B023
                    begin, end,
                )
            )  # fmt: skip
            if 2.0 * sum(left) <= TOLERANCE * (1.0 - damping) * float(now.sum()):
                return np.asarray(now / now.sum(), dtype=np.float64)
            before, now, told, after = now, before, after, told
            if not directed:
                omega = 1.0 / (1.0 - damping**2 * omega / (2.0 if omega == 1.0 else 4.0))
