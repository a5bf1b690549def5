"""How well a core that is tied throughout, and a periphery that is not, describe a network.

Fits one core; several are the business of ``communities``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.network.graph import Csr


@dataclass(frozen=True)
class CorePeriphery:
    """The discrete core that fits best.

    Attributes
    ----------
    core
        bool (n,): who belongs to it.
    errors
        Ties missing between members of the core, and ties there are between others: the least possible.
    fit
        Correlation between the ties there are and the ideal (Borgatti and Everett 1999): 1 inside the core, 0 outside
        it, pairs of one from each left out. -1 to 1; None where the ideal or the ties do not vary over these pairs.
    """

    core: NDArray[np.bool_]
    errors: int
    fit: float | None


def core_periphery(underlying: Csr) -> CorePeriphery:
    """The core with the fewest errors, exact (Lip 2011).

    A core of k members with the most ties has, of all cores of k, the fewest errors: nodes taken in order of their
    degree, every k is tried in one pass. Of several as good the smallest; of nodes of the same degree the first.

    Parameters
    ----------
    underlying
        Undirected simple network; weights play no part.

    Notes
    -----
    With ``e`` ties and the core's degrees adding up to ``S``, ties inside the core ``c`` and outside ``p`` hold
    ``p = e - S + c``, so the errors ``k (k - 1) / 2 - c + p`` are ``k (k - 1) / 2 + e - S``.
    """
    degree = underlying.degrees
    n, ties = int(degree.size), int(degree.sum()) // 2
    order = np.argsort(-degree, kind="stable")
    size = np.arange(n + 1, dtype=np.int64)
    errors = size * (size - 1) // 2 + ties - np.concatenate([[0], np.cumsum(degree[order])])
    k = int(np.argmin(errors))
    core = np.zeros(n, dtype=np.bool_)
    core[order[:k]] = True
    return CorePeriphery(core=core, errors=int(errors[k]), fit=_fit(underlying, core))


def _fit(underlying: Csr, core: NDArray[np.bool_]) -> float | None:
    source = np.repeat(np.arange(underlying.nodes), underlying.degrees)
    inside = int((core[source] & core[underlying.indices]).sum()) // 2
    outside = int((~core[source] & ~core[underlying.indices]).sum()) // 2
    k = int(core.sum())
    pairs_in, pairs_out = k * (k - 1) // 2, (underlying.nodes - k) * (underlying.nodes - k - 1) // 2
    told, pairs = inside + outside, pairs_in + pairs_out
    if not pairs_in or not pairs_out or told in (0, pairs):
        return None
    above = inside * pairs - told * pairs_in
    below = math.sqrt(float(told) * (pairs - told) * pairs_in * pairs_out)
    return above / below
