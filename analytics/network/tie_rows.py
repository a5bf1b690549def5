"""Which rows of neighbours do the ties make: columns of codes to the three arrays of a sparse matrix.

Knows no name; what a network is, is ``graph``'s.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.network.compiled import kernel

MOST_ENTRIES = 2**31 - 1


@kernel
def _rows(source, target, weight, begins, mirrored):  # type: ignore[no-untyped-def]
    """Rows of neighbours, sorted, without loops, repeats added up; ``weight`` empty where every row counts 1.

    ``begins`` comes full of noughts, and is where each row begins. Returns ``indices`` int32, ``data`` float64, the
    number of loops and of repeats (of which rows are rid only by ``_merge``). Ties are dealt out by their target and
    from there, target by target, to their source, so that no row has to be sorted. Places are unsigned: signed ones may
    count from the end, which is asked of each.
    """
    n, m = begins.size - 1, source.size
    weighted = weight.size > 0
    by_target = begins if mirrored else begins.copy()
    loops = 0
    for k in range(m):
        a, b = np.uint32(source[k]), np.uint32(target[k])
        if a == b:
            loops += 1
        else:
            begins[a + np.uint32(1)] += 1
            by_target[b + np.uint32(1)] += 1
    for v in range(n):
        begins[v + 1] += begins[v]
        if not mirrored:
            by_target[v + 1] += by_target[v]
    sources = np.empty(begins[n], dtype=np.int32)
    strengths = np.empty(begins[n] if weighted else 0)
    at = by_target[:-1].copy()
    for k in range(m):
        a, b = np.uint32(source[k]), np.uint32(target[k])
        if a == b:
            continue
        place = np.uint64(at[b])
        at[b] += 1
        sources[place] = a
        if weighted:
            strengths[place] = weight[k]
        if mirrored:
            place = np.uint64(at[a])
            at[a] += 1
            sources[place] = b
            if weighted:
                strengths[place] = weight[k]
    indices = np.empty(begins[n], dtype=np.int32)
    data = np.ones(begins[n])
    at[:] = begins[:-1]
    repeats = 0
    for v in range(n):
        for e in range(np.uint64(by_target[v]), np.uint64(by_target[v + 1])):
            u = np.uint32(sources[e])
            place = np.uint64(at[u])
            at[u] += 1
            indices[place] = v
            if weighted:
                data[place] = strengths[e]
            if place > np.uint64(begins[u]) and indices[place - np.uint64(1)] == v:
                repeats += 1
    return indices, data, loops, repeats


@kernel
def _merge(begins, indices, data):  # type: ignore[no-untyped-def]
    """Add up repeats, in the order of the rows and in both directions alike, and move all to the front, in place: a
    mirrored matrix is symmetric to the last bit. Returns how many entries are left.
    """
    kept = 0
    begin = begins[0]
    for v in range(begins.size - 1):
        first = kept
        for e in range(begin, begins[v + 1]):
            if kept > first and indices[kept - 1] == indices[e]:
                data[kept - 1] += data[e]
            else:
                indices[kept] = indices[e]
                data[kept] = data[e]
                kept += 1
        begin = begins[v + 1]
        begins[v + 1] = kept
    return kept


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
) -> tuple[NDArray[np.int32 | np.int64], NDArray[np.int32], NDArray[np.float64], int]:
    """``indptr`` (int32 where it holds the number of entries), ``indices``, ``data`` of the adjacency, as ``_rows`` and
    ``_merge`` make it, and how many rows were loops.
    """
    width: type[np.int32 | np.int64] = np.int32 if 2 * source.size <= MOST_ENTRIES else np.int64
    begins = np.zeros(nodes + 1, dtype=width)
    indices, data, loops, repeats = _rows(source, target, weight, begins, mirrored)
    if repeats:
        left = _merge(begins, indices, data)
        indices, data = indices[:left].copy(), data[:left].copy()
    return begins, indices, data, int(loops)
