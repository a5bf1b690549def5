"""What shows each measure right: a value of the literature, another program, and every degenerate network?

A card that is in no table here, or whose test is gone, fails. Degenerate networks are gone through for every measure:
what its card says of when it is undefined is held against the network.
"""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from scipy import sparse

from analytics.network.by_property import mixing_by
from analytics.network.cards import measure_cards
from analytics.network.graph import network_from_edges
from analytics.network.measures import network_measures
from analytics.network.scorecard import scorecard
from analytics.network.structure import structure
from analytics.network.two_mode import two_mode_centrality, two_mode_whole
from dashboard.cli.measure_command import alike_to

TESTS = Path(__file__).parents[2]
PUBLISHED = "published/test_published_values.py"
ORACLE, STRUCTURE = "unit/network/test_against_oracles.py", "unit/network/test_structure.py"
KRACKHARDT, CHANCE = "unit/network/test_krackhardt_by_hand.py", "unit/network/test_key_players_and_chance.py"
TWO_MODE, BY = "unit/network/test_two_mode.py", "unit/network/test_by_property.py"
WHOLE_AND_CORE = f"{TWO_MODE}::test_core_density_and_components_agree_with_networkx"
CARD = "unit/network/test_scorecard_and_mixing.py"
GROUPS, SAMPLING, GRAPH = (f"unit/network/test_{n}.py" for n in ("communities_and_layout", "sampling", "graph"))

FLORENTINE = f"{PUBLISHED}::test_florentine_marriages"
PUCCI = f"{PUBLISHED}::test_pucci_the_sixteenth_family_is_an_isolate_and_changes_only_what_is_over_all_nodes"
TREE = f"{PUBLISHED}::test_an_out_tree_is_1_in_all_of_krackhardts_dimensions"
CENTRALISATION = f"{PUBLISHED}::test_florentine_centralisation"
PATHS, WHOLES = f"{ORACLE}::test_paths_agree_with_networkx", f"{ORACLE}::test_wholes_agree_with_networkx"
PAIRS = f"{ORACLE}::test_krackhardts_dimensions_are_the_counts_of_pairs"
CORE = f"{STRUCTURE}::test_no_core_fits_better_and_its_fit_is_the_correlation"
DAVIS = f"{PUBLISHED}::test_davis_southern_women_event_8"
WOMEN = f"{PUBLISHED}::test_the_table_of_the_southern_women_and_their_events"
SETS = f"{CHANCE}::test_small_sets_are_the_best_of_all"
EVENLY = f"{CHANCE}::test_degrees_are_kept_and_every_network_with_them_is_drawn_as_often"
ROBUST = f"{STRUCTURE}::test_the_robustness_curve_is_what_taking_nodes_away_leaves"
SHORT = f"{CARD}::test_scorecard_of_a_triangle_with_a_tail_and_two_isolates"
EI, CELLS = f"{CARD}::test_e_i_index", f"{BY}::test_every_tie_stands_in_one_cell_and_the_figures_are_networkxs"
TWO = f"{TWO_MODE}::test_degree_and_betweenness_agree_with_networkx"
ALIKE = f"{STRUCTURE}::test_equivalent_nodes_have_the_same_other_neighbours"
CIRCLES = f"{GROUPS}::test_caves_are_communities_the_larger_first"
LAYERS = f"{STRUCTURE}::test_multiplexity_counts_ties_in_several_layers"

COUNTED = ""
"""No published value is held here: a plain count, a figure of our own, or one for which none was looked up."""

