"""Which meetings had been held by a day, who was invited to them, and who came?

In a city these are millions of rows, so they are picked, joined and put in order by number; codes come in last. Living
organisations and ties are ``taking``'s and ``ties``'s.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from graph_model.network_tables import NetworkTables

_Numbers: TypeAlias = "npt.NDArray[np.signedinteger[Any]]"
_NOBODY = -1


def held_meetings(tables: NetworkTables, as_of: dt.date) -> tuple[pl.DataFrame, _Numbers]:
    """The meetings up to a day: ``code, kind, held, committee, agreement, host``, sorted by code.

    Beside them, for every row of the table of meetings, its row among these; -1 where it is later or has no day.
    """
    every = tables["Meeting"]
    held = (every.get_column("held") <= as_of).fill_null(value=False)
    pointers = [
        _pointed(tables[name], tables[label].get_column("code"), rows=every.height).alias(column)
        for name, label, column in (
            ("HELD_BY", "Committee", "committee"),
            ("HELD_UNDER", "Agreement", "agreement"),
            ("HOSTED_BY", "Organisation", "host"),
        )
    ]
    return every.with_columns(pointers).filter(held), _new_rows(held.to_numpy())


def attendance(tables: NetworkTables, meetings: pl.DataFrame, event_of: _Numbers, living: pl.Series) -> pl.DataFrame:
    """Who was invited and whether they came; the host came, whatever the list says.

    Parameters
    ----------
    tables
        All there is.
    meetings, event_of
        As ``held_meetings`` gives them.
    living
        Codes of the living organisations, sorted.

    Returns
    -------
    pl.DataFrame
        ``organisation, meeting, attended, listed, held, node, event``, one row a pair, sorted by the last two: the row
        of the organisation in ``living`` and of the meeting in ``meetings``.
    """
    every = tables["Organisation"].get_column("code")
    node_of = _new_rows(every.is_in(living.implode()).to_numpy())
    invited, hosting = tables["INVITED_TO"], tables["HOSTED_BY"]
    listed = pl.DataFrame(
        {"node": node_of[invited.get_column("source")], "event": event_of[invited.get_column("target")]}
    ).with_columns(invited.get_column("attended"), listed=pl.lit(value=True))
    listed = listed.filter(pl.col("node") != _NOBODY, pl.col("event") != _NOBODY)
    hosts = np.full(meetings.height, _NOBODY, dtype=np.int32)
    at, by = event_of[hosting.get_column("source")], node_of[hosting.get_column("target")]
    hosts[at[at != _NOBODY]] = by[at != _NOBODY]
    event = listed.get_column("event").to_numpy()
    itself = hosts[event] == listed.get_column("node").to_numpy()
    unlisted = hosts != _NOBODY
    unlisted[event[itself]] = False
    more = pl.DataFrame({"node": hosts[unlisted], "event": np.flatnonzero(unlisted).astype(np.int32)})
    told = pl.concat(
        [
            listed.with_columns(pl.col("attended").fill_null(value=False) | pl.Series(itself)),
            more.with_columns(attended=pl.lit(value=True), listed=pl.lit(value=False)),
        ]
    ).sort("node", "event")
    return told.select(
        living.gather(told.get_column("node")).alias("organisation"),
        meetings.get_column("code").gather(told.get_column("event")).alias("meeting"),
        "attended",
        "listed",
        meetings.get_column("held").gather(told.get_column("event")),
        "node",
        "event",
    )


def _pointed(ties: pl.DataFrame, codes: pl.Series, *, rows: int) -> pl.Series:
    """The code that each of ``rows`` nodes points to, by a relationship of which it has at most one; null for none."""
    to = np.full(rows, _NOBODY, dtype=np.int32)
    to[ties.get_column("source")] = ties.get_column("target")
    pointer = pl.Series(to)
    return codes.gather(pointer.set(pointer == _NOBODY, None))


def _new_rows(kept: npt.NDArray[np.bool_]) -> _Numbers:
    """For each row of a table its row among those that are kept, -1 for one that is not."""
    return np.where(kept, np.cumsum(kept, dtype=np.int32) - 1, np.int32(_NOBODY))
