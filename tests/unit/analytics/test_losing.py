"""What does the hand-made region lose with each organisation, and does a network fall apart as networkx says?"""

from __future__ import annotations

import datetime as dt

import networkx as nx
import numpy as np
import pytest

from analytics.losing import holding, losses
from dashboard.service import Service
from graph_model.errors import UnknownName
from graph_model.settings import Settings
from tests.ledgers import region_folder


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Without the hub: HQ-LL HQ-E1 LL-E1 HQ-G1 HQ-SC G1-SC LL-E2 E1-LL; XQ and FL alone."""
    with Service(Settings(data=region_folder(tmp_path_factory.mktemp("losing")))) as service:
        service.ready()
        yield service.investigation().snapshot(as_of=dt.date(2018, 6, 30)).without_hub()


def test_what_each_leaves_behind_by_hand(bare):
    told = {one.code: (one.component, one.pieces, one.cut_off) for one in losses(bare, ["HQ", "LL", "E1", "XQ"])}
    assert told == {
        "HQ": (6, (3, 2), ("G1", "SC")),
        "LL": (6, (4, 1), ("E2",)),
        "E1": (6, (5,), ()),
        "XQ": (1, (), ()),
    }


def test_of_two_pieces_alike_the_one_of_the_first_code_stays(bare):
    (one,) = losses(bare, ["HQ"], layer="seats")  # HQ-LL HQ-E1 LL-E1, HQ-G1 HQ-SC G1-SC: two and two
    assert (one.component, one.pieces, one.cut_off) == (5, (2, 2), ("G1", "SC"))


def test_an_organisation_nobody_knows_is_refused(bare):
    with pytest.raises(UnknownName):
        losses(bare, ["NONE"])


def test_cut_points_and_they_alone_cut_somebody_off(bare):
    graph = nx.from_scipy_sparse_array(bare.adjacency())
    cut = {bare.codes[node] for node in nx.articulation_points(graph)}
    assert {one.code for one in losses(bare, list(bare.codes)) if one.cut_off} == cut


def test_the_curve_by_ties_is_that_of_networkx(bare):
    curve = holding(bare, draws=20).by_ties
    graph = nx.from_scipy_sparse_array(bare.adjacency())
    expected = [max(map(len, nx.connected_components(graph)))]
    for node in curve.order:
        graph.remove_node(int(node))
        expected.append(max(map(len, nx.connected_components(graph)), default=0))
    assert curve.largest.tolist() == expected
    degrees = np.diff(bare.adjacency().indptr)
    assert (np.diff(degrees[curve.order]) <= 0).all()
