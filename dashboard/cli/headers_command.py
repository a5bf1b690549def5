"""Which headers were taught: listed, taught without a load, forgotten?

What a taught header means is ``loaders.taught``'s business.
"""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import write_json, write_table
from dashboard.cli.session import Session, told


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("headers", cls=WordedCommand, help=told("headers"))(headers)


def headers(
    context: typer.Context,
    maps: Annotated[list[str] | None, typer.Option("--map", help=told("load_map"), show_default=False)] = None,
    forget: Annotated[
        list[str] | None, typer.Option("--forget", help=told("headers_forget"), show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=told("json"))] = False,
) -> None:
    session: Session = context.obj
    from loaders.taught import read_taught, taught_headers, write_taught

    ledger = session.service.ledger
    if maps or forget:
        more = taught_headers(maps or [])
        with ledger.lock():
            kept = read_taught(ledger.data_folder)
            for header in forget or []:
                kept = kept.without(header)
            write_taught(ledger.data_folder, kept.with_more(more))
    taught = read_taught(ledger.data_folder)
    if as_json:
        write_json(taught.as_json())
        return
    if not taught.headers:
        session.say("headers_none")
        return
    words = session.wording
    every = words.text("cli.headers_every_sheet")
    rows = [
        [one.header, one.column, words.text(f"tables.{one.table}") if one.table else every] for one in taught.headers
    ]
    write_table([words.column(name) for name in ("header", "column", "table")], rows, show=str)
