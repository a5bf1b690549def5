"""Are tables that are read one by one those of the whole dataset, and are no others read?"""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_model.ledger import Batch, Ledger
from loaders.importer import load

PLACES = "地点编码,地点名称,地点类别,上级编码\nS,甲街道,街道,\nC1,一社区,社区,S\n"
MORE = "地点编码,地点名称,地点类别,上级编码\nC1,一号社区,社区,S\nC2,二社区,社区,S\n"
ORGANISATIONS = "组织编码,组织名称,组织类别,领域,所在地点\nO1,甲党委,党委,社区,C1\nO2,乙党支部,党支部,社区,C2\n"


def handed(ledger: Ledger, folder: Path, name: str, text: str, **options) -> None:
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_text(text, "utf-8")
    assert load([folder / name], ledger=ledger, **options).batch is not None


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger(tmp_path / "data")
    handed(ledger, tmp_path / "1", "places.csv", PLACES)
    handed(ledger, tmp_path / "2", "places.csv", MORE)
    handed(ledger, tmp_path / "3", "organisations.csv", ORGANISATIONS)
    return ledger


def test_each_table_is_that_of_the_whole(ledger):
    whole = ledger.dataset().tables
    told = ledger.tables()
    assert list(told) == list(whole)
    assert all(told[name].equals(whole[name]) for name in whole)


@pytest.mark.parametrize("change", ["undo", "replace"])
def test_what_points_nowhere_is_left_out_there_too(ledger, tmp_path, change):
    if change == "undo":
        with ledger.lock():
            ledger.undo("b0002")
    else:
        handed(ledger, tmp_path / "4", "places.csv", PLACES, replace=True)
    told = ledger.tables()
    assert told["organisations"].get_column("place").to_list() == ["C1", None]  # C2 has gone
    assert all(told[name].equals(rows) for name, rows in ledger.dataset().tables.items())


def test_a_sheet_reads_only_the_tables_it_points_to(ledger, tmp_path, monkeypatch):
    read: list[tuple[str, str]] = []
    table = Batch.table

    def noted(batch, name):
        read.append((batch.id, name))
        return table(batch, name)

    monkeypatch.setattr(Batch, "table", noted)
    handed(ledger, tmp_path / "5", "places.csv", "地点编码,地点名称,地点类别,上级编码\nC3,三社区,社区,S\n")
    assert {name for _, name in read} == {"places"}
