"""Whether every row of a text file is read or told, whatever its separators, quotes and encoding."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_model.errors import LedgerRefused
from loaders.encoding import utf8_content
from loaders.importer import read_hand_in
from loaders.raw_sheets import HandedFile
from loaders.texts import text_cells
from tests.unit.loaders.hand_ins import SALT, problems_told

HEAD = "地点编码,地点名称,地点类别\n"


@pytest.fixture
def drafted(tmp_path):
    """Read the text of one file."""

    def read_it(text, *, name="地点台账.csv", encoding="utf-8"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_hand_in([tmp_path / name], salt=SALT)

    return read_it


def names(draft):
    return draft.tables["places"].select("code", "name").rows()


def refused(drafted, text):
    with pytest.raises(LedgerRefused) as told:
        drafted(text)
    return told.value.code, told.value.values.get("line")


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_separators_and_encodings_give_the_same_rows(drafted, separator, encoding):
    text = HEAD.replace(",", separator) + separator.join(["1", '"甲，乙;丙, 丁"', "社区"]) + "\n"
    draft = drafted(text, name="地点台账.txt", encoding=encoding)
    assert names(draft) == [("1", "甲，乙;丙, 丁")]
    assert problems_told(draft.problems) == []


def test_the_line_that_names_the_separator_is_heeded(drafted):
    draft = drafted("sep=;\n" + HEAD.replace(",", ";") + "1;甲,乙,丙,丁;社区\n2;;社区\n")
    assert names(draft) == [("1", "甲,乙,丙,丁")]
    assert problems_told(draft.problems) == [(4, "地点名称", None, "missing_value", "error")]


def test_lines_of_an_old_mac_are_lines(drafted):
    assert names(drafted((HEAD + "1,甲,社区\n2,乙,社区\n").replace("\n", "\r"))) == [("1", "甲"), ("2", "乙")]


def test_blank_lines_and_cells_of_two_lines_count_as_a_spreadsheet_counts_them(drafted):
    draft = drafted("台账\n\n" + HEAD + '1,"甲\n乙",社区\n\n2,,社区\n')
    assert problems_told(draft.problems) == [(6, "地点名称", None, "missing_value", "error")]
    assert draft.counts["places"].skipped == 3


def test_a_row_longer_than_its_headers_is_rejected_and_a_shorter_one_is_not(drafted):
    draft = drafted(HEAD.replace("\n", ",户数\n") + "1,甲,乙,社区,3\n2,丙,社区\n3,丁,社区,5,,\n")
    assert problems_told(draft.problems) == [
        (2, "E", "3", "extra_cells", "error"),
        (2, "地点类别", "乙", "unknown_word", "error"),
        (2, "户数", "社区", "not_a_number", "warning"),
        (4, "E", None, "extra_cells", "error"),
    ]
    assert names(draft) == [("2", "丙")]


@pytest.mark.parametrize("before", [0, 500])
def test_a_blank_cell_too_many_may_have_moved_the_row_unless_every_row_has_it(drafted, before):
    sound = [f"{number},甲{number},社区" for number in range(before)]
    draft = drafted(HEAD + "\n".join([*sound, "x,乙,社区,", "y,丙,社区"]) + "\n")
    assert problems_told(draft.problems) == [(before + 2, "D", None, "extra_cells", "error")]
    every = drafted(HEAD + ",\n".join([*sound, "x,乙,社区", "y,丙,社区"]) + ",\n")
    assert problems_told(every.problems) == []


def test_a_long_row_far_down_is_told_like_one_at_the_top(drafted):
    rows = "".join(f"{number},甲{number},社区\n" for number in range(500))
    draft = drafted(HEAD + rows + "x,乙,社区,多,余\n")
    assert problems_told(draft.problems) == [(502, "D", "多 余", "extra_cells", "error")]
    assert draft.counts["places"].accepted == 500


def test_a_remark_beyond_headers_that_end_in_a_comma_is_a_column_without_header(drafted):
    draft = drafted(HEAD.replace("\n", ",\n") + "1,甲,社区,随手记\n")
    assert problems_told(draft.problems) == [(1, "D", None, "unknown_header", "warning")]


def test_quotes_within_a_cell_are_the_cells_own(drafted):
    assert names(drafted(HEAD + '1,5"屏,社区\n2,甲"乙"丙,社区\n3,"丁""戊""",社区\n')) == [
        ("1", '5"屏'), ("2", '甲"乙"丙'), ("3", '丁"戊"'),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('1,甲,社区\n2,"乙,社区\n3,丙,社区\n', 3),  # never closed
        ('1,"甲,社区\n2,乙,社区\n3,丙",社区\n', 2),  # closed two rows further down
        ('1,甲,社区\n2,"乙,社区\n3,丙",社区\n', 3),  # closed in the very next row
        ('1,"甲" 乙,社区\n', 2),  # closed where no cell ends
    ],
)
def test_a_quote_astray_swallows_nothing_and_is_told_with_its_line(drafted, rows, line):
    assert refused(drafted, HEAD + rows) == ("unbalanced_quotes", line)


def test_a_quoted_cell_of_two_lines_with_a_comma_is_no_quote_astray(drafted):
    assert names(drafted(HEAD + '1,"甲路1号,\n乙路2号",社区\n')) == [("1", "甲路1号,\n乙路2号")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ((HEAD + "1,一二三四五六七八,社区\n").encode() + b"2,\xb4\xf3,x\n", ("damaged_text", 3)),
        (b"\xef\xbb\xbf" + HEAD.encode("gb18030"), ("damaged_text", 1)),
        (HEAD.encode() + "1,甲".encode()[:-1], ("damaged_text", 2)),
        (HEAD.encode("gb18030") + b"1,\xff,\n", ("undecodable", None)),
        (HEAD.encode() + b"1,\x00,x\n", ("undecodable", None)),
        (HEAD.encode("utf-16")[:-1], ("undecodable", None)),
        (HEAD.encode("big5", "ignore") + b"\x80\n", ("undecodable", None)),
    ],
)
def test_damaged_text_is_refused_never_guessed(drafted, content, told):
    assert refused(drafted, content) == told


def test_pieces_of_a_megabyte_may_cut_a_character():
    text = "甲" * 700_001
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert utf8_content(text.encode(encoding), file="a.csv").decode() == text


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n", exclude_categories=("Cs", "Cc")), max_size=6)


@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8),
    separator=st.sampled_from(",\t;"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_whatever_is_written_is_read_again(tmp_path_factory, rows, separator, quoting):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=quoting).writerows([["甲"] * 3, *rows, ["z", "z", "z"]])
    sheet = text_cells(out.getvalue().encode(), HandedFile(tmp_path_factory.getbasetemp(), "a.csv"))
    read = sheet.cells.drop("@row").fill_null("").rows()
    assert read == [("甲", "甲", "甲"), *map(tuple, rows), ("z", "z", "z")]
    assert sheet.cells.get_column("@row").to_list() == list(range(1, len(rows) + 3))
    assert isinstance(sheet.cells, pl.DataFrame)
