"""Do pages and briefs say of units without a known place that they stand in no community, and not that there are none?

Two communities: A holds one unit that is covered, B holds none; the place of two more is not known.
"""

from __future__ import annotations

import datetime as dt
import json

import pytest

from dashboard.components.community import community_drawer
from dashboard.components.treemap import coverage_treemap, treemap_cells
from dashboard.i18n import Wording
from dashboard.pages.communities import answer
from dashboard.server import context_of
from dashboard.service import Service
from dashboard.story.agenda import standard_deck
from dashboard.story.brief import Briefs
from dashboard.story.material import Material
from dashboard.story.telling import Codes, Telling
from graph_model.settings import Settings
from loaders.importer import load
from tests.ledgers import write_ledger

SAID = "另有 2 个单位地点不明，未计入任何社区。"
ROWS = {
    "places": [{"code": "S", "name": "东湖街道", "kind": "street"}]
    + [{"code": code, "name": f"{code}社区", "kind": "community", "parent": "S"} for code in "AB"],
    "organisations": [{"code": "O", "name": "甲支部", "level": "branch", "domain": "community", "place": "A"}],
    "units": [
        {"code": "U1", "name": "甲校", "kind": "school", "status": "operating", "place": "A"},
        {"code": "U2", "name": "乙校", "kind": "school", "status": "operating"},
        {"code": "U3", "name": "丙校", "kind": "school"},
    ],
    "coverage": [{"organisation": "O", "unit": "U1", "mode": "own"}],
}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unplaced")
    with Service(Settings(data=folder / "data")) as service:
        sheets = write_ledger(ROWS, folder / "ledger", tables=list(ROWS))
        load([sheets], ledger=service.ledger, as_of=dt.date(2018, 6, 30))
        service.ready()
        yield service


def test_the_pages_say_it_beside_the_counts(service):
    context = context_of(service, "/", "?lang=zh")
    assert SAID in str(coverage_treemap(context, treemap_cells(context)))
    assert "无应建单位" not in str(coverage_treemap(context, treemap_cells(context)))
    assert "未知" in str(coverage_treemap(context, treemap_cells(context)))
    assert answer(context)[-1].strip() == SAID
    assert f"{SAID} · 全覆盖" in json.dumps(
        community_drawer(context, "B").to_plotly_json(), default=str, ensure_ascii=False
    )


def test_the_brief_says_it_beside_the_counts(service):
    material = Material(service, Wording("zh"), standard_deck(service.investigation()))
    briefs = Briefs(material)
    (of_b,) = (briefs.brief(one) for one in briefs.communities if one["code"] == "B")
    assert SAID in [Telling(Wording("zh"), Codes()).text(fact) for fact in of_b.facts]
