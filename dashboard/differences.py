"""How is a difference, or a row's history, told to a person and to a program without telling of people?

The one form that the command line, the API and the pages share. What differs is ``graph_model``'s to find.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.finding import plain
from dashboard.i18n import Wording
from dashboard.people import small
from graph_model.changes import ADDED, CHANGED, REMOVED, RowChange, TableChanges
from graph_model.history import MEMBERS, Event, Life
from graph_model.schema import TABLES, ColumnType

KINDS = (ADDED, CHANGED, REMOVED)
Difference = Mapping[str, TableChanges]
ABOUT_PEOPLE: frozenset[tuple[str, str]] = frozenset(
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.columns
    if column.unit == "people" and table.name != "places"  # a place's residents and workers are no small group
)
"""The columns that count members, staff and teams: told as smaller than the bar where they are small."""


def counts_told(changes: TableChanges, *, shown_from: int) -> dict[str, int | str]:
    """Rows added, changed and removed; of members, a count under the bar as smaller than the bar."""
    if changes.table != MEMBERS:
        return dict(changes.counts)
    return {kind: small(shown_from) if count < shown_from else count for kind, count in changes.counts.items()}


def rows_told(changes: TableChanges, limit: int | None) -> list[RowChange]:
    """The rows that differ, at most ``limit``; never a member's."""
    return [] if changes.table == MEMBERS else changes.rows(limit)


def rows_left_out(changes: TableChanges, limit: int) -> int:
    """How many rows ``rows_told`` leaves out under its limit."""
    return 0 if changes.table == MEMBERS else max(sum(changes.counts.values()) - limit, 0)


def cell_told(table: str, column: str, value: Any, *, shown_from: int) -> Any:
    """A cell as JSON can hold it; a small count of people as smaller than the bar."""
    if (table, column) in ABOUT_PEOPLE and value is not None and value < shown_from:
        return small(shown_from)
    return plain(value)


def difference_json(difference: Difference, *, shown_from: int, limit: int) -> dict[str, Any]:
    """The difference by table: how many rows were ``added``, ``changed``, ``removed``, the ``rows``, how many ``more``.

    Parameters
    ----------
    difference
        As ``graph_model.prospects`` gives it.
    shown_from
        The least count of people told as it is.
    limit
        Most rows told of a table; ``more`` is how many are left out. Members are counted and never told.
    """
    return {
        name: {
            **counts_told(changes, shown_from=shown_from),
            "rows": [
                {
                    "key": row.key,
                    "change": row.change,
                    "cells": _cells_json(name, row.cells, shown_from=shown_from),
                }
                for row in rows_told(changes, limit)
            ],
            "more": rows_left_out(changes, limit),
        }
        for name, changes in difference.items()
    }


def history_json(life: Life, *, shown_from: int) -> dict[str, Any]:
    """A row's life: ``table``, ``key``, ``counts``, ``events``, ``values`` (column → value now, batch that gave it)."""
    return {
        "table": life.table,
        "key": life.key,
        "counts": life.counts,
        "events": [_event_json(life.table, event, shown_from=shown_from) for event in life.events],
        "values": {
            column: {"value": cell_told(life.table, column, value, shown_from=shown_from), "batch": batch}
            for column, (value, batch) in life.values.items()
        },
    }


def _event_json(table: str, event: Event, *, shown_from: int) -> dict[str, Any]:
    batch = event.batch
    return {
        "change": event.change,
        "batch": None if batch is None else batch.id,
        "day": None if batch is None else batch.created[:10],
        "as_of": None if batch is None else batch.as_of,
        "files": [] if batch is None else [source.file for source in batch.sources],
        "counts": event.counts,
        "cells": _cells_json(table, event.cells, shown_from=shown_from),
    }


def _cells_json(table: str, cells: Mapping[str, tuple[Any, Any]], *, shown_from: int) -> dict[str, list[Any]]:
    return {
        name: [cell_told(table, name, value, shown_from=shown_from) for value in pair] for name, pair in cells.items()
    }


def cell_worded(table: str, column: str, value: Any, words: Wording, *, shown_from: int) -> str:
    """A cell in a person's words: codes of a vocabulary as words, blank as the sign for it."""
    if value is None:
        return words.text("common.blank")
    told = cell_told(table, column, value, shown_from=shown_from)
    if TABLES[table].column(column).type is ColumnType.WORD:
        return words.word(value)
    if TABLES[table].column(column).type is ColumnType.INTEGER and column in ("term", "joined_year"):
        return str(told)  # a year has no thousands
    return words.value(told)


def column_worded(table: str, column: str, words: Wording) -> str:
    """A column by the header of its sheet, or by its English name."""
    return TABLES[table].column(column).zh if words.lang == "zh" else column.replace("_", " ")
