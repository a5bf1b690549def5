"""Does the API make, judge, save and compare plans as the command line does, and leave the dataset as it is?"""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from starlette.testclient import TestClient

from analytics.plans.catalogue import PLANS
from analytics.plans.making import make_plan
from analytics.what_if import plan_of, read_plan, what_if
from dashboard.people import told_plan
from dashboard.server import create_app
from dashboard.service import Service
from graph_model.settings import Settings
from tests.ledgers import region_folder

TIE = {"do": "add_tie", "layer": "agreements", "a": "XQ", "b": "FL"}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A folder of its own: these tests save files into it."""
    with Service(Settings(data=region_folder(tmp_path_factory.mktemp("plans")))) as service:
        yield service


@pytest.fixture(scope="module")
def client(service):
    return TestClient(create_app(service), base_url="http://127.0.0.1:8050", raise_server_exceptions=False)


def test_every_plan_is_listed_with_its_settings_and_what_they_mean(client):
    listed = client.get("/api/v1/plans", params={"lang": "en"}).json()
    assert [one["id"] for one in listed] == list(PLANS)
    for one in listed:
        definition = PLANS[one["id"]]
        assert [(p["name"], p["default"]) for p in one["parameters"]] == [
            (p.name, p.default) for p in definition.parameters
        ]
        assert all(p["title"] for p in one["parameters"])


@pytest.mark.parametrize("name", list(PLANS))
def test_a_plan_is_the_one_of_analytics_as_it_may_be_told(client, service, name):
    told = client.get(f"/api/v1/plans/{name}", params={"limit": 1000})
    assert told.status_code == 200, told.text
    expected = told_plan(make_plan(service.investigation(), name), shown_from=10).as_json()
    answer = told.json()
    for key in ("count", "of", "unknown", "rows", "limits", "measures"):
        assert answer[key] == json.loads(json.dumps(expected[key])), key
    assert {k: v for k, v in answer["objective"].items() if k != "seconds"} == {
        k: v for k, v in expected["objective"].items() if k != "seconds"
    }
    assert answer["total_rows"] == len(expected["rows"])


def test_settings_are_given_as_on_the_command_line_and_refused_with_the_nearest_name(client):
    told = client.get("/api/v1/plans/meeting_places", params={"param": ["sites=1", "demand=communities"]}).json()
    assert (told["parameters"]["sites"], told["parameters"]["demand"]) == (1, "communities")
    wrong = client.get("/api/v1/plans/meeting_places", params={"param": "site=1"})
    assert (wrong.status_code, wrong.json()["error"]["values"]["nearest"]) == (404, ["sites"])
    for param, code in (("sites=0", "plan_parameter"), ("sites", "parameter_form")):
        refused = client.get("/api/v1/plans/meeting_places", params={"param": param})
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, code)
    assert client.get("/api/v1/plans/none").status_code == 404


def test_the_files_of_a_plan_hold_its_rows_and_how_good_it_is(client):
    rows = client.get("/api/v1/plans/meeting_places").json()
    text = client.get("/api/v1/plans/meeting_places/export", params={"format": "csv"}).content.decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(text)))
    assert [row["code"] for row in read] == [row["code"] for row in rows["rows"]]
    asked = {"format": "csv", "place": "C3"}
    text = client.get("/api/v1/plans/committee_seats_plan/export", params=asked).content.decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(text)))
    assert {(row["as_of"], row["asked_place"]) for row in read} == {("2018-06-30", "C3")}
    content = client.get("/api/v1/plans/meeting_places/export", params={"lang": "en"}).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    facts = dict(row[:2] for row in book.worksheets[1].values)
    assert (facts["as of"], facts["place"]) == ("2018-06-30", "Whole region")
    assert (facts["count"], facts["of"], facts["unknown"]) == (rows["count"], rows["of"], rows["unknown"])
    assert len(list(book.worksheets[0].values)) == 1 + rows["total_rows"]


def test_what_if_tells_before_and_after_and_stores_nothing(client, service):
    version = client.get("/api/v1/dataset").json()["version"]
    answer = client.post("/api/v1/what-if", json={"plans": [{"name": "p", "edits": [TIE]}]})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["before"]["findings"]["isolated_organisations"]["count"] == 2
    assert told["plans"][0]["findings"]["isolated_organisations"]["count"] == 0
    assert told["plans"][0]["changes"]["isolated_organisations"] == {"new": [], "gone": ["FL", "XQ"]}
    assert told == json.loads(
        json.dumps(what_if(service.investigation(), [plan_of({"name": "p", "edits": [TIE]})]).as_json())
    )
    assert client.get("/api/v1/dataset").json()["version"] == version
    assert client.get("/api/v1/findings/isolated_organisations").json()["count"] == 2


def test_an_edit_that_cannot_be_is_refused_and_names_where(client):
    refused = client.post("/api/v1/what-if", json={"plans": [{"name": "p", "edits": [{**TIE, "a": "XX"}]}]})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "edit_unknown")
    assert refused.json()["error"]["values"]["at"] == "p: edits[1].a"
    assert client.post("/api/v1/what-if", json={}).json()["error"]["code"] == "no_plan_given"


def test_another_site_cannot_save_or_judge(client):
    for method, path in (("POST", "/what-if"), ("PUT", "/plan-files/x"), ("DELETE", "/plan-files/x")):
        answer = client.request(method, f"/api/v1{path}", json={}, headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403


def test_edits_are_saved_and_come_as_a_file_that_the_command_line_reads(client, tmp_path):
    saved = client.put("/api/v1/plan-files/牵线 一", json={"edits": [TIE], "place": "S"})
    assert saved.status_code == 200, saved.text
    assert (saved.json()["kind"], saved.json()["content"]) == ("what_if", {"edits": [TIE]})
    path = tmp_path / "plan.json"
    path.write_bytes(client.get("/api/v1/plan-files/牵线 一/file").content)
    assert read_plan(path).as_json() == {"name": "牵线 一", "place": "S", "edits": [TIE]}
    again = client.put("/api/v1/plan-files/牵线 一", json={"edits": []})
    assert (again.status_code, again.json()["error"]["code"]) == (400, "plan_name_taken")
    assert client.put("/api/v1/plan-files/牵线 一", json={"edits": [TIE, TIE], "replace": True}).status_code == 200
    assert client.put("/api/v1/plan-files/牵线 一", json={"edits": [TIE], "replace": True}).status_code == 200
    both = client.post("/api/v1/what-if", json={"plans": [{"name": "none", "edits": []}], "saved": ["牵线 一"]}).json()
    assert [one["name"] for one in both["plans"]] == ["none", "牵线 一"]
    gone = client.delete("/api/v1/plan-files/牵线 一").json()
    assert gone["content"]["edits"] == [TIE]
    missing = client.get("/api/v1/plan-files/牵线 一")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "unknown_name")


@pytest.mark.parametrize(("name", "code"), [("%20", "saved_name"), ("x" * 81, "saved_name")])
def test_a_name_that_says_nothing_or_too_much_is_refused(client, name, code):
    answer = client.put(f"/api/v1/plan-files/{name}", json={"edits": []})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_two_plans_that_were_made_are_compared_row_by_row(client):
    for name, sites in (("一处", 1), ("两处", 2)):
        made = client.put(f"/api/v1/plan-files/{name}", json={"plan": "meeting_places", "parameters": {"sites": sites}})
        assert made.status_code == 200, made.text
    told = client.get("/api/v1/plan-files/一处/against/两处").json()
    one, two = (client.get(f"/api/v1/plan-files/{name}").json()["content"]["made"]["rows"] for name in ("一处", "两处"))
    codes = [{row["code"] for row in rows} for rows in (one, two)]
    assert {row["code"] for row in told["both"]} == codes[0] & codes[1]
    assert {row["code"] for row in told["only_second"]} == codes[1] - codes[0]
    assert told["first"]["parameters"]["sites"] == 1
    client.put("/api/v1/plan-files/设想", json={"edits": [TIE]})
    refused = client.get("/api/v1/plan-files/一处/against/设想")
    assert refused.json()["error"]["code"] == "plans_not_alike"
    assert client.post("/api/v1/what-if", json={"saved": ["一处"]}).json()["error"]["code"] == "plan_wrong"


def test_a_saved_plan_that_cannot_be_read_is_listed_as_such(client, service):
    from dashboard.operations.database import open_operations
    from dashboard.operations.saved import discard, save

    operations = open_operations(service.settings)
    held = save(operations, "plan", "坏", {"neither": 1}, owner="local")
    listed = {one["name"]: one["kind"] for one in client.get("/api/v1/plan-files").json()}
    assert listed["坏"] == "unreadable"
    assert client.post("/api/v1/what-if", json={"saved": ["坏"]}).json()["error"]["code"] == "plan_wrong"
    discard(operations, "plan", held.id, owner="local")
