"""Are networks of other programs read as they are written, and is what cannot be read told with its line?"""

from __future__ import annotations

import json

import networkx as nx
import pytest

from dashboard.network_file import network_of, two_mode
from graph_model.errors import BadValue
from loaders.networks import read_network


@pytest.fixture
def write(tmp_path):
    def written(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return written


def ties_of(read):
    graph = read.graph
    columns = [graph.tie_attributes[name].to_list() for name in graph.tie_attributes.columns]
    rows = zip(graph.source, graph.target, graph.tie_directed(), *columns, strict=True)
    return [tuple(row) for row in rows]


def refused(path, **options):
    with pytest.raises(BadValue) as told:
        read_network(path, **options)
    assert told.value.values.pop("file") == str(path)
    return {"code": told.value.code, **told.value.values}


PAJEK = """\
*Network 共建
*Vertices 4
1 "市直 机关" 0.1 0.2 ellipse
2 "园区"
3 二社区
4 "带""引号"
*Arcs :1 "认领"
1 2 2.5 l "x"
*Edges :2 "结对"
2 3
% a remark
*Arcslist :3 "参会"
3 1 4
*Edgeslist
4 2
*Partition 领域
*Vertices 4
1
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_pajek_with_labels_several_relations_and_lists(write, encoding):
    read = read_network(write("n.net", PAJEK, encoding))
    assert read.format == "pajek"
    assert read.graph.ids.to_list() == ["市直 机关", "园区", "二社区", '带"引号']
    assert read.graph.node_attributes["number"].to_list() == [1, 2, 3, 4]
    assert read.graph.direction == "mixed"
    assert ties_of(read) == [
        ("市直 机关", "园区", True, 2.5, "认领"),
        ("园区", "二社区", False, 1.0, "结对"),
        ("二社区", "市直 机关", True, 1.0, "参会"),
        ("二社区", '带"引号', True, 1.0, "参会"),
        ('带"引号', "园区", False, 1.0, None),
    ]
    assert read.lines.to_list() == [8, 10, 13, 13, 15]


def test_pajek_labels_that_repeat_leave_the_numbers_as_ids(write):
    read = read_network(write("n.net", '*Vertices 3\n1 "a"\n2 "a"\n*Edges\n1 3\n'))
    assert read.graph.ids.to_list() == ["1", "2", "3"]
    assert read.graph.node_attributes["label"].to_list() == ["a", "a", None]
    assert ties_of(read) == [("1", "3", False, 1.0)]


def test_pajek_matrix_is_read_cell_by_cell(write):
    read = read_network(write("n.net", "*Vertices 3\n*Matrix\n0 1 0\n0 0 2.5\n1 0 0\n"))
    assert ties_of(read) == [("1", "2", True, 1.0), ("2", "3", True, 2.5), ("3", "1", True, 1.0)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("*Edges\n1 2\n", {"code": "pajek_no_vertices", "line": 1}),
        ("*Vertices 2\n*Edges\n1 3\n", {"code": "end_undeclared", "line": 3, "id": "3"}),
        ("*Vertices 2\n*Edges\n1 two\n", {"code": "pajek_line", "line": 3, "text": "1 two"}),
        ("*Vertices 2\n*Loops\n", {"code": "pajek_line", "line": 2, "text": "*Loops"}),
        ("*Vertices 2\n*Matrix\n0 1 1\n", {"code": "pajek_line", "line": 3, "text": "0 1 1"}),
        ("*Vertices 99999999999\n", {"code": "pajek_line", "line": 1, "text": "*Vertices 99999999999"}),
        ("*Vertices -1\n", {"code": "pajek_line", "line": 1, "text": "*Vertices -1"}),
    ],
)
def test_pajek_that_cannot_be_read_is_told_with_its_line(write, text, told):
    assert refused(write("n.net", text)) == told


GRAPHML = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE graphml SYSTEM "graphml.dtd">
<g:graphml xmlns:g="x" xmlns:y="y">
<g:key id="d0" for="node" attr.name="名称" attr.type="string"><g:default>无名</g:default></g:key>
<g:key id="d1" for="all" attr.name="members" attr.type="int"/>
<g:key id="d2" for="node" yfiles.type="nodegraphics"/>
<g:graph edgedefault="directed">
<g:node id="007"><g:data key="d0">甲</g:data><g:data key="d1"> 7 </g:data></g:node>
<g:node id="1e3"><g:data key="d2"><y:ShapeNode><y:NodeLabel>drawn</y:NodeLabel></y:ShapeNode></g:data></g:node>
<g:node id="nested"><g:graph edgedefault="directed"><g:node id="inner"><g:port name="p"/></g:node></g:graph></g:node>
<g:edge source="007" target="1e3"><g:data key="d1"></g:data></g:edge>
<g:edge source="1e3" target="inner" directed="false" sourceport="p"/>
</g:graph>
</g:graphml>
"""


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030", "gbk", "UTF-16"])
def test_graphml_of_others_with_prefixes_defaults_drawn_labels_and_a_document_type(write, encoding):
    read = read_network(write("n.graphml", GRAPHML.format(encoding=encoding), encoding))
    graph = read.graph
    assert graph.ids.to_list() == ["007", "1e3", "nested", "inner"]
    assert graph.node_attributes.to_dict(as_series=False) == {
        "名称": ["甲", "无名", "无名", "无名"],
        "members": [7, None, None, None],
        "label": [None, "drawn", None, None],
    }
    assert ties_of(read) == [("007", "1e3", True, None), ("1e3", "inner", False, None)]
    assert read.lines.to_list() == [11, 12]


def test_two_keys_of_one_name_are_both_kept(write):
    keys = "".join(f'<key id="k{n}" for="node" attr.name="x" attr.type="string"/>' for n in (1, 2))
    data = '<data key="k1">a</data><data key="k2">b</data>'
    path = write("n.graphml", f'<graphml>{keys}<graph><node id="n">{data}</node></graph></graphml>')
    assert read_network(path).graph.node_attributes.to_dict(as_series=False) == {"x": ["a"], "x (k2)": ["b"]}


BOMB = """<?xml version="1.0"?>
<!DOCTYPE graphml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<graphml><graph><node id="&b;"/></graph></graphml>
"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE gexf [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<gexf><graph><nodes><node id="&secret;"/></nodes></graph></gexf>
"""


NODE = '<node id="a"/>'


def graph_of(key, value):
    return f'<graph><node id="a"><data key="{key}">{value}</data></node></graph>'


def body(text):
    return f"<graphml>\n{text}\n</graphml>"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("n.graphml", BOMB, {"code": "xml_entities", "line": 2}),
        ("n.gexf", OUTSIDE, {"code": "xml_entities", "line": 2}),
        ("n.graphml", "<gexf/>", {"code": "not_this_format", "format": "GraphML", "element": "gexf"}),
        ("n.gexf", "<html/>", {"code": "not_this_format", "format": "GEXF", "element": "html"}),
        (
            "n.graphml",
            body("<graph>\n<node/></graph>"),
            {"code": "attribute_missing", "line": 3, "element": "node", "name": "id"},
        ),
        ("n.graphml", body(f"<graph>{NODE}\n{NODE}</graph>"), {"code": "node_repeated", "line": 3, "id": "a"}),
        (
            "n.graphml",
            body(f'<graph>\n{NODE}\n<edge source="a" target="b"/></graph>'),
            {"code": "end_undeclared", "line": 4, "id": "b"},
        ),
        (
            "n.graphml",
            body("<graph><hyperedge/></graph>"),
            {"code": "element_unsupported", "line": 2, "element": "hyperedge"},
        ),
        ("n.graphml", body("<graph/>\n<graph/>"), {"code": "several_graphs", "line": 3}),
        ("n.graphml", body(graph_of("z", "1")), {"code": "key_undeclared", "line": 2, "key": "z"}),
        (
            "n.graphml",
            body(f'<key id="k" for="node" attr.name="n" attr.type="int"/>\n{graph_of("k", "x")}'),
            {"code": "attribute_value", "line": 3, "name": "n", "value": "x", "type": "long"},
        ),
        ("n.graphml", "<graphml>" * 200, {"code": "xml_deep", "line": 1}),
    ],
)
def test_xml_that_cannot_or_must_not_be_read_is_told_with_its_line(write, name, text, told):
    assert refused(write(name, text)) == told


