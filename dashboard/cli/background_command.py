"""Which file of tiles lies under the map, and how is one given or taken away from the command line?

Looking through and keeping belong to ``dashboard.background_file``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.help_page import WordedCommand
from dashboard.cli.session import Session, told
from graph_model.errors import BadValue


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("background", cls=WordedCommand, help=told("background"))(background)


def background(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help=told("background_file"), show_default=False)] = None,
    remove: Annotated[bool, typer.Option("--remove", help=told("background_remove"))] = False,
) -> None:
    session: Session = context.obj
    backgrounds = session.service.backgrounds
    if remove:
        session.say("background_removed" if backgrounds.remove() else "background_none")
        return
    if file is not None:
        try:
            held = backgrounds.take(file)
        except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
            raise BadValue("no_such_file", file=str(file)) from error
    else:
        there = backgrounds.file()
        if there is None:
            session.say("background_none")
            return
        held = there
    session.say(
        "background_is",
        name=held.name,
        megabytes=f"{held.size / 1e6:.1f}",
        kind=held.kind,
        least=held.min_zoom,
        most=held.max_zoom,
        given=held.given,
        attribution=held.attribution or "–",
    )
