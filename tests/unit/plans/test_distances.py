"""Metres over the ground, by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.plans.distances import EARTH_METRES, metres_between, with_coordinates, within_reach


def test_a_degree_along_a_meridian_and_a_quarter_of_the_equator():
    a_degree = np.pi * EARTH_METRES / 180
    assert metres_between(np.array([114.0, 0.0]), np.array([30.0, 0.0]), np.array([114.0, 90.0]), np.array([31.0, 0.0])
                          ).tolist() == pytest.approx([a_degree, 90 * a_degree])  # fmt: skip


def test_half_a_coordinate_is_none():
    places = pl.DataFrame({"code": ["A", "B"], "lon": [114.0, 114.0], "lat": [None, 30.0]})
    rows = with_coordinates(pl.DataFrame({"place": ["A", "B", None]}), places)
    assert rows.rows() == [("A", None, None), ("B", 114.0, 30.0), (None, None, None)]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-89, 89)), max_size=8), st.floats(0, 2e7))
def test_reach_is_what_every_pair_says(points, metres):
    lon, lat = np.array([x for x, _ in points]), np.array([y for _, y in points])
    told = within_reach(lon, lat, lon, lat, metres=metres).toarray()
    every = metres_between(lon[:, None], lat[:, None], lon[None, :], lat[None, :]) <= metres + 1e-6
    assert told.tolist() == every.tolist()
