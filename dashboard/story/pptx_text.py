"""How do text and lines come onto a slide of a presentation, in the pixels of the stage?

Sizes, weights, typefaces for Latin and Chinese, places. What stands where is ``pptx_file``'s business.
"""

from __future__ import annotations

from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from dashboard.story.layout import BODY, Box

PX: Final = 6350
"""English Metric Units of a pixel: 1920 of them are the 13.33 inches of a wide slide."""
FONT: Final = "Microsoft YaHei"
INK, GREY, LINE, DOTS = "1F2328", "4B535D", "CDD2D8", "656D76"


def emu(*pixels: float) -> tuple[Emu, ...]:
    """Pixels of the stage in English Metric Units."""
    return tuple(Emu(round(pixel * PX)) for pixel in pixels)


def into(shape: Any, box: Box) -> None:
    """Put a shape where a box is."""
    shape.left, shape.top, shape.width, shape.height = emu(*box)


def text_box(
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
    """A text of its own in a box."""
    frame = slide.shapes.add_textbox(*emu(*box)).text_frame
    write(frame, text, size=size, bold=bold, colour=colour, align=align, anchor=anchor)


def write(
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
    """Write a text into a frame that may hold one already: a title, a disc."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Emu(round(margin * PX))
    frame.margin_top = frame.margin_bottom = Emu(0)
    frame.vertical_anchor = anchor
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT if align is None else align
    run = paragraph.add_run()
    run.text = text
    style(run.font, size=size, bold=bold, colour=colour)


def style(font: Any, *, size: float, bold: bool = False, colour: str = INK) -> None:
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


def rule(slide: Any, x1: float, y1: float, x2: float, y2: float, *, colour: str = LINE, width: float = 1.5) -> None:
    """A line from one point to another."""
    shape = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *emu(x1, y1, x2, y2))
    shape.line.color.rgb, shape.line.width = RGBColor.from_string(colour), Pt(width / 2)
    shape._element.remove(shape._element.find(qn("p:style")))  # else the theme's shadow lies under every line
