"""Where to draw each node: near its ties, communities apart, components packed; the same picture for the same network.

Draws nothing. Meant for a few thousand nodes, beyond which a picture of every node says little.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.communities import communities
from analytics.network.compiled import kernel
from analytics.network.cuts import components
from analytics.network.graph import csr_of, sparse_of

STEPS = 300
PAIRS = 600_000_000
GAP = 3.0


@kernel
def _settle(indptr, indices, pull, place, group, free, heat, steps):  # type: ignore[no-untyped-def]
    """Move the ``free`` rows of ``place`` (n, 2) by forces: all push apart, ties pull, groups and the middle hold.

    Fruchterman and Reingold (1991) with gravity; ``heat``, the longest step, falls to nothing.
    """
    n = indptr.size - 1
    groups = group.max() + 1
    force = np.empty((n, 2))
    middle = np.empty((groups, 2))
    size = np.empty(groups)
    for step in range(steps):
        force[:] = 0.0
        middle[:] = 0.0
        size[:] = 0.0
        for i in range(n):
            for j in range(i + 1, n):
                dx = place[i, 0] - place[j, 0]
                dy = place[i, 1] - place[j, 1]
                push = 1.0 / (dx * dx + dy * dy + 1e-4)
                force[i, 0] += dx * push
                force[i, 1] += dy * push
                force[j, 0] -= dx * push
                force[j, 1] -= dy * push
            middle[group[i], 0] += place[i, 0]
            middle[group[i], 1] += place[i, 1]
            size[group[i]] += 1.0
        for i in range(n):
            for e in range(indptr[i], indptr[i + 1]):
                j = indices[e]
                dx = place[j, 0] - place[i, 0]
                dy = place[j, 1] - place[i, 1]
                far = math.sqrt(dx * dx + dy * dy) * pull[e]
                if group[i] != group[j]:
                    far *= 0.35
                force[i, 0] += dx * far
                force[i, 1] += dy * far
            for axis in range(2):
                home = middle[group[i], axis] / size[group[i]]
                force[i, axis] += 0.15 * (home - place[i, axis]) - 0.03 * place[i, axis]
        longest = heat * (1.0 - step / steps) ** 1.5
        for i in range(n):
            length = math.sqrt(force[i, 0] ** 2 + force[i, 1] ** 2)
            if free[i] and length > 0.0:
                part = min(longest, length) / length
                place[i, 0] += force[i, 0] * part
                place[i, 1] += force[i, 1] * part


@kernel
def _part(place, group, reach, steps):  # type: ignore[no-untyped-def]
    """Push rows of ``place`` (n, 2) of one ``group`` apart until 1 lies between them, within ``reach`` of (0, 0).

    Changes ``place``. Rows of different groups do not see each other; ``reach`` has one number a group.
    """
    n = place.shape[0]
    for _ in range(steps):
        moved = 0.0
        for i in range(n):
            for j in range(i + 1, n):
                if group[i] != group[j]:
                    continue
                dx = place[i, 0] - place[j, 0]
                dy = place[i, 1] - place[j, 1]
                far = math.sqrt(dx * dx + dy * dy)
                if far >= 1.0:
                    continue
                if far < 1e-9:
                    dx, dy, far = 1e-3 * (i + 1), 1e-3 * (j + 1), 1e-3 * (i + j + 2)
                push = 0.5 * (1.0 - far) / far
                place[i, 0] += dx * push
                place[i, 1] += dy * push
                place[j, 0] -= dx * push
                place[j, 1] -= dy * push
                moved += push * far
        for i in range(n):
            far = math.sqrt(place[i, 0] ** 2 + place[i, 1] ** 2)
            if far > reach[group[i]]:
                place[i, 0] *= reach[group[i]] / far
                place[i, 1] *= reach[group[i]] / far
        if moved < 1e-3:
            break


@kernel
def _clear(middle, radius, steps):  # type: ignore[no-untyped-def]
    """Move discs ``middle`` (k, 2) of ``radius`` (k,) together and apart until none lies over another.

    Changes ``middle``. Discs are drawn to (0, 0), the wider way less, so that the picture is wider than high.
    """
    k = middle.shape[0]
    for step in range(steps):
        draw = 0.02 * (1.0 - step / steps)
        for i in range(k):
            middle[i, 0] *= 1.0 - 0.6 * draw
            middle[i, 1] *= 1.0 - draw
        for i in range(k):
            for j in range(i + 1, k):
                dx = middle[i, 0] - middle[j, 0]
                dy = middle[i, 1] - middle[j, 1]
                far = math.sqrt(dx * dx + dy * dy)
                want = radius[i] + radius[j]
                if far >= want:
                    continue
                if far < 1e-9:
                    dx, dy, far = 1e-3 * (i + 1), 1e-3 * (j + 1), 1e-3 * (i + j + 2)
                push = 0.5 * (want - far) / far
                middle[i, 0] += dx * push
                middle[i, 1] += dy * push
                middle[j, 0] -= dx * push
                middle[j, 1] -= dy * push


def layout(adjacency: sparse.csr_array, *, seed: int, start: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Positions of the nodes of an undirected network; float64 (n, 2), tied nodes about 1 apart.

    Each component is laid out by itself, wider than high, and the components are packed in rows, the largest first. A
    node without ties has no position (NaN): it belongs in a tray beside the picture.

    Parameters
    ----------
    adjacency
        (n, n) symmetric, no loops; a heavier tie pulls more.
    seed
        Of the first positions and of the communities; the same seed gives the same picture.
    start
        (n, 2) positions to keep, as of an earlier call; NaN for a node that had none. What had a position and still has
        a tie stays exactly there; the others of its component settle around it; new components go below.

    Notes
    -----
    A step looks at every pair of a component; components of more than 2,000 nodes get fewer steps.
    """
    n = adjacency.shape[0]
    place = np.full((n, 2), np.nan)
    if adjacency.nnz == 0:
        return place
    tied = np.diff(adjacency.indptr) > 0
    if start is not None:
        place[tied] = start[tied]
    kept = np.isfinite(place).all(axis=1)
    place[~kept] = np.nan
    group = communities(adjacency, seed=seed).label
    parts = _largest_first(components(adjacency), tied)
    for nodes in parts:
        inner = sparse.csr_array(adjacency[nodes][:, nodes])
        _, code = np.unique(group[nodes], return_inverse=True)
        if kept[nodes].all():
            continue
        if kept[nodes].any():
            place[nodes] = _around(inner, code.astype(np.int64), place[nodes], seed=seed)
        else:
            place[nodes] = _afresh(inner, code.astype(np.int64), seed=seed)
    top = float(place[kept, 1].min()) - GAP if kept.any() else 0.0
    _pack(place, [nodes for nodes in parts if not kept[nodes].any()], top=top)
    return place


