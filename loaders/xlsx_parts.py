"""What do the parts of an xlsx workbook say that the library which reads its cells leaves out?

Which cells are merged, and which of the number formats that only Chinese Excel has built in are formats of days. What
is made of it is told in ``workbooks`` and ``merged_cells``. A part that cannot be read says nothing: whether the
workbook is sound is for the library to tell.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from xml.etree import ElementTree

from loaders.archives import BROKEN
from loaders.raw_sheets import column_letters

Merged: TypeAlias = tuple[tuple[int, int, str], ...]
"""Cells merged over several rows: the first row and the last as a person sees them, and the place of the column."""

STYLES = "xl/styles.xml"
SMALL_PART = 32 << 20
"""Parts that are looked at as a whole are smaller."""
CHUNK = 1 << 20
OVERLAP = 64
END_OF_CELLS = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
MERGE = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref=["']\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?[A-Z]{1,3}\$?([0-9]{1,7})["']"""
)
ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
PLACELESS = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?![^>]*?\sr=)")
PLACE = re.compile(rb"""\sr=["']([A-Z]{0,3})([0-9]{1,7})["']""")
ROW_OR_CELL = re.compile(rb"((?:<|^)(?:\w*:)?)(row|c)(?=[\s/>])([^>]*)>")
"""A piece may begin within the name of a row: ``:row``."""
BUILT_IN = frozenset({*range(27, 37), *range(50, 59)})
"""Numbers of the formats of days and times that East Asian Excel does not write out (ECMA-376 part 1, 18.8.30)."""
ANY_DAY = "14"
"""The number of the format of days that every Excel has built in."""


def with_known_days(content: bytes) -> bytes:
    """The workbook with the days of Chinese Excel (2018年6月3日 is its format 31) in a format that everybody knows.

    Parameters
    ----------
    content
        A workbook, in memory.

    Returns
    -------
    bytes
        The very same content where no such format is used.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            old = archive.getinfo(STYLES)
            styles = small_part(archive, STYLES).decode("utf-8")
        named = {int(one) for one in re.findall(r"<(?:\w+:)?numFmt\s[^>]*?\bnumFmtId=[\"']([0-9]{1,9})[\"']", styles)}
        unnamed = BUILT_IN - named
        known = re.sub(
            r"(<(?:\w+:)?xf\s[^>]*?\bnumFmtId=[\"'])([0-9]{1,9})(?=[\"'])",
            lambda found: found[1] + (ANY_DAY if int(found[2]) in unnamed else found[2]),
            styles,
        )
        if known == styles:
            return content
        told = io.BytesIO()
        told.write(content)
        with zipfile.ZipFile(told, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.filelist[:] = [one for one in archive.filelist if one.filename != old.filename]
            del archive.NameToInfo[old.filename]
            archive.writestr(STYLES, known)
        return told.getvalue()
    except BROKEN:
        return content


def merged_over_rows(content: bytes) -> Mapping[str, Merged]:
    """The cells that are merged over several rows, by the sheet's name; sheets without any are left out.

    Parameters
    ----------
    content
        A workbook, in memory.
    """
    told: dict[str, Merged] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name, part in sheet_parts(archive).items():
                merged = tuple(
                    (int(first), int(last), f"c{column_place(letters.decode())}")
                    for letters, first, last in MERGE.findall(_behind_the_cells(archive, part))
                    if int(first) < int(last)
                )
                if merged:
                    told[name] = merged
    except (*BROKEN, ElementTree.ParseError):
        return {}
    return told


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet, by its name."""
    parts = {}
    for one in ElementTree.fromstring(small_part(archive, "xl/_rels/workbook.xml.rels")).iter():  # noqa: S314
        if "Id" in one.attrib and "Target" in one.attrib:
            parts[one.attrib["Id"]] = posixpath.normpath(posixpath.join("/xl", one.attrib["Target"])).lstrip("/")
    sheets = {}
    for one in ElementTree.fromstring(small_part(archive, "xl/workbook.xml")).iter():  # noqa: S314
        relation = next((value for key, value in one.attrib.items() if key.endswith("}id")), None)
        if one.tag.rpartition("}")[2] == "sheet" and relation in parts and "name" in one.attrib:
            sheets[one.attrib["name"]] = parts[relation]
    return {name: part for name, part in sheets.items() if part in archive.NameToInfo}


def small_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small part; one that declares entities, as no spreadsheet does, is not looked at."""
    if archive.getinfo(name).file_size > SMALL_PART:
        raise ValueError
    content = archive.read(name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError
    return content


def sheet_windows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A sheet's part a piece at a time, no row cut in two; every cell has its place, though the file leaves it out.

    Whether a file leaves places out is seen in its first piece with cells.
    """
    row, lacking = 0, None
    for window in _windows(archive, part):
        if lacking is None and ANY_CELL.search(window):
            lacking = PLACELESS.search(window) is not None
        if lacking:
            placed, row = _with_places(window, row)
            yield placed
        else:
            yield window


def _windows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    kept = b""
    with archive.open(part) as inside:
        while piece := inside.read(CHUNK):
            window = kept + piece
            end = max(window.rfind(b"<row"), window.rfind(b":row"))
            if end > 0:
                yield window[:end]
                kept = window[end:]
            else:  # one row so far
                kept = window
    yield kept


def _with_places(window: bytes, row: int) -> tuple[bytes, int]:
    """The piece with ``r="D2"`` at cells without it: a cell stands behind the one before, a row below; the last row."""
    place = -1

    def placed(found: re.Match[bytes]) -> bytes:
        nonlocal row, place
        told = PLACE.search(found[3])
        if found[2] == b"row":
            row, place = (int(told[2]) if told is not None else row + 1), -1
            return found[0]
        place = column_place(told[1].decode()) if told is not None else place + 1
        if told is not None:
            return found[0]
        return found[1] + b'c r="%b%d"' % (column_letters(place).encode(), row) + found[3] + b">"

    return ROW_OR_CELL.sub(placed, window), row


def _behind_the_cells(archive: zipfile.ZipFile, part: str) -> bytes:
    """What stands in a sheet's part behind its cells, read a piece at a time."""
    kept, behind = b"", None
    with archive.open(part) as inside:
        while piece := inside.read(CHUNK):
            if behind is not None:
                behind.append(piece)
                continue
            window = kept + piece
            end = END_OF_CELLS.search(window)
            if end is not None:
                behind = [window[end.end() :]]
            kept = window[-OVERLAP:]
    return b"".join(behind or [])


def column_place(letters: str) -> int:
    """The place of a column, counted from 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
