"""How far one node stands above the rest: Freeman's centralisation of degree, betweenness and closeness.

Freeman, L. C. (1979), Centrality in social networks: conceptual clarification. 1 for a star, 0 where all are alike.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def degree_centralisation(degree: NDArray[np.int64], *, directed: bool) -> float | None:
    """Sum of (largest - each) degree over the most it could be, a star's; None below three nodes.

    The star's sum is (n-1)(n-2); of directed networks, where ``degree`` is ties in and out, 2(n-1)(n-2).
    """
    n = degree.size
    if n < 3:
        return None
    return int((degree.max() - degree).sum()) / ((n - 1) * (n - 2) * (2 if directed else 1))


def betweenness_centralisation(normalised: NDArray[np.float64] | None) -> float | None:
    """Sum of (largest - each) normalised betweenness over a star's, n - 1; None below three nodes."""
    if normalised is None or normalised.size < 3:
        return None
    return float((normalised.max() - normalised).sum()) / (normalised.size - 1)


def closeness_centralisation(closeness: NDArray[np.float64] | None, *, connected: bool) -> float | None:
    """Sum of (largest - each) closeness over a star's, (n-1)(n-2) / (2n-3); 0 to 1.

    Defined for undirected networks in which everybody reaches everybody: None else, and below three nodes.
    """
    if closeness is None or closeness.size < 3 or not connected:
        return None
    n = closeness.size
    return float((closeness.max() - closeness).sum()) * (2 * n - 3) / ((n - 1) * (n - 2))
