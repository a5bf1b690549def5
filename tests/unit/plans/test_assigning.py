"""Pairs of least cost: against every choice there is, and against another solver on large tables."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from analytics.plans.assigning import cheapest_pairs

CANDIDATES = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 4)), st.integers(-9, 9), max_size=10
)  # fmt: skip


def chosen(candidates, most=None):
    row, column = np.array(list(candidates), dtype=np.int64).reshape(-1, 2).T
    cost = np.array(list(candidates.values()), dtype=np.int64)
    taken = cheapest_pairs(row, column, cost, most=most)
    assert len(set(row[taken])) == len(set(column[taken])) == len(taken)
    return len(taken), int(cost[taken].sum())


def best(candidates, most):
    """Most pairs, then least cost, over all sets of candidates that share no end."""
    told = (0, 0)
    for size in range(1, min(most, 4) + 1):
        for some in combinations(candidates, size):
            if len({a for a, _ in some}) == len({b for _, b in some}) == size:
                told = max(told, (size, -sum(candidates[one] for one in some)))
    return told[0], -told[1]


@settings(max_examples=200, deadline=None)
@given(CANDIDATES, st.integers(1, 5))
def test_no_other_choice_has_more_pairs_or_as_many_for_less(candidates, most):
    assert chosen(candidates, most) == best(candidates, most)


@settings(max_examples=50, deadline=None)
@given(CANDIDATES)
def test_without_a_bound_as_many_as_can_be(candidates):
    assert chosen(candidates) == best(candidates, 9)


@pytest.mark.parametrize("most", [None, 0, 3])
def test_nothing_comes_of_nothing(most):
    assert chosen({}, most) == (0, 0)


def test_one_more_pair_is_worth_any_cost():
    assert chosen({(0, 0): 1, (0, 1): 900, (1, 0): 900}) == (2, 1800)
    assert chosen({(0, 0): 1, (0, 1): 900, (1, 0): 900}, most=1) == (1, 1)


def test_a_full_table_costs_what_another_solver_says():
    table = np.random.default_rng(3).integers(0, 10_000, size=(120, 150))
    row, column = (one.ravel().astype(np.int64) for one in np.indices(table.shape))
    taken = cheapest_pairs(row, column, table.ravel())
    rows, columns = linear_sum_assignment(table)
    assert (len(taken), table.ravel()[taken].sum()) == (120, table[rows, columns].sum())


def test_few_pairs_of_a_full_table_cost_what_another_solver_says_of_a_padded_one():
    table = np.random.default_rng(4).integers(0, 10_000, size=(60, 80))
    padded = np.full((60 + 80 - 25, 80 + 60 - 25), 0)  # 25 pairs: the others each go with a dummy
    padded[:60, :80] = table
    padded[60:, 80:] = 10**9
    row, column = (one.ravel().astype(np.int64) for one in np.indices(table.shape))
    taken = cheapest_pairs(row, column, table.ravel(), most=25)
    rows, columns = linear_sum_assignment(padded)
    assert (len(taken), table.ravel()[taken].sum()) == (25, padded[rows, columns].sum())
