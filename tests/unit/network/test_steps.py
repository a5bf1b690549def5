"""Steps between pairs, against networkx on random networks and by hand."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.network.graph import csr_of, sparse_of
from analytics.network.steps import steps_between


def steps(ties, pairs, *, nodes):
    row, column = np.array([*ties, *((b, a) for a, b in ties)], dtype=np.int64).reshape(-1, 2).T
    one, other = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return steps_between(csr_of(sparse_of(row, column, nodes=nodes)), one, other).tolist()


def test_a_line_and_a_node_apart():
    assert steps([(0, 1), (1, 2)], [(0, 2), (2, 0), (0, 1), (1, 1), (3, 0), (0, 3)], nodes=4) == [2, 2, 1, 0, -1, -1]


@pytest.mark.parametrize(("ties", "nodes"), [([], 0), ([], 3), ([(0, 1)], 2)])
def test_no_pairs(ties, nodes):
    assert steps(ties, [], nodes=nodes) == []


PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30)


@settings(max_examples=60, deadline=None)
@given(PAIRS, PAIRS)
def test_as_networkx_says(ties, pairs):
    graph = nx.Graph([(a, b) for a, b in ties if a != b])
    graph.add_nodes_from(range(12))
    known = dict(nx.all_pairs_shortest_path_length(graph))
    assert steps(graph.edges, pairs, nodes=12) == [known[a].get(b, -1) for a, b in pairs]
