"""Outlines of places: boundaries, those of parts, nearest land against brute force, the projection by hand."""

from __future__ import annotations

import json
import math

import numpy as np
import polars as pl
import pytest

from analytics.nearest_land import hull_of, nearest_land, set_apart
from analytics.place_outlines import joined, middle_of, place_outlines, projected, stretch

PLACES = pl.DataFrame(
    {
        "code": ["S", "A", "C1", "C2", "C3"],
        "kind": ["subdistrict", "area", "community", "community", "community"],
        "parent": [None, "S", "A", "A", "S"],
        "lon": [None, None, 114.30, 114.32, 114.31],
        "lat": [None, None, 30.50, 30.50, 30.52],
    },
    schema={"code": pl.String, "kind": pl.String, "parent": pl.String, "lon": pl.Float64, "lat": pl.Float64},
)
NONE = pl.DataFrame(schema={"place": pl.String, "geometry": pl.String})


def square(west, south, side=0.01):
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def area(ring):
    x, y = (ring - ring[0]).T
    return abs((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2


def inside(ring, point):
    """Whether a convex ring holds a point."""
    edge, away = np.roll(ring, -1, axis=0) - ring, point - ring
    side = edge[:, 0] * away[:, 1] - edge[:, 1] * away[:, 0]
    return bool((side > 0).all() or (side < 0).all())


def test_the_projection_is_the_web_map_s():
    # EPSG:3857: a degree at the equator is 111,319.49 m; 45 degrees north lie at 5,621,521.49 m.
    assert projected([1.0, 0.0], [0.0, 45.0]).tolist() == [
        pytest.approx([111319.4908, 0.0], abs=1e-3),
        pytest.approx([0.0, 5621521.4862], abs=1e-3),
    ]
    assert stretch(float(projected([0.0], [60.0])[0, 1])) == pytest.approx(1 / math.cos(math.radians(60)))


def test_a_boundary_of_its_own_comes_first_and_who_has_none_is_a_point():
    boundaries = pl.DataFrame({"place": ["C1"], "geometry": [square(114.30, 30.50)]})
    told = place_outlines(PLACES, boundaries, level="community")
    assert [(one.code, one.kind) for one in told] == [("C1", "boundary"), ("C2", "point"), ("C3", "point")]
    assert told[0].middle == pytest.approx(tuple(projected([114.305], [30.505])[0]), abs=1.0)


def test_an_area_without_a_boundary_is_made_of_those_of_its_communities():
    boundaries = pl.DataFrame(
        {"place": ["C1", "C2", "C3"], "geometry": [square(114.3 + n / 50, 30.5) for n in range(3)]}
    )
    (told,) = place_outlines(PLACES, boundaries, level="area")
    assert (told.kind, len(told.rings)) == ("parts", 2)
    (whole,) = place_outlines(PLACES, boundaries, level="subdistrict")
    assert (whole.kind, len(whole.rings)) == ("parts", 3)


def test_holes_of_a_boundary_are_kept_and_lines_are_no_boundary():
    outer = json.loads(square(114.3, 30.5, 0.01))["coordinates"][0]
    hole = json.loads(square(114.303, 30.503, 0.001))["coordinates"][0]
    line = json.dumps({"type": "LineString", "coordinates": outer})
    boundaries = pl.DataFrame(
        {"place": ["C1", "C2"], "geometry": [json.dumps({"type": "Polygon", "coordinates": [outer, hole]}), line]}
    )
    told = {one.code: one for one in place_outlines(PLACES, boundaries, level="community")}
    assert len(told["C1"].rings) == 2
    assert told["C2"].kind == "point"


def test_nearest_land_is_what_brute_force_says_and_covers_the_hull_once():
    random = np.random.default_rng(3)
    points = random.uniform(0, 9000, (40, 2)) + np.array([12_000_000, 3_500_000])
    hull = hull_of(points)
    cells = nearest_land(points, hull)
    assert sum(map(area, cells)) == pytest.approx(area(hull), rel=1e-6)
    for spot in random.uniform(points.min(axis=0), points.max(axis=0), (300, 2)):
        if inside(hull, spot):
            near = np.argmin(np.hypot(*(points - spot).T))
            assert [number for number, cell in enumerate(cells) if inside(cell, spot)] == [near]


@pytest.mark.parametrize("points", [[[0, 0]], [[0, 0], [100, 0]], [[0, 0], [100, 100], [200, 200]]])
def test_few_places_or_a_line_of_them_have_land_around_them(points):
    told = np.array(points, dtype=float)
    hull = hull_of(told)
    cells = nearest_land(told, hull)
    assert all(inside(cell, point) for cell, point in zip(cells, told, strict=True))
    assert sum(map(area, cells)) == pytest.approx(area(hull), rel=1e-6)


def test_places_at_one_spot_are_set_apart_and_the_first_stays():
    points = np.array([[5.0, 5.0], [900.0, 0.0], [5.0, 5.0], [5.0, 5.0]])
    told = set_apart(points)
    assert len(np.unique(told.round(6), axis=0)) == 4
    assert told[:2].tolist() == points[:2].tolist()
    assert np.hypot(*(told - points).T).max() < 3


def test_without_boundaries_every_place_with_coordinates_has_land_and_the_others_are_left_out():
    bare = PLACES.with_columns(pl.when(pl.col("code") != "C2").then(pl.col("lon")).alias("lon"))
    told = place_outlines(bare, NONE, level="community")
    assert [(one.code, one.kind) for one in told] == [("C1", "nearest"), ("C3", "nearest")]
    assert place_outlines(bare.with_columns(lon=None, lat=None), NONE, level="community") == []


def test_the_middle_of_a_ring_that_encloses_nothing_is_the_mean_of_its_corners():
    flat = np.array([[0.0, 0.0], [2.0, 0.0], [4.0, 0.0]])
    assert middle_of([flat]) == (2.0, 0.0)


def test_land_of_many_parts_is_joined_to_one_outline_without_the_lines_within():
    random = np.random.default_rng(11)
    points = random.uniform(0, 9000, (60, 2)) + np.array([12_000_000, 3_500_000])
    hull = hull_of(points)
    cells = nearest_land(points, hull)
    (whole,) = joined(cells)
    assert area(whole) == pytest.approx(area(hull), rel=1e-5)
    east = [cell for cell, point in zip(cells, points, strict=True) if point[0] > 12_004_500]
    parts = joined(east)
    assert sum(map(len, parts)) < sum(map(len, east)) / 2
    assert sum(map(area, parts)) == pytest.approx(sum(map(area, east)), rel=1e-5)


def test_a_hole_between_parts_stays_and_parts_that_touch_nowhere_are_kept():
    def box(x, y, side=1.0):
        return np.array([[x, y], [x + side, y], [x + side, y + side], [x, y + side]], dtype=float)

    around = [box(x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)]
    told = joined([*around, box(9, 9)])
    assert sorted(area(ring) for ring in told) == [1.0, 1.0, 9.0]
    assert sum(map(len, told)) == 4 + 4 + 12
    assert joined([]) == ()
