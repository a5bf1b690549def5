"""In which larger places do many places lie, so that a picture shows some dozens of these and not thousands?

The lowest level of which there are few enough. What is added up for each is the picture's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from analytics.coverage import places_above

ABOVE: Final = ("subdistrict", "district", "city", "province")
"""Levels above a community that others are gathered in, the lowest first; names of areas repeat in a city."""


@dataclass(frozen=True)
class Gathered:
    """Places by the larger place they lie in.

    Attributes
    ----------
    level
        Kind of the larger places; None where there is no level that parts them in two or more.
    at
        ``code`` and ``at``, the larger place's code, null where a place lies in none; one row a place asked for.
    """

    level: str | None
    at: pl.DataFrame


def gathered(places: pl.DataFrame, codes: pl.Series, *, most: int, levels: tuple[str, ...] = ABOVE) -> Gathered:
    """Gather places in those of the lowest of ``levels`` of which they lie in at most ``most``, else of the highest.

    Parameters
    ----------
    places
        ``code``, ``kind`` and ``parent`` of every place of the region.
    codes
        Places to gather; each may itself be of a level.
    """
    asked = codes.drop_nulls().unique().rename("code").to_frame()
    kinds = places.select("code", "kind")
    above = places_above(places, asked.get_column("code")).join(kinds, on="code", how="left")
    found = Gathered(None, asked.with_columns(pl.lit(None, dtype=pl.String).alias("at")).sort("code"))
    for level in levels:
        up = above.filter(pl.col("kind") == level).select(pl.col("place"), pl.col("code").alias("at"))
        number = up.get_column("at").n_unique()
        if number < 2:
            continue
        found = Gathered(level, asked.join(up, left_on="code", right_on="place", how="left").sort("code"))
        if number <= most:
            break
    return found
