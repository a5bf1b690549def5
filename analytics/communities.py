"""Which communities have few to work with, and which need a look, on what evidence?

Gathers other findings by community. It gives no label, no grade, and says nothing of any person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from analytics.coverage import PLACES_QUERY
from analytics.finding import FOUND, PASSED, UNKNOWN, Definition, Facts, Finding, counted, judged
from analytics.organisations import QUERY as ORGANISATIONS_QUERY
from analytics.rules import Threshold
from analytics.standards import QUERY as STANDARDS_QUERY
from analytics.subjects import verdict, with_community
from analytics.units import QUERY as UNITS_QUERY
from analytics.units import eligible_units, unplaced_units

OWN_DOMAINS = ("community", "neighbourhood")
"""Domains that are a community's own kind: its organisation, and the branches of its grids and compounds."""

FAIL, PASS, NOT_APPLICABLE, NOT_HANDED_IN = "fail", "pass", "not_applicable", "not_handed_in"
UNTOLD = (UNKNOWN, NOT_HANDED_IN)
"""States in which an indicator cannot be told: a value is blank, or what it rests on was never handed in."""


def few_support_points(facts: Facts) -> Finding:
    """Communities with fewer than three organisations and eligible units of other kinds than their own.

    Counted are living organisations based in the community or below it, of any domain but ``OWN_DOMAINS``, and eligible
    units located there. As the finding is defined nothing is unknown: units whose status is blank are not counted, and
    stand beside as ``units_unknown``.
    """
    least = facts.rules["support_points_from"]
    other = with_community(facts.frame(ORGANISATIONS_QUERY), facts).filter(~pl.col("domain").is_in(OWN_DOMAINS))
    organisations = other.group_by("community").agg(pl.len().cast(pl.Int64).alias("organisations"))
    eligible = pl.col("eligible").fill_null(value=False)
    units = (
        eligible_units(facts)
        .group_by("community")
        .agg(
            eligible.sum().cast(pl.Int64).alias("units"),
            (~eligible).sum().cast(pl.Int64).alias("units_unknown"),
        )
    )
    rows = (
        facts.frame(STANDARDS_QUERY, place_column="code")
        .join(organisations, left_on="code", right_on="community", how="left")
        .join(units, left_on="code", right_on="community", how="left")
        .with_columns(pl.col("organisations", "units", "units_unknown").fill_null(0))
        .with_columns((pl.col("organisations") + pl.col("units")).alias("support_points"))
    )
    return judged(
        "few_support_points",
        rows,
        status=verdict(pl.col("support_points") < least.value),
        evidence=[
            "community_type",
            "support_points",
            "organisations",
            "units",
            "units_unknown",
            pl.lit(least.value).alias("support_points_from"),
        ],
        thresholds=[least],
        queries=[STANDARDS_QUERY, ORGANISATIONS_QUERY, UNITS_QUERY],
        breakdowns={"community_type": "community_type"},
    )


@dataclass(frozen=True)
class Indicator:
    """One column of the screen.

    Attributes
    ----------
    id
        Its public name.
    findings
        Which findings it is taken from; none where the community's own facts say it.
    subject
        Of whom those findings ask: ``unit``, ``organisation``, ``committee`` or ``community``.
    table
        The table that the community's own facts come from; empty where findings say it.
    """

    id: str
    findings: tuple[str, ...]
    subject: str
    table: str = ""


INDICATORS: tuple[Indicator, ...] = (
    Indicator("unit_coverage", ("units_without_organisation",), "unit"),
    Indicator("no_own_organisation", ("places_without_organisation",), "community"),
    Indicator("secretary_vacancy", ("secretary_vacancies",), "organisation"),
    Indicator("overdue_election", ("overdue_elections",), "organisation"),
    Indicator("no_joint_committee", (), "community", "committees"),
    Indicator("committee_cadence", ("committee_vitality", "overdue_quarterly_meetings"), "committee"),
    Indicator("isolated_organisation", ("isolated_organisations",), "organisation"),
    Indicator("empty_shell", ("empty_shells",), "organisation"),
    Indicator("staffing", ("staffing_below_standard",), "community"),
    Indicator("funds", ("funds_below_standard",), "community"),
    Indicator("space", ("space_below_standard",), "community"),
    Indicator("assistants", ("assistants_missing",), "community"),
    Indicator("open_case", (), "community", "cases"),
)
"""The indicators in the order in which they are shown."""

