"""Pairs of urban and rural communities: by hand, against every pairing of a few, and with what is not known."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.plans.pairing_plan import PAIRING_PLAN
from graph_model.errors import UnknownName
from tests.unit.plans.making_facts import at, made

FAR = {"need_km": 0, "domain_km": 0}


def organisation(code, place, level="branch", domain="community", **more):
    return {"code": code, "name": code, "level": level, "domain": domain, "place": place, **more}


def communities(urban, rural):
    """Communities U0.. and R0.. so many metres north, each with an organisation of its own."""
    places = [at(f"U{i}", m, "community", community_type="urban") for i, m in enumerate(urban)]
    places += [at(f"R{i}", m, "community", community_type="converted_village") for i, m in enumerate(rural)]
    return {"places": places, "organisations": [organisation(f"O{one['code']}", one["code"]) for one in places]}


def agreement(code, parties, status="active", kind="pairing"):
    return (
        {"code": code, "title": code, "kind": kind, "status": status, "signed": "2017-01-01"},
        [{"agreement": code, "organisation": party} for party in parties],
    )


def with_agreements(rows, *agreements):
    return rows | {"agreements": [one for one, _ in agreements], "parties": [p for _, some in agreements for p in some]}


def pairs_of(plan):
    return plan.rows.select("a", "b").rows()


def test_the_least_sum_is_not_the_nearest_first():
    # U1 and R0 are the nearest, but would leave U0 to R1: 10 + 110 metres, and not 40 + 60.
    plan = made(PAIRING_PLAN, communities([0, 50], [40, 110]), pairs=2, **FAR)
    assert pairs_of(plan) == [("U0", "R0"), ("U1", "R1")]
    assert (plan.value, plan.bound, plan.optimal) == (pytest.approx(0.1, abs=1e-5), plan.value, True)
    one = made(PAIRING_PLAN, communities([0, 50], [40, 110]), pairs=1, **FAR)
    assert (pairs_of(one), one.count, one.of, one.unknown) == ([("U1", "R0")], 2, 4, 0)


def test_running_pairs_stay_whatever_they_cost_unless_told_otherwise():
    rows = with_agreements(
        communities([0, 50], [60, 5000]), agreement("A", ["OU1", "OR1"]), agreement("B", ["OU0", "OR0"], "planned")
    )
    plan = made(PAIRING_PLAN, rows, pairs=2, **FAR)
    assert plan.rows.select("a", "b", "kept", "paired").rows() == [
        ("U1", "R1", True, "running"), ("U0", "R0", False, "planned"),
    ]  # fmt: skip
    assert plan.measures["pairs_kept"] == 1
    free = made(PAIRING_PLAN, rows, pairs=1, keep="none", **FAR)
    assert free.rows.select("a", "b", "kept", "paired").rows() == [("U1", "R0", False, None)]
    both = made(PAIRING_PLAN, rows, pairs=1, keep="planned", **FAR)  # more stay than were asked for
    assert both.rows.select("a", "b", "kept").rows() == [("U0", "R0", True), ("U1", "R1", True)]


def test_a_pair_that_has_a_tie_already_says_by_what_and_adds_none():
    """U0 and R0 sit on one committee and have a project agreement, which is no pairing; U1 and R1 have nothing."""
    rows = with_agreements(communities([0, 500], [10, 515]), agreement("A", ["OU0", "OR0"], kind="project"))
    committee = {"code": "K", "name": "K", "tier": "joint_meeting", "place": "U0"}
    seats = [{"committee": "K", "organisation": code, "role": "full"} for code in ("OU0", "OR0")]
    plan = made(PAIRING_PLAN, rows | {"committees": [committee], "seats": seats}, pairs=2, **FAR)
    assert plan.rows.select("a", "b", "paired", "already_tied").rows() == [
        ("U0", "R0", None, ["seats", "agreements"]), ("U1", "R1", None, []),
    ]  # fmt: skip
    assert plan.measures["pairs_already_tied"] == 1


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_what_is_over_or_of_another_kind_is_no_pair(status):
    rows = with_agreements(
        communities([0], [10]), agreement("A", ["OU0", "OR0"], status), agreement("B", ["OU0", "OR0"], kind="project")
    )
    assert made(PAIRING_PLAN, rows).rows.get_column("paired").to_list() == [None]


def test_of_running_pairs_that_share_a_community_as_many_stay_as_can():
    rows = with_agreements(
        communities([0, 40], [10, 900]), agreement("A", ["OU0", "OR0"]), agreement("B", ["OU0", "OR1"]),
        agreement("C", ["OU1", "OR0"]),
    )  # fmt: skip
    plan = made(PAIRING_PLAN, rows, pairs=2, **FAR)
    assert sorted(pairs_of(plan)) == [("U0", "R1"), ("U1", "R0")]
    assert (plan.measures["pairs_kept"], plan.measures["pairs_left_out"]) == (2, 1)


@pytest.mark.parametrize("forbidden", ["U0:R0", "R0:U0", "OU0:OR0", ["OR0:U0"]])
def test_a_forbidden_pair_is_neither_made_nor_kept(forbidden):
    rows = with_agreements(communities([0], [10, 500]), agreement("A", ["OU0", "OR0"]))
    plan = made(PAIRING_PLAN, rows, forbidden=forbidden, **FAR)
    assert pairs_of(plan) == [("U0", "R1")]
    assert (plan.measures["pairs_kept"], plan.measures["pairs_left_out"]) == (0, 1)


def test_who_is_forbidden_must_be_known():
    with pytest.raises(UnknownName):
        made(PAIRING_PLAN, communities([0], [10]), forbidden="U0:R9")


def test_fewer_than_asked_says_so():
    plan = made(PAIRING_PLAN, communities([0, 10, 20], [30]), pairs=3, **FAR)
    assert (plan.rows.height, plan.count, plan.of) == (1, 2, 4)
    assert (plan.measures["pairs_asked"], plan.measures["pairs_made"]) == (3, 1)
    assert "fewer_pairs_than_asked" in plan.limits
    assert "fewer_pairs_than_asked" not in made(PAIRING_PLAN, communities([0], [30]), pairs=1).limits
    assert made(PAIRING_PLAN, communities([0], [3000]), metres=2999).rows.height == 0


def test_more_kept_than_asked_says_so():
    rows = with_agreements(
        communities([0, 50], [60, 5000]), agreement("A", ["OU1", "OR1"]), agreement("B", ["OU0", "OR0"])
    )
    plan = made(PAIRING_PLAN, rows, pairs=1, **FAR)
    assert (plan.rows.height, "more_kept_than_asked" in plan.limits) == (2, True)
    assert "more_kept_than_asked" not in made(PAIRING_PLAN, rows, pairs=2, **FAR).limits


@pytest.mark.parametrize(
    ("forbidden", "idle"),
    [("U0:R0", False), ("U0:U1", True), ("U0:X", True), ("X:Y", True), ("OU0:OR0,U0:U1", True), ("", False)],
)
def test_a_forbidden_pair_that_could_not_be_made_anyhow_says_so(forbidden, idle):
    rows = communities([0, 50], [60])
    rows["places"] = [*rows["places"], *(at(code, 10, "community", community_type="urban") for code in "XY")]
    plan = made(PAIRING_PLAN, rows, pairs=1, forbidden=forbidden, **FAR)
    assert ("forbidden_without_effect" in plan.limits) is idle
    assert pairs_of(plan) == [("U1", "R0")]


def test_needs_that_meet_resources_and_other_domains_are_worth_kilometres():
    rows = communities([0], [100, 1000])
    rows["organisations"] = [*rows["organisations"], organisation("S", "R1", domain="school")]
    listing = {"title": "x", "posted": "2018-01-01", "category": "culture"}
    rows["listings"] = [
        {**listing, "code": "L1", "kind": "need", "organisation": "OU0"},
        {**listing, "code": "L2", "kind": "need", "organisation": "OU0"},
        {**listing, "code": "L3", "kind": "resource", "organisation": "S"},
        {**listing, "code": "L4", "kind": "resource", "organisation": "OR0", "category": "sanitation"},
        {**listing, "code": "L5", "kind": "resource", "organisation": "OR0", "category": None},
    ]
    plan = made(PAIRING_PLAN, rows, need_km=2, domain_km=0.25)
    reasons = ("b", "needs_met", "a_gives", "b_gives", "domains_differ")
    assert plan.rows.select(reasons).rows() == [("R1", 1, [], ["culture"], 1)]
    assert plan.value == pytest.approx(1.0 - 2 - 0.25, abs=1e-5)
    assert plan.measures["listings_without_category"] == 1
    assert pairs_of(made(PAIRING_PLAN, rows, **FAR)) == [("U0", "R0")]


def test_who_stands_for_a_community():
    rows = communities([0], [10])
    rows["places"] = [*rows["places"], at("G", 5, parent="R0"), at("H", 50, "community", community_type="urban")]
    rows["organisations"] = [
        *rows["organisations"], organisation("A", "G", "general_branch"), organisation("B", "R0", "general_branch"),
        organisation("W", "H", "working_committee"), organisation("X", "H", "committee", "school"),
    ]  # fmt: skip
    plan = made(PAIRING_PLAN, rows)
    assert plan.rows.select("a_organisation", "b_organisation").rows() == [("OU0", "B")]
    assert (plan.of, plan.measures["communities_without_organisation"]) == (2, 1)


def test_what_is_not_known_is_told_and_never_near():
    rows = with_agreements(
        communities([0, None, 90], [None, 10, None]), agreement("A", ["OU2", "OR2"])
    )  # fmt: skip
    rows["places"] = [*rows["places"], at("N", 0, "community")]
    rows["organisations"] = [*rows["organisations"], organisation("ON", "N")]
    plan = made(PAIRING_PLAN, rows, **FAR)
    assert plan.rows.select("a", "b", "kept").rows() == [("U2", "R2", True), ("U0", "R1", False)]
    assert plan.rows.get_column("metres").is_null().to_list() == [True, False]
    assert plan.value == pytest.approx(0.01, abs=1e-5)
    assert (plan.count, plan.of, plan.unknown) == (4, 4, 3)
    assert (plan.measures["type_unknown"], plan.measures["coordinates_unknown"]) == (1, 2)


@pytest.mark.parametrize("rows", [{}, communities([], []), communities([0], []), communities([None], [None])])
def test_nobody_to_pair_has_no_best(rows):
    plan = made(PAIRING_PLAN, rows)
    assert (plan.rows.height, plan.value, plan.bound, plan.optimal, plan.count) == (0, None, None, None, 0)


def test_only_communities_of_the_place_are_paired():
    rows = communities([0, 5], [10])
    rows["places"] = [{"code": "A", "name": "A", "kind": "area"}, *rows["places"]]
    rows["places"] = [{**one, "parent": "A"} if one["code"] in ("U0", "R0") else one for one in rows["places"]]
    assert pairs_of(made(PAIRING_PLAN, rows, place="A", **FAR)) == [("U0", "R0")]


SPOTS = st.lists(st.integers(0, 900), max_size=4)


@settings(max_examples=40, deadline=None)
@given(SPOTS, SPOTS, st.integers(1, 4), st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=5))
def test_no_other_pairing_has_more_pairs_or_costs_less(urban, rural, pairs, forbidden):
    barred = {(a, b) for a, b in forbidden if a < len(urban) and b < len(rural)}
    plan = made(
        PAIRING_PLAN, communities(urban, rural), pairs=pairs, metres=500.5,
        forbidden=[f"U{a}:R{b}" for a, b in barred], **FAR,
    )  # fmt: skip
    best = (0, 0.0)
    for size in range(1, min(pairs, len(urban), len(rural)) + 1):
        for some in combinations(range(len(urban)), size):
            for others in permutations(range(len(rural)), size):
                both = list(zip(some, others, strict=True))
                apart = [abs(urban[a] - rural[b]) for a, b in both]
                if not barred & set(both) and max(apart) <= 500:
                    best = max(best, (size, -float(sum(apart))))
    assert plan.rows.height == best[0]
    assert (plan.value or 0) * 1000 == pytest.approx(-best[1], abs=0.01)
