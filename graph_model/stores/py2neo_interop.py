"""How do the graph's tables become py2neo objects, and come back from them?

For people who work with py2neo, which is at its end of life: an optional extra, never on the way of the program itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from graph_model.dataset import Dataset
from graph_model.errors import BadValue, UserError
from graph_model.schema import LABELS
from graph_model.stores.cypher_writer import GRAPH_TABLES, GraphTable, empty_frame


def to_py2neo(tables: Dataset | Mapping[str, pl.DataFrame]) -> Any:
    """A ``py2neo.Subgraph`` of a dataset, or of frames by label and relationship type.

    An unknown cell is a property that is not there. Nodes are merged by label and ``code``.

    Parameters
    ----------
    tables
        Frames as ``GraphStore.table`` gives them; labels that are not among them count as empty.

    Raises
    ------
    UserError
        ``extra_missing``: py2neo is not installed.
    BadValue
        ``end_missing``: a relationship whose source or target is no node of the frames.
    """
    from_extra = _py2neo()
    frames = _frames(tables) if isinstance(tables, Dataset) else tables
    nodes: dict[tuple[str, str], Any] = {}
    for label in LABELS:
        for row in _rows(frames, label):
            node = from_extra.Node(label, **_known(row))
            node.__primarylabel__, node.__primarykey__ = label, "code"
            nodes[label, row["code"]] = node
    ties = []
    for name, table in GRAPH_TABLES.items():
        if table.ends is None:
            continue
        for row in _rows(frames, name):
            source, target = (table.ends[0], row.pop("source")), (table.ends[1], row.pop("target"))
            for end in (source, target):
                if end not in nodes:
                    raise BadValue("end_missing", type=name, label=end[0], code=end[1])
            ties.append(from_extra.Relationship(nodes[source], name, nodes[target], **_known(row)))
    return from_extra.Subgraph(nodes.values(), ties)


def from_py2neo(subgraph: Any) -> dict[str, pl.DataFrame]:
    """Every label and relationship type of the data contract as a frame, from a ``py2neo.Subgraph``.

    Sorted by the keys, with the contract's dtypes. Labels, types and properties that the contract does not know are
    left out; a missing property is unknown.

    Raises
    ------
    BadValue
        ``code_missing``: a node of a label of the contract without ``code``; ``property_type``: a property that is
        not of the contract's type.
    """
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in GRAPH_TABLES}
    for node in subgraph.nodes:
        for label in LABELS.keys() & set(node.labels):
            found[label].append({"code": _code(node, label), **dict(node)})
    for tie in subgraph.relationships:
        name = type(tie).__name__
        table = GRAPH_TABLES.get(name)
        if table is not None and table.ends is not None:
            ends = {
                key: _code(node, label)
                for key, node, label in zip(table.keys, (tie.start_node, tie.end_node), table.ends, strict=True)
            }
            found[name].append({**dict(tie), **ends})
    return {name: _frame(GRAPH_TABLES[name], rows) for name, rows in found.items()}


def _py2neo() -> Any:
    try:
        import py2neo
    except ImportError as error:
        raise UserError("extra_missing", extra="py2neo") from error
    return py2neo


def _frames(dataset: Dataset) -> dict[str, pl.DataFrame]:
    return {
        name: dataset.nodes(name) if table.ends is None else dataset.relationships(name)
        for name, table in GRAPH_TABLES.items()
    }


def _rows(frames: Mapping[str, pl.DataFrame], name: str) -> list[dict[str, Any]]:
    return frames[name].to_dicts() if name in frames else []


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _code(node: Any, label: str) -> str:
    code = node.get("code")
    if not isinstance(code, str):
        raise BadValue("code_missing", label=label)
    return code


def _frame(table: GraphTable, rows: list[dict[str, Any]]) -> pl.DataFrame:
    if not rows:
        return empty_frame(table, table.columns)
    picked = [{name: _day(row.get(name)) for name in table.columns} for row in rows]
    try:
        frame = pl.DataFrame(picked, schema=table.schema)
    except (TypeError, pl.exceptions.PolarsError) as error:
        raise BadValue("property_type", table=table.name) from error
    once = frame.unique(table.keys, keep="first")  # py2neo takes the server's node 0 for another one at every meeting
    return once.sort(*table.keys)


def _day(value: Any) -> Any:
    """The library's own kind of date as a day."""
    return value.to_native() if hasattr(value, "to_native") and not isinstance(value, dt.date) else value
