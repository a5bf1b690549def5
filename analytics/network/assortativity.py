"""Whether like is tied to like: assortativity by degree, by a number, by a group.

Mixing matrices and the E-I index are ``mixing``'s.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def degree_assortativity(adjacency: sparse.csr_array) -> float | None:
    """Newman's (2002) r: the correlation of the degrees at the two ends of a tie, -1 to 1.

    Parameters
    ----------
    adjacency
        (n, n), symmetric; a stored entry is a tie, its weight plays no part.

    Returns
    -------
    float or None
        None without ties, or where all ends have the same degree.
    """
    return numeric_assortativity(adjacency, np.diff(adjacency.indptr).astype(np.float64))


def numeric_assortativity(adjacency: sparse.csr_array, value: NDArray[np.float64]) -> float | None:
    """The correlation of ``value`` at the two ends of an undirected tie (Newman 2003, eq. 21).

    Ties with an end whose value is NaN (unknown) are left out. None where no tie is left or all ends are alike.
    """
    source, target = _both_ways(adjacency)
    known = ~(np.isnan(value[source]) | np.isnan(value[target]))
    a, b = value[source[known]], value[target[known]]
    if a.size == 0 or float(np.ptp(a)) == 0.0:
        return None
    a, b = a - a.mean(), b - b.mean()
    return float(np.clip((a * b).sum() / (a * a).sum(), -1.0, 1.0))


def group_assortativity(adjacency: sparse.csr_array, group: NDArray[np.integer]) -> float | None:
    """Newman's (2003, eq. 2) coefficient of undirected ties over groups, at most 1; 0 where ties heed no group.

    Its least value, where no tie stays within a group, is above -1 or equal to it, as the sizes of the groups allow.

    Parameters
    ----------
    adjacency
        (n, n), symmetric; a stored entry is a tie.
    group
        int (n,): code of each node's group; below 0, not known: such ties are left out.

    Returns
    -------
    float or None
        None where no tie is known at both ends, or all of them lie in one group.
    """
    source, target = _both_ways(adjacency)
    known = (group[source] >= 0) & (group[target] >= 0)
    a, b = group[source[known]], group[target[known]]
    if a.size == 0:
        return None
    share = np.bincount(a) / a.size
    by_chance = float((share * share).sum())
    if by_chance >= 1.0:
        return None
    within = float((a == b).mean())
    return (within - by_chance) / (1.0 - by_chance)


def _both_ways(adjacency: sparse.csr_array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Both ends of each tie, once from either side, loops left out."""
    cells = sparse.coo_array(adjacency)
    source, target = cells.coords[0].astype(np.int64), cells.coords[1].astype(np.int64)
    between = source != target
    return source[between], target[between]
