"""Whether ties stay within groups or cross them: the mixing matrix and the E-I index.

Does not decide what the groups are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


@dataclass(frozen=True)
class EI:
    """The E-I index and how many ties it rests on.

    Attributes
    ----------
    index
        (E - I) / (E + I), -1 (all ties within a group) to 1 (all between groups); None where no tie is known.
    known
        Ties whose two ends both have a known group: E + I.
    unknown
        Ties with an end whose group is unknown; in neither E nor I.
    """

    index: float | None
    known: int
    unknown: int


def _ends(adjacency: sparse.csr_array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Both ends of each undirected tie, once."""
    upper = sparse.triu(adjacency, k=1, format="coo")
    return upper.coords[0].astype(np.int64), upper.coords[1].astype(np.int64)


def e_i_index(adjacency: sparse.csr_array, group: NDArray[np.integer]) -> EI:
    """Krackhardt and Stern's (1988) E-I index of undirected ties.

    Parameters
    ----------
    adjacency
        (n, n), symmetric; a stored entry is a tie, its weight plays no part.
    group
        int (n,): code of each node's group; below 0, not known.
    """
    a, b = _ends(adjacency)
    told = (group[a] >= 0) & (group[b] >= 0)
    known = int(told.sum())
    between = int((group[a] != group[b])[told].sum())
    return EI(index=(2 * between - known) / known if known else None, known=known, unknown=int(a.size - known))


def mixing_matrix(adjacency: sparse.csr_array, group: NDArray[np.integer], *, groups: int) -> NDArray[np.int64]:
    """Undirected ties between each two groups: int64 (groups + 1, groups + 1), symmetric; the last is "not known".

    A tie within a group counts once, on the diagonal; a tie between two groups once in each of their two cells. So the
    upper triangle with the diagonal sums to the number of ties.
    """
    a, b = _ends(adjacency)
    code = np.where(group < 0, groups, group).astype(np.int64)
    low, high = np.minimum(code[a], code[b]), np.maximum(code[a], code[b])
    counts = np.bincount(low * (groups + 1) + high, minlength=(groups + 1) ** 2).reshape(groups + 1, groups + 1)
    return np.asarray(counts + np.triu(counts, k=1).T, dtype=np.int64)
