"""Which columns hold no value in any row, so that they were never handed in?

Only those of which a blank would else be read as an answer. What a finding makes of it is ``ledger_tables``'s business.
"""

from __future__ import annotations

import polars as pl

from graph_model.snapshot import NetworkTables

WATCHED: tuple[str, ...] = (
    "places.parent",
    "organisations.place",
    "units.place",
    "committees.contact_post",
    "agreements.status",
    "parties.side",
    "parties.responded",
    "claims.claimed",
    "claims.counterpart",
    "meetings.committee",
    "meetings.agreement",
    "meetings.host",
)
"""Columns that are looked at, as ``table.column``: a row that does not have them would count as a hole."""

_BELOW_COMMUNITIES = ("grid", "compound", "block", "building", "park", "market")


def blank_columns(tables: NetworkTables, units: pl.DataFrame | None = None) -> frozenset[str]:
    """Of ``WATCHED`` those in which not one row of a table that has rows holds a value.

    Parameters
    ----------
    tables
        Whatever the day.
    units
        The answer of ``unit_coverage``, whatever the day; without it nothing is told of units.
    """
    tied = {
        "organisations.place": ("Organisation", "BASED_IN"),
        "meetings.committee": ("Meeting", "HELD_BY"),
        "meetings.agreement": ("Meeting", "HELD_UNDER"),
        "meetings.host": ("Meeting", "HOSTED_BY"),
    }
    cells = {
        "committees.contact_post": tables["Committee"].get_column("contact_post"),
        "agreements.status": tables["Agreement"].get_column("status"),
        "parties.side": tables["PARTY_TO"].get_column("side"),
        "parties.responded": tables["PARTY_TO"].get_column("responded"),
        "claims.claimed": tables["CLAIMS"].get_column("claimed"),
        "claims.counterpart": tables["CLAIMS"].get_column("counterpart"),
    }
    if units is not None:
        cells["units.place"] = units.get_column("place")
    blank = {name for name, values in cells.items() if len(values) and values.null_count() == len(values)}
    blank |= {name for name, (rows, ties) in tied.items() if tables[rows].height and tables[ties].is_empty()}
    places = tables["Place"].get_column("kind")
    # Communities alone need no place above them; what lies below one does.
    if tables["PART_OF"].is_empty() and places.is_in(_BELOW_COMMUNITIES).any():
        blank.add("places.parent")
    return frozenset(blank)
