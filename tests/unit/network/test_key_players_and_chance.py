"""Are key-player sets the best there are, and are networks drawn at random drawn evenly?"""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analytics.network.key_players as key_players
from analytics.network.breaking import pairs_without, reached_pairs
from analytics.network.centralisation import degree_centralisation
from analytics.network.graph import csr_of
from analytics.network.key_players import fragmenting_set, reaching_set
from analytics.network.mixing import e_i_index
from analytics.network.mixing_by_chance import e_i_by_chance
from analytics.network.significance import significance
from tests.unit.network.test_structure import graphs, sorted_tie, sparse


def fragmentation(graph, gone):
    left = graph.copy()
    left.remove_nodes_from(gone)
    n = len(left)
    return 1 - sum(len(part) * (len(part) - 1) for part in nx.connected_components(left)) / (n * (n - 1))


def reach(graph, chosen, steps):
    return len({node for one in chosen for node in nx.ego_graph(graph, one, steps)}) / len(graph)


@settings(max_examples=50, deadline=None)
@given(graphs(nodes=8), st.integers(1, 3), st.integers(1, 2))
def test_small_sets_are_the_best_of_all(graph, size, steps):
    rows = csr_of(sparse(graph))
    broken = fragmenting_set(rows, size)
    if len(graph) - size < 2:
        assert broken is None
    else:
        best = max(fragmentation(graph, one) for one in combinations(sorted(graph), size))
        assert (broken.value, broken.exact) == (pytest.approx(best), True)
        assert fragmentation(graph, broken.nodes.tolist()) == pytest.approx(best)
        assert broken.before == pytest.approx(fragmentation(graph, []))
    reached = reaching_set(rows, size, steps=steps)
    if size > len(graph):
        assert reached is None
    else:
        best = max(reach(graph, one, steps) for one in combinations(sorted(graph), size))
        assert reached.value == pytest.approx(best) == pytest.approx(reach(graph, reached.nodes.tolist(), steps))


def test_a_set_found_by_exchanges_is_told_as_such_and_cannot_be_bettered_by_one(monkeypatch):
    monkeypatch.setattr(key_players, "EXACT_UP_TO", 0)
    graph = nx.karate_club_graph()
    told = fragmenting_set(csr_of(sparse(graph)), 3)
    assert not told.exact
    chosen = told.nodes.tolist()
    others = [[*chosen[:k], new, *chosen[k + 1 :]] for k in range(3) for new in graph if new not in chosen]
    assert told.value == pytest.approx(max([fragmentation(graph, chosen), *(fragmentation(graph, o) for o in others)]))


