"""What would the catalogue's queries answer of the day if some organisations and seats came or went?

The store's own answers with the difference of two networks worked in, as Cypher would count it anew. An organisation
that goes is one that has ended by the day; one that comes has a place and nothing else. A supposed tie is no record of
a meeting, an agreement or a claim, and changes no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from graph_model.snapshot import NetworkTables, Snapshot
from graph_model.snapshot.days import founded_and_not_ended, since_until

Table = Callable[[str], pl.DataFrame]
"""Gives the relationships of a type, as ``GraphStore.table``."""


def supposed_answer(
    query: str, answer: pl.DataFrame, *, before: Snapshot, after: Snapshot, tables: NetworkTables, table: Table
) -> pl.DataFrame:
    """The answer of a query of the day, had the network been the other one.

    Parameters
    ----------
    query, answer
        Its name, and what the store answers.
    before, after
        The whole region as it is and as it is supposed; seats and organisations may differ.
    tables
        What the networks were taken from.
    table
        For what is in neither: cover and responsibility.
    """
    work = _WORK.get(query)
    return answer if work is None else work(_Change(answer, before, after, tables, table))


class _Change:
    """An answer, and what came and went."""

    def __init__(
        self, answer: pl.DataFrame, before: Snapshot, after: Snapshot, tables: NetworkTables, table: Table
    ) -> None:
        self.answer, self.before, self.after, self.tables, self.table = answer, before, after, tables, table
        was, now = (one.organisations.get_column("code") for one in (before, after))
        self.gone = was.filter(~was.is_in(now.implode()))
        self.come = after.organisations.filter(~now.is_in(was.implode()))

    def went(self, column: str) -> pl.Expr:
        """Whether the organisation of a column went."""
        return pl.col(column).is_in(self.gone.implode()).fill_null(value=False)

    def with_those_who_came(self, answer: pl.DataFrame) -> pl.DataFrame:
        """The rows without those who went, and with what is known of those who came; counts of theirs are null."""
        known = [name for name in answer.columns if name in self.come.columns]
        new = self.come.select(known)
        return pl.concat([answer.filter(~self.went("code")), new], how="diagonal_relaxed").sort("code")


def _organisations(change: _Change) -> pl.DataFrame:
    return change.with_those_who_came(change.answer)


def _links(change: _Change) -> pl.DataFrame:
    """Claims and meetings with one who has ended stay done; seats are counted anew."""
    seats = change.after.seats.group_by(pl.col("organisation").alias("code")).agg(
        pl.len().cast(pl.Int64).alias("seats")
    )
    counts = ("seats", "agreements", "claims_made", "claims_met", "meetings")
    rows = change.with_those_who_came(change.answer).drop("seats").join(seats, on="code", how="left")
    return rows.with_columns(pl.col(counts).fill_null(0)).select(change.answer.columns).sort("code")


def _places(change: _Change) -> pl.DataFrame:
    """Who is based in a place and who answers for it."""
    gone = change.before.organisations.filter(change.went("code"))
    lost = _count(gone, "place", "lost")
    new = _count(change.come, "place", "new")
    answering = change.table("ANSWERS_FOR").filter(since_until(change.before.as_of), change.went("source"))
    released = _count(answering, "target", "released")
    rows = change.answer
    for one in (lost, new, released):
        rows = rows.join(one, on="code", how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("lost", "new", "released").fill_null(0))
    return rows.with_columns(
        pl.col("organisations") - pl.col("lost") + pl.col("new"), pl.col("answering") - pl.col("released")
    ).select(change.answer.columns)


def _units(change: _Change) -> pl.DataFrame:
    """The cover of those who went."""
    cover = change.table("COVERS").filter(since_until(change.before.as_of), change.went("source"))
    rows = change.answer
    for mode in ("own", "joint", "instructor", "liaison"):
        lost = _count(cover.filter(pl.col("mode") == mode), "target", "lost")
        rows = rows.join(lost, on="code", how="left", maintain_order="left").with_columns(
            (pl.col(mode) - pl.col("lost").fill_null(0)).alias(mode)
        )
        rows = rows.drop("lost")
    return rows


def _meetings(change: _Change) -> pl.DataFrame:
    """Those who went were neither invited nor there; the host is invited, whatever the list says."""
    theirs = change.before.attendance.filter(change.went("organisation"))
    lost = theirs.group_by("meeting").agg(
        pl.col("listed").sum().cast(pl.Int64).alias("@listed"),
        pl.len().cast(pl.Int64).alias("@invited"),
        pl.col("attended").sum().cast(pl.Int64).alias("@attended"),
    )
    rows = change.answer.join(lost, on="meeting", how="left", maintain_order="left")
    counts = ("listed", "invited", "attended")
    return rows.with_columns(pl.col(name) - pl.col(f"@{name}").fill_null(0) for name in counts).select(
        change.answer.columns
    )


def _agreements(change: _Change) -> pl.DataFrame:
    """Parties, sides and the last claim are of living organisations."""
    sides = change.after.parties.select("agreement", "organisation", "side")
    between = (
        change.after.claims.join(sides.drop("side"), on="organisation")
        .join(sides.select("agreement", pl.col("organisation").alias("owner")), on=["agreement", "owner"])
        .group_by(pl.col("agreement").alias("code"))
        .agg(pl.col("claimed").max().alias("last_claim"))
    )
    told = sides.group_by(pl.col("agreement").alias("code")).agg(
        *((pl.col("side") == side).sum().cast(pl.Int64).alias(f"{side}s") for side in ("initiator", "respondent"))
    )
    gone = set(change.gone)
    rows = change.answer.drop("last_claim", "initiators", "respondents")
    rows = rows.join(between, on="code", how="left", maintain_order="left")
    rows = rows.join(told, on="code", how="left", maintain_order="left")
    lists = [
        pl.col(name).list.eval(pl.element().filter(~pl.element().is_in(list(gone)))).alias(name)
        for name in ("parties", "unanswered")
    ]
    return rows.with_columns(pl.col("initiators", "respondents").fill_null(0), *lists).select(change.answer.columns)


def _listings(change: _Change) -> pl.DataFrame:
    """Who claimed a listing, and how many that it answers were claimed by another who is there."""
    day = change.before.as_of
    there = change.after.organisations.get_column("code").implode()
    living = change.tables["Organisation"].filter(founded_and_not_ended(day)).get_column("code")
    owners = change.tables["LISTS"].select(pl.col("target").alias("listing"), pl.col("source").alias("owner"))
    claims = (
        change.tables["CLAIMS"]
        .filter(pl.col("claimed").is_null() | (pl.col("claimed") <= day))
        .select(pl.col("source").alias("organisation"), pl.col("target").alias("listing"), "counterpart")
        .join(owners, on="listing", how="left")
        .filter(pl.col("organisation").is_in(living.implode()), pl.col("organisation").is_in(there))
        .filter((pl.col("owner") != pl.col("organisation")).fill_null(value=True))
    )
    answers = _count(claims.unique(["counterpart", "listing"]), "counterpart", "answers")
    rows = (
        change.answer.filter(~change.went("organisation"))
        .drop("claims", "answers")
        .join(_count(claims, "listing", "claims"), on="code", how="left", maintain_order="left")
        .join(answers, on="code", how="left", maintain_order="left")
    )
    return rows.with_columns(pl.col("claims", "answers").fill_null(0)).select(change.answer.columns)


def _count(rows: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    return rows.drop_nulls(column).group_by(pl.col(column).alias("code")).agg(pl.len().cast(pl.Int64).alias(name))


_WORK: Mapping[str, Callable[[_Change], pl.DataFrame]] = {
    "organisation_facts": _organisations,
    "organisation_links": _links,
    "place_organisations": _places,
    "unit_coverage": _units,
    "committee_meetings": _meetings,
    "agreement_facts": _agreements,
    "open_listings": _listings,
}
"""The queries whose answers rest on living organisations or on seats; all others stay as they are."""
