"""How well a core that is tied throughout, and a periphery that is not, describe a network.

Fits one core; several are the business of ``communities``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.core_moves import best_of_all, bettered, correlation
from analytics.network.cuts import cores
from analytics.network.graph import Csr

EXACT_UP_TO = 16
"""Nodes up to which every core is tried."""

CLEAR_FIT = 0.5
"""Fit below which nobody should speak of a core: it explains less than a quarter of the variance. Even a random network
has a best core with a fit above 0."""

STEPS = 30
"""Rounds of the power iteration that one of the orders is taken from."""


@dataclass(frozen=True)
class CorePeriphery:
    """The discrete core that fits best of those tried.

    Attributes
    ----------
    core
        bool (n,): who belongs to it.
    errors
        Ties missing between members of the core, and ties there are between others.
    fit
        Correlation between the ties there are and the ideal (Borgatti and Everett 1999): 1 inside the core, 0 outside
        it, pairs of one from each left out. -1 to 1; None where the ideal or the ties do not vary over these pairs, as
        of a star, whose core of one holds no pair.
    exact
        Whether it is sure that no core fits better; else a search found it.
    """

    core: NDArray[np.bool_]
    errors: int
    fit: float | None
    exact: bool


def core_periphery(underlying: Csr) -> CorePeriphery:
    """The core that fits best: the highest correlation with the ideal (Borgatti and Everett 1999).

    Where some core has no error at all, it is the smallest such, as Lip (2011) finds it. Else, up to ``EXACT_UP_TO``
    nodes, every core is tried; of several as good the smallest, of these the one with the first nodes. In larger
    networks every size is tried of cores taken in order of degree, of core number (Seidman 1983), and of a power
    iteration towards the leading eigenvector; the best of each order is bettered by one node more, one less, or one for
    another, as long as that helps, and the best of all is told: not sure to be the best there is. Where no core has a
    fit it is the one with the fewest errors.

    Parameters
    ----------
    underlying
        Undirected simple network; weights play no part.
    """
    n = underlying.nodes
    core = _fewest_errors(underlying)
    exact = not _errors(underlying, core) or n <= EXACT_UP_TO
    if not exact:
        starts = [start for order in _orders(underlying) if (start := _best_size(underlying, order)) is not None]
        found = [_array(bettered(underlying.indptr, underlying.indices, start)) for start in starts]
        core = max(found, key=lambda one: _fit(underlying, one) or -1.0, default=core)
    elif _errors(underlying, core):
        best = _array(best_of_all(underlying.indptr, underlying.indices))
        core = best if best.any() else core
    return CorePeriphery(core, _errors(underlying, core), _fit(underlying, core), exact)


def _array(told: object) -> NDArray[np.bool_]:
    return np.asarray(told, dtype=np.bool_)


def _fewest_errors(underlying: Csr) -> NDArray[np.bool_]:
    """Lip's core: with ``e`` ties and degrees in the core adding up to ``S``, errors are ``k (k - 1) / 2 + e - S``."""
    order = np.argsort(-underlying.degrees, kind="stable")
    size = np.arange(order.size + 1, dtype=np.int64)
    errors = size * (size - 1) // 2 - np.concatenate([[0], np.cumsum(underlying.degrees[order])])
    core = np.zeros(order.size, dtype=np.bool_)
    core[order[: int(np.argmin(errors))]] = True
    return core


def _orders(underlying: Csr) -> list[NDArray[np.int64]]:
    """Nodes in order of degree, of core number and then degree, and of where a power iteration leads."""
    degree, n = underlying.degrees, underlying.nodes
    cells: Any = (np.ones(underlying.indices.size), underlying.indices, underlying.indptr)
    ties = sparse.csr_array(cells, shape=(n, n))
    weight = np.ones(n)
    for _ in range(STEPS):
        weight = ties @ weight + weight
        weight /= weight.max()
    return [
        np.argsort(-degree, kind="stable"),
        np.lexsort((-degree, -cores(underlying))),
        np.lexsort((-degree, -weight)),
    ]


def _best_size(underlying: Csr, order: NDArray[np.int64]) -> NDArray[np.bool_] | None:
    """Of the cores of the first nodes of ``order`` the one that fits best; None where none has a fit."""
    n = underlying.nodes
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    one, other = place[np.repeat(np.arange(n), underlying.degrees)], place[underlying.indices]
    once = one < other
    inside = np.concatenate([[0], np.cumsum(np.bincount(other[once], minlength=n))])  # the later end is in last
    outside = once.sum() - np.concatenate([[0], np.cumsum(np.bincount(one[once], minlength=n))])
    fits = np.array([correlation(*told) for told in zip(inside, outside, range(n + 1), [n] * (n + 1), strict=True)])
    best = int(np.argmax(fits))
    core = np.zeros(n, dtype=np.bool_)
    core[order[:best]] = True
    return core if fits[best] >= -1.0 else None


def _held(underlying: Csr, core: NDArray[np.bool_]) -> tuple[int, int]:
    """Ties inside the core, and ties outside it."""
    source = np.repeat(core, underlying.degrees)
    end = core[underlying.indices]
    return int((source & end).sum()) // 2, int((~source & ~end).sum()) // 2


def _errors(underlying: Csr, core: NDArray[np.bool_]) -> int:
    inside, outside = _held(underlying, core)
    k = int(core.sum())
    return k * (k - 1) // 2 - inside + outside


def _fit(underlying: Csr, core: NDArray[np.bool_]) -> float | None:
    fit = float(correlation(*_held(underlying, core), int(core.sum()), underlying.nodes))
    return None if fit < -1.0 else fit
