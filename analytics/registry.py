"""Which findings are there, in which order?

The one list that the report, the command line, the API and the pages go by. How each is computed stands in its module.
"""

from __future__ import annotations

from analytics import (
    agreements,
    audit,
    cadence,
    communities,
    coverage,
    duplicates,
    isolation,
    key_organisations,
    ledger_figures,
    linkage,
    matching,
    organisations,
    standards,
    units,
)
from analytics.finding import Definition

_IN_ORDER: tuple[Definition, ...] = (
    coverage.PLACES_WITHOUT_ORGANISATION,
    organisations.EMPTY_SHELLS,
    units.UNITS_WITHOUT_ORGANISATION,
    coverage.ORGANISATION_COVERAGE,
    coverage.WORK_COVERAGE,
    units.UNITS_THAT_SHOULD_ESTABLISH,
    units.JOINT_BRANCH_CANDIDATES,
    units.MEMBERS_REGISTERED_ELSEWHERE,
    organisations.ORGANISATIONS_OF_WRONG_FORM,
    communities.FEW_SUPPORT_POINTS,
    Definition("isolated_organisations", "organisation", isolation.isolated_organisations),
    Definition("tied_on_paper_only", "organisation", isolation.tied_on_paper_only),
    Definition("one_sided_invitations", "agreement", agreements.one_sided_invitations),
    Definition(
        "organisations_outside_the_largest_component",
        "organisation",
        isolation.organisations_outside_the_largest_component,
    ),
    Definition("ties_by_kind_of_place", "tie", linkage.ties_by_kind_of_place),
    Definition("ties_by_domain", "tie", linkage.ties_by_domain),
    Definition("key_organisations", "organisation", key_organisations.key_organisations),
    Definition("cut_points", "organisation", key_organisations.cut_points),
    Definition("bridges", "tie", key_organisations.bridges),
    Definition("committee_vitality", "committee", cadence.committee_vitality),
    Definition("overdue_quarterly_meetings", "committee", cadence.overdue_quarterly_meetings),
    Definition("agreements_expiring", "agreement", agreements.agreements_expiring),
    Definition("agreements_without_activity", "agreement", agreements.agreements_without_activity),
    Definition("unmet_needs", "listing", matching.unmet_needs),
    Definition("idle_resources", "listing", matching.idle_resources),
    organisations.SECRETARY_VACANCIES,
    organisations.OVERDUE_ELECTIONS,
    standards.STAFFING_BELOW_STANDARD,
    standards.FUNDS_BELOW_STANDARD,
    standards.SPACE_BELOW_STANDARD,
    standards.ASSISTANTS_MISSING,
    standards.COMMITTEES_WITHOUT_CONTACT,
    communities.WEAK_COMMUNITY_SCREEN,
    Definition("figures_that_disagree", "figure", audit.figures_that_disagree, ledger_figures.QUERIES),
    Definition("possible_duplicates", "pair", duplicates.possible_duplicates, ["unit_names"]),
)

DEFINITIONS: dict[str, Definition] = {definition.id: definition for definition in _IN_ORDER}
"""Every finding by its public name, in the order in which they are told."""