SHOWN = {
    "nodes": (COUNTED, WHOLES),
    "ties": (COUNTED, WHOLES),
    "directed": (COUNTED, WHOLES),
    "density": (f"{PUBLISHED}::test_cores_and_density_of_the_karate_club", WHOLES),
    "reciprocity": (COUNTED, WHOLES),
    "connectedness": (TREE, PAIRS),
    "hierarchy": (TREE, PAIRS),
    "efficiency": (TREE, PAIRS),
    "lubness": (TREE, PAIRS),
    "transitivity": (f"{PUBLISHED}::test_karate_club_as_a_whole", WHOLES),
    "components": (PUCCI, WHOLES),
    "isolates": (PUCCI, WHOLES),
    "cut_points": (FLORENTINE, WHOLES),
    "bridges": (FLORENTINE, WHOLES),
    "blocks": (FLORENTINE, f"{ORACLE}::test_blocks_are_the_biconnected_components"),
    "degree_centralisation": (CENTRALISATION, WHOLES),
    "betweenness_centralisation": (CENTRALISATION, WHOLES),
    "closeness_centralisation": (
        CENTRALISATION,
        f"{STRUCTURE}::test_closeness_centralisation_is_freemans_against_a_star",
    ),
    "degree_assortativity": (
        f"{PUBLISHED}::test_karate_club",
        f"{STRUCTURE}::test_assortativity_agrees_with_networkx_on_the_ties_that_are_known",
    ),
    "simmelian_share": (COUNTED, f"{STRUCTURE}::test_simmelian_ties_are_those_in_triangles"),
    "core_members": (COUNTED, CORE),
    "core_errors": (COUNTED, CORE),
    "core_fit": (COUNTED, CORE),
    "betweenness_error": (COUNTED, f"{SAMPLING}::test_every_estimate_is_within_the_stated_error"),
    "dropped_loops": (COUNTED, f"{GRAPH}::test_a_node_with_only_a_loop_is_a_node_without_ties"),
    "merged_repeats": (COUNTED, f"{GRAPH}::test_undirected_a_b_and_b_a_are_one_tie_with_the_weights_added"),
    "organisations": (COUNTED, SHORT),
    "largest_component_share": (COUNTED, SHORT),
    "ei_index": (COUNTED, EI),
    "ei_ties_known": (COUNTED, EI),
    "ei_ties_unknown": (COUNTED, EI),
    "actors": (DAVIS, TWO),
    "events": (DAVIS, TWO),
    "mode": (COUNTED, "unit/network/test_network_readers.py::test_the_modes_of_networkx_are_known_by_their_attribute"),
    "degree": (f"{PUBLISHED}::test_closeness_and_degree_of_krackhardts_kite", PATHS),
    "in_degree": (COUNTED, PATHS),
    "out_degree": (COUNTED, PATHS),
    "betweenness": (f"{PUBLISHED}::test_krackhardts_kite", PATHS),
    "betweenness_normalised": (f"{PUBLISHED}::test_les_miserables", PATHS),
    "closeness": (f"{PUBLISHED}::test_the_table_of_the_florentine_families", PATHS),
    "harmonic": (FLORENTINE, PATHS),
    "constraint": (
        f"{PUBLISHED}::test_borgattis_structural_holes",
        f"{ORACLE}::test_constraint_agrees_with_igraph",
    ),
    "effective_size": (
        f"{PUBLISHED}::test_borgattis_structural_holes",
        f"{ORACLE}::test_effective_size_agrees_with_networkx_asked_node_by_node",
    ),
    "core": (f"{PUBLISHED}::test_cores_of_the_figure_of_batagelj_and_zaversnik", WHOLES),
    "pagerank": (
        f"{PUBLISHED}::test_the_six_pages_of_langville_and_meyer",
        f"{ORACLE}::test_pagerank_agrees_with_igraph_to_nine_places",
    ),
    "eigenvector": (
        f"{PUBLISHED}::test_florentine_eigenvectors",
        f"{STRUCTURE}::test_eigenvector_centrality_agrees_with_networkx_and_igraph",
    ),
    "simmelian": (COUNTED, f"{STRUCTURE}::test_simmelian_ties_are_those_in_triangles"),
    "equivalence_class": (COUNTED, ALIKE),
    "communities": (COUNTED, CIRCLES),
    "modularity": (
        f"{PUBLISHED}::test_leiden_finds_the_best_division_of_the_karate_club",
        f"{GROUPS}::test_modularity_is_networkx_s_with_weights",
    ),
    "community": (COUNTED, CIRCLES),
    "robustness_by_degree": (COUNTED, ROBUST),
    "robustness_by_chance": (COUNTED, f"{STRUCTURE}::test_robustness_of_a_clique_and_of_a_star_by_hand"),
    "fragmenting_set": (COUNTED, SETS),
    "fragmentation": (COUNTED, SETS),
    "reaching_set": (COUNTED, SETS),
    "largest_component": (COUNTED, ROBUST),
    "p_value": (COUNTED, EVENLY),
    "multiplex_share": (f"{PUBLISHED}::test_marriage_and_business_of_the_florentine_families", LAYERS),
    "overlap_jaccard": (f"{PUBLISHED}::test_marriage_and_business_of_the_florentine_families", LAYERS),
    "group_assortativity": (f"{PUBLISHED}::test_mixing_of_groups", CELLS),
    "assortativity": (f"{PUBLISHED}::test_mixing_of_numbers", CELLS),
    "mixing_matrix": (COUNTED, CELLS),
    "alike_distance": (COUNTED, ALIKE),
    "alike_jaccard": (COUNTED, ALIKE),
    "two_mode_degree": (WOMEN, TWO),
    "two_mode_closeness": (WOMEN, f"{TWO_MODE}::test_closeness_is_that_of_the_part_times_the_share_reached"),
    "two_mode_betweenness": (WOMEN, TWO),
    "two_mode_eigenvector": (
        f"{PUBLISHED}::test_davis_southern_women_two_mode_eigenvectors",
        f"{TWO_MODE}::test_eigenvectors_are_the_leading_singular_vectors",
    ),
    "two_mode_core": (f"{TWO_MODE}::test_one_tie_a_star_and_everybody_at_everything_by_hand", WHOLE_AND_CORE),
    "two_mode_density": (f"{TWO_MODE}::test_one_tie_a_star_and_everybody_at_everything_by_hand", WHOLE_AND_CORE),
}
"""Card -> a test with a value of the literature, a test against another program or against trying everything."""


