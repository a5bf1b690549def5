"""A blank cell empties what was known; a column that a later sheet does not have leaves it standing."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph_model.dataset import dataset_version, fold
from graph_model.lacking import Lacking, lacking_at
from graph_model.ledger.batch import checksum_of
from tests.region import RowsBatch, batch_from_rows

WITHOUT_HOUSEHOLDS = ("households",)


def place(code: str, **more: object) -> dict[str, object]:
    return {"code": code, "name": "n", "kind": "community", **more}


def batch(rows: list[dict[str, object]], *runs: tuple[int, tuple[str, ...]], **told: Any) -> RowsBatch:
    return batch_from_rows({"places": rows}, lacking={"places": tuple(Lacking(*run) for run in runs)}, **told)


def held(*batches: RowsBatch) -> list[tuple[object, ...]]:
    return fold(batches).tables["places"].select("code", "households", "workers").rows()


FIRST = batch([place("P", households=5, workers=1), place("Q", households=7, workers=2)], id="b1")


def test_what_a_sheet_has_no_column_for_stands_and_what_its_cell_leaves_blank_does_not() -> None:
    later = batch([place("P", workers=3), place("Q")], (2, WITHOUT_HOUSEHOLDS), id="b2")
    assert held(FIRST, later) == [("P", 5, 3), ("Q", 7, None)]


def test_each_row_goes_by_the_sheet_it_stood_in() -> None:
    later = batch([place("P", workers=3), place("Q")], (1, ()), (1, ("households", "workers")), id="b2")
    assert held(FIRST, later) == [("P", None, 3), ("Q", 7, 2)]


def test_what_stands_passes_over_several_batches_and_goes_with_the_batch_that_told_it() -> None:
    second = batch([place("P")], (1, ("households", "workers")), id="b2")
    third = batch([place("P")], (1, WITHOUT_HOUSEHOLDS), id="b3")
    assert held(FIRST, second, third)[0] == ("P", 5, None)
    assert held(second, third) == [("P", None, None)]


def test_a_batch_that_replaces_leaves_nothing_standing() -> None:
    later = batch([place("P")], (1, WITHOUT_HOUSEHOLDS), id="b2", replace=True)
    assert held(FIRST, later) == [("P", None, None)]


def test_a_value_that_the_batch_worked_out_without_a_column_is_its_own() -> None:
    later = batch([place("P", households=6)], (1, WITHOUT_HOUSEHOLDS), id="b2")
    assert held(FIRST, later)[0] == ("P", 6, None)


def test_the_same_rows_from_a_sheet_with_fewer_columns_are_another_batch() -> None:
    whole = {"places": {"sha256": "00"}}
    fewer = {"places": {"sha256": "00", "lacking": [{"rows": 1, "columns": ["households"]}]}}
    other = {"places": {"sha256": "00", "lacking": [{"rows": 1, "columns": ["workers"]}]}}
    assert len({checksum_of(told) for told in (whole, fewer, other)}) == 3
    assert dataset_version([]) != dataset_version([FIRST])


def test_the_run_of_a_row_is_found_by_its_place() -> None:
    runs = (Lacking(2, ("a",)), Lacking(1, ()), Lacking(1, ("b",)))
    assert [lacking_at(runs, place) for place in range(5)] == [("a",), ("a",), (), ("b",), ()]


CELLS = st.tuples(st.sampled_from("PQR"), st.none() | st.integers(0, 9), st.none() | st.integers(0, 9))
SHEETS = st.tuples(
    st.lists(CELLS, min_size=1, max_size=3, unique_by=lambda cell: cell[0]),
    st.sampled_from([(), ("households",), ("workers",), ("households", "workers")]),
)


@given(st.lists(SHEETS, max_size=5))
def test_folding_is_what_writing_each_sheet_over_a_list_by_hand_gives(sheets: list[Any]) -> None:
    by_hand: dict[str, dict[str, int | None]] = {}
    batches = []
    for number, (cells, lacking) in enumerate(sheets):
        rows = []
        for code, households, workers in cells:
            told = {"households": households, "workers": workers}
            told = {name: None if name in lacking else value for name, value in told.items()}
            rows.append(place(code, **told))
            row = by_hand.setdefault(code, {"households": None, "workers": None})
            row.update({name: value for name, value in told.items() if name not in lacking})
        batches.append(batch(rows, (len(rows), lacking), id=f"b{number}"))
    assert held(*batches) == [(code, row["households"], row["workers"]) for code, row in sorted(by_hand.items())]
