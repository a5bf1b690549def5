"""What a row is worth: every line of the table, with its rows, columns and codes."""

from __future__ import annotations

import datetime as dt

import pytest

from graph_model.ledger import Counts
from loaders.importer import read_hand_in
from tests.unit.loaders.hand_ins import ORGANISATIONS, PLACES, SALT, problems_told

UNITS = ["单位编码", "单位名称", "单位类别", "所在地点", "职工数", "党员数", "工会", "成立日期", "行业"]


def test_a_sound_region_tells_nothing(read):
    draft = read({})
    assert problems_told(draft.problems) == []
    assert draft.counts == {"places": Counts(2, 2, 0, 0, 0), "organisations": Counts(2, 2, 0, 0, 0)}
    assert draft.rejected == {}


def test_missing_header_refuses_the_sheet_and_the_others_go_on(read):
    draft = read({"驻区单位台账": [["单位编码", "单位类别"], ["U1", "学校"]]})
    assert problems_told(draft.problems) == [(1, "单位名称", None, "missing_header", "error")]
    assert draft.counts["units"] == Counts(0, 0, 0, 0, 0)
    assert "units" not in draft.tables
    assert draft.tables["places"].height == 2


def test_unknown_header_is_kept_out_and_the_nearest_is_offered(read):
    draft = read({"驻区单位台账": [["单位编码", "单位名称", "单位类别", "职工数量"], ["U1", "小学", "学校", 30]]})
    assert problems_told(draft.problems) == [(1, "职工数量", "职工数量", "unknown_header", "warning")]
    assert "职工数" in draft.problems.get_column("hint").item().split("、")
    assert draft.tables["units"].get_column("staff").to_list() == [None]
    assert draft.counts["units"] == Counts(1, 1, 0, 0, 0)


def test_missing_value_in_a_required_cell_rejects_the_row(read):
    draft = read({"驻区单位台账": [UNITS, ["U1", None, "学校"], [None, "无码", "学校"], ["U3", "医院", "—"]]})
    assert problems_told(draft.problems) == [
        (2, "单位名称", None, "missing_value", "error"),
        (3, "单位编码", None, "missing_value", "error"),
        (4, "单位类别", None, "missing_value", "error"),
    ]
    assert draft.counts["units"] == Counts(3, 0, 3, 0, 0)


def test_first_row_of_a_key_stays_copies_and_others_are_rejected(read):
    rows = [
        UNITS,
        ["U1", "小学", "学校", "C1"],
        ["Ｕ1\u200b ", "小学", "学校", "C1"],
        ["U1", "中学", "学校", "C1"],
        ["U1", "中学", "学校", "C1"],
    ]
    draft = read({"驻区单位台账": rows})
    assert problems_told(draft.problems) == [
        (3, "单位编码", "U1", "duplicate_row", "error"),
        (4, "单位编码", "U1", "duplicate_key", "error"),
        (5, "单位编码", "U1", "duplicate_row", "error"),
    ]
    assert draft.problems.get_column("hint").to_list() == ["2", "2", "2"]
    assert draft.tables["units"].select("code", "name").rows() == [("U1", "小学")]
    assert draft.counts["units"] == Counts(4, 1, 3, 0, 0)


def test_a_row_rejected_for_itself_does_not_take_the_key_of_a_sound_one(read):
    draft = read({"驻区单位台账": [UNITS, ["U1", None, "学校"], ["U1", "小学", "学校"]]})
    assert draft.tables["units"].select("code", "name").rows() == [("U1", "小学")]


def test_a_number_of_digits_is_the_same_key_as_its_text(read):
    rows = [
        ["地点编码", "地点名称", "地点类别", "上级编码"],
        [370214001001, "甲", "街道"],
        ["p2", "乙", "社区", "370214001001"],
    ]
    draft = read({"地点台账": rows}, region=False)
    assert problems_told(draft.problems) == []
    assert draft.tables["places"].get_column("parent").to_list() == [None, "370214001001"]


