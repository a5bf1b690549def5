"""NetworkX as the worker drives it: text ids are its nodes, as its own users have them.

Asks for what is defined as ours is: error of PageRank by the sum, betweenness of pairs counted once.
"""

from __future__ import annotations

import common  # noqa: F401  # finds the worker
import networkx as nx
import pyarrow as pa

from dashboard.bench.measure_worker import Library, work


class Held:
    """A NetworkX graph and the order of its nodes; of organisations and committees, that of the organisations."""

    def __init__(self, graph: nx.Graph, organisations: list | None = None) -> None:
        self.graph = graph
        self.organisations = organisations
        self.at: dict[str, int] = {}

    def names(self) -> list[str]:
        return list(self.graph) if self.organisations is None else self.organisations

    def places(self, nodes: list) -> list:
        self.at = self.at or {name: place for place, name in enumerate(self.graph)}
        return [self.at[node] for node in nodes]


def converted(table: pa.Table, kind: type) -> Held:
    """One tie a row."""
    graph = kind()
    graph.add_edges_from(zip(table.column(0).to_pylist(), table.column(1).to_pylist(), strict=True))
    return Held(graph)


def values(told: dict, held: Held) -> list:
    """A value for each node, in order."""
    return [told[node] for node in held.graph]


def labels(groups: list, held: Held) -> list:
    """The number of the group each node is in."""
    of = {node: number for number, group in enumerate(groups) for node in group}
    return [of[node] for node in held.graph]


def bipartite(table: pa.Table) -> Held:
    """Organisations and committees in one graph."""
    graph = nx.Graph()
    organisations = table.column(0).to_pylist()
    graph.add_edges_from(zip(organisations, table.column(1).to_pylist(), strict=True))
    return Held(graph, sorted(set(organisations)))


def pairs(graph: nx.Graph) -> list:
    """The ends of each tie of a projection, whose nodes are names, by their places in order."""
    at = {name: place for place, name in enumerate(sorted(graph))}
    return [(at[a], at[b]) for a, b in graph.edges]


MEASURES = {
    "build": lambda held: len(held.graph),
    "degree": lambda held: [count for _, count in held.graph.degree()],
    "components": lambda held: labels(list(nx.connected_components(held.graph)), held),
    "cut_points": lambda held: held.places(list(nx.articulation_points(held.graph))),
    "bridges": lambda held: [held.places(list(tie)) for tie in nx.bridges(held.graph)],
    "blocks": lambda held: sum(1 for _ in nx.biconnected_components(held.graph)),
    "k_core": lambda held: values(nx.core_number(held.graph), held),
    # its tolerance is of the mean error a node
    "pagerank": lambda held: values(nx.pagerank(held.graph, tol=1e-9 / len(held.graph), max_iter=1000), held),
    "betweenness": lambda held: values(nx.betweenness_centrality(held.graph, normalized=False), held),
    "closeness": lambda held: values(nx.closeness_centrality(held.graph), held),
    "harmonic": lambda held: values(nx.harmonic_centrality(held.graph), held),
    "constraint": lambda held: values(nx.constraint(held.graph), held),
    "effective_size": lambda held: values(nx.effective_size(held.graph), held),
    "transitivity": lambda held: nx.transitivity(held.graph),
    "eigenvector": lambda held: values(nx.eigenvector_centrality_numpy(held.graph), held),
    "communities": lambda held: labels(nx.community.louvain_communities(held.graph, seed=1), held),
    "assortativity": lambda held: nx.degree_assortativity_coefficient(held.graph),
    "reciprocity": lambda held: nx.overall_reciprocity(held.graph),
    "strong_components": lambda held: labels(list(nx.strongly_connected_components(held.graph)), held),
    "projection": lambda held: nx.bipartite.projected_graph(held.graph, held.organisations),
}

if __name__ == "__main__":
    work(
        Library(
            name="networkx",
            version=nx.__version__,
            convert={
                "ties": lambda table: converted(table, nx.Graph),
                "arcs": lambda table: converted(table, nx.DiGraph),
                "seats": bipartite,
            },
            measures=MEASURES,
            names=lambda held: held.names(),
            pairs={"projection": pairs},
        )
    )
