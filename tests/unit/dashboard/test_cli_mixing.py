"""Does ``measure`` tell mixing by a property, two modes of the region, who is alike, and refuse what makes no sense?"""

from __future__ import annotations

import networkx as nx
import pytest

from analytics.network.two_mode import two_mode_centrality

PATH = "source,target\na,b\nb,c\nc,d\nd,a\nd,e\n"


@pytest.fixture
def files(tmp_path):
    """An edge list and a node list with a word and a number."""
    edges, nodes = tmp_path / "edges.csv", tmp_path / "nodes.csv"
    edges.write_text(PATH, "utf-8")
    nodes.write_text("id,kind,age\na,x,1\nb,x,2\nc,y,3\nd,y,4\ne,,\n", "utf-8")
    return edges, nodes


def test_by_a_word_of_a_file_by_hand(gongjian, tmp_path, files):
    edges, nodes = files
    asked = ("measure", edges, "--nodes", nodes, "--by", "kind", "--draws", "19")
    told = gongjian(tmp_path / "d", *asked, "--format", "json").json
    assert told["matrix"] == [
        {"a": "x", "b": "x", "ties": 1},
        {"a": "x", "b": "y", "ties": 2},
        {"a": "y", "b": "y", "ties": 1},
        {"a": "y", "b": None, "ties": 1},
    ]
    assert (told["property"], told["ties_known"], told["ties_unknown"], told["ei_index"]) == ("kind", 4, 1, 0.0)
    assert told["significance"]["ei_index"] is None or told["significance"]["ei_index"]["draws"] == 19
    for lang in ("zh", "en"):
        page = gongjian(tmp_path / "d", *asked, lang=lang)
        assert (page.code, page.err) == (0, "")


def test_by_a_number_of_a_file(gongjian, tmp_path, files):
    edges, nodes = files
    asked = ("measure", edges, "--nodes", nodes, "--by")
    told = gongjian(tmp_path / "d", *asked, "age:number", "--format", "json").json
    graph = nx.Graph([("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")])
    nx.set_node_attributes(graph, {"a": 1, "b": 2, "c": 3, "d": 4}, "age")
    assert told["assortativity"] == pytest.approx(nx.numeric_assortativity_coefficient(graph, "age"))
    assert (told["kind"], told["ties_unknown"]) == ("number", 1)
    assert gongjian(tmp_path / "d", *asked, "kind:number").code == 2
    assert gongjian(tmp_path / "d", *asked, "kin").code == 2


@pytest.mark.parametrize("narrowed", [(), ("--layer", "seats"), ("--place", "S"), ("--without-hub",)])
def test_of_the_region_by_property_and_in_two_modes(gongjian, region, narrowed):
    ties = gongjian(region, "measure", *narrowed, "--format", "json").json["ties"]
    told = gongjian(region, "measure", "--by", "nearest_type", *narrowed, "--format", "json").json
    assert sum(cell["ties"] for cell in told["matrix"]) == ties == told["ties_known"] + told["ties_unknown"]
    both = gongjian(region, "measure", "--two-mode", *narrowed, "--format", "json").json
    assert both["actors"] == gongjian(region, "measure", *narrowed, "--format", "json").json["nodes"]
    assert both["actors"] + both["events"] == len(both["node"])


def test_two_modes_heed_the_setting_of_one_mode_and_tell_the_error(gongjian, region, monkeypatch):
    asked = ("measure", "--two-mode")
    exact = gongjian(region, *asked, "--format", "json").json
    assert exact["betweenness_error"] is None
    monkeypatch.setenv("GONGJIAN_EXACT_BETWEENNESS_UP_TO", "2")
    sampled = gongjian(region, *asked, "--format", "json").json
    assert sampled["betweenness_error"] > 0
    for node, told in exact["node"].items():
        if told["betweenness"] is not None:
            off = abs(told["betweenness"] - sampled["node"][node]["betweenness"])
            assert off <= sampled["betweenness_error"]
    for lang, line in (("zh", "中介估计误差上界"), ("en", "error bound of betweenness")):
        assert line in gongjian(region, *asked, lang=lang).out


def test_two_modes_tell_that_closeness_was_left_out_and_why(gongjian, region, monkeypatch):
    monkeypatch.setitem(two_mode_centrality.__kwdefaults__, "distances_up_to", 2)
    told = gongjian(region, "measure", "--two-mode", lang="en")
    assert told.code == 0
    assert "closeness: not worked out in a network of more than 200,000" in told.err


def test_counts_of_people_are_no_property(gongjian, region):
    refused = gongjian(region, "measure", "--by", "full_members", lang="en")
    assert refused.code == 2
    assert "full_members" in refused.err


def test_who_is_alike_by_hand(gongjian, tmp_path, files):
    edges, _ = files
    told = gongjian(tmp_path / "d", "measure", edges, "--alike", "a", "--format", "json").json
    assert told["alike"][0] == {"id": "c", "distance": 0.0, "jaccard": 1.0}  # both tied to b and d
    alone = {one["id"]: one for one in told["alike"]}
    assert alone["e"]["distance"] == pytest.approx(1.0)  # d in common, b not
    assert alone["e"]["jaccard"] == pytest.approx(0.5)
    assert gongjian(tmp_path / "d", "measure", edges, "--alike", "z").code == 2


def test_a_table_that_is_cut_says_so_and_one_that_is_whole_does_not(gongjian, tmp_path):
    ring = tmp_path / "ring.csv"
    for nodes, told in ((21, "20 of 21 rows; --format json has all."), (20, None)):
        ring.write_text("source,target\n" + "".join(f"v{k},v{(k + 1) % nodes}\n" for k in range(nodes)), "utf-8")
        page = gongjian(tmp_path / "d", "measure", ring, lang="en")
        assert page.out.count("\nv") == 20
        assert (told in page.err) if told else ("rows;" not in page.err)
    star = tmp_path / "star.csv"
    star.write_text("source,target\n" + "".join(f"v{k},x\n" for k in range(25)), "utf-8")
    assert gongjian(tmp_path / "d", "measure", "--two-mode", star, lang="en").err.count("20 of 25 rows") == 1


def test_one_question_at_a_time(gongjian, tmp_path, files):
    edges, _ = files
    assert gongjian(tmp_path / "d", "measure", edges, "--alike", "a", "--structure").code == 2
    assert gongjian(tmp_path / "d", "measure", "--two-mode", "--directed").code == 2


def test_the_same_seed_draws_the_same(gongjian, tmp_path, files):
    edges, nodes = files
    asked = ("measure", edges, "--nodes", nodes, "--by", "kind", "--draws", "99", "--format", "json", "--seed")
    assert gongjian(tmp_path / "d", *asked, "7").json == gongjian(tmp_path / "d", *asked, "7").json
