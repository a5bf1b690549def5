"""Do both stores answer tables, queries and free text alike, within their limits, and with the same errors?"""

from __future__ import annotations

import datetime as dt
import threading

import polars as pl
import pytest

from graph_model.errors import ParameterMismatch, QueryFailed, QueryRefused, TimeLimit, UnknownName
from graph_model.queries import answer_schema, catalogue
from graph_model.store import Answer

HEAVY = (
    "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b UNWIND range(1, 100000) AS c"
    " WITH a * b + c AS d WHERE d % 7 = 3 RETURN count(d) AS n"
)


def test_a_table_has_the_types_of_the_contract(region_store):
    assert region_store.table("Place").schema == {
        "code": pl.String, "name": pl.String, "kind": pl.String, "community_type": pl.String,
        "households": pl.Int64, "population": pl.Int64, "workers": pl.Int64, "assistants": pl.Int64,
        "work_funds": pl.Float64, "service_funds": pl.Float64, "service_area": pl.Float64,
        "lon": pl.Float64, "lat": pl.Float64,
    }  # fmt: skip
    assert region_store.table("SEATED_ON").schema == {
        "source": pl.String, "target": pl.String, "role": pl.String, "since": pl.Date, "until": pl.Date,
    }  # fmt: skip


def test_a_table_gives_the_columns_asked_for_in_that_order(region_store):
    assert region_store.table("Case", columns=["closed", "code"]).rows() == [(None, "Z1"), (dt.date(2017, 4, 1), "Z2")]
    assert region_store.table("ANSWERS", columns=["target"]).rows() == [("N1",)]


def test_relationships_come_sorted_by_source_then_target(region_store):
    assert region_store.table("CLAIMS").rows() == [
        ("G1", "N3", dt.date(2018, 2, 2), None, None),
        ("LL", "R1", dt.date(2018, 2, 1), None, None),
        ("SC", "N1", dt.date(2018, 5, 10), dt.date(2018, 6, 20), "R3"),
    ]


def test_a_property_that_begins_with_a_digit_comes_back(region_store):
    assert region_store.table("Team", columns=["code", "35_down", "60_up"]).rows() == [
        ("C1|2015", 2, 0),
        ("C1|2018", 3, None),
        ("C2|2018", None, None),
    ]


@pytest.mark.parametrize("name", ["Dataset", "place", "places", "Nobody", "SEATED", "Place) DETACH DELETE (n"])
def test_a_table_nobody_knows_is_an_unknown_name(region_store, name):
    with pytest.raises(UnknownName) as told:
        region_store.table(name)
    assert told.value.values["kind"] == "table"


def test_a_column_nobody_knows_is_an_unknown_name_with_the_nearest(region_store):
    with pytest.raises(UnknownName) as told:
        region_store.table("Place", columns=["house_holds"])
    assert told.value.values["nearest"][0] == "households"


def test_a_query_nobody_knows_is_an_unknown_name_with_the_nearest(region_store):
    with pytest.raises(UnknownName) as told:
        region_store.query("place_tree")
    assert told.value.values["nearest"][0] == "places_tree"


def test_an_answer_without_rows_has_its_columns_and_types(region_store):
    answer = region_store.query("organisation", {"code": "nobody"})
    assert (answer.rows, answer.truncated) == ([], False)
    query = catalogue()["organisation"]
    assert answer.columns == tuple(column.name for column in query.returns)
    assert answer.frame(answer_schema(query)).schema["founded"] == pl.Date


def test_free_text_answers_plain_values(region_store):
    answer = region_store.cypher(
        "MATCH (o:Organisation) WHERE o.code IN ['E1', 'FL'] RETURN o.code AS code, o.founded AS founded,"
        " o.two_new AS two_new, o.full_members AS members, o.full_members / 4.0 AS quarter, o.form AS form"
        " ORDER BY code"
    )
    assert answer == Answer(
        ("code", "founded", "two_new", "members", "quarter", "form"),
        [
            ("E1", dt.date(2015, 9, 1), True, 2, 0.5, "joint"),
            ("FL", None, None, 0, 0.0, "functional"),
        ],
    )
    assert [type(value) for value in answer.rows[0]] == [str, dt.date, bool, int, float, str]


