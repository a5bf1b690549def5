"""Do load, undo, redo, problems and template do what they say, with the exit codes that are promised?"""

from __future__ import annotations

import datetime as dt
import json

import openpyxl
import pytest

from graph_model.ledger import Ledger
from tests.ledgers import write_ledger
from tests.region import REGION

PLACES = """地点编码,地点名称,地点类别,上级编码,户数
S,甲街道,街道,,100
C1,一社区,社区,S,50
C2,二社区,社区,S,abc
C3,,社区,S,1
"""
SOUND = "地点编码,地点名称,地点类别\nS,甲街道,街道\n"


@pytest.fixture
def places(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text(PLACES, "utf-8")
    return path


COUNTS = {"places": {"read": 4, "accepted": 3, "rejected": 1, "warned": 1, "skipped": 0}}
PROBLEMS = [
    {"file": "places.csv", "sheet": "places", "row": 4, "column": "户数", "value": "abc", "code": "not_a_number",
     "severity": "warning"},
    {"file": "places.csv", "sheet": "places", "row": 5, "column": "地点名称", "value": None, "code": "missing_value",
     "severity": "error"},
]  # fmt: skip


def test_load_tells_batch_tables_and_problems_and_ends_with_3_for_a_rejected_row(gongjian, tmp_path, places):
    told = gongjian(tmp_path / "d", "load", places, "--json")
    assert told.code == 3
    answer = told.json
    difference = answer.pop("difference")
    assert answer == {"batch": "b0001", "tables": COUNTS, "problems": PROBLEMS}
    assert {name: one["added"] for name, one in difference.items()} == {"places": 3}


def test_the_same_files_make_no_new_batch(gongjian, tmp_path, places):
    gongjian(tmp_path / "d", "load", places)
    again = gongjian(tmp_path / "d", "load", places, "--json")
    assert (again.code, again.json["batch"]) == (0, "b0001")
    assert [one["batch"] for one in gongjian(tmp_path / "d", "batches", "--json").json] == ["b0001"]


def test_a_dry_run_ends_like_the_load_with_no_batch_and_changes_nothing(gongjian, tmp_path, places):
    told = gongjian(tmp_path / "d", "load", places, "--dry-run", "--json")
    answer = {name: one for name, one in told.json.items() if name != "difference"}
    assert (told.code, answer) == (3, {"batch": None, "tables": COUNTS, "problems": PROBLEMS})
    assert gongjian(tmp_path / "d", "batches", "--json").json == []
    sound = tmp_path / "sound" / "places.csv"
    sound.parent.mkdir()
    sound.write_text(SOUND, "utf-8")
    assert gongjian(tmp_path / "d", "load", sound, "--dry-run").code == 0
    assert not (tmp_path / "d").exists()


def test_a_load_without_rejected_rows_ends_with_0_and_nothing_on_stdout_but_the_table(gongjian, tmp_path):
    (tmp_path / "places.csv").write_text(SOUND, "utf-8")
    told = gongjian(tmp_path / "d", "load", tmp_path / "places.csv", lang="en")
    assert told.code == 0
    assert told.out.split("\n")[1].split()[-5:] == ["1", "1", "0", "0", "0"]
    assert told.err == (
        "Loaded as batch b0001; gongjian undo b0001 takes it back.\n"
        "No batch tells an as-of day, so reports speak as of the day they are made "
        f"(today: {dt.date.today().isoformat()}). Tell one with gongjian load … --as-of YYYY-MM-DD.\n"
    )


def test_refused_files_end_with_2_and_leave_the_ledger_as_it_was(gongjian, tmp_path):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"no workbook")
    told = gongjian(tmp_path / "d", "load", broken)
    assert (told.code, told.out) == (2, "")
    assert "broken.xlsx" in told.err
    assert gongjian(tmp_path / "d", "batches", "--json").json == []


