"""Is the store brought to the ledger's state, mended where it is damaged, and left alone where it is right?"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from graph_model.errors import NoData
from graph_model.ledger import PROBLEM_SCHEMA, Draft, Ledger, Source
from graph_model.publishing import ensure_published, publish_ledger
from graph_model.schema import TABLES
from graph_model.store import GraphStore
from graph_model.stores.embedded import EmbeddedStore


def embedded(folder: Path) -> GraphStore:
    return EmbeddedStore(folder, buffer_pool_mb=64, seconds=10.0, max_rows=1000)


def draft(code: str) -> Draft:
    rows = pl.DataFrame([{"code": code, "name": "甲", "kind": "community"}])
    places = pl.concat([TABLES["places"].schema.create_empty(), rows], how="diagonal")
    no_problems = pl.DataFrame(schema=PROBLEM_SCHEMA)
    return Draft({"places": places}, {}, no_problems, {}, (Source(f"{code}.csv", code * 8, 1),))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path)
    with ledger.lock():
        ledger.add(draft("p1"))
    return ledger


def codes(store: GraphStore) -> list[str]:
    return store.table("Place").get_column("code").to_list()


def test_without_a_batch_there_is_no_data(tmp_path: Path) -> None:
    with embedded(tmp_path) as store, pytest.raises(NoData):
        ensure_published(Ledger(tmp_path), store)


def test_a_store_that_holds_the_ledger_is_left_alone(ledger: Ledger, tmp_path: Path) -> None:
    with embedded(tmp_path) as store:
        assert ensure_published(ledger, store).report is not None
        assert ensure_published(ledger, store).report is None


def test_a_batch_that_came_in_since_is_published(ledger: Ledger, tmp_path: Path) -> None:
    with embedded(tmp_path) as store:
        publish_ledger(ledger, store)
        with ledger.lock():
            ledger.add(draft("p2"))
        assert ensure_published(ledger, store).report is not None
        assert codes(store) == ["p1", "p2"]


def test_undoing_the_only_batch_empties_the_store(ledger: Ledger, tmp_path: Path) -> None:
    with embedded(tmp_path) as store:
        publish_ledger(ledger, store)
        with ledger.lock():
            ledger.undo()
        publish_ledger(ledger, store)
        assert codes(store) == []


@pytest.mark.parametrize("harm", ["truncated", "emptied", "altered", "removed", "pointer"])
def test_a_damaged_build_is_mended_from_the_batches_and_told(ledger: Ledger, tmp_path: Path, harm: str) -> None:
    with embedded(tmp_path) as store:
        publish_ledger(ledger, store)
    (build,) = sorted(path for path in (tmp_path / "store" / "builds").rglob("*.lbug"))
    content = build.read_bytes()
    if harm == "truncated":
        build.write_bytes(content[: len(content) // 2])
    elif harm == "emptied":
        build.write_bytes(b"")
    elif harm == "altered":
        build.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif harm == "removed":
        build.unlink()
    else:
        pointer = tmp_path / "store" / "current.json"
        pointer.write_text(json.dumps({"build": "nowhere"}), "utf-8")
    with embedded(tmp_path) as store:
        brought = ensure_published(ledger, store)
        assert brought.mended is not None
        assert codes(store) == ["p1"]
        assert ensure_published(ledger, store).mended is None
