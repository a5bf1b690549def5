"""Is what a person names found by its title or name, and told where it could mean several things?"""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.i18n import Wording
from dashboard.methods import explained_kinds, explained_names, explained_title
from dashboard.named import ALSO_CALLED, explained_named, finding_named, findings_named, place_named, plan_called
from dashboard.service import Service, day_from
from graph_model.errors import BadValue, UnknownName
from graph_model.ledger import Ledger
from graph_model.settings import Settings
from loaders.importer import load
from tests.ledgers import write_ledger


@pytest.fixture(scope="module")
def investigation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("named")
    names = {"A": "东风社区", "B": "西湖社区", "C": "西湖社区", "D": "A"}
    rows = {"places": [{"code": code, "name": name, "kind": "community"} for code, name in names.items()]}
    load([write_ledger(rows, folder / "hand-in")], ledger=Ledger(folder / "data"))
    with Service(Settings(data=folder / "data")) as service:
        service.ready()
        yield service.investigation()


@pytest.mark.parametrize("text", ["isolated_organisations", "孤立组织", " 孤立组织 ", "Isolated organisations"])
def test_a_finding_is_known_by_its_id_and_by_its_titles(text):
    assert finding_named(text) == "isolated_organisations"


def test_a_finding_nobody_knows_is_told_with_the_nearest_titles():
    with pytest.raises(UnknownName) as told:
        findings_named(["cut_points", "孤立的组织"])
    assert "孤立组织" in told.value.values["nearest"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("度中心势", "degree_centralisation"), ("模块度", "modularity"), ("孤立组织", "isolated_organisations"),
        ("割点", "cut_points"), ("Degree centralisation", "degree_centralisation"), ("假设推演", "what_if"),
        ("core", "core"),
    ],
)  # fmt: skip
def test_what_can_be_explained_is_known_by_its_name_and_its_titles(text, name):
    assert explained_named(text) == name


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("k_core", "core"), ("k-core", "core"), ("leiden", "communities"), ("Krackhardt", "lubness"),
        ("e_i_index", "ei_index"), ("key_players", "fragmenting_set"), ("key players", "key_organisations"),
        ("modularty", "modularity"), ("度中心式", "度中心势"),
    ],
)  # fmt: skip
def test_what_the_field_calls_otherwise_suggests_ours(text, nearest):
    with pytest.raises(UnknownName) as told:
        explained_named(text)
    assert nearest in told.value.values["nearest"]


def test_every_other_name_suggests_something_that_can_be_explained_and_is_none_itself():
    assert set(ALSO_CALLED) & set(explained_names()) == set()
    assert {name for some in ALSO_CALLED.values() for name in some} <= set(explained_names())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_title_is_known(lang):
    several = {}
    for name in explained_names():
        for kind in explained_kinds(name):
            several.setdefault(explained_title(name, kind, Wording(lang)), set()).add(name)
    for title, names in several.items():
        if len(names) == 1:
            assert {explained_named(title)} == names


def test_a_place_is_known_by_its_code_before_any_name(investigation):
    assert [place_named(investigation, text) for text in ("A", "东风社区", " 东风社区", None)] == ["A", "A", "A", None]


def test_a_name_of_several_places_is_told_and_none_is_chosen(investigation):
    with pytest.raises(BadValue) as told:
        place_named(investigation, "西湖社区")
    assert told.value.values == {"name": "西湖社区", "codes": ["西湖社区 B", "西湖社区 C"]}


def test_a_part_of_a_name_is_no_name(investigation):
    with pytest.raises(UnknownName) as told:
        place_named(investigation, "东风")
    assert "东风社区" in told.value.values["nearest"]


@pytest.mark.parametrize(
    "text", ["2018-06-30", "2018年6月30日", "2018/6/30", "20180630", "2018.06.30", "二〇一八年六月三十日"]
)
def test_a_day_is_read_as_people_write_it(text):
    assert day_from(text) == dt.date(2018, 6, 30)


@pytest.mark.parametrize("text", ["2018年6月", "43281", "2018年2月30日", "昨天", "6月30日"])
def test_what_names_no_one_day_is_refused(text):
    with pytest.raises(BadValue):
        day_from(text)


def test_a_plan_is_known_by_its_title_and_one_nobody_knows_is_told_with_the_nearest():
    assert plan_called("城乡社区结对方案") == plan_called("pairing_plan") == "pairing_plan"
    with pytest.raises(UnknownName) as told:
        plan_called("结对")
    assert "城乡社区结对方案" in told.value.values["nearest"]
