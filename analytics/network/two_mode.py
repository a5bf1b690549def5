"""How central are actors and events in a two-mode network, such as organisations and the meetings they attend?

And how dense is it, in how many parts. Does not project onto one mode.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.cuts import components, cores
from analytics.network.eigenvector import eigenvector_centrality
from analytics.network.graph import Csr, csr_of, sparse_of
from analytics.network.measures import DISTANCES_UP_TO, EXACT_UP_TO, SEED
from analytics.network.paths import nearness, raw_betweenness
from analytics.network.sampling import sampled_betweenness


@dataclass(frozen=True)
class TwoModeCentrality:
    """Centralities over the most the mode allows (Borgatti and Everett 1997); float64 (actors + events,), actors first.

    Attributes
    ----------
    degree
        Ties over the number of nodes of the other mode. NaN where the other mode is empty.
    closeness
        Least sum of distances the mode allows, n_other + 2 (n_own - 1), over the node's own. In a network in parts the
        same within the node's part, times the share of the others that are in it, as Wasserman and Faust (1994, p. 201)
        do for one mode. 0 for a node without ties; NaN in a network of one node. None above ``distances_up_to`` nodes,
        where it is not worked out.
    betweenness
        Raw betweenness over the most a node of the mode can have. NaN where that is 0.
    betweenness_error
        None where betweenness is exact; else the distance, in the unit of ``betweenness``, within which every estimate
        of both modes lies with probability 0.95.
    eigenvector
        Faust (1997) after Bonacich (1972): an actor is as central as its events together, an event as its actors, both
        times 1 over the largest singular value of the incidence. From 0 to 1, each mode of length 1 in the Euclidean
        sense. 0 outside the component with the largest singular value. NaN without a tie, and where several components
        share it.
    core
        Largest k such that the node lies in a part in which everybody, actor or event, has k ties (Seidman 1983, on the
        two-mode graph). 0 for a node without ties.
    """

    degree: NDArray[np.float64]
    closeness: NDArray[np.float64] | None
    betweenness: NDArray[np.float64]
    betweenness_error: float | None
    eigenvector: NDArray[np.float64]
    core: NDArray[np.int64]


@dataclass(frozen=True)
class TwoModeWhole:
    """A two-mode network as a whole.

    Attributes
    ----------
    density
        Ties over actors times events, 0 to 1 (Borgatti and Everett 1997). None where a mode is empty.
    components
        Number of parts; a node without ties is one. 0 without nodes.
    largest_component
        Nodes of the largest part, of both modes; 0 without nodes.
    """

    density: float | None
    components: int
    largest_component: int


def two_mode_whole(incidence: sparse.csr_array) -> TwoModeWhole:
    """Density and components; parameter as ``two_mode_centrality``."""
    rows, actors, events = _both_modes(incidence)
    part = components(_square(rows))
    pairs = actors * events
    return TwoModeWhole(
        density=rows.indices.size / 2 / pairs if pairs else None,
        components=int(part.max()) + 1 if part.size else 0,
        largest_component=int(np.bincount(part).max()) if part.size else 0,
    )


def two_mode_centrality(
    incidence: sparse.csr_array,
    *,
    exact_up_to: int = EXACT_UP_TO,
    distances_up_to: int = DISTANCES_UP_TO,
    seed: int = SEED,
    threads: int | None = None,
) -> TwoModeCentrality:
    """Degree, closeness, betweenness, eigenvector centrality and core of both modes.

    Parameters
    ----------
    incidence
        (actors, events); a stored value other than 0 is a tie, its weight plays no part.
    exact_up_to
        Nodes of both modes up to which betweenness is exact; beyond, it is estimated as in one mode (``sampling``).
    distances_up_to
        Nodes of both modes up to which closeness, which needs every pair's distance, is worked out.
    seed, threads
        As ``measures.network_measures``.
    """
    rows, actors, events = _both_modes(incidence)
    n = actors + events
    own = np.repeat(np.array([actors, events], dtype=np.float64), [actors, events])
    other = n - own
    most = _most_between(own, other)
    between, error = _betweenness(rows, most, exact_up_to=exact_up_to, seed=seed, threads=threads)
    return TwoModeCentrality(
        degree=np.divide(rows.degrees, other, out=np.full(n, np.nan), where=other > 0),
        closeness=_closeness(rows, actors, threads=threads) if n <= distances_up_to else None,
        betweenness=between,
        betweenness_error=error,
        eigenvector=_eigenvector(rows, actors),
        core=cores(rows),
    )


def _both_modes(incidence: sparse.csr_array) -> tuple[Csr, int, int]:
    """The two-mode network as one graph, actors before events; how many of each."""
    actors, events = incidence.shape
    cells = sparse.coo_array(incidence)
    cells.eliminate_zeros()
    row, column = cells.coords[0], cells.coords[1] + actors
    both = sparse_of(np.concatenate([row, column]), np.concatenate([column, row]), nodes=actors + events)
    return csr_of(both), actors, events


def _square(rows: Csr) -> sparse.csr_array:
    entries: Any = (rows.data, rows.indices, rows.indptr)
    return sparse.csr_array(entries, shape=(rows.nodes, rows.nodes))


def _eigenvector(rows: Csr, actors: int) -> NDArray[np.float64]:
    """The leading vector of the whole graph holds both modes with the same length: each is given length 1."""
    ties = _square(rows)
    ties.data = np.ones(ties.nnz)
    found = eigenvector_centrality(ties, directed=False)
    if found is None:
        return np.full(rows.nodes, np.nan)
    lengths = np.repeat([np.linalg.norm(found[:actors]), np.linalg.norm(found[actors:])], [actors, rows.nodes - actors])
    return np.asarray(found / lengths, dtype=np.float64)


def _betweenness(
    rows: Csr, most: NDArray[np.float64], *, exact_up_to: int, seed: int, threads: int | None
) -> tuple[NDArray[np.float64], float | None]:
    """Over the most there can be, and the error where it is sampled: that of the mode which can have less."""
    n, can = rows.nodes, most > 0
    none = np.full(n, np.nan)
    if n <= max(exact_up_to, 2):
        raw = raw_betweenness(rows, directed=False, threads=threads)
        return np.divide(raw, most, out=none, where=can), None
    estimate = sampled_betweenness(rows, rows, directed=False, seed=seed, threads=threads)
    share = np.divide(estimate.raw, most, out=none, where=can)
    pairs = (n - 1) * (n - 2) / 2
    error = estimate.error * pairs / float(most[can].min()) if can.any() else 0.0
    return np.minimum(share, 1.0), error  # an estimate may pass what no node can


def _closeness(rows: Csr, actors: int, *, threads: int | None) -> NDArray[np.float64]:
    """Closeness within each node's part, times the share of the others that are in it."""
    n = rows.nodes
    if n < 2:
        return np.full(n, np.nan)
    near = nearness(rows, threads=threads)
    # one-mode closeness = reached^2 / ((n - 1) * sum of distances)
    told = near.reached > 0
    share = near.reached / (n - 1)
    distances = np.divide(share * near.reached, near.closeness, out=np.ones(n), where=told)
    part = components(_square(rows))
    sizes = [np.bincount(part[mode], minlength=n)[part] for mode in (slice(0, actors), slice(actors, n))]
    is_actor = np.arange(n) < actors
    own, other = np.where(is_actor, sizes[0], sizes[1]), np.where(is_actor, sizes[1], sizes[0])
    nearest = np.minimum((other + 2 * (own - 1)) / distances, 1.0)  # sums of shares may round beyond
    return np.where(told, share * nearest, 0.0)


def _most_between(own: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """The most betweenness a node can have, by the sizes of its own mode and of the other (same source)."""
    safe = np.maximum(other, 1.0)
    s = np.floor((own - 1) / safe)
    t = np.mod(own - 1, safe)
    return np.asarray(
        (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2, dtype=np.float64
    )
