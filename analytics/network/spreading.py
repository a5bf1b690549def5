"""How are the marks of a layout pushed apart until no two touch?

Moves what may move and nothing else; where marks stand first is ``layout``'s.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree


def spread(
    positions: NDArray[np.float64], groups: NDArray[np.int64], *, free: NDArray[np.bool_], steps: int = 120
) -> NDArray[np.float64]:
    """Positions pushed apart until no two marks touch, those of two groups further than those of one.

    Parameters
    ----------
    positions
        (n, 2), no not-a-number.
    groups
        (n,): of two groups means farther apart.
    free
        (n,): what may move; the others stay exactly where they are.
    steps
        Most rounds of pushing.
    """
    place = positions.copy()
    if len(place) < 2:
        return place
    near = 0.72 * float(np.sqrt(np.prod(np.maximum(np.ptp(place, axis=0), 1e-9)) / len(place)))
    for _ in range(steps):
        pairs = cKDTree(place).query_pairs(1.5 * near, output_type="ndarray")
        if not len(pairs):
            break
        i, j = pairs[:, 0], pairs[:, 1]
        away = place[i] - place[j]
        far = np.hypot(away[:, 0], away[:, 1])
        want = np.where(groups[i] == groups[j], near, 1.5 * near)
        short = np.maximum(want - far, 0.0)
        if not short.any():
            break
        apart = np.where(far[:, None] > 1e-9, away / np.maximum(far, 1e-9)[:, None], [1.0, 0.0])
        push = 0.3 * short[:, None] * apart
        moved = np.zeros_like(place)
        np.add.at(moved, i, push)
        np.add.at(moved, j, -push)
        place[free] += moved[free]
    return place
