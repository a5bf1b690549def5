"""Which rows of the ledger came, went or were given a day between two days, and whom do they name?

By the days in their own columns, those of the thing they are about where they have none. What a finding makes of it is
``trend_rows``'s business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

import polars as pl

from graph_model.days import months_before
from graph_model.schema import LABELS, RELATIONSHIPS, TABLES, Relationship

BEGINS = ("founded", "since", "starts", "signed", "posted", "claimed", "held", "opened", "as_of")
ENDED_ON, LAST_DAY = ("ended", "closed"), ("until", "ends", "closes", "term_ends")
"""Days from which a row is gone; days that are still the row's own."""
NOTED = ("responded", "done", "last_contact", "plaque_on")
"""Days of something that was noted in a row."""
MONTHS = 12
"""What happened on one day (``held``) counts for so many months; then it is gone from what findings look at."""
EVENT = ("code", "row", "change")
Events = tuple[str, pl.DataFrame]
"""A table, and what happened in it."""
Read = Callable[[str, tuple[str, ...]], pl.DataFrame]
"""Columns of a label or a relationship type, whatever the day; several findings and days ask for the same."""
Used = Mapping[str, Sequence[str]]
_LIVES, _LIFE = ("organisations", "committees"), ("founded", "ended")
"""With their end all is over that they take part in."""

EVERY_COLUMN: Used = {table.name: tuple(table.schema.columns()) for table in TABLES.values() if table.name != "members"}
"""Every table that may hold a day; members have none."""


