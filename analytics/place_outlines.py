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
from analytics.nearest_land import Ring, hull_of, nearest_land, set_apart

BOUNDARY, PARTS, NEAREST, POINT = "boundary", "parts", "nearest", "point"
RADIUS: Final = 6_378_137.0
"""Of the web map's sphere, in metres."""
STEEPEST: Final = 85.0
"""Degrees of latitude beyond which the projection is of no use."""


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
            own[code] = (joined(pieces), PARTS)
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
        code: joined([cells[part] for part in parts if part in cells and len(cells[part])])
        for code, parts in made.items()
    }
    return {code: rings for code, rings in told.items() if rings}


def joined(rings: Sequence[Ring]) -> tuple[Ring, ...]:
    """The outer line of rings that share borders: an edge that two of them have is within, and left out.

    Corners are one where they agree to a centimetre. Rings whose borders do not meet corner for corner keep them.
    """
    if len(rings) < 2:
        return tuple(rings)
    corners = np.vstack(rings)
    after = np.arange(1, len(corners) + 1)
    ends = np.cumsum([len(ring) for ring in rings])
    after[ends - 1] = np.concatenate([[0], ends[:-1]])
    spots, of = np.unique(np.round(100 * corners), axis=0, return_inverse=True)
    of = of.ravel()
    edges = np.sort(np.column_stack([of, of[after]]), axis=1)
    edges = edges[edges[:, 0] != edges[:, 1]]
    kept, often = np.unique(edges, axis=0, return_counts=True)
    beside: dict[int, list[int]] = {}
    for one, other in kept[often % 2 == 1].tolist():
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    told = []
    while beside:
        way = [next(iter(beside))]
        while here := beside.get(way[-1]):
            onward = here.pop()
            beside[onward].remove(way[-1])
            for spot in (way[-1], onward):
                if not beside[spot]:
                    del beside[spot]
            way.append(onward)
        if len(way) > 3:
            told.append(spots[way[:-1]] / 100)
    return tuple(told)


def _area(ring: Ring) -> float:
    near = ring - ring[0]
    after = np.roll(near, -1, axis=0)
    return float((near[:, 0] * after[:, 1] - after[:, 0] * near[:, 1]).sum()) / 2
