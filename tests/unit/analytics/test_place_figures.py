"""Figures of places: against findings narrowed to each place, by hand on the region, levels, what lies nowhere."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from analytics.place_figures import place_figures
from analytics.place_flows import flows
from analytics.place_indicators import INDICATORS, Asked, levels_of
from graph_model.errors import UnknownName

DAY = dt.date(2018, 6, 30)
NARROWED = (
    "organisation_coverage", "work_coverage", "places_without_organisation", "units_that_should_establish",
    "joint_branch_candidates", "empty_shells", "secretary_vacancies",
)  # fmt: skip


def by_code(figures, *names):
    return {row["code"]: tuple(row[name] for name in names) for row in figures.rows.iter_rows(named=True)}


@pytest.mark.parametrize("name", NARROWED)
def test_a_community_has_what_the_finding_says_when_narrowed_to_it(region, name):
    told = place_figures(Asked(region, DAY), name, level="community")
    for code, numbers in by_code(told, "count", "of", "unknown").items():
        finding = region.finding(name, as_of=DAY, place=code)
        assert numbers == (finding.count, finding.of, finding.unknown), code


@pytest.mark.parametrize("name", NARROWED)
@pytest.mark.parametrize("level", ["community", "subdistrict"])
def test_all_places_and_what_lies_in_none_are_the_whole_finding(region, name, level):
    told = place_figures(Asked(region, DAY), name, level=level)
    whole = region.finding(name, as_of=DAY)
    sums = [told.rows[one].sum() + told.unplaced[one] for one in ("count", "of", "unknown")]
    assert sums == [whole.count, whole.of, whole.unknown]


def test_coverage_of_the_region_by_hand_with_what_is_unknown_and_what_has_nothing(region):
    told = place_figures(Asked(region, DAY), "organisation_coverage", level="community")
    # C3 has U5 alone, whose status is blank: unknown, never 0.
    assert by_code(told, "state", "value")["C3"] == ("unknown", None)
    grids = place_figures(Asked(region, DAY), "organisation_coverage", level="grid")
    assert {state for state, _ in by_code(grids, "state", "value").values()} <= {"known", "unknown", "nothing"}
    whole = region.finding("organisation_coverage", as_of=DAY)
    for name in ("count", "of", "unknown"):
        assert grids.rows[name].sum() + grids.unplaced[name] == getattr(whole, name)


def test_isolated_organisations_and_ties_by_hand(region):
    # In no layer tied: XQ (C3) and FL. By community without the hub: see the ties in tests/region.py.
    alone = place_figures(Asked(region, DAY), "isolated_organisations", level="subdistrict")
    assert by_code(alone, "count", "of", "unknown")["S"][0] == 2 - alone.unplaced["count"]
    assert alone.rows["of"].sum() + alone.unplaced["of"] == 9
    ties = place_figures(Asked(region, DAY, hub=True), "ties_per_organisation", level="subdistrict")
    pairs = ["WC-HQ", "WC-LL", "WC-E1", "HQ-LL", "HQ-E1", "LL-E1", "HQ-G1", "HQ-SC", "G1-SC", "LL-E2"]
    assert ties.rows["count"].sum() + ties.unplaced["count"] == 2 * len(pairs)
    bare = place_figures(Asked(region, DAY), "ties_per_organisation", level="subdistrict")
    assert bare.rows["count"].sum() + bare.unplaced["count"] == 2 * sum(not pair.startswith("WC") for pair in pairs)


def test_workers_and_space_by_hand(region):
    workers = place_figures(Asked(region, DAY), "workers_per_households", level="community")
    assert by_code(workers, "value", "state") == {
        "C1": (2.5, "known"),
        "C2": (pytest.approx(2000 / 900), "known"),
        "C3": (None, "unknown"),
    }
    above = place_figures(Asked(region, DAY), "workers_per_households", level="subdistrict")
    assert by_code(above, "value", "of", "unknown") == {"S": (pytest.approx(7000 / 2900), 2900, 1)}
    space = place_figures(Asked(region, DAY), "space_per_households", level="community")
    assert by_code(space, "value")["C1"] == (30.0,)


def test_fails_are_those_of_the_screen(region):
    told = place_figures(Asked(region, DAY), "weak_community_screen", level="community")
    cells = region.finding("weak_community_screen", as_of=DAY).breakdowns["matrix"]
    for code, (value, unknown) in by_code(told, "value", "unknown").items():
        assert value == sum(cell["code"] == code and cell["state"] == "fail" for cell in cells)
        assert unknown == sum(cell["code"] == code and cell["state"] == "unknown" for cell in cells)


@pytest.mark.parametrize("name", list(INDICATORS))
def test_a_place_narrows_the_list_and_changes_no_figure_of_it(region, name):
    for level in levels_of(INDICATORS[name])[:1]:
        whole = by_code(place_figures(Asked(region, DAY), name, level=level), "count", "of", "unknown", "state")
        part = by_code(
            place_figures(Asked(region, DAY, place="C1"), name, level=level), "count", "of", "unknown", "state"
        )
        assert set(part) < set(whole)
        if name not in ("isolated_organisations", "ties_per_organisation"):  # a part has ties of its own alone
            assert part == {code: whole[code] for code in part}


def test_lines_between_places_are_the_ties_added_up(region):
    rows, sums = flows(Asked(region, DAY), level="community")
    ties = region.snapshot(as_of=DAY).without_hub().ties()
    assert rows["ties"].sum() == sums["between"]
    assert sums["between"] + sums["within"] + sums["no_place"] == ties.height
    found = region.finding("ties_by_kind_of_place", as_of=DAY).rows.filter(pl.col("status") == "found")
    crossing = {(row["a"], row["b"]) for row in found.iter_rows(named=True) if "WC" not in (row["a"], row["b"])}
    assert rows["urban_rural"].sum() == len(crossing)
    # HQ, E1 lie in C1 (urban), LL in C2 (a converted village): HQ-LL and E1-LL; G1 and SC are further ones of C1.
    told = {(row["a"], row["b"]): (row["ties"], row["urban_rural"]) for row in rows.iter_rows(named=True)}
    assert told["C1", "C2"] == (2, 2)


def test_who_asks_for_what_is_not_there_is_told(region):
    for name, level in (("none", "community"), ("organisation_coverage", "block"), ("weak_community_screen", "grid")):
        with pytest.raises(UnknownName):
            place_figures(Asked(region, DAY), name, level=level)
