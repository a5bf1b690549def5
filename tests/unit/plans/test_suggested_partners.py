"""Partners: each reason by hand and on random regions against loops and networkx, with what is not known."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.plans import partners as module
from analytics.plans.suggested_partners import SUGGESTED_PARTNERS
from graph_model.errors import UnknownName
from tests.unit.plans.making_facts import at, made

ONLY = {f"{one}_weight": 0 for one in ("near", "needs", "domain", "spare", "common", "network")}


def organisation(code, place, domain="community", level="branch", **more):
    return {"code": code, "name": code.lower(), "level": level, "domain": domain, "place": place, **more}


def region(spots, ties=(), listings=(), domains=None, **more):
    """Organisations O0.. so many metres north, None: without coordinates; ties by agreement."""
    places = [at(f"P{i}", metres) for i, metres in enumerate(spots)]
    organisations = [organisation(f"O{i}", f"P{i}", (domains or {}).get(i, "community")) for i in range(len(spots))]
    agreements = [{"code": f"A{i}", "title": "a", "kind": "project", "status": "active"} for i in range(len(ties))]
    parties = [{"agreement": f"A{i}", "organisation": f"O{one}"} for i, pair in enumerate(ties) for one in pair]
    told = [
        {"code": f"L{i}", "kind": kind, "organisation": f"O{owner}", "category": category, "title": "x"}
        for i, (owner, kind, category) in enumerate(listings)
    ]
    rows = {"places": places, "organisations": organisations, "agreements": agreements, "parties": parties}
    return rows | {"listings": told} | more


def partners(plan):
    return plan.rows.select("code", "partner").rows()


def test_the_whole_row():
    rows = region(
        [0, 1000, 2000, 3000],
        ties=[(1, 2), (2, 3)],
        listings=[
            (0, "need", "culture"), (0, "need", "culture"), (1, "resource", "culture"), (0, "service", "sanitation"),
            (1, "need", "sanitation"),
        ],
        domains={1: "school"},
    )  # fmt: skip
    plan = made(SUGGESTED_PARTNERS, rows, organisation="O0", partners=1)
    (row,) = plan.rows.to_dicts()
    assert row.pop("metres") == pytest.approx(1000, abs=0.01)
    # near 1/2, needs 1 - 1/3, another domain, spare 1/2 for one partner by agreement, 1 - 1/4 for joining three
    assert row.pop("fit") == pytest.approx((1 / 2 + 2 / 3 + (1 + 1 / 2 + 3 / 4) / 2) / 4.5, abs=1e-4)
    assert row == {
        "code": "O0", "name": "o0", "ties": 0, "rank": 1, "partner": "O1", "partner_name": "o1",
        "partner_domain": "school", "partner_place": "P1", "needs_met": 1, "resources_taken": 1,
        "categories": ["culture", "sanitation"], "new_domain": True, "partner_ties": 1, "partner_agreements": 1,
        "common": 0, "joins_components": True, "organisations_joined": 3, "bridges_groups": False, "steps_before": None,
    }  # fmt: skip
    assert (plan.value, plan.bound, plan.optimal, plan.count, plan.of, plan.unknown) == (None, None, None, 1, 1, 0)


def test_only_those_with_few_ties_are_asked_for_and_the_hub_is_left_out():
    rows = region([0, 10, 20, 30], ties=[(1, 2), (1, 3), (2, 3)])
    rows["organisations"] = [*rows["organisations"], organisation("HUB", "P0", level="working_committee")]
    rows["agreements"] = [*rows["agreements"], {"code": "H", "title": "h", "kind": "project", "status": "active"}]
    rows["parties"] = [*rows["parties"], *({"agreement": "H", "organisation": one} for one in ("HUB", "O0"))]
    plan = made(SUGGESTED_PARTNERS, rows)
    assert partners(plan) == [("O0", "O1"), ("O0", "O2"), ("O0", "O3")]
    assert (plan.of, plan.measures["organisations_alone"], plan.measures["partner_most_often"]) == (1, 1, 1)
    with pytest.raises(UnknownName):
        made(SUGGESTED_PARTNERS, rows, organisation="HUB")


def test_nobody_is_told_who_is_tied_already_or_above_or_below():
    rows = region([0, 10, 20, 30], ties=[(0, 1)])
    rows["organisations"] = [
        one | ({"superior": "O2"} if one["code"] == "O0" else {"superior": "O0"} if one["code"] == "O3" else {})
        for one in rows["organisations"]
    ]
    assert partners(made(SUGGESTED_PARTNERS, rows, organisation="O0")) == []
    plan = made(SUGGESTED_PARTNERS, rows, organisation="O2")
    assert partners(plan) == [("O2", "O3"), ("O2", "O1")]


@pytest.mark.parametrize(
    ("weight", "first"), [("near", "O1"), ("needs", "O2"), ("domain", "O3"), ("spare", "O5"), ("network", "O4")]
)
def test_each_reason_alone_ranks_by_itself(weight, first):
    rows = region(
        [0, 100, 200, 300, 400, 500],
        ties=[(1, 2), (3, 4), (4, 1), (2, 1), (3, 1)],
        listings=[(0, "need", "culture"), (2, "service", "culture")],
        domains={3: "school"},
    )
    rows["parties"] = [*rows["parties"], {"agreement": "A0", "organisation": "O4"}]
    if weight == "network":  # O4 in the larger component
        rows = region([0, 100, 200, 300, 400, 500], ties=[(1, 2), (3, 4), (4, 5)], domains={})
        plan = made(SUGGESTED_PARTNERS, rows, organisation="O0", **ONLY | {"network_weight": 1})
        assert plan.rows.select("partner", "organisations_joined").rows() == [
            ("O3", 3), ("O4", 3), ("O5", 3), ("O1", 2), ("O2", 2),
        ]  # fmt: skip
        return
    plan = made(SUGGESTED_PARTNERS, rows, organisation="O0", **ONLY | {f"{weight}_weight": 1})
    assert plan.rows.item(0, "partner") == first


def test_common_partners_speak_for_each_other():
    rows = region([0, 10, 20, 30], ties=[(0, 1), (1, 3)])
    plan = made(SUGGESTED_PARTNERS, rows, organisation="O0", **ONLY | {"common_weight": 1})
    assert plan.rows.select("partner", "common", "fit").rows() == [("O3", 1, 0.5), ("O2", 0, 0.0)]


def test_what_is_not_known_is_told_and_never_near():
    plan = made(SUGGESTED_PARTNERS, region([0, None, 10]), metres=1_000_000)
    assert partners(plan) == [("O0", "O2"), ("O2", "O0")]
    assert (plan.count, plan.of, plan.unknown, plan.measures["coordinates_unknown"]) == (2, 2, 1, 1)


def test_nobody_in_reach_is_told():
    plan = made(SUGGESTED_PARTNERS, region([0, 500]), metres=499)
    assert (plan.count, plan.of, plan.measures["without_partner"], plan.measures["partner_most_often"]) == (
        0,
        2,
        2,
        None,
    )
    assert made(SUGGESTED_PARTNERS, {}).rows.is_empty()


def test_of_the_place_are_those_asked_for_and_from_anywhere_their_partners():
    assert partners(made(SUGGESTED_PARTNERS, region([0, 10]), place="P0")) == [("O0", "O1")]


def test_a_need_is_met_from_beyond_the_nearest(monkeypatch):
    monkeypatch.setattr(module, "NEAREST", 1)
    rows = region([0, 10, 20, 30], listings=[(0, "need", "culture"), (3, "resource", "culture")])
    assert partners(made(SUGGESTED_PARTNERS, rows, organisation="O0")) == [("O0", "O3"), ("O0", "O1")]


SPOTS = st.lists(st.sampled_from([0, 40, 40, 300, 700, 1500, None]), min_size=2, max_size=7)
NUMBER = st.integers(0, 6)
CATEGORIES = ("culture", "sanitation")
LISTINGS = st.lists(st.tuples(NUMBER, st.sampled_from(["need", "resource"]), st.sampled_from(CATEGORIES)), max_size=8)


@settings(max_examples=60, deadline=None)
@given(SPOTS, st.lists(st.tuples(NUMBER, NUMBER), max_size=9), LISTINGS, st.dictionaries(NUMBER, st.just("school")))
def test_reasons_as_loops_and_networkx_tell_them(spots, ties, listings, domains):
    size = len(spots)
    ties = sorted({(min(pair), max(pair)) for pair in ties if pair[0] != pair[1] and max(pair) < size})
    listings = [one for one in listings if one[0] < size]
    plan = made(SUGGESTED_PARTNERS, region(spots, ties, listings, domains), ties=9, partners=9, metres=1000)
    graph = nx.Graph(ties)
    graph.add_nodes_from(range(size))

    def domain(one):
        return domains.get(one, "community")

    def count(one, kind, category):
        return listings.count((one, kind, category))

    expected = {}
    for one in range(size):
        for other in range(size):
            if one == other or graph.has_edge(one, other) or None in (spots[one], spots[other]):
                continue
            if abs(spots[one] - spots[other]) > 1000:
                continue
            path = nx.has_path(graph, one, other)
            expected[f"O{one}", f"O{other}"] = {
                "needs_met": sum(min(count(one, "need", c), count(other, "resource", c)) for c in CATEGORIES),
                "resources_taken": sum(min(count(other, "need", c), count(one, "resource", c)) for c in CATEGORIES),
                "new_domain": domain(other) not in {domain(one), *map(domain, graph[one])},
                "partner_ties": graph.degree[other],
                "partner_agreements": graph.degree[other],
                "common": len(list(nx.common_neighbors(graph, one, other))),
                "joins_components": not path,
                "organisations_joined": 0 if path else len(nx.node_connected_component(graph, other)),
                "steps_before": nx.shortest_path_length(graph, one, other) if path else None,
            }  # fmt: skip
    told = {(row["code"], row["partner"]): row for row in plan.rows.to_dicts()}
    assert set(told) == set(expected)
    for pair, reasons in expected.items():
        assert {name: told[pair][name] for name in reasons} == reasons
    for code in {one for one, _ in told}:
        mine = plan.rows.filter(code=code)
        assert mine.get_column("rank").to_list() == list(range(1, mine.height + 1))
        assert mine.get_column("fit").round(9).is_sorted(descending=True)
