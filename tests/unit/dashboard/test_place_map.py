"""Is the map drawn true to scale, north up, with unknown unlike zero, and with nothing that a name could break?"""

from __future__ import annotations

import math
from xml.etree import ElementTree

import numpy as np
import pytest

from analytics.place_outlines import PlaceOutline, projected
from dashboard.figures.map_legend import LegendEntry, class_fill, sized
from dashboard.figures.map_names import Name, names
from dashboard.figures.map_plane import grounded, scale_length
from dashboard.figures.place_map import Drawing, Mark, Shape, nearer_map, place_map, place_map_sheet
from dashboard.geography.units import band_of
from dashboard.geography.view import value_told

SVG = "{http://www.w3.org/2000/svg}"


def outline(code, west, south):
    ring = projected([west, west + 0.01, west + 0.01, west], [south, south, south + 0.01, south + 0.01])
    return PlaceOutline(code, (ring,), tuple(ring.mean(axis=0)), "boundary")


def drawing(*places, **more):
    """A drawing of squares: (code, west, south), with look, fill and name where given."""
    ground = grounded([outline(*one[:3]) for one in places])
    shapes = []
    for code, _, _, *told in places:
        look, fill, name = told or ("c0", "#dfe8f1", "红旗")
        shapes.append(Shape(ground.paths[code], ground.spots[code], look, fill, name, "told", f"place:{code}"))
    return Drawing(ground.plane, shapes, **more)


def test_a_kilometre_on_the_ground_is_a_kilometre_of_the_scale():
    plane = grounded([outline("A", 114.30, 30.50), outline("B", 114.34, 30.53)]).plane
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
    told = drawing(
        ("A", 114.30, 30.50, "c0", "#dfe8f1", nasty),
        ("B", 114.34, 30.53, "unknown", "", "红旗"),
        marks=[Mark(500, 300, 0, "small", None, nasty, "x")],
        heading=nasty,
        label=nasty,
        notes=[nasty],
        legend=[LegendEntry("head", nasty)],
    )
    for text in (place_map(told), place_map_sheet(told), f"<svg>{nearer_map(told.shapes, told.marks)}</svg>"):
        tree = ElementTree.fromstring(text)
        assert not [one for one in tree.iter() if one.tag.endswith("script")]
    tree = ElementTree.fromstring(place_map(told))
    paths = [one for one in tree.iter(f"{SVG}path") if one.get("data-key")]
    assert [one.get("data-name") for one in paths] == [nasty, "红旗"]
    numbers = np.array(
        [part.split() for one in paths for part in one.get("d").strip("MZ").split("L")], dtype=float
    ).reshape(-1, 2)
    assert numbers.min() >= 0
    assert (numbers <= [1000, 680]).all()


def test_what_shows_nearer_lies_where_the_map_has_it_and_is_finer():
    east = np.cos(np.linspace(0, 2 * np.pi, 200)) * 8 + 12_723_000
    north = np.sin(np.linspace(0, 2 * np.pi, 200)) * 8 + 3_565_000
    small = PlaceOutline("S", (np.column_stack([east, north]),), (12_723_000.0, 3_565_000.0), "boundary")
    far = grounded([outline("A", 114.29, 30.48), small])
    near = grounded([small], plane=far.plane, finest=0.06)
    assert near.spots["S"] == far.spots["S"]
    assert len(near.paths["S"]) > 2 * len(far.paths["S"])


def test_names_stand_where_there_is_room_beside_points_and_above_goes_first():
    def placed(above, below, spots):
        tree = ElementTree.fromstring(f"<svg>{''.join(names(above, below, spots))}</svg>")
        return {one.text: float(one.get("y")) for one in tree}

    def name(text, x):
        return Name(x, 100, text, 12, "#000", 400)

    first = placed([name("甲", 100)], [], [(100.0, 100.0)])["甲"]  # a frame's name may lie over a point
    told = placed([name("甲", 100)], [name("乙", 160), name("丙", 160), name("丁", 160), name("戊", 160)], [(160, 100)])
    assert told["甲"] == first
    assert told["乙"] > first  # below the point
    assert told["丙"] < first  # and above it
    assert set(told) == {"甲", "乙", "丙"}  # for the others there is no room


def test_zero_is_white_unknown_is_dotted_and_classes_grow_darker():
    def light(fill):
        return sum(int(fill[at : at + 2], 16) for at in (1, 3, 5))

    for number in range(2, 8):
        fills = [class_fill(one, number, zero=False) for one in range(number)]
        assert sorted(fills, key=light, reverse=True) == fills
        assert len(set(fills)) == number
        with_zero = [class_fill(one, number + 1, zero=True) for one in range(number + 1)]
        assert with_zero == ["#ffffff", *fills]
    tree = ElementTree.fromstring(
        place_map(drawing(("A", 0, 0, "unknown", "", "甲"), ("B", 1, 1, "zero", "#ffffff", "乙")))
    )
    looks = {one.get("class"): one for one in tree.iter(f"{SVG}g")}
    assert looks["unknown"].get("fill") == "url(#p-unknown)"
    assert looks["unknown"].get("stroke-dasharray")
    assert looks["zero"].get("fill") == "#ffffff"
    assert not looks["zero"].get("stroke-dasharray")
    assert [one.get("data-name") for one in looks["unknown"]] == ["甲"]


def test_members_are_told_in_bands_alone():
    assert [band_of(told, 10) for told in (None, "<10", "≥10", 10, 49, 50, 199, 200, 4000)] == [
        "unknown", "small", "hidden", "band_10", "band_10", "band_50", "band_50", "band_200", "band_200",
    ]  # fmt: skip


def test_circles_for_numbers_have_areas_in_proportion_to_the_largest():
    radii = sized([100, 25, 400], top=100, most=20)
    assert radii == {100: 20, 25: 10, 400: 40}
    assert sized([1], top=10_000)[1] == 3.0  # still to be seen


def test_values_are_told_as_people_read_them():
    assert [value_told(one, share=True) for one in (0.0, 0.2857, 1.0, None)] == ["0%", "28.6%", "100%", "–"]
    assert [value_told(one, share=False) for one in (2.0, 12.34, 1234.5)] == ["2", "12.3", "1,234"]
