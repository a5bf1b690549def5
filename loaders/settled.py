"""Which problems of a batch are settled: has a later batch that counts brought a row under the same key?

Whether it brought it right is that batch's own business. Problems of whole sheets, of members, and of rows whose key
cannot be read are never called settled.
"""

from __future__ import annotations

import polars as pl

from graph_model.indicators import indicator_of
from graph_model.ledger import Batch, Ledger
from graph_model.schema import KEY_SEPARATOR, TABLES, Column, ColumnType, Table
from loaders.cleaning import VALUE, read_cells
from loaders.header_names import match_header
from loaders.rejected import HIDDEN_KEYS
from loaders.taught import Taught, TaughtHeader

PLACE = ("file", "sheet", "row")
_KEY, _LATER = "@key", "@later"


def settled_since(ledger: Ledger, batch: Batch) -> pl.Series:
    """For each problem of a batch the newest later batch that counts and has its row's key; null where none has.

    Parameters
    ----------
    ledger
        Whose later batches are looked through; those that are left out do not count.
    batch
        One of its batches.

    Returns
    -------
    Series
        Ids of batches, in the order of ``batch.problems()``.
    """
    problems = batch.problems()
    later = [one for one in ledger.active() if one.id > batch.id]
    told = problems.get_column("table").unique().drop_nulls().to_list()
    parts = [_of_table(batch, TABLES[name], later) for name in told if name in TABLES and name not in HIDDEN_KEYS]
    schema = {"table": pl.String, "file": pl.String, "sheet": pl.String, "row": pl.Int64, _LATER: pl.String}
    by_row = pl.concat([pl.DataFrame(schema=schema), *parts])
    at = ["table", *PLACE]
    by_row = by_row.group_by(at).agg(pl.col(_LATER).max())
    return problems.join(by_row, on=at, how="left", maintain_order="left").get_column(_LATER).alias("settled")


def _of_table(batch: Batch, table: Table, later: list[Batch]) -> pl.DataFrame:
    """The rows of a table, rejected and accepted, whose key a later batch has."""
    rows = pl.concat([_rejected(batch, table), _accepted(batch, table)])
    keys = [
        one.table(table.name).select(_key(table).alias(_KEY), pl.lit(one.id).alias(_LATER))
        for one in later
        if table.name in one.table_names
    ]
    if not keys:
        keys = [pl.DataFrame(schema={_KEY: pl.String, _LATER: pl.String})]
    brought = pl.concat(keys).group_by(_KEY).agg(pl.col(_LATER).max())
    met = rows.drop_nulls(_KEY).join(brought, on=_KEY, how="inner")
    return met.select(pl.lit(table.name).alias("table"), *PLACE, _LATER)


def _key(table: Table) -> pl.Expr:
    return pl.concat_str([_as_text(table.column(name)) for name in table.key], separator=KEY_SEPARATOR)


def _as_text(column: Column) -> pl.Expr:
    cell = pl.col(column.name)
    return cell.dt.to_string("iso") if column.type is ColumnType.DATE else cell.cast(pl.String)


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema={"file": pl.String, "sheet": pl.String, "row": pl.Int64, _KEY: pl.String})


def _accepted(batch: Batch, table: Table) -> pl.DataFrame:
    origins = batch.origins(table.name) if table.name in batch.table_names else None
    if origins is None:
        return _none()
    keys = batch.table(table.name).select(_key(table).alias(_KEY))
    return pl.concat([origins.with_columns(pl.col("row").cast(pl.Int64)), keys], how="horizontal")


def _rejected(batch: Batch, table: Table) -> pl.DataFrame:
    """The keys of rejected rows, as their cells tell them; a name that stands for a code leads nowhere."""
    rows = batch.rejected().get(table.name)
    if rows is None:
        return _none()
    taught = Taught(tuple(TaughtHeader(**one) for one in batch.manifest["options"].get("headers", [])))
    wanted = taught.of(table.name)
    headers = {
        match.name: header
        for header in reversed(rows.columns)
        if header not in (*PLACE, "code") and (match := match_header(table, header, wanted)) is not None
    }
    if not set(table.key) <= set(headers):
        return _none()
    read = {}
    for name in table.key:
        column = table.column(name)
        values = read_cells(rows.get_column(headers[name]), column, table=table.name).get_column(VALUE)
        if (table.name, name) == ("figures", "indicator"):
            known = {text: indicator_of(text) or text for text in values.unique().drop_nulls().to_list()}
            values = values.replace(known)
        read[name] = values
    keys = pl.DataFrame(read).select(_key(table).alias(_KEY))
    return pl.concat([rows.select(*PLACE), keys], how="horizontal")
