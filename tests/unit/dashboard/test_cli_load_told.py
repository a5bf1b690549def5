"""Does a load say which day reports take, where each kind of problem stands, and a name that is free?"""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.cli.destination import free_name
from dashboard.day_used import day_used
from graph_model.ledger import Ledger

PLACES = "地点编码,地点名称,地点类别,户数\n"


@pytest.fixture
def sheet(tmp_path, monkeypatch):
    """Write a sheet of places; hints look for free names in a folder of their own."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)

    def written(rows, name="地点台账.csv"):
        path = tmp_path / name
        path.write_text(PLACES + rows, "utf-8")
        return path

    return written


def day_told(told):
    return [line for line in told.err.splitlines() if "报告" in line]


def test_a_load_says_which_day_reports_take_and_whose_day_it_is(gongjian, tmp_path, sheet):
    data, today = tmp_path / "data", dt.date.today().isoformat()
    way = "要说明，请在 gongjian load 后加 --as-of 年-月-日。"
    none = f"没有一批数据说明截至哪一天，报告算到当天（今天是 {today}）。{way}"
    assert day_told(gongjian(data, "load", sheet("S,东街道,街道,9\n"), "--dry-run")) == [none]
    assert day_told(gongjian(data, "load", sheet("S,东街道,街道,9\n"))) == [none]
    own = "报告算到 2018-06-30，即这批数据的截止日期。"
    second = sheet("A,一社区,社区,9\n")
    assert day_told(gongjian(data, "load", second, "--as-of", "2018-06-30", "--dry-run")) == [own]
    assert day_told(gongjian(data, "load", second, "--as-of", "2018-06-30")) == [own]
    third = sheet("B,二社区,社区,9\n")
    earlier = f"没有说明这批数据截至哪一天，报告仍算到 2018-06-30，即批次 b0002 的截止日期。{way}"
    assert day_told(gongjian(data, "load", third, "--dry-run")) == [earlier]
    assert day_told(gongjian(data, "load", third)) == [earlier]
    fourth = sheet("C,三社区,社区,9\n")
    later = "报告算到 2018-06-30，即批次 b0002 的截止日期；它晚于这批数据的 2017-12-31。"
    assert day_told(gongjian(data, "load", fourth, "--as-of", "2017-12-31")) == [later]
    gongjian(data, "undo", "b0002")
    ledger = Ledger(data)
    assert day_used(ledger, given=None) == ("2017-12-31", "b0004")
    assert day_used(ledger, given="2017-12-31") == ("2017-12-31", None)


def test_the_day_that_is_told_is_the_day_of_the_report(gongjian, tmp_path, sheet):
    data = tmp_path / "data"
    gongjian(data, "load", sheet("S,东街道,街道,9\n"), "--as-of", "2018-06-30")
    gongjian(data, "load", sheet("A,一社区,社区,9\n"))
    assert gongjian(data, "report", "places_without_organisation", "--format", "json").json["as_of"] == "2018-06-30"


def test_a_kind_of_problem_is_told_once_with_the_rows_of_each_column(gongjian, tmp_path, sheet):
    rows = "".join(f"P{number},社区{number},社区,约{number}\n" for number in range(25)) + "Q,丁,小村,5\nR,戊,小村,6\n"
    told = gongjian(tmp_path / "data", "load", sheet(rows))
    lines = told.err.splitlines()
    assert [line.split("：")[0] for line in lines[:5]] == [
        "错误 2 处",
        "　地点台账.csv · 地点台账 · 地点类别",
        "提醒 25 处",
        "　地点台账.csv · 地点台账 · 户数",
        "第一处错误",
    ]
    assert lines[1].endswith("：第 27、28 行")
    assert lines[3].endswith("：第 2、3、4 行等 25 行")
    assert lines[4] == "第一处错误：地点台账.csv · 地点台账 · 第 27 行 · 地点类别"
    assert "全部 27 处：gongjian problems b0001；" in told.err


def test_the_first_error_is_told_also_where_a_whole_sheet_was_left_alone(gongjian, tmp_path, sheet):
    sheet("Q,丁,小村,5\n")
    (tmp_path / "天气.csv").write_text("日期,天气\n1日,晴\n2日,雨\n", "utf-8")
    told = gongjian(tmp_path / "data", "load", tmp_path / "地点台账.csv", tmp_path / "天气.csv")
    assert "第一处错误：地点台账.csv · 地点台账 · 第 2 行 · 地点类别" in told.err.splitlines()
    assert any(line.startswith("提醒 1 处") for line in told.err.splitlines())
    assert "　天气.csv · 天气：整张表" in told.err.splitlines()


def test_a_hint_offers_a_name_that_is_free(gongjian, tmp_path, sheet):
    data, path = tmp_path / "data", sheet("S,东街道,街道,5\nQ,丁,小村,5\n")
    assert "--out 问题.xlsx" in gongjian(data, "load", path).err
    assert gongjian(data, "problems", "--out", "问题.xlsx").code == 0
    refused = gongjian(data, "problems", "--out", "问题.xlsx")
    assert refused.code == 2
    assert refused.err == "问题.xlsx 已经存在，没有改动；要取代它请加 --force，或换一个文件名，如 问题-2.xlsx。\n"
    again = sheet("T,南街道,街道,5\nQ,丁,小村,7\n")
    assert "--out 问题-2.xlsx，改好后再 gongjian load 问题-2.xlsx" in gongjian(data, "load", again).err


def test_the_free_name_keeps_folder_and_ending(tmp_path):
    path = tmp_path / "问题.xlsx"
    assert free_name(path) == path
    path.touch()
    (tmp_path / "问题-2.xlsx").symlink_to(tmp_path / "nowhere")
    assert free_name(path) == tmp_path / "问题-3.xlsx"
