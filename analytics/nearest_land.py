"""Which part of the land is nearer to each of many points than to any other?

Voronoi cells within a convex hull, in plane geometry. Which points places are is ``place_outlines``.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

MARGIN: Final = 0.08
"""How far the hull of places is drawn out around them, as a share of its width: no place lies on the edge."""

Ring = npt.NDArray[np.float64]


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
