"""What of a full disk, a folder that cannot be written, two who load at once, and readers during a publish?"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading

import pytest

from dashboard.service import Service
from graph_model.ledger import Ledger
from graph_model.settings import Settings
from tests.safety.conftest import as_told, load, whole_report

PROGRAM = [sys.executable, "-m", "dashboard.cli.main", "--lang", "en"]
NO_TRACE = "Traceback"


def mounted(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a mount namespace of its own; where that is not possible CI fails and others skip."""
    alone = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    trial = subprocess.run(
        [*alone, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, text=True, check=False
    )
    if trial.returncode != 0:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(f"no mounts, and CI must not pass without them: {trial.stderr}")
        pytest.skip(f"no mounts: {trial.stderr}")
    return subprocess.run([*alone, "bash", "-c", script], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("room", [40, 260])
def test_a_full_disk_leaves_the_old_state_and_no_debris_and_the_next_load_works(gongjian, scene, tmp_path, room):
    at, left = tmp_path / "disk", tmp_path / "left"
    at.mkdir()
    program = " ".join([*PROGRAM, "--data", f"{at}/data"])
    used = sum(path.stat().st_size // 4096 * 4 + 8 for path in scene.data.rglob("*"))
    ran = mounted(f"""
        mount -t tmpfs -o size={used + room}k none {at} && cp -r {scene.data} {at}/data || exit 99
        {program} load {scene.second} --replace --as-of 2018-06-30 >/dev/null 2>{tmp_path}/said
        echo $? >{tmp_path}/code
        find {at}/data -name '.*.part' -o -name '.incoming-*' -o -name 'building-*' >{tmp_path}/debris
        cp -a {at}/data {left} || exit 98
    """)
    assert ran.returncode == 0, ran.stderr
    code, said = (tmp_path / "code").read_text().strip(), (tmp_path / "said").read_text()
    assert code in ("0", "1"), said
    assert NO_TRACE not in said
    assert code == "0" or "The disk is full" in said, said
    assert (tmp_path / "debris").read_text() == ""
    # where there is room again
    assert json.loads(gongjian(left, "report", "--format", "json").out) in (scene.before, scene.after)
    assert gongjian(left, "load", scene.second, "--replace", "--as-of", "2018-06-30").code == 0
    assert json.loads(gongjian(left, "report", "--format", "json").out) == scene.after
    if room == 40:
        assert code == "1"


def test_a_read_only_folder_is_read_and_a_load_says_that_it_cannot_write(scene, tmp_path):
    data = scene.copy(tmp_path / "data")
    gongjian = " ".join([*PROGRAM, "--data", str(data)])
    ran = mounted(f"""
        mount --bind {data} {data} && mount -o remount,ro,bind {data} || exit 99
        export HOME=/nowhere XDG_CACHE_HOME=/nowhere NUMBA_CACHE_DIR=
        {gongjian} report --format json >{tmp_path}/report.json || exit 98
        {gongjian} query places_tree --format csv >/dev/null || exit 97
        {gongjian} batches >/dev/null || exit 96
        {gongjian} load {scene.second} >/dev/null 2>{tmp_path}/said; echo $? >{tmp_path}/code
    """)
    assert ran.returncode == 0, ran.stderr
    assert json.loads((tmp_path / "report.json").read_text()) == scene.before
    assert (tmp_path / "code").read_text().strip() == "1"
    said = (tmp_path / "said").read_text()
    assert "read-only" in said
    assert NO_TRACE not in said


@pytest.mark.parametrize(
    "command",
    ["undo", "backup {at}/b.tar", "export csv {at}/out", "export xlsx {at}/out.xlsx", "problems --out {at}/p.xlsx"],
)
def test_whatever_else_writes_says_that_the_disk_is_full_and_changes_nothing(gongjian, scene, tmp_path, command):
    at = tmp_path / "disk"
    at.mkdir()
    program = " ".join([*PROGRAM, "--data", f"{at}/data"])
    used = sum(path.stat().st_size // 4096 * 4 + 8 for path in scene.data.rglob("*"))
    ran = mounted(f"""
        mount -t tmpfs -o size={used + 200}k none {at} && cp -r {scene.data} {at}/data || exit 99
        head -c 100m /dev/zero >{at}/filled 2>/dev/null
        {program} {command.format(at=at)} >/dev/null 2>{tmp_path}/said
        echo $? >{tmp_path}/code
        ls {at} >{tmp_path}/left
        cp -a {at}/data {tmp_path}/after || exit 98
    """)
    assert ran.returncode == 0, ran.stderr
    said = (tmp_path / "said").read_text()
    assert NO_TRACE not in said
    assert (tmp_path / "code").read_text().strip() == "1", said
    assert "The disk is full" in said
    ran = gongjian(tmp_path / "after", "report", "--format", "json")
    assert (ran.code, json.loads(ran.out)) == (0, scene.before)
    assert {"b.tar", "out.xlsx", "p.xlsx"}.isdisjoint((tmp_path / "left").read_text().split())


def test_a_read_only_folder_is_served(scene, tmp_path):
    data = scene.copy(tmp_path / "data")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = f"http://127.0.0.1:{port}/api/v1/findings"
    (tmp_path / "ask.py").write_text(f"from urllib.request import urlopen\nprint(urlopen('{asked}').status)\n")
    gongjian = " ".join([*PROGRAM, "--data", str(data)])
    ran = mounted(f"""
        mount --bind {data} {data} && mount -o remount,ro,bind {data} || exit 99
        export HOME=/nowhere XDG_CACHE_HOME=/nowhere NUMBA_CACHE_DIR=
        {gongjian} serve --port {port} >/dev/null 2>{tmp_path}/said &
        for try in $(seq 120); do
            {sys.executable} {tmp_path}/ask.py >{tmp_path}/status 2>/dev/null && break
            sleep 0.5
        done
        kill $!; wait $!
    """)
    said = (tmp_path / "said").read_text()
    assert (tmp_path / "status").read_text().strip() == "200", said + ran.stderr
    assert NO_TRACE not in said


def test_two_loads_at_once_come_in_one_after_the_other(scene, tmp_path):
    data = scene.copy(tmp_path / "data")
    given = [*PROGRAM, "--data", str(data), "load"]
    first = subprocess.Popen([*given, str(scene.second)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    second = subprocess.Popen(
        [*given, str(scene.second), "--replace"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    told = [running.communicate(timeout=120)[1] for running in (first, second)]
    assert NO_TRACE not in "".join(told)
    assert {running.returncode for running in (first, second)} <= {0, 3}, told
    assert [batch.id for batch in Ledger(data).batches()] == ["b0001", "b0002", "b0003"]
    with Service(Settings(data=data)) as service:
        held = service.store.published()
        assert held is not None
        assert held.batches == ("b0001", "b0002", "b0003"), "the slower one must not leave the older state"


def test_who_waits_in_vain_is_told_who_holds_it_for_what_and_how_long_it_waited(gongjian, scene, tmp_path, monkeypatch):
    data = scene.copy(tmp_path / "data")
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with Ledger(data).lock(what="repair"):
            held.set()
            over.wait(60)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    whole = Ledger.lock
    monkeypatch.setattr(Ledger, "lock", lambda self, **given: whole(self, **{**given, "seconds": 0.3}))
    try:
        ran = gongjian(data, "undo")
    finally:
        over.set()
        holder.join()
    assert ran.code == 1
    assert f"taken by a repair (process {os.getpid()}" in ran.err
    assert "waited 0.3 seconds" in ran.err


def test_readers_during_publishes_never_meet_a_mix_or_an_error(scene, tmp_path):
    from starlette.testclient import TestClient

    from dashboard.server import create_app

    data, both = scene.copy(tmp_path / "data"), scene.copy(tmp_path / "both")
    load(both, scene.second, replace=True)
    sides = {}
    for side, folder in (("before", data), ("after", both)):
        with Service(Settings(data=folder)) as service:
            client = TestClient(create_app(service), base_url="http://127.0.0.1:8050")
            sides[side] = client.get("/api/v1/findings").json()["findings"]
    seen, faults, over = [], [], threading.Event()
    with Service(Settings(data=data)) as service:
        app = create_app(service)

        def read() -> None:
            client = TestClient(app, base_url="http://127.0.0.1:8050", raise_server_exceptions=False)
            while not over.is_set():
                answer = client.get("/api/v1/findings")
                told = answer.json().get("findings")
                if answer.status_code != 200 or told not in sides.values():
                    faults.append((answer.status_code, answer.text[:300]))
                seen.append(told == sides["after"])

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        other = [*PROGRAM, "--data", str(data)]
        subprocess.run(
            [*other, "load", str(scene.second), "--replace", "--as-of", "2018-06-30"], check=True, capture_output=True
        )
        subprocess.run([*other, "undo"], check=True, capture_output=True)
        subprocess.run([*other, "redo"], check=True, capture_output=True)
        over.set()
        for reader in readers:
            reader.join()
    assert faults == []
    assert {False, True} <= set(seen)


def test_an_investigation_keeps_to_its_dataset_while_another_is_published(scene, tmp_path):
    data = scene.copy(tmp_path / "data")
    with Service(Settings(data=data)) as service:
        old = service.investigation()
        load(data, scene.second, replace=True)
        assert as_told(old.report()) == scene.before
        assert as_told(service.investigation().report()) == scene.after
        del old
    assert whole_report(data) == scene.after
    assert len(list((data / "store" / "builds").iterdir())) == 1
    shutil.rmtree(data)


def test_progress_is_drawn_on_a_terminal_and_never_on_stdout(scene, tmp_path):
    import pty

    data = scene.copy(tmp_path / "data")
    shutil.rmtree(data / "store")
    master, slave = pty.openpty()
    running = subprocess.Popen(
        [*PROGRAM, "--data", str(data), "report", "bridges", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=slave,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(slave)
    drawn = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        drawn += piece
    out, _ = running.communicate(timeout=60)
    os.close(master)
    assert json.loads(out)["findings"]
    assert b"\x1b" not in out
    assert b"\x1b[" in drawn
    assert b"/" in drawn
