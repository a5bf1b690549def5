"""How far are places from each other, in metres over the ground?

Coordinates of places are WGS-84 degrees. What has none is nowhere known, never at 0, 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse
from scipy.spatial import cKDTree

EARTH_METRES = 6_371_008.8
"""Mean radius of the earth, (2a + b) / 3 of WGS-84."""

Floats = npt.NDArray[np.float64]


def with_coordinates(rows: pl.DataFrame, places: pl.DataFrame, *, place: str = "place") -> pl.DataFrame:
    """The rows with ``lon`` and ``lat`` of their place; both null where the place or either of the two is blank."""
    known = places.filter(pl.col("lon").is_not_null() & pl.col("lat").is_not_null())
    told = known.select(pl.col("code").alias(place), "lon", "lat")
    return rows.join(told, on=place, how="left", maintain_order="left")


def metres_between(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Great-circle distance by the haversine formula, shapes as numpy broadcasts them.

    ``2 R asin(sqrt(sin²(Δlat / 2) + cos lat cos lat' sin²(Δlon / 2)))`` with R the mean radius; within 0.6 % of the
    distance on the ellipsoid (Sinnott 1984). The same point: 0.
    """
    here, there = np.radians(lat), np.radians(other_lat)
    turned = np.radians(np.asarray(other_lon) - np.asarray(lon))
    squared = np.sin((there - here) / 2) ** 2 + np.cos(here) * np.cos(there) * np.sin(turned / 2) ** 2
    return np.asarray(2 * EARTH_METRES * np.arcsin(np.sqrt(np.clip(squared, 0.0, 1.0))))


def within_reach(
    lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats, *, metres: float
) -> sparse.csr_array[Any, tuple[int, int]]:
    """Which points lie at most so far from which others; bool, shape (points, others), the bound included."""
    shape = (len(lon), len(other_lon))
    if 0 in shape:
        return sparse.csr_array(shape, dtype=np.bool_)
    near = cKDTree(on_sphere(lon, lat)).sparse_distance_matrix(
        cKDTree(on_sphere(other_lon, other_lat)), chord_of(metres), output_type="coo_matrix"
    )
    rows, columns = near.row, near.col
    kept = metres_between(lon[rows], lat[rows], other_lon[columns], other_lat[columns]) <= metres + 1e-6
    held = np.ones(int(kept.sum()), dtype=np.bool_)
    return sparse.csr_array((held, (rows[kept], columns[kept])), shape=shape)


def chord_of(metres: float) -> float:
    """The straight line, through the unit sphere, between points so far apart; a hair longer, so that none is missed.

    Trees of points find by it; the exact distance decides afterwards.
    """
    return float(2 * np.sin(min(metres / (2 * EARTH_METRES), np.pi / 2)) * (1 + 1e-9) + 1e-12)


def on_sphere(lon: Floats, lat: Floats) -> Floats:
    """Points of the unit sphere; shape (n, 3)."""
    east, north = np.radians(lon), np.radians(lat)
    return np.column_stack((np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)))
