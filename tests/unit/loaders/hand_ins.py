"""Hand-ins that tests of loaders write, and what was told of them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import xlsxwriter

SALT = b"a salt of the tests, never of data"

PLACES = [
    ["地点编码", "地点名称", "地点类别", "上级编码"],
    ["S", "东街道", "街道", None],
    ["C1", "一社区", "社区", "S"],
]
ORGANISATIONS = [
    ["组织编码", "组织名称", "组织类别", "领域", "上级组织", "所在地点"],
    ["O1", "街道工委", "工委", "机关", None, "S"],
    ["O2", "一社区党委", "党委", "社区", "O1", "C1"],
]


def write_book(path: Path, sheets: dict[str, list[list[object]]], *, hidden: tuple[str, ...] = ()) -> Path:
    """A workbook with these rows; a text beginning with ``=`` and a result in a tuple is a formula."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, tuple):
                    sheet.write_formula(number, place, cell[0], None, cell[1])
                elif cell is not None:
                    sheet.write(number, place, cell)
        if name in hidden:
            sheet.hide()
    book.close()
    return path


def problems_told(problems: pl.DataFrame) -> list[tuple[object, ...]]:
    """Row, column, value, code and severity of each problem."""
    return problems.select("row", "column", "value", "code", "severity").rows()
