"""How many pairs still reach one another once nodes are lost, and once any one more is?

Components and cut points themselves are ``cuts``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.network.compiled import kernel
from analytics.network.graph import Csr


@kernel
def _reached_pairs(indptr, indices, gone):  # type: ignore[no-untyped-def]
    """Ordered pairs that reach one another without the nodes marked ``gone``."""
    n = indptr.size - 1
    seen = gone.copy()
    stack = np.empty(n, dtype=np.int64)
    pairs = 0
    for v in range(n):
        if seen[v]:
            continue
        seen[v] = True
        stack[0] = v
        high, size = 1, 1
        while high:
            high -= 1
            u = stack[high]
            for e in range(indptr[u], indptr[u + 1]):
                w = indices[e]
                if not seen[w]:
                    seen[w] = True
                    size += 1
                    stack[high] = w
                    high += 1
        pairs += size * (size - 1)
    return pairs


@kernel
def _pairs_without(indptr, indices, gone):  # type: ignore[no-untyped-def]
    """For each node, the ordered pairs that reach one another without it and without the ``gone``; -1 of those.

    Hopcroft and Tarjan's search (1973), with the nodes below each: what hangs below v and finds no way around it is a
    part of its own once v is lost, and all other nodes of its component are one part.
    """
    n = indptr.size - 1
    found = np.zeros(n, dtype=np.int32)  # order of discovery from 1; 0 not yet
    low = np.zeros(n, dtype=np.int32)
    above = np.full(n, -1, dtype=np.int32)
    below = np.ones(n, dtype=np.int64)
    loose = np.zeros(n, dtype=np.int64)
    loose_pairs = np.zeros(n, dtype=np.int64)
    at = indptr[:-1].copy()
    stack = np.empty(n, dtype=np.int32)
    order = np.empty(n, dtype=np.int32)
    told = np.full(n, -1, dtype=np.int64)
    clock = 0
    every = 0
    for root in range(n):
        if found[root] != 0 or gone[root]:
            continue
        first = clock
        order[clock] = root
        clock += 1
        found[root] = clock
        low[root] = clock
        stack[0] = root
        depth = 1
        while depth > 0:
            v = stack[depth - 1]
            if at[v] < indptr[v + 1]:
                w = indices[at[v]]
                at[v] += 1
                if gone[w]:
                    continue
                if found[w] == 0:
                    order[clock] = w
                    clock += 1
                    found[w] = clock
                    low[w] = clock
                    above[w] = v
                    stack[depth] = w
                    depth += 1
                elif w != above[v]:
                    low[v] = min(low[v], found[w])
            else:
                depth -= 1
                u = above[v]
                if u >= 0:
                    low[u] = min(low[u], low[v])
                    below[u] += below[v]
                    if low[v] >= found[u]:
                        loose[u] += below[v]
                        loose_pairs[u] += below[v] * (below[v] - 1)
        size = clock - first
        every += size * (size - 1)
        for place in range(first, clock):
            v = order[place]
            rest = size - 1 - loose[v]
            told[v] = loose_pairs[v] + rest * (rest - 1) - size * (size - 1)
    for place in range(clock):
        told[order[place]] += every
    return told


def _marked(underlying: Csr, gone: NDArray[np.int64]) -> NDArray[np.bool_]:
    lost = np.zeros(underlying.nodes, dtype=np.bool_)
    lost[gone] = True
    return lost


def reached_pairs(underlying: Csr, gone: NDArray[np.int64]) -> int:
    """Ordered pairs of nodes that reach one another once the nodes ``gone`` are lost."""
    return int(_reached_pairs(underlying.indptr, underlying.indices, _marked(underlying, gone)))


def pairs_without(underlying: Csr, gone: NDArray[np.int64]) -> NDArray[np.int64]:
    """``reached_pairs`` once each node is lost beside ``gone``, int64 (n,); -1 for those of ``gone``.

    O(nodes + ties) for all nodes together.
    """
    told = _pairs_without(underlying.indptr, underlying.indices, _marked(underlying, gone))
    return np.asarray(told, dtype=np.int64)
