"""How do cases become csv, a workbook or pages to print, safe to open in a spreadsheet?

Codes in csv, words in workbooks; nothing is looked up.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import xlsxwriter

from dashboard.case_telling import COLUMNS, SHOWN, case_row, worded_rows
from dashboard.reports.rows import for_excel, table_csv
from dashboard.reports.tables import Sheet
from dashboard.reports.workbook import SAFE, sheet_name, write_rows
from dashboard.sample_mark import mark_sheet, marked_table

if TYPE_CHECKING:
    from analytics.report import DataKind
    from dashboard.i18n import Wording
    from dashboard.operations.cases import Case


def cases_csv(told: Sequence[Case], *, data: DataKind = "own") -> bytes:
    """Cases as csv with a byte order mark, without which Excel misreads Chinese; codes as they are."""
    rows = (tuple(case_row(one).values()) for one in told)
    return for_excel(table_csv(*marked_table(COLUMNS, rows, data)))


def cases_workbook(
    told: Sequence[Case], words: Wording, places: Mapping[str, str], *, mark: str | None = None
) -> bytes:
    """Cases as a workbook of one sheet, in words; ``mark`` as ``finding_workbook``."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(sheet_name(words.text("pages.cases"), set()))
        rows = [list(row.values()) for row in worded_rows(told, words, places)]
        write_rows(sheet, [words.column(name) for name in COLUMNS], rows, bold, first=mark_sheet(sheet, mark))
    return content.getvalue()


def cases_sheet(told: Sequence[Case], words: Wording, places: Mapping[str, str]) -> Sheet:
    """Cases as a table to print: what a row of the page tells."""
    rows = [["" if row[name] is None else row[name] for name in SHOWN] for row in worded_rows(told, words, places)]
    return Sheet(words.text("pages.cases"), SHOWN, rows)
