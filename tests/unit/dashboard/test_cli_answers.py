"""Do report, query, cypher, measure and export answer in the shapes of the JSON contract, and only on stdout?"""

from __future__ import annotations

import csv
import io

import networkx as nx
import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics.registry import DEFINITIONS
from dashboard.people import told_dataset
from graph_model.ledger import Ledger
from graph_model.schema import SHEETS

POSTS = {"workers", "assistants"}
MEASURES = {
    "nodes",
    "ties",
    "directed",
    "density",
    "reciprocity",
    "connectedness",
    "hierarchy",
    "efficiency",
    "lubness",
    "transitivity",
    "components",
    "isolates",
    "cut_points",
    "bridges",
    "blocks",
    "degree_centralisation",
    "betweenness_centralisation",
    "closeness_centralisation",
    "degree_assortativity",
    "simmelian_share",
    "core_members",
    "core_errors",
    "core_fit",
    "node",
    "dropped_loops",
    "merged_repeats",
}
NODE = {
    "degree",
    "betweenness",
    "betweenness_normalised",
    "closeness",
    "harmonic",
    "constraint",
    "effective_size",
    "core",
    "pagerank",
    "eigenvector",
    "simmelian",
    "equivalence_class",
}


@pytest.fixture(scope="session")
def report(region):
    """The report itself, of which every form must tell the same."""
    from dashboard.service import Service
    from graph_model.settings import Settings

    with Service(Settings(data=region)) as service:
        yield service.investigation().report()


def test_report_json_is_the_contract(gongjian, region):
    told = gongjian(region, "report", "--format", "json")
    content = told.json
    assert (told.code, told.err) == (0, "")
    assert content["as_of"] == "2018-06-30"
    assert content["dataset"]["batches"] == 1
    assert isinstance(content["dataset"]["version"], str)
    assert content["place"] is None
    assert list(content["findings"]) == list(DEFINITIONS)
    for finding in content["findings"].values():
        assert {"count", "of", "unknown", "rows", "thresholds"} <= set(finding)
        for threshold in finding["thresholds"]:
            assert {"name", "value", "source"} <= set(threshold)
    assert {"all", "without_hub", "by_layer"} <= set(content["scorecard"])
    whole = content["scorecard"]["all"]
    assert {"organisations", "ties", "density", "isolates", "components", "connectedness"} <= set(whole)
    assert (whole["organisations"], whole["isolates"]) == (9, 2)


def test_report_of_a_place_and_layer_says_which(gongjian, region):
    told = gongjian(region, "report", "bridges", "--place", "C1", "--layer", "seats", "--format", "json").json
    assert (told["place"], told["layer"], list(told["findings"])) == ("C1", "seats", ["bridges"])


def test_report_csv_is_the_rows_of_one_finding_or_a_line_a_finding(gongjian, region, report):
    one = list(csv.DictReader(io.StringIO(gongjian(region, "report", "isolated_organisations", "--format", "csv").out)))
    assert sorted(row["code"] for row in one if row["status"] == "found") == ["FL", "XQ"]
    every = list(csv.DictReader(io.StringIO(gongjian(region, "report", "--format", "csv").out)))
    told = {row["finding"]: (int(row["count"]), int(row["of"]), int(row["unknown"])) for row in every}
    assert told == {name: (one.count, one.of, one.unknown) for name, one in report.findings.items()}


def test_query_answers_columns_rows_and_truncated(gongjian, region):
    told = gongjian(region, "query", "units_of_place", "--param", "place=C1", "--format", "json").json
    assert set(told) == {"columns", "rows", "truncated"}
    assert all(list(row) == told["columns"] for row in told["rows"])
    listed = gongjian(region, "query", "--format", "json").json
    assert "units_of_place" in [one["query"] for one in listed]