def test_unknown_word_rejects_where_required_else_the_cell_is_unknown(read):
    head = ["组织编码", "组织名称", "组织类别", "领域", "书记状态"]
    draft = read({"党组织台账": [head, ["O1", "甲", "委员会", "社区", "在任"], ["O2", "乙", "党委", "社区", "出差"]]})
    assert problems_told(draft.problems) == [
        (2, "组织类别", "委员会", "unknown_word", "error"),
        (3, "书记状态", "出差", "unknown_word", "warning"),
    ]
    assert draft.tables["organisations"].select("code", "secretary").rows() == [("O2", None)]
    assert draft.counts["organisations"] == Counts(2, 1, 1, 1, 0)


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("职工数", "约500人", "not_a_number"),
        ("职工数", "1.5", "not_a_number"),
        ("职工数", "-3", "out_of_range"),
        ("成立日期", "二〇一七年", "not_a_date"),
        ("成立日期", "2017年2月30日", "not_a_date"),
        ("成立日期", "1017-01-05", "out_of_range"),
        ("工会", "也许", "not_yes_or_no"),
        ("职工数", ("=1/0", "#DIV/0!"), "cell_error"),
        ("行业", ("=A1", "#REF!"), "cell_error"),
        ("工会", "#N/A", "cell_error"),
    ],
)
def test_a_cell_that_cannot_be_read_is_unknown_with_a_warning(read, header, cell, code):
    row = ["U1", "小学", "学校", *[None] * 6]
    row[UNITS.index(header)] = cell
    draft = read({"驻区单位台账": [UNITS, row]})
    shown = cell[1] if isinstance(cell, tuple) else cell
    assert problems_told(draft.problems) == [(2, header, shown, code, "warning")]
    assert draft.counts["units"] == Counts(1, 1, 0, 1, 0)
    name = {"职工数": "staff", "成立日期": "founded", "工会": "has_union", "行业": "sector"}[header]
    assert draft.tables["units"].get_column(name).to_list() == [None]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["C1", "units_without_organisation", "2018-06-30", "很多"], "not_a_number"),
        (["C1", "units_without_organisation", "2018-06-30", "-1"], "out_of_range"),
        (["C1", "units_without_organisation", "去年", "1"], "not_a_date"),
        (["C1", "units_without_organisation", "2018-06-30", ("=A1", "#REF!")], "cell_error"),
    ],
)
def test_a_required_cell_that_cannot_be_read_rejects_the_row(read, cells, code):
    draft = read({"上报数字": [["地点编码", "指标", "截止日期", "数值"], cells]})
    assert [(row[0], *row[3:]) for row in problems_told(draft.problems)] == [(2, code, "error")]
    assert draft.counts["figures"] == Counts(1, 0, 1, 0, 0)


def test_attended_that_is_neither_yes_nor_no_rejects_the_row(read):
    draft = read({
        "会议活动": [["编码", "类别", "日期"], ["H1", "联席会", dt.date(2018, 1, 5)]],
        "参会": [["会议编码", "组织编码", "出席"], ["H1", "O1", "迟到"], ["H1", "O2", "无"]],
    })  # fmt: skip
    assert problems_told(draft.problems) == [(2, "出席", "迟到", "not_yes_or_no", "error")]
    assert draft.tables["attendance"].rows() == [("H1", "O2", False, None)]


def test_codes_in_scientific_notation_are_damaged_also_as_pointers(read):
    rows = [UNITS, ["3.7E+11", "小学", "学校"], ["U2", "医院", "医院", "3.70214E+11"]]
    draft = read({"驻区单位台账": rows})
    assert problems_told(draft.problems) == [
        (2, "单位编码", "3.7E+11", "damaged_code", "error"),
        (3, "所在地点", "3.70214E+11", "damaged_code", "error"),
    ]
    assert draft.counts["units"] == Counts(2, 0, 2, 0, 0)


def test_codes_that_lost_their_zeros_against_their_siblings_are_damaged(read):
    rows = [["单位编码", "单位名称", "单位类别"], ["007", "甲", "学校"], ["008", "乙", "学校"], [9, "丙", "学校"]]
    cover = [["组织编码", "单位编码", "覆盖方式"], ["O1", 7, "单建"], ["O1", "008", "单建"]]
    draft = read({"驻区单位台账": rows, "组织覆盖": cover})
    assert problems_told(draft.problems) == [
        (4, "单位编码", "9", "damaged_code", "error"),
        (2, "单位编码", "7", "damaged_code", "error"),
    ]
    assert draft.tables["units"].get_column("code").to_list() == ["007", "008"]


def test_codes_of_several_lengths_without_leading_zeros_are_sound(read):
    rows = [["单位编码", "单位名称", "单位类别"], ["9", "甲", "学校"], ["10", "乙", "学校"], ["111", "丙", "学校"]]
    assert problems_told(read({"驻区单位台账": rows}).problems) == []


