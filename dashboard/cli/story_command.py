"""What do we show at the joint meeting: the command ``story``, which makes the standard deck or writes a saved one.

Slides and their figures are ``dashboard.story``'s; here a person chooses and is answered.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.destination import Force, file_to_write
from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import checked_format
from dashboard.cli.session import Session, told
from dashboard.reports.json_text import json_pieces

if TYPE_CHECKING:
    from dashboard.service import Service
    from dashboard.story.deck import Deck

FORMATS = ("table", "json", "pptx", "pdf", "docx", "zip")
DOCUMENTS = FORMATS[2:]
ENDINGS = {"txt": "table"} | {name: name for name in FORMATS[1:]}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("story", cls=WordedCommand, help=told("story"))(story)


def story(
    context: typer.Context,
    since: Annotated[str | None, typer.Option("--since", help=told("story_since"), show_default=False)] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("as_of"), show_default=False)] = None,
    held: Annotated[str | None, typer.Option("--held", help=told("story_held"), show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help=told("place"), show_default=False)] = None,
    deck: Annotated[str | None, typer.Option("--deck", help=told("story_deck"), show_default=False)] = None,
    hide_names: Annotated[bool, typer.Option("--hide-names", help=told("story_hide"))] = False,
    asked_format: Annotated[str | None, typer.Option("--format", help=told("story_format"), show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=told("out"), show_default=False)] = None,
    force: Force = False,
) -> None:
    session: Session = context.obj
    output = "table" if asked_format is None else checked_format(asked_format, FORMATS)
    if out is not None:
        out, output = file_to_write(out, endings=ENDINGS, output=asked_format, force=force)
    from graph_model.errors import UserError

    if output in DOCUMENTS and out is None:
        raise UserError("out_needed", format=output)
    service = session.ready()
    made = service.steadily(lambda _: chosen(service, deck, since=since, as_of=as_of, held=held, place=place))
    if output in DOCUMENTS and out is not None:
        from dashboard.story.files import deck_file

        write_file(session, out, deck_file(service, session.wording, made, output=output, hidden=hide_names))
        return
    from dashboard.story.telling_json import told_deck

    answer = service.steadily(lambda _: told_deck(service, session.wording, made, hidden=hide_names))
    if output == "json":
        text = "".join(json_pieces(answer)) + "\n"
    else:
        lines = (
            f"{n}. {one['title']}\n   {one['subtitle']}\n   {one['source']}\n"
            for n, one in enumerate(answer["slides"], 1)
        )
        text = "".join(lines)
    if out is None:
        sys.stdout.write(text)
    else:
        write_file(session, out, text.encode())


def write_file(session: Session, out: Path, content: bytes) -> None:
    """Write the file, whole or not at all, and say so."""
    from dashboard.reports.exports import in_place

    in_place(out, lambda aside: aside.write_bytes(content))
    session.say("report_written", path=str(out))


def chosen(
    service: Service,
    name: str | None,
    *,
    since: str | None,
    as_of: str | None,
    held: str | None,
    place: str | None,
) -> Deck:
    """A saved deck by its name, else the standard one of some days and a place."""
    from dashboard.named import place_named
    from dashboard.service import day_from
    from dashboard.story.agenda import standard_deck
    from dashboard.story.decks import decks

    if name is not None:
        return decks(service).named(name).deck
    asked = service.investigation()
    where = place_named(asked, place)
    return standard_deck(asked, as_of=day_from(as_of), since=day_from(since), held=day_from(held), place=where)
