"""Does ``cases`` list what people work on and tell one case with its record?"""

from __future__ import annotations

import pytest

from dashboard.case_work import CaseWork
from dashboard.service import Service
from graph_model.settings import Settings
from tests.ledgers import region_folder


@pytest.fixture(scope="module")
def worked(tmp_path_factory):
    """A data folder with two cases of the region, one of them closed."""
    data = region_folder(tmp_path_factory.mktemp("worked"))
    with Service(Settings(data=data)) as service:
        service.ready()
        work = CaseWork(service)
        rows = service.investigation().finding("secretary_vacancies", as_of=service.investigation().default_day).rows
        codes = rows.get_column("code").to_list()[:2]
        first, second = work.open("secretary_vacancies", codes, assignee="组织科").ids
        work.change(first, "measure", text="已物色人选")
        work.change(second, "closed", text="合并")
    return data, codes


def test_without_a_subcommand_the_open_ones_are_listed_with_the_ways_on(gongjian, worked):
    data, codes = worked
    told = gongjian(data, "cases", lang="en")
    assert told.code == 0
    (line,) = told.out.splitlines()[1:]
    assert line.split()[0] == "1"
    assert codes[0] in line
    assert "gongjian cases list" in told.err
    assert "gongjian cases show NUMBER" in told.err


def test_the_list_is_told_in_every_format(gongjian, worked):
    data, codes = worked
    told = gongjian(data, "cases", "list", lang="en")
    assert told.code == 0
    assert [line.split()[0] for line in told.out.splitlines()[1:]] == ["1", "2"]
    listed = gongjian(data, "cases", "list", "--format", "json").json
    assert [(one["id"], one["subject"], one["state"]) for one in listed["cases"]] == [
        (1, codes[0], "open"),
        (2, codes[1], "closed"),
    ]
    lines = gongjian(data, "cases", "list", "--state", "closed", "--format", "csv").out.splitlines()
    assert [line.split(",")[2] for line in lines] == ["subject", codes[1]]
    assert gongjian(data, "cases", "list", "--assignee", "党建", "--format", "json").json["total"] == 0
    assert gongjian(data, "cases", "list", "--finding", "书记空缺的组织", "--format", "json").json["total"] == 2


def test_one_case_is_told_with_its_record(gongjian, worked):
    data, _ = worked
    told = gongjian(data, "cases", "show", "1", lang="en")
    assert "measure taken" in told.out
    assert "已物色人选" in told.out
    events = gongjian(data, "cases", "show", "2", "--json").json["events"]
    assert [event["kind"] for event in events] == ["opened", "closed"]


def test_what_nobody_knows_is_refused(gongjian, worked):
    data, _ = worked
    for wrong in (("show", "99"), ("show", "x"), ("list", "--state", "done"), ("list", "--place", "nowhere"), ("lst",)):
        assert gongjian(data, "cases", *wrong).code == 2, wrong
