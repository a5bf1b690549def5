"""How is a case told: as a row of a table, as JSON?

Codes in JSON, words on pages; files are ``reports.cases``'s business, what happened to a case ``operations.cases``'s.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from dashboard.case_subjects import told_values
from dashboard.times import local_time

if TYPE_CHECKING:
    from dashboard.i18n import Wording
    from dashboard.operations.cases import Case, Event

COLUMNS: Final = (
    "id",
    "finding",
    "subject",
    "name",
    "place",
    "state",
    "assignee",
    "due",
    "overdue",
    "standing",
    "since",
    "opened",
    "changed",
)
"""What a list of cases tells of each."""
SHOWN: Final = ("name", "finding", "place", "state", "assignee", "due", "standing", "since", "opened")
"""Those that a list on a page or on paper shows."""


def case_json(told: Case, *, shown_from: int) -> dict[str, Any]:
    """A case with its events as JSON; times are ISO text in UTC."""
    return {
        **case_row(told),
        "version": told.version,
        "events": [event_json(one, shown_from=shown_from) for one in told.events],
    }


def case_row(told: Case) -> dict[str, Any]:
    """``COLUMNS`` of a case as JSON can hold them."""
    return {
        "id": told.id,
        "finding": told.finding,
        "subject": told.subject,
        "name": told.name,
        "place": told.place,
        "state": told.state,
        "assignee": told.assignee,
        "due": None if told.due is None else told.due.isoformat(),
        "overdue": told.overdue(dt.date.today()),
        "standing": told.standing,
        "since": told.since.isoformat(),
        "opened": utc(told.opened),
        "changed": utc(told.changed),
    }


def event_json(event: Event, *, shown_from: int) -> dict[str, Any]:
    """One thing that was done, with the evidence that was kept as it may leave now."""
    return {
        "at": utc(event.at),
        "by": event.by,
        "kind": event.kind,
        "text": event.text,
        "evidence": told_evidence(event.evidence, shown_from=shown_from),
        "undone": event.undone,
    }


def told_evidence(evidence: Mapping[str, Any] | None, *, shown_from: int) -> dict[str, Any] | None:
    """Kept evidence as it may leave now."""
    if evidence is None:
        return None
    return {**evidence, "values": told_values(evidence["values"], shown_from=shown_from)}


def utc(moment: dt.datetime) -> str:
    """A time as it is kept, as ISO text that says so."""
    return moment.replace(microsecond=0, tzinfo=dt.UTC).isoformat()


def worded_rows(told: Sequence[Case], words: Wording, places: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows of ``COLUMNS`` as a person reads them; nothing where nothing was set."""
    return [worded(case_row(one), words, places) for one in told]


def worded(row: Mapping[str, Any], words: Wording, places: Mapping[str, str]) -> dict[str, Any]:
    """One row of ``COLUMNS`` as a person reads it."""
    return {
        **row,
        "finding": words.finding(row["finding"]),
        "place": places.get(row["place"] or "", row["place"] or ""),
        "state": words.text(f"cases.state_{row['state']}"),
        "assignee": row["assignee"] or "",
        "due": row["due"] or "",
        "overdue": words.value(row["overdue"]),
        "standing": words.text(f"cases.standing_{row['standing']}"),
        "opened": local_time(row["opened"]),
        "changed": local_time(row["changed"]),
    }
