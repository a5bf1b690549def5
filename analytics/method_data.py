"""Which columns of the ledger does each finding look at, and what does it not heed?

Declared as FINDINGS and the Cypher behind each have it. How much of them is known is ``method_card``'s business.
"""

from __future__ import annotations

from collections.abc import Mapping

Columns = Mapping[str, tuple[str, ...]]

LIFE: tuple[str, ...] = ("founded", "ended")
SPAN: tuple[str, ...] = ("since", "until")
TIES: Columns = {
    "committees": LIFE,
    "seats": SPAN,
    "agreements": ("status", "signed", "starts", "ends"),
    "parties": (),
    "listings": ("organisation", "posted"),
    "claims": ("claimed",),
    "meetings": ("held", "host"),
    "attendance": ("attended",),
}
NETWORK: Columns = {"organisations": ("level", *LIFE), **TIES}
_UNITS: tuple[str, ...] = ("kind", "status", "place")
_COVERED: Columns = {"organisations": LIFE, "units": _UNITS, "coverage": ("mode", *SPAN)}
_COVERED_BY_MEMBERS: Columns = {**_COVERED, "units": (*_UNITS, "members")}

COLUMNS_USED: dict[str, Columns] = {
    "places_without_organisation": {
        "places": ("kind", "parent"),
        "organisations": ("place", *LIFE),
        "responsibility": SPAN,
    },
    "empty_shells": {
        "organisations": ("full_members", "probationary_members", *LIFE),
        "meetings": ("held", "host"),
        "attendance": ("attended",),
    },
    "units_without_organisation": {**_COVERED, "units": (*_UNITS, "reason", "sector")},
    "organisation_coverage": {"places": ("kind", "parent"), **_COVERED},
    "work_coverage": {"places": ("kind", "parent"), **_COVERED, "units": (*_UNITS, "has_union")},
    "units_that_should_establish": _COVERED_BY_MEMBERS,
    "joint_branch_candidates": _COVERED_BY_MEMBERS,
    "members_registered_elsewhere": {"units": (*_UNITS, "members_elsewhere")},
    "organisations_of_wrong_form": {"organisations": ("level", "form", "full_members", *LIFE)},
    "few_support_points": {
        "places": ("kind", "parent", "community_type"),
        "organisations": ("domain", "place", *LIFE),
        "units": _UNITS,
    },
    "isolated_organisations": NETWORK,
    "tied_on_paper_only": NETWORK,
    "one_sided_invitations": {
        "agreements": ("status", "signed", "starts", "ends"),
        "parties": ("side", "responded"),
        "meetings": ("held", "committee", "agreement", "host"),
        "attendance": ("attended",),
    },
    "organisations_outside_the_largest_component": NETWORK,
    "ties_by_kind_of_place": {
        "places": ("community_type", "parent"),
        **NETWORK,
        "organisations": ("level", "place", *LIFE),
    },
    "ties_by_domain": {**NETWORK, "organisations": ("level", "domain", *LIFE)},
    "key_organisations": NETWORK,
    "cut_points": NETWORK,
    "bridges": NETWORK,
    "committee_vitality": {"committees": LIFE, "meetings": ("held", "committee", "host"), "attendance": ("attended",)},
    "overdue_quarterly_meetings": {"committees": ("tier", *LIFE), "meetings": ("kind", "held", "committee")},
    "agreements_expiring": {"agreements": ("status", "signed", "starts", "ends")},
    "agreements_without_activity": {
        "agreements": ("status", "signed", "starts", "ends"),
        "parties": (),
        "listings": ("organisation",),
        "claims": ("claimed",),
        "meetings": ("held", "agreement"),
    },
    "unmet_needs": {"listings": ("kind", "organisation", "posted", "closes"), "claims": ("claimed",)},
    "idle_resources": {
        "listings": ("kind", "organisation", "posted", "closes"),
        "claims": ("claimed", "counterpart"),
    },
    "secretary_vacancies": {"organisations": ("secretary", *LIFE)},
    "overdue_elections": {"organisations": ("term_ends", *LIFE)},
    "staffing_below_standard": {"places": ("kind", "community_type", "households", "workers")},
    "funds_below_standard": {"places": ("kind", "work_funds", "service_funds")},
    "space_below_standard": {"places": ("kind", "households", "service_area")},
    "assistants_missing": {"places": ("kind", "assistants")},
    "committees_without_contact": {"committees": ("tier", "contact_post", "last_contact", *LIFE)},
    "weak_community_screen": {
        "places": (
            *("kind", "parent", "community_type", "households", "workers", "assistants", "work_funds"),
            *("service_funds", "service_area"),
        ),
        "organisations": ("place", "secretary", "term_ends", "full_members", "probationary_members", *LIFE),
        "units": _UNITS,
        "coverage": ("mode", *SPAN),
        "responsibility": SPAN,
        **TIES,
        "committees": ("tier", "place", *LIFE),
        "meetings": ("kind", "held", "committee", "host"),
        "cases": ("place", "opened", "closed"),
    },
    "figures_that_disagree": {
        "places": ("kind", "parent"),
        **_COVERED,
        "members": ("organisation", "age_band", "gender", "education", "full"),
        "teams": ("elected", "party", "residents", "both", "women"),
        "figures": ("value", "unit"),
    },
    "possible_duplicates": {"organisations": ("name", "place"), "units": ("name", "place")},
}
"""By finding: the tables it rests on (as ``ledger_tables`` has them) and the columns of each that it looks at.

A table without a column counts by its rows alone.
"""