NEEDS: tuple[str, ...] = tuple(dict.fromkeys(name for indicator in INDICATORS for name in indicator.findings))


def weak_community_screen(facts: Facts) -> Finding:
    """Every community against every indicator: what fails, what cannot be told; most fails first.

    An indicator fails where a unit, organisation or committee of the community, or the community itself, is found by
    the finding it is taken from; it is unknown where none is found but of one it cannot be told; it does not apply
    where there is none to ask of, but is unknown of units while units lie nobody knows where (``unplaced_units``);
    ``not_handed_in`` where its findings cannot be judged for want of a table or column, which counts as unknown. Units
    and organisations are a community's where they lie in it or below; committees where they serve the community itself.
    ``no_joint_committee``: no living committee serves it. ``open_case``: a case about it opened on or before the day
    and not closed by then.

    ``count`` are communities with at least one fail, ``unknown`` those without a fail but with an unknown indicator;
    communities with neither are in no row. Nothing here is a label.

    ``breakdowns``: ``line`` (one entry: at ``line`` fails or more, ``count``; ``unknown``, where the indicators that
    cannot be told could lift it there; ``of`` the others), ``indicator`` (``count``, ``of``, ``unknown``,
    ``not_applicable`` of each, in order) and ``matrix`` (one entry a community and indicator: ``code``, ``name``,
    ``indicator``, ``state``).
    """
    communities, members = screened(facts)
    matrix = pl.concat(
        [
            communities.select(
                "code",
                "name",
                pl.lit(indicator.id).alias("indicator"),
                states(indicator, facts, facts.findings, communities, members),
            )
            for indicator in INDICATORS
        ]
    )
    order = pl.DataFrame(
        {"indicator": [indicator.id for indicator in INDICATORS], "_order": range(len(INDICATORS))},
        schema={"indicator": pl.String, "_order": pl.Int64},
    )
    matrix = matrix.join(order, on="indicator").sort("code", "_order")
    state, name = pl.col("state"), pl.col("indicator")
    sums = matrix.group_by("code").agg(
        (state == FAIL).sum().cast(pl.Int64).alias("fails"),
        state.is_in(UNTOLD).sum().cast(pl.Int64).alias("unknowns"),
        (state != NOT_APPLICABLE).sum().cast(pl.Int64).alias("applicable"),
        name.filter(state == FAIL).alias("failing"),
        name.filter(state.is_in(UNTOLD)).alias("untold"),
    )
    status = (
        pl.when(pl.col("fails") > 0)
        .then(pl.lit(FOUND))
        .when(pl.col("unknowns") > 0)
        .then(pl.lit(UNKNOWN))
        .otherwise(pl.lit(PASSED))
    )
    rows = communities.join(sums, on="code").with_columns(status.alias("status"))
    shown = rows.filter(pl.col("status") != PASSED).sort("fails", "unknowns", "code", descending=[True, True, False])
    by_indicator = (
        matrix.group_by("_order", "indicator")
        .agg(
            (state == FAIL).sum().cast(pl.Int64).alias("count"),
            state.is_in([FAIL, PASS]).sum().cast(pl.Int64).alias("of"),
            state.is_in(UNTOLD).sum().cast(pl.Int64).alias("unknown"),
            (state == NOT_APPLICABLE).sum().cast(pl.Int64).alias("not_applicable"),
        )
        .sort("_order")
        .drop("_order")
    )
    whole = counted(rows)
    return Finding(
        id="weak_community_screen",
        count=whole["count"],
        of=whole["of"],
        unknown=whole["unknown"],
        rows=shown.select(
            "code", "name", "status", "community_type", "fails", "unknowns", "applicable", "failing", "untold"
        ),
        thresholds=_thresholds(facts.findings),
        queries=(STANDARDS_QUERY, ORGANISATIONS_QUERY, UNITS_QUERY, PLACES_QUERY),
        breakdowns={
            "line": [_at_the_line(rows, int(facts.rules.value("screen_line")))],
            "indicator": by_indicator.to_dicts(),
            "matrix": matrix.select("code", "name", "indicator", "state").to_dicts(),
        },
    )


