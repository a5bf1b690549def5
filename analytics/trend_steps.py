"""What differs in one finding between two days: who is new, who is gone, who stays, and why as far as it is known?

Subjects by code; which days are compared is ``trend``'s business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analytics.finding import FOUND, UNKNOWN, Finding
from analytics.trend_reasons import Because
from graph_model.snapshot import Snapshot

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

    Those whose state changed also tell ``because``: of findings that follow from ties the ties that came and went, of
    the screen the indicators that turned (``trend_reasons``), of all others the rows that name them (``trend_rows``).
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


def among(differ: Mapping[str, Because]) -> Callable[[Iterable[str]], Mapping[str, Because]]:
    """The reasons of some subjects, of those there are."""
    return lambda codes: {code: differ[code] for code in codes if code in differ}


def with_reasons(step: Step, because: Callable[[Iterable[str]], Mapping[str, Because]] | None) -> Step:
    """The step with what changed around those whose state changed, where something did."""
    if because is None:
        return step
    rows = [*step.new, *step.gone, *step.worse, *step.better]
    reasons = because([row["code"] for row in rows if row.get("why", CHANGED) not in (CAME, WENT)])

    def told(some: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
        return tuple(row | {"because": reasons[row["code"]]} if row["code"] in reasons else row for row in some)

    return replace(step, new=told(step.new), gone=told(step.gone), worse=told(step.worse), better=told(step.better))


def _only_in(
    here: Mapping[str, str | None],
    there: Mapping[str, str | None],
    unknown: tuple[Set[str], str],
    known: tuple[Set[str] | None, str],
) -> tuple[dict[str, Any], ...]:
    """The subjects of one day that the other has not, and why: it was not known there, was not there, or changed."""

    def why(code: str) -> str:
        if code in unknown[0]:
            return unknown[1]
        return known[1] if known[0] is not None and code not in known[0] else CHANGED

    return tuple({"code": code, "name": here[code], "why": why(code)} for code in sorted(set(here) - set(there)))


def step_between(
    days: Sequence[dt.date],
    findings: Sequence[Finding],
    subjects: Sequence[tuple[dict[str, str | None], set[str]]],
    known: Sequence[frozenset[str] | None],
) -> Step:
    """What differs between two days, from their findings, the subjects of each, and who was there at all."""
    (was, was_unknown), (now, now_unknown) = subjects
    new = _only_in(now, was, (was_unknown, WAS_UNKNOWN), (known[0], CAME))
    gone = _only_in(was, now, (now_unknown, BECAME_UNKNOWN), (known[1], WENT))
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


def subjects_of(finding: Finding) -> tuple[dict[str, str | None], set[str]]:
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


def population_of(subject: str, snapshot: Snapshot, figures: pl.DataFrame) -> frozenset[str] | None:
    """Codes of everyone of a kind that is there on the day; None where nothing tells.

    ``figures``: ``code, as_of`` of all that were ever reported.
    """
    if subject == "tie":
        return frozenset(snapshot.ties().select(pl.concat_str("a", "b", separator="|")).to_series())
    if subject == "figure":
        return frozenset(figures.filter(pl.col("as_of") <= snapshot.as_of).get_column("code"))
    told = {
        "organisation": snapshot.organisations,
        "committee": snapshot.committees,
        "agreement": snapshot.agreements.filter("alive"),
        "listing": snapshot.listings,
    }
    return frozenset(told[subject].get_column("code")) if subject in told else None
