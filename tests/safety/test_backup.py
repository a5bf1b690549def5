"""Does a backup bring everything back, and is one that was altered, cut short or forged refused by name?"""

from __future__ import annotations

import io
import random
import tarfile

import pytest

from graph_model import backup as backups
from graph_model.backup import write_backup
from graph_model.backup_contents import verify_backup
from graph_model.errors import BackupDamaged
from tests.ledgers import write_ledger
from tests.safety.conftest import whole_report


@pytest.fixture
def kept(scene, tmp_path):
    write_backup(scene.data, tmp_path / "b.tar")
    return tmp_path / "b.tar"


def test_restored_into_an_empty_folder_the_whole_report_is_the_same(gongjian, scene, kept, tmp_path):
    ran = gongjian(tmp_path / "new", "restore", kept)
    assert (ran.code, ran.out) == (0, "")
    assert whole_report(tmp_path / "new") == scene.before
    again = gongjian(tmp_path / "new", "restore", kept)
    assert again.code == 2
    assert "is not empty" in again.err


def test_the_salt_comes_back_so_that_no_member_is_doubled(gongjian, tmp_path):
    rows = {
        "places": [{"code": "P", "name": "社区", "kind": "community"}],
        "organisations": [{"code": "O1", "name": "甲", "level": "branch", "domain": "community", "place": "P"}],
    }
    folder = write_ledger(rows, tmp_path / "hand-in")
    (folder / "members.csv").write_text("党员编号,组织编码\nX-1,O1\nX-2,O1\n", "utf-8")
    data = tmp_path / "data"
    assert gongjian(data, "load", folder).code == 0
    assert gongjian(data, "backup", tmp_path / "b.tar").code == 0
    (data / "salt").unlink()
    lost = gongjian(data, "load", folder, "--replace")
    assert lost.code == 2
    assert "doubled" in lost.err
    assert gongjian(data, "restore", tmp_path / "b.tar", "--replace").code == 0
    assert (data / "salt").stat().st_mode & 0o777 == 0o600
    (folder / "members.csv").write_text("党员编号,组织编码\nX-1,O1\nX-2,O1\nX-3,O1\n", "utf-8")
    assert gongjian(data, "load", folder).code == 0
    counted = gongjian(data, "cypher", "MATCH (m:Member) RETURN count(m) AS n", "--format", "csv")
    assert "6" not in counted.out


def test_any_byte_that_is_not_as_it_was_written_is_refused_and_named(kept, tmp_path):
    content = kept.read_bytes()
    chance = random.Random(2018)
    places = [0, 100, 600, len(content) - 1, len(content) - 80, len(content) - 300]
    for place in [*places, *(chance.randrange(len(content)) for _ in range(60))]:
        altered = bytearray(content)
        altered[place] ^= 1 << chance.randrange(8)
        path = tmp_path / "altered.tar"
        path.write_bytes(altered)
        with pytest.raises(BackupDamaged) as refused:
            verify_backup(path)
        assert refused.value.code in ("backup_altered", "not_a_backup", "backup_truncated"), place
        assert refused.value.code == "not_a_backup" or refused.value.values["member"], place


def test_the_member_a_byte_belongs_to_is_named(kept, tmp_path):
    with tarfile.open(kept) as tar:
        members = [one for one in tar if one.name.endswith("seats.parquet")]
    content = bytearray(kept.read_bytes())
    content[members[0].offset_data + 20] ^= 255
    (tmp_path / "altered.tar").write_bytes(content)
    with pytest.raises(BackupDamaged) as refused:
        verify_backup(tmp_path / "altered.tar")
    assert refused.value.values["member"] == "ledger/batches/b0001/tables/seats.parquet"


