"""Is an answer shown as bars or as a network only where it is one, and is nothing left out in silence?"""

from __future__ import annotations

import datetime as dt

import polars as pl

from dashboard.answers import MOST_BARS, MOST_TIES, as_bars, as_pairs, frame_of
from dashboard.figures.answers import bars_figure, pairs_figure
from graph_model.store import Answer

DAY = dt.date(2018, 6, 30)


def test_one_text_and_one_number_are_bars_in_the_answers_order():
    told = as_bars(Answer(("domain", "n"), [("park", 3), ("school", 10)]))
    assert (told.label, told.number, told.labels, told.values, told.left_out, told.cut) == (
        "domain", "n", ("park", "school"), (3.0, 10.0), 0, 0,
    )  # fmt: skip
    named = as_bars(Answer(("code", "name", "n"), [("A", "甲", 1.5)]))
    assert (named.label, named.labels, named.values) == ("name", ("甲",), (1.5,))


def test_hidden_and_blank_numbers_are_left_out_and_counted():
    told = as_bars(Answer(("name", "members"), [("甲", 12), ("乙", "<10"), ("丙", "≥10"), ("丁", None), (None, 4)]))
    assert (told.labels, told.values, told.left_out) == (("甲",), (12.0,), 4)


def test_bars_that_are_too_many_are_cut_and_counted():
    told = as_bars(Answer(("name", "n"), [(str(n), n) for n in range(MOST_BARS + 3)]))
    assert (len(told.values), told.cut) == (MOST_BARS, 3)


def test_anything_else_is_no_bars():
    for columns, row in (
        (("a", "b"), ("x", "y")),
        (("a", "n", "m"), ("x", 1, 2)),
        (("a", "b", "n"), ("x", "y", 1)),
        (("a", "yes"), ("x", True)),
        (("a", "day"), ("x", DAY)),
        (("a", "n"), ("x", "<10")),
        (("n",), (1,)),
    ):
        assert as_bars(Answer(columns, [row])) is None, columns
    assert as_bars(Answer(("a", "n"), [])) is None


def test_pairs_are_told_once_with_their_names():
    columns = ("a", "a_name", "b", "b_name", "tier")
    rows = [
        ("A", "甲", "B", "乙", "x"),
        ("A", "甲", "B", "乙", "y"),
        ("B", "乙", "C", None, "x"),
        ("C", None, None, None, "x"),
    ]
    told = as_pairs(Answer(columns, rows))
    assert (told.ties, told.names, told.left_out, told.cut) == (
        (("A", "B"), ("B", "C")), {"A": "甲", "B": "乙"}, 1, 0,
    )  # fmt: skip
    plain = as_pairs(Answer(("source", "n", "target"), [("A", 1, "B")]))
    assert plain.ties == (("A", "B"),)
    two = as_pairs(Answer(("one", "other"), [("A", "B")]))
    assert two.ties == (("A", "B"),)


def test_a_code_and_its_name_are_no_tie():
    assert as_pairs(Answer(("code", "name"), [("A", "甲")])) is None
    assert as_pairs(Answer(("a", "b"), [("A", 1)])) is None
    assert as_pairs(Answer(("one", "two", "day"), [("A", "B", DAY)])) is None
    assert as_pairs(Answer(("a", "b"), [])) is None


def test_ties_that_are_too_many_are_cut_and_counted():
    told = as_pairs(Answer(("a", "b"), [(str(n), str(n + 1)) for n in range(MOST_TIES + 5)]))
    assert (len(told.ties), told.cut) == (MOST_TIES, 5)


def test_the_picture_holds_every_tie_and_opens_cards_alone():
    told = as_pairs(Answer(("a", "b"), [("A", "B"), ("B", "C"), ("D", "D")]))
    lines, nodes = pairs_figure(told, cards={"A"}).data
    assert [value is None or value != value for value in lines.x] == [False, False, True] * 2
    assert (list(nodes.text), list(nodes.customdata)) == (["A", "B", "C", "D"], ["card:A", "", "", ""])
    bars = bars_figure(as_bars(Answer(("a", "n"), [("x", 1200)])), label_axis="a", number_axis="n")
    assert (bars.data[0].text, bars.data[0].customdata) == (("1,200",), None)


def test_a_frame_keeps_numbers_as_numbers_and_signs_as_they_are():
    told = frame_of(
        Answer(
            ("i", "f", "s", "mixed", "list", "none", "day"),
            [(1, 1, "007", 12, ["a"], None, DAY), (None, 0.5, None, "<10", [], None, None)],
        )
    )
    assert told.schema == {
        "i": pl.Int64, "f": pl.Float64, "s": pl.String, "mixed": pl.Object, "list": pl.Object, "none": pl.String,
        "day": pl.String,
    }  # fmt: skip
    assert told.row(0) == (1, 1.0, "007", 12, ["a"], None, "2018-06-30")
    assert told.row(1) == (None, 0.5, None, "<10", [], None, None)


def test_members_are_headed_by_whom_they_count():
    from dashboard.answers import headings
    from dashboard.i18n import Wording

    words = Wording("zh")
    every = headings(Answer(("place", "members", "gender_unknown"), [], truncated=False), words)
    assert every["members"] == "党员数（含预备）"
    assert headings(Answer(("code", "members"), [], truncated=False), words)["members"] == "正式党员数"
