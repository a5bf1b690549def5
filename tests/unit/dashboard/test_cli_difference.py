"""Do load, undo and redo tell what they would change before they do, and does history tell a row's life?"""

from __future__ import annotations

import pytest

FIRST = """组织编码,组织名称,组织类别,领域,书记状态,正式党员
Z1,一支部,党支部,社区,在任,12
Z2,二支部,党支部,社区,在任,30
Z3,三支部,党支部,社区,,4
"""
SECOND = """组织编码,组织名称,组织类别,领域,书记状态,正式党员
Z1,一支部,党支部,社区,空缺,12
Z2,二支部,党支部,社区,在任,30
Z4,四支部,党支部,社区,兼任,6
"""
MEMBERS = "党员编号,组织编码,性别\n" + "".join(f"M{number},Z1,男\n" for number in range(12))
MORE_MEMBERS = "党员编号,组织编码,性别\n" + "".join(f"N{number},Z1,男\n" for number in range(3))


@pytest.fixture
def write(tmp_path):
    def written(folder: str, **tables: str):
        for name, text in tables.items():
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / f"{name}.csv").write_text(text, "utf-8")
        return tmp_path / folder

    return written


@pytest.fixture
def loaded(gongjian, tmp_path, write):
    """A data folder with the first hand-in."""
    data = tmp_path / "d"
    assert gongjian(data, "load", write("one", organisations=FIRST)).code == 0
    return data


ADDED = {
    "key": "Z4",
    "change": "added",
    "cells": {
        "name": [None, "四支部"],
        "level": [None, "branch"],
        "domain": [None, "community"],
        "secretary": [None, "concurrent"],
        "full_members": [None, "<10"],
    },
}
CHANGED = {"key": "Z1", "change": "changed", "cells": {"secretary": ["filled", "vacant"]}}
REMOVED = {
    "key": "Z3",
    "change": "removed",
    "cells": {
        "name": ["三支部", None],
        "level": ["branch", None],
        "domain": ["community", None],
        "full_members": ["<10", None],
    },
}


def test_a_dry_run_tells_rows_added_and_changed_by_cell_and_changes_nothing(gongjian, loaded, write):
    second = write("two", organisations=SECOND)
    told = gongjian(loaded, "load", second, "--dry-run", "--json").json["difference"]
    assert told == {"organisations": {"added": 1, "changed": 1, "removed": 0, "rows": [CHANGED, ADDED], "more": 0}}
    assert [one["batch"] for one in gongjian(loaded, "batches", "--json").json] == ["b0001"]


def test_with_replace_the_rows_that_would_go_are_told(gongjian, loaded, write):
    second = write("two", organisations=SECOND)
    told = gongjian(loaded, "load", second, "--dry-run", "--replace", "--json").json["difference"]
    assert told["organisations"]["rows"] == [CHANGED, REMOVED, ADDED]
    assert told["organisations"]["removed"] == 1


def test_a_person_reads_old_and_new_in_words_and_how_many_more_there_are(gongjian, loaded, write):
    second = write("two", organisations=SECOND)
    told = gongjian(loaded, "load", second, "--dry-run", "--rows", "1")
    lines = [line.split() for line in told.out.splitlines()]
    assert ["党组织台账", "1", "1", "0"] in lines
    assert ["党组织台账", "Z1", "变更", "书记状态", "在任", "空缺"] in lines
    assert "Z4" not in told.out
    assert "另有 1 行" in told.err


def test_a_load_tells_the_counts_of_its_difference_and_never_a_row(gongjian, loaded, write):
    told = gongjian(loaded, "load", write("two", organisations=SECOND), lang="en")
    assert ["organisations", "1", "1", "0"] in [line.split() for line in told.out.splitlines()]
    assert "Z1" not in told.out
    assert "gongjian undo b0002" in told.err


def test_the_very_same_rows_are_no_difference(gongjian, loaded, write):
    told = gongjian(loaded, "load", write("two", organisations=FIRST + "\n"), "--dry-run", "--json")
    assert told.json["difference"] == {}


