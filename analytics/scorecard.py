"""The network of co-building ties in a dozen figures: with the hub, without it, and layer by layer.

Chooses adjacency and groups from a snapshot; the figures themselves are ``network.scorecard``'s.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.linkage import DRAWS, mixing_by_chance
from analytics.network.scorecard import brief_scorecard, scorecard
from analytics.network.significance import significance
from analytics.network.structure import drawn_centralisation
from analytics.network_once import betweenness_of, brokerage_of
from graph_model.schema import VOCABULARIES
from graph_model.snapshot import LAYERS, Snapshot

BETWEENNESS_UP_TO, BETWEENNESS_TIES = 300, 5_000
"""Organisations up to which the chance of betweenness centralisation stands beside the scorecard: a second or two."""


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


def brief_scorecards(snapshot: Snapshot) -> dict[str, Any]:
    """``all`` and ``without_hub`` of ``scorecards`` in the figures that take no time (``brief_scorecard``)."""
    return {
        name: dict(brief_scorecard(of.adjacency(None), group=community_types(of)))
        for name, of in (("all", snapshot), ("without_hub", snapshot.without_hub()))
    }


def scorecard_by_chance(snapshot: Snapshot, *, layer: str | None) -> dict[str, Any]:
    """What chance explains of the figures a reader would over-read: the E-I index and betweenness centralisation.

    Degree centralisation follows from the number of ties each organisation has, which every draw keeps: there is
    nothing to judge.

    Returns
    -------
    dict
        ``all`` and ``without_hub``, each with ``ei_index`` and ``betweenness_centralisation``: ``observed``, ``mean``,
        ``low``, ``high``, ``p_value``, ``p_least``, ``draws`` (``network.significance``). None where not defined, and
        above ``linkage.CHANCE_UP_TO`` ties or, for betweenness, ``BETWEENNESS_UP_TO`` organisations or
        ``BETWEENNESS_TIES``: ``measure --structure`` draws those of larger networks.
    """
    return {"all": _judged(snapshot, layer), "without_hub": _judged(snapshot.without_hub(), layer)}


def _judged(snapshot: Snapshot, layer: str | None) -> dict[str, Any]:
    adjacency = snapshot.adjacency(layer)
    small = centralisation_is_drawn(snapshot, layer)
    ei = mixing_by_chance(snapshot, layer, "nearest_type", community_types(snapshot))
    between = significance(adjacency, drawn_centralisation, draws=DRAWS) if small else None
    return {
        "ei_index": None if ei is None else asdict(ei),
        "betweenness_centralisation": None if between is None else asdict(between),
    }


def centralisation_is_drawn(snapshot: Snapshot, layer: str | None) -> bool:
    """Whether the network is small enough for the chance of its betweenness centralisation to be drawn here."""
    adjacency = snapshot.adjacency(layer)
    return bool(adjacency.nnz <= 2 * BETWEENNESS_TIES and adjacency.shape[0] <= BETWEENNESS_UP_TO)


def community_types(snapshot: Snapshot) -> NDArray[np.int64]:
    """The type of the community that each organisation lies in, as its place in the vocabulary; -1 not known."""
    kinds = {word.value: at for at, word in enumerate(VOCABULARIES["community_type"])}
    told = snapshot.organisations.get_column("nearest_type")
    return told.replace_strict(kinds, default=-1, return_dtype=pl.Int64).fill_null(-1).to_numpy()
