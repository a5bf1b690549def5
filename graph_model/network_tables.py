"""Which rows of the store does a snapshot need, read once, in one pass a table?

Organisations, committees, agreements, listings, meetings, the places, and what ties them. People and units are counted
in Cypher and never read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graph_model.schema import RELATIONSHIPS
from graph_model.store import GraphStore, NumberingStore

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
}
"""Relationship types, and the columns that are read; None for all."""
NUMBERED_TABLES: Mapping[str, tuple[str, ...]] = {
    "HELD_BY": (),
    "HELD_UNDER": (),
    "HOSTED_BY": (),
    "INVITED_TO": ("attended",),  # why somebody stayed away is not asked here, a million times
}
"""Relationship types of meetings, and the properties that are read: millions, so their ends are numbers."""


@dataclass(frozen=True)
class NetworkTables:
    """What snapshots of any day are taken from: frames by label and type.

    Labels and ``TIE_TABLES`` are as ``GraphStore.table`` gives them; in ``NUMBERED_TABLES`` ``source`` and ``target``
    are rows of the frames of their labels, and the rows are in no particular order.
    """

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
    for name, columns in NUMBERED_TABLES.items():
        if isinstance(store, NumberingStore):
            frames[name] = store.numbered_ties(name, columns=columns)
        else:
            frames[name] = numbered(name, store.table(name, columns=("source", "target", *columns)), frames)
    return NetworkTables("" if published is None else published.version, frames)


def numbered(name: str, ties: pl.DataFrame, nodes: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The ties of a type with rows of ``nodes``, frames by label, in the place of codes."""
    told = RELATIONSHIPS[name]
    for end, label in (("source", told.source_label), ("target", told.target_label)):
        rows = nodes[label].select(pl.col("code").alias(end)).with_row_index("row")
        ties = ties.join(rows, on=end, maintain_order="left").with_columns(pl.col("row").alias(end)).drop("row")
    return ties
