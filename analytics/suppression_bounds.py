"""What can a hidden cell still be, by all that is shown of its table?

The attacker's side of ``suppression``: components of hidden cells, bounds carried along sums, and integer programmes
where the sums form rings. Which cells are hidden is decided there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property

import highspy
import numpy as np
from scipy import sparse

from analytics.solver import SilentHighs

ROUNDS = 200
STEPS, NODES = 200_000, 1_000
"""Simplex steps and branches after which a programme is given up; without an answer a cell counts as worked out.

Steps and not seconds: the same table must be told alike on a slow and on a busy machine, for what one shows and
another hides could be put together.
"""
LOOKS_AT_ALL = 8
"""Goals tried for all cells together before each is asked by itself."""
Bounds = dict[int, tuple[float, float]]


class Table:
    """Cells, and the sums between them.

    Parameters
    ----------
    counts
        Counts of people; None is unknown.
    sums
        Whole and parts by their places; each is fulfilled by the counts.
    shown_from
        The bar: a hidden cell that is told is known to lie under it, or at or over it.
    untold
        Cells of which nothing is told.
    """

    def __init__(
        self,
        counts: tuple[int | None, ...],
        sums: tuple[tuple[int, tuple[int, ...]], ...],
        shown_from: int,
        untold: frozenset[int],
    ) -> None:
        self.counts = counts
        self.sums = sums
        self.shown_from = shown_from
        self.untold = untold

    @cached_property
    def known(self) -> frozenset[int]:
        """Cells with a count."""
        return frozenset(place for place, count in enumerate(self.counts) if count is not None)

    @cached_property
    def sums_of(self) -> list[list[int]]:
        """The sums in which each cell stands."""
        told: list[list[int]] = [[] for _ in self.counts]
        for number in range(len(self.sums)):
            for cell in self.cells_of(number):
                told[cell].append(number)
        return told

    def cells_of(self, number: int) -> tuple[int, ...]:
        """The cells of a sum, its whole first."""
        whole, parts = self.sums[number]
        return (whole, *parts)

    def component_of(self, cell: int, hidden: set[int]) -> frozenset[int]:
        """The hidden cells that hang together with a hidden cell through their sums."""
        found, waiting = {cell}, [cell]
        while waiting:
            for number in self.sums_of[waiting.pop()]:
                new = {other for other in self.cells_of(number) if other in hidden} - found
                found |= new
                waiting += new
        return frozenset(found)

    def components(self, hidden: set[int], *, within: Iterable[int] | None = None) -> list[frozenset[int]]:
        """The hidden cells in groups that hang together; only those of ``within`` where it is given."""
        left = set(hidden) if within is None else hidden.intersection(within)
        found = []
        while left:
            component = self.component_of(min(left), hidden)
            found.append(component)
            left -= component
        return found

    def connected(self, component: Iterable[int]) -> set[int]:
        """All cells, hidden or not, that hang together with these."""
        return set(self.component_of(next(iter(component)), set(range(len(self.counts)))))

    def is_ring(self, component: frozenset[int], hidden: set[int]) -> bool:
        """Whether the sums between these hidden cells close a ring anywhere."""
        numbers = {number for cell in component for number in self.sums_of[cell]}
        ends = sum(cell in hidden for number in numbers for cell in self.cells_of(number))
        return ends > len(component) + len(numbers) - 1

    def first_bounds(self, cell: int) -> tuple[float, float]:
        """What is known of a hidden cell by its sign alone."""
        count = self.counts[cell]
        assert count is not None
        if cell in self.untold:
            return 0.0, math.inf
        return (0.0, self.shown_from - 1.0) if count < self.shown_from else (float(self.shown_from), math.inf)


def spreads(
    table: Table, component: frozenset[int], hidden: set[int], asked: Sequence[int], *, enough: int
) -> dict[int, float]:
    """How far apart the least and the most lie that each asked cell can be; ``enough`` may stand for more."""
    bounds = _carried(table, component, hidden)
    told = {cell: bounds[cell][1] - bounds[cell][0] for cell in asked}
    if not table.is_ring(component, hidden) or any(spread < enough for spread in told.values()):
        return told  # exact; or too near already, and rings only bring them nearer
    return _by_programme(table, component, hidden, asked, bounds, enough=enough)


def _carried(table: Table, component: frozenset[int], hidden: set[int]) -> Bounds:
    """Bounds of the hidden cells, carried along the sums until nothing changes."""
    bounds = {cell: table.first_bounds(cell) for cell in component}
    numbers = sorted({number for cell in component for number in table.sums_of[cell]})
    lines = [_line(table, number, hidden) for number in numbers]
    for _ in range(ROUNDS):
        before = dict(bounds)
        for terms, right in lines:
            _narrow(bounds, terms, right)
        if bounds == before:
            break
    return bounds


def _line(table: Table, number: int, hidden: set[int]) -> tuple[list[tuple[int, int]], int]:
    """A sum as ``parts - whole = right``: hidden cells with their signs, and what the shown ones leave."""
    whole, parts = table.sums[number]
    terms, right = [], 0
    for cell, sign in [*((part, 1) for part in parts), (whole, -1)]:
        if cell in hidden:
            terms.append((cell, sign))
        else:
            right -= sign * (table.counts[cell] or 0)
    return terms, right


def _narrow(bounds: Bounds, terms: Sequence[tuple[int, int]], right: int) -> None:
    lows = [sign * bounds[cell][0 if sign > 0 else 1] for cell, sign in terms]
    highs = [sign * bounds[cell][1 if sign > 0 else 0] for cell, sign in terms]
    for place, (cell, sign) in enumerate(terms):
        least = right - sum(high for other, high in enumerate(highs) if other != place)
        most = right - sum(low for other, low in enumerate(lows) if other != place)
        low, high = (least, most) if sign > 0 else (-most, -least)
        bounds[cell] = max(bounds[cell][0], low), min(bounds[cell][1], high)


def _by_programme(
    table: Table,
    component: frozenset[int],
    hidden: set[int],
    asked: Sequence[int],
    bounds: Bounds,
    *,
    enough: int,
) -> dict[int, float]:
    """The spreads by integer programmes; each answer is a table that could be the true one, and widens them all."""
    cells = sorted(component)
    place_of = {cell: place for place, cell in enumerate(cells)}
    look = _Looks(table, cells, hidden, bounds)
    places = np.array([place_of[cell] for cell in asked], dtype=np.int64)
    chance = np.random.default_rng(0)  # goals at random: one answer tells of many cells
    for _ in range(LOOKS_AT_ALL):
        near = places[look.most[places] - look.least[places] < enough]
        if len(near) < 2:
            break
        goal = np.zeros(len(cells))
        goal[near] = chance.choice([-1.0, 1.0], len(near))
        look.at(goal)
        look.at(-goal)
    for place in places.tolist():
        for sign in (1.0, -1.0):
            if look.most[place] - look.least[place] < enough:
                goal = np.zeros(len(cells))
                goal[place] = sign
                look.at(goal)
    return {cell: float(look.most[place_of[cell]] - look.least[place_of[cell]]) for cell in asked}


class _Looks:
    """Tables that could be the true one: the least and the most that each hidden cell is in those that were found.

    One linear programme, started anew for each goal from where the last one ended; an answer that is not whole is
    looked for again among whole numbers.
    """

    def __init__(self, table: Table, cells: Sequence[int], hidden: set[int], bounds: Bounds) -> None:
        place_of = {cell: place for place, cell in enumerate(cells)}
        lines = [_line(table, number, hidden) for number in sorted({n for cell in cells for n in table.sums_of[cell]})]
        across = [place_of[cell] for terms, _ in lines for cell, _ in terms]
        down = [row for row, (terms, _) in enumerate(lines) for _ in terms]
        signs = [float(sign) for terms, _ in lines for _, sign in terms]
        self.matrix = sparse.csr_array((signs, (down, across)), shape=(len(lines), len(cells)))
        self.right = np.array([value for _, value in lines], dtype=np.float64)
        self.least = np.array([table.counts[cell] or 0 for cell in cells], dtype=np.float64)
        self.most = self.least.copy()
        self.solver = SilentHighs()
        self.solver.setOptionValue("simplex_iteration_limit", STEPS)
        self.solver.setOptionValue("mip_max_nodes", NODES)
        self.places = np.arange(len(cells), dtype=np.int32)
        self._pass(cells, bounds)

    def _pass(self, cells: Sequence[int], bounds: Bounds) -> None:
        programme = highspy.HighsLp()
        programme.num_col_, programme.num_row_ = len(cells), len(self.right)
        programme.col_cost_ = np.zeros(len(cells))
        programme.col_lower_ = np.array([bounds[cell][0] for cell in cells])
        programme.col_upper_ = np.array([min(bounds[cell][1], highspy.kHighsInf) for cell in cells])
        programme.row_lower_ = programme.row_upper_ = self.right
        programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        programme.a_matrix_.start_ = self.matrix.indptr
        programme.a_matrix_.index_ = self.matrix.indices
        programme.a_matrix_.value_ = self.matrix.data
        self.solver.passModel(programme)

    def at(self, goal: np.ndarray) -> None:
        """Find a table that makes the goal small."""
        self.solver.changeColsCost(len(goal), self.places, goal)
        if not self._take():
            self._whole(whole=True)
            self._take()
            self._whole(whole=False)

    def _whole(self, *, whole: bool) -> None:
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        self.solver.changeColsIntegrality(len(self.places), self.places, np.full(len(self.places), kind))

    def _take(self) -> bool:
        """Whether an answer was found that is a table of whole numbers; where it has no end, any on the way to it."""
        self.solver.solve_or_fail()
        found = np.round(np.array(self.solver.getSolution().col_value))
        if found.shape != self.least.shape or not bool(np.all(np.asarray(self.matrix @ found) == self.right)):
            return False
        np.minimum(self.least, found, out=self.least)
        np.maximum(self.most, found, out=self.most)
        return True
