"""Which agreements run out, rest on paper, or were offered and never answered?

Living agreements with the meetings and claims under them, as Cypher tells them. How often committees meet is
``cadence``.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from analytics.finding import FOUND, PASSED, UNKNOWN, Definition, Facts, Finding, judged
from graph_model.snapshot import months_before

QUERY = "agreement_facts"
_EVIDENCE = ("kind", "signed", "starts", "ends", "parties")


def agreements_expiring(facts: Facts) -> Finding:
    """Living agreements that end within 90 days of the day, both ends included; unknown without an end."""
    within = facts.rules["expiring_days"]
    last = facts.as_of + dt.timedelta(days=float(within.value))
    rows = _living(facts).with_columns((pl.col("ends") - facts.as_of).dt.total_days().alias("days_left"))
    status = (
        pl.when(pl.col("ends").is_null())
        .then(pl.lit(UNKNOWN))
        .when(pl.col("ends") <= last)
        .then(pl.lit(FOUND))
        .otherwise(pl.lit(PASSED))
    )
    return judged(
        "agreements_expiring",
        rows,
        status=status,
        evidence=["days_left", *_EVIDENCE],
        queries=[QUERY],
        thresholds=[within],
        breakdowns={"kind": "kind"},
    )


def agreements_without_activity(facts: Facts) -> Finding:
    """Living agreements, started over 180 days ago, with no meeting under them and no claim between parties since then.

    The start is the day of signing where none is told; unknown without either. A claim without a date shows no activity
    on any day.
    """
    quiet = facts.rules["agreement_activity_days"]
    since = facts.as_of - dt.timedelta(days=float(quiet.value))
    rows = (
        _living(facts)
        .with_columns(
            pl.coalesce("starts", "signed").alias("started"), pl.lit(since, dtype=pl.Date).alias("quiet_since")
        )
        .filter(pl.col("started").is_null() | (pl.col("started") < since))
    )
    active = (pl.max_horizontal("last_meeting", "last_claim") > since).fill_null(value=False)
    status = (
        pl.when(pl.col("started").is_null())
        .then(pl.lit(UNKNOWN))
        .when(active)
        .then(pl.lit(PASSED))
        .otherwise(pl.lit(FOUND))
    )
    return judged(
        "agreements_without_activity",
        rows,
        status=status,
        evidence=["started", "last_meeting", "last_claim", "quiet_since", *_EVIDENCE],
        queries=[QUERY],
        thresholds=[quiet],
        breakdowns={"kind": "kind"},
    )


def one_sided_invitations(facts: Facts) -> Finding:
    """Living agreements that one side never answered, or whose meetings somebody is invited to and never attends.

    Unanswered: there is an initiator, and a respondent without a response by the day, 30 days or more after signing.
    Never attended: three invitations or more to meetings under it in the last 12 months, and not one followed. Unknown
    where the day of signing is blank and nobody was found to stay away.
    """
    days, often = facts.rules["response_days"], facts.rules["invitations_in_series"]
    never = _never_attended(facts, least=often.value, months=int(facts.rules.value("activity_months")))
    rows = (
        _living(facts)
        .rename({"unanswered": "unanswered_by"})
        .join(never, on="code", how="left")
        .with_columns(
            (facts.as_of - pl.col("signed")).dt.total_days().alias("days_since_signing"),
            pl.col("never_attended_by").fill_null([]),
        )
    )
    unanswered = (pl.col("initiators") > 0) & (pl.col("unanswered_by").list.len() > 0)
    late = (unanswered & (pl.col("days_since_signing") >= days.value)).fill_null(value=False)
    status = (
        pl.when(late | (pl.col("never_attended_by").list.len() > 0))
        .then(pl.lit(FOUND))
        .when(pl.col("signed").is_null())
        .then(pl.lit(UNKNOWN))
        .otherwise(pl.lit(PASSED))
    )
    return judged(
        "one_sided_invitations",
        rows,
        status=status,
        evidence=["unanswered_by", "days_since_signing", "never_attended_by", "invitations", *_EVIDENCE],
        queries=[QUERY],
        thresholds=[days, often],
        breakdowns={"kind": "kind"},
    )


def _living(facts: Facts) -> pl.DataFrame:
    """The agreements alive on the day with a party in scope, ``title`` as ``name``."""
    ours = facts.snapshot.agreements.select("code")
    return facts.frame(QUERY, place_column=None).join(ours, on="code", how="semi").rename({"title": "name"})


def _never_attended(facts: Facts, *, least: float, months: int) -> pl.DataFrame:
    """By agreement: who was invited to ``least`` of its meetings or more in ``months`` and came to none; how often."""
    snapshot = facts.snapshot
    recent = snapshot.meetings.filter(pl.col("held") > months_before(facts.as_of, months)).select(
        pl.col("code").alias("meeting"), "agreement"
    )
    return (
        snapshot.attendance.join(recent.drop_nulls("agreement"), on="meeting")
        .group_by("agreement", "organisation")
        .agg(pl.len().cast(pl.Int64).alias("invitations"), pl.col("attended").any().alias("came"))
        .filter((pl.col("invitations") >= least) & ~pl.col("came"))
        .sort("agreement", "organisation")
        .group_by(pl.col("agreement").alias("code"), maintain_order=True)
        .agg(pl.col("organisation").alias("never_attended_by"), pl.col("invitations").max())
    )


ONE_SIDED_INVITATIONS = Definition("one_sided_invitations", "agreement", one_sided_invitations, queries=[QUERY])
AGREEMENTS_EXPIRING = Definition("agreements_expiring", "agreement", agreements_expiring, queries=[QUERY])
AGREEMENTS_WITHOUT_ACTIVITY = Definition(
    "agreements_without_activity", "agreement", agreements_without_activity, queries=[QUERY]
)
