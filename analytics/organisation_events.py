"""What happened with one organisation, day by day: meetings, agreements, listings, claims?

Gathers dated records of a snapshot; what is not dated is told as such. Nothing here judges anything.
"""

from __future__ import annotations

import polars as pl

from graph_model.snapshot import Snapshot

LANES = ("meetings", "agreements", "listings", "claims")
EVENTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "day": pl.Date,
    "lane": pl.String,
    "kind": pl.String,
    "code": pl.String,
    "title": pl.String,
    "with": pl.List(pl.String),
}


def organisation_events(snapshot: Snapshot, code: str) -> pl.DataFrame:
    """The events of an organisation.

    Parameters
    ----------
    snapshot
        Of the whole region.
    code
        The organisation's code.

    Returns
    -------
    pl.DataFrame
        ``EVENTS``: ``day`` (null where none is written down), ``lane`` (one of ``LANES``), ``kind`` (``attended``,
        ``missed``, ``hosted``; ``signed``, ``ends``; ``<kind>_posted`` with the kind of the listing;
        ``claim_made``, ``claim_received``, ``claim_done``), ``code`` and ``title`` of the meeting, agreement or listing
        (a meeting's title is its kind), ``with`` (codes of the others, sorted). Newest first, undated last.
    """
    told = [_meetings(snapshot, code), _agreements(snapshot, code), _listings(snapshot, code), _claims(snapshot, code)]
    rows = pl.concat(told).select(pl.col(name).cast(kind) for name, kind in EVENTS.items())
    return rows.sort("day", "lane", "kind", "code", descending=[True, False, False, False], nulls_last=True)


def _meetings(snapshot: Snapshot, code: str) -> pl.DataFrame:
    mine = snapshot.attendance.filter(pl.col("organisation") == code)
    others = (
        snapshot.attendance.filter(pl.col("attended") & (pl.col("organisation") != code))
        .join(mine.select("meeting"), on="meeting")
        .group_by("meeting")
        .agg(pl.col("organisation").sort().alias("with"))
    )
    told = snapshot.meetings.select(pl.col("code").alias("meeting"), pl.col("kind").alias("title"), "host")
    return (
        mine.join(told, on="meeting")
        .join(others, on="meeting", how="left")
        .select(
            pl.col("held").alias("day"),
            pl.lit("meetings").alias("lane"),
            pl.when((pl.col("host") == code).fill_null(value=False))
            .then(pl.lit("hosted"))
            .when("attended")
            .then(pl.lit("attended"))
            .otherwise(pl.lit("missed"))
            .alias("kind"),
            pl.col("meeting").alias("code"),
            "title",
            pl.col("with").fill_null([]),
        )
    )


def _agreements(snapshot: Snapshot, code: str) -> pl.DataFrame:
    mine = snapshot.parties.filter(pl.col("organisation") == code).select("agreement").unique()
    others = (
        snapshot.parties.filter(pl.col("organisation") != code)
        .group_by("agreement")
        .agg(pl.col("organisation").unique().sort().alias("with"))
    )
    told = (
        mine.join(snapshot.agreements.rename({"code": "agreement"}), on="agreement")
        .join(others, on="agreement", how="left")
        .with_columns(pl.col("with").fill_null([]))
    )
    kept = [pl.lit("agreements").alias("lane"), pl.col("agreement").alias("code"), pl.col("title"), pl.col("with")]
    signed = told.select(pl.coalesce("signed", "starts").alias("day"), pl.lit("signed").alias("kind"), *kept)
    ends = told.filter(pl.col("ends").is_not_null())
    return pl.concat([signed, ends.select(pl.col("ends").alias("day"), pl.lit("ends").alias("kind"), *kept)]).select(
        *EVENTS
    )


def _listings(snapshot: Snapshot, code: str) -> pl.DataFrame:
    mine = snapshot.listings.filter(pl.col("organisation") == code)
    return mine.select(
        pl.col("posted").alias("day"),
        pl.lit("listings").alias("lane"),
        (pl.col("kind") + pl.lit("_posted")).alias("kind"),
        "code",
        "title",
        pl.lit([], dtype=pl.List(pl.String)).alias("with"),
    )


def _claims(snapshot: Snapshot, code: str) -> pl.DataFrame:
    names = snapshot.listings.select(pl.col("code").alias("listing"), "title")
    mine = pl.col("organisation") == code
    told = snapshot.claims.filter((mine | (pl.col("owner") == code)) & (pl.col("organisation") != pl.col("owner")))
    told = told.join(names, on="listing", how="left").with_columns(
        pl.concat_list(pl.when(mine).then("owner").otherwise("organisation")).alias("with")
    )
    kept = [pl.lit("claims").alias("lane"), pl.col("listing").alias("code"), pl.col("title"), pl.col("with")]
    made = pl.when(mine).then(pl.lit("claim_made")).otherwise(pl.lit("claim_received")).alias("kind")
    done = told.filter(pl.col("done").is_not_null())
    return pl.concat(
        [
            told.select(pl.col("claimed").alias("day"), made, *kept).select(*EVENTS),
            done.select(pl.col("done").alias("day"), pl.lit("claim_done").alias("kind"), *kept).select(*EVENTS),
        ]
    )
