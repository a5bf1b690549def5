"""Whether a network built from columns keeps ids as written, drops loops, merges repeats and counts both."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analytics.network.graph import network_from_edges
from graph_model.errors import BadValue


def test_ids_stay_as_written():
    network = network_from_edges(["007", "7", "NA", "null"], ["１", "1", " 1", "1.0"])
    assert network.ids == ("007", "１", "7", "1", "NA", " 1", "null", "1.0")


def test_nodes_come_first_in_their_order_then_edges_in_order_of_appearance():
    network = network_from_edges(["x", "b"], ["a", "y"], nodes=["b", "lone", "a", "b"])
    assert network.ids == ("b", "lone", "a", "x", "y")
    assert network.adjacency.toarray().tolist() == [
        [0, 0, 0, 0, 1],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 1, 0],
        [0, 0, 1, 0, 0],
        [1, 0, 0, 0, 0],
    ]


def test_undirected_a_b_and_b_a_are_one_tie_with_the_weights_added():
    network = network_from_edges(["a", "b", "a", "c"], ["b", "a", "b", "c"], [1.0, 2.0, 0.5, 9.0])
    assert network.adjacency.toarray().tolist() == [[0, 3.5, 0], [3.5, 0, 0], [0, 0, 0]]
    assert (network.ties, network.merged_repeats, network.dropped_loops) == (1, 2, 1)


def test_directed_a_b_and_b_a_are_two_ties():
    network = network_from_edges(["a", "b", "a"], ["b", "a", "b"], directed=True)
    assert network.adjacency.toarray().tolist() == [[0, 2], [1, 0]]
    assert (network.ties, network.merged_repeats) == (2, 1)


def test_a_node_with_only_a_loop_is_a_node_without_ties():
    network = network_from_edges(["a"], ["a"])
    assert (network.ids, network.ties, network.dropped_loops) == (("a",), 0, 1)


def test_nothing_given_is_the_empty_network():
    network = network_from_edges([], [])
    assert (network.ids, network.ties) == ((), 0)


def test_series_and_arrays_are_taken_as_lists_are():
    lists = network_from_edges(["a", "b"], ["b", "c"], [1, 2])
    series = network_from_edges(pl.Series(["a", "b"]), pl.Series(["b", "c"]), pl.Series([1.0, 2.0]))
    arrays = network_from_edges(np.array(["a", "b"]), np.array(["b", "c"]), np.array([1, 2]))
    for other in (series, arrays):
        assert other.ids == lists.ids
        assert (other.adjacency != lists.adjacency).nnz == 0


def test_the_rows_of_the_adjacency_are_sorted():
    network = network_from_edges(["a", "a", "a"], ["d", "c", "b"], nodes=["a", "b", "c", "d"])
    assert network.adjacency.indices.tolist() == [1, 2, 3, 0, 0, 0]


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf")])
def test_a_weight_that_is_no_strength_is_refused(weight):
    with pytest.raises(BadValue) as told:
        network_from_edges(["a", "b"], ["b", "c"], [1.0, weight])
    assert told.value.code == "weight_out_of_range"
    assert told.value.values["position"] == 1


def test_a_missing_id_is_refused():
    with pytest.raises(BadValue) as told:
        network_from_edges(["a", None], ["b", "c"])
    assert told.value.code == "blank_id"


def test_columns_of_other_lengths_are_refused():
    with pytest.raises(BadValue) as told:
        network_from_edges(["a"], ["b", "c"])
    assert told.value.code == "columns_differ_in_length"
