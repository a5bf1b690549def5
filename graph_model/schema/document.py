"""How is the data contract told to a reader, made from its one declaration?

Writes ``docs/schema.md``; says nothing that is not declared.
"""

from __future__ import annotations

from graph_model.schema.columns import Column
from graph_model.schema.graph import LABELS, RELATIONSHIPS, SCHEMA_VERSION, SHEETS
from graph_model.schema.vocabularies import VOCABULARIES


def schema_document() -> str:
    """The sheets, the graph and the vocabularies as Markdown."""
    lines = [
        "# Schema",
        "",
        f"Version {SCHEMA_VERSION}. Made by `make docs` from `graph_model/schema`; a test fails when it is stale.",
        "",
        "`*` is part of the key, `!` must be filled, `→` points to the key of another table.",
        "",
        "## Sheets",
    ]
    for table in SHEETS:
        lines += ["", f"### {table.number}. {table.zh} · {table.name}", "", *_columns(table.columns)]
    lines += ["", "## Nodes", "", "| label | key | properties | table |", "|---|---|---|---|"]
    for label, table in LABELS.items():
        properties = ", ".join(f"`{column.name}`" for column in table.node_properties)
        key = " + ".join(f"`{name}`" for name in table.key)
        lines.append(f"| {label} | `code` (from {key}) | {properties} | {table.name} |")
    lines += ["", "## Relationships", "", "| type | from → to | properties | table |", "|---|---|---|---|"]
    for told in RELATIONSHIPS.values():
        properties = ", ".join(f"`{name}`" for name in told.properties) or "–"
        lines.append(f"| {told.type} | {told.source_label} → {told.target_label} | {properties} | {told.table} |")
    lines += ["", "## Vocabularies", ""]
    for name, vocabulary in VOCABULARIES.items():
        words = " · ".join(f"{word.zh} `{word.value}`" for word in vocabulary)
        lines.append(f"- **{name}**: {words}")
    return "\n".join(lines) + "\n"


def _columns(columns: tuple[Column, ...]) -> list[str]:
    lines = ["| 表头 | name | type | range |", "|---|---|---|---|"]
    for column in columns:
        mark = ("*" if column.key else "") + ("!" if column.must_be_filled else "")
        kind = column.type.value
        if column.references is not None:
            kind = f"→ {column.references}"
        elif column.vocabulary is not None:
            name = next(name for name, known in VOCABULARIES.items() if known is column.vocabulary)
            kind = f"word of {name}"
        unit = f" {column.unit}" if column.unit else ""
        lines.append(f"| {column.zh} | `{column.name}`{mark} | {kind}{unit} | {_range(column)} |")
    return lines


def _range(column: Column) -> str:
    if column.least is None and column.most is None:
        return "–"
    least = "" if column.least is None else f"{column.least}"
    return f"from {least}" if column.most is None else f"{least} to {column.most}"
