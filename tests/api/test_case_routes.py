"""Are cases opened, changed, listed and taken back by the API as on the pages and the command line?"""

from __future__ import annotations

import fastexcel
import pytest
from starlette.testclient import TestClient

from dashboard.server import create_app
from dashboard.service import Service
from graph_model.settings import Settings
from tests.ledgers import region_folder

BODY = {"finding": "isolated_organisations", "subjects": ["XQ"], "assignee": "党建办", "due": "2018-07-31"}


@pytest.fixture
def own(tmp_path):
    """A server over the region whose cases are this test's alone."""
    with Service(Settings(data=region_folder(tmp_path))) as service:
        yield TestClient(create_app(service), base_url="http://127.0.0.1:8050", raise_server_exceptions=False)


def found(own):
    rows = own.get("/api/v1/findings/isolated_organisations?status=found").json()["rows"]
    return [row["code"] for row in rows]


def test_a_case_goes_from_opening_to_closing_and_back(own):
    code = found(own)[0]
    (number,) = own.post("/api/v1/cases", json=BODY | {"subjects": [code]}).json()["ids"]
    told = own.get(f"/api/v1/cases/{number}").json()
    assert (told["state"], told["assignee"], told["due"], told["overdue"]) == ("open", "党建办", "2018-07-31", True)
    assert told["events"][0]["evidence"]["status"] == "found"
    assert told["events"][0]["at"].endswith("+00:00")
    changes = f"/api/v1/cases/{number}/changes"
    refused = own.post(changes, json={"kind": "closed"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "case_reason")
    assert own.post(changes, json={"kind": "measure", "text": "结对"}).json()["version"] == 2
    late = own.post(changes, json={"kind": "comment", "text": "x", "version": 1})
    assert (late.status_code, late.json()["error"]["code"]) == (400, "case_meanwhile")
    assert own.post(changes, json={"kind": "closed", "text": "另有安排"}).json()["state"] == "closed"
    assert own.delete(f"{changes}/last").json()["case"]["state"] == "open"
    for _ in range(2):
        left = own.delete(f"{changes}/last").json()
    assert left == {"case": None}
    assert own.get(f"/api/v1/cases/{number}").status_code == 404


def test_lists_and_files_hold_the_same_cases(own):
    codes = found(own)
    own.post("/api/v1/cases", json=BODY | {"subjects": codes})
    told = own.get("/api/v1/cases?finding=isolated_organisations&limit=1").json()
    assert (told["total"], len(told["cases"])) == (len(codes), 1)
    lines = own.get("/api/v1/cases/export?format=csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in lines[1:]] == codes
    book = own.get("/api/v1/cases/export?lang=zh").content
    sheet = fastexcel.read_excel(book).load_sheet(0).to_polars()
    assert sheet.get_column("对象").to_list() == codes
    assert set(sheet.get_column("状态")) == {"跟办中"}
    assert own.get("/api/v1/cases?standing=passed").json()["total"] == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"subjects": []}, "case_none"),
        ({"subjects": ["nobody"]}, "unknown_name"),
        ({"finding": "key_organisations"}, "unknown_name"),
        ({"due": "2018-02-31"}, "not_a_day"),
        ({"assignee": "13800138000"}, "text_of_a_person"),
        ({"comment": "字" * 2001}, "text_too_long"),
    ],
)
def test_what_cannot_be_worked_on_is_refused_and_nothing_is_kept(own, change, code):
    answer = own.post("/api/v1/cases", json=BODY | {"subjects": found(own)[:1]} | change)
    assert (answer.status_code in (400, 404), answer.json()["error"]["code"]) == (True, code)
    assert "13800138000" not in answer.text
    assert own.get("/api/v1/cases").json()["total"] == 0


def test_many_are_opened_at_once_those_open_already_are_told_and_all_of_it_is_taken_back(own):
    codes = found(own)
    (first,) = own.post("/api/v1/cases", json=BODY | {"subjects": codes[:1]}).json()["ids"]
    told = own.post("/api/v1/cases", json=BODY | {"subjects": [*codes, codes[0]], "assignee": "综治办"}).json()
    assert told["already_open"] == [first]
    assert told["reopened"] == []
    assert told["ids"] == [first, *told["opened"]]
    assert len(told["opened"]) == len(codes) - 1 > 0
    assert own.get(f"/api/v1/cases/{first}").json()["assignee"] == "党建办"
    refused = own.post("/api/v1/cases/undo", json={"ids": [*told["opened"], 10_000]})
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "unknown_name")
    assert own.get("/api/v1/cases").json()["total"] == len(codes)
    assert own.post("/api/v1/cases/undo", json={"ids": told["opened"]}).json() == {"count": len(codes) - 1}
    assert [one["id"] for one in own.get("/api/v1/cases").json()["cases"]] == [first]


def test_one_subject_that_is_not_found_keeps_all_from_being_opened(own):
    answer = own.post("/api/v1/cases", json=BODY | {"subjects": [*found(own), "nobody"]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_name")
    assert own.get("/api/v1/cases").json()["total"] == 0
    many = own.post("/api/v1/cases", json=BODY | {"subjects": [f"x{number}" for number in range(2001)]})
    assert (many.status_code, many.json()["error"]["code"]) == (400, "case_many")
