"""Whether an export that is loaded again changes nothing, hidden counts of people included."""

from __future__ import annotations

import shutil

import openpyxl
import pytest
from polars.testing import assert_frame_equal

from dashboard.reports.exports import write_workbook
from graph_model.ledger import Ledger
from graph_model.schema import SHEETS, TABLES
from loaders.importer import load
from tests.region import frame_from_rows


@pytest.mark.parametrize("output", ["csv", "parquet", "xlsx"])
@pytest.mark.parametrize("options", [(), ("--replace",)])
def test_an_export_loaded_again_changes_nothing(gongjian, region, tmp_path, output, options):
    data, out = tmp_path / "data", tmp_path / ("out.xlsx" if output == "xlsx" else "out")
    shutil.copytree(region, data)
    few = tmp_path / "figures.csv"
    few.write_text("place,indicator,as_of,value\nS,members/women,2018-06-30,7\n", "utf-8")
    assert gongjian(data, "load", few, "--as-of", Ledger(data).dataset().as_of).code == 0
    before = Ledger(data).dataset()
    assert gongjian(data, "export", output, out).code == 0
    if output == "csv":
        assert "<10" in (out / "organisations.csv").read_text("utf-8-sig")
        assert ",*," in (out / "figures.csv").read_text("utf-8-sig")
    told = gongjian(data, "load", out, "--as-of", before.as_of, "--json", *options)
    assert told.code == 0, told.err
    changes = told.json["difference"].values()
    assert [one for one in changes if one["added"] + one["changed"] + one["removed"]] == []
    after = Ledger(data).dataset()
    for name, frame in before.tables.items():
        if output != "xlsx" or name != "boundaries":
            assert_frame_equal(after.tables[name], frame)


SEVENTEEN = 118.69483800633701
"""A longitude of which the sixteenth digit alone is another number."""


def test_a_workbook_keeps_every_digit_of_a_coordinate(tmp_path):
    row = {"code": "C", "name": "一社区", "kind": "community", "lon": SEVENTEEN, "lat": 32.5}
    assert float(f"{SEVENTEEN:.16G}") != SEVENTEEN
    write_workbook(_tables(places=[row]), tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["地点台账"]
    assert [cell.value for cell in sheet[2]][-2:] == [SEVENTEEN, 32.5]
    ledger = Ledger(tmp_path / "d")
    assert load([tmp_path / "out.xlsx"], ledger=ledger).problems.is_empty()
    assert ledger.dataset().tables["places"].select("lon", "lat").row(0) == (SEVENTEEN, 32.5)


def test_a_workbook_has_the_contract_s_words_and_a_load_reads_each_as_its_code(tmp_path):
    units = [
        {"code": f"U{place}", "name": f"第{place}家公司", "kind": kind}
        for place, kind in enumerate(TABLES["units"].column("kind").codes)
    ]
    places = [{"code": "S", "name": "甲街道", "kind": "subdistrict"}] + [
        {"code": f"P{place}", "name": f"地点{place}", "kind": kind, "community_type": kind_of, "parent": "S"}
        for place, (kind, kind_of) in enumerate([("community", "urban"), ("community", "converted_village")])
    ]
    figures = [
        {"place": "S", "indicator": indicator, "as_of": "2018-06-30", "value": 70.0}
        for indicator in ("households", "organisations/level=branch")
    ]
    tables = _tables(places=places, units=units, figures=figures)
    write_workbook(tables, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert [cell.value for cell in book["地点台账"]["C"]] == ["地点类别", "街道", "社区", "社区"]
    assert [cell.value for cell in book["地点台账"]["D"]][2:] == ["城市", "村改居"]
    assert [cell.value for cell in book["上报数字"]["B"]] == ["指标", "户数", "直属党支部数"]
    ledger = Ledger(tmp_path / "d")
    assert load([tmp_path / "out.xlsx"], ledger=ledger).problems.is_empty()
    again = ledger.dataset().tables
    for name in ("places", "units", "figures"):
        assert_frame_equal(again[name], tables[name], check_row_order=False)


def _tables(**rows):
    return {table.name: frame_from_rows(table.name, rows.get(table.name, ())) for table in SHEETS}
