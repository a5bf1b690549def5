"""How far down do merged cells reach in a workbook whose format does not say so in words: xls, xlsb and ods?

An answer for a warning, never for a value: the records are looked for by their form, without the tables that say which
sheet they belong to. What is merged in xlsx is told whole by ``xlsx_parts``.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from typing import TypeAlias

from loaders.archives import BROKEN

Range: TypeAlias = tuple[int, ...]
"""First row, last row, first column, last column, counted from 0."""
XLS_RECORD = re.compile(rb"\xe5\x00(..)(..)", re.DOTALL)
"""MERGEDCELLS of [MS-XLS] 2.4.168: its length and how many ranges it holds, 8 bytes each."""
XLSB_RECORD = re.compile(rb"\xb0\x01\x10(.{16})", re.DOTALL)
"""BrtMergeCell of [MS-XLSB] 2.4.718: first and last row, first and last column."""
ODS_CELL = re.compile(rb"table:number-rows-spanned=\"(?!1\")[0-9]")
MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
MOST_PART = 256 << 20
"""A part of the workbook larger than this is not looked at."""


def merged_down_to(content: bytes) -> int:
    """The last row that any cell merged over several rows covers, as a person counts; 0 where none is merged.

    Parameters
    ----------
    content
        A workbook that is no xlsx, in memory.

    Returns
    -------
    int
        For ods the largest there is: its cells do not tell their row.
    """
    return max((bottom + 1 for top, bottom, _, _ in _ranges(content) if top < bottom), default=0)


def _are_sound(ranges: list[Range]) -> bool:
    """Bytes that merely look like a record hold ranges that are none."""
    return all(top <= bottom < MOST_ROWS and left <= right < MOST_COLUMNS for top, bottom, left, right in ranges)


def _ranges(content: bytes) -> Iterator[Range]:
    if not content.startswith(b"PK"):
        for found in XLS_RECORD.finditer(content):
            (length,), (count,) = struct.unpack("<H", found[1]), struct.unpack("<H", found[2])
            if length == 2 + 8 * count and count > 0:
                whole = content[found.end() : found.end() + 8 * count]
                ranges = list(struct.iter_unpack("<4H", whole[: len(whole) // 8 * 8]))
                yield from ranges if _are_sound(ranges) else ()
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.infolist():
                if one.file_size > MOST_PART:
                    continue
                if one.filename == "content.xml" and ODS_CELL.search(archive.read(one)):
                    yield 0, MOST_ROWS - 1, 0, 0
                elif re.fullmatch(r"xl/worksheets/[^/]+\.bin", one.filename):
                    for found in XLSB_RECORD.finditer(archive.read(one)):
                        ranges = [struct.unpack("<4I", found[1])]
                        yield from ranges if _are_sound(ranges) else ()
    except BROKEN:
        return
