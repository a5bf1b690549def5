"""On which tables of the ledger does each finding rest, so that a table never handed in is not taken for a hole?

Declared as FINDINGS and the Cypher behind each have it; which tables were handed in is told by ``report``.
"""

from __future__ import annotations

from collections.abc import Collection

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


def not_handed_in(finding_id: str, handed_in: Collection[str] | None, *, layer: str | None = None) -> tuple[str, ...]:
    """The tables a finding rests on that no batch brought, in the contract's order.

    Parameters
    ----------
    finding_id
        Its public name.
    handed_in
        Tables of which some row came in; None where that is not known: nothing is told then.
    layer
        The layer asked for; None for all.
    """
    if handed_in is None:
        return ()
    other: set[str] = set()
    if layer is not None and finding_id in OF_ONE_LAYER:
        other = {table for name, tables in LAYER_TABLES.items() if name != layer for table in tables}
    lacking = set(RESTS_ON[finding_id]) - other - set(handed_in)
    return tuple(name for name in TABLES if name in lacking)
