"""Is the network over time put together, sent and read back as it was, with every tie at its moment and layer?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dashboard.network_asks import edits_from, edits_text, inside, outline_from
from dashboard.network_parts import parts_of
from dashboard.network_picture import decoded, encoded, initials_of
from dashboard.network_union import moments_until, union_of
from dashboard.network_view import NetworkViews
from dashboard.picture_cache import PictureCache
from graph_model.errors import BadValue
from tests.unit.dashboard.test_network_view import BEFORE, NEWEST, SMALL, Days, network

EARLIER = {"seats": [(1, 2)], "claims": [(1, 2), (0, 1)]}


def test_quarter_ends_lead_up_to_the_newest_day() -> None:
    assert moments_until(dt.date(2018, 2, 3)) == (
        dt.date(2016, 9, 30), dt.date(2016, 12, 31), dt.date(2017, 3, 31), dt.date(2017, 6, 30),
        dt.date(2017, 9, 30), dt.date(2017, 12, 31), dt.date(2018, 2, 3),
    )  # fmt: skip
    assert moments_until(dt.date(2018, 6, 30))[-2:] == (dt.date(2018, 3, 31), dt.date(2018, 6, 30))


def test_every_tie_stands_at_its_moment_and_in_its_layers() -> None:
    union = union_of([network(SMALL, size=13), network(EARLIER, size=13, as_of=BEFORE)])
    assert union.moments == (BEFORE, NEWEST)
    ties = dict(zip(zip(union.a.tolist(), union.b.tolist(), strict=True), union.bits.tolist(), strict=True))
    assert ties[1, 2] == 0b0001_0101  # seats and claims before, seats now
    assert ties[0, 1] == 0b1000_0100  # claims before, meetings now
    assert ties[10, 11] == 0b1000_0000
    assert len(ties) == 12
    assert union.ties_at_each(("seats", "agreements", "claims", "meetings"), hub=True) == [2, 12]
    assert union.ties_at_each(("seats", "agreements", "claims", "meetings"), hub=False) == [1, 10]
    assert union.ties_at_each(("claims",), hub=True) == [2, 0]


def test_the_union_weighs_a_tie_by_the_most_layers_of_one_moment() -> None:
    union = union_of([network(SMALL, size=13), network(EARLIER, size=13, as_of=BEFORE)])
    adjacency = union.adjacency(hub=False)
    assert (adjacency[1, 2], adjacency[2, 1], adjacency[10, 11], adjacency[0, 1]) == (2.0, 2.0, 1.0, 0.0)
    assert union.adjacency(hub=True)[0, 1] == 1.0


def test_what_is_sent_is_read_back_as_it_was() -> None:
    views = NetworkViews(
        Days(network(SMALL, size=13), network(EARLIER, size=13, as_of=BEFORE)), moments=(BEFORE, NEWEST)
    )
    picture = views.picture()
    again = decoded(encoded(picture))
    assert again.union.moments == picture.union.moments
    assert again.union.organisations.equals(picture.union.organisations)
    for name in ("a", "b", "bits", "alive"):
        assert getattr(again.union, name).tolist() == getattr(picture.union, name).tolist()
    np.testing.assert_array_equal(again.positions, picture.positions)
    assert (again.groups.tolist(), again.areas, again.elements) == (picture.groups.tolist(), picture.areas, 24)
    assert np.flatnonzero(np.isnan(picture.positions[:, 0])).tolist() == [12]


def test_a_view_stands_where_the_picture_has_it_with_the_hub_in_or_out() -> None:
    views = NetworkViews(
        Days(network(SMALL, size=13), network(EARLIER, size=13, as_of=BEFORE)), moments=(BEFORE, NEWEST)
    )
    spots = dict(zip(views.picture().union.organisations["code"], views.picture().positions.tolist(), strict=True))
    for hub in (False, True):
        view = views.view(as_of=NEWEST, hub=hub)
        tied = view.degrees > 0
        codes = np.array(view.snapshot.codes)[tied].tolist()
        assert [spots[code] for code in codes] == view.positions[tied].tolist()


def test_a_day_between_is_settled_into_the_picture_without_moving_anyone() -> None:
    between = dt.date(2018, 2, 1)
    days = Days(network(SMALL, size=14), network({"seats": [(9, 13), (1, 2)]}, size=14, as_of=between))
    views = NetworkViews(days)
    plain, more = views.picture(), views.picture(also=between)
    assert more.union.moments == (between, NEWEST)
    stands = np.isfinite(plain.positions[:, 0])
    assert more.positions[stands].tolist() == plain.positions[stands].tolist()
    assert (stands[13], np.isfinite(more.positions[13]).all()) == (False, True)


def test_places_are_gathered_by_the_finest_kind_that_stays_few() -> None:
    codes = ["CITY", "D1", "D2", *[f"S{n}" for n in range(401)]]
    places = pl.DataFrame(
        {
            "code": codes, "name": codes, "kind": ["city", "district", "district", *["subdistrict"] * 401],
            "parent": [None, "CITY", "CITY", *[f"D{1 + n % 2}" for n in range(401)]],
        }
    )  # fmt: skip
    parts = parts_of(places, pl.Series([*[f"S{n}" for n in range(401)], None, "CITY"]))
    assert (parts.kind, parts.places["code"].to_list()) == ("district", ["D1", "D2", None])
    assert parts.of.tolist() == [*[n % 2 for n in range(401)], 2, 2]
    few = parts_of(places.filter(pl.col("code") != "S400"), pl.Series([f"S{n}" for n in range(400)]))
    assert (few.kind, few.places.height) == ("subdistrict", 400)


def test_initials_are_those_of_the_name_as_it_is_read_in_each_way() -> None:
    lake, bank, road = initials_of(["荻泊社区党总支", "中国银行No.2", "重庆路"])
    assert lake.split()[0] == "dpsqdzz"
    assert "dbsqdzz" in lake.split()
    assert bank.split()[0] == "zgyhno.2"
    assert road.split()[0] == "cql"


def test_the_even_odd_rule_says_who_is_inside() -> None:
    corners = outline_from("0,0;4,0;4,4;2,1;0,4")  # an M: a notch down to (2, 1)
    spots = np.array([[1.0, 1.0], [2.0, 2.0], [3.5, 2.0], [5.0, 1.0], [np.nan, np.nan], [2.0, 0.5]])
    assert inside(spots, corners).tolist() == [True, False, True, False, False, True]


@pytest.mark.parametrize("text", ["", "1,2;3,4", "1,2;3,4;5", "a,b;c,d;e,f", "nan,0;1,1;2,2", ";".join(["1,1"] * 201)])
def test_an_outline_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="bad_outline"):
        outline_from(text)


def test_edits_are_read_as_they_were_written() -> None:
    text = "+agreements|A%7C1|B;-seats|A%7C1|C%3B"
    edits = edits_from(text)
    assert [edit.as_json() for edit in edits] == [
        {"do": "add_tie", "layer": "agreements", "a": "A|1", "b": "B"},
        {"do": "drop_tie", "layer": "seats", "a": "A|1", "b": "C;"},
    ]
    assert edits_text(edits) == text
    assert edits_from("") == ()


@pytest.mark.parametrize("text", ["seats|a|b", "+seats|a", "+nothing|a|b", "+seats||b", ";".join(["+seats|a|b"] * 51)])
def test_edits_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(BadValue, match="bad_edits"):
        edits_from(text)


def test_a_picture_is_made_once_and_made_anew_where_the_file_is_damaged_or_of_other_data(tmp_path: Path) -> None:
    made = []

    def make() -> bytes:
        made.append(1)
        return b"picture"

    cache = PictureCache(tmp_path / "kept", version="one")
    assert [cache.content("P", make), cache.content("P", make)] == [b"picture"] * 2
    assert len(made) == 1
    path = next((tmp_path / "kept").iterdir())
    path.write_bytes(path.read_bytes()[:-1] + b"X")
    assert (cache.content("P", make), len(made)) == (b"picture", 2)
    other = PictureCache(tmp_path / "kept", version="two")
    assert (other.content("P", make), len(made)) == (b"picture", 3)
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert PictureCache(tmp_path / "file" / "kept", version="one").content("P", lambda: b"x") == b"x"
