"""Is the data contract declared as the contract says it?

Expectations are written out by hand from the contract's own table, not taken from the declaration.
"""

from __future__ import annotations

import subprocess
import sys

import polars as pl
import pytest

from graph_model.schema import LABELS, RELATIONSHIPS, SHEETS, TABLES, VOCABULARIES, ColumnType

CONTRACT_GRAPH = """
PART_OF Place Place
UNDER Organisation Organisation
BASED_IN Organisation Place
ANSWERS_FOR Organisation Place since until
LOCATED_IN Unit Place
COVERS Organisation Unit mode since until
SERVES Committee Place
LED_BY Committee Organisation
SEATED_ON Organisation Committee role since until
PARTY_TO Organisation Agreement side responded
LISTS Organisation Listing
CLAIMS Organisation Listing claimed done counterpart
ANSWERS Listing Listing
HELD_BY Meeting Committee
HELD_UNDER Meeting Agreement
HOSTED_BY Meeting Organisation
INVITED_TO Organisation Meeting attended reason
MEMBER_OF Member Organisation
WORKS_AT Member Unit
LIVES_IN Member Place
REPORTED_TO Member Organisation
TEAM_OF Team Place
ABOUT Case Place
REPORTED_FOR Figure Place
"""
CONTRACT_KEYS = {
    "places": ("code",),
    "organisations": ("code",),
    "units": ("code",),
    "coverage": ("organisation", "unit"),
    "responsibility": ("organisation", "place"),
    "committees": ("code",),
    "seats": ("committee", "organisation"),
    "agreements": ("code",),
    "parties": ("agreement", "organisation"),
    "listings": ("code",),
    "claims": ("listing", "organisation"),
    "meetings": ("code",),
    "attendance": ("meeting", "organisation"),
    "members": ("code",),
    "teams": ("place", "term"),
    "cases": ("code",),
    "figures": ("place", "indicator", "as_of"),
}
CONTRACT_MUST_BE_FILLED = {
    "places": {"code", "name", "kind"},
    "organisations": {"code", "name", "level", "domain"},
    "units": {"code", "name", "kind"},
    "coverage": {"organisation", "unit", "mode"},
    "responsibility": {"organisation", "place"},
    "committees": {"code", "name", "tier", "place"},
    "seats": {"committee", "organisation", "role"},
    "agreements": {"code", "title", "kind"},
    "parties": {"agreement", "organisation"},
    "listings": {"code", "kind", "organisation", "title"},
    "claims": {"listing", "organisation"},
    "meetings": {"code", "kind", "held"},
    "attendance": {"meeting", "organisation", "attended"},
    "members": {"code", "organisation"},
    "teams": {"place", "term"},
    "cases": {"code", "place", "opened"},
    "figures": {"place", "indicator", "as_of", "value"},
}


def test_the_graph_has_the_contracts_relationships_and_no_other() -> None:
    declared = [" ".join((r.type, r.source_label, r.target_label, *r.properties)) for r in RELATIONSHIPS.values()]
    assert sorted(declared) == sorted(CONTRACT_GRAPH.strip().splitlines())


def test_the_graph_has_the_contracts_labels() -> None:
    told = "Place Organisation Unit Committee Agreement Listing Meeting Member Team Case Figure"
    assert list(LABELS) == told.split()


def test_sheets_are_numbered_as_the_contract_numbers_them() -> None:
    assert [table.number for table in SHEETS] == list(range(1, 18))


def test_keys_are_the_contracts() -> None:
    assert {table.name: table.key for table in SHEETS} == CONTRACT_KEYS


def test_columns_that_must_be_filled_are_the_contracts() -> None:
    declared = {t.name: {c.name for c in t.columns if c.must_be_filled} for t in SHEETS}
    assert declared == CONTRACT_MUST_BE_FILLED


def test_tie_tables_are_sheets_4_5_7_9_11_13() -> None:
    assert [table.number for table in SHEETS if table.is_tie] == [4, 5, 7, 9, 11, 13]


@pytest.mark.parametrize("name", list(TABLES))
def test_every_reference_points_to_a_table_with_a_single_key(name: str) -> None:
    for column in TABLES[name].references:
        assert column.references is not None
        assert TABLES[column.references].key == ("code",)


@pytest.mark.parametrize("name", list(TABLES))
def test_chinese_and_english_headers_are_unique_in_their_table(name: str) -> None:
    columns = TABLES[name].columns
    assert len({column.zh for column in columns}) == len(columns) == len({column.name for column in columns})


def test_a_vocabulary_has_each_word_and_each_code_once() -> None:
    for vocabulary in VOCABULARIES.values():
        assert (
            len({word.zh for word in vocabulary}) == len(list(vocabulary)) == len({word.value for word in vocabulary})
        )


def test_a_word_outside_the_vocabulary_does_not_pass_the_schema() -> None:
    table = TABLES["places"]
    rows = pl.DataFrame(
        [{"code": "p1", "name": "甲", "kind": "community"}, {"code": "p2", "name": "乙", "kind": "village"}]
    )
    empty = table.schema.create_empty()
    whole = pl.concat([empty, rows], how="diagonal")
    good, failure = table.schema.filter(whole)
    assert good.get_column("code").to_list() == ["p1"]
    assert failure.counts() == {"kind|check__in_vocabulary": 1}


def test_numbers_are_never_negative_and_coordinates_stay_on_earth() -> None:
    numeric = [c for t in SHEETS for c in t.columns if c.type in (ColumnType.INTEGER, ColumnType.NUMBER)]
    below_zero = {c.name: (c.least, c.most) for c in numeric if c.least is None or float(str(c.least)) < 0}
    assert below_zero == {"lon": (-180.0, 180.0), "lat": (-90.0, 90.0)}


def test_the_schema_loads_no_toolkit_of_databases_and_leaves_it_to_be_had():
    told = """
import sys
import graph_model.schema
assert "sqlalchemy" not in sys.modules, "a fifth of a second of every command"
import sqlalchemy
"""
    subprocess.run([sys.executable, "-c", told], check=True)
