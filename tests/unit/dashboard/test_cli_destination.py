"""Where may a command write: nothing is replaced unasked, and an ending never contradicts what is written?"""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from dashboard.cli.destination import WORKBOOK, file_to_write, folder_to_write, put_in_folder
from graph_model.errors import BadValue, UserError

REPORT = {"txt": "table", "json": "json", "csv": "csv", "xlsx": "xlsx"}

FILES = {
    "template": ("template", "{}.xlsx"),
    "export": ("export", "graphml", "{}.graphml"),
    "export of a workbook": ("export", "xlsx", "{}.xlsx"),
    "problems": ("problems", "--out", "{}.xlsx"),
    "load": ("load", "somewhere.xlsx", "--out", "{}.xlsx"),
    "report": ("report", "--out", "{}.xlsx"),
    "story": ("story", "--out", "{}.pptx"),
    "plan": ("plan", "pairing_plan", "--edits", "{}.json"),
    "what-if": ("what-if", "--edit", "add_tie:agreements:HQ:XQ", "--save", "{}.json"),
    "generate": ("generate", "{}.xlsx"),
    "backup": ("backup", "{}.tar"),
}


@pytest.mark.parametrize("named", FILES)
@pytest.mark.parametrize("ending", ["as told", "none"])
def test_a_file_that_is_there_is_left_as_it_is_and_the_way_out_is_told_before_anything_is_done(
    gongjian, tmp_path, named, ending
):
    *given, last = FILES[named]
    path = tmp_path / last.format("那份")
    path.write_text("mine", "utf-8")
    asked = path if ending == "as told" else path.with_suffix("")
    if named in ("report", "story") and ending == "none":
        given = [given[0], "--format", path.suffix[1:], "--out"]
    if named == "generate" and ending == "none":
        given = [*given, "--format", "xlsx"]
    told = gongjian(tmp_path / "data", *given, asked, lang="zh")
    assert (told.code, told.out) == (2, "")
    free = path.with_name(f"那份-2{path.suffix}")
    assert told.err == f"{path} 已经存在，没有改动；要取代它请加 --force，或换一个文件名，如 {free}。\n"
    assert path.read_text("utf-8") == "mine"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "given", [("export", "csv"), ("export", "parquet", "--network"), ("generate",), ("generate", "--scale", "district")]
)
def test_a_folder_with_files_in_it_is_left_as_it_is(gongjian, tmp_path, given):
    folder = tmp_path / "表"
    folder.mkdir()
    (folder / "organisations.csv").write_text("mine", "utf-8")
    told = gongjian(tmp_path / "data", *given, folder, lang="en")
    assert told.code == 2
    assert told.err.startswith(f"The folder {folder} is not empty and was left as it is; add --force ")
    assert [(one.name, one.read_text("utf-8")) for one in folder.iterdir()] == [("organisations.csv", "mine")]


def test_force_replaces_the_file(gongjian, tmp_path):
    path = tmp_path / "模板.xlsx"
    path.write_text("mine", "utf-8")
    assert gongjian(tmp_path / "data", "template", path, "--force").code == 0
    assert "党组织台账" in openpyxl.load_workbook(path, read_only=True).sheetnames


def test_with_force_only_files_of_the_same_name_are_replaced_in_a_folder(tmp_path):
    folder = tmp_path / "表"
    folder.mkdir()
    for name in ("mine.txt", "places.csv"):
        (folder / name).write_text("old", "utf-8")

    def write(aside: Path) -> None:
        aside.mkdir()
        (aside / "places.csv").write_text("new", "utf-8")
        (aside / "units.csv").write_text("new", "utf-8")

    put_in_folder(folder_to_write(folder, output="csv", force=True), write)
    put_in_folder(folder_to_write(tmp_path / "a" / "b", output="csv", force=False), write)
    told = {one.name: one.read_text("utf-8") for one in folder.iterdir()}
    assert told == {"mine.txt": "old", "places.csv": "new", "units.csv": "new"}
    assert {one.name for one in (tmp_path / "a" / "b").iterdir()} == {"places.csv", "units.csv"}


def test_a_folder_that_fails_half_way_is_not_there(tmp_path):
    def write(aside: Path) -> None:
        aside.mkdir()
        (aside / "places.csv").write_text("new", "utf-8")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        put_in_folder(tmp_path / "out", write)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "output", "path", "format_"),
    [
        ("a.xlsx", None, "a.xlsx", "xlsx"),
        ("a.XLSX", None, "a.XLSX", "xlsx"),
        ("a.txt", None, "a.txt", "table"),
        ("a", None, "a.txt", "table"),
        ("a", "csv", "a.csv", "csv"),
        ("结论2018.6.30", "xlsx", "结论2018.6.30.xlsx", "xlsx"),
        ("结论.修订稿", "json", "结论.修订稿.json", "json"),
        (".结论", "json", ".结论.json", "json"),
    ],
)
def test_the_ending_tells_the_format_and_the_format_the_ending(tmp_path, name, output, path, format_):
    told = file_to_write(tmp_path / name, endings=REPORT, output=output, force=False)
    assert told == (tmp_path / path, format_)


