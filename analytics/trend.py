"""How did findings and the scorecard move from day to day, and by which subjects that came, went or changed?

Each day is judged on the dataset as of that day. Columns without a past hold today's value on every day
(``method_data.WITHOUT_PAST``); why a thing happened is not known.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from analytics.fetched import DAYS_KEPT
from analytics.finding import Finding, as_judged, counts_of
from analytics.investigation import Investigation
from analytics.registry import DEFINITIONS
from analytics.sensitivity import SCREEN
from analytics.trend_events import RowEvents
from analytics.trend_reasons import OF_TIES, ties_that_differ, turned_indicators
from analytics.trend_rows import SUBJECT_LABELS, rows_that_differ
from analytics.trend_steps import Step, among, population_of, step_between, subjects_of, with_reasons
from graph_model.errors import BadValue, UnknownName
from graph_model.snapshot import Snapshot, months_before

STEPS: Mapping[str, int] = {"quarter": 3, "year": 12}


@dataclass(frozen=True)
class Trend:
    """Findings and scorecard on several days.

    Attributes
    ----------
    days
        In order.
    findings
        Id → the finding of each day; everybody is unknown where it could not be judged.
    steps
        Id → what differs from each day to the next; one fewer than the days, none where that was not asked.
    scorecards
        The scorecard of each day.
    """

    days: tuple[dt.date, ...]
    findings: Mapping[str, tuple[Finding, ...]]
    steps: Mapping[str, tuple[Step, ...]]
    scorecards: tuple[Mapping[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """As the command line and the API show it: numbers and codes, no evidence."""
        return {
            "days": [day.isoformat() for day in self.days],
            "findings": {
                name: {
                    "at": [
                        {"as_of": day.isoformat(), **counts_of(one)} for day, one in zip(self.days, told, strict=True)
                    ],
                    "steps": [step.as_json() for step in self.steps[name]],
                }
                for name, told in self.findings.items()
            },
            "scorecard": [
                {"as_of": day.isoformat(), **card} for day, card in zip(self.days, self.scorecards, strict=True)
            ],
        }


def days_between(since: dt.date, until: dt.date, *, every: str) -> tuple[dt.date, ...]:
    """The days from one to another, counted back from the later one, which is always among them.

    Where the later day ends a month, so does every other.

    Raises
    ------
    UnknownName
        ``every`` is neither ``quarter`` nor ``year``.
    BadValue
        ``days_reversed``: the earlier day is the later one; ``days_too_many``: more than an investigation keeps.
    """
    if every not in STEPS:
        raise UnknownName("step", every, known=STEPS)
    if since > until:
        raise BadValue("days_reversed", since=since, until=until)
    ends = until.day == calendar.monthrange(until.year, until.month)[1]
    days: list[dt.date] = []
    while len(days) <= DAYS_KEPT:
        day = months_before(until, STEPS[every] * len(days))
        day = day.replace(day=calendar.monthrange(day.year, day.month)[1]) if ends else day
        if day < since:
            return tuple(reversed(days))
        days.append(day)
    raise BadValue("days_too_many", most=DAYS_KEPT)


def days_asked(
    default_day: dt.date, *, since: dt.date | None, until: dt.date | None, every: str, named: Sequence[dt.date] = ()
) -> tuple[dt.date, ...]:
    """The days named, else those from ``since`` (a year before) to ``until`` (the dataset's day).

    Raises
    ------
    UnknownName, BadValue
        As ``days_between``; ``days_too_many`` also for days named; ``days_too_early``: no calendar reaches back there.
    """
    if len(set(named)) > DAYS_KEPT:
        raise BadValue("days_too_many", most=DAYS_KEPT)
    if named:
        return tuple(sorted(set(named)))
    last = default_day if until is None else until
    try:
        return days_between(months_before(last, 12) if since is None else since, last, every=every)
    except (ValueError, OverflowError) as error:
        raise BadValue("days_too_early", day=last) from error


def trend(
    investigation: Investigation,
    days: Sequence[dt.date],
    findings: Sequence[str] = (),
    *,
    place: str | None = None,
    brief: bool = False,
    between: bool = True,
    step: Callable[[int, int], None] | None = None,
) -> Trend:
    """Findings (all, where none is named) and the scorecard on some days.

    Parameters
    ----------
    investigation
        The dataset.
    days
        Any days, at least one; told in their order, each once.
    findings
        Ids.
    place
        Narrows everything.
    brief
        The scorecards then hold only the figures that take no time (``brief_scorecards``).
    between
        Whether what differs from each day to the next is told, too.
    step
        Called with the days judged so far and of how many.

    Raises
    ------
    UnknownName
        There is no such finding or place.
    """
    ordered = tuple(sorted(set(days)))
    names = dict.fromkeys(list(findings) or DEFINITIONS)
    judged: dict[str, list[Finding]] = {name: [] for name in names}
    cards, there = [], []
    for done, day in enumerate(ordered):
        if step is not None:
            step(done, len(ordered))
        ahead = ordered[done + 1] if done + 1 < len(ordered) else None
        with investigation.fetching(names, as_of=day, ahead=ahead):
            there.append(investigation.snapshot(as_of=day, place=place))
            for name in names:
                judged[name].append(as_judged(investigation.finding(name, as_of=day, place=place)))
            of = investigation.brief_scorecard if brief else investigation.scorecard
            cards.append(of(as_of=day, place=place))
    told = {name: tuple(one) for name, one in judged.items()}
    steps = _steps(investigation, ordered, told, there) if between else dict.fromkeys(told, ())
    return Trend(ordered, told, steps, tuple(cards))


def _steps(
    investigation: Investigation,
    ordered: Sequence[dt.date],
    told: Mapping[str, tuple[Finding, ...]],
    there: Sequence[Snapshot],
) -> dict[str, tuple[Step, ...]]:
    """What differs in each finding from each day to the next."""

    @cache
    def read(name: str, columns: tuple[str, ...]) -> pl.DataFrame:
        return investigation.table(name, columns=columns)

    steps: dict[str, list[Step]] = {name: [] for name in told}
    subjects = {name: [subjects_of(one) for one in some] for name, some in told.items()}
    kinds = {DEFINITIONS[name].subject for name in told}
    figures = read("Figure", ("code", "as_of"))
    known = [{kind: population_of(kind, snapshot, figures) for kind in kinds} for snapshot in there]
    for at in range(len(ordered) - 1):
        ties = ties_that_differ([investigation.snapshot(as_of=day) for day in ordered[at : at + 2]])
        events = RowEvents(read, ordered[at : at + 2])
        for name, one in told.items():
            two = one[at : at + 2]
            differ = turned_indicators(two) if name == SCREEN else None
            kind = DEFINITIONS[name].subject
            because = ties if name in OF_TIES else None if differ is None else among(differ)
            if because is None and kind in SUBJECT_LABELS:
                because = rows_that_differ(events, name, kind=kind)
            populations = [one_day[kind] for one_day in known[at : at + 2]]
            step_told = step_between(ordered[at : at + 2], two, subjects[name][at : at + 2], populations)
            steps[name].append(with_reasons(step_told, because))
    return {name: tuple(of) for name, of in steps.items()}
