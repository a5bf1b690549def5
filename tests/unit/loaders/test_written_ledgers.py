"""Written in any of the dialects that officials use, does a ledger come back as the rows it was written from?

Each cell, header, sheet name and file is written in one of its natural forms, drawn anew for every example.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
import zipfile
from pathlib import Path

import polars as pl
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_model.schema import TABLES, ColumnType
from loaders.hand_in import read_hand_in

EXCEL_DAY_0 = dt.date(1899, 12, 30)
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
BLANKS = (None, "", " ", "　", "/", "—", "不详", "N/A", "-")
YES = ("是", "√", "有", "Y", "yes", "1", "TRUE", "已建", " 是 ")
NO = ("否", "×", "无", "N", "no", "0", "FALSE", "未建", "没有")
DAYS = (
    "{0.year}年{0.month}月{0.day}日", "{0.year}.{0.month}.{0.day}", "{0.year}-{0.month:02}-{0.day:02}",
    "{0.year}/{0.month}/{0.day}", "{0.year}{0.month:02}{0.day:02}", "{0.year}年{0.month:02}月{0.day:02}日",
    " {0.year}-{0.month:02}-{0.day:02} 00:00:00", "{0.year}．{0.month}．{0.day}",
)  # fmt: skip
LETTERS = "共建社区东西南北中路街文化服务中心第一二三四五六七八九十甲乙丙丁abcXYZ()（）·,，;；\"'“”\t"
TITLES = (["某某街道台账"], ["填报单位：某某街道党工委", None, "填报时间：2018年6月30日"], [])
WRITTEN = {
    "places": ("code", "name", "kind", "households", "work_funds", "lon"),
    "organisations": ("code", "name", "level", "domain", "two_new", "founded", "full_members"),
    "agreements": ("code", "title", "kind", "signed", "starts"),
}
UNITS = {"households": ("户",), "full_members": ("名", "人")}


@st.composite
def values(draw, column):
    """A value that the contract allows in this column; None now and then where a cell may be blank."""
    if not column.must_be_filled and draw(st.integers(0, 4)) == 0:
        return None
    if column.type is ColumnType.WORD:
        return draw(st.sampled_from(column.codes))
    if column.type is ColumnType.YES_NO:
        return draw(st.booleans())
    if column.type is ColumnType.DATE:
        return draw(st.dates(dt.date(1921, 7, 1), dt.date(2030, 12, 31)))
    if column.type is ColumnType.INTEGER:
        return draw(st.integers(0, 3_000_000))
    if column.type is ColumnType.NUMBER:
        return draw(st.integers(0, 17_999)) / 100 if column.name == "lon" else float(draw(st.integers(0, 10**7)))
    # titles, notes and totals are known by how a cell begins: these begin as names do
    return "和" + draw(st.text(LETTERS, max_size=12)).strip() + "平"


@st.composite
def cell_forms(draw, value, column, *, typed):
    """One natural way to write a value; ``typed`` where a file can hold numbers and days as such."""
    if value is None:
        return draw(st.sampled_from(BLANKS))
    if column.type is ColumnType.WORD:
        word = next(word for word in column.vocabulary if word.value == value)
        return draw(st.sampled_from((word.zh, word.value, f" {word.zh}　", word.value.upper(), f"\u200b{word.zh}")))
    if column.type is ColumnType.YES_NO:
        return draw(st.sampled_from(YES if value else NO))
    if column.type is ColumnType.DATE:
        if typed and draw(st.booleans()):
            return value
        serial = str((value - EXCEL_DAY_0).days)
        forms = [form.format(value) for form in DAYS]
        read_alone = len(serial) == 5 and not ("1900" <= serial[:4] <= "2049" and serial[4] != "0")  # 20184: 2018.4?
        return draw(st.sampled_from([*forms, serial] if read_alone else forms))
    if column.type in (ColumnType.INTEGER, ColumnType.NUMBER):
        plain = f"{value:.2f}" if column.name == "lon" else f"{int(value)}"
        forms = [plain, plain.translate(FULL_WIDTH), f" {plain}"]
        if column.name != "lon":
            forms += [f"{int(value):,}", f"{int(value):,}".translate(FULL_WIDTH), f"{int(value)}.0"]
        forms += [plain + unit for unit in UNITS.get(column.name, ())]
        if column.unit == "yuan":
            forms += [f"{plain}元", f"{value / 10_000:.4f}万元", f"{value / 10_000:.4f}万"]
        if typed:
            forms += [value, float(value)]
        return draw(st.sampled_from(forms))
    return draw(st.sampled_from((value, f" {value} ", f"\u200b{value}", f"{value}　")))


@st.composite
def header_forms(draw, column):
    forms = [column.zh, column.name, f"{column.zh}*", f" {column.zh[:1]}\n{column.zh[1:]}", column.name.upper()]
    if column.unit == "yuan":
        forms += [f"{column.zh}（元）", f"{column.zh}(元)"]
    return draw(st.sampled_from(forms))


@st.composite
def ledgers(draw):
    """A table's name, its rows, the sheet they are written on as lists of cells, and whether cells may be typed."""
    name = draw(st.sampled_from(sorted(WRITTEN)))
    table = TABLES[name]
    columns = [table.column(column) for column in WRITTEN[name]]
    columns = draw(st.permutations([c for c in columns if c.must_be_filled or draw(st.booleans())]))
    rows = []
    for number in range(draw(st.integers(1, 6))):
        row = {column.name: draw(values(column)) for column in columns}
        rows.append(row | {"code": f"{table.name[:2].upper()}-{number:03}"})
    typed = draw(st.booleans())
    numbered = draw(st.booleans())
    sheet = [list(line) for line in draw(st.lists(st.sampled_from(TITLES), max_size=3))]
    sheet.append([*(["序号"] if numbered else []), *(draw(header_forms(column)) for column in columns)])
    for number, row in enumerate(rows, start=1):
        if draw(st.integers(0, 5)) == 0:
            sheet.append([])
        cells = [
            row["code"] if column.name == "code" else draw(cell_forms(row[column.name], column, typed=typed))
            for column in columns
        ]
        sheet.append([*([str(number)] if numbered else []), *cells])
    if draw(st.booleans()) and (numbered or columns[0].name != "code"):  # as a key, the word would be one
        sheet.append(["合计"])
    return name, rows, sheet, typed


