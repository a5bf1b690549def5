"""Whether the measures give the values that the literature gives for its well-known networks."""

from __future__ import annotations

import tomllib
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from analytics.network.assortativity import group_assortativity, numeric_assortativity
from analytics.network.communities import communities, modularity
from analytics.network.graph import network_from_edges, sparse_of
from analytics.network.measures import network_measures
from analytics.network.multiplexity import multiplexity
from analytics.network.rank import pagerank
from analytics.network.two_mode import two_mode_centrality

VALUES = tomllib.loads((Path(__file__).parent / "values.toml").read_text(encoding="utf-8"))


def measured(graph: nx.Graph, nodes=None, directed=False):
    source, target = zip(*[(str(a), str(b)) for a, b in graph.edges], strict=True)
    return network_measures(network_from_edges(source, target, nodes=nodes, directed=directed))


def of_node(answer, measure):
    return {name: values[measure] for name, values in answer.as_json()["node"].items()}


def close_to(published, values, decimals=4):
    assert {name: round(values[name], decimals) for name in published} == {
        name: pytest.approx(value) for name, value in published.items()
    }


def test_florentine_marriages():
    told = VALUES["florentine_marriages"]
    answer = measured(nx.florentine_families_graph())
    close_to(told["betweenness_normalised"], of_node(answer, "betweenness_normalised"))
    medici = answer.as_json()["node"]["Medici"]
    assert round(medici["constraint"], 4) == told["medici"]["constraint"]
    assert round(medici["effective_size"], 3) == told["medici"]["effective_size"]
    assert medici["closeness"] == pytest.approx(told["medici"]["closeness"])
    assert medici["harmonic"] == pytest.approx(told["medici"]["harmonic"])
    assert sorted(answer.as_json()["cut_points"]) == told["cut_points"]
    assert len(answer.as_json()["bridges"]) == told["bridges"]
    assert answer.blocks == told["blocks"]
    assert round(answer.transitivity, 5) == told["transitivity"]


def test_pucci_the_sixteenth_family_is_an_isolate_and_changes_only_what_is_over_all_nodes():
    graph = nx.florentine_families_graph()
    fifteen = measured(graph)
    sixteen = measured(graph, nodes=[*graph.nodes, "Pucci"])
    assert sixteen.as_json()["isolates"] == ["Pucci"]
    assert sixteen.components == 2
    assert sixteen.density == pytest.approx(20 / 120)
    assert sixteen.connectedness == pytest.approx(105 / 120)
    assert sixteen.transitivity == fifteen.transitivity
    medici = sixteen.as_json()["node"]["Medici"]
    assert medici["betweenness"] == pytest.approx(47.5)
    assert medici["betweenness_normalised"] == pytest.approx(47.5 / 105)
    assert medici["closeness"] == pytest.approx(0.56 * 14 / 15)
    assert sixteen.as_json()["node"]["Pucci"] == {
        "degree": 0,
        "betweenness": 0.0,
        "betweenness_normalised": 0.0,
        "closeness": 0.0,
        "harmonic": 0.0,
        "constraint": None,
        "effective_size": None,
        "core": 0,
        "pagerank": pytest.approx(0.15 / 16 / (1 - 0.85 / 16)),
        "eigenvector": 0.0,
        "community": sixteen.communities - 1,
        "simmelian": 0,
        "equivalence_class": 15,
    }


def test_florentine_eigenvectors():
    close_to(
        VALUES["florentine_eigenvector"]["values"],
        of_node(measured(nx.florentine_families_graph()), "eigenvector"),
        decimals=3,
    )


def test_florentine_centralisation():
    told = VALUES["florentine_centralisation"]
    graph = nx.florentine_families_graph()
    assert round(measured(graph, nodes=[*graph.nodes, "Pucci"]).degree_centralisation, 3) == told["degree"]
    assert round(measured(graph).closeness_centralisation, 3) == told["closeness"]
    assert round(measured(graph).betweenness_centralisation, 3) == told["betweenness"]


def test_karate_club():
    told = VALUES["karate_unweighted"]
    graph = nx.relabel_nodes(nx.karate_club_graph(), lambda node: node + 1)
    close_to(told["betweenness"], of_node(measured(graph), "betweenness"))
    assert round(measured(graph).degree_assortativity, 6) == told["degree_assortativity"]


