"""Does the drawn network keep its places, keep marks apart, and stay quick when there are too many to draw?"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl
from scipy import sparse
from scipy.spatial.distance import pdist

from analytics.network.spreading import spread
from dashboard.network_view import MOST_DRAWN, NetworkViews
from graph_model.snapshot import LAYERS, Snapshot

NEWEST, BEFORE = dt.date(2018, 6, 30), dt.date(2017, 12, 31)


def network(
    pairs: dict[str, list[tuple[int, int]]], *, size: int, as_of: dt.date = NEWEST, places: pl.DataFrame | None = None
) -> Snapshot:
    """A snapshot of ``size`` organisations, the first a working committee, with the ties of each layer."""
    levels = ["working_committee", *["branch"] * (size - 1)]
    organisations = pl.DataFrame(
        {"code": [f"O{i:05d}" for i in range(size)], "name": [f"组织{i}" for i in range(size)], "level": levels}
    ).with_columns(pl.lit("enterprise").alias("domain"), pl.lit("P").alias("place"), pl.lit(None).alias("area"))
    layers = {}
    for layer in LAYERS:
        ends = np.array(pairs.get(layer, []), dtype=np.int64).reshape(-1, 2)
        ones = np.ones(len(ends), dtype=np.int8)
        half = sparse.csr_array((ones, (ends[:, 0], ends[:, 1])), shape=(size, size), dtype=np.int8)
        layers[layer] = ((half + half.T) > 0).astype(np.int8).tocsr()
    blank = pl.DataFrame()
    frames = dict.fromkeys(
        (
            "committees",
            "agreements",
            "listings",
            "meetings",
            "seats",
            "parties",
            "claims",
            "attendance",
        ),
        blank,
    )
    if places is None:
        places = pl.DataFrame(
            {"code": ["P"], "name": ["区"], "kind": ["district"], "parent": pl.Series([None], dtype=pl.String)}
        )
    else:
        organisations = organisations.with_columns(
            pl.Series("place", [places["code"][i % places.height] for i in range(size)])
        )
    frames["places"] = places
    return Snapshot(as_of=as_of, place=None, organisations=organisations, layers=layers, **frames)


class Days:
    """An investigation that only has snapshots."""

    def __init__(self, *snapshots: Snapshot) -> None:
        self.held = {snapshot.as_of: snapshot for snapshot in snapshots}
        self.default_day = max(self.held)

    def snapshot(self, *, as_of: dt.date, place: str | None = None) -> Snapshot:
        return replace(self.held[as_of], place=place)


RING = [(i, i + 1) for i in range(1, 9)]
SMALL = {"seats": RING, "meetings": [(1, 9), (10, 11), (0, 1), (0, 10)]}


def test_a_layer_switched_off_moves_nothing_and_isolates_those_it_alone_tied() -> None:
    views = NetworkViews(Days(network(SMALL, size=13)))
    whole, fewer = views.view(as_of=NEWEST), views.view(as_of=NEWEST, layers=("seats",))
    still = fewer.degrees > 0
    assert fewer.positions[still].tolist() == whole.positions[still].tolist()
    assert fewer.groups.tolist() == whole.groups.tolist()
    assert fewer.box == whole.box
    codes = np.array(whole.snapshot.codes)
    assert codes[whole.degrees == 0].tolist() == ["O00012"]
    assert codes[fewer.degrees == 0].tolist() == ["O00010", "O00011", "O00012"]
    assert np.isnan(fewer.positions[~still]).all()


def test_the_hub_is_out_unless_asked_in() -> None:
    views = NetworkViews(Days(network(SMALL, size=13)))
    out, counted = views.view(as_of=NEWEST), views.view(as_of=NEWEST, hub=True)
    assert ("O00000" in out.snapshot.codes, "O00000" in counted.snapshot.codes) == (False, True)
    assert (out.components, out.largest, out.ties.height) == (2, 9, 10)
    assert (counted.components, counted.largest, counted.ties.height) == (1, 12, 12)


def test_another_day_keeps_the_places_of_those_who_stay() -> None:
    earlier = {"seats": RING[:6], "meetings": [(10, 11)]}
    views = NetworkViews(Days(network(SMALL, size=13), network(earlier, size=13, as_of=BEFORE)))
    newest, before = views.view(as_of=NEWEST), views.view(as_of=BEFORE)
    stay = before.degrees > 0
    assert stay.sum() == 9
    assert before.positions[stay].tolist() == newest.positions[stay].tolist()


def test_the_day_asked_first_makes_no_other_picture() -> None:
    earlier = {"seats": RING[:6], "meetings": [(10, 11)]}
    days = Days(network(SMALL, size=13), network(earlier, size=13, as_of=BEFORE))
    first = NetworkViews(days)
    first.view(as_of=BEFORE)
    newest = NetworkViews(days).view(as_of=NEWEST)
    np.testing.assert_array_equal(first.view(as_of=NEWEST).positions, newest.positions)
    assert first.view(as_of=NEWEST).groups.tolist() == newest.groups.tolist()


def test_newcomers_of_another_day_find_a_place_and_a_group_without_moving_anyone() -> None:
    earlier = {**SMALL, "claims": [(9, 12)]}
    views = NetworkViews(Days(network(SMALL, size=13), network(earlier, size=13, as_of=BEFORE)))
    newest, before = views.view(as_of=NEWEST), views.view(as_of=BEFORE)
    stay = newest.degrees > 0
    assert before.positions[stay].tolist() == newest.positions[stay].tolist()
    assert before.groups[stay].tolist() == newest.groups[stay].tolist()
    assert np.isfinite(before.positions[-1]).all()
    assert before.groups[-1] == before.groups[8]


def test_no_ties_is_an_empty_picture() -> None:
    view = NetworkViews(Days(network({}, size=3))).view(as_of=NEWEST)
    assert (view.components, view.largest, view.ties.height, view.box) == (0, 0, 0, (0, 0, 0, 0))


def test_a_large_network_is_laid_out_place_by_place_and_everyone_has_a_spot() -> None:
    size, count = MOST_DRAWN + 400, 12
    ends = [(i, i + count) for i in range(1, size - count)] + [(i, i + 1) for i in range(1, size - 1, 50)]
    places = pl.DataFrame({"code": [f"P{i:02d}" for i in range(count)], "name": [f"街道{i}" for i in range(count)]})
    places = places.with_columns(pl.lit("subdistrict").alias("kind"), pl.lit(None, dtype=pl.String).alias("parent"))
    views = NetworkViews(Days(network({"seats": ends}, size=size, places=places)))
    view, picture = views.view(as_of=NEWEST), views.picture()
    assert np.isfinite(view.positions[view.degrees > 0]).all()
    assert picture.parts is not None
    assert (picture.parts.kind, picture.parts.places["code"].to_list()) == ("subdistrict", places["code"].to_list())
    assert picture.parts.of.tolist() == [i % count for i in range(size)]
    middles = np.array([picture.positions[picture.parts.of == part].mean(axis=0) for part in range(count)])
    reach = [pdist(picture.positions[picture.parts.of == part]).max() / 2 for part in range(count)]
    assert pdist(middles).min() > max(reach)
    for group in range(int(picture.groups.max()) + 1):
        assert len(set(picture.parts.of[picture.groups == group])) == 1


def test_spread_pushes_marks_apart_and_leaves_the_fixed_where_they_are() -> None:
    chance = np.random.default_rng(7)
    place, groups = chance.normal(size=(60, 2)), np.repeat([0, 1], 30)
    free = np.arange(60) >= 10
    told = spread(place, groups, free=free)
    assert told[:10].tolist() == place[:10].tolist()
    assert pdist(told[10:]).min() > 3 * pdist(place[10:]).min()
    assert spread(place, groups, free=free).tolist() == told.tolist()


def test_spread_parts_two_marks_on_one_spot() -> None:
    place = np.array([[0.0, 0.0], [0.0, 0.0], [4.0, 3.0]])
    told = spread(place, np.zeros(3, dtype=np.int64), free=np.ones(3, dtype=np.bool_))
    assert pdist(told).min() > 0.5
