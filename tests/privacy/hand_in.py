"""A folder of every kind of file that is read, with a person in every kind of cell, header, name and note."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdsTable
from odf.table import TableCell, TableRow
from odf.text import P

from graph_model.schema import SHEETS, TABLES, ColumnType, Table
from tests.privacy.planting import MASKED_FORMS, UNLISTED_FORMS, UNLISTED_SURNAMES, Plants
from tests.region import REGION, frame_from_rows

Cells = list[list[object]]
AROUND = ("备注", "没有人认识的列", "联系人")
"""Columns beside the contract's own: one that is known and not read, one nobody knows, one about a person."""
NUMBERS = (ColumnType.INTEGER, ColumnType.NUMBER)


def write_hand_in(folder: Path, plants: Plants) -> Path:
    """Write the folder; the names that were planted stand in the members' sheet."""
    folder.mkdir(parents=True)
    sheets = {table.name: rows_of(table, plants) for table in SHEETS if table.name != "members"}

    def named(stem: str, suffix: str) -> Path:
        told = plants.mobile(f"file name of {stem}")
        return folder / f"{stem}_{plants.name(f'file name of {stem}')}{told}.{suffix}"

    inner = folder / f"下属单位{plants.identity('folder name')}"
    inner.mkdir()
    workbook(folder, sheets, plants)
    old_workbook(named("驻区单位台账", "xls"), {"驻区单位台账": sheets["units"]})
    open_document(folder / "覆盖.ods", {"组织覆盖": sheets["coverage"], "责任区": sheets["responsibility"]})
    text(named("联席组织", "csv"), sheets["committees"], encoding="utf-8-sig")
    text(folder / f"委员_{plants.short('file name: short', form=5)}.csv", sheets["seats"], encoding="gb18030")
    text(folder / "共建协议.csv", sheets["agreements"])
    text(folder / "协议方.tsv", sheets["parties"], separator="\t")
    text(folder / "三张清单.txt", sheets["listings"], separator=";")
    columnar(folder / "认领.parquet", sheets["claims"])
    text(inner / "班子.csv", sheets["teams"])
    text(inner / f"整顿_{plants.name('file name in a folder')}.csv", sheets["cases"])
    text(folder / "上报数字.txt", sheets["figures"], encoding="utf-16", separator="\t")
    outlines(folder / f"边界{plants.mobile('name of a map')}.geojson", plants)
    (folder / f"合影{plants.name('photo')}{plants.mobile('photo')}.jpg").write_bytes(b"no picture")
    archive(folder / "会议.zip", sheets, plants)
    text(folder / "党员台账.csv", members(plants))  # last: by now every name is known
    return folder


def write_later_hand_ins(folder: Path, plants: Plants) -> list[Path]:
    """Two folders: places, organisations and meetings; and a later one, without members, that names persons."""
    first, later = folder / "一季度", folder / "二季度"
    for one in (first, later):
        one.mkdir(parents=True)
    count = len(UNLISTED_SURNAMES) * len(UNLISTED_FORMS)
    text(first / "地点台账.csv", [["地点编码", "地点名称", "地点类别"], ["S", "东街道", "街道"]])
    text(first / "党组织台账.csv", [["组织编码", "组织名称", "组织类别", "领域"], ["O", "一支部", "党支部", "社区"]])
    meetings = [[f"M-{number}", "党课", "2018-06-01"] for number in range(count)]
    text(first / "会议活动.csv", [["编码", "类别", "日期"], *meetings])
    absences = [
        [f"M-{number}", "O", "否", plants.unlisted("attendance", number=number)] for number in range(0, count, 2)
    ]
    text(later / "参会.csv", [["会议编码", "组织编码", "出席", "缺席原因"], *absences])
    needs = [
        [f"L-{number}", "需求清单", "O", plants.unlisted("listings", number=number)] for number in range(1, count, 2)
    ]
    text(later / "三张清单.csv", [["编码", "清单类别", "组织编码", "内容"], *needs])
    return [first, later]


