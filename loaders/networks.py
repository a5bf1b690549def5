"""What network a pair of csv files tells: an edge list, and perhaps a list of its nodes, read as text.

Builds and measures nothing; ids stay as written, and a cell that cannot be read refuses the file with its row.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from graph_model.errors import BadValue

_ROW, _BLANK = "\0row", "\0blank"  # no header of a file
_BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff"


@dataclass(frozen=True)
class NetworkFiles:
    """The columns of an edge list and of a node list.

    Attributes
    ----------
    edges
        ``source``, ``target`` (text) and, if the file has it, ``weight`` (float64, over 0); other columns are left out.
    nodes
        ``id`` and every other column of the file, all text; None without a node list.
    """

    edges: pl.DataFrame
    nodes: pl.DataFrame | None


def read_network_files(edges: Path, nodes: Path | None = None) -> NetworkFiles:
    """Read ``source,target[,weight]`` and ``id[,…]``: comma-separated, UTF-8 with or without a byte order mark.

    Headers are compared without case and outer spaces. Rows that are wholly blank are skipped; nothing else is mended.

    Raises
    ------
    BadValue
        ``no_such_file``, ``not_utf8``, ``unreadable_csv`` with ``file``; ``missing_header`` with ``file``, ``column``,
        ``found``; ``missing_value``, ``not_a_number`` and ``out_of_range`` with ``file``, ``row`` (as a person counts,
        the header being row 1), ``column`` and ``value``.
    """
    ties = _table(edges, required=("source", "target"))
    for column in ("source", "target"):
        _no_blanks(ties, column, edges)
    columns = [pl.col("source"), pl.col("target")]
    if "weight" in ties.columns:
        _check_weights(ties, edges)
        columns.append(pl.col("weight").str.strip_chars(_BLANKS).cast(pl.Float64))
    listed = None
    if nodes is not None:
        listed = _table(nodes, required=("id",))
        _no_blanks(listed, "id", nodes)
        listed = listed.drop(_ROW)
    return NetworkFiles(edges=ties.select(columns), nodes=listed)


def _table(path: Path, *, required: tuple[str, ...]) -> pl.DataFrame:
    """The file as text columns, and the number of each row as a person counts."""
    if not path.is_file():
        raise BadValue("no_such_file", file=str(path))
    try:
        table = pl.read_csv(path, infer_schema=False, has_header=True, encoding="utf8")
    except pl.exceptions.NoDataError:
        table = pl.DataFrame()
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError) as error:
        code = "not_utf8" if "utf" in str(error).lower() else "unreadable_csv"
        raise BadValue(code, file=str(path)) from error
    names = {name: name.strip(_BLANKS).lower() for name in table.columns}
    known = {name: plain for name, plain in names.items() if plain in {*required, "weight"} and plain != name}
    table = table.rename({name: plain for name, plain in known.items() if plain not in table.columns})
    for column in required:
        if column not in table.columns:
            raise BadValue("missing_header", file=str(path), column=column, found=list(names.values()))
    blank = pl.all_horizontal(pl.all().fill_null("").str.strip_chars(_BLANKS) == "")
    numbered = table.with_columns((pl.int_range(pl.len()) + 2).alias(_ROW), blank.alias(_BLANK))
    return numbered.filter(~pl.col(_BLANK)).drop(_BLANK)


def _no_blanks(table: pl.DataFrame, column: str, path: Path) -> None:
    bad = table.filter(pl.col(column).fill_null("").str.strip_chars(_BLANKS) == "")
    if bad.height:
        raise BadValue("missing_value", file=str(path), row=bad[_ROW][0], column=column)


def _check_weights(table: pl.DataFrame, path: Path) -> None:
    _no_blanks(table, "weight", path)
    number = pl.col("weight").str.strip_chars(_BLANKS).cast(pl.Float64, strict=False)
    for code, wrong in (
        ("not_a_number", number.is_null() | number.is_nan()),
        ("out_of_range", (number <= 0) | number.is_infinite()),
    ):
        bad = table.filter(wrong)
        if bad.height:
            raise BadValue(code, file=str(path), row=bad[_ROW][0], column="weight", value=bad["weight"][0])
