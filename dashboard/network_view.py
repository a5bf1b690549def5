"""How is the co-building network laid out and grouped, so that every page and answer shows the same picture?

Positions and groups of one dataset, kept between dates, layers, and with the hub in or out. Measuring and layout are
analytics'; what a picture is sent as is ``network_picture``'s.
"""

from __future__ import annotations

import datetime as dt
import gzip
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from analytics.network.communities import SEED, communities
from analytics.network.layout import layout
from analytics.network.layout_in_parts import layout_in_parts
from analytics.network.spreading import spread
from dashboard.network_parts import Parts, parts_of
from dashboard.network_picture import NetworkPicture, areas_of_groups, decoded, encoded
from dashboard.network_union import MOST_MOMENTS, UnionNetwork, union_of
from graph_model.recent import Recent
from graph_model.snapshot import LAYERS

if TYPE_CHECKING:
    from analytics.investigation import Investigation
    from dashboard.picture_cache import PictureCache
    from graph_model.snapshot import Snapshot

MOST_DRAWN = 2000
"""Most organisations with ties that are laid out as one picture; more are laid out place by place."""

VIEWS_KEPT = 60
PLACES_KEPT = 200
PICTURES_KEPT = 12
"""Views, places whose layout is remembered between days, and pictures over time that are kept."""


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
    box: tuple[float, float, float, float]


Kept = dict[str, tuple[float, float, int]]
"""By code: x, y and group of who has a place."""


