"""Are free Cypher, files of answers and saved queries told by the API as on the command line?"""

from __future__ import annotations

import fastexcel
import pytest

PLACES = "MATCH (p:Place) WHERE p.kind = $kind RETURN p.code AS code, p.households AS households ORDER BY code"


def test_free_cypher_is_answered_with_its_parameters(client):
    told = client.post("/api/v1/cypher", json={"text": PLACES, "param": ["kind=community"]}).json()
    assert (told["columns"], told["truncated"]) == (["code", "households"], False)
    assert [row["code"] for row in told["rows"]] == ["C1", "C2", "C3"]


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("MATCH (p:Place) DELETE p", 400, "not_reading"),
        ("MATCH (p:Place) RETURN p", 400, "not_a_scalar"),
        ("MATCH (m:Member) RETURN m.code AS c", 400, "members_listed"),
        ("", 400, "query_empty"),
        ("UNWIND range(1, 300) AS a RETURN range(1, 100000) AS n", 500, "answer_too_large"),
    ],
)
def test_what_is_wrong_with_a_text_has_a_code(client, text, status, code):
    told = client.post("/api/v1/cypher", json={"text": text})
    assert (told.status_code, told.json()["error"]["code"]) == (status, code)


def test_files_hold_the_rows_of_the_answer(client):
    asked = {"text": PLACES, "param": "kind=community"}
    lines = client.get("/api/v1/cypher/export", params=asked | {"format": "csv"}).content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in lines.splitlines()] == ["code", "C1", "C2", "C3"]
    book = fastexcel.read_excel(client.get("/api/v1/cypher/export", params=asked).content)
    assert book.load_sheet(0).to_polars().get_column("code").to_list() == ["C1", "C2", "C3"]
    assert PLACES in book.load_sheet(1).to_polars().row(0)
    rows = client.get("/api/v1/queries/units_of_place?place=C1").json()["rows"]
    lines = client.get("/api/v1/queries/units_of_place/export?place=C1&format=csv").content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in lines.splitlines()[1:]] == [row["code"] for row in rows]
    assert client.get("/api/v1/queries/none/export").status_code == 404


def test_queries_are_saved_and_let_go(client):
    kept = client.put("/api/v1/saved-queries/社区", json={"query": "places_tree", "param": ["kind=community"]}).json()
    assert (kept["name"], kept["query"], kept["param"], kept["version"]) == (
        "社区",
        "places_tree",
        ["kind=community"],
        1,
    )
    assert client.get("/api/v1/saved-queries").json() == [kept]
    twice = client.put("/api/v1/saved-queries/社区", json={"query": "places_tree"})
    assert twice.json()["error"]["code"] == "saved_twice"
    both = client.put("/api/v1/saved-queries/乙", json={"query": "places_tree", "cypher": "RETURN 1 AS n"})
    assert both.json()["error"]["code"] == "query_or_cypher"
    assert client.delete(f"/api/v1/saved-queries/{kept['id']}").json() == kept
    assert client.get(f"/api/v1/saved-queries/{kept['id']}").status_code == 404
