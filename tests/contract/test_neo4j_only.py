"""What only a server can do wrong: logins, lost connections, half a publish, and writing more than the difference."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph_model.dataset import Dataset
from graph_model.errors import (
    Busy,
    NoData,
    QueryFailed,
    QueryRefused,
    StoreDamaged,
    StoreDenied,
    StoreOutdated,
    StoreUnavailable,
    StoreUnfinished,
    TimeLimit,
)
from graph_model.schema import LABELS, SCHEMA_VERSION
from graph_model.store import PublishReport
from graph_model.stores.cypher_writer import GRAPH_TABLES
from graph_model.stores.neo4j_connection import run
from graph_model.stores.neo4j_server import Neo4jStore
from tests.neo4j_fixture import Server
from tests.region import REGION, dataset_from_rows

SMALL = {
    "places": [{"code": "S", "name": "街道", "kind": "subdistrict"}],
    "organisations": [
        {"code": "A", "name": "甲", "level": "branch", "domain": "community", "place": "S", "founded": "2001-02-03"},
        {"code": "B", "name": "乙", "level": "branch", "domain": "school", "superior": "A", "has_venue": True},
        {"code": "C", "name": "丙", "level": "branch", "domain": "school"},
    ],
    "agreements": [{"code": "X", "title": "共建", "kind": "pairing"}],
    "parties": [
        {"agreement": "X", "organisation": "A", "side": "initiator", "responded": "2018-01-01"},
        {"agreement": "X", "organisation": "B", "side": "respondent"},
    ],
}
SMALL_SIZE = 5 + 4  # S A B C X; BASED_IN, UNDER, two PARTY_TO

Stores = Callable[..., Neo4jStore]


def changed(table: str, code: str, /, **cells: object) -> dict[str, list[dict[str, object]]]:
    """The small region with other cells in one row."""
    return {
        name: [{**row, **cells} if name == table and row.get("code") == code else row for row in rows]
        for name, rows in SMALL.items()
    }


def without(table: str, **key: str) -> dict[str, list[dict[str, object]]]:
    """The small region less the rows of a table that hold these values."""
    return {
        name: [row for row in rows if name != table or any(row.get(k) != v for k, v in key.items())]
        for name, rows in SMALL.items()
    }


@pytest.fixture
def stores(neo4j_server: Server, tmp_path: Path) -> Iterator[Stores]:
    neo4j_server.clear()
    opened: list[Neo4jStore] = []

    def store(*, server: Server = neo4j_server, folder: str = "data", **given: object) -> Neo4jStore:
        told = {"user": server.user, "password": server.password, "database": "neo4j", "seconds": 20.0}
        told |= {"max_rows": 1000, "data_folder": tmp_path / folder, **given}
        opened.append(Neo4jStore(server.address, **told))
        return opened[-1]

    yield store
    for one in opened:
        one.close()


class PowerCut(BaseException):
    """Stands for whatever ends a publisher without a word."""


def publish_and_die(store: Neo4jStore, dataset: Dataset, *, after: str) -> None:
    """A publish that ends when the first rows of a label or type have been written."""

    def cut(what: str, done: int, total: int) -> None:
        if what == after:
            raise PowerCut

    with pytest.raises(PowerCut):
        store.publish(dataset, progress=cut)


def assert_holds(store: Neo4jStore, dataset: Dataset) -> None:
    held = store.published()
    assert held is not None
    assert (held.version, held.batches, held.as_of) == (dataset.version, dataset.batches, dataset.as_of)
    for name, table in GRAPH_TABLES.items():
        wanted = dataset.nodes(name) if name in LABELS else dataset.relationships(name)
        found = store.table(name)
        assert found.schema == table.schema
        assert found.equals(wanted.select(table.columns)), name


def ours(report: PublishReport) -> PublishReport:
    """What we counted ourselves, without the server's own counters."""
    return replace(report, server={})


def total(server: Server) -> tuple[int, int]:
    with server.driver() as driver:
        nodes, _, _ = driver.execute_query("MATCH (n) WHERE NOT n:Dataset RETURN count(n)")
        ties, _, _ = driver.execute_query("MATCH ()-[r]->() RETURN count(r)")
    return nodes[0][0], ties[0][0]


