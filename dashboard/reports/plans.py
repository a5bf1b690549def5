"""How does a plan become csv, a workbook or pages to print, with what is known of how good it is?

The plan is told already; counts of people in it are as they may leave.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

from dashboard.components.table import shown
from dashboard.plan_words import plan_facts, rows_of_what
from dashboard.reports.rows import for_excel, table_csv
from dashboard.reports.tables import Sheet, sheets_pdf
from dashboard.reports.workbook import SAFE, sheet_name, write_rows
from dashboard.sample_mark import mark_sheet, marked_table

if TYPE_CHECKING:
    from analytics.plans.plan import Plan
    from analytics.report import DataKind
    from dashboard.i18n import Wording

NOT_PRINTED = frozenset({"lon", "lat"})
MOST_COLUMNS = 10


def plan_csv(plan: Plan, *, data: DataKind = "own") -> bytes:
    """A plan's rows, the day and place in each, as csv with a byte order mark, without which Excel misreads Chinese."""
    return for_excel(table_csv(*marked_table(*rows_of_what(plan), data)))


def plan_pdf(plan: Plan, words: Wording, *, title: str, mark: str | None = None) -> bytes:
    """As the workbook, as pages to print; columns as many as there is room for, and no positions."""
    name = words.text(f"plans.name_{plan.id}")
    columns = [column for column in plan.rows.columns if column not in NOT_PRINTED][:MOST_COLUMNS]
    facts = Sheet(words.text("plan_page.how_good"), ("fact", "value"), plan_lines(plan, words))
    return sheets_pdf([Sheet(name, columns, plan.rows.select(columns).rows()), facts], words, title=title, mark=mark)


def plan_lines(plan: Plan, words: Wording) -> list[list[str]]:
    """What was optimised, with which settings, and what is not heeded."""
    limits = [[words.text("plan_page.limits"), words.text(f"plans.limit_{code}")] for code in plan.limits]
    return [*plan_facts(plan, words), *limits]


def plan_workbook(plan: Plan, words: Wording, *, mark: str | None = None) -> bytes:
    """A sheet of what is proposed, and a sheet of what was optimised, with which settings, and what is not heeded.

    ``mark`` as ``finding_workbook``.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        used: set[str] = set()
        sheet = book.add_worksheet(sheet_name(words.text(f"plans.name_{plan.id}"), used))
        rows = [[shown(value, words) for value in one] for one in plan.rows.iter_rows()]
        write_rows(sheet, [words.column(name) for name in plan.rows.columns], rows, bold, first=mark_sheet(sheet, mark))
        about = book.add_worksheet(sheet_name(words.text("plan_page.how_good"), used))
        headings = [words.column("fact"), words.column("value")]
        write_rows(about, headings, plan_lines(plan, words), bold, first=mark_sheet(about, mark))
    return content.getvalue()
