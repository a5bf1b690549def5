"""The ledger keeps batches whole, leaves them out and takes them back, and notices what was altered."""

from __future__ import annotations

import json
from pathlib import Path

import dataframely as dy
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.errors import BatchDamaged, Busy, NoData, SaltLost, UnknownName, UserError
from graph_model.ledger import PROBLEM_SCHEMA, Counts, Draft, Ledger, Source
from graph_model.ledger.salt import check_salt, record_salt, salt_for_reading, salt_path
from tests.region import frame_from_rows


def draft(names: dict[str, str], *, as_of: str | None = None, replace: bool = False, sha: str = "0") -> Draft:
    rows = [{"code": code, "name": name, "kind": "community"} for code, name in names.items()]
    return Draft(
        tables={"places": frame_from_rows("places", rows)},
        rejected={"places": pl.DataFrame({"file": ["f.csv"], "row": [3], "code": ["missing_value"], "地点编码": [""]})},
        problems=pl.DataFrame(schema=PROBLEM_SCHEMA),
        counts={"places": Counts(read=len(rows) + 1, accepted=len(rows), rejected=1)},
        sources=(Source("f.csv", sha, 10),),
        options={"replace": replace},
        as_of=as_of,
        replace=replace,
    )


def add(ledger: Ledger, one: Draft) -> str:
    with ledger.lock():
        return ledger.add(one).id


def names(ledger: Ledger) -> dict[str, str]:
    return dict(ledger.dataset().tables["places"].select("code", "name").rows())


