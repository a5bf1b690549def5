"""How is a map of places drawn, so that the screen, a print and a file show the same one?

An SVG: places by class, dotted where unknown, points, lines, names where there is room, north, and a scale in metres.
Which places and classes there are is decided elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import numpy.typing as npt

from analytics.place_outlines import PlaceOutline, stretch
from dashboard.figures.coverage_map import spread
from dashboard.figures.looks import CONTROL, FONT, INK, INK_2, INK_3, LINE_2

WIDTH, HEIGHT, EDGE = 1000, 680, 10
SHEET_WIDTH, SHEET_TOP, SHEET_FOOT = 1290, 66, 46
STOPS = ((223, 232, 241), (179, 201, 223), (123, 161, 199), (58, 103, 150), (27, 58, 92))
"""The blue scale of the pages, light to dark, with a darker end for many classes."""
RADII = {"unknown": 4.4, "small": 4.0, "hidden": 6.0, "band_10": 7.5, "band_50": 10.5, "band_200": 14.0}
WIDEST = 6.0
"""Of a line, in units of the drawing."""
MOST_RADIUS = 22.0
STEP = 7.5
"""Units of the drawing that points at one spot are set apart."""
Box = tuple[float, float, float, float]
FEW_FRAMES = 15
"""Frames up to which their names are set large."""
FINEST = 0.35
"""Units of the drawing under which two corners of an outline are one."""


@dataclass(frozen=True)
class Shape:
    """One place as it is drawn: its outline, the look (``c0`` …, ``unknown``, ``nothing``), what it tells and opens."""

    outline: PlaceOutline
    look: str
    fill: str
    name: str
    told: str
    opens: str


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
class LegendEntry:
    """One line of the legend: a heading (``head``), or a swatch with its meaning and count."""

    kind: str
    text: str
    count: str = ""
    fill: str = ""
    size: float = 0.0


@dataclass(frozen=True)
class Drawing:
    """A map to be drawn."""

    shapes: Sequence[Shape]
    frames: Sequence[tuple[PlaceOutline, str]] = ()
    marks: Sequence[Mark] = ()
    flows: Sequence[Flow] = ()
    north: str = "N"
    label: str = ""
    legend: Sequence[LegendEntry] = field(default=())
    heading: str = ""
    notes: Sequence[str] = ()


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


class Plane:
    """From metres of the plane to units of the drawing: north up, both ways by the same measure.

    Parameters
    ----------
    drawing
        What has to fit in.
    """

    def __init__(self, drawing: Drawing) -> None:
        points = [ring for shape in drawing.shapes for ring in shape.outline.rings]
        points += [np.array([shape.outline.middle]) for shape in drawing.shapes if not shape.outline.rings]
        points += [np.array([[mark.x, mark.y]]) for mark in drawing.marks] if not points else []
        corners = np.vstack(points) if points else np.zeros((1, 2))
        low, high = corners.min(axis=0), corners.max(axis=0)
        size = np.maximum(high - low, 100.0)
        self.scale = float(min((WIDTH - 2 * EDGE) / size[0], (HEIGHT - 2 * EDGE - 30) / size[1]))
        self.middle = (low + high) / 2
        self.metres = 1 / (self.scale * stretch(float(self.middle[1])))
        """Metres on the ground for a unit of the drawing, at the middle of the map."""

    def at(self, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Points (n, 2) on the drawing."""
        told = (np.asarray(points, dtype=np.float64).reshape(-1, 2) - self.middle) * self.scale
        return np.column_stack([WIDTH / 2 + told[:, 0], (HEIGHT - 30) / 2 - told[:, 1]])


def place_map(drawing: Drawing, *, sheet: bool = False) -> str:
    """The map as SVG text; ``sheet`` adds the heading, the legend and the notes, for a file that stands by itself."""
    plane = Plane(drawing)
    if not sheet:
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" class="place-map" role="img" '
            f"aria-label={quoteattr(drawing.label)} data-metres=\"{plane.metres:.6f}\" font-family='{FONT}'>"
        )
        return "".join([head, *_map(drawing, plane), "</svg>"])
    high = SHEET_TOP + max(HEIGHT, 30 + 20 * len(drawing.legend)) + SHEET_FOOT + 18 * len(drawing.notes)
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
        *_map(drawing, plane),
        "</svg>",
        *_legend(drawing.legend, left=WIDTH + 14, top=SHEET_TOP + 18),
    ]
    for line, note in enumerate(drawing.notes):
        y = high - 16 - 18 * (len(drawing.notes) - 1 - line)
        out.append(f'<text x="{EDGE}" y="{y}" font-size="12" fill="{INK_3}">{escape(note)}</text>')
    return "".join([*out, "</svg>\n"])


