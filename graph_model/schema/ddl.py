"""Which statements make an empty store ready for the graph?

Tables of an embedded build, and constraints and indexes of a server, generated from the schema. Runs nothing itself.
"""

from __future__ import annotations

from graph_model.schema.columns import Column, ColumnType
from graph_model.schema.graph import LABELS, RELATIONSHIPS, TABLES

DATASET_LABEL = "Dataset"
"""Label of the one node that says what is published; the only label besides the data contract's."""

DATASET_CODE = "dataset"
"""Key of that node."""

_EMBEDDED_TYPES = {
    ColumnType.TEXT: "STRING",
    ColumnType.WORD: "STRING",
    ColumnType.REFERENCE: "STRING",
    ColumnType.INTEGER: "INT64",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.DATE: "DATE",
    ColumnType.YES_NO: "BOOL",
}


def quoted(name: str) -> str:
    """A name of the schema as Cypher writes it, whatever it begins with (``35_down``)."""
    return f"`{name}`"


def embedded_ddl() -> list[str]:
    """One statement a node table and a relationship table of an embedded build, nodes first."""
    statements = [
        f"CREATE NODE TABLE {quoted(label)}(code STRING PRIMARY KEY{_declared(table.node_properties)})"
        for label, table in LABELS.items()
    ]
    statements.append(
        f"CREATE NODE TABLE {quoted(DATASET_LABEL)}(code STRING PRIMARY KEY, version STRING, batches STRING[],"
        " as_of DATE, schema_version INT64)"
    )
    for told in RELATIONSHIPS.values():
        properties = tuple(TABLES[told.table].column(name) for name in told.properties)
        ends = f"FROM {quoted(told.source_label)} TO {quoted(told.target_label)}"
        statements.append(f"CREATE REL TABLE {quoted(told.type)}({ends}{_declared(properties)})")
    return statements


def neo4j_ddl() -> list[str]:
    """One uniqueness constraint a label (each brings the index that keys are looked up by); safe to run again."""
    return [
        f"CREATE CONSTRAINT {label.lower()}_code IF NOT EXISTS FOR (n:{quoted(label)}) REQUIRE n.code IS UNIQUE"
        for label in (*LABELS, DATASET_LABEL)
    ]


def _declared(columns: tuple[Column, ...]) -> str:
    return "".join(f", {quoted(column.name)} {_EMBEDDED_TYPES[column.type]}" for column in columns)
