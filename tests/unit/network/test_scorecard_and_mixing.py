"""Whether the scorecard, the E-I index and the mixing matrix are what one counts on paper."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.network.graph import network_from_edges
from analytics.network.mixing import EI, e_i_index, mixing_matrix
from analytics.network.scorecard import scorecard


def adjacency(*ties, nodes):
    return network_from_edges([a for a, _ in ties], [b for _, b in ties], nodes=list(nodes)).adjacency


TRIANGLE_WITH_TAIL = adjacency("ab", "bc", "ca", "cd", nodes="abcdef")
URBAN, RURAL, UNKNOWN = 0, 1, -1


def test_scorecard_of_a_triangle_with_a_tail_and_two_isolates():
    group = np.array([URBAN, URBAN, RURAL, UNKNOWN, RURAL, URBAN])
    assert scorecard(TRIANGLE_WITH_TAIL, group=group) == {
        "organisations": 6,
        "ties": 4,
        "density": pytest.approx(4 / 15),
        "isolates": 2,
        "components": 3,
        "largest_component_share": pytest.approx(4 / 6),
        "connectedness": pytest.approx(6 / 15),
        "degree_centralisation": pytest.approx((6 * 3 - 8) / 20),
        "betweenness_centralisation": pytest.approx((2 / 10) * 5 / 5),
        "transitivity": pytest.approx(3 / 5),
        "ei_index": pytest.approx((2 - 1) / 3),
        "ei_ties_known": 3,
        "ei_ties_unknown": 1,
    }


def test_without_groups_no_tie_is_known():
    told = scorecard(TRIANGLE_WITH_TAIL)
    assert (told["ei_index"], told["ei_ties_known"], told["ei_ties_unknown"]) == (None, 0, 4)


def test_an_empty_region_has_a_scorecard_too():
    assert scorecard(adjacency(nodes="")) == {
        "organisations": 0,
        "ties": 0,
        "density": None,
        "isolates": 0,
        "components": 0,
        "largest_component_share": None,
        "connectedness": None,
        "degree_centralisation": None,
        "betweenness_centralisation": None,
        "transitivity": None,
        "ei_index": None,
        "ei_ties_known": 0,
        "ei_ties_unknown": 0,
    }


def test_weights_play_no_part_in_the_scorecard():
    heavy = TRIANGLE_WITH_TAIL.copy()
    heavy.data = heavy.data * 3
    assert scorecard(heavy) == scorecard(TRIANGLE_WITH_TAIL)


@pytest.mark.parametrize(
    ("group", "told"),
    [
        ([URBAN] * 4, EI(index=-1.0, known=4, unknown=0)),
        ([URBAN, RURAL, RURAL, URBAN], EI(index=0.5, known=4, unknown=0)),
        ([URBAN, RURAL, UNKNOWN, URBAN], EI(index=1.0, known=1, unknown=3)),
        ([UNKNOWN] * 4, EI(index=None, known=0, unknown=4)),
    ],
)
def test_e_i_index(group, told):
    # a-b, b-c, a-c, c-d
    assert e_i_index(adjacency("ab", "bc", "ca", "cd", nodes="abcd"), np.array(group)) == told


def test_mixing_matrix_counts_a_tie_once_in_each_of_its_cells():
    ties = adjacency("ab", "bc", "ca", "cd", nodes="abcd")
    matrix = mixing_matrix(ties, np.array([0, 0, 1, -1]), groups=3)
    assert matrix.tolist() == [[1, 2, 0, 0], [2, 0, 0, 1], [0, 0, 0, 0], [0, 1, 0, 0]]
    assert np.triu(matrix).sum() == 4
