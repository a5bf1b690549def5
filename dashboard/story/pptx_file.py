"""How does a deck become a file of PowerPoint and WPS, with native text, tables and charts that can be edited?

Every figure of a chart stands in its data sheet. No pictures and no groups: shapes lie on the slide itself.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any, Final

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from dashboard.story.blocks import LOOKS, Bars, Drawn, Grid, Picture, Steps, Tiles
from dashboard.story.layout import (
    BODY,
    FOOT,
    HEADER,
    HIGH,
    LEAD,
    SMALL,
    SOURCE,
    TITLE,
    WIDE,
    Box,
    block_boxes,
    lead_box,
    row_height,
    step_boxes,
    steps_foot,
    tile_boxes,
    title_box,
    width_of,
)
from dashboard.story.pieces import Text
from dashboard.story.telling import Telling

PX: Final = 6350
"""English Metric Units of a pixel: 1920 of them are the 13.33 inches of a wide slide."""
FONT: Final = "Microsoft YaHei"
INK, GREY, LINE, DOTS = "1F2328", "4B535D", "CDD2D8", "656D76"
MADE: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day: the same deck gives the same file


def deck_slides(slides: Sequence[Drawn], telling: Telling, header: Text) -> bytes:
    """The slides as pptx.

    Parameters
    ----------
    slides
        As they are drawn.
    telling
        In which language, and whether names are told as codes.
    header
        What stands above every title.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDE * PX), Emu(HIGH * PX)
    told = deck.core_properties
    told.author = told.last_modified_by = "Gongjian"
    told.title, told.created, told.modified = telling.text(header), MADE, MADE
    for number, drawn in enumerate(slides, start=1):
        _slide(deck, drawn, telling, header, number, len(slides))
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _slide(deck: Any, drawn: Drawn, telling: Telling, header: Text, number: int, of: int) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # "title only": outline view and screen readers know the title
    title, lead = telling.text(drawn.title), telling.text(drawn.subtitle)
    place = title_box(title)
    _into(slide.shapes.title, place)
    _write(slide.shapes.title.text_frame, title, size=TITLE, bold=True, anchor=MSO_ANCHOR.TOP)
    _text(slide, HEADER, telling.text(header), size=BODY, colour=GREY)
    below = lead_box(place, lead)
    if lead:
        _text(slide, below, lead, size=LEAD, colour=GREY)
    for box, block in zip(block_boxes(below, drawn.blocks), drawn.blocks, strict=True):
        DRAW[type(block)](slide, box, block, telling)
    _text(slide, SOURCE, telling.text(drawn.source), size=SMALL, colour=GREY)
    _text(slide, FOOT, f"{number} / {of}", size=SMALL, colour=GREY, align=PP_ALIGN.RIGHT)
    notes = [telling.text(text) for text in drawn.notes]
    slide.notes_slide.notes_text_frame.text = "\n".join(notes)


# text -----------------------------------------------------------------------------------------------------------------


def _emu(*pixels: float) -> tuple[Emu, ...]:
    return tuple(Emu(round(pixel * PX)) for pixel in pixels)


def _into(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = _emu(*box)


def _text(
    slide: Any,
    box: Box,
    text: str,
    *,
    size: float = BODY,
    bold: bool = False,
    colour: str = INK,
    align: Any = None,
    anchor: Any = MSO_ANCHOR.TOP,
) -> None:
    frame = slide.shapes.add_textbox(*_emu(*box)).text_frame
    _write(frame, text, size=size, bold=bold, colour=colour, align=align, anchor=anchor)


def _write(
    frame: Any,
    text: str,
    *,
    size: float,
    bold: bool = False,
    colour: str = INK,
    align: Any = None,
    anchor: Any = MSO_ANCHOR.TOP,
    margin: float = 0,
) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Emu(round(margin * PX))
    frame.margin_top = frame.margin_bottom = Emu(0)
    frame.vertical_anchor = anchor
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT if align is None else align
    run = paragraph.add_run()
    run.text = text
    _style(run.font, size=size, bold=bold, colour=colour)


def _style(font: Any, *, size: float, bold: bool = False, colour: str = INK) -> None:
    """Size in pixels, weight, ink, and a typeface for Latin and for Chinese."""
    font.size, font.bold, font.name = Pt(size / 2), bold, FONT
    font.color.rgb = RGBColor.from_string(colour)
    properties = font._element
    asian = properties.find(qn("a:ea"))
    if asian is None:
        asian = properties.makeelement(qn("a:ea"), {})
        latin = properties.find(qn("a:latin"))
        latin.addnext(asian)  # the schema wants it right behind the Latin one
    asian.set("typeface", FONT)


def _rule(slide: Any, x1: float, y1: float, x2: float, y2: float, *, colour: str = LINE, width: float = 1.5) -> None:
    shape = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *_emu(x1, y1, x2, y2))
    shape.line.color.rgb, shape.line.width = RGBColor.from_string(colour), Pt(width / 2)
    shape._element.remove(shape._element.find(qn("p:style")))  # else the theme's shadow lies under every line


