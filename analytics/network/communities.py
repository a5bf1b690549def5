"""Which groups of nodes are tied more among themselves than chance would have it: Leiden, and its modularity.

Names no group and does not say how many there should be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.graph import csr_of
from analytics.network.leiden import leiden

ROUNDS = 3
SEED = 2018
"""The one seed of the measures and the pages, so that both tell the same groups."""


@dataclass(frozen=True)
class Communities:
    """A division of the nodes.

    Attributes
    ----------
    label
        int64 (n,), 0 the largest community, then by size, then by first node; a node without ties is one of its own.
    modularity
        Newman's Q of the division with weights, below 1; None without ties.
    """

    label: NDArray[np.int64]
    modularity: float | None


def communities(adjacency: sparse.csr_array, *, seed: int, resolution: float = 1.0) -> Communities:
    """Leiden communities (Traag, Waltman and van Eck 2019) of an undirected network, the same for the same seed.

    Parameters
    ----------
    adjacency
        (n, n) symmetric, no loops, weights over 0.
    seed
        Of the order in which nodes are visited.
    resolution
        Above 1 more and smaller communities, below 1 fewer.
    """
    n = adjacency.shape[0]
    if adjacency.nnz == 0:
        return Communities(label=np.arange(n, dtype=np.int64), modularity=None)
    label = _by_size(leiden(csr_of(adjacency), seed=seed, resolution=resolution, rounds=ROUNDS))
    return Communities(label=label, modularity=modularity(adjacency, label))


def modularity(adjacency: sparse.csr_array, label: NDArray[np.int64]) -> float | None:
    """Share of tie weight within communities less the share expected from the strengths, -1/2 to 1; None without ties.

    Newman, M. E. J. and Girvan, M. (2004), Finding and evaluating community structure in networks.
    """
    both = sparse.coo_array(adjacency)
    total = float(both.data.sum())
    if total == 0.0:
        return None
    a, b = both.coords
    inside = float(both.data[label[a] == label[b]].sum()) / total
    strength = np.bincount(label, weights=np.asarray(adjacency.sum(axis=1), dtype=np.float64)) / total
    return inside - float((strength**2).sum())


def _by_size(label: NDArray[np.int64]) -> NDArray[np.int64]:
    _, first, code, size = np.unique(label, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(size.size, dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(size.size)
    return np.asarray(rank[code], dtype=np.int64)
