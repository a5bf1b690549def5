"""How many members has each place, and each place with what lies below it, so that nobody can be made out?

The answer of ``member_numbers`` and the totals on the overview are one table: places, their totals up the tree, gender,
age and schooling across. It is judged as one, so that no hidden cell follows from a total on another page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analytics.suppression import LARGE, SMALL, Sum, suppressed
from dashboard.people import PARTS, Told, told_row
from dashboard.people_signs import HIDDEN, large, small
from graph_model.store import Answer

MOST_CELLS: Final = 8_000
"""Above it only the numbers of members are told by place; what they are, for the whole region alone."""
REGION: Final = ""
"""The key of the whole region, members of organisations without a place included."""
Row = dict[str, int]


@dataclass(frozen=True)
class MemberNumbers:
    """Counts of members as they may be told.

    Attributes
    ----------
    places
        Of the organisations based in each place, by its code; None for those without a place.
    totals
        Of each place and what lies below it; ``REGION`` for all. A place without members anywhere has none.
    nobody
        What is told of a place without members, who are small counts too; empty where the ledger has no members.
    """

    places: Mapping[str | None, Mapping[str, Told]]
    totals: Mapping[str, Mapping[str, Told]]
    nobody: Mapping[str, Told]

    def total(self, place: str | None) -> Mapping[str, Told]:
        """The counts of a place and what lies below it, of the whole region for None; empty without a member at all."""
        return self.totals.get(REGION if place is None else place, self.nobody)

    def answer(self, answer: Answer) -> Answer:
        """The answer of ``member_numbers`` as it may leave."""
        at = answer.columns.index("place")
        rows = [
            tuple(
                cell if name == "place" else self.places[row[at]][name]
                for name, cell in zip(answer.columns, row, strict=True)
            )
            for row in answer.rows
        ]
        return Answer(answer.columns, rows, answer.truncated)


def member_numbers(
    rows: Sequence[Mapping[str, Any]], parents: Mapping[str, str | None], *, shown_from: int
) -> MemberNumbers:
    """Judge the numbers of members of all places as one table.

    Parameters
    ----------
    rows
        Every row of the query ``member_numbers``.
    parents
        The place that each place is part of.
    shown_from
        The bar.
    """
    own: dict[str | None, Row] = {
        row["place"]: {name: int(count) for name, count in row.items() if name != "place"} for row in rows
    }
    if not own:
        return MemberNumbers({}, {}, {})
    parts = _parts(own, parents)
    totals = _totals(own, parts)
    names = list(next(iter(own.values())))
    if (len(own) + len(totals)) * len(names) > MOST_CELLS:
        return _of_many(own, parts, totals, shown_from=shown_from)
    return _judged(own, parts, totals, names, shown_from=shown_from)


def _parts(own: Mapping[str | None, Row], parents: Mapping[str, str | None]) -> dict[str, list[str]]:
    """For each place above members, and the region, the places right below it that have members in or below them."""
    below: dict[str, list[str]] = {REGION: []}
    for code in own:
        place = code
        while place is not None:
            above = parents.get(place) or REGION
            siblings = below.setdefault(above, [])
            if place in siblings:
                break
            siblings.append(place)
            place = None if above == REGION else above
    return below


def _totals(own: Mapping[str | None, Row], parts: Mapping[str, Sequence[str]]) -> dict[str, Row]:
    """The sums of each place and what lies below it, the lowest first."""
    totals: dict[str, Row] = {}

    def total(place: str) -> Row:
        told = [own[code] for code in ((None,) if place == REGION else (place,)) if code in own]
        told += [total(part) for part in parts.get(place, [])]
        totals[place] = {name: sum(row[name] for row in told) for name in told[0]}
        return totals[place]

    total(REGION)
    return totals


def _same(
    own: Mapping[str | None, Row], parts: Mapping[str, Sequence[str]], totals: Mapping[str, Row]
) -> dict[str, tuple[str, str | None]]:
    """The totals, lowest first, that are another row's very cells, since only one place below has members."""
    told: dict[str, tuple[str, str | None]] = {}
    for place in totals:
        mine = None if place == REGION else place
        sources: list[tuple[str, str | None]] = [("own", mine)] if mine in own else []
        sources += [("total", part) for part in parts.get(place, [])]
        if len(sources) == 1:
            told[place] = sources[0]
    return told


def _judged(
    own: Mapping[str | None, Row],
    parts: Mapping[str, Sequence[str]],
    totals: Mapping[str, Row],
    names: Sequence[str],
    *,
    shown_from: int,
) -> MemberNumbers:
    counts: list[int | None] = []
    cells: dict[tuple[str, str | None, str], int] = {}
    sums: list[Sum] = []
    untold: list[int] = []
    for place, row in own.items():
        for name in names:
            cells["own", place, name] = len(counts)
            counts.append(row[name])
    same = _same(own, parts, totals)
    for place, row in totals.items():
        for name in names:
            cells["total", place, name] = cells[(*same[place], name)] if place in same else len(counts)
            if place not in same:
                counts.append(row[name])
    for place in (place for place in totals if place not in same):
        mine = None if place == REGION else place
        for name in names:
            inside = [cells["total", part, name] for part in parts.get(place, [])]
            inside += [cells["own", mine, name]] if mine in own else []
            if inside:
                sums.append(Sum(cells["total", place, name], tuple(inside)))
    for kind, of in (("own", own), ("total", totals)):
        for place, row in of.items():
            if kind == "total" and place in same:
                continue
            for part in PARTS:
                if part.whole != ("members",) or not set(part.parts) <= set(names):
                    continue
                rest = row["members"] - sum(row[name] for name in part.parts)
                inside = [cells[kind, place, name] for name in part.parts]
                if rest >= 0:
                    counts.append(rest)
                    untold.append(len(counts) - 1)
                    sums.append(Sum(cells[kind, place, "members"], (*inside, len(counts) - 1)))
    marks = suppressed(counts, sums, shown_from=shown_from, untold=untold)

    def told(kind: str, place: str | None) -> dict[str, Told]:
        return {
            name: _sign(counts[cells[kind, place, name]], marks[cells[kind, place, name]], shown_from) for name in names
        }

    return MemberNumbers(
        {place: told("own", place) for place in own},
        {place: told("total", place) for place in totals},
        dict.fromkeys(names, small(shown_from)),
    )


def _of_many(
    own: Mapping[str | None, Row], parts: Mapping[str, Sequence[str]], totals: Mapping[str, Row], *, shown_from: int
) -> MemberNumbers:
    """Too many places to judge every cell: numbers of members by place, and what they are for the region alone."""
    bare = _judged(
        {place: {"members": row["members"]} for place, row in own.items()},
        parts,
        {place: {"members": row["members"]} for place, row in totals.items()},
        ["members"],
        shown_from=shown_from,
    )

    def told(row: Row, members: Told) -> dict[str, Told]:
        return {name: members if name == "members" else HIDDEN for name in row}

    whole = told_row(totals[REGION], shown_from=shown_from)
    if bare.totals[REGION]["members"] != whole["members"]:
        whole = told(totals[REGION], HIDDEN)
    return MemberNumbers(
        {place: told(row, bare.places[place]["members"]) for place, row in own.items()},
        {place: told(row, bare.totals[place]["members"]) for place, row in totals.items()} | {REGION: whole},
        dict.fromkeys(totals[REGION], small(shown_from)),
    )


def _sign(count: int | None, mark: str, shown_from: int) -> Told:
    return small(shown_from) if mark == SMALL else large(shown_from) if mark == LARGE else count
