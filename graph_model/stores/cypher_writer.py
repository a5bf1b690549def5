"""Which Cypher writes, reads and compares the graph's tables, generated from the schema?

Texts and row lists only: names come from the schema, values travel as parameters, and no server is spoken to here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from graph_model.schema import LABELS, RELATIONSHIPS, TABLES, Column, ColumnType
from graph_model.schema.ddl import quoted

NO_TEXT: Final = "\0"
NO_NUMBER: Final = -(2**62)
"""What stands for *unknown* in a collected column, since ``collect`` drops nulls; no cell of the contract can be it."""

MARKS: Final[dict[str, Any]] = {"no_text": NO_TEXT, "no_number": NO_NUMBER}
"""The parameters that every page query takes."""


@dataclass(frozen=True)
class GraphTable:
    """A label or a relationship type as a table: what it is called, its keys, and its property columns.

    Attributes
    ----------
    name
        The label or the relationship type.
    keys
        ``("code",)``, or ``("source", "target")``.
    properties
        The columns that are stored as properties, in the contract's order.
    ends
        Labels of a relationship's source and target; None for a label.
    """

    name: str
    keys: tuple[str, ...]
    properties: tuple[Column, ...]
    ends: tuple[str, str] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys, then properties."""
        return (*self.keys, *(column.name for column in self.properties))

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The dtype of every column, as the data contract has it."""
        return {**dict.fromkeys(self.keys, pl.String()), **{c.name: dtype_of(c) for c in self.properties}}


def dtype_of(column: Column) -> pl.DataType:
    """The dtype of a stored column."""
    match column.type:
        case ColumnType.INTEGER:
            return pl.Int64()
        case ColumnType.NUMBER:
            return pl.Float64()
        case ColumnType.DATE:
            return pl.Date()
        case ColumnType.YES_NO:
            return pl.Boolean()
        case _:
            return pl.String()


def _label_table(label: str) -> GraphTable:
    return GraphTable(label, ("code",), LABELS[label].node_properties)


def _relationship_table(name: str) -> GraphTable:
    told = RELATIONSHIPS[name]
    properties = tuple(TABLES[told.table].column(column) for column in told.properties)
    return GraphTable(name, ("source", "target"), properties, (told.source_label, told.target_label))


GRAPH_TABLES: Final[dict[str, GraphTable]] = {
    **{label: _label_table(label) for label in LABELS},
    **{name: _relationship_table(name) for name in RELATIONSHIPS},
}
"""Every label, then every relationship type."""


def create_text(table: GraphTable) -> str:
    """Add rows of ``$rows`` that are known not to be there."""
    if table.ends is None:
        first = f"CREATE (x:{quoted(table.name)} {{code: r[0]}})"
    else:
        first = f"{_both_ends(table.ends)} CREATE (a)-[x:{quoted(table.name)}]->(b)"
    return f"UNWIND $rows AS r {first}{_assignments(table)}"


def update_text(table: GraphTable) -> str:
    """Give rows of ``$rows`` that are known to be there their new properties; an unknown one is taken away."""
    return f"UNWIND $rows AS r {_find(table)}{_assignments(table)} RETURN count(x) AS found"


def delete_text(table: GraphTable) -> str:
    """Delete the rows whose keys are in ``$rows``."""
    detach = "DETACH " if table.ends is None else ""
    return f"UNWIND $rows AS r {_find(table)} {detach}DELETE x"


def clear_text(label: str) -> str:
    """Delete up to ``$size`` nodes of a label with all their relationships.

    The label may be one that an older schema had, as the server tells it: a backtick in it is doubled.
    """
    return f"MATCH (x:{quoted(label.replace('`', '``'))}) WITH x LIMIT $size DETACH DELETE x RETURN count(*) AS gone"


def clear_ties_text(label: str) -> str:
    """Delete up to ``$size`` relationships of nodes of a label.

    Before the nodes: one that has very many takes more memory to detach than a server gives a transaction.
    """
    return (
        f"MATCH (:{quoted(label.replace('`', '``'))})-[x]-() WITH DISTINCT x LIMIT $size DELETE x"
        " RETURN count(*) AS gone"
    )


def page_text(table: GraphTable, columns: Sequence[str]) -> str:
    """One page of a table as one list a column, of the ``$size`` sources (or nodes) whose code comes after ``$after``.

    A record a row would take twenty times as long; a page keeps the server's memory bounded.
    """
    by_name = {column.name: column for column in table.properties}
    if table.ends is None:
        label = table.name
        lists = [_listed("n.code" if name == "code" else f"n.{quoted(name)}", by_name.get(name)) for name in columns]
        more = ""
    else:
        label = table.ends[0]
        named = {"source": "n.code", "target": "b.code"}
        lists = [_listed(named.get(name, f"x.{quoted(name)}"), by_name.get(name)) for name in columns]
        more = f" MATCH (n)-[x:{quoted(table.name)}]->(b:{quoted(table.ends[1])})"
    head = f"MATCH (n:{quoted(label)}) WHERE n.code > $after WITH n ORDER BY n.code LIMIT $size"
    returned = ", ".join(f"{text} AS c{place}" for place, text in enumerate(lists))
    return f"{head}{more} RETURN {returned}"


def last_code_text(table: GraphTable) -> str:
    """The last code of the page after ``$after``, null where there is none: where the next page begins."""
    label = table.name if table.ends is None else table.ends[0]
    return (
        f"MATCH (n:{quoted(label)}) WHERE n.code > $after WITH n ORDER BY n.code LIMIT $size RETURN max(n.code) AS last"
    )


def page_frame(table: GraphTable, columns: Sequence[str], lists: Sequence[list[Any]]) -> pl.DataFrame:
    """The lists of a page as a frame with the contract's dtypes."""
    schema = table.schema
    by_name = {column.name: column for column in table.properties}
    series = []
    for name, values in zip(columns, lists, strict=True):
        column = by_name.get(name)
        series.append(_restored(pl.Series(name, values, dtype=_carried(column)), column, schema[name]))
    return pl.DataFrame(series)


