"""Do measures of a network's structure agree with networkx, igraph, or with trying everything, on random networks?"""

from __future__ import annotations

from itertools import combinations

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.network.assortativity import degree_assortativity, group_assortativity, numeric_assortativity
from analytics.network.core_periphery import core_periphery
from analytics.network.eigenvector import eigenvector_centrality
from analytics.network.equivalence import equivalence_classes, most_alike
from analytics.network.graph import Network, csr_of, network_from_edges
from analytics.network.measures import network_measures
from analytics.network.multiplexity import multiplexity
from analytics.network.robustness import by_rank, removal_by_chance, robustness_curve
from analytics.network.simmelian import simmelian_ties

FEW = settings(max_examples=60, deadline=None)


def sparse(graph):
    return nx.to_scipy_sparse_array(graph, nodelist=sorted(graph), format="csr", dtype=float, weight=None)


@st.composite
def graphs(draw, nodes=9):
    n = draw(st.integers(1, nodes))
    pairs = list(combinations(range(n), 2))
    ties = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    graph = nx.empty_graph(n)
    graph.add_edges_from(ties)
    return graph


@pytest.mark.parametrize("nodes", [40, 320])  # eigenvalues all at once, and by iteration
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("directed", [False, True])
def test_eigenvector_centrality_agrees_with_networkx_and_igraph(nodes, seed, directed):
    graph = nx.gnm_random_graph(nodes, 6 * nodes, seed=seed, directed=directed)
    found = eigenvector_centrality(sparse(graph), directed=directed)
    power = nx.eigenvector_centrality(graph, max_iter=20_000, tol=1e-12)
    np.testing.assert_allclose(found, [power[node] for node in sorted(graph)], atol=1e-7)
    other = np.array(igraph.Graph(nodes, list(graph.edges), directed=directed).eigenvector_centrality(scale=False))
    np.testing.assert_allclose(found, other / np.linalg.norm(other), atol=1e-6)


def test_eigenvector_centrality_follows_weights_and_is_nought_outside_the_strongest_component():
    graph = network_from_edges(
        ["a", "b", "d"], ["b", "c", "e"], weight=[3.0, 4.0, 1.0], nodes=["a", "b", "c", "d", "e"]
    )
    found = eigenvector_centrality(graph.adjacency, directed=False)
    # a path with weights 3 and 4: lambda = 5, b = 1/sqrt 2, a and c share the rest as 3 to 4
    np.testing.assert_allclose(found, np.array([3, 5, 4, 0, 0]) / 50**0.5, atol=1e-12)


@pytest.mark.parametrize(
    ("ties", "directed"),
    [([], False), ([("a", "b"), ("c", "d")], False), ([("a", "b"), ("b", "c")], True)],
    ids=["no tie", "two alike", "no cycle"],
)
def test_eigenvector_centrality_is_not_defined_where_no_one_vector_is_the_leading_one(ties, directed):
    network = network_from_edges([a for a, _ in ties], [b for _, b in ties], nodes=list("abcd"), directed=directed)
    assert eigenvector_centrality(network.adjacency, directed=directed) is None


@FEW
@given(graphs(), st.lists(st.integers(-1, 2), min_size=9, max_size=9))
def test_assortativity_agrees_with_networkx_on_the_ties_that_are_known(graph, told):
    group = np.array(told[: len(graph)])
    known = graph.edge_subgraph([(a, b) for a, b in graph.edges if group[a] >= 0 and group[b] >= 0]).copy()
    nx.set_node_attributes(known, {node: int(group[node]) for node in known}, "group")
    adjacency = sparse(graph)
    values = np.where(group < 0, np.nan, group.astype(float))
    groups = {group[node] for node in known}
    expected = nx.attribute_assortativity_coefficient(known, "group") if len(groups) > 1 else None
    assert group_assortativity(adjacency, group) == (None if expected is None else pytest.approx(expected))
    ends = [group[node] for tie in known.edges for node in tie]
    numeric = nx.numeric_assortativity_coefficient(known, "group") if len(set(ends)) > 1 else None
    assert numeric_assortativity(adjacency, values) == (None if numeric is None else pytest.approx(numeric))
    degrees = {graph.degree(node) for tie in graph.edges for node in tie}
    by_degree = nx.degree_assortativity_coefficient(graph) if len(degrees) > 1 else None
    assert degree_assortativity(adjacency) == (None if by_degree is None else pytest.approx(by_degree))