def test_parameters_of_cypher_are_read_as_their_types(gongjian, region):
    text = "UNWIND $l AS x RETURN x, $k + 1 AS k, $f AS f, $b AS b, $d AS d, $t AS t ORDER BY x"
    given = ["l:list=a,b", "k:int=5", "f:float=1.5", "b:bool=true", "d:date=2018-01-02", "t=007"]
    arguments = [part for one in given for part in ("--param", one)]
    told = gongjian(region, "cypher", text, *arguments, "--format", "json")
    row = {"k": 6, "f": 1.5, "b": True, "d": "2018-01-02", "t": "007"}
    assert told.json == {
        "columns": ["x", "k", "f", "b", "d", "t"],
        "rows": [{"x": "a", **row}, {"x": "b", **row}],
        "truncated": False,
    }


def test_a_row_limit_hit_is_told_and_marked(gongjian, region, monkeypatch):
    monkeypatch.setenv("GONGJIAN_QUERY_ROWS", "2")
    text = "MATCH (p:Place) RETURN p.code AS code ORDER BY code"
    told = gongjian(region, "cypher", text, "--format", "json")
    assert told.json == {"columns": ["code"], "rows": [{"code": "B1"}, {"code": "C1"}], "truncated": True}
    assert (told.code, "2" in told.err) == (0, True)


def test_a_time_limit_hit_ends_with_1(gongjian, region, monkeypatch):
    monkeypatch.setenv("GONGJIAN_QUERY_SECONDS", "0.2")
    text = "MATCH (a)--(b)--(c)--(d)--(e)--(f)--(g) RETURN count(DISTINCT [a.code, d.code, g.code]) AS n"
    told = gongjian(region, "cypher", text)
    assert (told.code, told.out) == (1, "")
    assert "GONGJIAN_QUERY_SECONDS" in told.err


@pytest.mark.parametrize(
    "text",
    [
        "LOAD CSV FROM '/etc/passwd' AS r RETURN r",
        "LOAD FROM '/etc/passwd' RETURN *",
        "COPY Place TO '/tmp/x'",
        "CREATE (n:Place {code: '1'})",
        "MATCH (n) DELETE n",
        "MATCH (n:Place) SET n.name = 'x' RETURN n.code AS c",
        "CHECKPOINT",
        "EXPORT DATABASE '/tmp/x'",
        "CALL dbms.components() YIELD name RETURN name",
        "MATCH (n:Place) RETURN n.code AS c; MATCH (n:Place) RETURN n.code AS c",
        "",
        "MATCH (n:Place) RETURN x",
        "MATCH (n:Place) RETURN n",
        "MATCH (n",
    ],
)
def test_what_does_not_read_or_cannot_be_read_is_refused(gongjian, region, text):
    told = gongjian(region, "cypher", text)
    assert (told.code, told.out) == (2, "")
    assert len(told.err) > 10
    assert "Traceback" not in told.err


def test_measure_of_an_edge_list_keeps_ids_as_written_and_counts_what_it_dropped(gongjian, tmp_path):
    edges, nodes = tmp_path / "e.csv", tmp_path / "n.csv"
    edges.write_text("source,target,weight\n007,NA,1\nNA,007,2\nNA,１,1\n１,１,1\n", "utf-8")
    nodes.write_text("id,name\n007,a\nNA,b\n１,c\nalone,d\n", "utf-8")
    told = gongjian(tmp_path / "none", "measure", "--edges", edges, "--nodes", nodes, "--format", "json")
    content = told.json
    assert (told.code, told.err) == (0, "")
    assert set(content) >= MEASURES
    assert (content["nodes"], content["ties"], content["directed"]) == (4, 2, False)
    assert (content["dropped_loops"], content["merged_repeats"]) == (1, 1)
    assert content["isolates"] == ["alone"]
    assert content["cut_points"] == ["NA"]
    assert sorted(map(sorted, content["bridges"])) == [["007", "NA"], ["NA", "１"]]
    assert set(content["node"]) == {"007", "NA", "１", "alone"}
    assert set(content["node"]["NA"]) >= NODE
    assert (content["node"]["NA"]["betweenness"], content["node"]["alone"]["constraint"]) == (1.0, None)
    directed = gongjian(tmp_path, "measure", "--edges", edges, "--directed", "--format", "json").json
    assert (directed["directed"], directed["node"]["NA"]["in_degree"], directed["node"]["NA"]["out_degree"]) == (
        True,
        1,
        2,
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"from,to\na,b\n", "source"),
        (b"source,target\na,\n", "2"),
        (b"source,target,weight\na,b,x\n", "weight"),
        (b"source,target,weight\na,b,-1\n", "weight"),
        ("source,target\n社区,b\n".encode("gbk"), "UTF-8"),
        (b"", "source"),
        (b"source,target\na,b,c,d\n", "e.csv"),
    ],
)
def test_an_edge_list_that_cannot_be_read_is_told_with_its_place(gongjian, tmp_path, content, told):
    edges = tmp_path / "e.csv"
    edges.write_bytes(content)
    ended = gongjian(tmp_path, "measure", "--edges", edges, "--format", "json")
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert gongjian(tmp_path, "measure", "--edges", tmp_path / "none.csv").code == 2


