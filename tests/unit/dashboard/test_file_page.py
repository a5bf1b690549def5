"""Does the page of a network's file show its picture, its measures and its nodes, and tell what it cannot read?"""

from __future__ import annotations

import base64

import pytest

from dashboard.file_actions import opened
from dashboard.pages.file import elements, node_rows
from dashboard.server import context_of, draw_drawer, draw_page
from dashboard.service import Service
from graph_model.settings import Settings

PATH = '*Vertices 5\n1 "甲"\n2 "committee"\n3 "丙"\n4 "丁"\n5 "孤"\n*Edges\n1 2\n2 3\n3 4 9\n'


@pytest.fixture
def service(tmp_path):
    with Service(Settings(data=tmp_path / "none")) as made:
        yield made


def sent(text):
    return "data:text/plain;base64," + base64.b64encode(text.encode()).decode()


def test_an_uploaded_file_is_drawn_and_measured_without_any_data(service, tmp_path):
    context = context_of(service, "/file", "?lang=en")
    search, told = opened(context, sent(PATH), "../x/n.net")
    assert told is None
    page = draw_page(service, "/file", search)[2]
    assert "n.net: Pajek, 5 nodes, 3 ties, undirected" in str(page)
    here = context_of(service, "/file", search)
    network = service.opened_networks.get(here.state.own["file"])
    drawn = elements(here, network)
    assert [node["id"] for node in drawn["nodes"]] == [
        "甲",
        "committee",
        "丙",
        "丁",
    ]  # the isolated one is counted only
    assert sorted((a, b) for a, b, _ in drawn["ties"]) == [("committee", "丙"), ("丙", "丁"), ("甲", "committee")]
    strength = {(a, b): w for a, b, w in drawn["ties"]}
    assert strength["丙", "丁"] > strength["甲", "committee"]
    rows, headings = node_rows(here, network)
    # a path of four by hand: two of its nodes stand between two pairs each
    assert dict(rows.select("id", "betweenness").iter_rows()) == {"committee": 2, "丙": 2, "甲": 0, "丁": 0, "孤": 0}
    assert headings["betweenness"] == "betweenness"
    assert not (tmp_path / "none").exists()


def test_text_of_a_file_is_never_taken_for_a_code_of_ours(service):
    search, _ = opened(context_of(service, "/file", "?lang=zh"), sent(PATH), "n.net")
    table = str(draw_page(service, "/file", search + "&view=table")[2])
    assert "'id': 'committee'" in table


def test_a_node_opens_with_its_measures_and_partners(service):
    search, _ = opened(context_of(service, "/file", "?lang=en"), sent(PATH), "n.net")
    told = str(draw_drawer(service, "/file", search + "&open=node:丙"))
    assert "open=node:" in told
    assert "committee" in told
    assert "丁" in told


def test_a_file_that_cannot_be_read_is_told_by_its_own_name_and_opens_nothing(service):
    _, told = opened(context_of(service, "/file", "?lang=en"), sent("*Vertices 1\n*Edges\n1 2\n"), "n.net")
    assert "n.net, line 3: a tie ends at" in str(told)
    assert "gongjian-network" not in str(told)


def test_a_file_that_is_no_longer_open_leads_to_opening_one(service):
    assert "no longer open" in str(draw_page(service, "/file", "?file=gone&lang=en")[2])
