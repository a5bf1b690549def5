"""What stands in a workbook: sheets of cells as text, from xlsx, xlsm, xlsb, xls and ods alike?

Read from memory by what the file is, not by what it is called. Hidden sheets are given too, and said to be; hidden
rows and columns are read like any other, since a filter that was left on hides rows nobody meant to withhold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import fastexcel
import polars as pl
import polars.selectors as cs

from graph_model.errors import LedgerRefused
from loaders.archives import check_container
from loaders.encoding import utf8_content
from loaders.merged_elsewhere import merged_down_to
from loaders.raw_sheets import HandedFile, RawSheet, numbered
from loaders.texts import text_cells
from loaders.xlsx_parts import Merged, merged_over_rows, with_known_days

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LONG_NUMBER = "^(-?)([0-9])([0-9]{15,})$"
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
    merged: Mapping[str, Merged] = {}
    down_to = 0
    if content.startswith(ZIP):
        check_container(content, file=handed.file)
        merged, down_to = merged_over_rows(content), merged_down_to(content)
        content = with_known_days(content)
    elif content.startswith(OLE):
        if ENCRYPTED in content:
            raise LedgerRefused("locked_file", file=handed.file)
        down_to = merged_down_to(content)
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
    found: list[RawSheet] = []
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
        cells = _with_lost_digits(cells.with_columns(midnight), book, name)
        hidden = sheet.visible != "visible"
        found.append(
            RawSheet(
                handed.file, name, numbered(cells), hidden=hidden, merged=merged.get(name, ()), merged_down_to=down_to
            )
        )
    seen = sum(not one.hidden for one in found)
    for one in found:
        yield replace(one, alone=seen == 1 and not one.hidden)


def _with_lost_digits(cells: pl.DataFrame, book: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    """The cells with each number of 16 digits and more as a spreadsheet shows it, 3.70214001001E+17.

    A spreadsheet keeps fifteen digits and makes noughts of the rest, so that such a number is no code any more. Text
    of as many digits is left as it stands: read as yes or no, which no text of digits is, it comes to nothing.
    """
    suspect = [place for place in cells.columns if cells.get_column(place).str.contains(LONG_NUMBER).any()]
    for place in suspect:
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, use_columns=[int(place[1:])], dtypes="boolean")
        numbers = pl.DataFrame(pl.from_arrow(sheet.to_arrow_with_errors()[0])).to_series().is_not_null()
        shown = pl.col(place).str.replace(LONG_NUMBER, "${1}${2}.${3}")
        length = pl.col(place).str.strip_chars("-").str.len_chars() - 1
        power = pl.concat_str(shown.str.strip_chars_end("0"), pl.lit("E+"), length.cast(pl.String))
        lost = pl.Series(numbers) & cells.get_column(place).str.contains(LONG_NUMBER)
        cells = cells.with_columns(
            pl.when(lost.fill_null(value=False)).then(power).otherwise(pl.col(place)).alias(place)
        )
    return cells


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
