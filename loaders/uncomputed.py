"""Which cells of a workbook hold a formula whose value nobody has worked out?

A program that writes formulas and never computes them leaves no value beside them, and the library that reads cells
takes them for blank. Told of xlsx and ods; what is made of it is told in ``workbooks`` and ``cleaning``. A part that
cannot be read says nothing: whether the workbook is sound is for the library to tell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from xml.etree import ElementTree

import polars as pl

from loaders.archives import BROKEN
from loaders.raw_sheets import ROW
from loaders.xlsx_parts import column_place, sheet_parts, sheet_windows

UNCOMPUTED = "#FORMULA!"
"""What stands in such a cell, as ``#REF!`` stands where a formula failed."""
Cells: TypeAlias = tuple[tuple[int, int], ...]
"""Row as a person sees it, place of the column from 0."""

FORMULA_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f[\s/>](.*?)</(?:\w+:)?c>", re.DOTALL)
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
IS_TEXT = re.compile(rb"""\bt=["']str["']""")
"""A formula that was worked out and came to no sign at all is text."""
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]")
ODS_UNCOMPUTED = re.compile(rb"<table:table-cell(?=\s[^>]*table:formula=)(?![^>]*office:value-type=)")
ODS_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
ODS_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
MOST_PART = 256 << 20
MOST_ROWS = 1 << 20


def uncomputed_cells(content: bytes) -> Mapping[str, Cells]:
    """The cells with a formula and no value, by the sheet's name; sheets without any are left out.

    Parameters
    ----------
    content
        A workbook that is a zip, in memory.
    """
    told: dict[str, Cells] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "content.xml" in archive.NameToInfo:
                return _of_ods(archive)
            for name, part in sheet_parts(archive).items():
                cells = tuple(_of_xlsx(archive, part))
                if cells:
                    told[name] = cells
    except (*BROKEN, ElementTree.ParseError):
        return {}
    return told


def with_uncomputed(cells: pl.DataFrame, places: Cells) -> pl.DataFrame:
    """The numbered cells of a sheet with ``#FORMULA!`` where a formula has no value; rows below are added."""
    last = max((row for row, _ in places), default=0)
    if last > cells.height:
        more = pl.DataFrame({ROW: range(cells.height + 1, last + 1)}, schema={ROW: pl.Int64})
        cells = pl.concat([cells, more], how="diagonal")
    rows: dict[str, list[int]] = {}
    for row, number in places:
        rows.setdefault(f"c{number}", []).append(row)
    for place, of_place in rows.items():
        own = pl.col(place) if place in cells.columns else pl.lit(None, dtype=pl.String)
        here = pl.col(ROW).is_in(of_place) & own.is_null()
        cells = cells.with_columns(pl.when(here).then(pl.lit(UNCOMPUTED)).otherwise(own).alias(place))
    return cells.select(ROW, *sorted((one for one in cells.columns if one != ROW), key=lambda one: int(one[1:])))


def _of_xlsx(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, int]]:
    """The cells of one sheet's part, which is read a piece at a time."""
    for window in sheet_windows(archive, part):
        yield from _in_xlsx(window)


def _in_xlsx(window: bytes) -> Iterator[tuple[int, int]]:
    if b"<f" not in window and b":f" not in window:
        return
    for attributes, inside in FORMULA_CELL.findall(window):
        where = REFERENCE.search(attributes)
        if where is not None and not VALUE.search(inside) and not IS_TEXT.search(attributes):
            yield int(where[2]), column_place(where[1].decode())


def _of_ods(archive: zipfile.ZipFile) -> Mapping[str, Cells]:
    if archive.getinfo("content.xml").file_size > MOST_PART:
        return {}
    content = archive.read("content.xml")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or not ODS_UNCOMPUTED.search(content):
        return {}
    told: dict[str, Cells] = {}
    for table in ElementTree.fromstring(content).iter(f"{ODS_TABLE}table"):  # noqa: S314
        cells = tuple(_in_ods(table))
        if cells:
            told[table.get(f"{ODS_TABLE}name", "")] = cells
    return told


def _in_ods(table: ElementTree.Element) -> Iterator[tuple[int, int]]:
    """A cell that is repeated over columns or rows is told at its first place alone: such are blank ones."""
    row = 1
    for line in table.iter(f"{ODS_TABLE}table-row"):
        place = 0
        for cell in line:
            if cell.get(f"{ODS_TABLE}formula") and not cell.get(f"{ODS_OFFICE}value-type"):
                yield row, place
            place += int(cell.get(f"{ODS_TABLE}number-columns-repeated", "1"))
        row += int(line.get(f"{ODS_TABLE}number-rows-repeated", "1"))
        if row > MOST_ROWS:
            return
