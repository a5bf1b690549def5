"""Do the queries behind the network findings count what frames of a snapshot count, on both stores, on any day?

Two ways to the same figures: Cypher over the store, and ``tests.facts``. The unit tests of findings stand on the
second, the program on the first. Regions are random small ones: ends, blanks and days on the boundary in every mixture.
"""

from __future__ import annotations

import datetime as dt

import pytest

from graph_model.errors import UnknownName
from graph_model.network_tables import NUMBERED_TABLES
from graph_model.queries import answer_schema, catalogue
from graph_model.schema import RELATIONSHIPS
from graph_model.snapshot import read_network_tables, take_snapshot
from graph_model.store import NumberingStore
from tests.facts import answers
from tests.oracle.random_region import tables_of
from tests.region import dataset_from_rows

DAY = dt.date(2018, 6, 30)
DAYS = (DAY, dt.date(2018, 7, 1), dt.date(2018, 3, 31), dt.date(2017, 6, 30))
LAYER_QUERIES = {
    "seats": "seats_shared",
    "agreements": "agreements_shared",
    "claims": "claims_between",
    "meetings": "meetings_shared",
}


@pytest.fixture(params=(1, 2))
def store(request, home):
    with home.open() as opened:
        opened.publish(dataset_from_rows(tables_of(request.param, DAY)))
        yield opened


def test_cypher_and_the_snapshot_count_the_same(store):
    tables = read_network_tables(store)
    for day in DAYS:
        for name, counted in answers(tables, day).items():
            schema = answer_schema(catalogue()[name])
            told = store.query(name, {"as_of": day}, max_rows=0).frame(schema)
            columns = [column for column in schema if column in counted.columns]
            assert told.select(columns).rows() == counted.select(columns).rows(), (name, day)


def test_the_pairs_behind_a_layer_are_its_ties_and_one_organisations_are_those_it_is_in(store):
    tables = read_network_tables(store)
    seen = 0
    for day in DAYS:
        snapshot = take_snapshot(tables, day)
        for layer, name in LAYER_QUERIES.items():
            answer = store.query(name, {"as_of": day}, max_rows=0)
            at = (answer.columns.index("a"), answer.columns.index("b"))
            ties = snapshot.ties(layer).select("a", "b").rows()
            assert sorted({(row[at[0]], row[at[1]]) for row in answer.rows}) == ties, (layer, day)
            for code in snapshot.codes[:4]:
                own = store.query(name, {"as_of": day, "organisation": code}, max_rows=0)
                assert own.rows == [row for row in answer.rows if code in (row[at[0]], row[at[1]])]
            seen += len(ties)
    assert seen >= 20


def test_ties_by_number_have_the_ends_and_properties_of_the_table(store):
    tables = read_network_tables(store)
    for name, columns in NUMBERED_TABLES.items():
        told, rows = RELATIONSHIPS[name], tables[name]
        ends = [
            tables[label].get_column("code").gather(rows.get_column(end)).alias(end)
            for end, label in (("source", told.source_label), ("target", told.target_label))
        ]
        assert rows.height > 0
        assert (
            rows.with_columns(ends)
            .sort("source", "target")
            .equals(store.table(name, columns=["source", "target", *columns]))
        ), name
    if isinstance(store, NumberingStore):
        for name, columns in (("INVITED_TO", ["attended", "nothing"]), ("Meeting", [])):
            with pytest.raises(UnknownName):
                store.numbered_ties(name, columns=columns)
