"""How does a report become a file: data, a workbook, a document, slides, a page to print?

Chooses the writer; what the report says was decided in analytics.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.reports.json_text import json_pieces
from dashboard.reports.rows import csv_text, for_excel
from graph_model.errors import BadValue, UnknownName, UserError, reason_of

if TYPE_CHECKING:
    from analytics.report import Report
    from dashboard.i18n import Wording

FORMATS = ("json", "csv", "xlsx", "docx", "pptx", "pdf", "table")


def write_report(report: Report, path: Path, *, output: str, wording: Wording, shown_from: int) -> None:
    """Write a report as a file; the old file or the new one, never half of one.

    Parameters
    ----------
    report
        Findings and scorecard.
    path
        The file.
    output
        One of ``FORMATS``.
    wording
        The words of the reader's language.
    shown_from
        Least number of people that is told as it is.

    Raises
    ------
    UnknownName
        A format nobody knows.
    UserError
        ``extra_missing``: the packages of the extra ``reports`` are not installed.
    BadValue
        ``cannot_write``: the file cannot be written there.
    """
    from graph_model.ledger.files import write_bytes  # here: the command line must not load polars for its help

    try:
        write_bytes(path, report_bytes(report, output=output, wording=wording, shown_from=shown_from))
    except OSError as error:
        raise BadValue("cannot_write", path=str(path), problem=reason_of(error)) from error


def report_bytes(report: Report, *, output: str, wording: Wording, shown_from: int) -> bytes:
    """A report as the content of a file; errors as ``write_report``."""
    if output == "json":
        return ("".join(json_pieces(report.as_columns())) + "\n").encode()
    if output == "csv":
        return for_excel(csv_text(report))
    if output == "table":
        from dashboard.reports.rows import plain_text

        return plain_text(report, wording).encode()
    if output == "xlsx":
        from dashboard.reports.workbook import report_workbook

        return report_workbook(report, wording, shown_from=shown_from)
    if output not in FORMATS:
        raise UnknownName("format", output, known=FORMATS)
    try:
        if output == "docx":
            from dashboard.reports.document import report_document

            return report_document(report, wording, shown_from=shown_from)
        if output == "pptx":
            from dashboard.reports.slides import report_slides

            return report_slides(report, wording, shown_from=shown_from)
        from dashboard.reports.print_page import report_pdf

        return report_pdf(report, wording, shown_from=shown_from)
    except ModuleNotFoundError as error:
        raise UserError("extra_missing", extra="reports", module=error.name or "") from error
