"""A row's history tells which batch gave which value, what took it away, and what does not count."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from graph_model.errors import UnknownName, UserError
from graph_model.history import Life, row_history
from graph_model.ledger import PROBLEM_SCHEMA, Draft, Ledger
from tests.region import Rows, frame_from_rows


def place(code: str, name: str = "n", **more: object) -> dict[str, object]:
    return {"code": code, "name": name, "kind": "community", **more}


def organisation(code: str, **more: object) -> dict[str, object]:
    return {"code": code, "name": code, "level": "branch", "domain": "community", **more}


def ledger_of(folder: Path, *hand_ins: tuple[Rows, bool]) -> Ledger:
    ledger = Ledger(folder)
    with ledger.lock():
        for rows, replace in hand_ins:
            tables = {name: frame_from_rows(name, kept) for name, kept in rows.items()}
            problems = pl.DataFrame(schema=PROBLEM_SCHEMA)
            ledger.add(Draft(tables=tables, rejected={}, problems=problems, counts={}, sources=(), replace=replace))
    return ledger


def events(life: Life) -> list[tuple[str | None, str, bool, dict[str, tuple[object, object]]]]:
    return [(e.batch and e.batch.id, e.change, e.counts, dict(e.cells)) for e in life.events]


NEW = {"name": (None, "n"), "kind": (None, "community")}


def test_each_batch_tells_what_it_gave_and_each_value_who_gave_it_last(tmp_path: Path) -> None:
    ledger = ledger_of(
        tmp_path,
        ({"places": [place("P", households=1, workers=4)]}, False),
        ({"places": [place("Q")]}, False),
        ({"places": [place("P", households=2)]}, False),
        ({"places": [place("P", households=2)]}, False),
    )
    (life,) = row_history(ledger, "P")
    assert events(life) == [
        ("b0001", "added", True, {**NEW, "households": (None, 1), "workers": (None, 4)}),
        ("b0003", "changed", True, {"households": (1, 2), "workers": (4, None)}),
        ("b0004", "same", True, {}),
    ]
    assert life.counts
    assert {name: told for name, told in life.values.items() if name in ("name", "households", "workers")} == {
        "name": ("n", "b0001"),
        "households": (2, "b0003"),
        "workers": (None, "b0003"),
    }


def test_a_batch_left_out_is_told_and_gives_no_value(tmp_path: Path) -> None:
    ledger = ledger_of(
        tmp_path,
        ({"places": [place("P", "first")]}, False),
        ({"places": [place("P", "second")]}, False),
        ({"places": [place("P", "third")]}, False),
    )
    with ledger.lock():
        ledger.undo("b0002")
    (life,) = row_history(ledger, "P")
    assert events(life)[1:] == [
        ("b0002", "changed", False, {"name": ("first", "second")}),
        ("b0003", "changed", True, {"name": ("first", "third")}),
    ]
    assert life.values["name"] == ("third", "b0003")


def test_a_replacing_batch_removes_and_a_later_one_adds_again(tmp_path: Path) -> None:
    ledger = ledger_of(
        tmp_path,
        ({"places": [place("P")]}, False),
        ({"places": [place("Q")]}, True),
        ({"places": [place("P", "again")]}, False),
    )
    (life,) = row_history(ledger, "P")
    assert [(batch, change) for batch, change, *_ in events(life)] == [
        ("b0001", "added"),
        ("b0002", "removed"),
        ("b0003", "added"),
    ]
    assert life.values["name"] == ("again", "b0003")
    with ledger.lock():
        ledger.undo("b0003")
    (life,) = row_history(ledger, "P")
    assert (life.counts, life.events[-1].counts) == (False, False)


def test_a_row_that_points_to_what_does_not_count_any_more_is_told_as_it_stands(tmp_path: Path) -> None:
    ledger = ledger_of(
        tmp_path,
        ({"places": [place("P")]}, False),
        (
            {
                "organisations": [organisation("A", place="P")],
                "responsibility": [{"organisation": "A", "place": "P", "since": "2018-01-01"}],
            },
            False,
        ),
    )
    with ledger.lock():
        ledger.undo("b0001")
    (loosened,) = row_history(ledger, "A")
    assert events(loosened)[-1] == (None, "points_nowhere", True, {"place": ("P", None)})
    assert loosened.values["place"] == (None, "b0002")
    (dropped,) = row_history(ledger, "A|P")
    assert (dropped.table, dropped.key, dropped.counts) == ("responsibility", "A|P", False)
    assert dropped.events[-1].change == "points_nowhere"


def test_a_code_of_several_tables_tells_all_or_the_one_asked_for(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, ({"places": [place("X")], "organisations": [organisation("X")]}, False))
    assert [life.table for life in row_history(ledger, "X")] == ["places", "organisations"]
    assert [life.table for life in row_history(ledger, "X", table="organisations")] == ["organisations"]


def test_days_in_a_key_are_written_as_iso_text(tmp_path: Path) -> None:
    figure = {"place": "P", "indicator": "secretary_vacancies", "as_of": "2018-06-30", "value": 3.0}
    ledger = ledger_of(tmp_path, ({"places": [place("P")], "figures": [figure]}, False))
    (life,) = row_history(ledger, "P|secretary_vacancies|2018-06-30")
    assert life.values["value"] == (3.0, "b0001")


def test_members_are_refused_and_never_found_nor_offered(tmp_path: Path) -> None:
    rows: Rows = {
        "organisations": [organisation("ORG-1")],
        "members": [{"code": "ORG-9f", "organisation": "ORG-1"}],
    }
    ledger = ledger_of(tmp_path, (rows, False))
    with pytest.raises(UserError) as refused:
        row_history(ledger, "ORG-9f", table="members")
    assert refused.value.code == "no_history_of_members"
    with pytest.raises(UnknownName) as unknown:
        row_history(ledger, "ORG-9f")
    assert unknown.value.values["nearest"] == ["ORG-1"]


def test_an_unknown_table_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as unknown:
        row_history(ledger_of(tmp_path, ({"places": [place("P")]}, False)), "P", table="place")
    assert unknown.value.values["nearest"][0] == "places"
