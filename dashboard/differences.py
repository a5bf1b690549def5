"""How is a difference, or a row's history, told to a person and to a program without telling of people?

The one form that the command line, the API and the pages share. What differs is ``graph_model``'s to find, how counts
of people are told is ``people``'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from analytics.finding import plain
from dashboard.i18n import Wording
from dashboard.people import told_facts
from dashboard.people_figures import PEOPLE
from dashboard.people_signs import HIDDEN, small
from dashboard.rows_told import sum_told
from dashboard.times import local_time
from graph_model.changes import ADDED, CHANGED, REMOVED, RowChange, TableChanges
from graph_model.history import MEMBERS, Event, Life
from graph_model.schema import KEY_SEPARATOR, TABLES

KINDS = (ADDED, CHANGED, REMOVED)
YEARS = ("term", "joined_year")
"""Numbers without thousands."""
PLACES_OF_DEGREES = 6
"""Decimals of a coordinate: a tenth of a metre."""
Difference = Mapping[str, TableChanges]


class Line(NamedTuple):
    """One cell that differs, in a person's words; of a row that came or went its name alone."""

    table: str
    key: str
    change: str
    column: str
    old: str
    new: str


def counts_told(changes: TableChanges, *, shown_from: int) -> dict[str, int | str]:
    """Rows added, changed and removed; of members, a count under the bar as smaller than the bar."""
    if changes.table != MEMBERS:
        return dict(changes.counts)
    return {kind: small(shown_from) if count < shown_from else count for kind, count in changes.counts.items()}


def blanked_told(difference: Difference, *, shown_from: int) -> dict[str, dict[str, int | str]]:
    """By table and column, how many known values become blank; of members, a count under the bar as smaller."""
    return {
        table: {
            column: small(shown_from) if table == MEMBERS and count < shown_from else count
            for column, count in changes.blanked.items()
        }
        for table, changes in difference.items()
        if changes.blanked
    }


def blanked_lines(difference: Difference, words: Wording, *, shown_from: int, handed_in: bool = False) -> list[str]:
    """One sentence a table: how many known values become blank, in which columns; of a hand-in, how that is mended."""
    way_out = words.text("common.mend_blanked") if handed_in else ""
    return [
        words.text(
            "common.values_blanked",
            table=words.text(f"tables.{table}"),
            count=sum_told(columns.values()),
            columns=[f"{column_worded(table, column, words)} {count}" for column, count in columns.items()],
        )
        + way_out
        for table, columns in blanked_told(difference, shown_from=shown_from).items()
    ]


def kept_lines(kept: Mapping[str, Sequence[str]], words: Wording) -> list[str]:
    """One sentence a table: the columns that its sheet does not have, whose known values stay."""
    return [
        words.text(
            "common.columns_not_there",
            table=words.text(f"tables.{table}"),
            columns=[column_worded(table, column, words) for column in columns],
        )
        for table, columns in kept.items()
    ]


def rows_left_out(difference: Difference, limit: int) -> dict[str, int]:
    """How many rows of each table ``lines`` leaves out under its limit, where it leaves some out."""
    more = {name: sum(one.counts.values()) - limit for name, one in difference.items() if name != MEMBERS}
    return {name: count for name, count in more.items() if count > 0}


def lines(difference: Difference, words: Wording, *, shown_from: int, limit: int) -> Iterator[Line]:
    """The cells that differ, of at most ``limit`` rows a table; never a member's."""
    for name, changes in difference.items():
        table = words.text(f"tables.{name}")
        for row in _rows(changes, limit):
            kind = words.text(f"common.change_{row.change}")
            told = cells_told(name, row.key, row, shown_from=shown_from)
            if row.change != CHANGED:
                told = {column: told[column] for column in ("name", "title") if column in told}
            if not told:
                yield Line(table, row.key, kind, "", "", "")
            for column, (old, new) in told.items():
                yield Line(
                    table,
                    row.key,
                    kind,
                    column_worded(name, column, words),
                    *pair_worded(name, column, old, new, words),
                )


def cells_told(table: str, key: str, told: RowChange | Event, *, shown_from: int) -> dict[str, list[Any]]:
    """Cells before and after as JSON can hold them; counts of people as they may be told of a whole row."""
    old, new = (_row_told(table, key, row, shown_from=shown_from) for row in (told.before, told.after))
    return {name: [plain(old.get(name)), plain(new.get(name))] for name in told.cells}


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
    more = rows_left_out(difference, limit)
    return {
        name: {
            **counts_told(changes, shown_from=shown_from),
            "rows": [
                {
                    "key": row.key,
                    "change": row.change,
                    "cells": cells_told(name, row.key, row, shown_from=shown_from),
                }
                for row in _rows(changes, limit)
            ],
            "more": more.get(name, 0),
        }
        for name, changes in difference.items()
    }


