"""Whether the data page lists problems as the workbook does, the worst first, and offers the day that files tell."""

from __future__ import annotations

import base64
import datetime as dt
import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.data_actions import try_out
from dashboard.handing_in import HandIns
from dashboard.i18n import Wording
from dashboard.page import PageContext
from dashboard.pages.data import problems_panel
from dashboard.service import Service
from dashboard.state import ViewState
from graph_model.settings import Settings
from loaders.importer import load as load_files


@pytest.fixture
def context(tmp_path):
    return PageContext(ViewState(), Wording("zh"), Service(Settings(data=tmp_path / "data")))


def texts(drawn):
    """The rows of the drawn tables, cell by cell."""
    told = json.loads(json.dumps(drawn, cls=PlotlyJSONEncoder))
    rows = []

    def words(one):
        if isinstance(one, list):
            return "".join(map(words, one))
        return words(one["props"].get("children")) if isinstance(one, dict) else "" if one is None else str(one)

    def walk(one):
        if isinstance(one, list):
            for child in one:
                walk(child)
        elif isinstance(one, dict) and one["type"] == "Tr":
            rows.append([words(cell) for cell in one["props"]["children"]])
        elif isinstance(one, dict):
            walk(one["props"].get("children"))

    walk(told)
    return rows


def test_each_kind_has_its_batch_its_file_and_what_came_later_and_what_was_not_read_stands_first(context, tmp_path):
    folder = tmp_path / "材料"
    folder.mkdir()
    (folder / "驻区单位台账.csv").write_text("单位编码,单位名称,单位类别,心情\n1,,学校,好\n2,,学校,\n", "utf-8")
    (folder / "通讯录.csv").write_text("甲,乙\n丙,丁\n", "utf-8")
    ledger = context.service.ledger
    load_files([folder], ledger=ledger)
    (folder / "驻区单位台账.csv").write_text("单位编码,单位名称,单位类别\n2,乙,学校\n", "utf-8")
    load_files([folder / "驻区单位台账.csv"], ledger=ledger)
    head, *rows = texts(problems_panel(context, ledger.active()))
    assert head == ["批次", "文件", "工作表", "轻重", "处", "第一处", "怎么回事、怎么改", "提示", "后来又交于"]
    assert [(row[0], row[1], row[4], row[8]) for row in rows] == [
        ("b0001", "通讯录.csv", "1", ""),
        ("b0001", "驻区单位台账.csv", "1", ""),
        ("b0001", "驻区单位台账.csv", "2", "b0002（1 处）"),
    ]
    words = context.words
    told = [words.problem(code) for code in ("unknown_sheet", "unknown_header", "missing_value")]
    assert [row[6] for row in rows] == told


def dropped(content):
    return "data:text/csv;base64," + base64.b64encode(content.encode()).decode()


@pytest.mark.parametrize(
    ("titles", "offered"),
    [(["填报日期：2018-06-30"], "2018-06-30"), (["截至2018-06-30"] * 2, "2018-06-30"), ([""], None)],
)
def test_the_day_that_files_tell_is_filled_in_and_said_and_two_days_are_not(context, titles, offered):
    head = "地点编码,地点名称,地点类别\n"
    files = [f"{title},,\n{head}{place},甲,社区\n" for place, title in enumerate(titles)]
    names = [f"地点台账{place}.csv" for place in range(len(files))]
    preview, staged = try_out(context, HandIns(), [dropped(one) for one in files], names)
    assert staged is not None
    drawn = json.dumps(preview, cls=PlotlyJSONEncoder, ensure_ascii=False)
    field = drawn[drawn.index('"id": "load-as-of"') - 400 : drawn.index('"id": "load-as-of"') + 400]
    assert (f'"value": "{offered}"' in field) is (offered is not None)
    assert ("已填在" in drawn) is (offered is not None)


def test_two_days_are_told_and_neither_is_filled_in(context):
    head = "地点编码,地点名称,地点类别\n"
    files = [f"截至{day},,\n{head}{day},甲,社区\n" for day in ("2018-06-30", "2018-07-31")]
    preview, _ = try_out(context, HandIns(), [dropped(one) for one in files], ["地点台账1.csv", "地点台账2.csv"])
    drawn = json.dumps(preview, cls=PlotlyJSONEncoder, ensure_ascii=False)
    assert "已填在" not in drawn
    assert drawn.count(context.words.problem("as_of_told")) == 2


def test_the_page_says_which_day_reports_take_and_whose_it_is(context, tmp_path):
    from dashboard.data_actions import Asked, load, tried_again

    head = "地点编码,地点名称,地点类别\n"
    earlier = tmp_path / "地点台账.csv"
    earlier.write_text(f"{head}S,东街道,街道\n", "utf-8")
    load_files([earlier], ledger=context.service.ledger, as_of=dt.date(2018, 6, 30))
    waiting = HandIns()
    preview, staged = try_out(context, waiting, [dropped(f"{head}A,甲,社区\n")], ["地点台账.csv"])
    told = (
        "没有说明这批数据截至哪一天，报告仍算到 2018-06-30，即批次 b0001 的截止日期。要说明，请在导入前填“数据截至”。"
    )
    assert plain_text(preview).count(told) == 1
    again = tried_again(context, waiting, staged["token"], Asked(as_of="2018-09-30"))
    assert "报告算到 2018-09-30，即这批数据的截止日期。" in plain_text(again)
    assert load(context, waiting, staged["token"], Asked()).endswith(told)


def plain_text(drawn):
    return json.dumps(drawn, cls=PlotlyJSONEncoder, ensure_ascii=False)
