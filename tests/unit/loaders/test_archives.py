"""Whether an archive is read like the folder it was packed from, and none can do harm."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import polars as pl
import pytest

from graph_model.errors import LedgerRefused
from loaders.importer import load, read_hand_in
from tests.unit.loaders.hand_ins import PLACES, SALT, write_book

CSV = "地点编码,地点名称,地点类别\n1,甲,社区\n2,,社区\n"


class OldName(zipfile.ZipInfo):
    """A member whose name is written as Windows does: in the system's encoding, without the UTF-8 flag."""

    encoding = "gbk"

    def _encodeFilenameFlags(self):
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


class UnsaidName(OldName):
    """A member whose name is UTF-8 and does not say so, as a Mac writes it."""

    encoding = "utf-8"


def packed(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def refusal(path):
    with pytest.raises(LedgerRefused) as told:
        read_hand_in([path], salt=SALT)
    return told.value.code


def test_folders_within_are_read_and_what_a_system_left_is_not(tmp_path):
    frame = io.BytesIO()
    pl.DataFrame({"单位编码": ["U1"], "单位名称": ["小学"], "单位类别": ["学校"]}).write_parquet(frame)
    book = write_book(tmp_path / "b.xlsx", {"地点台账": [PLACES[0], ["9", "玖", "社区", None]]})
    path = packed(tmp_path / "东街道.zip", [
        ("台账/", b""), ("台账/地点台账.csv", CSV), ("台账/单位/驻区单位台账.parquet", frame.getvalue()),
        ("台账/b.xlsx", book.read_bytes()), ("__MACOSX/台账/._地点台账.csv", b"\0\0"), ("台账/.DS_Store", b"\0"),
        ("台账/Thumbs.db", b"\0"), ("台账/~$b.xlsx", b"\0"), ("台账/合影.jpg", b"\0"),
    ])  # fmt: skip
    draft = read_hand_in([path], salt=SALT)
    assert draft.tables["places"].get_column("code").to_list() == ["9", "1"]
    assert draft.tables["units"].get_column("code").to_list() == ["U1"]
    assert draft.problems.select("file", "row", "code").rows() == [
        ("东街道.zip/台账/地点台账.csv", 3, "missing_value"),
        ("东街道.zip/台账/合影.jpg", None, "unknown_sheet"),
    ]
    assert [source.file for source in draft.sources] == [
        "东街道.zip/台账/b.xlsx", "东街道.zip/台账/单位/驻区单位台账.parquet", "东街道.zip/台账/地点台账.csv",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [zipfile.ZipInfo, OldName, UnsaidName])
def test_chinese_names_are_read_whoever_packed_them(tmp_path, kind):
    path = packed(tmp_path / "a.zip", [(kind("镇街/地点台账.csv"), CSV)])
    assert [source.file for source in read_hand_in([path], salt=SALT).sources] == ["a.zip/镇街/地点台账.csv"]


def test_an_archive_in_a_folder_is_opened_too_and_all_is_one_batch(tmp_path, ledger):
    folder = tmp_path / "交来"
    folder.mkdir()
    packed(folder / "a.zip", [("地点台账.csv", CSV)])
    (folder / "地点台账.csv").write_text("地点编码,地点名称,地点类别\n3,丙,社区\n", "utf-8")
    report = load([folder], ledger=ledger)
    assert sorted(ledger.dataset().tables["places"].get_column("code").to_list()) == ["1", "3"]
    assert (len(ledger.batches()), report.exit_code) == (1, 3)
    assert load([folder], ledger=ledger).unchanged


def test_one_file_that_cannot_be_read_leaves_everything_as_it_was(tmp_path, ledger):
    path = packed(tmp_path / "a.zip", [("地点台账.csv", CSV), ("驻区单位台账.xlsx", b"PK\x03\x04 no workbook")])
    with pytest.raises(LedgerRefused, match="unreadable_file"):
        load([path], ledger=ledger)
    assert ledger.batches() == []


@pytest.mark.parametrize(
    "name", ["../地点台账.csv", "/etc/地点台账.csv", "a/../../地点台账.csv", "C:\\台账\\地点台账.csv"]
)
def test_names_that_lead_out_are_refused_and_nothing_is_written(tmp_path, name):
    folder = tmp_path / "in"
    folder.mkdir()
    assert refusal(packed(folder / "a.zip", [(name, CSV)])) == "unsafe_archive"
    assert [one.name for one in tmp_path.rglob("*")] == ["in", "a.zip"]


def test_one_name_twice_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = packed(tmp_path / "a.zip", [("地点台账.csv", CSV), ("地点台账.csv", CSV)])
    assert refusal(path) == "unsafe_archive"


def test_bombs_nested_and_locked_archives_are_refused(tmp_path):
    assert refusal(packed(tmp_path / "a.zip", [("地点台账.csv", b"0" * (101 << 20))])) == "archive_too_large"
    assert refusal(packed(tmp_path / "b.zip", [(f"{n}.csv", b"") for n in range(10_001)])) == "archive_too_large"
    assert refusal(packed(tmp_path / "c.zip", [("d.zip", b"PK")])) == "nested_archive"
    locked = bytearray(packed(tmp_path / "e.zip", [("地点台账.csv", CSV)]).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    (tmp_path / "e.zip").write_bytes(locked)
    assert refusal(tmp_path / "e.zip") == "locked_file"
    (tmp_path / "f.zip").write_bytes(b"PK\x03\x04")
    assert refusal(tmp_path / "f.zip") == "unreadable_file"


def test_a_workbook_that_is_a_bomb_is_refused_before_it_is_opened(tmp_path):
    path = packed(tmp_path / "a.xlsx", [("xl/worksheets/sheet1.xml", b"0" * (101 << 20))])
    assert refusal(path) == "archive_too_large"


def test_members_never_touch_the_disk(tmp_path, monkeypatch):
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    monkeypatch.setattr(tempfile, "mkdtemp", None)
    monkeypatch.setattr(zipfile.ZipFile, "extract", None)
    monkeypatch.setattr(zipfile.ZipFile, "extractall", None)
    book = write_book(tmp_path / "b.xlsx", {"地点台账": PLACES})
    path = packed(tmp_path / "a.zip", [("地点台账.csv", CSV), ("b.xlsx", book.read_bytes())])
    assert read_hand_in([path], salt=SALT).counts["places"].read == 4
    assert list(Path(aside).iterdir()) == []
