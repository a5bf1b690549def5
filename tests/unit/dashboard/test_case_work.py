"""Do cases follow the findings from dataset to dataset, and does nothing of people leave with their evidence?"""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.case_subjects import told_values
from dashboard.case_work import CaseWork
from dashboard.server import draw_drawer, draw_page
from dashboard.service import Service
from graph_model.errors import BadValue, UnknownName
from graph_model.settings import Settings
from loaders.importer import load
from tests.ledgers import write_ledger

STAFF, UNITS = "staffing_below_standard", "units_that_should_establish"
PLACES = [
    {"code": "S", "name": "东街道", "kind": "subdistrict"},
    # 400 households a worker: 2 000 households want 5 workers
    {
        "code": "C1",
        "name": "甲社区",
        "kind": "community",
        "community_type": "converted_village",
        "parent": "S",
        "households": 2000,
        "workers": 4,
    },
    {
        "code": "C2",
        "name": "乙社区",
        "kind": "community",
        "community_type": "converted_village",
        "parent": "S",
        "households": 2000,
        "workers": None,
    },
    {
        "code": "C3",
        "name": "丙社区",
        "kind": "community",
        "community_type": "converted_village",
        "parent": "S",
        "households": 2000,
        "workers": 9,
    },
]
FIRM = {"code": "U1", "name": "甲厂", "kind": "private_enterprise", "place": "C1", "status": "operating", "members": 4}


@pytest.fixture
def service(tmp_path):
    with Service(Settings(data=tmp_path / "data")) as made:
        hand_in(made, tmp_path, "b1", "2018-06-30", places=PLACES, units=[FIRM])
        yield made


def hand_in(service, folder, name, day, **tables):
    paths = [write_ledger(tables, folder / name)]
    load(paths, ledger=service.ledger, as_of=dt.date.fromisoformat(day))
    service.ready()


def workers(service, folder, name, day, count):
    hand_in(service, folder, name, day, places=[PLACES[1] | {"workers": count}])


def test_a_case_follows_its_finding_through_the_datasets(service, tmp_path):
    work = CaseWork(service)
    (number,) = work.open(STAFF, ["C1"], assignee="党建办").ids
    told = work.one(number)
    assert (told.name, told.place, told.standing, told.since) == ("甲社区", "C1", "found", dt.date(2018, 6, 30))
    evidence = told.events[0].evidence
    assert evidence["dataset"] == service.investigation().published.version
    assert (evidence["values"]["workers"], evidence["values"]["households"]) == (4, 2000)

    workers(service, tmp_path, "b2", "2018-09-30", 5)
    told = work.one(number)
    assert (told.state, told.standing, told.since) == ("open", "passed", dt.date(2018, 9, 30))
    closed = work.change(number, "closed")
    assert closed.events[-1].evidence == {
        "dataset": service.investigation().published.version, "as_of": "2018-09-30", "status": "passed", "values": {},
    }  # fmt: skip

    workers(service, tmp_path, "b3", "2018-12-31", 3)
    told = work.one(number)
    assert (told.state, told.events[-1].kind, told.events[-1].by) == ("open", "reopened", "gongjian")
    assert told.events[-1].evidence["values"]["workers"] == 3
    assert len(work.one(number).events) == 3  # looked at again, nothing more is written


def test_unknown_is_never_told_as_no_longer_found(service, tmp_path):
    work = CaseWork(service)
    first, blank = work.open(STAFF, ["C1", "C2"]).ids
    assert work.one(blank).standing == "unknown"
    workers(service, tmp_path, "b2", "2018-09-30", None)
    assert (work.one(first).state, work.one(first).standing) == ("open", "unknown")
    with pytest.raises(BadValue):
        work.change(first, "closed")


def test_a_subject_that_is_not_in_the_data_is_not_told_as_solved(service, tmp_path):
    hand_in(service, tmp_path, "more", "2018-07-31", units=[FIRM | {"code": "U2", "name": "乙厂", "members": 30}])
    work = CaseWork(service)
    (number,) = work.open(UNITS, ["U2"]).ids
    last = service.ledger.active()[-1].id
    with service.ledger.lock():
        service.ledger.undo(last)
    service.publish()
    assert (work.one(number).state, work.one(number).standing) == ("open", "absent")
    with service.ledger.lock():
        service.ledger.redo(last)
    service.publish()
    assert work.one(number).standing == "found"


