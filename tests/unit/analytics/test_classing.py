"""Classes of values: natural breaks against every way there is, quantiles and bounds by hand, ties, blanks, zero."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.classing import MANUAL, NATURAL, QUANTILE, classes, natural_breaks
from graph_model.errors import BadValue, UnknownName


def spread_within(values, upper):
    """Sum of squared deviations from the means of the classes that ends make."""
    of = np.searchsorted(upper, values)
    return sum(((values[of == one] - values[of == one].mean()) ** 2).sum() for one in np.unique(of))


def best_spread(values, number):
    """The least there is, over every choice of ends among the values."""
    distinct = np.unique(values)
    return min(spread_within(values, np.array(ends)) for ends in combinations(distinct[:-1], number - 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=5, max_size=11).filter(lambda v: len(set(v)) > 3), st.integers(2, 3))
def test_natural_breaks_are_the_best_of_all_ways(values, number):
    told = np.array(values, dtype=float)
    made = classes(told, method=NATURAL, number=number)
    assert spread_within(told, np.array(made.upper)) == pytest.approx(best_spread(told, number))


@pytest.mark.parametrize("number", [2, 5, 7])
def test_natural_breaks_are_those_of_mapclassify_or_better(number):
    import mapclassify  # here: it compiles for seconds

    random = np.random.default_rng(number)
    for values in (random.random(700), random.integers(1, 60, 900) / 60, 1e6 + random.lognormal(0, 1.5, 400)):
        theirs = mapclassify.FisherJenks(values, k=number).bins[:-1]
        ours = natural_breaks(values, number)
        assert len(ours) == number - 1
        assert spread_within(values, ours) <= spread_within(values, theirs) * (1 + 1e-9)


def test_natural_breaks_of_many_values_are_always_the_same_and_part_what_is_far_apart():
    random = np.random.default_rng(5)
    values = np.concatenate([random.normal(middle, 1, 1000) for middle in (10, 50, 90)])
    first, again = natural_breaks(values, 3), natural_breaks(random.permutation(values), 3)
    assert first.tolist() == again.tolist()
    assert np.bincount(np.searchsorted(first, values)).tolist() == pytest.approx([1000, 1000, 1000], abs=3)


def test_quantiles_by_hand_with_zero_and_blanks_apart():
    made = classes([0, 0, np.nan, 4, 1, 3, 2, 6, 5], method=QUANTILE, number=3)
    assert (made.zero, made.upper, made.least, made.most) == (True, (2.0, 4.0), 1.0, 6.0)
    assert made.of([0, 1, 2, 2.5, 4, 6, np.nan]).tolist() == [0, 1, 1, 2, 2, 3, -1]
    assert made.ends() == [(0.0, 0.0), (None, 2.0), (2.0, 4.0), (4.0, None)]


def test_ties_make_fewer_classes_and_never_an_empty_one():
    made = classes([1, 1, 1, 1, 2, 9], method=QUANTILE, number=5)
    assert np.bincount(made.of([1, 1, 1, 1, 2, 9])).tolist() == [4, 1, 1]
    many = classes([1] * 50 + [2, 3, 4, 5, 6], method=QUANTILE, number=4)
    assert np.bincount(many.of([1] * 50 + [2, 3, 4, 5, 6])).tolist() == [50, 5]


def test_bounds_by_hand_are_kept_whatever_the_values_are():
    made = classes([0, 10, 20, 21], method=MANUAL, bounds=[20, 10, 10])
    assert (made.zero, made.upper, made.of([0, 10, 20, 21, 99]).tolist()) == (False, (10.0, 20.0), [0, 0, 1, 2, 2])
    assert made.ends() == [(None, 10.0), (10.0, 20.0), (20.0, None)]


@pytest.mark.parametrize("values", [[], [np.nan], [0.0], [7.0], [0.0, 7.0]])
def test_few_values_make_as_many_classes_as_there_are_values(values):
    for method in (QUANTILE, NATURAL):
        made = classes(values, method=method, number=5)
        known = {value for value in values if value == value}
        assert made.number == len(made.ends()) == len(known)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.floats(0, 1e6) | st.just(float("nan")), max_size=40), st.sampled_from([QUANTILE, NATURAL]))
def test_every_known_value_is_in_the_class_whose_ends_hold_it(values, method):
    made = classes(values, method=method, number=4)
    ends = made.ends()
    for value, one in zip(values, made.of(values).tolist(), strict=True):
        if value != value:
            assert one == -1
            continue
        low, high = ends[one]
        assert (value == 0 == high) or ((low is None or value > low) and (high is None or value <= high))


def test_what_cannot_be_classed_is_refused():
    with pytest.raises(UnknownName):
        classes([1], method="equal")
    for number in (1, 8):
        with pytest.raises(BadValue, match="class_number"):
            classes([1], method=NATURAL, number=number)
    for bounds in ([], [float("nan")], list(range(8))):
        with pytest.raises(BadValue, match="class_bounds"):
            classes([1], method=MANUAL, bounds=bounds)
