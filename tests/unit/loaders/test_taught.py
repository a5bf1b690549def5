"""Whether headers that are taught are understood, kept, forgotten again, and never open a way to a person's data."""

from __future__ import annotations

import json

import pytest

from graph_model.errors import BadValue, LedgerRefused, UnknownName
from loaders.importer import load
from loaders.taught import Taught, read_taught, taught_header, taught_path, write_taught
from tests.unit.loaders.hand_ins import ORGANISATIONS, PLACES, problems_told, write_book

ROWS = [["地点编码", "地点名称", "地点类别", "人家"], ["1", "甲", "社区", 320]]


@pytest.fixture
def path(tmp_path):
    return write_book(tmp_path / "a.xlsx", {"地点台账": ROWS})


def households(ledger):
    return ledger.dataset().tables["places"].get_column("households").to_list()


def test_a_taught_header_is_read_and_kept_for_later_loads(tmp_path, ledger, path):
    report = load([path], ledger=ledger, maps=["人家=户数"])
    assert (problems_told(report.problems), households(ledger)) == ([], [320])
    more = write_book(tmp_path / "b.xlsx", {"地点台账": [ROWS[0], ["2", "乙", "社区", 7]]})
    assert problems_told(load([more], ledger=ledger).problems) == []
    assert sorted(households(ledger)) == [7, 320]
    assert json.loads(taught_path(ledger.data_folder).read_text("utf-8"))["headers"] == [
        {"header": "人家", "column": "户数", "table": None}
    ]


def test_the_same_files_under_another_map_are_another_hand_in(ledger, path):
    first = load([path], ledger=ledger)
    assert problems_told(first.problems) == [(1, "人家", "人家", "unknown_header", "warning")]
    second = load([path], ledger=ledger, maps=["人家=households"])
    assert (second.unchanged, len(ledger.batches())) == (False, 2)
    assert load([path], ledger=ledger, maps=["人家=households"]).unchanged
    assert load([path], ledger=ledger).unchanged


@pytest.mark.parametrize(
    "written", ["人家=户数", "人家 ＝ 户数", "地点台账:人家=户数", "places：人家=households", "人 家=户数"]
)
def test_a_map_may_be_written_in_full_width_and_name_its_sheet(ledger, path, written):
    load([path], ledger=ledger, maps=[written])
    assert households(ledger) == [320]


def test_a_unit_in_brackets_stays_a_unit_behind_a_taught_header(tmp_path, ledger):
    rows = [["地点编码", "地点名称", "地点类别", "钱(万元)"], ["1", "甲", "社区", 7]]
    load([write_book(tmp_path / "a.xlsx", {"地点台账": rows})], ledger=ledger, maps=["钱=工作经费"])
    assert ledger.dataset().tables["places"].get_column("work_funds").to_list() == [70_000]


def test_what_is_taught_for_one_sheet_means_nothing_in_another(tmp_path, ledger):
    organisations = [[*ORGANISATIONS[0], "何时"], [*ORGANISATIONS[1], "2017-01-05"]]
    units = [["单位编码", "单位名称", "单位类别", "何时"], ["U1", "小学", "学校", "2016-01-05"]]
    book = write_book(tmp_path / "a.xlsx", {"地点台账": PLACES, "党组织台账": organisations, "驻区单位台账": units})
    report = load([book], ledger=ledger, dry_run=True, maps=["党组织台账:何时=成立日期"])
    assert report.problems.select("sheet", "code").rows() == [("驻区单位台账", "unknown_header")]
    assert problems_told(load([book], ledger=ledger, dry_run=True, maps=["何时=成立日期"]).problems) == []