@st.composite
def files(draw):
    """A ledger and the file that holds it: its name and content."""
    name, rows, sheet, typed = draw(ledgers())
    stem = draw(st.sampled_from((TABLES[name].zh, name, f"1.{TABLES[name].zh}", f"{TABLES[name].zh}（2018年）")))
    if typed:
        return name, rows, f"{stem}.xlsx", workbook(stem, sheet)
    width = max(len(line) for line in sheet)
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=draw(st.sampled_from(",\t;")), lineterminator=draw(st.sampled_from(("\n", "\r\n")))
    )
    writer.writerows([*line, *[None] * (width - len(line))] for line in sheet)
    content = text.getvalue().encode(draw(st.sampled_from(("utf-8", "utf-8-sig", "gb18030"))))
    ending = draw(st.sampled_from((".csv", ".txt")))
    if draw(st.booleans()):
        return name, rows, f"{stem}{ending}", content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"台账/{stem}{ending}", content)
    return name, rows, "台账.zip", packed.getvalue()


def workbook(sheet_name, rows):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet_name)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    page.write_datetime(number, place, dt.datetime.combine(cell, dt.time()), day)
                elif isinstance(cell, int | float):
                    page.write_number(number, place, cell)
                elif cell is not None:
                    page.write_string(number, place, cell)
    return content.getvalue()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(files())
def test_what_is_written_in_any_dialect_is_read_as_it_was(written):
    name, rows, file, content = written
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(content)
        draft = read_hand_in([path], salt=b"no member is handed in here")
    told = draft.problems.filter(pl.col("severity") == "error").rows()
    assert (draft.counts[name].accepted, told) == (len(rows), [])
    columns = list(rows[0])
    read = draft.tables[name]
    assert read.select(columns).rows() == [tuple(row[column] for column in columns) for row in rows]
    others = [column for column in read.columns if column not in columns]
    assert read.select(pl.col(others).is_null().all()).row(0) == (True,) * len(others)
