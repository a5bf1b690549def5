"""Whether edge lists and node lists are read as text, and what is wrong is told with its row."""

from __future__ import annotations

import codecs

import polars as pl
import pytest

from graph_model.errors import BadValue
from loaders.networks import read_separated


@pytest.fixture
def write(tmp_path):
    def written(text, name="edges.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


def edges_of(path):
    graph = read_separated(path).graph
    ends = {"source": graph.source, "target": graph.target}
    return pl.DataFrame(ends | {name: graph.tie_attributes[name] for name in graph.tie_attributes.columns})


def refused(path, nodes=None):
    with pytest.raises(BadValue) as told:
        read_separated(path, nodes=nodes)
    return {"code": told.value.code, **told.value.values}


def test_ids_are_text_and_stay_as_written(write):
    path = write('source,target\n007,NA\n１,null\n" a",1e3\n"两新,工委","x\ny"\n')
    assert edges_of(path).rows() == [("007", "NA"), ("１", "null"), (" a", "1e3"), ("两新,工委", "x\ny")]
    assert read_separated(path).graph.ids.to_list() == ["007", "NA", "１", "null", " a", "1e3", "两新,工委", "x\ny"]


def test_weights_are_numbers_and_other_columns_are_text(write):
    path = write("note,Source, TARGET ,Weight\nx,a,b, 2.5 \n,b,c,1e1\n")
    assert edges_of(path).rows(named=True) == [
        {"source": "a", "target": "b", "note": "x", "weight": 2.5},
        {"source": "b", "target": "c", "note": None, "weight": 10.0},
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_the_text(write):
    path = write(codecs.BOM_UTF8 + b"source,target\r\na,b\r\n")
    assert edges_of(path).rows() == [("a", "b")]


def test_the_node_list_keeps_its_order_and_columns_as_text(write):
    edges = write("source,target\na,b\n")
    nodes = write("id,kind\n02,x\n\n01,\n", "nodes.csv")
    graph = read_separated(edges, nodes=nodes).graph
    assert graph.ids.to_list() == ["02", "01", "a", "b"]
    assert graph.node_attributes.rows(named=True) == [{"kind": "x"}] + [{"kind": None}] * 3


def test_a_header_alone_is_a_network_without_ties(write):
    assert edges_of(write("source,target\n")).rows() == []


def test_blank_rows_are_skipped_and_still_counted(write):
    path = write("source,target\na,b\n\n,\nc, \n")
    assert refused(path) == {"code": "missing_value", "file": str(path), "row": 5, "column": "target"}


@pytest.mark.parametrize("text", ["", "source;target\na;b\n", "from,target\na,b\n"])
def test_a_missing_column_is_told_with_what_was_found(write, text):
    path = write(text)
    told = refused(path)
    assert (told["code"], told["file"], told["column"]) == ("missing_header", str(path), "source")
    assert told["found"] == ([name for name in text.split("\n")[0].split(",") if name])


def test_a_node_list_without_id_is_told(write):
    nodes = write("name\na\n", "nodes.csv")
    told = refused(write("source,target\na,b\n"), nodes)
    assert told == {"code": "missing_header", "file": str(nodes), "column": "id", "found": ["name"]}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", "missing_value"),
        ("two", "not_a_number"),
        ("NaN", "not_a_number"),
        ("-1", "out_of_range"),
        ("0", "out_of_range"),
        ("inf", "out_of_range"),
    ],
)
def test_a_weight_that_is_no_strength_is_told_with_its_row(write, cell, code):
    path = write(f"source,target,weight\na,b,1\nb,c,{cell}\n")
    told = refused(path)
    assert (told["code"], told["row"], told["column"]) == (code, 3, "weight")
    assert told.get("value", "") == cell


def test_files_that_cannot_be_read_are_told(write, tmp_path):
    assert refused(tmp_path / "none.csv")["code"] == "no_such_file"
    assert refused(write("source,target\n甲,乙\n".encode("gb18030")))["code"] == "not_utf8"
    assert refused(write("source,target\na,b,c\n"))["code"] == "unreadable_csv"
