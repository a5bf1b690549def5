"""Does what a command prints in Chinese hold no English word, exponent or UTC offset, and each error a way on?"""

from __future__ import annotations

import re
import time

import pytest

from analytics.network.cards import measure_cards
from dashboard.i18n import Wording, words
from dashboard.methods import measure_lines
from dashboard.times import local_time
from graph_model.queries import catalogue

ZH, EN = Wording("zh"), Wording("en")


def test_a_local_time_is_what_the_clock_shows_and_utc_is_said(monkeypatch):
    told = {}
    for zone in ("Asia/Shanghai", "UTC"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        told[zone] = local_time("2026-11-30T06:05:00+00:00")
    monkeypatch.delenv("TZ")
    time.tzset()
    assert told == {"Asia/Shanghai": "2026-11-30 14:05", "UTC": "2026-11-30 06:05 UTC"}


@pytest.mark.parametrize(
    ("number", "told"),
    [(0.00001234, "0.00001234"), (0.5, "0.5"), (0.123456, "0.1235"), (12345.67, "12,345.7"), (-0.00002, "-0.00002")],
)
def test_a_number_is_printed_without_an_exponent(number, told):
    assert ZH.value(number) == told


def test_buildings_have_one_word():
    assert ZH.word("building") == "楼宇"
    assert [key for key, entry in words().items() if "园区楼宇" in entry["zh"] or "商务楼宇" in entry["zh"]] == []


def test_a_cell_has_the_word_of_its_own_column():
    from dashboard.differences import cell_worded

    assert cell_worded("coverage", "mode", "joint", ZH) == "联建"
    assert cell_worded("organisations", "form", "joint", ZH) == "联合"
    assert cell_worded("meetings", "kind", "joint", ZH) == "联席会"
    assert cell_worded("places", "kind", "building", ZH) == "商务楼宇"
    assert cell_worded("organisations", "domain", "building", ZH) == "楼宇"


def test_every_column_of_a_query_and_its_folder_have_a_word():
    named = {column.name for query in catalogue().values() for column in query.returns}
    assert sorted(name for name in named if not ZH.has(f"columns.{name}")) == []
    assert {f"ask.folder_{query.folder}" for query in catalogue().values()} <= set(words())


def test_the_list_of_queries_and_an_answer_have_chinese_headings(gongjian, region):
    listed = gongjian(region, "query").out.splitlines()
    assert listed[0].split() == ["查询", "分类", "设定", "说明"]
    (line,) = [line for line in listed if line.startswith("places_tree ")]
    assert line.split()[1:3] == ["查找", "kind（文字，可不写）"]
    answer = gongjian(region, "query", "graph_counts").out.splitlines()
    assert not re.search("[A-Za-z]", answer[0])
    told = gongjian(region, "query", "graph_counts", "--format", "csv").out.splitlines()[0]
    assert told.startswith("as_of,places,organisations,")


def test_formulas_have_chinese_words_where_words_occur():
    symbols = {"min", "Leiden"}
    for card in measure_cards().values():
        lines = measure_lines(card, ZH)
        for line in (lines.get("formula", ""), lines.get("range", "")):
            assert set(re.findall("[A-Za-z]{3,}", line)) <= symbols, card.name


def test_formulas_in_english_are_those_of_the_measures():
    for key, entry in words().items():
        section, _, name = key.partition(".")
        if section == "measure_formulas":
            card = measure_cards()[name.removeprefix("most_")]
            assert entry["en"] == (card.most if name.startswith("most_") else card.formula), name


def test_json_tells_the_least_p_that_so_many_draws_can_show(gongjian, region):
    told = gongjian(region, "measure", "--structure", "--draws", "19", "--format", "json").json["significance"]
    judged = [one for one in told.values() if one is not None]
    assert judged
    assert {(one["draws"], one["p_least"]) for one in judged} == {(19, 0.1)}  # two-sided: 2 / (19 + 1)


def test_a_plan_explains_its_settings(gongjian, tmp_path):
    told = gongjian(tmp_path, "explain", "matching").out
    assert re.search("quantity +数量.* +enough\n", told)
    listed = gongjian(tmp_path, "plan")
    assert "quantity=enough" in listed.out
    assert "gongjian explain" in listed.err


WAYS = (
    (("query", "nosuch"), "gongjian query"),
    (("plan", "nosuch"), "gongjian plan"),
    (("explain", "nosuch"), "gongjian explain"),
    (("report", "nosuch"), "gongjian report"),
    (("problems", "b9"), "gongjian batches"),
    (("undo", "b9"), "gongjian batches"),
    (("redo",), "gongjian batches"),
    (("nosuch",), "gongjian --help"),
    (("report", "--format", "nosuch"), "--help"),
    (("history", "无此编码"), "gongjian export xlsx"),
    (("what-if",), "gongjian what-if --edit"),
    (("cases", "show", "77"), "gongjian cases list"),
)


@pytest.mark.parametrize(("arguments", "way"), WAYS)
def test_an_error_names_a_way_on(gongjian, region, arguments, way):
    ended = gongjian(region, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert way in ended.err


def test_a_code_that_nobody_knows_is_not_answered_with_an_english_title(gongjian, region):
    assert gongjian(region, "report", "nosuch").err.splitlines()[0] == "没有叫“nosuch”的发现。"
    assert "cut_points" in gongjian(region, "report", "cut_point").err
    assert "cut points" in gongjian(region, "report", "cut pointz", lang="en").err


EMPTY = ("report", "measure", "trend", "sensitivity", "story", "problems", "cypher x", "history X", "plan matching")


@pytest.mark.parametrize("command", EMPTY)
def test_without_data_every_command_tells_how_to_begin(gongjian, tmp_path, command):
    ended = gongjian(tmp_path / "none", *command.split())
    assert (ended.code, ended.out) == (2, "")
    for way in ("gongjian load", "gongjian template", "gongjian demo"):
        assert way in ended.err


TABLES = (
    "batches", "query", "plan", "explain", "doctor", "headers", "problems", "cases list", "measure --draws 19",
    "measure --structure --draws 19", "measure --by domain --draws 19", "measure --two-mode", "measure --alike HQ",
    "report", "report weak_community_screen ties_by_domain figures_that_disagree", "trend --on 2018-06-30",
    "trend secretary_vacancies", "sensitivity", "story", "explain constraint", "explain secretary_vacancies",
    "plan suggested_partners", "plan pairing_plan", "plan joint_branch_plan", "plan committee_seats_plan",
    "plan meeting_places", "plan matching", "what-if --edit add_tie:agreements:HQ:XQ", "history HQ", "undo --dry-run",
)  # fmt: skip


@pytest.mark.parametrize("command", TABLES)
def test_every_heading_of_a_table_has_a_word(gongjian, region, monkeypatch, command):
    lacking = []

    def column(self, name):
        if not self.has(f"columns.{name}"):
            lacking.append(name)
        return name

    monkeypatch.setattr(Wording, "column", column)
    ended = gongjian(region, *command.split())
    assert (ended.code, lacking) == (0, []), ended.err


def test_a_broken_rule_is_told_in_words_and_whole_numbers_in_a_list_without_a_point():
    from dashboard.components.table import shown

    assert shown("committee_under_least", ZH) == "党委党员不足"
    assert shown([49.0, 851.0, 0.5], ZH) == "49、851、0.5"
