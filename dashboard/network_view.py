"""How is the co-building network laid out and grouped, so that every page and answer shows the same picture?

Positions and groups of one dataset, kept between dates. Measuring and layout are analytics'.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse.csgraph import connected_components

from analytics.network.communities import communities
from analytics.network.layout import layout
from graph_model.snapshot import LAYERS

if TYPE_CHECKING:
    from analytics.report import Investigation
    from graph_model.snapshot import Snapshot

SEED = 2018


@dataclass(frozen=True)
class NetworkView:
    """The network of a day as it is drawn.

    Attributes
    ----------
    snapshot
        The organisations and layers drawn.
    ties
        One row a tie, as ``Snapshot.ties`` gives it.
    positions
        float64 (n, 2); not-a-number for an isolated organisation.
    groups
        int64 (n,): the community of ties each belongs to; -1 for an isolated one.
    degrees
        int64 (n,): number of partners.
    components, largest
        How many pieces the tied organisations form, and how many are in the largest; 0 where none is tied.
    """

    snapshot: Snapshot
    ties: pl.DataFrame
    positions: npt.NDArray[np.float64]
    groups: npt.NDArray[np.int64]
    degrees: npt.NDArray[np.int64]
    components: int
    largest: int


class NetworkViews:
    """Views of one investigation; the newest day lays out, other days keep its positions.

    Parameters
    ----------
    investigation
        Where snapshots come from.
    """

    def __init__(self, investigation: Investigation) -> None:
        self._investigation = investigation
        self._views: dict[tuple[dt.date, str | None, tuple[str, ...], bool], NetworkView] = {}
        self._kept: dict[tuple[str | None, bool], dict[str, tuple[float, float]]] = {}
        self._lock = threading.RLock()

    def view(
        self, *, as_of: dt.date, place: str | None = None, layers: Sequence[str] = LAYERS, hub: bool = False
    ) -> NetworkView:
        """The network of a day in some layers; ``UnknownName`` for a place or layer nobody knows."""
        asked = (as_of, place, tuple(layers), hub)
        with self._lock:
            if asked not in self._views:
                self._views[asked] = self._draw(as_of=as_of, place=place, layers=tuple(layers), hub=hub)
            return self._views[asked]

    def _draw(self, *, as_of: dt.date, place: str | None, layers: tuple[str, ...], hub: bool) -> NetworkView:
        snapshot = self._investigation.snapshot(as_of=as_of, place=place)
        if not hub:
            snapshot = snapshot.without_hub()
        adjacency = snapshot.adjacency(layers)
        degrees = np.diff(adjacency.indptr).astype(np.int64)
        whole = snapshot.adjacency().astype(np.float64)
        kept = self._positions(snapshot, place=place, hub=hub)
        positions = np.array([kept.get(code, (np.nan, np.nan)) for code in snapshot.codes], dtype=np.float64)
        groups = np.full(len(degrees), -1, dtype=np.int64)
        tied = np.diff(whole.indptr) > 0
        if tied.any():
            groups[tied] = communities(whole, seed=SEED).label[tied]
        positions = positions.reshape(-1, 2)
        positions[degrees == 0] = np.nan
        sizes = (
            np.bincount(connected_components(adjacency, directed=False)[1]) if len(degrees) else np.empty(0, np.int64)
        )
        pieces = sizes[sizes > 1]
        return NetworkView(
            snapshot,
            snapshot.ties(layers),
            positions,
            groups,
            degrees,
            components=len(pieces),
            largest=int(pieces.max()) if len(pieces) else 0,
        )

    def _positions(self, snapshot: Snapshot, *, place: str | None, hub: bool) -> dict[str, tuple[float, float]]:
        """Where each organisation stands: laid out once, and only the newcomers of another day are placed anew."""
        kept = self._kept.setdefault((place, hub), {})
        adjacency = snapshot.adjacency().astype(np.float64)
        tied = np.diff(adjacency.indptr) > 0
        codes = snapshot.codes
        if any(code not in kept for code, has_tie in zip(codes, tied, strict=True) if has_tie):
            start = np.array([kept.get(code, (np.nan, np.nan)) for code in codes], dtype=np.float64).reshape(-1, 2)
            placed = layout(adjacency, seed=SEED, start=start if kept else None)
            for code, (x, y) in zip(codes, placed, strict=True):
                if np.isfinite(x) and code not in kept:
                    kept[code] = (float(x), float(y))
        return kept
