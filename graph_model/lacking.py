"""Which columns did the sheets of a batch not have, and what becomes of values that were known?

A blank cell below a header says that nothing is known any more. A header that is not there says nothing: what earlier
batches told of the row stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from graph_model.schema import Table

_BEFORE, _LACKS = "@before ", "@lacks "


@dataclass(frozen=True)
class Lacking:
    """A run of rows, and the columns of the contract that the sheet they stood in did not have."""

    rows: int
    columns: tuple[str, ...]


def lacking_of(told: Iterable[Mapping[str, Any]]) -> tuple[Lacking, ...]:
    """The runs as a manifest tells them: ``rows`` and ``columns`` each."""
    return tuple(Lacking(int(one["rows"]), tuple(one["columns"])) for one in told)


def columns_lacking(runs: Sequence[Lacking]) -> tuple[str, ...]:
    """The columns that any of the runs lacks, each once, in the order they come."""
    return tuple(dict.fromkeys(name for run in runs for name in run.columns))


def lacks(runs: Sequence[Lacking], column: str) -> pl.Series:
    """Which rows stood in a sheet without the column: one boolean a row, in the order of the rows."""
    told = np.array([column in run.columns for run in runs], dtype=bool)
    return pl.Series(column, np.repeat(told, [run.rows for run in runs]))


def with_what_stands(table: Table, earlier: pl.DataFrame, later: pl.DataFrame, runs: Sequence[Lacking]) -> pl.DataFrame:
    """Rows of a batch, with what earlier batches told in the columns that their sheets did not have.

    Parameters
    ----------
    table
        The table they belong to.
    earlier
        Its rows so far, keys unique.
    later
        The batch's rows, in the contract's columns, keys unique.
    runs
        Their runs: none, or as many rows as ``later`` has.

    Returns
    -------
    DataFrame
        ``later``, its rows in their order. A value that the batch worked out by itself, such as a parent out of a
        place's code, is kept.
    """
    names = columns_lacking(runs)
    if not names or earlier.is_empty():
        return later
    joined = _beside(table, earlier, later, runs)
    stands = [
        pl.when(pl.col(_LACKS + name)).then(pl.coalesce(name, _BEFORE + name)).otherwise(name).alias(name)
        for name in names
    ]
    return joined.with_columns(stands).select(later.columns)


def columns_that_stand(
    table: Table, earlier: pl.DataFrame, later: pl.DataFrame, runs: Sequence[Lacking]
) -> tuple[str, ...]:
    """The columns that rows of a batch lack and in which a value of ``earlier`` therefore stays, in their order.

    The same arguments as ``with_what_stands``.
    """
    names = columns_lacking(runs)
    if not names or earlier.is_empty():
        return ()
    stays = (
        _beside(table, earlier, later, runs)
        .select(
            (pl.col(_LACKS + name) & pl.col(name).is_null() & pl.col(_BEFORE + name).is_not_null()).any().alias(name)
            for name in names
        )
        .row(0, named=True)
    )
    return tuple(name for name in names if stays[name])


def _beside(table: Table, earlier: pl.DataFrame, later: pl.DataFrame, runs: Sequence[Lacking]) -> pl.DataFrame:
    """The later rows in their order, and by lacking column whether the row lacks it and its value in ``earlier``."""
    names = columns_lacking(runs)
    before = earlier.select(*table.key, *(pl.col(name).alias(_BEFORE + name) for name in names))
    marked = later.with_columns(lacks(runs, name).alias(_LACKS + name) for name in names)
    return marked.join(before, on=table.key, how="left", maintain_order="left")


def lacking_at(runs: Sequence[Lacking], place: int) -> tuple[str, ...]:
    """The columns that the sheet of the row at a place (from 0) did not have; none beyond the last run."""
    for run in runs:
        if place < run.rows:
            return run.columns
        place -= run.rows
    return ()
