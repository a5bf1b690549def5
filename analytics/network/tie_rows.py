"""Which rows of neighbours do the ties make: columns of codes to the three arrays of a sparse matrix.

Knows no name; what a network is, is ``graph``'s.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.network.compiled import kernel


@kernel
def _rows(source, target, weight, n, mirrored):  # type: ignore[no-untyped-def]
    """Rows of neighbours, sorted, without loops, repeats added up; ``weight`` empty where every row counts 1.

    Returns ``indptr`` int64, ``indices`` int32, ``data`` float64 and the number of loops. Ties are dealt out by their
    target and from there, target by target, to their source, so that no row has to be sorted. What is added up is added
    in the order of the rows in both directions alike: a mirrored answer is symmetric to the last bit.
    """
    m = source.size
    weighted = weight.size > 0
    begins = np.zeros(n + 1, dtype=np.int64)
    by_target = np.zeros(n + 1, dtype=np.int64)
    loops = 0
    for k in range(m):
        a, b = source[k], target[k]
        if a == b:
            loops += 1
            continue
        begins[a + 1] += 1
        by_target[b + 1] += 1
    for v in range(n):
        if mirrored:
            begins[v + 1] += by_target[v + 1]
            by_target[v + 1] = begins[v + 1]
        begins[v + 1] += begins[v]
        by_target[v + 1] += by_target[v]
    sources = np.empty(begins[n], dtype=np.int32)
    strengths = np.empty(begins[n] if weighted else 0)
    at = by_target[:-1].copy()
    for k in range(m):
        a, b = source[k], target[k]
        if a == b:
            continue
        sources[at[b]] = a
        if weighted:
            strengths[at[b]] = weight[k]
        at[b] += 1
        if mirrored:
            sources[at[a]] = b
            if weighted:
                strengths[at[a]] = weight[k]
            at[a] += 1
    indices = np.empty(begins[n], dtype=np.int32)
    data = np.ones(begins[n])
    at[:] = begins[:-1]
    for v in range(n):
        for e in range(by_target[v], by_target[v + 1]):
            u = sources[e]
            indices[at[u]] = v
            if weighted:
                data[at[u]] = strengths[e]
            at[u] += 1
    indptr = np.empty(n + 1, dtype=np.int64)
    kept = 0
    for v in range(n):
        indptr[v] = kept
        for e in range(begins[v], begins[v + 1]):
            if kept > indptr[v] and indices[kept - 1] == indices[e]:
                data[kept - 1] += data[e]
            else:
                indices[kept] = indices[e]
                data[kept] = data[e]
                kept += 1
    indptr[n] = kept
    if kept < indices.size:
        indices, data = indices[:kept].copy(), data[:kept].copy()
    return indptr, indices, data, loops


@kernel
def mirrors(indptr, indices):  # type: ignore[no-untyped-def]
    """Where the entry (j, i) of each entry (i, j) of a symmetric matrix stands, int64 (entries,).

    Rows are sorted, so those of one row come in order.
    """
    n = indptr.size - 1
    mirror = np.empty(indices.size, dtype=np.int64)
    at = indptr[:-1].copy()
    for v in range(n):
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            mirror[e] = at[u]
            at[u] += 1
    return mirror


def rows(
    source: NDArray[np.int32], target: NDArray[np.int32], weight: NDArray[np.float64], *, nodes: int, mirrored: bool
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64], int]:
    """``indptr``, ``indices``, ``data`` of the adjacency and how many rows were loops; see ``_rows``."""
    indptr, indices, data, loops = _rows(source, target, weight, nodes, mirrored)
    return indptr, indices, data, int(loops)
