"""py2neo objects made from our tables, taken to a real server by py2neo itself, and back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest

from graph_model.errors import BadValue, UserError
from graph_model.schema import LABELS
from graph_model.stores.cypher_writer import GRAPH_TABLES
from graph_model.stores.py2neo_interop import from_py2neo, to_py2neo
from tests.neo4j_fixture import Server
from tests.region import REGION, dataset_from_rows

py2neo = pytest.importorskip("py2neo")


@pytest.fixture
def graph(neo4j_server: Server) -> Iterator[Any]:
    neo4j_server.clear()
    graph = py2neo.Graph(neo4j_server.address, auth=(neo4j_server.user, neo4j_server.password))
    yield graph
    neo4j_server.clear()


def frames() -> dict[str, pl.DataFrame]:
    region = dataset_from_rows(REGION)
    wanted = {name: region.nodes(name) if name in LABELS else region.relationships(name) for name in GRAPH_TABLES}
    return {name: frame.select(GRAPH_TABLES[name].columns) for name, frame in wanted.items()}


def assert_same(found: dict[str, pl.DataFrame], wanted: dict[str, pl.DataFrame]) -> None:
    assert list(found) == list(wanted)
    for name, frame in wanted.items():
        assert found[name].schema == frame.schema
        assert found[name].equals(frame), name


def test_subgraph_holds_what_the_dataset_holds() -> None:
    wanted = frames()
    subgraph = to_py2neo(dataset_from_rows(REGION))
    assert len(subgraph.nodes) == sum(wanted[label].height for label in LABELS)
    assert len(subgraph.relationships) == sum(frame.height for name, frame in wanted.items() if name not in LABELS)
    (branch,) = [node for node in subgraph.nodes if node.get("code") == "XQ"]
    assert set(branch.labels) == {"Organisation"}
    assert "founded" not in branch  # unknown is not there, never a zero
    assert_same(from_py2neo(subgraph), wanted)


def test_graph_created_by_py2neo_and_matched_again_is_the_same(graph: Any) -> None:
    wanted = frames()
    graph.create(to_py2neo(wanted))
    nodes = [record["n"] for record in graph.run("MATCH (n) RETURN n")]
    ties = [record["r"] for record in graph.run("MATCH ()-[r]->() RETURN r")]
    assert_same(from_py2neo(py2neo.Subgraph(nodes, ties)), wanted)


def test_merging_twice_adds_nothing(graph: Any) -> None:
    wanted = frames()
    for _ in range(2):
        graph.merge(to_py2neo(wanted))
    count = graph.run("MATCH (n) RETURN count(n) AS n").evaluate()
    assert count == sum(wanted[label].height for label in LABELS)


def test_what_the_contract_does_not_know_is_left_out() -> None:
    place = py2neo.Node("Place", code="P", name="x", colour="red")
    film = py2neo.Node("Film", code="F")
    found = from_py2neo(py2neo.Subgraph([place, film], [py2neo.Relationship(place, "SHOWS", film)]))
    assert {name: frame.height for name, frame in found.items() if frame.height} == {"Place": 1}
    assert found["Place"].select("code", "name", "households").rows() == [("P", "x", None)]


def test_relationship_whose_end_is_missing_is_told() -> None:
    lost = pl.DataFrame({"source": ["A"], "target": ["B"]})
    with pytest.raises(BadValue) as told:
        to_py2neo({"UNDER": lost})
    assert told.value.values == {"type": "UNDER", "label": "Organisation", "code": "A"}


@pytest.mark.parametrize(
    ("properties", "code"), [({"name": "x"}, "code_missing"), ({"code": "P", "households": "many"}, "property_type")]
)
def test_node_that_breaks_the_contract_is_told(properties: dict[str, object], code: str) -> None:
    with pytest.raises(BadValue) as told:
        from_py2neo(py2neo.Subgraph([py2neo.Node("Place", **properties)]))
    assert told.value.code == code


def test_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py2neo", None)
    with pytest.raises(UserError) as told:
        to_py2neo({})
    assert (told.value.code, told.value.values) == ("extra_missing", {"extra": "py2neo"})
