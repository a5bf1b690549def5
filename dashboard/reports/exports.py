"""How does the data leave whole: the network for other programs, the ledger's tables as files?

Writing only; the network is that of a snapshot, the tables are those of the folded dataset.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import polars as pl
import xlsxwriter

from dashboard.reports.workbook import SAFE, write_rows
from graph_model.errors import BadValue
from graph_model.schema import SHEETS
from graph_model.snapshot import LAYERS

if TYPE_CHECKING:
    from dashboard.i18n import Wording
    from graph_model.dataset import Dataset
    from graph_model.snapshot import Snapshot

NODE_FACTS = ("name", "level", "form", "domain", "two_new", "place", "community", "area")


def network_of(snapshot: Snapshot, *, layer: str | None = None) -> nx.Graph[str]:
    """The co-building network as a NetworkX graph: names and kinds on nodes, layers and weight on ties.

    What is unknown is left off a node, since the formats have no word for it.
    """
    graph: nx.Graph[str] = nx.Graph(as_of=snapshot.as_of.isoformat())
    for row in snapshot.organisations.select("code", *NODE_FACTS).iter_rows(named=True):
        graph.add_node(row["code"], **{name: row[name] for name in NODE_FACTS if row[name] is not None})
    for row in snapshot.ties(layer).iter_rows(named=True):
        graph.add_edge(row["a"], row["b"], weight=row["weight"], **{name: bool(row[name]) for name in LAYERS})
    return graph


def export_network(snapshot: Snapshot, path: Path, *, output: str, layer: str | None) -> None:
    """Write the co-building network as GraphML or GEXF; ``BadValue`` (``cannot_write``) where it cannot be."""
    graph = network_of(snapshot, layer=layer)
    write = nx.write_graphml if output == "graphml" else nx.write_gexf
    in_place(path, lambda aside: write(graph, aside))


def export_dataset(dataset: Dataset, path: Path, *, output: str, wording: Wording) -> None:
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
            in_place(path / f"{table.name}.parquet", lambda aside, rows=rows: rows.write_parquet(aside))
        else:
            safe = rows.with_columns(neutral(pl.col(pl.String)))
            in_place(path / f"{table.name}.csv", lambda aside, safe=safe: safe.write_csv(aside, include_bom=True))


def neutral(text: pl.Expr) -> pl.Expr:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it."""
    return (
        pl.when(text.str.contains(r"^[=+\-@\t\r]")).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).name.keep()
    )


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
    except OSError as error:
        raise BadValue("cannot_write", path=str(path), problem=error.strerror or "") from error
    finally:
        if aside.is_dir():
            shutil.rmtree(aside)
        else:
            aside.unlink(missing_ok=True)
