"""Whether the workbooks that are handed out can be filled in, mended and handed in again."""

from __future__ import annotations

import openpyxl
import pytest

from graph_model.indicators import indicator_names, indicator_of
from graph_model.schema import SHEETS, ColumnType
from loaders.importer import load
from loaders.problems import write_problems
from loaders.spellings import spellings
from loaders.template import example_of, write_template
from tests.unit.loaders.hand_ins import ORGANISATIONS, PLACES, problems_told, write_book


def wording(problem):
    return f"<{problem['code']}>", problem["hint"]


@pytest.fixture
def template(tmp_path):
    write_template(tmp_path / "template.xlsx")
    return tmp_path / "template.xlsx"


def test_a_blank_template_brings_no_rows_and_no_problems(template, ledger):
    report = load([template], ledger=ledger)
    assert (report.batch, report.exit_code, problems_told(report.problems)) == (None, 0, [])
    assert not (ledger.data_folder / "salt").exists()
    assert [(name, counts.read) for name, counts in report.tables.items()] == [(table.name, 0) for table in SHEETS]


def test_the_template_has_every_sheet_header_drop_down_and_note(template):
    book = openpyxl.load_workbook(template)
    assert book.sheetnames[1:] == [table.zh for table in SHEETS]
    for table in SHEETS:
        sheet = book[table.zh]
        assert [cell.value for cell in sheet[1]] == [column.zh for column in table.columns]
        assert sheet.max_row == 1
        assert sheet.freeze_panes == "A2"
        choices = {
            str(one.sqref).partition("2:")[0]: one.formula1.strip('"') for one in sheet.data_validations.dataValidation
        }
        for cell, column in zip(sheet[1], table.columns, strict=True):
            assert example_of(table, column) in cell.comment.text
            words = [word.zh for word in column.vocabulary or ()]
            words = ["是", "否"] if column.type is ColumnType.YES_NO else words
            if column.name == "indicator":
                listed = book["填表说明"][choices[cell.column_letter].partition("!")[2].replace("$", "")]
                assert all(indicator_of(one.value) in indicator_names() for (one,) in listed)
                assert len(listed) == len(indicator_names())
                continue
            assert choices.get(cell.column_letter, "") == ",".join(words)


def test_the_examples_of_the_notes_make_rows_that_load(tmp_path, ledger):
    sheets = {
        table.zh: [[column.zh for column in table.columns], [example_of(table, column) for column in table.columns]]
        for table in SHEETS
    }
    report = load([write_book(tmp_path / "a.xlsx", sheets)], ledger=ledger)
    unreadable = report.problems.filter(report.problems.get_column("code") != "unknown_reference")
    assert problems_told(unreadable) == []


@pytest.fixture
def rejected(tmp_path, ledger):
    units = [
        ["单位编码", "单位名称", "单位类别", "行业"],
        ["007", "甲", "大学校", "=1+1"],
        ["008", "乙", "学校", None],
        ["009", None, "怪", "@SUM(A1)"],
    ]
    path = write_book(tmp_path / "a.xlsx", {"地点台账": PLACES, "驻区单位台账": units})
    return load([path], ledger=ledger)


def test_rejected_rows_stand_as_they_were_with_the_reason_beside(rejected, ledger, tmp_path):
    write_problems(ledger.batch(rejected.batch), tmp_path / "p.xlsx", wording=wording)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert book.sheetnames == ["问题清单", "驻区单位台账"]
    assert [[cell.value for cell in row] for row in book["驻区单位台账"].rows] == [
        ["单位编码", "单位名称", "单位类别", "行业", "原因", "来源文件", "原表行号"],
        ["007", "甲", "大学校", "=1+1", "单位类别: <unknown_word>", "a.xlsx", "2"],
        ["009", None, "怪", "@SUM(A1)", "单位名称: <missing_value>\n单位类别: <unknown_word>", "a.xlsx", "4"],
    ]
    assert all(cell.data_type == "s" for cell in book["驻区单位台账"]["D"][1:])
    listed = [[cell.value for cell in row][:7] for row in book["问题清单"].rows]
    assert listed[1] == ["a.xlsx", "驻区单位台账", 2, "单位类别", "大学校", "<unknown_word>", "unknown_word"]
    assert len(listed) == 4