def refused(call, *arguments, **named):
    with pytest.raises((BadValue, UserError)) as told:
        call(*arguments, **named)
    return told.value.code, told.value.values


def test_an_ending_of_another_format_is_refused(tmp_path):
    code, values = refused(file_to_write, tmp_path / "x.xlsx", endings=REPORT, output="csv", force=True)
    assert (code, values["ending"], values["format"], values["wanted"]) == (
        "ending_of_another",
        ".xlsx",
        "csv",
        "x.csv",
    )


def test_an_ending_that_nobody_writes_is_told_with_those_that_are_and_the_nearest(tmp_path):
    code, values = refused(file_to_write, tmp_path / "x.xls", endings=REPORT, force=True)
    assert (code, values["known"], values["nearest"]) == (
        "ending_unknown",
        [".txt", ".json", ".csv", ".xlsx"],
        [".xlsx"],
    )
    code, values = refused(file_to_write, tmp_path / "x.csv", endings=WORKBOOK, force=True)
    assert (code, values["known"], values["nearest"]) == ("ending_unknown", [".xlsx"], [])


@pytest.mark.parametrize(
    ("name", "code"),
    [(".", "out_is_folder"), ("there", "out_is_folder"), ("no/x.xlsx", "out_no_folder"), ("f/x.xlsx", "out_no_folder")],
)
def test_a_place_where_no_file_can_be(tmp_path, monkeypatch, name, code):
    (tmp_path / "there").mkdir()
    (tmp_path / "f").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert refused(file_to_write, Path(name), endings=REPORT, force=True)[0] == code


def test_a_device_is_never_replaced(tmp_path):
    (tmp_path / "nowhere.txt").symlink_to("/dev/null")
    code, _ = refused(file_to_write, tmp_path / "nowhere.txt", endings=REPORT, force=True)
    assert code == "out_no_file"


@pytest.mark.parametrize(
    ("name", "code"), [("f", "out_is_file"), ("f/x", "out_no_folder"), ("t.csv", "out_names_a_file")]
)
def test_a_place_where_no_folder_can_be(tmp_path, name, code):
    (tmp_path / "f").write_text("", "utf-8")
    assert refused(folder_to_write, tmp_path / name, output="csv", force=True)[0] == code


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_template_into_a_folder_is_told_in_a_sentence(gongjian, tmp_path, monkeypatch, lang):
    monkeypatch.chdir(tmp_path)
    told = gongjian(tmp_path / "data", "template", ".", lang=lang)
    assert told.code == 2
    assert (
        told.err
        == {
            "zh": ". 是一个文件夹；请写出文件名，如 ./文件名。\n",
            "en": ". is a folder; name a file, such as ./NAME.\n",
        }[lang]
    )


def test_a_name_too_long_is_told_in_chinese(gongjian, tmp_path):
    told = gongjian(tmp_path / "data", "template", tmp_path / ("长" * 100 + ".xlsx"), lang="zh")
    assert told.code == 2
    assert told.err.endswith("：文件名太长\n")


def test_report_writes_what_the_ending_says(gongjian, region, tmp_path):
    out = tmp_path / "r.json"
    assert gongjian(region, "report", "cut_points", "--out", out).code == 0
    assert json.loads(out.read_text("utf-8"))["findings"].keys() == {"cut_points"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("x.graph",), "可用的结尾：.graphml、.gexf、.xlsx。 您是不是要：.graphml"),
        (("graphml",), "graphml 后面要写文件名"),
        (("network",), "没有叫“network”的格式"),
        (("graphml", "x.xlsx"), "请把文件名改成 x.graphml"),
        (("csv", "x.csv"), "请给一个文件夹名，如 x。"),
    ],
)
def test_an_export_tells_what_it_lacks(gongjian, tmp_path, monkeypatch, given, told):
    monkeypatch.chdir(tmp_path)
    ended = gongjian(tmp_path / "data", "export", *given, lang="zh")
    assert ended.code == 2
    assert told in ended.err
    assert list(tmp_path.iterdir()) == []


def test_an_export_is_known_by_its_ending_alone(gongjian, region, tmp_path):
    assert gongjian(region, "export", tmp_path / "n.gexf").code == 0
    assert b"<gexf" in (tmp_path / "n.gexf").read_bytes()[:500]
