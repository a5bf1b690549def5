"""Whether every hostile file comes to exactly what was written beside it by hand: counts, problems, values."""

from __future__ import annotations

import tomllib
from dataclasses import astuple
from pathlib import Path

import pytest

from graph_model.errors import LedgerRefused
from graph_model.ledger import Ledger
from loaders.importer import load

HERE = Path(__file__).parent
EXPECTED = sorted(HERE.glob("*.expected.toml"))
KEYS = {"base", "exit", "refused", "line", "maps", "never", "problems", "sources", "tables", "values"}


def folder_of(expected: Path) -> Path:
    return HERE / expected.name.removesuffix(".expected.toml")


def test_every_case_has_its_files_and_says_what_comes_of_them():
    assert {folder_of(one).name for one in EXPECTED} | {"base"} == {
        one.name for one in HERE.iterdir() if one.is_dir() and one.name != "__pycache__"
    }
    assert len(EXPECTED) >= 50
    for one in EXPECTED:
        told = tomllib.loads(one.read_text("utf-8"))
        assert set(told) <= KEYS, one.name
        assert "refused" in told or "tables" in told, one.name


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: folder_of(path).name)
def test_a_hostile_file_comes_to_what_was_expected_and_nothing_else(tmp_path, expected):
    told = tomllib.loads(expected.read_text("utf-8"))
    ledger = Ledger(tmp_path / "data")
    if told.get("base"):
        assert load([HERE / "base"], ledger=ledger).exit_code == 0
    before = ledger.batches()
    if "refused" in told:
        with pytest.raises(LedgerRefused) as refusal:
            load([folder_of(expected)], ledger=ledger)
        assert (refusal.value.code, refusal.value.values.get("line")) == (told["refused"], told.get("line"))
        assert ledger.batches() == before
        return
    report = load([folder_of(expected)], ledger=ledger, maps=told.get("maps", []))
    assert {name: list(astuple(counts)) for name, counts in report.tables.items()} == told["tables"]
    problems = report.problems.select("row", "column", "code", "severity").rows()
    assert sorted([row or 0, column or "", code, severity] for row, column, code, severity in problems) == sorted(
        told.get("problems", [])
    )
    assert report.exit_code == told.get("exit", 0)
    assert [source.file for source in report.draft.sources] == told.get(
        "sources", [s.file for s in report.draft.sources]
    )
    for table, values in told.get("values", {}).items():
        rows = {row["code"]: row for row in ledger.dataset().tables[table].to_dicts()}
        for place, value in values.items():
            code, _, column = place.rpartition(".")
            assert rows[code][column] == (None if value == "unknown" else value), place
    written = b"".join(path.read_bytes() for path in ledger.data_folder.rglob("*") if path.is_file())
    for secret in told.get("never", []):
        assert secret.encode() not in written
        assert secret not in str(report.problems.to_dicts())
