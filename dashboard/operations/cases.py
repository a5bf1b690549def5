"""Which rows of findings does somebody work on, since when, until when, and what was done about each?

A case is one subject of one finding; what was done stands in its events, which are never written over. Changing one is
``case_changes``'s business, and whether the finding still finds the subject that of ``dashboard.case_work``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import sqlalchemy as sa

from dashboard.operations.database import METADATA, Operations
from graph_model.errors import UnknownName

OPEN, CLOSED = "open", "closed"
STATES: Final = (OPEN, CLOSED)
FOUND, UNKNOWN, PASSED, ABSENT = "found", "unknown", "passed", "absent"
STANDINGS: Final = (FOUND, UNKNOWN, PASSED, ABSENT)
"""What a finding says of a subject: found, cannot be told, no longer found; or the subject is not in the data."""
KINDS: Final = ("opened", "assigned", "due", "comment", "measure", "closed", "reopened")
LONGEST_ASSIGNEE: Final = 80

CASE = sa.Table(
    "case",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("finding", sa.String(64), nullable=False),
    sa.Column("subject", sa.String(160), nullable=False),
    sa.Column("name", sa.String(400), nullable=False),
    sa.Column("place", sa.String(80)),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("assignee", sa.String(LONGEST_ASSIGNEE)),
    sa.Column("due", sa.Date),
    sa.Column("opened", sa.DateTime, nullable=False),
    sa.Column("changed", sa.DateTime, nullable=False),
    sa.Column("standing", sa.String(8), nullable=False),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("finding", "subject"),
    sqlite_autoincrement=True,
)
EVENT = sa.Table(
    "case_event",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.Integer, sa.ForeignKey(CASE.c.id), nullable=False, index=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("by", sa.String(80), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("text", sa.Text),
    sa.Column("evidence", sa.JSON),
    sa.Column("before", sa.JSON, nullable=False),
    sa.Column("undone", sa.Boolean, nullable=False),
    sqlite_autoincrement=True,
)
CHECK = sa.Table(
    "case_check",
    METADATA,
    sa.Column("finding", sa.String(64), primary_key=True),
    sa.Column("mark", sa.String(64), nullable=False),
)
"""Of which dataset, day and thresholds the cases of a finding were last held against it."""


@dataclass(frozen=True)
class Subject:
    """Whom a case is about, and what the finding says of it now.

    Attributes
    ----------
    code, name
        ``a|b`` and both names for a tie or a pair.
    place
        Code of the place it stands in; None where it has none.
    standing
        One of ``STANDINGS``.
    evidence
        ``dataset``, ``as_of``, ``status`` and ``values``, as they may leave.
    """

    code: str
    name: str
    place: str | None
    standing: str
    evidence: Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """One thing that was done; times are UTC."""

    id: int
    at: dt.datetime
    by: str
    kind: str
    text: str | None
    evidence: Mapping[str, Any] | None
    before: Mapping[str, Any]
    undone: bool


@dataclass(frozen=True)
class Case:
    """One case.

    Attributes
    ----------
    id
        Its number, never given again.
    finding, subject, name, place
        What it is about.
    state
        ``open`` or ``closed``.
    assignee, due
        A post or an office, and a day; None where not set.
    opened, changed
        UTC.
    standing, since
        What the finding said when it was last looked at, and the as-of day from which it has said so.
    version
        1, and 1 more at every change.
    events
        What was done, oldest first; empty in lists.
    """

    id: int
    finding: str
    subject: str
    name: str
    place: str | None
    state: str
    assignee: str | None
    due: dt.date | None
    opened: dt.datetime
    changed: dt.datetime
    standing: str
    since: dt.date
    version: int
    events: tuple[Event, ...] = field(default=())

    def overdue(self, today: dt.date) -> bool:
        """Open, and its day is past."""
        return self.state == OPEN and self.due is not None and self.due < today


def cases(operations: Operations, *, finding: str | None = None, state: str | None = None) -> list[Case]:
    """Cases without their events: those due first, then the oldest."""
    asked = sa.select(CASE).order_by(CASE.c.state.desc(), CASE.c.due.is_(None), CASE.c.due, CASE.c.id)
    if finding is not None:
        asked = asked.where(CASE.c.finding == finding)
    if state is not None:
        asked = asked.where(CASE.c.state == state)
    with operations.reading() as connection:
        return [Case(*row) for row in connection.execute(asked)]


def open_counts(operations: Operations) -> dict[str, int]:
    """How many cases are open, by finding."""
    asked = sa.select(CASE.c.finding, sa.func.count()).where(CASE.c.state == OPEN).group_by(CASE.c.finding)
    with operations.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(asked)}


def case(operations: Operations, number: int) -> Case:
    """One case with its events; ``UnknownName`` where there is none of this number."""
    with operations.reading() as connection:
        return read_case(connection, number)


def case_of(operations: Operations, finding: str, subject: str) -> Case | None:
    """The case of a subject, with its events; None where nobody works on it."""
    asked = sa.select(CASE.c.id).where(CASE.c.finding == finding, CASE.c.subject == subject)
    with operations.reading() as connection:
        number = connection.scalar(asked)
        return None if number is None else read_case(connection, number)


def marks(operations: Operations) -> dict[str, str]:
    """Of every finding that has cases the mark of its last check; an empty one where there was none."""
    asked = sa.select(CASE.c.finding, sa.func.max(CHECK.c.mark)).outerjoin(CHECK, CHECK.c.finding == CASE.c.finding)
    with operations.reading() as connection:
        return {finding: mark or "" for finding, mark in connection.execute(asked.group_by(CASE.c.finding))}


def row_of(connection: sa.Connection, number: int) -> Any:
    """The row of a case; ``UnknownName`` where there is none of this number."""
    found = connection.execute(sa.select(CASE).where(CASE.c.id == number)).first()
    if found is None:
        raise UnknownName("case", str(number))
    return found


def read_case(connection: sa.Connection, number: int) -> Case:
    """One case with its events; errors as ``row_of``."""
    row = row_of(connection, number)
    columns = [column for column in EVENT.c if column.name != "case_id"]
    asked = sa.select(*columns).where(EVENT.c.case_id == number).order_by(EVENT.c.id)
    return replace(Case(*row), events=tuple(Event(*event) for event in connection.execute(asked)))
