"""Is the map drawn true to scale, north up, with unknown unlike zero, and with nothing that a name could break?"""

from __future__ import annotations

import math
from xml.etree import ElementTree

import numpy as np
import pytest

from analytics.place_outlines import PlaceOutline, projected
from dashboard.figures.place_map import (
    Drawing,
    Mark,
    Plane,
    Shape,
    class_fill,
    place_map,
    scale_length,
    sized,
)
from dashboard.geography import band_of, value_told

SVG = "{http://www.w3.org/2000/svg}"


def shape(code, west, south, *, look="c0", fill="#dfe8f1", name="红旗"):
    ring = projected([west, west + 0.01, west + 0.01, west], [south, south, south + 0.01, south + 0.01])
    return Shape(
        PlaceOutline(code, (ring,), tuple(ring.mean(axis=0)), "boundary"), look, fill, name, "told", f"place:{code}"
    )


def test_a_kilometre_on_the_ground_is_a_kilometre_of_the_scale():
    drawing = Drawing([shape("A", 114.30, 30.50), shape("B", 114.34, 30.53)])
    plane = Plane(drawing)
    # The haversine of two points one hundredth of a degree of latitude apart on a sphere of the same radius.
    metres = math.radians(0.01) * 6_378_137
    low, high = plane.at(projected([114.32, 114.32], [30.515, 30.525]))
    assert low[1] > high[1]  # north is up
    assert abs(low[1] - high[1]) * plane.metres == pytest.approx(metres, rel=1e-4)
    west, east = plane.at(projected([114.32, 114.33], [30.52, 30.52]))
    assert (east[0] - west[0]) * plane.metres == pytest.approx(metres * math.cos(math.radians(30.52)), rel=2e-3)


def test_scales_are_round_and_fit():
    for metres in (0.013, 0.7, 3.3, 41.0, 999.0):
        told, length = scale_length(metres)
        assert length * metres == pytest.approx(told)
        assert length <= max(190, 1 / metres)
        assert told == 1 or str(told).rstrip("0") in {"1", "2", "5"}


def test_everything_drawn_lies_on_the_sheet_and_names_break_nothing():
    nasty = 'a"><script>&'
    drawing = Drawing(
        [shape("A", 114.30, 30.50, name=nasty), shape("B", 114.34, 30.53, look="unknown", fill="")],
        marks=[Mark(*projected([114.305], [30.505])[0], 0, "small", None, nasty, "x")],
        heading=nasty, label=nasty, notes=[nasty],
    )  # fmt: skip
    for sheet in (False, True):
        tree = ElementTree.fromstring(place_map(drawing, sheet=sheet))
        assert not list(tree.iter(f"{SVG}script"))
    paths = [one for one in tree.iter(f"{SVG}path") if one.get("data-key")]
    numbers = np.array(
        [part.split() for one in paths for part in one.get("d").strip("MZ").split("L")], dtype=float
    ).reshape(-1, 2)
    assert numbers.min() >= 0
    assert (numbers <= [1000, 680]).all()


def test_zero_is_white_unknown_is_dotted_and_classes_grow_darker():
    def light(fill):
        return sum(int(fill[at : at + 2], 16) for at in (1, 3, 5))

    for number in range(2, 8):
        fills = [class_fill(one, number, zero=False) for one in range(number)]
        assert sorted(fills, key=light, reverse=True) == fills
        assert len(set(fills)) == number
        with_zero = [class_fill(one, number + 1, zero=True) for one in range(number + 1)]
        assert with_zero == ["#ffffff", *fills]
    drawn = place_map(
        Drawing([shape("A", 0, 0, look="unknown", fill=""), shape("B", 1, 1, look="zero", fill="#ffffff")])
    )
    unknown, zero = (one for one in ElementTree.fromstring(drawn).iter(f"{SVG}path") if one.get("data-key"))
    assert unknown.get("fill") == "url(#p-unknown)"
    assert unknown.get("stroke-dasharray")
    assert zero.get("fill") == "#ffffff"
    assert not zero.get("stroke-dasharray")


def test_members_are_told_in_bands_alone():
    assert [band_of(told, 10) for told in (None, "<10", "≥10", 10, 49, 50, 199, 200, 4000)] == [
        "unknown", "small", "hidden", "band_10", "band_10", "band_50", "band_50", "band_200", "band_200",
    ]  # fmt: skip


def test_circles_for_numbers_have_areas_in_proportion():
    radii = sized({"a": 100, "b": 25})
    assert radii["a"] / radii["b"] == pytest.approx(2)


def test_values_are_told_as_people_read_them():
    assert [value_told(one, share=True) for one in (0.0, 0.2857, 1.0, None)] == ["0%", "28.6%", "100%", "–"]
    assert [value_told(one, share=False) for one in (2.0, 12.34, 1234.5)] == ["2", "12.3", "1,234"]
