"""Whether headers are found in the shapes people give them: lines, groups, units, printed pages, sheets unnamed."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from loaders.importer import LoadOptions, read_hand_in
from tests.unit.loaders.hand_ins import ORGANISATIONS, PLACES, SALT, problems_told, write_book

CELLS = ["地点编码", "地点名称", "地点类别"]


@pytest.fixture
def drafted(tmp_path):
    """Read one workbook of the given sheets."""

    def read_it(sheets, *, name="a.xlsx", hidden=(), as_of=None):
        path = write_book(tmp_path / name, sheets, hidden=hidden)
        return read_hand_in([path], salt=SALT, options=LoadOptions(as_of=as_of))

    return read_it


def test_the_last_of_two_lines_counts_and_its_group_tells_what_it_leaves_open(drafted):
    rows = [
        ["党组织基本情况表"],
        ["序号", "组织编码", "组织名称", "组织类别", "所属领域", "党员情况", None, None, "45岁", None],
        [None, None, None, None, None, "正式", "预备", "女党员", "及以下", None],
        [1, "O1", "甲", "党委", "社区", 9, 2, 3, 4],
    ]
    draft = drafted({"党组织台账": rows})
    assert problems_told(draft.problems) == []
    told = draft.tables["organisations"].select("code", "full_members", "probationary_members", "women", "age_45_down")
    assert told.rows() == [("O1", 9, 2, 3, 4)]
    assert draft.counts["organisations"].skipped == 2


def test_a_group_tells_apart_headers_that_stand_twice(drafted):
    rows = [
        ["党组织", None, "单位", None, "覆盖方式"],
        ["编码", "全称", "编码", "名 称", None],
        ["O1", "街道工委", "U1", "甲公司", "联建"],
    ]
    units = [["单位编码", "单位名称", "单位类别"], ["U1", "甲公司", "非公企业"]]
    draft = drafted({"地点台账": PLACES, "党组织台账": ORGANISATIONS, "驻区单位台账": units, "组织覆盖": rows})
    assert draft.tables["coverage"].select("organisation", "unit", "mode").rows() == [("O1", "U1", "joint")]
    told = [row for row in problems_told(draft.problems) if row[3] != "unknown_header"]
    assert told == []


@pytest.mark.parametrize("unit", ["(万元)", "万元", "单位：万元"])
def test_a_line_of_units_below_the_headers_belongs_to_them(drafted, unit):
    rows = [[*CELLS, "工作经费", "户数"], [None, None, None, unit, "户"], ["1", "甲", "社区", 7, 320]]
    draft = drafted({"地点台账": rows})
    assert problems_told(draft.problems) == []
    assert draft.tables["places"].select("work_funds", "households").rows() == [(70_000, 320)]


def test_the_unit_of_a_group_is_its_columns_unit(drafted):
    rows = [
        [*CELLS, "经费(万元)", None, "户数"],
        [None, None, None, "工作经费", "服务群众经费(元)", None],
        ["1", "甲", "社区", 7, 9, 320],
    ]
    draft = drafted({"地点台账": rows})
    assert draft.tables["places"].select("work_funds", "service_funds", "households").rows() == [(70_000, 9, 320)]


@pytest.mark.parametrize("note", ["单位：万元", "经费情况表（单位：万元）", "金额单位:万元、人"])
def test_a_note_above_the_headers_names_the_unit_of_money_alone(drafted, note):
    rows = [
        ["填报单位：东街道", None, None, None, note],
        [*CELLS, "工作经费", "服务群众经费(元)", "户数", "常住人口"],
        ["1", "甲", "社区", 7, 9, 320, 900],
    ]
    draft = drafted({"地点台账": rows})
    told = draft.tables["places"].select("work_funds", "service_funds", "households", "population")
    assert told.rows() == [(70_000, 9, 320, 900)]


def test_who_fills_in_is_no_unit_of_money(drafted):
    draft = drafted({"地点台账": [["填报单位：万元社区"], [*CELLS, "工作经费"], ["1", "甲", "社区", 7]]})
    assert draft.tables["places"].get_column("work_funds").to_list() == [7]


@pytest.mark.parametrize(
    ("header", "households"),
    [
        ("户数(户)", 3), ("户数\n（户）", 3), ("3.户数", 3), ("户数（单位：户）", 3), ("户数(必填)(万户)", 30_000),
        ("户数万户", 30_000), ("户数/户", 3), ("【户数】", None), ("户数(去年)", None), ("户数(万元)", None),
    ],
)  # fmt: skip
def test_units_and_remarks_in_a_header_are_understood_or_it_is_unknown(drafted, header, households):
    draft = drafted({"地点台账": [[*CELLS, header], ["1", "甲", "社区", 3]]})
    assert draft.tables["places"].get_column("households").to_list() == [households]
    codes = [row[3] for row in problems_told(draft.problems)]
    assert codes == ([] if households is not None else ["unknown_header"])


def test_a_header_may_list_the_words_it_takes(drafted):
    rows = [["地点编码", "地点名称", "地点类别（街道/片区/社区/网格）"], ["1", "甲", "社区"]]
    assert problems_told(drafted({"地点台账": rows}).problems) == []


def test_headings_of_printed_pages_totals_and_feet_are_skipped_and_nothing_else(drafted):
    title, note = ["地点台账", None, None], ["填报单位：东街道", None, "单位：户"]
    rows = [
        title, note, [*CELLS, "户数"], ["1", "甲", "社区", 1], ["本页小计", None, None, 1], ["第1页 共2页"],
        title, note, [*CELLS, "户数"], ["2", "乙", "社区", 2], [], [], ["code", "name", "kind", "households"],
        ["3", "地点名称", "社区", 3], ["全街道合计(3个)", None, None, 6], ["审核人：", "某某"], ["（以下空白）"],
    ]  # fmt: skip
    draft = drafted({"地点台账": rows})
    assert problems_told(draft.problems) == []
    told = draft.tables["places"].select("code", "name", "households").rows()
    assert told == [("1", "甲", 1), ("2", "乙", 2), ("3", "地点名称", 3)]
    assert draft.counts["places"].skipped == 13


def test_a_total_behind_a_running_number_is_one(drafted):
    rows = [["序号", *CELLS, "户数"], [1, "1", "甲", "社区", 1], [2, None, "合计", None, 1]]
    draft = drafted({"地点台账": rows})
    assert (problems_told(draft.problems), draft.counts["places"].skipped) == ([], 1)


def test_a_sheet_without_a_name_is_known_by_headers_that_one_table_alone_has(drafted):
    rows = [["编码", "名称", "类别", "户数", "常住人口"], ["1", "甲", "社区", 5, 9]]
    draft = drafted({"Sheet1": rows, "Sheet2": [["甲", "乙"], ["x", "y"]]})
    assert draft.tables["places"].select("code", "households").rows() == [("1", 5)]
    told = draft.problems.select("sheet", "code", "severity", "hint").rows()
    assert told == [
        ("Sheet1", "sheet_by_headers", "warning", "地点台账"),
        ("Sheet2", "unknown_sheet", "warning", None),
    ]


def test_headers_that_two_tables_share_leave_a_sheet_unknown_with_both_named(drafted):
    sheets = {"地点台账": PLACES, "Sheet1": [["编码", "名称", "类别"], ["1", "甲", "社区"]]}
    draft = drafted(sheets)
    assert draft.problems.select("sheet", "code").rows() == [("Sheet1", "unknown_sheet")]
    assert {"地点台账", "驻区单位台账"} <= set(draft.problems.item(0, "hint").split("、"))
    assert draft.counts["places"].read == 2


def test_of_two_tables_the_one_in_the_sheets_name_is_taken(drafted):
    draft = drafted({"东街道驻区单位情况": [["编码", "名称", "类别"], ["1", "甲", "学校"]], "x": [["y"]]})
    assert draft.tables["units"].get_column("code").to_list() == ["1"]


@pytest.mark.parametrize(
    "name", ["附件1：地点台账", "附件 地点台账", "表1 地点台账", "一、地点台账", "地点台账（东街道）", "地点台账2018年"]
)
def test_numbers_and_brackets_around_a_sheets_name_do_not_hide_it(drafted, name):
    draft = drafted({name: [CELLS, ["1", "甲", "社区"]], "x": [["y"]]})
    assert draft.problems.select("sheet", "code").rows() == [("x", "unknown_sheet")]


def test_a_hidden_sheet_that_holds_a_table_is_told_and_not_read(drafted):
    hidden = [["单位编码", "单位名称", "单位类别"], ["U1", "小学", "学校"]]
    draft = drafted(
        {"地点台账": PLACES, "驻区单位台账": hidden, "下拉": [["社区"], ["街道"]]}, hidden=("驻区单位台账", "下拉")
    )
    assert draft.problems.select("sheet", "row", "code", "severity").rows() == [
        ("驻区单位台账", None, "hidden_sheet", "warning")
    ]
    assert list(draft.counts) == ["places"]


def test_codes_stand_before_names_and_the_contracts_own_header_before_both(drafted):
    rows = [["组织名称", "组织", "组织编码", "地点名称", "地点编码"], ["工委", "x", "O1", "一社区", "C1"]]
    draft = drafted({"地点台账": PLACES, "党组织台账": ORGANISATIONS, "责任区": rows})
    assert draft.tables["responsibility"].select("organisation", "place").rows() == [("O1", "C1")]


def test_an_unknown_header_says_which_is_nearest(drafted):
    draft = drafted({"地点台账": [[*CELLS, "常住人口总量"], ["1", "甲", "社区", 3]]})
    assert draft.problems.select("code", "column").rows() == [("unknown_header", "常住人口总量")]
    assert "常住人口" in draft.problems.item(0, "hint").split("、")


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ([["东街道地点台账（截至2018年6月30日）"]], "2018-06-30"),
        ([["填报单位:东街道", None, "填报日期:２０１８-06-30"]], "2018-06-30"),
        ([["数据截至", "2018.6.30"]], "2018-06-30"),
        ([["填表时间：二〇一八年六月三十日"]], "2018-06-30"),
        ([["填报时间：2018年6月"]], None),
        ([["换届日期 2018-06-30"], ["东街道2018-06-30"]], None),
        ([["填报时间：2018-02-30"]], None),
    ],
)
def test_a_day_above_the_headers_is_offered_and_never_taken(drafted, lines, day):
    sheet = [*lines, ["地点编码", "地点名称", "地点类别"], ["1", "填报日期：2017-01-01", "社区"]]
    draft = drafted({"地点台账": sheet})
    told = draft.problems.filter(pl.col("code") == "as_of_told").select("row", "hint", "severity").rows()
    assert told == ([] if day is None else [(1, day, "warning")])
    assert draft.as_of is None
    assert "as_of_told" not in drafted({"地点台账": sheet}, as_of=dt.date(2018, 1, 1)).problems.get_column("code")
