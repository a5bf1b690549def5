"""Which organisations have no secretary, whose term is over, and of which is it not known?

Sheet 2 itself, from the roster and its numbers; no organisation is added here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from loaders.synthetic.organisations import ENDED, HUB, Roster
from loaders.synthetic.records import AS_OF, Planted, Row, day_between, part_of, picked, planted


def organisation_rows(
    seed: int, roster: Roster, numbers: Mapping[str, Row]
) -> tuple[tuple[Row, ...], dict[str, Planted]]:
    """Sheet 2, with secretaries and terms, some of them vacant, overdue or blank on purpose."""
    random = part_of(seed, "terms")
    alive = roster.alive
    elected = [one for one in alive if one.level != "working_committee"]
    ours = [one.code for one in elected if one.kind == "own"]
    guests = [one.code for one in elected if one.kind == "resident"]
    vacant = picked(random, ours, 6)
    secretary_unknown = picked(random, guests, 5)
    overdue = picked(random, ours, 7)
    term_unknown = [HUB, *picked(random, guests, 12)]
    rows: list[Row] = []
    for one in roster.all:
        founded = day_between(random, dt.date(1998, 1, 1), dt.date(2016, 5, 31))
        if one.kind == "neighbourhood":
            founded = day_between(random, dt.date(2015, 6, 1), dt.date(2016, 6, 30))
        ends = day_between(random, dt.date(2018, 9, 1), dt.date(2022, 6, 30))
        if one.code in overdue:
            late = overdue.index(one.code) < 3  # put off by more than the one year that may be granted
            ends = (
                day_between(random, dt.date(2016, 3, 1), dt.date(2017, 5, 31))
                if late
                else day_between(random, dt.date(2017, 8, 1), dt.date(2018, 6, 15))
            )
        secretary = "concurrent" if random.random() < 0.15 else "filled"
        secretary = "vacant" if one.code in vacant else secretary
        venue = bool(random.random() < 0.8) if random.random() < 0.93 else None
        rows.append(
            {
                "code": one.code,
                "name": one.name,
                "level": one.level,
                "form": one.form,
                "domain": one.domain,
                "two_new": one.two_new,
                "superior": one.superior,
                "place": one.place,
                "founded": founded,
                "term_ends": None if one.code in term_unknown else ends,
                "ended": dt.date(2017, 9, 30) if one.part == ENDED else None,
                "secretary": None if one.code in secretary_unknown else secretary,
                "has_venue": venue,
            }
            | numbers.get(one.code, {})
        )
    possible = [row["code"] for row in rows if row["code"] in overdue and row["term_ends"] >= AS_OF.replace(year=2017)]
    return tuple(rows), {
        "secretary_vacancies": planted(vacant, unknown=secretary_unknown, population=len(alive)),
        "overdue_elections": planted(
            overdue, unknown=term_unknown, population=len(alive), extension_possible=sorted(possible)
        ),
    }
