"""Whether units in the number formats of xls, xlsb and ods, which are not read, are told rather than passed over."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
import xlsxwriter
import xlwt
from odf.number import Number, NumberStyle
from odf.number import Text as NumberText
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style
from odf.table import Table, TableCell, TableRow
from odf.text import P

from loaders.formats_elsewhere import units_in_formats
from loaders.importer import read_hand_in
from tests.unit.loaders.hand_ins import SALT

HEADERS = ["地点编码", "地点名称", "地点类别", "户数"]


def xls(path, code):
    book = xlwt.Workbook()
    sheet = book.add_sheet("地点台账")
    for place, cell in enumerate(HEADERS):
        sheet.write(0, place, cell)
    for place, cell in enumerate(["C1", "甲", "社区"]):
        sheet.write(1, place, cell)
    sheet.write(1, 3, 3, xlwt.easyxf(num_format_str=code))
    book.save(str(path))


def ods(path, text, factor=None):
    book = OpenDocumentSpreadsheet()
    numbers = NumberStyle(name="N1")
    numbers.addElement(Number(minintegerdigits="1", **({"displayfactor": factor} if factor else {})))
    if text:
        numbers.addElement(NumberText(text=text))
    book.automaticstyles.addElement(numbers)
    book.automaticstyles.addElement(Style(name="ce1", family="table-cell", datastylename="N1"))
    sheet = Table(name="地点台账")
    for row in (HEADERS, ["C1", "甲", "社区"]):
        line = TableRow()
        for cell in row:
            one = TableCell(valuetype="string")
            one.addElement(P(text=cell))
            line.addElement(one)
        if row is not HEADERS:
            line.addElement(TableCell(valuetype="float", value="3", stylename="ce1"))
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(str(path))


def xlsb_styles(code, *, used):
    text = code.encode("utf-16-le")
    known = struct.pack("<BBHI", 0x2C, 6 + len(text), 176, len(code)) + text
    style = struct.pack("<BBHH12x", 0x2F, 16, 0, 176 if used else 0)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/styles.bin", known + style)
    return content.getvalue()


def told(path):
    draft = read_hand_in([path], salt=SALT)
    return (
        draft.tables["places"].get_column("households").to_list(),
        draft.problems.select("row", "column", "value", "code", "severity", "hint").rows(),
    )


@pytest.mark.parametrize(
    ("code", "hint"),
    [('0"万户"', "万户"), ('0.0"万户"', "万户"), ('0.0"户";-0"户"', "户"), ("0,", "×1000"),
     ('0!.0,"万"', "万、×10000"), ("#,##0", None), ('0" 栋"', None),
     ('0"+"', "+"), (";;;", ";;;"), ("0;-0;;@", None), ("00-00-00", "00-00-00"), ("0000", "0000")],
)  # fmt: skip
def test_a_unit_in_the_formats_of_xls_is_told_and_the_number_stays_as_stored(tmp_path, code, hint):
    xls(tmp_path / "a.xls", code)
    values, problems = told(tmp_path / "a.xls")
    expected = [(None, None, "地点台账", "formats_unread", "warning", hint)] if hint else []
    assert problems == expected
    assert values == [3]


@pytest.mark.parametrize(
    ("text", "factor", "hint"), [("万户", None, "万户"), ("", "1000", "×1000"), ("", None, None), (" ", None, None)]
)
def test_a_unit_in_the_formats_of_ods_is_told(tmp_path, text, factor, hint):
    ods(tmp_path / "a.ods", text, factor)
    values, problems = told(tmp_path / "a.ods")
    assert values == [3]
    assert problems == ([(None, None, "地点台账", "formats_unread", "warning", hint)] if hint else [])


def test_a_unit_in_the_formats_of_xlsb_counts_where_a_style_has_it():
    assert units_in_formats(xlsb_styles('0"万户"', used=True)) == ("万户",)
    assert units_in_formats(xlsb_styles('0"万户"', used=False)) == ()


def test_an_xlsx_whose_formats_are_read_is_not_told_of(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.add_worksheet().write_number(0, 0, 3, book.add_format({"num_format": '0"万户"'}))
    book.close()
    assert units_in_formats((tmp_path / "a.xlsx").read_bytes()) == ()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x1e\x04\xff\xff\xff\xff\xff\xff\x01", b"\x2c"])
def test_what_is_no_workbook_has_no_formats(content):
    assert units_in_formats(content) == ()
