"""Whether communities and positions are found, repeatable, and kept."""

from __future__ import annotations

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analytics.network.communities import communities, modularity
from analytics.network.graph import csr_of
from analytics.network.layout import layout
from analytics.network.leiden import leiden


def matrix(graph):
    return sparse.csr_array(nx.to_scipy_sparse_array(graph, dtype=float)) if graph else sparse.csr_array((0, 0))


CAVES = matrix(nx.disjoint_union(nx.connected_caveman_graph(4, 6), nx.path_graph(3)))
WITH_ISOLATES = matrix(nx.disjoint_union(nx.connected_caveman_graph(4, 6), nx.empty_graph(3)))


def test_caves_are_communities_the_larger_first():
    graph = nx.disjoint_union(nx.complete_graph(3), nx.complete_graph(5))
    assert communities(matrix(graph), seed=1).label.tolist() == [1] * 3 + [0] * 5


def test_the_same_seed_gives_the_same_communities():
    ties = matrix(nx.gnm_random_graph(200, 500, seed=3))
    first, again = communities(ties, seed=5), communities(ties, seed=5)
    np.testing.assert_array_equal(first.label, again.label)
    assert first.modularity == again.modularity


FEW = settings(max_examples=40, deadline=None)
DRAWN = st.tuples(st.integers(2, 60), st.floats(0.5, 3.0), st.integers(0, 10_000), st.booleans())


def drawn(told):
    nodes, density, seed, weighted = told
    graph = nx.gnm_random_graph(nodes, int(nodes * density), seed=seed)
    chance = np.random.default_rng(seed)
    for a, b in graph.edges if weighted else ():
        graph[a][b]["weight"] = float(chance.integers(1, 6))
    return graph


@FEW
@given(DRAWN)
def test_every_community_hangs_together(told):
    # what Leiden promises and Louvain does not
    graph = drawn(told)
    label = communities(matrix(graph), seed=3).label
    for k in range(int(label.max()) + 1):
        assert nx.is_connected(graph.subgraph(np.flatnonzero(label == k).tolist()))


@FEW
@given(DRAWN)
def test_no_node_gains_by_moving_to_a_neighbouring_community(told):
    graph = drawn(told)
    adjacency = matrix(graph)
    if not adjacency.nnz:
        return
    label = leiden(csr_of(adjacency), seed=4, resolution=1.0, rounds=100)  # until nothing moves
    for v in graph:
        for other in {label[u] for u in graph[v]}:
            moved = label.copy()
            moved[v] = other
            assert modularity(adjacency, moved) <= modularity(adjacency, label) + 1e-9


@pytest.mark.parametrize("resolution", [0.5, 1.0, 2.0])
def test_modularity_is_as_high_as_igraph_s(resolution):
    for seed in range(4):
        graph = nx.powerlaw_cluster_graph(600, 3, 0.6, seed=seed)
        own = communities(matrix(graph), seed=seed, resolution=resolution).label
        peer = igraph.Graph(len(graph), list(graph.edges)).community_leiden(
            "modularity", resolution=resolution, n_iterations=2
        )
        reached = [gained(graph, label, resolution) for label in (own, np.array(peer.membership))]
        assert reached[0] >= reached[1] - 0.004  # both are climbs by chance; neither is the optimum


def gained(graph, label, resolution):
    return nx.community.modularity(
        graph, [set(np.flatnonzero(label == k).tolist()) for k in set(label.tolist())], resolution=resolution
    )


def test_a_higher_resolution_gives_more_communities():
    ties = matrix(nx.powerlaw_cluster_graph(300, 3, 0.6, seed=1))
    few, many = (int(communities(ties, seed=1, resolution=r).label.max()) for r in (0.3, 3.0))
    assert few < many


def test_modularity_is_networkx_s_with_weights():
    graph = nx.les_miserables_graph()
    found = communities(matrix(graph), seed=1)
    names = np.array(list(graph))
    groups = [set(names[found.label == k]) for k in range(found.label.max() + 1)]
    assert found.modularity == pytest.approx(nx.community.modularity(graph, groups))
    assert found.modularity > 0.56


def test_without_ties_everyone_is_alone_and_there_is_no_modularity():
    found = communities(matrix(nx.empty_graph(3)), seed=1)
    assert (found.label.tolist(), found.modularity) == ([0, 1, 2], None)
    assert modularity(matrix(nx.empty_graph(0)), np.empty(0, dtype=np.int64)) is None


def test_an_isolate_is_a_community_of_its_own():
    label = communities(WITH_ISOLATES, seed=1).label
    assert label[24:].tolist() == [4, 5, 6]


def test_nodes_without_ties_have_no_position_and_all_others_have():
    placed = np.isfinite(layout(WITH_ISOLATES, seed=1)).all(axis=1)
    assert placed.tolist() == [True] * 24 + [False] * 3
    assert np.isnan(layout(matrix(nx.empty_graph(2)), seed=1)).all()
    assert layout(matrix(nx.empty_graph(0)), seed=1).shape == (0, 2)


def test_the_same_network_and_seed_give_the_same_picture():
    np.testing.assert_array_equal(layout(CAVES, seed=1), layout(CAVES, seed=1))


def test_tied_nodes_are_nearer_than_others_and_caves_keep_together():
    place = layout(CAVES, seed=1)[:24]
    cave = np.arange(24) // 6
    apart = np.linalg.norm(place[:, None] - place[None], axis=2)
    same = cave[:, None] == cave[None]
    assert apart[same].max() < apart[~same].mean()
    assert apart[~np.eye(24, dtype=bool)].min() > 0.2


def test_components_do_not_overlap():
    graph = nx.disjoint_union_all([nx.cycle_graph(k) for k in (12, 9, 6, 5, 4, 3, 2)])
    place = layout(matrix(graph), seed=1)
    boxes = []
    for part in nx.connected_components(graph):
        nodes = sorted(part)
        boxes.append((place[nodes].min(axis=0), place[nodes].max(axis=0)))
    for k, (low, high) in enumerate(boxes):
        for other_low, other_high in boxes[k + 1 :]:
            assert (high < other_low).any() or (other_high < low).any()


def test_positions_stay_exactly_when_nothing_else_is_asked():
    place = layout(CAVES, seed=1)
    np.testing.assert_array_equal(layout(CAVES, seed=2, start=place), place)


def test_a_new_node_settles_by_its_neighbours_and_moves_nobody():
    place = layout(CAVES, seed=1)
    before = place.copy()
    before[3] = np.nan
    after = layout(CAVES, seed=1, start=before)
    np.testing.assert_array_equal(np.delete(after, 3, axis=0), np.delete(place, 3, axis=0))
    cave = place[[0, 1, 2, 4, 5]].mean(axis=0)
    assert np.linalg.norm(after[3] - cave) < 4


def test_a_new_component_goes_below_and_a_node_that_lost_its_ties_leaves():
    place = layout(CAVES, seed=1)
    before = place.copy()
    before[24:] = np.nan
    after = layout(CAVES, seed=1, start=before)
    np.testing.assert_array_equal(after[:24], place[:24])
    assert after[24:, 1].max() < place[:24, 1].min()
    assert np.isnan(layout(WITH_ISOLATES, seed=1, start=place)[24:]).all()


def test_nothing_given_is_changed():
    ties, start = CAVES.copy(), layout(CAVES, seed=1)
    start[3] = np.nan
    kept = start.copy()
    layout(ties, seed=1, start=start)
    np.testing.assert_array_equal(start, kept)
    assert (ties != CAVES).nnz == 0
