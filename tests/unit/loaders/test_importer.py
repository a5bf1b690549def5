"""Whether a load changes the ledger as it says, once, or not at all."""

from __future__ import annotations

import datetime as dt
import json
import stat

import pytest

from graph_model.errors import BadValue, LedgerRefused, SaltLost
from loaders.importer import load
from tests.unit.loaders.hand_ins import ORGANISATIONS, PLACES, problems_told, write_book

MEMBERS = [["党员编号", "组织编码"], ["1", "O1"]]
REGION = {"地点台账": PLACES, "党组织台账": ORGANISATIONS}


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_sound_hand_in_becomes_the_first_batch(book, ledger):
    report = load([book(REGION)], ledger=ledger, as_of=dt.date(2018, 6, 30))
    assert (report.batch, report.exit_code, report.unchanged) == ("b0001", 0, False)
    assert report.as_json() == {
        "batch": "b0001",
        "tables": {
            "places": {"read": 2, "accepted": 2, "rejected": 0, "warned": 0, "skipped": 0},
            "organisations": {"read": 2, "accepted": 2, "rejected": 0, "warned": 0, "skipped": 0},
        },
        "problems": [],
    }
    assert ledger.dataset().as_of == "2018-06-30"
    assert ledger.batch("b0001").manifest["options"] == {
        "as_of": "2018-06-30",
        "replace": False,
        "coordinates": "wgs84",
    }


def test_problems_are_told_as_json(book, ledger):
    rows = [*PLACES, ["C2", "二社区", "社区", "S9"]]
    report = load([book({"地点台账": rows})], ledger=ledger)
    assert json.loads(json.dumps(report.as_json()))["problems"] == [
        {
            "file": "ledger.xlsx", "sheet": "地点台账", "row": 4, "column": "上级编码", "value": "S9",
            "code": "unknown_reference", "severity": "warning",
        }
    ]  # fmt: skip
    assert report.exit_code == 0


def test_a_rejected_row_or_a_refused_sheet_makes_three(book, ledger):
    assert load([book({"地点台账": [*PLACES, ["C2", None, "社区"]]})], ledger=ledger).exit_code == 3
    refused = load([book({**REGION, "驻区单位台账": [["单位编码", "单位类别"], ["1", "学校"]]})], ledger=ledger)
    assert (refused.exit_code, refused.batch) == (3, "b0002")


def test_a_hand_in_of_refused_sheets_alone_makes_no_batch(book, ledger):
    report = load([book({"驻区单位台账": [["单位编码", "单位类别"], ["1", "学校"]]})], ledger=ledger)
    assert (report.exit_code, report.batch, ledger.batches()) == (3, None, [])


def test_a_dry_run_tells_the_same_and_changes_nothing(book, ledger):
    path = book({**REGION, "党员台账": [*MEMBERS, [None, "O1"]]})
    dry = load([path], ledger=ledger, dry_run=True)
    assert not ledger.data_folder.exists()
    wet = load([path], ledger=ledger)
    assert (dry.batch, wet.batch) == (None, "b0001")
    assert (dry.exit_code, dry.tables) == (wet.exit_code, wet.tables)
    assert problems_told(dry.problems) == problems_told(wet.problems)
    before = contents(ledger.data_folder)
    load([book({"地点台账": [*PLACES, ["C3", "三社区", "社区"]]}, name="more.xlsx")], ledger=ledger, dry_run=True)
    assert contents(ledger.data_folder) == before


def test_the_same_hand_in_again_makes_no_new_batch(book, ledger):
    path = book({"地点台账": [*PLACES, ["C2", None, "社区"]]})
    first = load([path], ledger=ledger)
    again = load([path], ledger=ledger)
    assert (again.batch, again.unchanged, again.exit_code) == (first.batch, True, 0)
    assert again.tables == first.tables
    assert len(ledger.batches()) == 1
    other = load([path], ledger=ledger, as_of=dt.date(2018, 6, 30))
    assert (other.batch, other.unchanged) == ("b0002", False)


def test_a_hand_in_that_was_undone_comes_in_anew(book, ledger):
    path = book(REGION)
    load([path], ledger=ledger)
    with ledger.lock():
        ledger.undo()
    assert load([path], ledger=ledger).batch == "b0002"


def test_keys_of_earlier_batches_are_known_and_updated(book, ledger):
    load([book(REGION)], ledger=ledger)
    rows = [
        ["组织编码", "组织名称", "组织类别", "领域", "上级组织"],
        ["O2", "新名", "党委", "社区", "O1"],
        ["O3", "丙", "党支部", "社区", "O2"],
    ]
    report = load([book({"党组织台账": rows}, name="b.xlsx")], ledger=ledger)
    assert problems_told(report.problems) == []
    assert ledger.dataset().tables["organisations"].select("code", "name").rows() == [
        ("O1", "街道工委"),
        ("O2", "新名"),
        ("O3", "丙"),
    ]


