"""Are decks, references, codes and placed texts what their modules promise?"""

from __future__ import annotations

import datetime as dt
import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.i18n import Wording
from dashboard.story.blocks import Step, Steps
from dashboard.story.deck import Deck, Slide, deck_of
from dashboard.story.layout import BODY, SMALL, Box, lines_of, step_boxes
from dashboard.story.pieces import Figure, Name, worded
from dashboard.story.references import value_at
from dashboard.story.telling import Codes, KnownNames, Telling, letters
from graph_model.errors import BadValue, UnknownName

FINDING = {
    "count": 3,
    "measures": {"ratio": 0.5, "none": None},
    "thresholds": [{"name": "from", "value": 3.0}],
    "breakdowns": {
        "reason": [{"reason": "few", "count": 2}, {"reason": None, "count": 1}],
        "pairs": [{"b": "x", "ties": 2}, {"b": "x", "ties": 0}, {"b": "y", "ties": 1}],
    },
    "rows": [{"code": "a", "group": 1}, {"code": "b", "group": 1}],
    "new": [{"code": "a"}],
}


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("count", 3),
        ("measures.ratio", 0.5),
        ("measures.none", None),
        ("thresholds.from", 3.0),
        ("breakdowns.reason[reason=few].count", 2),
        ("breakdowns.reason[reason=].count", 1),
        ("breakdowns.reason[reason=gone].count", 0),
        ("breakdowns.pairs[ties>0]#", 2),
        ("breakdowns.pairs[ties>0][b=x]#", 1),
        ("breakdowns.pairs#b", 2),
        ("rows[group=1]#", 2),
        ("new", 1),
    ],
)
def test_a_part_of_an_answer_is_its_value(part, value):
    assert value_at(FINDING, part) == value


def test_a_part_nobody_knows_is_told():
    with pytest.raises(UnknownName):
        value_at(FINDING, "nothing.of[this")


text = st.text(string.ascii_letters + "社区党", min_size=1, max_size=12).map(str.strip).filter(bool)
slide = st.builds(
    Slide,
    id=text,
    kind=st.sampled_from(["stand", "units", "text"]),
    title=st.none() | text,
    notes=st.none() | text,
    saved=st.dictionaries(text, st.integers() | st.none() | text, max_size=3),
)
days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


@given(st.builds(Deck, as_of=days, since=days, held=days, place=st.none() | text,
                 slides=st.lists(slide, max_size=5, unique_by=lambda one: one.id).map(tuple)))  # fmt: skip
def test_a_deck_comes_back_from_its_json(deck):
    assert deck_of(json.loads(json.dumps(deck.as_json()))) == deck


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"as_of": "2018-06-30", "since": "2018-03-31", "held": "2018-06-30"},
        {"as_of": "2018-06-30", "since": "2018-03-31", "held": "2018-06-30", "slides": [{"id": "1", "kind": "x"}]},
        {"as_of": "2018-06-30", "since": "2018-03-31", "held": "x", "slides": []},
        {"as_of": "2018-06-30", "since": "2018-03-31", "held": "2018-06-30",
         "slides": [{"id": "1", "kind": "text", "title": "x" * 201}]},
        {"as_of": "2018-06-30", "since": "2018-03-31", "held": "2018-06-30",
         "slides": [{"id": "1", "kind": "text"}, {"id": "1", "kind": "text"}]},
    ],
)  # fmt: skip
def test_what_is_no_deck_is_refused(told):
    with pytest.raises(BadValue):
        deck_of(told)


def test_codes_of_organisations_are_letters_and_of_others_numbers():
    assert [letters(number) for number in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    codes, words = Codes(), Wording("zh")
    names = [Name("organisation", "x", "甲"), Name("unit", "x", "乙"), Name("organisation", "y", "丙")]
    assert [codes.told(name, words) for name in [*names, names[0]]] == ["组织 A", "单位 01", "组织 B", "组织 A"]
    again = Codes(codes.given)
    assert again.told(names[2], words) == "组织 B"


@given(st.lists(st.tuples(st.sampled_from(["organisation", "unit"]), text), min_size=1, max_size=30))
def test_a_code_belongs_to_one_name_and_stays_when_the_deck_is_opened_again(keys):
    codes, words = Codes(), Wording("zh")
    told = {key: codes.told(Name(*key, "x"), words) for key in keys}
    assert len(set(told.values())) == len(told)
    again = Codes(codes.given)
    assert {key: again.told(Name(*key, "x"), words) for key in reversed(keys)} == told


def test_the_longer_of_two_names_is_found_first():
    known = KnownNames([Name("community", "C1", "红旗社区"), Name("organisation", "HQ", "红旗社区党委")])
    told = known.split("红旗社区党委与红旗、红旗社区")
    assert [piece if isinstance(piece, str) else (piece.code, piece.text) for piece in told] == [
        ("HQ", "红旗社区党委"), "与", ("C1", "红旗"), "、", ("C1", "红旗社区"),
    ]  # fmt: skip


def test_figures_are_told_with_signs_units_and_words():
    telling = Telling(Wording("en"), Codes())
    asked = [(1234, ""), (3, "signed"), (-3, "signed"), (0, "signed"), (140.465, "metres"), (None, ""), ("<10", "")]
    told = [telling.figure(Figure((), value, form)) for value, form in asked]
    assert told == ["1,234", "+3", "−3", "0", "140", "unknown", "<10"]
    one, two = (telling.text(worded(telling.words, "story.why_needs", count=Figure((), n))) for n in (1, 2))
    assert (one, two) == ("meets 1 need", "meets 2 needs")


@given(st.lists(st.tuples(text, text, st.text("社a", max_size=80)), min_size=1, max_size=5))
def test_entries_of_a_list_lie_below_each_other_within_their_box(entries):
    box = Box(10, 20, 526, 640)
    block = Steps(("x",), (), tuple(Step((head,), (right,), (below,)) for head, right, below in entries))
    telling = Telling(Wording("zh"), Codes())
    bottom = box.y + 52
    for _, place in step_boxes(box, block, telling.text):
        assert place.y == pytest.approx(bottom)
        assert place.bottom <= box.y + box.h + 1e-6
        if not place.beside:
            assert place.right.y >= place.head.y + place.head.h - 1e-6
        bottom = place.bottom


def test_chinese_is_as_wide_as_high():
    assert lines_of("社" * 10, 20, 200) == 1
    assert lines_of("社" * 11, 20, 200) == 2
    assert min(BODY, SMALL) >= 20
