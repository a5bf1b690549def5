"""Is what is done with a case kept whole, in order, and taken back only by who did it?"""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.operations import case_changes
from dashboard.operations.case_changes import change, reconcile, undo
from dashboard.operations.case_opening import open_cases
from dashboard.operations.cases import ABSENT, FOUND, PASSED, UNKNOWN, Subject, case, case_of, cases, marks, open_counts
from dashboard.operations.database import open_operations
from dashboard.operations.saved import save
from graph_model.errors import BadValue, UnknownName, UserError
from graph_model.settings import Settings

DAY, LATER, LAST = dt.date(2018, 6, 30), dt.date(2018, 9, 30), dt.date(2018, 12, 31)
FINDING = "isolated_organisations"


@pytest.fixture
def operations(tmp_path):
    return open_operations(Settings(data=tmp_path))


def subject(code="Z1", standing=FOUND, day=DAY, **values):
    evidence = {"dataset": "d", "as_of": day.isoformat(), "status": standing, "values": values}
    return Subject(code, f"组织{code}", "C1", standing, evidence)


def opened(operations, code="Z1", **told):
    (number,) = open_cases(operations, FINDING, [subject(code, ties=0)], by="王", **told).ids
    return number


def kinds(operations, number):
    return [(event.kind, event.by, event.text) for event in case(operations, number).events]


def test_opening_keeps_the_evidence_and_who_when(operations):
    before = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    told = case(operations, opened(operations, assignee=" 党建办 ", due=LATER, comment="先走访"))
    assert (told.finding, told.subject, told.name, told.place) == (FINDING, "Z1", "组织Z1", "C1")
    assert (told.state, told.assignee, told.due, told.standing, told.since) == ("open", "党建办", LATER, FOUND, DAY)
    (event,) = told.events
    assert (event.kind, event.by, event.text, event.undone) == ("opened", "王", "先走访", False)
    assert event.evidence == {"dataset": "d", "as_of": "2018-06-30", "status": "found", "values": {"ties": 0}}
    assert before <= event.at <= dt.datetime.now(dt.UTC).replace(tzinfo=None)


def test_nothing_kept_is_no_case_and_no_file(operations, tmp_path):
    assert (cases(operations), open_counts(operations), marks(operations)) == ([], {}, {})
    assert list(tmp_path.iterdir()) == []


def test_a_file_made_for_other_things_takes_cases(operations, monkeypatch):
    save(operations, "query", "甲", {}, owner="王")
    with operations.writing() as connection:  # as a program without cases left it
        for table in ("case_event", "case", "case_check"):
            connection.exec_driver_sql(f'DROP TABLE "{table}"')
    assert cases(operations) == []
    assert case(operations, opened(operations)).state == "open"


def test_lists_tell_those_due_first_then_the_oldest_and_the_closed_last(operations):
    none, late, soon, shut = (opened(operations, code, due=due) for code, due in (
        ("A", None), ("B", LATER), ("C", DAY), ("D", DAY),
    ))  # fmt: skip
    change(operations, shut, "closed", by="王", text="已并入")
    assert [one.id for one in cases(operations)] == [soon, late, none, shut]
    assert [one.id for one in cases(operations, state="closed")] == [shut]
    assert [one.overdue(DAY + dt.timedelta(1)) for one in cases(operations)] == [True, False, False, False]
    assert not any(one.overdue(DAY) for one in cases(operations))  # on its day it is not yet late


def test_every_step_is_an_event(operations):
    number = opened(operations)
    change(operations, number, "assigned", by="王", text="综治办")
    change(operations, number, "due", by="王", due=LATER)
    change(operations, number, "comment", by="李", text="已联系")
    change(operations, number, "measure", by="李", text="结对")
    told = change(operations, number, "assigned", by="王", text=" ")
    assert (told.assignee, told.due, told.version) == (None, LATER, 6)
    assert kinds(operations, number)[1:] == [
        ("assigned", "王", "综治办"), ("due", "王", "2018-09-30"), ("comment", "李", "已联系"),
        ("measure", "李", "结对"), ("assigned", "王", None),
    ]  # fmt: skip


