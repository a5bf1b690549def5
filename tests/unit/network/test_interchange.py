"""Does a network come back from GraphML, GEXF and NetworkX as it went out, and can others read what we write?"""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET

import networkx as nx
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analytics.network.gexf import write_gexf
from analytics.network.graphml import write_graphml
from analytics.network.interchange import as_networkx, from_networkx, property_graph_to_networkx
from graph_model.attributed_graph import AttributedGraph
from graph_model.errors import BadValue
from graph_model.property_graph import exported_tables, property_graph, tables_of
from loaders.networks import read_network
from tests.region import REGION, dataset_from_rows

WRITERS = {"graphml": write_graphml, "gexf": write_gexf}
LEGAL = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\r", exclude_characters="\ufffe\uffff")
TEXT = st.text(LEGAL, max_size=8) | st.sampled_from(["007", "１", 'a"b', "<x>&amp;", "a\nb", "\r", " ", "]]>", "NA"])
VALUES = {
    pl.String: TEXT,
    pl.Int64: st.integers(-(2**63), 2**63 - 1),
    pl.Float64: st.floats(allow_nan=False),
    pl.Boolean: st.booleans(),
    pl.Date: st.dates(dt.date(1000, 1, 1)),
}
NAMES = st.sampled_from(["id", "source", "label", "kind", "weight", "class", "成立日期", "a b", 'q"', "n0", "date"])


@st.composite
def frames(draw, rows):
    """A frame of so many rows, attributes of every type, some of the cells unknown."""
    told = {}
    for name in draw(st.lists(NAMES, unique=True, max_size=4)):
        dtype = draw(st.sampled_from(list(VALUES)))
        cell = st.none() | VALUES[dtype]
        told[name] = pl.Series(draw(st.lists(cell, min_size=rows, max_size=rows)), dtype=dtype)
    return pl.DataFrame(told)


@st.composite
def graphs(draw):
    """A network with loops and repeats, directed, undirected or mixed."""
    ids = draw(st.lists(TEXT.filter(bool), unique=True, max_size=6))
    ends = st.tuples(st.sampled_from(ids), st.sampled_from(ids)) if ids else st.nothing()
    ties = draw(st.lists(ends, max_size=8)) if ids else []
    sides = draw(st.none() | st.lists(st.booleans(), min_size=len(ties), max_size=len(ties)))
    mixed = None if sides is None or len(set(sides)) < 2 else pl.Series(sides, dtype=pl.Boolean)
    return AttributedGraph(
        ids=pl.Series("id", ids, dtype=pl.String),
        source=pl.Series("source", [a for a, _ in ties], dtype=pl.String),
        target=pl.Series("target", [b for _, b in ties], dtype=pl.String),
        node_attributes=draw(frames(len(ids))),
        tie_attributes=draw(frames(len(ties))),
        directed=draw(st.booleans()),
        mixed=mixed,
    )


def assert_same_graph(found: AttributedGraph, wanted: AttributedGraph, *, column_order: bool) -> None:
    assert found.ids.to_list() == wanted.ids.to_list()
    assert list(zip(found.source, found.target, strict=True)) == list(zip(wanted.source, wanted.target, strict=True))
    assert found.direction == wanted.direction
    assert found.tie_directed().to_list() == wanted.tie_directed().to_list()
    for one, other in (
        (found.node_attributes, wanted.node_attributes),
        (found.tie_attributes, wanted.tie_attributes),
    ):
        assert_frame_equal(one, other, check_column_order=column_order, check_exact=True)


@pytest.mark.parametrize("output", ["graphml", "gexf"])
@settings(max_examples=70, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=graphs())
def test_any_network_comes_back_with_ids_types_and_unknowns(tmp_path, output, graph):
    path = tmp_path / f"n.{output}"
    assert WRITERS[output](graph, path).replaced == 0
    found = read_network(path)
    assert found.format == output
    assert_same_graph(found.graph, graph, column_order=output == "graphml")


FACTS = {"as_of": dt.date(2018, 6, 30), "名": "a<b", "n": 3, "x": 0.1, "yes": True, "no": False}


