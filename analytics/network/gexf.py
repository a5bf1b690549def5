"""How is an attributed network written as GEXF 1.3, which Gephi opens?

Text made from columns and written a piece at a time; reading it back is the loaders' work.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from analytics.network.markup import (
    Written,
    as_markup,
    escaped,
    fact_text,
    keys_writable,
    lines,
    renamed,
    without_illegal,
)

if TYPE_CHECKING:
    from graph_model.attributed_graph import AttributedGraph

TYPES: Final = {"String": "string", "Int64": "long", "Float64": "double", "Boolean": "boolean", "Date": "string"}
NATIVE_NODE: Final[dict[str, tuple[str, ...]]] = {"label": ("String",)}
NATIVE_TIE: Final[dict[str, tuple[str, ...]]] = {
    "label": ("String",),
    "kind": ("String",),
    "weight": ("Float64", "Int64"),
}
"""Attributes that the format has a place of its own for; Gephi draws with these."""
HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<meta><creator>Gongjian</creator>"""


def write_gexf(graph: AttributedGraph, path: Path) -> Written:
    """Write static GEXF 1.3 with typed attributes; what is unknown is left out.

    ``label`` of nodes and ties, ``kind`` and ``weight`` of ties stand where Gephi looks for them. GEXF has no type for
    days: a column of days is text with an id that begins with ``date-``. The facts of the whole become the file's
    description, for people to read; no format reads them back.

    Raises
    ------
    BadValue
        As ``AttributedGraph.checked``; ``not_in_xml``: an id or an attribute's name holds a sign that XML cannot.
    OSError
        The file cannot be written.
    """
    keys_writable(graph)
    nodes, bad_nodes = without_illegal(graph.node_attributes)
    ties, bad_ties = without_illegal(graph.tie_attributes)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEAD)
        told = "; ".join(f"{escaped(name)}={fact_text(value)}" for name, value in graph.facts.items())
        out.write(f"<description>{told}</description></meta>\n" if told else "</meta>\n")
        default = "directed" if graph.directed else "undirected"
        out.write(f'<graph defaultedgetype="{default}" mode="static">\n')
        own_node, own_tie = _native(nodes, NATIVE_NODE), _native(ties, NATIVE_TIE)
        _declare(out.write, "node", nodes.drop(own_node))
        _declare(out.write, "edge", ties.drop(own_tie))
        frame, names = renamed([("id", graph.ids)], nodes)
        opening: list[pl.Expr | str] = [
            '<node id="',
            as_markup("id", pl.String()),
            '"',
            *_native_parts(nodes, own_node, names),
            ">",
        ]
        out.write(f'<nodes count="{graph.nodes}">\n')
        for text in lines(frame, [*opening, *_values(nodes.drop(own_node), names), "</node>\n"]):
            out.write(text)
        out.write(f'</nodes>\n<edges count="{graph.ties}">\n')
        keys = [
            ("id", pl.int_range(graph.ties, eager=True)),
            ("s", graph.source),
            ("t", graph.target),
            ("d", graph.tie_directed()),
        ]
        frame, names = renamed(keys, ties)
        side = pl.when(pl.col("d") != pl.lit(graph.directed)).then(
            pl.when("d").then(pl.lit(' type="directed"')).otherwise(pl.lit(' type="undirected"'))
        )
        ends: list[pl.Expr | str] = [
            '<edge id="',
            pl.col("id").cast(pl.String),
            '" source="',
            as_markup("s", pl.String()),
            '" target="',
            as_markup("t", pl.String()),
            '"',
        ]
        parts = [*ends, side, *_native_parts(ties, own_tie, names), ">", *_values(ties.drop(own_tie), names)]
        for text in lines(frame, [*parts, "</edge>\n"]):
            out.write(text)
        out.write("</edges>\n</graph>\n</gexf>\n")
    return Written(replaced=bad_nodes + bad_ties)


def _native(frame: pl.DataFrame, places: dict[str, tuple[str, ...]]) -> list[str]:
    """The attributes that go to the format's own places: of its type, and known somewhere, else they would be lost."""
    return [
        name
        for name, types in places.items()
        if name in frame.columns
        and str(frame.schema[name]) in types
        and frame[name].null_count() < frame.height
        and (frame.schema[name] != pl.Float64 or not frame[name].is_infinite().any())
    ]


def _native_parts(frame: pl.DataFrame, own: list[str], names: dict[str, str]) -> list[pl.Expr]:
    return [
        pl.concat_str(pl.lit(f' {name}="'), as_markup(names[name], frame.schema[name]), pl.lit('"')) for name in own
    ]


def _column_id(place: int, dtype: pl.DataType) -> str:
    return f"date-{place}" if dtype == pl.Date else str(place)


def _declare(write: Callable[[str], object], domain: str, attributes: pl.DataFrame) -> None:
    if not attributes.width:
        return
    write(f'<attributes class="{domain}" mode="static">\n')
    for place, (name, dtype) in enumerate(attributes.schema.items()):
        told = f'title="{escaped(name)}" type="{TYPES[str(dtype)]}"'
        write(f'<attribute id="{_column_id(place, dtype)}" {told}/>\n')
    write("</attributes>\n")


def _values(attributes: pl.DataFrame, names: dict[str, str]) -> list[pl.Expr | str]:
    if not attributes.width:
        return []
    told: list[pl.Expr | str] = [
        pl.concat_str(
            pl.lit(f'<attvalue for="{_column_id(place, dtype)}" value="'), as_markup(names[name], dtype), pl.lit('"/>')
        )
        for place, (name, dtype) in enumerate(attributes.schema.items())
    ]
    return ["<attvalues>", *told, "</attvalues>"]
