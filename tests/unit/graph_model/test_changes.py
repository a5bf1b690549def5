"""The difference of two states is what a person would find by laying the sheets side by side."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_model.changes import RowChange, table_changes
from graph_model.errors import UserError
from graph_model.ledger import PROBLEM_SCHEMA, Draft, Ledger
from graph_model.prospects import changes_of_batch, changes_of_load, changes_of_redo, changes_of_undo
from graph_model.schema import TABLES
from tests.region import Rows, frame_from_rows

PLACES = TABLES["places"]


def place(code: str, name: str = "n", **more: object) -> dict[str, object]:
    return {"code": code, "name": name, "kind": "community", **more}


def organisation(code: str, **more: object) -> dict[str, object]:
    return {"code": code, "name": code, "level": "branch", "domain": "community", **more}


def draft(rows: Rows, *, replace: bool = False) -> Draft:
    tables = {name: frame_from_rows(name, kept) for name, kept in rows.items()}
    problems = pl.DataFrame(schema=PROBLEM_SCHEMA)
    return Draft(tables=tables, rejected={}, problems=problems, counts={}, sources=(), replace=replace)


def ledger_of(folder: Path, *hand_ins: Rows) -> Ledger:
    ledger = Ledger(folder)
    with ledger.lock():
        for rows in hand_ins:
            ledger.add(draft(rows))
    return ledger


def told(changes: dict[str, object]) -> dict[str, list[tuple[str, str, dict[str, tuple[object, object]]]]]:
    return {name: [(row.change, row.key, dict(row.cells)) for row in one.rows()] for name, one in changes.items()}


def test_changed_rows_tell_old_and_new_by_cell_and_blanks_are_no_value() -> None:
    old = frame_from_rows("places", [place("A", households=5), place("B"), place("C", "c", households=3)])
    new = frame_from_rows("places", [place("D", "d"), place("C", "c"), place("B"), place("A", households=7)])
    changes = table_changes(PLACES, old, new)
    assert changes.counts == {"added": 1, "changed": 2, "removed": 0}
    assert changes.changed_cells == {"households": 2}
    assert changes.rows() == [
        RowChange("A", "changed", {"households": (5, 7)}),
        RowChange("C", "changed", {"households": (3, None)}),
        RowChange("D", "added", {"name": (None, "d"), "kind": (None, "community")}),
    ]
    assert changes.rows(1) == [RowChange("A", "changed", {"households": (5, 7)})]


def test_zero_and_unknown_differ_and_unknown_and_unknown_do_not() -> None:
    blank, zero = frame_from_rows("places", [place("A")]), frame_from_rows("places", [place("A", households=0)])
    assert table_changes(PLACES, blank, zero).rows() == [RowChange("A", "changed", {"households": (None, 0)})]
    assert table_changes(PLACES, blank, blank.clone()).counts == {"added": 0, "changed": 0, "removed": 0}


def test_a_key_of_two_columns_is_told_as_one_text() -> None:
    rows = [{"organisation": "A", "place": "P"}, {"organisation": "A", "place": "Q"}]
    old, new = (frame_from_rows("responsibility", part) for part in (rows, rows[:1]))
    assert [(r.change, r.key) for r in table_changes(TABLES["responsibility"], old, new).rows()] == [("removed", "A|Q")]


states = st.dictionaries(
    st.sampled_from("ABCDEF"), st.tuples(st.sampled_from("xy"), st.none() | st.integers(0, 2)), max_size=6
)


@given(states, states, st.randoms(use_true_random=False))
def test_applying_the_difference_to_the_old_state_gives_the_new_one(old, new, shuffled) -> None:
    frames = []
    for state in (old, new):
        rows = [place(code, name, households=count) for code, (name, count) in state.items()]
        shuffled.shuffle(rows)
        frames.append(frame_from_rows("places", rows))
    state: dict[str, dict[str, object]] = {c: {"name": n, "households": h} for c, (n, h) in old.items()}
    for row in table_changes(PLACES, *frames).rows():
        if row.change == "removed":
            assert {k: was for k, (was, _) in row.cells.items() if k != "kind"} == {
                k: v for k, v in state.pop(row.key).items() if v is not None
            }
            continue
        before = state.setdefault(row.key, {"name": None, "households": None})
        for column, (was, now) in row.cells.items():
            if column != "kind":
                assert before[column] == was != now
                before[column] = now
    assert state == {c: {"name": n, "households": h} for c, (n, h) in new.items()}


def test_a_load_adds_and_changes_and_removes_nothing_unless_it_replaces(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, {"places": [place("P", households=1), place("Q")]})
    coming = {"places": [place("P", households=2), place("R")]}
    assert told(changes_of_load(ledger, draft(coming))) == {
        "places": [
            ("changed", "P", {"households": (1, 2)}),
            ("added", "R", {"name": (None, "n"), "kind": (None, "community")}),
        ]
    }
    replaced = changes_of_load(ledger, draft(coming, replace=True))
    assert replaced["places"].counts == {"added": 1, "changed": 1, "removed": 1}
    assert [batch.id for batch in ledger.batches()] == ["b0001"]


def test_a_replacing_load_tells_what_goes_with_the_rows_it_removes(tmp_path: Path) -> None:
    ledger = ledger_of(
        tmp_path,
        {
            "places": [place("P"), place("Q")],
            "organisations": [organisation("A", place="Q")],
            "responsibility": [{"organisation": "A", "place": "Q"}],
        },
    )
    assert told(changes_of_load(ledger, draft({"places": [place("P")]}, replace=True))) == {
        "places": [("removed", "Q", {"name": ("n", None), "kind": ("community", None)})],
        "organisations": [("changed", "A", {"place": ("Q", None)})],
        "responsibility": [("removed", "A|Q", {})],
    }


def test_a_load_that_brings_back_what_a_left_out_row_needs_tells_of_it(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, {"places": [place("P")]}, {"organisations": [organisation("A", place="P")]})
    with ledger.lock():
        ledger.undo("b0001")
    changes = told(changes_of_load(ledger, draft({"places": [place("P")]})))
    assert changes["organisations"] == [("changed", "A", {"place": (None, "P")})]


def test_undoing_an_older_batch_keeps_what_a_later_one_gave(tmp_path: Path) -> None:
    ledger = ledger_of(
        tmp_path, {"places": [place("P", "first"), place("Q")]}, {"places": [place("P", "second"), place("R")]}
    )
    assert told(changes_of_undo(ledger, "b0001")) == {
        "places": [("removed", "Q", {"name": ("n", None), "kind": ("community", None)})]
    }
    newest = told(changes_of_undo(ledger))
    assert [(change, key) for change, key, _ in newest["places"]] == [("changed", "P"), ("removed", "R")]
    assert newest["places"][0][2] == {"name": ("second", "first")}
    assert told(changes_of_batch(ledger, "b0002"))["places"][0] == ("changed", "P", {"name": ("first", "second")})


def test_redo_is_told_against_what_counts_now(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, {"places": [place("P", "first"), place("Q")]}, {"places": [place("P", "second")]})
    with ledger.lock():
        ledger.undo("b0001")
    assert told(changes_of_redo(ledger)) == {
        "places": [("added", "Q", {"name": (None, "n"), "kind": (None, "community")})]
    }
    with pytest.raises(UserError) as refused:
        changes_of_redo(ledger, "b0002")
    assert refused.value.code == "not_undone"
    with pytest.raises(UserError) as refused:
        changes_of_undo(ledger, "b0001")
    assert refused.value.code == "already_undone"


def test_a_million_rows_are_compared_by_columns_not_row_by_row() -> None:
    import time

    many = 300_000
    codes = pl.Series("code", [f"P{number:06d}" for number in range(many)])
    old = frame_from_rows("places", [place("P")]).select(pl.all().repeat_by(many).explode()).with_columns(codes)
    new = old.reverse().with_columns(
        pl.when(pl.col("code") == "P000007").then(pl.lit("m")).otherwise("name").alias("name")
    )
    start = time.perf_counter()
    changes = table_changes(PLACES, old, new)
    assert time.perf_counter() - start < 5
    assert changes.rows() == [RowChange("P000007", "changed", {"name": ("n", "m")})]
