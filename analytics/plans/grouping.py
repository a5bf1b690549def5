"""Which kinds of units join into groups, so that most are in one and the groups are close together?

The groups that are possible, the best choice among them, and the bound no choice passes. Units are the plan's.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analytics.plans.solving import solved

EXCHANGING_SECONDS = 20.0
"""Longest that exchanges of one cluster go on."""

Floats = npt.NDArray[np.float64]
Group = tuple[tuple[int, int], ...]
"""Kind and how many of it, by kind."""


@dataclass(frozen=True)
class Kinds:
    """Units that may stand for each other: at one point, with as many members.

    Attributes
    ----------
    count, members
        How many units of a kind, and the members of each; shape (kinds,).
    metres
        Between kinds; 0 at the same point; shape (kinds, kinds).
    enough, most_units, reach
        Members a group needs, units it may have, and the longest distance in it, in metres.
    """

    count: npt.NDArray[np.int64]
    members: npt.NDArray[np.int64]
    metres: Floats
    enough: int
    most_units: int
    reach: float

    def of(self, some: npt.NDArray[np.int64], count: npt.NDArray[np.int64]) -> Kinds:
        """Only these kinds, with so many units each."""
        apart = self.metres[np.ix_(some, some)]
        return Kinds(count, self.members[some], apart, self.enough, self.most_units, self.reach)


@dataclass(frozen=True)
class Grouping:
    """Groups chosen: how many units they hold, their metres, and the bounds of both.

    ``metres_bound`` holds for whatever covers at least as many units.
    """

    groups: tuple[Group, ...]
    units: int
    metres: float
    units_bound: int
    metres_bound: float


def compactness(kinds: Kinds, group: Group) -> tuple[float, int]:
    """Sum of the distances of a group's units to its middle unit, the one with the least such sum, and its kind."""
    some, many = [kind for kind, _ in group], np.array([count for _, count in group], dtype=np.float64)
    sums = kinds.metres[np.ix_(some, some)] @ many
    at = int(sums.argmin())
    return float(sums[at]), some[at]


def possible_groups(kinds: Kinds, *, most: int) -> list[Group] | None:
    """Every group of at least two units that is allowed; None where there are more than ``most``."""
    found: list[Group] = []
    near = kinds.metres <= kinds.reach
    size = len(kinds.count)

    def grown(group: Group, at: int, units: int, members: int, open_to: npt.NDArray[np.bool_]) -> bool:
        if units >= 2 and members >= kinds.enough:
            found.append(group)
            if len(found) > most:
                return False
        for kind in (np.flatnonzero(open_to[at:]) + at).tolist():
            for count in range(1, min(int(kinds.count[kind]), kinds.most_units - units) + 1):
                wider = (*group, (kind, count))
                more = int(kinds.members[kind]) * count
                if not grown(wider, kind + 1, units + count, members + more, open_to & near[kind]):
                    return False
        return True

    return found if grown((), 0, 0, 0, np.ones(size, dtype=np.bool_)) else None


def best_groups(kinds: Kinds, groups: list[Group], *, seconds: float) -> Grouping:
    """Most units in groups first, then the least metres; two integer programs over the possible groups.

    ``max Σ_g |g| x_g,  Σ_g n_kg x_g <= n_k,  x whole``; then ``min Σ_g d_g x_g`` with the units of the first.
    """
    if not groups:
        return Grouping((), 0, 0.0, 0, 0.0)
    entries = [(kind, at, count) for at, group in enumerate(groups) for kind, count in group]
    row, column, data = (np.array(part) for part in zip(*entries, strict=True))
    held = sparse.csc_array((data.astype(np.float64), (row, column)), shape=(len(kinds.count), len(groups)))
    sizes: Floats = np.asarray(held.sum(axis=0)).ravel()
    apart = np.array([compactness(kinds, group)[0] for group in groups])
    top, whole = np.full(len(groups), float(kinds.count.sum())), np.ones(len(groups), dtype=np.bool_)
    free, room = np.full(len(kinds.count), -np.inf), kinds.count.astype(np.float64)
    first = solved(
        sizes, held, least=free, most=room, upper=top, whole=whole, seconds=seconds, start=np.zeros(len(groups))
    )
    begun = np.zeros(len(groups)) if first.values is None else first.values
    units = float(np.rint(sizes @ begun))
    second = solved(
        -apart, sparse.csc_array(sparse.vstack([held, sparse.csr_array(sizes[None, :])])),
        least=np.append(free, units), most=np.append(room, np.inf), upper=top, whole=whole, seconds=seconds,
        start=begun,
    )  # fmt: skip
    chosen = begun if second.values is None else second.values
    told = tuple(group for group, times in zip(groups, chosen.tolist(), strict=True) for _ in range(round(times)))
    metres = float(apart @ chosen)
    # Out of time before anything is proved: every unit, and no metre, are bounds all the same.
    units_bound = int(np.floor(min(first.bound, float(kinds.count.sum())) + 1e-6))
    return Grouping(told, round(units), metres, units_bound, min(metres, max(0.0, -second.bound)))