def test_bad_check_digit_of_a_credit_code_warns(read):
    rows = [
        UNITS,
        ["91110000600037341L", "甲", "非公企业"],
        ["91110000600037341A", "乙", "非公企业"],
        ["X1", "丙", "学校"],
    ]
    draft = read({"驻区单位台账": rows})
    assert problems_told(draft.problems) == [(3, "单位编码", "91110000600037341A", "bad_check_digit", "warning")]
    assert draft.counts["units"] == Counts(3, 3, 0, 1, 0)


def test_a_tie_to_nowhere_is_rejected_and_another_pointer_becomes_unknown(read):
    draft = read({
        "驻区单位台账": [UNITS, ["U1", "小学", "学校", "C9"]],
        "组织覆盖": [
            ["组织编码", "单位编码", "覆盖方式"], ["O9", "U1", "单建"], ["O1", "U9", "联建"], ["O1", "U1", "联建"],
        ],
    })  # fmt: skip
    assert problems_told(draft.problems) == [
        (2, "所在地点", "C9", "unknown_reference", "warning"),
        (2, "组织编码", "O9", "unknown_reference", "error"),
        (3, "单位编码", "U9", "unknown_reference", "error"),
    ]
    assert draft.tables["units"].get_column("place").to_list() == [None]
    assert draft.tables["coverage"].select("organisation", "unit").rows() == [("O1", "U1")]


def test_a_rejected_row_leaves_what_points_to_it_dangling_down_the_chain(read):
    draft = read({
        "联席组织": [["编码", "名称", "层级", "地点编码"], ["L1", "联席", "联席会议", "C9"]],
        "委员": [["联席编码", "组织编码", "职责"], ["L1", "O1", "书记"]],
        "会议活动": [["编码", "类别", "日期", "联席编码"], ["H1", "联席会", "2018-01-05", "L1"]],
    })  # fmt: skip
    assert problems_told(draft.problems) == [
        (2, "地点编码", "C9", "unknown_reference", "error"),
        (2, "联席编码", "L1", "unknown_reference", "error"),
        (2, "联席编码", "L1", "unknown_reference", "warning"),
    ]
    assert draft.counts["seats"] == Counts(1, 0, 1, 0, 0)
    assert draft.counts["meetings"] == Counts(1, 1, 0, 1, 0)


def test_a_counterpart_that_nobody_has_rejects_the_claim(read):
    head = ["编码", "清单类别", "组织编码", "内容"]
    draft = read({
        "三张清单": [head, ["Q1", "需求", "O1", "老师"]],
        "认领": [["清单编码", "组织编码", "对应清单"], ["Q1", "O2", "Q9"]],
    })  # fmt: skip
    assert problems_told(draft.problems) == [(2, "对应清单", "Q9", "unknown_reference", "error")]


def test_each_row_of_a_cycle_is_told_and_the_last_one_read_loses_its_pointer(read):
    head = ["组织编码", "组织名称", "组织类别", "领域", "上级组织"]
    rows = [
        head,
        ["A", "甲", "党委", "社区", "C"],
        ["B", "乙", "党委", "社区", "A"],
        ["C", "丙", "党委", "社区", "B"],
        ["D", "丁", "党委", "社区", "A"],
        ["E", "戊", "党委", "社区", "E"],
    ]
    draft = read({"党组织台账": rows})
    assert problems_told(draft.problems) == [
        (2, "上级组织", "C", "cycle", "warning"),
        (3, "上级组织", "A", "cycle", "warning"),
        (4, "上级组织", "B", "cycle", "warning"),
        (6, "上级组织", "E", "cycle", "warning"),
    ]
    assert draft.tables["organisations"].select("code", "superior").rows() == [
        ("A", "C"),
        ("B", "A"),
        ("C", None),
        ("D", "A"),
        ("E", None),
    ]


def test_parts_over_the_whole_and_ends_before_beginnings_warn(read):
    head = ["组织编码", "组织名称", "组织类别", "领域", "正式党员", "预备党员", "女党员", "成立日期", "撤销日期"]
    rows = [
        head,
        ["A", "甲", "党委", "社区", 10, 1, 12, "2018-01-01", "2017-01-01"],
        ["B", "乙", "党委", "社区", 10, None, 12],
        ["C", "丙", "党委", "社区", 10, 2, 12],
    ]
    draft = read({"党组织台账": rows})
    assert problems_told(draft.problems) == [
        (2, "女党员", "12", "inconsistent", "warning"),
        (2, "撤销日期", "2017-01-01", "inconsistent", "warning"),
    ]
    assert draft.counts["organisations"] == Counts(3, 3, 0, 1, 0)


