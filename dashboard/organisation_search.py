"""Which organisation does somebody mean who writes a part of its name, its code, or the first letters of its reading?

Looks names up; the reading of names is ``network_picture``'s. Nothing is told but code, name, level and domain.
"""

from __future__ import annotations

import polars as pl

from dashboard.network_picture import initials_of
from dashboard.page import PageContext

MOST_FOUND = 12


def organisations_found(context: PageContext, text: str) -> pl.DataFrame:
    """Living organisations that a text may mean, at most ``MOST_FOUND``, the nearest first.

    Parameters
    ----------
    text
        Part of a name or code, or first letters (``hqsq``); capitals and outer spaces are all the same.

    Returns
    -------
    pl.DataFrame
        ``code, name, level, domain``: first the code itself, then names that begin with the text, names that hold it,
        codes that begin with it, readings that begin with it, readings that hold it; each by name and code.
    """
    asked = text.strip().lower()
    rows = name_index(context)
    if not asked:
        return rows.drop("initials").clear()
    name, code = pl.col("name").str.to_lowercase(), pl.col("code").str.to_lowercase()
    begins = pl.col("initials").list.eval(pl.element().str.starts_with(asked)).list.any()
    holds = pl.col("initials").list.eval(pl.element().str.contains(asked, literal=True)).list.any()
    letters = asked.isascii() and asked.isalnum()
    rank = (
        pl.when(code == asked)
        .then(0)
        .when(name.str.starts_with(asked))
        .then(1)
        .when(name.str.contains(asked, literal=True))
        .then(2)
        .when(code.str.starts_with(asked))
        .then(3)
        .when(pl.lit(letters) & begins)
        .then(4)
        .when(pl.lit(letters) & holds)
        .then(5)
    )
    return rows.with_columns(rank.alias("@rank")).drop_nulls("@rank").sort("@rank", "name", "code").head(
        MOST_FOUND
    ).drop("@rank", "initials")  # fmt: skip


def name_index(context: PageContext) -> pl.DataFrame:
    """Every living organisation with the ways its first letters are read; kept for the next letter that is typed."""
    organisations = context.investigation.snapshot(as_of=context.as_of).organisations
    rows = organisations.select("code", "name", "level", "domain")

    def read() -> pl.DataFrame:
        told = [one.split(" ") for one in initials_of(rows.get_column("name").to_list())]
        return rows.with_columns(pl.Series("initials", told, dtype=pl.List(pl.String)))

    key = (context.investigation.published.version, context.as_of.isoformat())
    return context.service.name_index.get(key, read)