def test_measure_without_edges_is_the_co_building_network(gongjian, region):
    content = gongjian(region, "measure", "--format", "json").json
    assert (content["nodes"], content["isolates"]) == (9, ["FL", "XQ"])


def test_a_planners_rules_stand_over_the_bundled_ones(gongjian, region, tmp_path, monkeypatch):
    before = gongjian(region, "report", "few_support_points", "--format", "json").json["findings"]["few_support_points"]
    name, value = before["thresholds"][0]["name"], before["thresholds"][0]["value"]
    own = tmp_path / "rules.toml"
    own.write_text(f"[{name}]\nvalue = 0\n", "utf-8")
    monkeypatch.setenv("GONGJIAN_RULES", str(own))
    after = gongjian(region, "report", "few_support_points", "--format", "json").json["findings"]["few_support_points"]
    assert value != 0
    assert (after["thresholds"][0]["value"], after["count"]) == (0, 0)


@pytest.mark.parametrize("output", ["graphml", "gexf"])
def test_an_exported_network_reads_back_with_the_same_organisations_and_ties(gongjian, region, tmp_path, output):
    out = tmp_path / f"n.{output}"
    assert gongjian(region, "export", output, out).code == 0
    graph = (nx.read_graphml if output == "graphml" else nx.read_gexf)(out)
    measured = gongjian(region, "measure", "--format", "json").json
    assert set(graph.nodes) == set(measured["node"])
    assert graph.number_of_edges() == measured["ties"]


@pytest.mark.parametrize("output", ["csv", "parquet", "xlsx"])
def test_an_exported_ledger_loads_as_an_equal_one_but_for_members_and_few_people(gongjian, region, tmp_path, output):
    out = tmp_path / ("out.xlsx" if output == "xlsx" else "out")
    exported = gongjian(region, "export", output, out)
    assert exported.code == 0
    if output == "xlsx":
        assert "党员台账" not in openpyxl.load_workbook(out).sheetnames
    told = gongjian(tmp_path / "d", "load", out, "--json")
    assert (told.code, [one for one in told.json["problems"] if one["severity"] == "error"]) == (0, [])
    kept, again = Ledger(region).dataset(), Ledger(tmp_path / "d").dataset()
    blanks = 0
    for table in (one for one in SHEETS if one.name != "members"):
        before, after = kept.tables[table.name], again.tables[table.name]
        people = [column.name for column in table.columns if column.unit == "people" and column.name not in POSTS]
        if table.name == "figures":
            blanks += before.height - after.height
            before = before.join(after.select(table.key), on=list(table.key))
        assert_frame_equal(after.drop(people), before.drop(people), check_row_order=False)
        for name in people:
            assert after[name].drop_nulls().min() is None or after[name].min() >= 10
            both = after.join(before, on=list(table.key), how="left")
            assert both.filter(pl.col(name).is_not_null() & (pl.col(name) != pl.col(f"{name}_right"))).is_empty()
            blanks += after[name].null_count() - before[name].null_count()
    assert blanks > 0
    assert str(f"{blanks:,}") in exported.err


