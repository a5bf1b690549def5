"""Which committees meet, and when did they last meet?

Asked of the network of a day. The days a deck compares are the person's choice; this is what it begins with.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from graph_model.snapshot import months_before

if TYPE_CHECKING:
    from analytics.investigation import Investigation
    from graph_model.snapshot import Snapshot

MONTHS_BETWEEN: Final = 3
"""Months between two meetings where the ledger holds none before the day: a joint meeting is held every quarter."""


def last_meeting(investigation: Investigation, as_of: dt.date, place: str | None) -> dt.date:
    """The day of the last plenary or joint meeting before a day; where none is on record, a quarter before it.

    Asked of the committees that serve the place itself, else of the topmost tier there is.
    """
    import polars as pl

    snapshot = investigation.snapshot(as_of=as_of, place=place)
    committees = meeting_committees(snapshot, place)
    held = snapshot.meetings.filter(
        pl.col("committee").is_in(committees) & pl.col("kind").is_in(["plenary", "joint"]) & (pl.col("held") < as_of)
    )
    newest = held.get_column("held").max()
    return newest if isinstance(newest, dt.date) else months_before(as_of, MONTHS_BETWEEN)


def meeting_committees(snapshot: Snapshot, place: str | None) -> list[str]:
    """The committees that meet: those of the place, else of the topmost tier that has one."""
    rows = snapshot.committees.select("code", "tier", "place").to_dicts()
    own = [row["code"] for row in rows if place is not None and row["place"] == place]
    if own:
        return own
    for tier in ("subdistrict_committee", "area_committee", "community_committee", "joint_meeting"):
        held = [row["code"] for row in rows if row["tier"] == tier]
        if held:
            return held
    return []
