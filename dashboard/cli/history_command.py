"""Which batch gave which value of a row, when did it come, change and go?

The command ``history``; the life itself is told by ``graph_model.history``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import write_json, write_table
from dashboard.cli.session import Session, told
from dashboard.times import local_time

if TYPE_CHECKING:
    from graph_model.history import Life


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("history", cls=WordedCommand, help=told("history"))(history)


def history(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help=told("history_code"), show_default=False)],
    table: Annotated[str | None, typer.Option("--table", help=told("history_table"), show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=told("json"))] = False,
) -> None:
    session: Session = context.obj
    from dashboard.differences import history_json
    from dashboard.named import lives_named
    from graph_model.errors import NoData

    ledger = session.service.ledger
    if not ledger.batches():
        raise NoData
    lives = lives_named(ledger, code, table=table)
    if as_json:
        shown_from = session.settings.people_shown_from
        write_json([history_json(life, shown_from=shown_from) for life in lives])
        return
    for life in lives:
        tell_life(session, life)


def tell_life(session: Session, life: Life) -> None:
    """One line a cell that a batch gave, changed or took; batches that are left out are marked."""
    from dashboard.differences import event_lines, event_worded, place_worded

    words = session.wording
    title = words.text("cli.history_title", table=words.text(f"tables.{life.table}"), key=life.key)
    sys.stdout.write(title + "\n")
    rows: list[tuple[str, ...]] = []
    for event in life.events:
        batch, change = event.batch, event_worded(event, words)
        files = place_worded(event, words)
        head = ("" if batch is None else batch.id, "" if batch is None else local_time(batch.created), files, change)
        cells = event_lines(life, event, words, shown_from=session.settings.people_shown_from)
        rows += [(*head, *cell) for cell in cells or [("", "", "")]]
    headings = [words.column(name) for name in ("batch", "created", "files", "change", "column", "old", "new")]
    write_table(headings, rows, show=str)
    if not life.counts:
        session.say("history_not_now")
