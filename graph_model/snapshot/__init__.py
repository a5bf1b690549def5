"""How did the region stand on a day, as arrays that measures can run on?

Read from the store once, never changed; findings and measures belong to analytics.
"""

from __future__ import annotations

from graph_model.days import months_before
from graph_model.network_tables import NetworkTables, read_network_tables
from graph_model.snapshot.places import places_below
from graph_model.snapshot.taking import Snapshot, take_snapshot
from graph_model.snapshot.ties import LAYERS, Adjacency

__all__ = [
    "LAYERS",
    "Adjacency",
    "NetworkTables",
    "Snapshot",
    "months_before",
    "places_below",
    "read_network_tables",
    "take_snapshot",
]