def test_rows_of_members_are_counts_of_people_wherever_a_hand_in_is_told(gongjian, loaded, write):
    few = write("few", members=MORE_MEMBERS)
    tried = gongjian(loaded, "load", few, "--dry-run")
    assert ["党员台账", "<10", "<10", "0", "0", "0"] in [line.split() for line in tried.out.splitlines()]
    told = gongjian(loaded, "load", few, "--json").json["tables"]["members"]
    assert told == {"read": "<10", "accepted": "<10", "rejected": 0, "warned": 0, "skipped": 0}
    batch = gongjian(loaded, "batches", "--json").json[-1]
    assert (batch["rows"], batch["rejected"]) == ("<10", 0)
    assert "<10" in gongjian(loaded, "batches").out.splitlines()[-1].split()


def test_of_members_only_counts_are_told_and_small_ones_masked(gongjian, loaded, write):
    told = gongjian(loaded, "load", write("m", members=MEMBERS), "--dry-run", "--json").json["difference"]
    assert told == {"members": {"added": 12, "changed": "<10", "removed": "<10", "rows": [], "more": 0}}
    gongjian(loaded, "load", write("m", members=MEMBERS))
    told = gongjian(loaded, "load", write("n", members=MORE_MEMBERS), "--dry-run")
    assert ["党员台账", "<10", "<10", "<10"] in [line.split() for line in told.out.splitlines()]


def test_undo_and_redo_show_their_difference_first(gongjian, loaded, write):
    gongjian(loaded, "load", write("two", organisations=SECOND))
    undo = gongjian(loaded, "undo", "--dry-run", "--json")
    back = {"key": "Z1", "change": "changed", "cells": {"secretary": ["vacant", "filled"]}}
    assert (undo.code, undo.json["batch"]) == (0, "b0002")
    assert undo.json["difference"]["organisations"]["rows"][0] == back
    assert undo.json["difference"]["organisations"]["removed"] == 1
    older = gongjian(loaded, "undo", "b0001", "--dry-run", "--json").json["difference"]["organisations"]
    assert (older["added"], older["changed"], older["removed"]) == (0, 0, 1)
    assert {one["batch"]: one["active"] for one in gongjian(loaded, "batches", "--json").json} == {
        "b0001": True,
        "b0002": True,
    }
    assert gongjian(loaded, "undo", "b0001").code == 0
    redo = gongjian(loaded, "redo", "--dry-run", lang="en")
    assert ["organisations", "Z3", "added", "name", "blank", "三支部"] in [x.split() for x in redo.out.splitlines()]
    assert gongjian(loaded, "redo", "b0002", "--dry-run").code == 2


def test_history_tells_which_batch_gave_which_value(gongjian, loaded, write):
    gongjian(loaded, "load", write("two", organisations=SECOND))
    (life,) = gongjian(loaded, "history", "Z1", "--json").json
    assert [(one["batch"], one["change"], one["counts"]) for one in life["events"]] == [
        ("b0001", "added", True),
        ("b0002", "changed", True),
    ]
    assert life["events"][1]["cells"] == {"secretary": ["filled", "vacant"]}
    assert life["events"][1]["files"] == ["organisations.csv"]
    assert life["values"]["secretary"] == {"value": "vacant", "batch": "b0002"}
    assert life["values"]["name"] == {"value": "一支部", "batch": "b0001"}
    gongjian(loaded, "undo")
    told = gongjian(loaded, "history", "Z1")
    assert "变更（已撤销，不计）" in told.out
    assert told.out.splitlines()[0] == "党组织台账 Z1"


def test_history_of_a_member_is_refused_and_of_an_unknown_code_tells_the_nearest(gongjian, loaded):
    refused = gongjian(loaded, "history", "M1", "--table", "members")
    assert (refused.code, refused.out) == (2, "")
    assert "党员台账" in refused.err
    unknown = gongjian(loaded, "history", "Z9")
    assert unknown.code == 2
    assert "Z9" in unknown.err


def test_errors_are_told_before_warnings_and_the_first_problem_is_an_error(gongjian, tmp_path, write):
    rows = "组织编码,组织名称,组织类别,领域,书记状态\nZ1,一,党支部,社区,不知\nZ2,二,党支部,外星,在任\n"
    told = gongjian(tmp_path / "d", "load", write("x", organisations=rows))
    lines = told.err.splitlines()
    assert [line[:2] for line in lines if line[:2] in {"错误", "提醒"}] == ["错误", "提醒"]
    (first,) = [line for line in lines if line.startswith("第一处错误")]
    assert "第 3 行 · 领域" in first
    listed = gongjian(tmp_path / "d", "problems").out
    assert listed.index("外星") < listed.index("不知")
    assert "在任、空缺、兼任" in listed or {"在任", "空缺", "兼任"} <= set(
        listed.split("不知")[1].replace("、", " ").split()
    )


