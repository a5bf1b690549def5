"""How are the dashboards and the API brought up?

The server itself is ``dashboard.server``; here its address is chosen and told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.help_page import WordedCommand
from dashboard.cli.session import Session, told

if TYPE_CHECKING:
    from dashboard.service import Service


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("serve", cls=WordedCommand, help=told("serve"))(serve)


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option("--host", help=told("serve_host"), show_default=False)] = None,
    port: Annotated[int | None, typer.Option("--port", help=told("serve_port"), show_default=False)] = None,
) -> None:
    session: Session = context.obj
    from graph_model.errors import NoData

    try:
        session.ready()
    except NoData as error:  # the pages then lead to a first load
        session.console.print(session.wording.error(error), markup=False)
    bring_up(session, host=host, port=port)


def bring_up(session: Session, *, host: str | None, port: int | None, at: str = "") -> None:
    """Serve until the person stops it; errors as ``taken_port``, where the port is not free.

    The address that is told is that of the page ``at``.
    """
    import threading
    from contextlib import suppress

    from dashboard.cli.port import taken_port

    address = host or session.settings.host
    number = session.settings.port if port is None else port
    held = taken_port(address, number, service=session.service)
    import uvicorn

    from analytics.network.warming import warm
    from dashboard.server import create_app

    session.service.keeps_answers = True
    application = create_app(session.service)
    # Pages answer meanwhile: a kernel that is asked for before its turn is loaded then.
    threading.Thread(target=warm, name="kernels", daemon=True).start()
    threading.Thread(target=warmed, args=(session.service,), daemon=True, name="pictures").start()
    session.say("serving", address=f"http://{address}:{number}/{at}")
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False))
    with held, suppress(KeyboardInterrupt):  # it is how a person stops it
        server.run(sockets=[held])
    if not server.started:
        raise typer.Exit(1)


def warmed(service: Service) -> None:
    """Work out the overview, outline the places of the map and lay the network out before the first person asks.

    Whoever asks meanwhile waits for it.
    """
    from contextlib import suppress

    from dashboard.components.map_drawing import nearer_parts
    from dashboard.geography.choice import MapChoice
    from dashboard.geography.view import MapView
    from dashboard.server import context_of, draw_page
    from graph_model.errors import GongjianError

    with suppress(GongjianError):  # whoever opens the page is told
        draw_page(service, "/", "")
        draw_page(service, "/geography", "")
        nearer_parts(MapView(context_of(service, "/geography", ""), MapChoice()))
        investigation = service.investigation()
        views = service.network_views(investigation)
        views.picture()
        views.view(as_of=investigation.default_day)
