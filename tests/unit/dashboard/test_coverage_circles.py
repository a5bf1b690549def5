"""Does each circle of the coverage map stand for all units of its place, in proportion?"""

from __future__ import annotations

import polars as pl

from dashboard.components.coverage_map import circle_sums
from dashboard.figures.coverage_map import Circle, coverage_map


def test_a_circle_sums_the_units_of_its_place_by_class_at_their_middle() -> None:
    drawn = pl.DataFrame(
        [
            ("establish", 1.0, 10.0, "S1"), ("joint", 3.0, 14.0, "S1"), ("joint", 5.0, 12.0, "S1"),
            ("unknown", 7.0, 20.0, "S2"), ("none", 8.0, 20.0, None),
        ],
        schema=["kind", "lon", "lat", "at"],
        orient="row",
    )  # fmt: skip
    assert circle_sums(drawn).to_dicts() == [
        {"at": "S1", "lon": 3.0, "lat": 12.0, "number": 3, "establish": 1, "joint": 2, "none": 0, "unknown": 0},
        {"at": "S2", "lon": 7.0, "lat": 20.0, "number": 1, "establish": 0, "joint": 0, "none": 0, "unknown": 1},
    ]


def test_areas_of_circles_are_in_proportion_and_the_largest_is_thirty_pixels_wide() -> None:
    circles = [Circle(1.0, 2.0, 90, "a", "place:A"), Circle(2.0, 2.0, 10, "b", "place:B")]
    marker = coverage_map([], [], [], circles).data[-1].marker
    assert (list(marker.size), marker.sizemode, marker.sizeref) == ([90, 10], "area", 90 / 30**2)
