"""Who lies between others, and how near each node is to the rest: betweenness, closeness and harmonic centrality.

Ties are hops: weights play no part here. Estimates for very large networks are in ``sampling``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.network.compiled import in_parts, inlined, kernel
from analytics.network.graph import Csr

WORD = 64
"""Sources that one breadth-first search carries at once, a bit each."""


@kernel
def _dependencies(indptr, indices, sources):  # type: ignore[no-untyped-def]
    """Brandes (2001): the dependencies of ``sources`` summed at every node, float64 (n,).

    ``state`` holds each node's hops and, beside them in memory, its number of shortest paths; on the way back these
    become (1 + dependency) / paths, what each nearer neighbour gets per path. Both sums add nought where a tie is on no
    shortest path, since a branch that cannot be foretold costs more than the addition.
    """
    n = indptr.size - 1
    total = np.zeros(n)
    state = np.zeros((n, 2))
    state[:, 0] = -1.0
    queue = np.empty(n, dtype=np.int32)
    for s in sources:
        queue[0] = s
        state[s, 0] = 0.0
        state[s, 1] = 1.0
        head, tail = 0, 1
        while head < tail:
            v = queue[head]
            head += 1
            beyond = state[v, 0] + 1.0
            paths = state[v, 1]
            for e in range(indptr[v], indptr[v + 1]):
                w = indices[e]
                if state[w, 0] < 0.0:
                    state[w, 0] = beyond
                    queue[tail] = w
                    tail += 1
                state[w, 1] += paths if state[w, 0] == beyond else 0.0
        for at in range(tail - 1, 0, -1):
            v = queue[at]
            beyond = state[v, 0] + 1.0
            part = 0.0
            for e in range(indptr[v], indptr[v + 1]):
                w = indices[e]
                share = state[w, 1]
                part += share if state[w, 0] == beyond else 0.0
            paths = state[v, 1]
            state[v, 1] = part + 1.0 / paths
            total[v] += part * paths
        for at in range(tail):
            v = queue[at]
            state[v, 0] = -1.0
            state[v, 1] = 0.0
    return total


@inlined
def _ones(word):  # type: ignore[no-untyped-def]
    """Bits set in a 64-bit word."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@kernel
def _distances(indptr, indices, firsts):  # type: ignore[no-untyped-def]
    """Hops from 64 sources at once, summed where they arrive.

    ``firsts`` are the first of each run of 64 sources. Returns, for every node: how many others reach it, the sum of
    their distances, the sum of the reciprocals.
    """
    n = indptr.size - 1
    reached = np.zeros(n, dtype=np.int64)
    hops_sum = np.zeros(n, dtype=np.int64)
    inverse_sum = np.zeros(n)
    seen = np.zeros(n, dtype=np.uint64)
    here = np.zeros(n, dtype=np.uint64)
    ahead = np.zeros(n, dtype=np.uint64)
    active = np.empty(n, dtype=np.int32)
    touched = np.empty(n, dtype=np.int32)
    for first in firsts:
        seen[:] = np.uint64(0)
        count = min(WORD, n - first)
        for k in range(count):
            bit = np.uint64(1) << np.uint64(k)
            seen[first + k] = bit
            here[first + k] = bit
            active[k] = first + k
        level = 0
        while count > 0:
            level += 1
            met = 0
            for at in range(count):
                v = active[at]
                carried = here[v]
                here[v] = np.uint64(0)
                for e in range(indptr[v], indptr[v + 1]):
                    w = indices[e]
                    new = carried & ~seen[w]
                    if new != np.uint64(0):
                        if ahead[w] == np.uint64(0):
                            touched[met] = w
                            met += 1
                        ahead[w] |= new
            for at in range(met):
                w = touched[at]
                new = ahead[w]
                ahead[w] = np.uint64(0)
                seen[w] |= new
                here[w] = new
                active[at] = w
                arrived = _ones(new)
                reached[w] += arrived
                hops_sum[w] += arrived * level
                inverse_sum[w] += arrived / level
            count = met
    return reached, hops_sum, inverse_sum


def raw_betweenness(out: Csr, *, directed: bool, threads: int | None = None) -> NDArray[np.float64]:
    """Shortest paths of other pairs that pass through each node, each pair counting 1 in all; float64 (n,).

    Defined by Freeman, L. C. (1977), A set of measures of centrality based on betweenness; worked out as in
    Brandes, U. (2001), A faster algorithm for betweenness centrality; all sources, so exact. An undirected pair counts
    once. 0 for a node that no shortest path passes through. Paths are counted in float64: more than 1e308 shortest
    paths between one pair cannot be told apart.
    """
    n = out.nodes
    if n < 3:
        return np.zeros(n)
    parts = in_parts(
        lambda sources: _dependencies(out.indptr, out.indices, sources), np.arange(n, dtype=np.int64), threads=threads
    )
    total = np.sum(parts, axis=0)
    return np.asarray(total if directed else total / 2.0, dtype=np.float64)


def normalised_betweenness(raw: NDArray[np.float64], *, directed: bool) -> NDArray[np.float64] | None:
    """``raw`` over the pairs of others there are, (n-1)(n-2), half of that when undirected: 0 to 1; None below three.

    Freeman, L. C. (1979), Centrality in social networks: conceptual clarification.
    """
    n = raw.size
    if n < 3:
        return None
    pairs = (n - 1) * (n - 2) / (1 if directed else 2)
    return np.asarray(raw / pairs, dtype=np.float64)


@dataclass(frozen=True)
class Nearness:
    """Distances to each node, summed.

    Attributes
    ----------
    reached
        int64 (n,): how many others reach the node.
    closeness
        float64 (n,), 0 to 1: Wasserman and Faust (1994, p. 201): (share of the others that reach the node) / (their
        mean distance). 0 for a node that nobody reaches; NaN in a network of one node.
    harmonic
        float64 (n,), 0 to n - 1: sum of 1 / distance over the others that reach it (Rochat 2009). 0 where nobody does.
    """

    reached: NDArray[np.int64]
    closeness: NDArray[np.float64]
    harmonic: NDArray[np.float64]


def nearness(out: Csr, *, threads: int | None = None) -> Nearness:
    """Closeness and harmonic centrality of every node, by distances *to* it along ``out``."""
    n = out.nodes
    firsts = np.arange(0, n, WORD, dtype=np.int64)
    parts = in_parts(lambda some: _distances(out.indptr, out.indices, some), firsts, threads=threads)
    reached: NDArray[np.int64] = np.stack([part[0] for part in parts]).sum(axis=0)
    hops: NDArray[np.int64] = np.stack([part[1] for part in parts]).sum(axis=0)
    harmonic: NDArray[np.float64] = np.stack([part[2] for part in parts]).sum(axis=0)
    share: NDArray[np.float64] = reached / (n - 1) if n > 1 else np.full(n, np.nan)
    closeness: NDArray[np.float64] = np.divide(share * reached, hops, out=share.copy(), where=hops > 0)
    return Nearness(reached=reached, closeness=closeness, harmonic=harmonic)
