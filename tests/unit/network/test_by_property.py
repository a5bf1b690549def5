"""Is mixing by a property what counting ties one by one says, and does chance leave it alone where it should?"""

from __future__ import annotations

import datetime as dt
from collections import Counter

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.network.by_property import mixing_by
from tests.unit.network.test_structure import graphs, sparse


@settings(max_examples=60, deadline=None)
@given(graphs(), st.data())
def test_every_tie_stands_in_one_cell_and_the_figures_are_networkxs(graph, data):
    words = [data.draw(st.sampled_from(["x", "y", "z", None])) for _ in graph]
    told = mixing_by(sparse(graph), pl.Series(words, dtype=pl.String), draws=0)
    cells = Counter()
    for a, b in graph.edges:
        cells[frozenset([words[a], words[b]])] += 1
    assert {frozenset([cell["a"], cell["b"]]): cell["ties"] for cell in told["matrix"]} == dict(cells)
    known = [(words[a], words[b]) for a, b in graph.edges if words[a] and words[b]]
    across = sum(a != b for a, b in known)
    assert (told["ties_known"], told["ties_unknown"]) == (len(known), graph.number_of_edges() - len(known))
    assert told["ei_index"] == (pytest.approx((2 * across - len(known)) / len(known)) if known else None)
    for group in told["groups"]:
        word = group["group"]
        assert group["nodes"] == words.count(word)
        assert group["ties_within"] == cells[frozenset([word])]
        assert group["ties_across"] == sum(n for pair, n in cells.items() if word in pair and len(pair) == 2)
    assert {group["group"] for group in told["groups"]} == set(words)
    assert told["significance"] == {"ei_index": None, "assortativity": None}
    part = nx.Graph([(a, b) for a, b in graph.edges if words[a] and words[b]])
    nx.set_node_attributes(part, {node: words[node] for node in part}, "word")
    if told["assortativity"] is not None:
        assert told["assortativity"] == pytest.approx(nx.attribute_assortativity_coefficient(part, "word"))
    else:
        assert len({word for tie in known for word in tie}) < 2


def test_days_are_numbers_and_a_blank_leaves_its_ties_out():
    graph = nx.path_graph(4)
    days = [dt.date(2017, 1, 1), dt.date(2017, 1, 2), dt.date(2017, 1, 4), None]
    told = mixing_by(sparse(graph), pl.Series(days), draws=0)
    assert (told["kind"], told["ties_known"], told["ties_unknown"]) == ("number", 2, 1)
    ends = np.array([(0, 1), (1, 0), (1, 3), (3, 1)], dtype=float)
    assert told["assortativity"] == pytest.approx(np.corrcoef(ends.T)[0, 1])


def test_two_clubs_beside_chance():
    graph = nx.karate_club_graph()
    club = pl.Series([graph.nodes[node]["club"] for node in sorted(graph)])
    told = mixing_by(sparse(graph), club, draws=199, seed=1)
    assert told["matrix"] == [
        {"a": "Mr. Hi", "b": "Mr. Hi", "ties": 35},
        {"a": "Mr. Hi", "b": "Officer", "ties": 11},
        {"a": "Officer", "b": "Officer", "ties": 32},
    ]
    for one in told["significance"].values():
        assert (one["p_value"], one["draws"]) == (pytest.approx(2 / 200), 199)
    again = mixing_by(sparse(graph), club, draws=199, seed=1)
    assert again == told


@pytest.mark.parametrize("nodes", [0, 1, 4])
def test_without_ties_nothing_is_told_and_nothing_fails(nodes):
    told = mixing_by(sparse(nx.empty_graph(nodes)) if nodes else _nothing(), pl.Series(["x"] * nodes, dtype=pl.String))
    assert (told["matrix"], told["ei_index"], told["assortativity"]) == ([], None, None)
    assert set(told["significance"].values()) == {None}


def _nothing():
    from scipy.sparse import csr_array

    return csr_array((0, 0))
