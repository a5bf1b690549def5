"""Which edits does a plan stand for, and what do two plans share?"""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from analytics.plans.comparing import compared, edits_of
from analytics.plans.plan import Plan
from analytics.supposing import Edit, supposed_network
from dashboard.service import Service
from graph_model.settings import Settings
from tests.ledgers import region_folder


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    with Service(Settings(data=region_folder(tmp_path_factory.mktemp("comparing")))) as service:
        service.ready()
        yield service.investigation().snapshot(as_of=dt.date(2018, 6, 30))


def plan(rows, **parameters):
    return Plan("p", pl.DataFrame(rows), "most", 1.0, 1.0, 1, 1, 0, 0.0, parameters=parameters)


def test_pairs_are_agreements_and_those_signed_already_are_passed_over(region):
    made = plan({"a_organisation": ["HQ", "XQ", "FL"], "b_organisation": ["SC", "FL", "XQ"]})  # A1 joins HQ and SC
    assert edits_of(made, region) == (Edit("add_tie", layer="agreements", a="FL", b="XQ"),)
    assert supposed_network(region, edits_of(made, region)).layers["agreements"].nnz == 6


def test_needs_with_resources_are_claims(region):
    made = plan({"organisation": ["XQ", None, "FL"], "resource_organisation": ["HQ", "HQ", "FL"]})
    assert edits_of(made, region) == (Edit("add_tie", layer="claims", a="HQ", b="XQ"),)


def test_invited_organisations_are_seats_of_the_committee_asked_for(region):
    rows = {"subject": ["organisation", "unit", "organisation"], "code": ["XQ", "U1", "HQ"]}
    assert edits_of(plan(rows, committee="JD1"), region) == (
        Edit("add_seat", organisation="XQ", committee="JD1"),
    )  # HQ sits there
    assert edits_of(plan(rows, committee=None), region) == ()


def test_a_plan_of_places_changes_no_tie(region):
    assert edits_of(plan({"code": ["C1"], "name": ["红旗社区"]}), region) == ()


def test_rows_that_both_propose_and_those_of_one_alone():
    first = {"rows": [{"a": "1", "b": "2", "metres": 3}, {"a": "1", "b": "3", "metres": 4}]}
    second = {"rows": [{"a": "1", "b": "3", "metres": 9}, {"a": "2", "b": "3", "metres": 1}]}
    told = compared(first, second)
    assert told.both == ({"a": "1", "b": "3", "metres": 4},)
    assert told.only_first == ({"a": "1", "b": "2", "metres": 3},)
    assert told.only_second == ({"a": "2", "b": "3", "metres": 1},)
