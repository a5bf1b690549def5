"""On what of the ledger does each finding rest, so that what was never handed in is not taken for a hole?

Declared as FINDINGS and the Cypher behind each have it. A source is a table, or a column as ``table.column``; which
columns hold nothing is ``blank_columns``'s business.
"""

from __future__ import annotations

from collections.abc import Collection

from analytics.blank_columns import WATCHED
from analytics.method_data import COLUMNS_USED
from graph_model.schema import TABLES

LAYER_TABLES: dict[str, tuple[str, ...]] = {
    "seats": ("committees", "seats"),
    "agreements": ("agreements", "parties"),
    "claims": ("listings", "claims"),
    "meetings": ("meetings", "attendance"),
}
"""The tables that ties of each layer come from."""

_TIES: tuple[str, ...] = tuple(table for tables in LAYER_TABLES.values() for table in tables)
_COVERED = ("organisations", "units", "coverage")

RESTS_ON: dict[str, tuple[str, ...]] = {
    "places_without_organisation": ("places", "organisations", "responsibility"),
    "empty_shells": ("organisations", "meetings", "attendance"),
    "units_without_organisation": _COVERED,
    "organisation_coverage": ("places", *_COVERED),
    "work_coverage": ("places", *_COVERED),
    "units_that_should_establish": _COVERED,
    "joint_branch_candidates": _COVERED,
    "members_registered_elsewhere": ("units",),
    "organisations_of_wrong_form": ("organisations",),
    "few_support_points": ("places", "organisations", "units"),
    "isolated_organisations": ("organisations", *_TIES),
    "tied_on_paper_only": ("organisations", *_TIES),
    "one_sided_invitations": ("agreements", "parties", "meetings", "attendance"),
    "organisations_outside_the_largest_component": ("organisations", *_TIES),
    "ties_by_kind_of_place": ("places", "organisations", *_TIES),
    "ties_by_domain": ("organisations", *_TIES),
    "key_organisations": ("organisations", *_TIES),
    "cut_points": ("organisations", *_TIES),
    "bridges": ("organisations", *_TIES),
    "committee_vitality": ("committees", "meetings", "attendance"),
    "overdue_quarterly_meetings": ("committees", "meetings"),
    "agreements_expiring": ("agreements",),
    "agreements_without_activity": ("agreements", "parties", "listings", "claims", "meetings"),
    "unmet_needs": ("listings", "claims"),
    "idle_resources": ("listings", "claims"),
    "secretary_vacancies": ("organisations",),
    "overdue_elections": ("organisations",),
    "staffing_below_standard": ("places",),
    "funds_below_standard": ("places",),
    "space_below_standard": ("places",),
    "assistants_missing": ("places",),
    "committees_without_contact": ("committees",),
    "weak_community_screen": ("places", *_COVERED, "responsibility", *_TIES, "cases"),
    "figures_that_disagree": ("places", *_COVERED, "members", "teams", "figures"),
    "possible_duplicates": ("organisations", "units"),
}
"""The tables whose rows decide what a finding says, by its id."""

OF_ONE_LAYER: frozenset[str] = frozenset(
    {
        "isolated_organisations",
        "organisations_outside_the_largest_component",
        "ties_by_kind_of_place",
        "ties_by_domain",
        "key_organisations",
        "cut_points",
        "bridges",
    }
)
"""Findings that rest on one layer's tables alone where that layer is asked for."""


LAYER_SOURCES: dict[str, tuple[str, ...]] = {
    **LAYER_TABLES,
    "agreements": ("agreements", "parties", "agreements.status"),
}
"""The sources without which there is no tie of a layer."""

_COVER = ("organisations", "units", "coverage")
_AGREED = ("agreements", "agreements.status")
_MET = ("meetings", "attendance")

NEEDED: dict[str, tuple[str, ...]] = {
    "places_without_organisation": ("places", "organisations", "organisations.place"),
    "empty_shells": ("organisations", *_MET),
    "units_without_organisation": _COVER,
    "organisation_coverage": _COVER,
    "work_coverage": _COVER,
    "units_that_should_establish": _COVER,
    "joint_branch_candidates": _COVER,
    "members_registered_elsewhere": ("units",),
    "organisations_of_wrong_form": ("organisations",),
    "few_support_points": ("places", "places.parent", "organisations", "organisations.place", "units", "units.place"),
    **dict.fromkeys(sorted(OF_ONE_LAYER), ("organisations",)),
    "tied_on_paper_only": ("organisations", *_MET),
    "one_sided_invitations": (*_AGREED, "parties", "parties.side"),
    "committee_vitality": ("committees", "meetings", "meetings.committee"),
    "overdue_quarterly_meetings": ("committees", "meetings", "meetings.committee"),
    "agreements_expiring": _AGREED,
    "agreements_without_activity": (*_AGREED, "meetings", "meetings.agreement"),
    "unmet_needs": ("listings", "claims"),
    "idle_resources": ("listings", "claims"),
    "secretary_vacancies": ("organisations",),
    "overdue_elections": ("organisations",),
    "staffing_below_standard": ("places",),
    "funds_below_standard": ("places",),
    "space_below_standard": ("places",),
    "assistants_missing": ("places",),
    "committees_without_contact": ("committees",),
    "weak_community_screen": ("places",),
    "figures_that_disagree": ("figures",),
    "possible_duplicates": (),
}
"""Sources of which a single one that is lacking leaves nothing to judge by: nobody would be found, or everybody.

Beside them, what looks at ties or at agreements and seats needs one layer at least, the one asked for where one is.
"""
_NEEDS_A_LAYER = OF_ONE_LAYER | {"tied_on_paper_only"}


def not_handed_in(finding_id: str, lacking: Collection[str], *, layer: str | None = None) -> tuple[str, ...]:
    """Of the sources that are lacking those a finding rests on: tables in the contract's order, then columns.

    Parameters
    ----------
    finding_id
        Its public name.
    lacking
        Tables that no batch brought, and columns without a value in any row.
    layer
        The layer asked for; None for all.
    """
    other: set[str] = set()
    if layer is not None and finding_id in OF_ONE_LAYER:
        other = {table for name, tables in LAYER_TABLES.items() if name != layer for table in tables}
    tables = [name for name in TABLES if name in RESTS_ON[finding_id] and name not in other]
    used = {f"{name}.{column}" for name in tables for column in COLUMNS_USED[finding_id].get(name, ())}
    return tuple(source for source in (*tables, *WATCHED) if source in lacking and (source in tables or source in used))


def can_be_judged(
    finding_id: str, lacking: Collection[str], *, layer: str | None = None, narrowed: bool = False
) -> bool:
    """Whether what was handed in tells of anybody that it is found, or passed.

    Parameters
    ----------
    finding_id, lacking, layer
        As ``not_handed_in``.
    narrowed
        Whether it is asked of a place: then it has to be known where its subjects lie.
    """
    needed = NEEDED[finding_id]
    if narrowed:
        needed += (
            ("units.place",) if "units" in needed else ("organisations.place",) if "organisations" in needed else ()
        )
    if any(source in lacking for source in needed):
        return False
    if finding_id not in _NEEDS_A_LAYER:
        return True
    asked = LAYER_TABLES if layer is None or finding_id not in OF_ONE_LAYER else (layer,)
    return any(not any(source in lacking for source in LAYER_SOURCES[name]) for name in asked)
