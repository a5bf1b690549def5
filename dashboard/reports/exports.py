"""How does the data leave whole: the network for other programs, the ledger's tables as files?

Writing only; the network is that of a snapshot, the tables are those of the folded dataset.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import polars as pl
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from analytics.network.interchange import to_networkx, write_network
from dashboard.reports.workbook import SAFE, write_rows
from graph_model.errors import BadValue
from graph_model.schema import SHEETS

if TYPE_CHECKING:
    from graph_model.dataset import Dataset
    from graph_model.snapshot import Snapshot


def export_network(snapshot: Snapshot, path: Path, *, output: str, layer: str | None) -> None:
    """Write the co-building network as GraphML or GEXF; ``BadValue`` (``cannot_write``) where it cannot be."""
    graph = to_networkx(snapshot, layer=layer)
    kind: Literal["graphml", "gexf"] = "gexf" if output == "gexf" else "graphml"
    in_place(path, lambda aside: write_network(graph, aside, output=kind))


def export_dataset(dataset: Dataset, path: Path, *, output: str) -> None:
    """Write every table: a folder of csv or parquet files, or a workbook that loads again.

    Members leave as the bands and pseudonyms they are stored as only in csv and parquet of the analyst; a workbook
    carries the tables without the members, since it is handed on.
    """
    if output == "xlsx":
        in_place(path, lambda aside: write_workbook(dataset, aside))
        return
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadValue("cannot_write", path=str(path), problem=error.strerror or "") from error
    for table in SHEETS:
        rows = dataset.tables[table.name]
        if output == "parquet":
            in_place(path / f"{table.name}.parquet", rows.write_parquet)
        else:
            safe = rows.with_columns([neutral(name) for name, kind in rows.schema.items() if kind == pl.String])
            in_place(path / f"{table.name}.csv", partial(safe.write_csv, include_bom=True))


def neutral(column: str) -> pl.Expr:
    """A column's text; what a spreadsheet would run as a formula with an apostrophe before it."""
    text = pl.col(column)
    runs = text.str.contains(r"^[=+\-@\t\r]")
    return pl.when(runs).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).alias(column)


def write_workbook(dataset: Dataset, path: Path) -> None:
    """Every table but the members as a sheet with its Chinese headers and codes."""
    with xlsxwriter.Workbook(str(path), SAFE) as book:
        bold = book.add_format({"bold": True})
        for table in SHEETS:
            rows = dataset.tables[table.name]
            if table.name == "members" or rows.is_empty():
                continue
            days = [pl.col(pl.Date).dt.to_string("iso")]
            cells = [list(row) for row in rows.with_columns(days).with_columns(truth(pl.col(pl.Boolean))).rows()]
            headings = [column.zh for column in table.columns]
            write_rows(book.add_worksheet(table.zh), headings, cells, bold, first=0)


def truth(column: pl.Expr) -> pl.Expr:
    """Yes and no as the ledger writes them."""
    return pl.when(column).then(pl.lit("是")).when(~column).then(pl.lit("否")).name.keep()


def in_place(path: Path, write: Callable[[Path], object]) -> None:
    """Write aside, then put the file in its place; ``BadValue`` (``cannot_write``) where that cannot be done."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(aside)
        os.replace(aside, path)
    except (OSError, FileCreateError) as error:
        problem = error.strerror if isinstance(error, OSError) else None
        raise BadValue("cannot_write", path=str(path), problem=problem or str(path.parent)) from error
    finally:
        if aside.is_dir():
            shutil.rmtree(aside)
        else:
            aside.unlink(missing_ok=True)
