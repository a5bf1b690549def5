"""Facts for plans from plain rows of the ledger, without a store."""

from __future__ import annotations

import datetime as dt

import numpy as np

from analytics.plans.distances import EARTH_METRES
from analytics.plans.plan import Plan, PlanDefinition, PlanFacts
from graph_model.snapshot import places_below, take_snapshot
from tests.facts import answers, network_tables
from tests.region import AS_OF, Rows, dataset_from_rows

METRE = 180 / np.pi / EARTH_METRES  # of latitude, in degrees


def at(code: str, metres: float | None, kind: str = "grid", **more: object) -> dict[str, object]:
    """A place so many metres north of 30°, None: without coordinates."""
    lat = None if metres is None else 30 + metres * METRE
    return {"code": code, "name": code, "kind": kind, "lon": None if metres is None else 114.0, "lat": lat, **more}


def made(definition: PlanDefinition, rows: Rows, *, place: str | None = None, **given: object) -> Plan:
    """The plan of a region on the usual day."""
    tables, day = network_tables(dataset_from_rows(rows)), dt.date.fromisoformat(AS_OF)
    region = take_snapshot(tables, day)
    known = answers(tables, day)
    facts = PlanFacts(
        as_of=day,
        place=place,
        scope=None if place is None else places_below(region.places, place),
        snapshot=region.within(place),
        region=region,
        frames={name: known[name] for name in definition.queries},
        findings={},
    )
    assert set(given) <= {one.name for one in definition.parameters}
    return definition.make(
        facts, {p.name: p.checked(given[p.name]) if p.name in given else p.default for p in definition.parameters}
    )
