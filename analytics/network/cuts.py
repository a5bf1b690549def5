"""What holds the network together: components, cut points, bridges, blocks and cores of the underlying simple network.

Direction and weights play no part here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.compiled import kernel
from analytics.network.graph import Csr, csr_of


@kernel
def _lowlink(indptr, indices):  # type: ignore[no-untyped-def]
    """Tarjan and Hopcroft (1973) without recursion: cut points, bridges as (above, below), number of blocks."""
    n = indptr.size - 1
    found = np.zeros(n, dtype=np.int32)  # order of discovery from 1; 0 not yet
    low = np.zeros(n, dtype=np.int32)
    above = np.full(n, -1, dtype=np.int32)
    at = indptr[:-1].copy()
    stack = np.empty(n, dtype=np.int32)
    cut = np.zeros(n, dtype=np.bool_)
    bridges = np.empty((max(n - 1, 0), 2), dtype=np.int64)
    bridge_count = 0
    blocks = 0
    clock = 0
    for root in range(n):
        if found[root] != 0:
            continue
        clock += 1
        found[root] = clock
        low[root] = clock
        stack[0] = root
        depth = 1
        children = 0
        while depth > 0:
            v = stack[depth - 1]
            if at[v] < indptr[v + 1]:
                w = indices[at[v]]
                at[v] += 1
                if found[w] == 0:
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
                    if low[v] >= found[u]:
                        blocks += 1
                        if u == root:
                            children += 1
                        else:
                            cut[u] = True
                    if low[v] > found[u]:
                        bridges[bridge_count, 0] = u
                        bridges[bridge_count, 1] = v
                        bridge_count += 1
        cut[root] = children > 1
    return cut, bridges[:bridge_count], blocks


@kernel
def _cores(indptr, indices):  # type: ignore[no-untyped-def]
    """Batagelj and Zaversnik (2003): the core number of each node."""
    n = indptr.size - 1
    degree = np.empty(n, dtype=np.int32)
    most = 0
    for v in range(n):
        degree[v] = indptr[v + 1] - indptr[v]
        most = max(most, degree[v])
    start = np.zeros(most + 2, dtype=np.int32)
    for v in range(n):
        start[degree[v] + 1] += 1
    for d in range(most + 1):
        start[d + 1] += start[d]
    place = np.empty(n, dtype=np.int32)
    order = np.empty(n, dtype=np.int32)
    fill = start.copy()
    for v in range(n):
        place[v] = fill[degree[v]]
        order[place[v]] = v
        fill[degree[v]] += 1
    for k in range(n):
        v = order[k]
        for e in range(indptr[v], indptr[v + 1]):
            w = indices[e]
            if degree[w] > degree[v]:
                front = start[degree[w]]
                other = order[front]
                if other != w:
                    order[place[w]] = other
                    place[other] = place[w]
                    order[front] = w
                    place[w] = front
                start[degree[w]] += 1
                degree[w] -= 1
    return degree


@kernel
def _joined(indptr, indices):  # type: ignore[no-untyped-def]
    """The weak component of each node, numbered by first node: trees of nodes whose root is their least (Tarjan 1975).

    The direction of a tie plays no part, and one stored both ways does no harm.
    """
    n = indptr.size - 1
    above = np.empty(n, dtype=np.int32)
    for v in range(n):
        above[v] = v
    for v in range(n):
        for e in range(indptr[v], indptr[v + 1]):
            a, b = np.int32(v), indices[e]
            while above[a] != a:
                above[a] = above[above[a]]
                a = above[a]
            while above[b] != b:
                above[b] = above[above[b]]
                b = above[b]
            if a < b:
                above[b] = a
            elif b < a:
                above[a] = b
    label = np.empty(n, dtype=np.int64)
    met = 0
    for v in range(n):
        if above[v] == v:
            label[v] = met
            met += 1
        else:
            label[v] = label[above[v]]
    return label


@dataclass(frozen=True)
class Cuts:
    """Where the network comes apart.

    Attributes
    ----------
    cut_points
        int64, ascending: nodes whose loss raises the number of components of the rest.
    bridges
        int64 (b, 2), smaller node first, ascending: ties whose loss does.
    blocks
        Number of biconnected components that hold a tie; a lone node is none.
    """

    cut_points: NDArray[np.int64]
    bridges: NDArray[np.int64]
    blocks: int


def cuts(underlying: Csr) -> Cuts:
    """Cut points, bridges and blocks; all empty, or 0, in a network without ties.

    Cut points and blocks: Hopcroft and Tarjan (1973); bridges: Tarjan (1974). O(nodes + ties), without recursion.
    """
    if underlying.nodes == 0:
        return Cuts(np.empty(0, dtype=np.int64), np.empty((0, 2), dtype=np.int64), 0)
    cut, pairs, blocks = _lowlink(underlying.indptr, underlying.indices)
    pairs = np.sort(pairs, axis=1)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    return Cuts(cut_points=np.flatnonzero(cut).astype(np.int64), bridges=pairs, blocks=int(blocks))


def cores(underlying: Csr) -> NDArray[np.int64]:
    """The largest k for which each node is in a subnetwork whose every node has k ties in it.

    Seidman, S. B. (1983), Network structure and minimum degree. int64 (n,), 0 without ties, at most n - 1.
    """
    if underlying.nodes == 0:
        return np.empty(0, dtype=np.int64)
    return np.asarray(_cores(underlying.indptr, underlying.indices), dtype=np.int64)


def components(adjacency: sparse.csr_array) -> NDArray[np.int64]:
    """The component of each node, numbered from 0 in order of first node; of a directed network, weak ones."""
    n = adjacency.shape[0]
    if n == 0:
        return np.empty(0, dtype=np.int64)
    rows = csr_of(adjacency, sort=False)
    return np.asarray(_joined(rows.indptr, rows.indices), dtype=np.int64)
