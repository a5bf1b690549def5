"""Which communities lack the workers, funds, room or assistants they should have, and which committees the contact?

Each standard by itself; all of a community together is ``communities``.
"""

from __future__ import annotations

import polars as pl

from analytics.finding import Definition, Facts, Finding, judged
from analytics.subjects import verdict, with_community
from graph_model.snapshot import months_before

QUERY = "community_standards"
CONTACTS_QUERY = "committee_contacts"

_BREAKDOWNS = {"community_type": "community_type"}


def _communities(facts: Facts) -> pl.DataFrame:
    return facts.frame(QUERY, place_column="code")


def staffing_below_standard(facts: Facts) -> Finding:
    """Communities with more households a worker than there may be, or urban ones with too few workers.

    Found where workers x 400 < households, or where an urban community has fewer than 5; exactly 400 each passes.
    Unknown where households or workers are blank, unless the other rule already fails; and where the first rule holds
    but the type is blank and the workers are fewer than an urban community needs.

    Evidence: ``few_a_household`` and ``few_in_all`` (the two rules; null: unknown), ``households_a_worker`` (null
    without a worker), ``workers_from`` (the least number that would pass), ``below_strict`` (the bar of 300).
    """
    most, strict = facts.rules["households_per_worker_most"], facts.rules["households_per_worker_strict"]
    least = facts.rules["urban_workers_from"]
    workers, households = pl.col("workers"), pl.col("households")
    urban = pl.col("community_type") == "urban"
    needed = (households / most.value).ceil().cast(pl.Int64)
    rows = _communities(facts).with_columns(
        (workers * most.value < households).alias("few_a_household"),
        (urban & (workers < least.value)).alias("few_in_all"),
        pl.when(workers > 0).then(households / workers).alias("households_a_worker"),
        pl.when(urban)
        .then(pl.when(needed.is_not_null()).then(pl.max_horizontal(needed, pl.lit(least.value))))
        .otherwise(needed)
        .alias("workers_from"),
        (workers * strict.value < households).alias("below_strict"),
    )
    return judged(
        "staffing_below_standard",
        rows,
        status=verdict(pl.col("few_a_household") | pl.col("few_in_all")),
        evidence=[
            "community_type", "households", "workers", "few_a_household", "few_in_all", "households_a_worker",
            "workers_from", "below_strict",
        ],
        thresholds=[most, strict, least],
        queries=[QUERY],
        breakdowns=_BREAKDOWNS,
    )  # fmt: skip


def funds_below_standard(facts: Facts) -> Finding:
    """Communities whose work funds or service funds (yuan a year) are under their least; exactly the least passes.

    Unknown where either is blank and the other is not below.
    """
    work, service = facts.rules["work_funds_from"], facts.rules["service_funds_from"]
    return judged(
        "funds_below_standard",
        _communities(facts),
        status=verdict((pl.col("work_funds") < work.value) | (pl.col("service_funds") < service.value)),
        evidence=[
            "community_type",
            "work_funds",
            pl.lit(work.value).alias("work_funds_from"),
            "service_funds",
            pl.lit(service.value).alias("service_funds_from"),
        ],
        thresholds=[work, service],
        queries=[QUERY],
        breakdowns=_BREAKDOWNS,
    )


def space_below_standard(facts: Facts) -> Finding:
    """Communities with less than 30 m2 of service area for every 100 households; exactly that passes.

    Unknown where the area or the households are blank. Evidence: ``area_per_100_households`` (null without a household)
    and ``service_area_from``, the least area in m2.
    """
    least = facts.rules["service_area_from"]
    area, households = pl.col("service_area"), pl.col("households")
    # A millionth of a square metre: 33.3 m2 for 111 households is enough, though 33.3 * 100 is not quite 3330.
    short = area * 100 < households * least.value - 1e-6
    return judged(
        "space_below_standard",
        _communities(facts),
        status=verdict(short),
        evidence=[
            "community_type",
            "households",
            "service_area",
            pl.when(households > 0).then(area * 100 / households).alias("area_per_100_households"),
            (households * least.value / 100).alias("service_area_from"),
        ],
        thresholds=[least],
        queries=[QUERY],
        breakdowns=_BREAKDOWNS,
    )


def assistants_missing(facts: Facts) -> Finding:
    """Communities without a secretary's assistant; unknown where blank."""
    least = facts.rules["assistants_from"]
    return judged(
        "assistants_missing",
        _communities(facts),
        status=verdict(pl.col("assistants") < least.value),
        evidence=["community_type", "assistants", pl.lit(least.value).alias("assistants_from")],
        thresholds=[least],
        queries=[QUERY],
        breakdowns=_BREAKDOWNS,
    )


def committees_without_contact(facts: Facts) -> Finding:
    """Living community committees to which no post is assigned, or whose last contact lies over three months back.

    A blank post is found: here the blank itself is the want. It is unknown where no committee of the region has one,
    since the column was then not handed in, and where what stood in the cell was not kept. With a post, a blank last
    contact is unknown. A contact on the very day three months earlier still counts, and so does one after the day asked
    of. Evidence: ``without_post`` (null: unknown), ``contact_from`` (the earliest day that would pass), ``days_since``.
    """
    months = facts.rules["contact_months"]
    earliest = months_before(facts.as_of, int(months.value))
    post = pl.col("contact_post")
    lost = pl.col("code").is_in(list(facts.not_kept.get("committees.contact_post", frozenset())))
    unheard = post.is_null() & (pl.lit("committees.contact_post" in facts.lacking) | lost)
    rows = with_community(facts.frame(CONTACTS_QUERY), facts).with_columns(
        pl.when(~unheard).then(post.is_null()).alias("without_post"),
        pl.lit(earliest).alias("contact_from"),
        (pl.lit(facts.as_of) - pl.col("last_contact")).dt.total_days().alias("days_since"),
    )
    return judged(
        "committees_without_contact",
        rows,
        status=verdict(pl.col("without_post") | (pl.col("last_contact") < earliest)),
        evidence=[
            "place", "community", "lead", "contact_post", "without_post", "last_contact", "contact_from", "days_since",
        ],
        thresholds=[months],
        queries=[CONTACTS_QUERY],
        breakdowns={"community": "community"},
    )  # fmt: skip


STAFFING_BELOW_STANDARD = Definition("staffing_below_standard", "community", staffing_below_standard, [QUERY])
FUNDS_BELOW_STANDARD = Definition("funds_below_standard", "community", funds_below_standard, [QUERY])
SPACE_BELOW_STANDARD = Definition("space_below_standard", "community", space_below_standard, [QUERY])
ASSISTANTS_MISSING = Definition("assistants_missing", "community", assistants_missing, [QUERY])
COMMITTEES_WITHOUT_CONTACT = Definition(
    "committees_without_contact", "committee", committees_without_contact, [CONTACTS_QUERY]
)
