"""How does the data leave whole: a network for other programs, the ledger's tables as files that load again?

Writing only; the network is that of a snapshot or the property graph, the tables are those of the folded dataset.
Members stay behind: their pseudonyms mean something in this data folder alone.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import xlsxwriter

from analytics.network.gexf import write_gexf
from analytics.network.graphml import write_graphml
from dashboard.reports.workbook import SAFE, write_rows
from graph_model.errors import BadValue, CannotWrite, reason_of
from graph_model.formulas import marked, marked_column
from graph_model.indicators import indicator_names, indicator_of, usual_names
from graph_model.ledger.files import why_unwritten
from graph_model.schema import SHEETS, ColumnType, Table

if TYPE_CHECKING:
    from graph_model.attributed_graph import AttributedGraph

NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)


def write_network(graph: AttributedGraph, path: Path, *, output: str) -> int:
    """Write a network as GraphML or GEXF; gives the number of cells with a sign that XML cannot hold, told as U+FFFD.

    Raises
    ------
    BadValue
        ``cannot_write``; ``not_in_xml``: an id holds such a sign.
    """
    write = write_gexf if output == "gexf" else write_graphml
    replaced = 0

    def aside(to: Path) -> None:
        nonlocal replaced
        replaced = write(graph, to).replaced

    in_place(path, aside)
    return replaced


def write_network_tables(graph: AttributedGraph, path: Path, *, output: str) -> None:
    """Write a network as two tables, ``nodes`` and ``edges``: a folder of csv or parquet files, or a workbook.

    ``nodes`` begins with ``id``, ``edges`` with ``source`` and ``target``, as ``gongjian measure`` reads them.
    """
    ends = {"source": graph.source, "target": graph.target}
    tables = {"nodes": _beside({"id": graph.ids}, graph.node_attributes), "edges": _beside(ends, graph.tie_attributes)}
    if output == "xlsx":
        in_place(path, lambda aside: _write_sheets(tables, aside))
        return
    _folder(path)
    for name, frame in tables.items():
        _write_table(frame, path, name, output=output)


def export_tables(tables: Mapping[str, pl.DataFrame], path: Path, *, output: str) -> None:
    """Write every table but the members: a folder of csv or parquet files, or a workbook, each loadable again.

    Columns of counts in which a sign stands are text, as ``dashboard.people.told_tables`` gives them. Outlines of
    places stand in ``boundaries.geojson`` of a folder; a workbook holds none.
    """
    if output == "xlsx":
        in_place(path, lambda aside: write_workbook(tables, aside))
        return
    _folder(path)
    for table in exported_sheets():
        _write_table(tables[table.name], path, table.name, output=output)
    outlines = path / "boundaries.geojson"
    if tables["boundaries"].height:
        in_place(outlines, lambda aside: _write_outlines(tables["boundaries"], aside))
    else:
        outlines.unlink(missing_ok=True)  # those of an earlier export would be loaded with these tables


def exported_sheets() -> list[Table]:
    """The sheets that leave: all but the members."""
    return [table for table in SHEETS if table.name != "members"]


def _folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadValue("cannot_write", path=str(path), problem=reason_of(error)) from error


def _write_table(rows: pl.DataFrame, folder: Path, name: str, *, output: str) -> None:
    if output == "parquet":
        in_place(folder / f"{name}.parquet", rows.write_parquet)
        return
    safe = rows.with_columns([marked_column(column) for column, kind in rows.schema.items() if kind == pl.String])
    safe = safe.rename({column: marked(column) for column in safe.columns})
    in_place(folder / f"{name}.csv", partial(safe.write_csv, include_bom=True))


def _write_outlines(boundaries: pl.DataFrame, path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"code": place}, "geometry": json.loads(geometry)}
        for place, geometry in boundaries.select("place", "geometry").iter_rows()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), "utf-8")


def _beside(keys: dict[str, pl.Series], attributes: pl.DataFrame) -> pl.DataFrame:
    """Keys, then attributes; an attribute that is called like a key gets a line below its name."""
    clash = {name: f"{name}_" for name in attributes.columns if name in keys}
    return pl.DataFrame({**keys, **attributes.rename(clash).to_dict()})


def _write_sheets(tables: dict[str, pl.DataFrame], path: Path) -> None:
    content = io.BytesIO()  # written at once: a disk that is full in the middle leaves the writer's archive open
    with xlsxwriter.Workbook(content, SAFE) as book:
        bold = book.add_format({"bold": True})
        for name, frame in tables.items():
            days = frame.with_columns(pl.col(pl.Date).dt.to_string("iso"))
            cells = [list(row) for row in days.with_columns(truth(pl.col(pl.Boolean))).rows()]
            write_rows(book.add_worksheet(name), frame.columns, cells, bold, first=0)
    path.write_bytes(content.getvalue())


def write_workbook(tables: Mapping[str, pl.DataFrame], path: Path) -> None:
    """Every table but the members as a sheet with its Chinese headers and words; a load reads back the same."""
    content = io.BytesIO()  # written at once: a disk that is full in the middle leaves the writer's archive open
    with xlsxwriter.Workbook(content, SAFE) as book:
        bold = book.add_format({"bold": True})
        for table in exported_sheets():
            rows = tables[table.name]
            if rows.is_empty():
                continue
            rows = rows.with_columns(pl.col(pl.Date).dt.to_string("iso")).with_columns(truth(pl.col(pl.Boolean)))
            worded = [
                pl.col(column.name).replace({word.value: word.zh for word in column.vocabulary})
                for column in table.columns
                if column.vocabulary is not None
            ]
            if table.name == "figures":
                worded.append(pl.col("indicator").replace(_indicators_worded()))
            cells = [list(row) for row in rows.with_columns(worded).rows()]
            numbers = [place for place, column in enumerate(table.columns) if column.type in NUMBERS]
            for row in cells:
                for place in numbers:
                    row[place] = _to_the_last_digit(_number_again(row[place]))
            headings = [column.zh for column in table.columns]
            write_rows(book.add_worksheet(table.zh), headings, cells, bold, first=0)
    path.write_bytes(content.getvalue())


def _number_again(cell: object) -> object:
    """A number that stands as text since a sign stands in its column."""
    if not isinstance(cell, str):
        return cell
    try:
        return float(cell) if "." in cell or "e" in cell else int(cell)
    except ValueError:
        return cell


def _indicators_worded() -> dict[str, str]:
    """The usual name of each indicator that reads back as the same one."""
    named = zip(indicator_names(), usual_names(), strict=True)
    return {indicator: name for indicator, name in named if indicator_of(name) == indicator}


class _Whole(float):
    """A number that is written with all its digits: the writer of workbooks asks for sixteen, some need seventeen."""

    def __format__(self, _digits: str) -> str:
        return repr(float(self))


def _to_the_last_digit(cell: object) -> object:
    return _Whole(cell) if isinstance(cell, float) else cell


def truth(column: pl.Expr) -> pl.Expr:
    """Yes and no as the ledger writes them."""
    return pl.when(column).then(pl.lit("是")).when(~column).then(pl.lit("否")).name.keep()


def in_place(path: Path, write: Callable[[Path], object]) -> None:
    """Write aside, then put the file in its place.

    Raises
    ------
    CannotWrite
        ``disk_full``.
    BadValue
        ``cannot_write``: the place is not one to write to.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(aside)
        os.replace(aside, path)
    except (OSError, pl.exceptions.PolarsError) as error:
        if why_unwritten(error) == "disk_full":
            raise CannotWrite("disk_full", path=str(path)) from error
        if not isinstance(error, OSError):
            raise
        raise BadValue("cannot_write", path=str(path), problem=reason_of(error)) from error
    finally:
        if aside.is_dir():
            shutil.rmtree(aside)
        else:
            aside.unlink(missing_ok=True)
