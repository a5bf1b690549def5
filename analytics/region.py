"""How large is what is looked at: communities, organisations, members?

The numbers that stand beside findings so that their share can be judged. Finding anything is not done here.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph_model.snapshot import Snapshot

QUERIES = ("community_standards", "member_numbers")


@dataclass(frozen=True)
class Region:
    """What a region or a part of it holds on a day.

    Attributes
    ----------
    communities
        One row a community in scope: ``code``, ``name``, ``area``, ``community_type``, ``households``, ``population``
        (null: unknown); sorted by code.
    organisations
        Living organisations by ``level``: ``level``, ``count``.
    """

    communities: pl.DataFrame
    organisations: pl.DataFrame


def region(snapshot: Snapshot, *, standards: pl.DataFrame, scope: pl.Series | None) -> Region:
    """The numbers of a region.

    Parameters
    ----------
    snapshot
        Of the day, narrowed to the place.
    standards
        Answer of the query ``community_standards``, of the whole region.
    scope
        Codes of the place and what lies below it; None for the whole region.
    """
    if scope is not None:
        standards = standards.filter(pl.col("code").is_in(scope.implode()))
    return Region(
        communities=standards.join(snapshot.places.select("code", "area"), on="code", how="left")
        .select("code", "name", "area", "community_type", "households", "population")
        .sort("code"),
        organisations=snapshot.organisations.group_by("level")
        .agg(pl.len().cast(pl.Int64).alias("count"))
        .sort("level"),
    )
