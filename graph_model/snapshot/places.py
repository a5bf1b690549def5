"""Where does a place lie: under which community, in which area, and what lies below it?

Walking the tree of places, column by column. Nothing here knows of organisations.
"""

from __future__ import annotations

import polars as pl

from graph_model.errors import UnknownName

DEEPEST = 16
"""Most steps from a block to its province that are followed; the contract has ten kinds of place."""


def placed(places: pl.DataFrame, part_of: pl.DataFrame) -> pl.DataFrame:
    """The places with what lies above them.

    Parameters
    ----------
    places
        ``code``, ``name``, ``kind``, ``community_type`` and more.
    part_of
        ``source``, ``target``: child and parent.

    Returns
    -------
    pl.DataFrame
        ``places`` and ``parent``, ``community`` and ``area`` (codes of the nearest of that kind, the place itself
        included; null where there is none), ``nearest_type`` (the community type of the nearest place that has one).
    """
    out = places.join(part_of.rename({"source": "code", "target": "parent"}), on="code", how="left")
    facts = out.select(
        "code",
        pl.col("parent").alias("up"),
        pl.when(pl.col("kind") == "community").then(pl.col("code")).alias("community"),
        pl.when(pl.col("kind") == "area").then(pl.col("code")).alias("area"),
        pl.col("community_type").alias("nearest_type"),
    )
    above = facts
    found = facts.select("code", "up", "community", "area", "nearest_type")
    for _ in range(DEEPEST):
        if found.get_column("up").null_count() == found.height:
            break
        step = above.select(
            pl.col("code").alias("up"),
            pl.col("up").alias("next"),
            pl.col("community").alias("_community"),
            pl.col("area").alias("_area"),
            pl.col("nearest_type").alias("_type"),
        )
        found = found.join(step, on="up", how="left").select(
            "code",
            pl.col("next").alias("up"),
            pl.coalesce("community", "_community").alias("community"),
            pl.coalesce("area", "_area").alias("area"),
            pl.coalesce("nearest_type", "_type").alias("nearest_type"),
        )
    return out.join(found.drop("up"), on="code", how="left").sort("code")


def places_below(places: pl.DataFrame, place: str) -> pl.Series:
    """Codes of a place and of all that lies below it.

    Parameters
    ----------
    places
        ``code`` and ``parent``.
    place
        Code of the place.

    Raises
    ------
    UnknownName
        There is no such place; carries the nearest codes.
    """
    codes = places.get_column("code")
    if place not in codes:
        raise UnknownName("place", place, known=codes.to_list())
    found = pl.Series("code", [place], dtype=pl.String)
    newest = found
    for _ in range(DEEPEST):
        newest = places.filter(pl.col("parent").is_in(newest.implode())).get_column("code")
        newest = newest.filter(~newest.is_in(found.implode()))
        if newest.is_empty():
            break
        found = pl.concat([found, newest])
    return found.sort()
