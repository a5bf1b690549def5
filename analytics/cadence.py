"""Do committees meet as often as they should, and do those who sit on them come?

Living committees, and their meetings as Cypher tells them. Series of invitations that nobody follows are
``agreements``' business.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import polars as pl

from analytics.finding import FOUND, PASSED, UNKNOWN, Definition, Facts, Finding, judged
from graph_model.snapshot import Snapshot, months_before

QUERY = "committee_meetings"
QUARTERLY_TIERS = ("subdistrict_committee", "area_committee")
QUARTERLY_KINDS = ("plenary", "joint")

_ROUNDING = 1e-9


def committee_vitality(facts: Facts) -> Finding:
    """Committees with fewer than two meetings in 12 months, or whose mean attendance is under half.

    Attendance of a meeting is the share of those invited that came, the host among both; the mean is over the meetings
    whose attendance was recorded. Unknown where the meetings suffice and none has a record.
    """
    often, enough = facts.rules["committee_meetings_from"], facts.rules["attendance_from"]
    since = months_before(facts.as_of, int(facts.rules.value("activity_months")))
    share = pl.when(pl.col("listed") > 0).then(pl.col("attended") / pl.col("invited"))
    told = (
        _meetings(facts)
        .filter(pl.col("held") > since)
        .with_columns(share.alias("share"))
        .group_by("code")
        .agg(
            pl.len().cast(pl.Int64).alias("meetings"),
            pl.col("held").max().alias("last_meeting"),
            pl.col("share").count().cast(pl.Int64).alias("meetings_recorded"),
            pl.col("share").mean().alias("mean_attendance"),
        )
    )
    rows = (
        _committees(facts.snapshot)
        .join(told, on="code", how="left")
        .with_columns(pl.col("meetings", "meetings_recorded").fill_null(0))
        .with_columns(
            pl.concat_list(
                pl.when(pl.col("meetings") < often.value).then(pl.lit("too_few_meetings")),
                # Exactly the share is enough, though thirds do not quite add up to it.
                pl.when(pl.col("mean_attendance") < enough.value - _ROUNDING).then(pl.lit("low_attendance")),
            )
            .list.drop_nulls()
            .alias("reasons")
        )
    )
    status = (
        pl.when(pl.col("reasons").list.len() > 0)
        .then(pl.lit(FOUND))
        .when(pl.col("mean_attendance").is_null())
        .then(pl.lit(UNKNOWN))
        .otherwise(pl.lit(PASSED))
    )
    return judged(
        "committee_vitality",
        rows,
        status=status,
        evidence=["reasons", "meetings", "last_meeting", "meetings_recorded", "mean_attendance", "tier", "place"],
        queries=[QUERY],
        thresholds=[often, enough],
        breakdowns={"tier": "tier"},
    )


def overdue_quarterly_meetings(facts: Facts) -> Finding:
    """Sub-district and area committees that let one of the last four finished quarters pass without meeting.

    Meetings are plenary or joint ones. A quarter counts when it ended on or before the day and the committee was
    founded before it began (blank: it was). ``quarters`` names them, as ``2018Q1``. Breakdown ``quarters``: every such
    committee and quarter with its ``meetings``; None where it was not due.
    """
    least = facts.rules["joint_meetings_per_quarter"]
    quarters = pl.DataFrame(
        finished_quarters(facts.as_of, looked_at=int(facts.rules.value("quarters_looked_at"))),
        schema={"quarter": pl.String, "begins": pl.Date, "ends": pl.Date},
        orient="row",
    )
    committees = _committees(facts.snapshot).filter(pl.col("tier").is_in(QUARTERLY_TIERS))
    held = _meetings(facts).filter(pl.col("kind").is_in(QUARTERLY_KINDS)).select("code", "held")
    due = committees.join(quarters, how="cross").filter(
        pl.col("founded").is_null() | (pl.col("founded") < pl.col("begins"))
    )
    counts = (
        due.join(held, on="code", how="left")
        .group_by("code", "quarter")
        .agg(pl.col("held").is_between("begins", "ends").sum().alias("meetings"))
        .sort("code", "quarter")
    )
    missed = counts.group_by("code", maintain_order=True).agg(
        pl.col("quarter").filter(pl.col("meetings") < least.value).alias("quarters"),
        pl.len().cast(pl.Int64).alias("quarters_due"),
    )
    last = held.group_by("code").agg(pl.col("held").max().alias("last_meeting"))
    rows = (
        committees.join(missed, on="code", how="left")
        .join(last, on="code", how="left")
        .with_columns(pl.col("quarters").fill_null([]), pl.col("quarters_due").fill_null(0))
    )
    grid = committees.join(quarters.select("quarter"), how="cross").join(counts, on=["code", "quarter"], how="left")
    finding = judged(
        "overdue_quarterly_meetings",
        rows,
        status=pl.when(pl.col("quarters").list.len() > 0).then(pl.lit(FOUND)).otherwise(pl.lit(PASSED)),
        evidence=["quarters", "quarters_due", "last_meeting", "tier", "founded", "place"],
        queries=[QUERY],
        thresholds=[least],
        breakdowns={"tier": "tier"},
    )
    told = grid.select("code", "name", "tier", "quarter", pl.col("meetings").cast(pl.Int64)).sort("code", "quarter")
    return replace(finding, breakdowns={**finding.breakdowns, "quarters": told.to_dicts()})


def finished_quarters(day: dt.date, *, looked_at: int) -> list[tuple[str, dt.date, dt.date]]:
    """The last ``looked_at`` quarters that ended on or before the day, oldest first: name, first and last day."""
    tomorrow = day + dt.timedelta(days=1)
    newest = tomorrow.year * 4 + (tomorrow.month - 1) // 3 - 1
    return [_quarter(count) for count in range(newest - looked_at + 1, newest + 1)]


def _quarter(count: int) -> tuple[str, dt.date, dt.date]:
    year, number = divmod(count, 4)
    after = divmod(count + 1, 4)
    begins, next_begins = dt.date(year, number * 3 + 1, 1), dt.date(after[0], after[1] * 3 + 1, 1)
    return f"{year}Q{number + 1}", begins, next_begins - dt.timedelta(days=1)


def _committees(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.committees.select("code", "name", "tier", "founded", "place")


def _meetings(facts: Facts) -> pl.DataFrame:
    """The meetings of the living committees of the whole region, ``committee`` as ``code``; in no certain order."""
    return facts.frame(QUERY, place_column=None).rename({"committee": "code"})


COMMITTEE_VITALITY = Definition("committee_vitality", "committee", committee_vitality, queries=[QUERY])
OVERDUE_QUARTERLY_MEETINGS = Definition(
    "overdue_quarterly_meetings", "committee", overdue_quarterly_meetings, queries=[QUERY]
)
