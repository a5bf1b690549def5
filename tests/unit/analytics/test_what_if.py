"""Does a plan of edits change the network as it says, what follows from the network, and nothing else?"""

from __future__ import annotations

import datetime as dt
import json

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.ledger_tables import OF_ONE_LAYER
from analytics.registry import DEFINITIONS
from analytics.supposing import Edit, supposed_network
from analytics.what_if import JUDGED, NOT_JUDGED, EditPlan, Outcome, WhatIf, read_plan, touched, what_if
from graph_model.errors import BadValue
from graph_model.snapshot import LAYERS

DAY = dt.date(2018, 6, 30)


@pytest.fixture(scope="module")
def now(region):
    return region.snapshot(as_of=DAY)


def ties(snapshot):
    """Every tie as (layer, a, b)."""
    codes = snapshot.codes
    told = set()
    for name in LAYERS:
        i, j = snapshot.layers[name].nonzero()
        told |= {(name, codes[a], codes[b]) for a, b in zip(i, j, strict=True) if a < b}
    return told


def tie(do, layer, a, b):
    return Edit(do, layer=layer, a=a, b=b)


def what_if_of(names):
    """An outcome that judged these findings, without any."""
    return WhatIf(DAY, None, Outcome("", {}, {}), (), names)


def test_no_edit_changes_nothing(region):
    told = what_if(region, [EditPlan("nothing", ())], as_of=DAY)
    assert told.after[0].scorecard == told.before.scorecard
    assert told.changes(told.after[0]) == {}
    assert told.before.scorecard == region.scorecard(as_of=DAY)
    for name in JUDGED:
        assert told.after[0].findings[name].rows.equals(region.finding(name, as_of=DAY).rows)


def test_what_is_judged_and_what_is_not_is_every_finding_once():
    for edits in ((), (tie("add_tie", "claims", "XQ", "FL"),), (Edit("drop_organisation", organisation="E1"),)):
        names = touched([EditPlan("p", edits)])
        assert set(names) >= OF_ONE_LAYER == set(JUDGED)
        assert set(names).isdisjoint(NOT_JUDGED)
        told = what_if_of(names)
        assert sorted((*names, *told.not_touched, *NOT_JUDGED)) == sorted(DEFINITIONS)


def test_a_tie_added_and_dropped_again_is_as_before(now):
    edits = [tie("add_tie", "claims", "XQ", "FL"), tie("drop_tie", "claims", "FL", "XQ")]
    after = supposed_network(now, edits)
    assert ties(after) == ties(now)
    assert after.organisations.equals(now.organisations)


def test_an_organisation_added_and_dropped_again_is_as_before(now):
    edits = [Edit("add_organisation", organisation="AA"), tie("add_tie", "seats", "AA", "HQ")]
    after = supposed_network(now, [*edits, Edit("drop_organisation", organisation="AA")])
    assert (ties(after), after.codes) == (ties(now), now.codes)


def test_the_dataset_stays_as_it_is(region, now):
    before, scorecard = ties(now), region.scorecard(as_of=DAY)
    what_if(region, [EditPlan("p", (Edit("drop_organisation", organisation="HQ"),))], as_of=DAY)
    assert ties(region.snapshot(as_of=DAY)) == before
    assert region.scorecard(as_of=DAY) == scorecard


def test_a_seat_ties_to_all_on_the_committee_and_its_loss_unties_but_what_holds_otherwise(now):
    # JC1: HQ, G1, SC. JD1: WC, HQ, LL, E1.
    after = supposed_network(now, [Edit("add_seat", organisation="LL", committee="JC1")])
    assert ties(after) - ties(now) == {("seats", "G1", "LL"), ("seats", "LL", "SC")}  # HQ and LL share JD1 already
    again = supposed_network(
        now,
        [Edit("add_seat", organisation="LL", committee="JC1"), Edit("drop_seat", organisation="LL", committee="JC1")],
    )
    assert ties(again) == ties(now)
    assert ties(now) - ties(supposed_network(now, [Edit("drop_seat", organisation="HQ", committee="JD1")])) == {
        ("seats", "HQ", "WC"), ("seats", "HQ", "LL"), ("seats", "E1", "HQ"),
    }  # fmt: skip


