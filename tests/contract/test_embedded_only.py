"""Does the embedded store notice every way a sealed build can be spoilt, and is it safe between processes?"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from graph_model.errors import Busy, CannotWrite, NoData, StoreDamaged, StoreOutdated
from graph_model.ledger.files import folder_lock
from graph_model.stores import embedded
from graph_model.stores.builds import Builds
from graph_model.stores.embedded import EmbeddedStore
from graph_model.stores.engine import STORAGE_VERSION
from tests.region import REGION, dataset_from_rows, region_dataset

SMALL = {"places": REGION["places"][:1]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with the region published, and nobody reading it."""
    with opened(tmp_path) as store:
        store.publish(region_dataset())
    return tmp_path


def opened(folder: Path) -> EmbeddedStore:
    return EmbeddedStore(folder, buffer_pool_mb=64, seconds=20.0, max_rows=10_000)


def builds(folder: Path) -> list[str]:
    return sorted(entry.name for entry in (folder / "store/builds").iterdir())


def graph_file(folder: Path) -> Path:
    (path,) = (folder / "store/builds").glob("*/graph.lbug")
    return path


def empty(folder: Path) -> None:
    graph_file(folder).write_bytes(b"")


def truncate(folder: Path) -> None:
    whole = graph_file(folder).read_bytes()
    graph_file(folder).write_bytes(whole[: len(whole) // 2])


def alter(folder: Path) -> None:
    """One bit, in the middle, the size kept."""
    whole = bytearray(graph_file(folder).read_bytes())
    whole[len(whole) // 2] ^= 1
    graph_file(folder).write_bytes(whole)


def lengthen(folder: Path) -> None:
    graph_file(folder).write_bytes(graph_file(folder).read_bytes() + b"\0" * 4096)


def leave_a_log(folder: Path) -> None:
    graph_file(folder).with_name("graph.lbug.wal").write_bytes(b"anything")


def lose_the_graph(folder: Path) -> None:
    graph_file(folder).unlink()


def lose_the_build(folder: Path) -> None:
    graph_file(folder).parent.rename(folder / "store/elsewhere")


def lose_the_seal(folder: Path) -> None:
    (graph_file(folder).parent / "seal.json").unlink()


def spoil_the_seal(folder: Path) -> None:
    (graph_file(folder).parent / "seal.json").write_text("{", "utf-8")


def lose_the_pointer(folder: Path) -> None:
    (folder / "store/current.json").unlink()


def spoil_the_pointer(folder: Path) -> None:
    (folder / "store/current.json").write_text("", "utf-8")


def point_outside(folder: Path) -> None:
    (folder / "store/current.json").write_text('{"build": "../../etc"}', "utf-8")


def point_nowhere(folder: Path) -> None:
    (folder / "store/current.json").write_text('{"build": "abc-99"}', "utf-8")


SPOILT = [
    (empty, "build_empty"),
    (truncate, "build_truncated"),
    (alter, "build_altered"),
    (lengthen, "build_altered"),
    (leave_a_log, "build_altered"),
    (lose_the_graph, "build_missing"),
    (lose_the_build, "build_missing"),
    (lose_the_seal, "seal_unreadable"),
    (spoil_the_seal, "seal_unreadable"),
    (lose_the_pointer, "pointer_missing"),
    (spoil_the_pointer, "pointer_unreadable"),
    (point_outside, "pointer_unreadable"),
    (point_nowhere, "build_missing"),
]


@pytest.mark.parametrize(("spoil", "code"), SPOILT, ids=[spoil.__name__ for spoil, _ in SPOILT])
def test_a_spoilt_store_is_refused_and_the_next_publish_mends_it(folder, spoil, code):
    spoil(folder)
    with opened(folder) as store:
        for ask in (store.published, lambda: store.query("places_tree"), lambda: store.table("Place")):
            with pytest.raises(StoreDamaged) as told:
                ask()
            assert told.value.code == code
        assert store.publish(region_dataset()).changed is True
        assert len(store.query("places_tree").rows) == 12
    assert len([name for name in builds(folder) if "-" in name]) == 1


@pytest.mark.parametrize(("field", "code"), [("schema_version", "schema_version"), ("storage", "storage_version")])
def test_a_build_of_another_version_is_outdated_and_the_next_publish_replaces_it(folder, field, code):
    seal = graph_file(folder).parent / "seal.json"
    told = json.loads(seal.read_text("utf-8"))
    seal.write_text(json.dumps({**told, field: told[field] + 1}), "utf-8")
    with opened(folder) as store:
        with pytest.raises(StoreOutdated) as fault:
            store.published()
        assert (fault.value.code, fault.value.values["found"]) == (code, told[field] + 1)
        assert store.publish(region_dataset()).written > 0
        assert store.published().version == region_dataset().version


def test_a_missing_pointer_is_mended_from_a_sound_build_without_building(folder):
    built = builds(folder)
    lose_the_pointer(folder)
    with opened(folder) as store:
        report = store.publish(region_dataset())
        assert (report.written, report.changed) == (0, True)
    assert builds(folder) == built


def test_repointing_takes_the_newest_sound_build_or_says_that_there_is_none(folder):
    lose_the_pointer(folder)
    with opened(folder) as store:
        assert [store.repoint()] == store.sound_builds() == builds(folder)
        assert store.published() is not None
    truncate(folder)
    with opened(folder) as store:
        assert store.repoint() is None


def test_a_build_is_never_written_again_once_sealed(folder):
    before = (graph_file(folder).read_bytes(), graph_file(folder).stat().st_mtime_ns)
    with opened(folder) as store:
        store.query("places_tree")
        store.table("Organisation")
        store.publish(region_dataset())
    assert (graph_file(folder).read_bytes(), graph_file(folder).stat().st_mtime_ns) == before
    assert sorted(entry.name for entry in graph_file(folder).parent.iterdir()) == [
        "graph.lbug",
        "held.lock",
        "seal.json",
    ]


def test_an_old_build_stays_while_it_is_read_and_goes_when_it_is_let_go(folder):
    (old,) = builds(folder)
    with opened(folder) as reader:
        assert len(reader.query("places_tree").rows) == 12
        with opened(folder) as writer:
            writer.publish(dataset_from_rows(SMALL, id="b2"))
        assert old in builds(folder)
        assert len(reader.query("places_tree").rows) == 1
        assert old not in builds(folder)
        assert len(builds(folder)) == 1


def test_what_a_publish_that_died_left_behind_is_cleared_by_the_next(folder):
    left = folder / "store/builds/building-died"
    left.mkdir()
    (left / "graph.lbug").write_bytes(b"half")
    with opened(folder) as store:
        assert len(store.query("places_tree").rows) == 12
        store.publish(dataset_from_rows(SMALL, id="b2"))
    assert not left.exists()


def test_a_publish_that_fails_leaves_what_was_published(folder, monkeypatch):
    def fails(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(embedded, "build_graph", fails)
    before = builds(folder)
    with opened(folder) as store:
        with pytest.raises(CannotWrite, match="disk_full"):
            store.publish(dataset_from_rows(SMALL, id="b2"))
        assert len(store.query("places_tree").rows) == 12
    assert builds(folder) == before


def test_two_publishers_at_once_wait_for_each_other_or_say_busy(folder, monkeypatch):
    monkeypatch.setattr(embedded, "PUBLISH_WAIT_SECONDS", 0.2)
    with folder_lock(folder / "store", name="publish.lock"):
        in_time: list[BaseException] = []

        def publish() -> None:
            try:
                with opened(folder) as store:
                    store.publish(dataset_from_rows(SMALL, id="b2"))
            except Busy as fault:
                in_time.append(fault)

        thread = threading.Thread(target=publish)
        thread.start()
        thread.join()
    assert [fault.code for fault in in_time] == ["busy"]


@pytest.mark.parametrize("name", ["有 空格", "a[1]*?", "it's", 'say "x"', "back\\slash"])
def test_any_data_folder_will_do(tmp_path, name):
    with opened(tmp_path / name) as store:
        store.publish(dataset_from_rows(SMALL))
        assert len(store.query("places_tree").rows) == 1


def test_nothing_is_written_before_the_first_publish(tmp_path):
    with opened(tmp_path / "none") as store:
        assert store.published() is None
        with pytest.raises(NoData):
            store.query("places_tree")
    assert not (tmp_path / "none").exists()


def test_another_process_keeps_reading_while_this_one_publishes(folder):
    """It sees 12 places or 1, whole either way, and ends on the newest."""
    reading = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from graph_model.stores.embedded import EmbeddedStore
        counts = []
        with EmbeddedStore(Path(sys.argv[1]), buffer_pool_mb=64, seconds=20.0, max_rows=10_000) as store:
            print("ready", store.table("Place").height, flush=True)
            end = time.monotonic() + 30
            while time.monotonic() < end and not Path(sys.argv[1], "done").exists():
                counts.append(store.table("Place").height)
            counts.append(store.table("Place").height)
        print(sorted(set(counts)), counts[-1])
    """)
    process = subprocess.Popen(
        [sys.executable, "-c", reading, str(folder)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    try:
        assert process.stdout.readline() == "ready 12\n"
        with opened(folder) as store:
            for turn in range(2):
                store.publish(dataset_from_rows(SMALL, id=f"small{turn}"))
                store.publish(region_dataset())
            store.publish(dataset_from_rows(SMALL, id="last"))
        time.sleep(0.1)
        (folder / "done").touch()
        told, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert told == "[1, 12] 1\n"
    assert len(builds(folder)) == 1


def test_a_store_opened_after_a_fork_answers(folder):
    """The engine's threads do not survive a fork, so a child opens its own; `spawn` is what our workers use."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        assert pool.apply(_count_places, (str(folder),)) == 12


def _count_places(folder: str) -> int:
    with opened(Path(folder)) as store:
        return store.table("Place").height


def test_a_reader_that_clears_up_never_takes_the_build_that_was_just_pointed_to(folder, monkeypatch):
    """A publish comes between the moment the builds are judged and the moment one is removed."""
    judge = Builds._may_count

    def judged_too_early(self, name):
        told = judge(self, name)
        if not told:
            monkeypatch.setattr(Builds, "_may_count", judge)
            Builds(folder, storage=self.storage).pointer_file.write_text(json.dumps({"build": name}), "utf-8")
        return told

    (current,) = builds(folder)
    other = current[:-1] + "2"
    shutil.copytree(folder / "store/builds" / current, folder / "store/builds" / other)
    monkeypatch.setattr(Builds, "_may_count", judged_too_early)
    assert Builds(folder, storage=STORAGE_VERSION).remove_unheld() == []
    with opened(folder) as store:
        assert len(store.query("places_tree").rows) == 12
    assert other in builds(folder)
