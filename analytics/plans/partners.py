"""Who could be whose partner, and what speaks for each two: distance, needs, domains, room, what the tie does?

Candidates and their reasons, many at once. Who is asked for, and what is told of them, is ``suggested_partners``'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse
from scipy.spatial import cKDTree

from analytics.network.communities import communities
from analytics.network.cuts import components
from analytics.plans.distances import chord_of, metres_between, on_sphere, with_coordinates
from analytics.plans.needs import CATEGORIES, Complement, complement_of
from graph_model.snapshot import Adjacency, Snapshot

NEAREST = 60
"""Organisations looked at because they are near."""
NEAREST_IN_CATEGORY = 20
"""Organisations looked at, in each category and either way, because a need of one meets an idle resource."""
BRIDGES, NEW_CIRCLE, SAME_CIRCLE = 0.5, 0.25, 0.0
"""What a tie within a component is worth: between two groups, between two without a common partner, else."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Surroundings:
    """What is known of the organisations without the hub but for their ties; row i is node i.

    Attributes
    ----------
    organisations
        ``code, name, level, domain, place, superior, lon, lat`` and more; sorted by code.
    lon, lat
        Of the place each is based in; not a number where not known; shape (n,).
    domain, superior
        Number of its domain; row of its superior, -1 without one; shape (n,).
    complement
        Its unmet needs and idle resources by category.
    """

    organisations: pl.DataFrame
    lon: Floats
    lat: Floats
    domain: Ints
    superior: Ints
    complement: Complement

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Whose coordinates are known."""
        return ~(np.isnan(self.lon) | np.isnan(self.lat))


@dataclass(frozen=True)
class Ties:
    """How the organisations are tied, in any layer, without the hub.

    Attributes
    ----------
    adjacency
        0/1, symmetric; shape (n, n).
    agreements
        With how many others each is party to a living agreement; shape (n,).
    component, size, group
        Component of each, the number of nodes in it, its Leiden community; shape (n,).
    """

    adjacency: Adjacency
    agreements: Ints
    component: Ints
    size: Ints
    group: Ints

    @property
    def degree(self) -> Ints:
        """Ties of each."""
        return np.diff(self.adjacency.indptr).astype(np.int64)


@dataclass(frozen=True)
class Reasons:
    """Candidate pairs, best first within each of ``one``, and what speaks for them; arrays of shape (k,).

    ``one`` and ``other`` are rows; ``joins`` whether the tie would join two components, ``bridges`` whether two groups;
    ``fit`` lies from 0 to 1.
    """

    one: Ints
    other: Ints
    metres: Floats
    needs_met: Ints
    resources_taken: Ints
    new_domain: npt.NDArray[np.bool_]
    common: Ints
    joins: npt.NDArray[np.bool_]
    bridges: npt.NDArray[np.bool_]
    fit: Floats

    def first(self, number: int) -> Reasons:
        """The best ``number`` of each."""
        begins = np.flatnonzero(np.append(True, self.one[1:] != self.one[:-1])) if len(self.one) else np.empty(0, int)
        rank = np.arange(len(self.one)) - np.repeat(begins, np.diff(np.append(begins, len(self.one))))
        return self.take(np.flatnonzero(rank < number))

    def take(self, rows: Ints) -> Reasons:
        """Those rows, in that order."""
        return Reasons(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def surroundings_of(region: Snapshot, listings: pl.DataFrame) -> tuple[Surroundings, Snapshot]:
    """What is known of the organisations of a region, and the region without the hub, over whose rows it is."""
    bare = region.without_hub()
    rows = with_coordinates(bare.organisations, region.places)
    size = rows.height
    at = {code: row for row, code in enumerate(rows.get_column("code"))}
    subject = pl.DataFrame({"organisation": rows.get_column("code"), "at": np.arange(size, dtype=np.int64)})
    lon, lat = (rows.get_column(name).cast(pl.Float64).to_numpy().astype(np.float64) for name in ("lon", "lat"))
    around = Surroundings(
        organisations=rows,
        lon=lon,
        lat=lat,
        domain=rows.get_column("domain").rank("dense").to_numpy().astype(np.int64) - 1,
        superior=np.array([at.get(one, -1) for one in rows.get_column("superior")], dtype=np.int64),
        complement=complement_of(listings, subject, size=size),
    )
    return around, bare


def ties_of(adjacency: Adjacency, agreements: Adjacency, *, seed: int) -> Ties:
    """The ties of all layers and, by themselves, those of agreements, with what follows from them."""
    held = adjacency.copy()
    held.data = np.ones_like(held.data, dtype=np.int32)
    component = components(held)
    size = np.bincount(component)[component] if len(component) else np.empty(0, dtype=np.int64)
    return Ties(
        adjacency=held,
        agreements=np.diff(agreements.indptr).astype(np.int64),
        component=component.astype(np.int64),
        size=size.astype(np.int64),
        group=communities(held.astype(np.float64), seed=seed).label,
    )


def partners_of(
    around: Surroundings, ties: Ties, rows: Ints, weights: Mapping[str, float], *, metres: float
) -> Reasons:
    """Candidates for the organisations in ``rows`` with their reasons, best first.

    Candidates are the ``NEAREST`` others, in each category the ``NEAREST_IN_CATEGORY`` others whose idle resources
    answer its needs or whose needs its own answer, and the partners of its partners; of these all that lie within
    ``metres``, are not tied to it in any layer and are neither its superior nor its subordinate. Then

    ``fit = Σ_r w_r r / Σ_r w_r``, with, each from 0 to 1,

    ``near``: 1 / (1 + kilometres); ``needs``: 1 - 1 / (1 + needs either can answer of the other); ``domain``: 1 where
    neither the organisation nor a partner of today is of that domain; ``spare``: 1 / (1 + partners the candidate has by
    agreement); ``common``: 1 - 1 / (1 + partners both have, who could bring them together); ``network``: 1 - 1 /
    (1 + s) where the tie joins a component of s organisations, 1/2 where it joins two Leiden groups of one component,
    1/4 two organisations without a common partner, else 0. Of equal fit the nearer, then the smaller code.

    Parameters
    ----------
    rows
        Rows of organisations; those whose coordinates are not known get nobody.
    weights
        ``near``, ``needs``, ``domain``, ``spare``, ``common``, ``network``; none negative. All 0: every fit is 0.
    """
    one, other = _candidates(around, ties, rows, metres=metres)
    away = metres_between(around.lon[one], around.lat[one], around.lon[other], around.lat[other])
    needs, taken = around.complement.answered(one, other), around.complement.answered(other, one)
    kinds = np.zeros((len(around.domain), int(around.domain.max(initial=-1)) + 1), dtype=np.int32)
    kinds[np.arange(len(around.domain)), around.domain] = 1
    has = (kinds + ties.adjacency @ kinds) > 0
    fresh = ~has[one, around.domain[other]]
    common = _common(ties.adjacency, one, other)
    joins = ties.component[one] != ties.component[other]
    bridges = ~joins & (ties.group[one] != ties.group[other])
    reached = 1 - 1 / (1 + ties.size[other])
    does = np.select([joins, bridges, common == 0], [reached, BRIDGES, NEW_CIRCLE], SAME_CIRCLE)
    parts = {
        "near": 1 / (1 + away / 1000),
        "needs": 1 - 1 / (1 + needs + taken),
        "domain": fresh.astype(np.float64),
        "spare": 1 / (1 + ties.agreements[other]),
        "common": 1 - 1 / (1 + common),
        "network": does,
    }
    total = sum(weights.values())
    fit = sum((weights[name] * part for name, part in parts.items()), np.zeros(len(one)))
    fit = fit / total if total > 0 else fit
    reasons = Reasons(one, other, away, needs, taken, fresh, common, joins, bridges, fit)
    return reasons.take(np.lexsort((other, away, -np.round(fit, 12), one)))


def _candidates(around: Surroundings, ties: Ties, rows: Ints, *, metres: float) -> tuple[Ints, Ints]:
    known = around.known
    rows = np.unique(rows[known[rows]])
    if not len(rows):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    size = len(around.lon)
    found = [one * size + other for one, other in _looked_at(around, ties, rows, metres=metres)]
    pairs = np.sort(np.concatenate(found))  # sorted: for millions of numbers np.unique's table costs ten times as much
    one, other = np.divmod(pairs[np.diff(pairs, prepend=-1) > 0], size)
    kept = (one != other) & known[other] & (around.superior[one] != other) & (around.superior[other] != one)
    one, other = one[kept], other[kept]
    away = metres_between(around.lon[one], around.lat[one], around.lon[other], around.lat[other])
    kept = (away <= metres + 1e-6) & (_cells(ties.adjacency, one, other) == 0)
    return one[kept], other[kept]


def _looked_at(around: Surroundings, ties: Ties, rows: Ints, *, metres: float) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of rows, piece by piece; some are told twice, some are no candidates after all."""
    known = np.flatnonzero(around.known)
    points = np.full((len(around.lon), 3), np.nan)
    points[known] = on_sphere(around.lon[known], around.lat[known])

    def near(some: Ints, others: Ints, number: int) -> tuple[Ints, Ints]:
        if not len(some) or not len(others):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        _, at = cKDTree(points[others]).query(
            points[some], k=min(number, len(others)), distance_upper_bound=chord_of(metres)
        )
        at = at.reshape(len(some), -1)
        met = at < len(others)
        return np.repeat(some, met.sum(axis=1)), others[at[met]]

    yield near(rows, known, NEAREST + 1)
    has = around.complement
    for category in range(len(CATEGORIES)):
        for mine, theirs in ((has.needs, has.idle), (has.idle, has.needs)):
            others = known[theirs[known, category] > 0]
            yield near(rows[mine[rows, category] > 0], others, NEAREST_IN_CATEGORY + 1)
    beyond = sparse.coo_array(ties.adjacency[rows, :] @ ties.adjacency)
    yield rows[beyond.row], beyond.col.astype(np.int64)


def _common(adjacency: Adjacency, one: Ints, other: Ints) -> Ints:
    """Partners that the two of each pair share; shape (k,)."""
    rows, at = np.unique(one, return_inverse=True)
    shared = sparse.csr_array(adjacency[rows, :] @ adjacency)
    shared.sort_indices()
    return _cells(shared, at.astype(np.int64), other)


def _cells(matrix: Any, row: Ints, column: Ints) -> Ints:
    """Values of single cells."""
    if not len(row):
        return np.empty(0, dtype=np.int64)
    return np.asarray(matrix[row, column]).ravel().astype(np.int64)
