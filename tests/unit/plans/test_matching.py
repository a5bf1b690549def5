"""Needs with resources: by hand, against every way to go together, and with what is not known."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.plans.matching import MATCHING
from tests.unit.plans.making_facts import at, made

SPOTS = (0, 100, 200, 1000, None)
PLACES = [at(f"P{i}", metres) for i, metres in enumerate(SPOTS)]
ORGANISATIONS = [
    {"code": f"O{i}", "name": f"O{i}", "level": "branch", "domain": "community", "place": f"P{i}"} for i in range(5)
] + [{"code": "X", "name": "X", "level": "branch", "domain": "community", "place": "P0"}]


def listing(code, kind, owner, category="culture", **more):
    return {"code": code, "kind": kind, "organisation": owner, "category": category, "title": code.lower(), **more}


def plan_of(*listings, claims=(), place=None, **given):
    rows = {"places": PLACES, "organisations": ORGANISATIONS, "listings": list(listings), "claims": list(claims)}
    return made(MATCHING, rows, place=place, **given)


def pairs_of(plan):
    return plan.rows.select("code", "resource").rows()


def test_more_needs_come_before_fewer_metres():
    # R1 is nearest to both; only R1 is near enough for N1, so N2 goes farther.
    plan = plan_of(
        listing("N1", "need", "O0"), listing("N2", "need", "X"), listing("R1", "resource", "O1"),
        listing("R2", "service", "O3"), metres=1000,
    )  # fmt: skip
    assert sorted(one for one, _ in pairs_of(plan)) == ["N1", "N2"]
    assert (plan.value, plan.bound, plan.optimal, plan.count, plan.of, plan.unknown) == (2, 2, True, 2, 2, 0)
    assert plan.measures["metres_total"] == pytest.approx(1100, abs=0.01)
    assert made(MATCHING, {}).value is None


def test_the_whole_row():
    plan = plan_of(
        listing("N", "need", "O0", quantity=3, closes="2018-07-10"),
        listing("R", "service", "O2", quantity=5, closes="2018-07-01"),
    )
    assert plan.rows.drop("metres").row(0, named=True) == {
        "code": "N", "name": "n", "category": "culture", "organisation": "O0", "organisation_name": "O0",
        "resource": "R", "resource_name": "r", "resource_kind": "service", "resource_organisation": "O2",
        "resource_organisation_name": "O2", "quantity": 3.0, "resource_quantity": 5.0, "quantity_enough": True,
        "open_until": dt.date(2018, 7, 1), "days_left": 1,
    }  # fmt: skip
    assert plan.rows.item(0, "metres") == pytest.approx(200, abs=0.01)


@pytest.mark.parametrize(
    ("need", "resource"),
    [
        ({"category": "culture"}, {"category": "sanitation"}),
        ({}, {"owner": "O0"}),  # its own
        ({}, {"owner": "O3"}),  # too far
        ({"quantity": 5}, {"quantity": 4}),
        ({"closes": "2018-07-09"}, {}),
        ({}, {"closes": "2018-07-09"}),
        ({}, {"kind": "project"}),
        ({"posted": "2018-07-01"}, {}),
        ({"closes": "2018-06-29"}, {}),
    ],
)
def test_what_does_not_fit(need, resource):
    theirs = listing("R", **({"kind": "resource", "owner": "O1"} | resource))
    assert pairs_of(plan_of(listing("N", "need", "O0"), listing("R", "resource", "O1"), metres=500, days=10)) != []
    plan = plan_of(listing("N", "need", "O0", **need), theirs, metres=500, days=10)
    assert pairs_of(plan) == []


def test_what_is_blank_hides_nothing():
    plan = plan_of(
        listing("N", "need", "O0", quantity=5), listing("R", "resource", "O1"), metres=500, days=3650
    )  # fmt: skip
    assert plan.rows.select("quantity_enough", "open_until", "days_left").rows() == [(None, None, None)]
    few = plan_of(listing("N", "need", "O0", quantity=5), listing("R", "resource", "O1", quantity=4), quantity="ignore")
    assert few.rows.get_column("quantity_enough").to_list() == [False]


def test_what_is_claimed_is_gone():
    claimed = {"listing": "N1", "organisation": "O2", "claimed": "2018-06-01", "counterpart": "R1"}
    plan = plan_of(
        listing("N1", "need", "O0"), listing("N2", "need", "O0"), listing("R1", "resource", "O1"), claims=[claimed]
    )
    assert (pairs_of(plan), plan.of, plan.measures["resources"]) == ([], 1, 0)


def test_what_is_not_known_is_told_and_never_near():
    plan = plan_of(
        listing("N1", "need", "O4"), listing("N2", "need", "O0", category=None), listing("N3", "need", "O0"),
        listing("R1", "resource", "O4"), listing("R2", "resource", "O1", category=None), metres=1_000_000,
    )  # fmt: skip
    assert (pairs_of(plan), plan.value, plan.of, plan.unknown) == ([], 0, 1, 2)
    assert (plan.measures["resources"], plan.measures["resources_unknown"], plan.measures["needs_alone"]) == (0, 2, 1)


def test_needs_of_the_place_and_resources_from_anywhere():
    plan = plan_of(listing("N1", "need", "O0"), listing("N2", "need", "O1"), listing("R", "resource", "O2"), place="P0")
    assert (pairs_of(plan), plan.of) == ([("N1", "R")], 1)


CATEGORY = st.sampled_from(["culture", "sanitation"])
HOMES = st.lists(st.tuples(st.integers(0, 3), CATEGORY, st.sampled_from([1, 5, None])), max_size=4)


@settings(max_examples=60, deadline=None)
@given(HOMES, HOMES)
def test_no_other_match_serves_more_or_is_nearer(needs, resources):
    listings = [listing(f"N{i}", "need", f"O{o}", c, quantity=q) for i, (o, c, q) in enumerate(needs)]
    listings += [listing(f"R{i}", "resource", f"O{o}", c, quantity=q) for i, (o, c, q) in enumerate(resources)]
    plan = plan_of(*listings, metres=250)
    padded = list(range(len(resources))) + [None] * len(needs)
    best = (0, 0.0)
    for some in set(permutations(padded, len(needs))):
        both = [(needs[i], resources[j]) for i, j in enumerate(some) if j is not None]
        fits = all(
            n[0] != r[0] and n[1] == r[1] and abs(SPOTS[n[0]] - SPOTS[r[0]]) <= 250
            and (n[2] is None or r[2] is None or r[2] >= n[2])
            for n, r in both
        )  # fmt: skip
        if fits:
            best = max(best, (len(both), -float(sum(abs(SPOTS[n[0]] - SPOTS[r[0]]) for n, r in both))))
    assert plan.count == best[0]
    assert (plan.measures["metres_total"] or 0) == pytest.approx(-best[1], abs=0.01)
