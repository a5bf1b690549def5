"""What holds a network of organisations together: overlap of layers, robustness, key players, and what chance explains?

Gathers the measures of a whole that need a choice (how many, how often) or several layers; the others are
``measures``'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.assortativity import group_assortativity
from analytics.network.centralisation import betweenness_centralisation
from analytics.network.cuts import components
from analytics.network.graph import Network, csr_of, simple
from analytics.network.key_players import fragmenting_set, reaching_set
from analytics.network.mixing_by_chance import e_i_by_chance
from analytics.network.multiplexity import multiplexity
from analytics.network.paths import normalised_betweenness, raw_betweenness
from analytics.network.robustness import by_rank, removal_by_chance, robustness_curve
from analytics.network.significance import SEED, Significance, significance

KEY_PLAYERS, STEPS, REMOVALS = 3, 2, 100
BETWEENNESS_UP_TO = 2_000
"""Nodes up to which the chance of the betweenness centralisation is drawn: each draw measures all pairs anew."""


def structure(
    network: Network,
    *,
    layers: Mapping[str, sparse.csr_array] | None = None,
    group: NDArray[np.integer] | None = None,
    key_players: int = KEY_PLAYERS,
    draws: int = 199,
    seed: int = SEED,
) -> dict[str, Any]:
    """What holds the network together, as ``measure --structure`` tells it; values plain, None where not defined.

    The largest component, one of the figures beside chance, is that of Wasserman and Faust (1994).

    Parameters
    ----------
    network
        Any; directions play no part.
    layers
        Name -> adjacency over the same nodes, for the overlap of layers; None: not told.
    group
        int (n,): each node's group, below 0 where not known (urban and converted villages, of the co-building
        network); None: mixing is not told.
    key_players
        Nodes in a key-player set.
    draws
        Networks drawn at random for each significance; at least 19.
    seed
        Of removals, draws and sampled paths; the same seed gives the same answer.
    """
    ties = simple(network.adjacency) if network.directed else network.adjacency
    rows = csr_of(ties)
    attack, chance = robustness_curve(rows, by_rank(rows.degrees)), removal_by_chance(rows, draws=REMOVALS, seed=seed)
    breaking = fragmenting_set(rows, key_players, seed=seed)
    reaching = reaching_set(rows, key_players, steps=STEPS)

    def named(nodes: NDArray[np.int64]) -> list[str]:
        return [network.ids[node] for node in nodes.tolist()]

    told: dict[str, Any] = {
        "robustness": {
            "by_degree": attack.robustness,
            "by_chance": chance.robustness,
            "draws": chance.draws,
            "largest_component_by_degree": attack.largest.tolist(),
        },
        "fragmenting_set": None
        if breaking is None
        else {
            "nodes": named(breaking.nodes),
            "fragmentation": breaking.value,
            "before": breaking.before,
            "exact": breaking.exact,
        },
        "reaching_set": None
        if reaching is None
        else {"nodes": named(reaching.nodes), "share": reaching.value, "steps": STEPS, "exact": reaching.exact},
        "significance": {name: _plain(one) for name, one in _by_chance(ties, group, draws=draws, seed=seed).items()},
    }
    if group is not None:
        told["group_assortativity"] = group_assortativity(ties, group)
    if layers is not None:
        overlap = multiplexity(layers)
        told["multiplexity"] = {
            "pairs": [asdict(pair) for pair in overlap.pairs],
            "ties_by_layers": {str(count): ties_ for count, ties_ in overlap.ties_by_layers.items()},
            "multiplex_share": overlap.multiplex_share,
        }
    return told


def _by_chance(
    ties: sparse.csr_array, group: NDArray[np.integer] | None, *, draws: int, seed: int
) -> dict[str, Significance | None]:
    told: dict[str, Significance | None] = {}
    if group is not None:
        told["ei_index"] = e_i_by_chance(ties, group, draws=draws, seed=seed)
    told["largest_component"] = significance(
        ties, lambda drawn: float(np.bincount(components(drawn)).max(initial=0)), draws=draws, seed=seed
    )
    if ties.shape[0] <= BETWEENNESS_UP_TO:
        told["betweenness_centralisation"] = significance(ties, drawn_centralisation, draws=draws, seed=seed)
    return told


def drawn_centralisation(adjacency: sparse.csr_array) -> float | None:
    """Betweenness centralisation of a drawn network, on one thread: draws already share out the processors."""
    raw = raw_betweenness(csr_of(adjacency), directed=False, threads=1)
    return betweenness_centralisation(normalised_betweenness(raw, directed=False))


def _plain(told: Significance | None) -> dict[str, Any] | None:
    return None if told is None else asdict(told)
