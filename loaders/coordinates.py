"""Where on the globe is a point that a Chinese map service gave: GCJ-02 and BD-09 turned into WGS-84?

Arrays in, arrays out, and the columns and outlines of a hand-in. Whether a point can be right is told in ``positions``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from loaders.faults import WARNING, faults_at

SYSTEMS: Final = ("wgs84", "gcj02", "bd09")
"""The systems of coordinates that can be read."""
SEMI_MAJOR_AXIS: Final = 6_378_245.0
ECCENTRICITY_SQUARED: Final = 0.00669342162296594323
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""The frame in which the services move points; outside it nothing is moved."""
EXACT: Final = 1e-10
"""Degrees, a hundredth of a millimetre: so near the inverse comes before it stops."""
MOST_STEPS: Final = 50

Degrees: TypeAlias = NDArray[np.float64]
Pair: TypeAlias = tuple[Degrees, Degrees]


def to_wgs84(lon: Degrees, lat: Degrees, *, system: str) -> Pair:
    """Longitudes and latitudes in WGS-84.

    The shift to GCJ-02 has no inverse in closed form: it is found by iteration, to less than a millimetre.

    Parameters
    ----------
    lon, lat
        Degrees, any shape, NaN where unknown.
    system
        ``wgs84``, ``gcj02`` (Amap, Tencent) or ``bd09`` (Baidu).

    Returns
    -------
    tuple
        New arrays; points outside China's frame as they were.

    Raises
    ------
    KeyError
        For another system.
    """
    forward: Mapping[str, Callable[[Degrees, Degrees], Pair]] = {
        "wgs84": lambda x, y: (x, y),
        "gcj02": gcj02_from_wgs84,
        "bd09": bd09_from_wgs84,
    }
    moved = forward[system]
    x, y = lon.copy(), lat.copy()
    inside = _in_frame(lon, lat)
    for _ in range(MOST_STEPS):
        there_x, there_y = moved(x, y)
        step_x, step_y = np.where(inside, lon - there_x, 0.0), np.where(inside, lat - there_y, 0.0)
        x, y = x + step_x, y + step_y
        if not (np.abs(step_x) > EXACT).any() and not (np.abs(step_y) > EXACT).any():
            break
    return x, y


def gcj02_from_wgs84(lon: Degrees, lat: Degrees) -> Pair:
    """Points as the official encryption moves them; outside China's frame as they were.

    The formula became known by reverse engineering and is published in many libraries (eviltransform, coordtransform).
    """
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    waves = (20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20.0 * np.sin(np.pi * y) + 40.0 * np.sin(np.pi * y / 3.0)) * 2.0 / 3.0
    north += (160.0 * np.sin(np.pi * y / 12.0) + 320.0 * np.sin(np.pi * y / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20.0 * np.sin(np.pi * x) + 40.0 * np.sin(np.pi * x / 3.0)) * 2.0 / 3.0
    east += (150.0 * np.sin(np.pi * x / 12.0) + 300.0 * np.sin(np.pi * x / 30.0)) * 2.0 / 3.0
    radians = np.radians(lat)
    bulge = 1.0 - ECCENTRICITY_SQUARED * np.sin(radians) ** 2
    meridian = SEMI_MAJOR_AXIS * (1.0 - ECCENTRICITY_SQUARED) / (bulge * np.sqrt(bulge))
    parallel = SEMI_MAJOR_AXIS / np.sqrt(bulge) * np.cos(radians)
    inside = _in_frame(lon, lat)
    return (
        np.where(inside, lon + np.degrees(east / parallel), lon),
        np.where(inside, lat + np.degrees(north / meridian), lat),
    )


def bd09_from_gcj02(lon: Degrees, lat: Degrees) -> Pair:
    """Points as Baidu moves them on from GCJ-02."""
    turn = np.pi * 3000.0 / 180.0
    far = np.hypot(lon, lat) + 0.00002 * np.sin(lat * turn)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * turn)
    return far * np.cos(angle) + 0.0065, far * np.sin(angle) + 0.006


def bd09_from_wgs84(lon: Degrees, lat: Degrees) -> Pair:
    """Points as Baidu shows them; outside China's frame as they were."""
    x, y = bd09_from_gcj02(*gcj02_from_wgs84(lon, lat))
    inside = _in_frame(lon, lat)
    return np.where(inside, x, lon), np.where(inside, y, lat)


def places_in_wgs84(rows: pl.DataFrame, *, system: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of places with ``lon`` and ``lat`` in WGS-84, and what is told of those that have only one of the two.

    Half a point is warned of; in a system that is not WGS-84 it cannot be turned and becomes unknown.
    """
    half = rows.get_column("lon").is_null() != rows.get_column("lat").is_null()
    value = pl.coalesce("lon", "lat")
    told = faults_at(rows.filter(half), "half_a_point", severity=WARNING, column="lon", value=value)
    if system == "wgs84":
        return rows, told
    lon, lat = (rows.get_column(name).fill_null(np.nan).to_numpy() for name in ("lon", "lat"))
    x, y = to_wgs84(lon, lat, system=system)
    turned = rows.with_columns(pl.Series("lon", x).fill_nan(None), pl.Series("lat", y).fill_nan(None))
    return turned.with_columns(pl.when(~half).then(pl.col(name)).alias(name) for name in ("lon", "lat")), told


def boundaries_in_wgs84(rows: pl.DataFrame, *, system: str) -> pl.DataFrame:
    """Rows of boundaries with their outlines in WGS-84."""
    if system == "wgs84" or rows.is_empty():
        return rows
    outlines = [None if text is None else _outline(text, system) for text in rows.get_column("geometry").to_list()]
    return rows.with_columns(pl.Series("geometry", outlines, dtype=pl.String))


def positions_of(geometry: Mapping[str, Any]) -> Degrees:
    """Every position of a Polygon or MultiPolygon, one row each: longitude, latitude."""
    rings = (
        geometry["coordinates"] if geometry["type"] == "Polygon" else [r for p in geometry["coordinates"] for r in p]
    )
    return np.array([point[:2] for ring in rings for point in ring], dtype=np.float64)


def _in_frame(lon: Degrees, lat: Degrees) -> NDArray[np.bool_]:
    return (lon > WEST) & (lon < EAST) & (lat > SOUTH) & (lat < NORTH)


def _outline(text: str, system: str) -> str:
    geometry = json.loads(text)
    points = positions_of(geometry)
    turned = iter(np.round(np.column_stack(to_wgs84(points[:, 0], points[:, 1], system=system)), 9).tolist())

    def ring(points: list[Any]) -> list[Any]:
        return [[*next(turned), *point[2:]] for point in points]

    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [ring(one) for one in parts]
    else:
        parts = [[ring(one) for one in polygon] for polygon in parts]
    return json.dumps({**geometry, "coordinates": parts}, separators=(",", ":"))
