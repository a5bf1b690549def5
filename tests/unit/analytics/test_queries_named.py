"""Does every finding name the queries behind its table: those it or what it needs was given, and no other?"""

from __future__ import annotations

import pytest

from analytics.registry import DEFINITIONS
from graph_model.queries import catalogue
from tests.unit.analytics.conftest import DAY


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_finding_names_the_queries_it_was_given(region, name):
    definition = DEFINITIONS[name]
    declared = set(definition.queries)
    told = region.finding(name, as_of=DAY).queries
    assert declared <= set(catalogue())
    assert len(set(told)) == len(told)
    assert declared <= set(told) <= declared.union(*(DEFINITIONS[need].queries for need in definition.needs))


def test_what_each_organisation_takes_part_in_stands_beside_its_isolation(region):
    rows = region.finding("isolated_organisations", as_of=DAY).rows
    columns = ["code", "ties", "seats", "agreements", "claims_made", "claims_met", "meetings"]
    assert rows.select(columns).rows() == [("FL", 0, 0, 0, 0, 0, 0), ("XQ", 0, 0, 0, 0, 0, 1)]  # XQ met alone