def test_a_batch_comes_back_as_it_was_added(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    assert add(ledger, draft({"P": "one"}, as_of="2018-06-30")) == "b0001"
    batch = Ledger(tmp_path).batch("b0001")
    assert batch.table("places").select("code", "name").rows() == [("P", "one")]
    assert batch.counts == {"places": Counts(read=2, accepted=1, rejected=1)}
    assert batch.sources == (Source("f.csv", "0", 10),)
    assert (batch.as_of, batch.table_names, batch.problem_count) == ("2018-06-30", ("places",), 0)
    assert batch.rejected()["places"].rows() == [("f.csv", 3, "missing_value", "")]
    batch.check()


def test_without_a_batch_that_counts_there_is_no_data(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with pytest.raises(NoData):
        ledger.dataset()
    add(ledger, draft({"P": "one"}))
    with ledger.lock():
        ledger.undo()
    with pytest.raises(NoData):
        ledger.dataset()


def test_undo_leaves_the_newest_out_and_redo_brings_the_very_same_version_back(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    add(ledger, draft({"P": "one"}))
    before = ledger.dataset().version
    add(ledger, draft({"P": "two"}))
    after = ledger.dataset().version
    with ledger.lock():
        assert ledger.undo().id == "b0002"
    assert (names(ledger), ledger.dataset().version) == ({"P": "one"}, before)
    assert ledger.undone() == {"b0002"}
    with ledger.lock():
        assert ledger.redo().id == "b0002"
    assert (names(ledger), ledger.dataset().version) == ({"P": "two"}, after)


def test_a_batch_in_the_middle_can_be_left_out_and_ids_are_never_used_again(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for name in ("one", "two"):
        add(ledger, draft({name: name}))
    with ledger.lock():
        ledger.undo("b0001")
    assert names(ledger) == {"two": "two"}
    assert add(ledger, draft({"three": "three"})) == "b0003"


def test_undo_and_redo_say_why_they_cannot(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with ledger.lock():
        with pytest.raises(UserError, match="nothing_to_undo"):
            ledger.undo()
        with pytest.raises(UserError, match="nothing_to_redo"):
            ledger.redo()
        ledger.add(draft({"P": "one"}))
        with pytest.raises(UserError, match="not_undone"):
            ledger.redo("b0001")
        ledger.undo("b0001")
        with pytest.raises(UserError, match="already_undone"):
            ledger.undo("b0001")
        with pytest.raises(UnknownName) as unknown:
            ledger.undo("b001")
    assert unknown.value.values["nearest"] == ["b0001"]


def test_the_same_files_with_the_same_options_are_known_while_their_batch_counts(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    add(ledger, draft({"P": "one"}, sha="abc"))
    again = (Source("other-name.csv", "abc", 10),)
    found = ledger.same_hand_in(again, {"replace": False})
    assert found is not None
    assert found.id == "b0001"
    assert ledger.same_hand_in(again, {"replace": True}) is None
    assert ledger.same_hand_in((Source("f.csv", "xyz", 10),), {"replace": False}) is None
    with ledger.lock():
        ledger.undo()
    assert ledger.same_hand_in(again, {"replace": False}) is None


@pytest.mark.parametrize("file", ["tables/places.parquet", "kept/rejected-places.parquet", "kept/problems.parquet"])
@pytest.mark.parametrize("harm", ["altered", "gone"])
def test_a_file_that_was_altered_or_is_gone_is_noticed(tmp_path: Path, file: str, harm: str) -> None:
    ledger = Ledger(tmp_path)
    add(ledger, draft({"P": "one"}))
    path = ledger.batch("b0001").folder / file
    path.unlink() if harm == "gone" else path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(BatchDamaged):
        ledger.batch("b0001").check()
    if file.startswith("tables"):
        with pytest.raises(BatchDamaged):
            ledger.dataset()


def test_an_altered_manifest_or_ledger_is_noticed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    add(ledger, draft({"P": "one"}))
    manifest = ledger.batch("b0001").folder / "manifest.json"
    told = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**told, "checksum": "0"}), "utf-8")
    with pytest.raises(BatchDamaged, match="batch_checksum"):
        ledger.batch("b0001").check()
    manifest.write_text("{", "utf-8")
    with pytest.raises(BatchDamaged, match="manifest_unreadable"):
        ledger.batches()
    (ledger.folder / "ledger.json").write_text("[]", "utf-8")
    with pytest.raises(BatchDamaged, match="ledger_unreadable"):
        ledger.batches()


def test_what_a_killed_process_left_behind_is_swept_and_never_counted(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    add(ledger, draft({"P": "one"}))
    half = ledger.folder / ".incoming-dead"
    half.mkdir()
    (half / "rest").write_text("x")
    whole = ledger.folder / "batches" / "b0002"  # renamed into place, but the ledger never came to name it
    whole.mkdir()
    assert [batch.id for batch in ledger.batches()] == ["b0001"]
    assert add(ledger, draft({"Q": "two"})) == "b0002"
    assert not half.exists()
    assert names(ledger) == {"P": "one", "Q": "two"}


def test_a_draft_that_breaks_the_contract_leaves_nothing_behind(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    wrong = draft({"P": "one"})
    twice = pl.concat([wrong.tables["places"]] * 2)
    bad = Draft({"places": twice}, wrong.rejected, wrong.problems, wrong.counts, wrong.sources)
    with pytest.raises(dy.exc.ValidationError), ledger.lock():
        ledger.add(bad)
    assert ledger.batches() == []
    assert list(ledger.folder.glob(".incoming-*")) == []


def test_a_second_holder_of_the_lock_is_told_to_wait(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with ledger.lock(), pytest.raises(Busy), Ledger(tmp_path).lock(seconds=0.05):
        pass


def test_a_lost_or_other_salt_is_refused_once_members_were_read_with_one(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    check_salt(ledger)
    with ledger.lock():
        salt = salt_for_reading(ledger)
        record_salt(ledger, salt)
        assert salt_for_reading(ledger) == salt
    assert salt_path(tmp_path).stat().st_mode & 0o777 == 0o600
    salt_path(tmp_path).write_bytes(b"another")
    with pytest.raises(SaltLost, match="salt_other"):
        check_salt(ledger)
    salt_path(tmp_path).unlink()
    with pytest.raises(SaltLost, match="salt_missing"):
        check_salt(ledger)


ROWS = st.dictionaries(st.sampled_from("PQR"), st.sampled_from(["x", "y", "z"]), min_size=1, max_size=3)
STEPS = st.lists(st.one_of(st.tuples(ROWS, st.booleans()), st.integers(0, 3)), min_size=1, max_size=6)


@settings(max_examples=20, deadline=None)
@given(steps=STEPS)
def test_any_order_of_adding_and_undoing_folds_like_a_dictionary(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[dict[str, str], bool] | int]
) -> None:
    ledger = Ledger(tmp_path_factory.mktemp("ledger"))
    added: list[tuple[dict[str, str], bool]] = []
    out: set[int] = set()
    for step in steps:
        if isinstance(step, tuple):
            add(ledger, draft(step[0], replace=step[1]))
            added.append(step)
        elif step < len(added):
            batch = f"b{step + 1:04d}"
            with ledger.lock():
                ledger.redo(batch) if step in out else ledger.undo(batch)
            out ^= {step}
    expected: dict[str, str] = {}
    for number, (rows, replace) in enumerate(added):
        if number not in out:
            expected = {**({} if replace else expected), **rows}
    if len(out) == len(added):
        with pytest.raises(NoData):
            ledger.dataset()
    else:
        assert names(ledger) == expected
