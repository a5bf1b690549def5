"""Does the catalogue refuse a file whose header and body disagree?"""

from __future__ import annotations

import polars as pl
import pytest

from graph_model.errors import CatalogueFault, UnknownName
from graph_model.queries import (
    Parameter,
    Returned,
    answer_schema,
    catalogue,
    catalogue_query,
    read_catalogue,
    read_query,
)

GOOD = """// description: Places.
// description_zh: 地点。
// params: as_of:date, kind:text?
// returns: code:text, n:int
// a comment of the author's
MATCH (p:Place)
WHERE ($kind = '' OR p.kind = $kind) AND p.since <= date($as_of) // $not_a_parameter
WITH p, '$neither' AS t
RETURN p.code AS code, COUNT { MATCH (q:Place)-[:PART_OF]->(p) RETURN q AS x } AS n
ORDER BY n DESC, code
"""


def fault(text):
    with pytest.raises(CatalogueFault) as told:
        read_query(text, name="q", folder="f")
    assert told.value.values["file"] == "f/q.cypher"
    return told.value


def test_a_good_file_is_read():
    query = read_query(GOOD, name="q", folder="f")
    assert (query.name, query.folder, query.description, query.description_zh) == ("q", "f", "Places.", "地点。")
    assert query.params == (Parameter("as_of", "date"), Parameter("kind", "text", optional=True))
    assert query.returns == (Returned("code", "text"), Returned("n", "int"))
    assert answer_schema(query) == {"code": pl.String, "n": pl.Int64}


def test_a_day_that_follows_from_the_day_asked_may_be_left_out():
    text = GOOD.replace("as_of:date", "as_of:date, year_ago:date?").replace("<= date($as_of)", "> date($year_ago)", 1)
    text = text.replace("WITH p", "AND p.since <= date($as_of) WITH p")
    assert read_query(text, name="q", folder="f").params[1] == Parameter("year_ago", "date", optional=True)


def test_the_columns_that_count_people_are_known():
    assert read_query(GOOD, name="q", folder="f").people == ()
    assert read_query(GOOD.replace("// a comment", "// people: n\n// a"), name="q", folder="f").people == ("n",)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("// description: Places.\n", "", "header_missing"),
        ("// description: Places.", "// description:", "header_missing"),
        ("// description_zh: 地点。\n", "", "header_missing"),
        ("// params: as_of:date, kind:text?\n", "", "header_missing"),
        ("// returns: code:text, n:int\n", "", "header_missing"),
        ("// returns: code:text, n:int", "// returns: code:text, n:int\n// returns: n:int", "header_repeated"),
        ("as_of:date", "as_of", "header_unreadable"),
        ("as_of:date", "as_of:day", "header_unreadable"),
        ("as_of:date", "kind:text", "header_unreadable"),
        ("as_of:date", "as_of:date?", "optional_type"),
        ("as_of:date, kind:text?", "year_ago:date?, as_of:date, kind:text?", "optional_type"),
        ("as_of:date, kind:text?", "as_of:text, year_ago:date?, kind:text?", "optional_type"),
        ("n:int", "n:number", "header_unreadable"),
        ("code:text, n:int", "code:text, n:int\n// people: code", "people_not_counted"),
        ("code:text, n:int", "code:text, n:int\n// people: n, women", "people_not_counted"),
        ("as_of:date, kind:text?", "as_of:date", "parameters_differ"),
        ("as_of:date, kind:text?", "as_of:date, kind:text?, x:int", "parameters_differ"),
        ("code:text, n:int", "n:int, code:text", "returns_differ"),
        ("code:text, n:int", "code:text", "returns_differ"),
        ("p.code AS code,", "p.code,", "returns_differ"),
        ("ORDER BY n DESC, code", "", "order_missing"),
        ("ORDER BY n DESC, code", "ORDER BY p.code", "order_not_returned"),
        ("ORDER BY n DESC, code", "ORDER BY t", "order_not_returned"),
        ("RETURN p.code AS code,", "SET p.x = 1 RETURN p.code AS code,", "not_reading"),
        ("MATCH (p:Place)\n", "RETURN 1 AS code UNION MATCH (p:Place)\n", "union_in_catalogue"),
    ],
)
def test_a_file_that_says_otherwise_than_it_does_is_a_fault(old, new, code):
    assert old in GOOD
    assert fault(GOOD.replace(old, new, 1)).code == code


def test_a_name_in_two_folders_is_a_fault(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "q.cypher").write_text(GOOD, "utf-8")
    with pytest.raises(CatalogueFault) as told:
        read_catalogue(tmp_path)
    assert told.value.code == "duplicate_query"


def test_files_of_other_kinds_are_left_alone(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "README.md").write_text("x", "utf-8")
    (tmp_path / "a" / "q.cypher").write_text(GOOD, "utf-8")
    assert list(read_catalogue(tmp_path)) == ["q"]


def test_the_bundled_catalogue_is_sound_and_sorted():
    assert list(catalogue()) == sorted(catalogue())
    assert {"organisation", "places_tree", "units_of_place"} <= set(catalogue())


def test_an_unknown_query_names_the_nearest():
    with pytest.raises(UnknownName) as told:
        catalogue_query("organisations")
    assert "organisation" in told.value.values["nearest"]
