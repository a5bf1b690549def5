"""How many communities lie at or over the line that the eye is led to, and of how many is it open?"""

from __future__ import annotations

import polars as pl

from analytics.communities import _at_the_line


def rows(*pairs):
    return pl.DataFrame(pairs, schema={"fails": pl.Int64, "unknowns": pl.Int64}, orient="row")


def test_a_community_that_unknowns_could_lift_to_the_line_is_open():
    told = _at_the_line(rows((3, 0), (5, 4), (2, 0), (2, 1), (0, 3), (0, 2)), 3)
    assert told == {"line": 3, "count": 2, "of": 4, "unknown": 2}


def test_no_community_gives_nothing_of_nothing():
    assert _at_the_line(rows(), 3) == {"line": 3, "count": 0, "of": 0, "unknown": 0}
