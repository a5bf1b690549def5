"""Whether a name finds the one row that bears it, and nothing is chosen where two may be meant."""

from __future__ import annotations

import time

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.dataset import fold
from graph_model.schema import TABLES
from loaders.checks import check_rows
from loaders.known_keys import KnownKeys
from loaders.names import normal_names
from tests.unit.loaders.hand_ins import problems_told

UNITS = [["单位编码", "单位名称", "单位类别"], ["U1", "东风(青岛)有限公司", "非公企业"]]
COVERAGE = ["组织编码", "单位编码", "覆盖方式"]


def normal(name, table):
    return normal_names(pl.Series([name]), table=table).item()


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        ("organisations", "中共一社区委员会", "一社区党委"),
        ("organisations", "中国共产党一社区委员会", "一社区党委"),
        ("organisations", "一社区第一党支部", "一社区第一支部委员会"),
        ("organisations", "一社区 第一支部", "一社区第一党支部"),
        ("organisations", "东风公司党总支", "东风公司总支部委员会"),
        ("organisations", "中共东街道工作委员会", "东街道党工委"),
        ("organisations", "东风（青岛）公司党支部", "东风(青岛)公司支部"),
        ("units", "东风【青岛】有限公司", "东风（青岛） 有限公司"),
        ("units", "ＡＢＣ公司", "abc公司"),
        ("places", "一社区居委会", "一社区"),
        ("places", "东街道办事处", "东街道"),
        ("committees", "一社区联合委员会", "一社区联合党委"),
        ("agreements", "《共建协议》", "共建协议"),
    ],
)
def test_two_spellings_of_one_name_are_one(table, one, other):
    assert normal(one, table) == normal(other, table)


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        ("organisations", "一社区第一党支部", "一社区第二党支部"),
        ("organisations", "一社区党总支", "一社区党支部"),
        ("organisations", "一社区党委", "一社区党支部"),
        ("units", "东风有限公司", "东风股份有限公司"),
        ("units", "东风业主委员会", "东风业主"),
        ("places", "一社区", "一小区"),
        ("listings", "一社区居委会", "一社区"),
    ],
)
def test_two_names_that_people_tell_apart_stay_two(table, one, other):
    assert normal(one, table) != normal(other, table)


@settings(max_examples=100, deadline=None)
@given(st.text("一二东街社区党总支部委员会工中共（）() \u3000", max_size=12), st.sampled_from(list(TABLES)))
def test_normalising_never_fails_and_leaves_no_brackets_or_spaces(name, table):
    told = normal(name, table)
    assert told is None or not set(told) & set("（）() \u3000")


def test_names_stand_for_codes_in_ties_and_pointers_and_are_told_once_a_column(read):
    organisations = [
        ["组织编码", "组织名称", "组织类别", "领域", "上级组织", "所在地点"],
        ["O1", "街道工委", "工委", "机关", None, "东街道办事处"],
        ["O2", "一社区党委", "党委", "社区", "中共街道工作委员会", "一社区"],
    ]
    coverage = [COVERAGE, ["中共一社区委员会", "东风（青岛） 有限公司", "单建"], ["O1", "U1", "联建"]]
    draft = read({"党组织台账": organisations, "驻区单位台账": UNITS, "组织覆盖": coverage})
    assert draft.tables["coverage"].select("organisation", "unit").rows() == [("O2", "U1"), ("O1", "U1")]
    assert draft.tables["organisations"].select("superior", "place").rows() == [(None, "S"), ("O1", "C1")]
    assert problems_told(draft.problems) == [
        (None, "上级组织", "1", "matched_by_name", "warning"),
        (None, "所在地点", "2", "matched_by_name", "warning"),
        (None, "组织编码", "1", "matched_by_name", "warning"),
        (None, "单位编码", "1", "matched_by_name", "warning"),
    ]
    assert draft.counts["coverage"].warned == 0


def test_a_name_borne_twice_is_told_with_both_and_never_chosen(read):
    places = [
        ["地点编码", "地点名称", "地点类别", "上级编码"],
        ["S1", "和平街道", "街道", None],
        ["S2", "和平街道", "街道", None],
        ["C1", "一社区", "社区", "和平街道"],
    ]
    teams = [["地点编码", "换届年份"], ["和平街道", 2018]]
    draft = read({"地点台账": places, "班子": teams}, region=False)
    assert draft.problems.select("column", "value", "code", "severity", "hint").rows() == [
        ("上级编码", "和平街道", "ambiguous_name", "warning", "S1 和平街道、S2 和平街道"),
        ("地点编码", "和平街道", "ambiguous_name", "error", "S1 和平街道、S2 和平街道"),
    ]
    assert draft.tables["places"].get_column("parent").to_list() == [None, None, None]


def test_a_near_name_is_told_with_its_candidates_and_never_chosen(read):
    coverage = [COVERAGE, ["一社区的党委", "U1", "单建"], ["全然不同之物", "U1", "单建"], ["O9", "U1", "单建"]]
    draft = read({"驻区单位台账": UNITS, "组织覆盖": coverage})
    assert draft.problems.select("row", "value", "code", "severity", "hint").rows() == [
        (2, "一社区的党委", "near_name", "error", "O2 一社区党委"),
        (3, "全然不同之物", "unknown_reference", "error", None),
        (4, "O9", "unknown_reference", "error", None),
    ]
    assert "coverage" not in draft.tables


