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
AT_ONCE = 1024
"""Names that are hashed before they are looked up."""
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
    shift, half = _slots_shift(table), np.uint64(32)
    for code in range(hashes.size):
        slot = np.int64(hashes[code] >> shift)
        while table[slot]:
            slot = (slot + 1) & (table.size - 1)
        table[slot] = (hashes[code] << half) | np.uint64(code + 1)


@kernel
def _hashed(data, offsets, seed, begin, until, hashes):  # type: ignore[no-untyped-def]
    """64 bits of the names from ``begin`` on, short of ``until``: of their eights of bytes one after the other, then of
    the last eight (all, where a name has fewer).

    Places are unsigned: signed ones may count from the end, which is asked of each.
    """
    eight, half = np.uint64(8), np.uint64(32)
    for k in range(begin, until):
        at, end = np.uint64(offsets[k]), np.uint64(offsets[k + 1])
        mixed = seed + (end - at)
        last = np.uint64(0)
        if end - at >= eight:
            while at + eight <= end:
                mixed = (mixed ^ word_at(data, at)) * MIX
                mixed ^= mixed >> half
                at += eight
            last = word_at(data, end - eight)
        else:
            while at < end:
                last = (last << eight) | np.uint64(data[at])
                at += np.uint64(1)
        mixed = (mixed ^ last) * MIX
        hashes[k - begin] = (mixed ^ (mixed >> half)) * MIX


@kernel
def _meet(data, offsets, seed, row, met, table, hashes, names, ends, code):  # type: ignore[no-untyped-def]
    """Codes of the names of a column from ``row`` on, as they appear.

    ``hashes``, ``names`` and ``ends`` are of the ``met`` names so far. ``table`` has, from where the high bits of a
    hash lead, its low half and the code plus 1; 0 where nothing stands. Stops where no more names have room; returns
    the next row and how many were met. Names are compared, so that none is taken for another. Many are hashed before
    any is looked up: the processor then looks for several at once.
    """
    m = offsets.size - 1
    shift, mask = _slots_shift(table), np.uint64(table.size - 1)
    eight, half, one = np.uint64(8), np.uint64(32), np.uint64(1)
    some = np.empty(AT_ONCE, dtype=np.uint64)
    while row < m:
        begun, until = row, min(row + AT_ONCE, m)
        _hashed(data, offsets, seed, begun, until, some)
        while row < until:
            if met == hashes.size:
                return row, met
            mixed = some[row - begun]
            begin, end = np.uint64(offsets[row]), np.uint64(offsets[row + 1])
            low = mixed << half
            slot = mixed >> shift
            entry = table[slot]
            there = np.int64(-1)
            while entry:
                if (entry >> half) << half == low:
                    there = np.int64(np.uint32(entry)) - 1
                    to, stop = np.uint64(ends[there]), np.uint64(ends[there + 1])
                    if stop - to == end - begin:
                        at, apart = begin, np.uint64(0)
                        if end - begin >= eight:
                            while at + eight <= end:
                                apart |= word_at(data, at) ^ word_at(names, to)
                                at += eight
                                to += eight
                            apart |= word_at(data, end - eight) ^ word_at(names, stop - eight)
                        else:
                            while at < end:
                                apart |= np.uint64(data[at] ^ names[to])
                                at += one
                                to += one
                        if apart == np.uint64(0):
                            break
                    there = np.int64(-1)
                slot = (slot + one) & mask
                entry = table[slot]
            if there < 0:
                there = np.int64(met)
                table[slot] = low | np.uint64(met + 1)
                hashes[met] = mixed
                to = np.uint64(ends[met])
                for place in range(begin, end):
                    names[to] = data[place]
                    to += one
                met += 1
                ends[met] = np.int64(to)
            code[row] = there
            row += 1
    return row, met


