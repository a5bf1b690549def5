"""Whom should a joint committee invite, so that most units and domains of its place are reached?

Organisations and units as a maximum coverage. Who would come, and which post sits there, is for people.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from scipy import sparse

from analytics.plans.maximum_coverage import most_reached
from analytics.plans.plan import Parameter, Plan, PlanDefinition, PlanFacts
from graph_model.errors import UnknownName
from graph_model.snapshot import places_below

UNITS, COVERS = "unit_coverage", "units_covered"
LIMITS = ("willingness_not_known", "units_without_place_left_out", "unknown_status_left_out")
ROWS = {
    "rank": pl.Int64,
    "subject": pl.String,
    "code": pl.String,
    "name": pl.String,
    "domain": pl.String,
    "kind": pl.String,
    "place": pl.String,
    "reached": pl.Int64,
    "units_added": pl.Int64,
    "domains_added": pl.Int64,
}


def committee_seats_plan(facts: PlanFacts, settings: Mapping[str, Any]) -> Plan:
    """The ``seats`` further members of a committee that reach the most, beside those who sit on it already.

    The committee's place and all below it are looked at; without ``committee``, a new one for the place asked for, on
    which nobody sits. *Reached* is an eligible unit (operating, no agency) there that a member covers as its own or
    jointly, wherever the member is based, or that is itself invited; and a domain of the organisations based there, of
    which a member is one. Instructors and liaisons do not reach. A lead without a seat counts as a member: nobody
    invites who leads. Candidates are the living organisations based there and the eligible units. Then

    ``max Σ_u z_u + domain_weight Σ_d z_d,  z_e <= Σ_{c reaches e} x_c,  Σ_c x_c <= seats,  x binary``

    over what is not reached yet (Church & ReVelle 1974; the greedy answer reaches 1 - 1/e of it: Nemhauser, Wolsey &
    Fisher 1978), by HiGHS with a time limit of 20 s. Seats that no organisation uses better go to units that nobody
    reaches, by code: each of them adds one.

    Returns
    -------
    Plan
        ``value`` and ``bound``: units reached + ``domain_weight`` x domains reached, members of today included; None
        where there is neither unit nor domain. ``count`` units reached, ``of`` eligible units there, ``unknown`` those
        with a blank status. Rows in the order in which each adds the most: ``rank, subject`` (``organisation`` or
        ``unit``)``, code, name, domain, kind`` (of a unit)``, place, reached`` (units it reaches by itself),
        ``units_added, domains_added``.
        ``measures``: ``units_before``, ``domains_before``, ``domains_reached``, ``domains`` (there are),
        ``members_before``.

    Raises
    ------
    UnknownName
        No living committee of that code in the place asked for.
    """
    begun = time.perf_counter()
    scope, members = _committee(facts, settings["committee"])
    inside = pl.lit(value=True) if scope is None else pl.col("place").is_in(scope.implode()).fill_null(value=False)
    based = facts.region.organisations.filter(inside)
    rows = facts.frames[UNITS].filter(inside & (pl.col("kind") != "agency")).sort("code")
    units = rows.filter((pl.col("status") == "operating").fill_null(value=False))
    everybody = pl.concat([based, facts.region.organisations.filter(pl.col("code").is_in(members.implode()))]).unique(
        "code"
    )
    reaches, domains = _reaches(facts, everybody.sort("code"), units, based)
    codes = everybody.sort("code").get_column("code")
    sits = codes.is_in(members.implode()).to_numpy()
    before = np.asarray(reaches[np.flatnonzero(sits), :].sum(axis=0)).ravel() > 0
    weights = np.concatenate((np.ones(units.height), np.full(len(domains), settings["domain_weight"])))
    single = (np.arange(len(weights)) < units.height) & ~before
    free = np.flatnonzero(~sits)
    chosen = most_reached(
        sparse.csr_array(reaches[free, :]), np.where(before, 0.0, weights), seats=settings["seats"], single=single
    )
    invited = [int(free[choice]) for choice in chosen.choices]
    told, reached = _invited(reaches, invited, before, everybody.sort("code"), units, chosen.singles)
    already = float(weights[before].sum())
    return Plan(
        id="committee_seats_plan",
        rows=told,
        objective="most_units_and_domains_reached",
        value=already + chosen.value if len(weights) else None,
        bound=already + chosen.bound if len(weights) else None,
        count=int(reached[: units.height].sum()),
        of=units.height,
        unknown=rows.get_column("status").null_count(),
        seconds=time.perf_counter() - begun,
        parameters=dict(settings),
        limits=LIMITS,
        measures={
            "units_before": int(before[: units.height].sum()),
            "domains_before": int(before[units.height :].sum()),
            "domains_reached": int(reached[units.height :].sum()),
            "domains": len(domains),
            "members_before": int(sits.sum()),
        },
        queries=(UNITS, COVERS),
    )


def _committee(facts: PlanFacts, code: str | None) -> tuple[pl.Series | None, pl.Series]:
    """Codes of the places a committee serves, None for the region; and of the organisations that sit on it or lead."""
    nobody = pl.Series("organisation", [], dtype=pl.String)
    if not code:
        return facts.scope, nobody
    row = facts.snapshot.committees.filter(pl.col("code") == code)
    if row.is_empty():
        raise UnknownName("committee", code, known=facts.snapshot.committees.get_column("code").to_list())
    place, lead = row.item(0, "place"), row.item(0, "lead")
    seated = facts.region.seats.filter(pl.col("committee") == code).get_column("organisation")
    scope = facts.scope if place is None else places_below(facts.region.places, place)
    return scope, pl.concat([seated, pl.Series("organisation", [lead], dtype=pl.String).drop_nulls()]).unique()


def _reaches(
    facts: PlanFacts, organisations: pl.DataFrame, units: pl.DataFrame, based: pl.DataFrame
) -> tuple[sparse.csr_array[Any, tuple[int, int]], list[str]]:
    """Which organisation reaches which units, then which domains of those based there; rows as ``organisations``."""
    domains = based.get_column("domain").drop_nulls().unique().sort()
    columns = pl.concat([units.select(pl.col("code").alias("subject")), domains.to_frame("subject")])
    at = columns.with_row_index("column").with_columns((pl.col("column") >= units.height).alias("is_domain"))
    covered = facts.frames[COVERS].select(
        "organisation", pl.col("unit").alias("subject"), is_domain=pl.lit(value=False)
    )
    of_domain = organisations.select(
        pl.col("code").alias("organisation"), pl.col("domain").alias("subject"), is_domain=pl.lit(value=True)
    )
    held = (
        pl.concat([covered, of_domain])
        .unique()
        .join(at, on=["subject", "is_domain"])
        .join(organisations.select(pl.col("code").alias("organisation")).with_row_index("row"), on="organisation")
    )
    row, column = held.get_column("row").to_numpy(), held.get_column("column").to_numpy()
    shape = (organisations.height, columns.height)
    return sparse.csr_array((np.ones(len(row)), (row, column)), shape=shape), domains.to_list()


def _invited(
    reaches: sparse.csr_array[Any, tuple[int, int]],
    invited: list[int],
    before: Any,
    organisations: pl.DataFrame,
    units: pl.DataFrame,
    singles: int,
) -> tuple[pl.DataFrame, Any]:
    """The rows told, and what is reached with them."""
    reached = before.copy()
    rows: list[tuple[Any, ...]] = []
    for row in invited:
        own = reaches.indices[reaches.indptr[row] : reaches.indptr[row + 1]]
        new, here = own[~reached[own]], organisations.row(row, named=True)
        added = int((new < units.height).sum())
        told = ("organisation", here["code"], here["name"], here["domain"], None, here["place"])
        rows.append((len(rows) + 1, *told, int((own < units.height).sum()), added, len(new) - added))
        reached[own] = True
    for at in np.flatnonzero(~reached[: units.height])[:singles].tolist():
        here = units.row(at, named=True)
        rows.append((len(rows) + 1, "unit", here["code"], here["name"], None, here["kind"], here["place"], 1, 1, 0))
        reached[at] = True
    return pl.DataFrame(rows, schema=ROWS, orient="row"), reached


COMMITTEE_SEATS_PLAN = PlanDefinition(
    "committee_seats_plan",
    committee_seats_plan,
    (
        Parameter("committee", "text"),
        Parameter("seats", "int", 5, least=1, most=100),
        Parameter("domain_weight", "float", 5.0, least=0, most=1000),
    ),
    queries=(UNITS, COVERS),
    limits=LIMITS,
)