def rows_of(table: Table, plants: Plants) -> Cells:
    """The region's rows of a table, and before them one row a column and person, in every kind of cell."""
    columns = table.columns
    whole = frame_from_rows(table.name, REGION[table.name]).rows(named=True)
    keys = fresh_keys(table)
    planted: Cells = []
    for place, (header, form) in enumerate(itertools.product([*(c.zh for c in columns), *AROUND], range(2))):
        for told in plants.each(f"{table.name}, {header}", form=place // 2 + place % 2 * 5 if form else 0):
            row = {**whole[place % len(whole)], **next(keys)}
            cells = {column.zh: shown(row[column.name]) for column in columns} | dict.fromkeys(AROUND)
            planted.append(list({**cells, header: told}.values()))
    for form in range(len(MASKED_FORMS)):
        header = columns[(form + 1) % len(columns)].zh
        cells = {column.zh: shown(whole[form % len(whole)][column.name]) for column in columns} | dict.fromkeys(AROUND)
        fresh = next(keys)
        cells |= {column.zh: fresh[column.name] for column in columns if column.name in fresh}
        planted.append(
            list({**cells, header: plants.masked(f"{table.name}, {header}: masked {form}", form=form)}.values())
        )
    free = [c.zh for c in columns if not (c.key or c.references is not None or c.name == "name")]
    for form, header in enumerate([*free, *AROUND[:2]]):
        cells = {column.zh: shown(whole[form % len(whole)][column.name]) for column in columns} | dict.fromkeys(AROUND)
        fresh = next(keys)
        cells |= {column.zh: fresh[column.name] for column in columns if column.name in fresh}
        form += len(table.name)  # else the first column of every table has the same
        planted.append(
            list({**cells, header: plants.short(f"{table.name}, {header}: short {form}", form=form)}.values())
        )
    rest = [[shown(row[column.name]) for column in columns] + [None] * len(AROUND) for row in whole]
    total: list[object] = ["合计", *[None] * (len(columns) + len(AROUND) - 2)]
    notes: Cells = [
        [*total, plants.name(f"{table.name}, totals")],
        [f"填表人：{plants.name(f'{table.name}, note')} {plants.mobile(f'{table.name}, note', form=1)}"],
        [f"备注：{plants.identity(f'{table.name}, note')}"],
        [plants.short(f"{table.name}, note: short")],
    ]
    strange: list[object] = [
        plants.mobile(f"{table.name}, header"),
        f"经{plants.name(f'{table.name}, header')}核",
        f"{columns[0].zh}（如{plants.identity(f'{table.name}, header with an example')}）",
    ]
    header: list[object] = [*(column.zh for column in columns), *AROUND, *strange]
    title: Cells = [[f"某街道{table.zh} 填报人 {plants.name(f'{table.name}, title')}"]]
    return [*title, header, *planted, *rest, *notes]


def fresh_keys(table: Table):
    """Keys that no row of the region has, without end; of ties as many as there are pairs."""
    tied = [column for column in table.columns if column.key and column.references is not None]
    if not tied:
        yield from ({"code": f"{table.name[:2].upper()}-{number}"} for number in itertools.count(1))
    codes = [[row["code"] for row in REGION[str(column.references)]] for column in tied]
    taken = {tuple(row[column.name] for column in tied) for row in REGION[table.name]}
    for number in itertools.count():
        for pair in itertools.product(*codes):
            free = dict(zip((column.name for column in tied), pair, strict=True))
            if table.name == "teams":
                yield free | {"term": 1950 + number}
            elif table.name == "figures":
                yield free | {"as_of": dt.date(2001, 1, 1) + dt.timedelta(days=number)}
            elif number or pair not in taken:
                yield free


def members(plants: Plants) -> Cells:
    """A sheet of members that holds every planted name; numbers of persons stand in all its cells as well."""
    table = TABLES["members"]
    told = rows_of(table, plants)
    header = next(place for place, row in enumerate(told) if table.columns[0].zh in row)
    width = len(told[header])
    rows = [*told[:header], [*told[header], "姓名（必填）", "身份证号（18位）"]]
    rows += [[*row, *[None] * (width - len(row))] for row in told[header + 1 :]]
    whole = {**next(iter(REGION["members"]))}
    for number in range(6):  # members' numbers are identity numbers as often as not
        cells = {c.zh: shown(whole.get(c.name)) for c in table.columns}
        cells["党员编号"] = plants.identity("number of a member", form=number)
        cells["性别"] = plants.name("members, a name where it does not belong") if number else cells["性别"]
        row = [*cells.values(), *[None] * (width - len(cells))]
        rows.append([*row, plants.name("name of a member"), plants.identity("a person's column")])
    known = len(plants.names)
    for number, name in enumerate(plants.names[:known]):
        rows.append([f"DY-{number}", "HQ", *[None] * (width - 2), name])
    return rows


def shown(value: object) -> object:
    """A value as planners write it."""
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else value


def workbook(folder: Path, sheets: Mapping[str, Cells], plants: Plants) -> None:
    """An xlsx: numbers as numbers, formulas with their cached values, comments, hidden and unknown sheets."""
    path = folder / "台账.xlsx"
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"}
    )
    book.set_properties({"author": plants.name("author of a workbook"), "comments": plants.mobile("properties")})
    for name in ("places", "organisations"):
        sheet = book.add_worksheet(TABLES[name].zh)
        write(sheet.write, sheets[name])
        sheet.write_comment(1, 1, f"{plants.name(f'comment, {name}')} {plants.identity(f'comment, {name}')}")
        last = len(sheets[name])
        for place, column in enumerate(TABLES[name].columns):
            for number in range(3):  # a row each with a number that is a number, and a formula's value
                row = last + 3 * place + number
                for spot, cell in enumerate(sheets[name][3]):
                    sheet.write(row, spot, cell)
                sheet.write(row, 0, f"N-{row}")
                where = f"{name}, {column.zh}, number"
                if number == 0:
                    sheet.write_number(row, place, int(plants.mobile(where)))
                elif number == 1:
                    identity = plants.identity(where)
                    if identity.isdigit():
                        sheet.write_number(row, place, int(identity))
                        plants.listed(where, identity[:15])
                else:
                    sheet.write_formula(row, place, "=1+1", None, plants.identity(where + " of a formula"))
    hidden = book.add_worksheet(f"隐藏{plants.name('name of a hidden sheet')}")
    write(hidden.write, [["地点编码", "地点名称", "地点类别"], ["H1", plants.mobile("hidden sheet"), "社区"]])
    hidden.hide()
    unknown = book.add_worksheet(f"表{plants.mobile('name of a sheet')}{plants.name('name of a sheet')}")
    write(unknown.write, [plants.each("unknown sheet"), plants.each("unknown sheet", form=1)])
    refused(book.add_worksheet("联席组织(2)"), plants)
    ignored = book.add_worksheet("填表说明")
    write(ignored.write, [plants.each("sheet that is not read")])
    book.close()


