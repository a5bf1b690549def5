"""Whether nothing of a person is kept, and what is kept of members cannot be turned back."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from loaders.importer import LoadOptions, load, read_hand_in
from loaders.people import age_bands, has_person_number, holds_a_person, pseudonyms, without_numbers
from loaders.spellings import compared_text
from tests.unit.loaders.hand_ins import ORGANISATIONS, PLACES, SALT, problems_told, write_book

IDENTITY = "11010519491231002X"  # the example of the standard: its check digit is right
MOBILE = "13812345678"


@pytest.mark.parametrize(
    "text",
    [IDENTITY, IDENTITY.lower(), f"身份证{IDENTITY}。", "110105 19491231 002X", "11010519491231002X",
     MOBILE, "电话:138-1234-5678", "+86 138 1234 5678",
     "\uff11\uff13\uff18\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
     "2018-06-30 138-1234-5678", "12 110105 1949 1231 002X", "13,812,345,678", "1.3812345E+10", "2.13812345678 张三",
     "370254195310220480",  # the floating number nearest to an identity number
     "37023319820921632X",  # it has the check digit of a credit code as well
     "110105194912310021", "110105 19491231 0021", "12 110105 1949 1231 0021", "身份证110105194912310021号",  # mistyped
     "110105********002X", "1101051949****1234", "110105xxxxxxxx0021",
     "1101051949１２３１＊＊＊＊", "1101**********0021",
     "证号：110105****0021", "(138)12345678", "（138） 1234 5678", "138(1234)5678", "138****5678", "138 **** 5678",
     "１３８＊＊＊＊５６７８", "1381234****", "138\u30001234\u30005678", "138-xxxx-5678", "(+86)13812345678",
     "138····5678", "138…5678", "138……5678", "138____5678", "138----5678", "138####5678", "138？？？？5678",
     "138，1234，5678", "电话138,1234,5678", "138•1234•5678", "138'1234'5678", "138_1234_5678", "138|1234|5678",
     "+86-138-1234-5678", "138 - 1234 - 5678", "110105.19491231.002X", "110105，1949，1231，002X",
     "110105、19491231、002X", "1101,0519,4912,3100,2X",
     "138、1234、5678", "138;1234;5678", "138~1234~5678", "138，12345678", "138、12345678", "138+1234+5678",
     "138=1234=5678",
     "电话：138：1234：5678", "１３８；１２３４；５６７８。", "138——8000", "电话138————8000",
     "110105........002X", "11010519491231····"],
)  # fmt: skip
def test_identity_and_mobile_numbers_are_seen_however_written(text):
    assert has_person_number(text)


@pytest.mark.parametrize(
    "text",
    ["110105194913310021", "990105194912310021", "110105294912310021", "370214001001", "91110000600037341L",
     "12812345678", "138123456789", "0532-88887777",
     "20180630", "13812345678.5", "", "138,001,380", "1.38E+10", "120.13812345678", "91370200MA3C0XJ3X7",
     "0532-88887777 2018-06-30", "100.0013812345678", "370214001001000001", "370214195007-15", "(0532)88887777",
     "120***", "138***", "****5678", "91370200********", "370214XXX001", "370214001001 2018-06-30",
     "2018-01-01至2018-12-31",
     "120×××80", "12*30*400", "6222****1234", "150,2000,3000户", "150，2000，3000元", "150, 2000, 3000",
     "150，2000，3000，4000户", "120，150，2000，3000", "150、2000、3000", "1500,2000,300", "1,380,013,800",
     "150*2000*3000", "150--2000户", "139平方米，2018年", "0371-67891234",
     "0371 6789 1234", "[[120.123456,36.123456],[120.2,36.2]]", "12345,67890,12345", "100-200-300-400",
     "150+2000+3000", "150；2000；3000", "150+2134+3321=5605", "138,20180630", "150——2000户", "138、1234、5678、9012",
     "150——2018年", "138、1234、5678户", "138，12345678元"],
)  # fmt: skip
def test_other_numbers_are_no_person(text):
    assert not has_person_number(text)


def test_a_code_of_eighteen_digits_is_a_grids_where_codes_stand_unless_its_check_digit_is_right():
    code = "370281200201010018"  # township 200, village 201, six digits more: read as a person, born 2002-01-01
    assert has_person_number(code)
    assert not has_person_number(code, code=True)
    assert has_person_number(IDENTITY, code=True)
    assert has_person_number("110105194912310021", code=True)  # no town has the number 194


def test_a_sound_credit_code_is_no_mistyped_identity_number():
    code = "11371920200101001"
    whole = code + uscc.calc_check_digit(code)
    assert not has_person_number(whole)
    assert has_person_number(code + ("0" if whole[-1] != "0" else "1"))


ORDINARY = st.one_of(
    st.integers(0, 10**10).map(lambda n: f"{n}元"),
    st.integers(0, 10**9).map(str),
    st.floats(0, 10**9).map(lambda n: f"{n:.2f}"),
    st.integers(0, 10**9).map(lambda n: f"{n:,}"),
    st.integers(0, 5000).map(lambda n: f"{n}户"),
    st.tuples(st.integers(1, 99), st.integers(1, 399), st.integers(1, 399)).map(
        lambda n: "3702{:02}{:03}{:03}".format(*n)
    ),
    st.tuples(st.integers(1, 99), st.integers(1, 189), st.integers(1, 399), st.integers(1, 999)).map(
        lambda n: "3702{:02}{:03}{:03}{:03}".format(*n)
    ),
    st.tuples(st.integers(1, 99), st.integers(1, 189), st.integers(1, 399), st.integers(1, 99)).map(
        lambda n: "3702{:02}{:03}{:03}-{:02}".format(*n)
    ),
    st.dates(dt.date(1900, 1, 1)).map(str),
    st.tuples(st.dates(), st.dates()).map(lambda d: f"{d[0]}至{d[1]}"),
    st.dates().map(lambda d: f"{d.year}年{d.month}月{d.day}日"),
    st.tuples(st.floats(73, 135), st.floats(18, 54)).map(lambda p: f"{p[0]:.6f},{p[1]:.6f}"),
    st.integers(2000000, 89999999).map(lambda n: f"0532-{n}"),
    st.integers(20000000, 89999999).map(lambda n: f"(010){n}"),
    st.integers(20000000, 89999999).map(lambda n: f"0371 {str(n)[:4]} {str(n)[4:]}"),
    st.lists(st.integers(1, 99999).map(str), min_size=2, max_size=6).map("、".join),
    st.lists(st.integers(1, 9999).map(str), min_size=2, max_size=6).map(lambda n: "，".join(n) + "户"),
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8).map(
        lambda body: (whole := "91410100M" + body) + uscc.calc_check_digit(whole)
    ),
)


@settings(max_examples=400, deadline=None)
@given(ORDINARY)
def test_what_ordinarily_stands_in_a_ledger_is_no_person(text):
    assert not has_person_number(text)


SEPARATORS = (
    "",
    " ",
    "  ",
    "-",
    "—",
    " - ",
    ".",
    "·",
    "•",
    "_",
    "/",
    "|",
    "，",
    ",",
    "’",
    "\u3000",
    "\u200b",
    "~",
    "=",
)
MASKS = ("*", "×", "x", "●", "□", "·", ".", "-", "_", "#", "?", "~", "★")
BESIDE = st.sampled_from(["", "电话", "张三：", "联系电话: ", "（", "12 ", "+86 "])
BEHIND = st.sampled_from(["", "。", "，周末不在", "）", " 转2", "张三"])


def full_width(text):
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in text)


@settings(max_examples=400, deadline=None)
@given(
    st.integers(3, 9),
    st.integers(0, 10**9 - 1),
    st.sampled_from(SEPARATORS),
    st.sampled_from([str, full_width]),
    BESIDE,
    BEHIND,
)
def test_any_mobile_number_is_seen_with_any_signs_between_its_groups(second, rest, separator, written, before, behind):
    number = f"1{second}{rest:09d}"
    told = before + written(separator.join([number[:3], number[3:7], number[7:]])) + behind
    assert has_person_number(told)
    assert holds_a_person(pl.Series([told])).item()
    assert number not in "".join(filter(str.isdigit, compared_text(without_numbers(told))))


@given(st.integers(3, 9), st.integers(0, 9), st.integers(0, 9999), st.sampled_from(MASKS), BESIDE)
def test_any_mobile_number_is_seen_with_its_middle_masked(second, third, last, mask, before):
    assert holds_a_person(pl.Series([f"{before}1{second}{third}{mask * 4}{last:04d}"])).item()


@given(st.sampled_from(["", " ", "-", ".", "·", ",", "，", "、", "_", "/", "|"]), BEHIND)
def test_an_identity_number_is_seen_with_any_signs_between_its_parts(separator, behind):
    assert holds_a_person(pl.Series(["证号" + separator.join(["110105", "19491231", "002X"]) + behind])).item()


def test_names_are_found_in_longer_text_and_short_ones_only_where_they_are_persons():
    cells = pl.Series(["王小明", "由王小明负责", "高鹏", "高鹏社区", "高鹏书记", "联系人:高鹏", "王 小明", None])
    found = holds_a_person(cells, names={"王小明", "高鹏"})
    assert found.to_list() == [True, True, True, False, True, True, True, False]


def test_pseudonyms_are_the_same_for_a_number_and_differ_with_the_salt():
    numbers = pl.Series(["0001", "0002", "0001", None])
    first, second, third, blank = pseudonyms(numbers, salt=b"a").to_list()
    assert first == third != second
    assert blank is None
    assert len(first) == 32
    assert "0001" not in first
    assert pseudonyms(numbers, salt=b"b").to_list()[0] != first


def test_ages_are_counted_at_the_day_of_the_hand_in():
    births = pl.Series(
        ["1983", "1982", "1982年", "1982-06-30", "1982-07-01", "1973", "1972", "1959", "1958", "1958年6月"]
    )
    bands = age_bands(births, on=dt.date(2018, 6, 30)).get_column("value").to_list()
    assert bands == [
        "35_down", "36_45", "36_45", "36_45", "35_down", "36_45", "46_59", "46_59", "60_up", "60_up",
    ]  # fmt: skip


def test_impossible_ages_are_told():
    assert age_bands(pl.Series(["2010", "1880", "很久", None]), on=dt.date(2018, 6, 30)).rows() == [
        (None, "out_of_range"),
        (None, "out_of_range"),
        (None, "not_a_date"),
        (None, None),
    ]


MEMBERS = ["党员编号", "姓名", "身份证号", "组织编码", "出生年份", "性别", "备注"]


def test_members_become_pseudonyms_and_bands_and_their_values_are_never_told(read):
    rows = [
        MEMBERS,
        ["A-1", "王小明", IDENTITY, "O1", 1980, "男", "王小明是楼长"],
        ["A-1", "王小明", IDENTITY, "O2", 1980, "男"],
        ["A-2", "李四", None, "O1", 2015, "女"],
        ["3.7E+11", "赵六", None, "O1"],
        [None, "钱七", None, "O1"],
    ]
    units = [["单位编码", "单位名称", "单位类别", "行业"], ["U1", "小学", "学校", "王小明办"]]
    draft = read({"党员台账": rows, "驻区单位台账": units}, as_of=dt.date(2018, 6, 30))
    assert problems_told(draft.problems) == [
        (1, "姓名", None, "looks_like_a_person", "warning"),
        (1, "身份证号", None, "looks_like_a_person", "warning"),
        (2, "备注", None, "looks_like_a_person", "warning"),
        (3, "党员编号", None, "duplicate_key", "error"),
        (4, "出生年份", None, "out_of_range", "warning"),
        (5, "党员编号", None, "damaged_code", "error"),
        (6, "党员编号", None, "missing_value", "error"),
        (2, "行业", None, "looks_like_a_person", "warning"),
    ]
    expected = pseudonyms(pl.Series(["A-1", "A-2"]), salt=SALT).to_list()
    assert draft.tables["members"].select("code", "organisation", "age_band", "gender").rows() == [
        (expected[0], "O1", "36_45", "male"),
        (expected[1], "O1", None, "female"),
    ]
    kept = draft.rejected["members"]
    headers = [header for header in MEMBERS if header not in ("姓名", "身份证号")]
    assert kept.columns == ["file", "sheet", "row", "code", *headers]
    assert kept.select("党员编号", "出生年份").rows() == [(None,) * 2] * 3
    assert kept.get_column("组织编码").to_list() == ["O2", "O1", "O1"]


def test_the_same_member_in_two_files_is_one_member(tmp_path):
    sheets = {"地点台账": PLACES, "党组织台账": ORGANISATIONS}
    one = write_book(tmp_path / "a.xlsx", {**sheets, "党员台账": [["党员编号", "组织编码"], ["A-1", "O1"]]})
    other = write_book(tmp_path / "b.xlsx", {**sheets, "党员台账": [["党员编号", "组织编码"], [" Ａ-1\u200b", "O1"]]})
    codes = [read_hand_in([path], salt=SALT).tables["members"].get_column("code").item() for path in (one, other)]
    assert codes[0] == codes[1]


def test_a_name_under_another_header_of_the_members_is_neither_told_nor_kept(tmp_path):
    path = tmp_path / "党员台账.csv"
    lines = ["党员编号,组织编码,性别,学历,姓名（必填）,曾住址", "1,O1,王小明,大专,王小明,", "2,O1,,欧阳大山,男,大专,x",
             "3,高大全,男,,赵六,高大全家", "4,,男,研究生班,李四,"]  # fmt: skip
    path.write_text("\n".join(lines), "utf-8")
    book = write_book(tmp_path / "a.xlsx", {"地点台账": PLACES, "党组织台账": ORGANISATIONS})
    draft = read_hand_in([book, path], salt=SALT)
    told = draft.problems.write_csv() + draft.rejected["members"].write_csv()
    assert [name for name in ("王小明", "欧阳大山", "高大全", "赵六", "李四") if name in told] == []
    assert draft.rejected["members"].select("row", "性别", "学历").rows() == [
        (3, None, None),
        (4, "男", None),
        (5, "男", None),
    ]
    assert "研究生班" not in told


def test_no_identity_is_written_anywhere(tmp_path, ledger):
    secrets = [IDENTITY, MOBILE, "王小明", "欧阳大山", "1949-12-31", "MEMBER-77"]
    rows = [
        MEMBERS,
        ["MEMBER-77", "王小明", IDENTITY, "O1", "1949-12-31", "男", MOBILE],
        ["MEMBER-77", "欧阳大山", None, "O9", "1949-12-31", "人妖", f"王小明 {MOBILE}"],
    ]
    units = [
        ["单位编码", "单位名称", "单位类别", "联系人", "没人认识"],
        [MOBILE, "王小明小卖部", "个体", "欧阳大山", IDENTITY],
        ["U2", f"店{MOBILE}", "个体", "欧阳大山", IDENTITY],
    ]
    sheets = {"地点台账": PLACES, "党组织台账": ORGANISATIONS, "党员台账": rows, "驻区单位台账": units}
    report = load([write_book(tmp_path / "a.xlsx", sheets)], ledger=ledger)
    assert report.exit_code == 3
    frames = {}
    batch = ledger.batch(report.batch)
    for name in batch.table_names:
        frames[name] = batch.table(name).write_csv()
    for name, kept in batch.rejected().items():
        frames[f"rejected {name}"] = kept.write_csv()
    frames["problems"] = batch.problems().write_csv()
    for path in ledger.data_folder.rglob("*"):
        if path.is_file():
            frames[path.name] = frames.get(path.name, "") + path.read_bytes().decode("utf-8", "ignore")
    assert {"members", "rejected members", "rejected units", "manifest.json"} <= set(frames)
    leaks = [(name, secret) for name, content in frames.items() for secret in secrets if secret in content]
    assert leaks == []


def test_a_birth_year_fills_the_band_only_where_none_is_given(read):
    rows = [
        ["党员编号", "组织编码", "年龄段", "出生年份"],
        ["1", "O1", "60岁及以上", 1980],
        ["2", "O1", None, 1980],
    ]
    draft = read({"党员台账": rows}, as_of=dt.date(2018, 6, 30))
    assert draft.tables["members"].get_column("age_band").to_list() == ["60_up", "36_45"]


def test_the_salt_is_asked_for_only_where_there_are_members(book):
    def no_salt():
        raise AssertionError

    options = LoadOptions()
    read_hand_in([book({"地点台账": PLACES})], salt=no_salt, options=options)
    with pytest.raises(AssertionError):
        read_hand_in([book({"党员台账": [["党员编号", "组织编码"], ["1", "O1"]]})], salt=no_salt, options=options)
