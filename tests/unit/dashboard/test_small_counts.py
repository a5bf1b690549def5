"""Does a small count of people leave the program as a number, by the command line or by the API?"""

from __future__ import annotations

import csv
import io
import json
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.api import routes
from dashboard.cli import query_commands
from dashboard.i18n import Wording
from dashboard.people import masked, people_columns, told_row, told_rows
from dashboard.people_told import told_query
from graph_model.settings import Settings
from graph_model.store import Answer
from graph_model.stores.embedded import EmbeddedStore
from tests.region import dataset_from_rows

ANSWER = Answer(
    ("place", "women", "term"), [("C1", 0, 3), ("C2", 9, 3), ("C3", 10, 3), ("C4", None, 3)], truncated=True
)


MEMBERS = {
    "place": "P", "members": "≥10", "women": "<10", "gender_unknown": "<10",
    "age_35_down": "<10", "age_36_45": "<10", "age_46_59": "<10", "age_60_up": "<10", "age_unknown": 12,
    "college_up": "<10", "education_unknown": 12,
}  # fmt: skip
"""Of nobody age or schooling is known. With 12 members told beside these 12 each of the noughts would be known."""


def members(count, **more):
    return [{"code": f"p{at}", "organisation": "O", "full": True, **more} for at in range(count)]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Twelve members of one organisation, of whom nine are women and nobody is known to be a man."""
    rows = {
        "places": [{"code": "P", "name": "P", "kind": "community"}],
        "organisations": [{"code": "O", "name": "O", "level": "branch", "domain": "community", "place": "P"}],
        "members": [{**one, "gender": "female" if at < 9 else None} for at, one in enumerate(members(12))],
        "teams": [{"place": "P", "term": 2018, "elected": 7, "women": 0, "mean_age": 41.5}],
    }
    with EmbeddedStore(tmp_path_factory.mktemp("people"), buffer_pool_mb=64, seconds=20, max_rows=100) as opened:
        opened.publish(dataset_from_rows(rows))
        yield opened


def test_counts_under_the_bar_and_nought_are_smaller_and_unknown_stays_unknown():
    assert masked(ANSWER, ["women"], shown_from=10).rows == [
        ("C1", "<10", 3), ("C2", "<10", 3), ("C3", 10, 3), ("C4", None, 3)
    ]  # fmt: skip
    assert masked(ANSWER, ["women"], shown_from=5).rows[1] == ("C2", 9, 3)


def test_the_answer_itself_and_what_counts_nobody_are_left_as_they_are():
    assert masked(ANSWER, ["women"], shown_from=10).truncated
    assert ANSWER.rows[0] == ("C1", 0, 3)
    assert masked(ANSWER, ["men"], shown_from=10) == ANSWER


NAMED = ["staff", "members", "members_elsewhere", "women", "gender_unknown", "college_up", "population"]


@given(st.lists(st.lists(st.none() | st.integers(0, 40), min_size=7, max_size=7), max_size=4))
@settings(deadline=None)
def test_columns_judged_apart_are_told_as_the_whole_row_is(counts):
    rows = [{"code": "x", **dict(zip(NAMED, row, strict=True))} for row in counts]
    for names in (NAMED, NAMED[:3], NAMED[2:], ["women", "staff", "population"]):
        expected = [{**row, **told_row({name: row[name] for name in names}, shown_from=10)} for row in rows]
        assert told_rows(rows, names, shown_from=10) == expected


def asked_by_command(store, capsys, name, output, lang="zh", **settings):
    session = SimpleNamespace(
        ready=lambda: SimpleNamespace(store=store, settings=Settings(**settings)),
        settings=Settings(**settings),
        wording=Wording(lang),
        say=lambda *_, **__: None,
    )
    query_commands.query(SimpleNamespace(obj=session), name, [], output)
    return capsys.readouterr().out


def test_the_api_tells_small_counts_as_smaller(store):
    state = SimpleNamespace(service=SimpleNamespace(store=store, settings=Settings()))
    request = SimpleNamespace(app=SimpleNamespace(state=state), query_params={})
    (row,) = routes.query(request, "member_numbers").rows
    assert row == MEMBERS
    (team,) = routes.query(request, "team_numbers").rows
    assert (team["term"], team["elected"], team["women"], team["party"], team["mean_age"]) == (
        2018, "<10", "<10", None, 41.5
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_format_of_the_command_tells_them_with_the_same_sign_in_both_languages(store, capsys, lang):
    (told,) = json.loads(asked_by_command(store, capsys, "member_numbers", "json", lang))["rows"]
    assert told == MEMBERS
    (sheet,) = csv.DictReader(
        io.StringIO(asked_by_command(store, capsys, "member_numbers", "csv", lang).lstrip("\ufeff"))
    )
    assert sheet == {name: str(value) for name, value in MEMBERS.items()}
    table = asked_by_command(store, capsys, "member_numbers", "table", lang)
    assert "<10" in table
    assert " 9 " not in table


def test_the_bar_can_be_set(store, capsys):
    (told,) = json.loads(asked_by_command(store, capsys, "member_numbers", "json", people_shown_from=5))["rows"]
    assert (told["women"], told["gender_unknown"]) == (9, "<5")


def test_queries_that_count_members_name_every_column_that_counts_them():
    from graph_model.queries import catalogue

    for name in ("member_numbers", "team_numbers"):
        told = catalogue()[name]
        assert set(told.people) == {column.name for column in told.returns if column.type == "int"} - {"term"}


def test_every_query_that_answers_a_column_of_the_ledger_that_counts_people_names_it():
    from graph_model.queries import catalogue

    told = {
        query.name: {column.name for column in query.returns if column.type == "int"} & people_columns()
        for query in catalogue().values()
    }
    assert {name: columns for name, columns in told.items() if not columns <= set(catalogue()[name].people)} == {}
    assert told["unit_coverage"] == {"staff", "members", "members_elsewhere"}


@pytest.mark.parametrize("most", [100, 1])
def test_parts_of_reported_members_are_hidden_where_one_is_small_also_where_the_answer_is_cut_short(tmp_path, most):
    """Of 40 members 36 men are told only where the 4 women are not; the women stand behind the cut."""
    told = (("members", 40.0), ("members/men", 36.0), ("members/women", 4.0), ("organisations", 3.0))
    rows = {
        "places": [{"code": "P", "name": "P", "kind": "community", "population": 7}],
        "figures": [
            {"place": "P", "indicator": name, "as_of": "2018-06-30", "value": value} for name, value in told
        ],
    }  # fmt: skip
    with EmbeddedStore(tmp_path, buffer_pool_mb=64, seconds=20, max_rows=most) as store:
        store.publish(dataset_from_rows(rows))
        answer = told_query(store, "figures_reported", {"as_of": "2018-06-30"}, shown_from=10)
    at = [answer.columns.index(name) for name in ("indicator", "value", "population")]
    shown = [tuple(row[place] for place in at) for row in answer.rows]
    whole = [
        ("members/men", "≥10", "<10"), ("members/women", "<10", "<10"), ("members", 40.0, "<10"),
        ("organisations", 3.0, "<10"),
    ]  # fmt: skip
    assert (shown, answer.truncated) == (whole[:most], most == 1)