def test_a_code_goes_before_a_name(read):
    places = [
        ["地点编码", "地点名称", "地点类别", "上级编码"],
        ["东街", "西街", "街道", None],
        ["西街", "东街", "街道", None],
        ["C1", "一社区", "社区", "东街"],
    ]
    draft = read({"地点台账": places}, region=False)
    assert draft.tables["places"].get_column("parent").to_list() == [None, None, "东街"]
    assert draft.problems.is_empty()


def test_names_of_earlier_batches_are_known_and_not_those_that_are_replaced(read, ledger):
    earlier = read({"驻区单位台账": UNITS})
    known = fold([ledger.add(earlier)])
    coverage = {"组织覆盖": [COVERAGE, ["一社区委员会", "东风(青岛)有限公司", "单建"]]}
    assert read(coverage, known=known, region=False).tables["coverage"].row(0)[:2] == ("O2", "U1")
    others = {"驻区单位台账": [UNITS[0], ["U2", "西风公司", "非公企业"]], **coverage}
    draft = read(others, known=known, region=False, replace=True)
    assert draft.problems.select("column", "code").rows() == [
        ("组织编码", "matched_by_name"),
        ("单位编码", "unknown_reference"),
    ]


def test_a_cell_of_a_members_row_that_is_like_no_name_is_not_told_again(read):
    members = [
        ["党员编号", "组织编码", "工作单位", "居住地点"],
        ["1", "一社区委员会", "张三丰修鞋铺", "东街道李四家"],
        ["2", "O2", "U9", None],
    ]
    draft = read({"驻区单位台账": UNITS, "党员台账": members})
    assert draft.problems.select("row", "column", "value", "code").rows() == [
        (None, "组织编码", "1", "matched_by_name"),
        (2, "工作单位", None, "unknown_reference"),
        (2, "居住地点", None, "unknown_reference"),
        (3, "工作单位", "U9", "unknown_reference"),
    ]
    assert draft.tables["members"].select("organisation", "work_unit", "residence").rows() == [("O2", None, None)] * 2


def test_a_million_names_are_matched_in_columns():
    count, rows = 5_000, 500_000
    schema = TABLES["organisations"].schema.create_empty().schema
    organisations = pl.DataFrame(
        {
            "@order": range(count),
            "@sheet": [0] * count,
            "@row": range(count),
            "code": [f"O{n}" for n in range(count)],
            "name": [f"第{n}社区党支部" for n in range(count)],
        }
    ).with_columns(
        pl.lit(None, dtype=dtype).alias(name) for name, dtype in schema.items() if name not in ("code", "name")
    )
    attendance = pl.DataFrame(
        {
            "@order": range(rows),
            "@sheet": [1] * rows,
            "@row": range(rows),
            "meeting": [f"M{n}" for n in range(rows)],
            "organisation": [f"中共第{n % count}社区支部委员会" for n in range(rows)],
            "attended": [True] * rows,
            "reason": pl.Series([None] * rows, dtype=pl.String),
        }
    )
    known = KnownKeys({"meetings": attendance.get_column("meeting")}, {})
    began = time.perf_counter()
    accepted, _ = check_rows({"organisations": organisations, "attendance": attendance}, known)
    assert accepted["attendance"].get_column("organisation").n_unique() == count
    assert time.perf_counter() - began < 20


def test_a_pointer_to_a_row_that_was_rejected_says_which_and_why(read):
    organisations = [
        ["组织编码", "组织名称", "组织类别", "领域", "上级组织", "所在地点"],
        ["O1", "街道工委", None, "机关", None, "S"],
        ["O2", "一社区党委", "党委", "社区", "O1", "C1"],
        ["O3", "二社区党委", "党委", "社区", "街道工委", "C1"],
    ]
    coverage = [COVERAGE, ["O1", "U1", "单建"], ["O9", "U1", "单建"]]
    draft = read({"党组织台账": organisations, "驻区单位台账": UNITS, "组织覆盖": coverage})
    assert draft.problems.select("sheet", "row", "code", "hint").rows() == [
        ("党组织台账", 2, "missing_value", None),
        ("党组织台账", 3, "unknown_reference", "党组织台账 2: missing_value"),
        ("党组织台账", 4, "unknown_reference", "党组织台账 2: missing_value"),
        ("组织覆盖", 2, "unknown_reference", "党组织台账 2: missing_value"),
        ("组织覆盖", 3, "unknown_reference", None),
    ]


def test_a_part_of_one_name_or_a_few_is_told_with_them_and_never_chosen(read):
    places = [["地点编码", "地点名称", "地点类别", "上级编码"], ["S", "东街道", "街道", None]]
    places += [["P", "和平社区", "社区", "S"], *([f"X{n}", f"新区第{n}花园", "小区", "S"] for n in range(6))]
    organisations = [["组织编码", "组织名称", "组织类别", "领域", "所在地点"]]
    organisations += [[f"O{n}", f"支部{n}", "党支部", "社区", name] for n, name in enumerate(("和平", "花园", "和"))]
    draft = read({"地点台账": places, "党组织台账": organisations}, region=False)
    assert draft.problems.select("value", "code", "severity", "hint").rows() == [
        ("和平", "near_name", "warning", "P 和平社区"),
        ("花园", "unknown_reference", "warning", None),
        ("和", "unknown_reference", "warning", None),
    ]
    assert draft.tables["organisations"].get_column("place").null_count() == 3