def _at_the_line(rows: pl.DataFrame, line: int) -> dict[str, int]:
    """How many communities fail at ``line`` indicators or more, of those of which it can be told."""
    over = rows.filter(pl.col("fails") >= line).height
    open_to_both = rows.filter((pl.col("fails") < line) & (pl.col("fails") + pl.col("unknowns") >= line)).height
    return {"line": line, "count": over, "of": rows.height - open_to_both, "unknown": open_to_both}


def screened(facts: Facts) -> tuple[pl.DataFrame, Mapping[str, pl.DataFrame]]:
    """The communities in scope, and whom the screen's indicators may be asked of.

    Returns
    -------
    communities
        ``code, name, community_type, committees, open_cases``.
    members
        By subject: ``subject`` (code) and ``community``, of everyone an indicator may be asked of.
    """
    communities = facts.frame(STANDARDS_QUERY, place_column="code").select(
        "code", "name", "community_type", "committees", "open_cases"
    )
    organisations = with_community(facts.frame(ORGANISATIONS_QUERY), facts)
    return communities, {
        "unit": eligible_units(facts).select(pl.col("code").alias("subject"), "community"),
        "organisation": organisations.select(pl.col("code").alias("subject"), "community"),
        "committee": facts.snapshot.committees.select(
            pl.col("code").alias("subject"), pl.col("place").alias("community")
        ),
        "community": communities.select(pl.col("code").alias("subject"), pl.col("code").alias("community")),
    }


def states(
    indicator: Indicator,
    facts: Facts,
    findings: Mapping[str, Finding],
    communities: pl.DataFrame,
    members: Mapping[str, pl.DataFrame],
) -> pl.Series:
    """The ``state`` of every community for one indicator, in the order of ``communities``; both as ``screened``."""
    if indicator.table in facts.lacking or any(not findings[name].judged for name in indicator.findings):
        return pl.Series("state", [NOT_HANDED_IN], dtype=pl.String).new_from_index(0, communities.height)
    if indicator.findings:
        told = _told(members[indicator.subject], [findings[name] for name in indicator.findings])
    else:
        own = pl.col("committees") == 0 if indicator.id == "no_joint_committee" else pl.col("open_cases") > 0
        told = communities.select(
            pl.col("code").alias("community"), pl.when(own).then(pl.lit(FAIL)).otherwise(pl.lit(PASS)).alias("state")
        )
    every = communities.select("code").join(
        told, left_on="code", right_on="community", how="left", maintain_order="left"
    )
    # A unit without a known place may lie in any community: none is known to have no unit.
    open_still = indicator.subject == "unit" and unplaced_units(facts) > 0
    return every.get_column("state").fill_null(UNKNOWN if open_still else NOT_APPLICABLE)


def _told(members: pl.DataFrame, findings: Sequence[Finding]) -> pl.DataFrame:
    """``community`` and ``state`` from findings on its members; a community without members has no row."""
    said = pl.concat([finding.rows.select(pl.col("code").alias("subject"), "status") for finding in findings])
    state = (
        pl.when((pl.col("status") == FOUND).any())
        .then(pl.lit(FAIL))
        .when((pl.col("status") == UNKNOWN).any())
        .then(pl.lit(UNKNOWN))
        .otherwise(pl.lit(PASS))
    )
    return (
        members.drop_nulls("community")
        .join(said, on="subject", how="left")
        .group_by("community")
        .agg(state.alias("state"))
    )


def _thresholds(findings: Mapping[str, Finding]) -> tuple[Threshold, ...]:
    told = {threshold.name: threshold for name in NEEDS for threshold in findings[name].thresholds}
    return tuple(told.values())


FEW_SUPPORT_POINTS = Definition(
    "few_support_points", "community", few_support_points, [STANDARDS_QUERY, ORGANISATIONS_QUERY, UNITS_QUERY]
)
WEAK_COMMUNITY_SCREEN = Definition(
    "weak_community_screen",
    "community",
    weak_community_screen,
    [STANDARDS_QUERY, ORGANISATIONS_QUERY, UNITS_QUERY],
    NEEDS,
)
