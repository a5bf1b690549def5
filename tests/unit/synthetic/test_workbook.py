"""Is what is written what a planner would hand in, and does it come in without a problem?"""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile

import openpyxl
import polars as pl
import pytest

from graph_model.ledger import Ledger
from graph_model.schema import SHEETS
from loaders.importer import load
from loaders.synthetic import subdistrict


@pytest.fixture(scope="module")
def written(region, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    subdistrict.write_workbook(region, folder / "ledger.xlsx")
    subdistrict.write_boundaries(region, folder / "boundaries.geojson")
    subdistrict.write_truth(region, folder / "truth.json")
    return folder


def test_the_workbook_has_the_contracts_sheets_and_chinese_headers(region, written):
    book = openpyxl.load_workbook(written / "ledger.xlsx", read_only=True)
    assert book.sheetnames == [table.zh for table in SHEETS]
    for table in SHEETS:
        rows = list(book[table.zh].iter_rows(values_only=True))
        top = 1 if table.name in ("places", "organisations", "committees") else 0
        assert list(rows[top]) == [column.zh for column in table.columns]
        assert len(rows) - top - 1 == len(region.tables[table.name])


def test_words_are_chinese_and_unknown_cells_are_blank(region, written):
    book = openpyxl.load_workbook(written / "ledger.xlsx", read_only=True)
    rows = list(book["党组织台账"].iter_rows(values_only=True, min_row=2))
    hub = dict(zip(rows[0], rows[1], strict=True))
    assert (hub["组织类别"], hub["领域"], hub["两新"]) == ("工委", "机关", "否")
    assert (hub["上级组织"], hub["届满日期"], hub["正式党员"]) == (None, None, None)
    assert hub["成立日期"].date() == region.tables["organisations"]["founded"][0]


def test_the_same_region_gives_the_same_cells(region, written, tmp_path):
    subdistrict.write_workbook(region, tmp_path / "again.xlsx")
    first, second = zipfile.ZipFile(written / "ledger.xlsx"), zipfile.ZipFile(tmp_path / "again.xlsx")
    assert {name: first.read(name) for name in first.namelist()} == {
        name: second.read(name) for name in second.namelist()
    }


def test_the_workbook_comes_in_like_anyones(region, written, tmp_path):
    report = load(
        [written / "ledger.xlsx", written / "boundaries.geojson"],
        ledger=Ledger(tmp_path / "data"),
        as_of=dt.date(2018, 6, 30),
    )
    assert report.exit_code == 0
    assert {name: (counts.read, counts.rejected) for name, counts in report.tables.items()} == {
        name: (len(frame), 0) for name, frame in [*region.tables.items(), ("boundaries", region.boundaries)]
    }
    # Two teams count members who were not elected this time: told, and taken in.
    told = report.problems.select("table", "code", "severity").unique()
    assert told.rows() == [("teams", "inconsistent", "warning")]


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_folder_comes_in_as_the_same_tables(region, tmp_path, format):
    subdistrict.write_folder(region, tmp_path / "folder", format=format)
    ledger = Ledger(tmp_path / "data")
    report = load([tmp_path / "folder"], ledger=ledger, as_of=dt.date(2018, 6, 30))
    assert report.exit_code == 0
    assert {name: counts.accepted for name, counts in report.tables.items()} == {
        name: len(frame) for name, frame in [*region.tables.items(), ("boundaries", region.boundaries)]
    }


def test_the_truth_file_is_json_of_the_day(region, written):
    told = json.loads((written / "truth.json").read_text("utf-8"))
    assert told == json.loads(json.dumps(region.truth))
    assert (told["as_of"], told["compared_with"], told["seed"]) == ("2018-06-30", "2017-12-31", 2018)


def test_nothing_looks_like_a_person(region):
    person = re.compile(r"\d{17}[\dXx]|(?<!\d)1[3-9]\d{9}(?!\d)|先生|女士|同志")
    for name, frame in region.tables.items():
        for column in frame.select(pl.col(pl.String)).columns:
            text = "\n".join(frame[column].drop_nulls().to_list())
            assert not person.search(text), (name, column)
    # Where a person could stand, a post or a running number does.
    assert region.tables["members"]["code"].str.contains(r"^DY\d{5}$").all()
    assert region.tables["committees"]["contact_post"].drop_nulls().str.contains("书记|主任|委员|部长").all()
