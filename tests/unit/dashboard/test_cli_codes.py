"""Is a row meant by its name wherever a code is asked for, and never chosen among several?"""

from __future__ import annotations

import polars as pl
import pytest

from dashboard.named import code_named
from graph_model.errors import BadValue, UnknownName

ORGANISATIONS = pl.DataFrame(
    {
        "code": ["A", "B", "C", "D", "E"],
        "name": ["中共东风社区总支部委员会", "西湖社区党支部", "西湖社区支部", None, "A"],
    }
)
PLACES = pl.DataFrame({"code": ["P"], "name": ["西湖社区"]})


@pytest.mark.parametrize(
    ("text", "code"), [("A", "A"), ("东风社区总支", "A"), ("东风社区党总支（）", "A"), (" 西湖社区 ", "P"), ("a", "E")]
)
def test_a_name_is_compared_as_that_of_a_hand_in_and_a_code_goes_before_it(text, code):
    assert code_named(text, {"organisations": ORGANISATIONS, "places": PLACES}, kind="row") == code


def test_of_several_none_is_chosen_and_each_is_told_with_its_code():
    with pytest.raises(BadValue) as told:
        code_named("西湖社区党支部委员会", {"organisations": ORGANISATIONS}, kind="organisation")
    assert told.value.values["codes"] == ["西湖社区党支部 B", "西湖社区支部 C"]


def test_a_part_of_a_name_is_told_with_the_nearest():
    with pytest.raises(UnknownName) as told:
        code_named("西湖支部", {"organisations": ORGANISATIONS}, kind="organisation")
    assert told.value.values["kind"] == "organisation"
    assert "西湖社区支部" in told.value.values["nearest"]


ASKED = {
    "history": (("history", "{}", "--json"), "organisations"),
    "history of a table": (("history", "{}", "--table", "places", "--json"), "places"),
    "plan": (("plan", "suggested_partners", "--param", "organisation={}", "--format", "csv"), "organisations"),
    "query": (("query", "organisation", "--param", "code={}", "--format", "json"), "organisations"),
    "query of a place": (("query", "units_of_place", "--param", "place={}", "--format", "json"), "places"),
    "measure": (("measure", "--alike", "{}", "--format", "json"), "organisations"),
    "what-if": (("what-if", "--edit", "drop_organisation:{}", "--format", "json"), "organisations"),
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_name_gives_what_its_code_gives(gongjian, region, asked):
    given, table = ASKED[asked]
    code = {"organisations": "HQ", "places": "C1"}[table]
    name = names_of(region, table)[code]
    by_code, by_name = (gongjian(region, *(part.format(text) for part in given)) for text in (code, name))
    assert by_code.code == 0
    assert by_name.out == by_code.out


def names_of(region, table):
    from graph_model.ledger import Ledger

    return dict(Ledger(region).dataset().tables[table].select("code", "name").iter_rows())


@pytest.mark.parametrize("asked", ["history", "plan", "query"])
def test_a_name_that_nobody_bears_is_told_with_the_nearest(gongjian, region, asked):
    given, table = ASKED[asked]
    name = names_of(region, table)["HQ"]
    told = gongjian(region, *(part.format(name[:-1] + "哪里") for part in given), lang="zh")
    assert (told.code, told.out) == (2, "")
    assert name in told.err.partition("您是不是要：")[2]
