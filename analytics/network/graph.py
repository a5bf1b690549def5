"""What a network is here: ids, one sparse adjacency, and what was mended on the way in.

Reads no file and measures nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from analytics.network.coding import coded
from analytics.network.tie_rows import rows
from graph_model.errors import BadValue

_NOBODY = pa.nulls(0, pa.large_string())
Ids: TypeAlias = Sequence[str] | pl.Series | pa.Array | pa.ChunkedArray | NDArray[np.object_] | NDArray[np.str_]


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
    names
        n names, as written; ``ids`` has them as a tuple.
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

    names: Sequence[str] | pa.Array
    adjacency: sparse.csr_array
    directed: bool = False
    dropped_loops: int = 0
    merged_repeats: int = 0

    @property
    def nodes(self) -> int:
        return len(self.names)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The names; made when first asked for, which few measures do."""
        return tuple(self.names.to_pylist() if isinstance(self.names, pa.Array) else self.names)

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
        m names each, also Arrow's. Names are text and stay as written: ``007``, ``7`` and ``７`` are three nodes.
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
    if len(src) != len(dst):
        raise BadValue("columns_differ_in_length", source=len(src), target=len(dst))
    strength = _weights(weight, len(src))
    known = _text(() if nodes is None else nodes)
    _refuse_blank(known, src, dst)
    ids, a, b = coded(known, src, dst)
    indptr, indices, data, loops = rows(a, b, strength, nodes=len(ids), mirrored=not directed)
    adjacency = sparse.csr_array((data, indices, indptr), shape=(len(ids), len(ids)))
    adjacency.has_canonical_format = True  # sorted and merged above
    stored = indices.size if directed else indices.size // 2
    return Network(
        names=ids,
        adjacency=adjacency,
        directed=directed,
        dropped_loops=loops,
        merged_repeats=len(src) - loops - stored,
    )


def _refuse_blank(known: pa.Array, source: pa.Array, target: pa.Array) -> None:
    """``position`` counts the known names, then source and target of each row."""
    if known.null_count:
        raise BadValue("blank_id", position=_first_blank(known))
    if source.null_count or target.null_count:
        row = min(_first_blank(end) for end in (source, target) if end.null_count)
        raise BadValue("blank_id", position=len(known) + 2 * row + int(source[row].is_valid))


def _first_blank(names: pa.Array) -> int:
    return int(pc.index(names.is_null(), value=True).as_py())


def _text(values: Ids) -> pa.Array:
    """Names as Arrow's text, ``string`` where they come so, else ``large_string``."""
    if isinstance(values, pl.Series):
        return values.cast(pl.String).to_arrow()
    if isinstance(values, pa.ChunkedArray):
        # cast first: small offsets might not hold all chunks together
        whole = values.cast(pa.large_string()) if values.num_chunks > 1 else values
        return _text(whole.chunk(0) if whole.num_chunks == 1 else pa.concat_arrays(whole.chunks or [_NOBODY]))
    if isinstance(values, pa.Array):
        return (
            values
            if pa.types.is_string(values.type) or pa.types.is_large_string(values.type)
            else values.cast(pa.large_string())
        )
    return pa.array([None if v is None else str(v) for v in values], type=pa.large_string())


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
