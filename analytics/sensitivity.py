"""Which communities does the screen list whatever the thresholds and the blanks, and which only sometimes?

Moves one threshold at a time, and takes unknown indicators at their best and worst. The screen itself is
``communities``'.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from analytics.communities import FAIL, INDICATORS, NEEDS, UNTOLD, Indicator, screened, states
from analytics.finding import Finding
from analytics.investigation import Investigation
from analytics.rules import Rules, Threshold

SCREEN = "weak_community_screen"
SHARE = 0.1


@dataclass(frozen=True)
class Case:
    """One way of looking.

    Attributes
    ----------
    id
        ``as_it_is``, ``unknown_at_best``, ``unknown_at_worst``, or ``<threshold>:up`` and ``<threshold>:down``.
    threshold, value, moved
        The threshold, its value and what it was moved to; None where none was moved.
    listed
        Codes of the communities on the list.
    """

    id: str
    threshold: str | None
    value: float | int | None
    moved: float | int | None
    listed: frozenset[str]


@dataclass(frozen=True)
class Sensitivity:
    """The list in every case.

    Attributes
    ----------
    as_of, place
        The day and place.
    least_fails
        From how many failing indicators on a community is listed.
    cases
        ``as_it_is`` first.
    names
        Every community by code.
    """

    as_of: dt.date
    place: str | None
    least_fails: int
    cases: tuple[Case, ...]
    names: dict[str, str | None]

    @property
    def always(self) -> tuple[str, ...]:
        """Codes of the communities listed in every case."""
        return tuple(sorted(frozenset.intersection(*(case.listed for case in self.cases))))

    @property
    def sometimes(self) -> dict[str, tuple[str, ...]]:
        """Of those listed in some cases only: code → ids of the cases that list it."""
        some = sorted(frozenset.union(*(case.listed for case in self.cases)).difference(self.always))
        return {code: tuple(case.id for case in self.cases if code in case.listed) for code in some}

    def as_json(self) -> dict[str, Any]:
        """As the command line and the API show it; each case with what it adds to the list and takes from it."""
        first = self.cases[0].listed
        return {
            "as_of": self.as_of.isoformat(),
            "place": self.place,
            "fails_from": self.least_fails,
            "communities": len(self.names),
            "cases": [
                {
                    "case": case.id,
                    "threshold": case.threshold,
                    "value": case.value,
                    "moved": case.moved,
                    "listed": len(case.listed),
                    "added": sorted(case.listed - first),
                    "dropped": sorted(first - case.listed),
                }
                for case in self.cases
            ],
            "always": [{"code": code, "name": self.names[code]} for code in self.always],
            "sometimes": [
                {"code": code, "name": self.names[code], "cases": list(cases), "of": len(self.cases)}
                for code, cases in self.sometimes.items()
            ],
        }


def sensitivity(
    investigation: Investigation, *, as_of: dt.date | None = None, place: str | None = None, least_fails: int = 1
) -> Sensitivity:
    """The screen's list under every threshold moved by a tenth, up and down, and with unknowns at best and worst.

    Parameters
    ----------
    investigation
        The dataset.
    as_of, place
        None: the dataset's day; the whole region.
    least_fails
        From how many failing indicators on a community counts as listed; 1 is the screen's own line.

    Notes
    -----
    As it is, an unknown indicator is no fail, so that unknowns at best list the same; at worst each is a fail. Unknown
    means an indicator of which the screen cannot tell. Where a tenth of a whole number is less than one (a standard of
    one assistant, of three months), it is moved by one, down to 0 at least: nothing lies in between.
    """
    day = investigation.default_day if as_of is None else as_of
    now = investigation.finding(SCREEN, as_of=day, place=place)
    facts = investigation.facts(SCREEN, as_of=day, place=place)
    communities, members = screened(facts)
    codes = communities.get_column("code")

    def columns(findings: Mapping[str, Finding], asked: Iterable[Indicator]) -> dict[str, pl.Series]:
        return {one.id: states(one, facts, findings, communities, members) for one in asked}

    def listed(held: Mapping[str, pl.Series], *states_counted: str) -> frozenset[str]:
        counts = np.sum([column.is_in(states_counted).to_numpy() for column in held.values()], axis=0, dtype=np.int64)
        return frozenset(codes.filter(pl.Series(counts >= least_fails)))

    told = columns(facts.findings, INDICATORS)
    as_it_is = listed(told, FAIL)
    cases = [
        Case("as_it_is", None, None, None, as_it_is),
        Case("unknown_at_best", None, None, None, as_it_is),
        Case("unknown_at_worst", None, None, None, listed(told, FAIL, *UNTOLD)),
    ]
    for threshold in now.thresholds:
        for way, moved in (("up", _moved(threshold, 1)), ("down", _moved(threshold, -1))):
            rules = Rules({**investigation.rules.thresholds, threshold.name: replace(threshold, value=moved)})
            other = investigation.with_rules(rules)
            findings = {name: other.finding(name, as_of=day, place=place) for name in NEEDS}
            # What no moved threshold touches is the very same finding, and so is its column.
            touched = [one for one in INDICATORS if any(findings[n] is not facts.findings[n] for n in one.findings)]
            case = f"{threshold.name}:{way}"
            held = told | columns(findings, touched)
            cases.append(Case(case, threshold.name, threshold.value, moved, listed(held, FAIL)))
    names = dict(communities.sort("code").select("code", "name").iter_rows())
    return Sensitivity(day, place, least_fails, tuple(cases), names)


def _moved(threshold: Threshold, way: int) -> float | int:
    if isinstance(threshold.value, int):
        return max(threshold.value + way * max(round(threshold.value * SHARE), 1), 0)
    return threshold.value * (1 + way * SHARE)
