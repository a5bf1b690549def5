"""Whether sheets and headers are known in the spellings people use, and never two ways at once."""

from __future__ import annotations

import pytest

from graph_model.schema import SHEETS, TABLES
from loaders.header_names import header_key, match_header, near_headers
from loaders.importer import read_hand_in
from loaders.spellings import spellings
from tests.unit.loaders.hand_ins import SALT, problems_told, write_book


@pytest.mark.parametrize("table", SHEETS, ids=lambda table: table.name)
def test_every_column_is_known_by_five_more_names_and_no_name_means_two_columns(table):
    told = spellings()["headers"][table.name]
    names = {column.name for column in table.columns}
    assert set(told) - {"birth"} == names
    seen = {}
    for name, aliases in told.items():
        own = (table.column(name).zh, name) if name in names else ("birth",)
        keys = {header_key(header) for header in own}
        assert len({header_key(alias) for alias in aliases} - keys) >= 5, name
        for header in (*own, *aliases):
            assert seen.setdefault(header_key(header), name) == name
    assert not {header_key(name) for name in spellings()["ignored"]["headers"]} & set(seen)


def test_no_sheet_name_means_two_tables():
    seen = {}
    for table in SHEETS:
        for name in (table.zh, table.name, *spellings()["sheets"][table.name]):
            assert seen.setdefault(header_key(name), table.name) == table.name
    assert not {header_key(name) for name in spellings()["ignored"]["sheets"]} & set(seen)


@pytest.mark.parametrize("table", SHEETS, ids=lambda table: table.name)
def test_every_alias_names_its_column_also_with_marks_and_breaks_around_it(table):
    for name, aliases in spellings()["headers"][table.name].items():
        for alias in aliases:
            for written in (alias, f" {alias[:1]}\n{alias[1:]}*", f"{alias}(必填)"):
                found = match_header(table, written, {})
                assert found is not None, (written, name)
                assert found.name == name, (written, name)


@pytest.mark.parametrize("table", SHEETS, ids=lambda table: table.name)
def test_every_sheet_is_known_by_its_chinese_and_english_headers(tmp_path, table):
    for name, headers in (
        (table.zh, [column.zh for column in table.columns]),
        (table.name, [column.name for column in table.columns]),
    ):
        path = write_book(tmp_path / "a.xlsx", {name: [headers]})
        draft = read_hand_in([path], salt=SALT)
        assert problems_told(draft.problems) == []
        assert list(draft.counts) == [table.name]


@pytest.mark.parametrize(
    "header",
    ["工作经费(万元)", "工作经费\uff08万元\uff09", "工作经费\n(单位:万元)", " 工作经费 (万元) *", "年工作经费(万元)"],
)
def test_a_unit_in_the_header_multiplies_bare_numbers(tmp_path, header):
    rows = [
        ["地点编码*", "地点名称!", "地点类别(必填)", header],
        ["1", "甲", "社区", 7],
        ["2", "乙", "社区", "70000元"],
    ]
    draft = read_hand_in([write_book(tmp_path / "a.xlsx", {"地点台账": rows})], salt=SALT)
    assert problems_told(draft.problems) == []
    assert draft.tables["places"].get_column("work_funds").to_list() == [70_000, 70_000]


def test_an_unknown_remark_in_brackets_is_no_known_header(tmp_path):
    rows = [["地点编码", "地点名称", "地点类别", "户数(去年)"], ["1", "甲", "社区", 7]]
    draft = read_hand_in([write_book(tmp_path / "a.xlsx", {"地点台账": rows})], salt=SALT)
    assert problems_told(draft.problems) == [(1, "户数(去年)", "户数(去年)", "unknown_header", "warning")]


@pytest.mark.parametrize(
    "name", ["1 地点台账", "1.地点台账", "地点台账2018", "地点台账(2)", "地点台账_20180630", "PLACES"]
)
def test_numbers_and_dates_around_a_sheets_name_do_not_hide_it(tmp_path, name):
    rows = [["地点编码", "地点名称", "地点类别"], ["1", "甲", "社区"]]
    draft = read_hand_in([write_book(tmp_path / "a.xlsx", {name: rows})], salt=SALT)
    assert draft.counts["places"].accepted == 1


def test_a_single_sheet_may_be_named_by_its_file(tmp_path):
    rows = [["地点编码", "地点名称", "地点类别"], ["1", "甲", "社区"]]
    draft = read_hand_in([write_book(tmp_path / "地点台账.xlsx", {"Sheet1": rows})], salt=SALT)
    assert draft.counts["places"].accepted == 1


def test_a_column_given_twice_is_read_once_and_told(tmp_path):
    rows = [["地点编码", "地点名称", "地点类别", "名称"], ["1", "甲", "社区", "乙"]]
    draft = read_hand_in([write_book(tmp_path / "a.xlsx", {"地点台账": rows})], salt=SALT)
    assert problems_told(draft.problems) == [(1, "名称", "名称", "unknown_header", "warning")]
    assert draft.tables["places"].get_column("name").to_list() == ["甲"]


def test_cells_without_a_header_are_told_by_their_letter(tmp_path):
    rows = [["地点编码", "地点名称", "地点类别"], ["1", "甲", "社区", None, "多出来的"]]
    draft = read_hand_in([write_book(tmp_path / "a.xlsx", {"地点台账": rows})], salt=SALT)
    assert problems_told(draft.problems) == [(1, "E", None, "unknown_header", "warning")]


@pytest.mark.parametrize(
    ("table", "header", "column"),
    [("organisations", "其中：女党员", "women"), ("organisations", "其中、女党员（人）", "women"),
     ("organisations", "其中：女", "women"), ("organisations", "正式-党员", "full_members"),
     ("units", "组织关系不在本单位党员", "members_elsewhere"),
     ("units", "组织关系、不在本单位党员数", "members_elsewhere"),
     ("places", "户数/去年", None), ("places", "其中", None)],
)  # fmt: skip
def test_signs_within_a_header_do_not_matter(table, header, column):
    found = match_header(TABLES[table], header, {})
    assert (None if found is None else found.name) == column


@pytest.mark.parametrize(
    ("table", "header", "near"),
    [("places", "网格长满意度", []), ("places", "居民户数总量", ["户数"]), ("places", "常住人囗", ["常住人口"]),
     ("organisations", "党员满意度", []), ("places", "备用列", [])],
)  # fmt: skip
def test_only_headers_that_a_person_would_find_alike_are_told(table, header, near):
    assert near_headers(header, TABLES[table])[: len(near) or None] == near
