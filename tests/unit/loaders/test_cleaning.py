"""Whether cells say what a person wrote, and nothing is guessed."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.schema import TABLES
from loaders.cleaning import read_cells
from loaders.spellings import as_written, compared, compared_text

FEW = settings(max_examples=100, deadline=None)


def value_and_fault(table, column, cell, *, power=0):
    read = read_cells(pl.Series([cell], dtype=pl.String), TABLES[table].column(column), table=table, power=power)
    return read.row(0)


@pytest.mark.parametrize(
    "cell", [None, "", "  ", "无", "/", "-", "—", "不详", "未知", "N/A", "n/a", "\uff0f", "\u3000"]
)
def test_blanks_in_their_many_forms_are_unknown_not_zero(cell):
    assert value_and_fault("places", "households", cell) == (None, None)
    assert value_and_fault("organisations", "founded", cell) == (None, None)
    assert value_and_fault("places", "name", cell) == (None, None)
    assert value_and_fault("organisations", "level", cell) == (None, None)


def test_none_is_no_in_a_yes_or_no_column_and_a_slash_is_unknown():
    assert value_and_fault("organisations", "has_venue", "无") == (False, None)
    assert value_and_fault("organisations", "has_venue", "/") == (None, None)
    assert value_and_fault("organisations", "has_venue", None) == (None, None)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("320", 320), ("\uff13\uff12\uff10", 320), ("1,234", 1234), ("1,234,567户", 1_234_567), ("320 户", 320),
     ("1.2万", 12_000), ("0", 0), ("320.0", 320), ("+7", 7), ("3.2万户", 32_000), ("007", 7)],
)  # fmt: skip
def test_whole_numbers_in_their_many_forms(cell, number):
    assert value_and_fault("places", "households", cell) == (number, None)


@pytest.mark.parametrize(
    "cell", ["约500", "500左右", "1,23", "12,34,567", "三百", "1.5", "5万元", "1 234", "12-15", "--5", "1e", "."]
)
def test_what_is_vague_or_broken_is_no_number(cell):
    assert value_and_fault("places", "households", cell) == (None, "not_a_number")


def test_a_unit_in_the_cell_wins_over_the_header():
    assert value_and_fault("places", "work_funds", "7", power=4) == (70_000.0, None)
    assert value_and_fault("places", "work_funds", "7.1", power=4) == (71_000.0, None)
    assert value_and_fault("places", "work_funds", "70000元", power=4) == (70_000.0, None)
    assert value_and_fault("places", "work_funds", "1.2亿", power=4) == (120_000_000.0, None)


def test_numbers_beyond_the_possible_are_out_of_range():
    assert value_and_fault("places", "households", "-5") == (None, "out_of_range")
    assert value_and_fault("places", "households", "99999999999999999999") == (None, "out_of_range")
    assert value_and_fault("places", "service_area", "1e999") == (None, "out_of_range")
    assert value_and_fault("places", "lon", "181") == (None, "out_of_range")
    assert value_and_fault("places", "lon", "-120.5") == (-120.5, None)


@pytest.mark.parametrize(
    "cell",
    ["2017-01-05", "2017/1/5", "2017.1.5", "2017年1月5日", "2017年01月05日", "20170105",
     "2017-01-05 00:00:00", "2017-01-05T10:30:00", "2017/01/05", "2017 年 1 月 5 日"],
)  # fmt: skip
def test_days_in_their_many_forms(cell):
    assert value_and_fault("organisations", "founded", cell) == (dt.date(2017, 1, 5), None)


@pytest.mark.parametrize(
    "cell", ["二〇一七年", "2017", "2017-13-01", "2017-02-30", "1/5/2017", "17.1.5", "去年", "20171301"]
)
def test_what_is_no_day_is_not_guessed(cell):
    assert value_and_fault("organisations", "founded", cell) == (None, "not_a_date")


@pytest.mark.parametrize(("cell", "answer"), [
    ("是", True), ("√", True), ("有", True), ("Y", True), ("1", True), ("TRUE", True), ("✓", True),
    ("否", False), ("×", False), ("没有", False), ("N", False), ("0", False), ("false", False),
])  # fmt: skip
def test_yes_and_no_in_their_many_forms(cell, answer):
    assert value_and_fault("organisations", "has_venue", cell) == (answer, None)


def test_words_are_read_in_chinese_and_as_codes():
    for table in TABLES.values():
        for column in table.columns:
            for word in column.vocabulary or ():
                assert value_and_fault(table.name, column.name, word.zh) == (word.value, None)
                assert value_and_fault(table.name, column.name, word.value.upper()) == (word.value, None)


def test_free_text_is_kept_as_written_and_codes_are_normalised():
    assert value_and_fault("places", "name", " 东街１号\u200b ") == ("东街１号", None)
    assert value_and_fault("places", "code", " Ａ０１\u200b ") == ("A01", None)
    assert value_and_fault("places", "code", "007") == ("007", None)
    assert value_and_fault("places", "code", "NA") == ("NA", None)


@FEW
@given(st.text(max_size=12))
def test_comparing_twice_changes_nothing(text):
    once = compared(pl.Series([text], dtype=pl.String))
    assert compared(once).to_list() == once.to_list()
    shown = as_written(pl.Series([text], dtype=pl.String))
    assert as_written(shown).to_list() == shown.to_list()


@FEW
@given(st.text("0aA中 \uff11\uff21\u200b\u3000\uff08\uff09", max_size=12))
def test_one_text_is_compared_as_a_column_is(text):
    assert compared_text(text) == compared(pl.Series([text], dtype=pl.String)).item()


@FEW
@given(
    st.dates(dt.date(1927, 5, 18), dt.date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "serial"]),
)
def test_a_day_written_in_any_form_is_read_back(day, form):
    cell = str((day - dt.date(1899, 12, 30)).days) if form == "serial" else day.strftime(form)
    told = (day, None) if form != "serial" else (None, "not_a_date") if reads_as_a_month(cell) else (day, "bare_serial")
    assert value_and_fault("organisations", "founded", cell) == told


def reads_as_a_month(serial):
    """20184 may be 2018.4 without its dot; 20180 and 20504 are no month that anybody would write."""
    return "1900" <= serial[:4] <= "2049" and serial[4] != "0"


@FEW
@given(st.integers(0, 2**53), st.sampled_from(["{}", "{:,}", "{}户", " {} ", "{}.0"]))
def test_a_number_written_in_any_form_is_read_back(number, form):
    assert value_and_fault("places", "households", form.format(number)) == (number, None)


@FEW
@given(st.floats(0, 1e15, allow_nan=False))
def test_a_fraction_is_read_back_to_the_last_bit(number):
    assert value_and_fault("places", "service_area", repr(number)) == (number, None)


@FEW
@given(st.text(max_size=10))
def test_any_text_is_read_or_told_and_never_fails(text):
    for column in TABLES["organisations"].columns:
        value, fault = value_and_fault("organisations", column.name, text)
        assert value is None or fault is None


def test_a_long_column_is_read_like_a_single_cell():
    cells = pl.Series(["是", "也许", None, "无"] * 50)
    read = read_cells(cells, TABLES["organisations"].column("has_venue"), table="organisations")
    assert read.rows() == [(True, None), (None, "not_yes_or_no"), (None, None), (False, None)] * 50