def test_a_sum_of_whole_numbers_is_a_whole_number(region_store):
    answer = region_store.cypher("MATCH (o:Organisation) RETURN sum(o.full_members) AS n")
    assert answer.rows == [(289,)]
    assert type(answer.rows[0][0]) is int


def test_lists_come_back_as_lists(region_store):
    answer = region_store.cypher("MATCH (a:Agreement {code: 'A2'})<-[:PARTY_TO]-(o) RETURN collect(o.code) AS codes")
    assert [sorted(codes) for (codes,) in answer.rows] == [["E2", "LL"]]


def test_nulls_come_last_and_first_when_descending(region_store):
    rising = region_store.cypher("MATCH (c:Committee) RETURN c.plaque_on AS day, c.code AS code ORDER BY day, code")
    assert [row[1] for row in rising.rows] == ["JD1", "JC1", "JM1"]
    falling = region_store.cypher(
        "MATCH (c:Committee) RETURN c.plaque_on AS day, c.code AS code ORDER BY day DESC, code"
    )
    assert [row[1] for row in falling.rows] == ["JC1", "JM1", "JD1"]


def test_names_that_are_words_of_cypher_may_be_used(region_store):
    answer = region_store.cypher(
        "MATCH (c:Case) OPTIONAL MATCH (a:Agreement {code: 'A1'}) RETURN c.code AS load, a.starts AS starts"
        " ORDER BY c.code"
    )
    assert answer == Answer(("load", "starts"), [("Z1", dt.date(2017, 9, 1)), ("Z2", dt.date(2017, 9, 1))])


@pytest.mark.parametrize(
    "value",
    ["'; MATCH (n) DETACH DELETE n; //", '" OR 1=1', "`", "\\", "HQ' OR '1'='1", "$code", "\\u0027", "x\ny", ""],
)
def test_a_value_is_only_ever_a_value(region_store, value):
    echoed = region_store.cypher("RETURN $value AS value", {"value": value})
    assert echoed.rows == [(value,)]
    assert region_store.query("organisation", {"code": value}).rows == []
    assert region_store.table("Organisation").height == 10


@pytest.mark.parametrize(
    ("value", "back"),
    [
        ("党", "党"), (3, 3), (-(2**63), -(2**63)), (0.5, 0.5), (True, True), (None, None),
        (dt.date(2018, 6, 30), dt.date(2018, 6, 30)), (["a", "b"], ["a", "b"]), ([1, 2], [1, 2]), (("a",), ["a"]),
    ],
)  # fmt: skip
def test_a_parameter_of_free_text_keeps_its_type(region_store, value, back):
    (row,) = region_store.cypher("RETURN $value AS value", {"value": value}).rows
    assert row == (back,)
    assert type(row[0]) is type(back)


# parameters


def test_a_parameter_the_query_does_not_have_is_named_with_the_nearest(region_store):
    for ask in (
        lambda: region_store.query("organisation", {"code": "HQ", "cod": "x"}),
        lambda: region_store.cypher("RETURN $code AS c", {"code": "HQ", "cod": "x"}),
    ):
        with pytest.raises(ParameterMismatch) as told:
            ask()
        assert (told.value.code, told.value.values["name"]) == ("unknown_parameter", "cod")
        assert told.value.values["nearest"] == ["code"]


def test_a_parameter_left_out_is_named(region_store):
    for ask in (
        lambda: region_store.query("organisations_of_place", {"place": "C1"}),
        lambda: region_store.query("organisations_of_place", {"place": "C1", "as_of": None}),
        lambda: region_store.cypher("RETURN $place AS p, date($as_of) AS d", {"place": "C1"}),
    ):
        with pytest.raises(ParameterMismatch) as told:
            ask()
        assert (told.value.code, told.value.values["name"]) == ("missing_parameter", "as_of")


