"""Does ``measure --structure`` tell what holds a network together, of a file and of the co-building network?"""

from __future__ import annotations

import networkx as nx
import pytest

from graph_model.snapshot import LAYERS


@pytest.fixture
def karate(tmp_path):
    """The karate club as an edge list."""
    path = tmp_path / "karate.csv"
    path.write_text("source,target\n" + "".join(f"{a},{b}\n" for a, b in nx.karate_club_graph().edges), "utf-8")
    return path


def test_of_a_file(gongjian, tmp_path, karate):
    told = gongjian(tmp_path / "d", "measure", karate, "--structure", "--format", "json").json
    assert set(told) == {"robustness", "fragmenting_set", "reaching_set", "significance"}
    graph = nx.karate_club_graph()
    order = sorted(graph, key=lambda node: -graph.degree(node))
    left, sizes = graph.copy(), []
    for node in order:
        left.remove_node(node)
        sizes.append(max(map(len, nx.connected_components(left)), default=0))
    # ties of degree are broken by the order of the file, so only the end is told alike
    assert told["robustness"]["largest_component_by_degree"][:3] == [34, *sizes[:2]]
    assert told["robustness"]["by_degree"] == pytest.approx(
        sum(told["robustness"]["largest_component_by_degree"][1:]) / 34**2
    )
    assert told["robustness"]["by_degree"] < told["robustness"]["by_chance"]
    assert sorted(told["fragmenting_set"]["nodes"], key=int) == ["0", "32", "33"]
    assert told["fragmenting_set"]["exact"] is True
    reached = {other for node in told["reaching_set"]["nodes"] for other in nx.ego_graph(graph, int(node), 2)}
    assert told["reaching_set"]["share"] == pytest.approx(len(reached) / 34)
    between = told["significance"]["betweenness_centralisation"]
    assert between["observed"] == pytest.approx(0.405557, abs=1e-6)
    assert between["low"] <= between["mean"] <= between["high"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_of_the_co_building_network_with_layers_and_kinds_of_community(gongjian, region, lang):
    told = gongjian(region, "measure", "--structure", "--format", "json").json
    assert [(pair["first"], pair["second"]) for pair in told["multiplexity"]["pairs"]] == [
        (a, b) for place, a in enumerate(LAYERS) for b in list(LAYERS)[place + 1 :]
    ]
    ties = gongjian(region, "measure", "--format", "json").json["ties"]
    assert sum(told["multiplexity"]["ties_by_layers"].values()) == ties
    page = gongjian(region, "measure", "--structure", lang=lang)
    assert (page.code, page.err) == (0, "")
    assert len(page.out.splitlines()) > 12


def test_nothing_is_judged_where_there_is_nothing(gongjian, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("source,target\na,b\n", "utf-8")
    told = gongjian(tmp_path / "d", "measure", path, "--structure", "--format", "json").json
    assert told["fragmenting_set"] is None
    assert told["reaching_set"] is None
    assert set(told["significance"].values()) == {None}
    assert gongjian(tmp_path / "d", "measure", path, "--structure").code == 0
    page = gongjian(tmp_path / "d", "measure", path, "--structure", lang="en").out
    assert "not defined" in page
    assert "irections play no part" in page
    whole = gongjian(tmp_path / "d", "measure", path, lang="en").out
    assert "not defined" in whole
    assert "unknown" not in whole
    assert "exact" in whole
    assert "blocks" in whole