def _map(drawing: Drawing, plane: Plane) -> Iterator[str]:
    yield PATTERNS
    yield '<g class="view"><g class="places" stroke-linejoin="round">'
    for shape in drawing.shapes:
        yield _shape(shape, plane)
    yield f'</g><g class="frames" fill="none" stroke="{CONTROL}" stroke-width="1.4" pointer-events="none">'
    for outline, _ in drawing.frames:
        yield f'<path d="{_path(outline.rings, plane)}" vector-effect="non-scaling-stroke"/>'
    yield '</g><g class="flows" fill="none" stroke-linecap="round">'
    most = max((flow.ties for flow in drawing.flows), default=1)
    for flow in sorted(drawing.flows, key=lambda one: (one.crossing, one.ties)):
        yield _flow(flow, plane, most)
    yield '</g><g class="marks">'
    for mark in sorted(drawing.marks, key=lambda one: -(one.radius or RADII.get(one.band, 4.0))):
        yield _mark(mark, plane)
    yield '</g><g class="names" text-anchor="middle" pointer-events="none">'
    yield from _names(drawing, plane)
    yield "</g></g>"
    yield _scale(plane.metres)
    yield (
        f'<g class="compass" fill="{INK_2}"><path d="M22 {HEIGHT - 42}l6 18l-6 -5l-6 5z"/>'
        f'<text x="22" y="{HEIGHT - 8}" font-size="13" text-anchor="middle">{escape(drawing.north)}</text></g>'
    )


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


def _shape(shape: Shape, plane: Plane) -> str:
    look = LOOKS.get(shape.look, 'stroke="#fff" stroke-width="1"')
    fill = f'fill="{shape.fill}" ' if shape.fill else ""
    told = f"<title>{escape(shape.told)}</title>"
    opens = f"data-key={quoteattr(shape.opens)} data-name={quoteattr(shape.name)}"
    if shape.outline.rings:
        path = _path(shape.outline.rings, plane)
        drawn = f'<path d="{path}" fill-rule="evenodd" vector-effect="non-scaling-stroke"'
        return f"{drawn} {fill}{look} {opens}>{told}</path>"
    x, y = plane.at(shape.outline.middle)[0]
    look = look.replace('stroke="#fff"', f'stroke="{CONTROL}"')
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" data-r="9" {fill}{look} {opens}>{told}</circle>'


def _path(rings: Sequence[npt.NDArray[np.float64]], plane: Plane) -> str:
    """Rings as a path; corners that the eye cannot tell apart are one."""
    out = []
    for ring in rings:
        points = plane.at(ring)
        grid = np.round(points / FINEST)
        kept = np.r_[True, (grid[1:] != grid[:-1]).any(axis=1)]
        if kept.sum() < 3:
            kept[:] = True
        out.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points[kept]) + "Z")
    return "".join(out)


def _flow(flow: Flow, plane: Plane, most: int) -> str:
    (x1, y1), (x2, y2) = plane.at([flow.start, flow.end])
    dx, dy = x2 - x1, y2 - y1
    bend = 0.16
    cx, cy = (x1 + x2) / 2 - dy * bend, (y1 + y2) / 2 + dx * bend
    width = max(0.8, WIDEST * math.sqrt(flow.ties / most))
    look = (
        f'stroke="{INK}" stroke-opacity="0.5"'
        if flow.crossing
        else f'stroke="{INK_3}" stroke-opacity="0.4" stroke-dasharray="5 5"'
    )
    return (
        f'<path d="M{x1:.1f} {y1:.1f}Q{cx:.1f} {cy:.1f} {x2:.1f} {y2:.1f}" {look} stroke-width="{width:.1f}" '
        f'vector-effect="non-scaling-stroke"><title>{escape(flow.told)}</title></path>'
    )


def mark_look(band: str) -> str:
    """How a point of a band is drawn: open where units have no organisation, dotted where members are unknown."""
    if band == "unknown":
        return f'fill="#fff" stroke="{INK_3}" stroke-width="1.3" stroke-dasharray="1.2 1.8"'
    return f'fill="#fff" fill-opacity="0.86" stroke="{INK}" stroke-width="1.5"'


def _mark(mark: Mark, plane: Plane) -> str:
    right, up = spread(mark.nth, step=STEP)
    x, y = plane.at([mark.x, mark.y])[0] + (right, -up)
    radius = RADII.get(mark.band, 4.0) if mark.radius is None else mark.radius
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" data-r="{radius:.1f}" {mark_look(mark.band)} '
        f'vector-effect="non-scaling-stroke" data-key={quoteattr(mark.opens)}>'
        f"<title>{escape(mark.told)}</title></circle>"
    )


