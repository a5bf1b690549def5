"""A finding that rests on a table nobody handed in says so; its counts stay as they are defined."""

from __future__ import annotations

import pytest

from analytics.ledger_tables import LAYER_TABLES, NEEDED, OF_ONE_LAYER, RESTS_ON, can_be_judged, not_handed_in
from analytics.registry import DEFINITIONS
from graph_model.queries import catalogue
from graph_model.schema import RELATIONSHIPS, TABLES
from graph_model.snapshot import LAYERS
from tests.unit.analytics.conftest import DAY

NETWORK = {
    "organisations",
    "committees",
    "seats",
    "agreements",
    "parties",
    "listings",
    "claims",
    "meetings",
    "attendance",
}


def test_every_finding_declares_its_tables_and_every_table_is_the_contract_s():
    assert list(RESTS_ON) == list(DEFINITIONS)
    assert {table for tables in RESTS_ON.values() for table in tables} <= set(TABLES)
    assert all(definition.tables == RESTS_ON[name] != () for name, definition in DEFINITIONS.items())
    assert tuple(LAYER_TABLES) == LAYERS


def touched(name: str) -> set[str]:
    """Tables whose nodes or relationships stand in the Cypher of a finding's queries or of what it needs."""
    definition = DEFINITIONS[name]
    text = "\n".join(catalogue()[query].text for query in definition.queries)
    kinds = {t.name for t in TABLES.values() if t.label and f":{t.label})" in text.replace(" {", ")")}
    kinds |= {tie.table for tie in RELATIONSHIPS.values() if tie.type in text}
    for need in definition.needs:
        kinds |= touched(need)
    return kinds


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_finding_rests_on_no_table_that_neither_its_queries_nor_the_snapshot_read(name):
    asked = set(TABLES) if name == "figures_that_disagree" else set()  # it asks for whatever finding was reported
    assert set(RESTS_ON[name]) <= touched(name) | NETWORK | {"places"} | asked


def lacking(*handed_in: str) -> set[str]:
    return set(TABLES) - set(handed_in)


def test_without_coverage_and_meetings_the_findings_on_them_say_so_and_others_do_not():
    told = lacking("places", "organisations", "units", "responsibility")
    assert not_handed_in("units_without_organisation", told) == ("coverage",)
    assert not_handed_in("empty_shells", told) == ("meetings", "attendance")
    assert not_handed_in("places_without_organisation", told) == ()
    assert not_handed_in("secretary_vacancies", told) == ()
    assert not_handed_in("isolated_organisations", told) == (
        "committees",
        "seats",
        "agreements",
        "parties",
        "listings",
        "claims",
        "meetings",
        "attendance",
    )


def test_of_one_layer_only_that_layer_s_tables_count():
    told = lacking("organisations", "committees", "seats")
    assert not_handed_in("isolated_organisations", told, layer="seats") == ()
    assert not_handed_in("isolated_organisations", told, layer="claims") == ("listings", "claims")
    assert not_handed_in("tied_on_paper_only", told, layer="seats") != ()
    assert "tied_on_paper_only" not in OF_ONE_LAYER


def test_with_one_layer_ties_can_be_judged_with_none_they_cannot():
    seats = lacking("organisations", "committees", "seats")
    assert can_be_judged("isolated_organisations", seats)
    assert can_be_judged("isolated_organisations", seats, layer="seats")
    assert not can_be_judged("isolated_organisations", seats, layer="claims")
    assert not can_be_judged("isolated_organisations", lacking("organisations"))
    assert not can_be_judged(
        "isolated_organisations", lacking("organisations", "agreements", "parties") | {"agreements.status"}
    )


@pytest.mark.parametrize("name", DEFINITIONS)
def test_what_a_finding_cannot_be_judged_without_is_among_what_it_rests_on(name):
    for source in NEEDED[name]:
        assert not_handed_in(name, {source}) == (source,)
        assert not can_be_judged(name, {source})
    assert can_be_judged(name, ())


def test_where_it_is_not_known_what_was_handed_in_nothing_is_told(region):
    finding = region.finding("units_without_organisation", as_of=DAY)
    assert finding.not_handed_in == ()
    assert finding.as_json()["not_handed_in"] == []
