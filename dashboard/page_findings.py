"""Which findings does each page tell, and so its files?

Names alone; pages that tell something else (a card, a plan, cases, a trend) have files of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analytics.communities import INDICATORS

OF_COMMUNITIES: Final = tuple(dict.fromkeys(name for indicator in INDICATORS for name in indicator.findings))

PAGE_FINDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "overview": (
        "places_without_organisation",
        "organisation_coverage",
        "work_coverage",
        "isolated_organisations",
        "overdue_quarterly_meetings",
        "ties_by_kind_of_place",
        "units_that_should_establish",
        "weak_community_screen",
        "joint_branch_candidates",
        "agreements_expiring",
        "agreements_without_activity",
        "unmet_needs",
        "secretary_vacancies",
        "figures_that_disagree",
    ),
    "linkages": (
        "ties_by_kind_of_place",
        "ties_by_domain",
        "agreements_expiring",
        "agreements_without_activity",
        "overdue_quarterly_meetings",
        "committee_vitality",
        "unmet_needs",
        "idle_resources",
    ),
    "key": ("key_organisations", "cut_points", "bridges"),
    "coverage": (
        "places_without_organisation",
        "units_without_organisation",
        "units_that_should_establish",
        "joint_branch_candidates",
        "members_registered_elsewhere",
        "empty_shells",
    ),
    "isolation": (
        "isolated_organisations",
        "tied_on_paper_only",
        "one_sided_invitations",
        "organisations_outside_the_largest_component",
    ),
    "communities": ("weak_community_screen", *OF_COMMUNITIES),
}
"""Findings by page, in the order in which the page tells them."""
