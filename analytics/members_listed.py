"""Does the members' sheet hold the members of every organisation that is told to have some?

Counted from a sheet that lacks organisations, members are unknown. Who they are is not looked at.
"""

from __future__ import annotations

import polars as pl

from analytics.finding import Facts


def organisations_unlisted(facts: Facts, scope: pl.Series | None) -> int:
    """How many living organisations are told to have members, of whom none is in the members' sheet.

    Those with ``full_members`` above 0. A blank tells neither: branches of resident units, whose members are counted
    where they belong, leave it blank as well. Organisations alone are looked at, not how many of their members are in
    it. 0 where every place has as many members in it as its organisations tell: then no sheet of millions is read.

    Parameters
    ----------
    facts
        With the answer of ``member_numbers``.
    scope
        Codes of the places looked at; None for the whole region.
    """
    every = facts.region.organisations
    if scope is not None:
        every = every.filter(pl.col("place").is_in(scope.implode()))
    full = pl.col("full_members")
    some = every.filter(full > 0)
    listed = facts.frame("member_numbers", place_column=None).select("place", "members")
    least = some.group_by("place").agg(full.sum().alias("least"))
    short = least.join(listed, on="place", how="left", nulls_equal=True).filter(
        pl.col("members").fill_null(0) < pl.col("least")
    )
    if short.is_empty() or facts.members_of is None:
        return 0
    known = facts.undated("organisations with members in the sheet", facts.members_of)
    return some.filter(~pl.col("code").is_in(known.implode())).height
