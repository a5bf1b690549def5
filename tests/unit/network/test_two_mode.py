"""Is two-mode centrality what networkx and counting by hand say, whole, in parts, and where there is nothing?"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import sparse

from analytics.network.graph import csr_of
from analytics.network.sampling import sampled_betweenness
from analytics.network.two_mode import TwoModeWhole, two_mode_centrality, two_mode_whole
from dashboard.network_file import two_mode_told


@st.composite
def incidences(draw):
    """A 0/1 table of at most six actors and five events."""
    actors, events = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    return np.array([[draw(st.booleans()) for _ in range(events)] for _ in range(actors)], dtype=float)


def graph_of(table):
    actors, events = table.shape
    graph = nx.Graph()
    graph.add_nodes_from(range(actors + events))
    graph.add_edges_from((i, actors + j) for i, j in zip(*np.nonzero(table), strict=True))
    return graph


@settings(max_examples=80, deadline=None)
@given(incidences())
def test_degree_and_betweenness_agree_with_networkx(table):
    assume(min(table.shape) > 1)
    graph, actors = graph_of(table), range(table.shape[0])
    found = two_mode_centrality(sparse.csr_array(table))
    theirs = nx.bipartite.degree_centrality(graph, actors)
    assert found.degree.tolist() == pytest.approx([theirs[k] for k in sorted(graph)])
    between = nx.bipartite.betweenness_centrality(graph, actors)
    assert found.betweenness.tolist() == pytest.approx([between[k] for k in sorted(graph)])


@settings(max_examples=80, deadline=None)
@given(incidences())
def test_closeness_is_that_of_the_part_times_the_share_reached(table):
    graph, actors = graph_of(table), table.shape[0]
    found = two_mode_centrality(sparse.csr_array(table)).closeness
    for node in graph:
        part = nx.node_connected_component(graph, node)
        if len(part) == 1:
            assert found[node] == 0.0
            continue
        inner = graph.subgraph(part)
        theirs = nx.bipartite.closeness_centrality(inner, [k for k in part if k < actors])[node]
        assert found[node] == pytest.approx(theirs * (len(part) - 1) / (len(graph) - 1))
        assert 0.0 < found[node] <= 1.0


@settings(max_examples=80, deadline=None)
@given(incidences())
def test_eigenvectors_are_the_leading_singular_vectors(table):
    found = two_mode_centrality(sparse.csr_array(table)).eigenvector
    left, values, right = np.linalg.svd(table)
    second = values[1] if values.size > 1 else 0.0
    if values[0] == 0 or values[0] - second < 1e-7:
        assert np.isnan(found).all() == (values[0] == 0 or values[0] - second < 1e-9)
        return
    theirs = np.concatenate([np.abs(left[:, 0]), np.abs(right[0])])
    np.testing.assert_allclose(found, theirs, atol=1e-6)


@settings(max_examples=80, deadline=None)
@given(incidences())
def test_core_density_and_components_agree_with_networkx(table):
    graph = graph_of(table)
    found, whole = two_mode_centrality(sparse.csr_array(table)), two_mode_whole(sparse.csr_array(table))
    theirs = nx.core_number(graph)
    assert found.core.tolist() == [theirs[node] for node in sorted(graph)]
    assert whole.density == pytest.approx(nx.bipartite.density(graph, range(table.shape[0])))
    parts = [len(part) for part in nx.connected_components(graph)]
    assert (whole.components, whole.largest_component) == (len(parts), max(parts))


@pytest.mark.parametrize("shape", [(0, 0), (1, 0), (0, 1), (3, 0)])
def test_without_the_other_mode_nothing_but_closeness_nought_is_told(shape):
    found = two_mode_centrality(sparse.csr_array(shape))
    assert np.isnan(found.degree).all()
    assert np.isnan(found.betweenness).all()
    assert found.closeness.size == sum(shape)
    assert (np.isnan(found.closeness) if sum(shape) == 1 else found.closeness == 0.0).all()
    assert np.isnan(found.eigenvector).all()
    assert found.core.tolist() == [0] * sum(shape)
    whole = two_mode_whole(sparse.csr_array(shape))
    assert (whole.density, whole.components, whole.largest_component) == (None, sum(shape), min(sum(shape), 1))


def test_one_tie_a_star_and_everybody_at_everything_by_hand():
    one = two_mode_centrality(sparse.csr_array(np.ones((1, 1))))
    assert (one.degree.tolist(), one.closeness.tolist()) == ([1.0, 1.0], [1.0, 1.0])
    assert np.isnan(one.betweenness).all()
    star = two_mode_centrality(sparse.csr_array(np.ones((4, 1))))  # one event that four attend
    assert star.degree.tolist() == [1.0] * 5
    assert star.closeness.tolist() == [1.0] * 5  # each as near as its mode allows: 1 + 3 x 2, and 4 x 1
    assert star.betweenness[4] == 1.0
    assert star.eigenvector.tolist() == pytest.approx([0.5] * 4 + [1.0])
    assert star.core.tolist() == [1] * 5
    assert two_mode_whole(sparse.csr_array(np.ones((4, 1)))) == TwoModeWhole(1.0, 1, 5)
    every = two_mode_centrality(sparse.csr_array(np.ones((3, 2))))
    assert every.degree.tolist() == every.closeness.tolist() == [1.0] * 5
    assert every.core.tolist() == [2] * 5  # every actor is at two events; the events keep two actors at least
    assert two_mode_whole(sparse.csr_array(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 0.0]]))) == TwoModeWhole(2 / 6, 3, 3)
    # each event joins the three pairs of actors by half; one that alone has all three, with the other at one of them,
    # joins the three pairs and the way of two actors to the other event: five
    assert every.betweenness[3:].tolist() == pytest.approx([1.5 / 5] * 2)


@pytest.mark.parametrize("shape", [(40, 25), (12, 60), (80, 3)])
@pytest.mark.parametrize("seed", [1, 2])
def test_above_the_limit_every_estimate_is_within_the_stated_error_of_the_exact_value(shape, seed):
    table = sparse.csr_array((np.random.default_rng(seed).random(shape) < 0.12).astype(float))
    exact = two_mode_centrality(table, exact_up_to=sum(shape))
    sampled = two_mode_centrality(table, exact_up_to=sum(shape) - 1, seed=seed)
    assert exact.betweenness_error is None
    assert 0 < sampled.betweenness_error < 0.05
    assert 0 < np.abs(sampled.betweenness - exact.betweenness).max() <= sampled.betweenness_error
    assert sampled.betweenness.max() <= 1.0
    for name in ("degree", "closeness", "eigenvector", "core"):
        np.testing.assert_array_equal(getattr(sampled, name), getattr(exact, name))
    again = two_mode_centrality(table, exact_up_to=2, seed=seed, threads=2)
    np.testing.assert_array_equal(again.betweenness, sampled.betweenness)


def test_the_error_is_that_of_the_mode_that_can_have_less():
    # a path a-x-b-y: every node can have 2 of the 3 pairs of others, so the error in pairs is half as large again
    path = sparse.csr_array(np.array([[1.0, 0.0], [1.0, 1.0]]))
    told = two_mode_centrality(path, exact_up_to=2, seed=4)
    rows = csr_of(sparse.csr_array(np.array([[0.0, 0, 1, 0], [0, 0, 1, 1], [1, 1, 0, 0], [0, 1, 0, 0]])))
    one_mode = sampled_betweenness(rows, rows, directed=False, seed=4)
    assert told.betweenness_error == pytest.approx(one_mode.error * 3 / 2)
    assert told.betweenness.tolist() == pytest.approx([0.0, 1.0, 1.0, 0.0], abs=told.betweenness_error)


def test_sampled_where_nobody_can_lie_between_is_not_defined():
    for shape in ((3, 0), (0, 3)):
        told = two_mode_centrality(sparse.csr_array(shape), exact_up_to=2)
        assert np.isnan(told.betweenness).all()
        assert told.betweenness_error == 0.0


def test_closeness_is_left_out_above_its_limit_and_only_there():
    table = sparse.csr_array(np.ones((3, 2)))
    assert two_mode_centrality(table, distances_up_to=5).closeness is not None
    assert two_mode_centrality(table, distances_up_to=4).closeness is None
    told = two_mode_told(["a", "b", "c"], ["x", "y"], table, distances_up_to=4)
    assert told["left_out"] == {"closeness": "too_large"}
    assert {one["closeness"] for one in told["node"].values()} == {None}
    assert two_mode_told(["a", "b", "c"], ["x", "y"], table)["left_out"] == {}


def test_weights_and_explicit_noughts_play_no_part():
    table = np.array([[2.0, 0.0], [5.0, 1.0]])
    cells = sparse.coo_array(([2.0, 0.0, 5.0, 1.0], ([0, 0, 1, 1], [0, 1, 0, 1])), shape=(2, 2))
    one, other = two_mode_centrality(sparse.csr_array(table)), two_mode_centrality(sparse.csr_array(cells))
    for name in ("degree", "closeness", "betweenness", "eigenvector", "core"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
