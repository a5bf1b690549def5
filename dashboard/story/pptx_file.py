"""How does a deck become a file of PowerPoint and WPS, with native text, tables and charts that can be edited?

Every figure of a chart stands in its data sheet. No pictures and no groups: shapes lie on the slide itself.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu

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
from dashboard.story.pptx_chart import draw_bars
from dashboard.story.pptx_text import GREY, INK, PX, emu, into, rule, style, text_box, write
from dashboard.story.telling import Telling

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
    into(slide.shapes.title, place)
    write(slide.shapes.title.text_frame, title, size=TITLE, bold=True, anchor=MSO_ANCHOR.TOP)
    text_box(slide, HEADER, telling.text(header), size=BODY, colour=GREY)
    below = lead_box(place, lead)
    if lead:
        text_box(slide, below, lead, size=LEAD, colour=GREY)
    for box, block in zip(block_boxes(below, drawn.blocks), drawn.blocks, strict=True):
        DRAW[type(block)](slide, box, block, telling)
    text_box(slide, SOURCE, telling.text(drawn.source), size=SMALL, colour=GREY)
    text_box(slide, FOOT, f"{number} / {of}", size=SMALL, colour=GREY, align=PP_ALIGN.RIGHT)
    notes = [telling.text(text) for text in drawn.notes]
    slide.notes_slide.notes_text_frame.text = "\n".join(notes)


def _tiles(slide: Any, box: Box, block: Tiles, telling: Telling) -> None:
    for place, tile in zip(tile_boxes(box, block), block.tiles, strict=True):
        rule(slide, place.x, place.y, place.x + place.w, place.y, colour=INK, width=2)
        text_box(slide, Box(place.x, place.y + 16, place.w, 36), telling.text(tile.label), size=24)
        count, of, below = telling.tile(tile)
        text_box(slide, Box(place.x, place.y + 60, place.w, 100), count, size=80, bold=True)
        text_box(slide, Box(place.x, place.y + 164, place.w, 36), of, size=24, colour=GREY)
        text_box(slide, Box(place.x, place.y + 200, place.w, 36), below, size=BODY, colour=GREY)


def _grid(slide: Any, box: Box, block: Grid, telling: Telling) -> None:
    high = row_height(len(block.rows), box, note=bool(block.note))
    across = len(block.heads)
    shape = slide.shapes.add_table(len(block.rows) + 1, across, *emu(box.x, box.y, box.w, high * (len(block.rows) + 1)))
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
        text_box(slide, place, telling.text(block.note), size=SMALL, colour=GREY)


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
    style(run.font, size=SMALL, bold=bold, colour=ink)


def _steps(slide: Any, box: Box, block: Steps, telling: Telling) -> None:
    right = telling.text(block.right)
    wide = width_of(right, BODY) + 16 if right else 0
    text_box(slide, Box(box.x, box.y, box.w - wide, 40), telling.text(block.title), size=28, bold=True)
    if right:
        corner = Box(box.x + box.w - wide, box.y + 6, wide, 34)
        text_box(slide, corner, right, size=BODY, colour=GREY, align=PP_ALIGN.RIGHT)
    rule(slide, box.x, box.y + 52, box.x + box.w, box.y + 52, colour=INK, width=2)
    for number, (step, place) in enumerate(step_boxes(box, block, telling.text), start=1):
        disc = slide.shapes.add_shape(MSO_SHAPE.OVAL, *emu(box.x, place.y + 12, 44, 44))
        disc.fill.solid()
        disc.fill.fore_color.rgb = RGBColor.from_string(INK)
        disc.line.fill.background()
        disc.shadow.inherit = False
        centre, middle = PP_ALIGN.CENTER, MSO_ANCHOR.MIDDLE
        write(disc.text_frame, str(number), size=BODY, bold=True, colour="FFFFFF", align=centre, anchor=middle)
        text_box(slide, place.head, telling.text(step.head), size=24, bold=True)
        align = PP_ALIGN.RIGHT if place.beside else PP_ALIGN.LEFT
        text_box(slide, place.right, telling.text(step.right), size=BODY, align=align)
        if step.below:
            text_box(slide, place.below, telling.text(step.below), size=SMALL, colour=GREY)
        rule(slide, box.x, place.bottom, box.x + box.w, place.bottom)
    if block.foot:
        text_box(slide, steps_foot(box, block, telling.text), telling.text(block.foot), size=BODY, colour=GREY)


def _picture(slide: Any, box: Box, block: Picture, telling: Telling) -> None:
    """Lines first, then nodes with their labels at the outer side."""
    label, top = 250.0, 44.0
    inner = Box(box.x + label, box.y + top, box.w - 2 * label, box.h - top - 44)
    for x, head in block.heads:
        place = Box(box.x if x < 0.5 else box.x + box.w - label, box.y, label, 34)
        align = PP_ALIGN.RIGHT if x < 0.5 else PP_ALIGN.LEFT
        text_box(slide, place, telling.text(head), size=BODY, bold=True, align=align)
    spots = [(inner.x + x * inner.w, inner.y + y * inner.h) for x, y, _, _ in block.nodes]
    for a, b, strong in block.lines:
        rule(slide, *spots[a], *spots[b], colour=INK if strong else "B4BCC5", width=3 if strong else 1)
    for (x, y), (side, _, name, look) in zip(spots, block.nodes, strict=True):
        dot = slide.shapes.add_shape(MSO_SHAPE.OVAL, *emu(x - 8, y - 8, 16, 16))
        dot.fill.solid()
        dot.fill.fore_color.rgb = RGBColor.from_string(LOOKS[look][0])
        dot.line.fill.background()
        dot.shadow.inherit = False
        left = side < 0.5
        place = Box(x - 16 - label, y - 17, label, 34) if left else Box(x + 16, y - 17, label, 34)
        align = PP_ALIGN.RIGHT if left else PP_ALIGN.LEFT
        text_box(slide, place, telling.piece(name), size=SMALL, align=align, anchor=MSO_ANCHOR.MIDDLE)
    if block.note:
        text_box(slide, Box(box.x, box.y + box.h - 32, box.w, 32), telling.text(block.note), size=SMALL, colour=GREY)


DRAW: Final[dict[type, Any]] = {Tiles: _tiles, Bars: draw_bars, Grid: _grid, Steps: _steps, Picture: _picture}
