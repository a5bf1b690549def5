"""Does ``trend`` tell the days, the counts and who came and went, in every format?"""

from __future__ import annotations

import csv
import io


def test_a_single_finding_tells_who_came_and_went(gongjian, region):
    told = gongjian(region, "trend", "isolated_organisations", "--from", "2017-12-01", "--to", "2018-06-30", lang="en")
    assert told.code == 0
    assert "2018-03-31 → 2018-06-30: 1 new, 0 gone, 1 still" in told.out
    assert "  + XQ 新桥社区党支部 (its state changed)" in told.out


def test_json_and_csv_tell_the_same_changes(gongjian, region):
    asked = ("trend", "bridges", "--on", "2018-03-31", "--on", "2018-06-30")
    told = gongjian(region, *asked, "--format", "json").json
    assert told["days"] == ["2018-03-31", "2018-06-30"]
    (step,) = told["findings"]["bridges"]["steps"]
    assert ([row["code"] for row in step["new"]], [row["code"] for row in step["gone"]]) == (["E2|LL"], ["HQ|XQ"])
    lines = gongjian(region, *asked, "--format", "csv").out.splitlines()
    assert [line.split(",")[3:5] for line in lines[1:]] == [["new", "E2|LL"], ["gone", "HQ|XQ"]]


def test_csv_keeps_why_and_several_findings_are_listed_where_they_are_named(gongjian, region):
    days = ("--on", "2018-03-31", "--on", "2018-06-30")
    asked = ("trend", "isolated_organisations", "bridges", *days)
    rows = list(csv.DictReader(io.StringIO(gongjian(region, *asked, "--format", "csv", lang="en").out)))
    assert [(row["code"], row["because"]) for row in rows if row["finding"] == "isolated_organisations"] == [
        ("XQ", "meetings: -HQ")
    ]
    page = gongjian(region, *asked, lang="en").out
    assert "  + XQ 新桥社区党支部 (its state changed)" in page
    assert "  + E2|LL" in page
    assert "Bridges (bridges)" in page
    every = gongjian(region, "trend", *days, lang="en")
    assert "  + XQ" not in every.out
    assert "Name findings" in every.err


def test_wrong_days_and_names_are_refused(gongjian, region):
    for wrong in (
        ("bridgs",), ("--from", "2019-01-01", "--to", "2018-01-01"), ("--every", "month"), ("--from", "yesterday"),
    ):  # fmt: skip
        assert gongjian(region, "trend", *wrong).code == 2
