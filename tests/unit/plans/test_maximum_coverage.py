"""The most that a few choices reach, against trying all of them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analytics.plans.maximum_coverage import most_reached


def matrix(sets, subjects):
    made = np.zeros((len(sets), subjects))
    for row, reached in enumerate(sets):
        made[row, sorted(reached)] = 1
    return sparse.csr_array(made)


def tried(sets, weights, single, seats):
    best = 0.0
    for size in range(min(seats, len(sets)) + 1):
        for some in combinations(sets, size):
            reached = set().union(*some)
            alone = sum(one and at not in reached for at, one in enumerate(single))
            best = max(best, sum(weights[at] for at in reached) + min(alone, seats - size))
    return best


# Greedy takes the four and one of the threes: 4 + 1 + 1; the two threes reach 6.
TRAP = [{0, 1, 3, 4}, {0, 1, 2}, {3, 4, 5}]


def test_two_choices_that_greed_would_miss():
    found = most_reached(matrix(TRAP, 6), np.ones(6), seats=2)
    assert (sorted(found.choices), found.gains, found.singles, found.value, found.bound) == ([1, 2], (3, 3), 0, 6, 6)


def test_greed_alone_tells_a_bound_that_the_best_does_not_pass():
    found = most_reached(matrix(TRAP, 6), np.ones(6), seats=2, exact_up_to=0)
    assert (found.value, found.bound) == (5, 6)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sets(st.integers(0, 6)), min_size=1, max_size=7),
    st.lists(st.integers(0, 4), min_size=7, max_size=7),
    st.lists(st.booleans(), min_size=7, max_size=7),
    st.integers(0, 5),
)
def test_no_choice_reaches_more(sets, heavy, single, seats):
    weights = np.array([1 if one else weight for weight, one in zip(heavy, single, strict=True)], dtype=float)
    best = tried(sets, weights, single, seats)
    found = most_reached(matrix(sets, 7), weights, seats=seats, single=np.array(single))
    rough = most_reached(matrix(sets, 7), weights, seats=seats, single=np.array(single), exact_up_to=0)
    assert (found.value, found.bound) == pytest.approx((best, best))
    assert len(found.choices) + found.singles <= seats
    assert best * (1 - 1 / np.e) - 1e-9 <= rough.value <= best <= rough.bound + 1e-9


@pytest.mark.parametrize(("sets", "subjects", "seats"), [([], 3, 2), ([set()], 3, 2), ([{0}], 1, 0), ([set()], 0, 1)])
def test_nothing_to_reach(sets, subjects, seats):
    held = matrix(sets, subjects) if subjects else sparse.csr_array((len(sets), 0))
    found = most_reached(held, np.ones(subjects), seats=seats)
    assert (found.choices, found.value, found.bound) == ((), 0, 0)