def test_broken_xml_is_told_with_line_and_column(write):
    told = refused(write("n.graphml", "<graphml>\n<graph>"))
    assert (told["code"], told["line"], told["column"]) == ("xml_broken", 2, 8)


def test_gexf_of_others_is_read_with_nesting_defaults_and_types(write):
    text = """<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph defaultedgetype="directed">
<attributes class="node"><attribute id="0" title="on" type="boolean"><default>true</default></attribute></attributes>
<attributes class="edge"><attribute id="0" title="label" type="integer"/></attributes>
<nodes><node id="007" label="甲"><attvalues><attvalue for="0" value="false"/></attvalues>
<nodes><node id="1" label="乙"/></nodes></node></nodes>
<edges><edge id="e" source="007" target="1" weight="2" label="x"><attvalues>
<attvalue for="0" value="3"/></attvalues></edge>
<edge source="1" target="007" type="undirected"/></edges></graph></gexf>"""
    read = read_network(write("n.gexf", text))
    assert read.graph.node_attributes.to_dict(as_series=False) == {"label": ["甲", "乙"], "on": [False, True]}
    assert read.graph.tie_attributes.columns == ["label", "weight", "label (0)"]
    assert ties_of(read) == [("007", "1", True, "x", 2, 3), ("1", "007", False, None, None, None)]


