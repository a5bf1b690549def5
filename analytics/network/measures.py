"""Everything ``measure`` tells of a network: its shape as a whole, and every node's place in it.

Computes nothing itself but what is one line; the measures are in the modules beside this one, each with its definition.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.network.assortativity import degree_assortativity
from analytics.network.brokerage import brokerage
from analytics.network.centralisation import (
    betweenness_centralisation,
    closeness_centralisation,
    degree_centralisation,
)
from analytics.network.communities import SEED as COMMUNITY_SEED
from analytics.network.communities import communities
from analytics.network.core_periphery import CorePeriphery, core_periphery
from analytics.network.cuts import components, cores, cuts
from analytics.network.eigenvector import eigenvector_centrality
from analytics.network.equivalence import equivalence_classes
from analytics.network.graph import Network, simple
from analytics.network.hierarchy import connectedness, efficiency, hierarchy, lubness, strong_components
from analytics.network.paths import nearness, normalised_betweenness, raw_betweenness
from analytics.network.rank import pagerank
from analytics.network.sampling import sampled_betweenness
from analytics.network.simmelian import simmelian_ties

EXACT_UP_TO = 20_000
DISTANCES_UP_TO = 200_000
SEED = 20180630


@dataclass(frozen=True)
class NodeMeasures:
    """One array of (n,) each, in the order of the network's ids; NaN where not defined, None where it is for nobody.

    ``in_degree`` and ``out_degree`` are None for an undirected network; ``betweenness_normalised`` below three nodes;
    ``closeness`` and ``harmonic`` above ``distances_up_to`` nodes, where they are not worked out; ``eigenvector`` where
    ``eigenvector_centrality`` is not defined. ``community`` numbers the Leiden communities, 0 the largest.
    ``simmelian`` counts each node's Simmelian ties; nodes with the same number in ``equivalence_class`` have the same
    other neighbours in the underlying simple network.
    """

    degree: NDArray[np.int64]
    in_degree: NDArray[np.int64] | None
    out_degree: NDArray[np.int64] | None
    betweenness: NDArray[np.float64]
    betweenness_normalised: NDArray[np.float64] | None
    closeness: NDArray[np.float64] | None
    harmonic: NDArray[np.float64] | None
    constraint: NDArray[np.float64]
    effective_size: NDArray[np.float64]
    core: NDArray[np.int64]
    pagerank: NDArray[np.float64]
    eigenvector: NDArray[np.float64] | None
    community: NDArray[np.int64]
    simmelian: NDArray[np.int64]
    equivalence_class: NDArray[np.int64]


@dataclass(frozen=True)
class NetworkMeasures:
    """The measures of one network; None is "not defined", never 0. Each is defined where it is computed;
    nodes, ties, degrees, isolates and components are those of Wasserman and Faust (1994).

    ``components`` of a directed network are weak; ``cut_points``, ``bridges`` and ``blocks`` are of its underlying
    simple network, as are ``degree_assortativity``, ``core_periphery`` and the communities (heeding weights);
    ``closeness_centralisation`` is None for a directed network. ``betweenness_error`` is None when betweenness is
    exact; else, in the unit of ``betweenness_normalised``, the distance within which every estimate lies with
    probability 0.95.
    """

    ids: tuple[str, ...]
    ties: int
    directed: bool
    density: float | None
    reciprocity: float | None
    connectedness: float | None
    hierarchy: float | None
    efficiency: float | None
    lubness: float | None
    transitivity: float | None
    components: int
    isolates: NDArray[np.int64]
    cut_points: NDArray[np.int64]
    bridges: NDArray[np.int64]
    blocks: int
    degree_centralisation: float | None
    betweenness_centralisation: float | None
    closeness_centralisation: float | None
    degree_assortativity: float | None
    communities: int
    modularity: float | None
    simmelian_share: float | None
    core_periphery: CorePeriphery
    betweenness_error: float | None
    dropped_loops: int
    merged_repeats: int
    node: NodeMeasures

    def as_json(self) -> dict[str, object]:
        """The answer of ``measure --format json``: plain values, None for what is not defined, no NaN, no infinity."""
        names = self.ids
        return {
            "nodes": len(names),
            "ties": self.ties,
            "directed": self.directed,
            "density": self.density,
            "reciprocity": self.reciprocity,
            "connectedness": self.connectedness,
            "hierarchy": self.hierarchy,
            "efficiency": self.efficiency,
            "lubness": self.lubness,
            "transitivity": self.transitivity,
            "components": self.components,
            "isolates": [names[i] for i in self.isolates],
            "cut_points": [names[i] for i in self.cut_points],
            "bridges": sorted(sorted((names[i], names[j])) for i, j in self.bridges),
            "blocks": self.blocks,
            "degree_centralisation": self.degree_centralisation,
            "betweenness_centralisation": self.betweenness_centralisation,
            "closeness_centralisation": self.closeness_centralisation,
            "degree_assortativity": self.degree_assortativity,
            "communities": self.communities,
            "modularity": self.modularity,
            "simmelian_share": self.simmelian_share,
            "core_members": [names[i] for i in np.flatnonzero(self.core_periphery.core)],
            "core_errors": self.core_periphery.errors,
            "core_fit": self.core_periphery.fit,
            "betweenness_error": self.betweenness_error,
            "dropped_loops": self.dropped_loops,
            "merged_repeats": self.merged_repeats,
            "node": self._nodes(),
        }

    def _nodes(self) -> dict[str, dict[str, object]]:
        node = self.node
        columns: dict[str, NDArray[np.int64] | NDArray[np.float64] | None] = {"degree": node.degree}
        if self.directed:
            columns |= {"in_degree": node.in_degree, "out_degree": node.out_degree}
        columns |= {
            "betweenness": node.betweenness,
            "betweenness_normalised": node.betweenness_normalised,
            "closeness": node.closeness,
            "harmonic": node.harmonic,
            "constraint": node.constraint,
            "effective_size": node.effective_size,
            "core": node.core,
            "pagerank": node.pagerank,
            "eigenvector": node.eigenvector,
            "community": node.community,
            "simmelian": node.simmelian,
            "equivalence_class": node.equivalence_class,
        }
        plain = [_plain(column, len(self.ids)) for column in columns.values()]
        return {name: dict(zip(columns, row, strict=True)) for name, *row in zip(self.ids, *plain, strict=True)}


def network_measures(
    network: Network,
    *,
    exact_up_to: int = EXACT_UP_TO,
    distances_up_to: int = DISTANCES_UP_TO,
    seed: int = SEED,
    threads: int | None = None,
) -> NetworkMeasures:
    """Every measure of ``network``.

    Parameters
    ----------
    network
        Any size, any number of ties, directed or not, with none, one or many nodes.
    exact_up_to
        Nodes up to which betweenness is exact; beyond, it is estimated from random shortest paths (``sampling``).
    distances_up_to
        Nodes up to which closeness, harmonic and directed hierarchy, which need every pair's distance, are worked out.
    seed
        Of the estimate; the same seed gives the same answer.
    threads
        Default: the processors there are. The answer does not depend on it.
    """
    n, directed = network.nodes, network.directed
    out, underlying = network.out, network.underlying
    component = components(network.adjacency)
    strong = strong_components(network.adjacency) if directed else component
    error = None
    if n <= max(exact_up_to, 2):  # below three nodes nobody can be between
        raw = raw_betweenness(out, directed=directed, threads=threads)
    else:
        estimate = sampled_betweenness(out, network.into, directed=directed, seed=seed, threads=threads)
        raw, error = estimate.raw, estimate.error
    normalised = normalised_betweenness(raw, directed=directed)
    near = nearness(out, threads=threads) if n <= distances_up_to else None
    brokers, apart, held = brokerage(underlying), cuts(underlying), simmelian_ties(network.mutual)
    undirected = simple(network.adjacency) if directed else network.adjacency
    grouped = communities(undirected, seed=COMMUNITY_SEED)
    connected = not directed and int(component.max(initial=-1)) == 0
    out_degree, in_degree = out.degrees, network.into.degrees
    degree = out_degree + in_degree if directed else out_degree
    return NetworkMeasures(
        ids=network.ids,
        ties=network.ties,
        directed=directed,
        density=density(n, network.ties, directed=directed),
        reciprocity=reciprocity(network) if directed else None,
        connectedness=connectedness(component),
        hierarchy=_hierarchy(network, near.reached if near else None, strong),
        efficiency=efficiency(component, network.ties, directed=directed),
        lubness=lubness(network.adjacency, component, strong, threads=threads),
        transitivity=brokers.transitivity,
        components=int(component.max()) + 1 if n else 0,
        isolates=np.flatnonzero(degree == 0).astype(np.int64),
        cut_points=apart.cut_points,
        bridges=apart.bridges,
        blocks=apart.blocks,
        degree_centralisation=degree_centralisation(degree, directed=directed),
        betweenness_centralisation=betweenness_centralisation(normalised),
        closeness_centralisation=closeness_centralisation(near.closeness if near else None, connected=connected),
        degree_assortativity=degree_assortativity(undirected),
        communities=int(grouped.label.max(initial=-1)) + 1,
        modularity=grouped.modularity,
        simmelian_share=held.share,
        core_periphery=core_periphery(underlying),
        betweenness_error=error,
        dropped_loops=network.dropped_loops,
        merged_repeats=network.merged_repeats,
        node=NodeMeasures(
            degree=degree,
            in_degree=in_degree if directed else None,
            out_degree=out_degree if directed else None,
            betweenness=raw,
            betweenness_normalised=normalised,
            closeness=near.closeness if near else None,
            harmonic=near.harmonic if near else None,
            constraint=brokers.constraint,
            effective_size=brokers.effective_size,
            core=cores(underlying),
            pagerank=pagerank(network.adjacency, directed=directed, threads=threads),
            eigenvector=eigenvector_centrality(network.adjacency, directed=directed),
            community=grouped.label,
            simmelian=held.degree,
            equivalence_class=equivalence_classes(underlying),
        ),
    )


def density(nodes: int, ties: int, *, directed: bool) -> float | None:
    """Ties over the ties there could be, n(n-1), half of that when undirected; 0 to 1, None below two nodes.

    Wasserman and Faust (1994), p. 101.
    """
    possible = nodes * (nodes - 1) // (1 if directed else 2)
    return ties / possible if possible else None


def reciprocity(network: Network) -> float | None:
    """Share of arcs whose reverse is there too, 0 to 1; None without arcs. Says nothing of undirected networks.

    Wasserman and Faust (1994), chapter 13.
    """
    if not network.ties:
        return None
    pattern = network.adjacency.copy()
    pattern.data = np.ones(pattern.nnz)
    return float(pattern.multiply(pattern.T).sum()) / network.ties


def _hierarchy(network: Network, reached: NDArray[np.int64] | None, strong: NDArray[np.int64]) -> float | None:
    if not network.directed:
        return 0.0 if network.ties else None
    return hierarchy(reached, strong) if reached is not None else None


def _plain(column: NDArray[np.int64] | NDArray[np.float64] | None, rows: int) -> Iterable[object]:
    if column is None:
        return [None] * rows
    if column.dtype.kind == "f":
        return [value if math.isfinite(value) else None for value in column.tolist()]
    return list(column.tolist())
