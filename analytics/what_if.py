"""What would findings and scorecard say if a plan of edits came true, beside what they say now?

Plans are files; nothing here touches the dataset. The edits themselves are ``supposing``'s.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.finding import FOUND, Finding, as_judged, counts_of
from analytics.investigation import Investigation
from analytics.ledger_tables import OF_ONE_LAYER
from analytics.registry import DEFINITIONS
from analytics.supposing import FIELDS, OPTIONAL, Edit, supposed_network
from graph_model.errors import BadValue, place_in_text, reason_of
from graph_model.ledger.files import write_bytes

JUDGED: tuple[str, ...] = tuple(name for name in DEFINITIONS if name in OF_ONE_LAYER)
"""Findings that any edit touches: they follow from the network."""
NOT_JUDGED: tuple[str, ...] = ("figures_that_disagree",)
"""What was reported on days of its own is held against those days, which no plan speaks of."""
_NOT_OF_ORGANISATIONS = frozenset(
    {
        "overdue_quarterly_meetings",
        "staffing_below_standard",
        "funds_below_standard",
        "space_below_standard",
        "assistants_missing",
        "committees_without_contact",
        *NOT_JUDGED,
    }
)
_TOUCHED: Mapping[str, frozenset[str]] = {
    "tie": frozenset({*JUDGED, "weak_community_screen"}),
    "seat": frozenset({*JUDGED, "tied_on_paper_only", "weak_community_screen"}),
    "organisation": frozenset(DEFINITIONS) - _NOT_OF_ORGANISATIONS,
}
"""By what is edited, the findings whose answer may be another: a tie is supposed without the record behind it."""


@dataclass(frozen=True)
class EditPlan:
    """A named list of edits; ``as_of`` and ``place`` None where the file leaves them out."""

    name: str
    edits: tuple[Edit, ...]
    as_of: dt.date | None = None
    place: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As a plan file holds it."""
        told: dict[str, Any] = {"name": self.name}
        if self.as_of is not None:
            told["as_of"] = self.as_of.isoformat()
        if self.place is not None:
            told["place"] = self.place
        return told | {"edits": [edit.as_json() for edit in self.edits]}


@dataclass(frozen=True)
class Outcome:
    """One state of the network: as it is, or after a plan."""

    name: str
    findings: Mapping[str, Finding]
    scorecard: Mapping[str, Any]


@dataclass(frozen=True)
class WhatIf:
    """The network as it is, then after each plan.

    Attributes
    ----------
    as_of, place
        The day and place all speak of.
    before, after
        As it is; after each plan, in their order.
    judged
        The findings that the edits may change; the others say the same after as before.
    """

    as_of: dt.date
    place: str | None
    before: Outcome
    after: tuple[Outcome, ...]
    judged: tuple[str, ...] = JUDGED

    @property
    def not_touched(self) -> tuple[str, ...]:
        """The findings that say the same after as before, whatever the edits."""
        return tuple(name for name in DEFINITIONS if name not in (*self.judged, *NOT_JUDGED))

    def as_json(self) -> dict[str, Any]:
        """As the command line and the API show it: of each plan the numbers, and the subjects it adds and clears."""
        return {
            "as_of": self.as_of.isoformat(),
            "place": self.place,
            "before": _outcome_json(self.before),
            "plans": [{"name": one.name, **_outcome_json(one), "changes": self.changes(one)} for one in self.after],
            "not_touched": list(self.not_touched),
            "not_judged": list(NOT_JUDGED),
        }

    def changes(self, after: Outcome) -> dict[str, dict[str, list[str]]]:
        """By finding whose subjects differ: codes newly found and no longer found; ties as ``a|b``."""
        told = {}
        for name in self.judged:
            was, now = found_codes(self.before.findings[name]), found_codes(after.findings[name])
            if was != now:
                told[name] = {"new": sorted(now - was), "gone": sorted(was - now)}
        return told


def touched(plans: Sequence[EditPlan]) -> tuple[str, ...]:
    """The findings whose answer may change by the edits of plans, in order; those that follow from ties always."""
    kinds = {edit.do.partition("_")[2] for plan in plans for edit in plan.edits}
    told = frozenset(JUDGED).union(*(_TOUCHED[kind] for kind in kinds if kind in _TOUCHED))
    return tuple(name for name in DEFINITIONS if name in told)


def what_if(
    investigation: Investigation,
    plans: Sequence[EditPlan],
    *,
    as_of: dt.date | None = None,
    place: str | None = None,
) -> WhatIf:
    """Findings and scorecard before and after each plan, each plan on its own.

    Parameters
    ----------
    investigation
        The dataset; it stays as it is.
    plans
        One or more.
    as_of, place
        None takes those of the first plan, else the dataset's day and the whole region.

    Raises
    ------
    BadValue
        As ``supposed_network``, with the plan's name in ``at``.
    UnknownName
        There is no such place.
    """
    day = as_of or next((plan.as_of for plan in plans if plan.as_of), None) or investigation.default_day
    where = place or next((plan.place for plan in plans if plan.place), None)
    region = investigation.snapshot(as_of=day)

    names = touched(plans)

    def outcome(name: str, edits: Sequence[Edit]) -> Outcome:
        network = supposed_network(region, edits)
        return Outcome(
            name,
            {one: as_judged(told) for one, told in investigation.supposed(names, network, place=where).items()},
            investigation.supposed_scorecard(network, place=where),
        )

    after = []
    for plan in plans:
        try:
            after.append(outcome(plan.name, plan.edits))
        except BadValue as error:
            raise BadValue(error.code, **{**error.values, "at": f"{plan.name}: {error.values['at']}"}) from error
    return WhatIf(day, where, outcome("", ()), tuple(after), names)


