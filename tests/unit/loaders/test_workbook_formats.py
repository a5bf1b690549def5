"""Whether each format of workbook gives the same rows, and a name that says another format misleads nobody."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.chart import BarChart, Reference

from graph_model.errors import LedgerRefused
from loaders.importer import read_hand_in
from loaders.merged_elsewhere import merged_down_to
from loaders.uncomputed import uncomputed_cells
from loaders.xlsx_parts import merged_over_rows, with_known_days
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


def merged_xls(path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("地点台账")
    sheet.write_merge(0, 0, 0, 3, "地点台账")
    for place, header in enumerate(["地点编码", "地点名称", "地点类别", "户数"]):
        sheet.write(1, place, header)
    for number, code in enumerate(["1", "2", "3"], start=2):
        sheet.write(number, 0, code)
        sheet.write(number, 1, f"{code}社区")
    sheet.write_merge(2, 4, 2, 2, "社区")
    book.save(str(path))


def merged_ods(path):
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="地点台账")
    rows = [["地点编码", "地点名称", "地点类别"], ["1", "甲", "社区"], ["2", "乙"]]
    for number, row in enumerate(rows):
        line = TableRow()
        for cell in row:
            line.addElement(ods_cell(cell))
        if number == 1:
            line.lastChild.setAttribute("numberrowsspanned", "2")
        if number == 2:
            line.addElement(CoveredTableCell())
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(str(path))


@pytest.mark.parametrize(("suffix", "write", "header_row"), [(".xls", merged_xls, 2), (".ods", merged_ods, 1)])
def test_cells_merged_over_rows_are_told_where_the_format_hides_which_rows(tmp_path, suffix, write, header_row):
    write(tmp_path / f"a{suffix}")
    draft = read_hand_in([tmp_path / f"a{suffix}"], salt=SALT)
    assert draft.problems.select("row", "code").row(0) == (header_row, "merged_unread")
    assert draft.counts["places"].accepted == 1


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_merged_title_is_no_merged_cell_among_the_rows(tmp_path, suffix):
    WRITERS[suffix](tmp_path / f"a{suffix}")
    told = read_hand_in([tmp_path / f"a{suffix}"], salt=SALT).problems.get_column("code")
    assert not told.str.starts_with("merged").any()


@pytest.mark.parametrize("number", [27, 31, 36, 50, 57, 58])
def test_a_day_in_a_format_only_chinese_excel_has_built_in_is_a_day(tmp_path, number):
    path = tmp_path / "党组织台账.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["组织编码", "组织名称", "组织类别", "领域", "成立日期", "正式党员"])
        sheet.write_row(1, 0, ["1", "甲", "党支部", "社区"])
        sheet.write_datetime(1, 4, dt.date(1955, 4, 5), book.add_format({"num_format": number}))
        sheet.write_number(1, 5, 20184, book.add_format({"num_format": 1}))
    draft = read_hand_in([path], salt=SALT)
    assert draft.tables["organisations"].select("founded", "full_members").rows() == [(dt.date(1955, 4, 5), 20184)]
    assert problems_told(draft.problems) == []


def test_a_format_that_the_workbook_itself_writes_out_is_left_as_it_is(tmp_path):
    path = tmp_path / "地点台账.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["地点编码", "地点名称", "地点类别", "户数"])
        sheet.write_row(1, 0, ["1", "甲", "社区"])
        sheet.write_number(1, 3, 20184, book.add_format({"num_format": 31}))
    told = path.read_bytes()
    assert with_known_days(told) != told
    own = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(own, "w") as new:
        for one in old.namelist():
            content = old.read(one)
            if one == "xl/styles.xml":
                formats = b'<numFmts count="1"><numFmt numFmtId="31" formatCode="0.00"/></numFmts><fonts'
                content = content.replace(b"<fonts", formats, 1)
            new.writestr(one, content)
    assert with_known_days(own.getvalue()) == own.getvalue()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0 no workbook"])
def test_what_is_no_workbook_says_nothing_of_its_parts(content):
    assert (with_known_days(content), dict(merged_over_rows(content)), merged_down_to(content)) == (content, {}, 0)


@pytest.mark.parametrize("harm", [b"<!DOCTYPE x [<!ENTITY a 'a'>]><workbook/>", b"<workbook", b""])
def test_a_workbook_part_that_nobody_would_write_tells_no_merged_cells(tmp_path, harm):
    write_xlsx(tmp_path / "a.xlsx")
    told = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(told, "w") as new:
        for one in old.namelist():
            new.writestr(one, harm if one == "xl/workbook.xml" else old.read(one))
    assert merged_over_rows(told.getvalue()) == {}


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_a_workbook_with_any_byte_broken_is_read_or_refused_and_nothing_else(tmp_path, suffix):
    WRITERS[suffix](tmp_path / f"a{suffix}")
    sound = (tmp_path / f"a{suffix}").read_bytes()
    for place in range(0, len(sound), 97):
        broken = sound[:place] + bytes([sound[place] ^ 0xFF]) + sound[place + 1 :]
        told = with_known_days(broken)
        assert told == broken or zipfile.is_zipfile(io.BytesIO(told))
        assert merged_down_to(broken) >= 0
        assert set(merged_over_rows(broken)) <= {"党组织台账", "驻区单位台账"}


def test_a_formula_that_was_never_worked_out_is_unknown_and_told_and_one_that_came_to_nothing_is_blank(tmp_path):
    path = tmp_path / "地点台账.ods"
    book = OpenDocumentSpreadsheet()
    table = Table(name="地点台账")
    rows = (
        ["地点编码", "地点名称", "地点类别", "户数", "常住人口"],
        ["1", "甲", "社区", "=", "9"],
        ["2", "乙", "社区", "", "=0"],
    )
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(formula="of:=1+1") if text == "=" else TableCell(valuetype="string")
            if text == "=0":
                cell = TableCell(formula='of:=""', valuetype="string", stringvalue="")
            if text not in ("=", "=0"):
                cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    told = read_hand_in([path], salt=SALT)
    assert problems_told(told.problems) == [(2, "户数", None, "formula_without_value", "warning")]
    assert told.tables["places"].select("households", "population").rows() == [(None, 9), (None, None)]


def test_formulas_without_values_are_found_wherever_the_piece_of_a_sheet_ends(monkeypatch):
    body = "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}" s="1"/><c r="AB{row}"><f>A{row}</f><v></v></c>'
        f'<c r="AC{row}"><f>A{row}</f><v>1</v></c><c r="AD{row}" t="str"><f>""</f><v></v></c>'
        f'<c r="AE{row}"><f t="shared" si="0"/></c></row>'
        for row in range(1, 40)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", '<r><R Id="r1" Target="worksheets/s.xml"/></r>')
        archive.writestr("xl/workbook.xml", '<w xmlns:a="u"><sheet name="甲" a:id="r1"/></w>')
        archive.writestr("xl/worksheets/s.xml", f"<worksheet><sheetData>{body}</sheetData></worksheet>")
    expected = {"甲": tuple((row, place) for row in range(1, 40) for place in (27, 30))}
    for size in (1 << 20, 97, 7):
        monkeypatch.setattr("loaders.xlsx_parts.CHUNK", size)
        assert uncomputed_cells(out.getvalue()) == expected


def test_a_formula_without_a_value_is_found_in_a_cell_that_does_not_tell_its_place():
    body = "<row><c><v>1</v></c></row>" + 2 * '<row><c/><c r="D9"><v>1</v></c><c s="1"><f>A1</f></c></row>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", '<r><R Id="r1" Target="worksheets/s.xml"/></r>')
        archive.writestr("xl/workbook.xml", '<w xmlns:a="u"><sheet name="甲" a:id="r1"/></w>')
        archive.writestr("xl/worksheets/s.xml", f"<worksheet><sheetData>{body}</sheetData></worksheet>")
    assert uncomputed_cells(out.getvalue()) == {"甲": ((2, 4), (3, 4))}
