"""What do cells that are merged over several rows say of the rows below the first?

A word, a day, a code or a name stands for every row that the merged cell covers. An amount does not: seven members
merged over three branches are seven together, and nobody can tell how many are whose. Which cells are merged is told
by the readers.
"""

from __future__ import annotations

import polars as pl

from graph_model.schema import Column, ColumnType
from loaders.cleaning import is_blank
from loaders.faults import SHEET, WARNING, faults_at, no_faults, one_fault
from loaders.header_mapping import MappedSheet
from loaders.raw_sheets import ROW, RawSheet

PLACES_AND_YEARS = frozenset({"degree", "year"})
"""Units of numbers that are no amounts: rows can share them."""


def with_merged_cells(
    kept: pl.DataFrame, sheet: RawSheet, mapped: MappedSheet, *, number: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with the value of each merged cell in every row it covers, and what is told of it.

    Parameters
    ----------
    kept
        The rows of the table: ``@row`` and the cells.
    sheet, mapped
        The sheet they stand in, with its merged cells, and which column is which.
    number
        Its number in the hand-in.

    Returns
    -------
    tuple
        The rows; an amount is blank in every row that shares it, and a row's own code is never filled down. The
        faults: ``merged_cells`` once a column, with the number of cells filled, ``merged_amount`` at each row;
        ``merged_unread`` where the format tells only that there may be some below the headers.
    """
    told = [no_faults()]
    if sheet.merged_down_to > (mapped.header_row or 0):
        told = [one_fault(number, "merged_unread", row=mapped.header_row)]
    if not sheet.merged:
        return kept, told[0]
    for name, column in mapped.columns.items():
        merged = [(first, last) for first, last, place in sheet.merged if place == column.place]
        declared = next((one for one in mapped.table.columns if one.name == name), None)
        if not merged or declared is None or _is_own_code(declared):
            continue
        covered = _covered(kept, column.place, sheet, merged, header_row=mapped.header_row or 0)
        own = kept.get_column(column.place)
        if _is_amount(declared):
            shared = covered.get_column("sharing") > 1
            at = kept.filter(shared).select(pl.lit(number, dtype=pl.Int32).alias(SHEET), ROW)
            told.append(faults_at(at, "merged_amount", severity=WARNING, column=name))
            kept = kept.with_columns(pl.select(pl.when(~shared).then(own)).to_series().alias(column.place))
            continue
        filled = is_blank(own) & ~is_blank(covered.get_column("value"))
        if filled.any():
            value = covered.get_column("value")
            kept = kept.with_columns(
                pl.select(pl.when(filled).then(value).otherwise(own)).to_series().alias(column.place)
            )
            count = str(int(filled.sum()))
            told.append(one_fault(number, "merged_cells", severity=WARNING, column=name, value=count))
    return kept, pl.concat(told)


def _is_own_code(column: Column) -> bool:
    return column.name == "code" and column.references is None


def _is_amount(column: Column) -> bool:
    numbers = (ColumnType.INTEGER, ColumnType.NUMBER)
    return column.type in numbers and not column.key and column.unit not in PLACES_AND_YEARS


def _covered(
    kept: pl.DataFrame, place: str, sheet: RawSheet, merged: list[tuple[int, int]], *, header_row: int
) -> pl.DataFrame:
    """For each row the ``value`` of the merged cell that covers it, null where none does, and how many rows are
    ``sharing`` it, 0 where none does.
    """
    ranges = (
        pl.DataFrame(merged, schema={"first": pl.Int64, "last": pl.Int64}, orient="row")
        .filter(pl.col("first") > header_row)
        .unique("first")
        .sort("first")
        .join(sheet.cells.select(ROW, pl.col(place).alias("value")), left_on="first", right_on=ROW, how="left")
        .sort("first")
    )
    rows = kept.select(ROW).join_asof(ranges, left_on=ROW, right_on="first", strategy="backward")
    inside = (pl.col(ROW) <= pl.col("last")).fill_null(value=False)
    rows = rows.with_columns(pl.when(inside).then(pl.col("first")).alias("first"))
    return rows.select(
        pl.when(pl.col("first").is_not_null()).then(pl.col("value")).alias("value"),
        pl.when(pl.col("first").is_not_null()).then(pl.len().over("first")).otherwise(0).alias("sharing"),
    )
