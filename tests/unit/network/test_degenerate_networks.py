"""Whether the measures say "not defined" where they are not, on networks too small or too plain; worked by hand."""

from __future__ import annotations

import json

import pytest

from analytics.network.graph import network_from_edges
from analytics.network.measures import network_measures

WHOLE = (
    "density",
    "reciprocity",
    "connectedness",
    "hierarchy",
    "efficiency",
    "lubness",
    "transitivity",
    "degree_centralisation",
    "betweenness_centralisation",
)
STRUCTURE = ("closeness_centralisation", "degree_assortativity", "simmelian_share", "core_errors", "core_fit")


def answer(edges, nodes=None, *, directed=False):
    network = network_from_edges([a for a, _ in edges], [b for _, b in edges], nodes=nodes, directed=directed)
    told = network_measures(network).as_json()
    json.dumps(told, allow_nan=False)
    return told


def whole(told):
    return tuple(told[name] for name in WHOLE)


def structure(told):
    return tuple(told[name] for name in STRUCTURE)


def counts(told):
    return {name: told[name] for name in ("nodes", "ties", "components", "isolates", "cut_points", "bridges")}


def of_nodes(told, measure):
    return [values[measure] for values in told["node"].values()]


@pytest.mark.parametrize("directed", [False, True])
def test_empty(directed):
    assert answer([], directed=directed) == {
        "nodes": 0,
        "ties": 0,
        "directed": directed,
        **dict.fromkeys(WHOLE),
        **dict.fromkeys(STRUCTURE),
        "communities": 0,
        "modularity": None,
        "core_members": [],
        "core_errors": 0,
        "components": 0,
        "isolates": [],
        "cut_points": [],
        "bridges": [],
        "blocks": 0,
        "betweenness_error": None,
        "dropped_loops": 0,
        "merged_repeats": 0,
        "node": {},
    }


@pytest.mark.parametrize("directed", [False, True])
def test_one_node(directed):
    told = answer([("a", "a"), ("a", "a")], directed=directed)
    assert whole(told) == (None,) * 9
    assert counts(told) == {
        "nodes": 1,
        "ties": 0,
        "components": 1,
        "isolates": ["a"],
        "cut_points": [],
        "bridges": [],
    }
    assert told["dropped_loops"] == 2
    assert told["node"]["a"] == {
        "degree": 0,
        **({"in_degree": 0, "out_degree": 0} if directed else {}),
        "betweenness": 0.0,
        "betweenness_normalised": None,
        "closeness": None,
        "harmonic": 0.0,
        "constraint": None,
        "effective_size": None,
        "core": 0,
        "pagerank": 1.0,
        "eigenvector": None,
        "community": 0,
        "simmelian": 0,
        "equivalence_class": 0,
    }


@pytest.mark.parametrize("directed", [False, True])
def test_three_nodes_without_ties(directed):
    told = answer([], ["c", "a", "b"], directed=directed)
    assert whole(told) == (0.0, None, 0.0, None, None, None, None, 0.0, 0.0)
    assert told["isolates"] == ["c", "a", "b"]
    assert told["components"] == 3
    assert of_nodes(told, "closeness") == [0.0] * 3
    assert of_nodes(told, "constraint") == [None] * 3
    assert of_nodes(told, "pagerank") == pytest.approx([1 / 3] * 3)


def test_one_undirected_tie():
    told = answer([("a", "b")])
    assert whole(told) == (1.0, None, 1.0, 0.0, None, None, None, None, None)
    assert counts(told) == {
        "nodes": 2,
        "ties": 1,
        "components": 1,
        "isolates": [],
        "cut_points": [],
        "bridges": [["a", "b"]],
    }
    assert told["node"]["a"] == {
        "degree": 1,
        "betweenness": 0.0,
        "betweenness_normalised": None,
        "closeness": 1.0,
        "harmonic": 1.0,
        "constraint": 1.0,
        "effective_size": 1.0,
        "core": 1,
        "pagerank": pytest.approx(0.5),
        "eigenvector": pytest.approx(0.5**0.5),
        "community": 0,
        "simmelian": 0,
        "equivalence_class": 0,
    }
    assert structure(told) == (None, None, 0.0, 0, None)
    assert told["core_members"] == ["a"]  # of the smallest cores without an error the first


def test_one_arc():
    told = answer([("a", "b")], directed=True)
    assert whole(told) == (0.5, 0.0, 1.0, 1.0, 1.0, None, None, None, None)
    # a: 0.15/2 + 0.85 b/2, b: that and 0.85 a, as b has nowhere to go: a = 20/57
    assert told["node"] == {
        "a": {
            "degree": 1,
            "in_degree": 0,
            "out_degree": 1,
            "betweenness": 0.0,
            "betweenness_normalised": None,
            "closeness": 0.0,
            "harmonic": 0.0,
            "constraint": 1.0,
            "effective_size": 1.0,
            "core": 1,
            "pagerank": pytest.approx(20 / 57),
            "eigenvector": None,
            "community": 0,
            "simmelian": 0,
            "equivalence_class": 0,
        },
        "b": {
            "degree": 1,
            "in_degree": 1,
            "out_degree": 0,
            "betweenness": 0.0,
            "betweenness_normalised": None,
            "closeness": 1.0,
            "harmonic": 1.0,
            "constraint": 1.0,
            "effective_size": 1.0,
            "core": 1,
            "pagerank": pytest.approx(37 / 57),
            "eigenvector": None,
            "community": 0,
            "simmelian": 0,
            "equivalence_class": 0,
        },
    }


