"""Who takes part in what: the region as a two-mode network of organisations and what they share.

Events are committees, agreements, meetings and listings; the one-mode layers are the snapshot's. Centralities are
``network.two_mode``'s.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from scipy import sparse

from analytics.network.graph import sparse_of
from graph_model.errors import UnknownName
from graph_model.snapshot import LAYERS, Snapshot
from graph_model.snapshot.days import in_last_months

MONTHS = 12
"""How long a meeting counts: as in the layer of meetings."""


@dataclass(frozen=True)
class Affiliations:
    """A two-mode network.

    Attributes
    ----------
    actors
        Codes of the organisations in scope, in the snapshot's order, with or without ties.
    events
        ``Committee:code``, ``Agreement:code``, ``Meeting:code``, ``Listing:code``, sorted; only those somebody in
        scope takes part in.
    incidence
        float64 (actors, events): 1 where the organisation takes part.
    """

    actors: tuple[str, ...]
    events: tuple[str, ...]
    incidence: sparse.csr_array


def affiliations(snapshot: Snapshot, layer: str | None = None) -> Affiliations:
    """The two-mode network behind one layer, or behind all.

    ``seats``: organisations and the committees they sit on; ``agreements``: and the running agreements they are party
    to; ``meetings``: and the meetings of twelve months they attended or hosted; ``claims``: and the listings of others
    they claimed, or of their own that others claimed. Who posted a listing is tied to who claimed it, and so takes part
    in it as well: without it, it would stand alone here and not in the layer.

    Raises
    ------
    UnknownName
        There is no such layer.
    """
    if layer is not None and layer not in LAYERS:
        raise UnknownName("layer", layer, known=LAYERS)
    asked = LAYERS if layer is None else (layer,)
    part = pl.concat([_part(snapshot, name) for name in asked])
    organisations = snapshot.organisations.select(pl.col("code").alias("organisation")).with_row_index("row")
    ties = part.join(organisations, on="organisation").unique()
    events = ties.select(pl.col("event").unique().sort()).with_row_index("column")
    cells = ties.join(events, on="event").select(pl.col("row", "column").cast(pl.Int64))
    size = max(organisations.height, events.height)
    whole = sparse_of(cells["row"].to_numpy(), cells["column"].to_numpy(), nodes=size)
    return Affiliations(
        tuple(organisations["organisation"]),
        tuple(events["event"]),
        sparse.csr_array(whole[: organisations.height, : events.height]),
    )


def _part(snapshot: Snapshot, layer: str) -> pl.DataFrame:
    """``organisation, event`` of one layer, of the whole region."""
    if layer == "seats":
        rows, event, label = snapshot.seats, "committee", "Committee"
    elif layer == "agreements":
        running = snapshot.agreements.filter("alive").get_column("code")
        rows = snapshot.parties.filter(pl.col("agreement").is_in(running.implode()))
        event, label = "agreement", "Agreement"
    elif layer == "meetings":
        rows = snapshot.attendance.filter(pl.col("attended") & in_last_months("held", snapshot.as_of, MONTHS))
        event, label = "meeting", "Meeting"
    else:
        owners = snapshot.claims.select(pl.col("owner").alias("organisation"), "listing")
        rows = pl.concat([snapshot.claims.select("organisation", "listing"), owners])
        event, label = "listing", "Listing"
    return rows.select("organisation", pl.concat_str(pl.lit(f"{label}:"), pl.col(event)).alias("event"))