@pytest.mark.parametrize(
    "day", ["30.6.2018", "2018-06-31", "", 20180630, dt.datetime(2018, 6, 30, tzinfo=dt.UTC), True, ["2018-06-30"]]
)
def test_a_day_that_is_none_is_of_the_wrong_type(region_store, day):
    with pytest.raises(ParameterMismatch) as told:
        region_store.query("organisations_of_place", {"place": "C1", "as_of": day})
    assert (told.value.code, told.value.values["expected"]) == ("wrong_type", "date")


def test_a_day_may_be_given_as_a_date_or_as_text(region_store):
    as_date = region_store.query("organisations_of_place", {"place": "C1", "as_of": dt.date(2018, 6, 30)})
    as_text = region_store.query("organisations_of_place", {"place": "C1", "as_of": "2018-06-30"})
    assert [row[0] for row in as_date.rows] == ["HQ", "SC"]
    assert as_date == as_text


@pytest.mark.parametrize("value", [{"a": 1}, [["a"]], b"x", 2**63, object(), "half \ud800", [{"a": 1}]])
def test_a_value_no_store_can_take_is_of_the_wrong_type(region_store, value):
    with pytest.raises(ParameterMismatch) as told:
        region_store.cypher("RETURN $value AS value", {"value": value})
    assert (told.value.code, told.value.values["name"]) == ("wrong_type", "value")


def test_a_parameter_that_may_be_left_out_is_then_no_condition(region_store):
    assert len(region_store.query("places_tree").rows) == 12
    assert len(region_store.query("places_tree", {"kind": None}).rows) == 12
    assert [row[0] for row in region_store.query("places_tree", {"kind": "grid"}).rows] == ["G11", "G12", "G21"]


# limits


def test_a_row_limit_cuts_and_says_so(region_store):
    answer = region_store.query("places_tree", max_rows=3)
    assert ([row[0] for row in answer.rows], answer.truncated) == (["B1", "C1", "C2"], True)
    assert region_store.query("places_tree", max_rows=12).truncated is False
    assert len(region_store.query("places_tree", max_rows=0).rows) == 12
    assert region_store.cypher("UNWIND range(1, 50) AS n RETURN n ORDER BY n", max_rows=2) == Answer(
        ("n",), [(1,), (2,)], truncated=True
    )


def test_a_time_limit_ends_a_query_and_the_store_answers_the_next(region_store):
    with pytest.raises(TimeLimit) as told:
        region_store.cypher(HEAVY, seconds=0.5)
    assert (told.value.code, told.value.values["seconds"]) == ("time_limit", 0.5)
    assert len(region_store.query("places_tree").rows) == 12


def test_two_threads_get_their_own_answers(region_store):
    answers: dict[str, set[tuple[str, ...]]] = {}

    def ask(kind: str) -> None:
        told = [tuple(row[0] for row in region_store.query("places_tree", {"kind": kind}).rows) for _ in range(20)]
        answers[kind] = set(told)

    threads = [threading.Thread(target=ask, args=(kind,)) for kind in ("grid", "community")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {"grid": {("G11", "G12", "G21")}, "community": {("C1", "C2", "C3")}}


# what goes wrong in a text


def test_a_text_that_cannot_be_parsed_says_where(region_store):
    with pytest.raises(QueryRefused) as told:
        region_store.cypher("MATCH (n:Place RETURN n.code AS code")
    assert told.value.code == "cannot_parse"
    assert told.value.values["line"] == 1


def test_a_node_is_not_a_plain_value(region_store):
    with pytest.raises(QueryFailed) as told:
        region_store.cypher("MATCH (p:Place) RETURN p")
    assert (told.value.code, told.value.values["column"]) == ("not_a_scalar", "p")


def test_what_fails_while_it_runs_is_our_own_error(region_store):
    with pytest.raises(QueryFailed):
        region_store.cypher("MATCH (p:Place) RETURN 1 / (p.households - p.households) AS n, date('x') AS d")
    assert len(region_store.query("places_tree").rows) == 12
