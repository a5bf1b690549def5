"""Whether each format of workbook gives the same rows, and a name that says another format misleads nobody."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.chart import BarChart, Reference

from graph_model.errors import LedgerRefused
from loaders.importer import read_hand_in
from tests.unit.loaders.hand_ins import SALT, problems_told

DAY = dt.date(2017, 1, 5)
TITLE = ["东街道党组织台账"]
ROWS = [
    ["组织编码", "组织名称", "组织类别", "领域", "成立日期", "正式党员", "两新", "届满日期"],
    ["007", "甲", "党委", "社区", DAY, 120, True, "2018年6月30日"],
    [370214001001, "乙", "党支部", "企业", None, None, False, None],
    [],
    ["009", None, "党支部", "企业", None, 1234567, None, None],
]
HIDDEN = [["单位编码", "单位名称", "单位类别"], ["U1", "小学", "学校"]]
TOLD = [
    ("党组织台账", 6, "组织名称", "missing_value"),
    ("驻区单位台账", None, None, "hidden_sheet"),
]


def write_xlsx(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "党组织台账"
    for row in (TITLE, *ROWS):
        sheet.append(row)
    sheet.merge_cells("A1:H1")
    hidden = book.create_sheet("驻区单位台账")
    for row in HIDDEN:
        hidden.append(row)
    hidden.sheet_state = "hidden"
    book.create_sheet("Sheet3")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=6, min_row=3, max_row=5))
    book.create_chartsheet("图").add_chart(chart)
    book.save(path)


def write_xls(path):
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    sheet = book.add_sheet("党组织台账")
    sheet.write_merge(0, 0, 0, 7, TITLE[0])
    for number, row in enumerate(ROWS, start=1):
        for place, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, place, cell, *([day] if isinstance(cell, dt.date) else []))
    hidden = book.add_sheet("驻区单位台账")
    for number, row in enumerate(HIDDEN):
        for place, cell in enumerate(row):
            hidden.write(number, place, cell)
    hidden.visibility = 1
    book.save(str(path))


def ods_cell(cell):
    if cell is None:
        return TableCell()
    if isinstance(cell, bool):
        return TableCell(valuetype="boolean", booleanvalue=str(cell).lower())
    if isinstance(cell, int):
        return TableCell(valuetype="float", value=str(cell))
    if isinstance(cell, dt.date):
        return TableCell(valuetype="date", datevalue=cell.isoformat())
    told = TableCell(valuetype="string")
    told.addElement(P(text=cell))
    return told


def write_ods(path):
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="党组织台账")
    top = TableRow()
    title = TableCell(valuetype="string", numbercolumnsspanned="8")
    title.addElement(P(text=TITLE[0]))
    top.addElement(title)
    top.addElement(CoveredTableCell(numbercolumnsrepeated="7"))
    sheet.addElement(top)
    for row in ROWS:
        line = TableRow()
        for cell in row:
            line.addElement(ods_cell(cell))
        if not row:
            line.addElement(TableCell(numbercolumnsrepeated="16384"))
        sheet.addElement(line)
    rest = TableRow(numberrowsrepeated="1048000")
    rest.addElement(TableCell(numbercolumnsrepeated="16384"))
    sheet.addElement(rest)
    book.spreadsheet.addElement(sheet)
    book.save(str(path))


WRITERS = {".xlsx": write_xlsx, ".xlsm": write_xlsx, ".xls": write_xls, ".ods": write_ods}


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_format_gives_the_same_rows_and_row_numbers(tmp_path, suffix):
    path = tmp_path / f"台账{suffix}"
    WRITERS[suffix](path)
    draft = read_hand_in([path], salt=SALT)
    told = draft.tables["organisations"].select("code", "name", "founded", "full_members", "two_new", "term_ends")
    assert told.rows() == [
        ("007", "甲", DAY, 120, True, dt.date(2018, 6, 30)),
        ("370214001001", "乙", None, None, False, None),
    ]
    expected = TOLD[:1] if suffix == ".ods" else TOLD
    assert draft.problems.select("sheet", "row", "column", "code").rows() == expected
    assert draft.counts["organisations"].skipped == 2


@pytest.mark.parametrize(("written", "named"), [(".xls", ".xlsx"), (".xlsx", ".xls"), (".ods", ".xlsx")])
def test_a_workbook_under_another_formats_name_is_read_as_what_it_is(tmp_path, written, named):
    path = tmp_path / f"a{named}"
    WRITERS[written](path)
    assert read_hand_in([path], salt=SALT).counts["organisations"].accepted == 2


def test_text_under_a_workbooks_name_is_read_as_text(tmp_path):
    (tmp_path / "地点台账.xls").write_text("地点编码\t地点名称\t地点类别\n007\t甲\t社区\n", "gb18030")
    assert read_hand_in([tmp_path / "地点台账.xls"], salt=SALT).tables["places"].item(0, "code") == "007"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked_file"),
        ("a.xls", b"<html><table><tr><td>x</td></tr></table></html>", "unreadable_file"),
        ("a.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "unreadable_file"),
        ("a.xlsx", b"", "unreadable_file"),
        ("a.ods", b"PK\x03\x04", "unreadable_file"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unreadable_file"),
    ],
)
def test_what_is_no_workbook_or_locked_is_refused(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LedgerRefused) as told:
        read_hand_in([tmp_path / name], salt=SALT)
    assert told.value.code == code


def test_rows_and_columns_that_a_filter_hides_are_read(tmp_path):
    write_xlsx(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["党组织台账"]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["F"].hidden = True
    book.save(tmp_path / "b.xlsx")
    told = read_hand_in([tmp_path / "b.xlsx"], salt=SALT)
    assert told.tables["organisations"].item(0, "full_members") == 120
    assert [row[3] for row in problems_told(told.problems)] == ["missing_value", "hidden_sheet"]
