"""How does a column become text inside an XML file, quickly and without losing a sign?

Expressions over columns only; which elements there are is the formats' business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from graph_model.attributed_graph import AttributedGraph, Fact
from graph_model.errors import BadValue

ILLEGAL: Final = "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x{FFFE}\\x{FFFF}]"
"""The signs XML 1.0 cannot hold, not even escaped."""
REPLACEMENT: Final = "\ufffd"
ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
"""Line ends and tabs too: a reader would otherwise turn them into blanks within an attribute."""
CHUNK: Final = 100_000


@dataclass(frozen=True)
class Written:
    """What a format could not hold.

    Attributes
    ----------
    replaced
        Cells in which a sign that XML cannot hold became U+FFFD.
    """

    replaced: int = 0


def escaped(text: str) -> str:
    """One text as it stands in an attribute or an element; for the few words of a file's head.

    Raises
    ------
    BadValue
        ``not_in_xml``: it holds a sign that XML cannot.
    """
    if pl.Series([text]).str.contains(ILLEGAL)[0]:
        raise BadValue("not_in_xml", id=text)
    return "".join(ESCAPES.get(sign, sign) for sign in text)


def fact_text(value: Fact) -> str:
    """A fact of the whole as it is written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return escaped(repr(value) if isinstance(value, float) else str(value))


def keys_writable(graph: AttributedGraph) -> AttributedGraph:
    """The network, known to hold no key that XML cannot; a key is never changed, since two might become one.

    Raises
    ------
    BadValue
        ``not_in_xml`` with the ``id``; and as ``AttributedGraph.checked``.
    """
    bad = graph.checked().ids.filter(graph.ids.str.contains(ILLEGAL))
    if bad.len():
        raise BadValue("not_in_xml", id=bad[0])
    return graph


def without_illegal(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The frame with each sign that XML cannot hold as U+FFFD, and in how many cells there was one."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    if not texts:
        return frame, 0
    bad = {name: frame[name].str.contains(ILLEGAL) for name in texts}
    mended = [name for name, told in bad.items() if told.any()]
    if not mended:
        return frame, 0
    count = sum(int(bad[name].sum()) for name in mended)
    return frame.with_columns(pl.col(mended).str.replace_all(ILLEGAL, REPLACEMENT)), count


def as_markup(column: str, dtype: pl.DataType) -> pl.Expr:
    """A column's values as text in an attribute or an element; null stays null."""
    value = pl.col(column)
    if dtype == pl.String:
        return value.str.replace_many(list(ESCAPES), list(ESCAPES.values()))
    if dtype == pl.Boolean:
        return pl.when(value).then(pl.lit("true")).when(~value).then(pl.lit("false"))
    if dtype == pl.Date:
        return value.dt.to_string("%Y-%m-%d")
    text = value.cast(pl.String)
    return text.str.replace("inf", "INF", literal=True) if dtype == pl.Float64 else text


def lines(frame: pl.DataFrame, parts: Sequence[pl.Expr | str]) -> Iterator[str]:
    """The rows of a frame as text, many rows at a time; a part that is null writes nothing."""
    told = [pl.lit(part) if isinstance(part, str) else part.fill_null("") for part in parts]
    for start in range(0, frame.height, CHUNK):
        rows = frame.slice(start, CHUNK).select(pl.concat_str(told).alias("line"))
        yield "".join(rows["line"].to_list())


def renamed(ids: Iterable[tuple[str, pl.Series]], attributes: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, str]]:
    """Keys and attributes in one frame under names that cannot clash; and the name of each attribute within it."""
    names = {name: f"a{place}" for place, name in enumerate(attributes.columns)}
    keys = pl.DataFrame([series.alias(name) for name, series in ids])
    if not names:
        return keys, names
    return pl.concat([keys, attributes.rename(names)], how="horizontal"), names
