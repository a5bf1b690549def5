"""The network of co-building ties in a dozen figures: with the hub, without it, and layer by layer.

Chooses adjacency and groups from a snapshot; the figures themselves are ``network.scorecard``'s.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.network.scorecard import scorecard
from analytics.network_once import betweenness_of, brokerage_of
from graph_model.schema import VOCABULARIES
from graph_model.snapshot import LAYERS, Snapshot


def scorecards(snapshot: Snapshot, *, layer: str | None, exact_up_to: int) -> dict[str, Any]:
    """The scorecard of a snapshot.

    Parameters
    ----------
    snapshot
        The day and place.
    layer
        One layer for ``all`` and ``without_hub``; None for all layers together.
    exact_up_to
        Most organisations for which betweenness is exact; see ``network_once.betweenness_of``.

    Returns
    -------
    dict
        ``all``, ``without_hub`` and ``by_layer`` (layer → figures, and under ``without_hub`` the same without the
        working committees). The E-I index is that of urban and converted-village communities.

    Raises
    ------
    UnknownName
        There is no such layer.
    """
    bare = snapshot.without_hub()

    def card(of: Snapshot, name: str | None) -> dict[str, Any]:
        return dict(
            scorecard(
                of.adjacency(name),
                group=community_types(of),
                between=betweenness_of(of, name, exact_up_to=exact_up_to),
                transitivity=brokerage_of(of, name).transitivity,
            )
        )

    return {
        "all": card(snapshot, layer),
        "without_hub": card(bare, layer),
        "by_layer": {name: {**card(snapshot, name), "without_hub": card(bare, name)} for name in LAYERS},
    }


def community_types(snapshot: Snapshot) -> NDArray[np.int64]:
    """The type of the community that each organisation lies in, as its place in the vocabulary; -1 not known."""
    kinds = {word.value: at for at, word in enumerate(VOCABULARIES["community_type"])}
    told = snapshot.organisations.get_column("nearest_type")
    return told.replace_strict(kinds, default=-1, return_dtype=pl.Int64).fill_null(-1).to_numpy()
