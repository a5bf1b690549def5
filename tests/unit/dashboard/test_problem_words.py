"""Whether a problem says which reason it has, what became of the row or the cell, and its hint in words."""

from __future__ import annotations

import pytest

from dashboard.i18n import Wording, words
from dashboard.people_problems import told_problem
from dashboard.problem_words import REJECTS_OR_NOT, hint_told, sentence

ZH = Wording("zh")


def told(code, *, hint=None, severity="warning"):
    problem = {"code": code, "hint": hint, "severity": severity}
    return sentence(ZH, problem), hint_told(ZH, problem)


def test_the_same_reason_says_what_became_of_the_row_and_what_of_the_cell():
    for code in REJECTS_OR_NOT:
        rejected, unknown = told(code, severity="error")[0], told(code)[0]
        assert rejected.endswith("该行被退回")
        assert unknown.endswith("这一格按不清楚处理")
        for one in (rejected, unknown):
            assert one.count("被退回") + one.count("按不清楚处理") == 1, code


@pytest.mark.parametrize(
    ("hint", "reason", "in_words"),
    [
        ("2018-06-03", "结束早于开始", "起始的日子是 2018-06-03"),
        ("7", "大于合计", "合计是 7"),
        ("<10", "大于合计", "合计是 <10"),
        (None, "不止一个上级", None),
    ],
)
def test_what_contradicts_itself_says_in_which_of_three_ways(hint, reason, in_words):
    meaning, said = told("inconsistent", hint=hint)
    assert reason in meaning
    assert [other in meaning for other in ("结束早于开始", "大于合计", "不止一个上级")].count(True) == 1
    assert said == in_words


@pytest.mark.parametrize(
    ("code", "hint", "in_words"),
    [
        ("not_a_number", "人", "写的单位是“人”，不是这一列的单位"),
        ("not_a_date", "two_digit_year", "年份只写了两位，看不出是哪个世纪；请写四位"),
        ("bare_serial", "2018-06-03", "读成 2018-06-03"),
        ("unknown_word", "在营、停业", "可以填：在营、停业"),
        ("renamed", "东街", "以前的名称：东街"),
        ("duplicate_key", "7", "第一次出现在第 7 行"),
        ("duplicate_row", "7", "第一次出现在第 7 行"),
        ("cycle", "原样", "原样"),
        ("near_name", "O1 一社区党委", "相近的有：O1 一社区党委"),
    ],
)
def test_a_hint_says_in_words_what_it_is(code, hint, in_words):
    assert told(code, hint=hint)[1] == in_words


def test_a_number_whose_format_leaves_digits_out_is_told_so():
    assert "×1000" in told("not_a_number", hint="×1000")[1]
    assert "数字格式" in told("not_a_number", hint="×1000")[1]


def test_a_pointer_to_a_rejected_row_names_it_and_why_without_a_code():
    said = told("unknown_reference", hint="党组织台账 4: missing_value,damaged_code", severity="error")[1]
    assert "“党组织台账”第 4 行" in said
    assert words()["problems.missing_value"]["zh"] in said
    assert words()["problems.damaged_code"]["zh"] in said
    assert "missing_value" not in said


def test_a_name_in_a_cell_that_must_be_filled_costs_the_row_and_what_points_to_it():
    cell, row = told("looks_like_a_person")[0], told("looks_like_a_person", severity="error")[0]
    assert "整格没有保存" in cell
    assert "退回" not in cell
    assert "该行被退回，指向它的行（如认领）也随之退回或留空" in row


@pytest.mark.parametrize("written", ["约30", "约4000", "1,560多", "１２余人", "30人左右", "10"])
def test_a_count_from_the_bar_on_is_told_as_it_was_written(written):
    assert _told_value(written) == written


@pytest.mark.parametrize("written", ["7人", "约9", "近10", "30人（女7人）", "3万", "5-30", "十来人", "约010,1"])
def test_what_may_tell_fewer_than_the_bar_is_not(written):
    assert _told_value(written) == "*"


def _told_value(written):
    problem = {"table": "units", "row": 3, "column": "职工数", "value": written, "hint": None, "code": "not_a_number"}
    return told_problem(problem, shown_from=10)["value"]
