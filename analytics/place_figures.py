"""What does each place of one level hold of an indicator: how many, of how many, how many unknown?

Counts of ``place_indicators`` added up to a level. Classes are ``classing``, outlines ``place_outlines``, ties between
places ``place_flows``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from analytics.coverage import places_above
from analytics.finding import UNKNOWN
from analytics.place_indicators import COUNTED, INDICATORS, Asked, PlaceIndicator, levels_of
from graph_model.errors import UnknownName
from graph_model.snapshot import places_below

KNOWN, NOTHING = "known", "nothing"
"""A place whose value can be told, and one where there is nothing to ask of; beside ``UNKNOWN``."""


@dataclass(frozen=True)
class PlaceFigures:
    """An indicator of every place of a level.

    Attributes
    ----------
    indicator, level
        Which, and where.
    rows
        One row a place in scope, sorted by code: ``code, name, kind, count, of, unknown, value`` (null where it cannot
        be told) and ``state`` (``known``, ``unknown``, or ``nothing``: there is nothing to ask of).
    unplaced
        ``count, of, unknown`` of what is in no row; where the indicator's lowest level is the community, also what lies
        in a place above but in no community of it.
    """

    indicator: PlaceIndicator
    level: str
    rows: pl.DataFrame
    unplaced: Mapping[str, float]


def place_figures(asked: Asked, indicator_id: str, *, level: str) -> PlaceFigures:
    """An indicator of every place of a level under the filters.

    A value is ``per`` x count / of over all that lies in the place or below it; unknown subjects are in neither.

    Raises
    ------
    UnknownName
        There is no such indicator, level or place; or the indicator cannot be told at this level.
    """
    if indicator_id not in INDICATORS:
        raise UnknownName("indicator", indicator_id, known=INDICATORS)
    indicator = INDICATORS[indicator_id]
    if level not in levels_of(indicator):
        raise UnknownName("level", level, known=levels_of(indicator))
    snapshot = asked.snapshot
    places = snapshot.places
    scope = places if asked.place is None else places.filter(
        pl.col("code").is_in(places_below(places, asked.place).implode())
    )  # fmt: skip
    wanted = scope.filter(pl.col("kind") == level).select("code", "name", "kind")
    counts = indicator.by_place(asked, level).select(
        "code", *[pl.col(name).cast(kind) for name, kind in COUNTED.items()]
    )
    above = places_above(places, counts.get_column("code")).join(wanted.select("code"), on="code")
    told = (
        counts.rename({"code": "place"})
        .join(above, on="place", how="left")
        .group_by("code")
        .agg(pl.col(*COUNTED).sum())
    )
    rest = told.filter(pl.col("code").is_null())
    of, unknown = pl.col("of").fill_null(0.0), pl.col("unknown").fill_null(0)
    rows = (
        wanted.join(told, on="code", how="left")
        .with_columns(
            pl.col("count").fill_null(0.0),
            of,
            unknown,
            pl.when(of > 0).then(indicator.per * pl.col("count") / of).alias("value"),
            pl.when(of > 0)
            .then(pl.lit(KNOWN))
            .when(unknown > 0)
            .then(pl.lit(UNKNOWN))
            .otherwise(pl.lit(NOTHING))
            .alias("state"),
        )
        .sort("code")
    )
    unplaced = {name: float(rest.get_column(name).sum()) for name in COUNTED}
    return PlaceFigures(indicator, level, rows, unplaced)
