"""What is sent to a store for each parameter, and which are refused?"""

from __future__ import annotations

import datetime as dt

import pytest

from graph_model.errors import ParameterMismatch
from graph_model.queries import CatalogueQuery, Parameter, Returned
from graph_model.store import Answer
from graph_model.stores.parameters import checked_parameters, typed_answer

RETURNS = (Returned("x", "float"), Returned("n", "int"))


def query(*params):
    return CatalogueQuery("q", "f", "d", "d", params, RETURNS, "")


@pytest.mark.parametrize(
    ("kind", "value", "sent"),
    [
        ("text", "３", "３"), ("text", " a ", " a "), ("int", "3", 3), ("int", -3, -3), ("float", "0.5", 0.5),
        ("float", 1, 1.0), ("bool", "true", True), ("bool", "No", False), ("bool", False, False),
        ("date", "2018-06-30", "2018-06-30"), ("date", dt.date(2018, 6, 30), "2018-06-30"),
        ("list", "a, b", ["a", "b"]), ("list", ["a", 1], ["a", 1]), ("list", (), []),
    ],
)  # fmt: skip
def test_a_value_or_the_text_that_spells_it_is_sent(kind, value, sent):
    (got,) = checked_parameters(query(Parameter("p", kind)), {"p": value}).values()
    assert got == sent
    assert type(got) is type(sent)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", 3), ("text", "a\0b"), ("text", "\ud800"), ("int", "3.5"), ("int", True), ("int", 3.0), ("int", 2**63),
        ("float", "nan"), ("float", "inf"), ("float", True), ("bool", 1), ("bool", "maybe"), ("date", "2018-02-30"),
        ("date", dt.datetime(2018, 6, 30, tzinfo=dt.UTC)), ("list", [["a"]]), ("list", [None]), ("list", 3),
    ],
)  # fmt: skip
def test_a_value_of_another_type_is_refused_by_name(kind, value):
    with pytest.raises(ParameterMismatch) as told:
        checked_parameters(query(Parameter("p", kind)), {"p": value})
    assert (told.value.code, told.value.values["name"], told.value.values["expected"]) == ("wrong_type", "p", kind)


def test_what_may_be_left_out_is_sent_as_nothing_and_never_as_null():
    told = query(Parameter("place", "text", optional=True), Parameter("codes", "list", optional=True))
    assert checked_parameters(told, None) == {"place": "", "codes": []}
    assert checked_parameters(told, {"place": None}) == {"place": "", "codes": []}


@pytest.mark.parametrize(
    ("as_of", "given", "sent"),
    [
        ("2018-06-30", None, "2017-06-30"),
        (dt.date(2020, 2, 29), None, "2019-02-28"),
        ("2018-06-30", "2018-01-01", "2018-01-01"),
        ("0001-06-30", None, "0001-01-01"),
    ],
)
def test_a_year_ago_follows_from_the_day_unless_it_is_given(as_of, given, sent):
    told = query(Parameter("as_of", "date"), Parameter("year_ago", "date", optional=True))
    assert checked_parameters(told, {"as_of": as_of, "year_ago": given})["year_ago"] == sent


def test_lists_are_told_in_the_order_of_their_texts():
    told = CatalogueQuery("q", "f", "d", "d", (), (Returned("x", "list"),), "")
    assert typed_answer(told, Answer(("x",), [(["b", "a"],), ([],), (None,)])).rows == [(["a", "b"],), ([],), (None,)]


def test_what_was_given_is_not_changed():
    given = {"codes": ["a"]}
    sent = checked_parameters(query(Parameter("codes", "list")), given)
    sent["codes"].append("b")
    assert given == {"codes": ["a"]}


def test_fractions_are_floats_where_the_header_says_so():
    answer = typed_answer(query(), Answer(("x", "n"), [(1, 1), (None, None)], truncated=True))
    assert answer == Answer(("x", "n"), [(1.0, 1), (None, None)], truncated=True)
    assert type(answer.rows[0][0]) is float
