"""Do the same organisations work together in several ways: how far layers of one network overlap.

Each layer by itself is measured by the other modules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class LayerOverlap:
    """Two layers beside one another.

    Attributes
    ----------
    first, second
        Their names.
    ties_first, ties_second
        Undirected ties of each.
    both
        Ties that are in both.
    jaccard
        ``both`` over the ties in either (Jaccard 1901), 0 to 1; None where neither has a tie.
    first_in_second, second_in_first
        Share of the one's ties that the other has as well; None where it has none.
    """

    first: str
    second: str
    ties_first: int
    ties_second: int
    both: int
    jaccard: float | None
    first_in_second: float | None
    second_in_first: float | None


@dataclass(frozen=True)
class Multiplexity:
    """How often a tie is held by several layers.

    Attributes
    ----------
    pairs
        Every two layers.
    ties_by_layers
        Number of layers -> pairs of nodes tied in exactly so many.
    multiplex_share
        Pairs tied in two layers or more over pairs tied in any, 0 to 1; None without ties (multiplex ties:
        Wasserman and Faust 1994).
    """

    pairs: tuple[LayerOverlap, ...]
    ties_by_layers: Mapping[int, int]
    multiplex_share: float | None


def multiplexity(layers: Mapping[str, sparse.csr_array]) -> Multiplexity:
    """How far layers over the same nodes overlap.

    Parameters
    ----------
    layers
        Name -> (n, n) symmetric adjacency without loops, all of one size; a stored entry is a tie, weights play no
        part.
    """
    bare = {name: _bare(matrix) for name, matrix in layers.items()}
    pairs = tuple(_overlap(one, other, bare) for one, other in combinations(bare, 2))
    several = np.empty(0, dtype=np.int64)
    if bare:
        stacked = sum(list(bare.values())[1:], start=next(iter(bare.values())))
        several = sparse.triu(stacked, k=1).data.astype(np.int64)
    counts = np.bincount(several, minlength=len(bare) + 1)
    by_layers = {layers_: int(counts[layers_]) for layers_ in range(1, len(bare) + 1)}
    share = int((several > 1).sum()) / several.size if several.size else None
    return Multiplexity(pairs, by_layers, share)


def _bare(matrix: sparse.csr_array) -> sparse.csr_array:
    told = sparse.csr_array(matrix.astype(np.int64))
    told.data[:] = matrix.data != 0
    told.eliminate_zeros()
    return told


def _overlap(one: str, other: str, bare: Mapping[str, sparse.csr_array]) -> LayerOverlap:
    first, second = int(bare[one].nnz) // 2, int(bare[other].nnz) // 2
    both = int(bare[one].multiply(bare[other]).nnz) // 2
    either = first + second - both
    return LayerOverlap(
        one,
        other,
        first,
        second,
        both,
        jaccard=both / either if either else None,
        first_in_second=both / first if first else None,
        second_in_first=both / second if second else None,
    )
