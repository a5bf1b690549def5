"""Do sensitivity, trend and method cards say what the documents say when each is worked out anew, on random regions?

The oracle is ``plain_findings`` with one standard moved, on two days, or beside the cells of the csv files.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from analytics.investigation import Investigation
from analytics.method_card import method_card
from analytics.registry import DEFINITIONS
from analytics.sensitivity import sensitivity
from analytics.trend import trend
from graph_model.schema import TABLES
from tests.oracle.plain_findings import Plain, Verdict, either
from tests.oracle.random_region import tables_of
from tests.oracle.test_findings_against_the_documents import DAY, _published

SEEDS = (0, 3, 7, 11)
STANDARDS = {
    "households_per_worker_most": 400,
    "urban_workers_from": 5,
    "work_funds_from": 70_000,
    "service_funds_from": 100_000,
    "service_area_from": 30,
    "assistants_from": 1,
    "committee_meetings_from": 2,
    "attendance_from": Fraction(1, 2),
}
"""Standards whose bars are moved here, as the documents give them."""


class Moved(Plain):
    """The findings of a region with other standards than the documents'."""

    def __init__(self, tables: dict[str, list[dict]], day: dt.date, bars: dict[str, float]) -> None:
        super().__init__(tables, day)
        self.bars = {**STANDARDS, **bars}

    def staffing_below_standard(self) -> dict[str, Verdict]:
        told: dict[str, Verdict] = {}
        for code, row in self._communities().items():
            households, workers = row["households"], row["workers"]
            if workers is None:
                told[code] = None
                continue
            most, least = self.bars["households_per_worker_most"], self.bars["urban_workers_from"]
            crowded = None if households is None else workers * most < households
            few = workers < least
            urban = None if few and row["community_type"] is None else few and row["community_type"] == "urban"
            told[code] = either(crowded, urban)
        return told

    def funds_below_standard(self) -> dict[str, Verdict]:
        return {
            code: either(
                *(
                    None if row[column] is None else row[column] < self.bars[f"{column}_from"]
                    for column in ("work_funds", "service_funds")
                )
            )
            for code, row in self._communities().items()
        }

    def space_below_standard(self) -> dict[str, Verdict]:
        bar = self.bars["service_area_from"]
        return {
            code: None
            if None in (row["service_area"], row["households"])
            else row["service_area"] * 100 < row["households"] * bar
            for code, row in self._communities().items()
        }

    def assistants_missing(self) -> dict[str, Verdict]:
        return {
            code: None if row["assistants"] is None else row["assistants"] < self.bars["assistants_from"]
            for code, row in self._communities().items()
        }

    def committee_vitality(self) -> dict[str, Verdict]:
        told: dict[str, Verdict] = {}
        for code in self._of_place(self.region.committees):
            rows = self.region.meetings.values()
            held = [m["code"] for m in rows if m["committee"] == code and self.region.in_last_year(m["held"])]
            shares = []
            for meeting in held:
                called = self.region.invited[meeting] & self.region.organisations.keys()
                came = self.region.came[meeting] & self.region.organisations.keys()
                shares += [Fraction(len(came), len(called | came))] if called else []
            few = sum(shares) / len(shares) < self.bars["attendance_from"] if shares else None
            told[code] = either(len(held) < self.bars["committee_meetings_from"], few)
        return told


