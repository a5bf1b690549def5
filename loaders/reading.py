"""What stands in the files that were handed in: sheets of text cells with the row numbers a person sees?

Every cell becomes text as it is shown; what a sheet is and what its cells mean is told in ``header_mapping`` and
``cleaning``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import polars.selectors as cs

from graph_model.errors import LedgerRefused
from loaders.encoding import utf8_content

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
TEXTS = frozenset({".csv", ".tsv", ".txt"})
FORMATS = (*sorted(WORKBOOKS), *sorted(TEXTS), ".parquet", ".geojson")
SEPARATORS = (",", "\t", ";")
ERROR_WORDS = {
    "Ref": "#REF!", "NA": "#N/A", "Div0": "#DIV/0!", "Name": "#NAME?", "Value": "#VALUE!", "Num": "#NUM!",
    "Null": "#NULL!", "GettingData": "#GETTING_DATA",
}  # fmt: skip
ROW = "@row"


@dataclass(frozen=True)
class HandedFile:
    """A file of a hand-in: where it lies, and its name as the user gave it, relative to what the user named."""

    path: Path
    file: str


@dataclass(frozen=True)
class RawSheet:
    """One sheet as it stands.

    Attributes
    ----------
    file, sheet
        The file's name as given; the sheet's name, for a file without sheets the stem of its name.
    cells
        ``@row`` (the row number a person sees) and text columns ``c0``, ``c1`` … by their place in the sheet; null
        where a cell is empty, ``#REF!`` and its kind where a formula failed.
    alone
        Whether it is the only sheet of its file, so that the file's name may name it too.
    geojson
        Whether it was read from a map file.
    """

    file: str
    sheet: str
    cells: pl.DataFrame
    alone: bool = True
    geojson: bool = False


def handed_files(paths: Sequence[Path]) -> tuple[list[HandedFile], list[str]]:
    """The files that were handed in, folders with their sub-folders, in a fixed order; and the names of files in
    folders that are of no known format.

    Raises
    ------
    LedgerRefused
        ``file_missing``: a path that is not there. ``unknown_format``: a file named outright that nobody can read.
        ``no_files``: a folder without any readable file.
    """
    files: list[HandedFile] = []
    unknown: list[str] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not _is_hidden(p.relative_to(path)))
            for one in inside:
                name = one.relative_to(path).as_posix()
                if one.suffix.lower() in FORMATS:
                    files.append(HandedFile(one, name))
                else:
                    unknown.append(name)
        elif not path.exists():
            raise LedgerRefused("file_missing", file=str(path))
        elif path.suffix.lower() not in FORMATS:
            raise LedgerRefused("unknown_format", file=path.name, formats=list(FORMATS))
        else:
            files.append(HandedFile(path, path.name))
    if not files:
        raise LedgerRefused("no_files", paths=[str(path) for path in paths], formats=list(FORMATS))
    return files, unknown


def read_sheets(handed: HandedFile) -> Iterator[RawSheet]:
    """The sheets of one file, hidden and empty ones left out.

    Raises
    ------
    LedgerRefused
        ``unreadable_file``: it is damaged, locked, or not what its name says. ``undecodable``: see ``encoding``.
    """
    suffix = handed.path.suffix.lower()
    try:
        if suffix in WORKBOOKS:
            yield from _workbook(handed)
        elif suffix == ".parquet":
            yield from _parquet(handed)
        elif suffix == ".geojson":
            yield from _geojson(handed)
        else:
            yield from _text(handed)
    except LedgerRefused:
        raise
    except (OSError, ValueError, KeyError, TypeError, fastexcel.FastExcelError, pl.exceptions.PolarsError) as error:
        raise LedgerRefused("unreadable_file", file=handed.file, reason=type(error).__name__) from error


def column_letters(position: int) -> str:
    """``A``, ``B`` … ``AA`` for the place of a column, counted from 0."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _is_hidden(name: Path) -> bool:
    return any(part.startswith((".", "~$")) or part in ("Thumbs.db", "desktop.ini") for part in name.parts)


def _workbook(handed: HandedFile) -> Iterator[RawSheet]:
    book = fastexcel.read_excel(handed.path)
    found: list[tuple[str, pl.DataFrame]] = []
    for name in book.sheet_names:
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        if sheet.visible != "visible" or sheet.width == 0 or sheet.height == 0:
            continue
        places = [column.absolute_index for column in sheet.available_columns()]
        batch, failed = sheet.to_arrow_with_errors()
        cells = pl.DataFrame(pl.from_arrow(batch))
        cells.columns = [f"c{place}" for place in places]
        cells = _with_errors(cells, failed.errors if failed is not None else [])
        midnight = cs.string().str.replace(r"^(\d{4}-\d\d-\d\d) 00:00:00$", "$1")
        found.append((name, _numbered(cells.with_columns(midnight))))
    for name, cells in found:
        yield RawSheet(handed.file, name, cells, alone=len(found) == 1)


