"""How many ties lie between two nodes, for some pairs of a large network?

Hops along shortest paths. Distances of every node to all others are summed in ``paths``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.network.compiled import kernel
from analytics.network.graph import Csr


@kernel
def _steps(indptr, indices, starts, sources, targets):  # type: ignore[no-untyped-def]
    """Breadth first from each source until its targets are met; ``starts`` are where a source's targets begin."""
    n = indptr.size - 1
    told = np.full(targets.size, -1, dtype=np.int32)
    hops = np.full(n, -1, dtype=np.int32)
    queue = np.empty(n, dtype=np.int32)
    wanted = np.zeros(n, dtype=np.bool_)
    for at in range(sources.size):
        left = 0
        for k in range(starts[at], starts[at + 1]):
            if not wanted[targets[k]]:
                wanted[targets[k]] = True
                left += 1
        source = sources[at]
        queue[0] = source
        hops[source] = 0
        head, tail = 0, 1
        while head < tail and left > 0:
            v = queue[head]
            head += 1
            if wanted[v]:
                wanted[v] = False
                left -= 1
            for e in range(indptr[v], indptr[v + 1]):
                w = indices[e]
                if hops[w] < 0:
                    hops[w] = hops[v] + 1
                    queue[tail] = w
                    tail += 1
        for k in range(starts[at], starts[at + 1]):
            told[k] = hops[targets[k]]
            wanted[targets[k]] = False
        for k in range(tail):
            hops[queue[k]] = -1
    return told


def steps_between(ties: Csr, ones: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Hops on a shortest path from each of ``ones`` to its partner in ``others``; -1 where there is no path.

    Parameters
    ----------
    ties
        The network, out-going ties in the rows.
    ones, others
        Rows of nodes; shape (k,).

    Returns
    -------
    numpy.ndarray
        int64, shape (k,); 0 for a node with itself.
    """
    order = np.lexsort((others, ones))
    sources, starts = np.unique(ones[order], return_index=True)
    found = _steps(
        ties.indptr,
        ties.indices,
        np.append(starts, len(ones)).astype(np.int64),
        sources.astype(np.int64),
        others[order].astype(np.int64),
    )
    told = np.empty(len(ones), dtype=np.int64)
    told[order] = found
    return told
