"""What do the measures say of any network, or of the co-building network?

Reading files is loaders', measuring is analytics'; here the network is chosen and the answer written.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.help_page import WordedCommand
from dashboard.cli.measure_parts import (
    MOST_NODES,
    WEIGHTED,
    measured,
    named,
    named_headings,
    tell_alike,
    tell_cut,
    tell_mixing,
    tell_structure,
    tell_two_modes,
)
from dashboard.cli.of_what import told_of
from dashboard.cli.output import checked_format, write_json, write_table
from dashboard.cli.session import Session, told
from graph_model.errors import UnknownName, UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import polars as pl
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from analytics.network.graph import Network
    from graph_model.snapshot import Snapshot
    from loaders.networks import NetworkFile

FORMATS = ("json", "table")
PROPERTIES = (
    "level", "form", "domain", "two_new", "secretary", "has_venue", "founded", "place", "community", "area", "superior",
    "nearest_type",
)  # fmt: skip
"""What ``--by`` takes of an organisation; counts of people are none of it (ADR 0009)."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("measure", cls=WordedCommand, help=told("measure"))(measure)


def measure(  # noqa: PLR0913, PLR0917 - a command has as many parameters as options
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help=told("measure_file"), show_default=False)] = None,
    edges: Annotated[Path | None, typer.Option("--edges", help=told("measure_edges"), show_default=False)] = None,
    nodes: Annotated[Path | None, typer.Option("--nodes", help=told("measure_nodes"), show_default=False)] = None,
    directed: Annotated[bool, typer.Option("--directed", help=told("measure_directed"))] = False,
    two_modes: Annotated[bool, typer.Option("--two-mode", help=told("measure_two_mode"))] = False,
    layer: Annotated[str | None, typer.Option("--layer", help=told("layer"), show_default=False)] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("as_of"), show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help=told("place"), show_default=False)] = None,
    without_hub: Annotated[bool, typer.Option("--without-hub", help=told("without_hub"))] = False,
    structure: Annotated[bool, typer.Option("--structure", help=told("measure_structure"))] = False,
    by: Annotated[str | None, typer.Option("--by", help=told("measure_by"), show_default=False)] = None,
    alike: Annotated[str | None, typer.Option("--alike", help=told("measure_alike"), show_default=False)] = None,
    key_players: Annotated[int, typer.Option("--key-players", min=1, max=50, help=told("measure_key_players"))] = 3,
    draws: Annotated[int, typer.Option("--draws", min=19, max=100_000, help=told("measure_draws"))] = 199,
    seed: Annotated[int, typer.Option("--seed", min=0, help=told("measure_seed"))] = 20180630,
    output: Annotated[str, typer.Option("--format", help=told("format_measure"))] = "table",
) -> None:
    session: Session = context.obj
    checked_format(output, FORMATS)
    if file is not None and edges is not None:
        raise UserError("file_twice")
    if sum([two_modes, structure, by is not None, alike is not None]) > 1:
        raise UserError("measure_one_question")
    path = edges if file is None else file
    if path is None and (nodes is not None or directed):
        raise UserError("edges_needed")
    snapshot = None
    about: dict[str, Any] = {}
    if path is None:
        snapshot = asked_snapshot(session, as_of=as_of, place=place, without_hub=without_hub)
        about = {"as_of": snapshot.as_of, "place": snapshot.place, "layer": layer, "hub": not without_hub}
    if two_modes:
        answer = of_two_modes(session, path, snapshot, nodes=nodes, layer=layer, seed=seed)
        tell_two_modes(session, head(session, about, answer, output=output), output=output)
        return
    if snapshot is None:
        assert path is not None
        asked = of_file(session, path, nodes=nodes, directed=directed, by=by)
    else:
        asked = of_region(snapshot, layer, by=by)
        if alike is not None:
            from dashboard.named import code_named

            alike = code_named(alike, {"organisations": snapshot.organisations}, kind="organisation")
    if structure:
        from analytics.network.structure import structure as structure_of

        told_structure = structure_of(
            asked.network, layers=asked.layers, group=asked.group, key_players=key_players, draws=draws, seed=seed
        )
        tell_structure(session, head(session, about, told_structure, output=output), output=output)
    elif asked.values is not None:
        from analytics.network.by_property import mixing_by
        from analytics.network.graph import simple

        ties = simple(asked.network.adjacency) if asked.network.directed else asked.network.adjacency
        mixing = {"property": by, **mixing_by(ties, asked.values, draws=draws, seed=seed)}
        tell_mixing(session, head(session, about, mixing, output=output), output=output)
    elif alike is not None:
        found = head(session, about, alike_to(asked.network, alike), output=output)
        tell_alike(session, found, asked.names, output=output)
    else:
        from analytics.network.measures import network_measures

        limit = session.settings.exact_betweenness_up_to
        measures = network_measures(asked.network, exact_up_to=limit, seed=seed).as_json()
        answer = head(session, about, measures, output=output)
        if output == "json":
            write_json(answer)
        else:
            tell_measures(session, answer, asked.names)


def head(session: Session, about: dict[str, Any], answer: dict[str, Any], *, output: str) -> dict[str, Any]:
    """The answer with, in JSON, of which day, place and network it is; of a table that stands in a line above it.

    ``about`` is empty of a file, which is a network of its own.
    """
    if not about:
        return answer
    if output == "json":
        return {**about, "as_of": about["as_of"].isoformat(), **answer}
    sys.stdout.write(told_of(session.wording, **about) + "\n")
    return answer


