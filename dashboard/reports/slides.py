"""How does a report look as slides for a joint meeting, with native tables and charts?

Writing with python-pptx: one slide that sums up, then a slide a finding with its chart and first rows.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from analytics.finding import as_judged
from dashboard.components.table import shown
from dashboard.methods import COMPLETENESS, completeness_rows, method_lines
from dashboard.not_handed_in import lacking_sentence, shown_count
from dashboard.sample_mark import mark_told

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.method import MethodCard
    from analytics.report import Report
    from dashboard.i18n import Wording

WIDE, HIGH = Emu(12192000), Emu(6858000)
ROWS_SHOWN = 7
METHOD_ROWS = 10
FONT = "Microsoft YaHei"
INK, BLUE, PALE, GREY = (RGBColor.from_string(c) for c in ("1F2328", "3A6796", "DFE8F1", "BBBBBB"))


def report_slides(report: Report, words: Wording, *, shown_from: int) -> bytes:
    """The report as pptx; findings without a subject are left out, the summary counts them all.

    How each finding told was come by stands on slides of its own at the end.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    cover = add_slide(deck, words.text("reports.title", as_of=report.as_of))
    told = [f for f in report.findings.values() if f.count or f.unknown]
    add_text(cover, words.text("reports.cover_line", findings=len(report.findings), told=len(told)), top=1.7, size=24)
    for finding in told:
        add_finding_slide(deck, finding, words)
    for finding in told:
        if finding.id in report.methods:
            add_method_slides(deck, report.methods[finding.id], words, shown_from=shown_from)
    mark = mark_told(report.data, words)
    if mark is not None:  # on every slide: each of them may be shown alone
        for slide in deck.slides:
            add_text(slide, mark, top=0.08, size=14)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def add_slide(deck: Any, title: str) -> Any:
    """A blank slide with a title of 36 points."""
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    add_text(slide, title, top=0.4, size=36, bold=True)
    return slide


def add_text(slide: Any, text: str, *, top: float, size: int, bold: bool = False) -> None:
    """A line of text across the slide; ``top`` in inches."""
    box = slide.shapes.add_textbox(Emu(600000), Emu(int(top * 914400)), Emu(11000000), Emu(700000))
    box.text_frame.word_wrap = True
    run = box.text_frame.paragraphs[0].add_run()
    run.text = text
    style(run.font, size=size, bold=bold)


def style(font: Any, *, size: int, bold: bool = False) -> None:
    """Size, weight, ink and a typeface that has Chinese in it."""
    font.size, font.bold, font.name = Pt(size), bold, FONT
    font.color.rgb = INK
    properties = font._element
    asian = properties.find(qn("a:ea"))
    if asian is None:
        asian = properties.makeelement(qn("a:ea"), {})
        properties.append(asian)
    asian.set("typeface", FONT)


def add_finding_slide(deck: Any, finding: Finding, words: Wording) -> None:
    """Title with the number, a bar of found, passed and unknown, and the first rows as a native table."""
    title = {"finding": words.finding(finding.id), "count": shown_count(finding, words), "of": finding.of}
    slide = add_slide(deck, words.text("reports.slide_title", **title))
    finding = as_judged(finding)
    lacking = lacking_sentence(finding, words)
    if lacking is not None:
        add_text(slide, lacking, top=1.05, size=14)
    data = CategoryChartData()
    data.categories = [words.text("reports.subjects")]
    data.add_series(words.text("reports.found"), (finding.count,))
    data.add_series(words.text("reports.passed"), (finding.of - finding.count,))
    data.add_series(words.text("common.unknown"), (finding.unknown,))
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_STACKED, Emu(600000), Emu(1300000), Emu(11000000), Emu(1500000), data
    )
    chart = frame.chart
    chart.has_legend, chart.legend.position, chart.legend.include_in_layout = True, XL_LEGEND_POSITION.BOTTOM, False
    for series, colour in zip(chart.plots[0].series, (BLUE, PALE, GREY), strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour
    columns = finding.rows.columns[:4]
    rows = finding.rows.select(columns).head(ROWS_SHOWN).rows()
    cells = [[words.column(name) for name in columns], *([shown(value, words) for value in row] for row in rows)]
    add_table(slide, cells, top=2950000)
    if finding.rows.height > len(rows):
        add_text(slide, words.text("reports.more_rows", shown=len(rows), rows=finding.rows.height), top=6.9, size=14)


def add_method_slides(deck: Any, card: MethodCard, words: Wording, *, shown_from: int) -> None:
    """Definition and numbers, the table of data with how much of it is known, on as many slides as it takes; limits."""
    before, after = method_lines(card, words)
    heading = [words.column(name) for name in COMPLETENESS]
    rows = completeness_rows(card, words, shown_from=shown_from)
    title = words.text("reports.method_slide", finding=words.finding(card.id))
    for first in range(0, max(len(rows), 1), METHOD_ROWS):
        slide = add_slide(deck, title)
        add_text(slide, "\n".join(before), top=1.05, size=14)
        part = rows[first : first + METHOD_ROWS]
        add_table(slide, [heading, *([words.value(cell) for cell in row] for row in part)], top=2350000, size=14)
    slide = add_slide(deck, title)
    add_text(slide, "\n".join(after), top=1.2, size=16)


def add_table(slide: Any, cells: list[list[Any]], *, top: int, size: int = 16) -> None:
    """A native table, the first row its heading; ``top`` in English metric units."""
    table = slide.shapes.add_table(
        len(cells), len(cells[0]), Emu(600000), Emu(top), Emu(11000000), Emu(380000 * len(cells))
    ).table
    for down, row in enumerate(cells):
        for across, value in enumerate(row):
            run = table.cell(down, across).text_frame.paragraphs[0].add_run()
            run.text = str(value)
            style(run.font, size=size, bold=down == 0)
