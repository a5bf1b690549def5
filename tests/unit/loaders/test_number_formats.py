"""Whether a number is read as its format shows it to whoever wrote it, and never as another number."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from random import Random

import polars as pl
import pytest
import xlsxwriter

from loaders import formatted_cells
from loaders.days import read_days
from loaders.formatted_cells import formats_told
from loaders.importer import read_hand_in
from loaders.number_formats import sections_of, shown
from tests.unit.loaders.hand_ins import SALT

HEADERS = ["地点编码", "地点名称", "地点类别"]


@pytest.mark.parametrize(
    ("code", "number", "told"),
    [
        ('0"万户"', "3", "3万户"),
        ('0.0"万元"', "7.125", "7.125万元"),  # shown as 7.1, and yet not rounded
        ('0.0"万元"', "-2", "-2万元"),
        ('#,##0"户"', "1320", "1320户"),
        ("0户", "3", "3户"),
        ("0\\户", "3", "3户"),
        ('0"户";@', "3", "3户"),
        ('[Red]0"户"_ ', "3", "3户"),
        ('0"户"_);(0"户")', "-3", "-3户"),
        ('G/通用格式"户"', "320", "320户"),
        ("0%", "0.5", "50%"),
        ("0.00%", "0.125", "12.5%"),
        ("0,", "320000", "320(×1000)"),
        ('0!.0,"万元"', "71234", "7.1234(×10000)万元"),
        ('0.0,,"百万元"', "1500000", "1.5(×1000000)百万元"),
        ('[>=10000]0!.0,"万户";0"户"', "32000", "3.2(×10000)万户"),
        ('[>=10000]0!.0,"万户";0"户"', "320", "320户"),
        ("0000", "7", "0007"),
        ('"DZ"000', "1", "DZ001"),
        ("000-0000", "1234567", "123-4567"),
        ('0"万"0000"户"', "32000", "3万2000户"),
        ("00-00-00", "410102", "41-01-02"),
        ("00-00-00", "70102", "07-01-02"),
        ("00-00-00", "410102.5", "41-01-02.5"),
        ("0000-00-00", "20180603", "2018-06-03"),
        ('0000"年"00"月"00"日"', "20180603", "2018年06月03日"),
        ('0000"/"00"/"00', "20180603", "2018/06/03"),
        ('0"亿"0000"万"0000"元"', "320012345", "3亿2001万2345元"),
        ('#"亿"####"万"####"元"', "12345", "亿1万2345元"),  # as a spreadsheet shows it: no one number
        ('0"亿"0000!.0,"万元"', "320012345", "3亿2001.2345(×10000)万元"),
        ('000"."0000', "1234567", "123.4567(×10000)"),
        ('00"."00"."00', "410102", "41.01.02"),
        ('0"+"', "320", "320+"),
        (";;;", "320", "########"),
        (";;;", "-3", "########"),
        (";;;", "0", "0"),
        ("0;;", "-3", "########"),
        ("0;;", "3", "3"),
        ('"-"', "320", "########"),
        ('0;-0;"无"', "0", "无"),
        ('0;-0;"无"', "3", "3"),
        ('_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', "0", "¥0"),
        ("[$¥-804]#,##0", "5", "¥5"),
    ],
)
def test_a_number_is_shown_as_its_format_shows_it_and_not_rounded(code, number, told):
    assert shown([number], sections_of(code)) == [told]


@pytest.mark.parametrize(
    "code",
    ["General", "G/通用格式", "0", "0.00", "#,##0.00_ ", "0_);[Red](0)", "0;-0;\"-\"", "0.00E+00", "# ?/?", "@", "",
     "[Red]", "+0;-0", "0;-0;;@", 'yyyy"年"m"月"d"日"', "[h]:mm", "m/d", "[DBNum1][$-804]General", "[$-804]0",
     "上午/下午h"],
)  # fmt: skip
def test_a_format_that_shows_the_number_alone_or_a_day_changes_nothing(code):
    assert sections_of(code) == ()


def in_places(number, pieces):
    """The oracle: the format from the right, digit by digit; the first place takes all digits that are left."""
    left, told = (number if number != "0" else ""), ""
    first = next(place for place, piece in enumerate(pieces) if piece in "0#")
    for place in range(len(pieces) - 1, -1, -1):
        piece = pieces[place]
        if piece not in "0#":
            told = piece + told
        elif place == first:
            told = (left or piece.strip("#")) + told
        else:
            told = (left[-1:] or piece.strip("#")) + told
            left = left[:-1]
    return told


def test_digits_stand_in_their_places_whatever_texts_are_between_them():
    random = Random(20180603)
    for _ in range(500):
        pieces = ["0"]
        for _ in range(random.randrange(1, 9)):
            pieces += random.choice([["0"], ["#"], ["年", "0"], ["-", "0"], ["亿", "#"], ["区1", "0"]])
        pieces.insert(random.randrange(1, len(pieces)), "号")  # one text at least
        code = "".join(piece if piece in "0#" else f'"{piece}"' for piece in pieces)
        number = str(random.randrange(10 ** random.randrange(1, 12)))
        assert shown([number], sections_of(code)) == [in_places(number, pieces)], (code, number)


def written(tmp_path, header, cells):
    """A workbook of places; each cell a value and its format."""
    path = tmp_path / "台账.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("地点台账")
    sheet.write_row(0, 0, [*HEADERS, header])
    for row, (value, code) in enumerate(cells, start=1):
        sheet.write_row(row, 0, [f"C{row}", "甲", "社区"])
        sheet.write(row, 3, value, book.add_format({"num_format": code}))
    book.close()
    return path


def told_of(path, column):
    draft = read_hand_in([path], salt=SALT)
    return (
        draft.tables["places"].get_column(column).to_list(),
        draft.problems.select("row", "value", "code", "severity", "hint").rows(),
    )


def test_a_unit_in_the_format_counts_as_one_written_in_the_cell(tmp_path):
    cells = [(3, '0"万户"'), (320, '0"户"'), (320, '0"人"'), (0.5, "0%"), (320000, "0,"), (320, '0"栋"'), (320, "0")]
    assert told_of(written(tmp_path, "户数", cells), "households") == (
        [30_000, 320, None, None, None, None, 320],
        [
            (4, "320人", "not_a_number", "warning", "人"),
            (5, "50%", "not_a_number", "warning", "%"),
            (6, "320(×1000)", "not_a_number", "warning", "×1000"),
            (7, "320栋", "not_a_number", "warning", None),
        ],
    )


def test_a_unit_in_the_format_wins_over_the_headers_and_noughts_left_out_need_a_unit_that_makes_up_for_them(tmp_path):
    cells = [(70_000, '0"元"'), (7, "0.0"), (70_000, '0!.0,"万元"'), (70_000, '0.0,"万元"'), (70_000, '0,"千元"')]
    assert told_of(written(tmp_path, "工作经费(万元)", cells), "work_funds") == (
        [70_000.0, 70_000.0, 70_000.0, None, 70_000.0],
        [(5, "70(×1000)万元", "not_a_number", "warning", "×1000")],
    )
    path = written(tmp_path, "工作经费(千元)", [(70_000, "0,")])
    assert told_of(path, "work_funds") == ([70_000.0], [])


def test_what_is_shown_with_a_plus_or_not_at_all_is_no_number_and_told(tmp_path):
    cells = [(320, '0"+"'), (320, ";;;"), (0, "0;-0;;@")]
    assert told_of(written(tmp_path, "户数", cells), "households") == (
        [None, None, 0],
        [(2, "320+", "not_a_number", "warning", None), (3, "########", "cell_error", "warning", None)],
    )


@pytest.mark.parametrize("code", ["0000-00-00", '0000"年"00"月"00"日"'])
def test_a_day_in_a_format_of_digits_is_that_day(code):
    told = pl.Series(shown(["20180603", "20181203"], sections_of(code)))
    assert read_days(told).get_column("day").to_list() == [dt.date(2018, 6, 3), dt.date(2018, 12, 3)]


@pytest.mark.parametrize("header", ["户数", "备注"])
def test_the_number_of_a_person_is_known_under_any_format(tmp_path, header):
    codes = ['000"."0000"."0000', '0"."0', '000"号"0000"号"0000', "0%", ";;;", '0.0,,"万"']
    cells = [(number, code) for number in (13812345678, 110105491231002) for code in codes]
    draft = read_hand_in([written(tmp_path, header, cells)], salt=SALT)
    told = draft.problems.filter(pl.col("code") == "looks_like_a_person")
    assert told.get_column("row").to_list() == list(range(2, 14))
    for frame in (draft.tables["places"], draft.problems):
        texts = frame.select(pl.concat_str(pl.all().cast(pl.String), ignore_nulls=True)).to_series().to_list()
        assert not re.search("138|5678|1101|1231", "".join(texts))


def test_formats_of_money_that_a_file_does_not_write_out_are_yuan(tmp_path):
    cells = [(70_000, number) for number in (5, 6, 7, 8, 42, 44)]
    assert told_of(written(tmp_path, "工作经费", cells), "work_funds") == ([70_000.0] * 6, [])
    assert told_of(written(tmp_path, "工作经费(万元)", cells[:2]), "work_funds") == (
        [None, None],
        [(row, "¥70000", "not_a_number", "warning", None) for row in (2, 3)],
    )


def test_a_code_has_the_noughts_that_its_format_shows(tmp_path):
    path = tmp_path / "台账.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("地点台账")
    sheet.write_row(0, 0, HEADERS)
    for row, number in enumerate((7, 1234), start=1):
        sheet.write_number(row, 0, number, book.add_format({"num_format": "0000"}))
        sheet.write_row(row, 1, ["甲", "社区"])
    book.close()
    assert told_of(path, "code") == (["0007", "1234"], [])


def test_cells_are_found_however_their_attributes_stand(tmp_path):
    path = written(tmp_path, "户数", [(3, '0"万户"'), (4, '0"万户"')])
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert part.count(b'<c r="D2" s="1">') == 1
                part = part.replace(b'<c r="D2" s="1">', b"<c t='n' s='1' r='D2'>")
            new.writestr(name, part)
    _, cells = formats_told(content.getvalue())
    assert cells["地点台账"].rows() == [(2, 3, 1), (3, 3, 1)]


@pytest.mark.parametrize("chunk", [1 << 20, 40])
@pytest.mark.parametrize(("also", "prefix"), [(b"", b""), (b'<row r="[0-9]+"', b""), (b"", b"x:")])
def test_a_cell_that_does_not_tell_its_place_stands_behind_the_one_before(tmp_path, monkeypatch, also, prefix, chunk):
    monkeypatch.setattr("loaders.xlsx_parts.CHUNK", chunk)
    path = written(tmp_path, "户数", [(3, '0"万户"'), (4, "0"), (320, '0"户"')])
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = re.sub(rb'<c r="(?!C)[A-Z][0-9]"', b"<c", part)  # a place in the midst of the row goes on
                part = re.sub(also, b"<row", part) if also else part
                part = re.sub(rb"<(/?)(row|c|v|sheetData)(?=[\s>])", rb"<\1" + prefix + rb"\2", part)
            new.writestr(name, part)
    _, cells = formats_told(content.getvalue())
    assert cells["地点台账"].rows() == [(2, 3, 1), (4, 3, 3)]
    if prefix == b"":
        path.write_bytes(content.getvalue())
        assert told_of(path, "households") == ([30_000, 4, 320], [])


def test_a_sheet_is_looked_through_only_where_a_style_says_so(tmp_path, monkeypatch):
    path = written(tmp_path, "户数", [(3, "#,##0"), (4, "yyyy-mm-dd")])
    monkeypatch.setattr(formatted_cells, "sheet_windows", lambda *_: pytest.fail("a sheet was looked through"))
    assert formats_told(path.read_bytes()) == ({}, {})


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all"])
def test_a_damaged_workbook_has_no_formats(content):
    assert formats_told(content) == ({}, {})


def test_text_and_days_are_no_numbers_to_a_format(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("地点台账")
    unit = book.add_format({"num_format": '0"户"'})
    sheet.write_string(0, 0, "320", unit)
    sheet.write_boolean(1, 0, True, unit)
    sheet.write_blank(2, 0, None, unit)
    sheet.write_formula(3, 0, "=1+1", unit, 2)
    sheet.write_formula(4, 0, '="a"', unit, "a")
    book.close()
    _, cells = formats_told(path.read_bytes())
    assert cells["地点台账"].select(pl.col("row")).to_series().to_list() == [4]
