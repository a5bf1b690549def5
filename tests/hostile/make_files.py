"""Which small files that officials really hand in, or that somebody might, are the readers held against?

    python tests/hostile/make_files.py

Writes a folder a case beside this file. What must come of each stands in ``NN-name.expected.toml``, written by hand
from the contract, never from what the program said. Some are kept as they are. 60-xlsb: no library of the tests writes
that format; it was made once with pyxlsbwriter 0.1.0 from the rows that its expectations tell. 62 and 63 were found by
the fuzzers.
"""

from __future__ import annotations

import datetime as dt
import io
import shutil
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

HERE = Path(__file__).parent
PLACES = "地点编码,地点名称,地点类别"
ORGANISATIONS = "组织编码,组织名称,组织类别,领域"
ONE = PLACES + "\nC8,八社区,社区\n"
NOW = (2018, 6, 30, 0, 0, 0)
KEPT = ("60-xlsb", "62-takes-all-memory", "63-zip-with-a-nameless-file")


def texts() -> dict[str, dict[str, str | bytes]]:
    """Cases of text files: case → file → content."""
    head = PLACES + "\n"
    return {
        "base": {
            "地点台账.csv": PLACES + ",上级编码\nS,东街道,街道,\nC1,一社区,社区,S\nC2,二社区,社区,S\n",
            "党组织台账.csv": ORGANISATIONS
            + ",上级组织,所在地点\nO1,东街道工委,工委,机关,,S\nO2,一社区党委,党委,社区,O1,C1\n"
            "O3,二社区党支部,党支部,社区,O1,C2\n",
            "驻区单位台账.csv": "单位编码,单位名称,单位类别,所在地点\nU1,甲公司,非公企业,C1\n",
        },
        "05-printed-pages": {
            "地点台账.csv": f"东街道地点台账,,\n{head}1,甲,社区\n本页小计,,\n第1页 共2页,,\n"
            f"东街道地点台账,,\n{head}2,乙,社区\n合计：,,\n"
        },
        "11-missing-header": {
            "地点台账.csv": "地点编码,地点名称\n1,甲\n",
            "驻区单位台账.csv": "单位编码,单位名称,单位类别\nU1,小学,学校\n",
        },
        "12-unknown-header": {"地点台账.csv": PLACES + ",常住人口总量,户数(去年)\n1,甲,社区,9,3\n"},
        "13-utf8-with-mark": {"地点台账.csv": ("\ufeff" + ONE).encode()},
        "14-gb18030": {"地点台账.csv": (head + "1,㐂镇𠮷村,社区\n").encode("gb18030")},
        "15-utf16-tabs": {"地点台账.txt": ONE.replace(",", "\t").encode("utf-16")},
        "16-semicolons": {"地点台账.txt": "sep=;\n" + PLACES.replace(",", ";") + '\n1;"甲,乙;丙";社区\n'},
        "17-damaged-utf8": {"地点台账.csv": f"{head}1,东街道第一社区居民委员会,社区\n2,".encode() + b"\xe4\xb8,\n"},
        "18-no-text": {"地点台账.csv": b"\x00\x01\x02" + ONE.encode()},
        "19-quote-never-closed": {"地点台账.csv": f'{head}1,甲,社区\n2,"乙,社区\n3,丙,社区\n'},
        "20-quote-closed-rows-later": {"地点台账.csv": f'{head}1,"甲,社区\n2,乙,社区\n3,丙",社区\n4,丁,社区\n'},
        "64-a-notice-that-is-no-ledger": {
            "地点台账.csv": ONE,
            "说明.txt": "本文件夹是东街道的台账。\n",
            "关于报送地点台账的通知.txt": '各社区：\n"请于月底前报送\n谢谢。\n',
            "附件.csv": '甲,乙,丙\n1,"2,3\n4,5,6\n',
            "照片说明.txt": b"\x00\x01\x02\xff",
        },
        "65-a-damaged-ledger-known-by-headers": {
            "地点台账.csv": ONE,
            "新建文本.txt": '东街道\n单位编码,单位名称,单位类别\nU1,"甲公司,非公企业\nU2,乙公司,非公企业\n',
        },
        "66-a-damaged-ledger-known-by-name": {
            "地点台账.csv": ONE,
            "东街道驻区单位台账.csv": b"\x00\x01\x02",
        },
        "67-only-a-damaged-notice": {"通知.txt": '"请报送\n'},
        "21-rows-too-long": {"地点台账.csv": f"{head}1,甲,社区,东,路1号\n2,乙,社区,,\n3,丙\n"},
        "61-a-row-with-a-blank-cell-too-many": {
            "地点台账.csv": PLACES
            + ",上级编码,户数,常住人口\nS,东街道,街道,,9,90\n1,甲,社区,S,5,\n2,乙,1号,社区,S,5,\n",
            "驻区单位台账.csv": "单位编码,单位名称,单位类别\nU1,小学,学校,\nU2,中学,学校,\n",
        },
        "22-quotes-within-cells": {
            "地点台账.csv": f'{head}1,5"屏社区,社区\n2,"""乙""",社区\n3,"丙\n丁",社区\n,戊,社区\n'
        },
        "30-web-page-named-xls": {"地点台账.xls": "<html><table><tr><td>地点编码</td></tr></table></html>"},
        "31-text-named-xls": {"地点台账.xls": "地点编码\t地点名称\t地点类别\n007\t甲\t社区\n".encode("gb18030")},
        "32-locked-workbook": {
            "地点台账.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + "EncryptedPackage".encode("utf-16-le")
        },
        "33-empty-file": {"地点台账.csv": ""},
        "35-days": {
            "党组织台账.csv": ORGANISATIONS + ",成立日期\n1,甲,党支部,社区,2017年1月5日\n2,乙,党支部,社区,42740\n"
            "3,丙,党支部,社区,２０１７．０１．０５\n4,丁,党支部,社区,2017年3月\n5,戊,党支部,社区,二〇一七年\n"
            "6,己,党支部,社区,2017-02-30\n7,庚,党支部,社区,不详\n8,辛,党支部,社区,20170105\n9,壬,党支部,社区,大约2017年初\n"
        },
        "36-numbers": {
            "地点台账.csv": PLACES
            + ',户数,工作经费(万元)\n1,甲,社区,320户,7\n2,乙,社区,"1,320",8万元\n3,丙,社区,约500户,1.2亿\n'
            "4,丁,社区,－5,/\n5,戊,社区,３２０,90000元\n6,己,社区,三百多,无\n"
        },
        "37-yes-and-no": {
            "党组织台账.csv": ORGANISATIONS
            + ",两新,活动场所\n1,甲,党支部,企业,是,√\n2,乙,党支部,企业,Y,有\n3,丙,党支部,企业,否,×\n"
            "4,丁,党支部,企业,0,无\n5,戊,党支部,企业,部分,—\n"
        },
        "70-numbers-and-days-in-words": {
            "地点台账.csv": PLACES
            + ",户数,工作经费\n1,甲,社区,共320户。,7万5千元\n2,乙,社区,三百二十,1亿2千万元\n3,丙,社区,320人,柒万元整\n"
            "4,丁,社区,三百二,7万5\n5,戊,社区,约三百户,5户\n",
            "党组织台账.csv": ORGANISATIONS + ",成立日期\n1,甲,党支部,社区,2018 6 3\n2,乙,党支部,社区,2018·6·3\n"
            "3,丙,党支部,社区,2018年六月三日\n4,丁,党支部,社区,公元2018年6月3日\n5,戊,党支部,社区,二〇一八年六月三日\n"
            "6,己,党支部,社区,18年6月3日\n7,庚,党支部,社区,2018年六月\n",
        },
        "38-blanks": {
            "地点台账.csv": PLACES + ",户数\n1,甲,社区,不详\n2,乙,社区,N/A\n3,丙,社区,—\n4,/,社区,5\n　,己,社区,6\n"
        },
        "39-damaged-codes": {
            "地点台账.csv": f"{head}3.70214E+11,甲,社区\n0012,乙,社区\n0013,丙,社区\n14,丁,社区\n\u200b0015 ,戊,社区\n"
        },
        "40-repeats": {"地点台账.csv": f"{head}1,甲,社区\n1,甲,社区\n1,乙,社区\n２,丙,社区\n2,丁,社区\n"},
        "41-names-for-codes": {
            "组织覆盖.csv": "党组织名称,单位名称,覆盖方式\n一社区党委,甲公司,单建\n二社区党支部,Ｕ1,联建\n"
            "三社区党委,甲公司,联建\n"
        },
        "43-ties-to-nowhere": {
            "组织覆盖.csv": "组织编码,单位编码,覆盖方式\nO2,U1,单建\nO9,U1,单建\nO2,U9,联建\n",
            "党组织台账.csv": ORGANISATIONS + ",上级组织\nO4,四,党支部,社区,O99\n",
        },
        "44-persons": {
            "地点台账.csv": f"{head}1,甲,社区\n2,张三家11010519491231002X,社区\n13800138000,丙,社区\n",
            "党组织台账.csv": ORGANISATIONS + ",书记姓名,联系电话\n1,甲,党支部,社区,李四,13900139000\n",
        },
        "71-names-of-two-signs-and-odd-numbers": {
            "地点台账.csv": f"{head}C,高山社区,社区\n",
            "党组织台账.csv": ORGANISATIONS + "\nO,高山社区党支部,党支部,社区\n",
            "党员台账.csv": "党员编号,姓名,组织编码\nM1,李娜,O\nM2,高山,O\nM3,訾珺,O\n",
            "驻区单位台账.csv": "单位编码,单位名称,单位类别,行业\nU1,李娜理发店,个体工商户,报表李娜提供\n"
            "U2,高山物业公司,非公企业,高山社区物业\nU3,甲公司,非公企业,电话138，0013，8000\nU4,乙公司,非公企业,138····8000\n"
            "U5,丙公司,非公企业,投入150，2000，3000元\nU6,丁公司,非公企业,昨天訾珺在\nU7,戊公司,非公企业,高山请假\n",
        },
        "45-rings": {
            "党组织台账.csv": ORGANISATIONS
            + ",上级组织\n1,甲,党委,社区,3\n2,乙,党支部,社区,1\n3,丙,党支部,社区,2\n4,丁,党支部,社区,4\n"
        },
        "46-contradictions": {
            "党组织台账.csv": ORGANISATIONS
            + ",正式党员,预备党员,女党员\n1,甲,党支部,社区,5,1,7\n2,乙,党支部,社区,5,,7\n",
            "驻区单位台账.csv": "单位编码,单位名称,单位类别\n91350100M000100Y43,甲,学校\n91350100M000100Y44,乙,学校\n",
        },
        "48-one-bad-file-of-two": {"地点台账.csv": ONE, "驻区单位台账.xlsx": b"PK\x03\x04 cut off"},
        "49-a-column-twice": {"地点台账.csv": "名称,地点编码,地点名称,地点类别,\n乙,1,甲,社区,随手记\n"},
        "50-a-header-to-teach": {"地点台账.csv": PLACES + ",人家(万户)\n1,甲,社区,0.5\n"},
        "51-old-mac-lines": {"地点台账.csv": ONE.replace("\n", "\r")},
        "52-only-notes": {"地点台账.csv": "填报单位：东街道\n填报日期：2018-06-30\n"},
        "53-headers-only": {"地点台账.csv": head},
        "54-unknown-words": {"地点台账.csv": f"{head}1,甲,小村\n2,乙,community\n3,丙, 社 区 \n"},
        "55-codes-as-powers": {
            "地点台账.csv": PLACES + ",上级编码\n1.23E11,甲,社区,\n１２.3e+10,乙,社区,\n1E5,丙,社区,\n"
            "A1.2E+3,丁,社区,3.7E+11\n'3.70214E+11,戊,社区,\n1.2E3,己,社区,1E5\n"
        },
        "56-codes-that-look-like-powers": {"地点台账.csv": f"{head}1.2D11,甲,社区\n1.2E11,乙,社区\n1.2F11,丙,社区\n"},
    }


