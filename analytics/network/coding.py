"""Which whole number stands for each name, and which rows of neighbours do the ties make: text to CSR.

Compiled, since at a million nodes this takes longer than most measures; what a network is, is ``graph``'s.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.network.compiled import WORTH_THREADS, in_parts, inlined, kernel

CHUNKS = 16
"""Runs of rows that threads take by turns."""
PART_ROWS = 32_768
"""Rows of a part whose table stays in the cache."""

WORDS = 128
"""Longest name that is hashed, in eights of bytes; where one is longer, names are compared."""
MOST_ROWS = 2**31 - 1

T = TypeVar("T")


@inlined
def _word(data, at):  # type: ignore[no-untyped-def]
    """Eight bytes as one number."""
    return (
        np.uint64(data[at])
        | (np.uint64(data[at + 1]) << np.uint64(8))
        | (np.uint64(data[at + 2]) << np.uint64(16))
        | (np.uint64(data[at + 3]) << np.uint64(24))
        | (np.uint64(data[at + 4]) << np.uint64(32))
        | (np.uint64(data[at + 5]) << np.uint64(40))
        | (np.uint64(data[at + 6]) << np.uint64(48))
        | (np.uint64(data[at + 7]) << np.uint64(56))
    )


@kernel
def _hashes(data, offsets, keys, bits, hashes, counts, chunks):  # type: ignore[no-untyped-def]
    """128 bits of each name of some chunks of rows, and how many of each chunk fall in each part.

    Pair-multiply-shift (Thorup 2015, High speed hashing for integers and strings, 3.5) with four sets of random keys:
    each gives 32 bits, alike for two different names with a chance of 2^-32 whatever the names are.
    """
    m = offsets.size - 1
    half, low = np.uint64(32), np.uint64(0xFFFFFFFF)
    for chunk in chunks:
        for k in range(m * chunk // CHUNKS, m * (chunk + 1) // CHUNKS):
            at, end = offsets[k], offsets[k + 1]
            length = np.uint64(end - at)
            a = (keys[0, 0] + length) * keys[0, 1]
            b = (keys[0, 2] + length) * keys[0, 3]
            c = (keys[0, 4] + length) * keys[0, 5]
            d = (keys[0, 6] + length) * keys[0, 7]
            place = 1
            while at < end:
                if at + 8 <= end:
                    word = _word(data, at)
                else:
                    word = np.uint64(0)
                    for byte in range(at, end):
                        word = (word << np.uint64(8)) | np.uint64(data[byte])
                x, y = word & low, word >> half
                a += (keys[place, 0] + x) * (keys[place, 1] + y)
                b += (keys[place, 2] + x) * (keys[place, 3] + y)
                c += (keys[place, 4] + x) * (keys[place, 5] + y)
                d += (keys[place, 6] + x) * (keys[place, 7] + y)
                place += 1
                at += 8
            hashes[k, 0] = (a & ~low) | (b >> half)
            hashes[k, 1] = (c & ~low) | (d >> half)
            counts[chunk, np.int64((hashes[k, 0] >> half) >> np.uint64(32 - bits))] += 1


@kernel
def _parted(hashes, bits, begins, rows, dealt, chunks):  # type: ignore[no-untyped-def]
    """Rows and hashes part by part, each part's rows in order; ``begins`` is where a chunk's rows of a part begin."""
    m = hashes.shape[0]
    for chunk in chunks:
        for k in range(m * chunk // CHUNKS, m * (chunk + 1) // CHUNKS):
            part = np.int64((hashes[k, 0] >> np.uint64(32)) >> np.uint64(32 - bits))
            at = begins[chunk, part]
            begins[chunk, part] = at + 1
            rows[at] = k
            dealt[at, 0] = hashes[k, 0]
            dealt[at, 1] = hashes[k, 1]


@kernel
def _firsts(rows, hashes, begins, first, parts):  # type: ignore[no-untyped-def]
    """Of each row of some parts, the first row with its hash; each part has a table of its own that fits the cache."""
    size = 16
    for part in parts:
        while size < 2 * (begins[part + 1] - begins[part]):
            size *= 2
    table = np.empty(size, dtype=np.int32)
    for part in parts:
        begin, end = begins[part], begins[part + 1]
        size = 16
        while size < 2 * (end - begin):
            size *= 2
        table[:size] = -1
        for at in range(begin, end):
            slot = np.int64(hashes[at, 0] & np.uint64(size - 1))
            while table[slot] >= 0:
                other = begin + table[slot]
                if hashes[other, 0] == hashes[at, 0] and hashes[other, 1] == hashes[at, 1]:
                    break
                slot = (slot + 1) & (size - 1)
            if table[slot] < 0:
                table[slot] = at - begin
            first[rows[at]] = rows[begin + table[slot]]


@kernel
def _by_row(first, known):  # type: ignore[no-untyped-def]
    """Codes as names appear: the ``known`` ones, then row by row, the source before the target.

    ``first`` is of the known names, of all sources, of all targets. Returns the code of each, and where each code's
    name stands.
    """
    m = first.size
    rows = (m - known) // 2
    code = np.full(m, -1, dtype=np.int32)
    stands = np.empty(m, dtype=np.int64)
    met = 0
    for k in range(known + 2 * rows):
        at = k if k < known else known + (k - known) // 2 + rows * ((k - known) % 2)
        lead = first[at]
        if code[lead] < 0:
            code[lead] = met
            stands[met] = lead
            met += 1
        code[at] = code[lead]
    return code, stands[:met].copy()


@kernel
def _rows(source, target, weight, n, mirrored):  # type: ignore[no-untyped-def]
    """Rows of neighbours, sorted, without loops, repeats added up; ``weight`` empty where every row counts 1.

    Returns ``indptr`` int64, ``indices`` int32, ``data`` float64 and the number of loops. What is added up is added in
    the order of the rows in both directions alike, so that a mirrored answer is symmetric to the last bit.
    """
    m = source.size
    weighted = weight.size > 0
    indptr = np.zeros(n + 1, dtype=np.int64)
    loops = 0
    for k in range(m):
        a, b = source[k], target[k]
        if a == b:
            loops += 1
            continue
        indptr[a + 1] += 1
        if mirrored:
            indptr[b + 1] += 1
    for v in range(n):
        indptr[v + 1] += indptr[v]
    indices = np.empty(indptr[n], dtype=np.int32)
    data = np.ones(indptr[n])
    at = indptr[:-1].copy()
    for k in range(m):
        a, b = source[k], target[k]
        if a == b:
            continue
        indices[at[a]] = b
        if weighted:
            data[at[a]] = weight[k]
        at[a] += 1
        if mirrored:
            indices[at[b]] = a
            if weighted:
                data[at[b]] = weight[k]
            at[b] += 1
    kept = 0
    for v in range(n):
        begin, end = indptr[v], indptr[v + 1]
        if end - begin <= 48:
            for e in range(begin + 1, end):
                moved, value = indices[e], data[e]
                f = e
                while f > begin and indices[f - 1] > moved:
                    indices[f] = indices[f - 1]
                    if weighted:
                        data[f] = data[f - 1]
                    f -= 1
                indices[f] = moved
                if weighted:
                    data[f] = value
        else:
            order = np.argsort(indices[begin:end], kind="mergesort")
            indices[begin:end] = indices[begin:end][order]
            if weighted:
                data[begin:end] = data[begin:end][order]
        indptr[v] = kept
        for e in range(begin, end):
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


def coded(
    known: pl.Series, source: pl.Series, target: pl.Series
) -> tuple[pl.Series, NDArray[np.int32], NDArray[np.int32]]:
    """Names as codes from 0: first the ``known`` ones, then the others as the rows tell them.

    Parameters
    ----------
    known, source, target
        Text without nulls; source and target of one length.

    Returns
    -------
    ids, source, target
        The n names by code; int32 (m,) each.
    """
    every = pl.concat([known.rename("id"), source.rename("id"), target.rename("id")])
    data, offsets = _bytes_of(every)
    if int(np.diff(offsets).max(initial=0)) > 8 * WORDS or every.len() > MOST_ROWS:
        return _coded_by_comparing(every, known.len())
    code, stands = _by_row(_first_rows(data, offsets), known.len())
    ends = code[known.len() :]
    return every.gather(stands), ends[: source.len()], ends[source.len() :]


def _first_rows(data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.int32]:
    """The first row with the same name as each, int32 (m,).

    Names are taken for the same where 128 bits are, drawn with keys that are new in each process: that any two of two
    million different names fall together has a chance under 1e-20, whatever the names. Reading every name again to
    compare it takes three times as long as all the rest. Names are dealt into parts by the high bits of their hash, so
    that each part's table fits the cache: at seven million names a single table waits for memory at nearly every one.
    """
    m = offsets.size - 1
    bits = max((m // PART_ROWS).bit_length(), 0)
    hashes = np.empty((m, 2), dtype=np.uint64)
    counts = np.zeros((CHUNKS, 1 << bits), dtype=np.int64)
    keys = _keys()
    _over(lambda chunks: _hashes(data, offsets, keys, bits, hashes, counts, chunks), CHUNKS, m)
    begins = np.zeros((1 << bits) * CHUNKS + 1, dtype=np.int64)
    np.cumsum(counts.T, out=begins[1:])
    chunk_begins = begins[:-1].reshape(-1, CHUNKS).T.copy()
    order, dealt = np.empty(m, dtype=np.int32), np.empty((m, 2), dtype=np.uint64)
    _over(lambda chunks: _parted(hashes, bits, chunk_begins, order, dealt, chunks), CHUNKS, m)
    first = np.empty(m, dtype=np.int32)
    part_begins = np.append(begins[:-1:CHUNKS], m)
    _over(lambda parts: _firsts(order, dealt, part_begins, first, parts), 1 << bits, m)
    return first


def _coded_by_comparing(every: pl.Series, known: int) -> tuple[pl.Series, NDArray[np.int32], NDArray[np.int32]]:
    """The same answer by polars, which holds no two names for one; slower."""
    rows = (every.len() - known) // 2
    ends = pl.DataFrame({"a": every[known : known + rows], "b": every[known + rows :]})
    row_by_row = ends.select(pl.concat_list("a", "b").explode(empty_as_null=True)).to_series().rename("id")
    ids = pl.concat([every[:known], row_by_row]).unique(maintain_order=True)
    index = pl.DataFrame({"id": ids}).with_row_index("code")
    code = pl.DataFrame({"id": row_by_row}).join(index, on="id", how="left", maintain_order="left")["code"]
    pairs = code.to_numpy().astype(np.int32).reshape(-1, 2)
    return ids, np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])


@functools.cache
def _keys() -> NDArray[np.uint64]:
    return np.random.default_rng().integers(0, 2**64, size=(WORDS + 1, 8), dtype=np.uint64)


def _bytes_of(names: pl.Series) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """All names as one array of bytes, and where each begins, int64 (m + 1,)."""
    text = names.to_arrow()
    _, offsets, data = text.buffers()
    begins = (
        np.frombuffer(offsets, dtype=np.int64)[text.offset :][: len(text) + 1] if len(text) else np.zeros(1, np.int64)
    )
    return np.frombuffer(data, dtype=np.uint8) if data else np.empty(0, dtype=np.uint8), begins


def _over(work: Callable[[NDArray[np.int64]], T], parts: int, rows: int) -> list[T]:
    """``work`` on all parts: on several threads where there are many rows, else at once."""
    every = np.arange(parts, dtype=np.int64)
    return in_parts(work, every) if rows > WORTH_THREADS else [work(every)]


def rows(
    source: NDArray[np.int32], target: NDArray[np.int32], weight: NDArray[np.float64], *, nodes: int, mirrored: bool
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64], int]:
    """``indptr``, ``indices``, ``data`` of the adjacency and how many rows were loops; see ``_rows``."""
    indptr, indices, data, loops = _rows(source, target, weight, nodes, mirrored)
    return indptr, indices, data, int(loops)
