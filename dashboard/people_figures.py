"""How are reported figures told that count people: a part of a place's members, a team's women?

For the self-audit's rows and the ledger's own table of figures. A place's figures of one kind are parts of one another
in more ways than are listed, so where one of its parts is small none of them tells its value, nor does a share.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from dashboard.people_signs import HIDDEN, large, small
from graph_model.store import Answer

PEOPLE: Final = ("members", "team_members", "secretaries_and_directors", "population")
"""What a reported figure counts, by the beginning of its indicator, where it counts people."""


def few_people(figures: pl.DataFrame, *, shown_from: int) -> pl.Series:
    """Which figures count few people, or are parts, or shares, of the same place's people as one that does.

    Parameters
    ----------
    figures
        ``place``, ``as_of``, ``indicator``, ``value``; and ``expected`` (a list of numbers), where that is told too.
    shown_from
        The bar.
    """
    base = pl.col("indicator").str.strip_chars().str.split("/").list.first().str.strip_suffix("%")
    least = (
        pl.col("value")
        if "expected" not in figures.columns
        else pl.min_horizontal("value", pl.col("expected").list.min())
    )
    told = figures.with_columns(base.alias("@base"), base.is_in(PEOPLE).alias("@people")).with_columns(
        (pl.col("@people") & _counted() & (least < shown_from)).fill_null(value=False).alias("@few")
    )
    beside = pl.col("@few").any().over("place", "as_of", "@base") & pl.col("@people") & ~_mean()
    part = pl.col("indicator").str.contains("[/%]")
    return told.select((pl.col("@few") | (beside & part)).alias("few")).to_series()


def told_figures(rows: pl.DataFrame, *, shown_from: int) -> pl.DataFrame:
    """The rows of the self-audit as they may leave; a difference is told only where both of its values are."""
    if rows.is_empty():
        return rows
    names = [
        pl.col("reported").alias("value"),
        pl.col("reported_as_of").alias("as_of"),
        "place",
        "indicator",
        "expected",
    ]
    few = few_people(rows.rename({"name": "indicator"}).select(names), shown_from=shown_from)
    if not few.any():
        return rows
    counted = rows.rename({"name": "indicator"}).select(_counted()).to_series()
    told: dict[str, list[Any]] = {name: [] for name in ("reported", "expected", "differences", "parts")}
    for row, hidden, count in zip(rows.iter_rows(named=True), few, counted, strict=True):

        def sign(value: float, *, count: bool = count) -> str:
            return _sign(value, counted=count, shown_from=shown_from)

        told["reported"].append(sign(row["reported"]) if hidden else row["reported"])
        told["expected"].append([sign(one) for one in row["expected"]] if hidden else row["expected"])
        told["differences"].append([] if hidden else row["differences"])
        told["parts"].append(_parts(row["parts"], hidden=hidden, shown_from=shown_from))
    return rows.with_columns(
        pl.Series("reported", told["reported"], dtype=pl.Object),
        pl.Series("expected", told["expected"], dtype=pl.Object),
        pl.Series("differences", told["differences"], dtype=rows.schema["differences"]),
        pl.Series("parts", told["parts"], dtype=pl.List(pl.String)),
    )


def figures_answer(answer: Answer, *, shown_from: int) -> Answer:
    """The answer of ``figures_reported`` as it may leave."""
    places = {name: place for place, name in enumerate(answer.columns)}
    columns = {"place": "place", "as_of": "reported_as_of", "indicator": "indicator", "value": "value"}
    figures = pl.DataFrame(
        {name: [row[places[column]] for row in answer.rows] for name, column in columns.items()},
        schema_overrides={"value": pl.Float64, "indicator": pl.String},
    )
    few = few_people(figures, shown_from=shown_from)
    counted = figures.select(_counted()).to_series()
    at = places["value"]
    rows = [
        (*row[:at], _sign(row[at], counted=count, shown_from=shown_from), *row[at + 1 :]) if hidden else row
        for row, hidden, count in zip(answer.rows, few, counted, strict=True)
    ]
    return Answer(answer.columns, rows, answer.truncated)


def _parts(parts: list[str], *, hidden: bool, shown_from: int) -> list[str]:
    """The figures a figure was held against; without their values where one of them counts few people."""
    named = [part.rpartition("=") for part in parts]
    few = any(name.split("/")[0] in PEOPLE and float(value) < shown_from for name, _, value in named)
    return [name for name, _, _ in named] if hidden or few else parts


def _counted() -> pl.Expr:
    return ~pl.col("indicator").str.contains("%") & ~_mean()


def _mean() -> pl.Expr:
    return pl.col("indicator").str.contains("/mean_")


def _sign(value: float, *, counted: bool, shown_from: int) -> str:
    if not counted:
        return HIDDEN
    return small(shown_from) if value < shown_from else large(shown_from)
