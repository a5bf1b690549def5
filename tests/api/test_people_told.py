"""Does a hidden count of people leave by any answer of the API, any page, any drawer or any file of the server?

Every count of people of the region is a number that stands nowhere else, and the bar lies above all of them.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
import re
import time
import zipfile

import openpyxl
import plotly
import pytest
from starlette.testclient import TestClient

from analytics.place_indicators import INDICATORS
from analytics.plans.catalogue import PLANS
from analytics.registry import DEFINITIONS
from dashboard.cli.main import run
from dashboard.pages import PAGES
from dashboard.people import people_columns
from dashboard.server import create_app, draw_drawer, draw_page
from dashboard.service import Service
from graph_model.queries import catalogue
from graph_model.settings import Settings
from loaders.importer import load
from tests.ledgers import write_ledger
from tests.region import AS_OF, REGION

BAR = 1_000_000
FIGURES = [
    {"place": "S", "indicator": name, "as_of": "2018-06-30", "value": 317_000.0 + at}
    for at, name in enumerate(("members", "members/women", "population", "team_members/35_down"))
]


def numbered():
    """The region with a number of its own in every cell that counts people; parts stay below their wholes."""
    more = itertools.count()
    rows = {}
    for table, told in REGION.items():
        rows[table] = [
            {
                name: 310_000 + next(more) if name in people_columns() and value is not None else value
                for name, value in row.items()
            }
            for row in told
        ]
    return rows | {"figures": [*REGION["figures"], *FIGURES]}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("numbered")
    with Service(Settings(data=folder / "data", people_shown_from=BAR)) as service:
        load([write_ledger(numbered(), folder / "ledger")], ledger=service.ledger, as_of=dt.date.fromisoformat(AS_OF))
        service.ready()
        yield service


@pytest.fixture(scope="module")
def client(service):
    return TestClient(create_app(service), base_url="http://127.0.0.1:8050", raise_server_exceptions=False)


def leaks(content):
    """The numbers that stand in an answer, thousands' commas or not; within a workbook or a document as well."""
    parts = [content]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    return sorted(
        {one for part in parts for one in re.findall(r"(?<!\d)31[07],?\d{3}(?!\d)", part.decode("utf-8", "replace"))}
    )


def drawn(content):
    return json.dumps(content, cls=plotly.utils.PlotlyJSONEncoder).encode()


def test_the_numbers_are_in_the_ledger_and_a_low_bar_tells_them(service, tmp_path):
    """What the other tests look for is there to be found."""
    cells = [one for table in service.dataset().tables.values() for row in table.rows() for one in row]
    assert sum(isinstance(one, int) and 310_000 <= one < 311_000 for one in cells) == 60
    assert leaks(b'{"a": 310007, "b": "317,001"}') == ["310007", "317,001"]
    answer = service.store.query("unit_coverage", {"as_of": AS_OF})
    assert leaks(drawn(answer.rows))


def test_no_answer_of_the_api_tells_one(client):
    batch = client.get("/api/v1/problems").json()["problems"]
    assert batch
    asked = [
        *[f"findings/{name}?limit=1000" for name in DEFINITIONS],
        *[f"findings/{name}/export?format={output}" for name in DEFINITIONS for output in ("csv", "xlsx")],
        *[f"queries/{query.name}{parameters(query)}" for query in catalogue().values()],
        *[f"organisations/{row['code']}" for row in REGION["organisations"]],
        *[f"history/{row['code']}" for name in ("places", "organisations", "units") for row in REGION[name]],
        *[f"history/{row['place']}|{row['term']}" for row in REGION["teams"]],
        f"batches/{batch[0]['batch']}/difference?limit=1000",
        *[f"explain/{name}" for name in DEFINITIONS],
        *[f"plans/{name}?limit=1000" for name in PLANS],
        *[f"plans/{name}/export?format={output}" for name in PLANS for output in ("csv", "xlsx")],
        "trend?from=2018-03-31", "sensitivity",
        "findings", "scorecard", "network?hub=true", "queries", "dataset",
    ]  # fmt: skip
    told = {one: client.get(f"/api/v1/{one}") for one in asked}
    strange = {one: answer.status_code for one, answer in told.items() if answer.status_code not in (200, 404)}
    assert strange == {}
    assert {one: leaks(answer.content) for one, answer in told.items() if leaks(answer.content)} == {}
    assert any(b"<1000000" in answer.content for answer in told.values())


