"""Does a page tell of the same thing what another page, a file or the report tells, and of which it speaks?

The hand-made region of ``tests.region``; expected figures follow from its rows.
"""

from __future__ import annotations

import datetime as dt
import json
import time

import plotly
import pytest

from dashboard.server import draw_page
from dashboard.service import Service
from graph_model.settings import Settings
from loaders.importer import load
from tests.ledgers import write_ledger
from tests.region import REGION


@pytest.fixture(scope="module")
def service(region):
    with Service(Settings(data=region)) as service:
        yield service


def texts(content):
    """All that is written on a drawn page, in its order."""
    told = json.loads(json.dumps(content, cls=plotly.utils.PlotlyJSONEncoder))

    def inside(node):
        if isinstance(node, str | int | float) and not isinstance(node, bool):
            return [str(node)]
        if isinstance(node, list):
            return [text for one in node for text in inside(one)]
        if isinstance(node, dict) and "props" in node:
            return inside(node["props"].get("children"))
        return []

    return "".join(inside(told))


def test_overview_and_network_tell_how_many_are_tied_with_the_hub_and_without(service):
    """Nine organisations, XQ and FL alone; without the hub eight, and the same two alone."""
    without = texts(draw_page(service, "/", ""))
    assert "7 / 9 个组织有共建联系，2 个孤立（计入工委；不计工委则 6 / 8 有联系）。" in without
    assert "孤立 2 · 计入工委" in without
    assert "6/ 8" in texts(draw_page(service, "/network", ""))
    told = texts(draw_page(service, "/", "?hub=in"))
    assert "7 / 9 个组织有共建联系，2 个孤立（计入工委）。" in told


def test_pages_say_what_was_not_handed_in_and_where_full_members_stand(tmp_path):
    """The organisations of the region give full members; there is no sheet of members."""
    with Service(Settings(data=tmp_path / "data")) as service:
        sheets = write_ledger(REGION, tmp_path / "ledger", tables=["places", "organisations", "meetings", "attendance"])
        load([sheets], ledger=service.ledger, as_of=dt.date(2018, 6, 30))
        service.ready()
        told = texts(draw_page(service, "/", ""))
        coverage, over_time = texts(draw_page(service, "/coverage", "")), ""
        for _ in range(600):  # judged in the background
            over_time = texts(draw_page(service, "/trend", ""))
            if "正在计算" not in over_time:
                break
            time.sleep(0.1)
    assert "党员未报送数自党员台账；各组织填的正式党员见组织卡" in told
    assert "女 未知" not in told
    # Three communities: nobody knows of their units, and none of them has none.
    assert "未知3" in told
    assert "无应建单位" not in told
    assert "没有组织覆盖的应建单位（未报送：驻区单位台账、组织覆盖）" in coverage
    assert "个单位为什么没有组织" not in coverage
    assert "组织覆盖0" not in coverage  # beside the page's name
    assert "单位组织覆盖（未报送：驻区单位台账、组织覆盖）" in over_time
    assert "0 / 0" not in over_time


def test_a_figure_that_disagrees_tells_those_without_a_place(tmp_path):
    """XQ (in C3) and FL (nowhere) are alone: two on every page, one in the sub-district, of which two were reported."""
    reported = {"place": "S", "indicator": "isolated_organisations", "as_of": "2018-06-30", "value": 2.0}
    with Service(Settings(data=tmp_path / "data")) as service:
        load([write_ledger(REGION | {"figures": [reported]}, tmp_path / "ledger")], ledger=service.ledger,
             as_of=dt.date(2018, 6, 30))  # fmt: skip
        service.ready()
        (row,) = service.investigation().finding("figures_that_disagree", as_of=dt.date(2018, 6, 30)).rows.to_dicts()
        told = texts(draw_page(service, "/data", ""))
    assert (row["reported"], row["expected"], row["without_place"]) == (2.0, [1.0], 1)
    assert "1（另有 1 个没有填地点，不在此数）" in told


def test_shells_without_any_record_are_told_apart_on_coverage_and_on_the_screen(service):
    """E2 (in P1 below C2) stands in no meeting; E1 was asked and did not come."""
    assert "其中 1 个没有任何会议记录（或是没有交）" in texts(draw_page(service, "/coverage", ""))
    assert "*无会议记录，或未报送" in texts(draw_page(service, "/communities", ""))
    drawn = json.dumps(draw_page(service, "/communities", ""), cls=plotly.utils.PlotlyJSONEncoder)
    page = json.dumps(json.loads(drawn), ensure_ascii=False)
    assert page.count("个组织虚设，1 个没有任何会议记录") == 1
