"""How do the rows of a frame become JSON text, however many they are?

Column by column, a row a line; what ``analytics.finding.plain_rows`` makes of each value is what is written. Documents
around the rows are ``json_text``'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Final

import polars as pl

from analytics.finding import plain

ROWS_AT_ONCE: Final = 50_000
"""Rows of which the text is made at a time: so much is held beside the rows themselves."""

_FEW: Final = {int, str, type(None)}


def row_pieces(rows: pl.DataFrame, *, inset: str) -> Iterator[str]:
    """The rows as the text of a JSON list, each on a line of its own behind ``inset``."""
    if rows.is_empty():
        yield "[]"
        return
    before, after = "[\n  ", "\n" + inset + "]"
    for some in rows.iter_slices(ROWS_AT_ONCE):
        yield before + inset
        yield _texts(some).str.join(",\n  " + inset).item()
        before = ",\n  "
    yield after


def _texts(rows: pl.DataFrame) -> pl.Series:
    """Each row as the text of a JSON object."""
    if not rows.width:
        return pl.repeat("{}", rows.height, eager=True)
    by_column = {name: _by_column(dtype) for name, dtype in rows.schema.items()}
    if all(by_column.values()):
        return rows.select(pl.struct(pl.all()).struct.json_encode()).to_series()
    parts = []
    for together, names in groupby(rows.columns, by_column.__getitem__):
        if together:
            fields = pl.struct(*names).struct.json_encode().str.strip_prefix("{").str.strip_suffix("}")
            parts.append(rows.select(fields).to_series())
        else:
            parts += [_one_by_one(rows.get_column(name)) for name in names]
    return pl.select(pl.concat_str(pl.lit("{"), pl.concat_str(parts, separator=","), pl.lit("}"))).to_series()


def _by_column(dtype: pl.DataType) -> bool:
    """Whether polars writes every value of a dtype as ``plain`` has it: days as ISO text, what is no number as null."""
    if isinstance(dtype, pl.List):
        return _by_column(dtype.inner)  # type: ignore[arg-type]  # an instance, unless somebody built the dtype by hand
    return dtype.is_integer() or dtype in (pl.Float64, pl.String, pl.Boolean, pl.Date, pl.Null)


def _one_by_one(column: pl.Series) -> pl.Series:
    before = _text(column.name) + ":"
    values = column.to_list()
    if set(map(type, values)) <= _FEW:  # of counts and their signs the same come again and again; none equals another
        texts = {one: before + _text(one) for one in set(values)}
        return pl.Series(map(texts.__getitem__, values), dtype=pl.String)
    return pl.Series([before + _text(plain(one)) for one in values], dtype=pl.String)


_text: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
