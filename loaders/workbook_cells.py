"""Which cells does a workbook have, as text, from xlsx, xlsm, xlsb, xls and ods alike?

Runs in the process of ``reading_apart`` and nowhere else: a damaged workbook can make the library take more memory
than there is, or end its process.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import fastexcel
import polars as pl
import polars.selectors as cs

LONG_NUMBER = "^(-?)([0-9])([0-9]{15,})$"
CUT_SHORT = r"^-?[0-9]+\.[0-9]{7,}$"
FRACTION = r"^-?[0-9]+\.[0-9]*[1-9]$"
NINE_DECIMALS = 1e-9
ERROR_WORDS = {
    "Ref": "#REF!", "NA": "#N/A", "Div0": "#DIV/0!", "Name": "#NAME?", "Value": "#VALUE!", "Num": "#NUM!",
    "Null": "#NULL!", "GettingData": "#GETTING_DATA",
}  # fmt: skip


def workbook_cells(content: bytes) -> list[tuple[str, bool, pl.DataFrame]]:
    """Name, whether it is hidden, and cells of each sheet that holds any, in their order.

    Columns are called ``c`` and their place from 0; every cell is text or null.

    Raises
    ------
    fastexcel.FastExcelError
        It is damaged, or a password bars it.
    """
    book = fastexcel.read_excel(content)
    told = []
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
        cells = _with_all_decimals(cells.with_columns(midnight), book, name)
        told.append((name, sheet.visible != "visible", _with_lost_digits(cells, book, name)))
    return told


def _with_all_decimals(cells: pl.DataFrame, book: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    """The cells with the digits behind the ninth decimal, which the library leaves out of numbers read as text.

    Only in columns where some number has seven decimals or more, such as coordinates; a whole number stays whole.
    """
    suspect = [place for place in cells.columns if cells.get_column(place).str.contains(CUT_SHORT).any()]
    for place in suspect:
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, use_columns=[int(place[1:])], dtypes="float")
        value = pl.DataFrame(pl.from_arrow(sheet.to_arrow_with_errors()[0])).to_series()
        text = cells.get_column(place)
        if value.len() != text.len():  # rows without a number at an end may be left out: not to be put beside others
            continue
        near = (value - text.cast(pl.Float64, strict=False)).abs() <= NINE_DECIMALS
        cut = (text.str.contains(FRACTION) & near).fill_null(value=False)
        cells = cells.with_columns(pl.when(cut).then(value.cast(pl.String)).otherwise(text).alias(place))
    return cells


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
