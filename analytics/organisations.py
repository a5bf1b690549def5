"""Which living organisations are shells, of the wrong form, without a secretary, or past their election?

Findings on single organisations from what is known of them; ties and cadence of committees are asked elsewhere.
"""

from __future__ import annotations

import polars as pl

from analytics.finding import Definition, Facts, Finding, judged
from analytics.subjects import verdict, with_community
from graph_model.snapshot import months_before

QUERY = "organisation_facts"

_BREAKDOWNS = {"level": "level", "domain": "domain", "community": "community"}
_FACTS = ("level", "domain", "place", "community")


def _organisations(facts: Facts) -> pl.DataFrame:
    return with_community(facts.frame(QUERY), facts)


def _named(facts: Facts) -> pl.Series:
    """Whom a meeting up to the day names, as its host or in its list, there or not."""
    return facts.region.attendance.get_column("organisation").unique()


def empty_shells(facts: Facts) -> Finding:
    """Organisations without a member, or without a meeting attended or hosted in the last twelve months.

    Members are full and probationary together. With one of the two blank, a positive other still tells that there are
    members; a zero other does not. Unknown where that leaves the members open and the organisation met: without a
    meeting it is found whatever its members. No recorded meeting is no meeting (ADR 0019). Evidence: ``no_members``
    (null: unknown), ``no_meeting``, ``last_met``, ``met_after``, the day after which a meeting counts, and
    ``on_record``: whether any meeting up to the day names it, as host or in its list, there or not. Of who is not, the
    meetings may just not have been handed in: ``without_a_record`` counts those found by that alone.
    """
    window = facts.rules["activity_months"]
    since = months_before(facts.as_of, int(window.value))
    has_members = (pl.col("full_members") > 0) | (pl.col("probationary_members") > 0)
    rows = _organisations(facts).with_columns(
        (~has_members).alias("no_members"),
        (pl.col("last_met").is_null() | (pl.col("last_met") <= since)).alias("no_meeting"),
        pl.lit(since).alias("met_after"),
        pl.col("code").is_in(_named(facts).implode()).alias("on_record"),
    )
    bare = rows.filter(pl.col("no_meeting"), ~pl.col("on_record"), ~pl.col("no_members").fill_null(value=False))
    return judged(
        "empty_shells",
        rows,
        status=verdict(pl.col("no_members") | pl.col("no_meeting")),
        evidence=[
            *_FACTS, "no_members", "full_members", "probationary_members", "no_meeting", "last_met", "met_after",
            "on_record",
        ],
        thresholds=[window],
        queries=[QUERY],
        breakdowns=_BREAKDOWNS,
        measures={"without_a_record": bare.height},
    )  # fmt: skip


def organisations_of_wrong_form(facts: Facts) -> Finding:
    """Organisations whose full members are too many or too few for their level.

    ``broken`` says how, ``threshold`` at what number, ``severity`` whether it ``fails`` (a branch over its most) or
    only ``warns`` (a committee or general branch under its least, a general branch at or over its upper bound, a
    branch under its least that is not joint). Groups and working committees have no rule and pass. Unknown where
    ``full_members`` is blank, and for a branch under its least whose form is blank: whether it is joint cannot be told.

    ``measures``: ``fails`` and ``warns``.
    """
    rules = facts.rules
    most, least = rules["branch_members_most"], rules["branch_members_from"]
    committee = rules["committee_members_from"]
    general_from, general_under = rules["general_branch_members_from"], rules["general_branch_members_under"]
    level, full = pl.col("level"), pl.col("full_members")
    general = level == "general_branch"
    small_branch = (level == "branch") & (full < least.value)
    cases = (
        ("branch_over_most", (level == "branch") & (full > most.value), most.value, "fails"),
        ("committee_under_least", (level == "committee") & (full < committee.value), committee.value, "warns"),
        ("general_branch_under_least", general & (full < general_from.value), general_from.value, "warns"),
        ("general_branch_over_most", general & (full >= general_under.value), general_under.value, "warns"),
        ("branch_under_least", small_branch & (pl.col("form") != "joint"), least.value, "warns"),
    )  # fmt: skip
    known = full.is_not_null()
    rows = _organisations(facts).with_columns(
        pl.coalesce(pl.when(known & broken).then(pl.lit(name)) for name, broken, _, _ in cases).alias("broken"),
        pl.coalesce(pl.when(known & broken).then(pl.lit(value)) for _, broken, value, _ in cases).alias("threshold"),
        pl.coalesce(pl.when(known & broken).then(pl.lit(how)) for _, broken, _, how in cases).alias("severity"),
    )
    untold = full.is_null() | (small_branch & pl.col("form").is_null())
    return judged(
        "organisations_of_wrong_form",
        rows,
        status=verdict(pl.when(~untold).then(pl.col("broken").is_not_null())),
        evidence=[*_FACTS, "form", "full_members", "broken", "threshold", "severity"],
        thresholds=[most, committee, general_from, general_under, least],
        queries=[QUERY],
        breakdowns=_BREAKDOWNS | {"severity": "severity"},
        measures={how: int((rows.get_column("severity") == how).sum()) for how in ("fails", "warns")},
    )


def secretary_vacancies(facts: Facts) -> Finding:
    """Organisations whose secretary's post is vacant; a post held concurrently is filled. Unknown where blank."""
    return judged(
        "secretary_vacancies",
        _organisations(facts),
        status=verdict(pl.col("secretary") == "vacant"),
        evidence=[*_FACTS, "secretary"],
        queries=[QUERY],
        breakdowns=_BREAKDOWNS,
    )


def overdue_elections(facts: Facts) -> Finding:
    """Organisations whose term ended before the day; one that ends on the day is not overdue. Unknown where blank.

    Evidence: ``days_overdue`` (1 or more) and ``extension_possible``: whether the term ended within the time by which
    an election may be put off, its last day included.
    """
    put_off = facts.rules["election_put_off"]
    earliest = months_before(facts.as_of, round(12 * put_off.value))
    overdue = pl.col("term_ends") < facts.as_of
    rows = _organisations(facts).with_columns(
        pl.when(overdue).then((pl.lit(facts.as_of) - pl.col("term_ends")).dt.total_days()).alias("days_overdue"),
        pl.when(overdue).then(pl.col("term_ends") >= earliest).alias("extension_possible"),
    )
    return judged(
        "overdue_elections",
        rows,
        status=verdict(overdue),
        evidence=[*_FACTS, "term_ends", "days_overdue", "extension_possible"],
        thresholds=[put_off],
        queries=[QUERY],
        breakdowns=_BREAKDOWNS,
    )


EMPTY_SHELLS = Definition("empty_shells", "organisation", empty_shells, [QUERY])
ORGANISATIONS_OF_WRONG_FORM = Definition(
    "organisations_of_wrong_form", "organisation", organisations_of_wrong_form, [QUERY]
)
SECRETARY_VACANCIES = Definition("secretary_vacancies", "organisation", secretary_vacancies, [QUERY])
OVERDUE_ELECTIONS = Definition("overdue_elections", "organisation", overdue_elections, [QUERY])
