"""Which rows of the ledger that name a subject of a finding came, went or were noted between two days?

Told of the tables that a finding rests on; where none of them tells, of the others too. Columns without a past cannot
tell; what ``trend_events`` does not follow is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.method_data import COLUMNS_USED
from analytics.trend_events import EVERY_COLUMN, LAST_DAY, RowEvents, Used

if TYPE_CHECKING:
    from analytics.trend_reasons import Because

DAY_MOVED = "day_moved"
"""The reason where no row that the finding looks at and that names the subject came or went."""
WITHIN_CHANGED = "within_changed"
"""The reason where a place is judged by all that lies in it: organisations, units and what covers them."""
BY_WHAT_LIES_WITHIN = frozenset({"organisation_coverage", "work_coverage", "few_support_points"})
SUBJECT_LABELS: Mapping[str, str] = {
    "place": "Place",
    "community": "Place",
    "unit": "Unit",
    "organisation": "Organisation",
    "agreement": "Agreement",
    "committee": "Committee",
    "listing": "Listing",
    "figure": "Figure",
}
"""Kinds of subject that rows name by a code of one node, and the nodes they are."""
FADING: Mapping[str, tuple[str, ...]] = {
    "tied_on_paper_only": ("held", "claimed"),
}
"""Days that count for a year in a finding; else those of meetings."""


def rows_that_differ(
    events: RowEvents, finding_id: str, *, kind: str
) -> Callable[[Iterable[str]], Mapping[str, Because]]:
    """By subject and table: ``table, came, went`` (codes of the rows, or of the other ends).

    Where there are any, ``passed``: last days of its own row that lie between, and ``noted``: what was noted between,
    by column the codes.

    Parameters
    ----------
    events
        Of the step.
    finding_id
        Whose tables are looked at.
    kind
        Of the subjects; one of ``SUBJECT_LABELS``.

    Returns
    -------
    callable
        Of some subjects; one of which no row tells has the single reason ``{"reason": "day_moved"}``, with ``beside``
        where rows of other tables name it: the same of those. Of places judged by what lies in them the single reason
        is ``within_changed``: their rows are too many.
    """

    def of(codes: Iterable[str]) -> Mapping[str, Because]:
        wanted = list(codes)
        if finding_id in BY_WHAT_LIES_WITHIN:
            return {code: [{"reason": WITHIN_CHANGED}] for code in wanted}
        fading = FADING.get(finding_id, ("held",))
        told = _told(events, SUBJECT_LABELS[kind], COLUMNS_USED[finding_id], wanted, fading)
        silent = [code for code in wanted if not told[code]]
        beside = _told(events, SUBJECT_LABELS[kind], EVERY_COLUMN, silent, ("held",))
        for code, others in beside.items():
            told[code] = [{"reason": DAY_MOVED, **({"beside": others} if others else {})}]
        return told

    return of


def _told(events: RowEvents, label: str, used: Used, codes: list[str], fading: tuple[str, ...]) -> dict[str, Because]:
    if not codes:
        return {}
    wanted = pl.Series("code", codes, dtype=pl.String).implode()
    told: dict[str, dict[str, dict[str, Any]]] = {code: {} for code in codes}
    for table, rows in (*events.naming(label, used, fading=fading), events.of_its_own(label, used)):
        for code, row, change in rows.filter(pl.col("code").is_in(wanted)).unique().sort(pl.all()).iter_rows():
            one = told[code].setdefault(table, {"table": table, "came": [], "went": []})
            if change in LAST_DAY:
                one.setdefault("passed", []).append(change)
                continue
            of = one if change in ("came", "went") else one.setdefault("noted", {})
            listed = of.setdefault(change, [])
            if row not in listed:  # two of its columns name the same
                listed.append(row)
    return {code: [*by_table.values()] for code, by_table in told.items()}
