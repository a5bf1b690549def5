"""Does ``explain`` tell what a measure means, how a finding was come by, and the nearest names of an unknown one?"""

from __future__ import annotations

import pytest

from analytics.network.cards import measure_cards
from analytics.registry import DEFINITIONS
from dashboard.cli.session import Session
from dashboard.methods import explained_names
from dashboard.service import Service
from graph_model.settings import Settings


@pytest.fixture(scope="module")
def held(region):
    """One service for many runs, so that what is asked twice is worked out once."""
    with Service(Settings(data=region)) as service:
        yield service


def test_a_measure_is_told_in_one_sentence_with_its_formula_below(gongjian, tmp_path):
    told = gongjian(tmp_path / "none", "explain", "density", lang="en")
    lines = told.out.splitlines()
    assert told.code == 0
    assert lines[:2] == ["density (density)", "Of all pairs of organisations that could co-build, the share that does."]
    assert "  formula: m / (n(n-1)/2); directed: m / (n(n-1))" in lines
    assert "  range: 0 … 1" in lines
    assert "  not defined: below two organisations" in lines


def test_a_finding_is_told_with_the_completeness_of_its_data(gongjian, region):
    told = gongjian(region, "explain", "secretary_vacancies", lang="en")
    assert told.code == 0
    # WC HQ LL XQ G1 E1 SC have a status; E2, FL and the ended one have none
    assert any(line.split() == ["organisations", "secretary", "7", "10", "70.0%"] for line in told.out.splitlines())
    card = gongjian(region, "explain", "secretary_vacancies", "--format", "json").json["finding"]
    assert [(row["column"], row["known"], row["rows"]) for row in card["data"]] == [
        ("secretary", 7, 10), ("founded", 7, 10), ("ended", 1, 10),
    ]  # fmt: skip
    assert (card["count"], card["unknown"]) == (1, 2)


def test_a_name_of_a_measure_and_of_a_finding_tells_both(gongjian, region):
    told = gongjian(region, "explain", "bridges", "--format", "json").json
    assert told["measure"]["formula"] == "去掉它，连通片就变多的联系数"
    assert told["finding"]["id"] == "bridges"
    assert told["plan"] is None


def test_how_many_people_there_are_stays_hidden_where_they_are_few(gongjian, region):
    rows = gongjian(region, "explain", "figures_that_disagree", "--format", "json").json["finding"]["data"]
    assert {(row["known"], row["rows"], row["share"]) for row in rows if row["table"] == "members"} == {
        ("*", "<10", None)
    }


def test_a_plan_is_told_with_what_it_makes_best_its_data_and_its_limits(gongjian, region):
    told = gongjian(region, "explain", "joint_branch_plan", lang="en").out
    for line in (
        "made best: first most units in groups",
        "formula: max Σ_g",
        "with a bound",
        "Limit: distances are str",
    ):
        assert line in told
    # E1 E2 FL and the ended one among ten organisations: seven have a day of founding, as the finding's card counts
    card = gongjian(region, "explain", "joint_branch_plan", "--format", "json").json["plan"]
    assert {(row["table"], row["column"]): (row["known"], row["rows"]) for row in card["data"]}[
        ("organisations", "founded")
    ] == (7, 10)
    assert card["limits"][0] == "straight_line_distance"


def test_sensitivity_says_that_small_whole_thresholds_move_by_one(gongjian, tmp_path):
    told = gongjian(tmp_path / "none", "explain", "sensitivity", lang="en")
    assert "1→2, 1→0" in told.out
    assert told.err  # that there is no data


def test_without_data_a_finding_is_told_without_numbers(gongjian, tmp_path):
    told = gongjian(tmp_path / "none", "explain", "unmet_needs", "--format", "json")
    assert told.code == 0
    assert told.json["finding"]["count"] is None
    assert told.err


def test_without_a_name_everything_is_listed_with_its_title(gongjian, tmp_path):
    listed = gongjian(tmp_path / "none", "explain", "--format", "json", lang="zh").json
    assert {(one["kind"], one["name"], one["title"]) for one in listed} >= {
        ("measure", "modularity", "模块度"), ("finding", "isolated_organisations", "孤立组织"),
        ("finding", "bridges", "桥联系"), ("measure", "bridges", "桥"), ("plan", "what_if", "假设推演"),
    }  # fmt: skip
    assert {one["name"] for one in listed} == set(explained_names())
    page = gongjian(tmp_path / "none", "explain", lang="en")
    assert (page.code, page.err) == (0, "")
    assert any(line.split()[:2] == ["measure", "modularity"] for line in page.out.splitlines())


def test_an_unknown_name_lists_the_nearest(gongjian, tmp_path):
    told = gongjian(tmp_path / "none", "explain", "betwenness", lang="en")
    assert told.code == 2
    assert "betweenness" in told.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_name_can_be_explained(gongjian, region, held, monkeypatch, lang):
    monkeypatch.setattr(Session, "service", property(lambda _: held))
    for name in [*measure_cards(), *DEFINITIONS, "what_if", "trend", "sensitivity"]:
        assert gongjian(region, "explain", name, lang=lang).code == 0, name
