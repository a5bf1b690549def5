"""Where does each rectangle of a treemap lie?

Squarified layout (Bruls, Huizing, van Wijk 2000) of values into a rectangle. Colours and words are the page's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rectangle:
    """One rectangle, in the units of what it was laid out in; ``x`` and ``y`` are its upper left corner."""

    x: float
    y: float
    width: float
    height: float


def squarified(values: Sequence[float], *, width: float, height: float) -> list[Rectangle]:
    """One rectangle a value, its area in proportion, as square as can be.

    Parameters
    ----------
    values
        Positive sizes; laid out from the largest to the smallest, equal ones in their order.
    width, height
        Of the rectangle to fill; positive.

    Returns
    -------
    list of Rectangle
        In the order of ``values``; empty for none.
    """
    order = sorted(range(len(values)), key=lambda place: -values[place])
    scale = width * height / sum(values) if values else 0.0
    laid: dict[int, Rectangle] = {}
    left, x, y = list(order), 0.0, 0.0
    while left:
        side = min(width, height)
        row = [left[0]]
        while len(row) < len(left) and _worst([*row, left[len(row)]], values, side, scale) <= _worst(
            row, values, side, scale
        ):
            row.append(left[len(row)])
        thick = sum(values[place] for place in row) * scale / side
        along = 0.0
        for place in row:
            length = values[place] * scale / thick
            laid[place] = (
                Rectangle(x, y + along, thick, length) if height <= width else Rectangle(x + along, y, length, thick)
            )
            along += length
        if height <= width:
            x, width = x + thick, width - thick
        else:
            y, height = y + thick, height - thick
        left = left[len(row) :]
    return [laid[place] for place in range(len(values))]


def _worst(row: Sequence[int], values: Sequence[float], side: float, scale: float) -> float:
    """The longest ratio of sides in a row laid along ``side``."""
    sizes = [values[place] * scale for place in row]
    total = sum(sizes)
    return max(side * side * max(sizes) / total**2, total**2 / (side * side * min(sizes)))
