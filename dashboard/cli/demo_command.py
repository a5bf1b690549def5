"""What does the program show on the bundled sub-district?

The workbook is generated, then loaded and reported like anyone's; nothing here knows what is in it.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from dashboard.cli.ledger_commands import difference_of, tell_load
from dashboard.cli.report_command import tell_report
from dashboard.cli.serve_command import bring_up
from dashboard.cli.session import Session, told


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("demo", help=told("demo"))(demo)


def demo(
    context: typer.Context,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help=told("demo_serve"))] = True,
    port: Annotated[int | None, typer.Option("--port", help=told("serve_port"), show_default=False)] = None,
) -> None:
    session: Session = context.obj
    from loaders.importer import load
    from loaders.synthetic.subdistrict import generate, write_boundaries, write_workbook

    service = session.service
    if not service.ledger.batches():
        with TemporaryDirectory() as folder:
            workbook, boundaries = Path(folder, "台账.xlsx"), Path(folder, "boundaries.geojson")
            region = generate()
            write_workbook(region, workbook)
            write_boundaries(region, boundaries)
            day = dt.date.fromisoformat(region.truth["as_of"])
            report = load([workbook, boundaries], ledger=service.ledger, as_of=day)
            tell_load(session, report, difference_of(service.ledger, report), dry_run=False)
    else:
        session.say("demo_data_there", path=str(session.settings.data_folder))
    session.ready(changed=True)
    tell_report(session, service.investigation())
    if serve:
        bring_up(session, host=None, port=port)
