"""Facts for findings, from plain rows, without a store: the network tables straight out of a dataset.

The answers of the queries behind the network findings are counted here from the snapshot; that the stores' Cypher says
the same is held by ``tests/contract/test_counted_twice.py``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import polars as pl

from analytics.finding import Facts, Finding
from analytics.rules import bundled_rules
from graph_model.dataset import Dataset
from graph_model.errors import UnknownName
from graph_model.network_tables import NODE_TABLES, NUMBERED_TABLES, TIE_TABLES, numbered
from graph_model.snapshot import NetworkTables, Snapshot, months_before, places_below, take_snapshot
from tests.region import AS_OF, Rows, dataset_from_rows


def network_tables(dataset: Dataset) -> NetworkTables:
    """What ``read_network_tables`` would read from a store that holds this dataset."""
    frames = {label: dataset.nodes(label).select(columns) for label, columns in NODE_TABLES.items()}
    frames |= {name: dataset.relationships(name) for name in TIE_TABLES}
    frames |= {name: numbered(name, dataset.relationships(name), frames) for name in NUMBERED_TABLES}
    return NetworkTables(dataset.version, frames)


def snapshot_of(rows: Rows, *, day: str = AS_OF, place: str | None = None) -> Snapshot:
    return take_snapshot(network_tables(dataset_from_rows(rows)), dt.date.fromisoformat(day), place=place)


def nothing_else(finding_id: str, **_: object) -> Finding:
    raise UnknownName("finding", finding_id)


def facts_of(
    rows: Rows,
    *,
    day: str = AS_OF,
    place: str | None = None,
    layer: str | None = None,
    frames: Mapping[str, pl.DataFrame] | None = None,
    exact_up_to: int = 20_000,
    ask: Callable[..., Finding] = nothing_else,
) -> Facts:
    tables, on = network_tables(dataset_from_rows(rows)), dt.date.fromisoformat(day)
    snapshot = take_snapshot(tables, on, place=place)
    return Facts(
        as_of=snapshot.as_of,
        place=place,
        layer=layer,
        scope=None if place is None else places_below(snapshot.places, place),
        frames=answers(tables, on) | dict(frames or {}),
        snapshot=snapshot,
        region=take_snapshot(tables, on),
        rules=bundled_rules(),
        exact_up_to=exact_up_to,
        findings={},
        ask=ask,
    )


def answers(tables: NetworkTables, day: dt.date) -> dict[str, pl.DataFrame]:
    """What the catalogue's queries about ties, agreements, committees and listings would answer on the day."""
    region = take_snapshot(tables, day)
    return {
        "organisation_links": _links(tables, region),
        "organisation_facts": _last_met(region),
        "agreement_facts": _agreements(region),
        "committee_meetings": _committee_meetings(region),
        "open_listings": _open_listings(region),
    }


