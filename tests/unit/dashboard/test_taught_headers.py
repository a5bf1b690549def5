"""Whether headers can be taught, seen and forgotten, from the command line and on the data page."""

from __future__ import annotations

import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.components.taught_headers import forget, taught_panel
from dashboard.i18n import Wording
from dashboard.page import PageContext
from dashboard.service import Service
from dashboard.state import ViewState
from graph_model.errors import UnknownName
from graph_model.settings import Settings


@pytest.fixture
def path(tmp_path):
    (tmp_path / "places.csv").write_text("code,name,kind,人家\n1,甲,社区,320\n", "utf-8")
    return tmp_path / "places.csv"


def test_a_header_is_taught_with_a_load_listed_and_forgotten(gongjian, tmp_path, path):
    data = tmp_path / "data"
    told = gongjian(data, "load", path, "--dry-run", lang="en")
    assert "gongjian load --map OLD=NEW" in told.err
    ran = gongjian(data, "load", path, "--map", "人家=户数", "--json")
    assert (ran.code, ran.json["problems"]) == (0, [])
    assert gongjian(data, "headers", "--json").json == [{"header": "人家", "column": "户数", "table": None}]
    assert gongjian(data, "headers", "--map", "places:别名=name").out.split()[3:] == [
        "人家", "户数", "有此列的各表", "别名", "name", "地点台账",
    ]  # fmt: skip
    assert gongjian(data, "headers", "--forget", "人家", "--forget", "别名", lang="en").err.startswith("No header")


@pytest.mark.parametrize("written", ["人家", "人家=户术", "姓名=户数", "人家=姓名"])
def test_what_cannot_be_taught_ends_with_2_and_a_sentence(gongjian, tmp_path, path, written):
    ran = gongjian(tmp_path / "data", "load", path, "--map", written)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert len(ran.err) > 10
    assert not (tmp_path / "data").exists()


def test_an_unknown_header_to_forget_names_the_nearest(gongjian, tmp_path):
    gongjian(tmp_path, "headers", "--map", "人家=户数")
    ran = gongjian(tmp_path, "headers", "--forget", "人加")
    assert ran.code == 2
    assert "人家" in ran.err


def test_the_data_page_shows_them_with_a_button_each(gongjian, tmp_path):
    gongjian(tmp_path, "headers", "--map", "人家=户数", "--map", "党组织台账:何时=成立日期")
    service = Service(Settings(data=tmp_path))
    panel = taught_panel(PageContext(ViewState(), Wording("zh"), service))
    drawn = json.dumps(panel, cls=PlotlyJSONEncoder, ensure_ascii=False)
    assert drawn.count("taught-forget") == 2
    assert all(word in drawn for word in ("人家", "户数", "何时", "党组织台账"))
    assert [one.header for one in forget(service, "何时", "organisations").headers] == ["人家"]
    with pytest.raises(UnknownName):
        forget(service, "何时", "organisations")