def test_facts_of_the_whole_come_back_from_graphml_and_are_told_in_gexf(tmp_path):
    graph = AttributedGraph(*(pl.Series([], dtype=pl.String) for _ in range(3)), facts=FACTS)
    write_graphml(graph, tmp_path / "n.graphml")
    assert read_network(tmp_path / "n.graphml").graph.facts == FACTS
    write_gexf(graph, tmp_path / "n.gexf")
    told = ET.parse(tmp_path / "n.gexf").find(".//{*}description").text
    assert told == "as_of=2018-06-30; 名=a<b; n=3; x=0.1; yes=true; no=false"


@pytest.mark.parametrize("output", ["graphml", "gexf"])
def test_a_sign_that_xml_cannot_hold_is_replaced_and_counted_in_a_value_and_refused_in_an_id(tmp_path, output):
    path = tmp_path / f"n.{output}"
    ends = {"source": pl.Series([], dtype=pl.String), "target": pl.Series([], dtype=pl.String)}
    values = pl.DataFrame({"x": ["a\x0bb", "c\uffff", "d"]})
    written = WRITERS[output](AttributedGraph(pl.Series(["1", "2", "3"]), **ends, node_attributes=values), path)
    assert written.replaced == 2
    assert read_network(path).graph.node_attributes["x"].to_list() == ["a\ufffdb", "c\ufffd", "d"]
    with pytest.raises(BadValue) as told:
        WRITERS[output](AttributedGraph(pl.Series(["a\x00"]), **ends), path)
    assert (told.value.code, told.value.values) == ("not_in_xml", {"id": "a\x00"})


SMALL = AttributedGraph(
    ids=pl.Series(["007", "NA", "１"]),
    source=pl.Series(["007", "NA"]),
    target=pl.Series(["NA", "１"]),
    node_attributes=pl.DataFrame(
        {"label": ["甲", None, "丙"], "members": [3, None, 0], "founded": [dt.date(2018, 6, 30), None, None]}
    ),
    tie_attributes=pl.DataFrame({"weight": [1.5, 2.0], "seats": [True, False]}),
)


def test_networkx_reads_our_graphml_with_types(tmp_path):
    write_graphml(SMALL, tmp_path / "n.graphml")
    found = nx.read_graphml(tmp_path / "n.graphml")
    assert dict(found.nodes(data=True)) == {
        "007": {"label": "甲", "members": 3, "founded": "2018-06-30"},
        "NA": {},
        "１": {"label": "丙", "members": 0},
    }
    assert sorted(found.edges(data=True)) == [
        ("007", "NA", {"weight": 1.5, "seats": True}),
        ("NA", "１", {"weight": 2.0, "seats": False}),
    ]


def test_gexf_is_what_gephi_asks_for(tmp_path):
    """Version and namespace of 1.3, ids, labels and weights where Gephi looks, attribute types the schema knows."""
    write_gexf(SMALL, tmp_path / "n.gexf")
    root = ET.parse(tmp_path / "n.gexf").getroot()
    space = "{http://gexf.net/1.3}"
    assert (root.tag, root.get("version")) == (f"{space}gexf", "1.3")
    graph = root.find(f"{space}graph")
    assert graph.attrib == {"defaultedgetype": "undirected", "mode": "static"}
    assert [child.tag.removeprefix(space) for child in graph] == ["attributes", "attributes", "nodes", "edges"]
    declared = [one.attrib for one in graph.iter(f"{space}attribute")]
    assert declared == [
        {"id": "0", "title": "members", "type": "long"},
        {"id": "date-1", "title": "founded", "type": "string"},
        {"id": "0", "title": "seats", "type": "boolean"},
    ]
    nodes = list(graph.iter(f"{space}node"))
    assert [node.attrib for node in nodes] == [{"id": "007", "label": "甲"}, {"id": "NA"}, {"id": "１", "label": "丙"}]
    assert [value.attrib for value in nodes[2].iter(f"{space}attvalue")] == [{"for": "0", "value": "0"}]
    assert [edge.attrib for edge in graph.iter(f"{space}edge")] == [
        {"id": "0", "source": "007", "target": "NA", "weight": "1.5"},
        {"id": "1", "source": "NA", "target": "１", "weight": "2.0"},
    ]
    found = nx.read_gexf(tmp_path / "n.gexf", version="1.3")
    assert found.edges["007", "NA"]["weight"] == 1.5


