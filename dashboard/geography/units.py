"""Where do the units without an organisation lie: one by one while they are few, else how many there are at each place?

Positions and bands of members as they may be told. How points look is ``figures.map_legend``'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from analytics.coverage import places_above
from analytics.place_outlines import projected
from dashboard.page import PageContext
from dashboard.people_signs import large, small

MOST_UNITS: Final = 600
"""Most units that are drawn one by one; of more each place shows how many it has."""
BANDS: Final = ((10, 50, "band_10"), (50, 200, "band_50"), (200, None, "band_200"))
"""Bands of members, from the least that may ever be told as it is."""


@dataclass(frozen=True)
class UnitPoint:
    """One unit without organisation, or all of them at one place.

    Attributes
    ----------
    x, y
        Metres on the web map's plane.
    nth
        The how manieth it is at this spot, from 0.
    band
        Band of its members as they may be told: ``unknown``, ``small``, ``hidden``, or of ``BANDS``; ``several`` where
        it stands for all units of a place.
    number
        Units it stands for.
    name, place
        Names; the name is empty where it stands for several.
    opens
        What a click opens.
    """

    x: float
    y: float
    nth: int
    band: str
    number: int
    name: str
    place: str
    opens: str


@dataclass(frozen=True)
class Uncovered:
    """The units without an organisation.

    Attributes
    ----------
    placed
        Those at a place with coordinates: ``name, members, place, place_name, x, y``.
    unplaced
        How many have none.
    """

    placed: pl.DataFrame
    unplaced: int

    @property
    def one_by_one(self) -> bool:
        """Whether they are few enough to be drawn each."""
        return self.placed.height <= MOST_UNITS

    def points(self, *, bar: int) -> list[UnitPoint]:
        """A point each; ``bar`` is the least count of people that is told."""
        told = self.placed.with_columns(pl.int_range(pl.len()).over("place").alias("nth"))
        return [
            UnitPoint(
                row["x"],
                row["y"],
                row["nth"],
                band_of(row["members"], bar),
                1,
                row["name"],
                row["place_name"],
                f"finding:units_without_organisation|place={row['place']}",
            )
            for row in told.iter_rows(named=True)
        ]

    def by_place(self, places: pl.DataFrame, wanted: pl.DataFrame) -> list[UnitPoint]:
        """A point for each of the places ``wanted`` (``code, name``), at the middle of what lies there; most first."""
        above = places_above(places, self.placed.get_column("place")).join(wanted, on="code")
        held = (
            self.placed.select("place", "x", "y")
            .join(above, on="place")
            .group_by("code")
            .agg(pl.len().alias("number"), pl.col("x", "y").mean(), pl.col("name").first())
            .sort("number", "code", descending=[True, False])
        )
        return [
            UnitPoint(row["x"], row["y"], 0, "several", row["number"], "", row["name"], f"place:{row['code']}")
            for row in held.iter_rows(named=True)
        ]


def uncovered_units(context: PageContext, places: pl.DataFrame) -> Uncovered:
    """The units without an organisation under the filters, with where they lie."""
    units = context.finding("units_without_organisation").rows.filter(pl.col("status") == "found")
    at = places.select(pl.col("code").alias("place"), pl.col("name").alias("place_name"), "lon", "lat")
    told = units.select("name", "members", "place").join(at, on="place", how="left")
    placed = told.filter(pl.col("lon").is_not_null() & pl.col("lat").is_not_null())
    spots = projected(placed.get_column("lon").to_numpy(), placed.get_column("lat").to_numpy())
    placed = placed.with_columns(pl.Series("x", spots[:, 0]), pl.Series("y", spots[:, 1])).drop("lon", "lat")
    return Uncovered(placed, told.height - placed.height)


def band_of(members: int | str | None, bar: int) -> str:
    """The band of a count of members as it is told."""
    if members is None:
        return "unknown"
    if isinstance(members, str):
        return "small" if members == small(bar) else "hidden" if members == large(bar) else "unknown"
    for least, below, name in BANDS:
        if members >= least and (below is None or members < below):
            return name
    return "small"
