"""Do the short ways for large sheets come to what the long ways come to?"""

from __future__ import annotations

import hmac

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from graph_model.schema import TABLES
from loaders import row_kinds
from loaders.cleaning import read_cells
from loaders.consistency import has_check_digit
from loaders.header_mapping import map_sheet
from loaders.people import holds_a_person, pseudonyms
from loaders.raw_sheets import ROW, RawSheet
from loaders.spellings import are_plain_codes

CELLS = st.sampled_from(
    ["A1", "007", "地点编码", "code", "合计", "总计:", "备注:1.见附件", "无", "-", "", " A1", "第 1 页", "2018", None]
)  # fmt: skip
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=30))
def test_rows_are_skipped_as_if_each_had_been_looked_at_whole(rows):
    told = [("2018", None, None), ("地点编码", "地点名称", "地点类别"), *rows]
    cells = pl.DataFrame(told, schema={f"c{n}": pl.String for n in range(3)}, orient="row")
    cells = cells.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))
    mapped = map_sheet(RawSheet("places.csv", "places", cells), TABLES["places"])
    body = cells.filter(pl.col(ROW) > (mapped.header_row or 0))
    if body.height:
        assert row_kinds.skipped_rows(body, mapped).to_list() == row_kinds._skipped(body, mapped).to_list()


@given(st.lists(st.one_of(st.none(), st.from_regex(r"[0-9A-Za-z]{1,8}(?:\.0|E\+5|[-_|/ ][0-9]?)?", fullmatch=True))))
def test_codes_are_read_alike_one_by_one_and_all_at_once(codes):
    column = TABLES["places"].column("code")
    cells = pl.Series("cell", codes, dtype=pl.String)
    alone = [read_cells(cells.slice(place, 1), column).row(0) for place in range(cells.len())]
    doubtful = pl.concat([cells, pl.Series("cell", [" 无 "])])  # no short way where one cell is not plain
    assert read_cells(cells, column).rows() == alone
    assert read_cells(doubtful, column).rows()[:-1] == alone


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=20), st.binary(max_size=80))
def test_a_pseudonym_is_the_standard_hmac(numbers, salt):
    expected = [None if n is None else hmac.new(salt, n.encode(), "sha256").hexdigest()[:32] for n in numbers]
    assert pseudonyms(pl.Series(numbers, dtype=pl.String), salt=salt).to_list() == expected


@given(
    st.lists(st.text(SIGNS + "IOSVZacd", min_size=18, max_size=18), max_size=20),
    st.text(SIGNS, min_size=17, max_size=17),
)
def test_check_digits_are_those_of_the_standard_library_of_numbers(codes, body):
    every = [*codes, body + uscc.calc_check_digit(body)]

    def sound(code):
        try:
            return uscc.calc_check_digit(code.upper()[:-1]) == code.upper()[-1]
        except ValueError:
            return False

    assert has_check_digit(pl.Series(every, dtype=pl.String)).to_list() == [sound(code) for code in every]


@pytest.mark.parametrize(
    ("cell", "plain"),
    [("D0000017", True), ("990101001002G6", True), ("CL-C01X01-01", True), ("n", False), ("13800138000 ", False),
     ("3.7E+11", False), ("７", False), ("1.0", False), ("'007", False), ("无", False), ("A 1", False)],
)  # fmt: skip
def test_what_counts_as_a_plain_code(cell, plain):
    assert are_plain_codes(pl.Series([cell])).item() is plain


def test_the_shortest_cell_with_a_person_is_found():
    told = holds_a_person(pl.Series(["13800138000", "１３８００１３８０００", "1380013800", None]))
    assert told.to_list() == [True, True, False, False]