class Taken:
    """Boxes that are taken, by the squares of the drawing that they lie in: thousands of names ask."""

    SQUARE = 60.0

    def __init__(self) -> None:
        self._held: dict[tuple[int, int], list[Box]] = {}

    def add(self, box: Box) -> None:
        """Take a box: left, top, right, bottom."""
        for square in self._squares(box):
            self._held.setdefault(square, []).append(box)

    def free(self, box: Box) -> bool:
        """Whether a box shares nothing with those taken."""
        left, top, right, bottom = box
        return not any(
            left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
            for square in self._squares(box)
            for other in self._held.get(square, ())
        )

    def _squares(self, box: Box) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = (int(one // self.SQUARE) for one in box)
        return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _names(drawing: Drawing, plane: Plane) -> Iterator[str]:
    """Names where there is room: those of the frames first; the others wait for the map to be brought nearer.

    A frame's name, and where there are few places theirs, may lie over a point; another place's may not.
    """
    spots = [plane.at([mark.x, mark.y])[0] for mark in drawing.marks if mark.nth == 0]
    large = 15 if len(drawing.frames) <= FEW_FRAMES else 13
    wanted = [(outline.middle, name, large, INK, 600) for outline, name in drawing.frames]
    few = len(drawing.shapes) <= FEW_FRAMES
    frames = len(wanted) + len(drawing.shapes) * few
    size, colour, weight = (15, INK, 600) if few else (12, INK_2, 400)
    wanted += [(shape.outline.middle, shape.name, size, colour, weight) for shape in drawing.shapes]
    taken = Taken()
    for number, (middle, name, size, colour, weight) in enumerate(wanted):
        if number == frames:
            for east, south in spots:
                taken.add((east - 5, south - 5, east + 5, south + 5))
        x, y = plane.at(middle)[0]
        half = 0.5 * sum(size if ord(sign) > 0x2E80 else 0.56 * size for sign in name)
        box = (x - half, y - 0.75 * size, x + half, y + 0.55 * size)
        free = taken.free(box)
        if free:
            taken.add(box)
        hidden = "" if free else ' display="none"'
        yield (
            f'<text x="{x:.1f}" y="{y + 0.35 * size:.1f}" font-size="{size}" data-size="{size}" fill="{colour}" '
            f'font-weight="{weight}" stroke="#fff" stroke-width="3" stroke-opacity="0.85" paint-order="stroke" '
            f'stroke-linejoin="round"{hidden}>{escape(name)}</text>'
        )


def scale_length(metres_a_unit: float, *, longest: float = 190.0) -> tuple[int, float]:
    """A round length on the ground (1, 2 or 5 times a power of ten, in metres) and how long it is drawn."""
    most = longest * metres_a_unit
    power = 10 ** math.floor(math.log10(most))
    told = max(step * power for step in (1, 2, 5) if step * power <= most)
    return max(int(told), 1), max(told, 1) / metres_a_unit


def scale_told(metres: int) -> str:
    """A length as a scale tells it."""
    return f"{metres:,} m" if metres < 10_000 else f"{metres // 1000:,} km"


def _scale(metres_a_unit: float) -> str:
    metres, length = scale_length(metres_a_unit)
    right, y = WIDTH - 20, HEIGHT - 14
    left = right - length
    return (
        f'<g class="scale"><path d="M{left:.1f} {y - 6}v6H{right}v-6" fill="none" stroke="{INK}" stroke-width="1.4"/>'
        f'<text x="{(left + right) / 2:.1f}" y="{y - 6}" font-size="12" text-anchor="middle" fill="{INK_2}" '
        f'stroke="#fff" stroke-width="3" paint-order="stroke">{scale_told(metres)}</text></g>'
    )


def _legend(entries: Sequence[LegendEntry], *, left: float, top: float) -> Iterator[str]:
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
                f'<text x="{SHEET_WIDTH - EDGE}" y="{y:.0f}" font-size="13" fill="{INK_3}" text-anchor="end">'
                f"{escape(entry.count)}</text>"
            )
        y += 20


def swatch(entry: LegendEntry, left: float = 0.0, top: float = 0.0) -> str:
    """The sign of a legend's line, 28 wide and 12 high from its left upper corner."""
    middle = top + 6
    if entry.kind in ("flow", "crossing"):
        crossing = entry.kind == "crossing"
        look = f'stroke="{INK}"' if crossing else f'stroke="{INK_3}" stroke-dasharray="5 4"'
        return f'<path d="M{left} {middle}h28" {look} stroke-width="2.4"/>'
    if entry.kind == "mark":
        return f'<circle cx="{left + 14}" cy="{middle}" r="{entry.size}" {mark_look(entry.fill)}/>'
    look = LOOKS.get(entry.kind, f'stroke="{LINE_2}"')
    fill = f'fill="{entry.fill}" ' if entry.fill else ""
    return f'<rect x="{left}" y="{top}" width="28" height="12" {fill}{look}/>'


def sized(numbers: Mapping[str, int]) -> dict[str, float]:
    """Radius of a circle for each number, its area in proportion, the greatest ``MOST_RADIUS``."""
    most = max(numbers.values(), default=1)
    return {name: max(3.0, MOST_RADIUS * math.sqrt(number / most)) for name, number in numbers.items()}