@pytest.mark.parametrize("output", ["graphml", "gexf"])
def test_what_networkx_writes_is_read(tmp_path, output):
    graph = nx.karate_club_graph()
    path = tmp_path / f"n.{output}"
    (nx.write_graphml if output == "graphml" else nx.write_gexf)(graph, path)
    read = read_network(path)
    assert read.graph.ids.to_list() == [str(node) for node in graph]
    assert read.graph.node_attributes["club"].to_list() == [club for _, club in graph.nodes(data="club")]
    told = {
        (a, b): weight for a, b, *_, weight in zip(read.graph.source, read.graph.target, read.weights(), strict=True)
    }
    assert told == {(str(a), str(b)): weight for a, b, weight in graph.edges(data="weight")}


@pytest.mark.parametrize("name", ["n.txt", "n.edges", "n"])
def test_words_with_blanks_between_and_remarks(write, name):
    path = write(name, "# made by hand\n007 １\n\n% more\nNA\t007  2.5\n 1e3 NA \n")
    read = read_network(path)
    assert (read.format, read.graph.ids.to_list()) == ("edges", ["007", "１", "NA", "1e3"])
    assert ties_of(read) == [("007", "１", False, None), ("NA", "007", False, 2.5), ("1e3", "NA", False, None)]
    assert read.weights().to_list() == [1.0, 2.5, 1.0]
    assert read.lines.to_list() == [2, 5, 6]


def test_tab_separated_with_a_header(write):
    read = read_network(write("n.tsv", "target\tsource\tnote\nb c\ta\tx\n"))
    assert ties_of(read) == [("a", "b c", False, "x")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a b\na b 1 2\n", {"code": "words_in_line", "line": 2, "text": "a b 1 2"}),
        ("a\n", {"code": "words_in_line", "line": 1, "text": "a"}),
        ("a b x\n", {"code": "weight_in_file", "line": 1, "value": "x"}),
    ],
)
def test_words_that_are_no_edge_list_are_told_with_their_line(write, text, told):
    assert refused(write("n.txt", text)) == told


def test_a_format_is_known_by_its_content_where_the_ending_says_nothing(write):
    assert read_network(write("a.xml", "<graphml><graph/></graphml>")).format == "graphml"
    assert read_network(write("b.xml", "<?xml version='1.0'?><gexf><graph/></gexf>")).format == "gexf"
    assert read_network(write("c.txt", "*Vertices 1\n")).format == "pajek"
    assert ties_of(read_network(write("d.txt", "source,target\na b,c\n"))) == [("a b", "c", False)]


def test_nodes_beside_a_format_that_lists_its_own_are_refused(write):
    nodes = write("nodes.csv", "id\na\n")
    assert refused(write("n.net", "*Vertices 1\n"), nodes=nodes) == {"code": "nodes_not_wanted"}


def test_a_weight_below_zero_is_told_when_it_is_measured(write):
    read = read_network(write("n.net", "*Vertices 2\n*Edges\n1 2 -1\n"))
    with pytest.raises(BadValue) as told:
        network_of(read)
    assert (told.value.code, told.value.values["line"]) == ("weight_in_file", 3)


