"""What stands in files that know their types: the columns of a parquet file, the outlines of a map?

Everything becomes the text a sheet would show; what it means is told in ``cleaning``.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from graph_model.errors import LedgerRefused
from loaders.encoding import utf8_content
from loaders.raw_sheets import HandedFile, RawSheet, numbered


def parquet_sheets(handed: HandedFile) -> Iterator[RawSheet]:
    """The one sheet of a parquet file: its columns' names above the cells."""
    on_disk = handed.member is None and isinstance(handed.path, Path)
    table = pl.read_parquet(handed.path if on_disk else io.BytesIO(handed.content()), glob=False)  # type: ignore[arg-type]
    if table.height == 0 and table.width == 0:
        return
    headers = pl.DataFrame({f"c{place}": [name] for place, name in enumerate(table.columns)})
    cells = table.select(_shown(table.get_column(name)) for name in table.columns)
    cells.columns = headers.columns
    yield RawSheet(handed.file, handed.stem, numbered(pl.concat([headers, cells])))


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


def map_sheets(handed: HandedFile) -> Iterator[RawSheet]:
    """The outlines of places in a GeoJSON file of features that carry a place's code.

    Raises
    ------
    LedgerRefused
        ``unreadable_file``: it is no collection of features.
    """
    content = json.loads(utf8_content(handed.content(), file=handed.file))
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise LedgerRefused("unreadable_file", file=handed.file, reason="not_a_feature_collection")
    codes: list[str | None] = ["地点编码"]
    outlines: list[str | None] = ["边界"]
    for feature in content["features"]:
        properties = feature.get("properties") or {}
        code = properties.get("code", properties.get("地点编码"))
        codes.append(None if code is None else str(code))
        outlines.append(_outline(feature.get("geometry")))
    yield RawSheet(handed.file, handed.stem, numbered(pl.DataFrame({"c0": codes, "c1": outlines})), geojson=True)


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
    flat = _flat(geometry["coordinates"], depth)
    return json.dumps({"type": geometry["type"], "coordinates": flat}, separators=(",", ":"))


def _flat(part: list[Any], depth: int) -> list[Any]:
    """Positions of two numbers: what stands behind them (a height, or anything) is not read."""
    return part[:2] if depth == 0 else [_flat(inner, depth - 1) for inner in part]


def _is_position(point: Any) -> bool:
    if not isinstance(point, list) or len(point) < 2:
        return False
    if not all(isinstance(part, int | float) and math.isfinite(part) for part in point[:2]):
        return False
    longitude, latitude = float(point[0]), float(point[1])
    return abs(longitude) <= 180 and abs(latitude) <= 90
