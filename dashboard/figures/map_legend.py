"""How are the classes, points and lines of a map of places coloured, and told in a legend?

Looks alone: which classes there are is decided elsewhere. The map itself is ``place_map``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from dashboard.figures.looks import CONTROL, INK, INK_2, INK_3, LINE_2

STOPS = ((223, 232, 241), (179, 201, 223), (123, 161, 199), (58, 103, 150), (27, 58, 92))
"""The blue scale of the pages, light to dark, with a darker end for many classes."""
RADII = {"unknown": 4.4, "small": 4.0, "hidden": 3.4, "band_10": 7.5, "band_50": 10.5, "band_200": 14.0}
MOST_RADIUS: Final = 22.0
LEAST_RADIUS: Final = 3.0
ROW: Final = 20
"""Height of a line of the legend."""
PATTERNS = (
    '<defs><pattern id="p-unknown" width="7" height="7" patternUnits="userSpaceOnUse"><rect width="7" height="7" '
    'fill="#fff"/><circle cx="2" cy="2" r="0.9" fill="#8b929b"/></pattern>'
    '<pattern id="p-nothing" width="10" height="10" patternUnits="userSpaceOnUse"><rect width="10" height="10" '
    'fill="#f5f6f8"/><path d="M3 5h4" stroke="#b5bbc3"/></pattern></defs>'
)
LOOKS = {
    "unknown": f'fill="url(#p-unknown)" stroke="{INK_3}" stroke-width="1" stroke-dasharray="1.5 2.5"',
    "nothing": f'fill="url(#p-nothing)" stroke="{LINE_2}" stroke-width="1"',
    "zero": f'stroke="{CONTROL}" stroke-width="1"',
}
"""Looks beside those of the classes above zero; a fill that is not here is the class's own."""


@dataclass(frozen=True)
class LegendEntry:
    """One line of the legend: a heading (``head``), or a swatch with its meaning and count."""

    kind: str
    text: str
    count: str = ""
    fill: str = ""
    size: float = 0.0
    over: float = 1.0
    """How much of what lies under a place its fill hides; the swatch is as pale as on white ground."""


def class_fill(number: int, of: int, *, zero: bool) -> str:
    """The colour of a class, 0 the lowest of ``of``; a class of exactly 0 is white."""
    if zero and number == 0:
        return "#ffffff"
    place, steps = (number - 1, of - 1) if zero else (number, of)
    at = (len(STOPS) - 1) * (0.75 if steps == 1 else (place / (steps - 1)) * min(1.0, 0.55 + 0.09 * steps))
    low = min(int(at), len(STOPS) - 2)
    share = at - low
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(STOPS[low], STOPS[low + 1], strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


def mark_look(band: str) -> str:
    """How a point of a band is drawn: open where units have no organisation, dotted where members are unknown."""
    if band == "unknown":
        return f'fill="#fff" stroke="{INK_3}" stroke-width="1.3" stroke-dasharray="1.2 1.8"'
    return f'fill="#fff" fill-opacity="0.86" stroke="{INK}" stroke-width="1.5"'


def sized(numbers: Iterable[int], *, top: int, most: float = MOST_RADIUS) -> dict[int, float]:
    """Radius of a circle for each number, its area in proportion, that of ``top`` being ``most``; none too small."""
    return {one: max(LEAST_RADIUS, most * math.sqrt(one / top)) for one in numbers}


def legend_svg(entries: Sequence[LegendEntry], *, left: float, right: float, top: float) -> Iterator[str]:
    """The legend as a column between ``left`` and ``right``."""
    y = top
    for entry in entries:
        if entry.kind == "head":
            y += 8
            bold = f'font-size="12" font-weight="600" fill="{INK_2}"'
            yield f'<text x="{left}" y="{y:.0f}" {bold}>{escape(entry.text)}</text>'
        else:
            yield swatch(entry, left, y - 10)
            yield (
                f'<text x="{left + 36}" y="{y:.0f}" font-size="13" fill="{INK}">{escape(entry.text)}</text>'
                f'<text x="{right}" y="{y:.0f}" font-size="13" fill="{INK_3}" text-anchor="end">'
                f"{escape(entry.count)}</text>"
            )
        y += ROW


def swatch(entry: LegendEntry, left: float = 0.0, top: float = 0.0) -> str:
    """The sign of a legend's line, 28 wide and 12 high from its left upper corner."""
    middle = top + 6
    if entry.kind in ("flow", "crossing"):
        crossing = entry.kind == "crossing"
        look = f'stroke="{INK}"' if crossing else f'stroke="{INK_3}" stroke-dasharray="5 4"'
        return f'<path d="M{left} {middle}h28" {look} stroke-width="2.4"/>'
    if entry.kind == "mark":
        return f'<circle cx="{left + 14}" cy="{middle}" r="{entry.size:.1f}" {mark_look(entry.fill)}/>'
    look = LOOKS.get(entry.kind, f'stroke="{LINE_2}"')
    fill = f'fill="{entry.fill}" ' if entry.fill else ""
    pale = "" if entry.over >= 1 else f' fill-opacity="{entry.over}"'
    return f'<rect x="{left}" y="{top}" width="28" height="12" {fill}{look}{pale}/>'
