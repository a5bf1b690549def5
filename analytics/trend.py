"""How did findings and the scorecard move from day to day, and by which subjects that came, went or changed?

Each day is judged on the dataset as of that day. Columns without a past hold today's value on every day
(``method_data.WITHOUT_PAST``); why a thing happened is not known.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analytics.fetched import DAYS_KEPT
from analytics.finding import FOUND, UNKNOWN, Finding
from analytics.investigation import Investigation
from analytics.registry import DEFINITIONS
from analytics.sensitivity import SCREEN
from analytics.trend_reasons import OF_TIES, Because, ties_that_differ, turned_indicators
from graph_model.errors import BadValue, UnknownName
from graph_model.snapshot import Snapshot, months_before

STEPS: Mapping[str, int] = {"quarter": 3, "year": 12}
CAME, WENT, CHANGED = "came", "went", "changed"
WAS_UNKNOWN, BECAME_UNKNOWN = "was_unknown", "became_unknown"


@dataclass(frozen=True)
class Step:
    """What differs in one finding between two days.

    Attributes
    ----------
    since, until
        The two days.
    new, gone
        ``code``, ``name``, ``why``. New: ``came`` (it was not there on the earlier day), ``was_unknown``, ``changed``.
        Gone: ``went`` (it is not there any more), ``became_unknown``, ``changed``. Ties by ``a|b``.
    still
        Codes found on both days.
    worse, better
        Of the screen, those found on both days whose fails rose or fell: ``code``, ``name``, ``before``, ``after``.

    Of findings that follow from ties, and of the screen, those whose state changed also tell ``because``: the ties that
    came and went, the indicators that turned (``trend_reasons``).
    """

    since: dt.date
    until: dt.date
    new: tuple[dict[str, Any], ...]
    gone: tuple[dict[str, Any], ...]
    still: tuple[str, ...]
    worse: tuple[dict[str, Any], ...] = ()
    better: tuple[dict[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As the command line and the API show it."""
        lists = {"new": self.new, "gone": self.gone, "worse": self.worse, "better": self.better}
        rows = {name: [{**row, "because": row.get("because", [])} for row in some] for name, some in lists.items()}
        told: dict[str, Any] = {
            "from": self.since.isoformat(),
            "to": self.until.isoformat(),
            "new": rows["new"],
            "gone": rows["gone"],
            "still": list(self.still),
        }
        return told | ({"worse": rows["worse"], "better": rows["better"]} if self.worse or self.better else {})


