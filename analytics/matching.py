"""Which needs has nobody taken up, and which resources and services lie idle?

Open listings of living organisations. Whose resource would answer whose need is a plan, not told here.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analytics.finding import FOUND, PASSED, Definition, Facts, Finding, judged

QUERY = "open_listings"
UNMET = (pl.col("kind") == "need") & (pl.col("claims") == 0)
"""Of the rows of ``open_listings``: a need that no other organisation has claimed."""
IDLE = pl.col("kind").is_in(["resource", "service"]) & (pl.col("claims") == 0) & (pl.col("answers") == 0)
"""Of the same rows: a resource or service that nobody else has claimed and that answers no claimed listing."""


def unmet_needs(facts: Facts) -> Finding:
    """Open needs that no other organisation has claimed by the day."""
    return _open_listings(facts, "unmet_needs", kinds=("need",), idle=UNMET)


def idle_resources(facts: Facts) -> Finding:
    """Open resources and services that no other organisation has claimed and that answer no claimed listing."""
    return _open_listings(facts, "idle_resources", kinds=("resource", "service"), idle=IDLE)


def _open_listings(facts: Facts, finding_id: str, *, kinds: Sequence[str], idle: pl.Expr) -> Finding:
    """Listings of some kinds, posted (blank: yes) and not closed (blank: no; the last day is still open)."""
    rows = (
        facts.frame(QUERY)
        .filter(pl.col("kind").is_in(kinds))
        .with_columns(
            pl.col("title").alias("name"),
            (facts.as_of - pl.col("posted")).dt.total_days().alias("age_days"),
            idle.alias("found"),
        )
    )
    return judged(
        finding_id,
        rows,
        status=pl.when("found").then(pl.lit(FOUND)).otherwise(pl.lit(PASSED)),
        evidence=[
            "age_days",
            "posted",
            "closes",
            "kind",
            "category",
            "quantity",
            "organisation",
            "organisation_name",
            "place",
        ],
        queries=[QUERY],
        breakdowns={"category": "category"},
    )


UNMET_NEEDS = Definition("unmet_needs", "listing", unmet_needs, queries=[QUERY])
IDLE_RESOURCES = Definition("idle_resources", "listing", idle_resources, queries=[QUERY])
