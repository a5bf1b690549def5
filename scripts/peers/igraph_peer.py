"""igraph as the worker drives it. It is GPL: an oracle of this script and of the tests, and no part of the program.

Asks for what is defined as ours is; its closeness is of each component, which is made Wasserman and Faust's here.
"""

from __future__ import annotations

import igraph
import numpy as np
import pyarrow as pa
from common import Coded, Seats

from dashboard.bench.measure_worker import Library, work


def converted(table: pa.Table, *, directed: bool) -> Coded:
    """A graph of the codes."""
    coded = Coded(table)
    edges = np.column_stack([coded.source, coded.target])
    coded.graph = igraph.Graph(n=len(coded.ids), edges=edges, directed=directed)
    return coded


def closeness(graph: igraph.Graph) -> np.ndarray:
    """Within the component, times the share of the others that are in it."""
    parts = graph.connected_components()
    size = np.asarray(parts.sizes())[np.asarray(parts.membership)]
    within = np.nan_to_num(np.asarray(graph.closeness(), dtype=float))
    return within * (size - 1) / (graph.vcount() - 1)


def bipartite(table: pa.Table) -> Seats:
    """Organisations first."""
    coded = Seats(table)
    actors = len(coded.ids)
    modes = np.repeat([False, True], [actors, coded.events])
    coded.graph = igraph.Graph.Bipartite(modes, np.column_stack([coded.actor, coded.event + actors]))
    return coded


def of(measure):
    """A measure of the graph in what was coded."""
    return lambda coded: measure(coded.graph)


MEASURES = {
    "build": of(lambda graph: graph.vcount()),
    "degree": of(lambda graph: graph.degree()),
    "components": of(lambda graph: graph.connected_components().membership),
    "cut_points": of(lambda graph: graph.articulation_points()),
    "bridges": of(lambda graph: [graph.es[tie].tuple for tie in graph.bridges()]),
    "blocks": of(lambda graph: len(graph.biconnected_components())),
    "k_core": of(lambda graph: graph.coreness()),
    "pagerank": of(lambda graph: graph.pagerank(damping=0.85, implementation="prpack")),
    "betweenness": of(lambda graph: graph.betweenness(directed=False)),
    "closeness": of(closeness),
    "harmonic": of(lambda graph: np.asarray(graph.harmonic_centrality()) * (graph.vcount() - 1)),
    "constraint": of(lambda graph: graph.constraint()),
    "transitivity": of(lambda graph: graph.transitivity_undirected()),
    "eigenvector": of(lambda graph: graph.eigenvector_centrality()),
    "communities": of(lambda graph: graph.community_leiden(objective_function="modularity", n_iterations=2).membership),
    "assortativity": of(lambda graph: graph.assortativity_degree(directed=False)),
    "reciprocity": of(lambda graph: graph.reciprocity()),
    "strong_components": of(lambda graph: graph.connected_components(mode="strong").membership),
    "projection": of(lambda graph: graph.bipartite_projection(multiplicity=False, which=0)),
}

if __name__ == "__main__":
    igraph.set_random_number_generator(__import__("random").Random(1))
    work(
        Library(
            name="igraph",
            version=igraph.__version__,
            convert={
                "ties": lambda table: converted(table, directed=False),
                "arcs": lambda table: converted(table, directed=True),
                "seats": bipartite,
            },
            measures=MEASURES,
            names=lambda coded: coded.names(),
            pairs={"projection": lambda graph: graph.get_edgelist()},
        )
    )
