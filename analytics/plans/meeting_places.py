"""Where should meeting places open, so that most units or communities have one in reach?

Sites of the maximal covering location problem. Whether a room can be had there is not in the ledger.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from analytics.plans.distances import with_coordinates, within_reach
from analytics.plans.maximum_coverage import most_reached
from analytics.plans.plan import Parameter, Plan, PlanDefinition, PlanFacts

QUERY = "unit_coverage"
SITE_KINDS = ("community", "grid", "compound", "block", "building", "park", "market")
LIMITS = ("room_not_known", "straight_line_distance", "unknown_coordinates_left_out")


def meeting_places(facts: PlanFacts, settings: Mapping[str, Any]) -> Plan:
    """Sites that bring a meeting place within ``metres`` of the most units, or communities, that have none yet.

    Demand is the eligible units (operating, no agency) at the coordinates of their place, each of weight 1, or with
    ``demand`` ``communities`` the communities at their own, each of weight 1. Demand within ``metres`` of a living
    organisation with a venue is served already, also where that organisation lies outside the place asked for. Sites
    are the places from community down to block, building, park and market in scope, with coordinates. Then

    ``max Σ_i w_i z_i,  z_i <= Σ_{j: d(i, j) <= metres} x_j,  Σ_j x_j <= sites,  x binary``

    over the demand i not served yet, d the great-circle distance in metres (Church & ReVelle 1974, Papers of the
    Regional Science Association 32). Exact by HiGHS up to ``EXACT_UP_TO`` reaches and 20 s; else the greedy answer, in
    either case with a bound that no other choice passes. Of two places with the same reach the one with more
    organisations and units, which might offer a room, is taken; then the smaller code.

    Returns
    -------
    Plan
        ``value`` and ``bound``: demand served, existing meeting places included. ``count`` the same, ``of`` the demand
        whose coordinates are known, ``unknown`` the demand whose coordinates, or whether it is eligible, is not.
        Rows, in the order in which each adds the most: ``code, name, kind, community, lon, lat, reached`` (demand
        within ``metres``, served or not), ``added`` (not served by existing places or by rows above),
        ``organisations`` and ``units`` at the place itself. ``value`` is None where no demand has coordinates.
        ``measures``: ``served_before``; ``venues``, ``venues_without_coordinates`` (organisations with a venue),
        ``venue_unknown`` (organisations whose venue is blank: they serve nobody); ``coordinates_unknown`` and
        ``eligibility_unknown``, the two parts of ``unknown``; ``sites_possible``.
    """
    begun = time.perf_counter()
    places, metres = facts.region.places, settings["metres"]
    units = _units(facts)
    demand = _demand(facts, units, of=settings["demand"])
    known = demand.filter(pl.col("eligible") & pl.col("lon").is_not_null())
    blank = demand.filter(pl.col("eligible") & pl.col("lon").is_null()).height
    unsure = demand.get_column("eligible").null_count()
    based = with_coordinates(facts.region.organisations.select("code", "place", "has_venue"), places)
    venues = based.filter(pl.col("has_venue"))
    served = _near(known, venues.drop_nulls("lon"), metres)
    before = np.asarray(served.sum(axis=1)).ravel() > 0
    sites = _sites(facts, units)
    reach = _near(sites, known, metres)
    chosen = most_reached(reach, (~before).astype(np.float64), seats=settings["sites"])
    rows = sites[list(chosen.choices)].with_columns(
        pl.Series("reached", np.diff(reach.indptr)[list(chosen.choices)], dtype=pl.Int64),
        pl.Series("added", [round(gain) for gain in chosen.gains], dtype=pl.Int64),
    )
    already = int(before.sum())
    told = ["code", "name", "kind", "community", "lon", "lat", "reached", "added", "organisations", "units"]
    count = already + round(chosen.value)
    return Plan(
        id="meeting_places",
        rows=rows.select(told),
        objective="most_served",
        value=float(count) if known.height else None,
        bound=float(already + np.floor(chosen.bound + 1e-6)) if known.height else None,
        count=count,
        of=known.height,
        unknown=blank + unsure,
        seconds=time.perf_counter() - begun,
        parameters=dict(settings),
        limits=LIMITS,
        measures={
            "served_before": already,
            "venues": venues.height,
            "venues_without_coordinates": venues.get_column("lon").null_count(),
            "venue_unknown": facts.snapshot.organisations.get_column("has_venue").null_count(),
            "coordinates_unknown": blank,
            "eligibility_unknown": unsure,
            "sites_possible": sites.height,
        },
        queries=(QUERY,),
    )


def _units(facts: PlanFacts) -> pl.DataFrame:
    """Units in scope that are eligible (true) or may be (null): ``code, place, eligible``."""
    rows = facts.frames[QUERY].filter(pl.col("kind") != "agency")
    if facts.scope is not None:
        rows = rows.filter(pl.col("place").is_in(facts.scope.implode()).fill_null(value=False))
    told = rows.select("code", "place", (pl.col("status") == "operating").alias("eligible"))
    return told.filter(pl.col("eligible").fill_null(value=True)).sort("code")


def _demand(facts: PlanFacts, units: pl.DataFrame, *, of: str) -> pl.DataFrame:
    if of == "units":
        return with_coordinates(units, facts.region.places)
    communities = _in_scope(facts).filter(pl.col("kind") == "community")
    rows = communities.select("code", pl.col("code").alias("place"), pl.lit(value=True).alias("eligible"))
    return with_coordinates(rows, facts.region.places)


def _in_scope(facts: PlanFacts) -> pl.DataFrame:
    places = facts.region.places
    return places if facts.scope is None else places.filter(pl.col("code").is_in(facts.scope.implode()))


def _sites(facts: PlanFacts, units: pl.DataFrame) -> pl.DataFrame:
    """Possible sites; those whose place holds more organisations and units first."""
    here = {"organisations": facts.region.organisations, "units": units.filter(pl.col("eligible"))}
    sites = _in_scope(facts).filter(pl.col("kind").is_in(SITE_KINDS)).drop_nulls(["lon", "lat"])
    for name, rows in here.items():
        counts = rows.group_by(pl.col("place").alias("code")).agg(pl.len().cast(pl.Int64).alias(name))
        sites = sites.join(counts, on="code", how="left").with_columns(pl.col(name).fill_null(0))
    hosts = pl.col("organisations") + pl.col("units")
    return sites.sort(hosts, "code", descending=[True, False])


def _near(ones: pl.DataFrame, others: pl.DataFrame, metres: float) -> Any:
    lon, lat = (ones.get_column(name).cast(pl.Float64).to_numpy() for name in ("lon", "lat"))
    other_lon, other_lat = (others.get_column(name).cast(pl.Float64).to_numpy() for name in ("lon", "lat"))
    return within_reach(lon, lat, other_lon, other_lat, metres=metres)


MEETING_PLACES = PlanDefinition(
    "meeting_places",
    meeting_places,
    (
        Parameter("sites", "int", 5, least=1, most=200),
        Parameter("metres", "float", 500.0, least=1, most=100_000),
        Parameter("demand", "text", "units", choices=("units", "communities")),
    ),
    queries=(QUERY,),
    limits=LIMITS,
)
