"""rustworkx as the worker drives it; several of its measures run on all processors by themselves.

Asks for what is defined as ours is.
"""

from __future__ import annotations

import pyarrow as pa
import rustworkx as rx
from common import Coded

from dashboard.bench.measure_worker import Library, work


def converted(table: pa.Table, kind: type) -> Coded:
    """A graph of the codes; its edges come as Python's pairs."""
    coded = Coded(table)
    coded.graph = kind(multigraph=False)
    coded.graph.add_nodes_from(range(len(coded.ids)))
    coded.graph.add_edges_from_no_data(list(zip(coded.source.tolist(), coded.target.tolist(), strict=True)))
    return coded


def values(told, graph: rx.PyGraph) -> list:
    """A value for each node, in order."""
    return [told[node] for node in range(graph.num_nodes())]


def labels(groups, graph: rx.PyGraph) -> list:
    """The number of the group each node is in."""
    label = [0] * graph.num_nodes()
    for number, group in enumerate(groups):
        for node in group:
            label[node] = number
    return label


def of(measure):
    """A measure of the graph in what was coded."""
    return lambda coded: measure(coded.graph)


MEASURES = {
    "build": of(lambda graph: graph.num_nodes()),
    "degree": of(lambda graph: [graph.degree(node) for node in range(graph.num_nodes())]),
    "components": of(lambda graph: labels(rx.connected_components(graph), graph)),
    "cut_points": of(lambda graph: list(rx.articulation_points(graph))),
    "bridges": of(lambda graph: [tuple(tie) for tie in rx.bridges(graph)]),
    "blocks": of(lambda graph: len(set(dict(rx.biconnected_components(graph)).values()))),
    "k_core": of(lambda graph: values(rx.core_number(graph), graph)),
    "pagerank": of(
        lambda graph: values(rx.pagerank(graph.to_directed(), tol=1e-10 / graph.num_nodes(), max_iter=1000), graph)
    ),
    "betweenness": of(lambda graph: values(rx.betweenness_centrality(graph, normalized=False), graph)),
    "closeness": of(lambda graph: values(rx.closeness_centrality(graph), graph)),
    "transitivity": of(rx.transitivity),
    "strong_components": of(lambda graph: labels(rx.strongly_connected_components(graph), graph)),
}

if __name__ == "__main__":
    work(
        Library(
            name="rustworkx",
            version=rx.__version__,
            convert={
                "ties": lambda table: converted(table, rx.PyGraph),
                "arcs": lambda table: converted(table, rx.PyDiGraph),
            },
            measures=MEASURES,
            names=lambda coded: coded.names(),
        )
    )