def test_one_that_is_cut_short_is_refused_and_the_folder_is_untouched(gongjian, scene, kept, tmp_path):
    content, data = kept.read_bytes(), scene.copy(tmp_path / "data")
    before = sorted((str(path), path.stat().st_mtime_ns) for path in data.rglob("*"))
    for size in (0, 10, 5000, len(content) // 2, len(content) - 2000, len(content) - 1):
        (tmp_path / "short.tar").write_bytes(content[:size])
        ran = gongjian(data, "restore", tmp_path / "short.tar", "--replace")
        assert ran.code == 1, size
        assert "nothing was changed" in ran.err
    assert sorted((str(path), path.stat().st_mtime_ns) for path in data.rglob("*")) == before


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/outside", "ledger/../../outside", "store/current.json", ".hidden"]
)
def test_a_forged_backup_writes_nothing_outside_the_folder(tmp_path, monkeypatch, name):
    monkeypatch.setattr(backups, "_small_files", lambda *_: {name: b"x"})
    monkeypatch.setattr(backups, "_kept_batches", lambda *_: [])
    monkeypatch.setattr(backups.Ledger, "state_bytes", lambda _: b'{"order": ["b0001"], "undone": [], "left_out": {}}')
    with pytest.raises(BackupDamaged, match="backup_unsafe"):
        write_backup(tmp_path / "data", tmp_path / "forged.tar")


def test_a_link_in_an_archive_is_no_member(kept, tmp_path):
    forged = tmp_path / "forged.tar"
    with tarfile.open(kept) as old, tarfile.open(forged, "w") as new:
        for told in old:
            content = old.extractfile(told)
            if told.name == "ledger/ledger.json":
                told.type, told.linkname, told.size, content = tarfile.SYMTYPE, "/etc/passwd", 0, io.BytesIO()
            new.addfile(told, content)
    with pytest.raises(BackupDamaged):
        verify_backup(forged)


def test_a_backup_does_not_go_into_the_folder_it_is_of(gongjian, scene, tmp_path):
    data = scene.copy(tmp_path / "data")
    ran = gongjian(data, "backup", data / "b.tar")
    assert ran.code == 2
    assert not (data / "b.tar").exists()


def test_made_while_a_load_holds_the_ledger_it_is_the_state_before(gongjian, scene, tmp_path):
    from graph_model.ledger import Ledger

    data = scene.copy(tmp_path / "data")
    with Ledger(data).lock():
        assert gongjian(data, "backup", tmp_path / "kept.tar").code == 0
    assert verify_backup(tmp_path / "kept.tar").batches == ("b0001",)


@pytest.mark.parametrize("replace", [["--replace"], []])
def test_somebody_elses_files_are_named_and_nothing_is_touched(gongjian, scene, kept, tmp_path, replace):
    data = scene.copy(tmp_path / "data")
    (data / "我的文件.txt").write_text("x", "utf-8")
    (data / "ledger" / "备注").mkdir()
    (data / "ledger" / "备注" / "一.txt").write_text("x", "utf-8")
    before = sorted((str(path), path.stat().st_mtime_ns) for path in data.rglob("*"))
    for lang, words in (("en", "2 files"), ("zh", "2 个文件")):
        ran = gongjian(data, "restore", kept, *replace, lang=lang)
        assert ran.code == 2
        assert all(word in ran.err for word in (words, "我的文件.txt", "ledger/备注/一.txt"))
    assert sorted((str(path), path.stat().st_mtime_ns) for path in data.rglob("*")) == before


def test_a_folder_of_source_ledgers_is_no_data_folder(gongjian, scene, kept):
    names = sorted(path.name for path in scene.first.iterdir())
    ran = gongjian(scene.first, "restore", kept, "--replace")
    assert ran.code == 2
    assert names[0] in ran.err
    assert sorted(path.name for path in scene.first.iterdir()) == names


def test_what_the_backup_itself_brings_back_is_no_hindrance(gongjian, scene, tmp_path):
    data = scene.copy(tmp_path / "data")
    (data / "说明.txt").write_text("x", "utf-8")
    assert gongjian(data, "backup", tmp_path / "b.tar").code == 0
    assert gongjian(data, "restore", tmp_path / "b.tar", "--replace").code == 0
    assert (data / "说明.txt").read_text("utf-8") == "x"
    (data / "说明.txt").write_text("改", "utf-8")
    assert gongjian(data, "restore", tmp_path / "b.tar", "--replace").code == 2
    assert (data / "说明.txt").read_text("utf-8") == "改"


def test_every_file_of_a_data_folder_is_known_as_one(tmp_path):
    from dashboard.cli.ending import LOG
    from dashboard.operations.database import FILE
    from graph_model.ledger.salt import salt_path
    from graph_model.restoring import OWN
    from loaders import taught

    assert {LOG, FILE, salt_path(tmp_path).name, taught.taught_path(tmp_path).name} <= OWN