def test_wrong_password_is_denied_and_not_repeated(stores: Stores) -> None:
    with pytest.raises(StoreDenied) as refused:
        stores(password="hunter2-secret")
    assert refused.value.code == "store_denied"
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_address_where_nobody_answers_is_unavailable(stores: Stores) -> None:
    nobody = Server(port=1)
    with pytest.raises(StoreUnavailable) as refused:
        stores(server=nobody)
    assert refused.value.values == {"store": "bolt://127.0.0.1:1"}
    nobody.remove()


def test_unknown_database_is_unavailable(stores: Stores) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        stores(database="elsewhere")
    assert refused.value.code == "database_unknown"


def test_every_table_comes_back_as_it_was_published(stores: Stores) -> None:
    region = dataset_from_rows(REGION)
    with stores() as store:
        assert store.published() is None
        with pytest.raises(NoData):
            store.cypher("RETURN 1 AS one")
        store.publish(region)
        assert_holds(store, region)


def test_unchanged_publish_writes_nothing(stores: Stores, neo4j_server: Server) -> None:
    small = dataset_from_rows(SMALL)
    store = stores()
    assert ours(store.publish(small)) == PublishReport(small.version, written=SMALL_SIZE, deleted=0, changed=True)
    with neo4j_server.driver() as driver:
        before = driver.execute_query("MATCH (d:Dataset) RETURN properties(d) AS all")[0][0]["all"]
        assert store.publish(small) == PublishReport(small.version, written=0, deleted=0, changed=False)
        assert driver.execute_query("MATCH (d:Dataset) RETURN properties(d) AS all")[0][0]["all"] == before


def test_changed_row_writes_that_row_alone(stores: Stores) -> None:
    store = stores()
    store.publish(dataset_from_rows(SMALL))
    new = dataset_from_rows(changed("organisations", "A", founded=None, name="甲二"))
    assert ours(store.publish(new)) == PublishReport(new.version, written=1, deleted=0, changed=True)
    assert_holds(store, new)


def test_moved_pointer_replaces_its_relationship(stores: Stores) -> None:
    store = stores()
    store.publish(dataset_from_rows(SMALL))
    new = dataset_from_rows(changed("organisations", "B", superior="C"))
    assert ours(store.publish(new)) == PublishReport(new.version, written=1, deleted=1, changed=True)
    assert_holds(store, new)


def test_lost_row_takes_its_relationships_along(stores: Stores, neo4j_server: Server) -> None:
    store = stores()
    store.publish(dataset_from_rows(SMALL))
    new = dataset_from_rows(without("organisations", code="A"))
    assert store.publish(new).deleted == 1 + 3  # A; BASED_IN, UNDER, PARTY_TO
    assert total(neo4j_server) == (4, 1)
    assert_holds(store, new)


def test_another_data_folder_finds_the_difference_on_the_server(stores: Stores) -> None:
    stores().publish(dataset_from_rows(SMALL))
    new = dataset_from_rows(changed("organisations", "B", has_venue=False))
    elsewhere = stores(folder="other")
    assert ours(elsewhere.publish(new)) == PublishReport(new.version, written=1, deleted=0, changed=True)
    assert_holds(elsewhere, new)


def test_damaged_copy_is_not_believed(stores: Stores, tmp_path: Path) -> None:
    store = stores()
    store.publish(dataset_from_rows(SMALL))
    (copy,) = tmp_path.glob("data/store/neo4j-*/published/Organisation.parquet")
    (copy.parent / "Organisation.parquet").write_bytes(copy.read_bytes()[:-10])
    new = dataset_from_rows(changed("organisations", "B", has_venue=None))
    assert store.publish(new).written == 1
    assert_holds(store, new)


