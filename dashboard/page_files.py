"""What does a page tell, as one file to hand on: csv, a workbook, or pages to print?

The findings of a page for the place, day and day compared that its address names; of the trend each headline on each
day; of the data page the problems and batches. Writing is ``reports``; other pages have routes of their own.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import polars as pl

from analytics.report import Report
from dashboard.methods import with_methods
from dashboard.page import PageContext
from dashboard.page_findings import PAGE_FINDINGS
from dashboard.pages.data import AUDIT
from dashboard.pages.trend import HEADLINES, compared_day, days_of
from dashboard.people_problems import told_problem
from dashboard.plans_asked import asked_trend
from dashboard.problem_words import sentence
from dashboard.reports.rows import csv_text, for_excel
from dashboard.reports.tables import Sheet, sheet_csv, sheets_pdf, sheets_workbook
from dashboard.rows_told import rows_in_all
from dashboard.sample_mark import mark_told

FORMATS: Final = ("xlsx", "csv", "pdf")
TREND, DATA = "trend", "data"
FILED: Final = (*PAGE_FINDINGS, TREND, DATA)
"""Pages that have such a file."""


def page_file(context: PageContext, page: str, output: str) -> bytes:
    """The file of a page of ``FILED``, in one of ``FORMATS``."""
    own = {TREND: trend_sheets, DATA: data_sheets}
    if page not in own:
        return findings_file(context, page, output)
    words, data = context.words, context.investigation.data
    sheets, mark = own[page](context), mark_told(data, words)
    if output == "csv":
        return sheet_csv(sheets[0], data=data)
    if output == "pdf":
        return sheets_pdf(sheets, words, title=page_title(context, page), mark=mark)
    return sheets_workbook(sheets, words, mark=mark)


def page_title(context: PageContext, page: str) -> str:
    """The page, its day and its place, as the head of a file."""
    words, place = context.words, context.state.place
    name = words.text("pages.whole_region") if place is None else context.place_names.get(place, place)
    return words.text("reports.page_title", page=f"{words.text(f'pages.{page}')} · {name}", as_of=context.as_of)


def page_report(context: PageContext, page: str) -> Report:
    """The findings of a page as they may leave, and the same of the day compared where one is asked for."""
    investigation, state = context.investigation, context.state
    told, names = context.service.told(investigation), PAGE_FINDINGS[page]

    def on(day: dt.date) -> dict[str, Any]:
        with investigation.fetching(names, as_of=day):
            return {name: told.finding(name, as_of=day, place=state.place, layer=state.layer) for name in names}

    return Report(
        as_of=context.as_of,
        published=investigation.published,
        place=state.place,
        layer=state.layer,
        findings=on(context.as_of),
        scorecard={},
        data=investigation.data,
        compared=state.compare,
        before={} if state.compare is None else on(state.compare),
    )


def findings_file(context: PageContext, page: str, output: str) -> bytes:
    """One row a finding as csv; with the rows behind each and how it was come by as a workbook or as pages."""
    report, words, title = page_report(context, page), context.words, page_title(context, page)
    if output == "csv":
        return for_excel(csv_text(report))
    bar = context.service.settings.people_shown_from
    report = with_methods(context.investigation, report)
    if output == "pdf":
        from dashboard.reports.print_page import report_pdf  # here: an extra, which not everybody has installed

        return report_pdf(report, words, shown_from=bar, title=title)
    from dashboard.reports.workbook import report_workbook

    return report_workbook(report, words, shown_from=bar, title=title)


def trend_sheets(context: PageContext) -> list[Sheet]:
    """One row a headline and day, as the page's small charts draw them; nothing found where it could not be judged."""
    days = tuple(sorted({*days_of(context), compared_day(context), context.as_of}))
    trend = asked_trend(context.service, days, HEADLINES, place=context.state.place, brief=True).result()
    rows = [
        [name, day, one.count if one.judged else None, one.of, one.unknown]
        for name, findings in trend.findings.items()
        for day, one in zip(trend.days, findings, strict=True)
    ]
    return [Sheet(context.words.text("pages.trend"), ("finding", "as_of", "count", "of", "unknown"), rows)]


def data_sheets(context: PageContext) -> list[Sheet]:
    """The problems of the batches that count; every batch; the reported figures that disagree."""
    words, bar = context.words, context.service.settings.people_shown_from
    ledger, undone = context.service.ledger, context.service.ledger.undone()
    problems = [
        [batch.id, *(row[name] for name in ("sheet", "row", "column", "value", "severity")), sentence(words, row)]
        for batch in ledger.active()
        for row in (told_problem(row, shown_from=bar) for row in batch.problems().iter_rows(named=True))
    ]
    batches = [
        [
            batch.id,
            batch.as_of,
            rows_in_all(batch.counts, "accepted", shown_from=bar),
            rows_in_all(batch.counts, "rejected", shown_from=bar),
            batch.problem_count,
            words.text("data_page.left_out" if batch.id in undone else "data_page.counts"),
        ]
        for batch in ledger.batches()
    ]
    audit = context.finding("figures_that_disagree").rows.filter(pl.col("status") == "found")
    columns = [name for name in AUDIT if name in audit.columns]
    return [
        Sheet(
            words.text("data_page.problems"),
            ("batch", "sheet", "row", "column", "value", "severity", "meaning"),
            problems,
        ),
        Sheet(words.text("data_page.batches"), ("batch", "as_of", "rows", "rejected", "problems", "status"), batches),
        Sheet(words.text("data_page.audit"), columns, audit.select(columns).rows()),
    ]