class NetworkViews:
    """Views of one investigation: every day keeps the positions found for the moments of the time line together.

    Parameters
    ----------
    investigation
        Where snapshots come from.
    moments
        Days of the time line, which are laid out together; the newest day alone where none is given.
    cache
        Where layouts are kept between runs; None keeps none.
    """

    def __init__(
        self, investigation: Investigation, *, moments: Sequence[dt.date] = (), cache: PictureCache | None = None
    ) -> None:
        self._investigation = investigation
        self._moments = tuple(moments) or (investigation.default_day,)
        self._cache = cache
        self._views: Recent[tuple[dt.date, str | None, tuple[str, ...], bool], NetworkView] = Recent(VIEWS_KEPT)
        self._kept: Recent[str | None, Kept] = Recent(PLACES_KEPT)
        self._pictures: Recent[tuple[str | None, dt.date | None], NetworkPicture] = Recent(PICTURES_KEPT)
        self._files: Recent[tuple[str | None, dt.date | None], bytes] = Recent(PICTURES_KEPT)
        self._lock = threading.RLock()

    def view(
        self, *, as_of: dt.date, place: str | None = None, layers: Sequence[str] = LAYERS, hub: bool = False
    ) -> NetworkView:
        """The network of a day in some layers; ``UnknownName`` for a place or layer nobody knows."""
        asked = (as_of, place, tuple(layers), hub)
        with self._lock:
            return self._views.get(asked, lambda: self._draw(as_of=as_of, place=place, layers=tuple(layers), hub=hub))

    @property
    def moments(self) -> tuple[dt.date, ...]:
        """The days of the time line, in order."""
        return self._moments

    def picture(self, *, place: str | None = None, also: dt.date | None = None) -> NetworkPicture:
        """Everyone and every tie of the moments of the time line, and of one day more; ``UnknownName`` as ``view``."""
        day = None if also in self._moments else also
        with self._lock:
            return self._pictures.get(
                (place, day), lambda: decoded(gzip.decompress(self.picture_file(place=place, also=day)))
            )

    def picture_file(self, *, place: str | None = None, also: dt.date | None = None) -> bytes:
        """``picture`` as the browser gets it, gzipped; kept on disk where it is that of the time line alone."""
        day = None if also in self._moments else also

        def made() -> bytes:
            return gzip.compress(encoded(self._picture(place, day)), 5, mtime=0)

        with self._lock:
            if day is not None or self._cache is None:
                return self._files.get((place, day), made)
            cache = self._cache
            return self._files.get((place, day), lambda: cache.content(place or "", made))

    def _picture(self, place: str | None, also: dt.date | None) -> NetworkPicture:
        """Laid out for the moments of the time line together; a day more is settled into that."""
        days = sorted({*self._moments, *([also] if also is not None else [])})[-MOST_MOMENTS:]
        union = union_of([self._investigation.snapshot(as_of=day, place=place) for day in days])
        places = self._investigation.snapshot(as_of=self._moments[-1]).places
        large = int((np.diff(union.adjacency(hub=True).indptr) > 0).sum()) > MOST_DRAWN
        parts = parts_of(places, union.organisations.get_column("place")) if large else None
        codes = union.organisations.get_column("code").to_list()
        if also is None:
            kept = placement_of(union, parts)
        else:
            kept = self._placement(place)
            settled(kept, codes, union.adjacency(hub=True))
        known = known_of(kept, codes)
        groups = known[:, 2].astype(np.int64)
        return NetworkPicture(union, known[:, :2], groups, parts, areas_of_groups(union, groups, places))

    def _placement(self, place: str | None) -> Kept:
        """Where everyone stands who had a tie at one of the moments, and whoever was settled in since."""

        def make() -> Kept:
            picture = self.picture(place=place)
            found = zip(
                picture.union.organisations.get_column("code").to_list(),
                picture.positions.tolist(),
                picture.groups.tolist(),
                strict=True,
            )
            return {code: (x, y, group) for code, (x, y), group in found if np.isfinite(x)}

        return self._kept.get(place, make)

    def _draw(self, *, as_of: dt.date, place: str | None, layers: tuple[str, ...], hub: bool) -> NetworkView:
        snapshot = self._investigation.snapshot(as_of=as_of, place=place)
        if not hub:
            snapshot = snapshot.without_hub()
        adjacency = snapshot.adjacency(layers)
        degrees = np.diff(adjacency.indptr).astype(np.int64)
        groups = np.full(len(degrees), -1, dtype=np.int64)
        positions = np.full((len(degrees), 2), np.nan)
        if snapshot.adjacency().nnz:
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
            box=box,
        )

    def _placed(
        self, snapshot: Snapshot, *, place: str | None, hub: bool
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
        """Where each organisation stands and in which group; only newcomers of a day between come in anew."""
        kept = self._placement(place)
        whole = snapshot if hub else snapshot.without_hub()
        adjacency = whole.adjacency().astype(np.float64)
        found = settled(kept, whole.codes, adjacency)
        return found[:, :2], np.where(np.diff(adjacency.indptr) > 0, found[:, 2], -1).astype(np.int64)


def placement_of(union: UnionNetwork, parts: Parts | None) -> Kept:
    """Where everyone of a union of days stands: one picture, or part by part where it is large.

    The hub comes in last: without it the picture is one, whether it is counted or not.
    """
    codes = union.organisations.get_column("code").to_list()
    without = union.adjacency(hub=False)
    if parts is not None:
        told = layout_in_parts(without, parts.of, seed=SEED)
        spots = zip(codes, told.positions.tolist(), told.groups.tolist(), strict=True)
        return {code: (x, y, group) for code, (x, y), group in spots}
    kept: Kept = {}
    rows = np.flatnonzero(~union.hub)
    settled(kept, [codes[row] for row in rows.tolist()], sparse.csr_array(without[rows][:, rows]))
    settled(kept, codes, union.adjacency(hub=True))
    return kept


def known_of(kept: Kept, codes: Sequence[str]) -> npt.NDArray[np.float64]:
    """``x, y, group`` of each, float64 (n, 3); not-a-number and -1 for who has no place."""
    nowhere = (np.nan, np.nan, -1.0)
    return np.array([kept.get(code, nowhere) for code in codes], dtype=np.float64).reshape(-1, 3)


def settled(kept: Kept, codes: Sequence[str], adjacency: sparse.csr_array) -> npt.NDArray[np.float64]:
    """``x, y, group`` of each, float64 (n, 3); tied newcomers settle around those who have a place, and are kept.

    In a large network a newcomer stands beside the middle of its partners: to let forces find a better spot would take
    longer than anybody waits.
    """
    known = known_of(kept, codes)
    tied = np.diff(adjacency.indptr) > 0
    new = tied & np.isnan(known[:, 0])
    if not new.any():
        return known
    if int(tied.sum()) > MOST_DRAWN and not new[tied].all():
        known[new] = beside_partners(known, adjacency, new)
    else:
        group = known[:, 2].astype(np.int64)
        group[new] = joined(communities(adjacency, seed=SEED).label, group, new=new)
        placed = layout(adjacency, seed=SEED, start=known[:, :2] if kept else None)
        known[tied, :2] = spread(placed[tied], group[tied], free=new[tied])
        known[:, 2] = group
    kept |= {code: (x, y, int(of)) for code, (x, y, of) in zip(codes, known.tolist(), strict=True) if np.isfinite(x)}
    return known


def beside_partners(
    known: npt.NDArray[np.float64], adjacency: sparse.csr_array, new: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Spots of newcomers, float64 (new, 3): about 1 from the middle of their partners, below all others without any."""
    stands = np.isfinite(known[:, 0]).astype(np.float64)
    spots = np.where(stands[:, None] > 0, known[:, :2], 0.0)
    rows = sparse.csr_array(adjacency[np.flatnonzero(new)])
    tied = sparse.csr_array((np.ones(rows.nnz), rows.indices, rows.indptr), shape=rows.shape)
    partners = np.asarray(tied @ stands)
    middle = np.asarray(tied @ spots) / np.maximum(partners, 1.0)[:, None]
    low = known[stands > 0, 1].min() - 3.0 if stands.any() else 0.0
    turn = np.arange(int(new.sum())) * (np.pi * (3.0 - np.sqrt(5.0)))
    beside = np.where((partners > 0)[:, None], middle, [0.0, low]) + np.column_stack([np.cos(turn), np.sin(turn)])
    return np.column_stack([beside, np.full(len(turn), -1.0)])


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


def _box(positions: npt.NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Left, right, lower, upper end; zeros where nothing stands."""
    stands = positions[np.isfinite(positions[:, 0])]
    if not len(stands):
        return 0.0, 0.0, 0.0, 0.0
    (left, low), (right, high) = stands.min(axis=0), stands.max(axis=0)
    return float(left), float(right), float(low), float(high)