@pytest.mark.parametrize("standing", [FOUND, UNKNOWN, ABSENT])
def test_closing_asks_for_a_reason_unless_it_is_no_longer_found(operations, standing):
    number = opened(operations)
    with pytest.raises(BadValue) as told:
        change(operations, number, "closed", by="王", text=" ", subject=subject(standing=standing))
    assert (told.value.code, told.value.values) == ("case_reason", {"standing": standing})
    closed = change(operations, number, "closed", by="王", text="另有安排", subject=subject(standing=standing))
    assert (closed.state, closed.events[-1].text, closed.events[-1].evidence["status"]) == (
        "closed", "另有安排", standing,
    )  # fmt: skip


def test_what_is_no_longer_found_is_closed_with_that_evidence(operations):
    number = opened(operations)
    told = change(operations, number, "closed", by="王", subject=subject(standing=PASSED, day=LATER))
    assert (told.state, told.standing, told.since) == ("closed", PASSED, LATER)
    assert told.events[-1].evidence == {"dataset": "d", "as_of": "2018-09-30", "status": "passed", "values": {}}


@pytest.mark.parametrize("kind", ["assigned", "due", "measure", "closed"])
def test_a_closed_case_takes_nothing_but_comments_and_opening_again(operations, kind):
    number = opened(operations)
    change(operations, number, "closed", by="王", text="并入")
    with pytest.raises(UserError) as told:
        change(operations, number, kind, by="王", text="x")
    assert told.value.code == "case_closed"
    change(operations, number, "comment", by="王", text="补记")
    assert change(operations, number, "reopened", by="王", subject=subject()).state == "open"
    with pytest.raises(UserError) as told:
        change(operations, number, "reopened", by="王")
    assert told.value.code == "case_open"


def test_working_on_a_closed_subject_again_opens_the_same_case(operations):
    number = opened(operations, assignee="党建办")
    change(operations, number, "closed", by="王", text="并入")
    assert opened(operations, comment="又来了") == number
    told = case(operations, number)
    assert (told.state, told.assignee) == ("open", "党建办")
    assert kinds(operations, number)[-1] == ("reopened", "王", "又来了")


def test_what_somebody_else_changed_meanwhile_is_not_written_over(operations):
    number = opened(operations)
    change(operations, number, "assigned", by="李", text="综治办", version=1)
    with pytest.raises(UserError) as told:
        change(operations, number, "assigned", by="王", text="党建办", version=1)
    assert told.value.code == "case_meanwhile"
    assert case(operations, number).assignee == "综治办"


@pytest.mark.parametrize(
    ("kind", "text"), [("comment", "书记王小明去过"), ("measure", "联系人：李芳"), ("assigned", "社区书记赵敏")]
)
def test_a_persons_name_behind_a_post_is_not_kept(operations, kind, text):
    number = opened(operations)
    with pytest.raises(UserError) as told:
        change(operations, number, kind, by="王", text=text)
    assert (told.value.code, told.value.values) == ("text_with_a_name", {})
    assert kinds(operations, number) == [("opened", "王", None)]


@pytest.mark.parametrize(
    "text", ["书记空缺", "请社区书记核对", "党建办主任", "由联系人转交张家湾社区", "总支书记高新区任职"]
)
def test_a_post_is_kept(operations, text):
    number = opened(operations)
    assert change(operations, number, "comment", by="王", text=text) is not None


@pytest.mark.parametrize("kind", ["assigned", "comment", "measure", "closed"])
def test_a_persons_number_is_not_kept(operations, kind):
    number = opened(operations)
    with pytest.raises(UserError) as told:
        change(operations, number, kind, by="王", text="找 13800138000")
    assert told.value.code == "text_of_a_person"
    with pytest.raises(UserError):
        opened(operations, "Z9", assignee="13800138000")
    assert kinds(operations, number) == [("opened", "王", None)]
    assert case_of(operations, FINDING, "Z9") is None


@pytest.mark.parametrize("kind", ["comment", "measure"])
def test_a_note_without_words_is_refused(operations, kind):
    with pytest.raises(BadValue):
        change(operations, opened(operations), kind, by="王", text="  ")


