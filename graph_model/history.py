"""What is a row's life: which batch brought it, which gave which value, what took it away?

Told from the batches, those left out included. Members have no history: their rows are no one's to follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from graph_model.changes import ADDED, CHANGED, REMOVED, changed_cells
from graph_model.dataset import fold
from graph_model.errors import UnknownName, UserError
from graph_model.lacking import lacking_at
from graph_model.ledger import Batch, Ledger
from graph_model.schema import KEY_SEPARATOR, SHEETS, TABLES, ColumnType, Table

SAME, POINTS_NOWHERE = "same", "points_nowhere"
MEMBERS = "members"
WITH_HISTORY: tuple[str, ...] = tuple(table.name for table in SHEETS if table.name != MEMBERS)
"""The tables whose rows have a history."""


@dataclass(frozen=True)
class Event:
    """What one batch did to a row.

    Attributes
    ----------
    change
        ``added``, ``changed``, ``removed`` (by a batch that replaces its tables), ``same`` (handed in again as it
        was); ``points_nowhere``, of no batch: a row it points to does not count any more, so that the row is left out
        or the pointer unknown.
    cells
        Column → value before and after; the key's columns are not among them.
    batch
        The batch; None for ``points_nowhere``.
    counts
        Whether the batch counts; what a batch that is left out did is told against the row as it stood then.
    origin
        The file, the sheet and the row it stood in; None where that was not kept, or no row came.
    before, after
        The whole row then and after it; empty where there is none.
    """

    change: str
    cells: Mapping[str, tuple[Any, Any]]
    batch: Batch | None
    counts: bool = True
    origin: tuple[str, str, int] | None = None
    before: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    after: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Life:
    """The life of one row.

    Attributes
    ----------
    table, key
        Where it stands; the key as text, of several columns ``a|b``.
    events
        In the order of the batches.
    values
        Column → its value now and the id of the batch that gave it; empty where the row is not in the dataset now.
    """

    table: str
    key: str
    events: tuple[Event, ...]
    values: Mapping[str, tuple[Any, str]]

    @property
    def counts(self) -> bool:
        """Whether the row is in the dataset now."""
        return bool(self.values)


def row_history(ledger: Ledger, code: str, *, table: str | None = None) -> list[Life]:
    """The lives of the rows with a key, one a table that has had it, in the contract's order.

    Parameters
    ----------
    ledger
        Whose batches, those left out included, are looked through.
    code
        The key; of several columns ``a|b``, days as ISO text.
    table
        Only this table.

    Raises
    ------
    UnknownName
        No batch has such a row (with the nearest keys), or there is no such table.
    UserError
        ``no_history_of_members``: the members were asked for.
    """
    if table == MEMBERS:
        raise UserError("no_history_of_members")
    if table is not None and table not in WITH_HISTORY:
        raise UnknownName("table", table, known=WITH_HISTORY)
    parts = code.split(KEY_SEPARATOR)
    names = [name for name in (WITH_HISTORY if table is None else (table,)) if len(TABLES[name].key) == len(parts)]
    batches, undone = ledger.batches(), ledger.undone()
    lives = [life for name in names if (life := _life(TABLES[name], parts, batches, undone)) is not None]
    if not lives:
        raise UnknownName("row", code, known=_keys(names, batches))
    if undone or any(batch.replace for batch in batches):  # else nothing can point nowhere
        now = fold([batch for batch in batches if batch.id not in undone]).tables
        lives = [_held_against(life, now[life.table], parts) for life in lives]
    return lives


def _life(table: Table, parts: list[str], batches: Iterable[Batch], undone: frozenset[str]) -> Life | None:
    """The life of one row; None where no batch has it."""
    state: dict[str, Any] | None = None
    given: dict[str, str] = {}
    events: list[Event] = []
    for batch in batches:
        if table.name not in batch.table_names:
            continue
        counts = batch.id not in undone
        found = _found(table, batch.table(table.name), parts)
        row = found.row(0, named=True) if found.height else None
        if row is None and (state is None or not batch.replace):
            continue
        origin = None if row is None else _origin(batch, table.name, row[_PLACE])
        if row is not None:
            row = _as_it_stands(row, state, batch, table.name)
        before, after = _cells(table, state), _cells(table, row)
        cells = changed_cells(before, after)
        change = REMOVED if row is None else ADDED if state is None else CHANGED if cells else SAME
        events.append(Event(change, cells, batch, counts, origin, state or {}, row or {}))
        if counts:
            given = {} if row is None or state is None else given
            given |= dict.fromkeys(after if change == ADDED else cells, batch.id)
            state = row
    if not events:
        return None
    values = {} if state is None else {name: (value, given[name]) for name, value in _cells(table, state).items()}
    return Life(table.name, KEY_SEPARATOR.join(parts), tuple(events), values)


def _as_it_stands(row: dict[str, Any], state: Mapping[str, Any] | None, batch: Batch, table: str) -> dict[str, Any]:
    """A row with what was known in the columns its sheet did not have, where the batch leaves earlier rows standing."""
    place = row.pop(_PLACE)
    if state is None or batch.replace:
        return row
    lacking = lacking_at(batch.lacking(table), place)
    return {name: state[name] if value is None and name in lacking else value for name, value in row.items()}


def _held_against(life: Life, rows: pl.DataFrame, parts: list[str]) -> Life:
    """A life, with what the fold made of the row where it points to one that does not count any more."""
    if not life.values:
        return life
    row = _row(TABLES[life.table], rows, parts)
    was = {name: value for name, (value, _) in life.values.items()}
    if row is None:
        gone = {name: (value, None) for name, (value, _) in life.values.items() if value is not None}
        return Life(life.table, life.key, (*life.events, Event(POINTS_NOWHERE, gone, None, before=was)), {})
    lost = {name: (value, None) for name, (value, _) in life.values.items() if value is not None and row[name] is None}
    if not lost:
        return life
    values = {name: (row[name], by) for name, (_, by) in life.values.items()}
    return Life(life.table, life.key, (*life.events, Event(POINTS_NOWHERE, lost, None, before=was, after=row)), values)


_PLACE = "@place"


def _found(table: Table, rows: pl.DataFrame, parts: list[str]) -> pl.DataFrame:
    """The row with a key, if it is there, and ``@place``, its place among the rows."""
    is_it = pl.all_horizontal(_as_text(table, name) == part for name, part in zip(table.key, parts, strict=True))
    return rows.with_row_index(_PLACE).filter(is_it)


def _row(table: Table, rows: pl.DataFrame, parts: list[str]) -> dict[str, Any] | None:
    found = _found(table, rows, parts).drop(_PLACE)
    return None if found.is_empty() else found.row(0, named=True)


def _origin(batch: Batch, table: str, place: int) -> tuple[str, str, int] | None:
    origins = batch.origins(table)
    return None if origins is None or place >= origins.height else origins.row(place)


def _as_text(table: Table, name: str) -> pl.Expr:
    column = pl.col(name)
    return column.dt.to_string("iso") if table.column(name).type is ColumnType.DATE else column.cast(pl.String)


def _cells(table: Table, row: Mapping[str, Any] | None) -> dict[str, Any]:
    """The cells of a row but its key; of no row, all of them unknown."""
    return {c.name: None if row is None else row[c.name] for c in table.columns if not c.key}


def _keys(names: Iterable[str], batches: Iterable[Batch]) -> set[str]:
    """Every key that any batch has in some tables."""
    keys: set[str] = set()
    for batch in batches:
        for name in names:
            if name in batch.table_names:
                parts = [_as_text(TABLES[name], column) for column in TABLES[name].key]
                keys.update(batch.table(name).select(pl.concat_str(parts, separator=KEY_SEPARATOR)).to_series())
    return keys
