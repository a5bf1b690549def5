"""Does a trend tell, of any days, what was found on each and which subjects came, went or changed in between?"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import polars as pl
import pytest

from analytics import scorecard as scorecard_module
from analytics.trend import days_between, trend
from analytics.trend_events import RowEvents
from graph_model.errors import BadValue, UnknownName

DAY = dt.date.fromisoformat


def codes(rows):
    return [(row["code"], row["why"]) for row in rows]


def test_quarters_are_counted_back_from_the_last_day_and_end_with_their_months():
    assert days_between(DAY("2017-09-01"), DAY("2018-06-30"), every="quarter") == (
        DAY("2017-09-30"), DAY("2017-12-31"), DAY("2018-03-31"), DAY("2018-06-30"),
    )  # fmt: skip
    assert days_between(DAY("2016-02-29"), DAY("2018-02-28"), every="year") == (
        DAY("2016-02-29"), DAY("2017-02-28"), DAY("2018-02-28"),
    )  # fmt: skip
    assert days_between(DAY("2018-01-15"), DAY("2018-05-15"), every="quarter") == (DAY("2018-02-15"), DAY("2018-05-15"))


def test_days_that_are_reversed_too_many_or_of_an_unknown_step_are_refused():
    with pytest.raises(BadValue, match="days_reversed"):
        days_between(DAY("2018-01-02"), DAY("2018-01-01"), every="year")
    with pytest.raises(BadValue, match="days_too_many"):
        days_between(DAY("1990-01-01"), DAY("2018-01-01"), every="quarter")
    assert len(days_between(DAY("1995-01-01"), DAY("2018-01-01"), every="year")) == 24
    with pytest.raises(UnknownName):
        days_between(DAY("2018-01-01"), DAY("2018-01-02"), every="month")


def test_isolated_organisations_by_hand(region):
    # FL is tied to nobody ever; OLD neither, and is not there from 2017-12-31 on; XQ met HQ on 2017-05-01 and only
    # itself since, so that it is alone from 2018-05-01 on.
    told = trend(region, [DAY("2018-06-30"), DAY("2017-12-30"), DAY("2018-04-30")], ["isolated_organisations"])
    assert told.days == (DAY("2017-12-30"), DAY("2018-04-30"), DAY("2018-06-30"))
    assert [one.count for one in told.findings["isolated_organisations"]] == [2, 1, 2]
    first, second = told.steps["isolated_organisations"]
    assert (codes(first.new), codes(first.gone), first.still) == ([], [("OLD", "went")], ("FL",))
    assert (codes(second.new), codes(second.gone), second.still) == ([("XQ", "changed")], [], ("FL",))
    assert second.new[0]["because"] == [{"layer": "meetings", "came": [], "went": ["HQ"]}]
    assert "because" not in first.gone[0]  # OLD itself went
    assert [card["all"]["isolates"] for card in told.scorecards] == [2, 1, 2]


def test_a_tie_that_is_new_has_come_and_one_that_is_lost_has_gone(region):
    (step,) = trend(region, [DAY("2018-03-31"), DAY("2018-06-30")], ["bridges"]).steps["bridges"]
    # HQ-XQ was the meeting of 2017-05-01; E2 is founded on 2018-06-30, and its agreement with LL ties it.
    assert codes(step.new) == [("E2|LL", "came")]
    assert codes(step.gone) == [("HQ|XQ", "went")]


def test_what_was_unknown_and_is_found_later_says_so(investigate):
    rows = {
        "organisations": [
            {"code": "A", "name": "a", "level": "branch", "domain": "community", "full_members": None},
        ],
        "meetings": [{"code": "M", "kind": "lecture", "held": "2018-01-10", "host": "A"}],
    }
    (step,) = trend(investigate(rows), [DAY("2018-06-30"), DAY("2019-06-30")], ["empty_shells"]).steps["empty_shells"]
    assert codes(step.new) == [("A", "was_unknown")]


def test_what_changed_is_told_by_the_rows_that_came_and_went(investigate):
    place = {"code": "C", "name": "C", "kind": "community", "community_type": "urban"}
    unit = {"kind": "private_enterprise", "status": "operating", "place": "C"}
    listing = {"organisation": "O", "title": "x", "posted": "2017-01-01"}
    asked = investigate(
        {
            "places": [place],
            "organisations": [
                {"code": "O", "name": "O", "level": "branch", "domain": "community", "place": "C"},
                {"code": "T", "name": "T", "level": "branch", "domain": "community", "term_ends": "2018-05-01"},
            ],
            "units": [{"code": code, "name": code, **unit} for code in ("U1", "U2")],
            "coverage": [
                {"organisation": "O", "unit": "U1", "mode": "own", "since": "2018-04-10"},
                {"organisation": "O", "unit": "U2", "mode": "own", "since": "2016-01-01", "until": "2018-03-31"},
            ],
            "committees": [{"code": "K", "name": "K", "tier": "joint_meeting", "place": "C", "founded": "2015-01-01"}],
            "meetings": [
                {"code": f"M{at}", "kind": "joint", "held": held, "committee": "K"}
                for at, held in enumerate(("2017-04-01", "2017-05-01", "2017-06-30", "2017-12-31"))
            ],
            "listings": [
                {"code": "N1", "kind": "need", **listing},
                {"code": "N2", "kind": "need", "closes": "2018-06-01", **listing},
            ],
            "claims": [{"listing": "N1", "organisation": "T", "claimed": "2018-06-30"}],
        }
    )
    names = ["units_without_organisation", "committee_vitality", "unmet_needs", "overdue_elections"]
    told = trend(asked, [DAY("2018-03-31"), DAY("2018-06-30")], names)
    why = {
        row["code"]: row.get("because")
        for name in names
        for step in told.steps[name]
        for row in (*step.new, *step.gone)
    }
    assert why["U1"] == [{"table": "coverage", "came": ["O"], "went": []}]
    assert why["U2"] == [{"table": "coverage", "came": [], "went": ["O"]}]
    assert why["N1"] == [{"table": "claims", "came": ["T"], "went": []}]
    assert why["N2"] == [{"table": "listings", "came": [], "went": [], "passed": ["closes"]}]
    assert why["T"] == [{"table": "organisations", "came": [], "went": [], "passed": ["term_ends"]}]
    assert why["K"] == [{"table": "meetings", "came": [], "went": ["M0", "M1", "M2"]}]


def test_where_no_row_came_or_went_only_the_day_moved(investigate):
    agreement = {"code": "A", "title": "A", "kind": "project", "status": "active", "signed": "2017-01-01"}
    asked = investigate({"agreements": [{**agreement, "ends": "2018-08-01"}]})
    (step,) = trend(asked, [DAY("2018-03-31"), DAY("2018-06-30")], ["agreements_expiring"]).steps["agreements_expiring"]
    assert [(row["code"], row["because"]) for row in step.new] == [("A", [{"reason": "day_moved"}])]


def test_rows_of_tables_that_a_finding_does_not_look_at_are_told_beside_the_day_that_moved(investigate):
    agreement = {"code": "A", "title": "A", "kind": "project", "status": "active", "signed": "2017-01-01"}
    meeting = {"code": "M", "kind": "activity", "held": "2018-05-01", "agreement": "A"}
    asked = investigate({"agreements": [{**agreement, "ends": "2018-08-01"}], "meetings": [meeting]})
    (step,) = trend(asked, [DAY("2018-03-31"), DAY("2018-06-30")], ["agreements_expiring"]).steps["agreements_expiring"]
    beside = [{"table": "meetings", "came": ["M"], "went": []}]
    assert [(row["code"], row["because"]) for row in step.new] == [("A", [{"reason": "day_moved", "beside": beside}])]


def test_a_resource_is_no_longer_idle_by_the_claim_that_names_it_on_the_day_of_that_claim(investigate):
    asked = investigate(
        {
            "places": [{"code": "C", "name": "C", "kind": "community"}],
            "organisations": [{"code": code, "name": code, "level": "branch", "place": "C"} for code in ("A", "B")],
            "listings": [
                {"code": "N", "kind": "need", "organisation": "A", "title": "n", "posted": "2017-01-05"},
                {"code": "R", "kind": "resource", "organisation": "B", "title": "r", "posted": "2017-01-05"},
            ],
            "claims": [{"listing": "N", "organisation": "B", "claimed": "2017-08-08", "counterpart": "R"}],
        }
    )
    days = [DAY("2016-12-31"), DAY("2017-06-30"), DAY("2017-09-30")]
    first, second = trend(asked, days, ["idle_resources"]).steps["idle_resources"]
    assert [(row["code"], row["why"], row.get("because")) for row in first.new] == [("R", "came", None)]
    assert [(row["code"], row["because"]) for row in second.gone] == [
        ("R", [{"table": "claims", "came": ["N"], "went": []}])
    ]


def test_what_was_noted_in_a_row_and_whose_life_it_rests_on_are_told(investigate):
    asked = investigate(
        {
            "places": [{"code": "C", "name": "C", "kind": "community", "community_type": "urban"}],
            "organisations": [
                {"code": "O", "name": "o", "level": "branch", "place": "C", "ended": "2018-05-01"},
                {"code": "P", "name": "p", "level": "branch", "place": "C"},
            ],
            "units": [{"code": "U", "name": "u", "kind": "private_enterprise", "status": "operating", "place": "C"}],
            "coverage": [{"unit": "U", "organisation": "O", "mode": "own"}],
            "committees": [
                {
                    "code": "K", "name": "K", "tier": "community_committee", "place": "C", "founded": "2015-01-01",
                    "contact_post": "书记岗", "last_contact": "2018-06-01",
                },
            ],
        }
    )  # fmt: skip
    names = ["units_without_organisation", "committees_without_contact"]
    steps = trend(asked, [DAY("2018-03-31"), DAY("2018-06-30"), DAY("2018-12-31")], names).steps
    uncovered = steps["units_without_organisation"][0].new
    assert [(row["code"], row["because"]) for row in uncovered] == [
        ("U", [{"table": "organisations", "came": [], "went": ["O"]}])
    ]
    assert [row["because"] for row in steps["committees_without_contact"][1].new] == [[{"reason": "day_moved"}]]


def test_a_bridge_that_is_none_any_more_tells_how_many_other_ties_came_and_went(investigate):
    # A-B and B-C are bridges until A and C meet on 2018-05-01: then the three stand in a ring, and one tie came.
    codes = ("A", "B", "C")
    meetings = {"M1": ("2018-01-10", "AB"), "M2": ("2018-01-11", "BC"), "M3": ("2018-05-01", "AC")}
    asked = investigate(
        {
            "organisations": [{"code": code, "name": code, "level": "branch"} for code in codes],
            "meetings": [{"code": code, "kind": "activity", "held": held} for code, (held, _) in meetings.items()],
            "attendance": [
                {"meeting": code, "organisation": one, "attended": True}
                for code, (_, came) in meetings.items()
                for one in came
            ],
        }
    )
    names = ["bridges", "cut_points"]
    steps = trend(asked, [DAY("2018-03-31"), DAY("2018-06-30")], names).steps
    other = [{"reason": "other_ties", "came": 1, "went": 0}]
    assert {row["code"]: row["because"] for row in steps["bridges"][0].gone} == {"A|B": other, "B|C": other}
    assert {row["code"]: row["because"] for row in steps["cut_points"][0].gone} == {"B": other}


def test_a_meeting_that_nobody_else_came_to_and_a_claim_are_signs_of_life_for_a_year(investigate):
    asked = investigate(
        {
            "organisations": [{"code": code, "name": code, "level": "branch"} for code in ("A", "B", "Z")],
            "agreements": [
                {"code": code, "title": code, "kind": "project", "status": "active", "signed": "2016-01-01"}
                for code in ("G", "H")
            ],
            "parties": [{"agreement": "G", "organisation": code} for code in ("A", "B", "Z")],
            "meetings": [
                {"code": "M", "kind": "activity", "held": "2017-04-10", "host": "Z"},
                {"code": "M2", "kind": "activity", "held": "2016-02-01", "agreement": "H"},
            ],
            "listings": [{"code": "N", "kind": "need", "organisation": "A", "title": "n", "posted": "2017-01-01"}],
            "claims": [{"listing": "N", "organisation": "B", "claimed": "2017-05-05"}],
        }
    )
    days = [DAY("2017-03-31"), DAY("2017-06-30"), DAY("2018-03-31"), DAY("2018-06-30")]
    steps = trend(asked, days, ["tied_on_paper_only", "agreements_without_activity"]).steps
    claim = [{"table": "claims", "came": [], "went": ["N"]}]
    assert {row["code"]: row["because"] for row in steps["tied_on_paper_only"][2].new} == {
        "A": claim,
        "B": claim,
        "Z": [{"table": "meetings", "came": [], "went": ["M"]}],
    }
    taken_up = [{"table": "claims", "came": ["N"], "went": []}]
    assert [(row["code"], row["because"]) for row in steps["agreements_without_activity"][0].gone] == [("G", taken_up)]


def test_a_figure_is_new_because_it_was_reported(investigate):
    asked = investigate(
        {
            "places": [{"code": "C", "name": "C", "kind": "community", "households": 10}],
            "figures": [{"place": "C", "indicator": "households", "as_of": "2018-05-01", "value": 12}],
        }
    )
    (step,) = trend(asked, [DAY("2018-03-31"), DAY("2018-06-30")], ["figures_that_disagree"]).steps[
        "figures_that_disagree"
    ]
    assert codes(step.new) == [("C|households|2018-05-01", "came")]


def test_the_screen_tells_whose_fails_rose(region):
    (step,) = trend(region, [DAY("2017-06-30"), DAY("2018-06-30")], ["weak_community_screen"]).steps[
        "weak_community_screen"
    ]
    matrix = {
        day: {
            row["code"]: row["fails"] for row in region.finding("weak_community_screen", as_of=DAY(day)).rows.to_dicts()
        }
        for day in ("2017-06-30", "2018-06-30")
    }
    assert {row["code"]: (row["before"], row["after"]) for row in (*step.worse, *step.better)} == {
        code: (matrix["2017-06-30"][code], matrix["2018-06-30"][code])
        for code in matrix["2018-06-30"]
        if matrix["2017-06-30"][code] != matrix["2018-06-30"][code]
    }
    assert all(row["after"] > row["before"] for row in step.worse)
    states = {
        day: {
            (cell["code"], cell["indicator"]): cell["state"]
            for cell in region.finding("weak_community_screen", as_of=DAY(day)).breakdowns["matrix"]
        }
        for day in ("2017-06-30", "2018-06-30")
    }
    for row in (*step.worse, *step.better):
        turned = {one["indicator"]: (one["before"], one["after"]) for one in row["because"]}
        assert turned == {
            indicator: (state, states["2018-06-30"][code, indicator])
            for (code, indicator), state in states["2017-06-30"].items()
            if code == row["code"] and state != states["2018-06-30"][code, indicator]
        }
        change = [(before == "fail", after == "fail") for before, after in turned.values()]
        assert row["after"] - row["before"] == sum(after - before for before, after in change)


def test_one_day_alone_has_no_step(region):
    told = trend(region, [DAY("2018-06-30")] * 2, ["cut_points"])
    assert (len(told.days), told.steps["cut_points"]) == (1, ())


def test_every_finding_can_be_asked(region):
    told = trend(region, [DAY("2017-06-30"), DAY("2018-06-30")]).as_json()
    assert all(len(one["at"]) == 2 and len(one["steps"]) == 1 for one in told["findings"].values())


def test_a_brief_trend_is_the_same_but_for_the_figures_that_take_long(region, monkeypatch):
    days = [DAY("2017-06-30"), DAY("2018-06-30")]
    whole = trend(region, days, ["isolated_organisations"]).as_json()
    asked = []
    monkeypatch.setattr(scorecard_module, "betweenness_of", lambda *_, **__: asked.append("betweenness"))
    brief = trend(region, days, ["isolated_organisations"], brief=True).as_json()
    assert brief["findings"] == whole["findings"]
    assert not asked
    for short, long in zip(brief["scorecard"], whole["scorecard"], strict=True):
        assert set(short) == {"as_of", "all", "without_hub"}
        for name in ("all", "without_hub"):
            left_out = {"betweenness_centralisation", "transitivity"}
            assert short[name] == {figure: value for figure, value in long[name].items() if figure not in left_out}


def test_what_no_day_changes_is_asked_of_the_store_once(investigate):
    rows = {
        "organisations": [{"code": code, "name": "甲支部", "level": "branch", "place": "P"} for code in ("A", "B")],
        "units": [{"code": code, "name": "某某公司", "place": "P"} for code in ("U1", "U2")],
        "places": [{"code": "P", "name": "p", "kind": "community"}],
    }
    told = investigate(rows)
    asked = []
    frame = told._fetched._store.frame
    told._fetched._store = SimpleNamespace(
        frame=lambda name, given=None: asked.append((name, bool(given))) or frame(name, given),
        table=told._fetched._store.table,
        published=told._fetched._store.published,
    )
    days = [DAY("2017-06-30"), DAY("2017-12-31"), DAY("2018-06-30")]
    answer = trend(told, days, ["possible_duplicates", "isolated_organisations"])
    assert asked.count(("unit_names", False)) == 1
    assert asked.count(("organisation_links", True)) == 3
    assert [one.count for one in answer.findings["possible_duplicates"]] == [2, 2, 2]


def test_without_what_differs_in_between_the_days_tell_the_same(region):
    days = [DAY("2018-03-31"), DAY("2018-06-30")]
    whole, days_alone = (trend(region, days, ["bridges"], between=between) for between in (True, False))
    assert days_alone.steps == {"bridges": ()}
    assert days_alone.as_json()["findings"]["bridges"]["at"] == whole.as_json()["findings"]["bridges"]["at"]
    assert days_alone.scorecards == whole.scorecards


@pytest.mark.parametrize("columns", [(), ("founded",), ("ended",), ("founded", "ended")])
def test_rows_of_a_large_table_that_tells_few_days_or_none_are_looked_through(columns: tuple[str, ...]) -> None:
    founded, ended = dt.date(2018, 1, 2), dt.date(2018, 3, 4)
    size = 100_001  # polars refuses frames of this size a constant condition
    rows = pl.DataFrame({"code": [str(n) for n in range(size)]}).with_columns(
        pl.when(pl.col("code") == "7").then(pl.lit(founded)).otherwise(None).alias("founded"),
        pl.when(pl.col("code") == "9").then(pl.lit(ended)).otherwise(None).alias("ended"),
    )
    events = RowEvents(lambda _, asked: rows.select(asked), (dt.date(2017, 12, 31), dt.date(2018, 3, 31)))
    due = {("7", "came")} if "founded" in columns else set()
    due |= {("9", "went")} if "ended" in columns else set()
    assert set(events._nodes("Organisation", columns, ()).iter_rows()) == due
