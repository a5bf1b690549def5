"""Whether the same rows are read from every kind of file, and what cannot be read is refused whole."""

from __future__ import annotations

import datetime as dt
import json

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from graph_model.errors import LedgerRefused
from loaders.importer import read_hand_in
from loaders.reading import HandedFile, column_letters, read_sheets
from tests.unit.loaders.hand_ins import PLACES, SALT, problems_told, write_book

ROWS = [
    ["组织编码", "组织名称", "组织类别", "领域", "成立日期", "正式党员", "两新"],
    ["007", "甲,乙", "党委", "社区", "2017-01-05", "120", "是"],
    ["008", "名称\n两行", "党支部", "企业", None, None, "否"],
    ["009", None, "党支部", "企业", None, None, None],
]


def csv_text(rows):
    def cell(value):
        return "" if value is None else '"' + str(value).replace('"', '""') + '"'

    return "".join(",".join(map(cell, row)) + "\r\n" for row in rows)


def same_draft(one, other):
    assert list(one.tables) == list(other.tables)
    for name, rows in one.tables.items():
        assert_frame_equal(rows, other.tables[name])
    assert one.counts == other.counts
    assert problems_told(one.problems) == problems_told(other.problems)


def test_workbook_csv_and_parquet_give_the_same_draft(tmp_path):
    day = dt.date(2017, 1, 5)
    typed = [[day if cell == "2017-01-05" else 120 if cell == "120" else cell for cell in row] for row in ROWS]
    book = write_book(tmp_path / "台账.xlsx", {"党组织台账": typed})
    (tmp_path / "党组织台账.csv").write_text(csv_text(ROWS), "utf-8")
    frame = pl.DataFrame(typed[1:], schema=ROWS[0], orient="row")
    assert frame.schema["成立日期"] == pl.Date
    frame.write_parquet(tmp_path / "党组织台账.parquet")
    drafts = [
        read_hand_in([path], salt=SALT) for path in (book, tmp_path / "党组织台账.csv", tmp_path / "党组织台账.parquet")
    ]
    assert problems_told(drafts[0].problems) == [(4, "组织名称", None, "missing_value", "error")]
    assert drafts[0].tables["organisations"].select("code", "name", "founded", "full_members", "two_new").rows() == [
        ("007", "甲,乙", day, 120, True),
        ("008", "名称\n两行", None, None, False),
    ]
    same_draft(drafts[0], drafts[1])
    same_draft(drafts[0], drafts[2])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_are_read_in_each_encoding(tmp_path, encoding):
    path = tmp_path / "places.csv"
    path.write_text(csv_text([["code", "name", "kind"], ["1", "㐂镇𠮷村", "社区"]]), encoding)
    draft = read_hand_in([path], salt=SALT)
    assert draft.tables["places"].select("code", "name", "kind").rows() == [("1", "㐂镇𠮷村", "community")]


@pytest.mark.parametrize("content", [b"code,name,kind\n1,\xff\xff\xff,x\n", "code,name\n1,甲".encode("utf-16-le")])
def test_bytes_of_no_known_encoding_are_refused_not_replaced(tmp_path, content):
    path = tmp_path / "places.csv"
    path.write_bytes(content)
    with pytest.raises(LedgerRefused) as told:
        read_hand_in([path], salt=SALT)
    assert (told.value.code, told.value.values) == ("undecodable", {"file": "places.csv"})


