"""Which agreements run out, rest on paper, or were offered and never answered?

Living agreements with the meetings and claims under them, as Cypher tells them. How often committees meet is
``cadence``.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from analytics.finding import FOUND, PASSED, UNKNOWN, Definition, Facts, Finding, judged
from graph_model.schema import KEY_SEPARATOR
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

    The start is the day of signing where none is told; unknown without either, and where only claims whose day is blank
    speak for it: ``undated_claims``.
    """
    quiet = facts.rules["agreement_activity_days"]
    since = facts.as_of - dt.timedelta(days=float(quiet.value))
    rows = (
        _living(facts)
        .with_columns(
            pl.coalesce("starts", "signed").alias("started"), pl.lit(since, dtype=pl.Date).alias("quiet_since")
        )
        .filter(pl.col("started").is_null() | (pl.col("started") < since))
        .join(_undated_claims(facts), on="code", how="left")
        .with_columns(pl.col("undated_claims").fill_null(0))
    )
    active = (pl.max_horizontal("last_meeting", "last_claim") > since).fill_null(value=False)
    status = (
        pl.when(pl.col("started").is_null())
        .then(pl.lit(UNKNOWN))
        .when(active)
        .then(pl.lit(PASSED))
        .when(pl.col("undated_claims") > 0)
        .then(pl.lit(UNKNOWN))
        .otherwise(pl.lit(FOUND))
    )
    return judged(
        "agreements_without_activity",
        rows,
        status=status,
        evidence=["started", "last_meeting", "last_claim", "undated_claims", "quiet_since", *_EVIDENCE],
        queries=[QUERY],
        thresholds=[quiet],
        breakdowns={"kind": "kind"},
    )


def one_sided_invitations(facts: Facts) -> Finding:
    """Living agreements that one side never answered, or whose meetings somebody is invited to and never attends.

    Unanswered: there is an initiator, and a respondent without a response by the day, 30 days or more after signing.
    Never attended: three invitations or more to meetings under it in the last 12 months, and not one followed. Unknown
    where nobody was found to stay away and the day of signing is blank, or it rests on a response that was not handed
    in (no agreement of the region has one) or not kept: ``answer_unknown_by`` names those respondents.
    """
    days, often = facts.rules["response_days"], facts.rules["invitations_in_series"]
    never = _never_attended(facts, least=often.value, months=int(facts.rules.value("activity_months")))
    rows = (
        _living(facts)
        .join(_answers(facts), on="code", how="left")
        .join(never, on="code", how="left")
        .with_columns(
            (facts.as_of - pl.col("signed")).dt.total_days().alias("days_since_signing"),
            pl.col("unanswered_by", "answer_unknown_by", "never_attended_by").fill_null([]),
        )
    )
    due = (pl.col("initiators") > 0) & (pl.col("days_since_signing") >= days.value)
    late = (due & (pl.col("unanswered_by").list.len() > 0)).fill_null(value=False)
    untold = pl.col("signed").is_null() | (due & (pl.col("answer_unknown_by").list.len() > 0))
    status = (
        pl.when(late | (pl.col("never_attended_by").list.len() > 0))
        .then(pl.lit(FOUND))
        .when(untold)
        .then(pl.lit(UNKNOWN))
        .otherwise(pl.lit(PASSED))
    )
    return judged(
        "one_sided_invitations",
        rows,
        status=status,
        evidence=[
            "unanswered_by", "answer_unknown_by", "days_since_signing", "never_attended_by", "invitations", *_EVIDENCE,
        ],
        queries=[QUERY],
        thresholds=[days, often],
        breakdowns={"kind": "kind"},
    )  # fmt: skip


def _answers(facts: Facts) -> pl.DataFrame:
    """By agreement: the respondents that have not answered by the day, and those of which that cannot be told."""
    lost = facts.not_kept.get("parties.responded", frozenset())
    key = pl.concat_str("agreement", "organisation", separator=KEY_SEPARATOR)
    unheard = pl.lit(value=True) if "parties.responded" in facts.lacking else key.is_in(list(lost))
    return (
        facts.region.parties.filter(
            pl.col("side") == "respondent", pl.col("responded").is_null() | (pl.col("responded") > facts.as_of)
        )
        .sort("agreement", "organisation")
        .group_by(pl.col("agreement").alias("code"), maintain_order=True)
        .agg(
            pl.col("organisation").filter(~unheard).alias("unanswered_by"),
            pl.col("organisation").filter(unheard).alias("answer_unknown_by"),
        )
    )


def _living(facts: Facts) -> pl.DataFrame:
    """The agreements alive on the day with a party in scope, ``title`` as ``name``."""
    ours = facts.snapshot.agreements.select("code")
    return facts.frame(QUERY, place_column=None).join(ours, on="code", how="semi").rename({"title": "name"})


def _undated_claims(facts: Facts) -> pl.DataFrame:
    """By agreement: how many claims between two of its parties have no day."""
    parties = facts.region.parties.select("agreement", "organisation")
    return (
        facts.region.claims.filter(pl.col("claimed").is_null())
        .join(parties, on="organisation")
        .join(parties.rename({"organisation": "owner"}), on=["owner", "agreement"])
        .group_by(pl.col("agreement").alias("code"))
        .agg(pl.len().cast(pl.Int64).alias("undated_claims"))
    )


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
