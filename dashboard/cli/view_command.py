"""How does a person look at a file of a network: which server, which address?

The page is ``dashboard.pages.file``; here the file is read and the address told.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.help_page import WordedCommand
from dashboard.cli.session import Session, told

LOOPBACK = "127.0.0.1"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("view", cls=WordedCommand, help=told("view"))(view)


def view(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=told("measure_file"), show_default=False)],
    nodes: Annotated[Path | None, typer.Option("--nodes", help=told("measure_nodes"), show_default=False)] = None,
    directed: Annotated[bool, typer.Option("--directed", help=told("measure_directed"))] = False,
    port: Annotated[int | None, typer.Option("--port", help=told("serve_port"), show_default=False)] = None,
) -> None:
    session: Session = context.obj
    from dashboard.cli.measure_command import tell_file
    from dashboard.cli.serve_command import bring_up

    networks = session.service.opened_networks
    exact = session.settings.exact_betweenness_up_to
    token = networks.open(file, nodes=nodes, directed=directed, exact_up_to=exact)
    tell_file(session, networks.get(token).file, directed=directed)
    bring_up(session, host=LOOPBACK, port=port, at=f"file?file={token}")
