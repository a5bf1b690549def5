"""Who is around one organisation, and who of them is tied to each other?

An SVG of one step: the organisation in the middle, its partners on a ring by domain, the ties between partners thin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from dashboard.figures.looks import FONT, INK, INK_2, INK_3

SIZE, RING = 760, 236
COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#5f6b7a")
DARK = {1, 3, 6, 7}
LONGEST = 11
"""Signs of a name that stand on the ring; the whole is in its tooltip."""


@dataclass(frozen=True)
class Partner:
    """One organisation on the ring.

    Attributes
    ----------
    code, name
        Who.
    number, mark
        Class of its domain (1 to 7) and that class's character.
    layers
        Number of layers in which it is tied to the middle.
    told
        What its tooltip tells.
    """

    code: str
    name: str
    number: int
    mark: str
    layers: int
    told: str


def ego_svg(
    middle: Partner, partners: Sequence[Partner], ties: Sequence[tuple[int, int]], *, label: str, sheet: bool = False
) -> str:
    """The picture: ``ties`` are pairs of positions in ``partners``; ``sheet`` adds size, ground and heading."""
    size = f' width="{SIZE}" height="{SIZE}"' if sheet else ""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}"{size} role="img" '
        f"aria-label={quoteattr(label)} font-family='{FONT}'>"
    )
    out = [head]
    if sheet:
        out.append(f'<rect width="{SIZE}" height="{SIZE}" fill="#fff"/>')
        out.append(f'<text x="16" y="26" font-size="16" font-weight="600" fill="{INK}">{escape(label)}</text>')
    centre = SIZE / 2
    number = max(len(partners), 1)
    turns = [2 * math.pi * place / number - math.pi / 2 for place in range(len(partners))]
    spots = [(centre + RING * math.cos(turn), centre + RING * math.sin(turn)) for turn in turns]
    out.append(f'<g class="view"><g fill="none" stroke="{INK_3}" stroke-opacity="0.22" stroke-width="0.8">')
    for one, other in ties:
        (x1, y1), (x2, y2) = spots[one], spots[other]
        cx, cy = (x1 + x2 + centre) / 3, (y1 + y2 + centre) / 3
        out.append(f'<path d="M{x1:.1f} {y1:.1f}Q{cx:.1f} {cy:.1f} {x2:.1f} {y2:.1f}"/>')
    out.append(f'</g><g stroke="{INK_2}" stroke-opacity="0.6">')
    for partner, (x, y) in zip(partners, spots, strict=True):
        out.append(f'<path d="M{centre} {centre}L{x:.1f} {y:.1f}" stroke-width="{0.6 + 0.9 * partner.layers:.1f}"/>')
    out.append("</g><g>")
    radius = max(5.0, min(11.0, 700 / number))
    for partner, turn, (x, y) in zip(partners, turns, spots, strict=True):
        out.append(_node(partner, x, y, radius))
        out.append(_name(partner, turn, centre, radius, small=number > SPACIOUS))
    out.append(_node(middle, centre, centre, 17))
    name = escape(middle.name)
    out.append(
        f'<text x="{centre}" y="{centre + 36}" font-size="14" font-weight="600" text-anchor="middle" fill="{INK}" '
        f'stroke="#fff" stroke-width="4" paint-order="stroke" stroke-linejoin="round">{name}</text></g></g></svg>'
    )
    return "".join(out)


SPACIOUS = 44
"""Partners up to which names are set at full size."""


def _node(partner: Partner, x: float, y: float, radius: float) -> str:
    colour = "#fff" if partner.number in DARK else INK
    text = ""
    if radius >= 8:
        text = (
            f'<text x="{x:.1f}" y="{y + 0.36 * radius * 1.1:.1f}" font-size="{1.1 * radius:.1f}" font-weight="600" '
            f'text-anchor="middle" fill="{colour}" pointer-events="none">{escape(partner.mark)}</text>'
        )
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{COLOURS[partner.number - 1]}" stroke="#fff" '
        f"data-key={quoteattr('card:' + partner.code)}><title>{escape(partner.told)}</title></circle>{text}"
    )


def _name(partner: Partner, turn: float, centre: float, radius: float, *, small: bool) -> str:
    """A name that runs outwards; on the left half it is turned, so that nothing stands on its head."""
    away = RING + radius + 5
    x, y = centre + away * math.cos(turn), centre + away * math.sin(turn)
    degrees, anchor = math.degrees(turn), "start"
    if math.cos(turn) < -1e-9:
        degrees, anchor = degrees + 180, "end"
    name = partner.name if len(partner.name) <= LONGEST else partner.name[: LONGEST - 1] + "…"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" dy="0.35em" font-size="{10 if small else 12}" text-anchor="{anchor}" '
        f'fill="{INK_2}" transform="rotate({degrees:.1f} {x:.1f} {y:.1f})" '
        f"data-key={quoteattr('card:' + partner.code)}>{escape(name)}<title>{escape(partner.told)}</title></text>"
    )
