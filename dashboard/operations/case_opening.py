"""How do cases begin: one or many at once, all of them or none?

What a finding says of each subject is given; what happens to a case afterwards is ``case_changes``'s business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from dashboard.operations.case_changes import before, event_row, kept_assignee, now, take_back
from dashboard.operations.cases import CASE, EVENT, OPEN, Subject
from dashboard.operations.database import Operations, kept_text
from graph_model.errors import BadValue

MOST_AT_ONCE: Final = 2_000
"""Cases that one request opens: as many as a drawer lists rows."""
_AGAIN: Final = ("name", "place", "state", "assignee", "due", "changed", "standing", "since", "version")


@dataclass(frozen=True)
class Opened:
    """What came of opening cases.

    Attributes
    ----------
    ids
        The number of each subject's case, in the order of the subjects.
    opened, reopened, held
        Those of them that are new, that were closed and are open again, and that were open and stay as they were.
    """

    ids: tuple[int, ...]
    opened: tuple[int, ...]
    reopened: tuple[int, ...]
    held: tuple[int, ...]


def open_cases(
    operations: Operations,
    finding: str,
    subjects: Sequence[Subject],
    *,
    by: str,
    assignee: str | None = None,
    due: dt.date | None = None,
    comment: str | None = None,
) -> Opened:
    """Begin to work on subjects of a finding, each named once. A closed case is opened again, an open one stays.

    Raises
    ------
    BadValue
        ``case_none``: no subject is given. ``case_many``: more than ``MOST_AT_ONCE``.
    UserError
        ``text_of_a_person``, ``text_too_long``: as ``kept_text``.
    """
    if not subjects:
        raise BadValue("case_none")
    if len(subjects) > MOST_AT_ONCE:
        raise BadValue("case_many", most=MOST_AT_ONCE)
    told, text = kept_assignee(assignee), kept_text(comment or "") or None
    mine = sa.select(CASE).where(CASE.c.finding == finding)
    with operations.writing() as connection:
        known = {row.subject: row for row in connection.execute(mine)}
        held = [known.get(one.code) for one in subjects]
        moment = now()
        rows = []
        for one, old in zip(subjects, held, strict=True):
            rows.append(
                {
                    "finding": finding,
                    "subject": one.code,
                    "name": one.name[:400],
                    "place": one.place,
                    "state": OPEN,
                    "assignee": told if told is not None or old is None else old.assignee,
                    "due": due if due is not None or old is None else old.due,
                    "opened": moment,
                    "changed": moment,
                    "standing": one.standing,
                    "since": dt.date.fromisoformat(one.evidence["as_of"]),
                    "version": 1 if old is None else old.version + 1,
                }
            )
        kinds = ["opened" if old is None else "held" if old.state == OPEN else "reopened" for old in held]
        fresh = [row for row, kind in zip(rows, kinds, strict=True) if kind == "opened"]
        if fresh:
            connection.execute(CASE.insert(), fresh)
        again = [
            {"of": old.id} | {f"to_{name}": row[name] for name in _AGAIN}
            for row, old, kind in zip(rows, held, kinds, strict=True)
            if kind == "reopened" and old is not None
        ]
        if again:
            changes: dict[str, Any] = {name: sa.bindparam(f"to_{name}") for name in _AGAIN}
            connection.execute(CASE.update().where(CASE.c.id == sa.bindparam("of")).values(**changes), again)
        numbers = {row.subject: row.id for row in connection.execute(mine)}
        ids = tuple(numbers[one.code] for one in subjects)
        events = [
            event_row(number, kind, by=by, text=text, evidence=one.evidence, before={} if old is None else before(old))
            for number, one, old, kind in zip(ids, subjects, held, kinds, strict=True)
            if kind != "held"
        ]
        if events:
            connection.execute(EVENT.insert(), events)
    told_of = {name: tuple(n for n, kind in zip(ids, kinds, strict=True) if kind == name) for name in set(kinds)}
    return Opened(ids, told_of.get("opened", ()), told_of.get("reopened", ()), told_of.get("held", ()))


def undo_opening(operations: Operations, numbers: Sequence[int], *, by: str) -> int:
    """Take back that cases were opened, all of them or none; how many. One that was new goes altogether.

    Raises
    ------
    UnknownName
        There is no such case.
    BadValue
        ``case_none``, ``case_many``: as ``open_cases``.
    UserError
        ``case_nothing_to_undo``: the last thing done with one of them is another's, or no opening.
    """
    told = list(dict.fromkeys(numbers))
    if not told:
        raise BadValue("case_none")
    if len(told) > MOST_AT_ONCE:
        raise BadValue("case_many", most=MOST_AT_ONCE)
    with operations.writing() as connection:
        for number in told:
            take_back(connection, number, by=by, kinds=("opened", "reopened"))
    return len(told)
