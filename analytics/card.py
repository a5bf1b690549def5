"""What is one organisation's place in the region: its ties with their dates, meetings, agreements, listings?

Gathers what a snapshot holds of one organisation. Nothing here scores it, and no person is named.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from scipy import sparse

from analytics.finding import plain
from graph_model.errors import UnknownName
from graph_model.snapshot import LAYERS, Snapshot

RECENT = 20
"""Most meetings a card tells, newest first."""


@dataclass(frozen=True)
class Card:
    """One organisation on a day.

    Attributes
    ----------
    facts
        Its own properties, and the names of its place and superior.
    ties
        One row a partner: ``code, name, domain, layers, weight, latest`` (the newest dated event they share; None where
        none is dated), most layers first.
    by_layer
        One row a layer: ``layer, ties, of`` (its partners in all) and ``latest``.
    seats, agreements, listings, meetings
        Rows of what it takes part in.
    """

    facts: dict[str, Any]
    ties: list[dict[str, Any]]
    by_layer: list[dict[str, Any]]
    seats: list[dict[str, Any]]
    agreements: list[dict[str, Any]]
    listings: list[dict[str, Any]]
    meetings: list[dict[str, Any]]


def organisation_card(snapshot: Snapshot, code: str) -> Card:
    """The card of an organisation.

    Parameters
    ----------
    snapshot
        The day; narrowed or without the hub as the reader asked.
    code
        The organisation's code.

    Raises
    ------
    UnknownName
        No living organisation in scope has this code; carries the nearest codes.
    """
    codes = snapshot.codes
    if code not in codes:
        raise UnknownName("organisation", code, known=codes)
    node = codes.index(code)
    facts = _facts(snapshot, node)
    events = _shared_events(snapshot, code)
    ties = _ties(snapshot, node, events)
    by_layer = []
    for layer in LAYERS:
        held = [tie for tie in ties if layer in tie["layers"]]
        days = [tie["dates"][layer] for tie in held if tie["dates"].get(layer) is not None]
        by_layer.append(
            {"layer": layer, "ties": len(held), "of": len(ties), "latest": plain(max(days)) if days else None}
        )
    told_ties = [{name: plain(value) for name, value in tie.items() if name != "dates"} for tie in ties]
    return Card(
        facts,
        told_ties,
        by_layer,
        _rows(_seats(snapshot, code)),
        _rows(_agreements(snapshot, code)),
        _rows(_listings(snapshot, code)),
        _rows(_meetings(snapshot, code)),
    )


def _facts(snapshot: Snapshot, node: int) -> dict[str, Any]:
    facts = snapshot.organisations.row(node, named=True)
    names = dict(snapshot.places.select("code", "name").iter_rows())
    above = snapshot.organisations.filter(pl.col("code") == (facts["superior"] or "")).get_column("name")
    facts |= {
        "place_name": names.get(facts["place"]),
        "community_name": names.get(facts["community"]),
        "area_name": names.get(facts["area"]),
        "superior_name": above[0] if above.len() else None,
    }
    return {name: plain(value) for name, value in facts.items()}


def _shared_events(snapshot: Snapshot, code: str) -> pl.DataFrame:
    """What it shares with whom and since when: ``partner, layer, day`` (day may be null)."""
    ours = pl.col("organisation") == code
    meetings = snapshot.attendance.filter(pl.col("attended"))
    met = meetings.join(meetings.filter(ours).select("meeting"), on="meeting").select(
        pl.col("organisation").alias("partner"), pl.lit("meetings").alias("layer"), pl.col("held").alias("day")
    )
    party = snapshot.parties.join(snapshot.parties.filter(ours).select("agreement"), on="agreement")
    signed = party.join(
        snapshot.agreements.select(pl.col("code").alias("agreement"), pl.coalesce("starts", "signed").alias("day")),
        on="agreement",
    ).select(pl.col("organisation").alias("partner"), pl.lit("agreements").alias("layer"), "day")
    claimed = snapshot.claims.filter(ours | (pl.col("owner") == code)).select(
        pl.when(ours).then(pl.col("owner")).otherwise(pl.col("organisation")).alias("partner"),
        pl.lit("claims").alias("layer"),
        pl.col("claimed").alias("day"),
    )
    return pl.concat([met, signed, claimed]).filter(pl.col("partner") != code)


def _ties(snapshot: Snapshot, node: int, events: pl.DataFrame) -> list[dict[str, Any]]:
    latest: dict[tuple[str, str], dt.date] = {
        (partner, layer): day
        for partner, layer, day in events.group_by("partner", "layer").agg(pl.col("day").max()).iter_rows()
        if day is not None
    }
    weight = sparse.csr_array(snapshot.adjacency()[[node], :])
    partners = weight.indices
    held = {name: np.asarray(snapshot.layers[name][[node], :].toarray()).ravel() for name in LAYERS}
    ties = []
    for partner in partners.tolist():
        other = snapshot.organisations.row(partner, named=True)
        layers = [name for name in LAYERS if held[name][partner]]
        dates = {name: latest.get((other["code"], name)) for name in layers}
        known = [day for day in dates.values() if day is not None]
        ties.append(
            {
                "code": other["code"],
                "name": other["name"],
                "domain": other["domain"],
                "layers": layers,
                "weight": len(layers),
                "latest": max(known) if known else None,
                "dates": dates,
            }
        )
    return sorted(ties, key=lambda tie: (-tie["weight"], tie["code"]))


def _seats(snapshot: Snapshot, code: str) -> pl.DataFrame:
    names = snapshot.committees.select(pl.col("code").alias("committee"), "name", "tier")
    mine = snapshot.seats.filter(pl.col("organisation") == code)
    return mine.join(names, on="committee").select("committee", "name", "tier", "role").sort("committee")


def _agreements(snapshot: Snapshot, code: str) -> pl.DataFrame:
    mine = snapshot.parties.filter(pl.col("organisation") == code).select(pl.col("agreement").alias("code"), "side")
    held = snapshot.meetings.filter(pl.col("agreement").is_not_null())
    activity = held.group_by(pl.col("agreement").alias("code")).agg(
        pl.len().cast(pl.Int64).alias("activities"), pl.col("held").max().alias("latest_activity")
    )
    return (
        mine.join(snapshot.agreements, on="code")
        .join(activity, on="code", how="left")
        .with_columns(pl.col("activities").fill_null(0))
        .sort("alive", "code", descending=[True, False])
    )


def _listings(snapshot: Snapshot, code: str) -> pl.DataFrame:
    claims = snapshot.claims.group_by(pl.col("listing").alias("code")).agg(pl.len().cast(pl.Int64).alias("claims"))
    return (
        snapshot.listings.filter(pl.col("organisation") == code)
        .join(claims, on="code", how="left")
        .with_columns(pl.col("claims").fill_null(0))
        .drop("organisation")
        .sort("code")
    )


def _meetings(snapshot: Snapshot, code: str) -> pl.DataFrame:
    kinds = snapshot.meetings.select(pl.col("code").alias("meeting"), "kind", "committee", "agreement", "host")
    return (
        snapshot.attendance.filter(pl.col("organisation") == code)
        .join(kinds, on="meeting")
        .drop("organisation")
        .sort("held", "meeting", descending=[True, False])
        .head(RECENT)
    )


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [{name: plain(value) for name, value in row.items()} for row in frame.iter_rows(named=True)]
