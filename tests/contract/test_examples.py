"""Do the scripts of docs/examples run whole and tell what is there?

Each runs in a process of its own, as a reader would run it; those that need a server get a real one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from graph_model.stores.cypher_writer import GRAPH_TABLES
from graph_model.stores.neo4j_server import Neo4jStore
from graph_model.stores.py2neo_interop import from_py2neo, to_py2neo
from loaders.networks import read_network
from tests.ledgers import region_folder
from tests.neo4j_fixture import Server
from tests.region import REGION, dataset_from_rows, region_dataset

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs/examples"


def run(name: str, *arguments: str, **settings: str) -> str:
    """What an example prints; its traceback where it fails."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("GONGJIAN_")}
    done = subprocess.run(
        [sys.executable, EXAMPLES / name, *arguments],
        env={**own, **settings, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture
def served(neo4j_server: Server, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The hand-made region on a real server, and how an example is told of it."""
    neo4j_server.clear()
    told = {"user": neo4j_server.user, "password": neo4j_server.password, "database": "neo4j"}
    with Neo4jStore(neo4j_server.address, **told, seconds=20.0, max_rows=10_000, data_folder=tmp_path) as store:
        store.publish(region_dataset())
    yield {
        "GONGJIAN_STORE": neo4j_server.address,
        "GONGJIAN_STORE_USER": neo4j_server.user,
        "GONGJIAN_STORE_PASSWORD": neo4j_server.password,
    }
    neo4j_server.clear()


def test_there_is_an_example_of_each_way_and_each_is_run_here() -> None:
    assert sorted(path.name for path in EXAMPLES.glob("*.py")) == [
        "networkx_measures.py",
        "official_driver.py",
        "py2neo_subgraph.py",
        "tables_of_papers.py",
    ]


def test_the_tables_of_the_papers_come_out_as_printed() -> None:
    told = run("tables_of_papers.py")
    assert "Wasserman and Faust 1994, table 5.1: the same to three decimals\n" in told
    assert told.endswith("Borgatti and Halgin 2011: the same to two decimals\n")


def test_the_official_driver_reads_what_was_published(served: dict[str, str]) -> None:
    told = run("official_driver.py", **served)
    organisations = dataset_from_rows(REGION).tables["organisations"]
    assert f"shape: ({organisations.height}, 2)" in told  # the last cell: code and day of founding of each


def test_py2neo_reads_what_was_published(served: dict[str, str]) -> None:
    pytest.importorskip("py2neo")
    seats = dataset_from_rows(REGION).relationships("SEATED_ON")
    ends = seats["source"].n_unique() + seats["target"].n_unique()
    told = run("py2neo_subgraph.py", **served)
    assert told.startswith(f"{ends} nodes, {seats.height} relationships\n")
    assert told.rstrip().endswith(str(["SEATED_ON"] * 3))


def test_networkx_measures_what_we_measure_and_leaves_a_file_for_gephi(tmp_path: Path) -> None:
    data = region_folder(tmp_path)
    told = run("networkx_measures.py", str(tmp_path), GONGJIAN_DATA=str(data))
    assert "written for Gephi" in told
    assert "betweenness" in read_network(tmp_path / "network.gexf").graph.node_attributes.columns


def test_what_our_store_published_py2neo_reads_as_the_same_tables(served: dict[str, str]) -> None:
    py2neo = pytest.importorskip("py2neo")
    login = (served["GONGJIAN_STORE_USER"], served["GONGJIAN_STORE_PASSWORD"])
    graph = py2neo.Graph(served["GONGJIAN_STORE"], auth=login)
    nodes = [record["n"] for record in graph.run("MATCH (n) RETURN n")]
    ties = [record["r"] for record in graph.run("MATCH ()-[r]->() RETURN r")]
    found = from_py2neo(py2neo.Subgraph(nodes, ties))
    wanted = tables()
    assert {name: found[name].rows() for name in wanted} == {name: frame.rows() for name, frame in wanted.items()}


def test_what_py2neo_pushed_the_official_driver_reads_as_the_same_rows(neo4j_server: Server) -> None:
    py2neo = pytest.importorskip("py2neo")
    neo4j_server.clear()
    wanted = tables()
    py2neo.Graph(neo4j_server.address, auth=(neo4j_server.user, neo4j_server.password)).create(to_py2neo(wanted))
    with neo4j_server.driver() as driver:
        for name, frame in wanted.items():
            table = GRAPH_TABLES[name]
            if table.ends is None:
                text = f"MATCH (n:`{name}`) RETURN properties(n) AS told ORDER BY n.code"
            else:
                text = (
                    f"MATCH (a:{table.ends[0]})-[r:`{name}`]->(b:{table.ends[1]}) WITH a, r, b ORDER BY a.code, b.code "
                    "RETURN {source: a.code, target: b.code} AS ends, properties(r) AS told"
                )
            records = driver.execute_query(text).records
            told = [{**(r.get("ends") or {}), **r["told"]} for r in records]
            found = [{key: native(value) for key, value in row.items()} for row in told]
            known = [{k: v for k, v in row.items() if v is not None} for row in frame.sort(table.keys).to_dicts()]
            assert found == known, name
    neo4j_server.clear()


def test_a_list_where_the_contract_has_a_word_is_told_and_elsewhere_left_out() -> None:
    py2neo = pytest.importorskip("py2neo")
    from graph_model.errors import BadValue

    nicknames = py2neo.Node("Place", code="P", name="x", nicknames=["a", "b"])
    assert from_py2neo(py2neo.Subgraph([nicknames]))["Place"].select("code", "name").rows() == [("P", "x")]
    with pytest.raises(BadValue) as told:
        from_py2neo(py2neo.Subgraph([py2neo.Node("Place", code="P", name=["a", "b"])]))
    assert told.value.code == "property_type"


def tables() -> dict[str, pl.DataFrame]:
    """Every label and relationship type of the region."""
    region = region_dataset()
    return {
        name: (region.nodes(name) if table.ends is None else region.relationships(name)).select(table.columns)
        for name, table in GRAPH_TABLES.items()
    }


def native(value: object) -> object:
    return value.to_native() if hasattr(value, "to_native") else value
