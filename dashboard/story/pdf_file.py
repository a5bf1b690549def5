"""How does a deck become pages to print, one a slide, drawn after the same layout?

Writing with reportlab; the Chinese typeface is one every reader of PDF brings along, so no font file is needed.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dashboard.reports.print_page import FONT
from dashboard.story.blocks import LOOKS, Bars, Drawn, Grid, Picture, Steps, Tiles
from dashboard.story.layout import (
    BODY,
    EDGE,
    FOOT,
    HEADER,
    HIGH,
    LEAD,
    SMALL,
    SOURCE,
    TITLE,
    TITLE_LINE,
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
from dashboard.story.pdf_page import CENTRE, DOTS, GREY, INK, LEFT, PT, RIGHT, Page
from dashboard.story.pieces import Text
from dashboard.story.telling import Telling


def deck_pdf(slides: Sequence[Drawn], telling: Telling, header: Text) -> bytes:
    """The slides as pdf, and behind them a page with the notes of each; arguments as ``deck_slides``."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDE * PT, HIGH * PT), invariant=1)
    canvas.setTitle(telling.text(header))
    canvas.setAuthor("Gongjian")
    page = Page(canvas)
    for number, drawn in enumerate(slides, start=1):
        _slide(page, drawn, telling, header, f"{number} / {len(slides)}")
        canvas.showPage()
    for number, drawn in enumerate(slides, start=1):
        _notes(page, drawn, telling, header, f"{number} / {len(slides)}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _slide(page: Page, drawn: Drawn, telling: Telling, header: Text, number: str) -> None:
    title, lead = telling.text(drawn.title), telling.text(drawn.subtitle)
    page.text(HEADER, telling.text(header), colour=GREY)
    place = title_box(title)
    high = page.text(place, title, size=TITLE, bold=True)  # this typeface is narrower than the layout supposes
    below = lead_box(place._replace(h=TITLE_LINE if high < 2 * TITLE else place.h), lead)
    page.text(below, lead, size=LEAD, colour=GREY)
    for box, block in zip(block_boxes(below, drawn.blocks), drawn.blocks, strict=True):
        DRAW[type(block)](page, box, block, telling)
    page.text(SOURCE, telling.text(drawn.source), size=SMALL, colour=GREY)
    page.text(FOOT, number, size=SMALL, colour=GREY, align=RIGHT)


def _notes(page: Page, drawn: Drawn, telling: Telling, header: Text, number: str) -> None:
    """The notes of a slide, over as many pages as they fill."""

    def head() -> float:
        page.text(HEADER, f"{number}  {telling.text(drawn.title)}", bold=True)
        page.text(FOOT, telling.text(header), size=SMALL, colour=GREY)
        page.text(FOOT, number, size=SMALL, colour=GREY, align=RIGHT)
        return 120.0

    y = head()
    for text in drawn.notes:
        waiting = [page.paragraph(telling.text(text), size=24)]
        while waiting:
            told = waiting.pop(0)
            fits = told.split((WIDE - 2 * EDGE) * PT, (FOOT.y - 20 - y) * PT)
            if not fits or len(fits) > 1:  # what is left goes to the next page; nothing fits only at a page's foot
                if fits:
                    page.draw(fits[0], Box(EDGE, y, WIDE - 2 * EDGE, FOOT.y - y))
                waiting = fits[1:] or [told]
                page.canvas.showPage()
                y = head()
                continue
            y += page.draw(told, Box(EDGE, y, WIDE - 2 * EDGE, FOOT.y - y)) + 12


def _tiles(page: Page, box: Box, block: Tiles, telling: Telling) -> None:
    for place, tile in zip(tile_boxes(box, block), block.tiles, strict=True):
        page.line(place.x, place.y, place.x + place.w, place.y, colour=INK, width=2)
        page.text(Box(place.x, place.y + 16, place.w, 36), telling.text(tile.label), size=24)
        count, of, below = telling.tile(tile)
        page.text(Box(place.x, place.y + 60, place.w, 100), count, size=80, bold=True)
        page.text(Box(place.x, place.y + 164, place.w, 36), of, size=24, colour=GREY)
        page.text(Box(place.x, place.y + 200, place.w, 36), below, colour=GREY)


def _bars(page: Page, box: Box, block: Bars, telling: Telling) -> None:
    labels = [telling.text(label) for label, _, _ in block.rows]
    ends = [telling.text(end) for _, _, end in block.rows]
    left = min(max((width_of(text, BODY) for text in labels), default=0) + 20, box.w * 0.35)
    right = max((width_of(text, BODY) for text in ends), default=0) + 30
    top, bottom = box.y, box.y + box.h - 120
    values = [[_size(figure.value) for figure in figures] for _, figures, _ in block.rows]
    longest = max((max(row, default=0) if block.beside else sum(row) for row in values), default=0) or 1
    wide = box.w - left - right
    high = (bottom - top) / max(len(block.rows), 1)
    for at, row in enumerate(values):
        y = top + at * high
        page.text(Box(box.x, y, left, high), labels[at], middle=True)
        x, whole = box.x + left, (sum(row) or 1) if block.share else longest
        if block.beside:
            _beside(page, Box(x, y + high * 0.12, wide, high * 0.76), row, block, at, longest, telling)
            page.text(Box(x + wide + 12, y, right, high), ends[at], middle=True)
            continue
        for value, figure, (_, look, _) in zip(row, block.rows[at][1], block.series, strict=True):
            if not value:
                continue
            part = Box(x, y + high * 0.16, wide * value / whole, high * 0.68)
            fill, ink = LOOKS[look]
            hollow = look == "unknown"
            page.area(part, fill=None if hollow else f"#{fill}", outline=DOTS if hollow else "#FFFFFF", dotted=hollow)
            told = telling.figure(figure)
            if width_of(told, SMALL) < part.w:
                page.text(part, told, size=SMALL, colour=f"#{ink}", align=CENTRE, middle=True)
            x += part.w
        page.text(Box(x + 12, y, right, high), ends[at], middle=True)
    page.line(box.x + left, top, box.x + left, bottom, colour="#868E99", width=2)
    page.text(Box(box.x, bottom + 6, left, 30), telling.text(block.axis), size=SMALL, colour=GREY)
    page.text(Box(box.x + left, bottom + 6, wide, 30), telling.text(block.unit), size=SMALL, colour=GREY, align=CENTRE)
    _legend(page, box, block, telling)


def _beside(
    page: Page, box: Box, values: Sequence[float], block: Bars, at: int, longest: float, telling: Telling
) -> None:
    """The figures of a row as bars below each other, each with its value behind it where there is room."""
    thick = box.h / max(len(values), 1)
    for number, (value, figure, (_, look, _)) in enumerate(zip(values, block.rows[at][1], block.series, strict=True)):
        wide = box.w * 0.86 * value / longest
        part = Box(box.x, box.y + number * thick + 1, wide, thick - 2)
        page.area(part, fill=f"#{LOOKS[look][0]}")
        page.text(Box(part.x + wide + 8, part.y, box.w, part.h), telling.figure(figure), size=SMALL, middle=True)


def _legend(page: Page, box: Box, block: Bars, telling: Telling) -> None:
    x, y = box.x, box.y + box.h - 74
    for name, look, total in block.series:
        told = telling.text(name) + ("" if total is None else f" {telling.figure(total)}")
        wide = 34 + width_of(told, SMALL) + 40
        if x + wide > box.x + box.w and x > box.x:
            x, y = box.x, y + 36
        hollow = look == "unknown"
        fill = None if hollow else f"#{LOOKS[look][0]}"
        page.area(Box(x, y + 2, 24, 22), fill=fill, outline=DOTS if hollow else None, dotted=hollow)
        page.text(Box(x + 34, y, wide, 30), told, size=SMALL)
        x += wide


def _size(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _grid(page: Page, box: Box, block: Grid, telling: Telling) -> None:
    high = row_height(len(block.rows), box, note=bool(block.note))
    whole = sum(block.widths)
    rows: list[tuple[Text, ...]] = [block.heads, *block.rows]
    page.area(Box(box.x, box.y, box.w, high), fill="#F5F6F8")
    for down, row in enumerate(rows):
        x, y = box.x, box.y + down * high
        for at, text in enumerate(row):
            wide = box.w * block.widths[at] / whole
            look = block.looks.get((down - 1, at), "plain")
            fill, ink = LOOKS[look]
            if look != "plain":
                hollow = look == "unknown"
                edge = DOTS if hollow else None
                page.area(Box(x + 2, y + 2, wide - 4, high - 4), fill=f"#{fill}", outline=edge, dotted=hollow)
            align = CENTRE if look != "plain" else RIGHT if at in block.numbers else LEFT
            place = Box(x + 8, y, wide - 16, high)
            page.text(place, telling.text(text), size=SMALL, colour=f"#{ink}", align=align, bold=down == 0, middle=True)
            x += wide
        page.line(box.x, y + high, box.x + box.w, y + high)
    if block.note:
        place = Box(box.x, box.y + high * len(rows) + 10, box.w, 34)
        page.text(place, telling.text(block.note), size=SMALL, colour=GREY)


def _steps(page: Page, box: Box, block: Steps, telling: Telling) -> None:
    page.text(Box(box.x, box.y, box.w * 0.75, 40), telling.text(block.title), size=28, bold=True)
    right = Box(box.x + box.w * 0.5, box.y + 6, box.w * 0.5, 34)
    page.text(right, telling.text(block.right), colour=GREY, align=RIGHT)
    page.line(box.x, box.y + 52, box.x + box.w, box.y + 52, colour=INK, width=2)
    for number, (step, place) in enumerate(step_boxes(box, block, telling.text), start=1):
        page.disc(box.x + 22, place.y + 34, 22, INK)
        page.text(Box(box.x, place.y + 12, 44, 44), str(number), colour="#FFFFFF", align=CENTRE, middle=True)
        page.text(place.head, telling.text(step.head), size=24, bold=True)
        page.text(place.right, telling.text(step.right), align=RIGHT if place.beside else LEFT)
        if step.below:
            page.text(place.below, telling.text(step.below), size=SMALL, colour=GREY)
        page.line(box.x, place.bottom, box.x + box.w, place.bottom)
    if block.foot:
        page.text(steps_foot(box, block, telling.text), telling.text(block.foot), colour=GREY)


def _picture(page: Page, box: Box, block: Picture, telling: Telling) -> None:
    label, top = 250.0, 44.0
    inner = Box(box.x + label, box.y + top, box.w - 2 * label, box.h - top - 44)
    for x, head in block.heads:
        place = Box(box.x if x < 0.5 else box.x + box.w - label, box.y, label, 34)
        page.text(place, telling.text(head), bold=True, align=RIGHT if x < 0.5 else LEFT)
    spots = [(inner.x + x * inner.w, inner.y + y * inner.h) for x, y, _, _ in block.nodes]
    for a, b, strong in block.lines:
        page.line(*spots[a], *spots[b], colour=INK if strong else "#B4BCC5", width=3 if strong else 1)
    for (x, y), (side, _, name, look) in zip(spots, block.nodes, strict=True):
        page.disc(x, y, 8, f"#{LOOKS[look][0]}")
        left = side < 0.5
        place = Box(x - 16 - label, y - 17, label, 34) if left else Box(x + 16, y - 17, label, 34)
        page.text(place, telling.piece(name), size=SMALL, align=RIGHT if left else LEFT, middle=True)
    if block.note:
        page.text(Box(box.x, box.y + box.h - 32, box.w, 32), telling.text(block.note), size=SMALL, colour=GREY)


DRAW: Final[dict[type, Any]] = {Tiles: _tiles, Bars: _bars, Grid: _grid, Steps: _steps, Picture: _picture}
