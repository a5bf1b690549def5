"""Is every reason that a trend tells true of the rows of the ledger, and is none of them left out?

The oracle reads the tables as they were handed in: whom a row names in any of its columns, and on which day it came,
went or had something noted in it. On the bundled sub-district and on random regions.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from analytics.investigation import Investigation
from analytics.registry import DEFINITIONS
from analytics.trend import trend
from graph_model.dataset import fold
from graph_model.stores.embedded import EmbeddedStore
from loaders.synthetic.subdistrict import generate
from tests.oracle.plain_region import months_before
from tests.oracle.random_region import tables_of
from tests.region import RowsBatch, frame_from_rows

DAY = dt.date(2018, 6, 30)
DAYS = [dt.date(2016, 12, 31), dt.date(2017, 6, 30), dt.date(2017, 9, 30), dt.date(2017, 12, 31), DAY]
Event = tuple[str, str, str]
"""A table, a code that the row has beside the one it names (its own, or another's), and what happened to it."""

BEGINS = {
    "organisations": ("founded",), "units": ("founded",), "coverage": ("since",), "responsibility": ("since",),
    "committees": ("founded",), "seats": ("since",), "agreements": ("starts", "signed"), "listings": ("posted",),
    "claims": ("claimed",), "meetings": ("held",), "cases": ("opened",), "figures": ("as_of",),
}  # fmt: skip
"""Of several the first that is filled in."""
FROM_THEN_ON_GONE = {"organisations": "ended", "committees": "ended", "cases": "closed"}
LAST_DAY = {
    "coverage": "until", "responsibility": "until", "seats": "until", "agreements": "ends", "listings": "closes",
    "organisations": "term_ends",
}  # fmt: skip
NOTED = {"parties": ("responded",), "claims": ("done",), "committees": ("last_contact", "plaque_on")}
DAYS_OF = {"parties": ("agreement", "agreements"), "attendance": ("meeting", "meetings")}
"""Rows without a day of their own are there as long as what they are about."""
NAMES = {
    "agreements": (), "places": ("parent",), "organisations": ("superior", "place"), "units": ("place",),
    "coverage": ("organisation", "unit"), "responsibility": ("organisation", "place"), "committees": ("place", "lead"),
    "seats": ("committee", "organisation"), "parties": ("agreement", "organisation"), "listings": ("organisation",),
    "claims": ("listing", "organisation", "counterpart"), "meetings": ("committee", "agreement", "host"),
    "attendance": ("meeting", "organisation"), "cases": ("place",), "figures": ("place",),
}  # fmt: skip
ONLY_THEIR_OWN_ROW = {"agreements_expiring": "agreements", "committees_without_contact": "committees"}
"""Findings that look at no row that names their subjects."""


class Rows:
    """What happened to the rows of the tables in one step, by whom they name."""

    def __init__(self, tables: Mapping[str, pl.DataFrame], since: dt.date, until: dt.date) -> None:
        self.since, self.until = since, until
        self.by_code: dict[str, set[Event]] = defaultdict(set)
        self.own: set[Event] = set()
        self.owners = dict(tables["listings"].select("code", "organisation").iter_rows())
        by_code = {name: {row["code"]: row for row in tables[name].to_dicts()} for name in ("agreements", "meetings")}
        for table, names in NAMES.items():
            for row in tables[table].to_dicts():
                named = {row[name] for name in (*names, "code") if row.get(name) is not None}
                for change in self._changes(table, row):
                    self._hold(table, named, change)
                    self.own |= {(table, row["code"], change)} if "code" in row else set()
                if table in DAYS_OF:
                    pointer, about = DAYS_OF[table]
                    for change in self._changes(about, by_code[about][row[pointer]]):
                        self._hold(table, named, change)

    def _hold(self, table: str, named: set[str], change: str) -> None:
        for code in named:
            self.by_code[code] |= {(table, other, change) for other in (named - {code} or {code})}

    def _changes(self, table: str, row: Mapping[str, Any]) -> Iterator[str]:
        begun = next((row[name] for name in BEGINS.get(table, ()) if row[name] is not None), None)
        if self._within(begun):
            yield "came"
        over, last = row.get(FROM_THEN_ON_GONE.get(table, "")), row.get(LAST_DAY.get(table, ""))
        if self._within(over) or (last is not None and self.since <= last < self.until):
            yield "went"
        if table == "meetings" and self._a_year_ago(row["held"]):
            yield "went"
        if table == "claims" and self._a_year_ago(row["claimed"]):
            yield "faded"
        yield from (name for name in NOTED.get(table, ()) if self._within(row[name]))

    def _within(self, day: dt.date | None) -> bool:
        return day is not None and self.since < day <= self.until

    def _a_year_ago(self, day: dt.date | None) -> bool:
        return day is not None and months_before(self.since, 12) < day <= months_before(self.until, 12)

    def naming(self, code: str) -> set[Event]:
        """What happened to rows that name it; a claim that is a year old is a row still."""
        return {event for event in self.by_code[code] if event[2] != "faded"}

    def hold(self, finding: str, code: str, reason: Mapping[str, Any]) -> Iterator[Event]:
        """The events that a told entry is made of, those alone that did not happen."""
        table = reason["table"]
        told = [(row, change) for change in ("came", "went") for row in reason[change]]
        told += [(row, change) for change, rows in reason.get("noted", {}).items() for row in rows]
        for row, change in told:
            events = self.by_code[code] | self.own if row == code else set(self.by_code[code])
            if table in ("organisations", "committees"):  # in whose life a row that names it rests
                events |= self.own
            if table == "claims" and (self.owners.get(row) == code or finding.startswith("agreements")):
                events |= {(t, row, c) for t, _, c in self.by_code[row]}
            if finding == "tied_on_paper_only":
                events |= {(t, o, "went") for t, o, c in events if c == "faded"}
            if (table, row, change) not in events:
                yield table, row, change


def _sub_district() -> dict[str, pl.DataFrame]:
    return {name: table for name, table in generate().tables.items() if name != "members"}


def _random(seed: int) -> dict[str, pl.DataFrame]:
    return {name: frame_from_rows(name, rows) for name, rows in tables_of(seed, DAY).items()}


@pytest.fixture(scope="module", params=["sub_district", 0, 11, 20])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    tables = _sub_district() if request.param == "sub_district" else _random(request.param)
    store = EmbeddedStore(tmp_path_factory.mktemp("store"), buffer_pool_mb=128, seconds=60.0, max_rows=100_000)
    store.publish(fold([RowsBatch("b1", DAY.isoformat(), replace=False, tables=tables)]))
    told = trend(Investigation(store), DAYS, brief=True)
    yield request.param, tables, told
    store.close()


def test_every_subject_that_came_went_or_changed_has_a_reason_and_each_is_true(asked: Any) -> None:
    name, tables, told = asked
    assert set(told.steps) == set(DEFINITIONS)
    wrong: list[object] = []
    seen: set[str] = set()
    for at, (since, until) in enumerate(pairwise(DAYS)):
        rows = Rows(tables, since, until)
        for finding, steps in told.steps.items():
            step = steps[at]
            for row in (*step.new, *step.gone, *step.worse, *step.better):
                why = row.get("why", "changed")
                where = (finding, until, row["code"], why, row.get("because"))
                if why in ("came", "went"):
                    kind = DEFINITIONS[finding].subject
                    if kind == "figure":
                        wrong += [where] if not any(e[2] == why for e in rows.naming(row["code"].split("|")[0])) else []
                    elif kind != "tie":
                        wrong += [where] if not _lives(rows, row["code"], why) else []
                    continue
                if not row.get("because"):
                    wrong.append(where)
                for reason in row.get("because", ()):
                    seen.add(reason.get("reason", next(iter(reason))))
                    if "table" in reason:
                        wrong += [(where, event) for event in rows.hold(finding, row["code"], reason)]
                    elif reason.get("reason") == "day_moved":
                        wrong += [where] if not _only_the_day(rows, finding, row["code"], reason) else []
                    elif reason.get("reason") == "other_ties":
                        wrong += [where] if reason["came"] + reason["went"] == 0 else []
    assert not wrong, "\n".join(map(str, wrong))
    if name == "sub_district":
        assert seen == {"layer", "table", "indicator", "day_moved", "other_ties"}


def _lives(rows: Rows, code: str, change: str) -> bool:
    """Whether its own row came or went, or that of the organisation whose it is."""
    return any((table, one, change) in rows.own for table in NAMES for one in (code, rows.owners.get(code)))


def _only_the_day(rows: Rows, finding: str, code: str, reason: Mapping[str, Any]) -> bool:
    """Whether no row that names it came or went; those of tables that the finding does not look at are told beside."""
    events = rows.naming(code)
    if not events:
        return "beside" not in reason
    told = {one["table"] for one in reason.get("beside", ())}
    heeded = ONLY_THEIR_OWN_ROW.get(finding)
    return told == {table for table, _, _ in events} and heeded is not None and heeded not in told
