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

from analytics.network.compiled import kernel
from analytics.network.graph import Csr

EXACT_UP_TO = 20_000
"""Sets that are all tried; with more of them the set is improved by exchanges until none helps."""


@kernel
def _reached_pairs(indptr, indices, gone):  # type: ignore[no-untyped-def]
    """Ordered pairs that reach one another without the nodes marked ``gone``."""
    n = indptr.size - 1
    seen = gone.copy()
    stack = np.empty(n, dtype=np.int64)
    pairs = 0
    for v in range(n):
        if seen[v]:
            continue
        seen[v] = True
        stack[0] = v
        high, size = 1, 1
        while high:
            high -= 1
            u = stack[high]
            for e in range(indptr[u], indptr[u + 1]):
                w = indices[e]
                if not seen[w]:
                    seen[w] = True
                    size += 1
                    stack[high] = w
                    high += 1
        pairs += size * (size - 1)
    return pairs


@kernel
def _within(indptr, indices, chosen, steps):  # type: ignore[no-untyped-def]
    """Nodes within ``steps`` of the chosen, those themselves included."""
    n = indptr.size - 1
    seen = np.zeros(n, dtype=np.bool_)
    queue = np.empty(n, dtype=np.int64)
    end = 0
    for v in chosen:
        if not seen[v]:
            seen[v] = True
            queue[end] = v
            end += 1
    start = 0
    for _ in range(steps):
        last = end
        for place in range(start, last):
            u = queue[place]
            for e in range(indptr[u], indptr[u + 1]):
                w = indices[e]
                if not seen[w]:
                    seen[w] = True
                    queue[end] = w
                    end += 1
        start = last
    return end


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
        Whether every set of this size was tried; else no exchange of one of its nodes for one of the ``CANDIDATES``
        with the most neighbours makes it better.
    """

    nodes: NDArray[np.int64]
    value: float
    before: float
    exact: bool


def fragmenting_set(underlying: Csr, size: int) -> KeyPlayers | None:
    """The set whose loss breaks the network most (Borgatti 2006, KPP-Neg, eq. 4).

    Fragmentation is the share of pairs of those left that do not reach one another: 0 where all do, 1 where none does.
    None where fewer than two nodes would be left, or ``size`` is under 1.

    Parameters
    ----------
    underlying
        Undirected simple network.
    size
        Nodes in the set.
    """
    n = underlying.nodes
    left = n - size
    if size < 1 or left < 2:
        return None

    def value(chosen: NDArray[np.int64]) -> float:
        gone = np.zeros(n, dtype=np.bool_)
        gone[chosen] = True
        return 1.0 - int(_reached_pairs(underlying.indptr, underlying.indices, gone)) / (left * (left - 1))

    nodes, best, exact = _best(underlying, size, value)
    whole = _reached_pairs(underlying.indptr, underlying.indices, np.zeros(n, dtype=np.bool_))
    return KeyPlayers(nodes, best, 1.0 - whole / (n * (n - 1)), exact)


def reaching_set(underlying: Csr, size: int, *, steps: int = 1) -> KeyPlayers | None:
    """The set from which most nodes are at most ``steps`` away (Borgatti 2006, KPP-Pos, m-reach).

    The value is the share of all nodes, the set itself included. None where ``size`` is under 1 or over the number of
    nodes.
    """
    n = underlying.nodes
    if size < 1 or size > n:
        return None

    def value(chosen: NDArray[np.int64]) -> float:
        return float(_within(underlying.indptr, underlying.indices, chosen, steps)) / n

    nodes, best, exact = _best(underlying, size, value)
    return KeyPlayers(nodes, best, 0.0, exact)


def _best(
    underlying: Csr, size: int, value: Callable[[NDArray[np.int64]], float]
) -> tuple[NDArray[np.int64], float, bool]:
    n = underlying.nodes
    if comb(n, size) <= EXACT_UP_TO:
        every = (np.array(one, dtype=np.int64) for one in combinations(range(n), size))
        best, worth = max(((one, value(one)) for one in every), key=lambda told: told[1])  # of equals the first
        return best, worth, True
    chosen, worth = _greedy(_candidates(underlying), size, value)
    return (*_exchanged(_candidates(underlying), chosen, worth, value), False)


CANDIDATES = 400
"""Nodes that are tried, those with the most neighbours; a node with few holds little together."""


def _candidates(underlying: Csr) -> NDArray[np.int64]:
    return np.argsort(-underlying.degrees, kind="stable")[:CANDIDATES].astype(np.int64)


def _greedy(
    candidates: NDArray[np.int64], size: int, value: Callable[[NDArray[np.int64]], float]
) -> tuple[NDArray[np.int64], float]:
    chosen = np.empty(0, dtype=np.int64)
    worth = 0.0
    for _ in range(size):
        told = [
            (value(np.append(chosen, one)), -place) if one not in chosen else (-1.0, -place)
            for place, one in enumerate(candidates)
        ]
        worth, place = max(told)
        chosen = np.append(chosen, candidates[-place])
    return chosen, worth


def _exchanged(
    candidates: NDArray[np.int64], chosen: NDArray[np.int64], worth: float, value: Callable[[NDArray[np.int64]], float]
) -> tuple[NDArray[np.int64], float]:
    """Borgatti's exchange: one of the set for one outside it, as long as that helps."""
    better = True
    while better:
        better = False
        for place in range(chosen.size):
            for one in candidates:
                if one in chosen:
                    continue
                other = chosen.copy()
                other[place] = one
                if (told := value(other)) > worth + 1e-12:
                    chosen, worth, better = other, told, True
    return np.sort(chosen), worth
