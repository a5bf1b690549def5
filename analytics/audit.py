"""Do the figures that were reported agree with the ledger, and with one another?

Judges sheet 17 by four general rules. What the ledger itself gives for an indicator is ``ledger_figures``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import polars as pl

from analytics.finding import FOUND, PASSED, UNKNOWN, Facts, Finding, judged
from analytics.ledger_figures import QUERIES, ledger_figure, missing_of, without_place
from analytics.reported import Indicator, band, half_unit, read_indicator, scale_of
from graph_model.indicators import indicator_of

_NEAR = 1e-9

_Figures = Mapping[Indicator, float]


@dataclass(frozen=True)
class _Break:
    rule: str
    expected: float
    parts: tuple[str, ...] = ()


@dataclass
class _Judgement:
    """What was said of one figure so far."""

    judged: bool = False
    breaks: list[_Break] = field(default_factory=list)
    without_place: int | None = None


def figures_that_disagree(facts: Facts) -> Finding:
    """Reported figures, up to the day, that disagree with the ledger or with other figures of their place and day.

    ``rules`` tells which, and ``expected``, ``differences`` (reported less expected) and ``parts`` follow its order:

    ``ledger``
        the ledger gives another value: for a finding's id its count, in percent where the unit is %, else what
        ``ledger_figures`` counts;
    ``parts``
        the listed parts of one dimension do not add up to it, or a subset is larger than its whole;
    ``share``
        the two numbers behind a share give another one, by more than half a unit of its last written decimal;
    ``bands``
        an age band is less than the sum of the listed bands it contains.

    ``place_name``: of the place a figure is reported of.

    ``without_place``: where the ledger's finding gives another count, how many it finds in the whole region of whom no
    place is known. A finding asked of a place does not count them, a page of the whole region does.

    A figure in 万 or another multiple is held against the ledger alone, to half of its last written decimal, and in its
    own unit: with others it cannot be added up to the last one.

    Unknown where neither the ledger, nor parts, nor the numbers of a share say anything; ``why`` tells which:
    ``unknown_indicator`` (nobody knows what it counts), ``share_without_numbers`` (the two numbers behind it were not
    reported), ``rounded_unit`` (they, or it, were reported in a multiple), ``not_in_ledger`` (the ledger does not hold
    what it takes), ``members_incomplete`` and ``households_blank`` (it does, but not of as many organisations or
    communities as ``missing`` tells).
    """
    reported = facts.frame("figures_reported")
    rows: list[dict[str, Any]] = []
    for (place, day), group in reported.group_by("place", "reported_as_of", maintain_order=True):
        told = [read_indicator(text) for text in group.get_column("indicator")]
        scales = [scale_of(unit) for unit in group.get_column("unit")]
        numbers = zip(told, group.get_column("value").to_list(), scales, strict=True)
        values = {indicator: value for indicator, value, scale in numbers if scale == 1}
        rounded = {indicator for indicator, scale in zip(told, scales, strict=True) if scale != 1}
        assert isinstance(day, dt.date)
        for row, indicator, scale in zip(group.iter_rows(named=True), told, scales, strict=True):
            judgement = _judge(indicator, row, values, scale=scale, facts=facts, place=str(place), day=day)
            why, missing = _why(row["indicator"], indicator, rounded), None
            if not judgement.judged and why == "not_in_ledger":
                why, missing = missing_of(indicator, facts, place=str(place)) or (why, None)
            rows.append(row | _as_row(row["value"], judgement, why=why) | {"missing": missing})
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        **reported.schema,
        "status": pl.String,
        "rules": pl.List(pl.String),
        "expected": pl.List(pl.Float64),
        "differences": pl.List(pl.Float64),
        "parts": pl.List(pl.String),
        "without_place": pl.Int64,
        "why": pl.String,
        "missing": pl.Int64,
    }
    names = facts.snapshot.places.select(pl.col("code").alias("place"), pl.col("name").alias("place_name"))
    frame = (
        pl.DataFrame(rows, schema=schema)
        .with_columns(pl.col("indicator").alias("name"))
        .join(names, on="place", how="left", maintain_order="left")
    )
    return judged(
        "figures_that_disagree",
        frame,
        status=pl.col("status"),
        evidence=[
            pl.col("value").alias("reported"),
            "expected",
            "differences",
            "rules",
            "parts",
            "without_place",
            "why",
            "missing",
            "unit",
            "source",
            "place",
            "place_name",
            "reported_as_of",
        ],
        queries=QUERIES,
    )


def _judge(
    indicator: Indicator,
    row: Mapping[str, Any],
    values: _Figures,
    *,
    scale: int,
    facts: Facts,
    place: str,
    day: dt.date,
) -> _Judgement:
    """All four rules on one figure."""
    judgement = _Judgement()
    value = float(row["value"]) * scale
    if indicator.share:
        _share(indicator, value, values, judgement)
        return judgement
    told = ledger_figure(indicator, facts, place=place, day=day, unit=row["unit"], population=row["population"])
    if told is not None:
        judgement.judged = True
        leeway = half_unit(float(row["value"])) * scale if told.fraction or scale != 1 else 0.0
        nearest = min(max(value, told.least), told.most)
        if abs(value - nearest) > leeway + _NEAR:
            judgement.breaks.append(_Break("ledger", nearest / scale))
            if told.finding is not None:
                judgement.without_place = without_place(told.finding, facts, day=day)
    if scale != 1:
        return judgement
    _parts(indicator, value, values, judgement)
    _bands(indicator, value, values, judgement)
    return judgement


def _share(indicator: Indicator, value: float, values: _Figures, judgement: _Judgement) -> None:
    part, whole = indicator.counted, indicator.whole
    if whole is None or not values.get(whole) or part not in values:
        return
    judgement.judged = True
    expected = 100.0 * values[part] / values[whole]
    if abs(value - expected) > half_unit(value) + _NEAR:
        judgement.breaks.append(_Break("share", expected, (_named(part, values), _named(whole, values))))


def _parts(indicator: Indicator, value: float, values: _Figures, judgement: _Judgement) -> None:
    """Its listed parts, dimension by dimension, and whether it is larger than its whole."""
    listed: dict[str, list[Indicator]] = {}
    for other in values:
        if other.whole == indicator and other.part is not None and not other.share:
            listed.setdefault(other.part[0], []).append(other)
    for parts in listed.values():
        judgement.judged = True
        # Bands that lie inside a listed wider band may be told beside it; then the widest alone add up.
        widest = [one for one in parts if not any(_inside(one, other) for other in parts)]
        sums = [sum(values[one] for one in some) for some in (parts, widest)]
        if all(abs(value - total) > _NEAR for total in sums):
            judgement.breaks.append(_Break("parts", sums[0], tuple(_named(one, values) for one in parts)))
    whole = indicator.whole
    is_subset = indicator.part is None and not indicator.is_mean
    if is_subset and whole is not None and whole in values and value > values[whole] + _NEAR:
        judgement.breaks.append(_Break("parts", values[whole], (_named(whole, values),)))


def _bands(indicator: Indicator, value: float, values: _Figures, judgement: _Judgement) -> None:
    """Whether an age band is less than the listed bands inside it; bands that overlap are not added up."""
    if indicator.part is None or band(indicator.part[1]) is None:
        return
    inside = [other for other in values if not other.share and _inside(other, indicator)]
    ranges = sorted(band(other.part[1]) or (0, 0) for other in inside if other.part is not None)
    if any(before[1] >= after[0] for before, after in pairwise(ranges)):
        return
    total = sum(values[other] for other in inside)
    if value < total - _NEAR:
        judgement.breaks.append(_Break("bands", total, tuple(_named(one, values) for one in inside)))


def _inside(one: Indicator, other: Indicator) -> bool:
    """Whether one listed band lies within another of the same whole and dimension."""
    if one == other or one.part is None or other.part is None or one.whole != other.whole:
        return False
    narrow, wide = band(one.part[1]), band(other.part[1])
    if one.part[0] != other.part[0] or narrow is None or wide is None or narrow == wide:
        return False
    return wide[0] <= narrow[0] and narrow[1] <= wide[1]


def _named(indicator: Indicator, values: _Figures) -> str:
    """A figure and its value as evidence: ``members/women=1722``."""
    return f"{'/'.join((indicator.base, *indicator.segments))}={values[indicator]:.15g}"  # never 1.72e+06


def _why(text: str, indicator: Indicator, rounded: set[Indicator]) -> str:
    """Why a figure that nothing speaks of cannot be judged."""
    if indicator_of(text) is None:
        return "unknown_indicator"
    if indicator in rounded or (indicator.share and rounded & {indicator.counted, indicator.whole}):
        return "rounded_unit"
    return "share_without_numbers" if indicator.share else "not_in_ledger"


def _as_row(value: float, judgement: _Judgement, *, why: str) -> dict[str, Any]:
    breaks = judgement.breaks
    return {
        "status": FOUND if breaks else PASSED if judgement.judged else UNKNOWN,
        "rules": [one.rule for one in breaks],
        "expected": [one.expected for one in breaks],
        "differences": [round(value - one.expected, 9) for one in breaks],
        "parts": [part for one in breaks for part in one.parts],
        "without_place": judgement.without_place,
        "why": None if breaks or judgement.judged else why,
    }
