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
from scipy.spatial import cKDTree

from analytics.network.communities import SEED, communities
from analytics.network.layout import layout
from graph_model.recent import Recent
from graph_model.snapshot import LAYERS

if TYPE_CHECKING:
    from analytics.report import Investigation
    from graph_model.snapshot import Snapshot

MOST_DRAWN = 2000
"""Most organisations with ties that are laid out one by one; a picture of more says little and takes long."""

VIEWS_KEPT = 60
PLACES_KEPT = 200
"""Views, and places whose picture is remembered between days."""


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
        float64 (n, 2); not-a-number for an isolated organisation, and for all where there are too many to draw.
    groups
        int64 (n,): the community of ties each belongs to; -1 for an isolated one.
    degrees
        int64 (n,): number of partners.
    components, largest
        How many pieces the tied organisations form, and how many are in the largest; 0 where none is tied.
    drawn
        Whether it was laid out; False above ``MOST_DRAWN`` organisations with ties.
    box
        Left, right, lower and upper end of the positions in all layers, so that a layer switched off moves nothing.
    """

    snapshot: Snapshot
    ties: pl.DataFrame
    positions: npt.NDArray[np.float64]
    groups: npt.NDArray[np.int64]
    degrees: npt.NDArray[np.int64]
    components: int
    largest: int
    drawn: bool
    box: tuple[float, float, float, float]


class NetworkViews:
    """Views of one investigation; the newest day lays out, other days keep its positions.

    Parameters
    ----------
    investigation
        Where snapshots come from.
    """

    def __init__(self, investigation: Investigation) -> None:
        self._investigation = investigation
        self._views: Recent[tuple[dt.date, str | None, tuple[str, ...], bool], NetworkView] = Recent(VIEWS_KEPT)
        self._kept: Recent[tuple[str | None, bool], dict[str, tuple[float, float, int]]] = Recent(PLACES_KEPT)
        self._lock = threading.RLock()

    def view(
        self, *, as_of: dt.date, place: str | None = None, layers: Sequence[str] = LAYERS, hub: bool = False
    ) -> NetworkView:
        """The network of a day in some layers; ``UnknownName`` for a place or layer nobody knows."""
        asked = (as_of, place, tuple(layers), hub)
        with self._lock:
            return self._views.get(asked, lambda: self._draw(as_of=as_of, place=place, layers=tuple(layers), hub=hub))

    def _draw(self, *, as_of: dt.date, place: str | None, layers: tuple[str, ...], hub: bool) -> NetworkView:
        snapshot = self._investigation.snapshot(as_of=as_of, place=place)
        if not hub:
            snapshot = snapshot.without_hub()
        adjacency = snapshot.adjacency(layers)
        degrees = np.diff(adjacency.indptr).astype(np.int64)
        tied = np.diff(snapshot.adjacency().indptr) > 0
        drawn = int(tied.sum()) <= MOST_DRAWN
        groups = np.full(len(degrees), -1, dtype=np.int64)
        positions = np.full((len(degrees), 2), np.nan)
        if drawn and tied.any():
            newest = self._investigation.default_day
            if (place, hub) not in self._kept and as_of != newest:  # whatever day is asked first, the picture is one
                self.view(as_of=newest, place=place, hub=hub)
            positions, groups = self._placed(snapshot, place=place, hub=hub)
        box = _box(positions)
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
            drawn=drawn,
            box=box,
        )

    def _placed(
        self, snapshot: Snapshot, *, place: str | None, hub: bool
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
        """Where each organisation stands and in which group: found once; only newcomers of another day come in anew."""
        kept = self._kept.get((place, hub), dict)
        adjacency = snapshot.adjacency().astype(np.float64)
        tied = np.diff(adjacency.indptr) > 0
        nowhere = (np.nan, np.nan, -1.0)
        known = np.array([kept.get(code, nowhere) for code in snapshot.codes], dtype=np.float64).reshape(-1, 3)
        new = tied & np.isnan(known[:, 0])
        if new.any():
            label = communities(adjacency, seed=SEED).label
            group = known[:, 2].astype(np.int64)
            group[new] = joined(label, group, new=new)
            placed = layout(adjacency, seed=SEED, start=known[:, :2] if kept else None)
            known[tied, :2] = spread(placed[tied], group[tied], free=new[tied])
            known[:, 2] = group
            kept |= {
                code: (x, y, int(of))
                for code, (x, y, of) in zip(snapshot.codes, known.tolist(), strict=True)
                if np.isfinite(x)
            }
        return known[:, :2].copy(), np.where(tied, known[:, 2], -1).astype(np.int64)


def joined(
    label: npt.NDArray[np.int64], group: npt.NDArray[np.int64], *, new: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """The groups of newcomers: the one most of their community of ties is in already, else a number of its own."""
    told = np.empty(int(new.sum()), dtype=np.int64)
    following = int(group.max(initial=-1)) + 1
    for one in np.unique(label[new]):
        held = group[(label == one) & ~new & (group >= 0)]
        if held.size:
            told[label[new] == one] = np.bincount(held).argmax()
        else:
            told[label[new] == one] = following
            following += 1
    return told


def spread(
    positions: npt.NDArray[np.float64], groups: npt.NDArray[np.int64], *, free: npt.NDArray[np.bool_], steps: int = 120
) -> npt.NDArray[np.float64]:
    """Positions pushed apart until no two marks touch, those of two groups further than those of one.

    Parameters
    ----------
    positions
        (n, 2), no not-a-number.
    groups
        (n,): of two groups means farther apart.
    free
        (n,): what may move; the others stay exactly where they are.
    steps
        Most rounds of pushing.
    """
    place = positions.copy()
    if len(place) < 2:
        return place
    near = 0.72 * float(np.sqrt(np.prod(np.maximum(np.ptp(place, axis=0), 1e-9)) / len(place)))
    for _ in range(steps):
        pairs = cKDTree(place).query_pairs(1.5 * near, output_type="ndarray")
        if not len(pairs):
            break
        i, j = pairs[:, 0], pairs[:, 1]
        away = place[i] - place[j]
        far = np.hypot(away[:, 0], away[:, 1])
        want = np.where(groups[i] == groups[j], near, 1.5 * near)
        short = np.maximum(want - far, 0.0)
        if not short.any():
            break
        apart = np.where(far[:, None] > 1e-9, away / np.maximum(far, 1e-9)[:, None], [1.0, 0.0])
        push = 0.3 * short[:, None] * apart
        moved = np.zeros_like(place)
        np.add.at(moved, i, push)
        np.add.at(moved, j, -push)
        place[free] += moved[free]
    return place


def _box(positions: npt.NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Left, right, lower, upper end; zeros where nothing stands."""
    stands = positions[np.isfinite(positions[:, 0])]
    if not len(stands):
        return 0.0, 0.0, 0.0, 0.0
    (left, low), (right, high) = stands.min(axis=0), stands.max(axis=0)
    return float(left), float(right), float(low), float(high)