def test_a_tie_supposed_by_hand_outlives_the_seat(now):
    edits = [tie("drop_tie", "seats", "HQ", "G1"), Edit("drop_seat", organisation="SC", committee="JC1")]
    after = supposed_network(now, [*edits, Edit("add_seat", organisation="SC", committee="JC1")])
    assert ties(now) - ties(after) == {("seats", "G1", "HQ")}


def test_an_organisation_that_goes_takes_everything_along(region, now):
    after = supposed_network(now, [Edit("drop_organisation", organisation="HQ")])
    assert ties(after) == {one for one in ties(now) if "HQ" not in one}
    for frame in (after.seats, after.parties, after.claims, after.attendance, after.listings):
        assert "HQ" not in frame.get_column("organisation").to_list()
    told = what_if(region, [EditPlan("p", (Edit("drop_organisation", organisation="HQ"),))], as_of=DAY)
    # Without WC and HQ there are left E1-LL, LL-E2 and G1-SC: LL alone holds anything together.
    assert told.changes(told.after[0])["cut_points"] == {"new": [], "gone": ["HQ"]}
    assert told.changes(told.after[0])["bridges"] == {"new": ["E1|LL", "G1|SC"], "gone": []}


def test_two_plans_are_told_side_by_side(region):
    first = EditPlan("one", (tie("add_tie", "agreements", "HQ", "XQ"),))
    second = EditPlan("two", (tie("add_tie", "agreements", "FL", "XQ"),))
    told = what_if(region, [first, second], as_of=DAY)
    counts = [one.findings["isolated_organisations"].count for one in (told.before, *told.after)]
    assert counts == [2, 1, 0]
    assert [one["name"] for one in told.as_json()["plans"]] == ["one", "two"]


def test_a_new_organisation_lies_where_it_is_put(now):
    after = supposed_network(now, [Edit("add_organisation", organisation="NEW", place="G21", domain="school")])
    row = after.organisations.filter(after.organisations.get_column("code") == "NEW").to_dicts()[0]
    assert (row["community"], row["nearest_type"], row["domain"]) == ("C2", "converted_village", "school")
    assert after.codes == sorted([*now.codes, "NEW"])
    assert ties(after) == ties(now)


