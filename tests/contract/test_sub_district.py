"""Does the whole way hold on the bundled sub-district: workbook, ledger, either store, findings?

The truth is what the generator planted, never what the findings say; the two stores must answer the same to the letter.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator
from typing import Any

import networkx as nx
import pytest

from analytics.investigation import Investigation
from analytics.plans.making import make_plan
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


def test_plans_are_made_of_what_was_planted(report: dict[str, Any], store: GraphStore) -> None:
    asked = Investigation(store)
    kept = {keep: make_plan(asked, "pairing_plan", {"keep": keep}) for keep in ("running", "planned")}
    # Ten of a town with a village were signed; three of them are still planned.
    assert [kept[keep].measures["pairs_kept"] for keep in ("running", "planned")] == [7, 10]
    assert [kept[keep].measures["pairs_made"] for keep in ("running", "planned")] == [10, 10]
    places = {row["code"]: row for row in asked.snapshot(as_of=asked.default_day).places.to_dicts()}

    def fits(need: dict[str, Any], idle: dict[str, Any]) -> bool:
        a, b = places[need["place"]], places[idle["place"]]
        north, east = a["lat"] - b["lat"], (a["lon"] - b["lon"]) * math.cos(math.radians(a["lat"]))
        return (
            need["category"] == idle["category"]
            and idle["quantity"] >= need["quantity"]
            and math.hypot(north, east) * 111_195 <= 5000
        )

    needs, idle = (_found(report, name) for name in ("unmet_needs", "idle_resources"))
    fitting = nx.Graph((n["code"], r["code"]) for n in needs for r in idle if fits(n, r))
    most = len(nx.max_weight_matching(fitting, maxcardinality=True))
    matched = make_plan(asked, "matching")
    assert (matched.count, matched.of, matched.unknown) == (most, len(needs), 0)
    alone = report["findings"]["isolated_organisations"]["measures"]["isolated_without_hub"]
    partners = make_plan(asked, "suggested_partners", {"ties": 0})
    assert (partners.count, partners.of, partners.measures["organisations_alone"]) == (alone, alone, alone)


def _found(report: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [row for row in report["findings"][name]["rows"] if row["status"] == "found"]