_COMMUNITIES = ("staffing_below_standard", "funds_below_standard", "space_below_standard", "assistants_missing")
_BY_COMMUNITY = ("organisation_coverage", "work_coverage", "weak_community_screen")
_OF_NETWORK = (
    *("isolated_organisations", "tied_on_paper_only", "organisations_outside_the_largest_component"),
    *("ties_by_kind_of_place", "ties_by_domain", "key_organisations", "cut_points", "bridges"),
)

WITHOUT_PAST: dict[str, tuple[str, ...]] = {
    "organisations": ("secretary", "term_ends", "full_members", "probationary_members", "level", "form", "place"),
    "units": ("kind", "status", "members", "members_elsewhere", "has_union", "place", "reason", "sector"),
    "places": (
        *("households", "workers", "assistants", "work_funds", "service_funds", "service_area", "community_type"),
        "parent",
    ),
    "agreements": ("status",),
    "committees": ("contact_post", "last_contact"),
}
"""Columns that hold how things stand now; asked of an earlier day, a finding reads them as they stand now."""

BLANK_SAYS: dict[str, tuple[str, ...]] = {
    "places": ("parent",),
    "organisations": ("founded", "ended"),
    "units": ("reason",),
    "coverage": ("since", "until"),
    "responsibility": ("since", "until"),
    "committees": ("founded", "ended", "contact_post"),
    "seats": ("since", "until"),
    "agreements": ("starts",),
    "parties": ("responded",),
    "listings": ("posted", "closes"),
    "claims": ("claimed", "counterpart"),
    "meetings": ("committee", "agreement", "host"),
    "cases": ("closed",),
}
"""Columns whose blank is read as an answer (not ended, since ever, no host): few filled cells are no want there."""


def limits(finding_id: str) -> tuple[str, ...]:
    """Codes of what a finding does not heed, the same order everywhere."""
    used = COLUMNS_USED[finding_id]
    rules = {
        "ledger_only": True,
        "present_values": any(set(used.get(table, ())) & set(columns) for table, columns in WITHOUT_PAST.items()),
        "ties_alike": finding_id in _OF_NETWORK,
        "position_is_no_merit": finding_id in {"key_organisations", "cut_points", "bridges"},
        "hub": finding_id in _OF_NETWORK,
        "chance_is_a_guide": finding_id in {"ties_by_kind_of_place", "ties_by_domain"},
        "sampled": finding_id == "key_organisations",
        "observers_count": finding_id in _OF_NETWORK,
        "standard_of_one_report": finding_id in _COMMUNITIES,
        "warns_only": finding_id == "organisations_of_wrong_form",
        "recorded_meetings_only": "meetings" in used,
        "absent_is_no_meeting": finding_id in {"empty_shells", "tied_on_paper_only", "weak_community_screen"},
        "units_without_place": finding_id in _BY_COMMUNITY,
        "no_grade": finding_id == "weak_community_screen",
        "members_listed": finding_id == "figures_that_disagree",
        "people_judge": finding_id == "possible_duplicates",
    }
    return tuple(code for code, holds in rules.items() if holds)
