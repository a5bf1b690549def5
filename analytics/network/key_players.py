"""Which few nodes, taken together, hold a network together, or reach the most of it: key-player sets.

A set is judged as one: two brokers between the same parties are worth little more than one of them. Single nodes are
ranked by ``measures``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from analytics.network.breaking import pairs_without, reached_pairs
from analytics.network.compiled import kernel
from analytics.network.graph import Csr
from analytics.network.paths import raw_betweenness
from analytics.network.sampling import sampled_betweenness

EXACT_UP_TO = 20_000
"""Sets that are all tried; with more of them the set is improved by exchanges until none helps."""

BETWEENNESS_UP_TO, PATHS, SEED = 1_000, 4_000, 20180630
"""Nodes up to which the betweenness that a search starts from is exact; above, paths sampled for it, and their seed."""


@kernel
def _added(indptr, indices, reached, candidates, steps):  # type: ignore[no-untyped-def]
    """For each candidate, the nodes within ``steps`` of it that are not ``reached``, itself included."""
    n = indptr.size - 1
    met = np.full(n, -1, dtype=np.int64)
    queue = np.empty(n, dtype=np.int64)
    added = np.empty(candidates.size, dtype=np.int64)
    for place in range(candidates.size):
        queue[0] = candidates[place]
        met[queue[0]] = place
        start, end = 0, 1
        for _ in range(steps):
            last = end
            for at in range(start, last):
                u = queue[at]
                for e in range(indptr[u], indptr[u + 1]):
                    w = indices[e]
                    if met[w] != place:
                        met[w] = place
                        queue[end] = w
                        end += 1
            start = last
        count = 0
        for at in range(end):
            if not reached[queue[at]]:
                count += 1
        added[place] = count
    return added


@kernel
def _reached(indptr, indices, chosen, steps):  # type: ignore[no-untyped-def]
    """Whether each node is within ``steps`` of the chosen; those themselves are."""
    n = indptr.size - 1
    reached = np.zeros(n, dtype=np.bool_)
    queue = np.empty(n, dtype=np.int64)
    end = 0
    for v in chosen:
        if not reached[v]:
            reached[v] = True
            queue[end] = v
            end += 1
    start = 0
    for _ in range(steps):
        last = end
        for at in range(start, last):
            u = queue[at]
            for e in range(indptr[u], indptr[u + 1]):
                w = indices[e]
                if not reached[w]:
                    reached[w] = True
                    queue[end] = w
                    end += 1
        start = last
    return reached


@dataclass(frozen=True)
class KeyPlayers:
    """A set of nodes and what it is worth.

    Attributes
    ----------
    nodes
        int64 (k,), ascending.
    value
        What was made large: fragmentation without the set, or the share reached by it; 0 to 1.
    before
        The same without a set: fragmentation of the whole network; 0 for reach.
    exact
        Whether every set of this size was tried; else the best that the search found, which may not be the best.
    """

    nodes: NDArray[np.int64]
    value: float
    before: float
    exact: bool


def fragmenting_set(underlying: Csr, size: int, *, seed: int = SEED) -> KeyPlayers | None:
    """The set whose loss breaks the network most (Borgatti 2006, KPP-Neg, eq. 4).

    Fragmentation is the share of pairs of those left that do not reach one another: 0 where all do, 1 where none does.
    None where fewer than two nodes would be left, or ``size`` is under 1.

    Parameters
    ----------
    underlying
        Undirected simple network.
    size
        Nodes in the set.
    seed
        Of the paths sampled; the same seed gives the same answer.

    Notes
    -----
    With more than ``EXACT_UP_TO`` sets the search starts from four: built up by the node whose loss breaks most, of all
    nodes, next (of nodes alike the one of higher betweenness); the nodes of highest degree; those of highest
    betweenness; and those of highest betweenness, worked out anew after each. Each is bettered by Borgatti's exchange
    of one of the set for any node outside it, the best there is, until none helps; the best of the four is told. What
    the loss of every node would leave is worked out in one pass, so no node is passed over; but a set that is better
    only by two exchanges at once can be missed.
    """
    n = underlying.nodes
    left = n - size
    if size < 1 or left < 2:
        return None
    whole = reached_pairs(underlying, np.empty(0, dtype=np.int64))

    def value(chosen: NDArray[np.int64]) -> float:
        return 1.0 - reached_pairs(underlying, chosen) / (left * (left - 1))

    before = 1.0 - whole / (n * (n - 1))
    if comb(n, size) <= EXACT_UP_TO:
        nodes, best = _of_all(n, size, value)
        return KeyPlayers(nodes, best, before, exact=True)

    def kept_apart(others: NDArray[np.int64]) -> NDArray[np.int64]:
        pairs = pairs_without(underlying, others)
        return np.where(pairs < 0, np.iinfo(np.int64).min, -pairs)

    found = [_exchanged(start, kept_apart) for start in _starts(underlying, size, kept_apart, seed)]
    chosen = min(found, key=lambda one: reached_pairs(underlying, one))
    return KeyPlayers(np.sort(chosen), value(chosen), before, exact=False)


Worth = Callable[[NDArray[np.int64]], NDArray[np.int64]]
"""What a set is worth with each node beside it, (n,); the least int64 for those that it has or that are not tried."""


def _starts(underlying: Csr, size: int, worth: Worth, seed: int) -> list[NDArray[np.int64]]:
    """The sets that the search for the one that breaks most starts from."""
    between = _betweenness(underlying, seed)
    anew = np.argsort(-between, kind="stable")[:1]
    while anew.size < size:
        rest = _betweenness(_without(underlying, anew), seed)
        rest[anew] = -1.0
        anew = np.append(anew, np.argmax(rest))
    ranked = [np.argsort(-one, kind="stable")[:size] for one in (underlying.degrees, between)]
    return [_greedy(size, worth, between), *ranked, anew]


def _betweenness(underlying: Csr, seed: int) -> NDArray[np.float64]:
    if underlying.nodes <= BETWEENNESS_UP_TO:
        return raw_betweenness(underlying, directed=False)
    return sampled_betweenness(underlying, underlying, directed=False, seed=seed, samples=PATHS).raw


def _without(underlying: Csr, gone: NDArray[np.int64]) -> Csr:
    """The network whose nodes ``gone`` have no ties."""
    lost = np.zeros(underlying.nodes, dtype=np.bool_)
    lost[gone] = True
    source = np.repeat(np.arange(underlying.nodes), underlying.degrees)
    kept = ~(lost[source] | lost[underlying.indices])
    ends = np.cumsum(np.bincount(source[kept], minlength=underlying.nodes))
    return Csr(np.concatenate([[0], ends]).astype(np.int64), underlying.indices[kept], underlying.data[kept])


def reaching_set(underlying: Csr, size: int, *, steps: int = 1) -> KeyPlayers | None:
    """The set from which most nodes are at most ``steps`` away (Borgatti 2006, KPP-Pos, m-reach).

    The value is the share of all nodes, the set itself included. None where ``size`` is under 1 or over the number of
    nodes.

    Notes
    -----
    With more than ``EXACT_UP_TO`` sets it is built up by the node that adds most and bettered by exchanges of one, all
    among two times ``CANDIDATES`` nodes: those of highest degree, and those with the most walks of up to ``steps`` ties
    from them, which no reach is above.
    """
    n = underlying.nodes
    if size < 1 or size > n:
        return None

    def reached(chosen: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.asarray(_reached(underlying.indptr, underlying.indices, chosen, steps), dtype=np.bool_)

    def value(chosen: NDArray[np.int64]) -> float:
        return int(reached(chosen).sum()) / n

    if comb(n, size) <= EXACT_UP_TO:
        nodes, best = _of_all(n, size, value)
        return KeyPlayers(nodes, best, 0.0, exact=True)
    candidates = _candidates(underlying, steps)

    def with_each(others: NDArray[np.int64]) -> NDArray[np.int64]:
        before = reached(others)
        told = np.full(n, np.iinfo(np.int64).min)
        told[candidates] = before.sum() + _added(underlying.indptr, underlying.indices, before, candidates, steps)
        told[others] = np.iinfo(np.int64).min
        return told

    chosen = _exchanged(_greedy(size, with_each, underlying.degrees), with_each)
    return KeyPlayers(np.sort(chosen), value(chosen), 0.0, exact=False)


def _of_all(n: int, size: int, value: Callable[[NDArray[np.int64]], float]) -> tuple[NDArray[np.int64], float]:
    every = (np.array(one, dtype=np.int64) for one in combinations(range(n), size))
    return max(((one, value(one)) for one in every), key=lambda told: told[1])  # of equals the first


CANDIDATES = 400
"""Nodes of highest degree, and as many of most walks, that a set of far reach is looked for among."""


def _candidates(underlying: Csr, steps: int) -> NDArray[np.int64]:
    source = np.repeat(np.arange(underlying.nodes), underlying.degrees)
    walks: NDArray[np.float64] = np.zeros(underlying.nodes)
    for _ in range(steps):
        added = np.bincount(source, 1.0 + walks[underlying.indices], minlength=underlying.nodes)
        walks = added.astype(np.float64)
    likely = [np.argsort(-one, kind="stable")[:CANDIDATES] for one in (underlying.degrees, walks)]
    return np.fromiter(dict.fromkeys(np.concatenate(likely).tolist()), dtype=np.int64)


def _greedy(size: int, worth: Worth, rank: NDArray[np.number]) -> NDArray[np.int64]:
    """A set built up by the node that makes it worth most, of several that with the highest ``rank``."""
    chosen = np.empty(0, dtype=np.int64)
    while chosen.size < size:
        told = worth(chosen)
        alike = np.flatnonzero(told == told.max())
        chosen = np.append(chosen, alike[np.argmax(rank[alike])])
    return chosen


def _exchanged(chosen: NDArray[np.int64], worth: Worth) -> NDArray[np.int64]:
    """The set after Borgatti's exchanges: one of it for the best node outside it, until none helps."""
    unbettered = place = 0
    while unbettered < chosen.size:
        others = np.delete(chosen, place)
        told = worth(others)
        best = int(np.argmax(told))
        unbettered += 1
        if told[best] > told[chosen[place]]:
            unbettered = 1
            chosen = np.insert(others, place, best)
        place = (place + 1) % chosen.size
    return chosen