def test_no_file_of_the_server_tells_one(client):
    tables = [(name, output) for name in INDICATORS for output in ("csv", "xlsx", "svg")]
    asked = [
        *[f"queries/{one.name}/export{parameters(one)}&format={output}" for one in catalogue().values()
          for output in ("csv", "xlsx")],
        *[f"organisations/{row['code']}/export?format={output}" for row in REGION["organisations"]
          for output in ("xlsx", "svg")],
        *[f"geography/export?of={name}&level={level}&format={output}" for name, output in tables
          for level in ("community", "grid")],
        *[f"network/export?format={output}" for output in ("csv", "xlsx", "svg")],
        *[f"cases/export?format={output}" for output in ("csv", "xlsx")],
        *[f"cypher/export?format={output}&text=MATCH (u:Unit) RETURN u.code AS code, u.staff AS staff"
          for output in ("csv", "xlsx")],
    ]  # fmt: skip
    told = {one: client.get(f"/api/v1/{one}") for one in asked}
    assert {one for one, answer in told.items() if answer.status_code != 200} == {
        f"organisations/OLD/export?format={output}"
        for output in ("xlsx", "svg")  # ended
    }
    assert {one: leaks(answer.content) for one, answer in told.items() if leaks(answer.content)} == {}


def parameters(query):
    given = {"as_of": AS_OF, "organisation": "HQ", "place": "C1", "code": "HQ", "committee": "JD1"}
    asked = {one.name: given[one.name] for one in query.params if one.name in given}
    return "?" + "&".join(f"{name}={value}" for name, value in asked.items())


@pytest.mark.parametrize("page", [page.path for page in PAGES])
def test_no_page_ships_one_to_the_browser(service, page):
    for search in ("", "?place=C1", "?lang=en"):
        content = drawn(draw_page(service, page, search))
        assert leaks(content) == [], search


def test_no_drawer_ships_one_to_the_browser(service):
    opened = [f"finding:{name}" for name in DEFINITIONS] + [f"query:{name}" for name in DEFINITIONS]
    opened += [f"card:{row['code']}" for row in REGION["organisations"]]
    opened += [f"community:{row['code']}" for row in REGION["places"]]
    opened += [f"history:{row['code']}" for name in ("places", "organisations", "units") for row in REGION[name]]
    found = {one: leaks(drawn(draw_drawer(service, "/coverage", f"?open={one}"))) for one in opened}
    assert {one: numbers for one, numbers in found.items() if numbers} == {}


@pytest.mark.parametrize("plan", list(PLANS))
def test_no_plan_made_on_its_page_or_saved_ships_one(service, client, plan):
    drawn(draw_page(service, "/plan", f"?plan={plan}&go=1"))
    for _ in range(100):
        content = drawn(draw_page(service, "/plan", f"?plan={plan}&go=1"))
        if b'"waiting"' not in content:
            break
        time.sleep(0.1)
    assert b"plan-good" in content
    assert leaks(content) == []
    saved = client.put(f"/api/v1/plan-files/{plan}", json={"plan": plan})
    assert (saved.status_code, leaks(saved.content)) == (200, [])
    assert leaks(client.get(f"/api/v1/plan-files/{plan}/file").content) == []
    assert leaks(drawn(draw_page(service, "/plan", f"?plan=saved&file={plan}"))) == []


def test_no_drawer_about_methods_and_change_ships_one(service):
    opened = [f"method:{name}" for name in DEFINITIONS] + [f"step:{name}|2018-03-31|2018-06-30" for name in DEFINITIONS]
    opened += ["help:key", "measure:betweenness", "sensitivity:1"]
    found = {one: leaks(drawn(draw_drawer(service, "/key", f"?open={one}"))) for one in opened}
    assert {one: numbers for one, numbers in found.items() if numbers} == {}


