"""Is the data as it was before, or as it should be after, whatever the moment at which a run is killed?

Every moment of a run at which something on the disk changes, on the embedded store, with the whole report compared.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.service import Service
from graph_model.backup_contents import verify_backup
from graph_model.errors import BackupDamaged
from graph_model.ledger import Ledger
from graph_model.settings import Settings
from tests.safety.conftest import debris
from tests.safety.moments import telling, watched

MOST = 9
"""Moments of a run that are judged by whole reports, both sides of every turn among them."""


def judge(gongjian, moments, allowed, *, told):
    """Each moment's report is one of those allowed, and the next change leaves nothing lying about; who mends says so.

    Gives the reports met, in the order of the moments.
    """
    met = []
    for moment in moments:
        ran = gongjian(moment, "report", "--format", "json")
        assert ran.code == 0, (moment.name, ran.err)
        report = json.loads(ran.out)
        assert report in allowed, moment.name
        met.append(allowed.index(report))
        assert not ran.err or any(ran.err.startswith(words) for words in told), (moment.name, ran.err)
        with Ledger(moment).lock():
            pass
        with Service(Settings(data=moment)) as service:
            assert service.ready().mended is None, moment.name  # once is enough
            service.publish()
        assert debris(moment) == [], moment.name
    assert met == sorted(met), "old, then new, and never back"
    return met


CAUGHT_UP = "The store was behind the ledger"


def test_load(gongjian, scene, tmp_path):
    data = scene.copy(tmp_path / "data")
    with watched(data, tmp_path / "moments") as moments:
        assert gongjian(data, "load", scene.second, "--replace", "--as-of", "2018-06-30").code == 0
    met = judge(gongjian, telling(moments, most=MOST), [scene.before, scene.after], told=[CAUGHT_UP])
    assert set(met) == {0, 1}
    assert len(moments) > 40


def test_the_very_first_load_leaves_no_data_or_all_of_it(gongjian, scene, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    with watched(data, tmp_path / "moments") as moments:
        assert gongjian(data, "load", scene.first, "--as-of", "2018-06-30").code == 0
    codes = []
    for moment in telling(moments, most=8):
        ran = gongjian(moment, "report", "--format", "json")
        codes.append(ran.code)
        if ran.code:
            assert (ran.code, ran.out) == (2, "")
            assert ran.err.startswith("There is no data yet."), (moment.name, ran.err)
            assert gongjian(moment, "load", scene.first, "--as-of", "2018-06-30").code == 0
            ran = gongjian(moment, "report", "--format", "json")
        assert json.loads(ran.out)["findings"] == scene.before["findings"], moment.name
    assert codes == sorted(codes, reverse=True)
    assert set(codes) == {0, 2}


def test_undo(gongjian, scene, tmp_path):
    data = scene.copy(tmp_path / "data")
    assert gongjian(data, "load", scene.second, "--replace", "--as-of", "2018-06-30").code == 0
    with watched(data, tmp_path / "moments") as moments:
        assert gongjian(data, "undo").code == 0
    met = judge(gongjian, telling(moments, most=MOST), [scene.after, scene.before], told=[CAUGHT_UP])
    assert set(met) == {0, 1}


@pytest.mark.parametrize("damage", ["list", "store"])
def test_repair(gongjian, scene, tmp_path, damage):
    data = scene.copy(tmp_path / "data")
    if damage == "list":
        (data / "ledger" / "ledger.json").write_text("{", "utf-8")
    else:
        (data / "store" / "current.json").write_text("{", "utf-8")
    with watched(data, tmp_path / "moments") as moments:
        assert gongjian(data, "doctor", "--repair").code == 0
    met = []
    for moment in telling(moments, most=8):
        ran = gongjian(moment, "report", "--format", "json")
        if ran.code == 1:  # not mended yet, and told so
            assert "doctor --repair" in ran.err
            assert gongjian(moment, "doctor", "--repair").code == 0
            ran = gongjian(moment, "report", "--format", "json")
        else:
            met.append(moment)
        assert json.loads(ran.out) == scene.before, moment.name
        assert gongjian(moment, "doctor", "--repair").code == 0
        assert debris(moment) == [], moment.name
    assert met


def test_backup_leaves_the_old_file_or_the_new_one(gongjian, scene, tmp_path):
    data, kept = scene.copy(tmp_path / "data"), tmp_path / "kept"
    kept.mkdir()
    assert gongjian(data, "backup", kept / "b.tar").code == 0
    first = verify_backup(kept / "b.tar")
    assert gongjian(data, "load", scene.second, "--replace", "--as-of", "2018-06-30").code == 0
    with watched(kept, tmp_path / "moments") as moments:
        assert gongjian(data, "backup", kept / "b.tar", "--force").code == 0
    last = verify_backup(kept / "b.tar")
    met = [verify_backup(moment / "b.tar") for moment in moments]
    assert set(map(len, (one.batches for one in met))) == {1, 2}
    assert all(one in (first, last) for one in met)
    for moment in moments:
        for part in moment.glob(".*.backup-part"):
            with pytest.raises(BackupDamaged) if part.stat().st_size < last.size else _nothing():
                verify_backup(part)
        assert gongjian(data, "backup", moment / "b.tar", "--force").code == 0
        assert debris(moment) == []
    assert Path(kept / "b.tar").stat().st_mode & 0o777 == 0o600


def _nothing():
    from contextlib import nullcontext

    return nullcontext()


def test_restore_into_a_folder_that_holds_other_data(gongjian, scene, tmp_path):
    data = scene.copy(tmp_path / "data")
    taught = [json.dumps({"version": 1, "headers": []}) + end for end in ("\n", "\n\n")]  # of now, of the backup
    (data / "headers.json").write_text(taught[1], "utf-8")
    assert gongjian(data, "backup", tmp_path / "b.tar").code == 0
    assert gongjian(data, "load", scene.second, "--replace", "--as-of", "2018-06-30").code == 0
    (data / "headers.json").write_text(taught[0], "utf-8")
    with watched(data, tmp_path / "moments") as moments:
        assert gongjian(data, "restore", tmp_path / "b.tar", "--replace").code == 0
    told = ["A restore had", CAUGHT_UP]
    telling_before = telling(moments, most=MOST)  # judging mends
    met = judge(gongjian, telling_before, [scene.after, scene.before], told=told)
    assert set(met) == {0, 1}
    for place, moment in zip(met, telling_before, strict=True):  # taught headers go with their ledger
        assert (moment / "headers.json").read_text("utf-8") == taught[place]


def test_restore_into_an_empty_folder(gongjian, scene, tmp_path):
    assert gongjian(scene.copy(tmp_path / "data"), "backup", tmp_path / "b.tar").code == 0
    new = tmp_path / "new"
    new.mkdir()
    with watched(new, tmp_path / "moments") as moments:
        assert gongjian(new, "restore", tmp_path / "b.tar").code == 0
    codes = []
    for moment in telling(moments, most=6):
        ran = gongjian(moment, "report", "--format", "json")
        codes.append(ran.code)
        if ran.code:
            assert "There is no data yet." in ran.err
            assert gongjian(moment, "restore", tmp_path / "b.tar").code == 0
            ran = gongjian(moment, "report", "--format", "json")
        assert json.loads(ran.out) == scene.before
        assert debris(moment) == []
    assert codes == sorted(codes, reverse=True)
    assert set(codes) == {0, 2}
