"""How is a difference told on the command line: counts by table, and the rows old → new?

Writing only; what differs is found by ``graph_model.prospects``, what may be told is decided in ``dashboard``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dashboard.cli.output import write_table
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from dashboard.differences import Difference

ROWS_SHOWN, ROWS_IN_JSON = 20, 1_000


def tell_difference(session: Session, difference: Difference, *, rows: int | None = None) -> None:
    """Counts by table, and at most ``rows`` rows of each table where it is given."""
    from dashboard.differences import KINDS, counts_told, rows_left_out

    words = session.wording
    if not difference:
        session.say("no_difference")
        return
    shown_from = session.settings.people_shown_from
    sys.stdout.write("\n" + words.text("cli.difference") + "\n")
    counts = {name: counts_told(changes, shown_from=shown_from) for name, changes in difference.items()}
    headings = [words.column("table"), *(words.column(kind) for kind in KINDS)]
    listed = ([words.text(f"tables.{name}"), *(told[kind] for kind in KINDS)] for name, told in counts.items())
    write_table(headings, listed, show=words.value)
    if rows is None:
        return
    headings = [words.column(name) for name in ("table", "key", "change", "column", "old", "new")]
    lines = list(row_lines(session, difference, rows=rows))
    if lines:
        sys.stdout.write("\n")
        write_table(headings, lines, show=str)
    for name, changes in difference.items():
        left_out = rows_left_out(changes, rows)
        if left_out:
            session.say("more_rows", table=words.text(f"tables.{name}"), count=left_out)
    if "members" in difference:
        session.say("members_counted")


def row_lines(session: Session, difference: Difference, *, rows: int) -> Iterator[list[str]]:
    """One line a cell that changed; a row added or removed is one line with its name, where it has one."""
    from dashboard.differences import column_worded, rows_told
    from graph_model.changes import CHANGED

    words = session.wording
    for name, changes in difference.items():
        table = words.text(f"tables.{name}")
        for row in rows_told(changes, rows):
            kind = words.text(f"common.change_{row.change}")
            told = row.cells if row.change == CHANGED else _name_of(row.cells)
            if not told:
                yield [table, row.key, kind, "", "", ""]
            for column, pair in told.items():
                yield [
                    table,
                    row.key,
                    kind,
                    column_worded(name, column, words),
                    *cell_pair(session, name, column, pair),
                ]


def cell_pair(session: Session, table: str, column: str, pair: Sequence[Any]) -> list[str]:
    """A cell before and after in words."""
    from dashboard.differences import cell_worded

    shown_from = session.settings.people_shown_from
    return [cell_worded(table, column, value, session.wording, shown_from=shown_from) for value in pair]


def _name_of(cells: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    return {name: cells[name] for name in ("name", "title") if name in cells}
