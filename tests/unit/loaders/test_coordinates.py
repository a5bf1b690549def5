"""Whether points of Chinese map services come back to WGS-84, and those that cannot be right are told.

Published points: the tests of googollee/eviltransform (``TESTS``) and the README of wandergis/coordtransform.
"""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.dataset import fold
from loaders.coordinates import bd09_from_gcj02, bd09_from_wgs84, gcj02_from_wgs84, to_wgs84
from loaders.importer import LoadOptions, read_hand_in
from tests.unit.loaders.hand_ins import SALT

METRE = 1 / 111_200
WGS84_GCJ02 = [  # Shanghai, Shenzhen, Beijing: longitude and latitude in WGS-84, then in GCJ-02
    (121.5272106, 31.1774276, 121.531541859215, 31.17530398364597),
    (113.912316, 22.543847, 113.9171764808363, 22.540796131694766),
    (116.377817, 39.911954, 116.38404722455657, 39.91334545536069),
    (116.404, 39.915, 116.41024449916938, 39.91640428150164),
]
HEADERS = ["地点编码", "地点名称", "地点类别", "上级编码", "经度", "纬度"]


def moved(function, lon, lat):
    x, y = function(np.array([lon]), np.array([lat]))
    return float(x[0]), float(y[0])


def back(system, lon, lat):
    return moved(lambda x, y: to_wgs84(x, y, system=system), lon, lat)


@pytest.mark.parametrize(("lon", "lat", "gcj_lon", "gcj_lat"), WGS84_GCJ02)
def test_published_points_of_gcj02_there_and_back(lon, lat, gcj_lon, gcj_lat):
    assert moved(gcj02_from_wgs84, lon, lat) == pytest.approx((gcj_lon, gcj_lat), abs=1e-9)
    assert back("gcj02", gcj_lon, gcj_lat) == pytest.approx((lon, lat), abs=1e-9)


