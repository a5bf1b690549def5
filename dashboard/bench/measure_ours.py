"""Our measures as the worker drives them: ``python -m dashboard.bench.measure_ours ORDERS``.

Calls what the program calls, and nothing made for the measurement.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.assortativity import degree_assortativity
from analytics.network.brokerage import brokerage
from analytics.network.communities import communities
from analytics.network.cuts import components, cores, cuts
from analytics.network.eigenvector import eigenvector_centrality
from analytics.network.graph import Network, network_from_edges
from analytics.network.hierarchy import strong_components
from analytics.network.measures import SEED, reciprocity
from analytics.network.paths import nearness, raw_betweenness
from analytics.network.rank import pagerank
from analytics.network.sampling import SampledBetweenness, sampled_betweenness
from dashboard.bench.measure_worker import Library, work
from graph_model.snapshot.ties import sharing


def undirected(table: pa.Table) -> Network:
    """The network of the table's pairs."""
    return network_from_edges(table["source"], table["target"])


def directed(table: pa.Table) -> Network:
    """The network of the table's arcs."""
    return network_from_edges(table["source"], table["target"], directed=True)


class Seats(NamedTuple):
    """Who sits where, by number, as a snapshot has it; ``ids`` are the organisations'."""

    nodes: NDArray[np.int32]
    events: NDArray[np.int32]
    ids: pa.Array


def two_mode(table: pa.Table) -> Seats:
    """The seats of the table."""
    nodes, events = (table[name].combine_chunks().dictionary_encode() for name in ("organisation", "committee"))
    return Seats(nodes.indices.to_numpy(), events.indices.to_numpy(), nodes.dictionary)


def _sampled(network: Network) -> SampledBetweenness:
    return sampled_betweenness(network.out, network.into, directed=False, seed=SEED)


def _error(network: Network, _: Any) -> Mapping[str, Any]:
    return {"error": _sampled(network).error}


OURS = Library(
    name="gongjian",
    version=version("gongjian"),
    convert={"ties": undirected, "arcs": directed, "seats": two_mode},
    measures={
        "build": lambda network: network.out.nodes,
        "degree": lambda network: network.out.degrees,
        "components": lambda network: components(network.adjacency),
        "cut_points": lambda network: cuts(network.underlying).cut_points,
        "bridges": lambda network: cuts(network.underlying).bridges,
        "blocks": lambda network: cuts(network.underlying).blocks,
        "k_core": lambda network: cores(network.underlying),
        "pagerank": lambda network: pagerank(network.adjacency, directed=False),
        "betweenness": lambda network: raw_betweenness(network.out, directed=False),
        "betweenness_sampled": lambda network: _sampled(network).raw,
        "closeness": lambda network: nearness(network.out).closeness,
        "harmonic": lambda network: nearness(network.out).harmonic,
        "constraint": lambda network: brokerage(network.underlying).constraint,
        "effective_size": lambda network: brokerage(network.underlying).effective_size,
        "transitivity": lambda network: brokerage(network.underlying).transitivity,
        "eigenvector": lambda network: eigenvector_centrality(network.adjacency, directed=False),
        "communities": lambda network: communities(network.adjacency, seed=SEED).label,
        "assortativity": lambda network: degree_assortativity(network.adjacency),
        "reciprocity": reciprocity,
        "strong_components": lambda network: strong_components(network.adjacency),
        "projection": lambda seats: sharing(seats.nodes, seats.events, size=len(seats.ids)),
    },
    names=lambda network: network.ids if isinstance(network, Network) else network.ids.to_pylist(),
    told={"betweenness_sampled": _error},
    pairs={"projection": lambda together: np.column_stack(sparse.triu(together, k=1, format="coo").coords)},
)

if __name__ == "__main__":
    work(OURS)