@pytest.mark.parametrize(("name", "content", "code"), [
    ("a.xlsx", b"no workbook", "unreadable_file"), ("a.parquet", b"no parquet", "unreadable_file"),
    ("places.csv", b'code,name\n1,"open\n2,b\n', "unbalanced_quotes"), ("a.geojson", b"{}", "unreadable_file"),
    ("a.geojson", b"{", "unreadable_file"), ("a.docx", b"", "unknown_format"), ("places.csv", b"", "no_known_sheet"),
    ("unknown.csv", b"code,name\n1,a\n", "no_known_sheet"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_name(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LedgerRefused) as told:
        read_hand_in([tmp_path / name], salt=SALT)
    assert told.value.code == code
    assert name in str(told.value)


def test_a_missing_path_and_an_empty_folder_are_refused(tmp_path):
    with pytest.raises(LedgerRefused, match="file_missing"):
        read_hand_in([tmp_path / "none.xlsx"], salt=SALT)
    (tmp_path / "empty").mkdir()
    with pytest.raises(LedgerRefused, match="no_files"):
        read_hand_in([tmp_path / "empty"], salt=SALT)


def test_folders_are_read_with_their_sub_folders_and_files_named_from_there(tmp_path):
    folder = tmp_path / "台账"
    (folder / "sub").mkdir(parents=True)
    (folder / "places.csv").write_text(csv_text([["code", "name", "kind"], ["1", "甲", "社区"]]), "utf-8")
    (folder / "sub" / "units.csv").write_text(csv_text([["code", "name", "kind"], ["U1", None, "学校"]]), "utf-8")
    (folder / "sub" / "scan.pdf").write_bytes(b"%PDF")
    (folder / "~$places.csv").write_bytes(b"\xff")
    draft = read_hand_in([folder], salt=SALT)
    assert draft.problems.select("file", "sheet", "row", "code").rows() == [
        ("sub/units.csv", "units", 2, "missing_value"),
        ("sub/scan.pdf", "", None, "unknown_sheet"),
    ]
    assert [source.file for source in draft.sources] == ["places.csv", "sub/units.csv"]


def test_a_map_file_brings_boundaries(tmp_path):
    square = {"type": "Polygon", "coordinates": [[[120, 36], [121, 36], [121, 37], [120, 36]]]}
    point = {"type": "Point", "coordinates": [120, 36]}
    features = [
        {"type": "Feature", "properties": {"code": "C1"}, "geometry": square},
        {"type": "Feature", "properties": {"地点编码": "C9"}, "geometry": square},
        {"type": "Feature", "properties": {"code": "S"}, "geometry": point},
    ]
    path = tmp_path / "map.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    book = write_book(tmp_path / "a.xlsx", {"地点台账": PLACES})
    draft = read_hand_in([book, path], salt=SALT)
    assert draft.tables["boundaries"].get_column("place").to_list() == ["C1"]
    assert json.loads(draft.tables["boundaries"].get_column("geometry").item()) == square
    assert [row[:1] + row[3:] for row in problems_told(draft.problems)] == [
        (3, "unknown_reference", "error"),
        (4, "missing_value", "error"),
    ]


def test_cells_of_a_workbook_become_the_text_a_person_sees(tmp_path):
    row = ["007", 370214001001, 1.5, dt.date(2017, 1, 5), True, ("=1/0", "#DIV/0!"), ("=1+1", 2), None]
    path = write_book(tmp_path / "a.xlsx", {"x": [[], row]})
    sheet = next(read_sheets(HandedFile(path, "a.xlsx")))
    assert sheet.cells.row(1) == (2, "007", "370214001001", "1.5", "2017-01-05", "true", "#DIV/0!", "2")


def test_typed_columns_of_parquet_are_read_as_a_sheet_would_show_them(tmp_path):
    frame = pl.DataFrame({
        "地点编码": [370214001001.0, 7.5, None],
        "地点名称": pl.Series(["甲", "乙", "丙"], dtype=pl.Categorical),
        "地点类别": ["社区"] * 3,
        "户数": [320, None, 5],
        "工作经费": [0.5, float("nan"), 1e16],
        "备注": [[1], [2], []],
        "经度": [None, None, None],
    })  # fmt: skip
    frame.write_parquet(tmp_path / "places.parquet")
    draft = read_hand_in([tmp_path / "places.parquet"], salt=SALT)
    assert problems_told(draft.problems) == [
        (None, "工作经费", "1", "unit_assumed", "warning"),
        (4, "地点编码", None, "missing_value", "error"),
    ]
    assert draft.tables["places"].select("code", "name", "households", "work_funds", "lon").rows() == [
        ("370214001001", "甲", 320, 0.5, None),
        ("7.5", "乙", None, None, None),
    ]


def test_columns_are_lettered_like_a_spreadsheet():
    assert [column_letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_tabs_and_semicolons_part_columns_too(tmp_path):
    for sign in "\t;":
        path = tmp_path / "places.txt"
        path.write_text(sign.join(["code", "name", "kind"]) + "\n" + sign.join(["1", "甲", "社区"]) + "\n", "utf-8")
        assert read_hand_in([path], salt=SALT).counts["places"].accepted == 1