def count_of_places(gongjian, data):
    told = gongjian(data, "cypher", "MATCH (p:Place) RETURN count(p) AS places", "--format", "json")
    return told.json["rows"][0]["places"]


def test_replace_takes_the_place_of_earlier_rows_and_undo_and_redo_go_back_and_forth(gongjian, tmp_path, places):
    data = tmp_path / "d"
    gongjian(data, "load", places)
    (tmp_path / "new.csv").write_text(SOUND, "utf-8")
    (tmp_path / "n").mkdir()
    (tmp_path / "new.csv").rename(tmp_path / "n" / "places.csv")
    gongjian(data, "load", tmp_path / "n", "--replace")
    assert count_of_places(gongjian, data) == 1
    assert gongjian(data, "undo").code == 0
    assert count_of_places(gongjian, data) == 3
    assert gongjian(data, "redo").code == 0
    assert count_of_places(gongjian, data) == 1
    gongjian(data, "undo")
    gongjian(data, "undo")
    assert gongjian(data, "undo").code == 2
    assert gongjian(data, "report").code == 2


def test_problems_writes_the_rejected_rows_and_the_reason(gongjian, tmp_path, places):
    gongjian(tmp_path / "d", "load", places)
    out = tmp_path / "问题.xlsx"
    told = gongjian(tmp_path / "d", "problems", "b0001", "--out", out)
    assert (told.code, told.out) == (0, "")
    sheets = openpyxl.load_workbook(out).worksheets
    cells = {str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert {"C3", "地点名称"} <= cells


def test_the_empty_template_loads_as_nothing(gongjian, tmp_path):
    assert gongjian(tmp_path / "d", "template", tmp_path / "台账.xlsx").code == 0
    told = gongjian(tmp_path / "d", "load", tmp_path / "台账.xlsx", "--json")
    assert (told.code, told.json["batch"], told.json["problems"]) == (0, None, [])
    assert gongjian(tmp_path / "d", "batches", "--json").json == []


@pytest.mark.parametrize(
    "arguments", [["report"], ["query", "places_tree"], ["measure"], ["export", "csv", "x"], ["problems"]]
)
def test_without_data_it_is_told_how_to_load_some(gongjian, tmp_path, arguments):
    told = gongjian(tmp_path / "d", *arguments)
    assert (told.code, told.out) == (2, "")
    assert "gongjian load" in told.err


def test_a_data_folder_that_is_a_file_is_refused_in_a_sentence(gongjian, tmp_path, places):
    told = gongjian(places, "load", places)
    assert (told.code, told.out) == (2, "")
    assert str(places) in told.err


def test_a_lost_salt_is_refused_before_anything_is_read(gongjian, tmp_path):
    data = tmp_path / "d"
    gongjian(data, "load", write_ledger(REGION, tmp_path / "l"))
    (data / "salt").unlink()
    told = gongjian(data, "load", write_ledger(REGION, tmp_path / "m", tables=["places"]))
    assert (told.code, told.out) == (2, "")
    assert "salt" in told.err
    assert gongjian(data, "doctor", "--json").code == 1


def test_outlines_of_places_come_back_from_an_exported_ledger(gongjian, tmp_path, places):
    square = {"type": "Polygon", "coordinates": [[[113.1, 23.1], [113.2, 23.1], [113.2, 23.2], [113.1, 23.1]]]}
    feature = {"type": "Feature", "properties": {"code": "C1"}, "geometry": square}
    outlines = tmp_path / "boundaries.geojson"
    outlines.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    assert gongjian(tmp_path / "d", "load", places, outlines).code == 3
    assert gongjian(tmp_path / "d", "export", "csv", tmp_path / "out").code == 0
    assert gongjian(tmp_path / "again", "load", tmp_path / "out").code == 0
    (told,) = Ledger(tmp_path / "again").dataset().tables["boundaries"].to_dicts()
    assert (told["place"], json.loads(told["geometry"])) == ("C1", square)
