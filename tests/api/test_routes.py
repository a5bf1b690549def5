"""What does each route answer about the hand-made region, and how does it refuse?"""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest

from analytics.registry import DEFINITIONS


def told(client, path, **query):
    answer = client.get(f"/api/v1{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_dataset_is_the_published_one(client):
    content = told(client, "/dataset")
    assert (content["batches"], content["as_of"], content["store"]) == (["b0001"], "2018-06-30", "embedded")
    assert told(client, "/health") == {"status": "ok", "data": True}


def test_the_findings_are_those_of_the_command_line(client, app):
    listed = told(client, "/findings", lang="en")["findings"]
    report = app.state.service.investigation().report()
    assert [one["id"] for one in listed] == list(DEFINITIONS)
    assert {one["id"]: (one["count"], one["of"], one["unknown"]) for one in listed} == {
        name: (one.count, one.of, one.unknown) for name, one in report.findings.items()
    }


def test_rows_come_in_pages_that_together_are_the_finding(client):
    path = "/findings/places_without_organisation"
    whole = told(client, path, limit=1000)
    assert whole["total_rows"] == len(whole["rows"]) > 2
    pages = [told(client, path, offset=at, limit=2)["rows"] for at in range(0, whole["total_rows"], 2)]
    assert [row for page in pages for row in page] == whole["rows"]


def test_rows_are_filtered_by_status_and_text(client):
    path = "/findings/isolated_organisations"
    found = told(client, path, status="found")
    assert sorted(row["code"] for row in found["rows"]) == ["FL", "XQ"]
    assert [row["code"] for row in told(client, path, text="新桥", status="found")["rows"]] == ["XQ"]
    assert told(client, path, text="nobody")["total_rows"] == 0


def test_scorecard_network_and_card_agree(client):
    card = told(client, "/scorecard")["scorecard"]["all"]
    network = told(client, "/network", hub=True)
    assert len(network["nodes"]) == card["organisations"] == 9
    assert len(network["ties"]) == card["ties"]
    lone = [node["code"] for node in network["nodes"] if node["ties"] == 0]
    assert sorted(lone) == ["FL", "XQ"]
    partners = {tie["code"] for tie in told(client, "/organisations/HQ")["ties"]}
    assert partners == {tie["b"] if tie["a"] == "HQ" else tie["a"] for tie in network["ties"] if "HQ" in tie.values()}


def test_a_query_takes_its_own_parameters(client):
    assert "units_of_place" in [one["name"] for one in told(client, "/queries")]
    content = told(client, "/queries/units_of_place", place="C1")
    assert set(content) == {"columns", "rows", "truncated"}


REFUSED = [
    ("/findings/few_support", {}, 404, "unknown_name"),
    ("/findings/bridges", {"place": "X9"}, 404, "unknown_name"),
    ("/findings/bridges", {"layer": "seat"}, 404, "unknown_name"),
    ("/findings/bridges", {"as_of": "2018"}, 400, "not_a_day"),
    ("/findings/bridges", {"limit": "0"}, 422, "bad_request"),
    ("/findings/bridges", {"status": "maybe"}, 404, "unknown_name"),
    ("/organisations/%E7%BA%A2%E6%97%97", {}, 404, "unknown_name"),
    ("/queries/unit", {}, 404, "unknown_name"),
    ("/queries/units_of_place", {}, 400, "missing_parameter"),
    ("/queries/units_of_place", {"place": "C1", "x": "1"}, 400, "unknown_parameter"),
    ("/problems", {"batch": "b9"}, 404, "unknown_name"),
    ("/report/export", {"format": "doc"}, 404, "unknown_name"),
    ("/nothing", {}, 404, "no_such_path"),
]


@pytest.mark.parametrize(("path", "query", "status", "code"), REFUSED)
def test_refusals_have_one_shape_and_speak_the_language_asked_for(client, path, query, status, code):
    for lang, latin in (("zh", False), ("en", True)):
        answer = client.get(f"/api/v1{path}", params={**query, "lang": lang})
        assert answer.status_code == status, answer.text
        error = answer.json()["error"]
        assert (set(error), error["code"]) == ({"code", "message", "values"}, code)
        assert error["message"].isascii() is latin or any(not value.isascii() for value in map(str, error["values"]))\
            or "红旗" in error["message"]  # fmt: skip


def test_a_code_in_chinese_comes_through_the_path(client):
    error = client.get("/api/v1/organisations/%E7%BA%A2%E6%97%97").json()["error"]
    assert error["values"]["name"] == "红旗"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/api", "/api/v1", "/api/v1/none", "/api/v2/findings", "/api/v1/none/../x"])
def test_an_unknown_path_is_a_json_404_whatever_the_method(client, method, path):
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_such_path")


def test_csv_opens_in_a_spreadsheet_and_xlsx_in_openpyxl(client):
    rows = told(client, "/findings/isolated_organisations", limit=1000)["rows"]
    text = client.get("/api/v1/findings/isolated_organisations/export?format=csv")
    assert text.content.startswith(b"\xef\xbb\xbf")
    assert len(text.content.decode("utf-8-sig").splitlines()) == len(rows) + 1
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/v1/report/export?format=xlsx").content))
    assert len(book.sheetnames) == len(DEFINITIONS) + 2  # the scorecard before, the method cards after
    one = client.get("/api/v1/findings/isolated_organisations/export?format=xlsx").content
    cells = {cell.value for row in openpyxl.load_workbook(io.BytesIO(one)).worksheets[0].iter_rows() for cell in row}
    assert {row["code"] for row in rows} <= cells
    assert openpyxl.load_workbook(io.BytesIO(client.get("/api/v1/template").content)).sheetnames
    assert client.get("/api/v1/batches/b0001/problems/export").status_code == 200


def test_what_would_run_as_a_formula_is_written_as_text():
    from dashboard.reports.rows import table_csv

    assert table_csv(["name"], [["=1+1"], ["@x"], ["-2"], [-2], ["a"]]) == "name\n'=1+1\n'@x\n'-2\n-2\na\n"


def test_many_askers_at_once_get_the_same_answers(client, app):
    app.state.service._investigation = None  # so that all of them meet an investigation that knows nothing yet
    paths = [f"/api/v1/findings/{name}" for name in list(DEFINITIONS)[:12]] * 3
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(client.get, paths))
    assert {answer.status_code for answer in answers} == {200}
    assert [answer.json() for answer in answers[:12]] == [answer.json() for answer in answers[12:24]]


