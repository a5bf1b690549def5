"""Can a small count be worked out of what is shown? An attacker with a solver of another making tries.

The attacker knows every sum, every shown count, and that ``<10`` is at most 9 and ``≥10`` at least 10.
"""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from analytics import suppression_bounds
from analytics.suppression import LARGE, SHOWN, SMALL, Sum, suppressed

BAR = 10
FLOOR = 5


def possible(counts, sums, marks, untold=()):
    """The least and the most that each small count can be by all that is told."""
    n = len(counts)
    low, high = np.zeros(n), np.full(n, np.inf)
    for cell, (count, mark) in enumerate(zip(counts, marks, strict=True)):
        if cell in untold:
            continue
        if mark == SHOWN:
            low[cell] = high[cell] = count
        elif mark == SMALL:
            high[cell] = BAR - 1
        else:
            low[cell] = BAR
    rows = np.zeros((len(sums), n))
    for row, one in enumerate(sums):
        rows[row, list(one.parts)] = 1
        rows[row, one.whole] -= 1
    told = {}
    for cell in (cell for cell, count in enumerate(counts) if count < BAR):
        ends = []
        for sign in (1, -1):
            goal = np.zeros(n)
            goal[cell] = sign
            answer = milp(
                goal,
                constraints=LinearConstraint(rows, 0, 0) if len(sums) else (),
                bounds=Bounds(low, high),
                integrality=np.ones(n),
            )
            ends.append(np.inf if answer.x is None else round(answer.x[cell]))  # untold and free: no end
        told[cell] = tuple(ends)
    return told


def narrow(counts, sums, marks, untold=()):
    """The small counts that the attacker brings nearer than the floor."""
    return [cell for cell, (least, most) in possible(counts, sums, marks, untold).items() if most - least < FLOOR]


def two_way(inside):
    """A table with its row sums, column sums and total, as cells and sums."""
    inside = np.asarray(inside)
    height, width = inside.shape
    cells = np.zeros((height + 1, width + 1), dtype=int)
    cells[:height, :width] = inside
    cells[height, :width] = inside.sum(axis=0)
    cells[:, width] = cells[:, :width].sum(axis=1)
    place = np.arange(cells.size).reshape(cells.shape)
    sums = [Sum(int(place[i, width]), tuple(place[i, :width].tolist())) for i in range(height + 1)]
    sums += [Sum(int(place[height, j]), tuple(place[:height, j].tolist())) for j in range(width + 1)]
    return cells.reshape(-1).tolist(), sums


def tree(chance, depth):
    """Totals up a tree of places with one to four parts each, as cells and sums."""
    counts, sums = [], []

    def grow(left):
        place = len(counts)
        counts.append(0)
        if left == 0 or chance.random() < 0.2:
            counts[place] = chance.choice([0, 1, 3, 9, 10, 12, 30, 200])
            return place
        parts = tuple(grow(left - 1) for _ in range(chance.randint(1, 4)))
        counts[place] = sum(counts[part] for part in parts)
        sums.append(Sum(place, parts))
        return place

    grow(depth)
    return counts, sums


COUNT = st.one_of(st.integers(0, 14), st.integers(0, 300))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4).flatmap(lambda w: st.lists(st.lists(COUNT, min_size=w, max_size=w), min_size=1, max_size=4)))
def test_no_small_count_of_a_table_with_margins_can_be_worked_out(inside):
    counts, sums = two_way(inside)
    marks = suppressed(counts, sums, shown_from=BAR)
    assert [mark == SMALL for mark in marks] == [count < BAR for count in counts]
    assert narrow(counts, sums, marks) == []


@pytest.mark.parametrize("seed", range(25))
def test_no_small_count_of_a_tree_of_places_can_be_worked_out(seed):
    counts, sums = tree(random.Random(seed), 3)
    marks = suppressed(counts, sums, shown_from=BAR)
    assert narrow(counts, sums, marks) == []


