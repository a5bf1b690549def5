"""How many ties join the places of one level, and how many of them urban and rural?

Ties of organisations added up by pairs of places. Figures of single places are ``place_figures``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.coverage import places_above
from analytics.place_indicators import Asked
from graph_model.snapshot import LAYERS


def flows(asked: Asked, *, level: str) -> tuple[pl.DataFrame, Mapping[str, int]]:
    """Ties between places of a level, added up.

    Returns
    -------
    pl.DataFrame, Mapping[str, int]
        One row a pair of places with a tie: ``a, b`` (codes, a < b), ``ties``, ``urban_rural`` (those of them between
        an urban and a rural community, as ``ties_by_kind_of_place`` finds them), most ties first. And how many ties are
        ``within`` one place, have an end in ``no_place`` of the level, and are ``between`` two.
    """
    snapshot = asked.snapshot
    layers = LAYERS if asked.layer is None else (asked.layer,)
    ties = snapshot.ties(layers).select("a", "b")
    of = snapshot.organisations.select("code", "place")
    above = places_above(snapshot.places, of.get_column("place"))
    wanted = snapshot.places.filter(pl.col("kind") == level).select("code")
    at = of.join(above.join(wanted, on="code").rename({"code": "at"}), on="place", how="left").select("code", "at")
    crossing = asked.finding("ties_by_kind_of_place").rows.filter(pl.col("status") == "found").select("a", "b")
    crossing = crossing.with_columns(pl.lit(value=True).alias("urban_rural"))
    told = (
        ties.join(crossing, on=["a", "b"], how="left")
        .join(at.rename({"code": "a", "at": "from"}), on="a", how="left")
        .join(at.rename({"code": "b", "at": "to"}), on="b", how="left")
    )
    placed = told.drop_nulls(["from", "to"])
    apart = placed.filter(pl.col("from") != pl.col("to"))
    rows = (
        apart.select(
            pl.min_horizontal("from", "to").alias("a"),
            pl.max_horizontal("from", "to").alias("b"),
            pl.col("urban_rural").fill_null(value=False),
        )
        .group_by("a", "b")
        .agg(pl.len().cast(pl.Int64).alias("ties"), pl.col("urban_rural").sum().cast(pl.Int64))
        .sort("ties", "a", "b", descending=[True, False, False])
    )
    sums: dict[str, Any] = {
        "within": placed.height - apart.height,
        "no_place": told.height - placed.height,
        "between": apart.height,
    }
    return rows, sums
