"""What is behind one cell of the screen of communities: which rows of which finding?

Gathers rows of findings by community for the matrix and the drawer; judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analytics.communities import INDICATORS, Indicator
from analytics.finding import FOUND
from dashboard.page import PageContext

GROUPS: Mapping[str, tuple[str, ...]] = {
    "organisation": ("unit_coverage", "no_own_organisation", "secretary_vacancy", "overdue_election"),
    "ties": ("no_joint_committee", "committee_cadence", "isolated_organisation", "empty_shell"),
    "means": ("staffing", "funds", "space", "assistants"),
    "record": ("open_case",),
}
"""The indicators by what they are about, in the order they are shown."""
COLUMN = {"community": "code", "unit": "community", "organisation": "community", "committee": "place"}
"""Which column of a finding's rows holds the community, by whom the finding asks of."""
WITHOUT_COLUMN = frozenset({"no_own_organisation", "no_joint_committee", "open_case"})
"""Indicators that are had or not had: no value stands beside them."""


@dataclass(frozen=True)
class Evidence:
    """Rows found and rows unknown of one community and indicator."""

    found: list[dict[str, Any]] = field(default_factory=list)
    unknown: list[dict[str, Any]] = field(default_factory=list)


def evidence(context: PageContext) -> dict[tuple[str, str], Evidence]:
    """By indicator and community; nothing where no finding told anything."""
    told: dict[tuple[str, str], Evidence] = {}
    for indicator in INDICATORS:
        for finding_id in indicator.findings:
            rows = context.finding(finding_id).rows
            column = COLUMN[indicator.subject]
            for row in rows.iter_rows(named=True):
                if row[column] is None:
                    continue
                entry = told.setdefault((indicator.id, row[column]), Evidence())
                (entry.found if row["status"] == FOUND else entry.unknown).append(row)
    return told


def short_value(context: PageContext, indicator: Indicator, entry: Evidence | None) -> str:
    """The value a failing cell shows: how many fail, or the value that falls short; empty where there is none.

    A star says that some fail only since nothing is on record of them (``without_a_record``).
    """
    words = context.words
    if entry is None or not entry.found or indicator.id in WITHOUT_COLUMN:
        return ""
    row = entry.found[0]
    if indicator.id == "staffing":
        by_household = row["few_a_household"] and row["households_a_worker"] is not None
        return words.value(round(row["households_a_worker"]) if by_household else row["workers"])
    if indicator.id == "funds":
        work = row["work_funds"] is not None and row["work_funds"] < row["work_funds_from"]
        return f"{(row['work_funds'] if work else row['service_funds']) / 10_000:.1f}"
    if indicator.id == "space":
        return words.value(round(row["area_per_100_households"]))
    if indicator.id == "assistants":
        return words.value(row["assistants"])
    return words.value(len(entry.found)) + ("*" if without_a_record(indicator, entry) else "")


def long_value(context: PageContext, indicator: Indicator, entry: Evidence | None) -> str:
    """The value a failing indicator shows in the drawer."""
    values: dict[str, Any] = {"count": 0 if entry is None else len(entry.found)}
    if entry is not None and entry.found:
        row = entry.found[0]
        values |= {name: round(v) if isinstance(v, float) else v for name, v in row.items()}
        if indicator.id == "funds":
            values |= {"work": in_10k(row["work_funds"]), "service": in_10k(row["service_funds"])}
    told = context.words.text(f"communities_page.value_{indicator.id}", **values)
    bare = without_a_record(indicator, entry)
    return told + context.words.text("communities_page.shells_bare", count=bare) if bare else told


def without_a_record(indicator: Indicator, entry: Evidence | None) -> int:
    """How many of the shells are so only since no meeting anywhere names them: it may not have been handed in."""
    if entry is None or indicator.id != "empty_shell":
        return 0
    return sum(not row["on_record"] and row["no_members"] is not True for row in entry.found)


def in_10k(yuan: float | None) -> float | None:
    """Yuan in units of ten thousand, as budgets are told; None stays None."""
    return None if yuan is None else yuan / 10_000


def units_unplaced(context: PageContext) -> int:
    """How many eligible units, or units that may be, of the whole region stand in no community: no place is known."""
    return int(
        context.investigation.finding("organisation_coverage", as_of=context.as_of).measures.get("unplaced") or 0
    )


def unplaced_line(context: PageContext) -> str:
    """That they are counted in no community; empty where there are none."""
    count = units_unplaced(context)
    return context.words.text("pages.units_unplaced", count=count) if count else ""


def untold_value(context: PageContext, indicator: Indicator, entry: Evidence | None) -> str:
    """What an unknown indicator lacks: values of so many subjects, or the place of units."""
    if not (entry and entry.unknown) and indicator.subject == "unit":
        return unplaced_line(context)
    return context.words.text("communities_page.untold_value", count=len(entry.unknown) if entry else 0)


def bar(context: PageContext, indicator: Indicator) -> str:
    """What an indicator is held against, short."""
    values: dict[str, Any] = {
        threshold.name: threshold.value for threshold in context.finding("weak_community_screen").thresholds
    }
    if indicator.id == "funds":
        values |= {"work": in_10k(values["work_funds_from"]), "service": in_10k(values["service_funds_from"])}
    return context.words.text(f"communities_page.bar_{indicator.id}", **values)


def measured(indicator: Indicator, entry: Evidence | None) -> tuple[float, float] | None:
    """A failing value and its threshold as shares of a common scale, for a bullet bar; None where there is no scale."""
    if entry is None or not entry.found:
        return None
    row = entry.found[0]
    pairs = {
        "staffing": (row.get("workers"), row.get("workers_from")),
        "space": (row.get("service_area"), row.get("service_area_from")),
        "funds": (row.get("work_funds"), row.get("work_funds_from")),
    }
    value, least = pairs.get(indicator.id, (None, None))
    if indicator.id == "funds" and (value is None or value >= least):
        value, least = row.get("service_funds"), row.get("service_funds_from")
    if value is None or not least:
        return None
    scale = 1.25 * max(value, least)
    return value / scale, least / scale
