"""What does a deck say of tables that nobody handed in? That they are lacking, never 0 of 0.

The hand-made region with places, organisations and members of units alone.
"""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.i18n import Wording
from dashboard.service import Service
from dashboard.story.agenda import draw_deck, standard_deck
from dashboard.story.blocks import Grid, Steps, Tiles
from dashboard.story.material import Material
from dashboard.story.telling import Codes, Telling
from graph_model.settings import Settings
from loaders.importer import load
from tests.ledgers import write_ledger
from tests.region import REGION

ZH = Telling(Wording("zh"), Codes())


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """The slides of the agenda by kind."""
    folder = tmp_path_factory.mktemp("few")
    with Service(Settings(data=folder / "data")) as service:
        sheets = write_ledger(REGION, folder / "ledger", tables=["places", "organisations"])
        load([sheets], ledger=service.ledger, as_of=dt.date(2018, 6, 30))
        service.ready()
        material = Material(service, Wording("zh"), standard_deck(service.investigation()))
        yield {drawn.slide.kind: drawn for drawn in draw_deck(material)}


def test_slides_without_their_tables_say_which_and_show_no_figure(few):
    units, alone, ties = (ZH.text(few[kind].title) for kind in ("units", "alone", "urban_rural"))
    assert units == "没有组织覆盖的应建单位：没有交驻区单位台账、组织覆盖，说不出来"
    network = "联席组织、委员、共建协议、协议方、三张清单、认领、会议活动、参会"
    assert alone == f"孤立组织：没有交{network}，说不出来"
    assert ties == f"城乡联系：没有交{network}，说不出来"
    assert [few[kind].blocks for kind in ("units", "alone", "urban_rural")] == [(), (), ()]


def test_headlines_and_changes_say_that_it_was_not_handed_in(few):
    assert ZH.text(few["stand"].title) == "单位组织覆盖：没有交驻区单位台账、组织覆盖，说不出来"
    (tiles,) = few["stand"].blocks
    assert isinstance(tiles, Tiles)
    assert [ZH.tile(one)[0] for one in tiles.tiles][:3] == [
        "未报送",
        "5",
        "未报送",
    ]  # G12 G21 K1 B1 M1: who answers for them is lacking as well
    (grid,) = few["changed"].blocks
    assert isinstance(grid, Grid)
    told = {ZH.text(row[0]): [ZH.text(cell) for cell in row[1:]] for row in grid.rows}
    assert told["没有组织覆盖的应建单位"] == ["未报送", "未报送", "", "", ""]


def test_no_slide_tells_nought_of_nought(few):
    for drawn in few.values():
        for text in drawn.texts():
            assert "0 / 0" not in ZH.text(text), drawn.slide.kind


def test_proposals_without_their_tables_are_not_told_as_none(few):
    (steps,) = few["propose"].blocks
    assert isinstance(steps, Steps)
    heads = [ZH.text(step.head) for step in steps.steps]
    assert [head.endswith("说不出来") for head in heads] == [True, False, True, True]
    assert ZH.text(few["propose"].title) == "可结对 0 对；其余要等表交来"


def test_who_is_asked_is_not_known_without_committees(few):
    assert ZH.text(few["asks"].title) == "没有交联席组织、委员，不知道哪些成员来开会"
    assert few["asks"].blocks == ()
