"""What is worked out of the network of a snapshot once, for every finding and the scorecard that asks?

Betweenness, ego networks and cuts, which take longest in a city. The measures themselves are ``network``'s.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.network.brokerage import Brokerage, brokerage
from analytics.network.cuts import Cuts, cuts
from analytics.network.graph import Csr, csr_of
from analytics.network.measures import SEED
from analytics.network.paths import raw_betweenness
from analytics.network.sampling import sampled_betweenness
from graph_model.snapshot import Snapshot


@dataclass(frozen=True)
class Betweenness:
    """``raw`` as ``paths.raw_betweenness`` has it; ``error`` of the normalised one where it is sampled, else None."""

    raw: NDArray[np.float64]
    error: float | None


def rows_of(snapshot: Snapshot, layer: str | None) -> Csr:
    """The network of one layer, or of all, as the kernels take it."""
    return snapshot.once(("rows", layer), lambda: csr_of(snapshot.adjacency(layer)))


def betweenness_of(snapshot: Snapshot, layer: str | None, *, exact_up_to: int) -> Betweenness:
    """Exact in a network of up to ``exact_up_to`` organisations, else sampled, with its error."""

    def worked_out() -> Betweenness:
        rows = rows_of(snapshot, layer)
        if rows.nodes <= max(exact_up_to, 2):
            return Betweenness(raw_betweenness(rows, directed=False), None)
        sampled = sampled_betweenness(rows, rows, directed=False, seed=SEED)
        return Betweenness(sampled.raw, sampled.error)

    return snapshot.once(("betweenness", layer, exact_up_to), worked_out)


def brokerage_of(snapshot: Snapshot, layer: str | None) -> Brokerage:
    """Constraint, effective size and transitivity."""
    return snapshot.once(("brokerage", layer), lambda: brokerage(rows_of(snapshot, layer)))


def cuts_of(snapshot: Snapshot, layer: str | None) -> Cuts:
    """Cut points and bridges."""
    return snapshot.once(("cuts", layer), lambda: cuts(rows_of(snapshot, layer)))
