"""Does a name stand beside every code of a printed table, and nowhere else?"""

from __future__ import annotations

import re

import polars as pl

from dashboard.i18n import Wording
from dashboard.names_beside import heading, with_names

TABLES = {
    "places": pl.DataFrame({"code": ["P", "Q"], "name": ["东街道", None]}),
    "organisations": pl.DataFrame({"code": ["A", "B"], "name": ["甲支部", "乙支部"]}),
}


def test_a_name_stands_behind_each_code_and_what_has_none_is_told_without():
    rows = pl.DataFrame(
        {
            "code": ["1", "2", "3"],
            "name": ["一", "二", "三"],
            "place": ["P", "Q", None],
            "parties": [["B", "A"], ["Z"], None],
            "organisation": ["A", "Z", None],
            "organisation_name": ["旧名", None, None],
        }
    )
    told = with_names(rows, TABLES)
    assert told.columns == [
        "code", "name", "place", "place_name", "parties", "parties_name", "organisation", "organisation_name",
    ]  # fmt: skip
    assert told.get_column("place_name").to_list() == ["东街道", None, None]
    assert told.get_column("parties_name").to_list() == [["乙支部", "甲支部"], ["Z"], None]
    assert told.get_column("organisation_name").to_list() == ["旧名", None, None]
    words = Wording("zh")
    assert [heading(name, words) for name in ("place", "place_name")] == ["地点", "地点名称"]


def test_a_printed_finding_tells_the_places_by_name_and_json_stays_as_it_was(gongjian, region):
    told = gongjian(region, "report", "isolated_organisations", lang="zh")
    assert "地点名称" in told.out
    assert re.search(r"C3 +新桥社区 +C3 +新桥社区", told.out)
    as_json = gongjian(region, "report", "isolated_organisations", "--format", "json").json
    assert "place_name" not in as_json["findings"]["isolated_organisations"]["rows"][0]


def test_every_code_column_of_a_finding_is_known(region):
    """A column all of whose values are codes of organisations or places, and that has no name beside it."""
    from analytics.registry import DEFINITIONS
    from dashboard.names_beside import CODES
    from dashboard.service import Service
    from graph_model.settings import Settings

    with Service(Settings(data=region)) as service:
        service.ready()
        asked, tables = service.investigation(), service.dataset().tables
        codes = {code for name in ("places", "organisations", "units") for code in tables[name].get_column("code")}
        lacking = set()
        for name in DEFINITIONS:
            rows = asked.finding(name, as_of=asked.default_day).rows
            for column, kind in rows.schema.items():
                values = rows.get_column(column)
                if kind == pl.List(pl.String):
                    values = values.explode()
                elif kind != pl.String:
                    continue
                beside = {f"{column}_name", "name" if column == "code" else ""} & set(rows.columns)
                if values.drop_nulls().len() and set(values.drop_nulls()) <= codes and not beside:
                    lacking.add(column)
    assert lacking - set(CODES) == set()