def test_a_taught_header_stands_over_an_alias_and_makes_a_sheet_whole(tmp_path, ledger):
    rows = [["门牌", "叫法", "地点类别", "名称"], ["1", "甲", "社区", "乙"]]
    book = write_book(tmp_path / "a.xlsx", {"地点台账": rows})
    report = load([book], ledger=ledger, dry_run=True, maps=["门牌=地点编码", "名称=地点名称", "叫法=上级编码"])
    assert report.tables["places"].accepted == 1
    assert report.draft.tables["places"].item(0, "name") == "乙"


def test_a_dry_run_and_a_refused_load_keep_nothing(tmp_path, ledger, path):
    load([path], ledger=ledger, dry_run=True, maps=["人家=户数"])
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(LedgerRefused):
        load([tmp_path / "x.csv"], ledger=ledger, maps=["人家=户数"])
    assert read_taught(ledger.data_folder) == Taught()


def test_a_header_taught_anew_changes_its_meaning_and_can_be_forgotten(ledger):
    taught = Taught().with_more([taught_header("人家=户数"), taught_header("places:别名=地点名称")])
    taught = taught.with_more([taught_header("人家=常住人口")])
    write_taught(ledger.data_folder, taught)
    assert [(one.header, one.column, one.table) for one in read_taught(ledger.data_folder).headers] == [
        ("人家", "常住人口", None),
        ("别名", "地点名称", "places"),
    ]
    assert [one.header for one in taught.without("人家").headers] == ["别名"]
    assert [one.header for one in taught.without("地点台账:别名").headers] == ["人家"]
    with pytest.raises(UnknownName) as told:
        taught.without("人加")
    assert told.value.values["nearest"] == ["人家"]


@pytest.mark.parametrize(
    ("written", "kind", "code"),
    [
        ("人家", BadValue, "map_form"), ("=户数", BadValue, "map_form"), ("人家=", BadValue, "map_form"),
        ("人家=户术", UnknownName, "unknown_name"), ("党组织台账:人家=户数", UnknownName, "unknown_name"),
        ("人家=姓名", UnknownName, "unknown_name"), ("人家=身份证号", UnknownName, "unknown_name"),
        ("身份证号=组织编码", BadValue, "map_person"), ("联系电话=户数", BadValue, "map_person"),
        ("党员姓名=党员编号", BadValue, "map_person"), ("13800138000=户数", BadValue, "map_person"),
        ("地点名称=地点类别", BadValue, "map_known"),
    ],
)  # fmt: skip
def test_what_cannot_be_taught_is_refused_before_anything_is_read(ledger, path, written, kind, code):
    with pytest.raises(kind) as told:
        load([path], ledger=ledger, maps=[written])
    assert told.value.code == code
    assert "13800138000" not in str(told.value)
    assert not ledger.data_folder.exists()


def test_the_nearest_columns_are_named():
    with pytest.raises(UnknownName) as told:
        taught_header("人家=户术")
    assert told.value.values["nearest"][0] == "户数"


def test_a_damaged_file_is_told_not_taken_for_nothing(ledger):
    write_taught(ledger.data_folder, Taught())
    taught_path(ledger.data_folder).write_text("{", "utf-8")
    with pytest.raises(BadValue, match="taught_unreadable"):
        read_taught(ledger.data_folder)


@pytest.mark.parametrize("held", ["户数", "居民户数"])
def test_a_header_cannot_be_taught_for_a_column_that_the_sheet_has_already(tmp_path, ledger, held):
    rows = [["地点编码", "地点名称", "地点类别", "人家", held], ["1", "甲", "社区", 320, 300]]
    path = write_book(tmp_path / "a.xlsx", {"地点台账": rows})
    with pytest.raises(BadValue) as refused:
        load([path], ledger=ledger, maps=["人家=户数"])
    assert (refused.value.code, refused.value.values) == (
        "map_taken", {"header": "人家", "sheet": "地点台账", "column": "户数"},
    )  # fmt: skip
    assert (ledger.batches(), taught_path(ledger.data_folder).exists()) == ([], False)
    assert load([path], ledger=ledger).exit_code == 0
    assert households(ledger) == [300]