@settings(max_examples=60, deadline=None)
@given(graphs(nodes=9), st.data())
def test_what_the_loss_of_each_node_leaves_is_worked_out_for_all_at_once(graph, data):
    rows = csr_of(sparse(graph))
    gone = data.draw(st.lists(st.sampled_from(sorted(graph)), unique=True, max_size=len(graph)))

    def pairs(lost):
        left = graph.copy()
        left.remove_nodes_from(lost)
        return sum(len(part) * (len(part) - 1) for part in nx.connected_components(left))

    told = pairs_without(rows, np.array(gone, dtype=np.int64))
    assert reached_pairs(rows, np.array(gone, dtype=np.int64)) == pairs(gone)
    assert told.tolist() == [-1 if node in gone else pairs([*gone, node]) for node in sorted(graph)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("nodes", [300, 700])  # betweenness exact, and sampled
def test_go_betweens_of_degree_two_between_two_large_halves_are_found(nodes, seed):
    random = np.random.default_rng(seed)
    graph = nx.disjoint_union(*(nx.random_regular_graph(6, nodes, seed=2 * seed + half) for half in range(2)))
    between = [2 * nodes + k for k in range(3)]
    for node in between:
        for half in range(2):
            end = int(half * nodes + random.integers(nodes))
            graph.remove_edges_from([(end, other) for other in list(graph[end])[:2]])  # as good as those between them,
            graph.add_edge(node, end)  # and by now of fewer ties than most
    told = fragmenting_set(csr_of(sparse(graph)), 3)
    assert not told.exact
    assert max(graph.degree(node) for node in told.nodes.tolist()) < 6
    assert told.value == pytest.approx(fragmentation(graph, told.nodes.tolist()))
    assert told.value >= fragmentation(graph, between) > 0.5


def test_a_node_of_low_degree_from_which_most_is_reached_is_found():
    # 600 nodes with three ties each in small cliques, and one tied to two hubs only, from which all leaves are reached
    graph = nx.disjoint_union_all([nx.complete_graph(4) for _ in range(150)])
    graph.add_edges_from((600 + hub, 602 + 200 * hub + leaf) for hub in range(2) for leaf in range(200))
    graph.add_edges_from([(1002, 600), (1002, 601)])
    told = reaching_set(csr_of(sparse(graph)), 2, steps=2)
    assert 1002 in told.nodes
    assert told.value == pytest.approx((403 + 4) / 1003)


def test_degrees_are_kept_and_every_network_with_them_is_drawn_as_often():
    graph = nx.Graph([(0, 1), (0, 2), (1, 2), (3, 4)])
    degrees = [2, 2, 2, 1, 1]
    pairs = list(combinations(range(5), 2))
    every = {
        frozenset(ties)
        for ties in combinations(pairs, 4)
        if [sum(node in tie for tie in ties) for node in range(5)] == degrees
    }
    drawn = Counter()

    def keep(adjacency):
        row, column = adjacency.nonzero()
        drawn[frozenset(sorted_tie(tie) for tie in zip(row.tolist(), column.tolist(), strict=True))] += 1
        return 0.0

    significance(sparse(graph), keep, draws=3500, seed=1)
    assert set(drawn) == every
    assert len(every) == 7
    # 500 are expected of each; six standard deviations of the binomial are 124
    assert max(abs(count - 3501 / 7) for count in drawn.values()) < 125


@pytest.mark.parametrize(
    "ties",
    [
        [(0, 1), (2, 3), (4, 5)],  # three lone ties: 15 networks
        [(0, 1), (1, 2), (2, 3), (3, 4)],  # a path of five
        [(0, 1), (0, 2), (0, 3), (3, 4), (4, 5)],  # one of three, two of two
        [(0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 4)],  # a square and a triangle
    ],
)
def test_of_every_small_sequence_of_degrees_each_network_is_as_likely(ties):
    graph = nx.Graph(ties)
    n, size = len(graph), len(ties)
    degrees = [graph.degree(node) for node in range(n)]
    every = _with_degrees(degrees)
    drawn = Counter()

    def keep(adjacency):
        row, column = adjacency.nonzero()
        told = frozenset(sorted_tie(tie) for tie in zip(row.tolist(), column.tolist(), strict=True))
        assert len(told) == size
        drawn[told] += 1
        return 0.0

    each = 40
    significance(sparse(graph), keep, draws=each * len(every), seed=3)
    assert set(drawn) <= every
    # chi-square over all networks, by its normal limit: five standard deviations
    freedom = len(every) - 1
    chi = sum((drawn[one] - (one == frozenset(sorted_tie(t) for t in ties)) - each) ** 2 / each for one in every)
    assert abs(chi - freedom) < 5 * (2 * freedom) ** 0.5


def _with_degrees(degrees):
    """Every simple network in which node k has ``degrees[k]`` ties, node after node."""
    if not any(degrees):
        return {frozenset()}
    first = next(k for k, degree in enumerate(degrees) if degree)
    later = [k for k in range(first + 1, len(degrees)) if degrees[k]]
    found = set()
    for chosen in combinations(later, degrees[first]):
        left = [0 if k == first else degree - (k in chosen) for k, degree in enumerate(degrees)]
        found |= {frozenset((first, k) for k in chosen) | rest for rest in _with_degrees(left)}
    return found


def test_two_clubs_that_keep_to_themselves_are_not_chance_and_a_figure_of_degrees_alone_cannot_be_judged():
    graph = nx.karate_club_graph()
    club = np.array([int(graph.nodes[node]["club"] == "Officer") for node in sorted(graph)])
    told = e_i_by_chance(sparse(graph), club, draws=199, seed=1)
    assert told.observed == pytest.approx((2 * 11 - 78) / 78)  # 11 of the 78 ties are between the clubs
    assert told.p_value == pytest.approx(2 / 200)
    assert told.low < told.mean < told.high < 1
    assert told.observed < told.low
    assert e_i_by_chance(sparse(graph), club, draws=199, seed=1) == told
    flat = significance(
        sparse(graph), lambda drawn: degree_centralisation(np.diff(drawn.indptr), directed=False), draws=19, seed=1
    )
    assert (flat.p_value, flat.low, flat.high) == (None, flat.observed, flat.observed)


@pytest.mark.parametrize("seed", range(3))
def test_one_run_of_exchanges_draws_as_fresh_draws_do(seed):
    # hubs in one group, unknown groups among them: what a pairing of all ends at once gets wrong
    graph = nx.powerlaw_cluster_graph(400, 3, 0.5, seed=seed)
    group = np.random.default_rng(seed).integers(-1, 3, 400)
    group[:15] = 0
    run = e_i_by_chance(sparse(graph), group, draws=999, seed=seed)
    fresh = significance(sparse(graph), lambda drawn: e_i_index(drawn, group).index, draws=999, seed=seed)
    width = fresh.high - fresh.low
    assert run.observed == fresh.observed == e_i_index(sparse(graph), group).index
    for one in ("mean", "low", "high"):
        assert getattr(run, one) == pytest.approx(getattr(fresh, one), abs=0.12 * width)
    assert run.p_value == pytest.approx(fresh.p_value, abs=0.08)


@pytest.mark.parametrize("ties", [[], [(0, 1)]])
def test_with_fewer_than_two_ties_nothing_is_judged(ties):
    graph = nx.empty_graph(4)
    graph.add_edges_from(ties)
    assert significance(sparse(graph), lambda drawn: float(drawn.nnz), draws=19, seed=1) is None
    assert e_i_by_chance(sparse(graph), np.zeros(4, dtype=np.int64), draws=19, seed=1) is None
    assert e_i_by_chance(sparse(nx.path_graph(4)), np.full(4, -1), draws=19, seed=1) is None
