"""networkit as the worker drives it, on as many threads as it takes by itself.

Asks for what is defined as ours is; its betweenness counts an undirected pair twice, which is halved here.
"""

from __future__ import annotations

import networkit as nk
import numpy as np
import pyarrow as pa
from common import Coded

from dashboard.bench.measure_worker import Library, work


def converted(table: pa.Table, *, directed: bool) -> Coded:
    """A graph of the codes."""
    coded = Coded(table)
    coded.graph = nk.GraphFromCoo((coded.source, coded.target), n=len(coded.ids), directed=directed)
    return coded


def run(made) -> list:
    """The scores of an algorithm."""
    made.run()
    return made.scores()


def partition(made) -> np.ndarray:
    """The label of each node."""
    made.run()
    return np.asarray(made.getPartition().getVector())


def cut_points(graph: nk.Graph) -> list:
    """Nodes in two blocks or more."""
    made = nk.components.BiconnectedComponents(graph)
    made.run()
    return [node for node in range(graph.numberOfNodes()) if len(made.getComponentsOfNode(node)) > 1]


def blocks(graph: nk.Graph) -> int:
    """Blocks that hold a tie."""
    made = nk.components.BiconnectedComponents(graph)
    made.run()
    return sum(1 for size in made.getComponentSizes().values() if size > 1)


def rank(graph: nk.Graph) -> list:
    """By the sum of absolute errors."""
    made = nk.centrality.PageRank(
        graph, damp=0.85, tol=1e-10, distributeSinks=nk.centrality.SinkHandling.DistributeSinks
    )
    made.norm = nk.centrality.Norm.L1_NORM
    return run(made)


def sampled(coded: Coded) -> np.ndarray:
    """Of pairs counted once; error under 0.01 with probability 0.95."""
    n = coded.graph.numberOfNodes()
    made = nk.centrality.KadabraBetweenness(coded.graph, err=0.01, delta=0.05)
    made.run()
    return np.asarray(made.scores()) * n * (n - 1) / 2


def of(measure):
    """A measure of the graph in what was coded."""
    return lambda coded: measure(coded.graph)


MEASURES = {
    "build": of(lambda graph: graph.numberOfNodes()),
    "degree": of(lambda graph: run(nk.centrality.DegreeCentrality(graph))),
    "components": of(lambda graph: partition(nk.components.ConnectedComponents(graph))),
    "cut_points": of(cut_points),
    "blocks": of(blocks),
    "k_core": of(lambda graph: run(nk.centrality.CoreDecomposition(graph))),
    "pagerank": of(rank),
    "betweenness": of(lambda graph: np.asarray(run(nk.centrality.Betweenness(graph))) / 2),
    "betweenness_sampled": sampled,
    "closeness": of(
        lambda graph: run(
            nk.centrality.Closeness(graph, normalized=True, variant=nk.centrality.ClosenessVariant.GENERALIZED)
        )
    ),
    "harmonic": of(lambda graph: run(nk.centrality.HarmonicCloseness(graph, normalized=False))),
    "transitivity": of(nk.globals.ClusteringCoefficient.exactGlobal),
    "eigenvector": of(lambda graph: run(nk.centrality.EigenvectorCentrality(graph, tol=1e-11))),
    "communities": of(lambda graph: partition(nk.community.ParallelLeiden(graph))),
    "strong_components": of(lambda graph: partition(nk.components.StronglyConnectedComponents(graph))),
}

if __name__ == "__main__":
    work(
        Library(
            name="networkit",
            version=nk.__version__,
            convert={
                "ties": lambda table: converted(table, directed=False),
                "arcs": lambda table: converted(table, directed=True),
            },
            measures=MEASURES,
            names=lambda coded: coded.names(),
        )
    )
