"""Does every catalogue query give, on both stores, the rows worked out by hand on the region?

One file a query below ``golden/``: ``cases``, each with ``params`` and ``rows`` in the order of the header's columns,
or one case without the list. Days are ISO text. A query without a file fails.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path

import pytest

from graph_model.queries import answer_schema, catalogue

GOLDEN = Path(__file__).parent / "golden"


def golden_cases(name):
    for file, read in ((GOLDEN / f"{name}.json", json.loads), (GOLDEN / f"{name}.toml", tomllib.loads)):
        if file.exists():
            told = read(file.read_text("utf-8"))
            return told.get("cases", [told])
    return None


def expected_rows(name, case):
    returns = catalogue()[name].returns
    if "columns" in case:
        assert case["columns"] == [column.name for column in returns]
    rows = []
    for row in case["rows"]:
        cells = [row.get(column.name) for column in returns] if isinstance(row, dict) else row
        assert len(cells) == len(returns), f"{name}: {row}"
        rows.append(tuple(_read(cell, column.type) for cell, column in zip(cells, returns, strict=True)))
    return rows


def _read(cell, kind):
    if kind == "date" and isinstance(cell, str):
        return dt.date.fromisoformat(cell)
    return float(cell) if kind == "float" and cell is not None else cell


PYTHON = {"text": str, "int": int, "float": float, "bool": bool, "date": dt.date, "list": list}


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_rows_are_those_worked_out_by_hand(region_store, name):
    cases = golden_cases(name)
    assert cases, f"{name} has no golden rows in {GOLDEN}"
    assert any(case["rows"] for case in cases), f"{name}: no case that answers anything"
    for case in cases:
        answer = region_store.query(name, case.get("params", {}), max_rows=0)
        assert answer.columns == tuple(column.name for column in catalogue()[name].returns)
        assert answer.rows == expected_rows(name, case), case.get("params")
        for row in answer.rows:
            for cell, column in zip(row, catalogue()[name].returns, strict=True):
                assert cell is None or type(cell) is PYTHON[column.type], f"{name}.{column.name}"


def test_no_golden_file_is_left_of_a_query_that_is_gone():
    assert {file.stem for file in GOLDEN.iterdir()} <= set(catalogue())


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_the_same_rows_come_as_a_frame_with_the_dtypes_of_the_header(region_store, name):
    for case in golden_cases(name):
        frame = region_store.frame(name, case.get("params", {}))
        assert dict(frame.schema) == answer_schema(catalogue()[name])
        assert frame.rows() == expected_rows(name, case), case.get("params")
