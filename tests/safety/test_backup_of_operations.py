"""Does a backup bring back what people kept beside the data, also what others write while it is made?"""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from dashboard.operations.database import FILE, open_operations
from dashboard.operations.saved import save, saved_things
from graph_model.backup import write_backup
from graph_model.restoring import restore_backup
from graph_model.settings import Settings


@pytest.fixture
def data(scene, tmp_path):
    """A data folder of its own: what is kept there is no part of the scene."""
    return shutil.copytree(scene.data, tmp_path / "data")


def names(folder):
    return [one.name for one in saved_things(open_operations(Settings(data=folder)), "deck", owner="王")]


def test_what_was_kept_comes_back(data, tmp_path):
    save(open_operations(Settings(data=data)), "deck", "三季度", {"a": 1}, owner="王")
    write_backup(data, tmp_path / "b.tar")
    restore_backup(tmp_path / "b.tar", tmp_path / "new")
    assert names(tmp_path / "new") == ["三季度"]


def test_a_backup_while_somebody_writes_holds_the_state_before(data, tmp_path):
    save(open_operations(Settings(data=data)), "deck", "三季度", {"a": 1}, owner="王")
    held = sqlite3.connect(data / FILE, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    held.execute("UPDATE saved SET name = '半截'")
    write_backup(data, tmp_path / "b.tar")
    held.execute("ROLLBACK")
    held.close()
    restore_backup(tmp_path / "b.tar", tmp_path / "new")
    assert names(tmp_path / "new") == ["三季度"]
    assert [entry.name for entry in (tmp_path / "new").glob("*.sqlite*")] == [FILE]


def test_somebody_who_serves_sees_what_was_restored(data, tmp_path):
    serving = open_operations(Settings(data=data))
    save(serving, "deck", "三季度", {"a": 1}, owner="王")
    write_backup(data, tmp_path / "b.tar")
    save(serving, "deck", "四季度", {"a": 2}, owner="王")
    restore_backup(tmp_path / "b.tar", data, replace=True)
    assert [one.name for one in saved_things(serving, "deck", owner="王")] == ["三季度"]