def empty_frame(table: GraphTable, columns: Sequence[str]) -> pl.DataFrame:
    """No row, with the contract's dtypes."""
    schema = table.schema
    return pl.DataFrame(schema={name: schema[name] for name in columns})


def batches(table: GraphTable, frame: pl.DataFrame, *, size: int) -> Iterator[list[list[Any]]]:
    """The rows of a frame as ``$rows`` takes them, ``size`` at a time; days travel as ISO text.

    Relationships are sorted by target: writing follows the locks the server takes.
    """
    days = [
        column.name for column in table.properties if column.type is ColumnType.DATE and column.name in frame.columns
    ]
    ready = frame.with_columns(pl.col(days).dt.to_string("%Y-%m-%d")) if days else frame
    if table.ends is not None:
        ready = ready.sort("target", "source")
    for start in range(0, ready.height, size):
        yield [list(row) for row in ready.slice(start, size).iter_rows()]


def _find(table: GraphTable) -> str:
    if table.ends is None:
        return f"MATCH (x:{quoted(table.name)} {{code: r[0]}})"
    source, target = table.ends
    return f"MATCH (a:{quoted(source)} {{code: r[0]}})-[x:{quoted(table.name)}]->(b:{quoted(target)} {{code: r[1]}})"


def _both_ends(ends: tuple[str, str]) -> str:
    return f"MATCH (a:{quoted(ends[0])} {{code: r[0]}}) MATCH (b:{quoted(ends[1])} {{code: r[1]}})"


def _assignments(table: GraphTable) -> str:
    told = []
    for place, column in enumerate(table.properties, start=len(table.keys)):
        value = f"date(r[{place}])" if column.type is ColumnType.DATE else f"r[{place}]"
        told.append(f"x.{quoted(column.name)} = {value}")
    return " SET " + ", ".join(told) if told else ""


def _carried(column: Column | None) -> pl.DataType:
    if column is None:
        return pl.String()
    if column.type in {ColumnType.DATE, ColumnType.YES_NO, ColumnType.INTEGER}:
        return pl.Int64()
    return dtype_of(column)


def _listed(value: str, column: Column | None) -> str:
    if column is None:
        return f"collect({value})"
    match column.type:
        case ColumnType.DATE:  # as one whole number: five times as fast as a list of date objects
            number = f"{value}.year * 10000 + {value}.month * 100 + {value}.day"
            return f"collect(coalesce({number}, $no_number))"
        case ColumnType.YES_NO:
            return f"collect(CASE {value} WHEN true THEN 1 WHEN false THEN 0 ELSE $no_number END)"
        case ColumnType.INTEGER | ColumnType.NUMBER:
            mark = "$no_number" if column.type is ColumnType.INTEGER else "toFloat($no_number)"
            return f"collect(coalesce({value}, {mark}))"
        case _:
            return f"collect(coalesce({value}, $no_text))"


def _restored(series: pl.Series, column: Column | None, dtype: pl.DataType) -> pl.Series:
    if column is None:
        return series
    mark = NO_TEXT if series.dtype == pl.String else NO_NUMBER
    known = pl.when(pl.first() != mark).then(pl.first())
    if column.type is ColumnType.DATE:
        restored = pl.date(known // 10000, known // 100 % 100, known % 100)
    else:
        restored = known.cast(dtype)
    return series.to_frame().select(restored.alias(series.name)).to_series()
