"""What network a pair of csv files tells: an edge list, and perhaps a list of its nodes, read as text.

Builds and measures nothing; ids stay as written, and a cell that cannot be read refuses the file with its row.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from graph_model.attributed_graph import AttributedGraph
from graph_model.errors import BadValue
from loaders.networks.file import NetworkFile, decoded

_ROW, _BLANK = "\0row", "\0blank"  # no header of a file
_BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff"


def read_separated(path: Path, *, separator: str = ",", nodes: Path | None = None) -> NetworkFile:
    """An edge list with a header ``source,target[,weight]`` as a network without directions; more columns are text.

    Parameters
    ----------
    separator
        A comma or a tab.
    nodes
        A csv file ``id[,…]`` of every node, in the order to keep; without it nodes follow their first tie.

    UTF-8 with or without a byte order mark. Headers are compared without case and outer spaces. Rows that are wholly
    blank are skipped; nothing else is mended.

    Raises
    ------
    BadValue
        ``no_such_file``, ``not_utf8``, ``unreadable_csv`` with ``file``; ``missing_header`` with ``file``, ``column``,
        ``found``; ``missing_value``, ``not_a_number`` and ``out_of_range`` with ``file``, ``row`` (as a person counts,
        the header being row 1), ``column`` and ``value``.
    """
    ties = _table(path, required=("source", "target"), separator=separator)
    for column in ("source", "target"):
        _no_blanks(ties, column, path)
    if "weight" in ties.columns:
        _check_weights(ties, path)
        ties = ties.with_columns(pl.col("weight").str.strip_chars(_BLANKS).cast(pl.Float64))
    return _network(ties.drop(_ROW, "source", "target"), ties["source"], ties["target"], ties[_ROW], path, nodes)


def read_words(path: Path, *, nodes: Path | None = None) -> NetworkFile:
    """An edge list of two ids a line and perhaps a weight, with blanks or tabs between and no header.

    Lines that begin with ``#`` or ``%`` are remarks. A first line ``source target`` is a header all the same.

    Raises
    ------
    BadValue
        ``no_such_file``, ``text_encoding``; ``words_in_line`` with ``file``, ``line`` and ``text``: not two or three
        words; ``weight_in_file``: the third is no number.
    """
    text = pl.Series("text", decoded(path).splitlines(), dtype=pl.String).str.strip_chars(_BLANKS)
    every = pl.DataFrame({"text": text}).with_row_index("line", offset=1)
    rows = every.filter(pl.col("text") != "", ~pl.col("text").str.contains("^[#%]"))
    rows = rows.with_columns(pl.col("text").str.replace_all(r"\s+", " ").str.split(" ").alias("words"))
    if rows.height and [word.lower() for word in rows["words"][0]][:2] == ["source", "target"]:
        rows = rows.slice(1)
    size = rows["words"].list.len()
    bad = rows.filter((size < 2) | (size > 3))
    if bad.height:
        raise BadValue("words_in_line", file=str(path), line=bad["line"][0], text=bad["text"][0][:80])
    weight = rows["words"].list.get(2, null_on_oob=True)
    number = weight.cast(pl.Float64, strict=False)
    lost = weight.is_not_null() & number.is_null()
    if lost.any():
        place = int(lost.arg_max() or 0)
        raise BadValue("weight_in_file", file=str(path), line=rows["line"][place], value=weight[place])
    attributes = pl.DataFrame({"weight": number}) if weight.null_count() < weight.len() else pl.DataFrame()
    ends = rows["words"].list
    return _network(attributes, ends.get(0), ends.get(1), rows["line"].cast(pl.Int64), path, nodes)


def _network(
    attributes: pl.DataFrame,
    source: pl.Series,
    target: pl.Series,
    lines: pl.Series,
    path: Path,
    nodes: Path | None,
) -> NetworkFile:
    listed = None
    if nodes is not None:
        listed = _table(nodes, required=("id",))
        _no_blanks(listed, "id", nodes)
        listed = listed.drop(_ROW).unique("id", keep="first", maintain_order=True)
    ends = pl.DataFrame({"a": source, "b": target}).select(pl.concat_list("a", "b").explode(empty_as_null=True))["a"]
    first = pl.Series("a", [], dtype=pl.String) if listed is None else listed["id"].alias("a")
    ids = pl.concat([first, ends.drop_nulls()]).unique(maintain_order=True)
    if listed is None:
        told = pl.DataFrame()
    else:
        told = pl.DataFrame({"id": ids}).join(listed, on="id", how="left", maintain_order="left").drop("id")
    graph = AttributedGraph(
        ids=ids.alias("id"),
        source=source.alias("source"),
        target=target.alias("target"),
        node_attributes=told if told.width else pl.DataFrame(),
        tie_attributes=attributes if attributes.width else pl.DataFrame(),
    )
    return NetworkFile(graph, "edges", str(path), lines.alias("line"))


def _table(path: Path, *, required: tuple[str, ...], separator: str = ",") -> pl.DataFrame:
    """The file as text columns, and the number of each row as a person counts."""
    if not path.is_file():
        raise BadValue("no_such_file", file=str(path))
    try:
        table = pl.read_csv(path, infer_schema=False, has_header=True, encoding="utf8", separator=separator)
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
