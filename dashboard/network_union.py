"""Who was tied to whom at each of several moments and in each layer, as one network that a picture shows parts of?

Snapshots in, arrays out; where anybody stands is ``network_view``'s.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from analytics.network.graph import sparse_of
from graph_model.snapshot import LAYERS, Snapshot

QUARTERS = 7
"""Moments of the time line: the newest day and the quarter ends before it."""
MOST_MOMENTS = 8
"""Moments that fit in the bits of a tie: four layers each, thirty-two bits."""


@dataclass(frozen=True)
class UnionNetwork:
    """Organisations and ties of several moments.

    Attributes
    ----------
    moments
        Days in order, at most ``MOST_MOMENTS``.
    organisations
        Everyone who was alive at one of them, sorted by code, each with the facts of the last: ``code, name, level,
        domain, place, community, area``.
    a, b
        int64 (m,): the rows a tie joins, a before b; sorted.
    bits
        uint32 (m,): bit ``4 * moment + layer`` is set where the two were tied then and so.
    alive
        uint8 (n,): bit ``moment`` is set where the organisation was alive then.
    """

    moments: tuple[dt.date, ...]
    organisations: pl.DataFrame
    a: npt.NDArray[np.int64]
    b: npt.NDArray[np.int64]
    bits: npt.NDArray[np.uint32]
    alive: npt.NDArray[np.uint8]

    @cached_property
    def hub(self) -> npt.NDArray[np.bool_]:
        """Which organisations are working committees; shape (n,)."""
        return (self.organisations.get_column("level") == "working_committee").to_numpy()

    def adjacency(self, *, hub: bool) -> sparse.csr_array:
        """Everyone's ties of any moment, float64 (n, n): the most layers that two shared at one moment."""
        kept = np.ones(self.a.size, dtype=np.bool_) if hub else ~(self.hub[self.a] | self.hub[self.b])
        a, b, bits = self.a[kept], self.b[kept], self.bits[kept]
        layers = np.zeros(a.size, dtype=np.float64)
        for moment in range(len(self.moments)):
            layers = np.maximum(layers, np.bitwise_count((bits >> np.uint32(4 * moment)) & np.uint32(15)))
        size = self.organisations.height
        return sparse_of(np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([layers, layers]), nodes=size)

    def ties_at_each(self, layers: Sequence[str], *, hub: bool) -> list[int]:
        """How many ties there were at each moment in some layers; with or without those of the hub."""
        asked = np.uint32(sum(1 << LAYERS.index(name) for name in layers))
        bits = self.bits if hub else self.bits[~(self.hub[self.a] | self.hub[self.b])]
        return [int(np.count_nonzero((bits >> np.uint32(4 * moment)) & asked)) for moment in range(len(self.moments))]


def moments_until(newest: dt.date, *, also: dt.date | None = None) -> tuple[dt.date, ...]:
    """The newest day and the quarter ends before it, ``QUARTERS`` in all, and one day more where it is none of them."""
    ends, year, month = [newest], newest.year, newest.month
    while len(ends) < QUARTERS:
        year, month = (year - 1, 12) if month <= 3 else (year, (month - 1) // 3 * 3)
        end = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
        if end < newest:
            ends.append(end)
    told = set(ends) if also is None else {*ends, also}
    return tuple(sorted(told))


def union_of(snapshots: Sequence[Snapshot]) -> UnionNetwork:
    """The union of snapshots of different days of one place, in the order of their days."""
    names = ("code", "name", "level", "domain", "place", "community", "area")
    ordered = sorted(snapshots, key=lambda one: one.as_of)
    facts = pl.concat(
        [one.organisations.select(name for name in names if name in one.organisations.columns) for one in ordered],
        how="diagonal_relaxed",
    )
    organisations = facts.unique("code", keep="last").sort("code")
    codes = organisations.get_column("code")
    size = np.int64(max(codes.len(), 1))
    index = pl.DataFrame({"code": codes, "row": np.arange(codes.len(), dtype=np.int64)})
    alive = np.zeros(codes.len(), dtype=np.uint8)
    keys, bits = [], []
    for moment, one in enumerate(ordered):
        row = (
            one.organisations.select("code").join(index, on="code", how="left", maintain_order="left")["row"].to_numpy()
        )
        alive[row] |= np.uint8(1 << moment)
        for number, layer in enumerate(LAYERS):
            upper = sparse.coo_array(sparse.triu(one.layers[layer], k=1))
            i, j = row[upper.coords[0]], row[upper.coords[1]]
            keys.append(np.minimum(i, j) * size + np.maximum(i, j))
            bits.append(np.full(i.size, 1 << (4 * moment + number), dtype=np.uint32))
    key = np.concatenate(keys) if keys else np.empty(0, dtype=np.int64)
    bit = np.concatenate(bits) if bits else np.empty(0, dtype=np.uint32)
    order = np.argsort(key, kind="stable")
    key, bit = key[order], bit[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    told = np.bitwise_or.reduceat(bit, first) if first.size else bit
    days = tuple(one.as_of for one in ordered)
    return UnionNetwork(days, organisations, key[first] // size, key[first] % size, told, alive)
