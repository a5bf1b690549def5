"""What does an empty ledger look like? A workbook with every sheet, its headers, drop-downs and explanations.

It holds no rows: the example stands in the notes of the headers. What the columns are is told by the schema.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import xlsxwriter

from graph_model.indicators import usual_names
from graph_model.schema import SHEETS, Column, ColumnType, Table
from loaders.spellings import workbook_words

ROWS = 5_000
"""Rows that drop-downs and number formats reach down to."""
FORMATS = {
    ColumnType.TEXT: "@",
    ColumnType.WORD: "@",
    ColumnType.REFERENCE: "@",
    ColumnType.INTEGER: "0",
    ColumnType.NUMBER: "#,##0.##",
    ColumnType.DATE: "yyyy-mm-dd",
    ColumnType.YES_NO: "@",
}
INDICATOR = "indicator"
ALSO_OTHERS = {"error_type": "warning", "ignore_blank": True}
INK, REQUIRED_FILL, OPTIONAL_FILL = "#1f2937", "#f8d7c9", "#e8edf2"


def write_template(path: Path) -> None:
    """Write the blank ledger.

    Every sheet of the contract, headers in Chinese: those that must be filled are shaded and their notes say so. A
    note on each header explains the column and gives one example. Words are chosen from drop-downs.

    Parameters
    ----------
    path
        Where to write; what stands there is replaced.
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    try:
        head = {"bold": True, "font_color": INK, "border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"}
        required = book.add_format({**head, "bg_color": REQUIRED_FILL})
        optional = book.add_format({**head, "bg_color": OPTIONAL_FILL})
        cells = {kind: book.add_format({"num_format": told}) for kind, told in FORMATS.items()}
        _write_explanations(book, required, optional)
        for table in SHEETS:
            sheet = book.add_worksheet(table.zh)
            sheet.freeze_panes(1, 0)
            sheet.set_row(0, 30)
            for place, column in enumerate(table.columns):
                sheet.set_column(place, place, _width(column), cells[column.type])
                sheet.write_string(0, place, column.zh, required if column.must_be_filled else optional)
                sheet.write_comment(0, place, note_of(table, column), {"x_scale": 2.2, "y_scale": 1.6})
                _add_choices(sheet, place, column)
    finally:
        book.close()
    path.write_bytes(content.getvalue())


def note_of(table: Table, column: Column) -> str:
    """What stands in the note of a header: what it is, how it is filled in, and one example."""
    told = workbook_words()["template"]
    lines = [f"{column.zh} ({column.name})"]
    if column.key:
        lines.append(told["key"])
    lines.append(told["required"] if column.must_be_filled else told["optional"])
    if column.references is not None:
        target = next(one for one in SHEETS if one.name == column.references)
        lines.append(told["reference"].format(sheet=target.zh, column=target.columns[0].zh))
    lines.append(told["types"][column.type.value])
    if column.unit is not None:
        lines.append(told["unit"].format(unit=told["units"][column.unit]))
    if column.name == INDICATOR:
        lines.append(told["indicators_noted"].format(sheet=told["sheet"]))
    if column.vocabulary is not None:
        lines.append("、".join(word.zh for word in column.vocabulary))
    lines.append(told["example"].format(value=example_of(table, column)))
    if table.name == "members" and column.name == "code":
        lines.append(told["member"])
    return "\n".join(lines)


def example_of(table: Table, column: Column) -> str:
    """One value a column could hold, as text; the examples of a sheet make one whole row."""
    told = workbook_words()["template"]["examples"]
    own = told.get(table.name, {}).get(column.name)
    if own is not None:
        return str(own)
    if column.vocabulary is not None:
        return next(iter(column.vocabulary)).zh
    return str(told["types"][column.type.value])


def _width(column: Column) -> float:
    signs = sum(2 if ord(sign) > 0x2E7F else 1 for sign in column.zh)
    return float(max(12 if column.type is not ColumnType.TEXT else 18, signs + 4))


def _add_choices(sheet: Any, place: int, column: Column) -> None:
    """A drop-down for words and for yes and no; other words are warned of, not barred: the loader judges."""
    if column.vocabulary is not None:
        words = [word.zh for word in column.vocabulary]
    elif column.type is ColumnType.YES_NO:
        words = ["是", "否"]
    elif column.name == INDICATOR:
        sheet.data_validation(1, place, ROWS, place, {"validate": "list", "source": _indicators_at(), **ALSO_OTHERS})
        return
    else:
        return
    sheet.data_validation(1, place, ROWS, place, {"validate": "list", "source": words, **ALSO_OTHERS})


def _indicators_at() -> str:
    """Where the names of indicators stand, for a drop-down that is too long to hold them itself."""
    sheet = workbook_words()["template"]["sheet"]
    return f"='{sheet}'!$D$2:$D${len(usual_names()) + 1}"


def _write_explanations(book: Any, required: Any, optional: Any) -> None:
    """The first sheet: how to fill in, and what each sheet holds. Loading knows it and reads nothing of it."""
    told = workbook_words()["template"]
    sheet = book.add_worksheet(told["sheet"])
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    sheet.write_string(0, 0, told["title"], book.add_format({"bold": True, "font_size": 14}))
    row = 2
    for line in told["lines"]:
        sheet.write_string(row, 1, line)
        row += 1
    for name, colour in (("required", required), ("optional", optional)):  # what the colours of the headers mean
        row += 1
        sheet.write_string(row, 0, told[f"legend_{name}"], colour)
        sheet.write_string(row, 1, told[f"legend_{name}_told"])
    sheet.set_column(3, 3, 36)
    sheet.write_string(0, 3, told["indicators"], optional)
    for place, name in enumerate(usual_names(), start=1):
        sheet.write_string(place, 3, name)
    row += 2
    sheet.write_string(row, 0, told["sheets"], optional)
    sheet.write_string(row, 1, told["required_columns"], required)
    for table in SHEETS:
        row += 1
        needed = "、".join(column.zh for column in table.columns if column.must_be_filled)
        sheet.write_string(row, 0, table.zh)
        sheet.write_string(row, 1, needed)
