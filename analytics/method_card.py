"""How was a finding come by: on which data, how complete, against which thresholds, and what does it not heed?

Which columns a finding looks at is declared in ``method_data``; the sentences are ``dashboard``'s.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from analytics.finding import Finding
from analytics.ledger_tables import RESTS_ON
from analytics.method_data import BLANK_SAYS, COLUMNS_USED, limits
from analytics.registry import DEFINITIONS
from analytics.report import Investigation
from analytics.rules import Threshold
from graph_model.errors import UnknownName
from graph_model.schema import RELATIONSHIPS, TABLES


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
    """

    id: str
    subject: str
    as_of: dt.date | None
    finding: Finding | None
    data: tuple[Completeness, ...]
    thresholds: tuple[Threshold, ...]
    queries: tuple[str, ...]
    limits: tuple[str, ...]

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
            "data": [
                {
                    "table": one.table,
                    "column": one.column,
                    "known": one.known,
                    "rows": one.rows,
                    "share": one.share,
                    "blank_says": one.blank_says,
                }
                for one in self.data
            ],
            "thresholds": [threshold.as_json() for threshold in self.thresholds],
            "queries": list(self.queries),
            "not_handed_in": [] if of is None else list(of.not_handed_in),
            "limits": list(self.limits),
        }


def method_card(
    investigation: Investigation | None, finding_id: str, as_of: dt.date | None = None, *, place: str | None = None
) -> MethodCard:
    """The method card of a finding.

    Parameters
    ----------
    investigation
        The dataset; None tells what holds of every dataset.
    finding_id
        The finding.
    as_of
        The day; None for the dataset's.
    place
        Narrows the finding's numbers, not the completeness, which is that of the whole dataset.

    Raises
    ------
    UnknownName
        There is no such finding or place; carries the nearest names.
    """
    if finding_id not in DEFINITIONS:
        raise UnknownName("finding", finding_id, known=DEFINITIONS)
    definition, used = DEFINITIONS[finding_id], COLUMNS_USED[finding_id]
    wanted = [(name, used[name]) for name in TABLES if name in RESTS_ON[finding_id]]
    day = finding = None
    if investigation is not None:
        day = investigation.default_day if as_of is None else as_of
        finding = investigation.finding(finding_id, as_of=day, place=place)
    return MethodCard(
        id=finding_id,
        subject=definition.subject,
        as_of=day,
        finding=finding,
        data=tuple(
            _completeness(investigation, table, column) for table, columns in wanted for column in columns or (None,)
        ),
        thresholds=() if finding is None else finding.thresholds,
        queries=tuple(definition.queries) if finding is None else finding.queries,
        limits=limits(finding_id),
    )


def _completeness(investigation: Investigation | None, table: str, column: str | None) -> Completeness:
    if investigation is None:
        return Completeness(table, column, None, None)
    contract = TABLES[table]
    own = [one for one in RELATIONSHIPS.values() if one.table == table]
    if contract.label is None:
        held = investigation.table(own[0].type)
        if column is None or column in held.columns:
            known = held.height if column is None else held.height - held.get_column(column).null_count()
        else:  # became a relationship of its own: what answers a claim
            known = investigation.table(next(one.type for one in own if one.source_column == column)).height
        return Completeness(table, column, known, held.height)
    if column is None or contract.column(column).references is None:
        cells = investigation.table(contract.label, columns=["code"] if column is None else [column])
        return Completeness(table, column, cells.height - cells.to_series().null_count(), cells.height)
    rows = investigation.table(contract.label, columns=["code"]).height
    pointer = next(one for one in own if column in (one.source_column, one.target_column))
    end = "target" if column == pointer.source_column else "source"
    return Completeness(table, column, investigation.table(pointer.type).get_column(end).n_unique(), rows)
