"""How is a map of places drawn, so that the screen, a print and a file show the same one?

An SVG: places by class, dotted where unknown, points, lines, names where there is room, north, and a scale in metres.
Which places and classes there are is decided elsewhere; looks are ``map_legend``'s, positions ``map_plane``'s.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from dashboard.figures.coverage_map import spread
from dashboard.figures.looks import CONTROL, FONT, INK, INK_2, INK_3
from dashboard.figures.map_legend import LOOKS, PATTERNS, RADII, ROW, LegendEntry, legend_svg, mark_look
from dashboard.figures.map_names import Name, names
from dashboard.figures.map_plane import EDGE, HEIGHT, WIDTH, Plane, scale_length, scale_told

SHEET_WIDTH, SHEET_TOP, SHEET_FOOT = 1290, 66, 46
NO_TILES: Final = '<g class="background"></g>'
"""Where the page puts tiles."""
WIDEST: Final = 6.0
"""Of a line, in units of the drawing."""
STEP: Final = 7.5
"""Units of the drawing that points at one spot are set apart."""
POINT_RADIUS: Final = 9
"""Of a place of which only the spot is known."""
FEW: Final = 15
"""Places or frames up to which their names are set large."""
OVER: Final = 0.72
"""How much of a background the fills of places hide."""
NAME_EDGE = 'stroke="#fff" stroke-width="3" stroke-opacity="0.85" paint-order="stroke" stroke-linejoin="round"'


@dataclass(frozen=True)
class Shape:
    """One place as it is drawn.

    Attributes
    ----------
    path, spot
        Its outline (empty: a circle at the spot) and where its name stands.
    look, fill
        ``c0`` …, ``zero``, ``unknown`` or ``nothing``, with the colour of a class.
    name, told, opens
        Its name, what it tells, and what a click opens.
    """

    path: str
    spot: tuple[float, float]
    look: str
    fill: str
    name: str
    told: str
    opens: str


@dataclass(frozen=True)
class Frame:
    """One place of a level above: its outline, where its name stands, its name."""

    path: str
    spot: tuple[float, float]
    name: str


@dataclass(frozen=True)
class Mark:
    """One point: where, the how manieth there, of which band, how large (None: as its band), what it tells, opens."""

    x: float
    y: float
    nth: int
    band: str
    radius: float | None
    told: str
    opens: str


@dataclass(frozen=True)
class Flow:
    """One line between two places: ends, ties, whether some of them join urban and rural, what it tells."""

    start: tuple[float, float]
    end: tuple[float, float]
    ties: int
    crossing: bool
    told: str


@dataclass(frozen=True)
class Near:
    """What is drawn instead when the map is brought nearer: where it is asked for, and from which nearness on."""

    href: str
    from_zoom: float


@dataclass(frozen=True)
class Background:
    """What lies under the places: as a page asks for it (JSON), and drawn, for a file that stands by itself."""

    asked: str = ""
    svg: str = ""


@dataclass(frozen=True)
class Drawing:
    """A map to be drawn; positions are units of ``plane``'s drawing."""

    plane: Plane
    shapes: Sequence[Shape]
    frames: Sequence[Frame] = ()
    marks: Sequence[Mark] = ()
    flows: Sequence[Flow] = ()
    north: str = "N"
    label: str = ""
    legend: Sequence[LegendEntry] = field(default=())
    heading: str = ""
    notes: Sequence[str] = ()
    near: Near | None = None
    background: Background | None = None


def place_map(drawing: Drawing) -> str:
    """The map as a page takes it in: what is told stands in ``data-told``, and the page finds room for names itself."""
    near = drawing.near
    box = " ".join(f"{one:.1f}" for one in drawing.plane.box)
    more = "" if near is None else f' data-near={quoteattr(near.href)} data-near-from="{near.from_zoom:.2f}"'
    if drawing.background is not None:
        more += f" data-background={quoteattr(drawing.background.asked)}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" class="place-map" role="img" '
        f'aria-label={quoteattr(drawing.label)} data-metres="{drawing.plane.metres:.6f}" data-box="{box}"{more} '
        f"font-family='{FONT}'>"
    )
    return "".join([head, *_map(drawing, named=False), "</svg>"])


