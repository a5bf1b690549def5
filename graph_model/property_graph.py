"""How does the whole property graph stand as one network, and how does it come back from one?

Every label and relationship type with its properties, but the members. Formats and files are others' work.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from graph_model.attributed_graph import AttributedGraph
from graph_model.dataset import Dataset
from graph_model.errors import BadValue
from graph_model.stores.cypher_writer import GRAPH_TABLES, GraphTable, empty_frame

LABEL: Final = "labels"
TYPE: Final = "kind"
"""The attributes that hold a node's label and a tie's relationship type; no property of either is called so."""

LEFT_OUT: Final = frozenset({"Member"})
"""Members are pseudonyms of this data folder's salt: they mean nothing elsewhere, and nobody needs them there."""

SHOWN: Final = ("name", "title", "code")


def exported_tables() -> dict[str, GraphTable]:
    """The labels and relationship types that leave with the property graph."""
    return {name: table for name, table in GRAPH_TABLES.items() if not LEFT_OUT & {name, *(table.ends or ())}}


def property_graph(dataset: Dataset) -> AttributedGraph:
    """The property graph of a dataset, directed.

    A node's id is its label and code, ``Organisation:XQ``, since a code is a key within its label only; ``labels``,
    ``code`` and ``label`` (the name a picture shows) stand among its attributes, then the properties by name. A tie's
    ``kind`` is the relationship type. A property that two labels share stands in one column.
    """
    nodes, ties = [], []
    for name, table in exported_tables().items():
        if table.ends is None:
            frame = dataset.nodes(name)
            shown = next(column for column in SHOWN if column in frame.columns)
            nodes.append(
                frame.select(
                    _id(name, "code").alias("\0id"),
                    pl.lit(name).alias(LABEL),
                    pl.col(shown).alias("label"),
                    pl.all(),
                )
            )
        else:
            ends = table.ends
            ties.append(
                dataset.relationships(name).select(
                    _id(ends[0], "source").alias("\0source"),
                    _id(ends[1], "target").alias("\0target"),
                    pl.lit(name).alias(TYPE),
                    pl.exclude("source", "target"),
                )
            )
    every, tied = pl.concat(nodes, how="diagonal"), pl.concat(ties, how="diagonal")
    return AttributedGraph(
        ids=every["\0id"].alias("id"),
        node_attributes=every.drop("\0id"),
        source=tied["\0source"].alias("source"),
        target=tied["\0target"].alias("target"),
        tie_attributes=tied.drop("\0source", "\0target"),
        directed=True,
        facts={"dataset": dataset.version, **({} if dataset.as_of is None else {"as_of": dataset.as_of})},
    )


def tables_of(graph: AttributedGraph) -> dict[str, pl.DataFrame]:
    """Every exported label and relationship type as a frame, from a network that ``property_graph`` made.

    Sorted by the keys, with the contract's columns and dtypes; nodes, ties and attributes of other names are left out.

    Raises
    ------
    BadValue
        ``not_a_property_graph``: nodes without ``labels`` and ``code``, or ties without ``kind``; ``property_type``:
        an attribute that is not of the contract's type.
    """
    nodes, ties = graph.node_attributes, graph.tie_attributes
    if (graph.nodes and not {LABEL, "code"} <= set(nodes.columns)) or (graph.ties and TYPE not in ties.columns):
        raise BadValue("not_a_property_graph")
    code_of = pl.DataFrame({"id": graph.ids, "code": nodes["code"]}) if graph.nodes else None
    found = {}
    for name, table in exported_tables().items():
        if table.ends is None:
            rows = nodes.filter(pl.col(LABEL) == name) if graph.nodes else None
        elif code_of is None or not graph.ties:
            rows = None
        else:
            mine = ties.with_columns(graph.source.alias("\0s"), graph.target.alias("\0t")).filter(pl.col(TYPE) == name)
            rows = mine.join(code_of.rename({"id": "\0s", "code": "source"}), on="\0s", how="left").join(
                code_of.rename({"id": "\0t", "code": "target"}), on="\0t", how="left"
            )
        found[name] = _typed(table, rows)
    return found


def _id(label: str, column: str) -> pl.Expr:
    return pl.concat_str(pl.lit(f"{label}:"), pl.col(column))


def _typed(table: GraphTable, rows: pl.DataFrame | None) -> pl.DataFrame:
    if rows is None:
        return empty_frame(table, table.columns)
    columns = [
        pl.col(name).cast(dtype) if name in rows.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in table.schema.items()
    ]
    try:
        return rows.select(columns).sort(table.keys)
    except pl.exceptions.InvalidOperationError as error:
        raise BadValue("property_type", table=table.name) from error
