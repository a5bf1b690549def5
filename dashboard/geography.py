"""What is on the map of a view: which indicator of which places, in which classes, with which points and lines?

The one model that the page, the drawer, the API and the drawing share. Figures are analytics'; the drawing is
``figures.place_map``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from analytics.classing import METHODS, NATURAL, Classes, classes
from analytics.coverage import places_above
from analytics.place_figures import PlaceFigures, place_figures
from analytics.place_flows import flows
from analytics.place_indicators import INDICATORS, LEVELS, Asked, levels_of
from analytics.place_outlines import BOUNDARY, PlaceOutline, place_outlines, projected
from dashboard.page import PageContext
from dashboard.people_signs import large, small
from graph_model.errors import BadValue, UnknownName
from graph_model.snapshot import places_below

MOST_PLACES: Final = 6000
"""Most places that are drawn at once; of more a part has to be chosen."""
MOST_UNITS: Final = 600
"""Most units that are drawn one by one; of more each place shows how many it has."""
MOST_FLOWS: Final = 150
"""Most lines; the thickest are drawn, and how many are left out is told."""
BANDS: Final = ((10, 50, "band_10"), (50, 200, "band_50"), (200, None, "band_200"))
"""Bands of members, from the least that may ever be told as it is."""


@dataclass(frozen=True)
class MapChoice:
    """What the address asks of the map; its own switches are ``of, level, by, k, bounds, units, flows``.

    Attributes
    ----------
    indicator, level
        Which figure, of which places; None for the level is the lowest common one.
    method, number, bounds
        How values are classed.
    units, flows
        Whether uncovered units and ties between places are drawn.
    """

    indicator: str = "organisation_coverage"
    level: str | None = None
    method: str = NATURAL
    number: int = 5
    bounds: tuple[float, ...] = ()
    units: bool = True
    flows: bool = False

    @classmethod
    def of(cls, told: Mapping[str, str]) -> MapChoice:
        """From the switches of an address.

        Raises
        ------
        UnknownName
            No such indicator, level or way of classing.
        BadValue
            ``class_bounds`` or ``class_number``: no numbers.
        """
        indicator, level, method = told.get("of", cls.indicator), told.get("level"), told.get("by", cls.method)
        if indicator not in INDICATORS:
            raise UnknownName("indicator", indicator, known=INDICATORS)
        if level is not None and level not in LEVELS:
            raise UnknownName("level", level, known=LEVELS)
        if method not in METHODS:
            raise UnknownName("class_method", method, known=METHODS)
        return cls(
            indicator,
            level,
            method,
            number_of(told.get("k", str(cls.number))),
            bounds_of(told.get("bounds", ""), share=INDICATORS[indicator].share),
            told.get("units") != "off",
            told.get("flows") == "on",
        )


def number_of(text: str) -> int:
    """A number of classes as a person writes one."""
    try:
        return int(text)
    except ValueError as error:
        raise BadValue("class_number", value=text, least=2, most=7) from error


def bounds_of(text: str, *, share: bool) -> tuple[float, ...]:
    """Bounds as a person writes them: numbers with spaces, commas or semicolons between; of shares in per cent."""
    told = text.replace("%", " ").replace("，", " ").replace("；", " ").replace(",", " ").replace(";", " ").split()
    try:
        numbers = tuple(float(one) for one in told)
    except ValueError as error:
        raise BadValue("class_bounds", value=text, most=6) from error
    return tuple(round(one / 100, 9) for one in numbers) if share else numbers


@dataclass(frozen=True)
class UnitPoint:
    """One unit without organisation, or all of them at one place.

    Attributes
    ----------
    x, y
        On the plane.
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
class MapView:
    """The map of one view; everything is computed when it is first asked for."""

    context: PageContext
    choice: MapChoice

    @cached_property
    def asked(self) -> Asked:
        """The filters."""
        state = self.context.state
        return Asked(
            self.context.investigation, self.context.as_of, place=state.place, layer=state.layer, hub=state.hub
        )

    @cached_property
    def places(self) -> pl.DataFrame:
        """Places of the region."""
        return self.context.snapshot.places

    @cached_property
    def scope(self) -> pl.DataFrame:
        """Places in scope."""
        place = self.context.state.place
        if place is None:
            return self.places
        return self.places.filter(pl.col("code").is_in(places_below(self.places, place).implode()))

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The levels of which there are places in scope and at which the indicator can be told, the highest first."""
        there = set(self.scope.get_column("kind"))
        return tuple(level for level in reversed(levels_of(INDICATORS[self.choice.indicator])) if level in there)

    @cached_property
    def level(self) -> str:
        """The level drawn: the one asked for where the indicator has it, else the community, else the lowest."""
        if self.choice.level in self.levels:
            return str(self.choice.level)
        return "community" if "community" in self.levels or not self.levels else self.levels[-1]

    @cached_property
    def figures(self) -> PlaceFigures:
        """The indicator of each place."""
        return place_figures(self.asked, self.choice.indicator, level=self.level)

    @cached_property
    def classes(self) -> Classes:
        """The classes of its values."""
        values = self.figures.rows.get_column("value").to_numpy()
        return classes(values, method=self.choice.method, number=self.choice.number, bounds=self.choice.bounds)

    @cached_property
    def rows(self) -> pl.DataFrame:
        """The figures, with ``class`` (0 the lowest; -1 where the value cannot be told)."""
        values = self.figures.rows.get_column("value").to_numpy()
        return self.figures.rows.with_columns(pl.Series("class", self.classes.of(values), dtype=pl.Int64))

    @property
    def by_place(self) -> bool:
        """Whether the indicator counts what lies in a place itself, and not by community."""
        return self.figures.indicator.lowest != "community"

    @property
    def too_many(self) -> bool:
        """Whether a part has to be chosen before anything is drawn."""
        return self.figures.rows.height > MOST_PLACES

    @cached_property
    def boundaries(self) -> pl.DataFrame:
        """Boundaries that were loaded; they are in the ledger, not in the graph."""
        empty = pl.DataFrame(schema={"place": pl.String, "geometry": pl.String})
        return self.context.service.dataset().tables.get("boundaries", empty)

    @cached_property
    def outlines(self) -> list[PlaceOutline]:
        """The places drawn."""
        if self.too_many:
            return []
        return self._outlined(self.level, self.rows.get_column("code"))

    def _outlined(self, level: str, codes: pl.Series) -> list[PlaceOutline]:
        """Outlines of places of a level in scope, found once a dataset."""
        key = (self.context.investigation.published.version, level, self.context.state.place)
        return self.context.service.outlines.get(
            key, lambda: place_outlines(self.places, self.boundaries, level=level, codes=codes)
        )

    @cached_property
    def frames(self) -> list[PlaceOutline]:
        """Boundaries of the next level above, drawn as lines over the places; none where none are loaded."""
        if self.boundaries.is_empty():
            return []
        for level in LEVELS[LEVELS.index(self.level) + 1 :]:
            codes = self.scope.filter(pl.col("kind") == level).get_column("code")
            if len(codes) > 1:
                return [one for one in self._outlined(level, codes) if one.kind == BOUNDARY]
        return []

    @cached_property
    def uncovered(self) -> tuple[list[UnitPoint], int]:
        """Units without organisation as points, and how many have no place with coordinates."""
        units = self.context.finding("units_without_organisation").rows.filter(pl.col("status") == "found")
        at = self.places.select(pl.col("code").alias("place"), pl.col("name").alias("place_name"), "lon", "lat")
        told = units.join(at, on="place", how="left")
        placed = told.filter(pl.col("lon").is_not_null() & pl.col("lat").is_not_null())
        spots = projected(placed.get_column("lon").to_numpy(), placed.get_column("lat").to_numpy())
        placed = placed.with_columns(pl.Series("x", spots[:, 0]), pl.Series("y", spots[:, 1]))
        if placed.height <= MOST_UNITS:
            bar = self.context.service.settings.people_shown_from
            placed = placed.with_columns(pl.int_range(pl.len()).over("place").alias("nth"))
            points = [
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
                for row in placed.iter_rows(named=True)
            ]
            return points, told.height - placed.height
        return self._by_place(placed.select("place", "x", "y")), told.height - placed.height

    def _by_place(self, placed: pl.DataFrame) -> list[UnitPoint]:
        """One point a place of the level drawn, at the middle of what lies there."""
        above = places_above(self.places, placed.get_column("place")).join(self.rows.select("code"), on="code")
        names = dict(self.rows.select("code", "name").iter_rows())
        held = (
            placed.join(above, on="place")
            .group_by("code")
            .agg(pl.len().alias("number"), pl.col("x", "y").mean())
            .sort("number", "code", descending=[True, False])
        )
        return [
            UnitPoint(row["x"], row["y"], 0, "several", row["number"], "", names[row["code"]], f"place:{row['code']}")
            for row in held.iter_rows(named=True)
        ]

    @cached_property
    def lines(self) -> tuple[pl.DataFrame, Mapping[str, int], int]:
        """Ties between the places drawn, the thickest first; the sums of all; how many lines are left out."""
        told, sums = flows(self.asked, level=self.level)
        drawn = {one.code for one in self.outlines}
        told = told.filter(pl.col("a").is_in(list(drawn)) & pl.col("b").is_in(list(drawn)))
        return told.head(MOST_FLOWS), sums, max(told.height - MOST_FLOWS, 0)

    def told_value(self, value: float | None) -> str:
        """A value as a person reads it: a share in per cent, others with one digit."""
        return value_told(value, share=self.figures.indicator.share)

    def class_told(self, number: int) -> str:
        """The ends of a class in words."""
        words = self.context.words
        low, high = self.classes.ends()[number]
        if self.classes.zero and number == 0:
            return words.text("geography.class_zero", value=self.told_value(0.0))
        if low is None and high is None:
            least, most = self.classes.least, self.classes.most
            if least == most:
                return self.told_value(most)
            return words.text("geography.class_between", low=self.told_value(least), high=self.told_value(most))
        if low is None:
            return words.text("geography.class_up_to", high=self.told_value(high))
        if high is None:
            return words.text("geography.class_over", low=self.told_value(low))
        return words.text("geography.class_from_to", low=self.told_value(low), high=self.told_value(high))

    def state_count(self, state: str) -> int:
        """How many places are of a state."""
        return int((self.rows.get_column("state") == state).sum())


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


def value_told(value: float | None, *, share: bool) -> str:
    """A value as a person reads it."""
    if value is None or np.isnan(value):
        return "–"
    told = f"{100 * value:.1f}" if share else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"
    told = told.removesuffix(".0")
    return f"{told}%" if share else told