def test_what_changes_something_must_come_from_our_own_pages(client):
    path = "/_dash-update-component"
    for headers in (
        {"origin": "http://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"content-type": "text/plain"},
    ):
        answer = client.post(path, content=b"{}", headers={"content-type": "application/json", **headers})
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "cross_site"
    own = {"origin": "http://127.0.0.1:8050", "sec-fetch-site": "same-origin", "content-type": "application/json"}
    assert client.post(path, content=b"{}", headers=own).status_code != 403


def test_pages_load_from_nowhere_else(client):
    answer = client.get("/")
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert policy.startswith("default-src 'self'; script-src 'self' 'sha256-")
    assert "http" not in policy
    assert "unsafe-eval" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_server_listens_on_this_machine_alone_unless_told(monkeypatch):
    from graph_model.settings import Settings

    monkeypatch.delenv("GONGJIAN_HOST", raising=False)
    assert Settings().host == "127.0.0.1"


def test_without_data_the_api_says_how_to_load_some_and_the_page_still_comes(tmp_path):
    from starlette.testclient import TestClient

    from dashboard.server import create_app
    from dashboard.service import Service
    from graph_model.settings import Settings

    with Service(Settings(data=tmp_path)) as service:
        empty = TestClient(create_app(service), raise_server_exceptions=False)
        answer = empty.get("/api/v1/findings")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "no_data")
        assert empty.get("/api/v1/health").json() == {"status": "ok", "data": False}
        assert empty.get("/").status_code == 200


def test_a_card_tells_small_counts_of_members_as_small(client):
    from dashboard.people_signs import small

    codes = [node["code"] for node in client.get("/api/v1/network?hub=true").json()["nodes"]]
    facts = [client.get(f"/api/v1/organisations/{code}").json()["facts"] for code in codes]
    told = [fact[name] for fact in facts for name in ("full_members", "probationary_members")]
    assert small(10) in told
    assert [count for count in told if isinstance(count, int) and count < 10] == []
