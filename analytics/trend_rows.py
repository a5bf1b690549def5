"""Which rows of the ledger that name a subject came or went between two days?

Told of the tables that a finding rests on, by the days in their columns. Columns without a past cannot tell; rows that
name a subject only by way of others are not followed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.method_data import COLUMNS_USED
from graph_model.days import months_before
from graph_model.schema import RELATIONSHIPS, TABLES

if TYPE_CHECKING:
    from analytics.trend_reasons import Because

Read = Callable[[str, tuple[str, ...]], pl.DataFrame]
"""Columns of a label or a relationship type, whatever the day; several findings and days ask for the same."""
DAY_MOVED = "day_moved"
"""The reason where no row that names the subject came or went."""
BEGINS = ("founded", "since", "starts", "signed", "posted", "claimed", "held", "opened")
ENDED_ON, LAST_DAY = ("ended", "closed"), ("until", "ends", "closes", "term_ends")
"""Days from which a row is gone; days that are still the row's own."""
MONTHS = 12
"""A meeting counts for so many months; then it is gone from what findings look at."""
FOLLOWED = frozenset({"place", "community", "unit", "organisation", "agreement", "committee", "listing"})
"""Kinds of subject that rows name by a code of one node."""


def rows_that_differ(
    read: Read, finding_id: str, days: Sequence[dt.date], *, own: str | None
) -> Callable[[Iterable[str]], Mapping[str, Because]]:
    """By subject: ``table, came, went`` (codes of the rows, or of the other ends), and ``passed`` of its own row.

    Parameters
    ----------
    read
        Reads the dataset's tables.
    finding_id
        Whose tables are looked at.
    days
        The two days.
    own
        The label of the subjects themselves; their own row tells which of its days passed; None: not looked at.

    Returns
    -------
    callable
        Of some subjects; one of which no row tells has the single reason ``{"reason": "day_moved"}``.
    """

    def of(codes: Iterable[str]) -> Mapping[str, Because]:
        wanted = pl.Series("code", list(codes), dtype=pl.String)
        if wanted.is_empty():
            return {}
        told: dict[str, dict[str, dict[str, Any]]] = {code: {} for code in wanted}
        for table, events in _events(read, COLUMNS_USED[finding_id], days):
            for code, row, change in (
                events.filter(pl.col("code").is_in(wanted.implode())).unique().sort(pl.all()).iter_rows()
            ):
                told[code].setdefault(table, {"table": table, "came": [], "went": []})[change].append(row)
        for code, table, column in _passed(read, COLUMNS_USED[finding_id], days, own, wanted):
            told[code].setdefault(table, {"table": table, "came": [], "went": []}).setdefault("passed", []).append(
                column
            )
        return {code: [*by_table.values()] or [{"reason": DAY_MOVED}] for code, by_table in told.items()}

    return of


def _events(
    read: Read, used: Mapping[str, Sequence[str]], days: Sequence[dt.date]
) -> Iterable[tuple[str, pl.DataFrame]]:
    """Table by table: ``code`` (that a row names), ``row`` (its other name), ``change``."""
    for relation in RELATIONSHIPS.values():
        columns = used.get(relation.table)
        if columns is None:
            continue
        label = TABLES[relation.table].label
        pointers = {relation.source_column, relation.target_column} - {"code"}
        if label is not None and not pointers <= set(columns):
            continue
        dated = [name for name in columns if name in relation.properties and _is_day(name)] if label is None else []
        ties = read(relation.type, ("source", "target", *dated))
        if not dated:  # the days are those of the node that is the row, or that the row leads to
            node = relation.target_label if label is None else label
            end = "target" if label is None or relation.target_label == label else "source"
            dated = [name for name in _columns_of(node, used) if _is_day(name)]
            if not dated:
                continue
            ties = ties.join(
                read(node, ("code", *dated)), left_on=end, right_on="code", how="inner",
                coalesce=False,
            )  # fmt: skip
        changed = _changes(ties, dated, days)
        ends = [("source", "target"), ("target", "source")]
        if label is not None:  # a node's own days are told as passed; here, whom its row names
            ends = ends[:1] if relation.target_label == label else ends[1:]
        both = [changed.select(pl.col(a).alias("code"), pl.col(b).alias("row"), "change") for a, b in ends]
        yield relation.table, pl.concat(both)


def _changes(rows: pl.DataFrame, dated: Sequence[str], days: Sequence[dt.date]) -> pl.DataFrame:
    """The rows that came or went, with ``change``."""
    since, until = days
    begun = pl.coalesce([pl.col(name) for name in BEGINS if name in dated] or [pl.lit(None, dtype=pl.Date)])
    came = (begun > since) & (begun <= until)
    went = pl.lit(value=False)
    for name in dated:
        went |= _over(name, since, until).fill_null(value=False)
    if "held" in dated:
        went |= (pl.col("held") > months_before(since, MONTHS)) & (pl.col("held") <= months_before(until, MONTHS))
    return pl.concat(
        [
            rows.filter(came).select("source", "target", pl.lit("came").alias("change")),
            rows.filter(went).select("source", "target", pl.lit("went").alias("change")),
        ]
    )


def _passed(
    read: Read,
    used: Mapping[str, Sequence[str]],
    days: Sequence[dt.date],
    own: str | None,
    wanted: pl.Series,
) -> Iterable[tuple[str, str, str]]:
    """Which last days of the subjects' own rows lie between: code, table, column."""
    dated = [] if own is None else [name for name in _columns_of(own, used) if name in LAST_DAY]
    if own is None or not dated:
        return
    table = next(name for name, one in TABLES.items() if one.label == own)
    rows = read(own, ("code", *dated)).filter(pl.col("code").is_in(wanted.implode()))
    for name in dated:
        for code in rows.filter(_over(name, *days)).get_column("code").sort():
            yield code, table, name


def _over(name: str, since: dt.date, until: dt.date) -> pl.Expr:
    day = pl.col(name)
    if name in ENDED_ON:
        return (day > since) & (day <= until)
    return (day >= since) & (day < until) if name in LAST_DAY else pl.lit(value=False)


def _is_day(name: str) -> bool:
    return name in BEGINS or name in ENDED_ON or name in LAST_DAY


def _columns_of(label: str, used: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The columns that a finding looks at of the table of a label."""
    return next((used.get(name, ()) for name, table in TABLES.items() if table.label == label), ())
