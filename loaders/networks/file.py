"""What does a file of a network come to, whatever its format: the network, and where in the file each tie stands?

The type that every reader gives, and how text becomes typed columns.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from graph_model.attributed_graph import AttributedGraph
from graph_model.errors import BadValue

FORMATS: Final = ("graphml", "gexf", "pajek", "edges")


@dataclass(frozen=True)
class NetworkFile:
    """A network that was read from a file.

    Attributes
    ----------
    graph
        The network: ids, labels and attributes as the file has them.
    format
        ``graphml``, ``gexf``, ``pajek`` or ``edges``.
    file
        The path as it was given, for errors.
    lines
        int64, one a tie: the line of the file, or the row of a csv file, as a person counts.
    actors
        How many nodes, from the first on, are of the first mode, where the file says that it is a two-mode network.
    """

    graph: AttributedGraph
    format: str
    file: str
    lines: pl.Series
    actors: int | None = None

    def weights(self) -> pl.Series:
        """The strength of each tie, float64: its ``weight`` where it has one, else 1.

        Raises
        ------
        BadValue
            ``weight_in_file`` with ``file``, ``line`` and ``value``: one is no finite number over 0.
        """
        ties = self.graph.tie_attributes
        name = next((name for name in ties.columns if name.lower() == "weight"), None)
        if name is None:
            return pl.repeat(1.0, self.graph.ties, dtype=pl.Float64, eager=True)
        given = ties[name]
        number = given.cast(pl.Float64, strict=False)
        bad = given.is_not_null() & ~(number.is_finite() & (number > 0)).fill_null(value=False)
        if bad.any():
            place = int(bad.arg_max() or 0)
            raise BadValue("weight_in_file", file=self.file, line=self.lines[place], value=str(given[place]))
        return number.fill_null(1.0)

    def shown_labels(self) -> pl.Series:
        """What a picture calls each node: its ``label``, else its ``name``, else its id; text."""
        nodes = self.graph.node_attributes
        name = next((name for name in ("label", "name") if name in nodes.columns), None)
        if name is None:
            return self.graph.ids
        text = nodes[name].cast(pl.String)
        return pl.DataFrame({"label": text, "id": self.graph.ids}).select(
            pl.when(pl.col("label").fill_null("").str.strip_chars() == "").then("id").otherwise("label").alias("label")
        )["label"]


def decoded(path: Path) -> str:
    """The text of a file: strict UTF-8, else strict GB18030, else UTF-16 with its mark; never lenient.

    Raises
    ------
    BadValue
        ``no_such_file``; ``text_encoding`` with ``file``.
    """
    if not path.is_file():
        raise BadValue("no_such_file", file=str(path))
    content = path.read_bytes()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        content, encodings = content.removeprefix(codecs.BOM_UTF8), ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadValue("text_encoding", file=str(path))


def column_of(rows: Sequence[int], values: Sequence[str], *, size: int, default: str | None = None) -> pl.Series:
    """Text told of some rows, as a column; of a row told twice the last counts."""
    told: list[str | None] = [default] * size
    for row, value in zip(rows, values, strict=True):
        told[row] = value
    return pl.Series(told, dtype=pl.String)


def typed(text: pl.Series, kind: str, *, name: str, file: str, lines: Sequence[int], day: bool = False) -> pl.Series:
    """Text as the type a format gives it: ``boolean``, ``long``, ``double`` (a blank is unknown), or ``string``.

    Parameters
    ----------
    text
        One cell a node or tie; null where nothing is told.
    kind
        The type.
    name, file, lines
        Of the attribute, of the file and of each cell, for the error.
    day
        Whether text is days where every cell is one.

    Raises
    ------
    BadValue
        ``attribute_value`` with ``file``, ``line``, ``name``, ``value`` and ``type``: a cell is not of the type.
    """
    if kind == "string":
        days = text.str.to_date("%Y-%m-%d", strict=False) if day else None
        return days if days is not None and days.null_count() == text.null_count() else text
    bare = text.str.strip_chars(" \t\r\n").replace("", None)
    if kind == "boolean":
        plain = bare.str.to_lowercase()
        read = plain.replace_strict({"true": True, "1": True, "false": False, "0": False}, default=None,
                                    return_dtype=pl.Boolean)  # fmt: skip
    elif kind == "long":
        read = bare.cast(pl.Int64, strict=False)
    elif kind == "double":
        read = bare.str.replace("(?i)infinity", "inf").cast(pl.Float64, strict=False)
    else:
        raise KeyError(kind)
    bad = bare.is_not_null() & read.is_null()
    if bad.any():
        place = int(bad.arg_max() or 0)
        raise BadValue("attribute_value", file=file, line=lines[place], name=name, value=text[place], type=kind)
    return read


def attributes_of(columns: Sequence[tuple[str, str, pl.Series]]) -> pl.DataFrame:
    """Columns as (id, name, values) under their names; one whose name is taken gets its id as well."""
    named: dict[str, pl.Series] = {}
    for key, name, values in columns:
        free, number = name, 1
        while free in named:
            free = f"{name} ({key})" if number == 1 else f"{name} ({key}, {number})"
            number += 1
        named[free] = values
    return pl.DataFrame(named)


def mixed_or_not(told: Sequence[bool], *, default: bool) -> tuple[bool, pl.Series | None]:
    """Whether the ties have a direction; where some have and some have none, of each."""
    kinds = set(told)
    if len(kinds) > 1:
        return default, pl.Series(told, dtype=pl.Boolean)
    return (kinds.pop() if kinds else default), None


def checked_ends(
    ids: Sequence[str], ends: Sequence[Sequence[str]], *, lines: Sequence[int], node_lines: Sequence[int], file: str
) -> None:
    """Every id once, every end among them.

    Raises
    ------
    BadValue
        ``node_repeated`` and ``end_undeclared`` with ``file``, ``line`` and ``id``.
    """
    known: dict[str, int] = {}
    for place, name in enumerate(ids):
        if name in known:
            raise BadValue("node_repeated", file=file, line=node_lines[place], id=name)
        known[name] = place
    for end in ends:
        for place, name in enumerate(end):
            if name not in known:
                raise BadValue("end_undeclared", file=file, line=lines[place], id=name)


def number_text(values: pl.Series) -> str:
    """``long`` where every number is written as a whole one, else ``double``."""
    known = values.drop_nulls().str.strip_chars()
    written_whole = known.str.contains(r"^[+-]?\d+$").all()
    fits = known.str.strip_prefix("+").cast(pl.Int64, strict=False).null_count() == 0
    return "long" if known.len() and written_whole and fits else "double"
