"""Could a figure of a network have come about by chance, given who has how many ties?

Draws networks at random in which every node keeps its degree. Which figure is judged is the caller's choice; a figure
that depends on degrees alone (degree centralisation) is the same in every draw and cannot be judged so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.compiled import in_parts, inlined, kernel
from analytics.network.graph import Csr, csr_of
from analytics.network.tie_rows import mirrors

EXCHANGES_A_TIE = 10
"""Exchanges tried for each tie before a draw; Milo et al. (2003) find 10 enough, more changing nothing."""
DRAWS, SEED = 999, 20180630


@inlined
def tied(indptr, indices, a, b):  # type: ignore[no-untyped-def]
    """Whether a and b are tied, looked up in the shorter of their rows."""
    if indptr[a + 1] - indptr[a] > indptr[b + 1] - indptr[b]:
        a, b = b, a
    for e in range(indptr[a], indptr[a + 1]):  # noqa: SIM110
        if indices[e] == b:
            return True
    return False


@kernel
def _exchange(indptr, indices, owner, twin, tries, seed):  # type: ignore[no-untyped-def]
    """Exchange the ends of two ties at a time, as often as that makes no loop and no repeat; in place.

    ``twin[e]`` is where the tie of entry e stands in the row of its other end; rows come out unsorted.
    """
    np.random.seed(seed)
    for _ in range(tries):
        one, other = np.random.randint(indices.size), np.random.randint(indices.size)
        a, b, c, d = owner[one], indices[one], owner[other], indices[other]
        if a == d or c == b or tied(indptr, indices, a, d) or tied(indptr, indices, c, b):
            continue
        back, back_other = twin[one], twin[other]
        indices[one], indices[back_other] = d, a
        indices[other], indices[back] = b, c
        twin[one], twin[back_other] = back_other, one
        twin[other], twin[back] = back, other


@dataclass(frozen=True)
class Significance:
    """A figure beside the same figure of networks drawn at random.

    Attributes
    ----------
    observed
        Of the network itself.
    mean
        Of the draws.
    low, high
        Between them lie 95 % of the draws.
    p_value
        Two-sided: the chance that a drawn network's figure lies at least as far from the middle, by rank; never under
        ``p_least``, for the network itself is one of those that could have been drawn (Davison and Hinkley 1997,
        section 4.2). None where every draw gives the same figure.
    p_least
        The least p-value that so many draws can show: 2 / (draws + 1).
    draws
        How many there were.
    """

    observed: float
    mean: float
    low: float
    high: float
    p_value: float | None
    p_least: float
    draws: int


def significance(
    adjacency: sparse.csr_array,
    figure: Callable[[sparse.csr_array], float | None],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Significance | None:
    """Judge a figure of an undirected network against networks in which every node has as many ties as here.

    Drawn by exchanges of ends (Maslov and Sneppen 2002), ``EXCHANGES_A_TIE`` tries a tie, each draw beginning anew from
    the network itself; exchanges that would make a loop or a repeat are passed over, so that every network with these
    degrees that exchanges lead to is as likely as any other.

    Parameters
    ----------
    adjacency
        (n, n), symmetric, without loops; weights play no part: draws have none.
    figure
        Of an adjacency with weight 1; None where it is not defined.
    draws
        At least 19, so that a p-value of 0.1 can be had.
    seed
        The same seed gives the same answer.

    Returns
    -------
    Significance or None
        None where the figure is not defined for the network or a draw, or there are fewer than two ties.
    """
    rows = csr_of(adjacency)
    observed = figure(_network(rows.indptr, rows.indices))
    if observed is None or rows.indices.size < 4:
        return None
    owner, twin = twins(rows)
    seeds = np.random.default_rng(seed).integers(0, 2**31 - 1, size=draws)
    tries = EXCHANGES_A_TIE * (owner.size // 2)

    def drawn(part: NDArray[np.int64]) -> list[float | None]:
        told = []
        for one in part.tolist():
            indices, twins = rows.indices.copy(), twin.copy()
            _exchange(rows.indptr, indices, owner, twins, tries, one)
            told.append(figure(_network(rows.indptr, indices)))
        return told

    figures = [told for part in in_parts(drawn, seeds) for told in part]
    if any(told is None for told in figures):
        return None
    return judged(observed, np.array(figures, dtype=np.float64))


def twins(rows: Csr) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Whose row each entry of an undirected network is in, and where its tie stands in the row of the other end."""
    return np.repeat(np.arange(rows.nodes, dtype=np.int32), rows.degrees), mirrors(rows.indptr, rows.indices)


def _network(indptr: NDArray[np.int64], indices: NDArray[np.int32]) -> sparse.csr_array:
    size = indptr.size - 1
    told: Any = (np.ones(indices.size), indices, indptr)
    network = sparse.csr_array(told, shape=(size, size))
    network.sort_indices()
    return network


def judged(observed: float, drawn: NDArray[np.float64]) -> Significance:
    """A figure beside those of drawn networks, float64 (draws,)."""
    near = 1e-12 * max(1.0, abs(observed))  # the same figure, summed in another order
    above, below = int((drawn >= observed - near).sum()), int((drawn <= observed + near).sum())
    least = 2 / (drawn.size + 1)
    p_value = min(1.0, least * (min(above, below) + 1))
    low, high = np.quantile(drawn, [0.025, 0.975])
    alike = float(np.ptp(drawn)) <= near
    return Significance(
        observed=observed,
        mean=float(drawn.mean()),
        low=float(low),
        high=float(high),
        p_value=None if alike else p_value,
        p_least=least,
        draws=int(drawn.size),
    )
