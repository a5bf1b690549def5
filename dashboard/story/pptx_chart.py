"""How do bars become a native chart of PowerPoint and WPS, with its figures in a data sheet?

Stacked, as shares, or beside each other; the unknown is hollow and dotted.
"""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml.ns import qn

from dashboard.story.blocks import LOOKS, Bars
from dashboard.story.layout import SMALL, Box
from dashboard.story.pptx_text import DOTS, GREY, INK, emu, style
from dashboard.story.telling import Telling


def draw_bars(slide: Any, box: Box, block: Bars, telling: Telling) -> None:
    """A native chart of the bars; what is told at a bar's end stands behind its label."""
    data = CategoryChartData()
    data.categories = [f"{telling.text(label)}  {telling.text(end)}" for label, _, end in block.rows]
    for at, (name, _, total) in enumerate(block.series):
        told = telling.text(name) + ("" if total is None else f" {telling.figure(total)}")
        data.add_series(told, [_number(figures[at].value) for _, figures, _ in block.rows])
    stacked = XL_CHART_TYPE.BAR_STACKED_100 if block.share else XL_CHART_TYPE.BAR_STACKED
    kind = XL_CHART_TYPE.BAR_CLUSTERED if block.beside else stacked
    chart = slide.shapes.add_chart(kind, *emu(*box), data).chart
    style(chart.font, size=SMALL)
    chart.has_title = False
    chart.has_legend, chart.legend.position, chart.legend.include_in_layout = True, XL_LEGEND_POSITION.BOTTOM, False
    style(chart.legend.font, size=SMALL)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = (60, 0) if block.beside else (40, 100)
    chart.category_axis.reverse_order = True  # the first row at the top
    # And the numbers at the bottom all the same; python-pptx has no setter for where the value axis stands.
    chart.value_axis._element.find(qn("c:crosses")).set("val", "max")
    chart.category_axis.has_major_gridlines = False
    style(chart.category_axis.tick_labels.font, size=SMALL)
    value = chart.value_axis
    value.has_major_gridlines, value.has_title = True, True
    value.major_gridlines.format.line.color.rgb = RGBColor.from_string("DDE1E6")
    _title(value.axis_title, telling.text(block.unit))
    chart.category_axis.has_title = True
    _title(chart.category_axis.axis_title, telling.text(block.axis))
    style(value.tick_labels.font, size=SMALL)
    for series, (_, look, _) in zip(plot.series, block.series, strict=True):
        _paint(series, look, beside=block.beside)


def _title(title: Any, text: str) -> None:
    title.text_frame.text = text
    style(title.text_frame.paragraphs[0].runs[0].font, size=SMALL, colour=GREY)


def _paint(series: Any, look: str, *, beside: bool) -> None:
    """Fill and labels; the unknown has no fill and a dotted outline. A zero has no label."""
    fill, ink = LOOKS[look]
    if look == "unknown":
        series.format.fill.background()
        series.format.line.color.rgb = RGBColor.from_string(DOTS)
        series.format.line.dash_style = MSO_LINE_DASH_STYLE.ROUND_DOT
    else:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(fill)
    labels = series.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, "#,##0;-#,##0;;", False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END if beside else XL_LABEL_POSITION.CENTER
    style(labels.font, size=SMALL, colour=INK if beside else ink)


def _number(value: object) -> float | int | None:
    return value if isinstance(value, int | float) else None