def test_no_report_tells_one(client):
    for output in ("json", "csv", "xlsx", "docx", "pptx"):
        answer = client.get(f"/api/v1/report/export?format={output}")
        assert (answer.status_code, leaks(answer.content)) == (200, []), output


def test_no_problem_of_a_hand_in_tells_one(client):
    told = client.get("/api/v1/problems?limit=1000")
    assert [problem for problem in told.json()["problems"] if leaks(json.dumps(problem).encode())] == []


@pytest.mark.parametrize(
    ("column", "value", "hint", "told"),
    [
        ("women", "7", "4", ("<10", "<10")),
        ("女党员", "12", "7", ("12", "<10")),
        ("women", "7人", None, ("*", None)),
        ("正式党员(去年)", "7", None, ("<10", None)),
        ("households", "7", None, ("7", None)),
        ("户数", "七户", "行 3", ("七户", "行 3")),
        (None, None, None, (None, None)),
    ],
)
def test_a_cell_that_counts_few_people_is_not_told_as_a_problem(column, value, hint, told):
    from dashboard.people_problems import told_problem

    problem = {"code": "inconsistent", "column": column, "value": value, "hint": hint}
    safe = told_problem(problem, shown_from=10)
    assert ((safe["value"], safe["hint"]), safe["code"]) == (told, "inconsistent")


@pytest.mark.parametrize(
    ("table", "row", "column", "code", "value", "hint", "told"),
    [
        ("listings", 3, "发布时间", "not_a_date", "5", None, ("5", None)),
        ("organisations", 3, "组织名", "duplicate_key", "7", "4", ("7", "4")),
        ("organisations", 3, "其中：女党员", "out_of_range", "7人", None, ("*", None)),
        ("organisations", 3, "女党员数", "inconsistent", "12", "7", ("12", "<10")),
        ("organisations", 3, "女党员数", "count_not_told", "<10", None, ("<10", None)),
        ("organisations", None, "上级组织", "matched_by_name", "5", None, ("5", None)),
        ("organisations", 3, "教过的列", "out_of_range", "7", "4", ("<10", "4")),
    ],
)
def test_only_counts_of_people_are_hidden_in_problems(table, row, column, code, value, hint, told):
    from dashboard.people_problems import told_problem

    problem = {"table": table, "row": row, "column": column, "code": code, "value": value, "hint": hint}
    safe = told_problem(problem, shown_from=10)
    assert (safe["value"], safe["hint"]) == told


def test_an_estimate_of_people_is_hidden_in_the_list_of_the_workbook_as_on_the_page(tmp_path, monkeypatch):
    """Loaded with a warning, so that it stands in no rejected row; a number of households may be told."""
    handed_in = tmp_path / "党组织台账.csv"
    handed_in.write_text("组织编码,组织名称,组织类别,领域,正式党员\nZ1,甲,党支部,社区,约7人\n", "utf-8")
    places = tmp_path / "地点台账.csv"
    places.write_text("地点编码,地点名称,地点类别,户数\nC1,甲社区,社区,约500户\n", "utf-8")
    with Service(Settings(data=tmp_path / "data")) as service:
        batch = load([handed_in, places], ledger=service.ledger).batch
        service.ready()
        client = TestClient(create_app(service), base_url="http://127.0.0.1:8050")
        problems = client.get("/api/v1/problems?limit=1000").json()["problems"]
        file = client.get(f"/api/v1/batches/{batch}/problems/export").content
    expected = {("户数", "约500户"), ("正式党员", "*")}
    assert {(one["column"], one["value"]) for one in problems} == expected
    assert listed_in(file) == expected
    monkeypatch.setenv("GONGJIAN_DATA", str(tmp_path / "data"))
    with pytest.raises(SystemExit, match="0"):
        run(["problems", "--out", str(tmp_path / "p.xlsx")])
    assert listed_in((tmp_path / "p.xlsx").read_bytes()) == expected


def listed_in(workbook):
    """Column and value of every problem in the list of a workbook of problems."""
    rows = openpyxl.load_workbook(io.BytesIO(workbook))["问题清单"].iter_rows(min_row=2, values_only=True)
    return {(row[3], row[4]) for row in rows}