def workbook(
    path: Path,
    sheets: dict[str, list[list[object]]],
    *,
    hidden: tuple[str, ...] = (),
    merged: str = "",
    days: int | None = None,
) -> None:
    """A workbook of rows; a text beginning with ``=`` in a tuple with its cached value is a formula.

    ``days`` is the number of the built-in format that days are shown in.
    """
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": dt.datetime(*NOW)})  # noqa: DTZ001 - a workbook knows no zone
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        shown = None if days is None else book.add_format({"num_format": days})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if shown is not None and isinstance(cell, dt.date):
                    sheet.write_datetime(number, place, cell, shown)
                elif isinstance(cell, tuple):
                    sheet.write_formula(number, place, cell[0], None, cell[1])
                elif cell is not None:
                    sheet.write(number, place, cell)
        if name in hidden:
            sheet.hide()
        if merged:
            sheet.merge_range(merged, str(rows[0][0]))
    book.close()


def workbooks() -> None:
    """Cases of xlsx workbooks."""
    places = PLACES.split(",")
    one = [places, ["1", "甲", "社区"]]
    title: list[list[object]] = [
        ["东街道地点台账（2018年）"], ["填报单位：东街道党工委", None, None, "填报时间：2018年6月30日"],
        [], [*places, "户数"],
        ["1", "甲", "社区", 3], [], [], ["2", "乙", "社区", "4户"], ["小 计", None, None, 7], ["合计", None, None, 7],
        ["注：户数含租户"], ["审核人：", "王五"],
    ]  # fmt: skip
    workbook(case("01-title-and-notes"), {"1.地点台账": title}, merged="A1:D1")
    lines: list[list[object]] = [
        ["序号", "组织编码", "组织名称", "组织类别", "领域", "党员情况", None, None, "届 满"],
        [None, None, None, None, None, "正式", "预备", "女党员", "日期"],
        [1, "O1", "甲", "党委", "社区", 9, 2, 3, dt.date(2018, 6, 30)],
    ]
    workbook(case("02-two-lines-of-headers"), {"党组织台账": lines})
    broken: list[list[object]] = [
        ["地点\n编码*", "地 点 名 称", "地点类别（必填）", "户数\n（户）", "工作经费（万元）", "常住人口(单位：万人)"],
        ["1", "甲", "社区", 320, 7, 0.9],
    ]
    workbook(case("03-breaks-and-units-in-headers"), {"地点台账": broken})
    money: list[list[object]] = [
        ["经费情况"], ["填报单位：东街道", None, None, None, "单位：万元"],
        [*places, "户数", "工作经费", "服务群众经费(元)"],
        ["1", "甲", "社区", 320, 7, 90000],
    ]  # fmt: skip
    workbook(case("04-a-unit-for-the-sheet"), {"地点台账": money})
    units: list[list[object]] = [["单位编码", "单位名称", "单位类别"], ["U1", "小学", "学校"]]
    workbook(
        case("06-hidden-sheets"),
        {"地点台账": one, "驻区单位台账": units, "字典": [["社区"]]},
        hidden=("驻区单位台账", "字典"),
    )
    workbook(case("07-hidden-rows"), {"地点台账": [*one, ["2", "乙", "社区"]]})
    book = openpyxl.load_workbook(case("07-hidden-rows"))
    book["地点台账"].row_dimensions[2].hidden = True
    book["地点台账"].column_dimensions["B"].hidden = True
    book.save(case("07-hidden-rows"))
    workbook(case("08-a-sheet-nobody-knows"), {"地点台账": one, "通讯录": [["甲", "乙"], ["1", "2"]], "Sheet3": []})
    named: list[list[object]] = [["编码", "名称", "类别", "户数", "常住人口"], ["1", "甲", "社区", 3, 9]]
    workbook(case("09-a-sheet-known-by-headers"), {"Sheet1": named, "通讯录": [["甲", "乙"], ["1", "2"]]})
    workbook(
        case("10-a-sheet-of-two-tables"), {"地点台账": one, "Sheet1": [["编码", "名称", "类别"], ["9", "玖", "社区"]]}
    )
    failed: list[list[object]] = [
        [*places, "户数", "常住人口", "经度"],
        ["1", "甲", "社区", ("=1/0", "#DIV/0!"), ("=3*3", 9), None],
        ["2", ("=VLOOKUP(A1,B:B,1)", "#N/A"), "社区", 1, 2, None],
        ["3", "丙", ("=Z1", "#REF!"), 1, 2, None],
    ]
    workbook(case("42-formulas"), {"地点台账": failed})
    never: list[list[object]] = [
        [*places, "户数", "常住人口"],
        ["1", "甲", "社区", "=2+3", 9],
        ["2", "乙", "=C2", 4, None],
        ["=A3", "丙", "社区", 4, None],
        [None, None, None, "=D4", None],
        ["合计", None, None, "=SUM(D2:D4)", None],
    ]
    uncomputed("68-formulas-never-computed", never)
    lost: list[list[object]] = [
        [*places, "服务设施面积"],
        [370214001001000001, "甲", "社区", 1234567890123456789],
        ["370214001001000000", "乙", "社区", 3],
        [123456789012345, "丙", "社区", None],
        ["370214001001000001", "丁", "社区", None],
    ]
    workbook(case("57-digits-a-spreadsheet-lost"), {"地点台账": lost})
    days: list[list[object]] = [
        [*ORGANISATIONS.split(","), "成立日期", "届满日期"],
        ["1", "甲", "党支部", "社区", dt.date(1955, 4, 5), 20184],
        ["2", "乙", "党支部", "社区", dt.date(2018, 6, 3), 43254],
    ]
    workbook(case("58-days-of-chinese-excel"), {"党组织台账": days}, days=31)
    with_formats()
    merged_bodies()
    case("34-cut-off").write_bytes(case("01-title-and-notes").read_bytes()[:900])


