"""Is the way that is told one of the shortest, and are all of them counted, as networkx finds them?"""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from analytics.network.shortest_path import shortest_path


def csr(pairs: set[tuple[int, int]], size: int) -> sparse.csr_array:
    ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    half = sparse.csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
    return sparse.csr_array(half + half.T)


@st.composite
def networks(draw: st.DrawFn) -> tuple[set[tuple[int, int]], int]:
    size = draw(st.integers(2, 12))
    every = [(i, j) for i in range(size) for j in range(i + 1, size)]
    return set(draw(st.lists(st.sampled_from(every), max_size=24))), size


@given(networks(), st.data())
def test_the_way_is_one_of_the_shortest_and_all_are_counted(
    network: tuple[set[tuple[int, int]], int], data: st.DataObject
) -> None:
    pairs, size = network
    source, target = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(size))
    found = shortest_path(csr(pairs, size), source, target)
    if not nx.has_path(graph, source, target):
        assert found is None
        return
    ways = list(nx.all_shortest_paths(graph, source, target))
    assert found is not None
    assert list(found.nodes) in ways
    assert (found.ways, found.steps) == (len(ways), len(ways[0]) - 1)


def test_of_two_ways_the_one_of_the_earlier_rows_is_told() -> None:
    found = shortest_path(csr({(0, 1), (0, 2), (1, 3), (2, 3)}, 4), 0, 3)
    assert found is not None
    assert (found.nodes, found.ways) == ((0, 1, 3), 2.0)


def test_from_a_node_to_itself_no_tie_is_needed() -> None:
    found = shortest_path(csr({(0, 1)}, 2), 1, 1)
    assert found is not None
    assert (found.nodes, found.steps, found.ways) == ((1,), 0, 1.0)
