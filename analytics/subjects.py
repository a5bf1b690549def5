"""What is said of one subject, and in which community does it lie?

The two steps that findings on units, organisations and places share. Thresholds and populations are each finding's own.
"""

from __future__ import annotations

import polars as pl

from analytics.finding import FOUND, PASSED, UNKNOWN, Facts


def verdict(found: pl.Expr) -> pl.Expr:
    """``found`` where true, ``passed`` where false, ``unknown`` where null.

    ``|`` and ``&`` of polars follow Kleene, so "this blank, but that already fails" comes out as found by itself.
    """
    return pl.when(found.is_null()).then(pl.lit(UNKNOWN)).when(found).then(pl.lit(FOUND)).otherwise(pl.lit(PASSED))


def with_community(rows: pl.DataFrame, facts: Facts, *, place: str = "place") -> pl.DataFrame:
    """The rows with ``community``: the code of the community their place is or lies in; null where there is none.

    Parameters
    ----------
    rows
        One row a subject.
    facts
        For the tree of places.
    place
        The column of ``rows`` that holds the place.
    """
    lies = facts.snapshot.places.select(pl.col("code").alias(place), "community")
    return rows.join(lies, on=place, how="left", maintain_order="left")