def with_formats() -> None:
    """Numbers whose format shows a unit, a percent sign or fewer noughts."""
    book = xlsxwriter.Workbook(str(case("69-number-formats")))
    sheet = book.add_worksheet("地点台账")
    sheet.write_row(0, 0, [*PLACES.split(","), "户数", "工作经费(万元)", "常住人口"])
    rows: list[list[tuple[float, str]]] = [
        [(1, "000"), (3, '0"万户"'), (7, '0.0"万元"'), (20, '#,##0"人"')],
        [(2, "000"), (320, '#,##0"户"'), (90_000, '0"元"'), (20, '0"户"')],
        [(3, "000"), (320, '0"人"'), (70_000, '0!.0,"万元"'), (0.5, "0%")],
        [(4, "000"), (320_000, "0,"), (70_000, '0,"万元"'), (5, "General")],
        [(5, "000"), (0, '0;-0;"无"'), (7, "0.00"), (9, '0"个"')],
    ]
    for row, cells in enumerate(rows, start=1):
        sheet.write_row(row, 1, ["甲", "社区"])
        for place, (number, code) in zip((0, 3, 4, 5), cells, strict=True):
            sheet.write_number(row, place, number, book.add_format({"num_format": code}))
    book.close()


def uncomputed(name: str, rows: list[list[object]]) -> None:
    """Formulas as a program writes them that never works them out."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "地点台账"
    for row in rows:
        sheet.append(row)
    book.save(case(name))


def merged_bodies() -> None:
    """Cells merged over several rows, below the headers."""
    book = xlsxwriter.Workbook(str(case("59-merged-over-rows")))
    book.set_properties({"created": dt.datetime(*NOW)})  # noqa: DTZ001 - a workbook knows no zone
    places = book.add_worksheet("地点台账")
    units = book.add_worksheet("驻区单位台账")
    for number, row in enumerate([[*PLACES.split(","), "上级编码"], ["S", "东街道", "街道"], ["C1", "一社区", "社区"],
                                  ["C2", "二社区", "社区"]]):  # fmt: skip
        places.write_row(number, 0, row)
    places.merge_range("D3:D4", "S")
    rows: list[list[object]] = [
        ["驻区单位台账"], ["单位编码", "单位名称", "单位类别", "所在地点", "工会", "党员数"],
        ["U1", "甲", None, None, "是", None], ["U2", "乙", None, None, None, None], [], [None, "丙"],
        ["U4", "丁", "学校", "C2", "是", 4], ["合计", None, None, None, None, 11], ["U5", "戊", "学校"],
    ]  # fmt: skip
    for number, row in enumerate(rows):
        units.write_row(number, 0, row)
    units.merge_range("A1:F1", "驻区单位台账")
    units.merge_range("C3:C6", "学校")
    units.merge_range("D3:D6", "一社区")
    units.merge_range("F3:F4", 7)
    book.close()


def other_workbooks() -> None:
    """Cases of xls, ods and parquet."""
    rows: list[list[object]] = [
        ["组织编码", "组织名称", "组织类别", "领域", "成立日期", "两新", "正式党员"],
        ["007", "甲", "党委", "社区", dt.date(2017, 1, 5), True, 9],
        [370214001001, "乙", "党支部", "企业", None, False, None],
        ["009", None, "党支部", "企业", None, None, 1],
    ]
    old = xlwt.Workbook()
    sheet = old.add_sheet("党组织台账")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, dt.date):
                sheet.write(number, place, cell, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
            elif cell is not None:
                sheet.write(number, place, cell)
    old.save(str(case("28-xls", "台账.xls")))
    book = OpenDocumentSpreadsheet()
    table = Table(name="党组织台账")
    for row in rows:
        line = TableRow()
        for cell in row:
            line.addElement(ods_cell(cell))
        table.addElement(line)
    rest = TableRow(numberrowsrepeated="1048000")
    rest.addElement(TableCell(numbercolumnsrepeated="16384"))
    table.addElement(rest)
    book.spreadsheet.addElement(table)
    book.save(str(case("29-ods", "台账.ods")))
    frame = pl.DataFrame(
        {
            "地点编码": [370214001001.0, 7.0, None],
            "地点名称": pl.Series(["甲", "乙", "丙"], dtype=pl.Categorical),
            "地点类别": ["社区"] * 3,
            "户数": [320, None, 5],
            "工作经费": [0.5, float("nan"), 1.0],
        }
    )
    frame.write_parquet(case("47-parquet", "地点台账.parquet"))


def ods_cell(cell: object) -> TableCell:
    """One cell of an ods sheet."""
    if cell is None:
        return TableCell()
    if isinstance(cell, bool):
        return TableCell(valuetype="boolean", booleanvalue=str(cell).lower())
    if isinstance(cell, int):
        return TableCell(valuetype="float", value=str(cell))
    if isinstance(cell, dt.date):
        return TableCell(valuetype="date", datevalue=cell.isoformat())
    told = TableCell(valuetype="string")
    told.addElement(P(text=str(cell)))
    return told


class OldName(zipfile.ZipInfo):
    """A member whose name is written as Windows does: in GBK, without the UTF-8 flag."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def archives() -> None:
    """Cases of zips."""
    inner = io.BytesIO()
    pack(inner, [("地点台账.csv", ONE.encode())])
    pack(case("23-zip-of-windows", "台账.zip"), [("东街道/地点台账.csv", ONE.encode())], kind=OldName)
    pack(case("24-zip-that-leads-out", "台账.zip"), [("../../地点台账.csv", ONE.encode())])
    pack(case("25-zip-in-a-zip", "台账.zip"), [("一社区.zip", inner.getvalue())])
    pack(case("26-zip-bomb", "台账.zip"), [("地点台账.csv", bytes(101 << 20))], method=zipfile.ZIP_BZIP2)
    junk = [("__MACOSX/._地点台账.csv", b"\0"), ("台账/.DS_Store", b"\0"), ("台账/合影.jpg", b"\0")]
    pack(case("27-zip-of-a-mac", "台账.zip"), [("台账/地点台账.csv", ONE.encode()), *junk])


def pack(
    to: Path | io.BytesIO,
    members: list[tuple[str, bytes]],
    *,
    kind: type[zipfile.ZipInfo] = zipfile.ZipInfo,
    method: int = zipfile.ZIP_DEFLATED,
) -> None:
    """A zip of these members."""
    with zipfile.ZipFile(to, "w") as archive:
        for name, content in members:
            archive.writestr(kind(name, NOW), content, compress_type=method)


def case(name: str, file: str = "台账.xlsx") -> Path:
    """Where a case's file lies; its folder is made."""
    (HERE / name).mkdir(exist_ok=True)
    return HERE / name / file


def main() -> None:
    """Write every case anew."""
    for folder in HERE.iterdir():
        if folder.is_dir() and folder.name not in ("__pycache__", *KEPT):
            shutil.rmtree(folder)
    for name, files in texts().items():
        for file, content in files.items():
            case(name, file).write_bytes(content if isinstance(content, bytes) else content.encode())
    workbooks()
    other_workbooks()
    archives()


if __name__ == "__main__":
    main()
