"""Where do the invented communities lie, and what are their outlines?

An outline of the published area and extent, cut into one cell a community; who lives there is ``places``'s business.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from numpy.random import Generator

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]

# The map lies in the open Yellow Sea, so that no real place is told anything.
WEST: Final = 123.2
NORTH: Final = 35.3
_KM_A_DEGREE_NORTH: Final = 110.94
_KM_A_DEGREE_EAST: Final = 111.32 * math.cos(math.radians(35.25))


@dataclass(frozen=True)
class Ground:
    """Kilometres east and south of the north-west corner: the outline, and one cell and its centre a community."""

    outline: Ring
    centres: tuple[Point, ...]
    cells: tuple[Ring, ...]


def draw_ground(
    random: Generator, *, cells: int, square_km: float, east_west_km: float, north_south_km: float
) -> Ground:
    """An outline of exactly this extent and (to a metre's width) this area, cut into cells of much the same size."""
    outline = _outline(random, square_km / (east_west_km * north_south_km), east_west_km, north_south_km)
    centres: list[Point] = []
    while len(centres) < cells:
        point = (random.uniform(0, east_west_km), random.uniform(0, north_south_km))
        if inside(point, outline):
            centres.append(point)
    cut: list[Ring] = []
    for _ in range(12):  # moving each centre to the middle of its cell evens the cells out
        cut = [_cell(index, centres, outline) for index in range(cells)]
        centres = [centre(ring) for ring in cut]
    cut = [_cell(index, centres, outline) for index in range(cells)]
    return Ground(outline, tuple(centres), tuple(cut))


def _outline(random: Generator, share: float, width: float, height: float) -> Ring:
    """A rounded diamond, its sides drawn in until it fills ``share`` of its box."""
    waves = [(k, random.uniform(0.015, 0.03), random.uniform(0, 2 * math.pi)) for k in (3, 5, 7, 11)]

    def ring(power: float) -> Ring:
        points = []
        for step in range(120):
            angle = 2 * math.pi * step / 120
            flat = (abs(math.cos(angle)) ** power + abs(math.sin(angle)) ** power) ** (-1 / power)
            radius = flat * (1 + sum(a * math.sin(k * angle + p) for k, a, p in waves))
            points.append((radius * math.cos(angle), radius * math.sin(angle)))
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        north, south = min(y for _, y in points), max(y for _, y in points)
        return tuple(((x - west) / (east - west) * width, (y - north) / (south - north) * height) for x, y in points)

    low, high = 0.4, 2.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if area(ring(middle)) < share * width * height else (low, middle)
    return ring((low + high) / 2)


def _cell(index: int, centres: Sequence[Point], outline: Ring) -> Ring:
    """The part of the outline nearer to one centre than to any other."""
    ring: Sequence[Point] = outline
    x, y = centres[index]
    others = sorted((p for i, p in enumerate(centres) if i != index), key=lambda p: (p[0] - x) ** 2 + (p[1] - y) ** 2)
    for other in others[:24]:
        ring = _nearer(ring, (x, y), other)
    return tuple(ring)


def _nearer(ring: Sequence[Point], here: Point, there: Point) -> list[Point]:
    """Cut away what is nearer to ``there`` (Sutherland-Hodgman against one line)."""
    dx, dy = there[0] - here[0], there[1] - here[1]
    bound = dx * (here[0] + there[0]) / 2 + dy * (here[1] + there[1]) / 2
    kept: list[Point] = []
    for start, end in zip(ring, [*ring[1:], ring[0]], strict=True):
        a, b = dx * start[0] + dy * start[1] - bound, dx * end[0] + dy * end[1] - bound
        if a <= 0:
            kept.append(start)
        if (a < 0 < b) or (b < 0 < a):
            at = a / (a - b)
            kept.append((start[0] + at * (end[0] - start[0]), start[1] + at * (end[1] - start[1])))
    return kept


def area(ring: Sequence[Point]) -> float:
    """Square kilometres inside a ring, whichever way round it runs."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def centre(ring: Sequence[Point]) -> Point:
    """The centre of gravity of what a ring encloses."""
    twice, x, y = 0.0, 0.0, 0.0
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        twice, x, y = twice + cross, x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return x / (3 * twice), y / (3 * twice)


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a point lies inside a ring."""
    x, y = point
    odd = False
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]):
            odd = not odd
    return odd


def point_in(random: Generator, ring: Sequence[Point]) -> Point:
    """A point somewhere inside a ring."""
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    north, south = min(y for _, y in ring), max(y for _, y in ring)
    while True:
        point = (random.uniform(west, east), random.uniform(north, south))
        if inside(point, ring):
            return point


def joined(rings: Sequence[Ring]) -> list[Ring]:
    """The outlines of what the rings cover together: edges that two of them share fall away."""
    edges: dict[Point, list[Point]] = {}
    for ring in rings:
        points = [(round(x, 5), round(y, 5)) for x, y in ring]
        for start, end in zip(points, [*points[1:], points[0]], strict=True):
            if start == end:
                continue
            if start in edges.get(end, []):
                edges[end].remove(start)
            else:
                edges.setdefault(start, []).append(end)
    chains: list[Ring] = []
    while any(edges.values()):
        first = next(point for point, ends in edges.items() if ends)
        chain = [first]
        while edges.get(chain[-1]):
            chain.append(edges[chain[-1]].pop())
            if chain[-1] == first:
                break
        if len(chain) > 3:
            chains.append(tuple(chain[:-1]))
    return chains


def degrees(point: Point) -> Point:
    """Longitude and latitude (WGS-84) of a point of the ground."""
    return round(WEST + point[0] / _KM_A_DEGREE_EAST, 6), round(NORTH - point[1] / _KM_A_DEGREE_NORTH, 6)


def geometry(rings: Sequence[Ring]) -> str:
    """GeoJSON text of one outline, or of several that do not touch."""
    drawn = []
    for ring in rings:
        points = [list(degrees(point)) for point in ring]
        drawn.append([[*points, points[0]]])
    if len(drawn) == 1:
        return json.dumps({"type": "Polygon", "coordinates": drawn[0]})
    return json.dumps({"type": "MultiPolygon", "coordinates": drawn})
