"""Whether what is reported may be called by its Chinese name, and what nobody knows is told with the nearest."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from analytics.registry import DEFINITIONS
from graph_model.indicators import indicator_names, indicator_of, near_indicators, usual_names
from loaders.importer import load


@pytest.mark.parametrize(
    ("written", "meant"),
    [("党员数", "members"), ("党员总数", "members"), ("女党员 数(人)", "members/women"), ("户数", "households"),
     ("常住人口", "population"), ("孤立组织", "isolated_organisations"), ("孤立组织数量", "isolated_organisations"),
     ("女党员占比", "members/women%"), ("大专以上学历党员比例", "members/college_up%"), ("社区数", "communities"),
     ("直属党组织数", "organisations"), ("isolated_organisations", "isolated_organisations"),
     ("members/age=45_up%", "members/age=45_up%"), ("posts/held=first", "posts/held=first"),
     ("党组织数", None), ("满意度", None), ("党员", "members")],
)  # fmt: skip
def test_an_indicator_is_read_by_its_names(written, meant):
    assert indicator_of(written) == meant


def test_every_finding_is_an_indicator_by_its_id_and_its_title():
    words = resources.files("dashboard.i18n").joinpath("words", "findings.toml").read_text("utf-8")
    titles = tomllib.loads(words)
    for finding in DEFINITIONS:
        assert indicator_of(finding) == indicator_of(titles[finding]["zh"]) == finding


def test_no_name_leads_to_two_indicators_and_each_usual_name_to_its_own():
    names = [name for told in indicator_names().values() for name in told]
    assert len(names) == len(set(names))
    assert [indicator_of(name) for name in usual_names()] == list(indicator_names())


def test_an_indicator_nobody_knows_is_told_with_the_nearest_and_kept(ledger, tmp_path):
    (tmp_path / "地点台账.csv").write_text("地点编码,地点名称,地点类别\nS,东街道,街道\n", "utf-8")
    (tmp_path / "上报数字.csv").write_text(
        "地点编码,指标,截止日期,数值\nS,党员数,2018-06-30,100\nS,党组织数,2018-06-30,9\nS,幸福指数,2018-06-30,9\n",
        "utf-8",
    )
    report = load([tmp_path], ledger=ledger)
    told = report.problems.filter(report.problems.get_column("code") == "unknown_indicator")
    assert told.select("row", "column", "value", "severity").rows() == [
        (3, "指标", "党组织数", "warning"), (4, "指标", "幸福指数", "warning"),
    ]  # fmt: skip
    assert "直属党组织数" in told.item(0, "hint")
    assert told.item(1, "hint") is None
    kept = ledger.dataset().tables["figures"].get_column("indicator")
    assert set(kept) == {"members", "党组织数", "幸福指数"}


def test_near_names_are_such_as_a_person_would_agree_with():
    assert near_indicators("党员总人数")[0] == "党员数"
    assert near_indicators("幸福指数") == []
