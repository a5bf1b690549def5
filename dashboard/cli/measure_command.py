"""What do the measures say of any network, or of the co-building network?

Reading edge lists is loaders', measuring is analytics'; here the network is chosen and the answer written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.output import checked_format, write_json, write_table
from dashboard.cli.session import Session, told

if TYPE_CHECKING:
    from analytics.network.graph import Network

FORMATS = ("json", "table")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("measure", help=told("measure"))(measure)


def measure(
    context: typer.Context,
    edges: Annotated[Path | None, typer.Option("--edges", help=told("measure_edges"), show_default=False)] = None,
    nodes: Annotated[Path | None, typer.Option("--nodes", help=told("measure_nodes"), show_default=False)] = None,
    directed: Annotated[bool, typer.Option("--directed", help=told("measure_directed"))] = False,
    layer: Annotated[str | None, typer.Option("--layer", help=told("layer"), show_default=False)] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("as_of"), show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help=told("place"), show_default=False)] = None,
    without_hub: Annotated[bool, typer.Option("--without-hub", help=told("without_hub"))] = False,
    output: Annotated[str, typer.Option("--format", help=told("format_measure"))] = "table",
) -> None:
    session: Session = context.obj
    checked_format(output, FORMATS)
    from analytics.network.measures import network_measures

    limit = session.settings.exact_betweenness_up_to
    if edges is None:
        network = co_building_network(session, layer=layer, as_of=as_of, place=place, without_hub=without_hub)
        if nodes is not None or directed:
            from graph_model.errors import UserError

            raise UserError("edges_needed")
    else:
        from analytics.network.graph import network_from_edges
        from loaders.networks import read_network_files

        files = read_network_files(edges, nodes)
        weight = files.edges["weight"] if "weight" in files.edges.columns else None
        known = None if files.nodes is None else files.nodes["id"]
        network = network_from_edges(
            files.edges["source"], files.edges["target"], weight, nodes=known, directed=directed
        )
    answer = network_measures(network, exact_up_to=limit).as_json()
    if output == "json":
        write_json(answer)
    else:
        tell_measures(session, answer)


def co_building_network(
    session: Session, *, layer: str | None, as_of: str | None, place: str | None, without_hub: bool
) -> Network:
    """The co-building network of a day as the measures take it; weight is the number of layers."""
    from scipy.sparse import csr_array

    from analytics.network.graph import Network
    from dashboard.service import day_from

    service = session.ready()
    investigation = service.investigation()
    snapshot = investigation.snapshot(as_of=day_from(as_of) or investigation.default_day, place=place)
    if without_hub:
        snapshot = snapshot.without_hub()
    return Network(tuple(snapshot.codes), csr_array(snapshot.adjacency(layer).astype("float64")))


def tell_measures(session: Session, answer: dict[str, Any]) -> None:
    """The measures of the whole network, then of the twenty organisations with the highest betweenness."""
    words = session.wording
    whole = {name: value for name, value in answer.items() if name != "node"}
    shown = {name: len(value) if isinstance(value, list) else value for name, value in whole.items()}
    write_table(
        [words.column("measure"), words.column("value")],
        [[words.text(f"measures.{name}"), words.value(value)] for name, value in shown.items()],
        show=str,
    )
    per_node = answer["node"]
    if not per_node:
        return
    highest = sorted(per_node, key=lambda node: (-(per_node[node]["betweenness"] or 0.0), node))[:20]
    names = list(per_node[highest[0]])
    write_table(
        [words.column("id"), *(words.text(f"measures.{name}") for name in names)],
        [[node, *(words.value(per_node[node][name]) for name in names)] for node in highest],
        show=str,
    )
