"""Facts for findings, from plain rows, without a store: the network tables straight out of a dataset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import polars as pl

from analytics.finding import Facts, Finding
from analytics.rules import bundled_rules
from graph_model.dataset import Dataset
from graph_model.errors import UnknownName
from graph_model.snapshot import NetworkTables, Snapshot, places_below, take_snapshot
from graph_model.snapshot.tables import NODE_TABLES, TIE_TABLES
from tests.region import AS_OF, Rows, dataset_from_rows


def network_tables(dataset: Dataset) -> NetworkTables:
    """What ``read_network_tables`` would read from a store that holds this dataset."""
    frames = {label: dataset.nodes(label).select(columns) for label, columns in NODE_TABLES.items()}
    frames |= {name: dataset.relationships(name) for name in TIE_TABLES}
    return NetworkTables(dataset.version, frames)


def snapshot_of(rows: Rows, *, day: str = AS_OF, place: str | None = None) -> Snapshot:
    return take_snapshot(network_tables(dataset_from_rows(rows)), dt.date.fromisoformat(day), place=place)


def nothing_else(finding_id: str, **_: object) -> Finding:
    raise UnknownName("finding", finding_id)


def facts_of(
    rows: Rows,
    *,
    day: str = AS_OF,
    place: str | None = None,
    layer: str | None = None,
    frames: Mapping[str, pl.DataFrame] | None = None,
    ask: Callable[..., Finding] = nothing_else,
) -> Facts:
    snapshot = snapshot_of(rows, day=day, place=place)
    return Facts(
        as_of=snapshot.as_of,
        place=place,
        layer=layer,
        scope=None if place is None else places_below(snapshot.places, place),
        frames=frames or {},
        snapshot=snapshot,
        rules=bundled_rules(),
        findings={},
        ask=ask,
    )


def told(finding: Finding) -> dict[str, str]:
    """Status by code (of a tie or pair: ``a|b``)."""
    if "a" in finding.rows.columns:
        return {f"{row['a']}|{row['b']}": row["status"] for row in finding.rows.iter_rows(named=True)}
    return {row["code"]: row["status"] for row in finding.rows.iter_rows(named=True)}


def counts(finding: Finding) -> tuple[int, int, int]:
    """Found, of how many, and unknown beside them."""
    return finding.count, finding.of, finding.unknown


def evidence(finding: Finding, code: str) -> dict[str, object]:
    return next(row for row in finding.rows.iter_rows(named=True) if row["code"] == code)
