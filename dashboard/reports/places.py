"""How do the places of a map become csv, a sheet or pages to print?

Columns as the contract names them in csv, in words in a sheet; nothing is computed.
"""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from dashboard.components.map_drawing import heading, notes
from dashboard.components.table import shown
from dashboard.geography.view import MapView
from dashboard.reports.rows import for_excel, table_csv
from dashboard.reports.tables import Sheet, sheets_pdf
from dashboard.reports.workbook import SAFE, write_rows
from dashboard.sample_mark import mark_sheet, mark_told, marked_table

COLUMNS = ("code", "name", "kind", "value", "count", "of", "unknown", "status", "class")


def rows_of(view: MapView) -> list[list[Any]]:
    """One row a place, sorted by code; the class as its ends in words, a place whose value cannot be told has none."""
    return [
        [
            *(row[name] for name in ("code", "name", "kind", "value", "count", "of", "unknown", "state")),
            view.class_told(row["class"]) if row["class"] >= 0 else None,
        ]
        for row in view.rows.iter_rows(named=True)
    ]


def places_csv(view: MapView) -> bytes:
    """With a byte order mark, without which Excel misreads Chinese."""
    return for_excel(table_csv(*marked_table(COLUMNS, rows_of(view), view.context.investigation.data)))


def places_pdf(view: MapView) -> bytes:
    """The places with the notes of the map, as pages to print."""
    words = view.context.words
    blank = [["–" if cell is None else cell for cell in row] for row in rows_of(view)]
    sheet = Sheet(words.text("pages.geography"), COLUMNS, blank, tuple(notes(view)))
    return sheets_pdf([sheet], words, title=heading(view), mark=mark_told(view.context.investigation.data, words))


def places_workbook(view: MapView) -> bytes:
    """One sheet: what it is of, the places, then the notes of the map."""
    words = view.context.words
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(words.text("pages.geography"))
        top = mark_sheet(sheet, mark_told(view.context.investigation.data, words))
        sheet.write_string(top, 0, heading(view), bold)
        rows = [[None if cell is None else shown(cell, words) for cell in row] for row in rows_of(view)]
        write_rows(sheet, [words.column(name) for name in COLUMNS], rows, bold, first=top + 2)
        for line, note in enumerate(notes(view), start=len(rows) + top + 4):
            sheet.write_string(line, 0, note)
    return content.getvalue()
