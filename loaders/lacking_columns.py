"""Which columns does a sheet not have, so that its rows say nothing of them, and how do its rows stand with what is
known of them already?

What becomes of them in the dataset is ``graph_model.lacking``'s business.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from graph_model.lacking import Lacking, columns_lacking, with_what_stands
from graph_model.schema import Table
from loaders.faults import SHEET
from loaders.header_mapping import MappedSheet
from loaders.header_names import BIRTH

TOGETHER: tuple[frozenset[str], ...] = (frozenset({"lon", "lat"}),)
"""Columns that mean nothing without one another: a sheet that has one of them speaks of all."""
TOLD_BY: Mapping[str, str] = {"age_band": BIRTH}
"""Columns that another header tells as well."""
BySheet = Mapping[int, tuple[str, ...]]
"""The columns that each sheet does not have, by its number."""


def lacking_columns(mapped: MappedSheet) -> tuple[str, ...]:
    """The columns of the contract that a sheet does not have, in the contract's order."""
    has = set(mapped.columns)
    has |= {name for name, other in TOLD_BY.items() if other in has}
    for group in TOGETHER:
        if group & has:
            has |= group
    return tuple(column.name for column in mapped.table.columns if column.name not in has)


def runs_of(rows: pl.DataFrame, lacking: BySheet) -> tuple[Lacking, ...]:
    """The rows of a table, which carry ``@sheet``, in runs of one sheet; none where every sheet has every column."""
    sheets = rows.get_column(SHEET).rle().struct.unnest()
    runs = tuple(Lacking(count, lacking.get(sheet, ())) for count, sheet in sheets.select("len", "value").iter_rows())
    return runs if columns_lacking(runs) else ()


def with_what_is_known(
    rows: pl.DataFrame, table: Table, lacking: BySheet, earlier: pl.DataFrame | None
) -> pl.DataFrame:
    """The rows as they will stand: with the ledger's values in the columns that their sheets do not have.

    Parameters
    ----------
    rows
        ``@sheet`` and the contract's columns, keys unique.
    table
        Which they belong to.
    lacking
        What each sheet does not have.
    earlier
        The ledger's rows of the table; None where it has none.
    """
    return rows if earlier is None else with_what_stands(table, earlier, rows, runs_of(rows, lacking))
