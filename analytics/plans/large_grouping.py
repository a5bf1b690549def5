"""Which groups are good where there are too many to list, or no time to choose among them, and how good can any be?

Greedy groups, pieces of the ground each at its best, windows opened and chosen anew, and bounds that no choice passes.
Choosing among listed groups is ``grouping``; which units there are is the plan's.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analytics.plans.distances import metres_between, within_reach
from analytics.plans.grouping import Floats, Group, Grouping, Kinds, best_groups, possible_groups
from analytics.plans.solving import solved
from analytics.solver import stop_if_asked

WINDOW_MOST = 400
"""Most groups listed of one piece or window."""
WINDOW_SECONDS = 1.0
"""Longest one integer program of a piece or window may take."""
PIECES_SHARE = 0.5
"""Of the time, what the pieces may take; the windows have the rest."""


@dataclass(frozen=True)
class Ground:
    """Many kinds of units, and of each only those within reach.

    Attributes
    ----------
    count, members, lon, lat
        As ``Kinds``; where each is, in degrees; shape (kinds,).
    near
        Metres between kinds that may share a group; itself, at 0, among them; shape (kinds, kinds).
    enough, most_units, reach
        As ``Kinds``.
    """

    count: npt.NDArray[np.int64]
    members: npt.NDArray[np.int64]
    lon: Floats
    lat: Floats
    near: sparse.csr_array[Any]
    enough: int
    most_units: int
    reach: float

    def of(self, some: npt.NDArray[np.int64], count: npt.NDArray[np.int64]) -> Kinds:
        """Only these kinds, with so many units each, and every distance among them; infinity out of reach."""
        held = sparse.coo_array(self.near[some][:, some])
        metres = np.full((len(some), len(some)), np.inf)
        metres[held.row, held.col] = held.data
        return Kinds(count, self.members[some], metres, self.enough, self.most_units, self.reach)

    def spread(self, group: Group) -> float:
        """The metres of a group: of its units to its middle unit."""
        some = np.array([kind for kind, _ in group])
        lon, lat = self.lon[some], self.lat[some]
        apart = metres_between(lon[:, None], lat[:, None], lon[None, :], lat[None, :])
        return float((apart @ np.array([count for _, count in group], dtype=np.float64)).min())

    def around(self, kind: int) -> npt.NDArray[np.int64]:
        """The kinds near one, the nearest first, itself among them."""
        row = slice(self.near.indptr[kind], self.near.indptr[kind + 1])
        others = self.near.indices[row]
        return others[np.lexsort((others, self.near.data[row]))].astype(np.int64)


def ground_of(
    count: npt.NDArray[np.int64],
    members: npt.NDArray[np.int64],
    lon: Floats,
    lat: Floats,
    together: npt.NDArray[np.int64],
    *,
    enough: int,
    most_units: int,
    reach: float,
) -> Ground:
    """The kinds with what lies near each; those with different numbers in ``together`` never share a group."""
    pairs = sparse.coo_array(within_reach(lon, lat, lon, lat, metres=reach))
    kept = together[pairs.row] == together[pairs.col]
    rows, columns = pairs.row[kept], pairs.col[kept]
    metres = metres_between(lon[rows], lat[rows], lon[columns], lat[columns])
    near = sparse.csr_array((metres, (rows, columns)), shape=(len(lon), len(lon)))
    return Ground(count, members, lon, lat, near, enough, most_units, reach + 1e-6)


def good_groups(ground: Ground, *, until: float, begun_with: Sequence[Group] = ()) -> Grouping:
    """A good grouping, at the latest soon after ``until`` (of ``time.perf_counter``), with bounds.

    Without groups to begin with, the kinds are halved across the longer side of the ground until the groups of each
    piece can be listed, and each piece has its best. What these leave, or have no time for, is grouped greedily; where
    all grouped greedily is better, that is taken. Then, while there is time, windows are opened, around units left over
    first and around the widest groups next: the groups near a point are chosen anew, and kept where more units are in
    one or, of as many, the metres are fewer. Without any time the answer is the greedy one.
    """
    begun = time.perf_counter()
    first = begun_with or _pieces(ground, until=begun + PIECES_SHARE * max(0.0, until - begun))
    state = max((_State(ground, some) for some in ([first, ()] if first else [()])), key=lambda one: one.worth)
    state.open_windows(until=until)
    units, metres = state.worth[0], -state.worth[1]
    units_bound, metres_bound = bounds(ground, units, seconds=max(0.0, until - time.perf_counter()))
    return Grouping(tuple(state.told()), units, metres, max(units, units_bound), min(metres, metres_bound))


def greedy_groups(ground: Ground, left: npt.NDArray[np.int64]) -> list[Group]:
    """Groups among the units left, one after the other, without a solver.

    Who has the fewest units near comes first and takes the nearest that are in reach of the whole group, until the
    group is large enough.
    """
    left = left.copy()
    near = [ground.around(kind).tolist() for kind in range(len(left))]
    reach = [frozenset(some) for some in near]
    members = ground.members.tolist()
    choice = [int(left[some].sum()) for some in near]
    groups: list[Group] = []
    for kind in sorted(range(len(left)), key=lambda one: (choice[one], one)):
        while left[kind] > 0:
            held = {kind: 1}
            units, brought = 1, members[kind]
            for other in near[kind]:
                free = int(left[other]) - held.get(other, 0)
                if free <= 0 or not all(one in reach[other] for one in held):
                    continue
                while free > 0 and units < ground.most_units and (units < 2 or brought < ground.enough):
                    held[other] = held.get(other, 0) + 1
                    units, brought, free = units + 1, brought + members[other], free - 1
                if units >= 2 and brought >= ground.enough:
                    break
            if units < 2 or brought < ground.enough:
                break
            groups.append(tuple(sorted(held.items())))
            for one, many in held.items():
                left[one] -= many
    return groups


def bounds(ground: Ground, units: int, *, seconds: float) -> tuple[int, float]:
    """The most units any grouping covers, and the least metres of one that covers ``units`` or more.

    A unit can only be in a group where it and the strongest ``most_units - 1`` near it have members enough. Of
    ``units`` in groups at most half, and at most their members over ``enough``, are the middle of one; each of the
    others is as far from its middle as its nearest neighbour at least. Where some unit's own strength, taken
    ``most_units`` times, is not enough, ``relaxed_bound`` says more and is asked too, if there is time.
    """
    able = np.array([_able(ground, kind) for kind in range(len(ground.count))], dtype=np.bool_)
    most = int(ground.count[able].sum())
    nearest = np.array([_nearest(ground, kind) for kind in np.flatnonzero(able).tolist()], dtype=np.float64)
    each = np.sort(np.repeat(nearest, ground.count[able]))
    middles = min(units // 2, int((ground.members * ground.count)[able].sum()) // ground.enough)
    metres = float(each[: max(0, units - middles)].sum())
    if seconds > 0 and np.any(ground.members[able] * ground.most_units < ground.enough):
        relaxed_units, relaxed_metres = relaxed_bound(ground, units, seconds=seconds / 2)
        most, metres = min(most, relaxed_units), max(metres, relaxed_metres)
    return most, metres


def relaxed_bound(ground: Ground, units: int, *, seconds: float) -> tuple[int, float]:
    """The most units any grouping covers, and the least metres of one that covers at least ``units``.

    The linear relaxation of joining units to middle units: y_c groups with their middle at kind c, x_kc units of kind k
    in them, ``Σ_c x_kc <= n_k``, ``2 y_c <= Σ_k x_kc <= most_units y_c``, ``Σ_k m_k x_kc >= enough y_c``,
    ``x_cc >= y_c``, over pairs within reach. Every grouping is an answer of it, so none is better.
    """
    size = len(ground.count)
    strong = np.array([_strongest(ground, kind) for kind in range(size)]) >= ground.enough
    strong &= np.array([int(ground.count[ground.around(kind)].sum()) >= 2 for kind in range(size)], dtype=np.bool_)
    pairs_near = sparse.coo_array(ground.near)
    kept_pairs = strong[pairs_near.col]
    unit, middle, metres = pairs_near.row[kept_pairs], pairs_near.col[kept_pairs], pairs_near.data[kept_pairs]
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
    brought = row_block(middle, x, ground.members[unit].astype(np.float64))
    blocks = [
        -row_block(unit, x, one),
        sums - row_block(every, y, np.full(size, 2.0)),
        row_block(every, y, np.full(size, float(ground.most_units))) - sums,
        brought - row_block(every, y, np.full(size, ground.enough)),
        row_block(unit[own], x[own], np.ones(len(own))) - row_block(kept, y[kept], np.ones(len(kept))),
    ]
    least = np.concatenate((-ground.count.astype(np.float64), np.zeros(4 * size)))
    upper = np.concatenate((ground.count[unit], np.where(strong, ground.count, 0))).astype(np.float64)
    program = sparse.csc_array(sparse.vstack(blocks))
    gain = np.concatenate((one, np.zeros(size)))
    options: dict[str, Any] = {"upper": upper, "whole": np.zeros(pairs + size, dtype=np.bool_), "seconds": seconds}
    most = solved(gain, program, least=least, most=np.full(5 * size, np.inf), **options)
    units_bound = int(ground.count.sum()) if not np.isfinite(most.bound) else int(np.floor(most.bound + 1e-6))
    apart = np.concatenate((-metres, np.zeros(size)))
    held = sparse.csc_array(sparse.vstack([program, sparse.csr_array(gain[None, :])]))
    short = solved(apart, held, least=np.append(least, units), most=np.full(5 * size + 1, np.inf), **options)
    return units_bound, max(0.0, -short.bound) if np.isfinite(short.bound) else 0.0


def _strongest(ground: Ground, kind: int) -> int:
    """The most members that so many units as a group may have could bring, of those near."""
    near = ground.around(kind)
    each = np.repeat(ground.members[near], np.minimum(ground.count[near], ground.most_units))
    return int(np.sort(each)[::-1][: ground.most_units].sum())


def _able(ground: Ground, kind: int) -> bool:
    """Whether a unit of a kind can be in any group: it and the strongest near it."""
    near = ground.around(kind)
    others = np.minimum(ground.count[near] - (near == kind), ground.most_units)
    each = np.sort(np.repeat(ground.members[near], others))[::-1][: ground.most_units - 1]
    return len(each) > 0 and int(ground.members[kind] + each.sum()) >= ground.enough


def _nearest(ground: Ground, kind: int) -> float:
    """Metres from a unit of a kind to the nearest other unit."""
    if ground.count[kind] > 1:
        return 0.0
    row = slice(ground.near.indptr[kind], ground.near.indptr[kind + 1])
    return float(ground.near.data[row][ground.near.indices[row] != kind].min())


def _pieces(ground: Ground, *, until: float) -> list[Group]:
    """The best groups of each piece, as far as the time goes."""
    groups: list[Group] = []
    waiting = [np.arange(len(ground.count))]
    while waiting and time.perf_counter() < until:
        stop_if_asked()
        some = waiting.pop()
        # Of so many kinds the groups are never few enough; their distances need not be laid out to find that.
        piece = ground.of(some, ground.count[some]) if len(some) <= WINDOW_MOST else None
        possible = None if piece is None else possible_groups(piece, most=WINDOW_MOST)
        if piece is not None and possible is not None:
            seconds = min(WINDOW_SECONDS, max(0.0, until - time.perf_counter()))
            groups += _outside(best_groups(piece, possible, seconds=seconds).groups, some)
        elif len(some) > 1:
            lon, lat = ground.lon[some], ground.lat[some]
            wide = np.ptp(lon) * np.cos(np.radians(lat.mean())) > np.ptp(lat)
            order = some[np.lexsort((some, lon if wide else lat))]
            waiting += [order[: len(order) // 2], order[len(order) // 2 :]]
    return groups


class _State:
    """A grouping that is being mended: which groups there are, and which units are left over.

    Begins with some groups and what the greedy way adds to them.
    """

    def __init__(self, ground: Ground, groups: Sequence[Group] = ()) -> None:
        self._ground = ground
        self.left = ground.count.copy()
        self._groups: dict[int, Group] = {}
        self._metres: dict[int, float] = {}
        self._of: dict[int, set[int]] = {}
        self._next = 0
        for group in groups:
            self.add(group)
        for group in greedy_groups(ground, self.left):
            self.add(group)
        self._join_left_over()

    @property
    def worth(self) -> tuple[int, float]:
        """Units in groups, and less of their metres; the larger the better."""
        return int((self._ground.count - self.left).sum()), -sum(self._metres.values())

    def add(self, group: Group) -> None:
        self._groups[self._next], self._metres[self._next] = group, self._ground.spread(group)
        for kind, count in group:
            self.left[kind] -= count
            self._of.setdefault(kind, set()).add(self._next)
        self._next += 1

    def take(self, number: int) -> None:
        group = self._groups.pop(number)
        del self._metres[number]
        for kind, count in group:
            self.left[kind] += count
            self._of[kind].discard(number)

    def told(self) -> list[Group]:
        return list(self._groups.values())

    def near(self, kind: int) -> list[int]:
        """Numbers of the groups with a unit near, the nearest first."""
        return list(
            dict.fromkeys(n for one in self._ground.around(kind).tolist() for n in sorted(self._of.get(one, ())))
        )

    def _join_left_over(self) -> None:
        """Units left over join the nearest group that has room and lies within their reach as a whole."""
        for kind in np.flatnonzero(self.left).tolist():
            reach = set(self._ground.around(kind).tolist())
            for number in self.near(kind):
                group = dict(self._groups[number])
                room = self._ground.most_units - sum(group.values()) if reach.issuperset(group) else 0
                joining = min(room, int(self.left[kind]))
                if joining:
                    self.take(number)
                    self.add(tuple(sorted({**group, kind: group.get(kind, 0) + joining}.items())))

    def open_windows(self, *, until: float) -> None:
        for kind in np.flatnonzero(self.left).tolist():
            if time.perf_counter() >= until:
                return
            if self.left[kind]:
                self._window(kind, until=until)
        widest = sorted(self._groups, key=lambda n: (-self._metres[n], n))
        for number in widest:
            if time.perf_counter() >= until:
                return
            if number in self._groups:
                self._window(self._groups[number][0][0], until=until)

    def _window(self, kind: int, *, until: float) -> None:
        """The groups near a kind, chosen anew together with the units left over near it; the nearest where many."""
        stop_if_asked()
        near = self._ground.around(kind)
        numbers = self.near(kind)
        while True:
            opened = [self._groups[number] for number in numbers]
            free: dict[int, int] = {int(one): int(self.left[one]) for one in near if self.left[one]}
            for group in opened:
                for one, count in group:
                    free[one] = free.get(one, 0) + count
            some = np.array(sorted(free), dtype=np.int64)
            window = self._ground.of(some, np.array([free[one] for one in some.tolist()], dtype=np.int64))
            possible = possible_groups(window, most=WINDOW_MOST)
            if possible is not None or not numbers:
                break
            numbers = numbers[: len(numbers) // 2]
        if not possible:
            return
        better = best_groups(window, possible, seconds=min(WINDOW_SECONDS, max(0.0, until - time.perf_counter())))
        units = sum(count for group in opened for _, count in group)
        metres = sum(self._metres[number] for number in numbers)
        if (better.units, -better.metres) > (units, -metres + 1e-6):
            for number in numbers:
                self.take(number)
            for group in _outside(better.groups, some):
                self.add(group)


def _outside(groups: Sequence[Group], some: npt.NDArray[np.int64]) -> list[Group]:
    """Groups of a piece, told by the kinds of the whole."""
    return [tuple(sorted((int(some[kind]), count) for kind, count in group)) for group in groups]