class RowEvents:
    """The rows that came, went or were noted in one step; what was worked out is kept for the next finding.

    Parameters
    ----------
    read
        Reads the dataset's tables.
    days
        The two days.
    """

    def __init__(self, read: Read, days: Sequence[dt.date]) -> None:
        self._read = read
        self._days = days
        self._kept: dict[Hashable, list[Events]] = {}

    def naming(self, label: str, used: Used, *, fading: Sequence[str] = ("held",)) -> Iterator[Events]:
        """Table by table, the events of rows that name somebody of a label: ``code, row, change``.

        ``row`` is the code of the row, else of the other that it names; ``change`` is ``came``, ``went`` or the column
        of what was noted. Only ``used`` columns are looked at; ``fading`` are the days that count for a year. Unless
        every column is asked of: where a row stays and the organisation or committee that it names too came or went,
        that one's table tells it; claims are told of the owner of what is claimed, and of agreements of both.
        """
        for relation in RELATIONSHIPS.values():
            columns = used.get(relation.table)
            if columns is None or label not in (relation.source_label, relation.target_label):
                continue
            if relation.type == "ANSWERS" and "counterpart" not in columns:
                continue
            about = LABELS[relation.target_label].name
            lives = tuple(name for table in _LIVES for name in used.get(table, ()) if name in _LIFE)
            key = (relation.type, label, tuple(columns), tuple(used.get(about, ())), lives, tuple(fading))
            if key not in self._kept:
                if TABLES[relation.table].label is not None:
                    told = self._of_node_rows(relation, label, columns, fading)
                elif relation.type == "ANSWERS":
                    told = self._of_counterparts(columns, used)
                else:
                    told = self._of_tie_rows(relation, label, columns, used, fading)
                self._kept[key] = list(told)
            yield from self._kept[key]
        if "claims" not in used or "listings" not in used or used is EVERY_COLUMN:
            return
        if label == "Organisation":
            yield "claims", self._of_owners(used["claims"], fading)
        if label == "Agreement":
            yield "claims", self._of_parties(used["claims"], fading)

    def of_its_own(self, label: str, used: Used) -> Events:
        """The table of a label and the events of its own rows: ``change`` is ``came``, or a column that lies between.

        Last days that passed, and what was noted.
        """
        table = LABELS[label].name
        dated = [name for name in used.get(table, ()) if name in (*BEGINS, *LAST_DAY, *NOTED)]
        rows = self._read(label, ("code", *dated)).with_columns(pl.col("code").alias("row"))
        own = [self._changed(rows, [name for name in dated if name not in LAST_DAY], ())]
        own += [
            rows.filter(_over(name, *self._days)).with_columns(pl.lit(name).alias("change"))
            for name in dated
            if name in LAST_DAY
        ]
        return table, pl.concat(one.select(EVENT) for one in own)

    def _of_node_rows(
        self, relation: Relationship, label: str, columns: Sequence[str], fading: Sequence[str]
    ) -> Iterator[Events]:
        """Rows that are nodes name the other end; their own days are ``of_its_own``."""
        first = relation.source_column == "code"
        row, named = ("source", "target") if first else ("target", "source")
        row_label, named_label = relation.source_label, relation.target_label
        row_label, named_label = (row_label, named_label) if first else (named_label, row_label)
        pointer = relation.target_column if first else relation.source_column
        if named_label == label and pointer in columns:
            rows = self._nodes(row_label, [name for name in columns if _is_day(name)], fading)
            yield relation.table, self._ties(relation.type, code=named, row=row).join(rows, on="row").select(EVENT)

    def _of_tie_rows(
        self, relation: Relationship, label: str, columns: Sequence[str], used: Used, fading: Sequence[str]
    ) -> Iterator[Events]:
        """Rows that are ties: by their own days, else those of what they lead to; and by the life of the other end."""
        dated = [name for name in columns if name in relation.properties and _is_day(name)]
        spans = any(name not in NOTED for name in dated)
        code, row = ("source", "target") if relation.source_label == label else ("target", "source")
        other = relation.target_label if code == "source" else relation.source_label
        if dated:
            ties = self._ties(relation.type, *dated, code=code, row=row)
            yield relation.table, self._changed(ties, dated, fading).select(EVENT)
        days = [name for name in used.get(LABELS[relation.target_label].name, ()) if _is_day(name)]
        if not spans and days:
            nodes = self._nodes(relation.target_label, [name for name in days if name not in NOTED], fading)
            heeded = [name for name in columns if name == "attended" and used is not EVERY_COLUMN]
            ties = self._ties(relation.type, *heeded, code=code, row=row)
            for name in heeded:  # who stayed away has no part in it
                ties = ties.filter(pl.col(name).fill_null(value=True))
            led = ties.join(nodes, left_on="row" if row == "target" else "code", right_on="row", coalesce=False)
            yield relation.table, led.select(EVENT)
        if spans or other != relation.target_label:
            yield from self._lives(other, self._ties(relation.type, *dated, code=code, row=row), dated, used)

    def _lives(self, other: str, ties: pl.DataFrame, dated: Sequence[str], used: Used) -> Iterator[Events]:
        """Which of the others came to be or ended, with whom a row stood in force at some time of the step."""
        table = LABELS[other].name
        life = [name for name in used.get(table, ()) if name in _LIFE]
        if table not in _LIVES or not life or used is EVERY_COLUMN:
            return
        since, until = self._days
        for name in dated:
            if name in BEGINS:
                ties = ties.filter((pl.col(name) <= until).fill_null(value=True))
            elif name in LAST_DAY:
                ties = ties.filter((pl.col(name) >= since).fill_null(value=True))
        yield table, ties.join(self._nodes(other, life, ()), on="row").select(EVENT)

    def _of_counterparts(self, columns: Sequence[str], used: Used) -> Iterator[Events]:
        """What answers a listing is dated by the first claim that names it, by another than the owner."""
        dated = _claim_days(columns)
        claims = self._claims([*dated, "counterpart"]).drop_nulls("counterpart")
        first = claims.group_by(code="counterpart", row="listing").agg(  # a claim without a day is there on every day
            pl.when(pl.col(name).null_count() == 0).then(pl.col(name).min()).alias(name) for name in dated
        )
        yield "claims", self._changed(first, dated, ()).select(EVENT)
        yield from self._lives(
            "Organisation", claims.select("claimed", code="counterpart", row="claimant"), ["claimed"], used
        )

    def _of_owners(self, columns: Sequence[str], fading: Sequence[str]) -> pl.DataFrame:
        """Claims of others by the organisation that listed what they claim."""
        dated = _claim_days(columns)
        claims = self._claims(dated).rename({"owner": "code", "listing": "row"})
        return self._changed(claims, dated, fading).select(EVENT)

    def _of_parties(self, columns: Sequence[str], fading: Sequence[str]) -> pl.DataFrame:
        """Claims of one party's listing by another party, by the agreement."""
        dated = _claim_days(columns)
        parties = self._ties("PARTY_TO", code="target", row="source")
        both = parties.join(parties, on="code", suffix="_other")
        claims = self._changed(self._claims(dated), dated, fading)
        between = both.join(claims, left_on=["row", "row_other"], right_on=["claimant", "owner"])
        return between.select("code", pl.col("listing").alias("row"), "change")

    def _claims(self, columns: Sequence[str]) -> pl.DataFrame:
        """Claims by another than the owner: ``listing, claimant, owner`` and some of their columns."""
        owners = self._ties("LISTS", code="target", row="source").rename({"code": "listing", "row": "owner"})
        claims = self._ties("CLAIMS", *columns, code="target", row="source")
        claims = claims.rename({"code": "listing", "row": "claimant"}).join(owners, on="listing")
        return claims.filter(pl.col("owner") != pl.col("claimant"))

    def _ties(self, name: str, *columns: str, code: str, row: str) -> pl.DataFrame:
        """The ties of a type: ``code`` and ``row`` for the ends called so, and some of their columns."""
        ties = self._read(name, ("source", "target", *columns))
        return ties.select(pl.col(code).alias("code"), pl.col(row).alias("row"), *columns)

    def _nodes(self, label: str, dated: Sequence[str], fading: Sequence[str]) -> pl.DataFrame:
        """Nodes of a label that came, went or were noted: ``row, change``."""
        nodes = self._read(label, ("code", *dated))
        return self._changed(nodes.rename({"code": "row"}), dated, fading).select("row", "change")

    def _changed(self, rows: pl.DataFrame, dated: Sequence[str], fading: Sequence[str]) -> pl.DataFrame:
        """The rows that came, went or were noted, with ``change``."""
        since, until = self._days
        begins = [pl.col(name) for name in BEGINS if name in dated]
        ends = [_over(name, since, until) for name in dated if name in ENDED_ON or name in LAST_DAY]
        ago = [months_before(day, MONTHS) for day in (since, until)]
        ends += [_within(pl.col(name), *ago) for name in dated if name in fading]
        # Asked of columns alone: polars refuses a large frame that is filtered by a constant.
        told = [(_within(pl.coalesce(begins), since, until), "came")] if begins else []
        told += [(pl.any_horizontal(one.fill_null(value=False) for one in ends), "went")] if ends else []
        told += [(_within(pl.col(name), since, until), name) for name in NOTED if name in dated]
        nothing = rows.clear().with_columns(pl.lit("").alias("change"))
        return pl.concat(
            [nothing, *(rows.filter(when).with_columns(pl.lit(change).alias("change")) for when, change in told)]
        )


def _within(day: pl.Expr, since: dt.date, until: dt.date) -> pl.Expr:
    return (day > since) & (day <= until)


def _over(name: str, since: dt.date, until: dt.date) -> pl.Expr:
    day = pl.col(name)
    return _within(day, since, until) if name in ENDED_ON else (day >= since) & (day < until)


def _claim_days(columns: Sequence[str]) -> list[str]:
    return [name for name in columns if name in ("claimed", "done")]


def _is_day(name: str) -> bool:
    return name in BEGINS or name in ENDED_ON or name in LAST_DAY or name in NOTED