def test_only_the_tables_that_were_handed_in_are_listed(gongjian, tmp_path):
    import openpyxl

    gongjian(tmp_path / "d", "template", tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    for column, value in enumerate(("P1", "一街", "街道"), start=1):
        book["地点台账"].cell(2, column, value)
    book.save(tmp_path / "t.xlsx")
    told = gongjian(tmp_path / "d", "load", tmp_path / "t.xlsx")
    assert [line.split()[0] for line in told.out.split("\n\n")[0].splitlines()] == ["表", "地点台账"]


def test_when_no_sheet_could_be_taken_in_it_is_told_what_to_do(gongjian, tmp_path, write):
    told = gongjian(tmp_path / "d", "load", write("x", organisations="组织编码,组织名称\nZ1,一支部\n"))
    assert told.code == 3
    assert [line.split() for line in told.out.splitlines()][1] == ["党组织台账", "0", "0", "0", "0", "0"]
    assert "未新建批次" in told.err
    assert "整张表" in told.err


def test_one_batch_is_not_called_batches(gongjian, loaded):
    assert "1 batch\n" in gongjian(loaded, "report", "secretary_vacancies", lang="en").out


def test_known_values_that_become_blank_are_told_by_column(gongjian, loaded, write):
    blank = "组织编码,组织名称,组织类别,领域,书记状态,正式党员\nZ1,一支部,党支部,社区,,\nZ2,二支部,党支部,社区,,\n"
    fewer = write("few", organisations=blank)
    told = gongjian(loaded, "load", fewer, "--dry-run", "--json").json["difference"]["organisations"]
    assert told["blanked"] == {"secretary": 2, "full_members": 2}
    assert "已知的 4 个值变为空：" in gongjian(loaded, "load", fewer, "--dry-run").err
    english = gongjian(loaded, "load", fewer, lang="en").err
    assert "4 known values become blank: " in english
    assert "secretary 2" in english


POINT = "地点编码,地点名称,地点类别,经度,纬度\nC1,一社区,社区,{},{}\n"


def test_coordinates_that_differ_do_not_look_the_same(gongjian, tmp_path, write):
    data = tmp_path / "d"
    gongjian(data, "load", write("p", places=POINT.format(118.72, 32.1)))
    moved = write("q", places=POINT.format(118.73, 32.10000001))
    told = [line.split() for line in gongjian(data, "load", moved, "--dry-run").out.splitlines()]
    assert ["地点台账", "C1", "变更", "经度", "118.72", "118.73"] in told
    assert ["地点台账", "C1", "变更", "纬度", "32.1", "32.10000001"] in told
    gongjian(data, "load", moved)
    lived = [line.split()[-3:] for line in gongjian(data, "history", "C1").out.splitlines()]
    assert ["经度", "118.72", "118.73"] in lived


WHOLE = "地点编码,地点名称,地点类别,户数,专职工作者,服务设施面积\nC1,一社区,社区,500,12,\nC2,二社区,社区,,,\n"
NARROW = "地点编码,地点名称,地点类别,专职工作者\nC1,一社区,社区,\nC2,二社区,社区,\n"


def test_columns_that_a_sheet_lacks_are_named_where_values_stay_and_undo_asks_for_no_hand_in(gongjian, tmp_path, write):
    data, stays = (
        tmp_path / "d",
        "《地点台账》没有这些列，原有的值保留：户数。",
    )  # no area was ever known, C2 has nothing
    first = gongjian(data, "load", write("p", places=WHOLE))
    assert "原有的值保留" not in first.err
    dry = gongjian(data, "load", write("q", places=NARROW), "--dry-run")
    assert stays in dry.err
    assert "请补填后再交" in dry.err  # the worker of C1 becomes blank
    assert stays in gongjian(data, "load", write("q", places=NARROW)).err
    undone = gongjian(data, "undo")
    again = gongjian(data, "redo", "--dry-run")
    assert "注意：地点台账中已知的 1 个值变为空：专职工作者 1。\n" in again.err
    assert "补填" not in undone.err + again.err