# blocks ---------------------------------------------------------------------------------------------------------------


def _tiles(slide: Any, box: Box, block: Tiles, telling: Telling) -> None:
    words = telling.words
    for place, tile in zip(tile_boxes(box, block), block.tiles, strict=True):
        _rule(slide, place.x, place.y, place.x + place.w, place.y, colour=INK, width=2)
        _text(slide, Box(place.x, place.y + 16, place.w, 36), telling.text(tile.label), size=24)
        of = words.text("story.tile_of", of=telling.figure(tile.of))
        _text(slide, Box(place.x, place.y + 60, place.w, 100), telling.figure(tile.count), size=80, bold=True)
        _text(slide, Box(place.x, place.y + 164, place.w, 36), of, size=24, colour=GREY)
        unknown = words.text("story.tile_unknown", unknown=telling.figure(tile.unknown))
        if tile.change is not None:
            unknown += words.text("story.tile_change", change=telling.figure(tile.change))
        _text(slide, Box(place.x, place.y + 200, place.w, 36), unknown, size=BODY, colour=GREY)


def _bars(slide: Any, box: Box, block: Bars, telling: Telling) -> None:
    data = CategoryChartData()
    data.categories = [f"{telling.text(label)}  {telling.text(end)}" for label, _, end in block.rows]
    for at, (name, _, total) in enumerate(block.series):
        told = telling.text(name) + ("" if total is None else f" {telling.figure(total)}")
        data.add_series(told, [_number(figures[at].value) for _, figures, _ in block.rows])
    kind = XL_CHART_TYPE.BAR_STACKED_100 if block.share else XL_CHART_TYPE.BAR_STACKED
    chart = slide.shapes.add_chart(kind, *_emu(*box), data).chart
    _style(chart.font, size=SMALL)
    chart.has_title = False
    chart.has_legend, chart.legend.position, chart.legend.include_in_layout = True, XL_LEGEND_POSITION.BOTTOM, False
    _style(chart.legend.font, size=SMALL)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    chart.category_axis.reverse_order = True  # the first row at the top
    # And the numbers at the bottom all the same; python-pptx has no setter for where the value axis stands.
    chart.value_axis._element.find(qn("c:crosses")).set("val", "max")
    chart.category_axis.has_major_gridlines = False
    _style(chart.category_axis.tick_labels.font, size=SMALL)
    value = chart.value_axis
    value.has_major_gridlines, value.has_title = True, True
    value.major_gridlines.format.line.color.rgb = RGBColor.from_string("DDE1E6")
    _title(value.axis_title, telling.text(block.unit))
    chart.category_axis.has_title = True
    _title(chart.category_axis.axis_title, telling.text(block.axis))
    _style(value.tick_labels.font, size=SMALL)
    for series, (_, look, _) in zip(plot.series, block.series, strict=True):
        _paint(series, look)


def _title(title: Any, text: str) -> None:
    title.text_frame.text = text
    _style(title.text_frame.paragraphs[0].runs[0].font, size=SMALL, colour=GREY)


def _paint(series: Any, look: str) -> None:
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
    labels.position = XL_LABEL_POSITION.CENTER
    _style(labels.font, size=SMALL, colour=ink)


def _number(value: object) -> float | int | None:
    return value if isinstance(value, int | float) else None


def _grid(slide: Any, box: Box, block: Grid, telling: Telling) -> None:
    high = row_height(len(block.rows), box, note=bool(block.note))
    across = len(block.heads)
    shape = slide.shapes.add_table(
        len(block.rows) + 1, across, *_emu(box.x, box.y, box.w, high * (len(block.rows) + 1))
    )
    table = shape.table
    table.horz_banding = False
    whole = sum(block.widths)
    for at, width in enumerate(block.widths):
        table.columns[at].width = Emu(round(box.w * width / whole * PX))
    for down in range(len(block.rows) + 1):
        table.rows[down].height = Emu(round(high * PX))
    for at, head in enumerate(block.heads):
        _cell(table.cell(0, at), telling.text(head), "plain", bold=True, right=at in block.numbers, head=True)
    for down, row in enumerate(block.rows):
        for at, text in enumerate(row):
            look = block.looks.get((down, at), "plain")
            _cell(table.cell(down + 1, at), telling.text(text), look, right=at in block.numbers)
    if block.note:
        place = Box(box.x, box.y + high * (len(block.rows) + 1) + 10, box.w, 34)
        _text(slide, place, telling.text(block.note), size=SMALL, colour=GREY)


