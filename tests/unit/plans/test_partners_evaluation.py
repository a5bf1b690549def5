"""Hidden partners: shares by hand, scores against networkx with every order of equals, and nothing given away."""

from __future__ import annotations

import datetime as dt

import networkx as nx
import numpy as np
import pytest

from analytics.network.graph import sparse_of
from analytics.plans.partners_evaluation import METHODS, evaluate_partners, share_among_first
from analytics.plans.plan import PlanFacts
from analytics.plans.suggested_partners import SUGGESTED_PARTNERS
from graph_model.errors import BadValue
from graph_model.snapshot import places_below, take_snapshot
from tests.facts import answers, network_tables
from tests.region import AS_OF, dataset_from_rows
from tests.unit.plans.test_suggested_partners import region

SETTINGS = {one.name: one.default for one in SUGGESTED_PARTNERS.parameters}


def evaluated(rows, *, settings=None, place=None, **given):
    tables, day = network_tables(dataset_from_rows(rows)), dt.date.fromisoformat(AS_OF)
    whole = take_snapshot(tables, day)
    scope = None if place is None else places_below(whole.places, place)
    facts = PlanFacts(day, place, scope, whole.within(place), whole, answers(tables, day), {})
    return evaluate_partners(facts, SETTINGS | (settings or {}), **given)


def shares(told):
    return {one.method: (one.mean, one.least, one.most) for one in told.methods}


def test_of_no_more_than_ten_everyone_is_found():
    told = evaluated(region([0, 10, 20, 30, 40], ties=[(0, 1), (1, 2), (2, 3), (3, 4)]), trials=3, hide=0.5)
    assert shares(told) == dict.fromkeys(METHODS, (1.0, 1.0, 1.0))
    assert (told.ties, told.hidden, told.asked, told.trials) == (4, 2, 4, 3)


def test_who_has_no_coordinates_or_is_out_of_reach_is_never_suggested():
    ties = [(0, 1), (2, 3)]
    for spots in ([None] * 4, [0, 9000, 0, 9000]):
        told = shares(evaluated(region(spots, ties), trials=2))
        assert (told["suggested_partners"][0], told["common_neighbours"][0]) == (0.0, 1.0)


def test_random_is_ten_of_those_who_are_free():
    spots = list(range(0, 310, 10))
    told = shares(evaluated(region(spots, [(0, 1)]), trials=2))
    assert told["random"] == (pytest.approx(10 / 30),) * 3
    # All score 0 in a network without ties: any order of the thirty is as likely.
    assert told["common_neighbours"][0] == told["adamic_adar"][0] == pytest.approx(10 / 30)
    assert told["suggested_partners"][0] == 1.0  # the nearest of each
    assert shares(evaluated(region([0, *spots[2:], 4000], [(0, 30)]), trials=2))["suggested_partners"][0] == 0.0


def test_a_hidden_tie_is_hidden_in_every_layer_and_the_next_time_there_again():
    rows = region([0, 10, 20], ties=[(0, 1)])
    rows |= {
        "committees": [{"code": "C", "name": "C", "tier": "joint_meeting", "place": "P0"}],
        "seats": [{"committee": "C", "organisation": one, "role": "full"} for one in ("O0", "O1")],
    }
    assert shares(evaluated(rows, trials=2))["suggested_partners"][0] == 1.0


def test_the_same_seed_tells_the_same():
    rows = region(list(range(0, 400, 10)), ties=[(i, (i * 7 + 3) % 40) for i in range(0, 40, 2)])
    assert shares(evaluated(rows, trials=4)) == shares(evaluated(rows, trials=4))


@pytest.mark.parametrize("given", [{"trials": 1}, {"hide": 0.0}, {"hide": 1.0}])
def test_what_cannot_be_tried_is_refused(given):
    with pytest.raises(BadValue):
        evaluated(region([0, 10], [(0, 1)]), **given)


def test_only_ties_with_an_end_in_the_place_are_hidden():
    rows = region([0, 10, 20, 30, 40], ties=[(0, 1), (1, 2), (3, 4)])
    assert [evaluated(rows, place=place, trials=2).ties for place in (None, "P0", "P1")] == [3, 1, 2]


def test_without_agreements_there_is_nothing_to_judge_by():
    with pytest.raises(BadValue) as error:
        evaluated(region([0, 10]))
    assert error.value.code == "nothing_to_hide"


@pytest.mark.parametrize("name", ["common", "adamic"])
def test_scores_are_those_of_networkx_and_equals_share_their_places(name):
    graph = nx.gnm_random_graph(60, 150, seed=5)
    row, column = np.array([*graph.edges, *((b, a) for a, b in graph.edges)]).T
    degree = np.array([graph.degree[one] for one in range(60)])
    weight = np.ones(60) if name == "common" else 1 / np.log(np.maximum(degree, 2))
    asked = [(a, b) for a in range(60) for b in range(60) if a != b and not graph.has_edge(a, b)]
    one, other = np.array(asked).T
    told = share_among_first(sparse_of(row, column, nodes=60), one, other, weight)
    for at in range(0, len(asked), 37):
        a, b = asked[at]
        free = [z for z in range(60) if z != a and not graph.has_edge(a, z)]
        if name == "common":
            score = {z: len(list(nx.common_neighbors(graph, a, z))) for z in free}
        else:
            score = {z: round(s, 9) for _, z, s in nx.adamic_adar_index(graph, [(a, z) for z in free])}
        above = sum(score[z] > score[b] for z in free)
        equal = sum(score[z] == score[b] for z in free)
        assert told[at] == pytest.approx(min(1, max(0, 10 - above) / equal))
