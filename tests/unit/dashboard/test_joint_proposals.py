"""Are the groups of a joint-branch plan drawn where their units are, with the plan's numbers?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import polars as pl

from dashboard.components.joint_proposals import groups_of
from dashboard.figures.coverage_map import Point, coverage_map
from dashboard.i18n import Wording


def point(code: str, lon: float, lat: float) -> Point:
    return Point(lon, lat, "joint", code, "", "P", code)


def plan(*rows: tuple[int, str, str | None]) -> pl.DataFrame:
    told = [
        {"group": group, "code": code, "name": code, "place": "P", "community": where} for group, code, where in rows
    ]
    return pl.DataFrame(
        told, schema={"group": pl.Int64, **dict.fromkeys(("code", "name", "place", "community"), pl.String)}
    )


def test_a_group_is_lines_from_its_first_unit_and_one_with_a_unit_that_is_not_drawn_is_left_out() -> None:
    context = cast(Any, SimpleNamespace(words=Wording("zh"), snapshot=SimpleNamespace(place_names={"C": "红旗社区"})))
    rows = plan((1, "b", "C"), (1, "a", "C"), (1, "c", "C"), (2, "a", "C"), (2, "nowhere", "C"))
    points = {"a": point("a", 1.0, 10.0), "b": point("b", 2.0, 20.0), "c": point("c", 3.0, 30.0)}
    (group,) = groups_of(context, rows, points)
    assert group.number == "1"
    assert list(group.at) == [(2.0, 20.0), (1.0, 10.0), (3.0, 30.0)]
    assert group.told == "联建建议 1：红旗社区 3 家：b、a、c"

    figure = coverage_map([], [], list(points.values()), (), [group])
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert [(list(one.x), list(one.y)) for one in lines] == [
        ([2.0, 1.0, None, 2.0, 3.0, None], [20.0, 10.0, None, 20.0, 30.0, None])
    ]
    assert [(one.text, one.x, one.y) for one in figure.layout.annotations] == [("<b>1</b>", 2.0, 20.0)]


def test_without_groups_the_map_has_no_line() -> None:
    assert not [one for one in coverage_map([], [], [point("a", 1.0, 1.0)]).data if one.mode == "lines"]