def pieced_groups(kinds: Kinds, lon: Floats, lat: Floats, *, most: int, seconds: float) -> Grouping:
    """A good grouping where there are too many groups to list: pieces of the ground, each at its best, then exchanges.

    The kinds are halved across the longer side of the ground until the groups of each piece can be listed. Then, around
    each point with units left over, the groups near it are opened and chosen anew; kept where that is better. The
    bound is that of ``relaxed_bound``.
    """
    few, short = max(1, most // 10), seconds / 10  # pieces and exchanges are many
    groups: list[Group] = []
    waiting = [np.arange(len(kinds.count))]
    while waiting:
        some = waiting.pop()
        piece = kinds.of(some, kinds.count[some])
        possible = possible_groups(piece, most=few)
        if possible is None and len(some) > 1:
            wide = np.ptp(lon[some]) * np.cos(np.radians(lat[some].mean())) > np.ptp(lat[some])
            order = some[np.lexsort((some, lon[some] if wide else lat[some]))]
            waiting += [order[: len(order) // 2], order[len(order) // 2 :]]
        elif possible is not None:
            groups += _outside(best_groups(piece, possible, seconds=short).groups, some)
    groups = _exchanged(kinds, groups, most=few, seconds=short)
    units = sum(count for group in groups for _, count in group)
    metres = sum(compactness(kinds, group)[0] for group in groups)
    units_bound, metres_bound = relaxed_bound(kinds, units, seconds=seconds)
    return Grouping(tuple(groups), units, metres, max(units, units_bound), min(metres, metres_bound))


def _exchanged(kinds: Kinds, groups: list[Group], *, most: int, seconds: float) -> list[Group]:
    left = kinds.count.copy()
    for group in groups:
        for kind, count in group:
            left[kind] -= count
    begun = time.perf_counter()
    for start in np.flatnonzero(left).tolist():
        if time.perf_counter() - begun > EXCHANGING_SECONDS:
            break
        if left[start] == 0:
            continue
        near = set(np.flatnonzero(kinds.metres[start] <= kinds.reach).tolist())
        opened = [group for group in groups if any(kind in near for kind, _ in group)]
        free = left.copy()
        free[[kind for kind in range(len(left)) if kind not in near]] = 0
        for group in opened:
            for kind, count in group:
                free[kind] += count
        some = np.flatnonzero(free)
        window = kinds.of(some, free[some])
        possible = possible_groups(window, most=most)
        if possible is None:
            continue
        better = best_groups(window, possible, seconds=seconds)
        before = sum(count for group in opened for _, count in group)
        if better.units > before:
            new = _outside(better.groups, some)
            for sign, changed in ((1, opened), (-1, new)):
                for group in changed:
                    for kind, count in group:
                        left[kind] += sign * count
            groups = [group for group in groups if group not in opened] + new
    return groups


def _outside(groups: tuple[Group, ...], some: npt.NDArray[np.int64]) -> list[Group]:
    """Groups of a piece, told by the kinds of the whole."""
    return [tuple(sorted((int(some[kind]), count) for kind, count in group)) for group in groups]


def relaxed_bound(kinds: Kinds, units: int, *, seconds: float) -> tuple[int, float]:
    """The most units any grouping covers, and the least metres of one that covers at least ``units``.

    The linear relaxation of joining units to middle units: y_c groups with their middle at kind c, x_kc units of kind k
    in them, ``Σ_c x_kc <= n_k``, ``2 y_c <= Σ_k x_kc <= most_units y_c``, ``Σ_k m_k x_kc >= enough y_c``,
    ``x_cc >= y_c``, over pairs within reach. Every grouping is an answer of it, so none is better.
    """
    size = len(kinds.count)
    near = kinds.metres <= kinds.reach
    strong = np.array([_strongest(kinds, near[kind]) for kind in range(size)]) >= kinds.enough
    strong &= np.array([int(kinds.count[near[kind]].sum()) >= 2 for kind in range(size)], dtype=np.bool_)
    unit, middle = np.nonzero(near & strong[None, :])
    pairs = len(unit)
    if pairs == 0:
        return 0, 0.0
    x, y = np.arange(pairs), pairs + np.arange(size)
    one = np.ones(pairs)
    own = np.flatnonzero(unit == middle)
    kept = np.flatnonzero(strong)

    def row_block(rows: Any, columns: Any, data: Any) -> sparse.coo_array[Any]:
        return sparse.coo_array((data, (rows, columns)), shape=(size, pairs + size))

    every = np.arange(size)
    sums = row_block(middle, x, one)
    blocks = [
        -row_block(unit, x, one),
        sums - row_block(every, y, np.full(size, 2.0)),
        row_block(every, y, np.full(size, float(kinds.most_units))) - sums,
        row_block(middle, x, kinds.members[unit].astype(np.float64)) - row_block(every, y, np.full(size, kinds.enough)),
        row_block(unit[own], x[own], np.ones(len(own))) - row_block(kept, y[kept], np.ones(len(kept))),
    ]
    least = np.concatenate((-kinds.count.astype(np.float64), np.zeros(4 * size)))
    upper = np.concatenate((kinds.count[unit], np.where(strong, kinds.count, 0))).astype(np.float64)
    program = sparse.csc_array(sparse.vstack(blocks))
    gain = np.concatenate((one, np.zeros(size)))
    options: dict[str, Any] = {"upper": upper, "whole": np.zeros(pairs + size, dtype=np.bool_), "seconds": seconds}
    most = solved(gain, program, least=least, most=np.full(5 * size, np.inf), **options)
    units_bound = int(kinds.count.sum()) if not np.isfinite(most.bound) else int(np.floor(most.bound + 1e-6))
    apart = np.concatenate((-kinds.metres[unit, middle], np.zeros(size)))
    held = sparse.csc_array(sparse.vstack([program, sparse.csr_array(gain[None, :])]))
    short = solved(apart, held, least=np.append(least, units), most=np.full(5 * size + 1, np.inf), **options)
    return units_bound, max(0.0, -short.bound) if np.isfinite(short.bound) else 0.0


def _strongest(kinds: Kinds, near: npt.NDArray[np.bool_]) -> int:
    """The most members that so many units as a group may have could bring, of those near."""
    each = np.repeat(kinds.members[near], np.minimum(kinds.count[near], kinds.most_units))
    return int(np.sort(each)[::-1][: kinds.most_units].sum())
