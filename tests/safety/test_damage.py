"""Is what is broken named with what is lost, mended where a second copy is there, and left out where that is asked?"""

from __future__ import annotations

import json
import shutil

import pytest

from tests.safety.conftest import whole_report


@pytest.fixture
def two(scene, gongjian, tmp_path):
    data = scene.copy(tmp_path / "data")
    assert gongjian(data, "load", scene.second, "--replace", "--as-of", "2018-06-30").code == 0
    return data


def checks(ran):
    return json.loads(ran.out)


def test_a_damaged_table_is_named_with_its_rows_and_files_and_can_be_left_out(gongjian, scene, two):
    path = two / "ledger/batches/b0002/tables/seats.parquet"
    path.write_bytes(path.read_bytes()[:-10])
    told = gongjian(two, "doctor", "--json")
    assert told.code == 1
    damage = next(check for check in checks(told) if check.get("batch") == "b0002")
    assert (damage["code"], damage["file"]) == ("batch_checksum", "tables/seats.parquet")
    assert list(damage["tables"]) == ["seats"]
    assert damage["tables"]["seats"] > 0
    assert "seats.csv" in damage["sources"]
    assert gongjian(two, "doctor", "--repair").code == 1  # nothing is thrown away unasked
    assert gongjian(two, "doctor", "--repair", "--leave-out", "b0001").code == 2
    ran = gongjian(two, "doctor", "--repair", "--leave-out", "b0002")
    assert ran.code == 0, ran.err
    assert (two / "ledger/damaged/b0002/tables/seats.parquet").exists()
    assert whole_report(two) == scene.before
    for command in ("undo", "redo"):
        assert "left out as damaged" in gongjian(two, command, "b0002").err
    assert gongjian(two, "load", scene.second, "--replace", "--as-of", "2018-06-30").code == 0
    assert whole_report(two)["findings"] == scene.after["findings"]


@pytest.mark.parametrize("damage", ["gone", "garbage", "empty"])
def test_the_list_comes_back_from_the_journal_with_what_was_undone(gongjian, scene, two, damage):
    assert gongjian(two, "undo").code == 0
    path = two / "ledger/ledger.json"
    if damage == "gone":
        path.unlink()
    else:
        path.write_text("{" if damage == "garbage" else "", "utf-8")
    refused = gongjian(two, "load", scene.second)
    assert refused.code == 1
    assert "doctor --repair" in refused.err
    assert (two / "ledger/batches/b0002").is_dir(), "batches are never taken for what a killed load left"
    assert gongjian(two, "doctor", "--repair").code == 0
    assert whole_report(two) == scene.before
    assert gongjian(two, "redo").code == 0
    assert whole_report(two) == scene.after


def test_without_a_journal_every_batch_counts_and_that_is_told(gongjian, scene, two):
    (two / "ledger/ledger.json").unlink()
    (two / "ledger/journal.jsonl").unlink()
    ran = gongjian(two, "doctor", "--repair")
    assert ran.code == 0
    assert "is not known any more" in ran.err
    assert whole_report(two) == scene.after


def test_a_manifest_comes_back_from_the_journal(gongjian, scene, two):
    path = two / "ledger/batches/b0001/manifest.json"
    before = path.read_bytes()
    path.write_bytes(b"")
    assert gongjian(two, "doctor").code == 1
    assert gongjian(two, "doctor", "--repair").code == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "edit",
    [
        lambda told: told["counts"]["places"].update(accepted=1),
        lambda told: told.update(as_of="2019-01-01"),
        lambda told: told.update(replace=True),
        lambda told: told["sources"].clear(),
        lambda told: told["tables"].pop("places"),
        lambda told: told.pop("kept"),
    ],
    ids=["counts", "as_of", "replace", "sources", "a table", "a part"],
)
def test_a_manifest_edited_by_hand_is_noticed_although_it_can_be_read(gongjian, scene, two, edit):
    path = two / "ledger/batches/b0001/manifest.json"
    before = path.read_bytes()
    told = json.loads(before)
    edit(told)
    path.write_text(json.dumps(told), "utf-8")
    ran = gongjian(two, "doctor", "--json")
    assert ran.code == 1
    damages = [check for check in checks(ran) if check.get("batch")]
    assert [(one["batch"], one["file"], one["state"]) for one in damages] == [("b0001", "manifest.json", "bad")]
    assert damages[0]["code"] == ("manifest_altered" if "kept" in told else "manifest_unreadable")
    assert gongjian(two, "doctor", "--repair").code == 0
    assert path.read_bytes() == before
    assert gongjian(two, "doctor").code == 0


def test_a_manifest_written_anew_with_the_same_words_is_no_damage(gongjian, scene, two):
    path = two / "ledger/batches/b0001/manifest.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=1, sort_keys=True), "utf-8")
    assert gongjian(two, "doctor").code == 0


def test_a_ledger_from_before_the_journal_opens_and_is_journalled_at_the_next_change(gongjian, scene, two):
    (two / "ledger/journal.jsonl").unlink()
    state = json.loads((two / "ledger/ledger.json").read_text("utf-8"))
    del state["left_out"]
    (two / "ledger/ledger.json").write_text(json.dumps(state), "utf-8")
    assert whole_report(two) == scene.after
    assert gongjian(two, "undo").code == 0
    (two / "ledger/ledger.json").unlink()
    shutil.rmtree(two / "store")
    assert gongjian(two, "doctor", "--repair").code == 0
    assert whole_report(two) == scene.before


def test_a_torn_or_altered_line_of_the_journal_is_passed_over(gongjian, scene, two):
    path = two / "ledger/journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0].replace(b"begin", b"begun"), *lines[1:]]) + b'{"torn')
    assert gongjian(two, "undo").code == 0
    (two / "ledger/ledger.json").unlink()
    assert gongjian(two, "doctor", "--repair").code == 0
    assert whole_report(two) == scene.before
