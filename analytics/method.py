"""What does a method card tell of a finding: its data and how complete they are, its thresholds, its limits?

The types alone; they are filled in ``method_card``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from analytics.finding import Finding
from analytics.method_data import BLANK_SAYS
from analytics.rules import Threshold
from graph_model.settings import BETWEENNESS_IN_FINDINGS_UP_TO


@dataclass(frozen=True)
class Completeness:
    """How much of one column is known.

    Attributes
    ----------
    table, column
        Of the data contract; ``column`` None for a table that counts by its rows alone.
    known, rows
        Cells that hold a value, of how many rows of the whole dataset; None without a dataset.
    """

    table: str
    column: str | None
    known: int | None
    rows: int | None

    @property
    def blank_says(self) -> bool:
        """Whether a blank is read as an answer (not ended, no host), so that a low share is no want."""
        return self.column in BLANK_SAYS.get(self.table, ())

    @property
    def share(self) -> float | None:
        """Known cells over rows, 0 to 1; None where the table has no row or there is no dataset."""
        return self.known / self.rows if self.known is not None and self.rows else None

    def as_json(self) -> dict[str, Any]:
        """As the command line and the API show it."""
        return {
            "table": self.table,
            "column": self.column,
            "known": self.known,
            "rows": self.rows,
            "share": self.share,
            "blank_says": self.blank_says,
        }


@dataclass(frozen=True)
class MethodCard:
    """How one finding is come by.

    Attributes
    ----------
    id, subject
        Its public name; whom it asks of.
    as_of
        The day its numbers are of; None without a dataset.
    finding
        The finding of that day; None without a dataset.
    data
        The columns it looks at, table by table in the contract's order.
    thresholds
        What it is held against, with sources; empty without a dataset.
    queries
        The catalogue queries it is come by; empty where the network alone says it.
    limits
        Codes of what it does not heed.
    exact_up_to
        Most organisations for which betweenness in findings is exact.
    """

    id: str
    subject: str
    as_of: dt.date | None
    finding: Finding | None
    data: tuple[Completeness, ...]
    thresholds: tuple[Threshold, ...]
    queries: tuple[str, ...]
    limits: tuple[str, ...]
    exact_up_to: int = BETWEENNESS_IN_FINDINGS_UP_TO

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables it rests on."""
        return tuple(dict.fromkeys(one.table for one in self.data))

    def as_json(self) -> dict[str, Any]:
        """As the command line and the API show it; counts of people are still to be told (``dashboard.people``)."""
        of = self.finding
        return {
            "id": self.id,
            "subject": self.subject,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "count": None if of is None else of.count,
            "of": None if of is None else of.of,
            "unknown": None if of is None else of.unknown,
            "data": [one.as_json() for one in self.data],
            "thresholds": [threshold.as_json() for threshold in self.thresholds],
            "queries": list(self.queries),
            "not_handed_in": [] if of is None else list(of.not_handed_in),
            "limits": list(self.limits),
        }
