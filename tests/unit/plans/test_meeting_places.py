"""Where meeting places open: by hand, against trying every choice, and with what is not known."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.plans.distances import EARTH_METRES
from analytics.plans.meeting_places import MEETING_PLACES
from analytics.plans.plan import PlanFacts
from graph_model.queries import answer_schema, catalogue
from graph_model.snapshot import places_below
from tests.facts import snapshot_of

METRE = 180 / np.pi / EARTH_METRES  # of latitude, in degrees


def at(code, metres, kind="grid", **more):
    """A place so many metres north of 30°."""
    lat = None if metres is None else 30 + metres * METRE
    return {"code": code, "name": code, "kind": kind, "lon": 114.0, "lat": lat, **more}


def plan_of(places, units=(), organisations=(), *, place=None, **given):
    schema = answer_schema(catalogue()["unit_coverage"])
    rows = [{"kind": "private_enterprise", "status": "operating", **unit} for unit in units]
    answered = pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
    region = snapshot_of({"places": places, "organisations": organisations})
    facts = PlanFacts(
        as_of=dt.date(2018, 6, 30),
        place=place,
        scope=None if place is None else places_below(region.places, place),
        snapshot=region.within(place),
        region=region,
        frames={"unit_coverage": answered},
        findings={},
    )
    chosen = {one.name: one.checked(given.get(one.name, one.default)) for one in MEETING_PLACES.parameters}
    return MEETING_PLACES.make(facts, chosen)


def unit(code, place, **more):
    return {"code": code, "name": code, "place": place, **more}


def organisation(code, place, **more):
    return {"code": code, "name": code, "level": "branch", "domain": "community", "place": place, **more}


# Places on a line, 0 100 200 1000 m; units: two at A, one at B, one at C, two at D.
LINE = [at("A", 0), at("B", 100), at("C", 200), at("D", 1000)]
UNITS = [unit(f"U{i}", place) for i, place in enumerate("AABCDD")]


def test_the_middle_of_a_line_then_what_is_far():
    plan = plan_of(LINE, UNITS, sites=2, metres=100)
    assert plan.rows.select("code", "reached", "added", "organisations", "units").rows() == [
        ("B", 4, 4, 0, 1), ("D", 2, 2, 0, 2),
    ]  # fmt: skip
    assert (plan.value, plan.bound, plan.optimal, plan.count, plan.of, plan.unknown) == (6, 6, True, 6, 6, 0)


def test_a_venue_serves_what_is_near_it_and_a_blank_one_nobody():
    organisations = [
        organisation("O1", "D", has_venue=True), organisation("O2", "A", has_venue=None),
        organisation("O3", "C", has_venue=False), organisation("O4", None, has_venue=True),
    ]  # fmt: skip
    plan = plan_of(LINE, UNITS, organisations, sites=1, metres=99)
    assert plan.rows.select("code", "added").rows() == [("A", 2)]
    assert (plan.value, plan.bound, plan.measures) == (4, 4, {
        "served_before": 2, "venues": 2, "venues_without_coordinates": 1, "venue_unknown": 1,
        "coordinates_unknown": 0, "eligibility_unknown": 0, "sites_possible": 4,
    })  # fmt: skip


def test_a_venue_beyond_the_border_of_the_place_serves_too():
    places = [
        {"code": "C1", "name": "C1", "kind": "community"},
        {"code": "C2", "name": "C2", "kind": "community"},
        at("A", 0, parent="C1"),
        at("B", 50, parent="C2"),
    ]
    plan = plan_of(
        places, [unit("U", "A"), unit("V", "B")], [organisation("O", "B", has_venue=True)], place="C1", metres=60
    )
    assert (plan.rows.height, plan.value, plan.of, plan.measures["served_before"]) == (0, 1, 1, 1)


def test_what_is_not_known_is_told_and_never_at_zero():
    places = [at("A", 0), {"code": "N", "name": "N", "kind": "grid"}, at("H", None)]
    units = [
        unit("U1", "A"), unit("U2", "N"), unit("U3", "H"), unit("U4", None), unit("U5", "A", status=None),
        unit("U6", "A", kind="agency"), unit("U7", "A", status="closed"),
    ]  # fmt: skip
    plan = plan_of(places, units, sites=3, metres=100_000)
    assert plan.rows.get_column("code").to_list() == ["A"]
    assert (plan.value, plan.of, plan.unknown) == (1, 1, 4)
    assert (plan.measures["coordinates_unknown"], plan.measures["eligibility_unknown"]) == (3, 1)


def test_communities_as_demand():
    places = [at("C1", 0, "community"), at("C2", 300, "community"), at("C3", None, "community"), at("G", 150)]
    plan = plan_of(places, UNITS[:1], sites=1, metres=150, demand="communities")
    assert plan.rows.select("code", "reached", "added").rows() == [("G", 2, 2)]
    assert (plan.value, plan.of, plan.unknown) == (2, 2, 1)


@pytest.mark.parametrize(("places", "units"), [([], []), (LINE, []), ([at("A", None)], [unit("U", "A")])])
def test_nobody_to_serve_has_no_best(places, units):
    plan = plan_of(places, units)
    assert (plan.rows.height, plan.value, plan.bound, plan.optimal, plan.count, plan.of) == (0, None, None, None, 0, 0)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 600), min_size=1, max_size=7),
    st.lists(st.integers(0, 6), min_size=1, max_size=9),
    st.integers(1, 3),
)
def test_no_choice_of_sites_serves_more(spots, homes, sites):
    places = [at(f"P{i}", metres) for i, metres in enumerate(spots)]
    where = [home % len(spots) for home in homes]
    plan = plan_of(places, [unit(f"U{i}", f"P{home}") for i, home in enumerate(where)], sites=sites, metres=100.5)
    best = max(
        sum(any(abs(spots[home] - spots[site]) <= 100 for site in some) for home in where)
        for some in combinations(range(len(spots)), min(sites, len(spots)))
    )
    assert (plan.value, plan.bound, plan.rows.get_column("added").sum()) == (best, best, best)
