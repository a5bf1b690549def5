"""Whether an export that is loaded again changes nothing, hidden counts of people included."""

from __future__ import annotations

import shutil

import pytest
from polars.testing import assert_frame_equal

from graph_model.ledger import Ledger


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