def test_leiden_finds_the_best_division_of_the_karate_club():
    adjacency = sparse.csr_array(nx.to_scipy_sparse_array(nx.karate_club_graph(), weight=None, dtype=float))
    found = [communities(adjacency, seed=seed).modularity for seed in range(5)]
    best = VALUES["karate_unweighted"]["best_modularity"]
    assert round(max(found), 6) == best
    assert min(found) > best - 0.01
    factions = np.array([0 if graph_club == "Mr. Hi" else 1 for graph_club in clubs()])
    assert modularity(adjacency, factions) == pytest.approx(0.35823, abs=5e-6)


def clubs():
    return [club for _, club in nx.karate_club_graph().nodes(data="club")]


def test_krackhardts_kite():
    told = VALUES["krackhardt_kite"]
    graph = nx.relabel_nodes(nx.krackhardt_kite_graph(), dict(enumerate(told["names"])))
    close_to(told["betweenness"], of_node(measured(graph), "betweenness"))


def test_les_miserables():
    told = VALUES["les_miserables"]
    close_to(told["betweenness_normalised"], of_node(measured(nx.les_miserables_graph()), "betweenness_normalised"))


def test_davis_southern_women_event_8():
    graph = nx.davis_southern_women_graph()
    women = [node for node, side in graph.nodes(data="bipartite") if side == 0]
    events = [f"E{k}" for k in range(1, 15)]
    incidence = nx.bipartite.biadjacency_matrix(graph, women, events)
    at = len(women) + events.index("E8")
    found = two_mode_centrality(sparse.csr_array(incidence))
    told = VALUES["davis_southern_women_two_mode"]["E8"]
    assert round(found.degree[at], 2) == told["degree"]
    assert round(found.closeness[at], 2) == told["closeness"]
    assert round(found.betweenness[at], 2) == told["betweenness"]


def test_the_table_of_the_southern_women_and_their_events():
    told = {name: row for name, row in VALUES["davis_southern_women_table"].items() if name != "source"}
    columns = told.pop("columns")
    graph = nx.davis_southern_women_graph()
    women = [node for node, side in graph.nodes(data="bipartite") if side == 0]
    events = [f"E{k}" for k in range(1, 15)]
    found = two_mode_centrality(sparse.csr_array(nx.bipartite.biadjacency_matrix(graph, women, events)))
    assert set(told) == {*women, *events}
    for column, name in enumerate(columns):
        ours = dict(zip([*women, *events], getattr(found, name).tolist(), strict=True))
        assert ours == {node: pytest.approx(row[column], abs=0.005 + 1e-9) for node, row in told.items()}, name


def test_davis_southern_women_two_mode_eigenvectors():
    graph = nx.davis_southern_women_graph()
    women = [node for node, side in graph.nodes(data="bipartite") if side == 0]
    events = [f"E{k}" for k in range(1, 15)]
    found = two_mode_centrality(sparse.csr_array(nx.bipartite.biadjacency_matrix(graph, women, events)))
    told = {
        name: value for name, value in VALUES["davis_southern_women_two_mode_eigenvector"].items() if name != "source"
    }
    assert set(women) <= set(told)
    ours = dict(zip([*women, *events], found.eigenvector.tolist(), strict=True))
    # the table cuts or rounds the second decimal
    assert {name: ours[name] for name in told} == pytest.approx(told, abs=0.01)


def test_borgattis_structural_holes():
    told = VALUES["borgatti_1997"]
    answer = measured(nx.Graph([tuple(tie) for tie in told["ties"]]))
    close_to(told["effective_size"], of_node(answer, "effective_size"), decimals=2)
    close_to(told["constraint"], of_node(answer, "constraint"), decimals=3)


def test_an_out_tree_is_1_in_all_of_krackhardts_dimensions():
    told = VALUES["krackhardt_1994"]
    answer = measured(nx.DiGraph([tuple(arc) for arc in told["out_tree"]]), directed=True).as_json()
    assert {name: answer[name] for name in told["dimensions"]} == told["dimensions"]


