"""How does the first person who asks for a measure not wait for the compiler?

Measures a small network in every way there is, so that each kernel is loaded from disk or compiled; the
answers are thrown away.
"""

from __future__ import annotations

import pyarrow as pa

from analytics.network.core_periphery import core_periphery
from analytics.network.graph import network_from_edges
from analytics.network.key_players import fragmenting_set, reaching_set
from analytics.network.layout import layout
from analytics.network.measures import SEED, network_measures
from analytics.network.structure import structure

SOURCE, TARGET = "aabcdefa", "bccdefab"
RING = 60
"""Nodes of which there are too many sets of three for key players to try all, and too many cores."""


def warm() -> None:
    """Load or compile every kernel that a page or a command runs; half a second where the disk has them.

    Compiling takes half a minute, once for an installation: the machine code is kept as ``compiled.kernel`` says. Where
    no folder can be written, each process compiles for itself, and this is what makes it begin at once.
    """
    undirected = network_from_edges(list(SOURCE), list(TARGET))
    directed = network_from_edges(pa.array(list(SOURCE)), pa.array(list(TARGET)), directed=True)  # the shorter text
    for network in (undirected, directed):
        network_measures(network)
        network_measures(network, exact_up_to=2)
    structure(undirected, draws=19)
    ring = network_from_edges([str(k) for k in range(RING)], [str((k + 1) % RING) for k in range(RING)])
    fragmenting_set(ring.underlying, 3)
    reaching_set(ring.underlying, 3)
    core_periphery(ring.underlying)
    layout(undirected.adjacency, seed=SEED)
