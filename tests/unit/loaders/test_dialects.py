"""Whether what people really write in cells is read as they mean it, and what is vague stays unknown."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_model.schema import TABLES, VOCABULARIES
from loaders.cleaning import read_cells, why_unread
from loaders.spellings import spellings

FEW = settings(max_examples=150, deadline=None)
THIRD_OF_JUNE = dt.date(2018, 6, 3)
HEDGES = ["约{}", "{}左右", "{}多", "{}余", "近{}", "{}以上", "{}~", "{}-{}", "不足{}", "{}几", "{}+", "大概{}", "{}?"]
WEEKDAYS = "一二三四五六日"
ONE_OF_EACH_KIND = list(
    {
        (c.type, c.unit, c.least, c.key): (table.name, c.name) for table in TABLES.values() for c in table.columns
    }.values()
)


def value_and_fault(table, column, cell, *, power=0):
    read = read_cells(pl.Series([cell], dtype=pl.String), TABLES[table].column(column), table=table, power=power)
    return read.row(0)


@pytest.mark.parametrize(
    "cell",
    [
        "2018年6月3日 星期日",
        "2018年06月03日(星期日)",
        "2018年6月3日（周日）",
        "2018年6月3日上午10时30分",
        "2018.6.3 10:30",
        "2018-06-03 10:30:00.000000",
        "2018-06-03T10:30:00+08:00",
        "2018年6月3号",
        "2018年6月3日 下午3点",
        "二〇一八年六月三日",
        "二○一八年六月三日",
        "\u30002018\uff0e6\uff0e3\u200b",
        "２０１８年６月３日",
        "'2018-06-03",
        "2018 6 3",
        "2018 06 03",
        "2018·6·3",
        "2018・6・3",
        "2018—6—3",
        "2018.6.3.",
        "2018年6月3日。",
        "2018年六月三日",
        "二〇一八年6月3日",
        "公元2018年6月3日",
        "公元二〇一八年六月三日",
        "二0一八年六月三日",
    ],
)
def test_a_day_is_read_through_weekdays_times_and_numerals(cell):
    assert value_and_fault("organisations", "founded", cell) == (THIRD_OF_JUNE, None)


@pytest.mark.parametrize(
    "cell",
    [
        "2018年6月",
        "2018年06月",
        "2018.06",
        "2018.6",
        "201806",
        "2018-06",
        "2018/6",
        "2018年6月份",
        "二〇一八年六月",
        "2018年六月",
        "公元2018年6月",
    ],
)
def test_a_month_is_kept_as_its_first_day_and_flagged(cell):
    assert value_and_fault("organisations", "founded", cell) == (dt.date(2018, 6, 1), "month_only")


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2018.1", "January, or October that lost its zero"),
        ("200603", "June 2006, or 3 June 2020"),
        ("190613", "13 June 2019 with two digits"),
        ("180603", "two digits"),
        ("18.6.3", "two digits"),
        ("18年6月3日", "two digits"),
        ("民国107年6月3日", "another era"),
        ("107.6.3", "another era"),
        ("3/6/2018", "which is the month"),
        ("2018年6月上旬", "ten days"),
        ("2018年底", "a season"),
        ("2018-06-03至2018-06-05", "two days"),
        ("2018年6月3-5日", "three days"),
        ("二〇一八年", "a year"),
        ("２０１８", "a year"),
        ("二〇一八年三四月", "two months"),
        ("٤٢٧٤٠", "digits of another script"),
        ("2018年第2季度", "a quarter"),
        ("长期", "no day"),
        ("农历2018年6月3日", "the moon's"),
        ("2018、6、3", "three numbers"),
        ("2018 6", "two numbers"),
        ("2018年6月3日前", "before it"),
        ("2018年十三月三日", "no month"),
        ("2018.1.", "January, or October that lost its zero"),
    ],
)
def test_a_cell_that_may_name_two_days_names_none(cell, why):
    assert value_and_fault("organisations", "founded", cell) == (None, "not_a_date"), why


@pytest.mark.parametrize("cell", ["43254", "43254.4375", "４３２５４", "'43254"])
def test_a_spreadsheets_bare_number_of_a_day_is_kept_and_flagged(cell):
    assert value_and_fault("organisations", "founded", cell) == (THIRD_OF_JUNE, "bare_serial")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("20184", None),  # 1955-04-05, or 2018.4 without its dot
        ("19491", None),  # 1953-05-12, or January 1949
        ("20499.5", None),
        ("20180", dt.date(1955, 4, 1)),  # no month
        ("20501", dt.date(1956, 2, 16)),  # nobody writes of 2050
        ("18991", dt.date(1951, 12, 29)),  # nor of 1899
    ],
)
def test_a_bare_number_that_may_be_a_month_without_its_dot_is_no_day(cell, day):
    told = (None, "not_a_date") if day is None else (day, "bare_serial")
    assert value_and_fault("organisations", "founded", cell) == told


def test_a_bare_number_of_a_day_in_a_column_of_years_is_flagged():
    assert value_and_fault("members", "joined_year", "20184") == (None, "out_of_range")
    assert value_and_fault("members", "joined_year", "2017") == (2017, None)


def test_the_day_that_was_read_from_a_bare_number_stands_in_the_hint(read):
    draft = read({"会议活动": [["编码", "类别", "日期"], ["M1", "联席会", "42740"]]})
    assert draft.problems.select("row", "column", "value", "code", "severity", "hint").rows() == [
        (2, "日期", "42740", "bare_serial", "warning", "2017-01-05")
    ]
    assert draft.tables["meetings"].select("code", "held").rows() == [("M1", dt.date(2017, 1, 5))]


def test_a_month_in_october_keeps_its_zero_only_where_it_stands():
    assert value_and_fault("organisations", "founded", "2018.10") == (dt.date(2018, 10, 1), "month_only")
    assert value_and_fault("organisations", "founded", "2018-1") == (dt.date(2018, 1, 1), "month_only")


@pytest.mark.parametrize(
    ("column", "cell", "number"),
    [
        ("work_funds", "¥70,000", 70_000.0),
        ("work_funds", "￥7万", 70_000.0),
        ("work_funds", "7万元/年", 70_000.0),
        ("work_funds", "70000元整", 70_000.0),
        ("work_funds", "1.2亿", 120_000_000.0),
        ("work_funds", "人民币7万元", 70_000.0),
        ("households", "1，234，567户", 1_234_567),
        ("households", "3.2千户", 3_200),
        ("households", "'320", 320),
        ("households", '="320"', 320),
        ("service_area", "1,100.50㎡", 1_100.5),
        ("service_area", "100m²", 100.0),
        ("service_area", "0.5公顷", 5_000.0),
        ("service_area", "3平方公里", 3_000_000.0),
        ("lon", "−120.5", -120.5),
        ("lon", "（120.5）", -120.5),
    ],
)
def test_numbers_with_money_units_and_the_signs_of_accounts(column, cell, number):
    assert value_and_fault("places", column, cell) == (number, None)


@pytest.mark.parametrize(
    "cell",
    [
        "近千",
        "三百",
        "5-6人",
        "3万2",
        "10²",
        "①",
        "½",
        "٣٢٠",
        "(500",
        "500)",
        "--5",
        "-(5)",
        "¥320",
        "12,34",
        "Ⅻ",
    ],
)
def test_what_is_vague_or_only_looks_like_digits_is_no_number(cell):
    assert value_and_fault("places", "households", cell) == (None, "not_a_number")


@pytest.mark.parametrize(
    ("column", "cell", "number"),
    [
        ("households", "320户。", 320),
        ("households", "320，", 320),
        ("households", "共３２０户", 320),
        ("households", "共计：320", 320),
        ("households", "三百二十", 320),
        ("households", "三百二十户", 320),
        ("households", "一百零五户", 105),
        ("households", "十五", 15),
        ("households", "二十", 20),
        ("households", "三百户", 300),
        ("households", "1万2千户", 12_000),
        ("work_funds", "7万5千元", 75_000.0),
        ("work_funds", "7万5千", 75_000.0),
        ("work_funds", "七万五千元整", 75_000.0),
        ("work_funds", "柒万伍仟圆整", 75_000.0),
        ("work_funds", "7万零500元", 70_500.0),
        ("work_funds", "12万3456元", 123_456.0),
        ("work_funds", "1亿2千万元", 120_000_000.0),
        ("work_funds", "1千2百万元", 12_000_000.0),
        ("service_area", "三百二十平方米", 320.0),
    ],
)
def test_numbers_in_words_and_put_together_are_read_where_they_can_be_one_number_alone(column, cell, number):
    assert value_and_fault("places", column, cell) == (number, None)


@pytest.mark.parametrize(
    "cell",
    ["三百二", "三百二户", "三百", "一", "三五户", "十几户", "百余户", "万户", "二十零五", "一千零二百", "1.2万5千",
     "5千7万", "7万5", "零五", "三二〇", "二〇一八", "约三百二十户", "约共320户", "三四百户", "1万3千万户"],
)  # fmt: skip
def test_a_number_in_words_that_may_be_two_is_none(cell):
    assert value_and_fault("places", "households", cell) == (None, "not_a_number")


@pytest.mark.parametrize(
    ("cell", "number"),
    [("七万五千", 75_000.0), ("7万5千", 75_000.0), ("七千", None), ("三百二十", None), ("三百二十元", 320.0)],
)
def test_a_number_in_words_below_a_header_in_wan_needs_its_own_unit(cell, number):
    assert value_and_fault("places", "work_funds", cell, power=4) == (number, None if number else "not_a_number")


@pytest.mark.parametrize(
    ("table", "column", "cell", "unit"),
    [
        ("places", "households", "320人", "人"),
        ("places", "households", "共320 人。", "人"),
        ("places", "households", "7万元", "万元"),
        ("organisations", "full_members", "５户", "户"),
        ("places", "work_funds", "20人", "人"),
        ("places", "households", "32%", "%"),
        ("places", "households", "约320人", None),
        ("places", "households", "320多户", None),
        ("places", "households", "人", None),
    ],
)
def test_a_number_in_a_unit_of_another_kind_is_unknown_and_its_unit_told(table, column, cell, unit):
    assert value_and_fault(table, column, cell) == (None, "not_a_number")
    told = why_unread(pl.Series([cell]), TABLES[table].column(column))
    assert told.to_list() == [unit]


@pytest.mark.parametrize(
    ("cell", "why"),
    [("18年6月3日", "two_digit_year"), ("18.6.3", "two_digit_year"), ("一八年六月三日", "two_digit_year"),
     ("2018年6月上旬", None), ("107.6.3", None), ("去年", None)],
)  # fmt: skip
def test_a_day_whose_year_has_two_digits_is_unknown_and_told_why(cell, why):
    assert value_and_fault("organisations", "founded", cell) == (None, "not_a_date")
    assert why_unread(pl.Series([cell]), TABLES["organisations"].column("founded")).to_list() == [why]


def test_why_a_cell_was_not_read_stands_in_the_hint(read):
    rows = [["编码", "类别", "日期"], ["M1", "联席会", "18年6月3日"]]
    places = [["地点编码", "地点名称", "地点类别", "户数"], ["C9", "九社区", "社区", "320人"]]
    draft = read({"会议活动": rows, "地点台账": places}, region=False)
    assert draft.problems.select("row", "column", "value", "code", "severity", "hint").rows() == [
        (2, "日期", "18年6月3日", "not_a_date", "error", "two_digit_year"),
        (2, "户数", "320人", "not_a_number", "warning", "人"),
    ]


@pytest.mark.parametrize(
    ("cell", "number"),
    [("￥70000", None), ("人民币7", None), ("￥7万", 70_000.0), ("￥70000元", 70_000.0), ("7", 70_000.0)],
)
def test_money_with_its_own_sign_below_a_header_in_wan_needs_its_own_unit(cell, number):
    assert value_and_fault("places", "work_funds", cell, power=4) == (number, None if number else "not_a_number")


def test_an_account_writes_a_negative_in_brackets():
    assert value_and_fault("places", "households", "（500）") == (None, "out_of_range")
    assert value_and_fault("places", "work_funds", "(1,234.00)") == (None, "out_of_range")


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("✔️", True),
        ("☑️", True),
        ("☑", True),
        ("已", True),
        ("☑是 □否", True),
        ("□是 ☑否", False),
        ("☐", False),
        ("✗", False),
        ("✖", False),
        ("未", False),
        ("无", False),
        ("暂无", False),
        ("", None),
        ("　", None),
        ("/", None),
        ("—", None),
        ("不详", None),
        ("NA", None),
    ],
)
def test_a_tick_is_yes_an_empty_box_no_and_a_blank_unknown(cell, answer):
    assert value_and_fault("organisations", "has_venue", cell) == (answer, None)


@pytest.mark.parametrize("cell", ["○", "☒", "2", "部分", "☑是 ☑否", "是/否", "有无", "?是"])
def test_a_sign_that_may_be_yes_or_no_is_neither(cell):
    assert value_and_fault("organisations", "has_venue", cell) == (None, "not_yes_or_no")


def test_null_is_blank_as_a_value_and_a_name_as_a_name():
    assert value_and_fault("places", "households", "NULL") == (None, None)
    assert value_and_fault("organisations", "founded", "nan") == (None, None)
    assert value_and_fault("places", "name", "NULL") == ("NULL", None)
    assert value_and_fault("places", "code", "NA") == ("NA", None)


def test_a_code_loses_what_made_a_spreadsheet_take_it_for_text():
    assert value_and_fault("places", "code", "'007") == ("007", None)
    assert value_and_fault("places", "code", '="007"') == ("007", None)
    assert value_and_fault("places", "name", "'东街'") == ("'东街'", None)


def test_a_year_is_read_out_of_a_day():
    assert value_and_fault("members", "joined_year", "2008-07-01") == (2008, None)
    assert value_and_fault("members", "joined_year", "39630") == (2008, "bare_serial")
    assert value_and_fault("members", "joined_year", "2008年7月") == (2008, None)
    assert value_and_fault("members", "joined_year", "08年") == (None, "out_of_range")


@pytest.mark.parametrize("cell", ["#REF!", "#ref!", "#N/A", "#DIV/0!", "####", "Err:502", "#SPILL!"])
def test_a_broken_formula_is_told_as_one(cell):
    for column in ("households", "kind", "name", "code", "parent"):
        assert value_and_fault("places", column, cell) == (None, "cell_error")


def test_every_other_spelling_of_a_word_is_a_word_of_its_vocabulary():
    strangers = {
        (name, spelling)
        for name, words in spellings()["words"].items()
        if name in VOCABULARIES
        for spelling, code in words.items()
        if code not in {word.value for word in VOCABULARIES[name]}
        or (spelling in {word.zh for word in VOCABULARIES[name]} and VOCABULARIES[name](code).zh != spelling)
    }
    assert strangers == set()


def full_width(text):
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


disguises = st.sampled_from(
    [str, full_width, lambda t: f" {t}\u3000", lambda t: f"\u200b{t}\ufeff", lambda t: f"'{t}", lambda t: f'="{t}"']
)


@FEW
@given(
    st.dates(dt.date(1927, 5, 18), dt.date(2100, 12, 31)),
    st.sampled_from(
        [
            "{y}-{m:02}-{d:02}",
            "{y}/{m}/{d}",
            "{y}.{m}.{d}",
            "{y}年{m}月{d}日",
            "{y}年{m:02}月{d:02}日 星期{w}",
            "{y}{m:02}{d:02}",
            "{y}-{m:02}-{d:02} 00:00:00",
            "{y}年{m}月{d}日(周{w}) 9:05",
        ]
    ),
    disguises,
)
def test_a_day_in_any_dialect_and_disguise_is_read_back(day, form, disguise):
    serial = (day - dt.date(1899, 12, 30)).days
    cell = form.format(y=day.year, m=day.month, d=day.day, w=WEEKDAYS[day.weekday()], serial=serial)
    assert value_and_fault("organisations", "founded", disguise(cell)) == (day, None)


@FEW
@given(
    st.integers(1900, 2100),
    st.integers(1, 12),
    st.sampled_from(["{y}年{m}月", "{y}年{m:02}月", "{y}-{m:02}", "{y}/{m}", "{y}.{m:02}"]),
    disguises,
)
def test_a_month_in_any_dialect_is_read_back_and_flagged(year, month, form, disguise):
    cell = disguise(form.format(y=year, m=month))
    assert value_and_fault("organisations", "founded", cell) == (dt.date(year, month, 1), "month_only")


@FEW
@given(st.integers(0, 10**9), st.sampled_from(["{}", "{:,}", "{}户", "{:,} 户", "{}.0", "+{}", "{:,}.00"]), disguises)
def test_a_number_in_any_dialect_and_disguise_is_read_back(number, form, disguise):
    assert value_and_fault("places", "households", disguise(form.format(number))) == (number, None)


@FEW
@given(
    st.integers(1, 99_999), st.sampled_from([("万元", 4), ("万", 4), ("千元", 3), ("元", 0), ("亿元", 8)]), disguises
)
def test_a_unit_multiplies_exactly(number, unit, disguise):
    cell = disguise(f"{number / 100:.2f}{unit[0]}")
    assert value_and_fault("places", "work_funds", cell) == (number * 10.0 ** unit[1] / 100, None)


@FEW
@given(st.integers(0, 10**6), st.sampled_from(HEDGES), st.sampled_from(["households", "work_funds", "lat"]))
def test_a_hedged_number_is_never_guessed(number, hedge, column):
    cell = hedge.replace("{}", str(number))
    assert value_and_fault("places", column, cell) == (None, "not_a_number")


@FEW
@given(st.text(max_size=12) | st.text("0123456789年月日.-/,()（）万亿约¥'=\"²①٣#: TtEe+", max_size=14))
def test_no_text_makes_reading_fail_and_none_is_both_read_and_refused(text):
    for table, column in ONE_OF_EACH_KIND:
        value, fault = value_and_fault(table, column, text)
        assert value is None or fault in (None, "month_only", "bare_serial")


def test_a_month_where_a_day_must_stand_is_kept_with_a_warning_and_never_rejects_its_row(read):
    meetings = [["编码", "类别", "日期"], ["M1", "联席会", "2018年6月"], ["M2", "联席会", "二〇一八年"]]
    draft = read({"会议活动": meetings})
    assert draft.tables["meetings"].select("code", "held").rows() == [("M1", dt.date(2018, 6, 1))]
    assert draft.problems.select("row", "column", "value", "code", "severity").rows() == [
        (2, "日期", "2018年6月", "month_only", "warning"),
        (3, "日期", "二〇一八年", "not_a_date", "error"),
    ]
    assert (draft.counts["meetings"].accepted, draft.counts["meetings"].warned) == (1, 1)