@FEW
@given(graphs())
def test_simmelian_ties_are_those_in_triangles(graph):
    found = simmelian_ties(csr_of(sparse(graph)))
    wanted = {tie: len(list(nx.common_neighbors(graph, *tie))) for tie in sorted(map(sorted_tie, graph.edges))}
    wanted = {tie: third for tie, third in wanted.items() if third}
    assert dict(zip(map(tuple, found.ties.tolist()), found.third_parties.tolist(), strict=True)) == wanted
    assert found.degree.tolist() == [sum(node in tie for tie in wanted) for node in sorted(graph)]
    assert found.share == (len(wanted) / graph.number_of_edges() if graph.number_of_edges() else None)


def test_of_directed_ties_only_those_that_go_both_ways_are_simmelian():
    ties = [(a, b) for a, b in combinations("abc", 2)] + [("b", "a"), ("c", "a"), ("c", "d"), ("d", "c")]
    network = network_from_edges([a for a, _ in ties], [b for _, b in ties], directed=True)
    assert simmelian_ties(network.mutual).share == 0.0  # b and c are tied one way
    closed = network_from_edges([a for a, _ in [*ties, ("c", "b")]], [b for _, b in [*ties, ("c", "b")]], directed=True)
    assert simmelian_ties(closed.mutual).share == 3 / 4


def sorted_tie(tie):
    return tuple(sorted(tie))


def fit_of(tied, core):
    row, column = np.triu_indices(len(tied), 1)
    judged = core[row] == core[column]
    ties, ideal = tied[row, column][judged], core[row][judged].astype(float)
    return np.corrcoef(ties, ideal)[0, 1] if len(set(ties)) == 2 and len(set(ideal)) == 2 else None


@FEW
@given(graphs(nodes=8))
def test_no_core_fits_better_and_its_fit_is_the_correlation(graph):
    told = core_periphery(csr_of(sparse(graph)))
    tied = nx.to_numpy_array(graph, nodelist=sorted(graph))
    cores = [
        np.isin(np.arange(len(graph)), c) for k in range(len(graph) + 1) for c in combinations(range(len(graph)), k)
    ]
    errors = [(c.sum() * (c.sum() - 1) - tied[np.ix_(c, c)].sum() + tied[np.ix_(~c, ~c)].sum()) / 2 for c in cores]
    own = next(error for c, error in zip(cores, errors, strict=True) if (c == told.core).all())
    assert (told.errors, told.exact) == (own, True)
    own_fit = fit_of(tied, told.core)
    assert told.fit == (None if own_fit is None else pytest.approx(own_fit))
    if min(errors) == 0:
        assert told.core.sum() == min(c.sum() for c, error in zip(cores, errors, strict=True) if error == 0)
        return
    fits = [-2.0 if (fit := fit_of(tied, c)) is None else fit for c in cores]
    assert (told.fit or -2.0) == pytest.approx(max(fits))
    assert max(fits) == -2 or told.core.sum() == min(
        c.sum() for c, fit in zip(cores, fits, strict=True) if fit > max(fits) - 1e-9
    )


def test_the_search_in_larger_networks_finds_what_trying_all_finds(monkeypatch):
    found = 0
    for seed in range(30):
        rows = csr_of(sparse(nx.gnp_random_graph(10, 0.35, seed=seed)))
        exact = core_periphery(rows)
        with monkeypatch.context() as patch:
            patch.setattr("analytics.network.core_periphery.EXACT_UP_TO", 0)
            searched = core_periphery(rows)
        assert searched.fit <= exact.fit + 1e-9
        found += searched.fit > exact.fit - 1e-9
    assert found >= 27


def test_hubs_without_a_tie_among_them_are_no_core_beside_a_clique():
    graph = nx.disjoint_union_all([nx.complete_graph(8), *(nx.star_graph(12) for _ in range(8))])
    told = core_periphery(csr_of(sparse(graph)))
    tied = nx.to_numpy_array(graph)
    assert told.core[:8].all()
    assert not told.exact
    assert told.fit == pytest.approx(fit_of(tied, told.core))
    assert told.fit >= fit_of(tied, np.arange(len(graph)) < 8) == pytest.approx(0.471, abs=5e-4)


def test_the_core_of_one_of_a_star_has_no_fit():
    told = core_periphery(csr_of(sparse(nx.star_graph(9))))
    assert (np.flatnonzero(told.core).tolist(), told.errors, told.fit) == ([0], 0, None)


