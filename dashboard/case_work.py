"""Which cases are there, and what may a person do with them against the findings of the published dataset?

Joins cases with findings: evidence for opening and closing, and one check a dataset. What a finding says of a subject
is ``case_subjects``'s business; where cases are kept is ``operations.cases``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from analytics.registry import DEFINITIONS
from dashboard import rights
from dashboard.case_subjects import mark_of, subjects, worked
from dashboard.operations.case_changes import change, reconcile, undo
from dashboard.operations.case_opening import MOST_AT_ONCE, Opened, open_cases, undo_opening
from dashboard.operations.cases import (
    ABSENT,
    PASSED,
    STANDINGS,
    STATES,
    Case,
    Subject,
    case,
    case_of,
    cases,
    marks,
    open_counts,
)
from dashboard.operations.database import Operations, open_operations
from graph_model.errors import BadValue, UnknownName
from graph_model.snapshot import places_below

if TYPE_CHECKING:
    from dashboard.service import Service


class CaseWork:
    """The cases of one data folder beside the findings of the dataset that is published.

    Parameters
    ----------
    service
        Ledger and store as the person who is asking may see them.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self.operations: Operations = open_operations(service.settings)

    def all(
        self,
        *,
        finding: str | None = None,
        place: str | None = None,
        assignee: str | None = None,
        state: str | None = None,
        standing: str | None = None,
        overdue: bool = False,
    ) -> list[Case]:
        """Cases as they stand against the dataset, those due first.

        Parameters
        ----------
        place
            Code of a place; cases of subjects in it and below it.
        assignee
            A part of what stands there.
        standing
            Only those of which the finding now says so.
        overdue
            Only those that are open and whose day is past.

        Raises
        ------
        UnknownName
            There is no such finding, place, state or standing.
        """
        if finding is not None:
            worked(finding)
        if state is not None and state not in STATES:
            raise UnknownName("case_state", state, known=STATES)
        self.check() if finding is None else self.check([finding])
        told = cases(self.operations, finding=finding, state=state)
        if place is not None:
            investigation = self._service.investigation()
            snapshot = investigation.snapshot(as_of=investigation.default_day, place=place)
            below = set(places_below(snapshot.places, place).to_list())
            told = [one for one in told if one.place in below]
        if assignee:
            told = [one for one in told if one.assignee is not None and assignee in one.assignee]
        if standing is not None:
            if standing not in STANDINGS:
                raise UnknownName("case_standing", standing, known=STANDINGS)
            told = [one for one in told if one.standing == standing]
        today = dt.date.today()
        return [one for one in told if one.overdue(today)] if overdue else told

    def one(self, number: int) -> Case:
        """One case with its events, checked; ``UnknownName`` where there is none of this number."""
        self.check([case(self.operations, number).finding])
        return case(self.operations, number)

    def of(self, finding: str, subject: str) -> Case | None:
        """The case of a subject, checked; None where nobody works on it."""
        worked(finding)
        self.check([finding])
        return case_of(self.operations, finding, subject)

    def open(
        self,
        finding: str,
        codes: Sequence[str],
        *,
        assignee: str | None = None,
        due: dt.date | None = None,
        comment: str | None = None,
    ) -> Opened:
        """Begin to work on subjects of a finding, all of them or none. Errors as ``open_cases`` and ``split``."""
        there, gone = self.split(finding, codes)
        if gone:
            raise UnknownName("case_subject", gone[0])
        by = rights.ASKING.get().name
        return open_cases(self.operations, finding, there, by=by, assignee=assignee, due=due, comment=comment)

    def split(self, finding: str, codes: Sequence[str]) -> tuple[list[Subject], list[str]]:
        """Subjects that can be worked on, each once, and codes of those that the finding does not tell of now.

        Raises
        ------
        UnknownName
            There is no such finding, or its rows are no shortcoming.
        BadValue
            ``case_many``: more than one request opens.
        """
        worked(finding)
        if len(codes) > MOST_AT_ONCE:
            raise BadValue("case_many", most=MOST_AT_ONCE)
        told = subjects(self._service, finding, codes)
        gone = [code for code, one in told.items() if one.standing in (PASSED, ABSENT)]
        return [one for one in told.values() if one.standing not in (PASSED, ABSENT)], gone

    def change(
        self, number: int, kind: str, *, text: str | None = None, due: dt.date | None = None, version: int | None = None
    ) -> Case:
        """Do something with a case; closing and opening again keep what the finding says now. Errors as ``change``."""
        subject = None
        if kind in ("closed", "reopened"):
            held = case(self.operations, number)
            subject = self.subject(held.finding, held.subject)
        by = rights.ASKING.get().name
        return change(self.operations, number, kind, by=by, text=text, due=due, subject=subject, version=version)

    def undo(self, number: int) -> Case | None:
        """Take back the last change of the person who is asking; errors as ``undo``."""
        return undo(self.operations, number, by=rights.ASKING.get().name)

    def undo_opening(self, numbers: Sequence[int]) -> int:
        """Take back that the person who is asking opened cases, all or none; errors as ``undo_opening``."""
        return undo_opening(self.operations, numbers, by=rights.ASKING.get().name)

    def place_names(self) -> Mapping[str, str]:
        """The name of every place of the dataset, by code."""
        investigation = self._service.investigation()
        return investigation.snapshot(as_of=investigation.default_day).place_names

    def open_counts(self) -> dict[str, int]:
        """How many cases are open, by finding; not checked against the dataset."""
        return open_counts(self.operations)

    def check(self, findings: Collection[str] | None = None) -> int:
        """Hold cases against the dataset, where they were not yet; how many were opened again.

        Parameters
        ----------
        findings
            Those that are looked at; all where None.
        """
        held = marks(self.operations)
        if not held:
            return 0
        investigation = self._service.investigation()
        mark = mark_of(investigation)
        back = 0
        for finding, last in held.items():
            if last == mark or finding not in DEFINITIONS or (findings is not None and finding not in findings):
                continue
            codes = [one.subject for one in cases(self.operations, finding=finding)]
            day = investigation.default_day
            back += reconcile(self.operations, finding, mark, subjects(self._service, finding, codes), day=day)
        return back

    def check_aside(self) -> None:
        """Begin ``check`` beside what goes on, where another dataset is published than was checked last."""
        held = marks(self.operations)
        mark = mark_of(self._service.investigation()) if held else ""
        if any(last != mark for last in held.values()):
            self._service.works.ask(("cases", mark), lambda _work: self.check())

    def subject(self, finding: str, code: str) -> Subject:
        """What a finding says now of one subject."""
        return subjects(self._service, finding, [code])[code]