@pytest.mark.parametrize(
    "meddling",
    [
        "MATCH (o:Organisation {code: 'A'}) DETACH DELETE o",
        "CREATE (:Organisation {code: 'D'})",
        "MATCH (o:Organisation {code: 'B'})-[r:UNDER]->(a) CREATE (o)-[:UNDER]->(a)",
    ],
)
def test_what_others_altered_by_hand_is_mended_by_a_publish_that_meets_it(
    stores: Stores, neo4j_server: Server, meddling: str
) -> None:
    store = stores()
    store.publish(dataset_from_rows(SMALL))
    with neo4j_server.driver() as driver:
        driver.execute_query(meddling)
    rows = changed("organisations", "B", superior=None)
    rows["organisations"] = [{**row, "name": row["name"] + "改"} for row in rows["organisations"]] + [
        {"code": "D", "name": "丁", "level": "group", "domain": "other"}
    ]
    new = dataset_from_rows(rows)
    store.publish(new)
    assert_holds(store, new)


@pytest.mark.parametrize("after", ["Place", "Organisation", "UNDER", "PARTY_TO"])
def test_publish_that_died_is_seen_and_finished_by_the_next(stores: Stores, after: str) -> None:
    small = dataset_from_rows(SMALL)
    publish_and_die(stores(), small, after=after)
    store = stores()
    for ask in (store.published, lambda: store.cypher("RETURN 1 AS one"), lambda: store.table("Place")):
        with pytest.raises(StoreUnfinished) as seen:
            ask()
        assert seen.value.values["target"] == small.version
    assert store.publish(small).changed
    assert_holds(store, small)


def test_died_change_is_finished_by_another_dataset(stores: Stores) -> None:
    store = stores()
    store.publish(dataset_from_rows(SMALL))
    publish_and_die(store, dataset_from_rows(changed("organisations", "A", name="别名")), after="Organisation")
    last = dataset_from_rows(changed("organisations", "C", name="又名"))
    assert store.publish(last).written == 2  # the half-way change is taken back
    assert_holds(store, last)


def test_publisher_of_another_machine_is_left_in_peace_until_it_falls_silent(
    stores: Stores, neo4j_server: Server
) -> None:
    small = dataset_from_rows(SMALL)
    publish_and_die(stores(), small, after="Place")
    other = stores(folder="other")
    with pytest.raises(Busy) as refused:
        other.publish(small)
    assert refused.value.code == "publish_running"
    with neo4j_server.driver() as driver:
        driver.execute_query("MATCH (d:Dataset) SET d.beat = d.beat - 61000")
    other.publish(small)
    assert_holds(other, small)


def test_publisher_that_was_taken_over_stops_writing(stores: Stores, neo4j_server: Server) -> None:
    store = stores()

    def take_over(what: str, done: int, rows: int) -> None:
        with neo4j_server.driver() as driver:
            driver.execute_query("MATCH (d:Dataset) SET d.publish = 'another'")

    with pytest.raises(Busy) as refused:
        store.publish(dataset_from_rows(SMALL), progress=take_over)
    assert refused.value.code == "publish_taken_over"
    assert total(neo4j_server) == (1, 0)  # the place that was written before


def test_database_with_others_data_is_left_alone(stores: Stores, neo4j_server: Server) -> None:
    with neo4j_server.driver() as driver:
        driver.execute_query("CREATE (:Place {code: 'theirs'})")
    with pytest.raises(StoreDamaged) as refused:
        stores().publish(dataset_from_rows(SMALL))
    assert refused.value.code == "store_holds_other_data"
    assert total(neo4j_server) == (1, 0)


def test_older_schema_is_refused_to_readers_and_replaced_by_a_publish(stores: Stores, neo4j_server: Server) -> None:
    small = dataset_from_rows(SMALL)
    store = stores()
    store.publish(small)
    with neo4j_server.driver() as driver:
        driver.execute_query("MATCH (d:Dataset) SET d.schema_version = 0, d.labels = d.labels + ['Gone`']")
        driver.execute_query("CREATE (:`Gone```)")
    with pytest.raises(StoreOutdated) as refused:
        store.cypher("RETURN 1 AS one")
    assert refused.value.values == {"store": neo4j_server.address, "held": 0, "wanted": SCHEMA_VERSION}
    assert store.publish(small).written == SMALL_SIZE
    assert_holds(store, small)
    assert total(neo4j_server) == (5, 4)


