"""Does the standard agenda say of the hand-made region what one finds there on paper?

Every figure here was worked out from the rows and comments of ``tests.region``.
"""

from __future__ import annotations

import datetime as dt

from dashboard.i18n import Wording
from dashboard.story.agenda import AGENDA, OTHERS, standard_deck
from dashboard.story.agenda_asked import asks_by_organisation
from dashboard.story.blocks import Bars, Grid, Steps, Tiles
from dashboard.story.deck import KINDS
from dashboard.story.telling import Codes, Telling

ZH = Telling(Wording("zh"), Codes())


def test_the_agenda_holds_the_nine_points_of_a_joint_meeting_in_their_order(service):
    deck = standard_deck(service.investigation())
    assert [slide.kind for slide in deck.slides] == list(AGENDA)
    assert (*AGENDA, *OTHERS) == KINDS
    assert list(AGENDA) == [
        "stand", "changed", "places", "units", "alone", "urban_rural", "weak", "propose", "asks",
    ]  # fmt: skip


def test_the_last_meeting_is_the_newest_plenary_or_joint_one_of_the_sub_district_committee(service):
    investigation = service.investigation()
    assert standard_deck(investigation).since == dt.date(2018, 3, 20)  # M1, plenary of JD1
    assert standard_deck(investigation, place="C1").since == dt.date(2017, 5, 1)  # M3, joint, of JC1
    early = standard_deck(investigation, as_of=dt.date(2018, 3, 20))
    assert early.since == dt.date(2017, 12, 20)  # none before that day: a quarter


def test_how_we_stand_counts_covered_units_and_lonely_organisations(slides):
    # Operating and no agency: U1 U2 U3 U4 U8 U9; covered: U1 by E1, U3 by E2, U9 by SC. U5's status is blank.
    # Without any tie: XQ and FL, of nine.
    assert ZH.text(slides["stand"].title) == "6 个应建单位中 3 个已有党组织，2 个组织还没有任何共建联系"
    (tiles,) = slides["stand"].blocks
    assert isinstance(tiles, Tiles)
    told = [(one.count.value, one.of.value, one.unknown.value) for one in tiles.tiles]
    assert told[0] == (3, 6, 1)
    assert told[2] == (2, 9, 0)


def test_what_changed_is_now_less_then(slides):
    # On 2018-03-20 E2 (founded 2018-06-30) did not cover U3 yet, and U8 was covered by HQ until 2018-06-29.
    (grid,) = slides["changed"].blocks
    assert isinstance(grid, Grid)
    rows = {ZH.text(row[0]): [ZH.text(cell) for cell in row[1:]] for row in grid.rows}
    assert rows["没有组织覆盖的应建单位"] == ["3 / 6，未知 1", "3 / 6，未知 1", "0", "1", "1"]
    assert rows["单位组织覆盖"][:3] == ["3 / 6，未知 1", "3 / 6，未知 1", "0"]


def test_units_without_one_stand_by_reason_and_by_what_could_be_done(slides):
    # U2 too few members, one: joint. U4 high turnover, three: its own branch. U8 elsewhere, members blank: unknown.
    bars, groups = slides["units"].blocks
    assert isinstance(bars, Bars)
    assert isinstance(groups, Steps)
    rows = {ZH.text(label): [one.value for one in figures] for label, figures, _ in bars.rows}
    assert rows == {"党员不足": [0, 1, 0, 0], "流动性大": [1, 0, 0, 0], "组织关系不转": [0, 0, 0, 1]}
    assert [total.value for _, _, total in bars.series if total is not None] == [1, 1, 0, 1]
    assert ZH.text(slides["units"].title) == "3 个单位还没有党组织，0 个现在就能就近组成联合支部"
    assert groups.steps == ()  # one candidate alone is no group


def test_a_tick_of_the_screen_stands_below_what_is_well_and_is_called_as_on_the_page(slides):
    (grid,) = slides["weak"].blocks
    assert isinstance(grid, Grid)
    heads = [ZH.text(head) for head in grid.heads]
    assert heads[4:6] + heads[8:10] == ["书记在任", "按期换届", "有联系", "有活动"]
    assert (heads[6], heads[-3:]) == ("联席组织", ["服务面积", "书记助理", "整顿"])


def test_villages_that_no_urban_community_is_tied_to_are_counted_apart_from_those_without_organisation(slides):
    # C1 urban and C2 village are tied (HQ-LL, E1-LL); there is no other village.
    assert ZH.text(slides["urban_rural"].title) == "1 对城乡社区中 1 对有联系，0 个村改居社区还没有一个城市社区相联"


def test_each_is_asked_for_what_is_its_own(material, slides):
    asked = {code: [ZH.text(ask()) for ask in told] for code, told in asks_by_organisation(material).items()}
    # E2 never answered A2; WC leads JD1, which missed three quarters; the terms of HQ and LL are over; LL has no
    # secretary.
    assert asked == {
        "E2": ["回应“村企结对”"],
        "WC": ["补开东湖街道大党工委的季度联席会"],
        "HQ": ["按期换届（已逾期 1 天）"],
        "LL": ["按期换届（已逾期 366 天）", "配备书记"],
    }
    # WC, HQ, LL and E1 have a seat in JD1; E2 has none.
    assert ZH.text(slides["asks"].title) == "请 3 个成员单位认领 4 件事，下次会议报结果"
    assert ZH.text(slides["asks"].subtitle).startswith("在席成员单位 4 个；另有 1 件事")


def test_a_change_of_the_data_is_told_and_the_value_of_the_saving_kept(material):
    from dataclasses import replace

    from dashboard.story.agenda import draw_slide, figures_of

    slide = material.deck.slides[0]
    drawn = draw_slide(material, slide)
    covered = next(one for one in figures_of(drawn) if one.value == 3 and "organisation_coverage.count" in one.key)
    before = draw_slide(material, replace(slide, saved={**{f.key: f.value for f in figures_of(drawn)}, covered.key: 2}))
    assert [(was, now.value) for now, was in before.changed] == [(2, 3)]
    assert drawn.changed == ()


def test_what_a_person_wrote_stays_and_its_names_are_known(material):
    from dataclasses import replace

    from dashboard.story.agenda import draw_slide

    slide = replace(material.deck.slides[4], title="先请红旗小学党支部与柳林对接")
    drawn = draw_slide(material, slide)
    assert ZH.text(drawn.title) == "先请红旗小学党支部与柳林对接"
    hidden = Telling(Wording("zh"), Codes(), hidden=True).text(drawn.title)
    assert hidden == "先请组织 A与社区 01对接"


def test_slides_whose_works_go_on_say_so_and_the_others_stand(material, slides):
    from dashboard.story.agenda import draw_deck
    from dashboard.story.works import JOINT_BRANCHES

    told = {drawn.slide.kind: drawn for drawn in draw_deck(material, waiting={"matching", JOINT_BRANCHES})}
    waits = {kind for kind, drawn in told.items() if ZH.text(drawn.subtitle) == "正在计算…"}
    assert waits == {"units", "propose", "asks"}
    assert all(told[kind].blocks == () for kind in waits)
    assert {kind: told[kind] for kind in told if kind not in waits} == {
        kind: slides[kind] for kind in slides if kind not in waits
    }
    assert ZH.text(told["asks"].title) == "请成员单位办的事"