def test_what_was_not_read_as_a_whole_stands_first_and_each_problem_has_its_batch_and_what_came_later(tmp_path, ledger):
    units = [["单位编码", "单位名称", "单位类别", "心情"], ["1", None, "学校"], ["2", "乙", "怪"]]
    sheets = {
        "地点台账": PLACES,
        "驻区单位台账": units,
        "通讯录": [["电话"], ["总机"]],
        "党组织台账": [["组织编码", "组织名称"], ["1", "甲"]],
    }
    first = load([write_book(tmp_path / "a.xlsx", sheets)], ledger=ledger).batch
    again = {"驻区单位台账": [units[0][:3], ["1", "甲", "学校"]]}
    second = load([write_book(tmp_path / "b.xlsx", again)], ledger=ledger).batch
    write_problems(ledger.batch(first), tmp_path / "p.xlsx", wording=wording, ledger=ledger)
    rows = list(openpyxl.load_workbook(tmp_path / "p.xlsx")["问题清单"].values)
    assert rows[0] == (
        "文件", "工作表", "行", "列", "值", "原因", "代码", "级别", "提示", "批次", "后来又交于"
    )  # fmt: skip
    assert [(row[1], row[2], row[6], row[9], row[10]) for row in rows[1:]] == [
        ("党组织台账", 1, "missing_header", first, None),
        ("党组织台账", 1, "missing_header", first, None),
        ("通讯录", None, "unknown_sheet", first, None),
        ("驻区单位台账", 1, "unknown_header", first, None),
        ("驻区单位台账", 2, "missing_value", first, second),
        ("驻区单位台账", 3, "unknown_word", first, None),
    ]


def test_a_dry_runs_problems_are_written_too(tmp_path, ledger):
    path = write_book(tmp_path / "a.xlsx", {"地点台账": [*PLACES, ["C9", None, "社区"]]})
    write_problems(load([path], ledger=ledger, dry_run=True), tmp_path / "p.xlsx", wording=wording)
    assert openpyxl.load_workbook(tmp_path / "p.xlsx").sheetnames == ["问题清单", "地点台账"]


def test_the_mended_workbook_is_handed_in_as_it_is(rejected, ledger, tmp_path):
    write_problems(rejected, tmp_path / "p.xlsx", wording=wording)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    sheet = book["驻区单位台账"]
    sheet["C2"], sheet["B3"], sheet["C3"] = "学校", "丙", "医院"
    book.save(tmp_path / "mended.xlsx")
    report = load([tmp_path / "mended.xlsx"], ledger=ledger)
    assert (report.exit_code, problems_told(report.problems)) == (0, [])
    assert ledger.dataset().tables["units"].select("code", "name", "sector").rows() == [
        ("007", "甲", "=1+1"),
        ("008", "乙", None),
        ("009", "丙", "@SUM(A1)"),
    ]


def test_rows_of_an_english_sheet_come_back_under_headers_that_load(tmp_path, ledger):
    (tmp_path / "places.csv").write_text("code,name,kind,row\nC1,,community,x\n", "utf-8")
    report = load([tmp_path / "places.csv"], ledger=ledger)
    write_problems(report, tmp_path / "p.xlsx", wording=wording)
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx")["places"]
    assert [cell.value for cell in sheet[1]][:4] == ["地点编码", "name", "kind", "row_"]
    assert [cell.value for cell in sheet[2]][:4] == ["C1", None, "community", "x"]


REFUSED = [
    ["驻区单位台账"],
    ["单位编码", "单位名称", "所在地点", "联系电话", "随手记"],
    ["007", "甲", "C1", "13800138000", "=1+1"],
    [None, None, None, None, None],
    ["008", "乙11010519491231002X", "C1", None, "找张三丰"],
    ["合计", None, None, None, None],
]
MEMBERS = [["党员编号", "姓名", "所属组织", "性别"], ["M1", "张三丰", "O1", "男"]]


