"""Does a cell that a spreadsheet would run as a formula leave as text by every way, and come back as it was?"""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from graph_model.formulas import marked, marked_column, unmarked
from graph_model.ledger import Ledger

STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
HOSTILE = [f"{sign}cmd|' /C calc'!A{place}" for place, sign in enumerate(STARTS)]
PLACES = "地点编码,地点名称,地点类别\n" + "".join(f'C{n},"{text}",社区\n' for n, text in enumerate(HOSTILE))


@pytest.fixture
def hostile(gongjian, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text(PLACES + "C9,,社区\n", "utf-8")
    assert gongjian(tmp_path / "d", "load", path, "--as-of", "2018-06-30").code == 3
    assert Ledger(tmp_path / "d").dataset().tables["places"]["name"].to_list() == HOSTILE
    return tmp_path / "d"


def running(cells):
    """The cells that a spreadsheet would run."""
    return [cell for cell in cells if cell.startswith((*STARTS, "\t", "\r")) and not cell.lstrip("-").isdigit()]


def csv_cells(text):
    return [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]


def assert_text_only(path):
    """A workbook has no formula, and holds each hostile text as it is."""
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    with zipfile.ZipFile(path) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if "worksheets/sheet" in name]
    assert not any(b"<f>" in sheet or b"<f " in sheet or b"<hyperlink" in sheet for sheet in sheets)
    return {cell.value for cell in cells}


ASKED = "MATCH (p:Place) RETURN p.name AS name ORDER BY p.code"


@pytest.mark.parametrize(
    "command",
    [
        ("report", "places_without_organisation", "--format", "csv"),
        ("cypher", ASKED, "--format", "csv"),
        ("cypher", ASKED.replace("AS name", "AS `=name`"), "--format", "csv"),
        ("query", "places_tree", "--format", "csv"),
    ],
    ids=["report", "cypher", "heading", "query"],
)
def test_csv_on_stdout_holds_text_only(gongjian, hostile, command):
    told = gongjian(hostile, *command)
    cells = csv_cells(told.out)
    assert {f"'{text}" for text in HOSTILE} <= set(cells)
    assert running(cells) == []


def test_a_report_as_csv_file_and_workbook_holds_text_only(gongjian, hostile, tmp_path):
    gongjian(hostile, "report", "places_without_organisation", "--format", "csv", "--out", tmp_path / "r.csv")
    assert running(csv_cells((tmp_path / "r.csv").read_text("utf-8"))) == []
    gongjian(hostile, "report", "--format", "xlsx", "--out", tmp_path / "r.xlsx")
    assert set(HOSTILE) <= assert_text_only(tmp_path / "r.xlsx")


@pytest.mark.parametrize("output", ["csv", "xlsx"])
def test_an_exported_ledger_holds_text_only_and_loads_as_it_was(gongjian, hostile, tmp_path, output):
    out = tmp_path / ("out.xlsx" if output == "xlsx" else "out")
    assert gongjian(hostile, "export", output, out).code == 0
    if output == "xlsx":
        assert set(HOSTILE) <= assert_text_only(out)
    else:
        for path in sorted(out.glob("*.csv")):
            assert running(csv_cells(path.read_text("utf-8"))) == []
    assert gongjian(tmp_path / "again", "load", out).code == 0
    assert Ledger(tmp_path / "again").dataset().tables["places"]["name"].to_list() == HOSTILE


def test_the_workbook_of_problems_holds_text_only(gongjian, hostile, tmp_path):
    path = tmp_path / "more.csv"
    path.write_text('地点编码,地点名称,地点类别,户数\nD1,"=1+1",="x"\n-D2,=2+2,社区,=3\n', "utf-8")
    gongjian(hostile, "load", path)
    assert gongjian(hostile, "problems", "--out", tmp_path / "p.xlsx").code == 0
    assert any(str(value).startswith("=") for value in assert_text_only(tmp_path / "p.xlsx"))


def test_the_apis_files_hold_text_only(hostile, tmp_path):
    from dashboard.server import create_app
    from dashboard.service import Service
    from graph_model.settings import Settings

    with Service(Settings(data=hostile)) as service:
        client = TestClient(create_app(service), base_url="http://127.0.0.1:8050")
        path = "/api/v1/findings/places_without_organisation/export"
        as_csv, as_book = (client.get(path, params={"format": output}) for output in ("csv", "xlsx"))
    assert {f"'{text}" for text in HOSTILE} <= set(csv_cells(as_csv.text))
    assert running(csv_cells(as_csv.text)) == []
    (tmp_path / "a.xlsx").write_bytes(as_book.content)
    assert set(HOSTILE) <= assert_text_only(tmp_path / "a.xlsx")


@given(st.text(st.sampled_from([*STARTS, "'", "a", "\t", "\r", "\n", "1"]), max_size=6))
def test_marked_text_never_runs_and_comes_back(text):
    told = marked(text)
    assert not told.startswith((*STARTS, "\t", "\r"))
    frame = pl.DataFrame({"a": [text]}).select(marked_column("a"))
    assert frame["a"].to_list() == [told]
    assert frame.select(unmarked(pl.all()))["a"].to_list() == [text]
