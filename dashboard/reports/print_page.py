"""How does a report look as pages to print?

Writing with reportlab; the Chinese typeface is one every reader of PDF brings along, so no font file is needed.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from dashboard.components.table import shown
from dashboard.methods import COMPLETENESS, completeness_rows, method_lines
from dashboard.not_handed_in import count_line, lacking_sentence, shown_count
from dashboard.reports.workbook import threshold_line
from dashboard.sample_mark import mark_told

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.method import MethodCard
    from analytics.report import Report
    from dashboard.i18n import Wording

FONT = "STSong-Light"
ROWS_SHOWN = 40
COLUMNS_SHOWN = 7


def report_pdf(report: Report, words: Wording, *, shown_from: int, title: str | None = None) -> bytes:
    """The report as pdf, A4 across; how each finding was come by stands at the end. ``title``: another than its own."""
    body, head = styles()
    title = title or words.text("reports.title", as_of=report.as_of)
    story: list[Any] = [Paragraph(escape(title), head)]
    headings = [words.column(name) for name in ("finding", "count", "of", "unknown")]
    rows = [[words.finding(n), shown_count(f, words), f.of, f.unknown] for n, f in report.findings.items()]
    if report.compared is not None:
        headings += [words.text("reports.then", column=one, day=report.compared) for one in headings[1:]]
        for row, then in zip(rows, report.before.values(), strict=True):
            row += [shown_count(then, words), then.of, then.unknown]
    story.append(grid(headings, rows, words, body))
    for name, finding in report.findings.items():
        story += [Spacer(1, 8), Paragraph(escape(words.finding(name)), head)]
        story += told(finding, words, body, as_of=report.as_of)
    if report.methods:
        story += [PageBreak(), Paragraph(escape(words.text("methods.title")), head)]
        for name, card in report.methods.items():
            story += [Spacer(1, 8), Paragraph(escape(words.finding(name)), head)]
            story += method_told(card, words, body, shown_from=shown_from)
    return printed(story, title=title, mark=mark_told(report.data, words))


def printed(story: list[Any], *, title: str, mark: str | None) -> bytes:
    """Pages, A4 across, with what data they are of above each, where that is not one's own."""
    out = io.BytesIO()
    document = SimpleDocTemplate(out, pagesize=landscape(A4), title=title, leftMargin=36, rightMargin=36)

    def above(page: Canvas, _document: object) -> None:
        if mark is not None:
            page.setFont(FONT, 9)
            page.drawString(36, document.pagesize[1] - 30, mark)

    document.build(story, onFirstPage=above, onLaterPages=above)
    return out.getvalue()


def styles() -> tuple[ParagraphStyle, ParagraphStyle]:
    """The styles of text and of headings, their typeface made known."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle("body", fontName=FONT, fontSize=9, leading=13, wordWrap="CJK")
    return body, ParagraphStyle("head", parent=body, fontSize=14, leading=20, spaceBefore=10)


def told(finding: Finding, words: Wording, body: ParagraphStyle, *, as_of: Any) -> list[Any]:
    """One finding's denominator, thresholds and first rows."""
    line = count_line(finding, words, as_of=as_of)
    parts: list[Any] = [Paragraph(escape(line), body)]
    lacking = lacking_sentence(finding, words)
    if lacking is not None:
        parts.append(Paragraph(escape(lacking), body))
    parts += [Paragraph(escape(threshold_line(threshold, words)), body) for threshold in finding.thresholds]
    if not finding.rows.is_empty():
        columns = finding.rows.columns[:COLUMNS_SHOWN]
        headings = [words.column(name) for name in columns]
        parts.append(grid(headings, finding.rows.select(columns).head(ROWS_SHOWN).rows(), words, body))
    if finding.rows.height > ROWS_SHOWN:
        parts.append(
            Paragraph(escape(words.text("reports.more_rows", shown=ROWS_SHOWN, rows=finding.rows.height)), body)
        )
    return parts


def method_told(card: MethodCard, words: Wording, body: ParagraphStyle, *, shown_from: int) -> list[Any]:
    """One finding's definition, the data it looks at and how much of it is known, thresholds and limits."""
    before, after = method_lines(card, words)
    headings = [words.column(name) for name in COMPLETENESS]
    return [
        *[Paragraph(escape(line), body) for line in before],
        grid(headings, completeness_rows(card, words, shown_from=shown_from), words, body),
        *[Paragraph(escape(line), body) for line in after],
    ]


def grid(headings: list[str], rows: Any, words: Wording, body: ParagraphStyle) -> Table:
    """A table whose heading stands on every page."""
    cells = [[Paragraph(escape(text), body) for text in headings]]
    cells += [[Paragraph(escape(str(shown(value, words))), body) for value in row] for row in rows]
    table = Table(cells, repeatRows=1)
    lines = ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#CDD2D8"))
    table.setStyle(TableStyle([lines, ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#F5F6F8"))]))
    return table
