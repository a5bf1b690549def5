"""Does a headline count as better only where subjects judged on both days are?"""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from analytics.finding import Finding
from analytics.trend import Trend
from analytics.trend_steps import Step
from dashboard.pages.trend import improved

DAYS = (dt.date(2018, 3, 31), dt.date(2018, 6, 30))


def pair(name, was, now, new=(), gone=()):
    rows = [tuple({"code": str(at), "name": None, "why": why} for at, why in enumerate(some)) for some in (new, gone)]
    findings = tuple(Finding(name, *counts, pl.DataFrame()) for counts in (was, now))
    return Trend(DAYS, {name: findings}, {name: (Step(*DAYS, *rows, ()),)}, ({}, {}))


@pytest.mark.parametrize(
    ("new", "gone", "by"),
    [
        ((), ("went", "went"), 0),  # two agreements ran out: nobody did better
        ((), ("changed", "went"), 1),
        (("came",), ("went",), -1),  # a newcomer that is found is one more
        (("changed",), ("changed",), 0),
        (("was_unknown",), ("became_unknown",), 0),
    ],
)
def test_who_left_or_is_unknown_makes_nothing_better_or_worse(new, gone, by):
    name = "agreements_without_activity"
    was, now = (3, 5, 0), (3 + len(new) - len(gone), 5, 0)
    assert improved(name, pair(name, was, now, new, gone)) == by


@pytest.mark.parametrize(("now", "by"), [((4, 9, 1), 1), ((2, 9, 1), -1), ((4, 10, 1), 0), ((4, 9, 0), 0)])
def test_a_coverage_is_compared_among_as_many_units(now, by):
    assert improved("organisation_coverage", pair("organisation_coverage", (3, 9, 1), now)) == by
