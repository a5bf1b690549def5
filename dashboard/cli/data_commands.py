"""How does data leave the program, and how is data made: export and generate?

Writing files belongs to ``dashboard.reports.exports`` and loaders.synthetic; here it is asked for and told.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from dashboard.cli.destination import PLAN, WORKBOOK, Force, ending_of, file_to_write, folder_to_write, put_in_folder
from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import checked_format
from dashboard.cli.session import Session, told
from graph_model.errors import UserError

if TYPE_CHECKING:
    from dashboard.service import Service
    from graph_model.attributed_graph import AttributedGraph
    from graph_model.dataset import Dataset

EXPORTS = ("graphml", "gexf", "csv", "parquet", "xlsx")
NETWORKS = ("graphml", "gexf")
FOLDERS = ("csv", "parquet")
ENDINGS = {name: name for name in EXPORTS if name not in FOLDERS}
LARGE_SCALES = ("district", "city", "province")
SCALES = ("subdistrict", *LARGE_SCALES)
GENERATED = ("csv", "parquet", "xlsx")
LARGE_GENERATED = ("csv", "parquet")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("export", cls=WordedCommand, help=told("export"))(export)
    app.command("generate", cls=WordedCommand, help=told("generate"))(generate)


def export(
    context: typer.Context,
    output: Annotated[str, typer.Argument(help=told("export_format"), show_default=False)],
    out: Annotated[Path | None, typer.Argument(help=told("export_out"), show_default=False)] = None,
    force: Force = False,
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("as_of"), show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help=told("place"), show_default=False)] = None,
    layer: Annotated[str | None, typer.Option("--layer", help=told("layer"), show_default=False)] = None,
    without_hub: Annotated[bool, typer.Option("--without-hub", help=told("without_hub"))] = False,
    graph: Annotated[bool, typer.Option("--graph", help=told("export_graph"))] = False,
    network: Annotated[bool, typer.Option("--network", help=told("export_network"))] = False,
) -> None:
    session: Session = context.obj
    if out is None and output not in EXPORTS and ending_of(Path(output)):  # a file alone: its ending is the format
        out, output = file_to_write(Path(output), endings=ENDINGS, force=force)
    checked_format(output, EXPORTS)
    if out is None:
        raise UserError("out_missing", format=output)
    from dashboard.reports.exports import export_tables, write_network, write_network_tables

    narrowed = as_of or place or layer or without_hub
    if graph and (network or narrowed or output not in NETWORKS):
        raise UserError("export_graph_options")
    if narrowed and not network and output not in NETWORKS:
        raise UserError("export_whole_ledger")
    if output in FOLDERS:
        out = folder_to_write(out, output=output, force=force)
    else:
        out, _ = file_to_write(out, endings=ENDINGS, output=output, force=force)
    service = session.ready()
    if graph:
        from graph_model.property_graph import property_graph

        replaced = write_network(property_graph(without_few_people(session, service.dataset())), out, output=output)
    elif network or output in NETWORKS:
        told_network = asked_network(service, as_of=as_of, place=place, layer=layer, without_hub=without_hub)
        if output in NETWORKS:
            replaced = write_network(told_network, out, output=output)
        else:
            write_network_tables(told_network, out, output=output)
            replaced = 0
    else:
        from dashboard.people import told_tables

        bar, dataset = session.settings.people_shown_from, service.dataset()
        tables, hidden = told_tables(dataset, shown_from=bar)
        if hidden:
            session.say("counts_as_signs", count=hidden, shown_from=bar)
        export_tables(tables, out, output=output)
        if dataset.as_of is None:
            session.say("exported_ledger_undated", path=str(out))
        else:
            session.say("exported_ledger", path=str(out), as_of=dataset.as_of)
        return
    if replaced:
        session.say("signs_replaced", count=replaced)
    session.say("exported", path=str(out))


def without_few_people(session: Session, dataset: Dataset) -> Dataset:
    """The dataset as it may travel; how many counts of people were left blank is told."""
    from dashboard.people import told_dataset

    told_tables, hidden = told_dataset(dataset, shown_from=session.settings.people_shown_from)
    if hidden:
        session.say("counts_left_blank", count=hidden, shown_from=session.settings.people_shown_from)
    return told_tables


def asked_network(
    service: Service, *, as_of: str | None, place: str | None, layer: str | None, without_hub: bool
) -> AttributedGraph:
    """The co-building network of a day and place, in one layer or all."""
    from analytics.network.interchange import co_building_graph
    from dashboard.named import place_named
    from dashboard.service import day_from

    investigation = service.investigation()
    where = place_named(investigation, place)
    snapshot = investigation.snapshot(as_of=day_from(as_of) or investigation.default_day, place=where)
    return co_building_graph(snapshot.without_hub() if without_hub else snapshot, layer=layer)


def generate(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help=told("generate_out"), show_default=False)],
    scale: Annotated[str, typer.Option("--scale", help=told("generate_scale"))] = "subdistrict",
    seed: Annotated[int, typer.Option("--seed", help=told("generate_seed"), min=0)] = 2018,
    asked: Annotated[str | None, typer.Option("--format", help=told("generate_format"), show_default=False)] = None,
    force: Force = False,
) -> None:
    session: Session = context.obj
    if scale not in SCALES:
        from graph_model.errors import UnknownName

        raise UnknownName("scale", scale, known=SCALES)
    output = asked or ("xlsx" if scale == "subdistrict" and ending_of(out) == "xlsx" else "csv")
    checked_format(output, LARGE_GENERATED if scale in LARGE_SCALES else GENERATED)
    if output == "xlsx":
        out, _ = file_to_write(out, endings=WORKBOOK, output=output, force=force)
    else:
        out = folder_to_write(out, output=output, force=force)
    if scale in LARGE_SCALES:
        _generate_large(session, out, scale=scale, seed=seed, output=output, force=force)
        return
    from loaders.synthetic import subdistrict

    region = subdistrict.generate(seed=seed)
    if output == "xlsx":
        from dashboard.reports.exports import in_place

        in_place(out, lambda aside: subdistrict.write_workbook(region, aside))
    else:
        kind: Literal["csv", "parquet"] = "csv" if output == "csv" else "parquet"
        put_in_folder(out, lambda aside: subdistrict.write_folder(region, aside, format=kind))
    session.say("generated", path=str(out))


def _generate_large(session: Session, out: Path, *, scale: str, seed: int, output: str, force: bool) -> None:
    from dashboard.reports.exports import in_place
    from loaders.synthetic.large.region import write_region

    place = out.resolve()
    truth, _ = file_to_write(place.with_name(f"{place.name}.truth.json"), endings=PLAN, force=force)
    kind: Literal["csv", "parquet"] = "csv" if output == "csv" else "parquet"
    with session.progress() as progress:

        def write(aside: Path) -> None:
            written = write_region(scale, aside, seed=seed, format=kind, progress=progress)
            in_place(truth, lambda to: shutil.move(written, to))

        put_in_folder(out, write)
    session.say("generated", path=str(out))
    session.say("generated_truth", path=str(truth), day="2018-06-30")