def _largest_first(component: NDArray[np.int64], tied: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """The nodes of each component with ties; the largest first, then by first node."""
    order = np.argsort(component, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(component[order])) + 1)
    return sorted((part for part in parts if tied[part[0]]), key=lambda part: (-part.size, int(part[0])))


def _moved(
    inner: sparse.csr_array,
    place: NDArray[np.float64],
    group: NDArray[np.int64],
    free: NDArray[np.bool_],
    *,
    heat: float,
) -> NDArray[np.float64]:
    rows = csr_of(inner)
    steps = int(np.clip(2 * PAIRS / rows.nodes**2, STEPS // 10, STEPS))
    pull = 0.35 * np.sqrt(rows.data / rows.data.max())
    settled = place.copy()
    _settle(rows.indptr, rows.indices, pull, settled, group, free, heat, steps)
    return settled


def _afresh(inner: sparse.csr_array, group: NDArray[np.int64], *, seed: int) -> NDArray[np.float64]:
    """A component around (0, 0): first its communities as one node each, then the nodes about their community."""
    n = group.size
    chance = np.random.default_rng(seed)
    counts = np.bincount(group)
    middles = _circle(counts.size) * math.sqrt(n)
    cells = sparse.coo_array(inner)
    a, b = group[cells.coords[0]], group[cells.coords[1]]
    if counts.size > 2:
        between = sparse_of(a[a != b], b[a != b], cells.data[a != b], nodes=counts.size)
        alone = np.arange(counts.size, dtype=np.int64)
        middles = _moved(between, _circle(counts.size), alone, np.ones(counts.size, dtype=np.bool_), heat=1.0)
        middles *= 1.5 * math.sqrt(n / counts.size)
    place = middles[group] + chance.normal(size=(n, 2)) * np.sqrt(counts[group])[:, None] / 2
    place = _moved(inner, place, group, np.ones(n, dtype=np.bool_), heat=math.sqrt(n) / 4)
    return _roomy(_lying(place - place.mean(axis=0)), group)


def _roomy(place: NDArray[np.float64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    """The same picture with room: a disc a community, no disc over another, nodes at least about 1 apart in it.

    Forces alone draw a well-tied core into a knot in which nobody can be told from the next.
    """
    counts = np.bincount(group)
    middle = np.column_stack([np.bincount(group, weights=place[:, axis]) / counts for axis in range(2)])
    reach = np.where(counts > 1, 0.72 * np.sqrt(counts) + 0.3, 0.0)
    inner = place - middle[group]
    spread = np.sqrt(np.bincount(group, weights=(inner**2).sum(axis=1)) / counts)
    inner *= (0.7 * reach / np.maximum(spread, 1e-9))[group][:, None]
    steps = int(np.clip(PAIRS / max(group.size, 1) ** 2, 30, 300))
    _part(inner, group, reach, steps)
    if counts.size > 1:
        far = np.sqrt((middle**2).sum(axis=1)).mean()
        middle *= reach.mean() * math.sqrt(counts.size) * 1.5 / max(float(far), 1e-9)
        _clear(middle, reach + 0.9, 600)
    return inner + middle[group]


def _around(
    inner: sparse.csr_array, group: NDArray[np.int64], before: NDArray[np.float64], *, seed: int
) -> NDArray[np.float64]:
    """A component some of whose nodes have a position, which they keep."""
    free = np.isnan(before[:, 0])
    middle = before[~free].mean(axis=0)
    place = np.where(free[:, None], 0.0, before - middle)
    known = (~free).astype(np.float64)
    nearby = inner @ known
    mean = (inner @ (place * known[:, None])) / np.maximum(nearby, 1e-300)[:, None]
    chance = np.random.default_rng(seed).normal(size=place.shape)
    place = np.where(free[:, None], np.where(nearby[:, None] > 0, mean, 0.0) + chance, place)
    settled = _moved(inner, place, group, free, heat=2.0)
    return np.where(free[:, None], settled + middle, before)


def settle(adjacency: sparse.csr_array) -> NDArray[np.float64]:
    """Positions of a few nodes by forces alone, tied ones nearer, about 1.5 apart; float64 (n, 2), none not-a-number.

    For nodes that stand for many: no communities, no packing of components, no room for marks.
    """
    n = adjacency.shape[0]
    place = _circle(n) * math.sqrt(n)
    if adjacency.nnz == 0 or n < 3:
        return place
    alone = np.arange(n, dtype=np.int64)
    return _lying(_moved(adjacency, place, alone, np.ones(n, dtype=np.bool_), heat=math.sqrt(n) / 4))


def clear_discs(middle: NDArray[np.float64], radius: NDArray[np.float64]) -> None:
    """Move discs ``middle`` (k, 2) of ``radius`` (k,) together and apart until none lies over another; in place."""
    _clear(middle, radius, 800)


def _circle(count: int) -> NDArray[np.float64]:
    angle = np.arange(count) * (2.0 * np.pi / count)
    return np.column_stack([np.cos(angle), np.sin(angle)])


def _lying(place: NDArray[np.float64]) -> NDArray[np.float64]:
    """``place`` turned so that it is widest from left to right."""
    _, axes = np.linalg.eigh(place.T @ place)
    axes = axes[:, ::-1]
    axes = axes * np.where(axes.sum(axis=0) < 0, -1.0, 1.0)
    return np.asarray(place @ axes, dtype=np.float64)


def _pack(place: NDArray[np.float64], parts: list[NDArray[np.int64]], *, top: float) -> None:
    """Put the parts in rows from ``top`` down, in the width that comes nearest to a screen's shape."""
    if not parts:
        return
    spans = [(float(w), float(h)) for w, h in (np.ptp(place[nodes], axis=0) + GAP for nodes in parts)]
    widest = max(w for w, _ in spans)
    widths = {max(widest, sum(w for w, _ in spans[:k])) for k in range(1, min(len(spans), 40) + 1)}
    corners = min((_rows(spans, width) for width in sorted(widths)), key=_unlike_a_screen)[0]
    for nodes, (left, down) in zip(parts, corners, strict=True):
        low, high = place[nodes].min(axis=0), place[nodes].max(axis=0)
        place[nodes] += np.array([left - low[0], top - down - high[1]])


def _rows(spans: list[tuple[float, float]], width: float) -> tuple[list[tuple[float, float]], float, float]:
    """The left and upper distance of each span in rows of ``width``; the width and height of it all."""
    corners, left, down, row, wide = [], 0.0, 0.0, 0.0, 0.0
    for w, h in spans:
        if left > 0.0 and left + w > width + 1e-9:
            left, down, row = 0.0, down + row, 0.0
        corners.append((left, down))
        left, row = left + w, max(row, h)
        wide = max(wide, left)
    return corners, wide, down + row


def _unlike_a_screen(rows: tuple[list[tuple[float, float]], float, float]) -> float:
    return abs(math.log(rows[1] / rows[2] / 1.6))
