"""Whether a full disk is told as one whatever the engine says of it, and its own words stand last and quoted."""

from __future__ import annotations

import shutil
from pathlib import Path

import ladybug
import pytest

from dashboard.i18n import Wording
from graph_model.errors import CannotWrite, QueryFailed, StoreDamaged
from graph_model.stores import building
from graph_model.stores.building import LEAST_ROOM, ROOM_OF_A_FULL_DISK, build_graph
from graph_model.stores.engine import opened, translated
from tests.region import REGION, dataset_from_rows

SMALL = {"places": REGION["places"][:1]}
FULL = (
    "IO exception: Cannot write to file. path: /data/a b/graph.lbug.wal fileDescriptor: 8 offsetToWrite: 0 "
    "numBytesToWrite: 1184 numBytesWritten: -1. Error: No space left on device"
)
SHORT = "IO exception: Cannot read from file: graph.lbug fileDescriptor: 7 numBytesRead: 0 numBytesToRead: 4096"
"""What the engine said, measured, of a disk of 40 KB: what it could not write it could not read again."""


def fails(text):
    def failing(*_, **__):
        raise RuntimeError(text)

    return failing


def free(monkeypatch, room):
    usage = shutil.disk_usage("/")._replace(free=room)
    monkeypatch.setattr(building.shutil, "disk_usage", lambda _: usage)


@pytest.mark.parametrize(
    ("text", "path"),
    [(FULL, "/data/a b/graph.lbug.wal"), ("Copy exception: File too large", None), ("x (os error 28)", None)],
)
def test_a_full_disk_met_by_a_query_is_told_as_one(text, path):
    with pytest.raises(CannotWrite) as told, translated(1.0):
        fails(text)()
    assert (told.value.code, told.value.values) == ("disk_full", {"path": path})


def test_a_full_disk_met_on_opening_is_told_as_one_and_anything_else_is_not(monkeypatch):
    for text, error, code in ((FULL, CannotWrite, "disk_full"), (SHORT, StoreDamaged, "build_unopenable")):
        monkeypatch.setattr(ladybug, "Database", fails(text))
        with pytest.raises(error) as told:
            opened(Path("graph.lbug"), buffer_pool_mb=64, read_only=False)
        assert told.value.code == code


@pytest.mark.parametrize(
    ("room", "error", "code"),
    [
        (ROOM_OF_A_FULL_DISK - 1, CannotWrite, "disk_full"),
        (ROOM_OF_A_FULL_DISK, QueryFailed, "build_failed"),
    ],
)
def test_an_engine_that_fails_without_room_fails_for_that_whatever_it_says(tmp_path, monkeypatch, room, error, code):
    free(monkeypatch, room)
    monkeypatch.setattr(building, "run", fails(SHORT))
    with pytest.raises(error) as told:
        build_graph(tmp_path, dataset_from_rows(SMALL), progress=None)
    assert told.value.code == code


def test_a_build_is_not_begun_where_its_first_page_has_no_room(tmp_path, monkeypatch):
    free(monkeypatch, LEAST_ROOM - 1)
    monkeypatch.setattr(building, "opened", lambda *_, **__: pytest.fail("the engine was begun"))
    with pytest.raises(CannotWrite, match="disk_full"):
        build_graph(tmp_path, dataset_from_rows(SMALL), progress=None)


@pytest.mark.parametrize(
    ("error", "begins"),
    [
        (QueryFailed("build_failed", detail=SHORT), "图库没有建成，批次没有改动；请"),
        (QueryFailed("query_failed", reason="Binder exception", detail="Table X"), "图库没能执行这条语句；请检查"),
        (StoreDamaged("build_unopenable", path="a", detail=SHORT), "图库文件 a 打不开；运行 gongjian report"),
    ],
)
def test_what_happened_and_what_to_do_stand_before_the_engines_own_words(error, begins):
    told = Wording("zh").error(error)
    assert told.startswith(begins)
    own = told.partition("引擎原话：")[2]
    assert own.startswith("“")
    assert own.endswith("”")
    assert error.values["detail"] in own
