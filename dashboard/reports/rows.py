"""How do a finding's rows become csv or a sheet, safe to open in a spreadsheet?

Columns are named as the contract names them; nothing is computed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dashboard.not_handed_in import lacking_line, shown_count
from dashboard.sample_mark import mark_told, marked_table
from graph_model.formulas import marked

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.report import DataKind, Report
    from dashboard.i18n import Wording

SUMMARY = ("finding", "count", "of", "unknown", "share_least", "share_most", "not_handed_in")


COMPARED = ("compared", "count_then", "of_then", "unknown_then")
"""Columns behind them of a report that is held against an other day."""


def summary_columns(report: Report) -> tuple[str, ...]:
    """The columns of ``summary_rows``."""
    return SUMMARY if report.compared is None else (*SUMMARY, *COMPARED)


def summary_rows(report: Report) -> list[dict[str, Any]]:
    """One row a finding: ``summary_columns``."""
    rows = []
    for name, finding in report.findings.items():
        least, most = finding.share_bounds or (None, None)
        told = (name, finding.count, finding.of, finding.unknown, least, most, list(finding.not_handed_in) or None)
        rows.append(dict(zip(SUMMARY, told, strict=True)))
        if report.compared is not None:
            then = report.before[name]
            beside: tuple[Any, ...] = (report.compared, then.count, then.of, then.unknown)
            rows[-1] |= dict(zip(COMPARED, beside, strict=True))
    return rows


def unplaced_line(finding: Finding, words: Wording) -> str | None:
    """How many of a finding that has a row a place stand in none, because their place is blank; None for none."""
    unplaced = finding.measures.get("unplaced")
    return words.text("reports.unplaced", count=unplaced) if unplaced else None


def measure_title(name: str, words: Wording) -> str | None:
    """What a figure of a finding is called; None for one that stands in no table."""
    keys = (f"measures.mixing_{name}", f"measures.{name}")  # mixing is by more than urban and rural
    return next((words.text(key) for key in keys if words.has(key)), None)


def measure_rows(finding: Finding, words: Wording) -> list[list[Any]]:
    """The further figures of a finding, one row a figure: its title and its value, or why there is none."""
    told = finding.measures
    return [
        [title, _figure(name, value, told, words)]
        for name, value in told.items()
        if (title := measure_title(name, words)) is not None
    ]


def _figure(name: str, value: Any, told: Mapping[str, Any], words: Wording) -> Any:
    draws = told.get("ei_draws")
    if name == "ei_p_value" and value is not None and draws:
        return words.text("reports.p_value", p=value, least=told["ei_p_least"], draws=draws)
    if name == "ei_draws" and not draws:
        from analytics.linkage import CHANCE_UP_TO

        large = (told.get("ties_known") or 0) + (told.get("ties_unknown") or 0) > CHANCE_UP_TO
        return words.text("reports.not_drawn_large" if large else "reports.not_drawn", most=CHANCE_UP_TO)
    return words.text("common.unknown") if value is None else value


def csv_text(report: Report) -> str:
    """The report as csv: the rows of a single finding, or one row a finding."""
    if len(report.findings) == 1:
        return rows_csv(next(iter(report.findings.values())), data=report.data)
    rows = (tuple(row.values()) for row in summary_rows(report))
    return table_csv(*marked_table(summary_columns(report), rows, report.data))


def finding_csv(finding: Finding, *, data: DataKind = "own") -> bytes:
    """A finding's rows as csv with a byte order mark, without which Excel misreads Chinese."""
    return for_excel(rows_csv(finding, data=data))


def rows_csv(finding: Finding, *, data: DataKind = "own") -> str:
    """A finding's rows as csv text; tables it rests on that were never handed in stand in a column behind them."""
    lacking = finding.not_handed_in
    columns: list[str] = finding.rows.columns
    rows: Iterable[Sequence[Any]] = finding.rows.iter_rows()
    if lacking:
        columns, rows = [*columns, "not_handed_in"], ((*row, lacking) for row in rows)
    return table_csv(*marked_table(columns, rows, data))


def for_excel(text: str) -> bytes:
    """A csv file with a byte order mark, without which Excel misreads Chinese."""
    return ("\ufeff" + text).encode()


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Rows as csv text; what a spreadsheet would run as a formula is made text."""
    out = io.StringIO()
    from analytics.finding import plain  # here: the command line must not load polars for its help

    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([cell(column) for column in columns])
    writer.writerows([cell(plain(value)) for value in row] for row in rows)
    return out.getvalue()


def cell(value: Any) -> str | int | float | None:
    """One cell of a csv file: lists joined, dates ISO, formulas made text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = "、".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
    return marked(text)


def plain_text(report: Report, words: Wording) -> str:
    """The report as lines of text: one finding a line, count, of how many, unknown."""
    mark = mark_told(report.data, words)
    lines = [] if mark is None else [mark]
    lines += [words.text("cli.report_title", as_of=report.as_of, batches=len(report.published.batches))]
    for name, finding in report.findings.items():
        told = words.text("pages.unknown_count", count=finding.unknown)
        lines.append(
            f"{words.finding(name)}\t{words.value(shown_count(finding, words))} / {words.value(finding.of)}\t{told}"
        )
        lacking = lacking_line(finding, words)
        if lacking is not None:
            lines.append(lacking)
    return "\n".join(lines) + "\n"
