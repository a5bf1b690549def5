"""What is the outline of each place of a level: its boundary, that of its parts, or the land nearest to it?

Plane geometry in metres of the web map projection. Boundaries come as rows; drawing is the dashboard's business.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from analytics.coverage import places_above

BOUNDARY, PARTS, NEAREST, POINT = "boundary", "parts", "nearest", "point"
RADIUS: Final = 6_378_137.0
"""Of the web map's sphere, in metres."""
MARGIN: Final = 0.08
"""How far the hull of places is drawn out around them, as a share of its width: no place lies on the edge."""
STEEPEST: Final = 85.0
"""Degrees of latitude beyond which the projection is of no use."""

Ring = npt.NDArray[np.float64]


@dataclass(frozen=True)
class PlaceOutline:
    """One place on the plane.

    Attributes
    ----------
    code
        The place.
    rings
        Arrays (n, 2) of metres; where one lies within another it is a hole (even-odd rule). Empty for ``point``.
    middle
        Where its name stands, and where its ties end.
    kind
        ``boundary`` (its own), ``parts`` (the boundaries of what lies below it), ``nearest`` (the land nearer to it, or
        to what lies below it, than to another place: a Voronoi cell), ``point`` (only where it lies is known).
    """

    code: str
    rings: tuple[Ring, ...]
    middle: tuple[float, float]
    kind: str