@dataclass(frozen=True)
class Asked:
    """What is to be measured: the network, and what the question needs beside it; None where it does not."""

    network: Network
    layers: Mapping[str, csr_array] | None = None
    group: NDArray[np.integer] | None = None
    values: pl.Series | None = None
    names: Mapping[str, str] = field(default_factory=dict)


def of_file(session: Session, path: Path, *, nodes: Path | None, directed: bool, by: str | None) -> Asked:
    """The network of a file, with a property of its nodes where one is asked for."""
    from dashboard.network_file import network_of, property_of
    from loaders.networks import read_network

    read = read_network(path, nodes=nodes)
    if read.format != "edges":
        tell_file(session, read, directed=directed)
    network = network_of(read, directed=directed)
    return Asked(network, values=None if by is None else property_of(read, by))


def of_two_modes(
    session: Session, path: Path | None, snapshot: Snapshot | None, *, nodes: Path | None, layer: str | None, seed: int
) -> dict[str, Any]:
    """The two-mode centralities of a file, or of organisations and what they share in one layer or all."""
    from dashboard.network_file import two_mode, two_mode_told

    limits = {"exact_up_to": session.settings.exact_betweenness_up_to, "seed": seed}
    if snapshot is not None:
        from analytics.affiliations import affiliations

        parts = affiliations(snapshot, layer)
        return two_mode_told(parts.actors, parts.events, parts.incidence, **limits)
    from loaders.networks import read_network

    assert path is not None
    read = read_network(path, nodes=nodes)
    if read.format != "edges":
        tell_file(session, read, directed=False)
    return two_mode(read, **limits)


def of_region(snapshot: Snapshot, layer: str | None, *, by: str | None) -> Asked:
    """The co-building network of a snapshot, with a property of organisations where one is asked for."""
    from analytics.scorecard import community_types

    if by is not None and by not in PROPERTIES:
        raise UnknownName("property", by, known=PROPERTIES)
    return Asked(
        co_building_network(snapshot, layer),
        snapshot.layers,
        community_types(snapshot),
        None if by is None else snapshot.organisations.get_column(by),
        dict(snapshot.organisations.select("code", "name").drop_nulls().iter_rows()),
    )


def alike_to(network: Network, node: str) -> dict[str, Any]:
    """The ten nodes tied most like one.

    Raises
    ------
    UnknownName
        There is no such node.
    """
    from analytics.network.equivalence import most_alike

    if node not in network.ids:
        raise UnknownName("node", node, known=network.ids)
    found = most_alike(network.underlying, network.ids.index(node))
    rows = zip(found.nodes.tolist(), found.distance.tolist(), found.jaccard.tolist(), strict=True)
    return {
        "node": node,
        "alike": [
            {"id": network.ids[other], "distance": distance, "jaccard": None if math.isnan(jaccard) else jaccard}
            for other, distance, jaccard in rows
        ],
    }


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


def asked_snapshot(session: Session, *, as_of: str | None, place: str | None, without_hub: bool) -> Snapshot:
    """The network of a day and place, with or without the working committees."""
    from dashboard.named import place_named
    from dashboard.service import day_from

    investigation = session.ready().investigation()
    where = place_named(investigation, place)
    snapshot = investigation.snapshot(as_of=day_from(as_of) or investigation.default_day, place=where)
    return snapshot.without_hub() if without_hub else snapshot


def co_building_network(snapshot: Snapshot, layer: str | None) -> Network:
    """The co-building network of a snapshot as the measures take it; weight is the number of layers."""
    from scipy.sparse import csr_array

    from analytics.network.graph import Network

    return Network(tuple(snapshot.codes), csr_array(snapshot.adjacency(layer).astype("float64")))


def tell_measures(session: Session, answer: dict[str, Any], names: Mapping[str, str]) -> None:
    """The measures of the whole network, then of the twenty organisations with the highest betweenness."""
    from analytics.network.core_periphery import CLEAR_FIT

    words = session.wording
    whole = {name: value for name, value in answer.items() if name != "node"}
    shown = {name: len(value) if isinstance(value, list) else value for name, value in whole.items()}
    lines = [[words.text(f"measures.{name}"), measured(words, value, name)] for name, value in shown.items()]
    if answer["core_fit"] is not None and answer["core_fit"] < CLEAR_FIT:
        lines.append([words.text("measures.note"), words.text("measures.no_clear_core")])
    write_table(
        [words.column("measure"), words.column("value")],
        lines,
        show=str,
    )
    if answer.get("betweenness_centralisation") is not None:
        from analytics.network.structure import BETWEENNESS_UP_TO

        drawn = answer["nodes"] <= BETWEENNESS_UP_TO
        session.say("centralisation_by_chance" if drawn else "centralisation_not_drawn", most=BETWEENNESS_UP_TO)
    per_node = answer["node"]
    if not per_node:
        return
    highest = sorted(per_node, key=lambda node: (-(per_node[node]["betweenness"] or 0.0), node))[:MOST_NODES]
    figures = list(per_node[highest[0]])
    write_table(
        [*named_headings(words, names), *(words.text(f"measures.{name}") for name in figures)],
        [[*named(node, names), *(measured(words, per_node[node][name]) for name in figures)] for node in highest],
        show=str,
    )
    tell_cut(session, len(highest), of=len(per_node))
    session.say("measure_weighted", measures=words.value([words.text(f"measures.{name}") for name in WEIGHTED]))