def place_map_sheet(drawing: Drawing) -> str:
    """The map as a file that stands by itself: with heading, names, legend, scale and notes."""
    tall = max(HEIGHT, 30 + sum(ROW + 8 * (entry.kind == "head") for entry in drawing.legend))
    high = SHEET_TOP + tall + SHEET_FOOT + 18 * len(drawing.notes)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SHEET_WIDTH} {high}" width="{SHEET_WIDTH}" '
        f"height=\"{high}\" font-family='{FONT}'><title>{escape(drawing.heading)}</title>"
        f'<rect width="{SHEET_WIDTH}" height="{high}" fill="#fff"/>'
        f'<text x="{EDGE}" y="30" font-size="20" font-weight="600" fill="{INK}">{escape(drawing.heading)}</text>'
        f'<text x="{EDGE}" y="52" font-size="13" fill="{INK_2}">{escape(drawing.label)}</text>'
        f'<svg x="0" y="{SHEET_TOP}" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
    )
    out = [
        head,
        *_map(drawing, named=True),
        "</svg>",
        *legend_svg(drawing.legend, left=WIDTH + 14, right=SHEET_WIDTH - EDGE, top=SHEET_TOP + 18),
    ]
    for line, note in enumerate(drawing.notes):
        y = high - 16 - 18 * (len(drawing.notes) - 1 - line)
        out.append(f'<text x="{EDGE}" y="{y}" font-size="12" fill="{INK_3}">{escape(note)}</text>')
    return "".join([*out, "</svg>\n"])


def nearer_map(shapes: Sequence[Shape], marks: Sequence[Mark], *, over_background: bool = False) -> str:
    """What is laid over a map when it is brought nearer, as the inside of a group of it."""
    return "".join(
        [*_places(shapes, titled=False, over=OVER if over_background else 1.0), *_marks(marks, titled=False)]
    )


def _map(drawing: Drawing, *, named: bool) -> Iterator[str]:
    yield PATTERNS
    under = drawing.background
    yield '<g class="view">' if under is None else f'<g class="view">{under.svg or NO_TILES}'
    yield from _places(drawing.shapes, titled=named, over=1.0 if under is None else OVER)
    size = 15 if len(drawing.frames) <= FEW else 13
    yield (
        f'<g class="frames" fill="none" stroke="{CONTROL}" stroke-width="1.4" pointer-events="none" data-size="{size}">'
    )
    for frame in drawing.frames:
        yield f'<path d="{frame.path}"{_naming(frame.name, frame.spot, named=named)}/>'
    yield '</g><g class="flows" fill="none" stroke-linecap="round">'
    most = max((flow.ties for flow in drawing.flows), default=1)
    for flow in sorted(drawing.flows, key=lambda one: (one.crossing, one.ties)):
        yield _flow(flow, most, titled=named)
    yield "</g>"
    yield from _marks(drawing.marks, titled=named)
    yield f'<g class="names" text-anchor="middle" pointer-events="none" {NAME_EDGE}>'
    if named:
        yield from _names(drawing)
    yield "</g></g>"
    yield _scale(drawing.plane.metres)
    yield (
        f'<g class="compass" fill="{INK_2}" {NAME_EDGE}><path d="M22 {HEIGHT - 42}l6 18l-6 -5l-6 5z"/>'
        f'<text x="22" y="{HEIGHT - 8}" font-size="13" text-anchor="middle">{escape(drawing.north)}</text></g>'
    )


def _places(shapes: Iterable[Shape], *, titled: bool, over: float = 1.0) -> Iterator[str]:
    """Places, those of one look together; which stands in front of which does not matter, as none covers another."""
    held: dict[tuple[str, str], list[Shape]] = {}
    for shape in shapes:
        held.setdefault((shape.look, shape.fill), []).append(shape)
    many = sum(map(len, held.values()))
    size = 15 if many <= FEW else 12
    pale = "" if over >= 1 else f' fill-opacity="{over}"'
    yield f'<g class="places" stroke-linejoin="round" fill-rule="evenodd" data-size="{size}"{pale}>'
    for (look, fill), alike in held.items():
        drawn = LOOKS.get(look, 'stroke="#fff" stroke-width="1"')
        yield f'<g class="{look}" {f"fill={quoteattr(fill)} " if fill else ""}{drawn}>'
        for shape in alike:
            told = f" data-key={quoteattr(shape.opens)}{_naming(shape.name, shape.spot, named=titled)}"
            if shape.path:
                yield _told(f'<path d="{shape.path}"{told}', "path", shape.told, titled=titled)
            else:
                (x, y), edge = shape.spot, "" if look in LOOKS else f' stroke="{CONTROL}"'
                round_one = f'<circle cx="{x:g}" cy="{y:g}" r="{POINT_RADIUS}" data-r="{POINT_RADIUS}"{edge}{told}'
                yield _told(round_one, "circle", shape.told, titled=titled)
        yield "</g>"
    yield "</g>"


