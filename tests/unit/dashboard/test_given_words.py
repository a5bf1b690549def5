"""Is what others say of a wrong value, a file or the system told in the reader's language alone?"""

from __future__ import annotations

import errno
import re

import pytest

from dashboard.given_words import wrong_in_words
from dashboard.i18n import Wording
from graph_model.errors import BadValue, LedgerRefused, place_in_text, reason_of

ZH = Wording("zh")
ENGLISH = re.compile(r"[A-Za-z]{3,}")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOENT, "没有这个文件或文件夹"), (errno.EISDIR, "这是一个文件夹"),
        (errno.ENOTDIR, "路径中有一段不是文件夹"),
        (errno.EACCES, "没有权限"), (errno.ENOSPC, "磁盘已满"), (errno.ENAMETOOLONG, "文件名太长"),
        (errno.ENOTSOCK, "系统不允许（ENOTSOCK）"), (None, "原因不明"),
    ],
)  # fmt: skip
def test_a_reason_of_the_system_is_told_in_chinese(number, told):
    error = OSError(number, "Words of the system") if number else OSError("Words of the system")
    said = ZH.error(BadValue("cannot_write", path="台账", problem=reason_of(error)))
    assert said == f"写不了 台账：{told}"


@pytest.mark.parametrize(
    ("reason", "told"), [("BadZipFile", "内容不完整"), ("ComputeError", "内容不完整"), ("html", "其实是网页")]
)
def test_why_a_file_cannot_be_read_is_told_in_chinese(reason, told):
    said = ZH.error(LedgerRefused("unreadable_file", file="台账", reason=reason))
    assert said.startswith(f"读不了 台账（{told}）：")
    assert not ENGLISH.search(said)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ({"type": "int_parsing", "msg": "Input should be …"}, "应为整数"),
        ({"type": "greater_than_equal", "ctx": {"ge": 5}}, "应不小于 5"),
        ({"type": "literal_error", "ctx": {"expected": "'zh' or 'en'"}}, "只能是：'zh' or 'en'"),
        ({"type": "value_error", "ctx": {"error": ValueError()}}, "这个值读不懂"),
    ],
)
def test_a_wrong_value_of_a_setting_or_a_request_is_told_in_chinese(error, told):
    assert wrong_in_words(error, ZH) == told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("serve", "--port", "abc"), "--port 的值有误：应为整数"),
        (("measure", "--draws", "5"), "--draws 的值有误：应不小于 19"),
        (("report", "--format"), "--format 后面要写一个值。"),
        (("doctor", "--json=yes"), "--json 后面不写值。"),
    ],
)
def test_the_command_line_tells_it_so(gongjian, tmp_path, arguments, told):
    ended = gongjian(tmp_path / "data", *arguments, lang="zh")
    assert ended.code == 2
    assert ended.err.splitlines()[0] == told


def test_a_setting_that_is_wrong_is_told_in_chinese(gongjian, tmp_path, monkeypatch):
    monkeypatch.setenv("GONGJIAN_PORT", "abc")
    assert gongjian(tmp_path / "data", "batches", lang="zh").err == "设置 GONGJIAN_PORT 有误：应为整数\n"


def test_a_plan_that_cannot_be_read_is_told_by_its_place(gongjian, tmp_path):
    (tmp_path / "a.json").write_text('{"edits": [\n  {"do" "x"}]}', "utf-8")
    told = gongjian(tmp_path / "data", "what-if", tmp_path / "a.json", lang="zh")
    assert told.code == 2
    assert told.err == (f"{tmp_path / 'a.json'} 第 2 行第 9 列附近读不通：应为 JSON；请检查引号、逗号和括号。\n")
    missing = gongjian(tmp_path / "data", "what-if", tmp_path / "b.json", lang="zh")
    assert missing.err.startswith(f"读不了 {tmp_path / 'b.json'}：没有这个文件或文件夹；")


def test_where_a_text_is_wrong_is_read_from_what_its_reader_says():
    assert place_in_text(ValueError("Expected '=' after a key (at line 3, column 14)")) == (3, 14)
    assert place_in_text(ValueError("Expecting value: line 2 column 1 (char 5)")) == (2, 1)
    assert place_in_text(ValueError("Invalid value (at end of document)")) == (None, None)