def test_two_superiors_in_one_cell_are_a_contradiction(read):
    head = ["组织编码", "组织名称", "组织类别", "领域", "上级组织"]
    rows = [head, ["A", "甲", "党委", "社区"], ["B", "乙", "党委", "社区"], ["C", "丙", "党支部", "社区", "A、B"]]
    draft = read({"党组织台账": rows})
    assert problems_told(draft.problems) == [(4, "上级组织", "A、B", "inconsistent", "warning")]
    assert draft.tables["organisations"].get_column("superior").to_list() == [None, None, None]


def test_a_person_in_a_cell_is_neither_stored_nor_told(read):
    rows = [
        UNITS,
        ["U1", "小学", "学校", None, None, None, None, None, "联系 138 1234-5678"],
        ["U2", "11010519491231002X", "学校"],
    ]
    draft = read({"驻区单位台账": rows})
    assert problems_told(draft.problems) == [
        (2, "行业", None, "looks_like_a_person", "warning"),
        (3, "单位名称", None, "looks_like_a_person", "error"),
    ]
    assert draft.tables["units"].get_column("sector").to_list() == [None]
    assert draft.rejected["units"].row(0)[4:7] == ("U2", None, "学校")


def test_title_note_blank_and_total_rows_are_skipped(read):
    rows = [
        ["东街道驻区单位台账"],
        ["填报单位:东街道", None, None, None, "填报日期:2018-06-30"],
        UNITS,
        ["U1", "小学", "学校", None, 30],
        [],
        ["小计", None, None, None, 30],
        ["U2", "医院", "医院", None, 40],
        ["合 计", None, None, None, 70],
        ["注:职工数含临时工"],
    ]
    draft = read({"驻区单位台账": rows}, as_of=dt.date(2018, 6, 30))
    assert problems_told(draft.problems) == []
    assert draft.counts["units"] == Counts(2, 2, 0, 0, 6)


def test_rows_are_numbered_as_a_person_sees_them(read):
    rows = [["标题"], [], UNITS, ["U1", "小学", "学校"], [], ["U2", None, "学校"]]
    assert problems_told(read({"驻区单位台账": rows}).problems) == [(6, "单位名称", None, "missing_value", "error")]


def test_running_numbers_and_remarks_are_known_and_ignored(read):
    rows = [["序号", "单位编码", "单位名称", "单位类别", "备注"], [1, "U1", "小学", "学校", "好"], [2]]
    draft = read({"驻区单位台账": rows})
    assert problems_told(draft.problems) == []
    assert draft.counts["units"] == Counts(1, 1, 0, 0, 1)


def test_a_row_that_only_names_a_person_is_rejected_not_skipped(read):
    draft = read({"党员台账": [["党员编号", "姓名", "组织编码"], [None, "王小明", None]]})
    assert draft.counts["members"] == Counts(1, 0, 1, 0, 0)


def test_a_sheet_nobody_knows_is_told_and_hidden_or_empty_ones_are_not(book):
    path = book(
        {"地点台账": PLACES, "通讯录": [["甲", "乙"]], "旧表": [["甲"]], "Sheet3": [], "说明": [["如何填"]]},
        hidden=("旧表",),
    )
    draft = read_hand_in([path], salt=SALT)
    told = draft.problems.select("file", "sheet", "row", "code", "severity").rows()
    assert told == [("ledger.xlsx", "通讯录", None, "unknown_sheet", "warning")]


def test_rejected_rows_are_kept_as_they_were_with_every_reason(read):
    rows = [[*UNITS[:5], "没人认识"], ["U1", None, "大学校", "C1", "约3", "甲"]]
    rejected = read({"驻区单位台账": rows}).rejected["units"]
    assert rejected.to_dicts() == [
        {
            "file": "ledger.xlsx", "sheet": "驻区单位台账", "row": 2, "code": "missing_value,unknown_word",
            "单位编码": "U1", "单位名称": None, "单位类别": "大学校", "所在地点": "C1", "职工数": "约3",
            "没人认识": "甲",
        }
    ]  # fmt: skip


def test_warnings_of_rejected_rows_do_not_count_as_warned(read):
    draft = read({"党组织台账": [*ORGANISATIONS, ["O3", None, "党委", "社区", "O9"]]})
    assert draft.counts["organisations"] == Counts(3, 2, 1, 0, 0)
