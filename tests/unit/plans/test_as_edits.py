"""What a plan would change, as edits: which ties and seats, none twice, none that is there already."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from analytics.plans.as_edits import edits_of
from analytics.plans.committee_seats_plan import COMMITTEE_SEATS_PLAN
from analytics.plans.plan import Plan
from analytics.plans.suggested_partners import SUGGESTED_PARTNERS
from analytics.supposing import supposed_network
from graph_model.errors import BadValue
from tests.facts import snapshot_of
from tests.unit.plans.making_facts import made
from tests.unit.plans.test_suggested_partners import region

DAY = dt.date(2018, 6, 30)


def edits(plan, rows):
    told = edits_of(plan, snapshot_of(rows), name="n", as_of=DAY, place=None)
    assert (told.name, told.as_of, told.place) == ("n", DAY, None)
    return [tuple(edit.as_json().values()) for edit in told.edits]


def plan(name, rows, **parameters):
    frame = pl.DataFrame(rows)
    return Plan(name, frame, "", None, None, 0, 0, 0, 0.0, parameters=parameters)


def test_the_first_partner_of_each_and_a_pair_once():
    rows = region([0, 10, 500, 505])
    told = edits(made(SUGGESTED_PARTNERS, rows), rows)
    assert told == [("add_tie", "agreements", "O0", "O1"), ("add_tie", "agreements", "O2", "O3")]
    after = supposed_network(
        snapshot_of(rows),
        edits_of(made(SUGGESTED_PARTNERS, rows), snapshot_of(rows), name="n", as_of=DAY, place=None).edits,
    )
    assert after.adjacency().nnz == 4


def test_a_pair_that_has_an_agreement_gets_no_other():
    rows = region([0, 10, 20], ties=[(0, 1)])
    pairs = [{"a_organisation": "O0", "b_organisation": "O1"}, {"a_organisation": "O2", "b_organisation": "O1"}]
    assert edits(plan("pairing_plan", pairs), rows) == [("add_tie", "agreements", "O2", "O1")]


def test_a_need_met_is_a_claim():
    match = [{"resource_organisation": "O1", "organisation": "O0"}] * 2
    assert edits(plan("matching", match), region([0, 10])) == [("add_tie", "claims", "O1", "O0")]


def test_seats_of_a_committee_there_is():
    rows = region([0, 10, 20]) | {
        "committees": [{"code": "C", "name": "C", "tier": "joint_meeting", "place": "P0"}],
        "seats": [{"committee": "C", "organisation": "O0", "role": "full"}],
    }
    invited = [{"subject": s, "code": c} for s, c in (("organisation", "O1"), ("unit", "U"), ("organisation", "O0"))]
    assert edits(plan(COMMITTEE_SEATS_PLAN.id, invited, committee="C"), rows) == [("add_seat", "O1", "C")]


@pytest.mark.parametrize(
    ("name", "parameters"), [("meeting_places", {}), ("committee_seats_plan", {"committee": None})]
)
def test_other_plans_change_no_tie(name, parameters):
    with pytest.raises(BadValue) as error:
        edits(plan(name, [{"code": "P"}], **parameters), region([0]))
    assert error.value.code == "plan_without_edits"