def projected(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Ring:
    """Degrees as metres of the web map (spherical Mercator), shape (n, 2); true to scale at the equator alone."""
    east = np.radians(np.asarray(lon, dtype=np.float64)) * RADIUS
    up = np.radians(np.clip(np.asarray(lat, dtype=np.float64), -STEEPEST, STEEPEST))
    north = np.log(np.tan(np.pi / 4 + up / 2)) * RADIUS
    return np.column_stack([np.atleast_1d(east), np.atleast_1d(north)])


def stretch(north: float) -> float:
    """Metres of the projection for a metre on the ground, at a height of the plane."""
    return math.cosh(north / RADIUS)


def place_outlines(
    places: pl.DataFrame, boundaries: pl.DataFrame, *, level: str, codes: Iterable[str] | None = None
) -> list[PlaceOutline]:
    """The outlines of the places of a level, sorted by code; a place without any position has none.

    Parameters
    ----------
    places
        ``code, kind, parent, lon, lat`` of the whole region.
    boundaries
        ``place, geometry`` (GeoJSON text of a Polygon or MultiPolygon).
    level
        A kind of place.
    codes
        Only these places; all of the level where it is None.

    Notes
    -----
    Where some place of the level has a boundary, of its own or of the communities below it, the others are points.
    Where none has, each is the land nearest to it, within the hull of all places drawn out by ``MARGIN``; a level
    above the community is then made of the land of its communities.
    """
    wanted = places.filter(pl.col("kind") == level)
    if codes is not None:
        wanted = wanted.filter(pl.col("code").is_in(list(codes)))
    drawn = {row["place"]: rings_of(row["geometry"]) for row in boundaries.iter_rows(named=True)}
    drawn = {code: rings for code, rings in drawn.items() if rings}
    at = {code: (lon, lat) for code, lon, lat in places.select("code", "lon", "lat").drop_nulls().iter_rows()}
    below = parts_of(places, wanted.get_column("code"))
    asked = wanted.get_column("code").sort().to_list()
    own = {code: (drawn[code], BOUNDARY) for code in asked if code in drawn}
    for code in asked:
        pieces = [ring for part in below.get(code, ()) if part in drawn for ring in drawn[part]]
        if code not in own and pieces:
            own[code] = (tuple(pieces), PARTS)
    if not own:
        own = {code: (rings, NEAREST) for code, rings in _nearest(asked, below, at).items()}
    told = []
    for code in asked:
        if code in own:
            rings, kind = own[code]
            told.append(PlaceOutline(code, rings, middle_of(rings), kind))
        elif code in at:
            told.append(PlaceOutline(code, (), tuple(projected(*at[code])[0].tolist()), POINT))
    return told


def parts_of(places: pl.DataFrame, wanted: pl.Series) -> dict[str, list[str]]:
    """The communities below each place that is asked for, by its code."""
    communities = places.filter(pl.col("kind") == "community").get_column("code")
    pairs = places_above(places, communities).filter(pl.col("code").is_in(wanted.implode()))
    told: dict[str, list[str]] = {}
    for part, code in pairs.sort("code", "place").select("place", "code").iter_rows():
        if part != code:
            told.setdefault(code, []).append(part)
    return told


def rings_of(geometry: str) -> tuple[Ring, ...]:
    """All rings of a Polygon or MultiPolygon, holes too; empty for anything else."""
    told: Mapping[str, Any] = json.loads(geometry)
    coordinates: Any = told.get("coordinates")
    polygons: Sequence[Any] = (
        [coordinates] if told.get("type") == "Polygon" else coordinates if told.get("type") == "MultiPolygon" else []
    )
    rings = []
    for polygon in polygons or ():
        for ring in polygon:
            points = np.asarray([point[:2] for point in ring], dtype=np.float64)
            if len(points) > 2:
                rings.append(projected(points[:, 0], points[:, 1]))
    return tuple(rings)


def middle_of(rings: Sequence[Ring]) -> tuple[float, float]:
    """The centre of mass of the largest ring; the mean of its corners where it encloses nothing."""
    best, most = rings[0], -1.0
    for ring in rings:
        size = abs(_area(ring))
        if size > most:
            best, most = ring, size
    if most < 1e-9:
        east, north = best.mean(axis=0).tolist()
        return east, north
    start = best[0]
    ring = best - start  # near zero: products of web metres lose the digits that matter
    after = np.roll(ring, -1, axis=0)
    cross = ring[:, 0] * after[:, 1] - after[:, 0] * ring[:, 1]
    centre = ((ring + after) * cross[:, None]).sum(axis=0) / (3 * cross.sum()) + start
    return float(centre[0]), float(centre[1])


def nearest_land(points: Ring, hull: Ring) -> list[Ring]:
    """The part of a convex hull that is nearer to each point than to any other; (n, 2) in, a ring each.

    Points that coincide must have been set apart. Empty rings are possible for points outside the hull.
    """
    from scipy.spatial import Voronoi

    low, high = hull.min(axis=0), hull.max(axis=0)
    middle, size = (low + high) / 2, float(np.max(high - low)) or 1.0
    # Four points far away close every cell of the others; the hull then cuts them.
    far = middle + 50 * size * np.array([[-1.0, 0], [1, 0], [0, -1], [0, 1]])
    diagram = Voronoi(np.vstack([points, far]) - middle)
    vertices = diagram.vertices + middle
    within = _within(vertices, hull)
    told = []
    for one in range(len(points)):
        corners = diagram.regions[diagram.point_region[one]]
        ring = vertices[corners]
        around = ring - ring.mean(axis=0)
        ring = ring[np.argsort(np.arctan2(around[:, 1], around[:, 0]))]
        told.append(ring if within[corners].all() else clipped(ring, hull))  # only those at the edge have to be cut
    return told


def _within(points: Ring, hull: Ring) -> npt.NDArray[np.bool_]:
    """Whether points (n, 2) lie within a convex hull that runs counter-clockwise; shape (n,)."""
    edge = np.roll(hull, -1, axis=0) - hull
    held = np.ones(len(points), dtype=bool)
    for (across, up), (east, north) in zip(edge, hull, strict=True):
        held &= across * (points[:, 1] - north) - up * (points[:, 0] - east) >= 0
    return held


def clipped(ring: Ring, hull: Ring) -> Ring:
    """What of a ring lies within a convex hull that runs counter-clockwise (Sutherland and Hodgman 1974)."""
    kept = ring
    for start, end in zip(hull, np.roll(hull, -1, axis=0), strict=True):
        if not len(kept):
            break
        edge = end - start
        side = edge[0] * (kept[:, 1] - start[1]) - edge[1] * (kept[:, 0] - start[0])
        points = []
        for one, other, here, there in zip(kept, np.roll(kept, -1, axis=0), side, np.roll(side, -1), strict=True):
            if here >= 0:
                points.append(one)
            if (here >= 0) != (there >= 0):
                points.append(one + (other - one) * here / (here - there))
        kept = np.array(points).reshape(-1, 2)
    return kept


def hull_of(points: Ring) -> Ring:
    """The convex hull of points, counter-clockwise, drawn out by ``MARGIN``; around few or a line a box."""
    from scipy.spatial import ConvexHull, QhullError

    low, high = points.min(axis=0), points.max(axis=0)
    room = max(MARGIN * float(np.max(high - low)), 200.0)
    try:
        around = points[ConvexHull(points).vertices]
    except (QhullError, ValueError):
        around = np.array([low, [high[0], low[1]], high, [low[0], high[1]]])
    turns = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    disc = room * np.column_stack([np.cos(turns), np.sin(turns)])
    grown = (around[:, None, :] + disc[None, :, :]).reshape(-1, 2)
    return np.asarray(grown[ConvexHull(grown).vertices])


def _nearest(
    asked: Sequence[str], below: Mapping[str, Sequence[str]], at: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[Ring, ...]]:
    """Cells of the places asked for, or of the communities of which each consists."""
    made = {code: [part for part in below.get(code, ()) if part in at] or [code] for code in asked}
    sites = sorted({part for parts in made.values() for part in parts if part in at})
    if not sites:
        return {}
    points = set_apart(projected(*np.array([at[code] for code in sites]).T))
    cells = dict(zip(sites, nearest_land(points, hull_of(points)), strict=True))
    told = {
        code: tuple(cells[part] for part in parts if part in cells and len(cells[part])) for code, parts in made.items()
    }
    return {code: rings for code, rings in told.items() if rings}


def set_apart(points: Ring) -> Ring:
    """Points of which no two coincide: those at one spot are set on a small spiral around it, the first on the spot."""
    _, of, number = np.unique(points.round(3), axis=0, return_inverse=True, return_counts=True)
    if number.max(initial=1) < 2:
        return points
    order = np.argsort(of.ravel(), kind="stable")
    begins = np.concatenate([[0], np.cumsum(number)[:-1]])
    nth = np.empty(len(points))
    nth[order] = np.arange(len(points)) - np.repeat(begins, number)
    step = 1e-3 * max(float(np.max(np.ptp(points, axis=0))), 1000.0)
    angle, far = nth * math.pi * (3 - math.sqrt(5)), step * np.sqrt(nth)
    return points + np.column_stack([far * np.cos(angle), far * np.sin(angle)])


def _area(ring: Ring) -> float:
    near = ring - ring[0]
    after = np.roll(near, -1, axis=0)
    return float((near[:, 0] * after[:, 1] - after[:, 0] * near[:, 1]).sum()) / 2
