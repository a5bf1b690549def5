"""How does data leave the program, and how is data made: export and generate?

Writing files belongs to ``dashboard.reports.exports`` and loaders.synthetic; here it is asked for and told.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.output import checked_format
from dashboard.cli.session import Session, told

EXPORTS = ("graphml", "gexf", "csv", "parquet", "xlsx")
SCALES = ("subdistrict",)
GENERATED = ("csv", "parquet", "xlsx")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("export", help=told("export"))(export)
    app.command("generate", help=told("generate"))(generate)


def export(
    context: typer.Context,
    output: Annotated[str, typer.Argument(metavar="FORMAT", help=told("export_format"), show_default=False)],
    out: Annotated[Path, typer.Argument(help=told("export_out"), show_default=False)],
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("as_of"), show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help=told("place"), show_default=False)] = None,
    layer: Annotated[str | None, typer.Option("--layer", help=told("layer"), show_default=False)] = None,
) -> None:
    session: Session = context.obj
    checked_format(output, EXPORTS)
    from dashboard.reports.exports import export_dataset, export_network
    from dashboard.service import day_from

    service = session.ready()
    if output in ("graphml", "gexf"):
        investigation = service.investigation()
        day = day_from(as_of) or investigation.default_day
        export_network(investigation.snapshot(as_of=day, place=place), out, output=output, layer=layer)
    else:
        export_dataset(service.ledger.dataset(), out, output=output)
    session.say("exported", path=str(out))


def generate(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help=told("generate_out"), show_default=False)],
    scale: Annotated[str, typer.Option("--scale", help=told("generate_scale"))] = "subdistrict",
    seed: Annotated[int, typer.Option("--seed", help=told("generate_seed"))] = 2018,
    output: Annotated[str, typer.Option("--format", help=told("generate_format"))] = "csv",
) -> None:
    session: Session = context.obj
    checked_format(output, GENERATED)
    if scale not in SCALES:
        from graph_model.errors import UnknownName

        raise UnknownName("scale", scale, known=SCALES)
    from loaders.synthetic import subdistrict

    region = subdistrict.generate(seed=seed)
    if output == "xlsx":
        from dashboard.reports.exports import in_place

        in_place(out, lambda aside: subdistrict.write_workbook(region, aside))
    else:
        subdistrict.write_folder(region, out, format="csv" if output == "csv" else "parquet")
    session.say("generated", path=str(out))
