"""What do the measures say of any network, or of the co-building network?

Reading files is loaders', measuring is analytics'; here the network is chosen and the answer written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.output import checked_format, write_json, write_table
from dashboard.cli.session import Session, told
from graph_model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from analytics.network.graph import Network
    from graph_model.snapshot import Snapshot
    from loaders.networks import NetworkFile

FORMATS = ("json", "table")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("measure", help=told("measure"))(measure)


def measure(  # noqa: PLR0913, PLR0917 - a command has as many parameters as options
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help=told("measure_file"), show_default=False)] = None,
    edges: Annotated[Path | None, typer.Option("--edges", help=told("measure_edges"), show_default=False)] = None,
    nodes: Annotated[Path | None, typer.Option("--nodes", help=told("measure_nodes"), show_default=False)] = None,
    directed: Annotated[bool, typer.Option("--directed", help=told("measure_directed"))] = False,
    two_modes: Annotated[bool, typer.Option("--two-mode", help=told("measure_two_mode"))] = False,
    layer: Annotated[str | None, typer.Option("--layer", help=told("layer"), show_default=False)] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("as_of"), show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help=told("place"), show_default=False)] = None,
    without_hub: Annotated[bool, typer.Option("--without-hub", help=told("without_hub"))] = False,
    structure: Annotated[bool, typer.Option("--structure", help=told("measure_structure"))] = False,
    output: Annotated[str, typer.Option("--format", help=told("format_measure"))] = "table",
) -> None:
    session: Session = context.obj
    checked_format(output, FORMATS)
    from analytics.network.measures import network_measures

    limit = session.settings.exact_betweenness_up_to
    if file is not None and edges is not None:
        raise UserError("file_twice")
    path = edges if file is None else file
    layers: Mapping[str, csr_array] | None = None
    group: NDArray[np.integer] | None = None
    if path is not None:
        from dashboard.network_file import network_of, two_mode
        from loaders.networks import read_network

        read = read_network(path, nodes=nodes)
        if read.format != "edges":
            tell_file(session, read, directed=directed)
        if two_modes:
            tell_two_modes(session, two_mode(read), output=output)
            return
        network = network_of(read, directed=directed)
    elif two_modes:
        raise UserError("two_mode_needs_file")
    elif nodes is not None or directed:
        raise UserError("edges_needed")
    else:
        from analytics.scorecard import community_types

        snapshot = asked_snapshot(session, as_of=as_of, place=place, without_hub=without_hub)
        network, layers, group = co_building_network(snapshot, layer), snapshot.layers, community_types(snapshot)
    if structure:
        from analytics.network.structure import structure as structure_of

        tell_structure(session, structure_of(network, layers=layers, group=group), output=output)
        return
    answer = network_measures(network, exact_up_to=limit).as_json()
    if output == "json":
        write_json(answer)
    else:
        tell_measures(session, answer)


def tell_file(session: Session, read: NetworkFile, *, directed: bool) -> None:
    """What was read of a format that tells more than ties: nodes, ties, whether they have a direction; on stderr."""
    from dashboard.network_file import FORMAT_NAMES

    graph = read.graph
    direction = "directed" if directed and graph.direction == "undirected" else graph.direction
    session.say(
        "network_read",
        file=read.file,
        format=FORMAT_NAMES[read.format],
        nodes=graph.nodes,
        ties=graph.ties,
        direction=session.wording.text(f"cli.direction_{direction}"),
    )


def tell_two_modes(session: Session, answer: dict[str, Any], *, output: str) -> None:
    """How many of each mode, then the twenty most central of each."""
    if output == "json":
        write_json(answer)
        return
    words = session.wording
    sizes = [[words.text(f"measures.{name}"), words.value(answer[name])] for name in ("actors", "events", "ties")]
    write_table([words.column("measure"), words.column("value")], sizes, show=str)
    names = ("degree", "closeness", "betweenness")
    for mode in ("actor", "event"):
        of_mode = {node: told for node, told in answer["node"].items() if told["mode"] == mode}
        highest = sorted(of_mode, key=lambda node: (-(of_mode[node]["betweenness"] or 0.0), node))[:20]
        write_table(
            [words.text(f"measures.{mode}"), *(words.text(f"measures.{name}") for name in names)],
            [[node, *(words.value(of_mode[node][name]) for name in names)] for node in highest],
            show=str,
        )


def asked_snapshot(session: Session, *, as_of: str | None, place: str | None, without_hub: bool) -> Snapshot:
    """The network of a day and place, with or without the working committees."""
    from dashboard.service import day_from

    investigation = session.ready().investigation()
    snapshot = investigation.snapshot(as_of=day_from(as_of) or investigation.default_day, place=place)
    return snapshot.without_hub() if without_hub else snapshot


def co_building_network(snapshot: Snapshot, layer: str | None) -> Network:
    """The co-building network of a snapshot as the measures take it; weight is the number of layers."""
    from scipy.sparse import csr_array

    from analytics.network.graph import Network

    return Network(tuple(snapshot.codes), csr_array(snapshot.adjacency(layer).astype("float64")))


def tell_structure(session: Session, answer: dict[str, Any], *, output: str) -> None:
    """What holds the network together, as JSON or as one line a figure."""
    if output == "json":
        write_json(answer)
        return
    words = session.wording

    def line(name: str, value: Any) -> list[str]:
        told_value = "、".join(map(str, value)) if isinstance(value, list) else words.value(value)
        return [words.text(f"measures.{name}"), told_value]

    told_lines = [line("robustness_by_degree", answer["robustness"]["by_degree"])]
    told_lines.append(line("robustness_by_chance", answer["robustness"]["by_chance"]))
    for name in ("fragmenting_set", "reaching_set"):
        found = answer[name]
        if found is not None:
            told_lines.append(line(name, found["nodes"]))
            facts = ("fragmentation", "before", "share", "exact")
            told_lines += [line(one, found[one]) for one in facts if one in found]
    if "group_assortativity" in answer:
        told_lines.append(line("group_assortativity", answer["group_assortativity"]))
    if "multiplexity" in answer:
        told_lines.append(line("multiplex_share", answer["multiplexity"]["multiplex_share"]))
    write_table([words.column("measure"), words.column("value")], told_lines, show=str)
    judged = {name: one for name, one in answer["significance"].items() if one is not None}
    if judged:
        columns = ("observed", "mean", "low", "high", "p_value", "draws")
        write_table(
            [words.text("measures.beside_chance"), *(words.text(f"measures.{name}") for name in columns)],
            [[words.text(f"measures.{name}"), *(words.value(one[c]) for c in columns)] for name, one in judged.items()],
            show=str,
        )
    if answer.get("multiplexity", {}).get("pairs"):
        columns = ("first", "second", "ties_first", "ties_second", "both", "jaccard")
        write_table(
            [words.text(f"measures.overlap_{name}") for name in columns],
            [
                [words.word(p[c]) if c in ("first", "second") else words.value(p[c]) for c in columns]
                for p in answer["multiplexity"]["pairs"]
            ],
            show=str,
        )


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