def test_ties_without_direction_count_both_ways_in_a_mixed_network(write):
    network = network_of(read_network(write("n.net", "*Vertices 3\n*Arcs\n1 2 2\n*Edges\n2 3 5\n3 3\n")))
    assert network.directed
    assert network.adjacency.toarray().tolist() == [[0, 2, 0], [0, 0, 5], [0, 5, 0]]
    assert (network.dropped_loops, network.merged_repeats) == (1, 0)


# --- two modes --------------------------------------------------------------------------------------------------------

# Two actors at one meeting, one of them alone at another: a - E1 - b - E2. By hand: b is tied to both events (2/2), a
# to one (1/2); sums of distances a: 1+2+3 = 6, b: 1+1+2 = 4, least 2 + 2*(2-1) = 4, so closeness 4/6 and 4/4.
BOTH = {
    "actors": 2,
    "events": 2,
    "ties": 3,
    "node": {
        "a": {"mode": "actor", "degree": 0.5, "closeness": 4 / 6, "betweenness": 0.0},
        "b": {"mode": "actor", "degree": 1.0, "closeness": 1.0, "betweenness": 1.0},
        "E1": {"mode": "event", "degree": 1.0, "closeness": 1.0, "betweenness": 1.0},
        "E2": {"mode": "event", "degree": 0.5, "closeness": 4 / 6, "betweenness": 0.0},
    },
}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("n.csv", "source,target\na,E1\nb,E1\nb,E2\n"),
        ("n.net", '*Vertices 4 2\n1 "a"\n2 "b"\n3 "E1"\n4 "E2"\n*Edges\n3 1\n2 3\n2 4\n'),
        ("m.net", '*Vertices 4 2\n1 "a"\n2 "b"\n3 "E1"\n4 "E2"\n*Matrix\n1 0\n1 1\n'),
    ],
)
def test_two_mode_centrality_of_a_file_by_hand(write, name, text):
    found = two_mode(read_network(write(name, text)))
    assert {key: value for key, value in found.items() if key != "node"} == {
        "actors": 2,
        "events": 2,
        "ties": 3,
        "two_mode_density": 0.75,  # three of two times two
        "components": 1,
        "largest_component": 4,
        "betweenness_error": None,
        "left_out": {},
    }
    assert {n: (t["mode"], t["degree"]) for n, t in found["node"].items()} == {
        n: (t["mode"], t["degree"]) for n, t in BOTH["node"].items()
    }
    assert {n: t["closeness"] for n, t in found["node"].items()} == pytest.approx(
        {n: t["closeness"] for n, t in BOTH["node"].items()}
    )


def test_the_modes_of_networkx_are_known_by_their_attribute(write, tmp_path):
    graph = nx.Graph([("E1", "a"), ("b", "E1"), ("E2", "b")])
    nx.set_node_attributes(graph, {"a": 0, "b": 0, "E1": 1, "E2": 1}, "bipartite")
    nx.write_graphml(graph, tmp_path / "n.graphml")
    found = two_mode(read_network(tmp_path / "n.graphml"))
    assert {n: t["mode"] for n, t in found["node"].items()} == {
        "a": "actor",
        "b": "actor",
        "E1": "event",
        "E2": "event",
    }


def test_a_node_in_both_modes_is_told(write):
    with pytest.raises(BadValue) as told:
        two_mode(read_network(write("n.csv", "source,target\na,b\nb,c\n")))
    assert (told.value.code, told.value.values) == ("not_two_mode", {"id": "b"})


# --- the command ------------------------------------------------------------------------------------------------------


def test_measure_takes_a_file_of_any_format_as_its_argument(write, capsys):
    from dashboard.cli.main import app

    app(["--lang", "en", "measure", str(write("n.net", PAJEK)), "--format", "json"], standalone_mode=False)
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert (answer["nodes"], answer["directed"], list(answer["node"])) == (
        4,
        True,
        ["市直 机关", "园区", "二社区", '带"引号'],
    )
    assert answer["ties"] == 7  # three arcs, two edges both ways
    assert "Pajek, 4 nodes, 5 ties, some directed and some not" in err


def test_measure_of_two_modes_answers_both_in_json(write, capsys):
    from dashboard.cli.main import app

    path = write("n.csv", "source,target\na,E1\nb,E1\nb,E2\n")
    app(["measure", "--two-mode", "--edges", str(path), "--format", "json"], standalone_mode=False)
    assert json.loads(capsys.readouterr().out)["node"]["b"]["mode"] == "actor"
