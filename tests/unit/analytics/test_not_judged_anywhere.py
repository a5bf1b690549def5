"""What was never handed in is judged nowhere: not over time, not where something is supposed, not where bars move.

The hand-made region of ``tests.region`` without some of its tables.
"""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.investigation import Investigation
from analytics.sensitivity import sensitivity
from analytics.supposing import Edit
from analytics.trend import trend
from analytics.what_if import EditPlan, what_if
from graph_model.stores.embedded import EmbeddedStore
from tests.region import REGION, dataset_from_rows
from tests.unit.analytics.conftest import DAY

LEFT_OUT = ("meetings", "attendance", "cases")
BEFORE = dt.date(2017, 12, 31)


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    rows = {name: told for name, told in REGION.items() if name not in LEFT_OUT}
    with EmbeddedStore(tmp_path_factory.mktemp("few"), buffer_pool_mb=64, seconds=20, max_rows=10_000) as store:
        store.publish(dataset_from_rows(rows))
        yield Investigation(store, handed_in=list(rows))


def test_over_time_everybody_is_unknown_and_nobody_comes_or_goes(few):
    """E2 was founded on the day: with meetings it would be a new shell. Nine were alive before and on the day."""
    told = trend(few, [BEFORE, DAY], ["empty_shells"])
    shells = told.as_json()["findings"]["empty_shells"]
    assert [(at["count"], at["of"], at["unknown"], at["judged"]) for at in shells["at"]] == [
        (0, 0, 8, False), (0, 0, 9, False),
    ]  # fmt: skip
    (step,) = told.steps["empty_shells"]
    assert (step.new, step.gone) == ((), ())


def test_where_something_is_supposed_it_is_unknown_as_before(few):
    told = what_if(few, [EditPlan("p", (Edit("drop_organisation", organisation="XQ"),))], as_of=DAY)
    shells = [state.findings["empty_shells"] for state in (told.before, told.after[0])]
    assert [(one.count, one.of, one.unknown, one.judged) for one in shells] == [(0, 0, 9, False), (0, 0, 8, False)]
    assert "empty_shells" not in told.changes(told.after[0])


def test_cases_that_were_never_handed_in_pass_no_community(few):
    """Neither on the screen nor in any case of the sensitivity: at worst each community has one open."""
    finding = few.finding("weak_community_screen", as_of=DAY)
    states = {cell["state"] for cell in finding.breakdowns["matrix"] if cell["indicator"] == "open_case"}
    assert states == {"not_handed_in"}
    (told,) = (one for one in finding.breakdowns["indicator"] if one["indicator"] == "open_case")
    assert (told["count"], told["of"], told["unknown"]) == (0, 0, 3)
    fails = {row["code"]: row["fails"] + row["unknowns"] for row in finding.rows.to_dicts()}
    most = max(fails.values())
    cases = {case.id: case.listed for case in sensitivity(few, as_of=DAY, least_fails=most).cases}
    assert cases["unknown_at_worst"] == {code for code, count in fails.items() if count >= most}
