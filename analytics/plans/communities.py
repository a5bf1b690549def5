"""Which organisation stands for a community, and which communities are paired already?

Only urban communities and converted villages pair. Whether a pairing does anything is told by findings.
"""

from __future__ import annotations

import polars as pl

from graph_model.snapshot import Snapshot

LEVELS: tuple[str, ...] = ("committee", "general_branch", "branch", "group")
"""Of the organisations that may stand for a community, the highest first."""


def own_organisations(region: Snapshot, scope: pl.Series | None) -> tuple[pl.DataFrame, int]:
    """One row a community that has an organisation of its own, with the one that stands for it.

    Its own are the living ones of domain community, no working committee, based in the community or below it. The
    highest by ``LEVELS`` stands for it, of equals one based in the community itself, then the smaller code.

    Parameters
    ----------
    region
        The day, of the whole region.
    scope
        Codes of the places looked at; None for all.

    Returns
    -------
    rows : pl.DataFrame
        ``community, community_name, community_type`` (null: not known)``, organisation, organisation_name, base`` (the
        place it is based in); sorted by community.
    without : int
        Communities in scope that have none.
    """
    communities = region.places.filter(pl.col("kind") == "community")
    if scope is not None:
        communities = communities.filter(pl.col("code").is_in(scope.implode()))
    height = {level: at for at, level in enumerate(LEVELS)}
    theirs = (
        region.organisations.filter((pl.col("domain") == "community") & pl.col("level").is_in(LEVELS))
        .drop_nulls("community")
        .sort(
            pl.col("level").replace_strict(height, return_dtype=pl.Int64),
            pl.col("place") != pl.col("community"),
            "code",
        )
        .unique("community", keep="first", maintain_order=True)
        .select(
            "community",
            pl.col("code").alias("organisation"),
            pl.col("name").alias("organisation_name"),
            pl.col("place").alias("base"),
        )
    )
    told = communities.select(
        pl.col("code").alias("community"), pl.col("name").alias("community_name"), "community_type"
    ).join(theirs, on="community")
    return told.sort("community"), communities.height - told.height


def running_pairs(region: Snapshot) -> pl.DataFrame:
    """Pairs of an urban community and a converted village that have a pairing: ``a, b`` (urban first), ``state``.

    Organisations of both communities' own (as ``own_organisations``, any of them) are party to one agreement of kind
    pairing: ``running`` where one is alive, else ``planned`` where one has that status. Sorted by both codes.
    """
    own = region.organisations.filter((pl.col("domain") == "community") & pl.col("level").is_in(LEVELS))
    types = region.places.filter(pl.col("kind") == "community").select(
        pl.col("code").alias("community"), "community_type"
    )
    sides = (
        region.agreements.filter((pl.col("kind") == "pairing") & (pl.col("alive") | (pl.col("status") == "planned")))
        .select(pl.col("code").alias("agreement"), "alive")
        .join(region.parties.select("agreement", "organisation"), on="agreement")
        .join(own.select(pl.col("code").alias("organisation"), "community"), on="organisation")
        .join(types, on="community")
    )
    urban, rural = (
        sides.filter(pl.col("community_type") == kind).select("agreement", "alive", pl.col("community").alias(side))
        for kind, side in (("urban", "a"), ("converted_village", "b"))
    )
    state = pl.when(pl.col("alive").any()).then(pl.lit("running")).otherwise(pl.lit("planned"))
    pairs = urban.join(rural.drop("alive"), on="agreement").group_by("a", "b").agg(state.alias("state"))
    return pairs.sort("a", "b")