def _cell(cell: Any, text: str, look: str, *, bold: bool = False, right: bool = False, head: bool = False) -> None:
    fill, ink = LOOKS[look]
    centred = look != "plain"
    align = PP_ALIGN.CENTER if centred else PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string("F5F6F8" if head else fill)
    cell.margin_top = cell.margin_bottom = Emu(0)
    cell.margin_left = cell.margin_right = Emu(8 * PX)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = align
    run = paragraph.add_run()
    run.text = text
    _style(run.font, size=SMALL, bold=bold, colour=ink)


def _steps(slide: Any, box: Box, block: Steps, telling: Telling) -> None:
    right = telling.text(block.right)
    wide = width_of(right, BODY) + 16 if right else 0
    _text(slide, Box(box.x, box.y, box.w - wide, 40), telling.text(block.title), size=28, bold=True)
    if right:
        corner = Box(box.x + box.w - wide, box.y + 6, wide, 34)
        _text(slide, corner, right, size=BODY, colour=GREY, align=PP_ALIGN.RIGHT)
    _rule(slide, box.x, box.y + 52, box.x + box.w, box.y + 52, colour=INK, width=2)
    for number, (step, place) in enumerate(step_boxes(box, block, telling.text), start=1):
        disc = slide.shapes.add_shape(MSO_SHAPE.OVAL, *_emu(box.x, place.y + 12, 44, 44))
        disc.fill.solid()
        disc.fill.fore_color.rgb = RGBColor.from_string(INK)
        disc.line.fill.background()
        disc.shadow.inherit = False
        centre, middle = PP_ALIGN.CENTER, MSO_ANCHOR.MIDDLE
        _write(disc.text_frame, str(number), size=BODY, bold=True, colour="FFFFFF", align=centre, anchor=middle)
        _text(slide, place.head, telling.text(step.head), size=24, bold=True)
        align = PP_ALIGN.RIGHT if place.beside else PP_ALIGN.LEFT
        _text(slide, place.right, telling.text(step.right), size=BODY, align=align)
        if step.below:
            _text(slide, place.below, telling.text(step.below), size=SMALL, colour=GREY)
        _rule(slide, box.x, place.bottom, box.x + box.w, place.bottom)
    if block.foot:
        _text(slide, steps_foot(box, block, telling.text), telling.text(block.foot), size=BODY, colour=GREY)


def _picture(slide: Any, box: Box, block: Picture, telling: Telling) -> None:
    """Lines first, then nodes with their labels at the outer side."""
    label, top = 250.0, 44.0
    inner = Box(box.x + label, box.y + top, box.w - 2 * label, box.h - top - 44)
    for x, head in block.heads:
        place = Box(box.x if x < 0.5 else box.x + box.w - label, box.y, label, 34)
        align = PP_ALIGN.RIGHT if x < 0.5 else PP_ALIGN.LEFT
        _text(slide, place, telling.text(head), size=BODY, bold=True, align=align)
    spots = [(inner.x + x * inner.w, inner.y + y * inner.h) for x, y, _, _ in block.nodes]
    for a, b, strong in block.lines:
        _rule(slide, *spots[a], *spots[b], colour=INK if strong else "B4BCC5", width=3 if strong else 1)
    for (x, y), (side, _, name, look) in zip(spots, block.nodes, strict=True):
        dot = slide.shapes.add_shape(MSO_SHAPE.OVAL, *_emu(x - 8, y - 8, 16, 16))
        dot.fill.solid()
        dot.fill.fore_color.rgb = RGBColor.from_string(LOOKS[look][0])
        dot.line.fill.background()
        dot.shadow.inherit = False
        left = side < 0.5
        place = Box(x - 16 - label, y - 17, label, 34) if left else Box(x + 16, y - 17, label, 34)
        align = PP_ALIGN.RIGHT if left else PP_ALIGN.LEFT
        _text(slide, place, telling.piece(name), size=SMALL, align=align, anchor=MSO_ANCHOR.MIDDLE)
    if block.note:
        _text(slide, Box(box.x, box.y + box.h - 32, box.w, 32), telling.text(block.note), size=SMALL, colour=GREY)


DRAW: Final[dict[type, Any]] = {Tiles: _tiles, Bars: _bars, Grid: _grid, Steps: _steps, Picture: _picture}
