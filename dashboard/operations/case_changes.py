"""How does a case change: opened, given to somebody, closed with its evidence, opened again, taken back?

Every change is one event and one transaction. What a finding says of a subject is given, never asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from dashboard.operations.cases import (
    ABSENT,
    CASE,
    CHECK,
    CLOSED,
    EVENT,
    FOUND,
    LONGEST_ASSIGNEE,
    OPEN,
    PASSED,
    UNKNOWN,
    Case,
    Subject,
    read_case,
    row_of,
)
from dashboard.operations.database import Operations, kept_text
from graph_model.errors import BadValue, UnknownName, UserError

CHANGES: Final = ("assigned", "due", "comment", "measure", "closed", "reopened")
"""The kinds of event that a person can ask for on a case that is there."""
PROGRAM: Final = "gongjian"
"""Who opens a case again whose finding came back."""
MOST_AT_ONCE: Final = 1000
"""Cases that one request opens."""


def open_cases(
    operations: Operations,
    finding: str,
    subjects: Sequence[Subject],
    *,
    by: str,
    assignee: str | None = None,
    due: dt.date | None = None,
    comment: str | None = None,
) -> list[int]:
    """Begin to work on subjects of a finding; numbers in their order. A closed case is opened again, an open one stays.

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
    told, text = _assignee(assignee), kept_text(comment or "") or None
    numbers = []
    with operations.writing() as connection:
        known = {row.subject: row for row in connection.execute(sa.select(CASE).where(CASE.c.finding == finding))}
        for one in subjects:
            held = known.get(one.code)
            if held is not None and held.state == OPEN:
                numbers.append(held.id)
                continue
            now = _now()
            values = {
                "name": one.name[:400],
                "place": one.place,
                "state": OPEN,
                "assignee": told if told is not None or held is None else held.assignee,
                "due": due if due is not None or held is None else held.due,
                "changed": now,
                "standing": one.standing,
                "since": dt.date.fromisoformat(one.evidence["as_of"]),
            }
            if held is None:
                values |= {"finding": finding, "subject": one.code, "opened": now, "version": 1}
                connection.execute(CASE.insert().values(**values))
                number = connection.scalar(sa.select(sa.func.max(CASE.c.id)))
                before: dict[str, Any] = {}
            else:
                number, before = held.id, _before(held)
                connection.execute(CASE.update().where(CASE.c.id == number).values(**values, version=held.version + 1))
            kind = "opened" if held is None else "reopened"
            _write(connection, number, kind, by=by, text=text, evidence=one.evidence, before=before)
            numbers.append(number)
    return numbers


def change(
    operations: Operations,
    number: int,
    kind: str,
    *,
    by: str,
    text: str | None = None,
    due: dt.date | None = None,
    subject: Subject | None = None,
    version: int | None = None,
) -> Case:
    """Do something with a case.

    Parameters
    ----------
    kind
        One of ``CHANGES``.
    text
        The assignee (blank: nobody), the comment, the measure taken, or why a case is closed or opened again.
    due
        The day, for ``due``; None takes it away.
    subject
        What the finding says now; for ``closed`` and ``reopened``.
    version
        The version that was looked at; with another one meanwhile, nothing is changed.

    Raises
    ------
    UnknownName
        There is no such case or kind.
    BadValue
        ``case_text``: a comment or measure without words. ``case_reason``: closed while the finding does not say that
        the subject is no longer found, and no reason is given.
    UserError
        ``case_meanwhile``; ``case_closed``: only an open case takes an assignee, a day, a measure or a closing;
        ``case_open``: it is open already; ``text_of_a_person``, ``text_too_long``.
    """
    if kind not in CHANGES:
        raise UnknownName("case_change", kind, known=CHANGES)
    told = _assignee(text) if kind == "assigned" else kept_text(text or "") or None
    if kind in ("comment", "measure") and told is None:
        raise BadValue("case_text")
    if kind == "closed" and told is None and (subject is None or subject.standing != PASSED):
        raise BadValue("case_reason", standing=FOUND if subject is None else subject.standing)
    with operations.writing() as connection:
        held = row_of(connection, number)
        if version is not None and version != held.version:
            raise UserError("case_meanwhile", number=number)
        if kind == "reopened" and held.state == OPEN:
            raise UserError("case_open", number=number)
        if kind not in ("comment", "reopened") and held.state == CLOSED:
            raise UserError("case_closed", number=number)
        values: dict[str, Any] = {"version": held.version + 1, "changed": _now()}
        if kind == "assigned":
            values["assignee"] = told
        elif kind == "due":
            values["due"], told = due, None if due is None else due.isoformat()
        elif kind in ("closed", "reopened"):
            values["state"] = CLOSED if kind == "closed" else OPEN
            if subject is not None and subject.standing != held.standing:
                values |= {"standing": subject.standing, "since": dt.date.fromisoformat(subject.evidence["as_of"])}
        evidence = None if subject is None or kind not in ("closed", "reopened") else subject.evidence
        connection.execute(CASE.update().where(CASE.c.id == number).values(**values))
        _write(connection, number, kind, by=by, text=told, evidence=evidence, before=_before(held))
        return read_case(connection, number)


