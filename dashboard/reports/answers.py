"""How does an answer of the store become csv, a workbook or pages to print, safe to open in a spreadsheet?

The answer is told already; columns are named as it names them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import xlsxwriter

from dashboard.reports.rows import cell, for_excel, table_csv
from dashboard.reports.tables import Sheet, sheets_pdf
from dashboard.reports.workbook import SAFE, sheet_name, write_rows
from dashboard.sample_mark import mark_sheet, marked_table

if TYPE_CHECKING:
    from analytics.report import DataKind
    from dashboard.i18n import Wording
    from graph_model.store import Answer


def answer_csv(answer: Answer, *, data: DataKind = "own") -> bytes:
    """An answer as csv with a byte order mark, without which Excel misreads Chinese."""
    return for_excel(table_csv(*marked_table(answer.columns, answer.rows, data)))


def answer_workbook(
    answer: Answer, words: Wording, *, title: str, asked: Sequence[tuple[str, str]], mark: str | None = None
) -> bytes:
    """A sheet of rows, and one of what was asked; a last line says where the answer was cut short.

    ``mark`` as ``finding_workbook``.
    """
    from analytics.finding import plain  # here: the command line must not load polars for its help

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        used: set[str] = set()
        rows = [[_cell(plain(value)) for value in row] for row in answer.rows]
        sheet = book.add_worksheet(sheet_name(title, used))
        write_rows(sheet, list(answer.columns), rows, bold, first=mark_sheet(sheet, mark))
        lines = [[name, value] for name, value in asked]
        if answer.truncated:
            lines.append([words.text("ask.cut"), words.text("ask.cut_told", count=len(rows))])
        about = book.add_worksheet(sheet_name(words.text("ask.asked"), used))
        write_rows(about, [words.column("fact"), words.column("value")], lines, bold, first=mark_sheet(about, mark))
    return content.getvalue()


def answer_pdf(
    answer: Answer, words: Wording, *, title: str, asked: Sequence[tuple[str, str]], mark: str | None = None
) -> bytes:
    """What was asked, then the rows, as pages to print."""
    lines = [f"{name}: {value}" for name, value in asked]
    if answer.truncated:
        lines.append(words.text("ask.cut_told", count=len(answer.rows)))
    return sheets_pdf([Sheet(title, answer.columns, answer.rows, lines)], words, title=title, mark=mark)


def _cell(value: object) -> str | int | float | None:
    """As ``rows.cell``, but text stays as it is: a workbook has it as text, and runs none."""
    return value if value is None or isinstance(value, str) else cell(value)