def test_the_table_of_the_florentine_families():
    told = dict(VALUES["florentine_table"])
    del told["source"]
    columns = told.pop("columns")
    node = measured(nx.florentine_families_graph()).as_json()["node"]
    for name, values in node.items():
        values["degree"] /= 15
        assert [round(values[column], 3) for column in columns] == told[name], name
    assert set(node) == set(told)


def test_marriage_and_business_of_the_florentine_families():
    told = VALUES["florentine_two_relations"]
    marriage = nx.florentine_families_graph()
    marriage.add_node("Pucci")
    business = nx.Graph([tie.split() for tie in told["business"]])
    business.add_nodes_from(marriage)
    layers = {
        name: sparse.csr_array(nx.to_scipy_sparse_array(graph, nodelist=sorted(marriage), format="csr"))
        for name, graph in (("marriage", marriage), ("business", business))
    }
    (pair,) = multiplexity(layers).pairs
    n = 120  # pairs of sixteen families; the correlation of two 0/1 columns, by their counts
    a, b = pair.ties_first, pair.ties_second
    correlation = (n * pair.both - a * b) / (a * (n - a) * b * (n - b)) ** 0.5
    assert round(correlation, 7) == told["correlation"]


def test_karate_club_as_a_whole():
    assert round(measured(nx.karate_club_graph()).transitivity, 6) == VALUES["karate_whole"]["transitivity"]


def test_closeness_and_degree_of_krackhardts_kite():
    told = VALUES["kite_closeness"]
    graph = nx.krackhardt_kite_graph()
    source, target = zip(*[(str(a), str(b)) for a, b in graph.edges], strict=True)
    node = network_measures(network_from_edges(source, target, nodes=[str(k) for k in range(10)])).node
    assert [round(value, 3) for value in node.closeness.tolist()] == told["closeness"]
    assert node.degree.tolist() == told["degree"]


def test_the_six_pages_of_langville_and_meyer():
    told = VALUES["langville_meyer_2005"]
    source, target = zip(*[(str(a), str(b)) for a, b in told["arcs"]], strict=True)
    network = network_from_edges(source, target, nodes=[str(k) for k in range(1, 7)], directed=True)
    found = pagerank(network.adjacency, damping=told["damping"])
    assert found.tolist() == pytest.approx(told["pagerank"], abs=5e-5)


def test_cores_of_the_figure_of_batagelj_and_zaversnik():
    told = VALUES["batagelj_zaversnik_2003"]
    core = of_node(measured(nx.Graph([tuple(tie) for tie in told["ties"]]), nodes=[*map(str, range(1, 22))]), "core")
    assert core == {str(node): k for k, nodes in enumerate(told["cores"]) for node in nodes}


def test_cores_and_density_of_the_karate_club():
    told = VALUES["karate_cores"]
    answer = measured(nx.relabel_nodes(nx.karate_club_graph(), lambda node: node + 1))
    assert of_node(answer, "core") == {str(node): k for k, nodes in enumerate(told["cores"], 1) for node in nodes}
    assert round(answer.density, 7) == told["density"]


def adjacency_of(ties, nodes):
    source, target = np.array(ties).T
    return sparse_of(np.concatenate([source, target]), np.concatenate([target, source]), nodes=nodes)


def test_mixing_of_groups():
    told = VALUES["mixing_of_groups"]
    fish = told["fish"]
    found = group_assortativity(adjacency_of(fish["ties"], 6), np.array(fish["group"]))
    assert round(found, 6) == fish["coefficient"]
    for one in told["matrices"]:  # each tie between two nodes of its own; both its ends stand in the matrix
        ends = np.array(one["ends"])
        groups = list(zip(*np.triu_indices(len(ends)), strict=True))
        group = np.array([pair for pair in groups for _ in range(ends[pair] // (2 if pair[0] == pair[1] else 1))])
        found = group_assortativity(adjacency_of(np.arange(group.size).reshape(-1, 2), group.size), group.ravel())
        assert round(found, one["decimals"]) == one["coefficient"]


def test_mixing_of_numbers():
    for name in ("below", "both"):
        told = VALUES["mixing_of_numbers"][name]
        value = np.array(told["value"], dtype=float)
        assert round(numeric_assortativity(adjacency_of(told["ties"], value.size), value), 4) == told["coefficient"]
