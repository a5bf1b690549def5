"""Which nodes could stand in for one another, being tied to the same others: structural equivalence.

Heeds who, not how many: nodes tied alike to different others (regular equivalence) are not found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.network.graph import Csr

SIGNATURES, SEED = 2, 20180630


def equivalence_classes(underlying: Csr) -> NDArray[np.int64]:
    """The class of each node, int64 (n,): the same number where two nodes have the same other neighbours.

    Lorrain and White (1971): i and j are equivalent where every third node is tied to both or to neither; whether they
    are tied to one another does not matter. Classes are numbered by their first node. Nodes without ties are one class.
    O(nodes + ties): neighbourhoods are held against one another by two random 64-bit sums each, so that two different
    ones fall together with a chance under 1e-19 for any two million nodes.
    """
    n = underlying.nodes
    if n == 0:
        return np.empty(0, dtype=np.int64)
    chance = np.random.default_rng(SEED)
    mark = chance.integers(0, 2**63, size=(n, SIGNATURES), dtype=np.uint64)
    owner = np.repeat(np.arange(n), underlying.degrees)
    apart = np.zeros((n, SIGNATURES), dtype=np.uint64)
    np.add.at(apart, owner, mark[underlying.indices])
    # not tied: the same neighbours; tied: the same neighbours once each counts itself too
    label = np.arange(n, dtype=np.int64)
    for key in (apart, apart + mark):
        _, first, inverse = np.unique(key, axis=0, return_index=True, return_inverse=True)
        label = np.minimum(label, first[inverse.reshape(-1)])
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(first.size)
    return np.asarray(rank[inverse.reshape(-1)], dtype=np.int64)


@dataclass(frozen=True)
class Alike:
    """The nodes most alike to one.

    Attributes
    ----------
    nodes
        int64 (k,): nearest first, of equals the first.
    distance
        float64 (k,): Euclidean distance of their ties (Burt 1976): the root of the number of third nodes tied to one of
        the two only; 0 for equivalent nodes.
    jaccard
        float64 (k,): common third neighbours over those of either (Jaccard 1901), 0 to 1; NaN where neither has any.
    """

    nodes: NDArray[np.int64]
    distance: NDArray[np.float64]
    jaccard: NDArray[np.float64]


def most_alike(underlying: Csr, node: int, *, most: int = 10) -> Alike:
    """The nodes whose ties are most like ``node``'s, ties between the two left out; O(nodes + ties)."""
    n = underlying.nodes
    row = np.zeros(n, dtype=np.int64)
    row[underlying.indices[underlying.indptr[node] : underlying.indptr[node + 1]]] = 1
    owner = np.repeat(np.arange(n), underlying.degrees)
    common = np.bincount(owner, weights=row[underlying.indices], minlength=n).astype(np.int64)
    own, others = int(row.sum()) - row, underlying.degrees - row  # without the tie between the two
    either = own + others - common
    differing = either - common
    rank = np.lexsort((np.arange(n), differing))
    nodes = rank[rank != node][:most]
    jaccard = np.divide(common[nodes], either[nodes], out=np.full(nodes.size, np.nan), where=either[nodes] > 0)
    return Alike(nodes.astype(np.int64), np.sqrt(differing[nodes].astype(np.float64)), jaccard)
