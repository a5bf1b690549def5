"""What is worked out of the network of a snapshot once, for every finding and the scorecard that asks?

Betweenness, ego networks and cuts, which take longest in a city. The measures themselves are ``network``'s.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analytics.network.brokerage import Brokerage, brokerage
from analytics.network.cuts import Cuts, components, cuts
from analytics.network.graph import Csr, csr_of
from analytics.network.measures import SEED
from analytics.network.paths import raw_betweenness
from analytics.network.sampling import SampledBetweenness, sampled_betweenness
from graph_model.snapshot import Snapshot

SMALL_PARTS = 10
"""A network whose largest component is smaller than the bound by this factor costs no more than one at the bound."""


def rows_of(snapshot: Snapshot, layer: str | None) -> Csr:
    """The network of one layer, or of all, as the kernels take it."""
    return snapshot.once(("rows", layer), lambda: csr_of(snapshot.adjacency(layer)))


def betweenness_of(
    snapshot: Snapshot, layer: str | None, *, exact_up_to: int
) -> SampledBetweenness | NDArray[np.float64]:
    """Exact, as ``paths.raw_betweenness`` has it, in a network of up to ``exact_up_to`` organisations, and in a larger
    one that falls into parts of which none is larger than a tenth of that; else sampled, with its error.
    """

    def worked_out() -> SampledBetweenness | NDArray[np.float64]:
        rows = rows_of(snapshot, layer)
        if rows.nodes <= max(exact_up_to, 2) or _largest(snapshot, layer) * SMALL_PARTS <= exact_up_to:
            return raw_betweenness(rows, directed=False)
        return sampled_betweenness(rows, rows, directed=False, seed=SEED)

    return snapshot.once(("betweenness", layer, exact_up_to), worked_out)


def _largest(snapshot: Snapshot, layer: str | None) -> int:
    label = components(snapshot.adjacency(layer))
    return int(np.bincount(label).max()) if label.size else 0


def brokerage_of(snapshot: Snapshot, layer: str | None) -> Brokerage:
    """Constraint, effective size and transitivity."""
    return snapshot.once(("brokerage", layer), lambda: brokerage(rows_of(snapshot, layer)))


def cuts_of(snapshot: Snapshot, layer: str | None) -> Cuts:
    """Cut points and bridges."""
    return snapshot.once(("cuts", layer), lambda: cuts(rows_of(snapshot, layer)))


def load_kernels() -> None:
    """Load from disk, or compile, what is asked of a network here, so that who asks first does not wait for it."""
    ring = csr_of(
        csr_array(np.roll(np.eye(4, dtype=np.int8), 1, axis=0) + np.roll(np.eye(4, dtype=np.int8), -1, axis=0))
    )
    raw_betweenness(ring, directed=False)
    sampled_betweenness(ring, ring, directed=False, seed=SEED, samples=8)
    brokerage(ring)
    cuts(ring)