def _told(begun: str, element: str, told: str, *, titled: bool) -> str:
    """An element with what it tells: as its title in a file, for the page's own words beside the pointer otherwise."""
    if titled:
        return f"{begun}><title>{escape(told)}</title></{element}>"
    return f"{begun} data-told={quoteattr(told)}/>"


def _naming(name: str, spot: tuple[float, float], *, named: bool) -> str:
    """What a page needs to set a name where there is room."""
    return "" if named else f' data-name={quoteattr(name)} data-at="{spot[0]:g} {spot[1]:g}"'


def _flow(flow: Flow, most: int, *, titled: bool) -> str:
    (x1, y1), (x2, y2) = flow.start, flow.end
    dx, dy = x2 - x1, y2 - y1
    bend = 0.16
    cx, cy = (x1 + x2) / 2 - dy * bend, (y1 + y2) / 2 + dx * bend
    width = max(0.8, WIDEST * math.sqrt(flow.ties / most))
    look = (
        f'stroke="{INK}" stroke-opacity="0.5"'
        if flow.crossing
        else f'stroke="{INK_3}" stroke-opacity="0.4" stroke-dasharray="5 5"'
    )
    drawn = f'<path d="M{x1:.1f} {y1:.1f}Q{cx:.1f} {cy:.1f} {x2:.1f} {y2:.1f}" {look} stroke-width="{width:.1f}"'
    return _told(drawn, "path", flow.told, titled=titled)


def _marks(marks: Sequence[Mark], *, titled: bool) -> Iterator[str]:
    yield '<g class="marks">'
    for mark in sorted(marks, key=lambda one: -(one.radius or RADII.get(one.band, 4.0))):
        right, up = spread(mark.nth, step=STEP)
        radius = RADII.get(mark.band, 4.0) if mark.radius is None else mark.radius
        drawn = (
            f'<circle cx="{mark.x + right:.1f}" cy="{mark.y - up:.1f}" r="{radius:.1f}" data-r="{radius:.1f}" '
            f"{mark_look(mark.band)} data-key={quoteattr(mark.opens)}"
        )
        yield _told(drawn, "circle", mark.told, titled=titled)
    yield "</g>"


def _names(drawing: Drawing) -> Iterator[str]:
    """Names where there is room: a frame's name, and where there are few places theirs, may lie over a point."""
    large = 15 if len(drawing.frames) <= FEW else 13
    few = len(drawing.shapes) <= FEW
    size, colour, weight = (15, INK, 600) if few else (12, INK_2, 400)
    frames = [Name(*frame.spot, frame.name, large, INK, 600) for frame in drawing.frames]
    places = [Name(*shape.spot, shape.name, size, colour, weight) for shape in drawing.shapes]
    spots = [(mark.x, mark.y) for mark in drawing.marks if mark.nth == 0]
    yield from names([*frames, *places] if few else frames, [] if few else places, spots)


def _scale(metres_a_unit: float) -> str:
    metres, length = scale_length(metres_a_unit)
    right, y = WIDTH - 20, HEIGHT - 14
    left = right - length
    line = f'<path d="M{left:.1f} {y - 6}v6H{right}v-6" fill="none" '
    return (
        f'<g class="scale">{line}stroke="#fff" stroke-width="4" stroke-opacity="0.85"/>'
        f'{line}stroke="{INK}" stroke-width="1.4"/>'
        f'<text x="{(left + right) / 2:.1f}" y="{y - 6}" font-size="12" text-anchor="middle" fill="{INK_2}" '
        f'stroke="#fff" stroke-width="3" paint-order="stroke">{scale_told(metres)}</text></g>'
    )
