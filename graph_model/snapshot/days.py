"""What was alive on a day, and what lies within the months before it?

The definitions of FINDINGS as expressions over a column; nothing else.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from graph_model.days import months_before


def founded_and_not_ended(day: dt.date) -> pl.Expr:
    """Organisation or committee: founded on or before the day (blank: yes) and not ended on or before it."""
    founded = pl.col("founded").is_null() | (pl.col("founded") <= day)
    return founded & (pl.col("ended").is_null() | (pl.col("ended") > day))


def since_until(day: dt.date) -> pl.Expr:
    """Seat, cover or responsibility: since at or before the day (blank: yes) and until blank or at or after it."""
    since = pl.col("since").is_null() | (pl.col("since") <= day)
    return since & (pl.col("until").is_null() | (pl.col("until") >= day))


def agreement_alive(day: dt.date) -> pl.Expr:
    """Agreement: active, started (blank: signed, blank: yes), and ends blank or at or after the day."""
    started = pl.coalesce("starts", "signed")
    begun = started.is_null() | (started <= day)
    return (
        (pl.col("status") == "active").fill_null(value=False)
        & begun
        & (pl.col("ends").is_null() | (pl.col("ends") >= day))
    )


def in_last_months(column: str, day: dt.date, months: int) -> pl.Expr:
    """Whether a date lies after the day ``months`` earlier and not after the day; blank: no."""
    return ((pl.col(column) > months_before(day, months)) & (pl.col(column) <= day)).fill_null(value=False)
