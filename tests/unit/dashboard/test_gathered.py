"""Do places stand in the larger place they lie in, at the lowest level of which there are few enough?"""

from __future__ import annotations

import polars as pl

from dashboard.gathered import gathered

TREE = [
    ("M", "city", None), ("D1", "district", "M"), ("D2", "district", "M"),
    ("S1", "subdistrict", "D1"), ("S2", "subdistrict", "D1"), ("S3", "subdistrict", "D2"),
    ("C1", "community", "S1"), ("C2", "community", "S1"), ("C3", "community", "S2"), ("C4", "community", "S3"),
    ("C5", "community", "M"),
]  # fmt: skip
PLACES = pl.DataFrame(TREE, schema=["code", "kind", "parent"], orient="row")
COMMUNITIES = pl.Series(["C1", "C2", "C3", "C4", "C5"])


def test_the_lowest_level_of_which_there_are_few_enough_is_taken() -> None:
    three = gathered(PLACES, COMMUNITIES, most=3)
    assert (three.level, three.at.rows()) == (
        "subdistrict",
        [("C1", "S1"), ("C2", "S1"), ("C3", "S2"), ("C4", "S3"), ("C5", None)],
    )
    two = gathered(PLACES, COMMUNITIES, most=2)
    assert (two.level, two.at.rows()) == (
        "district",
        [("C1", "D1"), ("C2", "D1"), ("C3", "D1"), ("C4", "D2"), ("C5", None)],
    )


def test_where_no_level_has_few_enough_the_highest_that_parts_them_is_taken() -> None:
    assert gathered(PLACES, COMMUNITIES, most=1).level == "district"


def test_places_of_one_larger_place_are_not_gathered() -> None:
    one = gathered(PLACES, pl.Series(["C1", "C2"]), most=1)
    assert (one.level, one.at.rows()) == (None, [("C1", None), ("C2", None)])