def _per(rows: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    return rows.group_by(pl.col(column).alias("code")).agg(pl.len().cast(pl.Int64).alias(name))


def _links(tables: NetworkTables, region: Snapshot) -> pl.DataFrame:
    running = region.agreements.filter("alive").get_column("code").to_list()
    recent = region.attendance.filter(pl.col("attended") & (pl.col("held") > months_before(region.as_of, 12)))
    owners = tables["LISTS"].rename(
        {"source": "owner"}
    )  # what an organisation did stays done when the other is no more
    claims = (
        tables["CLAIMS"]
        .join(owners, on="target")
        .filter(pl.col("owner") != pl.col("source"), pl.col("claimed").is_null() | (pl.col("claimed") <= region.as_of))
    )
    days = pl.concat([claims.select(pl.col(end).alias("code"), "claimed") for end in ("source", "owner")])
    counted = [
        _per(region.seats, "organisation", "seats"),
        _per(region.parties.filter(pl.col("agreement").is_in(running)), "organisation", "agreements"),
        _per(claims, "source", "claims_made"),
        _per(claims, "owner", "claims_met"),
        days.group_by("code").agg(pl.col("claimed").max().alias("last_claim")),
        _per(recent, "organisation", "meetings"),
    ]
    rows = region.organisations.select("code", "name", "level", "place")
    for one in counted:
        rows = rows.join(one, on="code", how="left")
    return rows.with_columns(pl.col("seats", "agreements", "claims_made", "claims_met", "meetings").fill_null(0))


def _last_met(region: Snapshot) -> pl.DataFrame:
    met = region.attendance.filter("attended").group_by(pl.col("organisation").alias("code"))
    return region.organisations.select("code").join(
        met.agg(pl.col("held").max().alias("last_met")), on="code", how="left"
    )


def _agreements(region: Snapshot) -> pl.DataFrame:
    sides = region.parties.select("agreement", "organisation")
    between = region.claims.join(sides, on="organisation").join(
        sides.rename({"organisation": "owner"}), on=["agreement", "owner"]
    )
    silent = pl.col("responded").is_null() | (pl.col("responded") > region.as_of)
    party = region.parties.sort("organisation").group_by(pl.col("agreement").alias("code"), maintain_order=True)
    held = region.meetings.group_by(pl.col("agreement").alias("code"))
    recent = (pl.col("held") > months_before(region.as_of, 12)).sum().cast(pl.Int64)
    return (
        region.agreements.filter("alive")
        .select("code", "title", "kind", "signed", "starts", "ends")
        .join(
            party.agg(
                pl.col("organisation").alias("parties"),
                *((pl.col("side") == s).sum().cast(pl.Int64).alias(f"{s}s") for s in ("initiator", "respondent")),
                pl.col("organisation").filter((pl.col("side") == "respondent") & silent).alias("unanswered"),
            ),
            on="code",
            how="left",
        )
        .join(held.agg(recent.alias("meetings"), pl.col("held").max().alias("last_meeting")), on="code", how="left")
        .join(
            between.group_by(pl.col("agreement").alias("code")).agg(pl.col("claimed").max().alias("last_claim")),
            on="code",
            how="left",
        )
        .with_columns(
            pl.col("parties", "unanswered").fill_null([]), pl.col("initiators", "respondents", "meetings").fill_null(0)
        )
    )


def _committee_meetings(region: Snapshot) -> pl.DataFrame:
    came = region.attendance.group_by("meeting").agg(
        pl.col("listed").sum().cast(pl.Int64),
        pl.len().cast(pl.Int64).alias("invited"),
        pl.col("attended").sum().cast(pl.Int64),
    )
    bodies = region.committees.select(pl.col("code").alias("committee"), pl.col("name").alias("committee_name"), "tier")
    return (
        bodies.join(region.meetings.rename({"code": "meeting"}), on="committee")
        .join(came, on="meeting", how="left")
        .with_columns(pl.col("listed", "invited", "attended").fill_null(0))
        .select(*bodies.columns, "meeting", "kind", "held", "listed", "invited", "attended")
        .sort("committee", "held", "meeting")
    )


def _open_listings(region: Snapshot) -> pl.DataFrame:
    answering = region.claims.drop_nulls("counterpart").unique(["counterpart", "listing"])
    owners = region.organisations.select(
        pl.col("code").alias("organisation"), pl.col("name").alias("organisation_name"), "place"
    )
    return (
        region.listings.filter(pl.col("closes").is_null() | (pl.col("closes") >= region.as_of))
        .join(owners, on="organisation")
        .join(_per(region.claims, "listing", "claims"), on="code", how="left")
        .join(_per(answering, "counterpart", "answers"), on="code", how="left")
        .with_columns(pl.col("claims", "answers").fill_null(0))
        .sort("code")
    )


def told(finding: Finding) -> dict[str, str]:
    """Status by code (of a tie or pair: ``a|b``)."""
    if "a" in finding.rows.columns:
        return {f"{row['a']}|{row['b']}": row["status"] for row in finding.rows.iter_rows(named=True)}
    return {row["code"]: row["status"] for row in finding.rows.iter_rows(named=True)}


def counts(finding: Finding) -> tuple[int, int, int]:
    """Found, of how many, and unknown beside them."""
    return finding.count, finding.of, finding.unknown


def evidence(finding: Finding, code: str) -> dict[str, object]:
    return next(row for row in finding.rows.iter_rows(named=True) if row["code"] == code)
