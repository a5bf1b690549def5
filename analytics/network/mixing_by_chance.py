"""Could ties stay within groups, or cross them, as they do by chance alone, given who has how many ties?

The E-I index beside that of networks drawn at random; the index itself is ``mixing``'s.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analytics.network.chance import random_below
from analytics.network.compiled import kernel
from analytics.network.graph import csr_of
from analytics.network.mixing import e_i_index
from analytics.network.significance import DRAWS, EXCHANGES_A_TIE, SEED, Significance, judged, tied, twins

BETWEEN_DRAWS = 2
"""Exchanges tried for each tie between one draw and the next. Every tie is then tried four times in the mean, and the
indices of neighbouring draws hardly go together (correlation under 0.1 on random networks).
"""


@kernel
def _indices(indptr, indices, owner, twin, group, first, between, draws, state):  # type: ignore[no-untyped-def]
    """The E-I index of each draw; exchanges as ``significance`` makes them, the two counts kept up to date."""
    told = np.full(draws, np.nan)
    inner, outer = 0, 0
    for e in range(indices.size):
        a, b = owner[e], indices[e]
        if a < b and group[a] >= 0 and group[b] >= 0:
            if group[a] == group[b]:
                inner += 1
            else:
                outer += 1
    for draw in range(draws):
        for _ in range(between if draw else first):
            one, other = random_below(state, indices.size), random_below(state, indices.size)
            a, b, c, d = owner[one], indices[one], owner[other], indices[other]
            if a == d or c == b or tied(indptr, indices, a, d) or tied(indptr, indices, c, b):
                continue
            back, back_other = twin[one], twin[other]
            indices[one], indices[back_other] = d, a
            indices[other], indices[back] = b, c
            twin[one], twin[back_other] = back_other, one
            twin[other], twin[back] = back, other
            of_a, of_b, of_c, of_d = group[a], group[b], group[c], group[d]
            if of_a >= 0 and of_b >= 0:
                inner -= of_a == of_b
                outer -= of_a != of_b
            if of_c >= 0 and of_d >= 0:
                inner -= of_c == of_d
                outer -= of_c != of_d
            if of_a >= 0 and of_d >= 0:
                inner += of_a == of_d
                outer += of_a != of_d
            if of_c >= 0 and of_b >= 0:
                inner += of_c == of_b
                outer += of_c != of_b
        if inner + outer:
            told[draw] = (outer - inner) / (outer + inner)
    return told


def e_i_by_chance(
    adjacency: sparse.csr_array, group: NDArray[np.integer], *, draws: int = DRAWS, seed: int = SEED
) -> Significance | None:
    """The E-I index of an undirected network beside networks in which every node has as many ties as here.

    One run of exchanges (Maslov and Sneppen 2002), ``EXCHANGES_A_TIE`` tries a tie before the first draw and
    ``BETWEEN_DRAWS`` before each other: as many as a draw of its own for each takes would be too many for a district.

    Parameters
    ----------
    adjacency
        (n, n), symmetric, without loops; weights play no part.
    group
        int (n,): code of each node's group; below 0, not known: such ties are exchanged like all others and counted in
        no index.
    draws
        At least 19, so that a p-value of 0.1 can be had.
    seed
        The same seed gives the same answer.

    Returns
    -------
    Significance or None
        None where the index is not defined for the network or a draw, or there are fewer than two ties.
    """
    rows = csr_of(adjacency)
    observed = e_i_index(adjacency, group).index
    if observed is None or rows.indices.size < 4:
        return None
    owner, twin = twins(rows)
    ties = owner.size // 2
    told = _indices(
        rows.indptr, rows.indices.copy(), owner, twin, np.asarray(group, dtype=np.int64), EXCHANGES_A_TIE * ties,
        BETWEEN_DRAWS * ties, draws, np.array([seed], dtype=np.uint64),
    )  # fmt: skip
    return None if np.isnan(told).any() else judged(observed, told)