def test_an_arc_and_its_reverse():
    told = answer([("a", "b"), ("b", "a")], directed=True)
    assert whole(told) == (1.0, 1.0, 1.0, 0.0, 0.0, None, None, None, None)
    assert told["bridges"] == [["a", "b"]]
    assert of_nodes(told, "degree") == [2, 2]
    assert of_nodes(told, "core") == [1, 1]
    assert of_nodes(told, "effective_size") == [1.0, 1.0]


def test_a_star_is_wholly_centralised():
    told = answer([("hub", leaf) for leaf in "abcd"])
    assert whole(told) == (0.4, None, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0)
    assert told["cut_points"] == ["hub"]
    assert told["bridges"] == [["a", "hub"], ["b", "hub"], ["c", "hub"], ["d", "hub"]]
    assert told["node"]["hub"] == {
        "degree": 4,
        "betweenness": 6.0,
        "betweenness_normalised": 1.0,
        "closeness": 1.0,
        "harmonic": 4.0,
        "constraint": 0.25,
        "effective_size": 4.0,
        "core": 1,
        "pagerank": pytest.approx(0.03 + 0.85 * (1 - told["node"]["hub"]["pagerank"])),
        "eigenvector": pytest.approx(0.5**0.5),
        "community": 0,
        "simmelian": 0,
        "equivalence_class": 0,
    }
    assert structure(told) == (pytest.approx(1.0), pytest.approx(-1.0), 0.0, 0, None)
    assert told["core_members"] == ["hub"]
    assert of_nodes(told, "equivalence_class") == [0, 1, 1, 1, 1]


@pytest.mark.parametrize("arcs", [[("hub", leaf) for leaf in "abcd"], [("hub", "a"), ("b", "hub"), ("hub", "c")]])
def test_a_directed_star_of_single_arcs_has_half_the_degree_centralisation_of_a_reciprocated_one(arcs):
    assert answer(arcs, directed=True)["degree_centralisation"] == 0.5
    assert answer([*arcs, *((b, a) for a, b in arcs)], directed=True)["degree_centralisation"] == 1.0
    assert answer([*arcs, *((b, a) for a, b in arcs)], directed=True)["betweenness_centralisation"] == 1.0


def test_a_clique_of_four():
    told = answer([("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")])
    assert whole(told) == (1.0, None, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0)
    assert (told["cut_points"], told["bridges"]) == ([], [])
    assert of_nodes(told, "core") == [3] * 4
    assert of_nodes(told, "effective_size") == pytest.approx([1.0] * 4)
    assert of_nodes(told, "constraint") == pytest.approx([3 * (1 / 3 + 2 / 9) ** 2] * 4)


def test_two_components_and_an_isolate():
    # a path p-q-r, a pair s-t, and u
    told = answer([("p", "q"), ("q", "r"), ("s", "t")], ["p", "q", "r", "s", "t", "u"])
    assert whole(told) == pytest.approx((3 / 15, None, 4 / 15, 0.0, 1.0, 1.0, 0.0, 6 / 20, 0.1))
    assert counts(told) == {
        "nodes": 6,
        "ties": 3,
        "components": 3,
        "isolates": ["u"],
        "cut_points": ["q"],
        "bridges": [["p", "q"], ["q", "r"], ["s", "t"]],
    }
    assert of_nodes(told, "betweenness") == [0, 1, 0, 0, 0, 0]
    # reached/5 x reached/distances
    assert of_nodes(told, "closeness") == pytest.approx([4 / 15, 2 / 5, 4 / 15, 1 / 5, 1 / 5, 0])
    assert of_nodes(told, "harmonic") == [1.5, 2, 1.5, 1, 1, 0]


def test_loops_and_repeats_change_only_their_counts():
    plain = answer([("a", "b"), ("b", "c")])
    mended = answer([("a", "a"), ("a", "b"), ("b", "a"), ("b", "c"), ("c", "b"), ("c", "c")])
    assert (mended.pop("dropped_loops"), mended.pop("merged_repeats")) == (2, 2)
    assert (plain.pop("dropped_loops"), plain.pop("merged_repeats")) == (0, 0)
    assert mended == plain


def test_a_long_path_needs_no_recursion_and_its_ends_are_no_cut_points():
    names = [str(k) for k in range(5_000)]
    network = network_from_edges(names[:-1], names[1:])
    told = network_measures(network, exact_up_to=10, distances_up_to=10)
    assert told.cut_points.tolist() == list(range(1, 4_999))
    assert told.bridges.tolist() == [[k, k + 1] for k in range(4_999)]
    assert told.blocks == 4_999
    assert told.as_json()["node"]["7"]["closeness"] is None
