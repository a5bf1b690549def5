"""How does a report look as a document to read and hand on?

Writing with python-docx: a summary table, then each finding with its denominator, thresholds and rows.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from dashboard.components.table import shown
from dashboard.methods import COMPLETENESS, completeness_rows, method_lines
from dashboard.not_handed_in import count_line, lacking_sentence, shown_count
from dashboard.reports.rows import measure_rows, unplaced_line
from dashboard.reports.workbook import threshold_line
from dashboard.sample_mark import mark_told

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.report import Report
    from dashboard.i18n import Wording

ROWS_SHOWN = 30
COLUMNS_SHOWN = 6


def report_document(report: Report, words: Wording, *, shown_from: int) -> bytes:
    """The report as docx; of long findings the first rows are shown and the rest is counted."""
    document = Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Microsoft YaHei", Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Microsoft YaHei")
    document.add_heading(words.text("reports.title", as_of=report.as_of), level=0)
    mark = mark_told(report.data, words)
    if mark is not None:
        document.add_paragraph().add_run(mark).bold = True
    headings = [words.column(name) for name in ("finding", "count", "of", "unknown")]
    rows = [[words.finding(n), shown_count(f, words), f.of, f.unknown] for n, f in report.findings.items()]
    add_table(document, headings, rows, words)
    for name, finding in report.findings.items():
        document.add_heading(words.finding(name), level=1)
        add_finding(document, finding, words, as_of=report.as_of)
    if report.methods:
        add_methods(document, report, words, shown_from=shown_from)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def add_finding(document: Any, finding: Finding, words: Wording, *, as_of: Any) -> None:
    """One finding's paragraph, thresholds and first rows."""
    told = count_line(finding, words, as_of=as_of)
    document.add_paragraph(told)
    for line in (lacking_sentence(finding, words), unplaced_line(finding, words)):
        if line is not None:
            document.add_paragraph(line)
    for threshold in finding.thresholds:
        document.add_paragraph(threshold_line(threshold, words), style="List Bullet")
    for title, value in measure_rows(finding, words):
        document.add_paragraph(words.text("reports.measure_line", title=title, value=value), style="List Bullet")
    columns = finding.rows.columns[:COLUMNS_SHOWN]
    if finding.rows.is_empty():
        return
    add_table(document, [words.column(c) for c in columns], finding.rows.select(columns).head(ROWS_SHOWN).rows(), words)
    if finding.rows.height > ROWS_SHOWN:
        document.add_paragraph(words.text("reports.more_rows", shown=ROWS_SHOWN, rows=finding.rows.height))


def add_methods(document: Any, report: Report, words: Wording, *, shown_from: int) -> None:
    """An appendix: of each finding its definition, the data it looks at and how much of it is known, its limits."""
    document.add_heading(words.text("methods.title"), level=0)
    headings = [words.column(name) for name in COMPLETENESS]
    for name, card in report.methods.items():
        document.add_heading(words.finding(name), level=1)
        before, after = method_lines(card, words)
        for line in before:
            document.add_paragraph(line)
        add_table(document, headings, completeness_rows(card, words, shown_from=shown_from), words)
        for line in after:
            document.add_paragraph(line, style="List Bullet")


def add_table(document: Any, headings: list[str], rows: Any, words: Wording) -> None:
    """A table with a heading row; values in the reader's words."""
    table = document.add_table(rows=1, cols=len(headings), style="Light Grid")
    for told, heading in zip(table.rows[0].cells, headings, strict=True):
        told.text = heading
    for row in rows:
        for told, value in zip(table.add_row().cells, row, strict=True):
            told.text = words.value(value) if isinstance(value, int | float) else str(shown(value, words))
