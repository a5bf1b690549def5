"""How is an attributed network written as GraphML?

Text made from columns and written a piece at a time; reading it back is the loaders' work.
"""

from __future__ import annotations

import datetime as dt
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
from graph_model.attributed_graph import OWN_ID

if TYPE_CHECKING:
    from graph_model.attributed_graph import AttributedGraph, Fact

TYPES: Final = {"String": "string", "Int64": "long", "Float64": "double", "Boolean": "boolean", "Date": "string"}
FORBIDDEN: Final = (
    r"[^-.:_A-Za-z0-9\x{B7}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}\x{203F}-\x{2040}"
    r"\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}]"
)
"""Signs that an xs:NMTOKEN, as the published schema wants every id, cannot hold: blanks, brackets, ``|``.

XML 1.0, fifth edition.
"""
HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


def write_graphml(graph: AttributedGraph, path: Path) -> Written:
    """Write GraphML 1.0 with typed keys; what is unknown is left out.

    GraphML has no type for days: a key of days is text with ``date`` as its description. An id that the published
    schema does not allow is written with a full stop for each such sign, told apart, and stands beside as it is.

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
    default = graph.directed
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEAD)
        for place, (name, value) in enumerate(graph.facts.items()):
            out.write(_key(f"g{place}", "graph", name, _type_of(value), day=isinstance(value, dt.date)))
        for prefix, domain, frame in (("n", "node", nodes), ("e", "edge", ties)):
            for place, (name, dtype) in enumerate(frame.schema.items()):
                out.write(_key(f"{prefix}{place}", domain, name, TYPES[str(dtype)], day=dtype == pl.Date))
        tokens = _tokens(graph.ids)
        changed = tokens != graph.ids
        if changed.any():
            out.write(f'<key id="{OWN_ID}" for="node" attr.name="{OWN_ID}" attr.type="string"/>\n')
        out.write(f'<graph edgedefault="{"directed" if default else "undirected"}">\n')
        for place, value in enumerate(graph.facts.values()):
            out.write(f'<data key="g{place}">{fact_text(value)}</data>\n')
        own = pl.select(pl.when(changed).then(graph.ids)).to_series()
        frame, names = renamed([("id", tokens), ("own", own)], nodes)
        beside = pl.concat_str(pl.lit(f'<data key="{OWN_ID}">'), as_markup("own", pl.String()), pl.lit("</data>"))
        opening: list[pl.Expr | str] = ['<node id="', as_markup("id", pl.String()), '">', beside]
        for text in lines(frame, [*opening, *_data(nodes, names, "n"), "</node>\n"]):
            out.write(text)
        ends = [
            side.replace(graph.ids.filter(changed), tokens.filter(changed)) if changed.any() else side
            for side in (graph.source, graph.target)
        ]
        frame, names = renamed([("s", ends[0]), ("t", ends[1]), ("d", graph.tie_directed())], ties)
        side = pl.when(pl.col("d") != pl.lit(default)).then(
            pl.when("d").then(pl.lit(' directed="true"')).otherwise(pl.lit(' directed="false"'))
        )
        beginning: list[pl.Expr | str] = [
            '<edge source="',
            as_markup("s", pl.String()),
            '" target="',
            as_markup("t", pl.String()),
            '"',
        ]
        for text in lines(frame, [*beginning, side, ">", *_data(ties, names, "e"), "</edge>\n"]):
            out.write(text)
        out.write("</graph>\n</graphml>\n")
    return Written(replaced=bad_nodes + bad_ties)


def _tokens(ids: pl.Series) -> pl.Series:
    """The ids as a schema's tokens, as different from one another as they are."""
    bad = ids.str.contains(FORBIDDEN)
    if not bad.any():
        return ids
    tokens = ids.str.replace_all(FORBIDDEN, ".")
    rows = pl.arange(ids.len(), eager=True).cast(pl.String)
    while (clash := bad & tokens.is_duplicated()).any():
        tokens = pl.select(pl.when(clash).then(pl.concat_str(tokens, pl.lit("."), rows)).otherwise(tokens)).to_series()
    return tokens


def _key(key: str, domain: str, name: str, kind: str, *, day: bool) -> str:
    told = f'<key id="{key}" for="{domain}" attr.name="{escaped(name)}" attr.type="{kind}"'
    return told + ("><desc>date</desc></key>\n" if day else "/>\n")


def _type_of(value: Fact) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "long" if isinstance(value, int) else "double" if isinstance(value, float) else "string"


def _data(attributes: pl.DataFrame, names: dict[str, str], prefix: str) -> list[pl.Expr]:
    return [
        pl.concat_str(
            pl.lit(f'<data key="{prefix}{place}">'), as_markup(names[name], dtype), pl.lit("</data>")
        )  # null where the value is: a part that is null writes nothing
        for place, (name, dtype) in enumerate(attributes.schema.items())
    ]
