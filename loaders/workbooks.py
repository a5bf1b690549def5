"""What stands in a workbook: sheets of cells as text, from xlsx, xlsm, xlsb, xls and ods alike?

Read from memory by what the file is, not by what it is called. Hidden sheets are given too, and said to be; hidden
rows and columns are read like any other, since a filter that was left on hides rows nobody meant to withhold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import fastexcel
import polars as pl
import polars.selectors as cs

from graph_model.errors import LedgerRefused
from loaders.archives import check_container
from loaders.encoding import utf8_content
from loaders.raw_sheets import HandedFile, RawSheet, numbered
from loaders.texts import text_cells

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ERROR_WORDS = {
    "Ref": "#REF!", "NA": "#N/A", "Div0": "#DIV/0!", "Name": "#NAME?", "Value": "#VALUE!", "Num": "#NUM!",
    "Null": "#NULL!", "GettingData": "#GETTING_DATA",
}  # fmt: skip


def workbook_sheets(handed: HandedFile) -> Iterator[RawSheet]:
    """The sheets of a workbook that hold any cell, in their order.

    Raises
    ------
    LedgerRefused
        ``locked_file``: a password bars it. ``unreadable_file``: it is damaged, or a web page under a workbook's
        name. ``archive_too_large``: see ``archives``.
    """
    content = handed.content()
    if content.startswith(ZIP):
        check_container(content, file=handed.file)
    elif content.startswith(OLE):
        if ENCRYPTED in content:
            raise LedgerRefused("locked_file", file=handed.file)
    else:
        yield from _no_workbook(content, handed)
        return
    try:
        book = fastexcel.read_excel(content)
    except fastexcel.FastExcelError as error:
        if "password" in str(error).lower():
            raise LedgerRefused("locked_file", file=handed.file) from error
        raise
    del content
    found: list[tuple[str, bool, pl.DataFrame]] = []
    for name in book.sheet_names:
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        if sheet.width == 0 or sheet.height == 0:
            continue
        places = [column.absolute_index for column in sheet.available_columns()]
        batch, failed = sheet.to_arrow_with_errors()
        cells = pl.DataFrame(pl.from_arrow(batch))
        cells.columns = [f"c{place}" for place in places]
        cells = _with_errors(cells, failed.errors if failed is not None else [])
        midnight = cs.string().str.replace(r"^(\d{4}-\d\d-\d\d) 00:00:00$", "$1")
        found.append((name, sheet.visible != "visible", numbered(cells.with_columns(midnight))))
    seen = sum(not hidden for _, hidden, _ in found)
    for name, hidden, cells in found:
        yield RawSheet(handed.file, name, cells, alone=seen == 1 and not hidden, hidden=hidden)


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


def _with_errors(cells: pl.DataFrame, errors: Sequence[Any]) -> pl.DataFrame:
    """The cells with ``#REF!`` and its kind put where a formula failed."""
    by_column: dict[int, list[tuple[int, str]]] = {}
    for error in errors:
        row, column = error.offset_position
        kind = str(error.detail).rpartition("Error(")[2].rstrip("')")
        by_column.setdefault(column, []).append((row, ERROR_WORDS.get(kind, "#ERROR!")))
    for column, places in by_column.items():
        values = cells.to_series(column).scatter([row for row, _ in places], [word for _, word in places])
        cells = cells.with_columns(values)
    return cells
