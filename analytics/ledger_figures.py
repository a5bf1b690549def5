"""What does the ledger itself give for a reported indicator, of a place on a day?

Counts populations and asks for findings. Comparing with what was reported is ``audit``'s business.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from analytics.finding import FOUND, Facts
from analytics.members_listed import organisations_unlisted
from analytics.reported import Indicator
from graph_model.errors import UnknownName
from graph_model.snapshot.days import founded_and_not_ended

QUERIES = ("figures_reported", "organisations_under_hub", "member_numbers", "team_numbers")
"""The catalogue queries it looks at."""

_AGE_BANDS = {
    "35_down": ("age_35_down",),
    "36_45": ("age_36_45",),
    "45_down": ("age_35_down", "age_36_45"),
    "46_59": ("age_46_59",),
    "60_up": ("age_60_up",),
}
_EDUCATION = ("university_up", "college", "secondary", "high_school", "junior_down")
_TOTAL = pl.col("party") + pl.col("residents") - pl.col("both")


@dataclass(frozen=True)
class LedgerFigure:
    """What the ledger gives: from ``least`` to ``most``, the same where nothing is blank; ``fraction``: not a count.

    ``finding``: the id of the finding whose count it is, None for what is no finding's.
    """

    least: float
    most: float
    fraction: bool = False
    finding: str | None = None


def ledger_figure(
    indicator: Indicator, facts: Facts, *, place: str, day: dt.date, unit: str | None, population: int | None
) -> LedgerFigure | None:
    """The ledger's value of an indicator that is no share; None where it cannot be computed.

    Parameters
    ----------
    indicator
        What is counted.
    facts
        With the answers of ``QUERIES``.
    place, day
        The figure's own place and day; the numbers of members are those of the ledger as it stands.
    unit
        As reported; ``%`` asks for a finding's share instead of its count.
    population
        That of the place; None where unknown.
    """
    below = facts.region.below(place)
    scope = below.implode()
    base, segments = indicator.base, indicator.segments
    if base == "organisations":
        return _organisations(segments, facts, scope, day)
    if base == "communities":
        return _communities(segments, facts, scope, place, day)
    if base == "members":
        incomplete = organisations_unlisted(facts, below)
        return None if incomplete else _members(segments, facts, scope)
    if base in ("team_members", "secretaries_and_directors"):
        return _teams(base, segments, facts, scope, day)
    if segments or base == "figures_that_disagree":
        return None
    if base == "population":
        return None if population is None else LedgerFigure(population, population)
    if base == "households":
        told = facts.snapshot.places.filter(pl.col("code") == place).get_column("households").drop_nulls()
        return None if told.is_empty() else LedgerFigure(int(told[0]), int(told[0]))
    return _finding(base, facts, place, day, unit)


def missing_of(indicator: Indicator, facts: Facts, *, place: str) -> tuple[str, int] | None:
    """What an indicator's value lacks in part, and of how many; None where the ledger lacks all, or something else.

    ``members_incomplete``: organisations without a member in the sheet; ``households_blank``: communities without a
    number of households, where others of the place have one.
    """
    scope = facts.region.below(place)
    if indicator.base == "members" and not facts.frame("member_numbers", place_column=None).is_empty():
        count = organisations_unlisted(facts, scope)
        return ("members_incomplete", count) if count else None
    if indicator.base == "households":
        places = facts.snapshot.places.filter(pl.col("kind") == "community", pl.col("code").is_in(scope.implode()))
        blank = places.get_column("households").null_count()
        return ("households_blank", blank) if 0 < blank < places.height else None
    return None


def _finding(finding_id: str, facts: Facts, place: str, day: dt.date, unit: str | None) -> LedgerFigure | None:
    try:
        finding = facts.ask(finding_id, as_of=day, place=place)
    except UnknownName as unknown:
        if unknown.values["kind"] != "finding":
            raise
        return None
    if not finding.judged:
        return None
    if unit is None or unit.strip() not in ("%", "％"):
        return LedgerFigure(finding.count, finding.count, finding=finding_id)
    if finding.of == 0:
        return None
    share = 100.0 * finding.count / finding.of
    return LedgerFigure(share, share, fraction=True)


def without_place(finding_id: str, facts: Facts, *, day: dt.date) -> int | None:
    """How many subjects a finding finds of which no place is known, so that it counts them in the region alone.

    None for findings whose subjects lie in no place of their own (ties, committees, places themselves).
    """
    rows = facts.ask(finding_id, as_of=day, place=None).rows
    if "place" not in rows.columns:
        return None
    return rows.filter(pl.col("status") == FOUND, pl.col("place").is_null()).height


def _organisations(
    segments: tuple[str, ...], facts: Facts, scope: pl.Expr | pl.Series, day: dt.date
) -> LedgerFigure | None:
    """Those alive on the day directly under a working committee."""
    every = facts.frame("organisations_under_hub", place_column=None)
    rows = every.filter(founded_and_not_ended(day), pl.col("place").is_in(scope))
    if every.is_empty():
        return None
    unsure = pl.lit(value=False)
    for segment in segments:
        name, _, part = segment.partition("=")
        if name in ("level", "domain") and part:
            rows = rows.filter(pl.col(name) == part)
        elif segment == "two_new":
            rows = rows.filter(pl.col("two_new").fill_null(value=True))
            unsure = pl.col("two_new").is_null()
        else:
            return None
    doubtful = rows.filter(unsure).height
    return LedgerFigure(rows.height - doubtful, rows.height)


def _communities(
    segments: tuple[str, ...], facts: Facts, scope: pl.Expr | pl.Series, place: str, day: dt.date
) -> LedgerFigure | None:
    rows = facts.snapshot.places.filter(pl.col("kind") == "community", pl.col("code").is_in(scope))
    if rows.is_empty():
        return None
    for segment in segments:
        if segment.startswith("type="):
            rows = rows.filter(pl.col("community_type") == segment.removeprefix("type="))
        elif segment == "with_organisation":
            holes = facts.ask("places_without_organisation", as_of=day, place=place)
            if not holes.judged:
                return None
            without = holes.rows.filter(pl.col("status") == FOUND).get_column("code").implode()
            rows = rows.filter(~pl.col("code").is_in(without))
        else:
            return None
    return LedgerFigure(rows.height, rows.height)


def _members(segments: tuple[str, ...], facts: Facts, scope: pl.Expr | pl.Series) -> LedgerFigure | None:
    every = facts.frame("member_numbers", place_column=None)
    if every.is_empty() or len(segments) > 1:
        return None
    named = {"women": (("women",), "gender_unknown"), "college_up": (("college_up",), "education_unknown")}
    bands = {f"age={part}": (columns, "age_unknown") for part, columns in _AGE_BANDS.items()}
    sums = every.filter(pl.col("place").is_in(scope)).select(pl.all().exclude("place").sum()).row(0, named=True)
    if not segments:
        return LedgerFigure(sums["members"], sums["members"])
    if segments[0] not in named | bands:
        return None
    columns, unknown = (named | bands)[segments[0]]
    least = sum(sums[column] for column in columns)
    return LedgerFigure(least, least + sums[unknown])


def _teams(
    base: str, segments: tuple[str, ...], facts: Facts, scope: pl.Expr | pl.Series, day: dt.date
) -> LedgerFigure | None:
    """The newest teams by the day's year of the communities of one type; a blank in a needed cell: not computable."""
    if not segments or not segments[0].startswith("type=") or len(segments) > 2:
        return None
    kind = segments[0].removeprefix("type=")
    rows = (
        facts.frame("team_numbers", place_column=None)
        .filter(pl.col("place").is_in(scope), pl.col("community_type") == kind, pl.col("term") <= day.year)
        .sort("place", "term")
        .group_by("place", maintain_order=True)
        .last()
    )
    counted = _team_column(base, segments[1] if len(segments) == 2 else "")
    if rows.is_empty() or counted is None:
        return None
    if segments[-1] == "mean_age":
        weighted = rows.select(age=pl.col("mean_age"), people=_TOTAL)
        people = weighted.get_column("people").sum()
        if sum(weighted.null_count().row(0)) or not people:
            return None
        mean = float((weighted.get_column("age") * weighted.get_column("people")).sum()) / float(people)
        return LedgerFigure(mean, mean, fraction=True)
    told = rows.select(counted.cast(pl.Int64).alias("told")).get_column("told")
    return None if told.null_count() else LedgerFigure(int(told.sum()), int(told.sum()))


def _team_column(base: str, segment: str) -> pl.Expr | None:
    if base == "secretaries_and_directors":
        return pl.col("one_shoulder") if segment == "one_shoulder" else None
    plain = {name: pl.col(name) for name in ("party", "residents", "both", "women", "mean_age")}
    parts = {f"education={name}": pl.col(name) for name in _EDUCATION}
    bands = {f"age={part}": pl.sum_horizontal(names, ignore_nulls=False) for part, names in _AGE_BANDS.items()}
    known = {"": _TOTAL, "source=elected": pl.col("elected"), "men": _TOTAL - pl.col("women")}
    return (known | plain | parts | bands).get(segment)