def test_undoing_goes_back_step_by_step_and_stays_in_the_record(operations):
    number = opened(operations, assignee="党建办")
    change(operations, number, "due", by="王", due=LATER)
    change(operations, number, "closed", by="王", text="并入")
    told = undo(operations, number, by="王")
    assert (told.state, told.due, told.assignee) == ("open", LATER, "党建办")
    told = undo(operations, number, by="王")
    assert (told.state, told.due) == ("open", None)
    assert [(event.kind, event.undone) for event in told.events] == [
        ("opened", False), ("due", True), ("closed", True),
    ]  # fmt: skip
    assert undo(operations, number, by="王") is None
    assert cases(operations) == []
    with pytest.raises(UnknownName):
        undo(operations, number, by="王")
    assert opened(operations) > number


def test_nobody_undoes_what_another_or_the_program_did(operations):
    number = opened(operations)
    with pytest.raises(UserError) as told:
        undo(operations, number, by="李")
    assert told.value.code == "case_nothing_to_undo"
    change(operations, number, "closed", by="王", subject=subject(standing=PASSED))
    reconcile(operations, FINDING, "m2", {"Z1": subject()}, day=LATER)
    with pytest.raises(UserError):
        undo(operations, number, by="王")


def standings(operations, number, *steps):
    """State after each dataset's standing."""
    told = []
    for step, standing in enumerate(steps):
        reconcile(operations, FINDING, f"m{step}", {"Z1": subject(standing=standing, day=LATER)}, day=LATER)
        one = case(operations, number)
        told.append((one.state, one.standing))
    return told


def test_an_open_case_is_told_since_when_it_is_no_longer_found(operations):
    number = opened(operations)
    assert standings(operations, number, PASSED) == [("open", PASSED)]
    reconcile(operations, FINDING, "later", {"Z1": subject(standing=PASSED, day=LAST)}, day=LAST)
    assert case(operations, number).since == LATER
    assert marks(operations) == {FINDING: "later"}
    assert kinds(operations, number) == [("opened", "王", None)]


def test_unknown_is_never_no_longer_found(operations):
    number = opened(operations)
    assert standings(operations, number, UNKNOWN, ABSENT, FOUND) == [
        ("open", UNKNOWN), ("open", ABSENT), ("open", FOUND),
    ]  # fmt: skip


def test_a_closed_case_that_is_found_again_is_reopened_by_the_program_with_the_evidence(operations):
    number = opened(operations)
    change(operations, number, "closed", by="王", subject=subject(standing=PASSED))
    told = standings(operations, number, PASSED, UNKNOWN, FOUND)
    assert told == [("closed", PASSED), ("closed", PASSED), ("open", FOUND)]
    event = case(operations, number).events[-1]
    assert (event.kind, event.by, event.evidence["as_of"]) == ("reopened", case_changes.PROGRAM, "2018-09-30")


def test_what_was_closed_while_found_stays_closed_until_it_went_and_came_back(operations):
    number = opened(operations)
    change(operations, number, "closed", by="王", text="另有安排", subject=subject())
    assert standings(operations, number, FOUND, UNKNOWN, FOUND, PASSED, FOUND) == [
        ("closed", FOUND), ("closed", FOUND), ("closed", FOUND), ("closed", PASSED), ("open", FOUND),
    ]  # fmt: skip


def test_a_check_leaves_other_findings_and_untold_subjects_alone(operations):
    number = opened(operations)
    (other,) = open_cases(operations, "bridges", [subject("A|B")], by="王").ids
    assert reconcile(operations, "bridges", "m", {"A|B": subject("A|B", PASSED)}, day=LATER) == 0
    assert reconcile(operations, FINDING, "m", {}, day=LATER) == 0
    assert (case(operations, number).standing, case(operations, other).standing) == (FOUND, PASSED)


def test_names_nobody_knows_are_refused(operations):
    for act in (
        lambda: case(operations, 7),
        lambda: change(operations, 7, "comment", by="王", text="x"),
        lambda: change(operations, opened(operations), "opened", by="王"),
    ):
        with pytest.raises(UnknownName):
            act()
