"""Are many cases opened whole or not at all, whatever happens midway, and taken back the same?"""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
import textwrap

import pytest

from dashboard.operations import case_opening
from dashboard.operations.case_changes import change
from dashboard.operations.case_opening import MOST_AT_ONCE, open_cases, undo_opening
from dashboard.operations.cases import FOUND, Subject, case, cases, open_counts
from dashboard.operations.database import open_operations
from graph_model.errors import BadValue, UnknownName, UserError
from graph_model.settings import Settings

FINDING = "isolated_organisations"
DUE = dt.date(2018, 9, 30)


@pytest.fixture
def operations(tmp_path):
    return open_operations(Settings(data=tmp_path))


def subject(code):
    return Subject(code, f"组织{code}", "C1", FOUND, {"dataset": "d", "as_of": "2018-06-30", "status": FOUND})


def opened(operations, codes, **told):
    return open_cases(operations, FINDING, [subject(code) for code in codes], **{"by": "王"} | told)


def kinds(operations, number):
    return [(event.kind, event.by, event.text) for event in case(operations, number).events]


def test_each_is_told_as_new_opened_again_or_open_already_and_the_last_stays_as_it_is(operations):
    first, shut = opened(operations, ["Z1", "Z2"], assignee="党建办").ids
    change(operations, shut, "closed", by="王", text="并入")
    told = opened(operations, ["Z3", "Z2", "Z1"], by="李", assignee="综治办", due=DUE, comment="一并走访")
    new = told.opened[0]
    assert (told.ids, told.opened, told.reopened, told.held) == ((new, shut, first), (new,), (shut,), (first,))
    assert [(one.assignee, one.due, one.version) for one in (case(operations, n) for n in told.ids)] == [
        ("综治办", DUE, 1), ("综治办", DUE, 3), ("党建办", None, 1),
    ]  # fmt: skip
    assert kinds(operations, new) == [("opened", "李", "一并走访")]
    assert kinds(operations, shut)[2:] == [("reopened", "李", "一并走访")]
    assert kinds(operations, first) == [("opened", "王", None)]
    assert open_counts(operations) == {FINDING: 3}


def test_as_many_as_a_drawer_lists_are_opened_and_one_more_is_refused(operations):
    codes = [f"Z{number}" for number in range(MOST_AT_ONCE)]
    told = opened(operations, codes)
    assert [case(operations, number).subject for number in told.ids[::500]] == codes[::500]
    assert len(cases(operations)) == MOST_AT_ONCE
    for wrong, code in (([], "case_none"), ([*codes, "Z"], "case_many")):
        with pytest.raises(BadValue) as refused:
            opened(operations, wrong)
        assert refused.value.code == code


def test_an_error_midway_leaves_nothing(operations, monkeypatch):
    opened(operations, ["Z0"])
    told = case_opening.event_row

    def broken(number, *rest, **known):
        if number > 3:
            raise RuntimeError
        return told(number, *rest, **known)

    monkeypatch.setattr(case_opening, "event_row", broken)
    with pytest.raises(RuntimeError):
        opened(operations, [f"Z{number}" for number in range(9)])
    monkeypatch.undo()
    assert [one.subject for one in cases(operations)] == ["Z0"]
    assert len(opened(operations, [f"Z{number}" for number in range(9)]).opened) == 8


def test_who_is_killed_midway_leaves_nothing_and_the_next_one_opens_all(operations, tmp_path):
    opened(operations, ["Z0"])
    script = f"""
        import os, signal
        from dashboard.operations import case_opening
        from dashboard.operations.cases import Subject
        from dashboard.operations.database import open_operations
        from graph_model.settings import Settings

        told = case_opening.event_row
        def killed(number, *rest, **known):  # cases are written by now, what was done is not
            if number > 500:
                os.kill(os.getpid(), signal.SIGKILL)
            return told(number, *rest, **known)
        case_opening.event_row = killed
        evidence = {{"dataset": "d", "as_of": "2018-06-30", "status": "found"}}
        subjects = [Subject(f"Z{{n}}", "x", None, "found", evidence) for n in range(1000)]
        operations = open_operations(Settings(data={str(tmp_path)!r}))
        case_opening.open_cases(operations, {FINDING!r}, subjects, by="王")
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert [one.subject for one in cases(operations)] == ["Z0"]
    told = opened(operations, [f"Z{number}" for number in range(1000)])
    assert (len(told.opened), len(told.held)) == (999, 1)
    assert kinds(operations, told.ids[-1]) == [("opened", "王", None)]


def test_opening_is_taken_back_for_all_or_for_none(operations):
    shut = opened(operations, ["Z1", "Z2"]).ids[1]
    change(operations, shut, "closed", by="王", text="并入")
    told = opened(operations, ["Z2", "Z3", "Z4"], comment="一并")
    change(operations, told.ids[2], "assigned", by="李", text="综治办")
    for wrong, by in ((told.ids, "王"), (told.ids[:2], "李")):  # one was given away meanwhile; another's
        with pytest.raises(UserError) as refused:
            undo_opening(operations, wrong, by=by)
        assert refused.value.code == "case_nothing_to_undo"
    with pytest.raises(UnknownName):
        undo_opening(operations, [told.ids[0], 999], by="王")
    assert open_counts(operations) == {FINDING: 4}
    assert undo_opening(operations, told.ids[:2], by="王") == 2
    assert {one.subject: one.state for one in cases(operations)} == {"Z1": "open", "Z2": "closed", "Z4": "open"}
    with pytest.raises(UserError):  # a closing is no opening
        undo_opening(operations, [shut], by="王")
    with pytest.raises(BadValue):
        undo_opening(operations, [], by="王")
