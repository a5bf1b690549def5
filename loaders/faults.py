"""What is told about a cell, a row or a sheet, before it is worded: one frame for all of it.

Gathers faults of reading and checking and turns them into the ledger's problems; judging is done elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from graph_model.ledger import PROBLEM_SCHEMA
from graph_model.schema import TABLES
from loaders.reading import ROW

SHEET = "@sheet"
ORDER = "@order"
ERROR, WARNING = "error", "warning"
ECHO = 200
"""Longest piece of a cell that is told again."""

_LOST = {"missing_header": 0, "unread_text": 0, "unknown_sheet": 1, "hidden_sheet": 1, "unknown_header": 2}
"""What was not read as a whole, the largest first: a sheet or file refused, one that is left alone, a column."""

FAULT_SCHEMA: dict[str, type[pl.DataType]] = {
    SHEET: pl.Int32,
    ROW: pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "hint": pl.String,
}
"""One row a fault: number of the sheet in the hand-in, row as a person sees it (null: the whole sheet), the
contract's name of the column or, where it has none, the header as written."""


@dataclass(frozen=True)
class SheetName:
    """Where a fault stands: the file and sheet as given, the table (None: nobody knows it), headers by column."""

    file: str
    sheet: str
    table: str | None = None
    headers: Mapping[str, str] | None = None


def origins_of(rows: pl.DataFrame, sheets: Sequence[SheetName]) -> pl.DataFrame:
    """``file``, ``sheet`` and ``row`` of each row, which carry ``@sheet`` and ``@row``."""
    names = pl.DataFrame({"file": [one.file for one in sheets], "sheet": [one.sheet for one in sheets]})
    return names[rows.get_column(SHEET)].with_columns(rows.get_column(ROW).cast(pl.Int32).alias("row"))


def no_faults() -> pl.DataFrame:
    """An empty frame of faults."""
    return pl.DataFrame(schema=FAULT_SCHEMA)


def one_fault(
    sheet: int,
    code: str,
    *,
    severity: str = WARNING,
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
    hint: str | None = None,
) -> pl.DataFrame:
    """A single fault as a frame."""
    return pl.DataFrame([(sheet, row, column, value, code, severity, hint)], schema=FAULT_SCHEMA, orient="row")


def faults_at(
    rows: pl.DataFrame,
    code: str | pl.Expr,
    *,
    severity: str | pl.Expr,
    column: str | None,
    value: pl.Expr | None = None,
    hint: pl.Expr | None = None,
) -> pl.DataFrame:
    """One fault for each row of ``rows``, which carry ``@sheet`` and ``@row``."""
    nothing = pl.lit(None, dtype=pl.String)
    return rows.select(
        pl.col(SHEET).cast(pl.Int32),
        pl.col(ROW).cast(pl.Int64),
        pl.lit(column, dtype=pl.String).alias("column"),
        (nothing if value is None else value.cast(pl.String)).alias("value"),
        (pl.lit(code) if isinstance(code, str) else code).alias("code"),
        (pl.lit(severity) if isinstance(severity, str) else severity).alias("severity"),
        (nothing if hint is None else hint.cast(pl.String)).alias("hint"),
    )


def rows_with_errors(faults: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The distinct rows (``@sheet``, ``@row``) that an error rejects."""
    told = pl.concat([no_faults(), *faults])
    return told.filter((pl.col("severity") == ERROR) & pl.col(ROW).is_not_null()).select(SHEET, ROW).unique()


def problems_of(faults: Iterable[pl.DataFrame], sheets: Sequence[SheetName]) -> pl.DataFrame:
    """The faults as problems of the ledger, in the order of sheets, rows and columns.

    A fault of a column carries the header that the sheet itself has for it.
    """
    told = pl.concat([no_faults(), *faults])
    names = pl.DataFrame(
        {
            SHEET: range(len(sheets)),
            "file": [one.file for one in sheets],
            "sheet": [one.sheet for one in sheets],
            "table": [one.table for one in sheets],
        },
        schema={SHEET: pl.Int32, "file": pl.String, "sheet": pl.String, "table": pl.String},
    )
    headers = pl.DataFrame(
        [
            (number, column, header, place)
            for number, one in enumerate(sheets)
            for place, (column, header) in enumerate(_headers(one).items())
        ],
        schema={SHEET: pl.Int32, "column": pl.String, "header": pl.String, "@place": pl.Int32},
        orient="row",
    )
    return (
        told.join(names, on=SHEET, how="left", maintain_order="left")
        .join(headers, on=[SHEET, "column"], how="left", maintain_order="left")
        .sort(SHEET, ROW, "@place", maintain_order=True, nulls_last=False)
        .with_columns(
            pl.coalesce("header", "column").alias("column"),
            pl.col("value").str.slice(0, ECHO),
            pl.col(ROW).alias("row"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in PROBLEM_SCHEMA.items())
    )


def how_much_is_lost() -> pl.Expr:
    """Of a problem's ``code`` a number that grows as what was not read shrinks; cells and rows have the largest."""
    return pl.col("code").replace_strict(_LOST, default=len(_LOST), return_dtype=pl.Int64)


def worst_first(problems: pl.DataFrame) -> pl.DataFrame:
    """Problems as a person should meet them: what was not read as a whole, then errors, then warnings."""
    return problems.sort(how_much_is_lost(), "severity", maintain_order=True)


def _headers(sheet: SheetName) -> dict[str, str]:
    """Headers by column in the order of the sheet; then the contract's own of columns that the sheet has not."""
    own = dict(sheet.headers or {})
    declared = {} if sheet.table is None else {column.name: column.zh for column in TABLES[sheet.table].columns}
    return own | {name: zh for name, zh in declared.items() if name not in own}
