"""Whether money without a unit and codes with a point are told once a column, and only where there is doubt."""

from __future__ import annotations

import pytest

from loaders.importer import read_hand_in
from tests.unit.loaders.hand_ins import SALT

HEADERS = ["地点编码", "地点名称", "地点类别"]


def handed(tmp_path, **files):
    folder = tmp_path / "交"
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    draft = read_hand_in([folder], salt=SALT)
    return draft, draft.problems.select("row", "column", "value", "code", "severity").rows()


@pytest.mark.parametrize(
    ("header", "cells", "told"),
    [
        ("工作经费", ["6", "7.5", "70000"], "2"),
        ("工作经费", ["6", "", "无"], "1"),
        ("工作经费", ["70000", "80000", "0"], None),  # the contract's money is yuan
        ("工作经费", ["6万元", "900元", "￥900"], None),
        ("工作经费(元)", ["6", "7", "8"], None),
        ("工作经费(万元)", ["6", "7", "8"], None),
        ("户数", ["6", "7", "8"], None),
    ],
)
def test_small_amounts_without_any_unit_are_told_once_and_kept_as_yuan(tmp_path, header, cells, told):
    rows = "".join(f"{n},甲{n},社区,{cell}\n" for n, cell in enumerate(cells))
    draft, problems = handed(tmp_path, 地点台账=f"{','.join(HEADERS)},{header}\n{rows}")
    assert problems == ([(None, header, told, "unit_assumed", "warning")] if told else [])
    if header == "工作经费" and cells[0] == "6":
        assert draft.tables["places"].item(0, "work_funds") == 6.0
    assert draft.counts["places"].warned == 0


def test_a_unit_above_the_rows_is_a_unit(tmp_path):
    _, problems = handed(tmp_path, 地点台账=f"单位：万元,,,\n{','.join(HEADERS)},工作经费\n1,甲,社区,6\n")
    assert problems == []


def test_a_code_written_as_1_0_is_the_code_1_in_whatever_file_it_stands(tmp_path):
    draft, problems = handed(
        tmp_path,
        地点台账=f"{','.join(HEADERS)}\n1.0,甲,社区\n2.00,乙,社区\nX,丙,社区\n",
        党组织台账="组织编码,组织名称,组织类别,领域,所在地点\n7,甲,党支部,社区,1\n8,乙,党支部,社区,2.0\n",
    )
    assert draft.tables["places"].get_column("code").to_list() == ["1", "2", "X"]
    assert draft.tables["organisations"].get_column("place").to_list() == ["1", "2"]
    assert sorted(problems) == [
        (None, "地点编码", "2", "code_without_point", "warning"),
        (None, "所在地点", "1", "code_without_point", "warning"),
    ]


def test_two_files_with_1_and_1_0_hand_in_one_key(tmp_path):
    draft, problems = handed(
        tmp_path,
        一地点台账=f"{','.join(HEADERS)}\n1,甲,社区\n",
        二地点台账=f"{','.join(HEADERS)}\n1.0,乙,社区\n",
    )
    assert draft.tables["places"].rows_by_key("code").keys() == {"1"}
    assert [code for *_, code, _ in problems if code != "sheet_by_headers"] == ["code_without_point", "duplicate_key"]


def test_where_a_point_is_part_of_codes_it_stays(tmp_path):
    draft, problems = handed(tmp_path, 地点台账=f"{','.join(HEADERS)}\n1.0,甲,社区\n1.1,乙,社区\n")
    assert (draft.tables["places"].get_column("code").to_list(), problems) == (["1.0", "1.1"], [])
