"""Uploads wait in memory, are read from there, and leave nothing behind."""

from __future__ import annotations

import base64
import tempfile

import pytest

from dashboard.handing_in import MOST_WAITING, HandIns
from graph_model.errors import BadValue, UnknownName


@pytest.fixture(autouse=True)
def own_tmp(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def sent(content: bytes) -> str:
    return "data:text/csv;base64," + base64.b64encode(content).decode()


def test_files_are_handed_on_without_a_byte_of_them_on_disk(own_tmp):
    waiting = HandIns()
    token = waiting.put([sent(b"a"), sent(b"b")], ["two.csv", "C:\\x\\one.csv"])
    assert [(file.name, file.content) for file in waiting.files(token)] == [("one.csv", b"b"), ("two.csv", b"a")]
    assert list(own_tmp.iterdir()) == []
    assert waiting.names(token) == ("two.csv", "one.csv")


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
