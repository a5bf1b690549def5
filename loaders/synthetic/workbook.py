"""How is a synthetic region written down: as a planner's workbook, as a folder, as a map?

Writing alone; what is written is read by the same loaders as anyone's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl
import xlsxwriter

from graph_model.schema import SHEETS, Column, ColumnType, Table

Format = Literal["csv", "parquet"]
# Sheets that carry a title above their headers, as sheets that are handed round often do.
TITLED: Final = {
    "places": "澄岭街道地点台账（2018年6月）",
    "organisations": "澄岭街道党组织台账",
    "committees": "澄岭街道联席组织一览",
}
_MADE: Final = dt.datetime(2018, 7, 2, 9, 0)  # noqa: DTZ001 - a workbook's own date has no zone


def write_workbook(tables: Mapping[str, pl.DataFrame], path: Path) -> None:
    """A workbook with the contract's Chinese sheet names, headers and words; blank cells where nothing is known.

    The same tables give the same cells; OSError where the file cannot be written.
    """
    book = xlsxwriter.Workbook(str(path), {"constant_memory": False, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": "澄岭街道台账", "created": _MADE})
    head = book.add_format({"bold": True, "bg_color": "#F5F6F8", "bottom": 1})
    title = book.add_format({"bold": True, "font_size": 14})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for table in SHEETS:
        if table.name not in tables:
            continue
        sheet = book.add_worksheet(table.zh)
        top = 0
        if table.name in TITLED:
            sheet.write_string(0, 0, TITLED[table.name], title)
            top = 1
        for place, column in enumerate(table.columns):
            sheet.write_string(top, place, column.zh, head)
            sheet.set_column(place, place, 24 if column.name in ("name", "title") else 14)
            for row, value in enumerate(_cells(tables[table.name], column), start=top + 1):
                if value is None:
                    continue
                if isinstance(value, dt.date):
                    sheet.write_datetime(row, place, value, day)
                elif isinstance(value, str):
                    sheet.write_string(row, place, value)
                else:
                    sheet.write_number(row, place, value)
        sheet.freeze_panes(top + 1, 0)
    book.close()


def _cells(frame: pl.DataFrame, column: Column) -> list[Any]:
    values = frame[column.name].to_list()
    if column.type is ColumnType.YES_NO:
        return [None if value is None else "是" if value else "否" for value in values]
    if column.vocabulary is not None:
        words = {word.value: word.zh for word in column.vocabulary}
        return [None if value is None else words[value] for value in values]
    return values


def write_folder(tables: Mapping[str, pl.DataFrame], folder: Path, *, format: Format = "csv") -> list[Path]:
    """One file a table under its English name, in code (``csv``: UTF-8, English headers, yes and no); their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in SHEETS:
        if table.name not in tables:
            continue
        path = folder / f"{table.name}.{format}"
        if format == "parquet":
            tables[table.name].write_parquet(path, statistics=False)
        else:
            plain(table, tables[table.name]).write_csv(path)
        written.append(path)
    return written


def plain(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """A table as csv has it: yes and no in words, everything else as it is stored."""
    yes_no = [column.name for column in table.columns if column.type is ColumnType.YES_NO]
    return frame.with_columns(
        pl.when(pl.col(name)).then(pl.lit("yes")).when(pl.col(name).not_()).then(pl.lit("no")).alias(name)
        for name in yes_no
    )


def write_boundaries(boundaries: pl.DataFrame, path: Path) -> None:
    """A GeoJSON FeatureCollection, each feature with the code of its place in the property ``code``."""
    features = [
        {"type": "Feature", "properties": {"code": row["place"]}, "geometry": json.loads(row["geometry"])}
        for row in boundaries.iter_rows(named=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
