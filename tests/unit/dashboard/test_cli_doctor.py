"""Does ``doctor`` tell a data folder from one that is none, and from one in which nothing was loaded yet?"""

from __future__ import annotations

import pytest


@pytest.fixture
def foreign(tmp_path):
    """A folder of somebody's files."""
    folder = tmp_path / "我的文件"
    folder.mkdir()
    (folder / "总结.doc").write_text("x", "utf-8")
    return folder


def checks(told):
    return {one["check"]: one["state"] for one in told.json}


@pytest.mark.parametrize("options", [[], ["--repair"]])
def test_a_folder_of_other_files_is_no_data_folder_and_nothing_is_written_into_it(gongjian, foreign, options):
    told = gongjian(foreign, "doctor", *options, lang="zh")
    assert told.code == 1
    assert f"{foreign} 不是本程序的数据文件夹，里面是：总结.doc；请核对 --data（或 GONGJIAN_DATA）" in told.out
    assert checks(gongjian(foreign, "doctor", "--json")) == {"data_folder": "bad", "python": "ok", "schema": "ok"}
    assert [one.name for one in foreign.iterdir()] == ["总结.doc"]


def test_a_folder_that_is_not_there_is_none(gongjian, tmp_path):
    told = gongjian(tmp_path / "nowhere", "doctor", lang="zh")
    assert told.code == 1
    assert f"没有 {tmp_path / 'nowhere'} 这个文件夹；请核对 --data" in told.out
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_none(gongjian, foreign):
    told = gongjian(foreign / "总结.doc", "doctor", lang="zh")
    assert told.code == 1
    assert "是文件，不是文件夹" in told.out


def test_in_a_new_folder_nothing_is_loaded_yet(gongjian, tmp_path):
    told = gongjian(tmp_path, "doctor", lang="zh")
    assert told.code == 0
    assert f"{tmp_path} 里还没有数据；用 gongjian load 文件 导入" in told.out
    assert checks(gongjian(tmp_path, "doctor", "--json"))["data_folder"] == "warn"


def test_a_data_folder_may_hold_other_files_besides(gongjian, foreign):
    (foreign / "ledger").mkdir()
    told = checks(gongjian(foreign, "doctor", "--json"))
    assert told == {
        "data_folder": "ok", "python": "ok", "schema": "ok", "batches": "warn", "salt": "ok", "store": "warn",
    }  # fmt: skip


def test_doctor_sends_nobody_to_doctor_and_tells_both_ways_out(gongjian, tmp_path):
    file = tmp_path / "地点台账.csv"
    file.write_text("地点编码,地点名称,地点类别\nS,东街道,街道\n", "utf-8")
    data = tmp_path / "data"
    assert gongjian(data, "load", file).code == 0
    next((data / "ledger").rglob("places.parquet")).write_bytes(b"damaged")
    told = gongjian(data, "doctor", lang="zh")
    assert told.code == 1
    (line,) = [one["detail"] for one in gongjian(data, "doctor", "--json", lang="zh").json if one["check"] == "batches"]
    assert line.startswith("批次 b0001 的文件 tables/places.parquet 与写入时不同。")
    assert "gongjian restore 备份文件 --replace" in line
    assert "gongjian doctor --repair --leave-out b0001" in line
    assert "运行 gongjian doctor 看" not in told.out