def _with_errors(cells: pl.DataFrame, errors: Sequence[Any]) -> pl.DataFrame:
    """The cells with ``#REF!`` and its kind put where a formula failed."""
    by_column: dict[int, list[tuple[int, str]]] = {}
    for error in errors:
        row, column = error.offset_position
        kind = str(error.detail).rpartition("Error(")[2].rstrip("')")
        by_column.setdefault(column, []).append((row, ERROR_WORDS.get(kind, "#ERROR!")))
    for column, places in by_column.items():
        values = cells.to_series(column).scatter([row for row, _ in places], [word for _, word in places])
        cells = cells.with_columns(values)
    return cells


def _text(handed: HandedFile) -> Iterator[RawSheet]:
    content = utf8_content(handed.path, file=handed.file)
    if not content.strip():
        return
    separator = _separator(content)
    width = _width(content, separator)
    cells = pl.read_csv(
        content,
        has_header=False,
        separator=separator,
        schema={f"c{place}": pl.String for place in range(width)},
        missing_columns="insert",
        truncate_ragged_lines=True,
    )
    yield RawSheet(handed.file, handed.path.stem, _numbered(cells))


def _separator(content: bytes) -> str:
    """The sign that stands most often in the first lines."""
    head = content[: 1 << 16].decode("utf-8", errors="ignore").splitlines()[:30]
    counts = {sign: max((line.count(sign) for line in head), default=0) for sign in SEPARATORS}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] > 0 else ","


def _width(content: bytes, separator: str) -> int:
    """At least as many columns as the widest line has; separators inside quotes only add empty columns."""
    lines = pl.read_csv(
        content, has_header=False, separator="\x01", quote_char=None, schema={"line": pl.String}, raise_if_empty=False
    )
    widest = lines.select(pl.col("line").str.count_matches(separator, literal=True).max()).item()
    return min(int(widest or 0) + 1, 16_384)


def _parquet(handed: HandedFile) -> Iterator[RawSheet]:
    table = pl.read_parquet(handed.path)
    if table.height == 0 and table.width == 0:
        return
    headers = pl.DataFrame({f"c{place}": [name] for place, name in enumerate(table.columns)})
    cells = table.select(_shown(table.get_column(name)) for name in table.columns)
    cells.columns = headers.columns
    yield RawSheet(handed.file, handed.path.stem, _numbered(pl.concat([headers, cells])))


def _shown(values: pl.Series) -> pl.Series:
    """A typed column as the text a sheet would show; what is no cell (lists, bytes) is left out."""
    if values.dtype.is_nested() or values.dtype in (pl.Binary, pl.Object):
        return pl.Series(values.name, [None] * values.len(), dtype=pl.String)
    if not values.dtype.is_float():
        return values.cast(pl.String)
    values = values.fill_nan(None).cast(pl.Float64)
    # Whole numbers without a fraction: a column of codes with a gap is one of floats.
    whole = (values == values.round(0)) & (values.abs() < 2**53)
    shown = pl.when(whole).then(values.cast(pl.Int64, strict=False).cast(pl.String))
    return pl.select(shown.otherwise(values.cast(pl.String))).to_series().alias(values.name)


def _geojson(handed: HandedFile) -> Iterator[RawSheet]:
    content = json.loads(utf8_content(handed.path, file=handed.file))
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise LedgerRefused("unreadable_file", file=handed.file, reason="not_a_feature_collection")
    codes: list[str | None] = ["地点编码"]
    outlines: list[str | None] = ["边界"]
    for feature in content["features"]:
        properties = feature.get("properties") or {}
        code = properties.get("code", properties.get("地点编码"))
        codes.append(None if code is None else str(code))
        outlines.append(_outline(feature.get("geometry")))
    yield RawSheet(handed.file, handed.path.stem, _numbered(pl.DataFrame({"c0": codes, "c1": outlines})), geojson=True)


def _outline(geometry: Any) -> str | None:
    """The geometry as text, or None where it is no area or lies outside the globe."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    depth = 2 if geometry["type"] == "Polygon" else 3
    points: list[Any] = [geometry.get("coordinates")]
    for _ in range(depth):
        if not all(isinstance(part, list) and part for part in points):
            return None
        points = [inner for part in points for inner in part]
    if not all(_is_position(point) for point in points):
        return None
    return json.dumps({"type": geometry["type"], "coordinates": geometry["coordinates"]}, separators=(",", ":"))


def _is_position(point: Any) -> bool:
    if not isinstance(point, list) or len(point) < 2:
        return False
    if not all(isinstance(part, int | float) and math.isfinite(part) for part in point[:2]):
        return False
    longitude, latitude = float(point[0]), float(point[1])
    return abs(longitude) <= 180 and abs(latitude) <= 90


def _numbered(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))