@pytest.mark.parametrize("seed", range(8))
def test_no_small_count_of_a_cube_with_every_margin_can_be_worked_out(seed):
    chance = np.random.default_rng(seed)
    inside = chance.choice([0, 2, 7, 11, 25, 80], size=(3, 3, 2))
    cells = np.zeros((4, 4, 3), dtype=int)
    cells[:3, :3, :2] = inside
    cells[3, :3, :2] = inside.sum(axis=0)
    cells[:, 3, :2] = cells[:, :3, :2].sum(axis=1)
    cells[:, :, 2] = cells[:, :, :2].sum(axis=2)
    place = np.arange(cells.size).reshape(cells.shape)
    sums = [Sum(int(place[3, j, k]), tuple(place[:3, j, k].tolist())) for j, k in product(range(4), range(3))]
    sums += [Sum(int(place[i, 3, k]), tuple(place[i, :3, k].tolist())) for i, k in product(range(4), range(3))]
    sums += [Sum(int(place[i, j, 2]), tuple(place[i, j, :2].tolist())) for i, j in product(range(4), range(4))]
    counts = cells.reshape(-1).tolist()
    marks = suppressed(counts, sums, shown_from=BAR)
    assert narrow(counts, sums, marks) == []


@settings(max_examples=40, deadline=None)
@given(COUNT, st.data())
def test_what_is_told_nowhere_but_follows_is_protected_as_well(members, data):
    women = data.draw(st.integers(0, members))
    counts, sums = [members, women, members - women], [Sum(0, (1, 2))]
    marks = suppressed(counts, sums, shown_from=BAR, untold=[2])
    assert narrow(counts, sums, marks, untold=(2,)) == []


def test_the_attacker_breaks_tables_of_which_only_the_small_counts_are_hidden():
    counts, sums = two_way([[3, 20], [30, 40]])
    only_small = [SMALL if count < BAR else SHOWN for count in counts]
    assert possible(counts, sums, only_small)[0] == (3, 3)
    marks = suppressed(counts, sums, shown_from=BAR)
    least, most = possible(counts, sums, marks)[0]
    assert most - least >= FLOOR
    assert least <= 3 <= most


def test_by_hand_a_single_small_part_takes_the_smallest_other_part_with_it():
    # 40 = 3 + 12 + 25: with 12 hidden the two add up to 15, so the small one is 0 to 5
    assert suppressed([40, 3, 12, 25], [Sum(0, (1, 2, 3))], shown_from=BAR) in (
        (SHOWN, SMALL, LARGE, SHOWN),
        (SHOWN, SMALL, SHOWN, LARGE),
    )
    # 21 = 9 + 12: the small one would be 9 to 11 less 12 at least, so the whole goes as well
    assert suppressed([21, 9, 12], [Sum(0, (1, 2))], shown_from=BAR)[1] == SMALL


def test_nothing_is_hidden_where_nothing_is_small_and_the_unknown_stays():
    assert suppressed([], shown_from=BAR) == ()
    assert suppressed([30, 10, 20], [Sum(0, (1, 2))], shown_from=BAR) == (SHOWN,) * 3
    assert suppressed([30, None, 20], [Sum(0, (1, 2))], shown_from=BAR) == (SHOWN,) * 3
    assert suppressed([0], shown_from=BAR) == (SMALL,)
    assert suppressed([9, 10], shown_from=BAR) == (SMALL, SHOWN)
    assert suppressed([4, 5], shown_from=5) == (SMALL, SHOWN)


def test_a_programme_is_given_up_after_steps_and_never_after_seconds_and_hides_more_where_it_is(monkeypatch):
    counts, sums = two_way(np.random.default_rng(3).integers(0, 40, (6, 6)).tolist())
    looks, run = [], suppression_bounds.SilentHighs.run

    def seen(solver):
        looks.append(solver.getOptionValue("time_limit")[1])
        return run(solver)

    monkeypatch.setattr(suppression_bounds.SilentHighs, "run", seen)
    usual = suppressed(counts, sums, shown_from=BAR)
    assert set(looks) == {np.inf}, "the same table would be told in another way on a busy machine"
    monkeypatch.setattr(suppression_bounds, "STEPS", 0)
    given_up = suppressed([*counts, 100], sums, shown_from=BAR)  # another table to the cache, with a cell by itself
    hidden = {cell for cell, mark in enumerate(usual) if mark != SHOWN}
    more = {cell for cell, mark in enumerate(given_up) if mark != SHOWN}
    assert hidden < more
    assert not narrow([*counts, 100], sums, given_up)
