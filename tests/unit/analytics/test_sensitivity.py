"""Does sensitivity tell who is on the screen's list in every case and who only in some, case by case?"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import polars as pl

from analytics.communities import NEEDS
from analytics.rules import Rules
from analytics.sensitivity import SCREEN, sensitivity

DAY = dt.date(2018, 6, 30)


def community(code, **facts):
    """A community that fails no standard, but for what is given."""
    plain = {"households": 400, "workers": 2, "assistants": 1, "work_funds": 1e6, "service_funds": 1e6}
    kind = {"kind": "community", "community_type": "converted_village"}
    return {"code": code, "name": code, **kind, "service_area": 1500.0, **plain, **facts}


# Of no community is there an organisation, unit or committee: each fails `no_own_organisation` and
# `no_joint_committee`, so that two fails are everybody's and the third tells them apart.
ROWS = {
    "places": [
        community("FIRM", households=4000),  # 2000 a worker: fails whatever a tenth may do
        community("NEAR", households=810),  # 405 a worker: passes where 440 may be
        community("JUST", work_funds=75000.0),  # passes 70,000, fails 77,000
        community("BLANK", assistants=None),
        community("FINE"),
    ]
}


def test_who_is_listed_in_every_case_and_who_in_some_by_hand(investigate):
    told = sensitivity(investigate(ROWS), as_of=DAY, least_fails=3)
    cases = {case.id: case for case in told.cases}
    assert told.always == ("FIRM",)
    assert cases["as_it_is"].listed == cases["unknown_at_best"].listed == {"FIRM", "NEAR"}
    assert cases["unknown_at_worst"].listed == {"FIRM", "NEAR", "BLANK"}
    assert cases["households_per_worker_most:up"].listed == {"FIRM"}
    assert cases["work_funds_from:up"].listed == {"FIRM", "NEAR", "JUST"}
    assert cases["work_funds_from:down"].listed == {"FIRM", "NEAR"}
    # of two assistants asked for everybody has but one, and of BLANK it cannot be told
    assert told.sometimes["JUST"] == ("work_funds_from:up", "assistants_from:up")
    assert told.sometimes["BLANK"] == ("unknown_at_worst",)
    assert "households_per_worker_most:up" not in told.sometimes["NEAR"]
    assert told.sometimes["FINE"] == ("assistants_from:up",)


def test_thresholds_move_by_a_tenth_and_small_whole_ones_by_one(investigate):
    cases = {case.id: case.moved for case in sensitivity(investigate(ROWS), as_of=DAY).cases}
    moved = ("work_funds_from", "assistants_from", "households_per_worker_most")
    assert [(cases[f"{name}:down"], cases[f"{name}:up"]) for name in moved] == [(63000, 77000), (0, 2), (360, 440)]
    assert abs(cases["attendance_from:up"] - 0.55) < 1e-12


def test_the_dataset_s_own_findings_stay_as_they_are(investigate):
    asked = investigate(ROWS)
    before = asked.finding("weak_community_screen", as_of=DAY).rows
    sensitivity(asked, as_of=DAY)
    assert asked.finding("weak_community_screen", as_of=DAY).rows.equals(before)
    assert asked.rules.value("work_funds_from") == 70000


def test_without_communities_nobody_is_listed(investigate):
    told = sensitivity(investigate({"places": [{"code": "S", "name": "s", "kind": "subdistrict"}]}), as_of=DAY)
    assert (told.always, told.sometimes) == ((), {})


def test_what_a_threshold_does_not_touch_is_not_judged_again(investigate):
    asked = investigate(ROWS)
    asked.finding("weak_community_screen", as_of=DAY)
    rules = dict(asked.rules.thresholds)
    funds = replace(rules["work_funds_from"], value=77000)
    other = asked.with_rules(Rules({**rules, funds.name: funds}))
    judged = {name: (asked.finding(name, as_of=DAY), other.finding(name, as_of=DAY)) for name in NEEDS}
    assert [name for name, (was, now) in judged.items() if was is not now] == ["funds_below_standard"]
    # The window of twelve months is told beside no figure of the committees, and is read all the same.
    months = replace(rules["activity_months"], value=1)
    other = asked.with_rules(Rules({**rules, months.name: months}))
    changed = [name for name in NEEDS if other.finding(name, as_of=DAY) is not asked.finding(name, as_of=DAY)]
    assert changed == ["committee_vitality", "empty_shells"]


def test_every_case_is_what_the_whole_screen_says_under_its_rules(investigate):
    for case in sensitivity(investigate(ROWS), as_of=DAY, least_fails=3).cases[3:]:
        afresh = investigate(ROWS)
        moved = replace(afresh.rules.thresholds[case.threshold], value=case.moved)
        screen = afresh.with_rules(Rules({**afresh.rules.thresholds, moved.name: moved})).finding(SCREEN, as_of=DAY)
        assert case.listed == set(screen.rows.filter(pl.col("fails") >= 3).get_column("code")), case.id
