"""What do the batches add up to: one set of tables, by key, the later row winning?

Folding and nothing else: where batches lie is the ledger's business, where the dataset goes is the store's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from graph_model.lacking import Lacking, with_what_stands
from graph_model.schema import KEY_SEPARATOR, RELATIONSHIPS, SCHEMA_VERSION, TABLES, Table


class FoldableBatch(Protocol):
    """What folding needs to know of a batch."""

    @property
    def id(self) -> str: ...

    @property
    def as_of(self) -> str | None: ...

    @property
    def checksum(self) -> str:
        """A hash of the batch's whole content."""
        ...

    @property
    def replace(self) -> bool:
        """Whether it takes the place of all earlier rows of the tables it carries."""
        ...

    @property
    def table_names(self) -> tuple[str, ...]: ...

    def table(self, name: str) -> pl.DataFrame: ...

    def lacking(self, name: str) -> tuple[Lacking, ...]:
        """The rows of a table in runs, with the columns that their sheet did not have; none where all had all."""
        ...


@dataclass(frozen=True)
class Dataset:
    """The tables of the data contract, folded from batches.

    Attributes
    ----------
    version
        Hash of the schema version and of the batches' checksums in their order; the same batches give the same version.
    batches
        Ids of the batches it was folded from, in their order.
    as_of
        The newest as-of day of the batches, ISO text; None where none gives one.
    tables
        One frame a table, every table present, dtypes of the contract, sorted by key, keys unique, no dangling
        references.
    dropped
        Rows left out, by table, because a key they point to is no longer there (after an undo); pointers that are not
        part of a key are set unknown instead and counted in ``loosened``.
    """

    version: str
    batches: tuple[str, ...]
    as_of: str | None
    tables: Mapping[str, pl.DataFrame]
    dropped: Mapping[str, int] = field(default_factory=dict)
    loosened: Mapping[str, int] = field(default_factory=dict)

    def nodes(self, label: str) -> pl.DataFrame:
        """The nodes of a label: ``code`` and its properties, sorted by code."""
        table = next(table for table in TABLES.values() if table.label == label)
        names = [column.name for column in table.node_properties]
        return self.tables[table.name].select(_node_key(table).alias("code"), *names).sort("code")

    def relationships(self, relationship_type: str) -> pl.DataFrame:
        """The relationships of a type: ``source``, ``target`` and its properties, sorted, each pair once."""
        told = RELATIONSHIPS[relationship_type]
        table = TABLES[told.table]
        rows = (
            self.tables[told.table]
            .select(
                _end(table, told.source_column).alias("source"),
                _end(table, told.target_column).alias("target"),
                *told.properties,
            )
            .drop_nulls(["source", "target"])
        )
        ends = {told.source_column, told.target_column}
        if "code" not in ends and ends != set(table.key):  # else a pair has the row's own key in it
            rows = rows.unique(["source", "target"], keep="first", maintain_order=True)
        if told.source_column == "code" and rows.get_column("source").is_sorted():
            return rows
        return rows.sort("source", "target")


def fold(batches: Iterable[FoldableBatch]) -> Dataset:
    """One dataset from batches, by key, later rows winning.

    Where a later row's sheet lacks a column, the earlier value stands. A batch marked ``replace`` takes the place of
    all earlier rows of the tables it carries. A row whose key points to a row that is not there is dropped; another
    pointer to such a row becomes unknown. Both are counted.

    Raises
    ------
    BatchDamaged
        From the batch, when a file does not match its checksum.
    """
    used = list(batches)
    tables = {name: folded_rows(name, used) for name in TABLES}
    dropped, loosened = _close_references(tables)
    ordered = {name: tables[name].sort(*table.key) for name, table in TABLES.items()}
    days = [batch.as_of for batch in used if batch.as_of is not None]
    return Dataset(
        version=dataset_version(used),
        batches=tuple(batch.id for batch in used),
        as_of=max(days) if days else None,
        tables=ordered,
        dropped=dropped,
        loosened=loosened,
    )


def folded_rows(name: str, batches: Iterable[FoldableBatch]) -> pl.DataFrame:
    """The rows of one table by key, later rows winning, in no order; what points nowhere is still there.

    Raises
    ------
    BatchDamaged
        As ``fold``.
    """
    rows: pl.DataFrame | None = None
    for batch in batches:
        if name in batch.table_names:
            later = batch.table(name)
            if rows is None or batch.replace:
                rows = later
            else:
                rows = _later_wins(TABLES[name], rows, with_what_stands(TABLES[name], rows, later, batch.lacking(name)))
    return TABLES[name].schema.create_empty() if rows is None else rows


class TablesOnDemand(Mapping[str, pl.DataFrame]):
    """The tables of a dataset, each read and folded when it is first asked for.

    Parameters
    ----------
    batches
        As for ``fold``.
    may_dangle
        Whether a pointer may lead nowhere, since a batch was left out or takes the place of earlier rows: then no table
        can be told without the others, and the first asked for folds them all.
    """

    def __init__(self, batches: Iterable[FoldableBatch], *, may_dangle: bool) -> None:
        self._batches = list(batches)
        self._may_dangle = may_dangle
        self._held: dict[str, pl.DataFrame] = {}

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name not in TABLES:
            raise KeyError(name)
        if name not in self._held:
            if self._may_dangle:
                self._held |= fold(self._batches).tables
            else:
                self._held[name] = folded_rows(name, self._batches).sort(*TABLES[name].key)
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)


def dataset_version(batches: Iterable[FoldableBatch]) -> str:
    """The version that folding these batches gives: a hash of the schema version and their checksums in order."""
    told = hashlib.sha256(f"schema {SCHEMA_VERSION}\n".encode())
    for batch in batches:
        told.update(f"{batch.id} {batch.checksum} {batch.replace}\n".encode())
    return told.hexdigest()[:16]


def _later_wins(table: Table, earlier: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    kept = earlier.join(later.select(table.key), on=table.key, how="anti")
    return pl.concat([kept, later.select(kept.columns)])


def _close_references(tables: dict[str, pl.DataFrame]) -> tuple[dict[str, int], dict[str, int]]:
    """Drop or loosen what points nowhere, until nothing does; changing ``tables`` in place."""
    dropped: dict[str, int] = {}
    loosened: dict[str, int] = {}
    again = True
    while again:
        again = False
        for name, table in TABLES.items():
            for column in table.references:
                assert column.references is not None
                known = tables[column.references]
                keys = known.get_column(TABLES[column.references].key[0]).implode()
                rows = tables[name]
                lost = pl.col(column.name).is_not_null() & ~pl.col(column.name).is_in(keys)
                count = int(rows.select(lost.sum()).item())
                if count == 0:
                    continue
                if column.must_be_filled:
                    tables[name] = rows.filter(~lost)
                    dropped[name] = dropped.get(name, 0) + count
                    again = True
                else:
                    blank = pl.when(lost).then(None).otherwise(pl.col(column.name)).alias(column.name)
                    tables[name] = rows.with_columns(blank)
                    loosened[name] = loosened.get(name, 0) + count
    return dropped, loosened


def _node_key(table: Table) -> pl.Expr:
    if table.key == ("code",):
        return pl.col("code")
    return pl.concat_str([pl.col(name).cast(pl.String) for name in table.key], separator=KEY_SEPARATOR)


def _end(table: Table, column: str) -> pl.Expr:
    return _node_key(table) if column == "code" else pl.col(column)
