"""Whether a load tells which rows are wrong, in words that agree, and files end in their format."""

from __future__ import annotations

import openpyxl
import pytest

from dashboard.times import local_time


@pytest.fixture
def places(tmp_path):
    path = tmp_path / "地点台账.csv"

    def written(rows):
        path.write_text("地点编码,地点名称,地点类别,户数\n" + rows, "utf-8")
        return path

    return written


def test_a_dry_run_lists_the_rows_that_are_wrong_and_writes_them_when_asked(gongjian, tmp_path, places):
    path = places("S,东街道,街道,约90\nC,,社区,5\nD,丁,小村,5\n")
    told = gongjian(tmp_path / "data", "load", path, "--dry-run", lang="zh")
    assert told.code == 3
    (first,) = [line for line in told.out.splitlines() if "小村" in line]
    assert [part in first for part in ("地点台账.csv", "4", "地点类别", "错误")] == [True] * 4
    assert any("约90" in line and "户数" in line for line in told.out.splitlines())
    assert "以上是全部 3 处" in told.err
    some = gongjian(tmp_path / "data", "load", path, "--dry-run", "--rows", "1", lang="zh")
    assert "以上是 3 处中的前 1 处" in some.err
    out = tmp_path / "问题"
    assert "问题.xlsx" in gongjian(tmp_path / "data", "load", path, "--dry-run", "--out", out, lang="zh").err
    assert not (tmp_path / "data" / "batches").exists()
    book = openpyxl.load_workbook(tmp_path / "问题.xlsx")
    assert [row[0].value for row in book["地点台账"].iter_rows(min_row=2)] == ["C", "D"]
    severities = {row[7].value for row in book["问题清单"].iter_rows(min_row=2)}
    assert severities == {"错误", "提醒"}


def test_rejected_rows_are_spoken_of_only_where_there_are_some(gongjian, tmp_path, places):
    warned = gongjian(tmp_path / "a", "load", places("S,东街道,街道,约90\n"), lang="zh")
    assert warned.code == 0
    assert "没有退回的行" in warned.err
    assert "退回的行及原因" not in warned.err
    rejected = gongjian(tmp_path / "b", "load", places("S,东街道,街道,约90\nC,,社区,5\n"), lang="zh")
    assert "退回的行及原因" in rejected.err


def test_files_without_an_ending_get_that_of_their_format(gongjian, region, tmp_path):
    for arguments, file in (
        (("export", "xlsx", tmp_path / "台账"), "台账.xlsx"),
        (("export", "graphml", tmp_path / "网络"), "网络.graphml"),
        (("template", tmp_path / "空白"), "空白.xlsx"),
    ):
        told = gongjian(region, *arguments)
        assert (tmp_path / file).is_file()
        assert file in told.err


def test_times_are_told_as_they_are_here(monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert local_time("2018-06-30T16:30:00+00:00") == "2018-07-01 00:30"
        assert local_time("2018-06-30T16:30:00") == "2018-07-01 00:30"
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


def test_history_names_the_one_file_sheet_and_row_that_a_row_stood_in(gongjian, tmp_path):
    folder = tmp_path / "交"
    folder.mkdir()
    (folder / "地点台账.csv").write_text("地点编码,地点名称,地点类别\nS,东街道,街道\nC,一社区,社区\n", "utf-8")
    (folder / "驻区单位台账.csv").write_text("单位编码,单位名称,单位类别\n,无码,学校\nU,小学,学校\n", "utf-8")
    data = tmp_path / "data"
    assert gongjian(data, "load", folder).code == 3
    life = gongjian(data, "history", "U", lang="zh").out
    assert "驻区单位台账.csv · 驻区单位台账 · 第 3 行" in life
    assert "地点台账.csv" not in life
    (event,) = gongjian(data, "history", "C", "--json").json[0]["events"]
    assert (event["files"], event["sheet"], event["row"]) == (["地点台账.csv"], "地点台账", 3)


def test_problems_say_which_rows_a_later_batch_has_brought(gongjian, tmp_path, places):
    data = tmp_path / "data"
    gongjian(data, "load", places("S,东街道,街道,约90\nC,,社区,5\nD,丁,小村,5\n,戊,社区,5\n"))
    assert "handed in again" not in gongjian(data, "problems", lang="en").out
    gongjian(data, "load", places("C,丙社区,社区,5\nS,东街道,街道,90\n"))
    told = {one["row"]: one["settled"] for one in gongjian(data, "problems", "b0001", "--json").json}
    assert told == {2: "b0002", 3: "b0002", 4: None, 5: None}
    shown = gongjian(data, "problems", "b0001", lang="zh")
    assert "后来又交于" in shown.out
    assert "其中 2 处" in shown.err
    gongjian(data, "undo", "b0002")
    assert {one["settled"] for one in gongjian(data, "problems", "b0001", "--json").json} == {None}
