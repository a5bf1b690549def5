"""Which counts of people must not be told, so that no small one can be read or worked out?

A pure function over any table: its cells, and the sums that hold between them. How a hidden cell looks, and which
tables count people, is the dashboard's business.

Cell suppression as statistical offices practise it. Primary: every count under a bar, nought included, for a nought
tells of everybody that they are elsewhere. Complementary: further cells, until of every small count the least and the
most that it can be, given all that is shown, lie apart. That test is the attacker's own (Cox 1980; Fischetti and
Salazar 2001): for one margin, and wherever the sums form no ring, bounds carried along the sums are exact; elsewhere an
integer programme is solved. Gusfield's graph test (1988: a hidden cell of a two-way table can be worked out where it is
a bridge) finds the same cells when nothing is known of their size; here the reader does know that ``<10`` is at most 9
and ``≥10`` at least 10, and bounds take that in. Which cells are hidden is a greedy choice, pruned at its end where the
table is not large: no single one of them could be shown again. The fewest possible would be NP-hard to find.

References: L. H. Cox, Suppression methodology and statistical disclosure control, JASA 75 (1980) 377-385. D. Gusfield,
A graph theoretic approach to statistical data security, SIAM J. Comput. 17 (1988) 552-571. M. Fischetti, J. J. Salazar,
Solving the cell suppression problem on tabular data with linear constraints, Management Science 47 (2001) 1008-1027.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analytics.suppression_bounds import Table, spreads

SHOWN, SMALL, LARGE = "shown", "small", "large"
"""A cell is told as it is; is under the bar; is at or over the bar and hidden to protect another."""
MOST_IN_A_RING, MOST_PRUNED = 3_000, 60
"""Hidden cells that hang together in rings and are still judged one by one; above the first, all that hangs together is
hidden; above the second, nothing that was hidden is tried to be shown again."""


@dataclass(frozen=True)
class Sum:
    """A cell that is the sum of others, all by their places in the list of cells."""

    whole: int
    parts: tuple[int, ...]


def suppressed(
    counts: Sequence[int | None], sums: Sequence[Sum] = (), *, shown_from: int, untold: Collection[int] = ()
) -> tuple[str, ...]:
    """What becomes of each cell: ``SHOWN``, ``SMALL`` or ``LARGE``.

    Parameters
    ----------
    counts
        Counts of people; None is unknown to everybody, stays so, and says nothing through its sums.
    sums
        What holds between cells; a sum that the counts do not fulfil is passed over.
    shown_from
        The bar.
    untold
        Cells that are not told anywhere but follow from others (men, where members and women are told): they are
        protected like the rest, and cost nothing to hide. Their state means nothing.

    Returns
    -------
    tuple
        One state a cell. Every count under ``shown_from`` is ``SMALL``, and by all that is shown it can still be any
        of ``shown_from // 2 + 1`` values or more. An empty table gives an empty tuple.
    """
    return _suppressed(tuple(counts), tuple(sums), shown_from, frozenset(untold))


@lru_cache(maxsize=4096)
def _suppressed(
    counts: tuple[int | None, ...], sums: tuple[Sum, ...], shown_from: int, untold: frozenset[int]
) -> tuple[str, ...]:
    small = frozenset(place for place, count in enumerate(counts) if count is not None and count < shown_from)
    table = Table(counts, tuple((one.whole, one.parts) for one in sums if _holds(one, counts)), shown_from, untold)
    if small:
        work = _Work(table, small, hidden=set(small - untold) | (untold & table.known))
        work.protect()
        work.prune()
        hidden = work.hidden
    else:
        hidden = set()
    return tuple(
        SMALL if place in small else LARGE if place in hidden and place not in untold else SHOWN
        for place in range(len(counts))
    )


def _holds(one: Sum, counts: Sequence[int | None]) -> bool:
    parts = [counts[place] for place in one.parts]
    whole = counts[one.whole]
    known = [part for part in parts if part is not None]
    return whole is not None and len(known) == len(parts) and sum(known) == whole


@dataclass
class _Work:
    """The cells hidden so far, and how to hide more of them."""

    table: Table
    small: frozenset[int]
    hidden: set[int]

    def protect(self) -> None:
        """Hide more until every small count is safe."""
        waiting = self.table.components(self.hidden)
        while waiting:
            component = waiting.pop()
            if self.table.is_ring(component, self.hidden) and len(component) > MOST_IN_A_RING:
                self._hide(self.table.connected(component) - self.table.untold)
                continue
            more = self._more(component, self._failing(component))
            if not more:
                continue
            self._hide(more)
            for around in self.table.components(self.hidden, within=component | more):
                waiting = [one for one in waiting if not one & around]
                waiting.append(around)

    def prune(self) -> None:
        """Show again what need not be hidden, the largest first."""
        extra = self.hidden - self.small - self.table.untold
        for place in sorted(extra, key=lambda one: (-(self.table.counts[one] or 0), one)):
            around = self.table.component_of(place, self.hidden)
            if self.table.is_ring(around, self.hidden) and len(around) > MOST_PRUNED:
                continue
            without = self.hidden - {place}
            if not any(self._failing(one, hidden=without) for one in self.table.components(without, within=around)):
                self.hidden = without

    def _hide(self, places: Iterable[int]) -> None:
        self.hidden |= {place for place in places if self.table.counts[place] is not None}

    def _failing(self, component: frozenset[int], *, hidden: set[int] | None = None) -> list[int]:
        asked = sorted(component & self.small)
        least = self.table.shown_from // 2
        told = spreads(self.table, component, self.hidden if hidden is None else hidden, asked, enough=least)
        return [place for place in asked if told[place] < least]

    def _more(self, component: frozenset[int], failing: Sequence[int]) -> frozenset[int]:
        """The cells to hide next, one for each failing cell whose sums no other of them has loosened yet.

        One in the nearest sum that holds a single hidden cell, for there the bounds come from; without such a sum one
        in the nearest that has any left. Of equals the one that closes most sums of a single hidden cell, then the
        smallest count. None where all is hidden.
        """
        table, taken, loosened = self.table, set[int](), set[int]()
        around = {number for place in component for number in table.sums_of[place]}
        tight = {number for number in around if sum(cell in self.hidden for cell in table.cells_of(number)) == 1}
        for place in failing:
            near = self._nearest(place, tight) or self._nearest(place, around)
            if not near or not near.isdisjoint(loosened):
                continue
            cells = {cell for number in near for cell in table.cells_of(number)} - self.hidden - table.untold
            cell = min(cells, key=lambda one: self._cost(one, tight))
            taken.add(cell)
            loosened.update(table.sums_of[cell])
        return frozenset(taken)

    def _nearest(self, place: int, among: set[int]) -> set[int]:
        """The sums of ``among`` nearest to a hidden cell in which something is still shown."""
        seen, ring = {place}, {place}
        met: set[int] = set()
        while ring:
            numbers = {number for cell in ring for number in self.table.sums_of[cell]} - met
            met |= numbers
            open_ones = {
                number
                for number in numbers & among
                if any(
                    cell not in self.hidden and cell not in self.table.untold for cell in self.table.cells_of(number)
                )
            }
            if open_ones:
                return open_ones
            ring = {cell for n in numbers for cell in self.table.cells_of(n) if cell in self.hidden} - seen
            seen |= ring
        return set()

    def _cost(self, cell: int, tight: set[int]) -> tuple[int, bool, int, int]:
        count = self.table.counts[cell] or 0
        too_near = count < self.table.shown_from + self.table.shown_from // 2
        return (-len(tight.intersection(self.table.sums_of[cell])), too_near, count, cell)