@dataclass(frozen=True)
class Trend:
    """Findings and scorecard on several days.

    Attributes
    ----------
    days
        In order.
    findings
        Id → the finding of each day.
    steps
        Id → what differs from each day to the next; one fewer than the days.
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
                        {"as_of": day.isoformat(), "count": one.count, "of": one.of, "unknown": one.unknown}
                        for day, one in zip(self.days, told, strict=True)
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
                judged[name].append(investigation.finding(name, as_of=day, place=place))
            of = investigation.brief_scorecard if brief else investigation.scorecard
            cards.append(of(as_of=day, place=place))
    told = {name: tuple(one) for name, one in judged.items()}
    steps: dict[str, list[Step]] = {name: [] for name in told}
    subjects = {name: [_subjects(one) for one in some] for name, some in told.items()}
    kinds = {DEFINITIONS[name].subject for name in told}
    known = [{kind: _population(kind, snapshot) for kind in kinds} for snapshot in there]
    for at in range(len(ordered) - 1):
        ties = ties_that_differ([investigation.snapshot(as_of=day) for day in ordered[at : at + 2]])
        for name, one in told.items():
            two = one[at : at + 2]
            differ = turned_indicators(two) if name == SCREEN else None
            because = ties if name in OF_TIES else None if differ is None else _among(differ)
            kind = DEFINITIONS[name].subject
            populations = [one_day[kind] for one_day in known[at : at + 2]]
            step_told = _step(ordered[at : at + 2], two, subjects[name][at : at + 2], populations)
            steps[name].append(_because(step_told, because))
    return Trend(ordered, told, {name: tuple(of) for name, of in steps.items()}, tuple(cards))


def _among(differ: Mapping[str, Because]) -> Callable[[Iterable[str]], Mapping[str, Because]]:
    return lambda codes: {code: differ[code] for code in codes if code in differ}


def _because(step: Step, because: Callable[[Iterable[str]], Mapping[str, Because]] | None) -> Step:
    """The step with what changed around those whose state changed, where something did."""
    if because is None:
        return step
    rows = [*step.new, *step.gone, *step.worse, *step.better]
    reasons = because([row["code"] for row in rows if row.get("why", CHANGED) not in (CAME, WENT)])

    def told(some: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
        return tuple(row | {"because": reasons[row["code"]]} if row["code"] in reasons else row for row in some)

    return replace(step, new=told(step.new), gone=told(step.gone), worse=told(step.worse), better=told(step.better))


def _step(
    days: Sequence[dt.date],
    findings: Sequence[Finding],
    subjects: Sequence[tuple[dict[str, str | None], set[str]]],
    known: Sequence[frozenset[str] | None],
) -> Step:
    (was, was_unknown), (now, now_unknown) = subjects
    new = tuple(
        {
            "code": code,
            "name": now[code],
            "why": WAS_UNKNOWN
            if code in was_unknown
            else CAME
            if known[0] is not None and code not in known[0]
            else CHANGED,
        }
        for code in sorted(set(now) - set(was))
    )
    gone = tuple(
        {
            "code": code,
            "name": was[code],
            "why": BECAME_UNKNOWN
            if code in now_unknown
            else WENT
            if known[1] is not None and code not in known[1]
            else CHANGED,
        }
        for code in sorted(set(was) - set(now))
    )
    still = tuple(sorted(set(was) & set(now)))
    fails = [_fails(finding) for finding in findings]
    moved: list[dict[str, Any]] = [
        {"code": code, "name": now[code], "before": fails[0][code], "after": fails[1][code]}
        for code in still
        if fails[0].get(code) != fails[1].get(code)
    ]
    return Step(
        days[0],
        days[1],
        new,
        gone,
        still,
        worse=tuple(one for one in moved if one["after"] > one["before"]),
        better=tuple(one for one in moved if one["after"] < one["before"]),
    )


def _subjects(finding: Finding) -> tuple[dict[str, str | None], set[str]]:
    """Names of those found by code, and the codes of those unknown; a tie's code is ``a|b``."""
    rows = _coded(finding.rows)
    found = rows.filter(pl.col("status") == FOUND).select("_code", "_name")
    return dict(found.iter_rows()), set(rows.filter(pl.col("status") == UNKNOWN).get_column("_code"))


def _coded(rows: pl.DataFrame) -> pl.DataFrame:
    if "a" in rows.columns:
        names = [pl.col(name).fill_null("") for name in ("a_name", "b_name")]
        return rows.with_columns(
            pl.concat_str("a", "b", separator="|").alias("_code"), pl.concat_str(names, separator=" – ").alias("_name")
        )
    return rows.with_columns(pl.col("code").alias("_code"), pl.col("name").alias("_name"))


def _fails(finding: Finding) -> dict[str, int]:
    return dict(finding.rows.select("code", "fails").iter_rows()) if "fails" in finding.rows.columns else {}


def _population(subject: str, snapshot: Snapshot) -> frozenset[str] | None:
    """Codes of everyone of a kind that is there on the day; None where a snapshot does not tell."""
    if subject == "tie":
        return frozenset(snapshot.ties().select(pl.concat_str("a", "b", separator="|")).to_series())
    told = {
        "organisation": snapshot.organisations,
        "committee": snapshot.committees,
        "agreement": snapshot.agreements.filter("alive"),
        "listing": snapshot.listings,
    }
    return frozenset(told[subject].get_column("code")) if subject in told else None
