"""Does ``kill -9`` at any time of a real process leave the old state or the new one, on both stores?

The times are drawn over the measured duration of the run, with a fixed seed; on a server also at every transaction.
"""

from __future__ import annotations

import random
import shutil
from contextlib import contextmanager

import pytest

from dashboard.service import Service
from graph_model.ledger import Ledger
from graph_model.settings import Settings
from graph_model.stores.neo4j_connection import Connection
from tests.safety.children import child, killed, measured
from tests.safety.conftest import as_told, debris, whole_report


@pytest.mark.parametrize("command", ["load", "undo", "repair", "restore"])
def test_on_the_embedded_store(scene, tmp_path, command):
    start = scene.copy(tmp_path / "start")
    loading = ["load", scene.second, "--replace", "--as-of", "2018-06-30"]
    if command != "load":
        measured(child("--data", start, *loading))
    if command == "restore":
        measured(child("--data", scene.data, "backup", tmp_path / "b.tar"))
    given = {
        "load": loading,
        "undo": ["undo"],
        "repair": ["doctor", "--repair"],
        "restore": ["restore", tmp_path / "b.tar", "--replace"],
    }[command]
    allowed = [scene.after] if command == "repair" else [scene.before, scene.after]
    whole = measured(child("--data", shutil.copytree(start, tmp_path / "whole"), *given))
    chance = random.Random(f"2018 {command}")
    kills = 4 if command == "load" else 2
    for n in range(kills):
        data = shutil.copytree(start, tmp_path / f"{n}")
        killed(child("--data", data, *given), after=whole * (n + chance.random()) / kills)
        from graph_model.restoring import settle_restore

        settle_restore(data)
        assert whole_report(data) in allowed
        with Ledger(data).lock():
            pass
        with Service(Settings(data=data)) as service:
            service.publish()
        assert debris(data) == []
        shutil.rmtree(data)


@pytest.fixture
def server(neo4j_server):
    neo4j_server.clear()
    return {
        "store": neo4j_server.address,
        "store_user": neo4j_server.user,
        "store_password": neo4j_server.password,
    }


def report_on(server, data):
    return whole_report(data, **server)


def same_findings(report, wanted):
    return report["findings"] == wanted["findings"] and report["dataset"] == wanted["dataset"]


def test_on_a_server_at_any_time(scene, tmp_path, server):
    env = {f"GONGJIAN_{name.upper()}": value for name, value in server.items()}
    loading = ["load", scene.second, "--replace", "--as-of", "2018-06-30"]
    start = scene.copy(tmp_path / "start")
    with Service(Settings(data=start, **server)) as service:
        service.publish()
    whole = measured(child("--data", shutil.copytree(start, tmp_path / "whole"), *loading, env=env))
    chance = random.Random(2018)
    for n in range(3):
        data = shutil.copytree(start, tmp_path / f"{n}")
        with Service(Settings(data=data, **server)) as service:
            service.publish()
        killed(child("--data", data, *loading, env=env), after=whole * (n + chance.random()) / 3)
        loaded = len(Ledger(data).active()) == 2
        assert same_findings(report_on(server, data), scene.after if loaded else scene.before), n


class PowerCut(BaseException):
    """Ends a publisher without a word."""


@contextmanager
def cut(monkeypatch, *, at):
    """Writing breaks off in the transaction of that number, before it is committed."""
    whole, count = Connection.writing, 0

    @contextmanager
    def writing(self):
        nonlocal count
        with whole(self) as transaction:
            yield transaction
            if count == at:
                raise PowerCut
            count += 1

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "writing", writing)
        yield lambda: count


def test_on_a_server_at_every_transaction(scene, tmp_path, server, monkeypatch):
    before, after = tmp_path / "data", scene.copy(tmp_path / "after")
    measured(child("--data", after, "load", scene.second, "--replace", "--as-of", "2018-06-30"))
    shutil.copytree(scene.data, before)
    with Service(Settings(data=before, **server)) as service:
        service.publish()
    store = before / "store"
    shutil.rmtree(before / "ledger")
    shutil.copytree(after / "ledger", before / "ledger")  # the load is in the ledger, and not yet on the server
    met = []
    for at in range(60):
        with Service(Settings(data=before, **server)) as service, cut(monkeypatch, at=at):
            try:
                service.publish()
                break
            except PowerCut:
                pass
        with Service(Settings(data=before, **server)) as service:
            brought = service.ready()
            met.append(brought.mended)
            report = as_told(service.investigation().report())
            assert same_findings(report, scene.after), at
            with Ledger(before).lock():
                Ledger(before).undo()
            service.publish()
            with Ledger(before).lock():
                Ledger(before).redo()
    else:
        pytest.fail("a publish of so small a change takes no sixty transactions")
    assert len(met) > 5
    assert set(met) == {"store_behind", "publish_unfinished"}
    assert store.exists()


def test_restored_on_a_server_the_report_is_the_same(scene, tmp_path, server):
    env = {f"GONGJIAN_{name.upper()}": value for name, value in server.items()}
    data = scene.copy(tmp_path / "data")
    with Service(Settings(data=data, **server)) as service:
        service.publish()
        wanted = report_on(server, data)
    for arguments in (
        ["backup", tmp_path / "b.tar"],
        ["load", scene.second, "--replace", "--as-of", "2018-06-30"],
        ["restore", tmp_path / "b.tar", "--replace"],
    ):
        measured(child("--data", data, *arguments, env=env))
    assert report_on(server, data) == wanted
