"""What do the findings say now of the subjects that somebody works on, and which case came back?

Joins cases with findings: evidence for opening and closing, and one check a dataset. Counts of people in evidence are
as they may leave; where cases are kept is ``operations.cases``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from analytics.finding import plain
from analytics.registry import DEFINITIONS
from dashboard import rights
from dashboard.operations.case_changes import change, open_cases, reconcile, undo
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
from dashboard.people import people_columns
from dashboard.people_signs import small
from graph_model.errors import BadValue, GongjianError, UnknownName
from graph_model.snapshot import places_below

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.report import Investigation
    from dashboard.service import Service

NOT_WORKED: Final = frozenset(
    {"organisation_coverage", "work_coverage", "ties_by_kind_of_place", "ties_by_domain", "key_organisations"}
)
"""Findings whose rows are no shortcoming: what is covered or tied, and who holds it together."""
WORKED: Final = tuple(name for name in DEFINITIONS if name not in NOT_WORKED)
LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "place": ("Place",),
    "community": ("Place",),
    "unit": ("Unit",),
    "organisation": ("Organisation",),
    "tie": ("Organisation",),
    "agreement": ("Agreement",),
    "committee": ("Committee",),
    "listing": ("Listing",),
    "figure": ("Figure",),
    "pair": ("Organisation", "Unit"),
}
"""Labels of the graph whose nodes are the subjects of a kind."""
NAMES: Final = ("code", "a", "b", "name", "a_name", "b_name", "status")


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
        subjects: Sequence[str],
        *,
        assignee: str | None = None,
        due: dt.date | None = None,
        comment: str | None = None,
    ) -> list[int]:
        """Begin to work on subjects of a finding; numbers in their order. Errors as ``open_cases`` and ``subject``."""
        worked(finding)
        if not subjects:
            raise BadValue("case_none")
        told = self.subjects(finding, subjects)
        for code in subjects:
            if told[code].standing in (PASSED, ABSENT):
                raise UnknownName("case_subject", code)
        return open_cases(
            self.operations,
            finding,
            [told[code] for code in dict.fromkeys(subjects)],
            by=rights.ASKING.get().name,
            assignee=assignee,
            due=due,
            comment=comment,
        )

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

    def place_names(self) -> dict[str, str]:
        """The name of every place of the dataset, by code."""
        investigation = self._service.investigation()
        places = investigation.snapshot(as_of=investigation.default_day).places
        return dict(places.select("code", "name").iter_rows())

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
            back += reconcile(self.operations, finding, mark, self.subjects(finding, codes), day=day)
        return back

    def check_aside(self) -> None:
        """Begin ``check`` beside what goes on, where another dataset is published than was checked last."""
        held = marks(self.operations)
        mark = mark_of(self._service.investigation()) if held else ""
        if any(last != mark for last in held.values()):
            self._service.works.ask(("cases", mark), lambda _work: self.check())

    def subject(self, finding: str, code: str) -> Subject:
        """What a finding says now of one subject."""
        return self.subjects(finding, [code])[code]

    def subjects(self, finding: str, codes: Collection[str]) -> dict[str, Subject]:
        """What a finding says now of subjects, whole region and all layers, on the newest day of the dataset."""
        investigation = self._service.investigation()
        day = investigation.default_day
        told = self._service.told(investigation).finding(finding, as_of=day)
        keys = subject_codes(told.rows)
        wanted = pl.DataFrame({"key": list(dict.fromkeys(codes))}, schema={"key": pl.String})
        joined = wanted.join(keys.to_frame("key").with_row_index("row"), on="key", how="left")
        missing = joined.filter(pl.col("row").is_null()).get_column("key")
        here = self._held(investigation, DEFINITIONS[finding].subject, missing)
        kept = {"dataset": investigation.published.version, "as_of": day.isoformat()}
        kind = DEFINITIONS[finding].subject
        subjects = {}
        for key, row in joined.iter_rows():
            if row is None:
                standing = PASSED if key in here else ABSENT
                evidence = {**kept, "status": standing, "values": {}}
                place = key if kind in ("place", "community") else None
                subjects[key] = Subject(key, key, place, standing, evidence)
            else:
                subjects[key] = _subject(told, row, key, kind, kept)
        return subjects

    def _held(self, investigation: Investigation, kind: str, codes: pl.Series) -> frozenset[str]:
        """Those of some codes that the dataset knows at all; of a tie or pair both ends."""
        if codes.is_empty():
            return frozenset()
        known: set[str] = set()
        for label in LABELS[kind]:
            known.update(investigation.table(label, columns=["code"]).get_column("code").to_list())
        two = kind in ("tie", "pair")
        return frozenset(code for code in codes if all(end in known for end in (code.split("|") if two else [code])))


class CasesSeen:
    """The cases that one page or drawer tells of; each finding's are read once.

    Parameters
    ----------
    service
        As ``CaseWork``.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._of: dict[str, dict[str, Case] | None] = {}

    @cached_property
    def open_counts(self) -> dict[str, int]:
        """How many cases are open, by finding; a check against a newer dataset is begun aside. Nothing on an error."""
        try:
            work = CaseWork(self._service)
            work.check_aside()
            return work.open_counts()
        except GongjianError:  # told where cases are the matter: on their page and in their drawer
            return {}

    def of(self, finding: str) -> dict[str, Case] | None:
        """The cases of a finding by subject; None where they cannot be read."""
        if finding not in self._of:
            try:
                work = CaseWork(self._service)
                self._of[finding] = {one.subject: one for one in work.all(finding=finding)}
            except GongjianError:
                self._of[finding] = None
        return self._of[finding]


def worked(finding: str) -> str:
    """The id of a finding whose rows can be worked on.

    Raises
    ------
    UnknownName
        There is no such finding, or its rows are no shortcoming; carries the nearest that can.
    """
    if finding not in WORKED:
        raise UnknownName("case_finding", finding, known=WORKED)
    return finding


def subject_codes(rows: pl.DataFrame) -> pl.Series:
    """The subject of each row of a finding: its code, or ``a|b`` of a tie or pair."""
    if "code" in rows.columns:
        return rows.get_column("code")
    return rows.select(pl.concat_str(["a", "b"], separator="|").alias("code")).get_column("code")


def mark_of(investigation: Investigation) -> str:
    """What stands for dataset, newest day and thresholds: findings are the same as long as it is."""
    rules = sorted((name, one.value) for name, one in investigation.rules.thresholds.items())
    told = f"{investigation.published.version} {investigation.default_day} {rules}"
    return hashlib.sha256(told.encode()).hexdigest()


def told_values(values: Mapping[str, Any], *, shown_from: int) -> dict[str, Any]:
    """Values of kept evidence as they may leave now: the bar may have been raised since they were kept."""
    people = people_columns()
    return {
        name: small(shown_from)
        if name in people and isinstance(value, int) and not isinstance(value, bool) and value < shown_from
        else value
        for name, value in values.items()
    }


def _subject(finding: Finding, row: int, key: str, kind: str, kept: Mapping[str, Any]) -> Subject:
    told = finding.rows.row(row, named=True)
    values = {name: plain(value) for name, value in told.items() if name not in NAMES}
    own = kind in ("place", "community")
    place = told["code"] if own else told.get("community") or told.get("place")
    name = told["name"] if "name" in told else f"{told['a_name']} – {told['b_name']}"
    evidence = {**kept, "status": told["status"], "values": values}
    return Subject(key, name or key, place, told["status"], evidence)
