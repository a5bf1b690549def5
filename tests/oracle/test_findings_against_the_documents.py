"""Do the findings say what the documents say, on small random regions, from the csv files to the JSON?

The other side is ``plain_findings``, written from FINDINGS.md and LEDGER.md alone. What a finding is in itself is held
by the unit tests; here every one is held on many regions, days and places at once.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from analytics.investigation import Investigation
from analytics.registry import DEFINITIONS
from graph_model.ledger import Ledger
from graph_model.publishing import publish_ledger
from graph_model.stores.embedded import EmbeddedStore
from loaders.importer import load
from tests.oracle.plain_findings import Plain
from tests.oracle.random_region import tables_of

DAY = dt.date(2018, 6, 30)
ASKED = (
    (DAY, None),
    (DAY, "C1"),
    (dt.date(2018, 7, 1), None),
    (dt.date(2018, 7, 1), "P1"),
    (dt.date(2018, 3, 31), "S1"),
)
"""Days on and beside the end of a quarter; the whole, a community, a place in one, and all but the unplaced."""

SEEDS = range(12)

ONE_ROW_A_PLACE = {"organisation_coverage", "work_coverage"}
PAIRS_OF = {"possible_duplicates"}
"""Findings whose ``of`` counts what the oracle does not list: every pair that was compared."""


@pytest.mark.parametrize("seed", SEEDS)
def test_every_finding_says_what_the_documents_say(seed: int, tmp_path: Path) -> None:
    tables = tables_of(seed, DAY)
    with _published(tables, tmp_path) as store:
        investigation = Investigation(store)
        for day, place in ASKED:
            report = investigation.report(as_of=day, place=place).as_json()
            plain = Plain(tables, day, place)
            assert list(report["findings"]) == list(DEFINITIONS)
            for name, told in report["findings"].items():
                assert _as_told(name, told) == _as_expected(name, plain), (name, day, place)
            assert _screen(report) == plain.screen(), (day, place)
            assert _as_rounded(_card(report["scorecard"])) == _as_rounded(plain.scorecard()), (day, place)
            shells = report["findings"]["empty_shells"]
            unrecorded = plain.without_a_record()
            assert {row["code"] for row in shells["rows"] if not row["on_record"]} <= unrecorded, (day, place)
            assert shells["measures"] == {"without_a_record": len(unrecorded & plain.shells_by_meetings())}
            _hold_the_rows(report, tables)


def test_the_regions_hold_something_to_find_and_something_untold() -> None:
    """Else agreement would be worth nothing: over the seeds every finding has a subject found, and one passed."""
    seen: dict[str, set[str]] = {name: set() for name in DEFINITIONS}
    for seed in SEEDS:
        plain = Plain(tables_of(seed, DAY), DAY)
        for name in DEFINITIONS:
            told = plain.finding(name)
            seen[name] |= {kind for kind in ("found", "passed", "unknown") if getattr(told, kind)}
    without_unknown = {name for name, kinds in seen.items() if "unknown" not in kinds}
    assert {name for name, kinds in seen.items() if "found" not in kinds} == set()
    assert {name for name, kinds in seen.items() if "passed" not in kinds} <= PAIRS_OF | {"weak_community_screen"}
    assert without_unknown == _NEVER_UNKNOWN | {"weak_community_screen"}


_NEVER_UNKNOWN = {
    "places_without_organisation", "few_support_points", "isolated_organisations",
    "organisations_outside_the_largest_component", "ties_by_domain", "key_organisations", "cut_points", "bridges",
    "overdue_quarterly_meetings", "unmet_needs", "idle_resources", "possible_duplicates", "figures_that_disagree",
}  # fmt: skip


def _published(tables: dict[str, list[dict[str, Any]]], folder: Path) -> EmbeddedStore:
    """A store that holds the tables as they come in from csv files; none of their rows is turned away."""
    hand_in = folder / "hand-in"
    hand_in.mkdir()
    for name, rows in tables.items():
        if rows:
            with (hand_in / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                sheet = csv.DictWriter(file, fieldnames=list(rows[0]))
                sheet.writeheader()
                sheet.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    ledger = Ledger(folder / "data")
    report = load([hand_in], ledger=ledger, as_of=DAY)
    assert set(report.problems.get_column("code")) <= {"inconsistent"}, report.problems
    store = EmbeddedStore(folder / "data", buffer_pool_mb=128, seconds=20.0, max_rows=10_000)
    publish_ledger(ledger, store)
    return store


def _cell(value: object) -> object:
    return ("yes" if value else "no") if isinstance(value, bool) else "" if value is None else value


def _as_told(name: str, told: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {"count": told["count"], "unknown": told["unknown"]}
    if name not in PAIRS_OF:
        said["of"] = told["of"]
    if name not in ONE_ROW_A_PLACE:
        ends = ("a", "b") if DEFINITIONS[name].subject in ("tie", "pair") else ("code",)
        for status in ("found", "unknown"):
            said[f"{status}_codes"] = sorted(
                "|".join(row[end] for end in ends) for row in told["rows"] if row["status"] == status
            )
    return said


def _as_expected(name: str, plain: Plain) -> dict[str, Any]:
    told = plain.finding(name)
    said: dict[str, Any] = {"count": len(told.found), "unknown": len(told.unknown)}
    if name not in PAIRS_OF:
        said["of"] = len(told.found) + len(told.passed)
    if name not in ONE_ROW_A_PLACE:
        for status, subjects in (("found", told.found), ("unknown", told.unknown)):
            said[f"{status}_codes"] = sorted("|".join(one) if isinstance(one, tuple) else one for one in subjects)
    return said


def _screen(report: dict[str, Any]) -> dict[str, tuple[set[str], set[str]]]:
    told: dict[str, tuple[set[str], set[str]]] = {}
    for cell in report["findings"]["weak_community_screen"]["breakdowns"]["matrix"]:
        fails, untold = told.setdefault(cell["code"], (set(), set()))
        if cell["state"] in ("fail", "unknown"):
            (fails if cell["state"] == "fail" else untold).add(cell["indicator"])
    return told


def _card(scorecard: dict[str, Any]) -> dict[str, Any]:
    """Of the scorecard what the oracle tells."""
    names = ("organisations", "ties", "density", "isolates", "components")
    cards = {name: scorecard[name] for name in ("all", "without_hub")} | scorecard["by_layer"]
    short = {name: {figure: card[figure] for figure in names} for name, card in cards.items()}
    return {
        "all": short.pop("all"),
        "without_hub": short.pop("without_hub"),
        "by_layer": short,
    }


def _as_rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_rounded(one) for name, one in value.items()}
    return round(value, 12) if isinstance(value, float) else value


def _hold_the_rows(report: dict[str, Any], tables: dict[str, list[dict[str, Any]]]) -> None:
    """Each row names its subject by code and name, says its status and gives evidence."""
    named = {
        row["code"]: row.get("name", row.get("title"))
        for name in ("places", "organisations", "units", "committees", "agreements", "listings")
        for row in tables[name]
    }
    for finding, told in report["findings"].items():
        for row in told["rows"]:
            ends = [("a", "a_name"), ("b", "b_name")] if "a" in row else [("code", "name")]
            head = [*(code for code, _ in ends), *(name for _, name in ends), "status"]
            assert list(row)[: len(head)] == head, finding
            assert len(row) > len(head), finding
            assert row["status"] in ("found", "unknown"), finding
            if finding != "figures_that_disagree":
                assert [row[name] for _, name in ends] == [named[row[code]] for code, _ in ends], finding
