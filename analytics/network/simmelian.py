"""Which ties are held by third parties: Simmelian ties.

Heeds only ties that go both ways; brokerage across open triads is ``brokerage``'s.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.network.compiled import kernel
from analytics.network.graph import Csr


@kernel
def _third_parties(indptr, indices):  # type: ignore[no-untyped-def]
    """Common neighbours of the two ends of every stored tie; rows sorted, symmetric."""
    n = indptr.size - 1
    shared = np.zeros(indices.size, dtype=np.int64)
    owner = np.full(n, -1, dtype=np.int64)
    for i in range(n):
        for e in range(indptr[i], indptr[i + 1]):
            owner[indices[e]] = i
        for e in range(indptr[i], indptr[i + 1]):
            j = indices[e]
            for f in range(indptr[j], indptr[j + 1]):
                if owner[indices[f]] == i:
                    shared[e] += 1
    return shared


@dataclass(frozen=True)
class SimmelianTies:
    """Ties of which both ends have a tie, both ways, to the same third party (Simmel 1908; Krackhardt 1998).

    Attributes
    ----------
    ties
        int64 (t, 2): the ends of each Simmelian tie, the smaller index first, in order.
    third_parties
        int64 (t,): how many third parties hold each of them, 1 or more.
    degree
        int64 (n,): Simmelian ties of each node.
    share
        Simmelian ties over all mutual ties, 0 to 1; None where there is no mutual tie.
    """

    ties: NDArray[np.int64]
    third_parties: NDArray[np.int64]
    degree: NDArray[np.int64]
    share: float | None


def simmelian_ties(mutual: Csr) -> SimmelianTies:
    """The Simmelian ties of a network.

    Parameters
    ----------
    mutual
        The ties that go both ways, symmetric, without loops: of an undirected network all of them, of a directed one
        what ``mutual_ties`` gives.
    """
    shared = _third_parties(mutual.indptr, mutual.indices)
    source = np.repeat(np.arange(mutual.nodes, dtype=np.int64), mutual.degrees)
    target = mutual.indices.astype(np.int64)
    held = shared > 0
    once = held & (source < target)
    return SimmelianTies(
        ties=np.column_stack([source[once], target[once]]),
        third_parties=shared[once],
        degree=np.bincount(source[held], minlength=mutual.nodes).astype(np.int64),
        share=int(once.sum()) / (target.size // 2) if target.size else None,
    )
