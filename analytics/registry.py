"""Which findings are there, in which order?

The one list that the report, the command line, the API and the pages go by. How each is computed stands in its module.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

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
from analytics.ledger_tables import RESTS_ON

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
    isolation.ISOLATED_ORGANISATIONS,
    isolation.TIED_ON_PAPER_ONLY,
    agreements.ONE_SIDED_INVITATIONS,
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
    cadence.COMMITTEE_VITALITY,
    cadence.OVERDUE_QUARTERLY_MEETINGS,
    agreements.AGREEMENTS_EXPIRING,
    agreements.AGREEMENTS_WITHOUT_ACTIVITY,
    matching.UNMET_NEEDS,
    matching.IDLE_RESOURCES,
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

DEFINITIONS: dict[str, Definition] = {
    definition.id: replace(definition, tables=RESTS_ON[definition.id]) for definition in _IN_ORDER
}
"""Every finding by its public name, in the order in which they are told."""


def with_needs(findings: Iterable[str]) -> list[str]:
    """These findings and what they need, each once, in the order in which they are worked out."""
    told: dict[str, None] = {}
    for name in findings:
        told |= dict.fromkeys([*with_needs(DEFINITIONS[name].needs), name])
    return list(told)
