"""What is on the map of a view: which indicator of which places, in which classes, with which points and lines?

The one model that the page, the API and the drawing share. Figures are analytics'; the drawing is
``figures.place_map``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeVar

import polars as pl

from analytics.classing import Classes, classes
from analytics.place_figures import PlaceFigures, place_figures
from analytics.place_flows import flows
from analytics.place_indicators import INDICATORS, LEVELS, Asked, levels_of
from analytics.place_outlines import BOUNDARY, PlaceOutline, place_outlines
from dashboard.background_file import BackgroundFile
from dashboard.figures.map_plane import Ground, grounded
from dashboard.geography.choice import MapChoice
from dashboard.geography.units import Uncovered, UnitPoint, uncovered_units
from dashboard.page import PageContext
from graph_model.errors import BadValue
from graph_model.snapshot import places_below

T = TypeVar("T")
USUAL: Final = "community"
MOST_PLACES: Final = 6000
"""Most places that are drawn at once; of more a part has to be chosen."""
AT_A_GLANCE: Final = 400
"""Most places of the level that is drawn where the address names none; communities of more show when it is nearer."""
MOST_CIRCLES: Final = 150
"""Most circles for the units of whole places; of more places those of a level above have one."""
MOST_FLOWS: Final = 150
"""Most lines; the thickest are drawn, and how many are left out is told."""
FINE: Final = 0.06
"""Units of the drawing under which two corners are one where it is seen nearer."""


@dataclass(frozen=True)
class MapView:
    """The map of one view; everything is computed when it is first asked for, and what is costly kept for the next."""

    context: PageContext
    choice: MapChoice

    def _kept(self, make: Callable[[], T], *key: object) -> T:
        """What was made for this dataset under a key, made where it was not."""
        told: T = self.context.service.map_parts.get((self.context.investigation.published.version, *key), make)
        return told

    @cached_property
    def _filters(self) -> tuple[object, ...]:
        state = self.context.state
        return self.context.as_of, state.place, state.layer, state.hub

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
        """Places in scope of the levels that can be drawn: ``code, name, kind``."""
        place, places = self.context.state.place, self.places

        def drawable() -> pl.DataFrame:
            held = places.filter(pl.col("kind").is_in(LEVELS))
            if place is not None:
                held = held.filter(pl.col("code").is_in(places_below(places, place).implode()))
            return held.select("code", "name", "kind")

        return self._kept(drawable, "scope", place)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """How many places in scope there are of each level at which the indicator can be told, the highest first."""
        there = dict(self.scope.get_column("kind").value_counts().iter_rows())
        return {
            level: there[level] for level in reversed(levels_of(INDICATORS[self.choice.indicator])) if there.get(level)
        }

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels of which there are places in scope and at which the indicator can be told, the highest first."""
        return tuple(self.numbers)

    @cached_property
    def level(self) -> str:
        """The level drawn: the one asked for where the indicator has it, else the lowest from the community up of which
        there are no more places than are seen ``AT_A_GLANCE``; where there is no community, the lowest.
        """
        if self.choice.level in self.numbers:
            return str(self.choice.level)
        return self._lowest(USUAL, AT_A_GLANCE)

    def _lowest(self, level: str, most: int) -> str:
        """The lowest level from ``level`` up of which there are at most ``most`` places, else the highest there is."""
        up = [one for one in reversed(self.levels) if LEVELS.index(one) >= LEVELS.index(level)]
        if not up:
            return self.levels[-1] if self.levels else level
        return next((one for one in up if self.numbers[one] <= most), up[-1])

    @cached_property
    def nearer(self) -> MapView | None:
        """The map of communities that shows when this one is brought nearer, in classes of its own; or none.

        Shares of whole sub-districts lie closer together than those of communities: in their classes most communities
        would be in the first or the last.
        """
        if self.choice.level in self.numbers or self.level == USUAL or USUAL not in self.numbers:
            return None
        if self.numbers[USUAL] > MOST_PLACES or LEVELS.index(self.level) < LEVELS.index(USUAL):
            return None
        return replace(self, choice=replace(self.choice, level=USUAL, flows=False))

    @cached_property
    def figures(self) -> PlaceFigures:
        """The indicator of each place."""
        indicator, level = self.choice.indicator, self.level
        return self._kept(
            lambda: place_figures(self.asked, indicator, level=level), "figures", *self._filters, indicator, level
        )

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
        return self.figures.indicator.lowest != USUAL

    @property
    def too_many(self) -> bool:
        """Whether a part has to be chosen before anything is drawn."""
        return self.figures.rows.height > MOST_PLACES

    @cached_property
    def boundaries(self) -> pl.DataFrame:
        """Boundaries that were loaded; they are in the ledger, not in the graph."""
        return self.context.service.table("boundaries")

    @cached_property
    def outlines(self) -> list[PlaceOutline]:
        """The places drawn."""
        return [] if self.too_many else self._outlined(self.level)

    def _outlined(self, level: str) -> list[PlaceOutline]:
        """Outlines of the places of a level in scope."""
        codes = self.scope.filter(pl.col("kind") == level).get_column("code")
        return self._kept(
            lambda: place_outlines(self.places, self.boundaries, level=level, codes=codes),
            "outlines",
            level,
            self.context.state.place,
        )

    @cached_property
    def frames(self) -> list[PlaceOutline]:
        """Boundaries of the next level above, drawn as lines over the places; none where none are loaded."""
        if self.boundaries.is_empty():
            return []
        for level in LEVELS[LEVELS.index(self.level) + 1 :]:
            if (self.scope.get_column("kind") == level).sum() > 1:
                return [one for one in self._outlined(level) if one.kind == BOUNDARY]
        return []

    @cached_property
    def ground(self) -> Ground:
        """The places drawn, on the drawing."""
        place = self.context.state.place

        def laid() -> Ground:
            spots = self.uncovered.placed.select("x", "y").to_numpy() if not self.outlines else None
            return grounded(self.outlines, beside=spots)

        return self._kept(laid, "ground", self.level, place)

    @cached_property
    def nearer_ground(self) -> Ground:
        """The communities, on the drawing of this map and finer."""
        below, place = self.nearer, self.context.state.place
        outlines = [] if below is None else below.outlines
        plane = self.ground.plane
        return self._kept(lambda: grounded(outlines, plane=plane, finest=FINE), "nearer_ground", self.level, place)

    @cached_property
    def frame_ground(self) -> Ground:
        """The frames, on the drawing of this map."""
        plane, place = self.ground.plane, self.context.state.place
        return self._kept(lambda: grounded(self.frames, plane=plane), "frames", self.level, place)

    @cached_property
    def background(self) -> BackgroundFile | None:
        """The tile file under the map; None where there is none, it is switched off, or it cannot be read."""
        try:
            return self.context.service.backgrounds.file() if self.choice.background else None
        except BadValue:  # told where files are handed in; the map stands by itself
            return None

    @cached_property
    def uncovered(self) -> Uncovered:
        """Units without an organisation."""
        return self._kept(lambda: uncovered_units(self.context, self.places), "units", *self._filters[:3])

    @cached_property
    def points(self) -> list[UnitPoint]:
        """Units without organisation as points: each, or a circle for all of a place of the level drawn, or above."""
        if self.uncovered.one_by_one:
            return self.uncovered.points(bar=self.context.service.settings.people_shown_from)
        level = self._lowest(self.level, MOST_CIRCLES)
        return self._by_place(level)

    @cached_property
    def nearer_points(self) -> list[UnitPoint]:
        """A circle for each community, for when the map is brought nearer; none where units are drawn one by one."""
        return [] if self.uncovered.one_by_one or USUAL not in self.numbers else self._by_place(USUAL)

    def _by_place(self, level: str) -> list[UnitPoint]:
        wanted = self.scope.filter(pl.col("kind") == level).select("code", "name")
        return self._kept(lambda: self.uncovered.by_place(self.places, wanted), "units_at", *self._filters[:3], level)

    @cached_property
    def lines(self) -> tuple[pl.DataFrame, Mapping[str, int], int]:
        """Ties between the places drawn, the thickest first; the sums of all; how many lines are left out."""
        told, sums = self._kept(lambda: flows(self.asked, level=self.level), "flows", *self._filters, self.level)
        drawn = [one.code for one in self.outlines]
        told = told.filter(pl.col("a").is_in(drawn) & pl.col("b").is_in(drawn))
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


def value_told(value: float | None, *, share: bool) -> str:
    """A value as a person reads it."""
    if value is None or math.isnan(value):
        return "–"
    told = f"{100 * value:.1f}" if share else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"
    told = told.removesuffix(".0")
    return f"{told}%" if share else told
