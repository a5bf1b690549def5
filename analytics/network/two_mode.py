"""How central actors and events are in a two-mode network, such as organisations and the meetings they attend.

Does not project onto one mode.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.cuts import components
from analytics.network.graph import Csr, csr_of, sparse_of
from analytics.network.paths import nearness, raw_betweenness


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
        do for one mode. 0 for a node without ties; NaN in a network of one node.
    betweenness
        Raw betweenness over the most a node of the mode can have. NaN where that is 0.
    """

    degree: NDArray[np.float64]
    closeness: NDArray[np.float64]
    betweenness: NDArray[np.float64]


def two_mode_centrality(incidence: sparse.csr_array) -> TwoModeCentrality:
    """Degree, closeness and betweenness of both modes.

    Parameters
    ----------
    incidence
        (actors, events); a stored value other than 0 is a tie, its weight plays no part.
    """
    actors, events = incidence.shape
    cells = sparse.coo_array(incidence)
    cells.eliminate_zeros()
    row, column = cells.coords[0], cells.coords[1] + actors
    n = actors + events
    rows = csr_of(sparse_of(np.concatenate([row, column]), np.concatenate([column, row]), nodes=n))
    own = np.repeat(np.array([actors, events], dtype=np.float64), [actors, events])
    other = n - own
    most = _most_between(own, other)
    raw = raw_betweenness(rows, directed=False)
    return TwoModeCentrality(
        degree=np.divide(rows.degrees, other, out=np.full(n, np.nan), where=other > 0),
        closeness=_closeness(rows, actors),
        betweenness=np.divide(raw, most, out=np.full(n, np.nan), where=most > 0),
    )


def _closeness(rows: Csr, actors: int) -> NDArray[np.float64]:
    """Closeness within each node's part, times the share of the others that are in it."""
    n = rows.nodes
    if n < 2:
        return np.full(n, np.nan)
    near = nearness(rows)
    # one-mode closeness = reached^2 / ((n - 1) * sum of distances)
    told = near.reached > 0
    share = near.reached / (n - 1)
    distances = np.divide(share * near.reached, near.closeness, out=np.ones(n), where=told)
    entries: Any = (rows.data, rows.indices, rows.indptr)
    part = components(sparse.csr_array(entries, shape=(n, n)))
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
