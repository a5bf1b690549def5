"""Which resident units have no organisation, should found one, could join one, or keep their members elsewhere?

Findings on single units. Shares of whole places are ``coverage``; which units could share a branch is for a plan.
"""

from __future__ import annotations

import polars as pl

from analytics.finding import Definition, Facts, Finding, judged
from analytics.subjects import verdict, with_community

QUERY = "unit_coverage"

_BREAKDOWNS = {
    "reason": "reason",
    "kind": "kind",
    "sector": "sector",
    "place": "place",
    "community": "community",
}
_FACTS = ("kind", "sector", "place", "community", "members", "members_elsewhere", "staff", "reason")


def eligible_units(facts: Facts) -> pl.DataFrame:
    """The units in scope that are eligible, or of which that is not known.

    Eligible is a unit that is operating and not an agency. A blank status leaves it unknown, but an agency never is
    eligible, whatever its status, so an agency with a blank status is out. A unit has no life span of its own in the
    definitions: the day it was founded plays no part.

    Returns
    -------
    pl.DataFrame
        One row a unit, sorted by code: the columns of ``unit_coverage`` with ``unit_status`` for its status, and
        ``eligible`` (true or null), ``covered`` (own or joint cover by a living organisation), ``community``.
    """
    covered = (pl.col("own") + pl.col("joint")) > 0
    told = _eligible(facts.frame(QUERY)).with_columns(covered.alias("covered"))
    return with_community(told, facts)


def unplaced_units(facts: Facts) -> int:
    """How many units of the whole region are, or may be, eligible and lie nobody knows where; the scope plays no part.

    Any community may hold them, so that one without a unit of its own is not known to have none.
    """
    return _eligible(facts.frame(QUERY, place_column=None)).get_column("place").null_count()


def _eligible(units: pl.DataFrame) -> pl.DataFrame:
    """Those that are eligible or may be, with ``unit_status`` for ``status``, and ``eligible``."""
    eligible = (
        pl.when(pl.col("kind") == "agency").then(pl.lit(value=False)).otherwise(pl.col("unit_status") == "operating")
    )
    told = units.rename({"status": "unit_status"}).with_columns(eligible.alias("eligible"))
    return told.filter(pl.col("eligible").fill_null(value=True))


def if_eligible(found: pl.Expr) -> pl.Expr:
    """The judgement of an eligible unit; unknown where its eligibility is."""
    return verdict(pl.when(pl.col("eligible")).then(found))


def units_without_organisation(facts: Facts) -> Finding:
    """Eligible units that no living organisation covers as its own or jointly.

    A unit with a blank status is unknown, covered or not: whether it belongs to the population cannot be told. An
    instructor or liaison is no organisation of the unit and is told as evidence. Without any eligible unit, 0 of 0.
    """
    return judged(
        "units_without_organisation",
        eligible_units(facts),
        status=if_eligible(~pl.col("covered")),
        evidence=[*_FACTS, "unit_status", "own", "joint", "instructor", "liaison", "has_union"],
        queries=[QUERY],
        breakdowns=_BREAKDOWNS,
    )


def units_that_should_establish(facts: Facts) -> Finding:
    """Eligible units without organisation in which enough full members work for a branch of their own.

    The population are units not covered: a covered one is out even where its status is blank. Unknown where ``members``
    or the status is blank, however few members there are.
    """
    least = facts.rules["branch_members_from"]
    return judged(
        "units_that_should_establish",
        eligible_units(facts).filter(~pl.col("covered")),
        status=if_eligible(pl.col("members") >= least.value),
        evidence=[*_FACTS, "unit_status", pl.lit(least.value).alias("members_from")],
        thresholds=[least],
        queries=[QUERY],
        breakdowns=_BREAKDOWNS,
    )


def joint_branch_candidates(facts: Facts) -> Finding:
    """Eligible units without organisation that have full members, but too few for a branch of their own.

    One or two with the bundled rule. Nobody, or enough for an own branch, passes. Population and unknowns as in
    ``units_that_should_establish``.
    """
    enough = facts.rules["branch_members_from"]
    return judged(
        "joint_branch_candidates",
        eligible_units(facts).filter(~pl.col("covered")),
        status=if_eligible((pl.col("members") >= 1) & (pl.col("members") < enough.value)),
        evidence=[*_FACTS, "unit_status", pl.lit(enough.value).alias("members_under")],
        thresholds=[enough],
        queries=[QUERY],
        breakdowns=_BREAKDOWNS,
    )


def members_registered_elsewhere(facts: Facts) -> Finding:
    """Eligible units, covered or not, in which enough members work whose membership lies elsewhere.

    Unknown where ``members_elsewhere`` or the status is blank.
    """
    least = facts.rules["members_elsewhere_from"]
    return judged(
        "members_registered_elsewhere",
        eligible_units(facts),
        status=if_eligible(pl.col("members_elsewhere") >= least.value),
        evidence=[*_FACTS, "unit_status", "covered", pl.lit(least.value).alias("members_elsewhere_from")],
        thresholds=[least],
        queries=[QUERY],
        breakdowns=_BREAKDOWNS,
    )


UNITS_WITHOUT_ORGANISATION = Definition("units_without_organisation", "unit", units_without_organisation, [QUERY])
UNITS_THAT_SHOULD_ESTABLISH = Definition("units_that_should_establish", "unit", units_that_should_establish, [QUERY])
JOINT_BRANCH_CANDIDATES = Definition("joint_branch_candidates", "unit", joint_branch_candidates, [QUERY])
MEMBERS_REGISTERED_ELSEWHERE = Definition("members_registered_elsewhere", "unit", members_registered_elsewhere, [QUERY])