@pytest.mark.parametrize(
    ("edit", "code", "at"),
    [
        (tie("add_tie", "seats", "HQ", "HX"), "edit_unknown", "edits[1].b"),
        (tie("add_tie", "seat", "HQ", "XQ"), "edit_unknown", "edits[1].layer"),
        (tie("add_tie", "seats", "HQ", "HQ"), "edit_itself", "edits[1].b"),
        (tie("add_tie", "seats", "HQ", "LL"), "edit_nothing", "edits[1]"),
        (tie("drop_tie", "seats", "FL", "LL"), "edit_nothing", "edits[1]"),
        (Edit("add_seat", organisation="HQ", committee="JM1"), "edit_unknown", "edits[1].committee"),
        (Edit("add_seat", organisation="HQ", committee="JD1"), "edit_nothing", "edits[1]"),
        (Edit("add_organisation", organisation="HQ"), "edit_nothing", "edits[1].organisation"),
        (Edit("add_organisation", organisation="X", place="Q"), "edit_unknown", "edits[1].place"),
        (Edit("add_organisation", organisation="X", level="club"), "edit_unknown", "edits[1].level"),
        (Edit("drop_organisation", organisation="OLD"), "edit_unknown", "edits[1].organisation"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_where_it_stands(now, edit, code, at):
    with pytest.raises(BadValue) as told:
        supposed_network(now, [edit])
    assert (told.value.code, told.value.values["at"]) == (code, at)


EDITS = st.lists(
    st.tuples(st.sampled_from(LAYERS), st.integers(0, 8), st.integers(0, 8), st.integers(0, 9)), max_size=12
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=EDITS)
def test_random_edits_agree_with_networkx(region, now, told):
    layers = {name: nx.Graph() for name in LAYERS}
    for graph in layers.values():
        graph.add_nodes_from(now.codes)
    for layer, a, b in ties(now):
        layers[layer].add_edge(a, b)
    edits = []
    for layer, i, j, chance in told:
        a, b, graph = now.codes[i], now.codes[j], layers[layer]
        if chance == 0 and a in graph:
            edits.append(Edit("drop_organisation", organisation=a))
            for one in layers.values():
                one.remove_node(a)
        elif a != b and a in graph and b in graph:
            edits.append(tie("drop_tie" if graph.has_edge(a, b) else "add_tie", layer, a, b))
            (graph.remove_edge if graph.has_edge(a, b) else graph.add_edge)(a, b)
    whole = nx.compose_all(layers.values())
    after = supposed_network(now, edits)
    assert after.codes == sorted(whole)
    assert ties(after) == {(name, *sorted(edge)) for name, graph in layers.items() for edge in graph.edges}
    card = region.supposed_scorecard(after)["all"]
    assert (card["ties"], card["components"]) == (whole.number_of_edges(), nx.number_connected_components(whole))
    assert card["isolates"] == nx.number_of_isolates(whole)
    bare = whole.subgraph(set(whole) - {"WC"})
    judged = region.supposed(("cut_points", "bridges"), after)
    assert set(judged["cut_points"].rows.get_column("code")) == set(nx.articulation_points(bare))
    assert {tuple(row) for row in judged["bridges"].rows.select("a", "b").iter_rows()} == {
        tuple(sorted(edge)) for edge in nx.bridges(bare)
    }
    for layer in after.layers.values():
        dense = layer.toarray()
        assert np.array_equal(dense, dense.T)
        assert set(np.unique(dense)) <= {0, 1}


def test_a_plan_is_read_back_as_it_is_written(tmp_path):
    plan = EditPlan("a", (tie("add_tie", "seats", "HQ", "XQ"), Edit("drop_organisation", organisation="E1")), DAY, "C1")
    (tmp_path / "p.json").write_text(json.dumps(plan.as_json()), "utf-8")
    assert read_plan(tmp_path / "p.json") == plan
    toml = 'as_of = 2018-06-30\n[[edits]]\ndo = "add_seat"\norganisation = "XQ"\ncommittee = "JC1"\n'
    (tmp_path / "q.toml").write_text(toml, "utf-8")
    assert read_plan(tmp_path / "q.toml") == EditPlan("q", (Edit("add_seat", organisation="XQ", committee="JC1"),), DAY)


@pytest.mark.parametrize(
    ("text", "at", "problem"),
    [
        ("[]", ".", "not_a_table"),
        ("{}", "edits", "missing"),
        ('{"edits": {}}', "edits", "not_a_list"),
        ('{"edits": [], "edit": 1}', "edit", "unknown"),
        ('{"edits": [], "as_of": "soon"}', "as_of", "not_a_day"),
        ('{"edits": ["x"]}', "edits[1]", "not_a_table"),
        ('{"edits": [{}]}', "edits[1].do", "missing"),
        ('{"edits": [{"do": "jump"}]}', "edits[1].do", "unknown"),
        ('{"edits": [{"do": "drop_organisation"}]}', "edits[1].organisation", "missing"),
        ('{"edits": [{"do": "drop_organisation", "organisation": 7}]}', "edits[1].organisation", "not_text"),
        ('{"edits": [{"do": "drop_organisation", "organisation": "A", "a": "B"}]}', "edits[1].a", "unknown"),
    ],
)
def test_a_wrong_plan_says_where(tmp_path, text, at, problem):
    (tmp_path / "p.json").write_text(text, "utf-8")
    with pytest.raises(BadValue) as told:
        read_plan(tmp_path / "p.json")
    assert (told.value.code, told.value.values["at"], told.value.values["problem"]) == ("plan_wrong", at, problem)


def test_text_that_is_no_json_says_its_line(tmp_path):
    (tmp_path / "p.json").write_text('{"edits": [\n  {"do": }\n]}', "utf-8")
    with pytest.raises(BadValue, match="line=2"):
        read_plan(tmp_path / "p.json")
