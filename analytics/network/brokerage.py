"""Who holds structural holes: Burt's constraint and effective size; and how closed triads are (transitivity).

Uses tie strength a_ij + a_ji; takes no path longer than two steps into account.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.network.compiled import kernel
from analytics.network.graph import Csr


@kernel
def _egos(indptr, indices, strength):  # type: ignore[no-untyped-def]
    """Constraint and effective size of every node, and its ordered pairs of neighbours that are tied."""
    n = indptr.size - 1
    sums = np.zeros(n)
    tops = np.zeros(n)
    for v in range(n):
        for e in range(indptr[v], indptr[v + 1]):
            sums[v] += strength[e]
            tops[v] = max(tops[v], strength[e])
    constraint = np.full(n, np.nan)
    effective = np.full(n, np.nan)
    closed = np.zeros(n, dtype=np.int64)
    owner = np.full(n, -1, dtype=np.int64)
    share = np.zeros(n)
    for i in range(n):
        if indptr[i] == indptr[i + 1]:
            continue
        for e in range(indptr[i], indptr[i + 1]):
            owner[indices[e]] = i
            share[indices[e]] = strength[e] / sums[i]
        bound = 0.0
        size = 0.0
        for e in range(indptr[i], indptr[i + 1]):
            j = indices[e]
            through = 0.0
            redundant = 0.0
            for f in range(indptr[j], indptr[j + 1]):
                q = indices[f]
                if owner[q] == i:
                    closed[i] += 1
                    through += share[q] * strength[f] / sums[q]
                    redundant += share[q] * strength[f] / tops[j]
            bound += (share[j] + through) ** 2
            size += 1.0 - redundant
        constraint[i] = bound
        effective[i] = size
    return constraint, effective, closed


@dataclass(frozen=True)
class Brokerage:
    """Ego networks.

    Attributes
    ----------
    constraint
        float64 (n,): sum over contacts j of (p_ij + sum_q p_iq p_qj)^2, where p_ij = (a_ij + a_ji) / sum_k (a_ik +
        a_ki) and q are other contacts (Burt 1992, eq. 2.4). Above 0, at most 9/8 (1 for one contact, 9/8 for two tied
        ones). NaN for a node without ties.
    effective_size
        float64 (n,): sum over contacts j of 1 - sum_q p_iq m_jq, where m_jq = (a_jq + a_qj) / max_k (a_jk + a_kj)
        (Burt 1992, eq. 2.2), q other contacts, k anyone, ego included. NaN for a node without ties.
    transitivity
        0 to 1: three times the triangles over the paths of length two, of the underlying simple network (Luce and Perry
        1949; Wasserman and Faust 1994). None without a path of length two.
    """

    constraint: NDArray[np.float64]
    effective_size: NDArray[np.float64]
    transitivity: float | None


def brokerage(underlying: Csr) -> Brokerage:
    """Constraint, effective size and transitivity in one pass over ``underlying`` (strengths symmetric)."""
    constraint, effective, closed = _egos(underlying.indptr, underlying.indices, underlying.data)
    degree = underlying.degrees
    open_or_closed = int((degree * (degree - 1)).sum())
    return Brokerage(
        constraint=constraint,
        effective_size=effective,
        transitivity=int(closed.sum()) / open_or_closed if open_or_closed else None,
    )
