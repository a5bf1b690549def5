"""What falls apart when an organisation leaves the network, and how fast when several do?

Positions in the network alone: how well anyone works, and who would step in, is not in the ledger. Organisations only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from analytics.network.cuts import components
from analytics.network.graph import csr_of
from analytics.network.measures import SEED
from analytics.network.robustness import ByChance, RobustnessCurve, by_rank, removal_by_chance, robustness_curve
from graph_model.errors import UnknownName
from graph_model.snapshot import Snapshot

DRAWS = 60
"""Removals at random beside the one by ties."""


@dataclass(frozen=True)
class Loss:
    """The part of the network around an organisation once it has left.

    Attributes
    ----------
    code
        Who leaves.
    component
        Organisations in its component before, itself included.
    pieces
        Sizes of what is left of that component, largest first; empty where it was isolated.
    cut_off
        Codes of the organisations of that component that can no longer reach its largest piece, sorted. Of two pieces
        of one size the one with the smaller first code counts as the largest.
    """

    code: str
    component: int
    pieces: tuple[int, ...]
    cut_off: tuple[str, ...]


@dataclass(frozen=True)
class Holding:
    """How fast the network falls apart.

    Attributes
    ----------
    organisations
        How many there are.
    by_ties
        The best tied leave first, of equals the first by code; the order is not looked at again on the way.
    by_chance
        Anyone leaves: mean and the middle 95 % of ``DRAWS`` draws.
    """

    organisations: int
    by_ties: RobustnessCurve
    by_chance: ByChance


def losses(snapshot: Snapshot, codes: Sequence[str], *, layer: str | None = None) -> list[Loss]:
    """What each of some organisations would leave behind, each leaving alone.

    Parameters
    ----------
    snapshot
        The network; with or without the hub as it is given.
    codes
        Organisations of it; each costs a walk over all ties.
    layer
        One layer; None for all.

    Raises
    ------
    UnknownName
        One is not in the network.
    """
    adjacency = snapshot.adjacency(layer)
    every = list(snapshot.codes)
    at = {code: row for row, code in enumerate(every)}
    label = components(adjacency)
    told = []
    for code in codes:
        if code not in at:
            raise UnknownName("organisation", code, known=at)
        rest = np.flatnonzero((label == label[at[code]]) & (np.arange(len(every)) != at[code]))
        if not rest.size:
            told.append(Loss(code, 1, (), ()))
            continue
        inside = sparse.csr_array(adjacency[rest, :][:, rest])
        _, piece = csgraph.connected_components(inside, directed=False)
        sizes = np.bincount(piece)
        kept = int(piece[np.isin(piece, np.flatnonzero(sizes == sizes.max()))][0])
        gone = tuple(sorted(every[row] for row in rest[piece != kept]))
        told.append(Loss(code, int(rest.size) + 1, tuple(int(one) for one in np.sort(sizes)[::-1]), gone))
    return told


def holding(snapshot: Snapshot, *, layer: str | None = None, draws: int = DRAWS, seed: int = SEED) -> Holding:
    """The curves of the whole network; O(draws x (organisations + ties))."""
    network = csr_of(snapshot.adjacency(layer))
    ties: NDArray[np.int64] = np.asarray(network.degrees, dtype=np.int64)
    return Holding(
        network.nodes,
        robustness_curve(network, by_rank(ties)),
        removal_by_chance(network, draws=draws, seed=seed),
    )