def test_thresholds_of_ones_own_are_a_reason_to_look_again(service, tmp_path):
    (number,) = CaseWork(service).open(STAFF, ["C1"]).ids
    own = tmp_path / "own.toml"
    rule = service.investigation().finding(STAFF, as_of=dt.date(2018, 6, 30)).thresholds[0]
    own.write_text(f"[{rule.name}]\nvalue = 500\n", "utf-8")
    with Service(Settings(data=service.settings.data, rules=own)) as lenient:
        lenient.ready()
        assert CaseWork(lenient).one(number).standing == "passed"


def test_evidence_holds_counts_of_people_as_they_may_leave(service):
    work = CaseWork(service)
    (number,) = work.open(UNITS, ["U1"]).ids
    assert work.one(number).events[0].evidence["values"]["members"] == "<10"
    # kept under a lower bar, told under a higher one
    assert told_values({"members": 12, "workers": 3}, shown_from=20) == {"members": "<20", "workers": 3}


def test_only_what_a_finding_tells_of_can_be_worked_on(service):
    work = CaseWork(service)
    for finding, code in ((STAFF, "C3"), (STAFF, "nobody"), ("key_organisations", "C1"), ("isolated", "C1")):
        with pytest.raises(UnknownName):
            work.open(finding, [code])
    assert work.all() == []


def test_lists_are_narrowed_by_place_assignee_state_and_day(service):
    work = CaseWork(service)
    first, second = work.open(STAFF, ["C1", "C2"]).ids
    work.change(first, "assigned", text="街道党建办")
    work.change(first, "due", due=dt.date(2018, 7, 1))
    work.change(second, "closed", text="另有安排")
    ids = {
        "place": [one.id for one in work.all(place="C2")],
        "region": [one.id for one in work.all(place="S")],
        "assignee": [one.id for one in work.all(assignee="党建")],
        "closed": [one.id for one in work.all(state="closed")],
        "overdue": [one.id for one in work.all(overdue=True)],
        "unknown": [one.id for one in work.all(standing="unknown")],
        "finding": [one.id for one in work.all(finding=UNITS)],
    }
    assert ids == {
        "place": [second], "region": [first, second], "assignee": [first], "closed": [second], "overdue": [first],
        "unknown": [second], "finding": [],
    }  # fmt: skip
    for wrong in ({"place": "X"}, {"state": "done"}, {"standing": "gone"}, {"finding": "X"}):
        with pytest.raises(UnknownName):
            work.all(**wrong)


def test_the_page_the_drawer_and_the_navigation_tell_of_it(service, tmp_path):
    assert "还没有事项" in str(draw_page(service, "/cases", "")[2])
    form = str(draw_drawer(service, "/cases", f"?open=case:{STAFF}|C1"))
    assert '"kind": "opened"' in form
    nothing = str(draw_drawer(service, "/cases", f"?open=case:{STAFF}|C3"))
    assert '"kind": "opened"' not in nothing
    (number,) = CaseWork(service).open(STAFF, ["C1"], assignee="党建办").ids
    _, nav, page = draw_page(service, "/cases", "?lang=en")
    assert "1 open, of them 0 overdue and 0 no longer found; 0 closed." in str(page)
    assert "Em('1')" in str(nav)
    workers(service, tmp_path, "b2", "2018-09-30", 5)
    drawer = str(draw_drawer(service, "/cases", f"?open=case:{number}&lang=en"))
    assert "No longer found since 2018-09-30; close with this evidence." in drawer
    # the row beside it is still offered, this one is marked as worked on
    told = str(draw_drawer(service, "/communities", f"?as_of=2018-06-30&lang=en&open=finding:{STAFF}"))
    assert f"'_opens': 'case:{STAFF}|C2'" in told


def test_a_damaged_file_is_told_on_the_page_and_hides_no_finding(service):
    (service.settings.data / "operations.sqlite").write_bytes(b"no database" * 100)
    assert "operations_damaged" in str(draw_page(service, "/cases", "")[2])
    assert "operations_damaged" not in str(draw_page(service, "/communities", "")[2])
    assert "甲社区" in str(draw_drawer(service, "/communities", f"?open=finding:{STAFF}"))
