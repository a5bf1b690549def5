"""Whether the national lists of statistical codes load as places, and mislead nobody."""

from __future__ import annotations

import polars as pl

from graph_model.dataset import fold
from tests.unit.loaders.hand_ins import problems_told

HEADERS = ["统计用区划代码", "城乡分类代码", "名称"]
QINGDAO = [
    HEADERS,
    ["370000000000", None, "山东省"],
    ["370200000000", None, "青岛市"],
    ["370201000000", None, "市辖区"],
    ["370202000000", None, "市南区"],
    ["370202001000", None, "和平街道"],
    ["370202001001", "111", "一社区居委会"],
    ["370202001200", "220", "东村委会"],
]


def places(draft, *columns):
    return draft.tables["places"].select(columns or ("code", "kind", "parent")).rows()


def test_a_list_of_twelve_digits_becomes_places_with_levels_and_parents(read):
    draft = read({"Sheet1": QINGDAO}, region=False)
    assert places(draft, "code", "name", "kind", "community_type", "parent") == [
        ("370000000000", "山东省", "province", None, None),
        ("370200000000", "青岛市", "city", None, "370000000000"),
        ("370202000000", "市南区", "district", None, "370200000000"),
        ("370202001000", "和平街道", "subdistrict", None, "370202000000"),
        ("370202001001", "一社区居委会", "community", None, "370202001000"),
        ("370202001200", "东村委会", "community", None, "370202001000"),
    ]
    assert problems_told(draft.problems) == [
        (None, None, "Sheet1", "sheet_by_headers", "warning"),
        (None, None, "1", "pseudo_level", "warning"),
    ]
    assert (draft.counts["places"].read, draft.counts["places"].skipped) == (6, 1)


def test_a_city_without_districts_is_the_parent_of_its_towns(read):
    dongguan = [
        HEADERS,
        ["440000000000", None, "广东省"],
        ["441900000000", None, "东莞市"],
        ["441900003000", None, "东城街道"],
        ["441900003001", "111", "岗贝社区居委会"],
    ]
    assert places(read({"代码": dongguan}, region=False)) == [
        ("440000000000", "province", None),
        ("441900000000", "city", "440000000000"),
        ("441900003000", "subdistrict", "441900000000"),
        ("441900003001", "community", "441900003000"),
    ]


def test_a_municipality_has_its_districts_right_below_it(read):
    beijing = [
        HEADERS,
        ["110000000000", None, "北京市"],
        ["110100000000", None, "市辖区"],
        ["110101000000", None, "东城区"],
    ]
    assert places(read({"Sheet1": beijing}, region=False)) == [
        ("110000000000", "province", None),
        ("110101000000", "district", "110000000000"),
    ]


def test_codes_of_two_to_nine_digits_hang_together_too(read):
    short = [
        ["code", "name"],
        ["37", "山东省"],
        ["3702", "青岛市"],
        ["370202", "市南区"],
        ["370202001", "和平街道"],
        ["370202001001", "一社区"],
    ]
    assert places(read({"地点": short}, region=False)) == [
        ("37", "province", None),
        ("3702", "city", "37"),
        ("370202", "district", "3702"),
        ("370202001", "subdistrict", "370202"),
        ("370202001001", "community", "370202001"),
    ]


def test_codes_of_six_digits_with_zeros_and_a_missing_level(read):
    six = [["行政区划代码", "单位名称"], ["370000", "山东省"], ["370202", "市南区"], ["419001", "济源市"]]
    assert places(read({"Sheet1": six}, region=False)) == [
        ("370000", "province", None),
        ("370202", "district", "370000"),
        ("419001", "district", None),
    ]


def test_a_parent_of_an_earlier_batch_is_found(read, ledger):
    known = fold([ledger.add(read({"Sheet1": QINGDAO[:5]}, region=False))])
    later = read({"Sheet1": [HEADERS, ["370202001000", None, "和平街道"]]}, region=False, known=known)
    assert places(later) == [("370202001000", "subdistrict", "370202000000")]


def test_a_parent_that_the_list_gives_itself_stands(read):
    own = [
        [*HEADERS, "上级代码"],
        ["370202000000", None, "市南区", None],
        ["370202001000", None, "街道甲", "370202000000"],
    ]
    own += [["370202002001", None, "一社区", "370202001000"]]
    assert [row[2] for row in places(read({"Sheet1": own}, region=False))] == [None, "370202000000", "370202001000"]


def test_a_sheet_that_says_its_kinds_or_holds_other_codes_is_no_such_list(read):
    own = [["地点编码", "地点名称", "地点类别"], ["370202001001", "一网格", "网格"]]
    assert places(read({"地点台账": own}, region=False)) == [("370202001001", "grid", None)]
    others = [["编码", "名称"], ["S1", "东街道"], ["S2", "西街道"]]
    assert "missing_header" in read({"地点": others}, region=False).problems.get_column("code").to_list()


def test_a_code_given_out_again_under_another_name_is_an_update_and_told(read, ledger):
    known = fold([ledger.add(read({"Sheet1": QINGDAO}, region=False))])
    later = [HEADERS, ["370202001000", None, "和平街道办事处"], ["370202001001", "111", "幸福社区居委会"]]
    draft = read({"Sheet1": later}, region=False, known=known)
    told = draft.problems.filter(pl.col("code") == "renamed")
    assert told.select("row", "column", "value", "severity", "hint").rows() == [
        (3, "名称", "幸福社区居委会", "warning", "一社区居委会")
    ]
    assert draft.counts["places"].accepted == 2


def test_one_name_in_two_districts_is_never_taken_for_one_place(read):
    twice = [
        HEADERS,
        ["370202000000", None, "市南区"],
        ["370203000000", None, "市北区"],
        ["370202001000", None, "和平街道"],
        ["370203001000", None, "和平街道"],
    ]
    organisations = [
        ["组织编码", "组织名称", "组织类别", "领域", "所在地点"],
        ["O1", "甲", "工委", "机关", "和平街道办事处"],
    ]
    draft = read({"Sheet1": twice, "党组织台账": organisations}, region=False)
    assert draft.tables["organisations"].get_column("place").to_list() == [None]
    told = draft.problems.filter(pl.col("code") == "ambiguous_name")
    assert told.get_column("hint").to_list() == ["370202001000 和平街道、370203001000 和平街道"]


def test_codes_that_came_as_numbers_with_a_fraction_are_codes(read):
    numbers = [HEADERS, ["370202000000.0", None, "市南区"], ["370202001000.0", None, "和平街道"]]
    assert places(read({"Sheet1": numbers}, region=False)) == [
        ("370202000000", "district", None),
        ("370202001000", "subdistrict", "370202000000"),
    ]