def undo(operations: Operations, number: int, *, by: str) -> Case | None:
    """Take back the last change of a case, which stays in its events as undone; None where the case went with it.

    Raises
    ------
    UnknownName
        There is no such case.
    UserError
        ``case_nothing_to_undo``: the last change is another's, or the program's, or has been taken back.
    """
    with operations.writing() as connection:
        held = row_of(connection, number)
        asked = sa.select(EVENT).where(EVENT.c.case_id == number, ~EVENT.c.undone).order_by(EVENT.c.id.desc()).limit(1)
        last = connection.execute(asked).first()
        if last is None or last.by != by:
            raise UserError("case_nothing_to_undo", number=number)
        if last.kind == "opened":
            connection.execute(EVENT.delete().where(EVENT.c.case_id == number))
            connection.execute(CASE.delete().where(CASE.c.id == number))
            return None
        due = last.before["due"]
        values = {
            "state": last.before["state"],
            "assignee": last.before["assignee"],
            "due": None if due is None else dt.date.fromisoformat(due),
            "version": held.version + 1,
            "changed": _now(),
        }
        connection.execute(CASE.update().where(CASE.c.id == number).values(**values))
        connection.execute(EVENT.update().where(EVENT.c.id == last.id).values(undone=True))
        return read_case(connection, number)


def reconcile(operations: Operations, finding: str, mark: str, told: Mapping[str, Subject], *, day: dt.date) -> int:
    """Keep what a finding says of the subjects of its cases; a closed case that is found again is opened again.

    Parameters
    ----------
    mark
        What stands for dataset, day and thresholds.
    told
        Subject by code; of a case that is not among them nothing is changed.
    day
        The as-of day.

    Returns
    -------
    int
        How many were opened again.
    """
    moved: list[dict[str, Any]] = []
    back: list[dict[str, Any]] = []
    with operations.writing() as connection:
        now = _now()
        for held in connection.execute(sa.select(CASE).where(CASE.c.finding == finding)):
            one = told.get(held.subject)
            if one is None or one.standing == held.standing:
                continue
            if held.state == CLOSED and one.standing == UNKNOWN:
                continue  # it stays as it was last told: what was found, then unknown, then found never went away
            again = held.state == CLOSED and one.standing == FOUND
            place = held.place if one.standing == ABSENT else one.place
            moved.append(
                {
                    "of": held.id,
                    "to_standing": one.standing,
                    "to_since": day,
                    "to_place": place,
                    "to_state": OPEN if again else held.state,
                    "to_version": held.version + again,
                    "to_changed": now if again else held.changed,
                }
            )
            if again:
                back.append(_event(held.id, "reopened", by=PROGRAM, evidence=one.evidence, before=_before(held)))
        if moved:
            names = ("standing", "since", "place", "state", "version", "changed")
            change_to: dict[str, Any] = {name: sa.bindparam(f"to_{name}") for name in names}
            connection.execute(CASE.update().where(CASE.c.id == sa.bindparam("of")).values(**change_to), moved)
        if back:
            connection.execute(EVENT.insert(), back)
        connection.execute(CHECK.delete().where(CHECK.c.finding == finding))
        connection.execute(CHECK.insert().values(finding=finding, mark=mark))
    return len(back)


def _before(held: Any) -> dict[str, Any]:
    """What undoing brings back."""
    due = None if held.due is None else held.due.isoformat()
    return {"state": held.state, "assignee": held.assignee, "due": due}


def _event(
    number: int,
    kind: str,
    *,
    by: str,
    text: str | None = None,
    evidence: Mapping[str, Any] | None = None,
    before: Mapping[str, Any],
) -> dict[str, Any]:
    told = None if evidence is None else dict(evidence)
    return {
        "case_id": number,
        "at": _now(),
        "by": by,
        "kind": kind,
        "text": text,
        "evidence": told,
        "before": dict(before),
        "undone": False,
    }


def _write(connection: sa.Connection, number: int, kind: str, **told: Any) -> None:
    connection.execute(EVENT.insert().values(**_event(number, kind, **told)))


def _assignee(text: str | None) -> str | None:
    return kept_text(text or "", most=LONGEST_ASSIGNEE) or None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