@kernel
def _row_by_row(known, source, target, met):  # type: ignore[no-untyped-def]
    """Give the ``met`` codes anew as names appear row by row, the first ``known`` ones kept; in place.

    Returns which code each new one was.
    """
    was = np.arange(met)
    told = np.full(met, -1, dtype=np.int32)
    told[:known] = was[:known]
    count = known
    for k in range(source.size):
        a = np.uint32(source[k])
        if told[a] < 0:
            told[a] = count
            was[count] = a
            count += 1
        source[k] = told[a]
        b = np.uint32(target[k])
        if told[b] < 0:
            told[b] = count
            was[count] = b
            count += 1
        target[k] = told[b]
    return was


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
    m = len(known) + 2 * len(source)
    if m <= WORTH_THREADS:
        return _coded_by_one_table(known, source, target)
    data, offsets = _bytes_of(known, source, target)
    if int(np.diff(offsets).max()) > 8 * WORDS or m > MOST_ROWS:
        ids, code = _coded_by_comparing(_text(data, offsets), len(known))
    else:
        code, stands = by_row(first_rows(data, offsets), len(known))
        ids = _text(*gathered(data, offsets, stands))
    ends = code[len(known) :]
    return ids, ends[: len(source)], ends[len(source) :]


def _coded_by_one_table(*columns: pa.Array) -> tuple[pa.Array, NDArray[np.int32], NDArray[np.int32]]:
    """Of so few rows that one table of all names stays near: the table grows with the names that are met.

    Columns are read where they stand, one after the other: at this size the system takes as long to give memory for a
    copy as the names take to be read.
    """
    seed = random_keys()[0, 0]
    texts, codes = [_bytes_in(column) for column in columns], []
    m = sum(map(len, columns))
    names = np.empty(sum(int(offsets[-1] - offsets[0]) for _, offsets in texts), dtype=np.uint8)
    room, met, known = 1 << max(6, (m // 16).bit_length()), 0, -1
    table, hashes, ends = _with_room(room, np.empty(0, dtype=np.uint64), np.zeros(1, dtype=np.int64))
    for data, offsets in texts:
        code, row = np.empty(offsets.size - 1, dtype=np.int32), 0
        while row < code.size:
            row, met = _meet(data, offsets, seed, row, met, table, hashes, names, ends, code)
            if row < code.size:
                room *= 2
                table, hashes, ends = _with_room(room, hashes, ends)
        codes.append(code)
        known = met if known < 0 else known
    order = _row_by_row(known, *codes[1:], met)
    return _text(*gathered(names, ends, order)), codes[1], codes[2]


def _with_room(
    room: int, hashes: NDArray[np.uint64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int64]]:
    """A table with room for so many names, and their hashes and ends; those there are already are in it."""
    table = np.zeros(2 * room, dtype=np.uint64)
    _placed(hashes, table)
    more = room - hashes.size
    return (
        table,
        np.concatenate([hashes, np.empty(more, dtype=np.uint64)]),
        np.concatenate([ends, np.empty(more, dtype=np.int64)]),
    )


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


def _bytes_in(column: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int32 | np.int64]]:
    """The bytes of a column where they stand, and where in them each name begins, int32 or int64 (m + 1,)."""
    large = pa.types.is_large_string(column.type)
    _, offsets, data = column.buffers() if len(column) else (None, pa.py_buffer(bytes(8)), None)
    begins = np.frombuffer(offsets, dtype=np.int64) if large else np.frombuffer(offsets, dtype=np.int32)
    begins = begins[column.offset : column.offset + len(column) + 1] if len(column) else begins[:1]
    told = np.empty(0, dtype=np.uint8) if data is None else np.frombuffer(data, dtype=np.uint8)
    for one in (told, begins):
        one.flags.writeable = False  # as what Arrow has mostly is: a kernel is compiled for each kind
    return told, begins


def _bytes_of(*columns: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """All names of all columns as one array of bytes, and where each begins, int64 (m + 1,)."""
    parts, begins, size = [], [np.zeros(1, dtype=np.int64)], 0
    for data, offsets in map(_bytes_in, columns):
        parts.append(data[offsets[0] : offsets[-1]])
        begins.append(offsets[1:].astype(np.int64) + (size - int(offsets[0])))
        size += int(offsets[-1]) - int(offsets[0])
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint8), np.concatenate(begins)


def _text(names: NDArray[np.uint8], ends: NDArray[np.int64]) -> pa.Array:
    """Bytes as Arrow's text, without a copy."""
    return pa.LargeStringArray.from_buffers(ends.size - 1, pa.py_buffer(ends), pa.py_buffer(names))