HOME = {
    "measures": "nodes ties directed density reciprocity isolates in_degree out_degree",
    "hierarchy": "connectedness hierarchy efficiency lubness",
    "brokerage": "transitivity constraint effective_size",
    "cuts": "components cut_points bridges blocks core",
    "centralisation": "degree_centralisation betweenness_centralisation closeness_centralisation",
    "assortativity": "degree_assortativity group_assortativity assortativity mixing_matrix",
    "simmelian": "simmelian_share simmelian",
    "core_periphery": "core_members core_errors core_fit",
    "sampling": "betweenness_error",
    "mixing": "ei_index ei_ties_known",
    "two_mode": "actors events mode two_mode_degree two_mode_closeness two_mode_betweenness two_mode_eigenvector "
    "two_mode_density two_mode_core",
    "paths": "betweenness betweenness_normalised closeness harmonic",
    "rank": "pagerank",
    "eigenvector": "eigenvector",
    "equivalence": "equivalence_class alike_jaccard",
    "communities": "communities modularity community",
    "robustness": "robustness_by_degree robustness_by_chance",
    "key_players": "fragmenting_set fragmentation reaching_set",
    "structure": "largest_component",
    "significance": "p_value",
    "multiplexity": "multiplex_share overlap_jaccard",
}
"""Module -> the measures whose docstrings there give their source; others are told by two modules or by none."""


