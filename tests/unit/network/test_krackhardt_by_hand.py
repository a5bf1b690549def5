"""Whether hierarchy, efficiency and LUB-ness of small organisations are what one counts on paper."""

from __future__ import annotations

import pytest

from analytics.network.graph import network_from_edges
from analytics.network.hierarchy import lubness
from analytics.network.measures import network_measures

NAMES = ("connectedness", "hierarchy", "efficiency", "lubness")


def dimensions(*arcs, directed=True):
    network = network_from_edges([arc[0] for arc in arcs], [arc[1] for arc in arcs], directed=directed)
    told = network_measures(network).as_json()
    return tuple(told[name] for name in NAMES)


def test_an_out_tree_is_perfect():
    assert dimensions("ab", "ac", "bd", "be") == (1, 1, 1, 1)


def test_an_in_tree_lacks_upper_bounds():
    # d, e report to b; b, c report to a; ties point upwards. No common upper bound: d-e, c-b, c-d, c-e; 4 of 4 x 3 / 2
    assert dimensions("db", "eb", "ba", "ca") == pytest.approx((1, 1, 1, 1 - 4 / 6))


def test_a_subordinate_who_commands_the_top_breaks_hierarchy_and_efficiency():
    # a, b, d reach each other: 3 of the 9 pairs where one reaches the other; 5 arcs, 4 needed, 20 possible
    assert dimensions("ab", "ac", "bd", "be", "da") == pytest.approx((1, 1 - 3 / 9, 1 - 1 / 16, 1))


def test_two_heads_have_no_upper_bound_and_their_subordinates_no_least_one():
    # a-b: none above; c-d: a and b both above, neither above the other; c-a and so on are their own: 2 of 3 x 2 / 2
    assert dimensions("ac", "ad", "bc", "bd") == pytest.approx((1, 1, 1 - 1 / 9, 1 - 2 / 3))


def test_the_least_upper_bound_is_the_lowest_not_the_highest():
    # heads x and y command z, z commands c and d: c-d has z; only x-y has none. R's sna asks for the highest: 4/6
    assert dimensions("xz", "yz", "zc", "zd") == pytest.approx((1, 1, 1, 1 - 1 / 6))


def test_a_subordinate_of_two_branches_has_the_root_in_common_with_neither():
    # r over a and b, both over c: c with a has a, with b has b; a-b has r; nothing broken. c's child d is bound as c is
    assert dimensions("ra", "rb", "ac", "bc", "cd")[3] == 1


def test_components_are_judged_each_for_itself():
    # a tree of three and a pair: 3 + 1 of 10 pairs; no tie too many; no pair without a bound
    assert dimensions("ab", "ac", "xy") == pytest.approx((0.4, 1, 1, 1))


def test_an_undirected_tree_is_efficient_but_not_hierarchic():
    assert dimensions("ab", "ac", "bd", directed=False) == (1, 0, 1, 1)


def test_an_undirected_ring_has_one_tie_too_many_of_three():
    # 4 ties, 3 needed, 6 possible
    assert dimensions("ab", "bc", "cd", "da", directed=False) == pytest.approx((1, 0, 1 - 1 / 3, 1))


def test_lubness_is_not_worked_out_beyond_its_limit():
    from analytics.network.cuts import components
    from analytics.network.hierarchy import strong_components

    network = network_from_edges("aab", "bcd", directed=True)
    parts = components(network.adjacency), strong_components(network.adjacency)
    assert lubness(network.adjacency, *parts, up_to=4) == 1
    assert lubness(network.adjacency, *parts, up_to=3) is None
