"""How does a case change: given to somebody, closed with its evidence, opened again, taken back?

Every change is one event and one transaction. What a finding says of a subject is given, never asked for; how cases
begin is ``case_opening``'s business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Final

import sqlalchemy as sa

from dashboard.operations.cases import (
    ABSENT,
    CASE,
    CHECK,
    CLOSED,
    EVENT,
    FOUND,
    KINDS,
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
    told = kept_assignee(text) if kind == "assigned" else kept_text(text or "") or None
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
        values: dict[str, Any] = {"version": held.version + 1, "changed": now()}
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
        _write(connection, number, kind, by=by, text=told, evidence=evidence, before=before(held))
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
        return read_case(connection, number) if take_back(connection, number, by=by) else None


def take_back(connection: sa.Connection, number: int, *, by: str, kinds: Collection[str] = KINDS) -> bool:
    """Undo the last change of a case, if of these kinds; False where the case went with it. Errors as ``undo``."""
    held = row_of(connection, number)
    asked = sa.select(EVENT).where(EVENT.c.case_id == number, ~EVENT.c.undone).order_by(EVENT.c.id.desc()).limit(1)
    last = connection.execute(asked).first()
    if last is None or last.by != by or last.kind not in kinds:
        raise UserError("case_nothing_to_undo", number=number)
    if last.kind == "opened":
        connection.execute(EVENT.delete().where(EVENT.c.case_id == number))
        connection.execute(CASE.delete().where(CASE.c.id == number))
        return False
    due = last.before["due"]
    values = {
        "state": last.before["state"],
        "assignee": last.before["assignee"],
        "due": None if due is None else dt.date.fromisoformat(due),
        "version": held.version + 1,
        "changed": now(),
    }
    connection.execute(CASE.update().where(CASE.c.id == number).values(**values))
    connection.execute(EVENT.update().where(EVENT.c.id == last.id).values(undone=True))
    return True


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
        moment = now()
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
                    "to_changed": moment if again else held.changed,
                }
            )
            if again:
                back.append(event_row(held.id, "reopened", by=PROGRAM, evidence=one.evidence, before=before(held)))
        if moved:
            names = ("standing", "since", "place", "state", "version", "changed")
            change_to: dict[str, Any] = {name: sa.bindparam(f"to_{name}") for name in names}
            connection.execute(CASE.update().where(CASE.c.id == sa.bindparam("of")).values(**change_to), moved)
        if back:
            connection.execute(EVENT.insert(), back)
        connection.execute(CHECK.delete().where(CHECK.c.finding == finding))
        connection.execute(CHECK.insert().values(finding=finding, mark=mark))
    return len(back)


def before(held: Any) -> dict[str, Any]:
    """What undoing brings back."""
    due = None if held.due is None else held.due.isoformat()
    return {"state": held.state, "assignee": held.assignee, "due": due}


def event_row(
    number: int,
    kind: str,
    *,
    by: str,
    text: str | None = None,
    evidence: Mapping[str, Any] | None = None,
    before: Mapping[str, Any],
) -> dict[str, Any]:
    """The row of something that was done now."""
    told = None if evidence is None else dict(evidence)
    return {
        "case_id": number,
        "at": now(),
        "by": by,
        "kind": kind,
        "text": text,
        "evidence": told,
        "before": dict(before),
        "undone": False,
    }


def _write(connection: sa.Connection, number: int, kind: str, **told: Any) -> None:
    connection.execute(EVENT.insert().values(**event_row(number, kind, **told)))


def kept_assignee(text: str | None) -> str | None:
    """A post or an office as it may be kept; None where nothing is written. Errors as ``kept_text``."""
    return kept_text(text or "", most=LONGEST_ASSIGNEE) or None


def now() -> dt.datetime:
    """The present moment, as times are kept."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
