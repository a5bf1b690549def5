"""Where does one organisation stand in the co-building network of a day?

Its measures and its rank among all; the measures themselves are ``network``'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scipy import sparse

from analytics.network.graph import Network
from analytics.network.measures import network_measures
from graph_model.snapshot import Snapshot


def co_building_measures(snapshot: Snapshot, *, hub: bool, exact_up_to: int) -> dict[str, Any]:
    """The measures of the whole network, with or without the hub, as ``NetworkMeasures.as_json`` gives them."""
    kept = snapshot if hub else snapshot.without_hub()
    network = Network(tuple(kept.codes), sparse.csr_array(kept.adjacency().astype("float64")))
    return network_measures(network, exact_up_to=exact_up_to).as_json()


def position_in(measures: Mapping[str, Any], code: str) -> dict[str, Any]:
    """One organisation's measures, its rank by betweenness, and of how many; empty where it is not in the network."""
    own = measures["node"].get(code)
    if own is None:
        return {}
    between = [node["betweenness"] for node in measures["node"].values() if node["betweenness"] is not None]
    rank = None if own["betweenness"] is None else 1 + sum(value > own["betweenness"] for value in between)
    return {
        **own,
        "rank": rank,
        "of": len(measures["node"]),
        "cut_point": code in measures["cut_points"],
        "bridges": sum(code in bridge for bridge in measures["bridges"]),
    }
