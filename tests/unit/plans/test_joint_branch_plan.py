"""Joint branches: by hand, against every way to group a few units, and with what is not known."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.finding import Finding
from analytics.plans import joint_branch_plan as module
from analytics.plans import large_grouping
from analytics.plans.distances import EARTH_METRES
from analytics.plans.joint_branch_plan import JOINT_BRANCH_PLAN
from analytics.plans.plan import PlanFacts

METRE = 180 / np.pi / EARTH_METRES


def plan_of(units, *, unknown=0, communities=None, **given):
    """Units as (members, metres north or None); each at a place of its own, the same metres at the same place."""
    spots = sorted({metres for _, metres in units if metres is not None})
    places = pl.DataFrame(
        {"code": [f"P{metres}" for metres in spots], "lon": 114.0, "lat": [30 + metres * METRE for metres in spots]},
        schema={"code": pl.String, "lon": pl.Float64, "lat": pl.Float64},
    )
    names = dict.fromkeys(("code", "name", "status", "kind", "sector", "place", "community"), pl.String)
    rows = [
        (f"U{i}", f"U{i}", "found", "private_enterprise", None, None if metres is None else f"P{metres}",
         (communities or {}).get(metres, "C"), members)
        for i, (members, metres) in enumerate(units)
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema={**names, "members": pl.Int64}, orient="row")
    finding = Finding("joint_branch_candidates", len(units), len(units), unknown, frame, queries=("unit_coverage",))
    region = SimpleNamespace(places=places)
    facts = PlanFacts(dt.date(2018, 6, 30), None, None, region, region, {}, {"joint_branch_candidates": finding})
    chosen = {one.name: one.checked(given.get(one.name, one.default)) for one in JOINT_BRANCH_PLAN.parameters}
    return JOINT_BRANCH_PLAN.make(facts, chosen)


def groups_of(plan):
    return {frozenset(codes) for codes in plan.rows.group_by("group").agg("code").get_column("code").to_list()}


def every_partition(units):
    if not units:
        yield []
        return
    first, rest = units[0], units[1:]
    for partition in every_partition(rest):
        yield [[first], *partition]
        for at, group in enumerate(partition):
            yield [*partition[:at], [first, *group], *partition[at + 1 :]]


def best(units, *, members, most_units, reach):
    """Units covered and metres of the best partition, alone meaning in no group."""
    told = (0, 0.0)
    for partition in every_partition(list(units)):
        groups = [group for group in partition if len(group) > 1]
        allowed = all(
            len(group) <= most_units
            and sum(one[0] for one in group) >= members
            and max(one[1] for one in group) - min(one[1] for one in group) <= reach
            for group in groups
        )
        if allowed:
            metres = sum(min(sum(abs(a[1] - b[1]) for b in group) for a in group) for group in groups)
            told = max(told, (sum(map(len, groups)), -float(metres)))
    return told[0], -told[1]


def test_two_pairs_are_compacter_than_crossing_ones():
    plan = plan_of([(1, 0), (2, 500), (2, 10), (1, 490)], reach_metres=1000)
    assert groups_of(plan) == {frozenset({"U0", "U2"}), frozenset({"U1", "U3"})}
    assert (plan.value, plan.bound, plan.optimal, plan.count, plan.of) == (4, 4, True, 4, 4)
    assert plan.measures["metres"] == pytest.approx(20, abs=1e-3)
    assert plan.measures["metres_bound"] == pytest.approx(20, abs=1e-3)


def test_more_units_come_before_fewer_metres():
    # 2 + 1 at one point would be the compactest, but leaves the 1 at 90 m alone.
    plan = plan_of([(2, 0), (1, 0), (1, 90)], reach_metres=100)
    assert groups_of(plan) == {frozenset({"U0", "U1", "U2"})}
    assert plan.rows.get_column("metres").to_list() == pytest.approx([0, 0, 90], abs=1e-3)
    assert plan.rows.get_column("longest_metres").to_list() == pytest.approx([90] * 3, abs=1e-3)


def test_two_ends_of_a_chain_are_too_far_for_one_group():
    plan = plan_of([(1, 0), (1, 80), (1, 160)], reach_metres=100)
    assert (plan.rows.height, plan.value, plan.bound, plan.of) == (0, 0, 0, 3)


def test_communities_are_not_crossed_where_asked():
    units, communities = [(2, 0), (2, 10)], {0: "C1", 10: "C2"}
    assert plan_of(units, communities=communities).value == 2
    assert plan_of(units, communities=communities, within="community").value == 0


def test_unknown_places_and_members_are_told():
    plan = plan_of([(2, 0), (2, 0), (1, None)], unknown=4)
    assert (plan.value, plan.of, plan.unknown) == (2, 2, 5)
    assert (plan.measures["coordinates_unknown"], plan.measures["candidacy_unknown"]) == (1, 4)


@pytest.mark.parametrize("units", [[], [(1, None), (2, None)]])
def test_nobody_with_coordinates_has_no_best(units):
    plan = plan_of(units)
    assert (plan.rows.height, plan.value, plan.bound, plan.optimal, plan.of) == (0, None, None, None, 0)


def test_one_unit_is_no_group_even_with_enough_members():
    assert plan_of([(2, 0)], members=2).value == 0


UNITS = st.lists(st.tuples(st.integers(1, 2), st.sampled_from([0, 40, 100, 130, 230])), max_size=7)


@settings(max_examples=60, deadline=None)
@given(UNITS, st.integers(2, 4), st.integers(2, 5), st.sampled_from([0, 60, 135]))
def test_no_other_grouping_is_better(units, members, most_units, reach):
    plan = plan_of(units, members=members, most_units=most_units, reach_metres=reach + 0.5)
    covered, metres = best(units, members=members, most_units=most_units, reach=reach + 0.5)
    assert (plan.count, plan.bound or 0) == (covered, covered)
    assert (plan.measures["metres"] or 0) == pytest.approx(metres, abs=0.01)


@settings(max_examples=60, deadline=None)
@given(UNITS, st.integers(2, 4), st.sampled_from([60, 135]), st.integers(0, 12))
def test_pieces_are_allowed_and_never_better_than_their_bound(units, members, reach, listed):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "GROUPS_MOST", listed)
        plan = plan_of(units, members=members, reach_metres=reach + 0.5)
    covered, metres = best(units, members=members, most_units=5, reach=reach + 0.5)
    assert plan.count <= covered <= (plan.bound or 0)
    assert plan.rows.get_column("code").n_unique() == plan.rows.height
    for (_,), group in plan.rows.group_by("group"):
        assert group.get_column("members").sum() >= members
        assert 2 <= group.height <= 5
        assert group.get_column("longest_metres").max() <= reach + 0.5
    if plan.count == covered and plan.count:
        assert plan.measures["metres_bound"] - 0.01 <= metres <= plan.measures["metres"] + 0.01


def test_without_any_time_the_bound_holds_all_the_same(monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 0.0)
    plan = plan_of([(1 + i % 2, 10 * i) for i in range(12)], reach_metres=60)
    assert plan.count <= 12 == plan.bound
    assert (plan.measures["metres_bound"] or 0) <= (plan.measures["metres"] or 0)


@settings(max_examples=60, deadline=None)
@given(UNITS, st.integers(2, 9), st.integers(2, 5), st.sampled_from([60, 135]))
def test_without_any_budget_groups_are_allowed_and_no_grouping_is_better_than_the_bound(
    units, members, most_units, reach
):
    plan = plan_of(units, members=members, most_units=most_units, reach_metres=reach + 0.5, seconds=0)
    covered, metres = best(units, members=members, most_units=most_units, reach=reach + 0.5)
    assert plan.count <= covered <= (plan.bound or 0)
    for (_,), group in plan.rows.group_by("group"):
        assert group.get_column("members").sum() >= members
        assert 2 <= group.height <= most_units
        assert group.get_column("longest_metres").max() <= reach + 0.5
    if plan.count == covered and plan.count:
        assert plan.measures["metres_bound"] - 0.01 <= metres <= plan.measures["metres"] + 0.01


def test_a_budget_of_zero_asks_no_solver(monkeypatch):
    asked = []
    for place in (module, large_grouping):
        monkeypatch.setattr(place, "best_groups", lambda *_, **__: asked.append("groups"))
    monkeypatch.setattr(large_grouping, "solved", lambda *_, **__: asked.append("bound"))
    plan = plan_of([(1 + i % 2, 10 * i) for i in range(40)], reach_metres=60, members=8, seconds=0)
    assert not asked
    assert 0 < plan.count <= plan.bound <= 40
    assert plan.measures["clusters_exact"] == 0


def test_windows_mend_what_is_greedy():
    # Greedily the nearest two join and leave the ends alone; chosen anew all four are in a group.
    spots = [(1, 0), (2, 60), (2, 70), (1, 130)]
    lon, lat = np.full(4, 114.0), np.array([30 + metres * METRE for _, metres in spots])
    members = np.array([one for one, _ in spots])
    ground = large_grouping.ground_of(
        np.ones(4, dtype=np.int64), members, lon, lat, np.zeros(4, dtype=np.int64), enough=3, most_units=2, reach=75.0
    )
    state = large_grouping._State(ground, [((1, 1), (2, 1))])
    assert state.told() == [((1, 1), (2, 1))]
    state.open_windows(until=float("inf"))
    assert sorted(state.told()) == [((0, 1), (1, 1)), ((2, 1), (3, 1))]


@settings(max_examples=40, deadline=None)
@given(UNITS, st.integers(2, 4), st.sampled_from([60, 135]))
def test_time_never_makes_a_large_cluster_worse(units, members, reach):
    asked = {"members": members, "reach_metres": reach + 0.5}
    greedy = plan_of(units, **asked, seconds=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "GROUPS_MOST", 0)
        patch.setattr(large_grouping, "PIECES_SHARE", 0.0)
        plan = plan_of(units, **asked)
    assert (plan.count, -(plan.measures["metres"] or 0)) >= (greedy.count, -(greedy.measures["metres"] or 0) - 1e-6)
