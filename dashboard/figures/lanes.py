"""When did what happen: dated marks in lanes over a line of months?

An SVG. What the events are is analytics'.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from dashboard.figures.looks import FONT, INK, INK_2, INK_3, LINE, SEQUENCE, SURFACE

DARKEST = SEQUENCE[4]
WIDTH, LEFT, RIGHT, LANE, FOOT = 760, 84, 16, 34, 24
STEP = 5.0
"""How far marks of one day are set apart, in units of the drawing."""


@dataclass(frozen=True)
class Happening:
    """One dated mark: the day, its lane, whether it is filled, what it tells."""

    day: dt.date
    lane: int
    filled: bool
    told: str


def lanes_svg(lanes: Sequence[str], happenings: Sequence[Happening], *, until: dt.date, label: str) -> str:
    """The picture: from the first mark, or a year before ``until``, to the last mark or ``until``.

    Shapes tell lanes apart beside their place: circle, square, triangle, diamond.
    """
    days = [one.day for one in happenings] + [until]
    first, last = min([*days, until - dt.timedelta(days=365)]), max(days)
    span = max((last - first).days, 1)
    high = LANE * len(lanes) + FOOT

    def across(day: dt.date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / span

    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" class="lanes" role="img" '
        f"aria-label={quoteattr(label)} font-family='{FONT}'><g class=\"view\">"
    )
    out = [head]
    for day, text in ticks(first, last):
        x = across(day)
        out.append(
            f'<path d="M{x:.1f} 4V{high - FOOT}" stroke="{LINE}"/><text x="{x:.1f}" y="{high - 8}" font-size="11" '
            f'text-anchor="middle" fill="{INK_3}">{text}</text>'
        )
    x = across(until)
    out.append(f'<path d="M{x:.1f} 2V{high - FOOT}" stroke="{INK_3}" stroke-dasharray="2 3"/>')
    for number, name in enumerate(lanes):
        y = LANE * number + LANE / 2
        out.append(
            f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="{LINE}"/>'
            f'<text x="0" y="{y + 4}" font-size="12" fill="{INK_2}">{escape(name)}</text>'
        )
    used: dict[tuple[int, int], int] = {}
    for one in sorted(happenings, key=lambda told: (told.day, told.lane, told.told)):
        x = across(one.day)
        spot = (one.lane, int(x // STEP))
        nth = used[spot] = used.get(spot, -1) + 1
        y = LANE * one.lane + LANE / 2 + (0, -STEP, STEP, -2 * STEP, 2 * STEP)[nth % 5]
        look = f'fill="{DARKEST if one.filled else SURFACE}" stroke="{INK if not one.filled else DARKEST}"'
        out.append(
            f'<path d="{shape(one.lane, x, y)}" {look} stroke-width="1.2"><title>{escape(one.told)}</title></path>'
        )
    return "".join([*out, "</g></svg>"])


def shape(lane: int, x: float, y: float) -> str:
    """The outline of a lane's mark around a spot."""
    shapes = (
        f"M{x - 4:.1f} {y:.1f}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
        f"M{x - 3.6:.1f} {y - 3.6:.1f}h7.2v7.2h-7.2z",
        f"M{x:.1f} {y - 4.6:.1f}l4.6 8h-9.2z",
        f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z",
    )
    return shapes[lane % len(shapes)]


def ticks(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """Days to be named below: starts of quarters up to two years, else of years."""
    months = (1, 4, 7, 10) if (last - first).days <= 800 else (1,)
    days = [dt.date(year, month, 1) for year in range(first.year, last.year + 1) for month in months]
    return [(day, day.isoformat()[:7]) for day in days if first <= day <= last]
