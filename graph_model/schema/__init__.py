"""What is the data contract: tables, columns, vocabularies, labels and relationship types, each declared once.

Reading a sheet's spelling belongs to loaders; writing to a store belongs to ``graph_model.stores``.
"""

from __future__ import annotations

from graph_model.schema.columns import Column, ColumnType
from graph_model.schema.graph import (
    KEY_SEPARATOR,
    LABELS,
    RELATIONSHIPS,
    SCHEMA_VERSION,
    SHEETS,
    TABLES,
    Relationship,
    Table,
)
from graph_model.schema.vocabularies import VOCABULARIES, Vocabulary

__all__ = [
    "KEY_SEPARATOR",
    "LABELS",
    "RELATIONSHIPS",
    "SCHEMA_VERSION",
    "SHEETS",
    "TABLES",
    "VOCABULARIES",
    "Column",
    "ColumnType",
    "Relationship",
    "Table",
    "Vocabulary",
]