@pytest.mark.parametrize(("module", "name"), [(m, name) for m, names in HOME.items() for name in names.split()])
def test_the_docstring_where_a_measure_is_worked_out_gives_its_source(module, name):
    tree = ast.parse((TESTS.parent / "analytics/network" / f"{module}.py").read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    told = "\n".join(ast.get_docstring(one) or "" for one in ast.walk(tree) if isinstance(one, documented))
    for source in measure_cards()[name].reference.split("; "):
        author, year = re.match(r"(\w+).*?(\d{4})", source).groups()
        assert author in told, source
        assert year in told, source


def test_every_measure_with_a_source_has_a_home_or_two():
    homes = {name for names in HOME.values() for name in names.split()}
    sourced = {name for name, card in measure_cards().items() if card.reference}
    assert sourced - homes == {"degree", "largest_component_share", "alike_distance"}
    assert homes <= sourced


IGRAPH = f"{ORACLE}::test_all_that_igraph_measures_too_agrees_with_it"
BOTH = (
    "betweenness", "closeness", "harmonic", "degree", "core", "density", "components", "cut_points", "bridges",
    "transitivity", "reciprocity", "degree_assortativity", "modularity", "eigenvector", "constraint", "pagerank",
)  # fmt: skip
"""Measures that networkx and igraph have both; the others one of them has, or neither."""


@cache
def named_in(name):
    tree = ast.parse((TESTS / name).read_text(encoding="utf-8"))
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")}


def test_every_card_names_what_shows_it_and_nothing_else_is_named():
    assert set(SHOWN) == set(measure_cards())


@pytest.mark.parametrize("name", SHOWN)
def test_what_shows_a_measure_is_there(name):
    published, other = SHOWN[name]
    assert other
    for told in filter(None, (published, other)):
        file, _, test = told.partition("::")
        assert test in named_in(file), told
    if measure_cards()[name].reference == "":
        assert published == COUNTED


def test_what_both_networkx_and_igraph_measure_is_held_against_igraph():
    file, _, test = IGRAPH.partition("::")
    source = next(
        ast.unparse(one)
        for one in ast.walk(ast.parse((TESTS / file).read_text(encoding="utf-8")))
        if isinstance(one, ast.FunctionDef) and one.name == test
    )
    elsewhere = {name for name in BOTH if "igraph" in SHOWN[name][1]}
    assert {name for name in BOTH if f"'{name}'" in source} | elsewhere == set(BOTH)


# --- degenerate networks ----------------------------------------------------------------------------------------------

ABCD = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")]
NETWORKS = {
    "empty": ([], []),
    "one_node": ([], ["a"]),
    "two_nodes": ([], ["a", "b"]),
    "no_tie": ([], ["a", "b", "c", "d"]),
    "one_tie": ([("a", "b")], []),
    "one_tie_and_two_others": ([("a", "b")], ["a", "b", "c", "d"]),
    "path": ([("a", "b"), ("b", "c")], []),
    "star": ([("m", leaf) for leaf in "abcd"], []),
    "triangle": ([("a", "b"), ("b", "c"), ("c", "a")], []),
    "clique": (ABCD, []),
    "two_lone_ties": ([("a", "b"), ("c", "d")], []),
    "disconnected": ([("a", "b"), ("b", "c"), ("c", "a"), ("d", "e")], ["a", "b", "c", "d", "e", "f"]),
    "loops_alone": ([("a", "a"), ("b", "b")], []),
    "loops_and_repeats": ([("a", "a"), ("a", "b"), ("b", "a"), ("a", "b"), ("b", "c")], []),
    "both_ways": ([("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")], []),
}


def graph_of(edges, nodes, *, directed):
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_nodes_from(name for tie in edges for name in tie)
    graph.add_edges_from((a, b) for a, b in edges if a != b)
    return graph


def leading_is_one(graph):
    values = np.real(np.linalg.eigvals(nx.to_numpy_array(graph))) if len(graph) else np.zeros(0)
    values = np.sort(values)[::-1]
    return bool(values.size and values[0] > 1e-6 and (values.size < 2 or values[0] - values[1] > 1e-6))


def core_varies(graph, answer):
    """Pairs within the core and outside it, and whether some of them are tied and some are not."""
    core = set(answer["core_members"])
    judged = [(a in core, graph.has_edge(a, b)) for i, a in enumerate(sorted(graph)) for b in sorted(graph)[:i]
              if (a in core) == (b in core)]  # fmt: skip
    return len({ideal for ideal, _ in judged}) > 1 and len({tied for _, tied in judged}) > 1


def undefined_of_a_whole(code, graph, answer):
    flat = graph.to_undirected()
    n, ties = len(graph), graph.number_of_edges()
    parts = [len(part) for part in nx.connected_components(flat)]
    degrees = dict(flat.degree)
    return {
        "never": False,
        "exact": True,
        "below_two": n < 2,
        "below_three": n < 3,
        "no_nodes": n == 0,
        "no_ties_at_all": ties == 0,
        "undirected_or_no_ties": not graph.is_directed() or ties == 0,
        "nobody_reaches": ties == 0,
        "no_spare_tie": max(parts, default=0) < (2 if graph.is_directed() else 3),
        "no_component_of_three": max(parts, default=0) < 3,
        "no_path_of_two": max(degrees.values(), default=0) < 2,
        "degrees_do_not_vary": len({degrees[node] for tie in flat.edges for node in tie}) < 2,
        "disconnected_or_directed": graph.is_directed() or n < 3 or len(parts) != 1,
        "no_mutual_tie": not any(graph.has_edge(b, a) for a, b in graph.edges),
        "ties_do_not_vary": not core_varies(flat, answer),
    }[code]


def undefined_of_a_node(code, graph, node):
    return {
        "never": False,
        "below_three": len(graph) < 3,
        "no_ties": graph.degree(node) == 0,
        "one_node_or_too_large": len(graph) == 1,
        "too_large": False,
        "no_nodes": False,
        "undirected": not graph.is_directed(),
        "no_single_eigenvector": not leading_is_one(graph),
    }[code]


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("name", NETWORKS)
def test_a_measure_is_undefined_where_its_card_says_so_and_nowhere_else(name, directed):
    edges, nodes = NETWORKS[name]
    graph = graph_of(edges, nodes, directed=directed)
    network = network_from_edges([a for a, _ in edges], [b for _, b in edges], nodes=nodes, directed=directed)
    answer = network_measures(network).as_json()
    json.dumps(answer, allow_nan=False)
    cards = measure_cards()
    whole = {key: value is None for key, value in answer.items() if key != "node"}
    assert whole == {key: undefined_of_a_whole(cards[key].undefined, graph, answer) for key in whole}
    for node, told in answer["node"].items():
        assert {key: value is None for key, value in told.items()} == {
            key: undefined_of_a_node(cards[key].undefined, graph, node) for key in told
        }, node
    assert answer["dropped_loops"] == sum(a == b for a, b in edges)
    assert answer["merged_repeats"] == sum(a != b for a, b in edges) - graph.number_of_edges()


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("name", NETWORKS)
def test_structure_of_a_degenerate_network_is_told_or_null(name, directed):
    edges, nodes = NETWORKS[name]
    graph = graph_of(edges, nodes, directed=directed).to_undirected()
    network = network_from_edges([a for a, _ in edges], [b for _, b in edges], nodes=nodes, directed=directed)
    group = np.zeros(len(graph), dtype=np.int64)
    layer = sparse.csr_array(nx.to_scipy_sparse_array(graph)) if len(graph) else sparse.csr_array((0, 0))
    told = structure(network, layers={"x": layer, "y": layer}, group=group, key_players=1, draws=19)
    json.dumps(told, allow_nan=False)
    n, ties = len(graph), graph.number_of_edges()
    assert (told["robustness"]["by_degree"] is None) == (told["robustness"]["by_chance"] is None) == (n == 0)
    assert (told["fragmenting_set"] is None) == (n < 3)
    assert (told["reaching_set"] is None) == (n < 1)
    assert told["group_assortativity"] is None  # everybody is of one group
    assert (told["multiplexity"]["multiplex_share"], told["multiplexity"]["pairs"][0]["jaccard"]) == (
        (None, None) if ties == 0 else (1.0, 1.0)
    )
    judged = told["significance"]
    assert {key for key, one in judged.items() if one is not None} == (
        set() if ties < 2 else {"ei_index", "largest_component"} | ({"betweenness_centralisation"} if n > 2 else set())
    )
    for one in filter(None, judged.values()):
        assert one["low"] <= one["mean"] + 1e-9
        assert one["mean"] <= one["high"] + 1e-9
    assert judged.get("ei_index") is None or judged["ei_index"]["p_value"] is None  # -1 in every draw


@pytest.mark.parametrize("name", NETWORKS)
def test_scorecard_mixing_and_likeness_of_a_degenerate_network_are_told_or_null(name):
    edges, nodes = NETWORKS[name]
    graph = graph_of(edges, nodes, directed=False)
    network = network_from_edges([a for a, _ in edges], [b for _, b in edges], nodes=nodes)
    n, ties, ids = len(graph), graph.number_of_edges(), network.ids
    words = ["urban" if k % 2 else "rural" for k in range(n)]  # the first is rural, the next urban
    card = scorecard(network.adjacency, group=np.arange(n) % 2)
    mixed = mixing_by(network.adjacency, pl.Series(words, dtype=pl.String), draws=19)
    numbered = mixing_by(network.adjacency, pl.Series(range(n), dtype=pl.Int64), draws=19)
    json.dumps([card, mixed, numbered, [alike_to(network, node) for node in ids]], allow_nan=False)
    assert (card["organisations"], card["ties"], card["ei_ties_known"]) == (n, ties, ties)
    assert {key for key, value in card.items() if value is None} == (
        ({"largest_component_share"} if n < 1 else set())
        | ({"density", "connectedness"} if n < 2 else set())
        | ({"degree_centralisation", "betweenness_centralisation"} if n < 3 else set())
        | ({"transitivity"} if max((d for _, d in graph.degree), default=0) < 2 else set())
        | ({"ei_index"} if ties == 0 else set())
    )
    at = {node: words[k] for k, node in enumerate(ids)}
    across = sum(at[a] != at[b] for a, b in graph.edges)
    assert mixed["ei_index"] == card["ei_index"] == (pytest.approx((2 * across - ties) / ties) if ties else None)
    assert sum(cell["ties"] for cell in mixed["matrix"]) == ties
    assert (mixed["assortativity"] is None) == (len({at[end] for tie in graph.edges for end in tie}) < 2)
    assert (numbered["assortativity"] is None) == (ties == 0)  # the ends of a tie have two numbers
    for node in ids:
        for other in alike_to(network, node)["alike"]:
            one, two = set(graph[node]) - {other["id"]}, set(graph[other["id"]]) - {node}
            assert other["distance"] == pytest.approx(len(one ^ two) ** 0.5)
            assert other["jaccard"] == (pytest.approx(len(one & two) / len(one | two)) if one | two else None)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_degenerate_network_as_two_modes_is_told_or_not_a_number(name):
    edges, nodes = NETWORKS[name]
    people = sorted({*nodes, *(a for a, _ in edges)})
    events = sorted({b for _, b in edges})
    table = np.zeros((len(people), len(events)))
    for a, b in edges:  # told again, a seat is one
        table[people.index(a), events.index(b)] = 1.0
    found, whole = two_mode_centrality(sparse.csr_array(table)), two_mode_whole(sparse.csr_array(table))
    both = min(table.shape) > 0
    assert (whole.density is None) == (not both)
    assert whole.density is None or whole.density == pytest.approx(table.mean())
    assert np.isnan(found.degree).all() == (not both or not table.size)
    assert (found.core >= 0).all()
    for values in (found.degree, found.closeness, found.betweenness, found.eigenvector):
        told = values[~np.isnan(values)]
        assert ((told >= -1e-12) & (told <= 1 + 1e-9)).all()