@pytest.fixture(scope="module")
def region():
    return dataset_from_rows(REGION)


def wanted_tables(region):
    return {
        name: (region.nodes(name) if table.ends is None else region.relationships(name))
        .select(table.columns)
        .sort(table.keys)
        for name, table in exported_tables().items()
    }


def assert_same_tables(found, wanted):
    assert list(found) == list(wanted)
    for name, frame in wanted.items():
        assert_frame_equal(found[name], frame)


@pytest.mark.parametrize("output", ["graphml", "gexf"])
def test_the_whole_property_graph_but_the_members_comes_back_by_label_and_type(tmp_path, region, output):
    path = tmp_path / f"g.{output}"
    WRITERS[output](property_graph(region), path)
    assert_same_tables(tables_of(read_network(path).graph), wanted_tables(region))
    codes = region.tables["members"]["code"].to_list()
    assert codes
    assert not [code for code in codes if code in path.read_text("utf-8")]


def test_the_property_graph_goes_through_networkx(region):
    graph = property_graph_to_networkx(region)
    assert_same_tables(tables_of(from_networkx(graph)), wanted_tables(region))
    row = region.tables["organisations"].row(0, named=True)
    node = graph.nodes[f"Organisation:{row['code']}"]
    assert (node["labels"], node["name"], node["label"]) == ("Organisation", row["name"], row["name"])
    assert None not in node.values()


@settings(max_examples=40, deadline=None)
@given(graph=graphs().filter(lambda graph: graph.mixed is None))
def test_networkx_keeps_every_node_tie_and_known_value(graph):
    made = as_networkx(graph)
    assert list(made.nodes) == graph.ids.to_list()
    assert made.number_of_edges() == graph.ties
    assert made.is_directed() == graph.directed
    found = from_networkx(made)
    known = [name for name in graph.node_attributes.columns if graph.node_attributes[name].null_count() < graph.nodes]
    assert set(found.node_attributes.columns) == set(known)
    if known:
        assert_frame_equal(found.node_attributes.select(known), graph.node_attributes.select(known))


def test_mixed_directions_are_refused_by_networkx_in_a_sentence():
    graph = AttributedGraph(
        pl.Series(["a", "b"]), pl.Series(["a", "b"]), pl.Series(["b", "a"]), mixed=pl.Series([True, False])
    )
    with pytest.raises(BadValue, match="mixed_directions"):
        as_networkx(graph)


@pytest.mark.parametrize(
    ("graph", "code"),
    [
        (AttributedGraph(pl.Series(["a", "a"]), pl.Series(["a"]), pl.Series(["a"])), "graph_id_repeated"),
        (AttributedGraph(pl.Series(["a"]), pl.Series(["a"]), pl.Series(["b"])), "graph_end_unknown"),
        (AttributedGraph(pl.Series(["", "a"]), pl.Series(["a"]), pl.Series(["a"])), "graph_id_blank"),
        (AttributedGraph(pl.Series(["a"]), pl.Series(["a"]), pl.Series(["a", "a"])), "graph_lengths"),
        (
            AttributedGraph(
                pl.Series(["a"]), pl.Series(["a"]), pl.Series(["a"]), node_attributes=pl.DataFrame({"x": [[1]]})
            ),
            "graph_attribute_type",
        ),
    ],
)
def test_what_is_no_network_is_not_written(tmp_path, graph, code):
    with pytest.raises(BadValue) as told:
        write_graphml(graph, tmp_path / "n.graphml")
    assert told.value.code == code
    assert not (tmp_path / "n.graphml").exists()


def test_a_network_of_many_ties_is_written_row_by_row_in_order(tmp_path):
    size = 120_000  # more than one piece of text
    ids = pl.Series(["a", "b"])
    numbers = pl.Series(range(size), dtype=pl.Int64)
    graph = AttributedGraph(
        ids, ids.gather(numbers % 2), ids.gather(1 - numbers % 2), tie_attributes=pl.DataFrame({"n": numbers})
    )
    write_graphml(graph, tmp_path / "n.graphml")
    told = re.findall(r"<edge[^>]*><data key=\"e0\">(\d+)</data>", (tmp_path / "n.graphml").read_text("utf-8"))
    assert list(map(int, told)) == numbers.to_list()
