"""Whether the rows of the members' ledger are told as counts of people, and no sum or difference gives them away."""

from __future__ import annotations

import pytest

from dashboard.rows_told import rows_in_all, rows_told, sum_told
from graph_model.ledger import Counts


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((3, 3, 0, 0, 2), ("<10", "<10", 0, 0, 2)),
        ((3, 0, 3, 0, 0), ("<10", "<10", "<10", 0, 0)),
        ((0, 0, 0, 0, 5), ("<10", "<10", 0, 0, 5)),
        ((20, 20, 0, 4, 0), (20, 20, 0, "<10", 0)),
        ((20, 15, 5, 0, 0), ("≥10", 15, "<10", 0, 0)),  # 20 less 15 would be 5
        ((14, 3, 11, 0, 0), ("≥10", "<10", 11, 0, 0)),
        ((12, 6, 6, 0, 0), (12, "<10", "<10", 0, 0)),
        ((10, 10, 0, 10, 0), (10, 10, 0, 10, 0)),
    ],
)
def test_rows_of_members_under_the_bar_are_told_by_their_sign(counts, told):
    assert tuple(rows_told("members", Counts(*counts), shown_from=10).values()) == told


def test_rows_of_other_tables_are_told_as_they_are():
    assert tuple(rows_told("places", Counts(3, 2, 1, 1, 0), shown_from=10).values()) == (3, 2, 1, 1, 0)


def test_a_sum_over_tables_lets_nobody_take_the_others_away():
    tables = {"places": Counts(1_200, 1_200), "units": Counts(4, 4), "members": Counts(3, 3)}
    assert rows_in_all(tables, "accepted", shown_from=10) == "1,204 + <10"
    assert rows_in_all({"members": Counts(3, 3)}, "accepted", shown_from=10) == "<10"
    assert rows_in_all(tables | {"members": Counts(30, 30)}, "accepted", shown_from=10) == 1_234
    assert sum_told(["12 + <10", 3, 4]) == "7 + 12 + <10"
    assert sum_told([]) == 0
