"""In which row does each name stand first, where one table of all names would be too large to stay near?

Names are dealt into parts by their hash, on several threads; codes are ``coding``'s.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from analytics.network.compiled import WORTH_THREADS, in_parts, inlined, kernel

CHUNKS = 16
"""Runs of rows that threads take by turns."""
PART_ROWS = 32_768
"""Rows of a part whose table stays in the cache."""
WORDS = 128
"""Longest name that is hashed, in eights of bytes."""

T = TypeVar("T")


@inlined
def word_at(data, start):  # type: ignore[no-untyped-def]
    """Eight bytes as one number, least byte first; unsigned places, for which the compiler makes one read of the eight
    (signed ones may count from the end, which it has to ask of each).
    """
    at = np.uint64(start)
    return (
        np.uint64(data[at])
        | (np.uint64(data[at + np.uint64(1)]) << np.uint64(8))
        | (np.uint64(data[at + np.uint64(2)]) << np.uint64(16))
        | (np.uint64(data[at + np.uint64(3)]) << np.uint64(24))
        | (np.uint64(data[at + np.uint64(4)]) << np.uint64(32))
        | (np.uint64(data[at + np.uint64(5)]) << np.uint64(40))
        | (np.uint64(data[at + np.uint64(6)]) << np.uint64(48))
        | (np.uint64(data[at + np.uint64(7)]) << np.uint64(56))
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
                    word = word_at(data, at)
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
def by_row(first, known):  # type: ignore[no-untyped-def]
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
def gathered(data, offsets, stands):  # type: ignore[no-untyped-def]
    """The names that stand in these rows, one after the other, and where each begins."""
    ends = np.zeros(stands.size + 1, dtype=np.int64)
    for k in range(stands.size):
        ends[k + 1] = ends[k] + offsets[stands[k] + 1] - offsets[stands[k]]
    names = np.empty(ends[stands.size], dtype=np.uint8)
    for k in range(stands.size):
        to = ends[k]
        for at in range(offsets[stands[k]], offsets[stands[k] + 1]):
            names[to] = data[at]
            to += 1
    return names, ends


def first_rows(data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.int32]:
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
    keys = random_keys()
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


@functools.cache
def random_keys() -> NDArray[np.uint64]:
    """Keys of the hashes, uint64 (WORDS + 1, 8), new in each process: nobody can choose names that fall together."""
    return np.random.default_rng().integers(0, 2**64, size=(WORDS + 1, 8), dtype=np.uint64)


def _over(work: Callable[[NDArray[np.int64]], T], parts: int, rows: int) -> list[T]:
    """``work`` on all parts: on several threads where there are many rows, else at once."""
    every = np.arange(parts, dtype=np.int64)
    return in_parts(work, every) if rows > WORTH_THREADS else [work(every)]
