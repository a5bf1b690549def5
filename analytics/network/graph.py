"""What a network is here: ids, one sparse adjacency, and what was mended on the way in.

Reads no file and measures nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from analytics.network.coding import coded, rows
from graph_model.errors import BadValue

Ids = Sequence[str] | pl.Series | NDArray[np.object_] | NDArray[np.str_]


@dataclass(frozen=True)
class Csr:
    """Rows of neighbours as the kernels take them: ``indptr`` int64 (n + 1), ``indices`` int32 sorted in each row."""

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    data: NDArray[np.float64]

    @property
    def nodes(self) -> int:
        return int(self.indptr.size - 1)

    @property
    def degrees(self) -> NDArray[np.int64]:
        """Neighbours of each node, int64 (n,)."""
        return np.diff(self.indptr)


def csr_of(matrix: sparse.csr_array, *, sort: bool = True) -> Csr:
    """The three arrays of ``matrix`` with the dtypes the kernels are compiled for (one signature, one compilation)."""
    rows = matrix if not sort or matrix.has_sorted_indices else matrix.sorted_indices()
    return Csr(
        indptr=np.ascontiguousarray(rows.indptr, dtype=np.int64),
        indices=np.ascontiguousarray(rows.indices, dtype=np.int32),
        data=np.ascontiguousarray(rows.data, dtype=np.float64),
    )


def sparse_of(
    row: NDArray[np.integer], column: NDArray[np.integer], weight: NDArray[np.float64] | None = None, *, nodes: int
) -> sparse.csr_array:
    """A (nodes, nodes) float64 matrix of the cells told, 1 without weight; what is told again is added."""
    values = np.ones(row.size) if weight is None else weight
    cells: Any = (values, (row, column))
    matrix = sparse.csr_array(cells, shape=(nodes, nodes), dtype=np.float64)
    matrix.sum_duplicates()
    return matrix


def simple(matrix: sparse.csr_array) -> sparse.csr_array:
    """The underlying undirected network of ``matrix``: symmetric, no loops, strength a_ij + a_ji (float64).

    Explicit zeros are no ties.
    """
    rows = matrix.astype(np.float64)
    both = sparse.csr_array(rows + rows.T)
    both = sparse.csr_array(both - sparse.diags_array(both.diagonal(), format="csr"))
    both.eliminate_zeros()
    both.sort_indices()
    return both


@dataclass(frozen=True)
class Network:
    """Nodes, and the ties between them.

    Attributes
    ----------
    ids
        n names, as written.
    adjacency
        (n, n) float64; ``adjacency[i, j]`` is the weight of the tie from i to j, more than 0. Indices sorted, no loop,
        no repeat; symmetric when undirected.
    directed
        Whether ties have a direction.
    dropped_loops
        Rows that tied a node to itself; they are no ties.
    merged_repeats
        Rows that told a tie again (undirected: in either direction); their weights are added to the first.
    """

    ids: tuple[str, ...]
    adjacency: sparse.csr_array
    directed: bool = False
    dropped_loops: int = 0
    merged_repeats: int = 0

    @property
    def nodes(self) -> int:
        return len(self.ids)

    @property
    def ties(self) -> int:
        """Undirected ties, or directed arcs."""
        return int(self.adjacency.nnz) if self.directed else int(self.adjacency.nnz) // 2

    @cached_property
    def out(self) -> Csr:
        """Whom each node has a tie to."""
        return csr_of(self.adjacency)

    @cached_property
    def into(self) -> Csr:
        """Who has a tie to each node; ``out`` itself when undirected."""
        return csr_of(sparse.csr_array(self.adjacency.T)) if self.directed else self.out

    @cached_property
    def underlying(self) -> Csr:
        """The undirected simple network below, with strength a_ij + a_ji; ``out`` itself when undirected."""
        return csr_of(simple(self.adjacency)) if self.directed else self.out

    @cached_property
    def mutual(self) -> Csr:
        """The ties that go both ways, weights not told; ``out`` itself when undirected."""
        if not self.directed:
            return self.out
        return csr_of(sparse.csr_array(self.adjacency.multiply(sparse.csr_array(self.adjacency.T))))


def network_from_edges(
    source: Ids,
    target: Ids,
    weight: ArrayLike | pl.Series | None = None,
    *,
    nodes: Ids | None = None,
    directed: bool = False,
) -> Network:
    """A network from columns of an edge list.

    Parameters
    ----------
    source, target
        m names each. Names are text and stay as written: ``007``, ``7`` and ``７`` are three nodes.
    weight
        m numbers over 0; without it each row counts 1.
    nodes
        Names of nodes in the order to keep, with or without ties; a name again is the same node. Names that only edges
        have follow in order of first appearance.
    directed
        Whether ``a,b`` and ``b,a`` are two ties.

    Raises
    ------
    BadValue
        ``columns_differ_in_length``; ``blank_id`` and ``weight_out_of_range`` with the 0-based ``position``.
    """
    src, dst = _text(source), _text(target)
    if src.len() != dst.len():
        raise BadValue("columns_differ_in_length", source=src.len(), target=dst.len())
    strength = _weights(weight, src.len())
    known = _text(nodes) if nodes is not None else pl.Series([], dtype=pl.String)
    _refuse_blank(known, src, dst)
    ids, a, b = coded(known, src, dst)
    indptr, indices, data, loops = rows(a, b, strength, nodes=ids.len(), mirrored=not directed)
    adjacency = sparse.csr_array((data, indices, indptr), shape=(ids.len(), ids.len()))
    adjacency.has_canonical_format = True  # sorted and merged above
    stored = indices.size if directed else indices.size // 2
    return Network(
        ids=tuple(ids.to_list()),
        adjacency=adjacency,
        directed=directed,
        dropped_loops=loops,
        merged_repeats=src.len() - loops - stored,
    )


def _refuse_blank(known: pl.Series, source: pl.Series, target: pl.Series) -> None:
    """``position`` counts the known names, then source and target of each row."""
    if known.null_count():
        raise BadValue("blank_id", position=int(known.is_null().arg_max() or 0))
    if source.null_count() or target.null_count():
        row = int((source.is_null() | target.is_null()).arg_max() or 0)
        raise BadValue("blank_id", position=known.len() + 2 * row + int(source[row] is not None))


def _text(values: Ids) -> pl.Series:
    if isinstance(values, pl.Series):
        return values.cast(pl.String)
    return pl.Series([None if v is None else str(v) for v in values], dtype=pl.String)


def _weights(weight: ArrayLike | pl.Series | None, count: int) -> NDArray[np.float64]:
    """The weights; none where every row counts 1."""
    if weight is None:
        return np.empty(0)
    values = weight.to_numpy() if isinstance(weight, pl.Series) else weight
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.shape != (count,):
        raise BadValue("columns_differ_in_length", source=count, weight=int(numbers.size))
    bad = ~(np.isfinite(numbers) & (numbers > 0))
    if bad.any():
        position = int(bad.argmax())
        raise BadValue("weight_out_of_range", position=position, value=str(numbers[position]))
    return numbers