def refused(sheet: Any, plants: Plants) -> None:
    """A sheet without a column that must be there, whose rows are kept as they were; persons in merged cells too."""
    table = TABLES["committees"]
    rows = rows_of(table, plants)
    missing = next(place for place, column in enumerate(table.columns) if column.must_be_filled and place > 0)
    write(sheet.write, [row[:missing] + row[missing + 1 :] if len(row) > missing else row for row in rows])
    for place, told in enumerate(plants.each("merged cells"), start=1):
        last = len(rows) + 3 * place
        sheet.merge_range(last, place, last + 1, place, told)
        sheet.write(last, 0, f"M-{last}")
        sheet.write(last + 1, 0, f"M-{last + 1}")


def write(put: Callable[[int, int, object], object], rows: Cells) -> None:
    """Put every cell that is not empty in its place."""
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None:
                put(number, place, cell)


def old_workbook(path: Path, sheets: Mapping[str, Cells]) -> None:
    """An xls; numbers in the columns of numbers where they can be."""
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        write(sheet.write, [[cell.isoformat() if isinstance(cell, dt.date) else cell for cell in row] for row in rows])
    book.save(str(path))


def open_document(path: Path, sheets: Mapping[str, Cells]) -> None:
    """An ods."""
    book = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = OdsTable(name=name)
        for row in rows:
            line = TableRow()
            for cell in row:
                told = TableCell(valuetype="string") if cell is not None else TableCell()
                if cell is not None:
                    told.addElement(P(text=str(cell)))
                line.addElement(told)
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(path))


def text(path: Path, rows: Cells, *, encoding: str = "utf-8", separator: str = ",") -> None:
    """A text file; the title and the notes have cells of their own, so that every row has as many."""
    path.write_bytes(separated(rows, separator=separator).encode(encoding))


def separated(rows: Cells, *, separator: str = ",") -> str:
    """Rows as the text of a file."""
    width = max(len(row) for row in rows)
    lines = [["" if cell is None else str(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    return pl.DataFrame(lines, orient="row").write_csv(include_header=False, separator=separator)


def columnar(path: Path, rows: Cells) -> None:
    """A parquet file: the headers are columns' names, one of them holds floats."""
    header = [str(cell) for cell in rows[1]]
    body = [[None if cell is None else str(cell) for cell in row] + [None] * len(header) for row in rows[2:]]
    frame = pl.DataFrame({name: [row[place] for row in body] for place, name in enumerate(header)})
    mobiles = pl.Series("数量", [float(1e10 + number) for number in range(frame.height)])
    frame.with_columns(mobiles).write_parquet(path)


def outlines(path: Path, plants: Plants) -> None:
    """A map whose codes, properties and even positions hold persons."""

    def feature(code: object, height: object = 5, **properties: object) -> dict[str, object]:
        ring = [[120.1, 36.1, height], [120.2, 36.1], [120.2, 36.2], [120.1, 36.1]]
        geometry = {"type": "Polygon", "coordinates": [ring], "owner": plants.name("member of a geometry")}
        return {"type": "Feature", "properties": {"code": code, **properties}, "geometry": geometry}

    features = [
        feature("C1", 姓名=plants.name("property"), 电话=plants.mobile("property")),
        feature(int(plants.mobile("code of a map"))),
        feature(plants.name("code of a map")),
        feature(plants.identity("code of a map")),
        feature("C2", height=int(plants.mobile("height of a position"))),
        feature("K1", height=plants.name("height of a position")),
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")


def archive(path: Path, sheets: Mapping[str, Cells], plants: Plants) -> None:
    """A zip with folders in it, one name as Windows writes it."""
    with zipfile.ZipFile(path, "w") as out:
        inner = f"{plants.name('folder in a zip')}/会议活动_{plants.mobile('name in a zip')}.csv"
        out.writestr(inner, separated(sheets["meetings"]))
        out.writestr("参会.csv", separated(sheets["attendance"]).encode("gb18030"))
        out.writestr(f"附图{plants.identity('name in a zip')}.png", b"no picture")
