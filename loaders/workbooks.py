"""What stands in a workbook: sheets of cells as text, from xlsx, xlsm, xlsb, xls and ods alike?

Read from memory by what the file is, not by what it is called. Hidden sheets are given too, and said to be; hidden
rows and columns are read like any other, since a filter that was left on hides rows nobody meant to withhold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from graph_model.errors import LedgerRefused
from loaders.archives import check_container
from loaders.encoding import utf8_content
from loaders.formats_elsewhere import units_in_formats
from loaders.formatted_cells import Formats, formats_told, with_formats
from loaders.merged_elsewhere import merged_down_to
from loaders.raw_sheets import HandedFile, RawSheet, numbered
from loaders.reading_apart import cells_read_apart
from loaders.texts import text_cells
from loaders.uncomputed import Cells, uncomputed_cells, with_uncomputed
from loaders.xlsx_parts import Merged, merged_over_rows, with_known_days

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def workbook_sheets(handed: HandedFile) -> Iterator[RawSheet]:
    """The sheets of a workbook that hold any cell, in their order.

    Raises
    ------
    LedgerRefused
        ``locked_file``: a password bars it. ``unreadable_file``: it is damaged, or a web page under a workbook's
        name. ``workbook_too_large``: see ``reading_apart``. ``archive_too_large``: see ``archives``.
    """
    content = handed.content()
    merged: Mapping[str, Merged] = {}
    uncomputed: Mapping[str, Cells] = {}
    formats: Formats = {}
    formatted: Mapping[str, pl.DataFrame] = {}
    down_to = 0
    units: tuple[str, ...] = ()
    if content.startswith(ZIP):
        check_container(content, file=handed.file)
        merged, down_to = merged_over_rows(content), merged_down_to(content)
        uncomputed = uncomputed_cells(content)
        formats, formatted = formats_told(content)
        units = units_in_formats(content)
        content = with_known_days(content)
    elif content.startswith(OLE):
        if ENCRYPTED in content:
            raise LedgerRefused("locked_file", file=handed.file)
        down_to, units = merged_down_to(content), units_in_formats(content)
    else:
        yield from _no_workbook(content, handed)
        return
    found = [
        RawSheet(
            handed.file,
            name,
            with_uncomputed(_as_shown(numbered(cells), formatted.get(name), formats), uncomputed.get(name, ())),
            hidden=hidden,
            merged=merged.get(name, ()),
            merged_down_to=down_to,
            units_unread=units,
        )
        for name, hidden, cells in cells_read_apart(content, file=handed.file)
    ]
    del content
    seen = sum(not one.hidden for one in found)
    for one in found:
        yield replace(one, alone=seen == 1 and not one.hidden)


def _as_shown(cells: pl.DataFrame, at: pl.DataFrame | None, formats: Formats) -> pl.DataFrame:
    return cells if at is None else with_formats(cells, at, formats)


def _no_workbook(content: bytes, handed: HandedFile) -> Iterator[RawSheet]:
    """Programs write text and web pages under a workbook's name: text is read, a page refused and said to be one."""
    if not content.strip():
        raise LedgerRefused("unreadable_file", file=handed.file, reason="empty")
    text = utf8_content(content, file=handed.file)
    if re.match(rb"\s*<", text):
        raise LedgerRefused("unreadable_file", file=handed.file, reason="html")
    sheet = text_cells(text, handed)
    if sheet is None or sheet.cells.width <= 2:
        raise LedgerRefused("unreadable_file", file=handed.file, reason="no_workbook")
    yield sheet