def found_codes(finding: Finding) -> set[str]:
    """Codes of the subjects found; ties as ``a|b``."""
    rows = finding.rows.filter(finding.rows.get_column("status") == FOUND)
    names = ("a", "b") if "a" in rows.columns else ("code",)
    return {"|".join(row) for row in rows.select(names).iter_rows()}


def read_plan(path: Path) -> EditPlan:
    """A plan from a JSON or, by its ending, a TOML file: ``name``, ``as_of``, ``place`` and ``edits``.

    Raises
    ------
    BadValue
        ``cannot_read``, ``text_encoding``; ``text_unreadable`` with ``line`` and ``column``; ``plan_wrong`` with
        ``path``, ``at`` (``edits[2].layer``) and ``problem``, one of ``missing``, ``unknown``, ``not_text``,
        ``not_a_list``, ``not_a_table``, ``not_a_day``.
    """
    try:
        text = path.read_text("utf-8")
        told = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except OSError as error:
        raise BadValue("cannot_read", path=str(path), problem=reason_of(error)) from error
    except UnicodeDecodeError as error:
        raise BadValue("text_encoding", file=str(path)) from error
    except ValueError as error:
        kind = "TOML" if isinstance(error, tomllib.TOMLDecodeError) else "JSON"
        line, column = place_in_text(error)
        raise BadValue("text_unreadable", path=str(path), format=kind, line=line, column=column) from error

    return plan_of(told, path=str(path), name=path.stem)


def plan_of(told: Any, *, path: str = "", name: str = "") -> EditPlan:
    """A plan from what a file or a program told; ``path`` is named in errors, ``name`` stands where none is told.

    Raises
    ------
    BadValue
        ``plan_wrong``, as ``read_plan``.
    """

    def wrong(at: str, problem: str) -> BadValue:
        return BadValue("plan_wrong", path=path, at=at, problem=problem)

    if not isinstance(told, dict):
        raise wrong(".", "not_a_table")
    for field in told:
        if field not in {"name", "as_of", "place", "edits"}:
            raise wrong(field, "unknown")
    edits = told.get("edits")
    if not isinstance(edits, list):
        raise wrong("edits", "missing" if edits is None else "not_a_list")
    day, place = told.get("as_of"), told.get("place")
    try:
        as_of = day if day is None or isinstance(day, dt.date) else dt.date.fromisoformat(day)
    except (TypeError, ValueError) as error:
        raise wrong("as_of", "not_a_day") from error
    if place is not None and not isinstance(place, str):
        raise wrong("place", "not_text")
    return EditPlan(str(told.get("name") or name), tuple(_edits(edits, wrong)), as_of, place)


def write_plan(plan: EditPlan, path: Path) -> None:
    """Write a plan as the JSON file that ``read_plan`` reads; a file of that name is replaced, whole or not at all.

    Raises
    ------
    BadValue
        ``cannot_write`` with ``path`` and ``problem``.
    """
    text = json.dumps(plan.as_json(), ensure_ascii=False, indent=2) + "\n"
    try:
        write_bytes(path, text.encode())
    except OSError as error:
        raise BadValue("cannot_write", path=str(path), problem=reason_of(error)) from error


def edit_from(text: str) -> Edit:
    """One edit from ``do:value:value``, the values in the order of ``FIELDS``; those at the end may be left out.

    ``add_tie:agreements:HQ:XQ``, ``add_seat:FL:JC1``, ``drop_organisation:E2``.

    Raises
    ------
    BadValue
        ``edit_form`` with ``value`` and the ``forms`` there are.
    """
    do, *values = (one.strip() for one in text.split(":"))
    names = FIELDS.get(do, ())
    least = sum(name not in OPTIONAL for name in names)
    if not names or not least <= len(values) <= len(names) or not all(values[:least]):
        raise BadValue("edit_form", value=text, forms=[":".join((one, *FIELDS[one])) for one in FIELDS])
    return Edit(do, **{name: value for name, value in zip(names, values, strict=False) if value})


def _edits(edits: list[Any], wrong: Any) -> list[Edit]:
    read = []
    for number, one in enumerate(edits, start=1):
        at = f"edits[{number}]"
        if not isinstance(one, dict):
            raise wrong(at, "not_a_table")
        if one.get("do") not in FIELDS:
            raise wrong(f"{at}.do", "missing" if "do" not in one else "unknown")
        fields = FIELDS[one["do"]]
        for name, value in one.items():
            if name != "do" and name not in fields:
                raise wrong(f"{at}.{name}", "unknown")
            if not isinstance(value, str):
                raise wrong(f"{at}.{name}", "not_text")
        for name in fields:
            if name not in one and name not in OPTIONAL:
                raise wrong(f"{at}.{name}", "missing")
        read.append(Edit(**one))
    return read


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "findings": {name: counts_of(one) for name, one in outcome.findings.items()},
        "scorecard": dict(outcome.scorecard),
    }
