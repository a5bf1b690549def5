"""How is a page to print drawn on in the pixels of the stage, from the upper left corner?

Text that breaks, lines, areas, discs. What stands where is ``pdf_file``'s business.
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from dashboard.reports.print_page import FONT
from dashboard.story.layout import BODY, HIGH, Box

PT: Final = 0.5
"""Points of a pixel: a page is 960 by 540."""
INK, GREY, LINE, DOTS = "#1F2328", "#4B535D", "#CDD2D8", "#656D76"
LEFT, CENTRE, RIGHT = 0, 1, 2
NOT_IN_FONT: Final = str.maketrans({"·": "|", "✓": "√", "−": "-", "–": "-", "—": "-", "’": "'"})
"""Signs that the readers' Chinese typeface lacks, and what is drawn in their place."""


class Page:
    """A canvas whose origin is the upper left corner and whose unit is the slide's pixel."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def text(
        self, box: Box, text: str, *, size: float = BODY, colour: str = INK, align: int = LEFT, bold: bool = False,
        middle: bool = False,
    ) -> float:  # fmt: skip
        """Text that breaks in its box; gives its height. Bold is drawn with an outline: the typeface has one weight."""
        told = self.paragraph(text, size=size, colour=colour, align=align)
        _, high = told.wrap(box.w * PT, box.h * PT)
        y = box.y + (max(box.h - high / PT, 0) / 2 if middle else 0)
        if bold:
            self.canvas.saveState()
            self.canvas._code.append(f"2 Tr {size * PT * 0.025:.3f} w")
            self.canvas.setStrokeColor(HexColor(colour))
        told.drawOn(self.canvas, box.x * PT, (HIGH - y) * PT - high)
        if bold:
            self.canvas._code.append("0 Tr")
            self.canvas.restoreState()
        return float(high / PT)

    def paragraph(self, text: str, *, size: float, colour: str = INK, align: int = LEFT) -> Paragraph:
        """A text that breaks where its box ends."""
        style = ParagraphStyle(
            "x", fontName=FONT, fontSize=size * PT, leading=size * PT * 1.32, textColor=HexColor(colour),
            alignment=align, wordWrap="CJK",
        )  # fmt: skip
        return Paragraph(escape(text.translate(NOT_IN_FONT)), style)

    def draw(self, told: Paragraph, box: Box) -> float:
        """Draw a paragraph at the top of its box; gives its height."""
        _, high = told.wrap(box.w * PT, box.h * PT)
        told.drawOn(self.canvas, box.x * PT, (HIGH - box.y) * PT - high)
        return float(high / PT)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, colour: str = LINE, width: float = 1.5) -> None:
        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setLineWidth(width * PT)
        self.canvas.line(x1 * PT, (HIGH - y1) * PT, x2 * PT, (HIGH - y2) * PT)

    def area(self, box: Box, *, fill: str | None, outline: str | None = None, dotted: bool = False) -> None:
        self.canvas.saveState()
        if fill is not None:
            self.canvas.setFillColor(HexColor(fill))
        if outline is not None:
            self.canvas.setStrokeColor(HexColor(outline))
            self.canvas.setLineWidth(PT)
        if dotted:
            self.canvas.setDash(1, 2)
        place = (box.x * PT, (HIGH - box.y - box.h) * PT, box.w * PT, box.h * PT)
        self.canvas.rect(*place, stroke=int(outline is not None), fill=int(fill is not None))
        self.canvas.restoreState()

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.circle(x * PT, (HIGH - y) * PT, radius * PT, stroke=0, fill=1)
