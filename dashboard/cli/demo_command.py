"""What does the program show on the bundled sub-district?

The workbook is generated, loaded as a sample and reported like anyone's; nothing here knows what is in it.
"""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli.help_page import WordedCommand
from dashboard.cli.ledger_commands import difference_of, tell_load
from dashboard.cli.report_command import tell_report
from dashboard.cli.serve_command import bring_up
from dashboard.cli.session import Session, told


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("demo", cls=WordedCommand, help=told("demo"))(demo)


def demo(
    context: typer.Context,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help=told("demo_serve"))] = True,
    port: Annotated[int | None, typer.Option("--port", help=told("serve_port"), show_default=False)] = None,
    remove: Annotated[bool, typer.Option("--remove", help=told("demo_remove"))] = False,
) -> None:
    session: Session = context.obj
    from dashboard.sample import bring_in, take_away

    service = session.service
    if remove:
        left_out = take_away(service.ledger)
        with session.progress() as progress:
            service.publish(progress=progress)
        session.say("sample_removed", batches=[batch.id for batch in left_out])
        return
    if service.ledger.active():
        session.say("demo_data_there", path=str(session.settings.data_folder))
    elif (report := bring_in(service.ledger)) is not None:
        tell_load(session, report, difference_of(service.ledger, report), {}, dry_run=False)
    session.ready(changed=True)
    tell_report(session, service.investigation())
    if serve:
        bring_up(session, host=None, port=port)
