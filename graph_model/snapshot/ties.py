"""Which organisations are tied to which, in each layer, on a day?

Two-mode tables in, one 0/1 adjacency a layer out. What a tie is stands in the data contract; measures are analytics'.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.compute as pc
from scipy import sparse

Adjacency: TypeAlias = "sparse.csr_array[Any, tuple[int, int]]"
"""Symmetric, no diagonal, sorted indices; shape (organisations, organisations)."""

LAYERS: tuple[str, ...] = ("seats", "agreements", "claims", "meetings")
"""The layers of the co-building network, in their fixed order."""


def shared(organisations: pl.Series, rows: pl.DataFrame) -> Adjacency:
    """Organisations that share something: both seated on one committee, both party to one agreement, both at a meeting.

    Parameters
    ----------
    organisations
        Codes, in the order of the network's rows.
    rows
        ``organisation`` and ``shared`` (code of the committee, agreement or meeting); repeats do no harm; organisations
        that are not in the network are left out.

    Returns
    -------
    sparse.csr_array
        int8, 1 where two organisations share at least one; shape (n, n).
    """
    nodes, known = _places(organisations, rows.get_column("organisation"))
    numbers = rows.get_column("shared").to_arrow().dictionary_encode().indices  # any number a thing will do
    events = pl.Series(numbers).to_numpy()  # by polars: Arrow's own way imports pandas wherever that is installed
    return sharing(nodes[known], events[known], size=organisations.len())


def sharing(nodes: npt.NDArray[np.integer], events: npt.NDArray[np.integer], *, size: int) -> Adjacency:
    """As ``shared``, of numbers: ``nodes[k]`` takes part in ``events[k]``; nodes from 0 to ``size`` - 1, repeats do no
    harm.
    """
    if not len(nodes):
        return _empty(size)
    two_mode = sparse.csr_array(
        (np.ones(len(nodes), dtype=np.int32), (nodes, events)), shape=(size, int(events.max()) + 1)
    )
    return _tidy(sparse.csr_array(two_mode @ two_mode.T, shape=(size, size)))


def linked(organisations: pl.Series, pairs: pl.DataFrame) -> Adjacency:
    """Organisations tied pair by pair, either way round: one claimed the other's listing.

    Parameters
    ----------
    organisations
        Codes, in the order of the network's rows.
    pairs
        ``a`` and ``b``, codes; a pair with itself is left out.

    Returns
    -------
    sparse.csr_array
        int8, 1 where a pair stands at least once; shape (n, n).
    """
    size = organisations.len()
    (rows, known), (columns, both) = (_places(organisations, pairs.get_column(end)) for end in ("a", "b"))
    rows, columns = rows[known & both], columns[known & both]
    if not len(rows):
        return _empty(size)
    one_way = sparse.csr_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=(size, size))
    return _tidy(sparse.csr_array(one_way + one_way.T, shape=(size, size)))


def weights(layers: Mapping[str, Adjacency], *, size: int) -> Adjacency:
    """The number of layers in which each two are tied; int8, shape (n, n)."""
    total = _empty(size)
    for layer in layers.values():
        total = sparse.csr_array(total + layer, shape=(size, size))
    total.sort_indices()
    return total


def _places(organisations: pl.Series, codes: pl.Series) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """The place of each code among the organisations, int32, and whether it is one of theirs."""
    found = pl.Series(pc.index_in(codes.to_arrow(), value_set=organisations.to_arrow()))
    return found.fill_null(-1).to_numpy(), found.is_not_null().to_numpy()


def _empty(size: int) -> Adjacency:
    nobody = np.empty(0, dtype=np.int64)
    return sparse.csr_array((np.empty(0, dtype=np.int8), (nobody, nobody)), shape=(size, size))


def _tidy(counts: Adjacency) -> Adjacency:
    """1 where a symmetric matrix has a cell off its diagonal."""
    size = int(counts.shape[0])
    node = np.repeat(np.arange(size, dtype=counts.indices.dtype), np.diff(counts.indptr))
    off = np.flatnonzero(node != counts.indices)
    kept = np.searchsorted(off, counts.indptr).astype(counts.indptr.dtype)
    cells = (np.ones(off.size, dtype=np.int8), counts.indices[off], kept)
    # a symmetric matrix is by column what it is by row; turning one into the other sorts, and faster than sorting does
    return sparse.csr_array(sparse.csc_array(cells, shape=(size, size)))
