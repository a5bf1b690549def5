"""Which whole number stands for each name?

Compiled, since at a million nodes this takes longer than most measures; what a network is, is ``graph``'s, and which
rows of neighbours its ties make is ``tie_rows``'.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from analytics.network.coding_in_parts import WORDS, by_row, first_rows, gathered, random_keys, word_at
from analytics.network.compiled import WORTH_THREADS, inlined, kernel

MOST_ROWS = 2**31 - 1
MIX = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio, odd (Knuth 1998, The art of computer programming 3, 6.4): multiplying by it carries
every bit into the high ones."""


@inlined
def _slots_shift(table):  # type: ignore[no-untyped-def]
    """How far a hash is shifted to the right to be a place in ``table``, whose size is a power of two over 1."""
    shift, size = 64, table.size
    while size > 1:
        size >>= 1
        shift -= 1
    return np.uint64(shift)


@kernel
def _placed(hashes, table):  # type: ignore[no-untyped-def]
    """Fill an empty ``table`` with the codes of these names."""
    shift = _slots_shift(table)
    for code in range(hashes.size):
        slot = np.int64(hashes[code] >> shift)
        while table[slot] >= 0:
            slot = (slot + 1) & (table.size - 1)
        table[slot] = code


@kernel
def _meet(data, offsets, known, seed, row, met, table, hashes, names, ends, code):  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0917
    """Codes from ``row`` on, as names appear: the ``known`` ones, then row by row, the source before the target.

    ``hashes``, ``names`` and ``ends`` are of the ``met`` names so far, ``table`` finds their codes. Stops where no more
    names have room; returns the next row and how many were met. Names are compared, so that none is taken for another.
    """
    m = offsets.size - 1
    half = (m - known) // 2
    shift = _slots_shift(table)
    while row < m:
        if met == hashes.size:
            return row, met
        k = row if row < known else known + (row - known) // 2 + half * ((row - known) % 2)
        at, end = offsets[k], offsets[k + 1]
        length = end - at
        mixed = seed + np.uint64(length)
        while at + 8 <= end:
            mixed = (mixed ^ word_at(data, at)) * MIX
            mixed ^= mixed >> np.uint64(32)
            at += 8
        last = np.uint64(0)
        while at < end:
            last = (last << np.uint64(8)) | np.uint64(data[at])
            at += 1
        mixed = (mixed ^ last) * MIX
        mixed = (mixed ^ (mixed >> np.uint64(32))) * MIX
        slot = np.int64(mixed >> shift)
        there = table[slot]
        while there >= 0:
            if hashes[there] == mixed and ends[there + 1] - ends[there] == length:
                at, to = offsets[k], ends[there]
                while at + 8 <= end and word_at(data, at) == word_at(names, to):
                    at += 8
                    to += 8
                if at + 8 > end:
                    while at < end and data[at] == names[to]:
                        at += 1
                        to += 1
                if at == end:
                    break
            slot = (slot + 1) & (table.size - 1)
            there = table[slot]
        if there < 0:
            there = met
            table[slot] = met
            hashes[met] = mixed
            to = ends[met]
            for at in range(offsets[k], end):
                names[to] = data[at]
                to += 1
            met += 1
            ends[met] = to
        code[k] = there
        row += 1
    return row, met


def coded(known: pa.Array, source: pa.Array, target: pa.Array) -> tuple[pa.Array, NDArray[np.int32], NDArray[np.int32]]:
    """Names as codes from 0: first the ``known`` ones, then the others as the rows tell them.

    Parameters
    ----------
    known, source, target
        Text without nulls (Arrow's ``string`` or ``large_string``); source and target of one length.

    Returns
    -------
    ids, source, target
        The n names by code, ``large_string``; int32 (m,) each.
    """
    data, offsets = _bytes_of(known, source, target)
    m = offsets.size - 1
    if m <= WORTH_THREADS:
        ids, code = _coded_by_one_table(data, offsets, len(known))
    elif int(np.diff(offsets).max()) > 8 * WORDS or m > MOST_ROWS:
        ids, code = _coded_by_comparing(_text(data, offsets), len(known))
    else:
        code, stands = by_row(first_rows(data, offsets), len(known))
        ids = _text(*gathered(data, offsets, stands))
    ends = code[len(known) :]
    return ids, ends[: len(source)], ends[len(source) :]


def _coded_by_one_table(
    data: NDArray[np.uint8], offsets: NDArray[np.int64], known: int
) -> tuple[pa.Array, NDArray[np.int32]]:
    """Of so few rows that one table of all names stays near: the table grows with the names that are met."""
    m = offsets.size - 1
    seed = random_keys()[0, 0]
    names, code = np.empty(data.size, dtype=np.uint8), np.empty(m, dtype=np.int32)
    hashes, ends = np.empty(0, dtype=np.uint64), np.zeros(1, dtype=np.int64)
    row, met, room = 0, 0, 1 << max(6, (m // 16).bit_length())
    while row < m:
        table = np.full(2 * room, -1, dtype=np.int32)
        hashes = np.concatenate([hashes, np.empty(room - met, dtype=np.uint64)])
        ends = np.concatenate([ends, np.empty(room - met, dtype=np.int64)])
        _placed(hashes[:met], table)
        row, met = _meet(data, offsets, known, seed, row, met, table, hashes, names, ends, code)
        room *= 2
    ends = ends[: met + 1]
    return _text(names[: ends[-1]], ends), code


def _coded_by_comparing(names: pa.Array, known: int) -> tuple[pa.Array, NDArray[np.int32]]:
    """The same answer by polars, which holds no two names for one; slower."""
    every = pl.Series("id", pl.from_arrow(names))
    rows = (every.len() - known) // 2
    ends = pl.DataFrame({"a": every[known : known + rows], "b": every[known + rows :]})
    row_by_row = ends.select(pl.concat_list("a", "b").explode(empty_as_null=True)).to_series().rename("id")
    ids = pl.concat([every[:known], row_by_row]).unique(maintain_order=True)
    index = pl.DataFrame({"id": ids}).with_row_index("code")
    code = pl.DataFrame({"id": every}).join(index, on="id", how="left", maintain_order="left")["code"]
    return ids.to_arrow(), code.to_numpy().astype(np.int32)


def _bytes_of(*columns: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """All names of all columns as one array of bytes, and where each begins, int64 (m + 1,)."""
    parts, begins, size = [], [np.zeros(1, dtype=np.int64)], 0
    for column in columns:
        if not len(column):
            continue
        _, offsets, data = column.buffers()
        width = np.int64 if pa.types.is_large_string(column.type) else np.int32
        ends = np.frombuffer(offsets, dtype=width)[column.offset : column.offset + len(column) + 1]
        if data is not None:
            parts.append(np.frombuffer(data, dtype=np.uint8)[ends[0] : ends[-1]])
        begins.append(ends[1:].astype(np.int64) + (size - int(ends[0])))
        size += int(ends[-1]) - int(ends[0])
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint8), np.concatenate(begins)


def _text(names: NDArray[np.uint8], ends: NDArray[np.int64]) -> pa.Array:
    """Bytes as Arrow's text, without a copy."""
    return pa.LargeStringArray.from_buffers(ends.size - 1, pa.py_buffer(ends), pa.py_buffer(names))
