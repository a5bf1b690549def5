"""Which rows of the store does a snapshot need, read once, in one pass a table?

Organisations, committees, agreements, listings, meetings, the places, and what ties them. People and units are counted
in Cypher and never read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graph_model.store import GraphStore

NODE_TABLES: Mapping[str, tuple[str, ...]] = {
    "Place": ("code", "name", "kind", "community_type", "households", "lon", "lat"),
    "Organisation": (
        "code",
        "name",
        "level",
        "form",
        "domain",
        "two_new",
        "founded",
        "term_ends",
        "ended",
        "secretary",
        "has_venue",
        "full_members",
        "probationary_members",
    ),
    "Committee": ("code", "name", "tier", "founded", "ended", "contact_post", "last_contact"),
    "Agreement": ("code", "title", "kind", "signed", "starts", "ends", "status"),
    "Listing": ("code", "kind", "category", "title", "quantity", "posted", "closes"),
    "Meeting": ("code", "kind", "held"),
}
TIE_TABLES: Mapping[str, tuple[str, ...] | None] = {
    "PART_OF": None,
    "UNDER": None,
    "BASED_IN": None,
    "SERVES": None,
    "LED_BY": None,
    "SEATED_ON": None,
    "PARTY_TO": None,
    "LISTS": None,
    "CLAIMS": None,
    "ANSWERS": None,
    "HELD_BY": None,
    "HELD_UNDER": None,
    "HOSTED_BY": None,
    "INVITED_TO": ("source", "target", "attended"),  # why somebody stayed away is not asked here, a million times
}
"""Relationship types, and the columns that are read; None for all."""


@dataclass(frozen=True)
class NetworkTables:
    """What snapshots of any day are taken from: frames by label and type, as ``GraphStore.table`` gives them."""

    version: str
    frames: Mapping[str, pl.DataFrame]

    def __getitem__(self, name: str) -> pl.DataFrame:
        return self.frames[name]


def read_network_tables(store: GraphStore) -> NetworkTables:
    """Read what snapshots need from a store.

    Raises
    ------
    StoreDamaged, StoreOutdated, StoreUnfinished, StoreUnavailable
        From the store.
    """
    published = store.published()
    frames = {label: store.table(label, columns=columns) for label, columns in NODE_TABLES.items()}
    frames |= {name: store.table(name, columns=columns) for name, columns in TIE_TABLES.items()}
    return NetworkTables("" if published is None else published.version, frames)