def test_the_rows_of_a_sheet_refused_for_a_missing_column_are_kept_with_that_column_to_fill_in(tmp_path, ledger):
    sheets = {"地点台账": PLACES, "党组织台账": ORGANISATIONS, "驻区单位台账": REFUSED, "党员台账": MEMBERS}
    person = "<looks_like_a_person>"
    report = load([write_book(tmp_path / "a.xlsx", sheets)], ledger=ledger)
    assert report.tables["units"].read == 0
    write_problems(ledger.batch(report.batch), tmp_path / "p.xlsx", wording=wording)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert [[cell.value for cell in row] for row in book["驻区单位台账"].rows] == [
        ["单位编码", "单位名称", "所在地点", "随手记", "单位类别", "原因", "来源文件", "原表行号"],
        ["007", "甲", "C1", "=1+1", None, "单位类别: <missing_header>", "a.xlsx", "3"],
        [
            "008",
            None,
            "C1",
            None,
            None,
            f"单位类别: <missing_header>\n随手记: {person}\n单位名称: {person}",
            "a.xlsx",
            "5",
        ],
    ]
    sheet = book["驻区单位台账"]
    sheet["B3"], sheet["E2"], sheet["E3"] = "乙", "学校", "医院"
    book.save(tmp_path / "mended.xlsx")
    mended = load([tmp_path / "mended.xlsx"], ledger=ledger)
    assert (mended.exit_code, mended.tables["units"].accepted) == (0, 2)


def test_a_row_to_mend_tells_of_the_cell_that_was_emptied_beside_its_error(tmp_path, ledger):
    units = [
        ["单位编码", "单位名称", "单位类别", "行业"],
        ["1", None, "学校", "报表李娜提供，另见附件"],
        ["2", "乙", "学校", "李娜请假"],
    ]
    sheets = {"地点台账": PLACES, "党组织台账": ORGANISATIONS, "驻区单位台账": units}
    sheets["党员台账"] = [["党员编号", "姓名", "组织编码"], ["M1", "李娜", "O1"]]
    report = load([write_book(tmp_path / "a.xlsx", sheets)], ledger=ledger)
    write_problems(report, tmp_path / "p.xlsx", wording=wording)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "p.xlsx")["驻区单位台账"].rows]
    assert rows[1:] == [
        ["1", None, "学校", None, "单位名称: <missing_value>\n行业: <looks_like_a_person>", "a.xlsx", "2"],
    ]  # fmt: skip


def test_the_rows_of_a_members_sheet_that_was_refused_are_not_kept(tmp_path, ledger):
    members = [["党员编号", "姓名", "性别"], ["M1", "张三丰", "男"]]
    report = load([write_book(tmp_path / "a.xlsx", {"地点台账": PLACES, "党员": members})], ledger=ledger)
    assert "missing_header" in report.problems.get_column("code").to_list()
    assert report.draft.rejected == {}


def test_a_sheet_whose_headers_were_not_found_keeps_no_rows(tmp_path, ledger):
    path = write_book(tmp_path / "a.xlsx", {"地点台账": PLACES, "驻区单位台账": [["甲", "乙"], ["1", "13800138000"]]})
    assert load([path], ledger=ledger).draft.rejected == {}


def test_what_stands_beside_rejected_rows_is_known_when_loading():
    ignored = spellings()["ignored"]
    assert {"原因", "来源文件", "原表行号"} <= set(ignored["headers"])
    assert "问题清单" in ignored["sheets"]


def test_two_sheets_of_one_table_come_back_as_one(tmp_path, ledger):
    rows = [ORGANISATIONS[0], ["O9", None, "党委", "社区"]]
    path = write_book(
        tmp_path / "a.xlsx", {"党组织台账": rows, "党组织台账(2)": [ORGANISATIONS[0], [None, "乙", "党委", "社区"]]}
    )
    write_problems(load([path], ledger=ledger), tmp_path / "p.xlsx", wording=wording)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert book.sheetnames == ["问题清单", "党组织台账"]
    assert book["党组织台账"].max_row == 3


def test_the_template_has_a_legend_in_the_colours_of_its_headers(tmp_path):
    write_template(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    legend = {row[0].value: row[0].fill.fgColor.rgb for row in book.worksheets[0].iter_rows() if row[0].value}
    heads = {cell.value: cell.fill.fgColor.rgb for cell in book["地点台账"][1]}
    assert legend["必填"] == heads["地点编码"] == heads["地点类别"]
    assert legend["可不填"] == heads["户数"] != legend["必填"]
