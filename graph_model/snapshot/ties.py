"""Which organisations are tied to which, in each layer, on a day?

Two-mode tables in, one 0/1 adjacency a layer out. What a tie is stands in the data contract; measures are analytics'.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
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
    coded = _coded(organisations, rows.select("organisation", "shared"))
    numbers = coded.get_column("shared").to_arrow().dictionary_encode().indices  # any number a thing will do
    events = pl.Series(numbers).to_numpy()  # by polars: Arrow's own way imports pandas wherever that is installed
    return sharing(coded.get_column("index").to_numpy(), events, size=organisations.len())


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
    index = pl.DataFrame({"code": organisations, "i": np.arange(size, dtype=np.int64)})
    coded = (
        pairs.join(index, left_on="a", right_on="code")
        .rename({"i": "ia"})
        .join(index, left_on="b", right_on="code")
        .rename({"i": "ib"})
    )
    if coded.is_empty():
        return _empty(size)
    rows, columns = coded.get_column("ia").to_numpy(), coded.get_column("ib").to_numpy()
    one_way = sparse.csr_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=(size, size))
    return _tidy(sparse.csr_array(one_way + one_way.T, shape=(size, size)))


def weights(layers: Mapping[str, Adjacency], *, size: int) -> Adjacency:
    """The number of layers in which each two are tied; int8, shape (n, n)."""
    total = _empty(size)
    for layer in layers.values():
        total = sparse.csr_array(total + layer, shape=(size, size))
    total.sort_indices()
    return total


def _coded(organisations: pl.Series, rows: pl.DataFrame) -> pl.DataFrame:
    index = pl.DataFrame({"organisation": organisations, "index": np.arange(organisations.len(), dtype=np.int64)})
    return rows.join(index, on="organisation")


def _empty(size: int) -> Adjacency:
    nobody = np.empty(0, dtype=np.int64)
    return sparse.csr_array((np.empty(0, dtype=np.int8), (nobody, nobody)), shape=(size, size))


def _tidy(counts: Adjacency) -> Adjacency:
    size = int(counts.shape[0])
    node = np.repeat(np.arange(size), np.diff(counts.indptr))
    off = node != counts.indices
    kept = np.zeros(size + 1, dtype=counts.indptr.dtype)
    np.cumsum(np.bincount(node[off], minlength=size), out=kept[1:])
    cells = (np.ones(int(kept[-1]), dtype=np.int8), counts.indices[off], kept)
    tidy: Adjacency = sparse.csr_array(cells, shape=(size, size))
    tidy.sort_indices()
    return tidy
