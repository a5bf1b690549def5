"""The network of co-building ties in a dozen figures: how many, how dense, how whole, how centred, how mixed.

Takes one adjacency at a time: choosing layers, the hub and the day is the caller's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.brokerage import brokerage
from analytics.network.centralisation import betweenness_centralisation, degree_centralisation
from analytics.network.cuts import components
from analytics.network.graph import csr_of
from analytics.network.hierarchy import connectedness
from analytics.network.measures import EXACT_UP_TO, SEED, density
from analytics.network.mixing import e_i_index
from analytics.network.paths import normalised_betweenness, raw_betweenness
from analytics.network.sampling import SampledBetweenness, sampled_betweenness

FIGURES = (
    *("organisations", "ties", "density", "isolates", "components", "largest_component_share", "connectedness"),
    *("degree_centralisation", "betweenness_centralisation", "transitivity"),
    *("ei_index", "ei_ties_known", "ei_ties_unknown"),
)
"""The figures in their order."""


def scorecard(
    adjacency: sparse.csr_array,
    *,
    group: NDArray[np.integer] | None = None,
    exact_up_to: int = EXACT_UP_TO,
    seed: int = SEED,
    between: SampledBetweenness | NDArray[np.float64] | None = None,
    transitivity: float | None = None,
) -> dict[str, int | float | None]:
    """The scorecard of an undirected network of organisations.

    Parameters
    ----------
    adjacency
        (n, n) symmetric, no loops; a stored entry is a tie, its weight plays no part.
    group
        int (n,): 0 and 1 for urban and rural (or any codes), below 0 where it is not known. Without it, nobody's is
        known.
    exact_up_to, seed
        As ``measures.network_measures``.
    between, transitivity
        What ``paths.raw_betweenness`` or ``sampled_betweenness`` and ``brokerage`` gave, where the caller has worked
        them out already; without ``between`` both are worked out here.

    Returns
    -------
    dict
        ``organisations``, ``ties``, ``isolates``, ``components`` (an isolate is one), ``ei_ties_known`` and
        ``ei_ties_unknown`` as counts; ``density`` and ``connectedness`` (None below two organisations),
        ``largest_component_share`` (None without organisations), ``degree_centralisation`` and
        ``betweenness_centralisation`` (None below three), ``transitivity`` (None without a path of two ties),
        ``ei_index`` (None without a tie of known groups). Where betweenness is sampled, ``betweenness_error`` stands
        beside: with probability 0.95 no organisation's normalised betweenness is further off than this, and the
        centralisation no further than twice this times n / (n - 1).
    """
    if between is None:
        rows = csr_of(adjacency)
        transitivity = brokerage(rows).transitivity
        exact = rows.nodes <= max(exact_up_to, 2)
        between = (
            raw_betweenness(rows, directed=False)
            if exact
            else sampled_betweenness(rows, rows, directed=False, seed=seed)
        )
    raw, error = (between.raw, between.error) if isinstance(between, SampledBetweenness) else (between, None)
    told = brief_scorecard(adjacency, group=group) | {
        "betweenness_centralisation": betweenness_centralisation(normalised_betweenness(raw, directed=False)),
        "transitivity": transitivity,
    }
    ordered = {name: told[name] for name in FIGURES}
    return ordered if error is None else {**ordered, "betweenness_error": error}


def brief_scorecard(
    adjacency: sparse.csr_array, *, group: NDArray[np.integer] | None = None
) -> dict[str, int | float | None]:
    """The figures of ``scorecard`` that take no time: all but betweenness and transitivity."""
    rows = csr_of(adjacency)
    n, ties = rows.nodes, int(adjacency.nnz) // 2
    component = components(adjacency)
    sizes = np.bincount(component) if n else np.zeros(0, dtype=np.int64)
    mixing = e_i_index(adjacency, np.full(n, -1, dtype=np.int64) if group is None else group)
    return {
        "organisations": n,
        "ties": ties,
        "density": density(n, ties, directed=False),
        "isolates": int((rows.degrees == 0).sum()),
        "components": int(sizes.size),
        "largest_component_share": int(sizes.max()) / n if n else None,
        "connectedness": connectedness(component),
        "degree_centralisation": degree_centralisation(rows.degrees, directed=False),
        "ei_index": mixing.index,
        "ei_ties_known": mixing.known,
        "ei_ties_unknown": mixing.unknown,
    }