def test_a_star_of_cliques_is_a_perfect_core_and_periphery():
    graph = nx.complete_graph(4)
    graph.add_edges_from((node, 4 + node) for node in range(4))
    told = core_periphery(csr_of(sparse(graph)))
    assert (told.core.tolist(), told.errors, told.fit) == ([True] * 4 + [False] * 4, 0, 1.0)


@FEW
@given(graphs())
def test_equivalent_nodes_have_the_same_other_neighbours(graph):
    rows = csr_of(sparse(graph))
    label = equivalence_classes(rows)
    assert label.size == 0 or label[0] == 0
    for i in graph:
        alike = most_alike(rows, i, most=len(graph))
        assert sorted(alike.nodes.tolist()) == [j for j in sorted(graph) if j != i]
        assert (np.diff(alike.distance) >= 0).all()
        for j, distance, jaccard in zip(alike.nodes.tolist(), alike.distance, alike.jaccard, strict=True):
            one, other = set(graph[i]) - {j}, set(graph[j]) - {i}
            assert (label[i] == label[j]) == (one == other)
            assert distance == pytest.approx(len(one ^ other) ** 0.5)
            assert (jaccard == pytest.approx(len(one & other) / len(one | other))) if one | other else np.isnan(jaccard)


@FEW
@given(graphs(), st.randoms())
def test_the_robustness_curve_is_what_taking_nodes_away_leaves(graph, chance):
    order = sorted(graph)
    chance.shuffle(order)
    told = robustness_curve(csr_of(sparse(graph)), np.array(order))
    left, wanted = graph.copy(), [max(map(len, nx.connected_components(graph)))]
    for node in order:
        left.remove_node(node)
        wanted.append(max(map(len, nx.connected_components(left)), default=0))
    assert told.largest.tolist() == wanted
    assert told.robustness == pytest.approx(sum(wanted[1:]) / len(graph) ** 2)


def test_robustness_of_a_clique_and_of_a_star_by_hand():
    clique = csr_of(sparse(nx.complete_graph(10)))
    assert robustness_curve(clique, np.arange(10)).robustness == pytest.approx((1 - 1 / 10) / 2)
    star = csr_of(sparse(nx.star_graph(9)))
    told = robustness_curve(star, by_rank(star.degrees))
    assert told.order[0] == 0
    assert told.largest.tolist() == [10, *[1] * 9, 0]
    chance = removal_by_chance(clique, draws=5, seed=1)
    assert chance.mean.tolist() == chance.least.tolist() == chance.most.tolist() == list(range(10, -1, -1))
    assert chance.robustness == pytest.approx(0.45)
    nobody = csr_of(sparse(nx.star_graph(0))[:0, :0])
    assert robustness_curve(nobody, np.array([], dtype=np.int64)).robustness is None


@FEW
@given(graphs(), st.data())
def test_multiplexity_counts_ties_in_several_layers(graph, data):
    other = nx.empty_graph(len(graph))
    pairs = list(combinations(range(len(graph)), 2))
    other.add_edges_from(data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else [])
    told = multiplexity({"a": sparse(graph), "b": sparse(other)})
    first, second = {sorted_tie(t) for t in graph.edges}, {sorted_tie(t) for t in other.edges}
    (pair,) = told.pairs
    assert (pair.ties_first, pair.ties_second, pair.both) == (len(first), len(second), len(first & second))
    assert pair.jaccard == (len(first & second) / len(first | second) if first | second else None)
    assert pair.first_in_second == (len(first & second) / len(first) if first else None)
    assert told.ties_by_layers == {1: len(first ^ second), 2: len(first & second)}
    assert told.multiplex_share == (len(first & second) / len(first | second) if first | second else None)


@FEW
@given(graphs())
def test_closeness_centralisation_is_freemans_against_a_star(graph):
    network = Network(tuple(map(str, sorted(graph))), sparse(graph))
    told = network_measures(network).closeness_centralisation
    if len(graph) < 3 or not nx.is_connected(graph):
        assert told is None
        return
    close = list(nx.closeness_centrality(graph).values())
    star = list(nx.closeness_centrality(nx.star_graph(len(graph) - 1)).values())
    assert told == pytest.approx(sum(max(close) - c for c in close) / sum(max(star) - c for c in star))
