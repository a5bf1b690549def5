"""How does the co-building network reach other programs: NetworkX, GraphML, GEXF?

Public interchange only; nothing is measured on these graphs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import networkx as nx

from graph_model.snapshot import LAYERS

if TYPE_CHECKING:
    from graph_model.snapshot import Snapshot

NODE_FACTS = ("name", "level", "form", "domain", "two_new", "place", "community", "area")


def to_networkx(snapshot: Snapshot, *, layer: str | None = None) -> nx.Graph[str]:
    """The co-building network as a NetworkX graph: names and kinds on nodes, layers and weight on ties.

    What is unknown is left off a node, since the formats have no word for it.
    """
    graph: nx.Graph[str] = nx.Graph(as_of=snapshot.as_of.isoformat())
    for row in snapshot.organisations.select("code", *NODE_FACTS).iter_rows(named=True):
        graph.add_node(row["code"], **{name: row[name] for name in NODE_FACTS if row[name] is not None})
    for row in snapshot.ties(layer).iter_rows(named=True):
        graph.add_edge(row["a"], row["b"], weight=row["weight"], **{name: bool(row[name]) for name in LAYERS})
    return graph


def write_network(graph: nx.Graph[str], path: Path, *, output: Literal["graphml", "gexf"]) -> None:
    """Write a graph as GraphML or GEXF 1.2, which Gephi opens; ``OSError`` where it cannot be written."""
    if output == "graphml":
        nx.write_graphml(graph, path)
    else:
        nx.write_gexf(graph, path)
