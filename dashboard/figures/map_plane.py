"""Where on a drawing does a spot of the earth lie, how long is a metre there, and how are outlines brought onto it?

North is up, and both ways go by the same measure. What is drawn with it is ``place_map``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from analytics.place_outlines import PlaceOutline, stretch

WIDTH, HEIGHT, EDGE = 1000, 680, 10
FOOT: Final = 30
"""Room below the places for the scale and the compass."""
FINEST: Final = 0.35
"""Units of the drawing under which two corners of an outline are one."""
Points = npt.NDArray[np.float64]


class Plane:
    """From metres of the web map's plane to units of the drawing.

    Parameters
    ----------
    corners
        What has to fit in, shape (n, 2); where there is nothing, the plane's origin.
    """

    def __init__(self, corners: Points) -> None:
        held = corners if len(corners) else np.zeros((1, 2))
        low, high = held.min(axis=0), held.max(axis=0)
        size = np.maximum(high - low, 100.0)
        self.scale = float(min((WIDTH - 2 * EDGE) / size[0], (HEIGHT - 2 * EDGE - FOOT) / size[1]))
        self.middle = (low + high) / 2
        self.metres = 1 / (self.scale * stretch(float(self.middle[1])))
        """Metres on the ground for a unit of the drawing, at the middle of the map."""
        left, top = self.at(np.array([[low[0], high[1]]]))[0]
        right, bottom = self.at(np.array([[high[0], low[1]]]))[0]
        self.box = (float(left), float(top), float(right - left), float(bottom - top))
        """Left, top, width and height of what has to fit in."""

    def at(self, points: npt.ArrayLike) -> Points:
        """Points (n, 2) on the drawing."""
        told = (np.asarray(points, dtype=np.float64).reshape(-1, 2) - self.middle) * self.scale
        return np.column_stack([WIDTH / 2 + told[:, 0], (HEIGHT - FOOT) / 2 - told[:, 1]])


@dataclass(frozen=True)
class Ground:
    """Outlines of places on a drawing: the same for every indicator and day.

    Attributes
    ----------
    plane
        Where things lie.
    paths
        The outline of each place as the ``d`` of a path; empty where only its spot is known.
    spots
        Where the name of each stands, in units of the drawing.
    """

    plane: Plane
    paths: Mapping[str, str]
    spots: Mapping[str, tuple[float, float]]


def grounded(
    outlines: Sequence[PlaceOutline],
    *,
    beside: Points | None = None,
    plane: Plane | None = None,
    finest: float = FINEST,
) -> Ground:
    """Outlines brought onto a drawing.

    Parameters
    ----------
    beside
        Metres (n, 2) of what has to fit in where no place has an outline.
    plane
        That of another drawing, to be laid over it.
    finest
        Units under which two corners are one.
    """
    if plane is None:
        rings = [ring for one in outlines for ring in one.rings]
        spots = [np.array([one.middle]) for one in outlines if not one.rings]
        held = rings + spots if rings or spots else [] if beside is None else [beside]
        plane = Plane(np.vstack(held) if held else np.zeros((0, 2)))
    middles = plane.at([one.middle for one in outlines]).round(1).tolist() if outlines else []
    return Ground(
        plane,
        {one.code: path(one.rings, plane, finest=finest) for one in outlines},
        {one.code: (x, y) for one, (x, y) in zip(outlines, middles, strict=True)},
    )


def path(rings: Iterable[Points], plane: Plane, *, finest: float = FINEST) -> str:
    """Rings as a path; corners that the eye cannot tell apart are one."""
    digits = 1 if finest >= 0.1 else 2
    out = []
    for ring in rings:
        points = plane.at(ring)
        grid = np.round(points / finest)
        kept = np.concatenate([[True], (grid[1:] != grid[:-1]).any(axis=1)])
        if kept.sum() < 3:
            kept[:] = True
        told = points[kept].round(digits).tolist()
        out.append("M" + "L".join(f"{x:g} {y:g}" for x, y in told) + "Z")
    return "".join(out)


def scale_length(metres_a_unit: float, *, longest: float = 190.0) -> tuple[int, float]:
    """A round length on the ground (1, 2 or 5 times a power of ten, in metres) and how long it is drawn."""
    most = longest * metres_a_unit
    power = 10 ** math.floor(math.log10(most))
    told = max(step * power for step in (1, 2, 5) if step * power <= most)
    return max(int(told), 1), max(told, 1) / metres_a_unit


def scale_told(metres: int) -> str:
    """A length as a scale tells it."""
    return f"{metres:,} m" if metres < 10_000 else f"{metres // 1000:,} km"
