"""Does the whole way hold on the bundled sub-district: workbook, ledger, either store, findings?

The truth is what the generator planted, never what the findings say; the two stores must answer the same to the letter.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest

from analytics.report import Investigation
from graph_model.dataset import Dataset
from graph_model.ledger import Ledger
from graph_model.store import GraphStore
from loaders.importer import load
from loaders.synthetic.subdistrict import Region, generate, write_boundaries, write_workbook
from tests.contract.conftest import STORES, _home

ONE_ROW_A_PLACE = {"organisation_coverage", "work_coverage"}


@pytest.fixture(scope="module")
def region() -> Region:
    return generate()


@pytest.fixture(scope="module")
def dataset(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("hand-in")
    write_workbook(region, folder / "ledger.xlsx")
    write_boundaries(region, folder / "boundaries.geojson")
    ledger = Ledger(tmp_path_factory.mktemp("data"))
    day = dt.date.fromisoformat(region.truth["as_of"])
    report = load([folder / "ledger.xlsx", folder / "boundaries.geojson"], ledger=ledger, as_of=day)
    assert report.exit_code == 0, report.problems
    return ledger.dataset()


@pytest.fixture(scope="module", params=STORES)
def store(
    request: pytest.FixtureRequest, dataset: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[GraphStore]:
    with _home(request.param, tmp_path_factory.mktemp("store"), request).open() as opened:
        opened.publish(dataset)
        yield opened


@pytest.fixture(scope="module")
def report(store: GraphStore) -> dict[str, Any]:
    return Investigation(store).report().as_json()


def test_every_planted_situation_is_found_and_none_besides(region: Region, report: dict[str, Any]) -> None:
    assert report["as_of"] == region.truth["as_of"]
    told: dict[str, Any] = {}
    planted: dict[str, Any] = {}
    for name, truth in region.truth["findings"].items():
        finding = report["findings"][name]
        rows = {status: _codes(finding["rows"], status) for status in ("found", "unknown")}
        if truth["found"] is None:  # only some are promised
            assert set(truth["includes"]) <= set(rows["found"]), name
            continue
        told[name] = {"count": finding["count"], "unknown": finding["unknown"], "of": finding["of"]}
        of = finding["of"] if truth["of"] is None else truth["of"]
        planted[name] = {"count": len(truth["found"]), "unknown": len(truth["unknown"]), "of": of}
        if name not in ONE_ROW_A_PLACE:
            told[name] |= rows
            planted[name] |= {"found": sorted(truth["found"]), "unknown": sorted(truth["unknown"])}
    assert told == planted
    assert len(planted) >= 28


def test_both_stores_give_the_same_report_to_the_letter(
    dataset: Dataset, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    said = {}
    for kind in STORES:
        with _home(kind, tmp_path_factory.mktemp(kind), request).open() as opened:
            opened.publish(dataset)
            said[kind] = json.dumps(Investigation(opened).report().as_json(), ensure_ascii=False)
    assert said["embedded"] == said["neo4j"]


def _codes(rows: list[dict[str, Any]], status: str) -> list[str]:
    def code(row: dict[str, Any]) -> str:
        return str(row["code"]) if "code" in row else f"{row['a']}|{row['b']}"

    return sorted(code(row) for row in rows if row["status"] == status)
