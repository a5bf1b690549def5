"""Does `generate` write a folder of sheets and its truth beside it, and refuse what cannot be?"""

from __future__ import annotations

import json

from dashboard.cli.data_commands import LARGE_SCALES
from graph_model.schema import SHEETS
from loaders.synthetic.large.layout import SCALES


def test_a_district_is_a_folder_of_the_seventeen_sheets_and_a_truth_beside_it(gongjian, tmp_path):
    told = gongjian(tmp_path / "data", "generate", "--scale", "district", "--seed", "3", tmp_path / "out")
    assert told.code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"{table.name}.csv" for table in SHEETS}
    truth = json.loads((tmp_path / "out.truth.json").read_text("utf-8"))
    assert (truth["scale"], truth["seed"], truth["as_of"]) == ("district", 3, "2018-06-30")
    assert "out.truth.json" in told.err


def test_a_workbook_is_for_the_sub_district_alone(gongjian, tmp_path):
    told = gongjian(tmp_path / "data", "generate", "--scale", "city", "--format", "xlsx", tmp_path / "out", lang="en")
    assert (told.code, "xlsx" in told.err) == (2, True)
    assert not (tmp_path / "out").exists()


def test_the_scales_of_the_command_are_those_that_are_drawn():
    assert tuple(SCALES) == LARGE_SCALES
