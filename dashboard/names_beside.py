"""Which name stands beside a code in a table that a person reads?

Codes of places and organisations in the rows of findings and plans; the rows themselves, as JSON and csv have them,
stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from dashboard.i18n import Wording

CODES: Final[Mapping[str, str]] = {
    "place": "places", "community": "places", "parent": "places",
    "organisation": "organisations", "lead": "organisations", "parties": "organisations",
    "unanswered_by": "organisations", "never_attended_by": "organisations",
}  # fmt: skip
"""Columns of codes, or of lists of codes, and the table whose rows they name."""


def with_names(rows: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The rows, with a column ``<column>_name`` behind each column of codes that has none yet.

    Parameters
    ----------
    rows
        As a finding or a plan gives them.
    tables
        ``code`` and ``name`` by table; a code that is not there, or has no name, is told without one.
    """
    told: list[pl.Expr] = []
    for column, kind in rows.schema.items():
        told.append(pl.col(column))
        beside = f"{column}_name"
        if column not in CODES or beside in rows.columns:
            continue
        names = tables[CODES[column]].select("code", "name").drop_nulls()
        codes, texts = names.get_column("code"), names.get_column("name")
        if kind == pl.List(pl.String):
            named = pl.col(column).list.eval(pl.element().replace_strict(codes, texts, default=pl.element()))
        else:
            named = pl.col(column).replace_strict(codes, texts, default=None, return_dtype=pl.String)
        told.append(named.alias(beside))
    return rows.select(told)


def heading(column: str, words: Wording) -> str:
    """What a column is called, also one that ``with_names`` put beside another."""
    of = column.removesuffix("_name")
    if of in CODES and not words.has(f"columns.{column}"):
        return words.text("reports.name_of", column=words.column(of))
    return words.column(column)