def test_newer_schema_is_not_overwritten(stores: Stores, neo4j_server: Server) -> None:
    store = stores()
    store.publish(dataset_from_rows(SMALL))
    with neo4j_server.driver() as driver:
        driver.execute_query("MATCH (d:Dataset) SET d.schema_version = 99")
    with pytest.raises(StoreOutdated):
        store.publish(dataset_from_rows(changed("organisations", "C", name="新")))
    assert total(neo4j_server) == (5, 4)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (x:Place {code: 'new'}) RETURN x.code",
        "MATCH (p:Place) SET p.name = 'other' RETURN p.name",
        "MATCH (p:Place) DETACH DELETE p",
        "CREATE INDEX some FOR (p:Place) ON (p.name)",
        "DROP CONSTRAINT place_code",
        "CALL db.createLabel('New')",
    ],
)
def test_server_itself_refuses_writing_when_the_guard_is_passed_by(stores: Stores, text: str) -> None:
    small = dataset_from_rows(SMALL)
    store = stores()
    store.publish(small)
    with pytest.raises((QueryRefused, StoreDenied)), store._connection.reading(seconds=5.0) as transaction:
        run(transaction, text).consume()
    assert_holds(store, small)


@pytest.mark.parametrize("place", ["file:///etc/passwd", "http://127.0.0.1:9/x"])
def test_load_csv_is_refused_by_us_and_by_a_safe_server(stores: Stores, place: str) -> None:
    store = stores()
    store.publish(dataset_from_rows(SMALL))
    text = f"LOAD CSV FROM '{place}' AS line RETURN line"
    with pytest.raises(QueryRefused):
        store.cypher(text)
    with pytest.raises(QueryFailed) as refused, store._connection.reading(seconds=5.0) as transaction:
        run(transaction, text).consume()
    assert "ExternalResourceFailed" in str(refused.value)


def test_time_limit_holds_on_the_server(stores: Stores) -> None:
    store = stores()
    store.publish(dataset_from_rows(REGION))
    text = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a WHERE b < 0 RETURN count(a) AS n"
    began = time.monotonic()
    with pytest.raises(TimeLimit) as stopped:
        store.cypher(text, seconds=0.5)
    assert stopped.value.values == {"seconds": 0.5}
    assert time.monotonic() - began < 5
    assert store.cypher("RETURN 1 AS one").rows == [(1,)]


def test_safe_server_is_told_to_be_sound_and_a_bare_one_is_not(
    stores: Stores, other_neo4j_server: Callable[..., Server]
) -> None:
    safe = {check.code: check.sound for check in stores().server_safety()}
    assert safe == {
        "neo4j_version": True,
        "server.directories.import": True,
        "dbms.security.allow_csv_import_from_file_urls": True,
        "internal.dbms.cypher_ip_blocklist": None,  # the server does not show it
        "db.transaction.timeout": True,
        "db.memory.transaction.max": True,
    }
    bare = {check.code: check.sound for check in stores(server=other_neo4j_server(safe=False)).server_safety()}
    assert bare == safe | dict.fromkeys(set(safe) - {"neo4j_version", "internal.dbms.cypher_ip_blocklist"}, False)


def test_server_killed_in_mid_query_is_unavailable_and_used_again_when_it_is_back(
    stores: Stores, other_neo4j_server: Callable[..., Server]
) -> None:
    server = other_neo4j_server()
    store = stores(server=server)
    small = dataset_from_rows(SMALL)
    store.publish(small)
    assert server.process is not None
    killer = threading.Timer(1.0, os.kill, (server.process.pid, signal.SIGKILL))
    killer.start()
    text = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a WHERE b < 0 RETURN count(a) AS n"
    with pytest.raises(StoreUnavailable):
        store.cypher(text, seconds=60)
    killer.join()
    server.kill()
    with pytest.raises(StoreUnavailable):
        store.published()
    server.start()
    assert_holds(store, small)
