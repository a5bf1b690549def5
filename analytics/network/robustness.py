"""How fast does a network fall apart when its nodes go: robustness curves.

Which few nodes hold it together is ``key_players``'s question.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.network.compiled import kernel
from analytics.network.graph import Csr


@kernel
def _largest_backwards(indptr, indices, order):  # type: ignore[no-untyped-def]
    """Size of the largest component when the first k of ``order`` are gone, for every k; nodes put back one by one."""
    n = order.size
    parent = np.full(n, -1, dtype=np.int64)  # -1: not there; else a node nearer to the root
    size = np.ones(n, dtype=np.int64)
    largest = np.zeros(n + 1, dtype=np.int64)
    most = 0
    for k in range(n - 1, -1, -1):
        v = order[k]
        parent[v] = v
        root = v
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            if parent[u] < 0:
                continue
            while parent[u] != u:
                parent[u] = parent[parent[u]]
                u = parent[u]
            if u != root:
                if size[u] > size[root]:
                    u, root = root, u
                parent[u] = root
                size[root] += size[u]
        most = max(most, size[root])
        largest[k] = most
    return largest


@dataclass(frozen=True)
class RobustnessCurve:
    """What is left of a network as its nodes go one after the other.

    Attributes
    ----------
    order
        int64 (n,): nodes in the order in which they go.
    largest
        int64 (n + 1,): nodes of the largest component after 0, 1, … n have gone.
    robustness
        R of Schneider et al. (2011): the mean of ``largest / n`` after 1, 2, … n have gone; between 1/n, of a star
        whose middle goes first (nearly), and (1 - 1/n) / 2, of a clique. None without nodes.
    """

    order: NDArray[np.int64]
    largest: NDArray[np.int64]
    robustness: float | None


def robustness_curve(underlying: Csr, order: NDArray[np.int64]) -> RobustnessCurve:
    """The curve for a given order of removal; O(nodes + ties).

    Parameters
    ----------
    underlying
        Undirected simple network.
    order
        int64 (n,): every node once.
    """
    taken = np.ascontiguousarray(order, dtype=np.int64)
    largest = _largest_backwards(underlying.indptr, underlying.indices, taken)
    n = taken.size
    return RobustnessCurve(taken, largest, float(largest[1:].sum()) / (n * n) if n else None)


def by_rank(rank: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.int64]:
    """The highest first, of equals the first: an attack that knows ``rank`` and does not look again on the way."""
    return np.argsort(-np.asarray(rank), kind="stable").astype(np.int64)


@dataclass(frozen=True)
class ByChance:
    """Curves of removals at random.

    Attributes
    ----------
    mean, least, most
        float64 (n + 1,): of the largest component over the draws; ``least`` and ``most`` hold 95 % of them.
    robustness
        Mean of R; None without nodes.
    draws
        How many.
    """

    mean: NDArray[np.float64]
    least: NDArray[np.float64]
    most: NDArray[np.float64]
    robustness: float | None
    draws: int


def removal_by_chance(underlying: Csr, *, draws: int, seed: int) -> ByChance:
    """What is left when nodes go at random; the same seed gives the same answer."""
    chance = np.random.default_rng(seed)
    n = underlying.nodes
    curves = np.array(
        [robustness_curve(underlying, chance.permutation(n).astype(np.int64)).largest for _ in range(draws)],
        dtype=np.float64,
    ).reshape(draws, n + 1)
    low, high = np.quantile(curves, [0.025, 0.975], axis=0)
    robustness = float(curves[:, 1:].mean()) / n if n else None
    return ByChance(curves.mean(axis=0), low, high, robustness, draws)
