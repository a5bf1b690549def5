"""Whom a committee invites: by hand, against trying every invitation, and with what is not known."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.plans.committee_seats_plan import COMMITTEE_SEATS_PLAN
from analytics.plans.plan import PlanFacts
from graph_model.errors import UnknownName
from graph_model.queries import answer_schema, catalogue
from graph_model.snapshot import places_below
from tests.facts import snapshot_of

PLACES = [
    {"code": "S", "name": "S", "kind": "subdistrict"},
    {"code": "C1", "name": "C1", "kind": "community", "parent": "S"},
    {"code": "C2", "name": "C2", "kind": "community", "parent": "S"},
]


def plan_of(organisations, units, covers=(), *, seats_held=(), lead=None, place=None, **given):
    """Organisations as (code, domain, place); units as (code, place) or with a status and kind behind."""
    region = snapshot_of(
        {
            "places": PLACES,
            "organisations": [
                {"code": code, "name": code, "level": "branch", "domain": domain, "place": where}
                for code, domain, where in organisations
            ],
            "committees": [{"code": "J", "name": "J", "tier": "community_committee", "place": "C1", "lead": lead}],
            "seats": [{"committee": "J", "organisation": code, "role": "full"} for code in seats_held],
        }
    )
    schema = answer_schema(catalogue()["unit_coverage"])
    named = [
        dict(
            zip(("code", "place", "status", "kind"), (*one, "operating", "hospital")[: max(4, len(one))], strict=False)
        )
        if len(one) == 2
        else dict(zip(("code", "place", "status", "kind"), one, strict=True))
        for one in units
    ]
    answered = pl.DataFrame([{name: row.get(name) for name in schema} for row in named], schema=schema)
    covered = pl.DataFrame(list(covers), schema={"organisation": pl.String, "unit": pl.String}, orient="row")
    facts = PlanFacts(
        as_of=dt.date(2018, 6, 30),
        place=place,
        scope=None if place is None else places_below(region.places, place),
        snapshot=region.within(place),
        region=region,
        frames={"unit_coverage": answered, "units_covered": covered},
        findings={},
    )
    chosen = {
        one.name: one.checked(given[one.name]) if one.name in given else one.default
        for one in COMMITTEE_SEATS_PLAN.parameters
    }
    return COMMITTEE_SEATS_PLAN.make(facts, chosen)


def invited(plan):
    return plan.rows.select("subject", "code", "reached", "units_added", "domains_added").rows()


ORGANISATIONS = [("A", "community", "C1"), ("B", "enterprise", "C1"), ("D", "enterprise", "C1"), ("E", "school", "C2")]
UNITS = [(f"U{i}", "C1") for i in range(1, 6)]
COVERS = [("A", "U1"), ("B", "U1"), ("B", "U2"), ("D", "U3"), ("E", "U4")]


def test_who_sits_there_stays_and_the_rest_adds_to_it():
    plan = plan_of(ORGANISATIONS, UNITS, COVERS, seats_held=["B"], committee="J", seats=3, domain_weight=2)
    # B reaches U1, U2 and its domain. A adds the community domain (2), D adds U3, and U4 or U5 itself: E is elsewhere.
    assert invited(plan) == [("organisation", "A", 1, 0, 1), ("organisation", "D", 1, 1, 0), ("unit", "U4", 1, 1, 0)]
    assert (plan.value, plan.bound, plan.count, plan.of, plan.unknown) == (8, 8, 4, 5, 0)
    assert plan.measures == {
        "units_before": 2, "domains_before": 1, "domains_reached": 2, "domains": 2, "members_before": 1,
    }  # fmt: skip


def test_a_member_from_elsewhere_reaches_what_it_covers_here():
    plan = plan_of(ORGANISATIONS, UNITS, COVERS, seats_held=["E"], committee="J", seats=1, domain_weight=0)
    assert invited(plan) == [("organisation", "B", 2, 2, 1)]
    assert (plan.measures["units_before"], plan.measures["domains"], plan.count) == (1, 2, 3)


def test_a_lead_without_a_seat_is_not_invited():
    plan = plan_of(ORGANISATIONS, UNITS, COVERS, lead="B", committee="J", seats=1, domain_weight=0)
    assert (plan.measures["units_before"], plan.rows.get_column("units_added").to_list()) == (2, [1])


def test_a_new_committee_of_a_place_begins_with_nobody():
    plan = plan_of(ORGANISATIONS, [*UNITS, ("V", "C2")], COVERS, place="C2", seats=2, domain_weight=1)
    assert invited(plan) == [("organisation", "E", 0, 0, 1), ("unit", "V", 1, 1, 0)]
    assert (plan.value, plan.of, plan.measures["members_before"]) == (2, 1, 0)


def test_who_is_eligible_and_of_whom_that_is_not_known():
    units = [
        ("U1", "C1"), ("U2", "C1", None, "hospital"), ("U3", "C1", "closed", "hospital"),
        ("U4", "C1", None, "agency"), ("U5", None),
    ]  # fmt: skip
    plan = plan_of([], units, committee="J", seats=9)
    assert (invited(plan), plan.of, plan.unknown) == ([("unit", "U1", 1, 1, 0)], 1, 1)


def test_nobody_there_has_no_best():
    plan = plan_of([], [], committee="J")
    assert (plan.rows.height, plan.value, plan.bound, plan.optimal, plan.of) == (0, None, None, None, 0)


def test_no_such_committee():
    with pytest.raises(UnknownName):
        plan_of([], [], committee="K")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=10),
    st.lists(st.sampled_from(["community", "enterprise", "school"]), min_size=5, max_size=5),
    st.sets(st.integers(0, 4), max_size=2),
    st.integers(1, 3),
    st.sampled_from([0, 1, 2.5]),
)
def test_no_other_invitations_reach_more(pairs, domains, sitting, seats, heavy):
    organisations = [(f"O{i}", domain, "C1") for i, domain in enumerate(domains)]
    covers = [(f"O{o}", f"U{u + 1}") for o, u in set(pairs)]
    plan = plan_of(
        organisations, UNITS, covers, seats_held=[f"O{i}" for i in sitting], committee="J", seats=seats,
        domain_weight=heavy,
    )  # fmt: skip
    sets = {name: ({u for o, u in covers if o == name}, {domain}) for name, domain, _ in organisations}
    sets |= {unit: ({unit}, set()) for unit, _ in UNITS}
    held = [sets[f"O{i}"] for i in sitting]
    best = max(
        len(set().union(*(one[0] for one in some))) + heavy * len(set().union(*(one[1] for one in some)))
        for size in range(seats + 1)
        for more in combinations(sets.values(), size)
        for some in [[*held, *more]]
    )
    assert (plan.value, plan.bound) == (pytest.approx(best), pytest.approx(best))
    assert plan.rows.height <= seats
    assert plan.count == plan.measures["units_before"] + plan.rows.get_column("units_added").sum()