def test_published_points_of_bd09_there_and_back():
    assert moved(bd09_from_gcj02, 116.404, 39.915) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-9)
    published = (116.41662724378733, 39.922699552216216)
    assert moved(bd09_from_wgs84, 116.404, 39.915) == pytest.approx(published, abs=1e-9)
    assert back("bd09", *published) == pytest.approx((116.404, 39.915), abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(st.floats(73.5, 135.0), st.floats(18.0, 53.5))
def test_the_inverse_is_exact_to_a_tenth_of_a_metre_anywhere_in_china(lon, lat):
    for system, forward in (("gcj02", gcj02_from_wgs84), ("bd09", bd09_from_wgs84)):
        x, y = back(system, *moved(forward, lon, lat))
        assert abs(x - lon) < 0.1 * METRE
        assert abs(y - lat) < 0.1 * METRE


def test_points_outside_china_and_unknown_ones_are_left():
    lon, lat = np.array([2.3522, 139.75, np.nan, -73.9]), np.array([48.8566, 35.68, np.nan, 40.7])
    for system in ("gcj02", "bd09", "wgs84"):
        x, y = to_wgs84(lon, lat, system=system)
        np.testing.assert_array_equal(x, lon)
        np.testing.assert_array_equal(y, lat)


def places(*rows):
    return {"地点台账": [HEADERS, ["S", "东街道", "街道", None, None, None], *rows]}


def test_a_hand_in_of_gcj02_is_kept_in_wgs84_with_its_outlines(book, tmp_path):
    path = book(places(["C1", "一社区", "社区", "S", 116.38404722455657, 39.91334545536069]))
    ring = [[116.38404722455657, 39.91334545536069], [116.41024449916938, 39.91640428150164]]
    ring += [[116.41024449916938, 39.91334545536069], ring[0]]
    outline = {"type": "MultiPolygon", "coordinates": [[ring]]}
    features = [{"type": "Feature", "properties": {"code": "S"}, "geometry": outline}]
    (tmp_path / "map.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    draft = read_hand_in([path, tmp_path / "map.geojson"], salt=SALT, options=LoadOptions(coordinates="gcj02"))
    assert draft.tables["places"].select("lon", "lat").row(1) == pytest.approx((116.377817, 39.911954), abs=1e-9)
    kept = json.loads(draft.tables["boundaries"].get_column("geometry").item())
    assert kept["type"] == "MultiPolygon"
    assert kept["coordinates"][0][0][0] == pytest.approx([116.377817, 39.911954], abs=1e-8)
    assert kept["coordinates"][0][0][1] == pytest.approx([116.404, 39.915], abs=1e-8)
    assert kept["coordinates"][0][0][0] == kept["coordinates"][0][0][-1]
    assert draft.problems.is_empty()
    assert draft.options["coordinates"] == "gcj02"


def test_half_a_point_cannot_be_turned_and_is_told(book):
    path = book(places(["C1", "一社区", "社区", "S", 116.38, None]))
    turned = read_hand_in([path], salt=SALT, options=LoadOptions(coordinates="bd09"))
    assert turned.tables["places"].select("lon", "lat").row(1) == (None, None)
    assert turned.problems.select("row", "column", "value", "code").rows() == [(3, "经度", "116.38", "half_a_point")]
    kept = read_hand_in([path], salt=SALT)
    assert kept.tables["places"].select("lon", "lat").row(1) == (116.38, None)


def outside(draft):
    return draft.problems.filter(pl.col("code") == "outside_region").select("row", "value", "severity", "hint").rows()


def test_a_point_outside_china_is_told_and_one_exchanged_is_recognised_and_kept(read):
    rows = [["C1", "一社区", "社区", "S", 2.35, 48.85], ["C2", "二社区", "社区", "S", 39.5, 75.9]]
    rows += [["C3", "三社区", "社区", "S", 116.4, 39.9]]
    draft = read(places(*rows), region=False)
    assert outside(draft) == [
        (3, "2.35, 48.85", "warning", None),
        (4, "39.5, 75.9", "warning", "经度 75.9, 纬度 39.5"),
    ]
    assert draft.tables["places"].get_column("lon").to_list() == [None, 2.35, 39.5, 116.4]


def test_a_latitude_over_ninety_beside_a_latitude_is_recognised_as_exchanged(read):
    draft = read(places(["C1", "一社区", "社区", "S", 36.07, 120.38]), region=False)
    assert draft.problems.select("row", "column", "value", "code", "hint").rows() == [
        (3, "纬度", "120.38", "out_of_range", "经度 120.38, 纬度 36.07")
    ]


def test_one_far_from_its_siblings_is_told_and_a_wide_suburb_is_not(read):
    near = [[f"C{n}", f"第{n}社区", "社区", "S", 120.30 + n / 100, 36.00 + n / 150] for n in range(8)]
    suburb = ["C8", "第8社区", "社区", "S", 120.43, 36.02]
    other_city = ["C9", "第9社区", "社区", "S", 121.40, 31.20]
    assert outside(read(places(*near, suburb, other_city), region=False)) == [(12, "121.4, 31.2", "warning", None)]


def test_few_siblings_tell_nothing(read):
    rows = [["C1", "一社区", "社区", "S", 120.3, 36.0], ["C2", "二社区", "社区", "S", 121.4, 31.2]]
    assert outside(read(places(*rows), region=False)) == []


def test_the_boundary_of_a_place_above_decides_before_the_siblings(book, tmp_path, ledger):
    ring = [[120.0, 36.0], [120.1, 36.0], [120.1, 36.1], [120.0, 36.1], [120.0, 36.0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"code": "S"}, "geometry": geometry}
    drawing = tmp_path / "map.geojson"
    drawing.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    rows = [["C1", "一社区", "社区", "S", 120.05, 36.05], ["G1", "一网格", "网格", "C1", 120.109, 36.05]]
    rows += [["G2", "二网格", "网格", "C1", 120.12, 36.05]]
    whole = read_hand_in([book(places(*rows)), drawing], salt=SALT)
    assert outside(whole) == [(5, "120.12, 36.05", "warning", None)]
    known = fold([ledger.add(whole)])
    later = [["G3", "三网格", "网格", "C1", 36.05, 120.05], ["G4", "四网格", "网格", "C1", 120.3, 36.05]]
    draft = read_hand_in([book({"地点台账": [HEADERS, *later]}, name="later.xlsx")], known=known, salt=SALT)
    assert outside(draft) == [(3, "120.3, 36.05", "warning", None)]


def test_a_million_points_are_turned_at_once():
    lon, lat = np.linspace(75, 134, 200_000), np.linspace(19, 53, 200_000)
    x, y = to_wgs84(*bd09_from_wgs84(lon, lat), system="bd09")
    assert float(np.abs(x - lon).max()) < 1e-8
    assert float(np.abs(y - lat).max()) < 1e-8