def history_json(life: Life, *, shown_from: int) -> dict[str, Any]:
    """A row's life: ``table``, ``key``, ``counts``, ``events``, ``values`` (column → value now, batch that gave it)."""
    values = {name: value for name, (value, _) in life.values.items()}
    now = _row_told(life.table, life.key, values, shown_from=shown_from)
    return {
        "table": life.table,
        "key": life.key,
        "counts": life.counts,
        "events": [_event_json(life, event, shown_from=shown_from) for event in life.events],
        "values": {column: {"value": plain(now[column]), "batch": batch} for column, (_, batch) in life.values.items()},
    }


def event_lines(life: Life, event: Event, words: Wording, *, shown_from: int) -> list[tuple[str, str, str]]:
    """Column, value before and after, in a person's words, of each cell that an event changed."""
    told = cells_told(life.table, life.key, event, shown_from=shown_from)
    return [
        (
            column_worded(life.table, column, words),
            *pair_worded(life.table, column, old, new, words),
        )
        for column, (old, new) in told.items()
    ]


def event_worded(event: Event, words: Wording) -> str:
    """What happened; where the batch is left out, that it does not count."""
    change = words.text(f"common.change_{event.change}")
    return change if event.counts else words.text("common.left_out", change=change)


def pair_worded(table: str, column: str, old: Any, new: Any, words: Wording) -> tuple[str, str]:
    """A cell before and after; numbers that differ in digits too fine to be shown are told in full."""
    before, after = (cell_worded(table, column, value, words) for value in (old, new))
    if before == after and old != new:
        return str(old), str(new)
    return before, after


def cell_worded(table: str, column: str, told: Any, words: Wording) -> str:
    """A cell that may be told in a person's words: codes of a vocabulary as words, blank as the word for it."""
    if told is None:
        return words.text("common.blank")
    vocabulary = TABLES[table].column(column).vocabulary
    if vocabulary is not None and words.lang == "zh":  # joint is 联合 of a form and 联建 of coverage
        return next((word.zh for word in vocabulary if word.value == told), words.word(told))
    if vocabulary is not None:
        return words.word(told)
    if isinstance(told, float) and TABLES[table].column(column).unit == "degree":
        return f"{told:.{PLACES_OF_DEGREES}f}".rstrip("0").removesuffix(".")
    return str(told) if column in YEARS else words.value(told)


def column_worded(table: str, column: str, words: Wording) -> str:
    """A column by the header of its sheet, or by its English name."""
    return TABLES[table].column(column).zh if words.lang == "zh" else column.replace("_", " ")


def _rows(changes: TableChanges, limit: int) -> list[RowChange]:
    return [] if changes.table == MEMBERS else changes.rows(limit)


def _row_told(table: str, key: str, row: Mapping[str, Any], *, shown_from: int) -> dict[str, Any]:
    """A row with its counts of people as they may be told; no part or share of a reported figure that counts people."""
    if table != "figures" or not row:
        return told_facts(row, shown_from=shown_from)
    indicator = key.split(KEY_SEPARATOR)[1]
    if not indicator.startswith(PEOPLE):
        return dict(row)
    if indicator not in PEOPLE:
        return {**row, "value": HIDDEN}
    return {**row, "value": small(shown_from) if row["value"] < shown_from else row["value"]}


def files_told(event: Event) -> list[str]:
    """The file a row stood in; where that is not known, every file of the batch."""
    if event.origin is not None:
        return [event.origin[0]]
    return [] if event.batch is None else [source.file for source in event.batch.sources]


def place_worded(event: Event, words: Wording) -> str:
    """The file, sheet and row that a row stood in, in a person's words; else the files of the batch."""
    if event.origin is None:
        return words.value(files_told(event))
    file, sheet, row = event.origin
    return words.text("common.place_in_file", file=file, sheet=sheet, row=str(row))


def _event_json(life: Life, event: Event, *, shown_from: int) -> dict[str, Any]:
    batch = event.batch
    return {
        "change": event.change,
        "batch": None if batch is None else batch.id,
        "day": None if batch is None else local_time(batch.created)[:10],
        "as_of": None if batch is None else batch.as_of,
        "files": files_told(event),
        "sheet": None if event.origin is None else event.origin[1],
        "row": None if event.origin is None else event.origin[2],
        "counts": event.counts,
        "cells": cells_told(life.table, life.key, event, shown_from=shown_from),
    }
