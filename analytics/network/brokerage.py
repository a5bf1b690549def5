"""Who holds structural holes: Burt's constraint and effective size; and how closed triads are (transitivity).

Uses tie strength a_ij + a_ji; takes no path longer than two steps into account.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.network.compiled import kernel
from analytics.network.graph import Csr
from analytics.network.tie_rows import mirrors


@kernel
def _upward(indptr, indices):  # type: ignore[no-untyped-def]
    """The entries of each row that lead to a node of higher degree, or of the same and a later place."""
    n = indptr.size - 1
    begins = np.zeros(n + 1, dtype=np.int64)
    entries = np.empty(indices.size // 2, dtype=np.int64)
    to = 0
    for v in range(n):
        own = indptr[v + 1] - indptr[v]
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            other = indptr[u + 1] - indptr[u]
            if other > own or (other == own and u > v):
                entries[to] = e
                to += 1
        begins[v + 1] = to
    return begins, entries


@kernel
def _triads(indptr, indices, strength, mirror, begins, entries):  # type: ignore[no-untyped-def]
    """Constraint and effective size of every node, and the number of triangles.

    Each triangle is met once, from its node of least degree (Latapy 2008, Main-memory triangle computations): no more
    than ties^1.5 steps, where going through the neighbours of neighbours would take the squares of the hubs' degrees.
    """
    n = indptr.size - 1
    sums = np.zeros(n)
    tops = np.zeros(n)
    for v in range(n):
        for e in range(indptr[v], indptr[v + 1]):
            sums[v] += strength[e]
            tops[v] = max(tops[v], strength[e])
    of_sum, of_top = 1.0 / sums, 1.0 / tops  # inf without ties, and then in no triangle
    through = np.zeros(indices.size)
    redundant = np.zeros(n)
    entry_to = np.full(n, -1, dtype=np.int64)
    triangles = 0
    for u in range(n):
        if begins[u + 1] - begins[u] < 2:
            continue
        for k in range(begins[u], begins[u + 1]):
            entry_to[indices[entries[k]]] = entries[k]
        for k in range(begins[u], begins[u + 1]):
            uv = entries[k]
            v = indices[uv]
            for f in range(begins[v], begins[v + 1]):
                vw = entries[f]
                w = indices[vw]
                uw = entry_to[w]
                if uw < 0:
                    continue
                triangles += 1
                a, b, c = strength[uv], strength[uw], strength[vw]
                uv_u, uv_v = a * of_sum[u], a * of_sum[v]
                uw_u, uw_w = b * of_sum[u], b * of_sum[w]
                vw_v, vw_w = c * of_sum[v], c * of_sum[w]
                through[uv] += uw_u * vw_w
                through[uw] += uv_u * vw_v
                through[vw] += uv_v * uw_u
                through[mirror[uv]] += vw_v * uw_w
                through[mirror[uw]] += vw_w * uv_v
                through[mirror[vw]] += uw_w * uv_u
                redundant[u] += c * (uw_u * of_top[v] + uv_u * of_top[w])
                redundant[v] += b * (vw_v * of_top[u] + uv_v * of_top[w])
                redundant[w] += a * (vw_w * of_top[u] + uw_w * of_top[v])
        for k in range(begins[u], begins[u + 1]):
            entry_to[indices[entries[k]]] = -1
    constraint = np.full(n, np.nan)
    effective = np.full(n, np.nan)
    for v in range(n):
        if indptr[v] == indptr[v + 1]:
            continue
        bound = 0.0
        for e in range(indptr[v], indptr[v + 1]):
            bound += (strength[e] / sums[v] + through[e]) ** 2
        constraint[v] = bound
        effective[v] = indptr[v + 1] - indptr[v] - redundant[v]
    return constraint, effective, triangles


@dataclass(frozen=True)
class Brokerage:
    """Ego networks.

    Attributes
    ----------
    constraint
        float64 (n,): sum over contacts j of (p_ij + sum_q p_iq p_qj)^2, where p_ij = (a_ij + a_ji) / sum_k (a_ik +
        a_ki) and q are other contacts (Burt 1992, eq. 2.4). Above 0; at most 9/8 where all ties weigh alike (1 for
        one contact, 9/8 for two tied ones), else below 2. NaN for a node without ties.
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
    rows = underlying.indptr, underlying.indices
    constraint, effective, triangles = _triads(*rows, underlying.data, mirrors(*rows), *_upward(*rows))
    degree = underlying.degrees
    paths = int((degree * (degree - 1)).sum()) // 2
    return Brokerage(
        constraint=constraint,
        effective_size=effective,
        transitivity=3 * triangles / paths if paths else None,
    )
