"""The self-audit: four general rules on reported figures, and unknown where none of them says anything."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.audit import figures_that_disagree
from analytics.finding import Finding
from analytics.reported import Indicator, half_unit, read_indicator, scale_of
from graph_model.errors import UnknownName
from graph_model.queries import answer_schema, catalogue
from tests.facts import counts, evidence, facts_of
from tests.region import REGION

DAY = dt.date(2018, 6, 30)


def frames(figures: dict[str, float], **units: str) -> dict[str, pl.DataFrame]:
    empty = {
        name: pl.DataFrame(schema=answer_schema(catalogue()[name]))
        for name in ("organisations_under_hub", "member_numbers", "team_numbers")
    }
    rows = [
        (f"S|{name}|{DAY}", "S", name, DAY, float(value), units.get(name), None, 300)
        for name, value in sorted(figures.items())
    ]
    reported = pl.DataFrame(rows, schema=answer_schema(catalogue()["figures_reported"]), orient="row")
    return {**empty, "figures_reported": reported}


def ask(finding_id: str, *, as_of: dt.date, place: str | None) -> Finding:
    if finding_id != "isolated_organisations":
        raise UnknownName("finding", finding_id)
    return Finding(finding_id, count=2, of=8, unknown=0, rows=pl.DataFrame())


def audit(figures: dict[str, float], **units: str) -> Finding:
    return figures_that_disagree(facts_of(REGION, frames=frames(figures, **units), ask=ask))


def broken(finding: Finding) -> dict[str, tuple[list[str], list[float]]]:
    return {
        row["name"]: (row["rules"], row["expected"])
        for row in finding.rows.iter_rows(named=True)
        if row["status"] == "found"
    }


def test_an_indicator_is_read_as_base_segments_and_share() -> None:
    assert read_indicator("members/age=46_59%") == Indicator("members", ("age=46_59",), share=True)
    assert read_indicator("members/age=46_59%").whole == Indicator("members")
    assert read_indicator("members/age=46_59").part == ("age", "46_59")
    assert read_indicator("members/women").part is None


@pytest.mark.parametrize(("value", "half"), [(33.3, 0.05), (2.77, 0.005), (4.0, 0.5), (10.0, 0.5), (100.0, 0.5)])
def test_leeway_is_half_a_unit_of_the_last_written_decimal(value: float, half: float) -> None:
    assert half_unit(value) == pytest.approx(half)


def test_a_findings_count_is_held_against_the_ledger() -> None:
    assert counts(audit({"isolated_organisations": 2})) == (0, 1, 0)
    finding = audit({"isolated_organisations": 5})
    row = evidence(finding, f"S|isolated_organisations|{DAY}")
    assert (row["reported"], row["expected"], row["differences"], row["rules"]) == (5.0, [2.0], [3.0], ["ledger"])


def test_a_finding_reported_in_percent_is_held_against_its_share() -> None:
    assert counts(audit({"isolated_organisations": 25.0}, isolated_organisations="%")) == (0, 1, 0)
    assert broken(audit({"isolated_organisations": 26.0}, isolated_organisations="%")) == {
        "isolated_organisations": (["ledger"], [25.0])
    }


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        *(
            (None, 1),
            ("", 1),
            ("户", 1),
            ("%", 1),
            ("万户", 10_000),
            (" 万元", 10_000),
            ("亿元", 10**8),
            ("千人", 1_000),
        ),
        *(("十万人", 10**5), ("百万", 10**6), ("百户", 100), ("千米", 1), ("千克", 1), ("百分点", 1), ("万分之一", 1)),
    ],
)
def test_a_unit_may_be_a_multiple(unit: str | None, scale: int) -> None:
    assert scale_of(unit) == scale


def test_a_figure_in_wan_agrees_to_half_of_its_last_decimal_and_is_told_in_its_own_unit() -> None:
    # 300 people live in S, as the answer of the query says.
    for value, agrees in ((0.03, True), (0.034, False), (0.0301, False)):
        assert counts(audit({"population": value}, population="万人")) == ((0, 1, 0) if agrees else (1, 1, 0)), value
    assert counts(audit({"population": 3.0}, population="百人")) == (0, 1, 0)
    row = evidence(audit({"population": 5.0}, population="百人"), f"S|population|{DAY}")
    assert (row["reported"], row["expected"], row["differences"]) == (5.0, [3.0], [2.0])


def test_a_figure_in_a_multiple_is_not_added_up_with_others() -> None:
    told = audit({"members": 1.0, "members/women": 4_900, "members/men": 5_400}, members="万人")
    assert counts(told)[0] == 0
    assert {row["why"] for row in told.rows.iter_rows(named=True)} >= {"rounded_unit"}


def test_what_neither_the_ledger_nor_other_figures_speak_of_is_unknown() -> None:
    assert counts(audit({"area_km2": 52.5, "figures_that_disagree": 3, "members/women": 4})) == (0, 0, 3)


def test_population_and_communities_are_the_ledgers() -> None:
    told = {"population": 301, "communities": 3, "communities/type=urban": 2, "communities/type=converted_village": 1}
    assert broken(audit(told)) == {"population": (["ledger"], [300.0]), "communities/type=urban": (["ledger"], [1.0])}


def test_parts_that_do_not_add_up_break_the_whole_and_say_which_parts() -> None:
    finding = audit({"posts": 70, "posts/held=first": 49, "posts/held=second": 18})
    assert broken(finding) == {"posts": (["parts"], [67.0])}
    row = evidence(finding, f"S|posts|{DAY}")
    assert (row["parts"], row["differences"]) == (["posts/held=first=49", "posts/held=second=18"], [3.0])
    assert counts(finding) == (1, 1, 2)


def test_two_dimensions_are_added_up_apart() -> None:
    told = {"team": 225, "team/source=elected": 222, "team/age=35_down": 100, "team/age=36_up": 125}
    assert broken(audit(told)) == {"team": (["parts"], [222.0])}


def test_a_subset_larger_than_its_whole_is_found_and_a_mean_is_no_subset() -> None:
    assert broken(audit({"team": 20, "team/women": 21, "team/mean_age": 48})) == {"team/women": (["parts"], [20.0])}


@pytest.mark.parametrize(("share", "found"), [(33.3, False), (33.33, False), (33.0, False), (33.4, True), (33.2, True)])
def test_a_share_may_differ_by_rounding_only(share: float, found: bool) -> None:
    told = {"team": 36, "team/both": 12, "team/both%": share}
    finding = audit(told)
    assert set(broken(finding)) == ({"team/both%"} if found else set())
    assert finding.of == 1


def test_a_share_of_nothing_or_without_its_numbers_is_unknown() -> None:
    assert counts(audit({"team": 0, "team/both": 0, "team/both%": 0})) == (0, 0, 3)
    assert counts(audit({"team/both%": 50})) == (0, 0, 1)


def test_a_band_less_than_the_bands_inside_it_is_found() -> None:
    told = {"all": 6677, "all/age=45_up": 3150, "all/age=46_59": 1923, "all/age=60_up": 1604}
    assert broken(audit(told)) == {"all/age=45_up": (["bands"], [3527.0])}


def test_a_wider_band_beside_its_own_parts_is_no_contradiction() -> None:
    told = {"all": 10, "all/age=45_down": 4, "all/age=46_up": 6, "all/age=46_59": 5, "all/age=60_up": 1}
    assert broken(audit(told)) == {}


def test_teams_are_counted_from_the_newest_by_the_figures_year_and_a_blank_makes_it_unknown() -> None:
    told = frames({"team_members/type=urban": 8, "team_members/type=urban/women": 4, "team_members/type=urban/men": 3})
    team = {"code": "C1|2015", "place": "C1", "community_type": "urban", "term": 2015}
    numbers = {"party": 5, "residents": 5, "both": 3, "women": 4}
    newer = {**team, "code": "C1|2019", "term": 2019, "party": 50, "residents": 50, "both": 0, "women": 50}
    schema = answer_schema(catalogue()["team_numbers"])
    teams = pl.DataFrame([{**dict.fromkeys(schema), **one} for one in ({**team, **numbers}, newer)], schema=schema)
    finding = figures_that_disagree(facts_of(REGION, frames={**told, "team_numbers": teams}, ask=ask))
    assert broken(finding) == {"team_members/type=urban": (["ledger"], [7.0])}
    assert counts(finding) == (1, 3, 0)
    blank = teams.with_columns(pl.lit(None, dtype=pl.Int64).alias("women"))
    finding = figures_that_disagree(facts_of(REGION, frames={**told, "team_numbers": blank}, ask=ask))
    assert counts(finding) == (1, 1, 2)


@pytest.mark.parametrize(("reported", "told"), [(1, (1, 1, 0)), (2, (0, 1, 0)), (3, (0, 1, 0)), (4, (1, 1, 0))])
def test_blank_cells_leave_the_ledgers_count_a_range(reported: int, told: tuple[int, int, int]) -> None:
    schema = answer_schema(catalogue()["organisations_under_hub"])
    rows = [
        ("A", "branch", "enterprise", True, "C1", None, None),
        ("B", "branch", "enterprise", True, "C1", None, None),
        ("C", "branch", "enterprise", None, "C1", None, None),
        ("D", "branch", "enterprise", False, "C1", None, None),
        ("E", "branch", "enterprise", True, "C1", None, dt.date(2018, 6, 30)),
        ("F", "branch", "enterprise", True, None, None, None),
    ]
    under = pl.DataFrame(rows, schema=schema, orient="row")
    facts = facts_of(REGION, frames={**frames({"organisations/two_new": reported}), "organisations_under_hub": under})
    assert counts(figures_that_disagree(facts)) == told


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=5), st.integers(-3, 3))
def test_a_whole_is_found_exactly_when_its_parts_do_not_add_up(parts: list[int], off: int) -> None:
    told = {f"things/kind={at}": float(part) for at, part in enumerate(parts)} | {"things": float(sum(parts) + off)}
    assert set(broken(audit(told))) == ({"things"} if off else set())


def test_every_figure_tells_the_name_of_its_place() -> None:
    told = audit({"isolated_organisations": 3}).rows
    assert told.select("place", "place_name").rows() == [("S", "东湖街道")]
