"""Which idle resource could answer which open need, so that most needs are met and the ways are short?

Each listing once. Whether the resource is what the need asks for is in the title, and for people to read.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from analytics.matching import IDLE, UNMET
from analytics.plans.assigning import cheapest_pairs
from analytics.plans.distances import metres_between, with_coordinates, within_reach
from analytics.plans.needs import CATEGORIES, QUERY
from analytics.plans.plan import Parameter, Plan, PlanDefinition, PlanFacts

LIMITS = ("titles_not_compared", "one_resource_one_need", "straight_line_distance", "unknown_coordinates_left_out")
COLUMNS = (
    *("code", "name", "category", "organisation", "organisation_name"),
    *("resource", "resource_name", "resource_kind", "resource_organisation", "resource_organisation_name"),
    *("metres", "quantity", "resource_quantity", "quantity_enough", "open_until", "days_left"),
)


def matching(facts: PlanFacts, settings: Mapping[str, Any]) -> Plan:
    """Unmet needs with idle resources and services of other organisations: first most needs, then the fewest metres.

    Needs are those of the organisations in scope, resources those of the whole region, both open on the day and as the
    findings ``unmet_needs`` and ``idle_resources`` judge them. Two fit where they are of one category, their
    organisations are based at most ``metres`` apart (great circle), both stay open for ``days`` days more (a blank
    close: no end), and the resource has the quantity the need asks for. Where either quantity is blank the two fit and
    ``quantity_enough`` is None; with ``quantity`` ``ignore`` they fit whatever it is. Each need and each resource is
    used once. Then

    ``max Σ x_nr``, and of those with the most the least ``Σ metres_nr x_nr``, each n and each r in one at most,

    exact, to a millimetre a pair (``assigning``).

    Returns
    -------
    Plan
        ``value``, ``bound``: needs answered; equal. ``count`` the same, ``of`` needs whose category and coordinates are
        known, ``unknown`` the others. Rows, nearest first: ``code, name`` (of the need: its title)``, category,
        organisation, organisation_name`` (who needs)``, resource, resource_name, resource_kind,
        resource_organisation, resource_organisation_name`` (who has)``; reasons: ``metres, quantity,
        resource_quantity, quantity_enough, open_until`` (the earlier close of the two; None: no end)``, days_left``.
        ``value`` is None where there is no such need.
        ``measures``: ``metres_total``, the least for so many needs (None without a pair); ``resources`` with category
        and coordinates, ``resources_unknown`` the others; ``pairs_possible``; ``needs_alone``: needs that fit no
        resource at all.
    """
    begun = time.perf_counter()
    listings = with_coordinates(facts.frames[QUERY].sort("code"), facts.region.places)
    known = pl.col("category").is_in(CATEGORIES).fill_null(value=False) & pl.col("lon").is_not_null()
    ours = pl.lit(value=True)
    if facts.scope is not None:
        ours = pl.col("place").is_in(facts.scope.implode()).fill_null(value=False)
    asked, idle = listings.filter(UNMET & ours), listings.filter(IDLE)
    needs, resources = asked.filter(known), idle.filter(known)
    i, j = _fitting(facts, needs, resources, settings)
    metres = _metres(needs, i, resources, j)
    chosen = cheapest_pairs(i, j, np.rint(metres * 1000).astype(np.int64))
    rows = _rows(facts, needs[i[chosen]], resources[j[chosen]], metres[chosen])
    return Plan(
        id="matching",
        rows=rows,
        objective="most_needs_met",
        value=float(rows.height) if needs.height else None,
        bound=float(rows.height) if needs.height else None,
        count=rows.height,
        of=needs.height,
        unknown=asked.height - needs.height,
        seconds=time.perf_counter() - begun,
        parameters=dict(settings),
        limits=LIMITS,
        measures={
            "metres_total": float(metres[chosen].sum()) if len(chosen) else None,
            "resources": resources.height,
            "resources_unknown": idle.height - resources.height,
            "pairs_possible": len(i),
            "needs_alone": needs.height - len(np.unique(i)),
        },
        queries=(QUERY,),
    )


def _fitting(facts: PlanFacts, needs: pl.DataFrame, resources: pl.DataFrame, settings: Mapping[str, Any]) -> Any:
    """Rows of needs and of resources that fit, each pair once, sorted."""
    ends = [np.empty((2, 0), dtype=np.int64)]
    for category in CATEGORIES:
        some, others = (
            np.flatnonzero((rows.get_column("category") == category).to_numpy()) for rows in (needs, resources)
        )
        here = (needs.get_column(name).to_numpy()[some] for name in ("lon", "lat"))
        there = (resources.get_column(name).to_numpy()[others] for name in ("lon", "lat"))
        near = within_reach(*here, *there, metres=settings["metres"]).tocoo()
        ends.append(np.stack((some[near.row], others[near.col])).astype(np.int64))
    i, j = np.concatenate(ends, axis=1)
    asked, at_hand = needs[i], resources[j]
    # Compared as numbers: a blank close never comes, a blank quantity hides nothing.
    fit = (asked.get_column("organisation") != at_hand.get_column("organisation")).to_numpy()
    for rows in (asked, at_hand):
        left = (rows.get_column("closes") - pl.Series([facts.as_of])).dt.total_days()
        fit &= (left >= settings["days"]).fill_null(value=True).to_numpy()
    if settings["quantity"] == "enough":
        enough = at_hand.get_column("quantity") >= asked.get_column("quantity")
        fit &= enough.fill_null(value=True).to_numpy()
    order = np.flatnonzero(fit)[np.lexsort((j[fit], i[fit]))]
    return i[order], j[order]


def _metres(needs: pl.DataFrame, i: Any, resources: pl.DataFrame, j: Any) -> Any:
    lon, lat = (needs.get_column(name).to_numpy()[i] for name in ("lon", "lat"))
    other_lon, other_lat = (resources.get_column(name).to_numpy()[j] for name in ("lon", "lat"))
    return metres_between(lon, lat, other_lon, other_lat)


def _rows(facts: PlanFacts, needs: pl.DataFrame, resources: pl.DataFrame, metres: Any) -> pl.DataFrame:
    theirs = resources.select(
        pl.col("code").alias("resource"),
        pl.col("title").alias("resource_name"),
        pl.col("kind").alias("resource_kind"),
        pl.col("organisation").alias("resource_organisation"),
        pl.col("organisation_name").alias("resource_organisation_name"),
        pl.col("quantity").alias("resource_quantity"),
        pl.col("closes").alias("resource_closes"),
    )
    both = pl.concat([needs, theirs], how="horizontal").with_columns(
        pl.col("title").alias("name"),
        pl.Series("metres", metres, dtype=pl.Float64),
        (pl.col("resource_quantity") >= pl.col("quantity")).alias("quantity_enough"),
        pl.min_horizontal("closes", "resource_closes").alias("open_until"),
    )
    left = (pl.col("open_until") - pl.lit(facts.as_of)).dt.total_days()
    return both.with_columns(left.alias("days_left")).select(COLUMNS).sort("metres", "code")


MATCHING = PlanDefinition(
    "matching",
    matching,
    (
        Parameter("metres", "float", 5000.0, least=0, most=1_000_000),
        Parameter("days", "int", 0, least=0, most=3650),
        Parameter("quantity", "text", "enough", choices=("enough", "ignore")),
    ),
    queries=(QUERY,),
    limits=LIMITS,
)