@pytest.mark.parametrize("least", [1, 4])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_list_of_every_case_is_that_of_the_region_judged_anew(seed: int, least: int, tmp_path: Path) -> None:
    tables = tables_of(seed, DAY)

    def listed(plain: Plain, *, worst: bool = False) -> set[str]:
        counted = {code: len(fails) + worst * len(untold) for code, (fails, untold) in plain.screen().items()}
        return {code for code, count in counted.items() if count >= least}

    with _published(tables, tmp_path) as store:
        told = sensitivity(Investigation(store), as_of=DAY, least_fails=least)
    cases = {case.id: case for case in told.cases}
    assert cases["as_it_is"].listed == cases["unknown_at_best"].listed == listed(Plain(tables, DAY))
    assert cases["unknown_at_worst"].listed == listed(Plain(tables, DAY), worst=True)
    assert set(STANDARDS) <= {case.threshold for case in told.cases}
    for case in told.cases:
        if case.threshold in STANDARDS:
            assert case.value == pytest.approx(float(STANDARDS[case.threshold]))
            moved = Fraction(case.moved).limit_denominator(1000)
            assert case.listed == listed(Moved(tables, DAY, {case.threshold: moved})), case.id
    assert set(told.always) == set.intersection(*(set(case.listed) for case in told.cases))
    for code, ids in told.sometimes.items():
        assert set(ids) == {case.id for case in told.cases if code in case.listed}
        assert 0 < len(ids) < len(told.cases)


BEFORE = dt.date(2018, 3, 31)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_came_and_went_is_the_difference_of_two_days_judged_anew(seed: int, tmp_path: Path) -> None:
    tables = tables_of(seed, DAY)
    days = [Plain(tables, BEFORE), Plain(tables, DAY)]
    with _published(tables, tmp_path) as store:
        told = trend(Investigation(store), [DAY, BEFORE])
    assert told.days == (BEFORE, DAY)
    for name in DEFINITIONS:
        if name in ("organisation_coverage", "work_coverage", "possible_duplicates"):
            continue  # one row a place; pairs, of which the oracle knows only some
        was, now = (plain.finding(name) for plain in days)
        (step,) = told.steps[name]
        new, gone = ({row["code"]: row["why"] for row in rows} for rows in (step.new, step.gone))
        found = [{_code(one) for one in judged.found} for judged in (was, now)]
        unknown = [{_code(one) for one in judged.unknown} for judged in (was, now)]
        assert set(new) == found[1] - found[0], name
        assert set(gone) == found[0] - found[1], name
        assert set(step.still) == found[0] & found[1], name
        assert {code for code, why in new.items() if why == "was_unknown"} == set(new) & unknown[0], name
        assert {code for code, why in gone.items() if why == "became_unknown"} == set(gone) & unknown[1], name
        if DEFINITIONS[name].subject == "organisation":
            alive = [set(plain.region.organisations) for plain in days]
            assert {code for code, why in new.items() if why == "came"} == set(new) - alive[0] - unknown[0], name
            assert {code for code, why in gone.items() if why == "went"} == set(gone) - alive[1] - unknown[1], name
    fails = [{code: len(failing) for code, (failing, _) in plain.screen().items()} for plain in days]
    (step,) = told.steps["weak_community_screen"]
    moved = {row["code"]: (row["before"], row["after"]) for row in (*step.worse, *step.better)}
    assert moved == {code: (fails[0][code], fails[1][code]) for code in step.still if fails[0][code] != fails[1][code]}
    assert {row["code"] for row in step.worse} == {code for code, (before, after) in moved.items() if after > before}


def _code(subject: object) -> str:
    return "|".join(subject) if isinstance(subject, tuple) else str(subject)


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_a_method_card_counts_the_cells_of_the_hand_in(seed: int, tmp_path: Path) -> None:
    tables = tables_of(seed, DAY)
    with _published(tables, tmp_path) as store:
        investigation = Investigation(store)
        cards = {name: method_card(investigation, name, DAY) for name in DEFINITIONS}
    judged = 0
    for name, card in cards.items():
        plain = Plain(tables, DAY)
        if name not in ("possible_duplicates",):
            told = plain.finding(name)
            of = card.finding
            assert of is not None
            assert (of.count, of.unknown) == (len(told.found), len(told.unknown)), name
        for one in card.data:
            rows = tables.get(one.table, [])
            if TABLES[one.table].label is None or one.table == "members":
                continue  # ties are kept once a pair, members as bands
            assert one.rows == len(rows), (name, one.table)
            if one.column is not None and one.column in (rows[0] if rows else {}):
                assert one.known == sum(row[one.column] is not None for row in rows), (name, one.table, one.column)
                judged += 1
    assert judged > 20
