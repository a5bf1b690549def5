"""How do tables that are no finding become csv, a workbook or pages to print?

Writing only. Cells are told in words where people read, as they are where programs do.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import xlsxwriter

from dashboard.components.table import shown
from dashboard.reports.rows import for_excel, table_csv
from dashboard.reports.workbook import SAFE, sheet_name, write_rows
from dashboard.sample_mark import mark_sheet, marked_table

if TYPE_CHECKING:
    from analytics.report import DataKind
    from dashboard.i18n import Wording

MOST_PRINTED: Final = 200
"""Rows of a table that are printed; the workbook holds all."""


@dataclass(frozen=True)
class Sheet:
    """One table: its title, columns as the contract names them, rows as they may leave, and lines that go with it."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    lines: Sequence[str] = ()


def sheet_csv(sheet: Sheet, *, data: DataKind = "own") -> bytes:
    """One table as csv with a byte order mark, without which Excel misreads Chinese."""
    return for_excel(table_csv(*marked_table(sheet.columns, sheet.rows, data)))


def sheets_workbook(sheets: Sequence[Sheet], words: Wording, *, mark: str | None = None) -> bytes:
    """A sheet a table, codes in words, unknown as the word for it; ``mark`` as ``finding_workbook``."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        used: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(sheet_name(sheet.title, used))
            top = mark_sheet(page, mark)
            for line in sheet.lines:
                page.write_string(top, 0, line)
                top += 1
            told = [[shown(cell, words) for cell in row] for row in sheet.rows]
            write_rows(page, [words.column(name) for name in sheet.columns], told, bold, first=top)
    return content.getvalue()


def sheets_pdf(sheets: Sequence[Sheet], words: Wording, *, title: str, mark: str | None = None) -> bytes:
    """The tables as pages, A4 across; of a long one the first rows are printed and the rest is counted."""
    from reportlab.platypus import Paragraph, Spacer  # here: an extra, which not everybody has installed

    from dashboard.reports.print_page import grid, printed, styles

    body, head = styles()
    story: list[Any] = [Paragraph(escape(title), head)]
    for sheet in sheets:
        story += [Spacer(1, 8), Paragraph(escape(sheet.title), head)]
        story += [Paragraph(escape(line), body) for line in sheet.lines]
        story.append(grid([words.column(name) for name in sheet.columns], sheet.rows[:MOST_PRINTED], words, body))
        if len(sheet.rows) > MOST_PRINTED:
            more = words.text("reports.more_rows", shown=MOST_PRINTED, rows=len(sheet.rows))
            story.append(Paragraph(escape(more), body))
    return printed(story, title=title, mark=mark)