def test_replacing_forgets_the_earlier_keys_of_the_tables_it_carries(book, ledger):
    load([book(REGION)], ledger=ledger)
    rows = [
        ["组织编码", "组织名称", "组织类别", "领域", "上级组织", "所在地点"],
        ["O3", "丙", "党支部", "社区", "O1", "C1"],
    ]
    report = load([book({"党组织台账": rows}, name="b.xlsx")], ledger=ledger, replace=True)
    assert problems_told(report.problems) == [(2, "上级组织", "O1", "unknown_reference", "warning")]
    assert ledger.dataset().tables["organisations"].get_column("code").to_list() == ["O3"]
    assert ledger.dataset().tables["places"].height == 2


def test_a_sheet_without_rows_replaces_nothing(book, ledger):
    load([book(REGION)], ledger=ledger)
    load([book({"地点台账": [*PLACES, ["C3", "三社区", "社区"]], "党组织台账": ORGANISATIONS[:1]}, name="b.xlsx")],
         ledger=ledger, replace=True)  # fmt: skip
    assert ledger.dataset().tables["organisations"].height == 2


def test_a_cycle_through_an_earlier_batch_is_broken(book, ledger):
    load([book(REGION)], ledger=ledger)
    rows = [ORGANISATIONS[0], ["O1", "街道工委", "工委", "机关", "O2", "S"]]
    report = load([book({"党组织台账": rows}, name="b.xlsx")], ledger=ledger)
    assert problems_told(report.problems) == [(2, "上级组织", "O2", "cycle", "warning")]
    assert ledger.dataset().tables["organisations"].select("code", "superior").rows() == [("O1", None), ("O2", "O1")]


def test_a_code_that_lost_the_zeros_an_earlier_batch_has_is_damaged(book, ledger):
    head = ["单位编码", "单位名称", "单位类别"]
    load([book({"驻区单位台账": [head, ["007", "甲", "学校"]]})], ledger=ledger)
    report = load([book({"驻区单位台账": [head, [7, "甲", "学校"]]}, name="b.xlsx")], ledger=ledger)
    assert problems_told(report.problems) == [(2, "单位编码", "7", "damaged_code", "error")]


def test_a_refused_hand_in_changes_nothing(book, ledger, tmp_path):
    load([book(REGION)], ledger=ledger)
    before = contents(ledger.data_folder)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"rubbish")
    more = book({"驻区单位台账": [["单位编码", "单位名称", "单位类别"], ["U1", "甲", "学校"]]}, name="b.xlsx")
    with pytest.raises(LedgerRefused, match="unreadable_file"):
        load([more, broken], ledger=ledger)
    assert contents(ledger.data_folder) == before


def test_a_missing_file_makes_no_data_folder(ledger, tmp_path):
    with pytest.raises(LedgerRefused, match="file_missing"):
        load([tmp_path / "none.xlsx"], ledger=ledger)
    assert not ledger.data_folder.exists()


def test_coordinates_nobody_can_read_are_refused_not_ignored(book, ledger):
    with pytest.raises(BadValue, match="unknown_coordinates"):
        load([book(REGION)], ledger=ledger, coordinates="utm50n")


def test_the_salt_is_readable_by_its_owner_alone_and_kept(book, ledger):
    load([book({**REGION, "党员台账": MEMBERS})], ledger=ledger)
    salt = ledger.data_folder / "salt"
    assert stat.S_IMODE(salt.stat().st_mode) == 0o600
    first = salt.read_bytes()
    load([book({**REGION, "党员台账": [*MEMBERS, ["2", "O1"]]}, name="b.xlsx")], ledger=ledger)
    assert salt.read_bytes() == first
    assert ledger.dataset().tables["members"].height == 2


def test_without_members_no_salt_is_made(book, ledger):
    load([book(REGION)], ledger=ledger)
    assert not (ledger.data_folder / "salt").exists()


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_lost_or_other_salt_is_refused_before_anything_is_read(book, ledger, tmp_path, dry_run):
    load([book({**REGION, "党员台账": MEMBERS})], ledger=ledger)
    salt = ledger.data_folder / "salt"
    salt.write_bytes(b"another salt of thirty-two bytes")
    unread = tmp_path / "not even there.xlsx"
    with pytest.raises(SaltLost, match="salt_other"):
        load([unread], ledger=ledger, dry_run=dry_run)
    salt.unlink()
    with pytest.raises(SaltLost, match="salt_missing"):
        load([unread], ledger=ledger, dry_run=dry_run)


def test_several_files_are_one_batch_and_progress_is_told(tmp_path, ledger):
    one = write_book(tmp_path / "a.xlsx", {"地点台账": PLACES})
    other = write_book(tmp_path / "b.xlsx", {"党组织台账": ORGANISATIONS})
    told = []
    report = load([one, other], ledger=ledger, progress=lambda what, done, of: told.append((what, done, of)))
    assert report.batch == "b0001"
    assert [source.file for source in ledger.batch("b0001").sources] == ["a.xlsx", "b.xlsx"]
    opened, rows = told[:2], told[2:]
    assert opened == [("files", 0, 2), ("files", 1, 2)]
    assert rows == [("rows", 0, 6), ("rows", 3, 6), ("rows", 6, 6)]  # headers are read too