@pytest.mark.parametrize("output", ["csv", "parquet", "xlsx"])
def test_no_pseudonym_leaves_with_an_exported_ledger(gongjian, region, tmp_path, output):
    codes = Ledger(region).dataset().tables["members"]["code"].to_list()
    assert codes
    out = tmp_path / ("out.xlsx" if output == "xlsx" else "out")
    gongjian(region, "export", output, out)
    files = [out] if out.is_file() else sorted(out.iterdir())
    assert "members" not in {path.stem for path in files}
    content = b"".join(path.read_bytes() for path in files)
    assert [code for code in codes if code.encode() in content] == []


FORMS = ("xlsx", "docx", "pptx", "pdf")


@pytest.mark.parametrize("output", FORMS)
def test_a_report_as_a_document_opens_and_tells_the_same_figures(gongjian, region, report, tmp_path, output):
    out = tmp_path / f"r.{output}"
    told = gongjian(region, "report", "--format", output, "--out", out, lang="en")
    assert (told.code, told.out) == (0, "")
    from dashboard.i18n import Wording

    titles = {Wording("en").finding(name): one for name, one in report.findings.items()}
    if output == "pdf":
        assert out.read_bytes().startswith(b"%PDF-")
        assert out.stat().st_size > 10_000
        return
    if output == "pptx":
        from pptx import Presentation

        text = "\n".join(s.text_frame.text for slide in Presentation(str(out)).slides for s in slide.shapes
                         if s.has_text_frame)  # fmt: skip
        for title, one in titles.items():
            if one.count or one.unknown:
                assert title in text
        return
    if output == "docx":
        from docx import Document

        rows = [[cell.text for cell in row.cells] for row in Document(str(out)).tables[0].rows]
    else:
        rows = [[str(cell.value) for cell in row] for row in openpyxl.load_workbook(out).worksheets[0].iter_rows()]
    found = {row[0]: tuple(row[1:4]) for row in rows if row[0] in titles}
    assert found == {title: (str(one.count), str(one.of), str(one.unknown)) for title, one in titles.items()}


def test_the_whole_property_graph_leaves_typed_and_without_members(gongjian, region, tmp_path):
    from graph_model.property_graph import exported_tables, tables_of
    from loaders.networks import read_network

    out = tmp_path / "g.graphml"
    assert gongjian(region, "export", "graphml", out, "--graph").code == 0
    kept, _ = told_dataset(Ledger(region).dataset(), shown_from=10)
    for name, frame in tables_of(read_network(out).graph).items():
        table = exported_tables()[name]
        wanted = kept.nodes(name) if table.ends is None else kept.relationships(name)
        assert_frame_equal(frame, wanted.select(table.columns).sort(table.keys))


@pytest.mark.parametrize("output", ["csv", "xlsx"])
def test_the_network_as_tables_measures_the_same(gongjian, region, tmp_path, output):
    out = tmp_path / ("out.xlsx" if output == "xlsx" else "out")
    assert gongjian(region, "export", output, out, "--network").code == 0
    if output == "xlsx":
        assert openpyxl.load_workbook(out).sheetnames == ["nodes", "edges"]
        return
    told = gongjian(region, "measure", out / "edges.csv", "--nodes", out / "nodes.csv", "--format", "json")
    of_region = gongjian(region, "measure", "--format", "json").json
    of_what = {"as_of": "2018-06-30", "place": None, "layer": None, "hub": True}
    assert of_region == {**of_what, **told.json}
    assert gongjian(region, "measure", lang="zh").out.startswith("截至 2018-06-30 · 全部地点 · 全部图层 · 计入工委\n")
    narrowed = ("measure", "--layer", "seats", "--place", "C1", "--without-hub")
    for more in ((), ("--two-mode",), ("--structure",), ("--by", "level")):
        asked = gongjian(region, *narrowed, *more, "--format", "json").json
        assert [asked[name] for name in of_what] == ["2018-06-30", "C1", "seats", False]


@pytest.mark.parametrize(
    "arguments",
    [("csv", "x", "--graph"), ("gexf", "x", "--graph", "--layer", "seats"), ("csv", "x", "--layer", "seats")],
)
def test_options_that_an_export_cannot_heed_are_refused(gongjian, region, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    told = gongjian(region, "export", *arguments)
    assert (told.code, told.out) == (2, "")
    assert not (tmp_path / "x").exists()
