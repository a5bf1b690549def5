"""Where to draw each node of a network too large for one picture, given the part (a place) each node lies in?

Every part is a disc with a layout of its own, the discs beside those they have ties with, none over another. Which
parts there are is the caller's business; nothing is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.communities import communities
from analytics.network.graph import sparse_of
from analytics.network.layout import clear_discs, layout, settle
from analytics.network.spreading import spread

MARGIN = 1.15
"""Free ring around the nodes of a part, as a multiple of their disc."""


@dataclass(frozen=True)
class PartedLayout:
    """A layout part by part.

    Attributes
    ----------
    positions
        float64 (n, 2), no not-a-number: a node without ties in its part stands in the ring around it.
    groups
        int64 (n,): communities of ties within a part, numbered from 0 by size, then by first node; -1 for a node
        without ties in its part.
    middle, radius
        float64 (parts, 2) and (parts,): the disc of each part; radius 0 of a part without nodes.
    """

    positions: NDArray[np.float64]
    groups: NDArray[np.int64]
    middle: NDArray[np.float64]
    radius: NDArray[np.float64]


def layout_in_parts(adjacency: sparse.csr_array, part: NDArray[np.int64], *, seed: int) -> PartedLayout:
    """Positions of the nodes of an undirected network, part by part; the same for the same seed.

    The cost is that of laying out each part, so it grows with the parts and not with the square of the nodes.

    Parameters
    ----------
    adjacency
        (n, n) symmetric, no loops; a heavier tie pulls more.
    part
        int64 (n,), from 0: the part each node lies in.
    seed
        As ``layout`` takes it.
    """
    n = part.size
    parts = int(part.max(initial=-1)) + 1
    inner, groups = np.zeros((n, 2)), np.full(n, -1, dtype=np.int64)
    radius = np.zeros(parts)
    order = np.argsort(part, kind="stable")
    bounds = np.searchsorted(part[order], np.arange(parts + 1))
    told = 0
    for number in range(parts):
        nodes = order[bounds[number] : bounds[number + 1]]
        if not nodes.size:
            continue
        inside = sparse.csr_array(adjacency[nodes][:, nodes])
        tied = np.diff(inside.indptr) > 0
        label = np.zeros(nodes.size, dtype=np.int64)
        if tied.any():
            _, label[tied] = np.unique(communities(inside, seed=seed).label[tied], return_inverse=True)
            groups[nodes[tied]] = told + label[tied]
            told += int(label.max()) + 1
        inner[nodes], radius[number] = _disc(inside, label, seed=seed)
    middle = _middles(adjacency, part, radius)
    return PartedLayout(inner + middle[part] if n else inner, _by_size(groups), middle, radius)


def _disc(inside: sparse.csr_array, group: NDArray[np.int64], *, seed: int) -> tuple[NDArray[np.float64], float]:
    """A part around (0, 0) and the radius it takes: room for each node, whatever its forces would make of it."""
    n = inside.shape[0]
    wide = 0.72 * float(np.sqrt(n)) + 0.3
    place = layout(inside, seed=seed)
    tied = np.isfinite(place[:, 0])
    if tied.any():
        held = place[tied] - (place[tied].min(axis=0) + place[tied].max(axis=0)) / 2
        far = np.hypot(held[:, 0], held[:, 1])
        # By rank: what forces drew into a knot, or far out, fills the disc evenly and keeps its direction.
        rank = np.empty(far.size)
        rank[np.argsort(far, kind="stable")] = np.sqrt((np.arange(far.size) + 0.5) / far.size)
        reach = wide * (0.95 if tied.all() else 0.8)
        even = held / np.maximum(far, 1e-9)[:, None] * (rank * reach)[:, None]
        shape = held * (reach / max(float(far.max()), 1e-9))
        place[tied] = spread(0.85 * even + 0.15 * shape, group[tied], free=np.ones(int(tied.sum()), dtype=np.bool_))
        place[tied] *= reach / max(float(np.hypot(*place[tied].T).max()), 1e-9)
    alone = np.flatnonzero(~tied)
    turn = np.arange(alone.size)
    if tied.any():  # a ring around the others
        angle, out = turn * (2.0 * np.pi / max(alone.size, 1)), np.full(alone.size, wide)
    else:  # a sunflower: nobody over another
        angle, out = turn * (np.pi * (3.0 - np.sqrt(5.0))), wide * np.sqrt((turn + 0.5) / max(alone.size, 1))
    place[alone] = np.column_stack([np.cos(angle), np.sin(angle)]) * out[:, None]
    return place, wide * MARGIN


def _middles(adjacency: sparse.csr_array, part: NDArray[np.int64], radius: NDArray[np.float64]) -> NDArray[np.float64]:
    """The middle of each part's disc: near the parts it has ties with, over none."""
    parts = radius.size
    if parts < 2:
        return np.zeros((parts, 2))
    cells = sparse.coo_array(adjacency)
    a, b = part[cells.coords[0]], part[cells.coords[1]]
    across = a != b
    between = sparse_of(a[across], b[across], cells.data[across].astype(np.float64), nodes=parts)
    middle: NDArray[np.float64] = settle(between) * float(radius.mean()) * 0.6
    clear_discs(middle, radius)
    return middle


def _by_size(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    held = groups[groups >= 0]
    if not held.size:
        return groups
    label, first, size = np.unique(held, return_index=True, return_counts=True)
    rank = np.empty(label.max() + 1, dtype=np.int64)
    rank[label[np.lexsort((first, -size))]] = np.arange(label.size)
    return np.asarray(np.where(groups >= 0, rank[np.maximum(groups, 0)], -1), dtype=np.int64)
