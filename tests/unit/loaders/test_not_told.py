"""Whether a sign in the place of a count of people is read as one, and never erases a number."""

from __future__ import annotations

import polars as pl
import pytest

from graph_model.schema import TABLES
from loaders.cleaning import bounds_of_signs, read_cells
from loaders.importer import load

HEAD = "组织编码,组织名称,组织类别,领域,正式党员,女党员\n"
MOST = 2**53


@pytest.mark.parametrize(
    ("sign", "least", "most"),
    [("<10", 0, 9), ("≥10", 10, MOST), ("*", 0, MOST), ("10以下", 0, 10), ("10人以下", 0, 10), ("不足10人", 0, 9),
     ("少于5", 0, 4), ("< 10", 0, 9), (">=10", 10, MOST),
     ("≤9", 0, 9), ("10人及以上", 10, MOST), ("超过10人", 11, MOST),
     ("10", None, None), ("约10", None, None), ("", None, None), ("10多", None, None), ("<十", None, None)],
)  # fmt: skip
def test_a_sign_leaves_these_counts_possible(sign, least, most):
    assert bounds_of_signs(pl.Series([sign])).row(0) == (least, most)


def test_signs_are_read_only_where_people_are_counted():
    cells = pl.Series(["<10", "＜１０", "10以下", "12"])
    women = read_cells(cells, TABLES["organisations"].column("women"), table="organisations")
    assert women.rows() == [(None, "count_not_told")] * 3 + [(12, None)]
    households = read_cells(cells, TABLES["places"].column("households"), table="places")
    assert households.get_column("fault").to_list() == ["not_a_number"] * 3 + [None]


def load_text(ledger, tmp_path, text, **options):
    (tmp_path / "党组织台账.csv").write_text(text, "utf-8")
    return load([tmp_path / "党组织台账.csv"], ledger=ledger, **options)


def numbers(ledger):
    return ledger.dataset().tables["organisations"].select("code", "full_members", "women").rows()


@pytest.mark.parametrize("replace", [False, True])
def test_a_number_that_agrees_with_the_sign_stays_and_any_other_is_unknown_and_told(ledger, tmp_path, replace):
    load_text(ledger, tmp_path, HEAD + "A,甲,党支部,社区,20,3\nB,乙,党支部,社区,20,12\nC,丙,党支部,社区,20,\n")
    report = load_text(
        ledger,
        tmp_path,
        HEAD + "A,甲,党支部,社区,≥10,<10\nB,乙,党支部,社区,*,10以下\nC,丙,党支部,社区,21,<10\nD,丁,党支部,社区,,<10\n",
        replace=replace,
    )
    assert numbers(ledger) == [("A", 20, 3), ("B", 20, None), ("C", 21, None), ("D", None, None)]
    told = report.problems.select("row", "column", "value", "code", "severity").rows()
    assert told == [(row, "女党员", value, "count_not_told", "warning") for row, value in
                    [(3, "10以下"), (4, "<10"), (5, "<10")]]  # fmt: skip
    assert (report.exit_code, report.tables["organisations"].warned) == (0, 3)


def test_a_reported_figure_without_a_value_is_none_unless_the_ledger_has_it(ledger, tmp_path):
    folder = tmp_path / "hand-in"
    folder.mkdir()
    (folder / "地点台账.csv").write_text("地点编码,地点名称,地点类别\nS,东街道,街道\n", "utf-8")
    head = "地点编码,指标,截止日期,数值\n"
    (folder / "上报数字.csv").write_text(head + "S,女党员数,2018-06-30,7\n", "utf-8")
    load([folder], ledger=ledger)
    (folder / "上报数字.csv").write_text(head + "S,女党员数,2018-06-30,*\nS,党员数,2018-06-30,*\n", "utf-8")
    report = load([folder], ledger=ledger)
    assert ledger.dataset().tables["figures"].select("indicator", "value").rows() == [("members/women", 7.0)]
    assert report.problems.select("row", "code", "severity").rows() == [(3, "count_not_told", "error")]
    assert report.tables["figures"].rejected == 1
