"""How near the network is to an out-tree: Krackhardt's connectedness, hierarchy, efficiency and LUB-ness.

Ties point from the superior to the subordinate; weights play no part.

Krackhardt, D. (1994), Graph theoretical dimensions of informal organizations, in Carley and Prietula (eds.),
Computational Organization Theory, 89-111. Each is 1 - V / max V, V a number of violations; all four are 1 for an
out-tree and only for it. Where nothing could be violated (max V = 0) the measure is not defined: None.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from analytics.network.compiled import in_parts, kernel
from analytics.network.graph import csr_of, sparse_of

LUB_UP_TO = 40_000
"""Strong components beyond which LUB-ness is not worked out: the table of ancestors grows with their square (200
MB)."""


def connectedness(component: NDArray[np.int64]) -> float | None:
    """Share of pairs that are in one weak component; None below two nodes.

    Parameters
    ----------
    component
        int64 (n,): the weak component of each node.
    """
    n = component.size
    if n < 2:
        return None
    sizes = np.bincount(component)
    return int((sizes * (sizes - 1)).sum()) / (n * (n - 1))


def hierarchy(reached: NDArray[np.int64], strong: NDArray[np.int64]) -> float | None:
    """Share, of the pairs where one reaches the other, of those where the other does not reach back.

    0 for an undirected network with ties, where all reach back. None where nobody reaches anybody.

    Parameters
    ----------
    reached
        int64 (n,): how many others reach each node.
    strong
        int64 (n,): the strong component of each node.
    """
    sizes = np.bincount(strong) if strong.size else np.empty(0, dtype=np.int64)
    mutual = int((sizes * (sizes - 1)).sum()) // 2
    either = int(reached.sum()) - mutual
    return 1.0 - mutual / either if either else None


def efficiency(component: NDArray[np.int64], ties: int, *, directed: bool) -> float | None:
    """1 less the share of ties beyond those needed, of all that could be.

    A component of N nodes needs N - 1 ties; it could have N(N-1) arcs, or N(N-1)/2 ties when undirected, so an
    undirected tree is 1 as an out-tree is. None where no component could have a tie too many (directed: all of one
    node; undirected: all of one or two).
    """
    if not component.size:
        return None
    sizes = np.bincount(component)
    needed = int((sizes - 1).sum())
    possible = int((sizes * (sizes - 1)).sum()) // (1 if directed else 2)
    return 1.0 - (ties - needed) / (possible - needed) if possible > needed else None


def strong_components(adjacency: sparse.csr_array) -> NDArray[np.int64]:
    """The strong component of each node: who reaches each other along ties."""
    if adjacency.shape[0] == 0:
        return np.empty(0, dtype=np.int64)
    _, labels = csgraph.connected_components(adjacency, directed=True, connection="strong")
    return np.asarray(labels, dtype=np.int64)


def lubness(
    adjacency: sparse.csr_array,
    component: NDArray[np.int64],
    strong: NDArray[np.int64],
    *,
    up_to: int = LUB_UP_TO,
    threads: int | None = None,
) -> float | None:
    """Share of pairs in one component that have a least upper bound.

    An upper bound of a pair is a node that reaches both (a node reaches itself); it is least when every other upper
    bound reaches it: the nearest common superior. max V is the sum over weak components of (N-1)(N-2)/2, so it is None
    when no component has three nodes. 1 for an out-tree and for an undirected network with a component of three (each
    pair is its own bound). None also, being too large to work out, above ``up_to`` strong components.

    R's sna asks instead for an upper bound that reaches all others, the highest; that is not Krackhardt's definition.
    """
    sizes = np.bincount(component) if component.size else np.empty(0, dtype=np.int64)
    most = int(((sizes - 1) * (sizes - 2) // 2).sum())
    if most <= 0:
        return None
    count = int(strong.max()) + 1
    if count > up_to:
        return None
    members = np.bincount(strong, minlength=count).astype(np.int64)
    arcs = sparse.coo_array(adjacency)
    source, target = strong[arcs.coords[0]], strong[arcs.coords[1]]
    between = source != target
    parents = sparse_of(target[between], source[between], nodes=count)
    up, down = csr_of(parents), csr_of(sparse.csr_array(parents.T))
    weak = np.empty(count, dtype=np.int64)
    weak[strong] = component
    ancestors, order, heads, weight = _superiors(up.indptr, up.indices, down.indptr, down.indices, members)
    broken = in_parts(
        lambda some: _pairs_without_lub(ancestors, weak[order], heads, weight, some),
        np.arange(heads.size, dtype=np.int64),
        threads=threads,
    )
    return 1.0 - int(sum(broken)) / most


@kernel
def _superiors(up_ptr, up_idx, down_ptr, down_idx, members):  # type: ignore[no-untyped-def]
    """Who is above whom in an acyclic network: rows of bits, in an order in which superiors come first.

    A node with just one superior has, with every other node, the bounds its superior has; so it is counted with it.
    Returns the ancestors by place in the order (oneself included), the order, the places that stand for themselves, and
    how many nodes each place stands for.
    """
    n = up_ptr.size - 1
    waits = np.empty(n, dtype=np.int64)
    order = np.empty(n, dtype=np.int64)
    tail = 0
    for v in range(n):
        waits[v] = up_ptr[v + 1] - up_ptr[v]
        if waits[v] == 0:
            order[tail] = v
            tail += 1
    place = np.empty(n, dtype=np.int64)
    ancestors = np.zeros((n, (n + 63) // 64), dtype=np.uint64)
    stands_for = np.empty(n, dtype=np.int64)
    weight = np.zeros(n, dtype=np.int64)
    for k in range(n):
        v = order[k]
        place[v] = k
        for e in range(down_ptr[v], down_ptr[v + 1]):
            w = down_idx[e]
            waits[w] -= 1
            if waits[w] == 0:
                order[tail] = w
                tail += 1
        for e in range(up_ptr[v], up_ptr[v + 1]):
            u = place[up_idx[e]]
            for word in range(u // 64 + 1):
                ancestors[k, word] |= ancestors[u, word]
        ancestors[k, k // 64] |= np.uint64(1) << np.uint64(k % 64)
        stands_for[k] = k
        if up_ptr[v + 1] - up_ptr[v] == 1:
            stands_for[k] = stands_for[place[up_idx[up_ptr[v]]]]
        weight[stands_for[k]] += members[v]
    return ancestors, order, np.flatnonzero(weight), weight


@kernel
def _pairs_without_lub(ancestors, weak, heads, weight, some):  # type: ignore[no-untyped-def]
    """Pairs of nodes of one weak component without a least upper bound, of ``some`` heads and those before them.

    The last common ancestor in the order is the only candidate; it is the bound if the common ancestors are its own.
    """
    broken = 0
    for second in some:
        b = heads[second]
        for first in range(second):
            a = heads[first]
            if weak[a] != weak[b]:
                continue
            word = a // 64
            while word >= 0 and (ancestors[a, word] & ancestors[b, word]) == np.uint64(0):
                word -= 1
            if word < 0:
                broken += weight[a] * weight[b]
                continue
            common = ancestors[a, word] & ancestors[b, word]
            last = word * 64
            while common > np.uint64(1):
                common >>= np.uint64(1)
                last += 1
            while word >= 0:
                if ancestors[a, word] & ancestors[b, word] & ~ancestors[last, word] != np.uint64(0):
                    broken += weight[a] * weight[b]
                    break
                word -= 1
    return broken
