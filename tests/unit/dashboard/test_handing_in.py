"""Uploads wait in memory, lie on disk only while they are read, and leave nothing behind."""

from __future__ import annotations

import base64
import os
import tempfile
import time
from pathlib import Path

import pytest

from dashboard.handing_in import LEFT_BEHIND, MOST_WAITING, PREFIX, HandIns
from graph_model.errors import BadValue, UnknownName


@pytest.fixture(autouse=True)
def own_tmp(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def sent(content: bytes) -> str:
    return "data:text/csv;base64," + base64.b64encode(content).decode()


def test_files_lie_on_disk_only_while_they_are_read_and_only_for_this_user(own_tmp):
    waiting = HandIns()
    token = waiting.put([sent(b"a"), sent(b"b")], ["two.csv", "C:\\x\\one.csv"])
    assert list(own_tmp.iterdir()) == []
    with waiting.files(token) as files:
        assert [(path.name, path.read_bytes()) for path in files] == [("one.csv", b"b"), ("two.csv", b"a")]
        assert files[0].parent.stat().st_mode & 0o077 == 0
    assert list(own_tmp.iterdir()) == []
    assert waiting.names(token) == ("two.csv", "one.csv")


def test_a_failed_reading_leaves_nothing_either(own_tmp):
    waiting = HandIns()
    token = waiting.put([sent(b"a")], ["a.csv"])
    with pytest.raises(RuntimeError), waiting.files(token):
        raise RuntimeError
    assert list(own_tmp.iterdir()) == []


def test_what_is_let_go_is_gone():
    waiting = HandIns()
    token = waiting.put([sent(b"a")], ["a.csv"])
    waiting.let_go(token)
    waiting.let_go(token)
    waiting.let_go(None)
    with pytest.raises(UnknownName):
        waiting.names(token)


def test_the_oldest_gives_way():
    waiting = HandIns()
    tokens = [waiting.put([sent(b"a")], ["a.csv"]) for _ in range(MOST_WAITING + 1)]
    with pytest.raises(UnknownName):
        waiting.names(tokens[0])
    assert waiting.names(tokens[1]) == ("a.csv",)


@pytest.mark.parametrize(
    ("content", "name"), [("data:;base64,???", "a.csv"), (sent(b"a"), ""), (sent(b"a"), ".hidden"), (sent(b"a"), "..")]
)
def test_what_did_not_arrive_whole_is_refused(content, name, own_tmp):
    with pytest.raises(BadValue) as refused:
        HandIns().put([content], [name])
    assert refused.value.code == "upload_unreadable"
    assert list(own_tmp.iterdir()) == []


def test_what_a_killed_process_left_is_cleared_and_what_another_reads_just_now_is_not(own_tmp):
    old, new = own_tmp / f"{PREFIX}old", own_tmp / f"{PREFIX}new"
    for folder in (old, new):
        folder.mkdir()
        Path(folder, "a.csv").write_text("x")
    past = time.time() - LEFT_BEHIND - 60
    os.utime(old, (past, past))
    HandIns()
    assert sorted(own_tmp.iterdir()) == [new]
