"""How does a report look as a workbook: a summary sheet, then a sheet a finding?

Writing with xlsxwriter; text is written as text, so that no cell runs as a formula.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import xlsxwriter

from dashboard.components.table import shown
from dashboard.methods import COMPLETENESS, completeness_rows, method_lines
from dashboard.not_handed_in import count_line, lacking_sentence, shown_count, sources_told
from dashboard.reports.rows import measure_rows, summary_columns, summary_rows, unplaced_line
from dashboard.sample_mark import mark_sheet, mark_told

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.report import Report
    from dashboard.i18n import Wording

SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def report_workbook(report: Report, words: Wording, *, shown_from: int, title: str | None = None) -> bytes:
    """The whole report; sheet names are the titles of the findings, shortened to what a sheet name may hold.

    ``title``: another first line of the summary than which dataset it is of.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        summary = book.add_worksheet(words.text("reports.summary"))
        mark = mark_told(report.data, words)
        top = mark_sheet(summary, mark)
        told = words.text("cli.report_title", as_of=report.as_of, batches=len(report.published.batches))
        summary.write_string(top, 0, title or told)
        headings = [words.column(name) for name in summary_columns(report)]
        write_rows(summary, headings, summary_told(report, words), bold, first=top + 2)
        used: set[str] = {summary.get_name().lower()}
        for name, finding in report.findings.items():
            sheet = book.add_worksheet(sheet_name(words.finding(name), used))
            write_finding(sheet, finding, words, report.as_of, bold, mark=mark)
        if report.methods:
            write_methods(
                book.add_worksheet(sheet_name(words.text("methods.title"), used)),
                report,
                words,
                bold,
                shown_from,
                mark=mark,
            )
    return content.getvalue()


def write_methods(
    sheet: Any, report: Report, words: Wording, bold: Any, shown_from: int, *, mark: str | None = None
) -> None:
    """One row a column that a finding looks at, with how much of it is known; then one row a line of its method."""
    data = [
        [words.finding(name), *row]
        for name, card in report.methods.items()
        for row in completeness_rows(card, words, shown_from=shown_from)
    ]
    top = mark_sheet(sheet, mark)
    write_rows(sheet, [words.column(name) for name in ("finding", *COMPLETENESS)], data, bold, first=top)
    row = top + len(data) + 2
    for name, card in report.methods.items():
        before, after = method_lines(card, words)
        for line in (*before, *after):
            sheet.write_string(row, 0, words.finding(name))
            sheet.write_string(row, 1, line)
            row += 1


def finding_workbook(finding: Finding, words: Wording, *, as_of: dt.date, mark: str | None = None) -> bytes:
    """One finding alone; ``mark`` says of what data it is, where that is not one's own."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(sheet_name(words.finding(finding.id), set()))
        write_finding(sheet, finding, words, as_of, bold, mark=mark)
    return content.getvalue()


def summary_told(report: Report, words: Wording) -> list[list[Any]]:
    """``summary_rows`` in words; of a finding that could not be judged that alone, on either day."""
    told = []
    for row in summary_rows(report):
        name = row["finding"]
        row |= {
            "finding": words.finding(name),
            "count": shown_count(report.findings[name], words),
            "not_handed_in": words.value(sources_told(row["not_handed_in"] or (), words)),
        }
        if report.compared is not None:
            row |= {"compared": words.value(row["compared"]), "count_then": shown_count(report.before[name], words)}
        told.append(list(row.values()))
    return told


def write_finding(
    sheet: Any, finding: Finding, words: Wording, as_of: dt.date, bold: Any, *, mark: str | None = None
) -> None:
    """Title, denominator, thresholds with their sources, then the rows."""
    told = count_line(finding, words, as_of=as_of)
    row = mark_sheet(sheet, mark)
    sheet.write_string(row, 0, words.finding(finding.id), bold)
    sheet.write_string(row + 1, 0, told)
    row += 2
    for line in (lacking_sentence(finding, words), unplaced_line(finding, words)):
        if line is not None:
            sheet.write_string(row, 0, line)
            row += 1
    for threshold in finding.thresholds:
        sheet.write_string(row, 0, threshold_line(threshold, words))
        row += 1
    for title, value in measure_rows(finding, words):
        sheet.write_string(row, 0, title)
        (sheet.write_string if isinstance(value, str) else sheet.write_number)(row, 1, value)
        row += 1
    rows = [[shown(value, words) for value in one] for one in finding.rows.iter_rows()]
    write_rows(sheet, [words.column(name) for name in finding.rows.columns], rows, bold, first=row + 1)


def threshold_line(threshold: Any, words: Wording) -> str:
    """A threshold as one line: what, how much, from where."""
    return words.text(
        "reports.threshold_line",
        name=words.text(f"rules.{threshold.name}"),
        value=threshold.value,
        unit=words.text(f"units.{threshold.unit}"),
        source=words.source(threshold.source),
    )


def write_rows(sheet: Any, headings: list[str], rows: list[list[Any]], bold: Any, *, first: int) -> None:
    """A heading and rows from a row of the sheet on; columns as wide as what they hold, within reason."""
    for column, heading in enumerate(headings):
        sheet.write_string(first, column, heading, bold)
        longest = max([len(heading) * 2, *(len(str(row[column])) * 1.6 for row in rows[:200])], default=8)
        sheet.set_column(column, column, min(max(longest + 2, 8), 48))
    for down, row in enumerate(rows, start=first + 1):
        for column, value in enumerate(row):
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(down, column, value)
            else:
                sheet.write_string(down, column, "" if value is None else str(value))
    sheet.freeze_panes(first + 1, 0)
    if rows:
        sheet.autofilter(first, 0, first + len(rows), len(headings) - 1)


def sheet_name(title: str, used: set[str]) -> str:
    """A title as a sheet name: at most 31 characters, none that is forbidden, none used before."""
    name = "".join("－" if sign in "[]:*?/\\" else sign for sign in title)[:31]
    number = 2
    while name.lower() in used:
        name = f"{name[:28]} {number}"
        number += 1
    used.add(name.lower())
    return name
