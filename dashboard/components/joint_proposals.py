"""Which units without an organisation could share a branch, on the map of coverage?

The plan ``joint_branch_plan`` with its defaults groups them; numbers are the plan's. Only where units are drawn one by
one: of a city nobody could tell the groups apart, and a place is to be chosen first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import Child, link
from dashboard.components.waiting import SOON, waiting
from dashboard.figures.coverage_map import Group, Point
from dashboard.page import PageContext
from dashboard.plans_asked import asked_plan

PLAN: Final = "joint_branch_plan"
NAMED: Final = 3
"""Groups that the line below the map names; the plan tells all."""


def joint_proposals(context: PageContext, points: Sequence[Point]) -> tuple[list[Group], list[Component]]:
    """The groups whose units are drawn, and what is told below the map: how far the work is, or the first of them."""
    if not any(point.kind == "joint" for point in points):
        return [], []
    work = asked_plan(context.service, PLAN, {}, as_of=context.as_of, place=context.state.place)
    if not work.soon(SOON):
        return [], [waiting(work, context.words, where="page", stops=False)]
    rows = work.result().rows
    if rows.is_empty():
        return [], []
    return groups_of(context, rows, {point.code: point for point in points}), [told(context, rows)]


def place_told(context: PageContext, row: Mapping[str, str | None]) -> str:
    """The community of a unit, or its place where it lies in none."""
    code = row["community"] or row["place"]
    return context.snapshot.place_names.get(code, code) if code else context.words.text("common.unknown")


def groups_of(context: PageContext, rows: pl.DataFrame, points: Mapping[str, Point]) -> list[Group]:
    """Each group as lines from its middle unit to the others; of units that are not drawn none."""
    words, groups = context.words, []
    for part in rows.partition_by("group", maintain_order=True):
        first = part.row(0, named=True)
        drawn = [points[code] for code in part.get_column("code") if code in points]
        if len(drawn) == part.height:
            tooltip = words.text(
                "coverage_page.proposal",
                group=first["group"],
                place=place_told(context, first),
                units=part.height,
                names=part.get_column("name").to_list(),
            )
            groups.append(Group(str(first["group"]), [(one.lon, one.lat) for one in drawn], tooltip))
    return groups


def told(context: PageContext, rows: pl.DataFrame) -> Component:
    """How many groups there are, where the first lie, and the way to the plan."""
    words, count = context.words, rows.get_column("group").n_unique()
    parts: list[Child] = [words.text("coverage_page.proposals", count=count, units=rows.height)]
    firsts = rows.unique("group", keep="first", maintain_order=True).head(NAMED)
    sizes = dict(rows.group_by("group").len().iter_rows())
    parts += [
        words.text(
            "coverage_page.proposal_short",
            group=row["group"],
            place=place_told(context, row),
            units=sizes[row["group"]],
        )
        for row in firsts.iter_rows(named=True)
    ]
    way = link(
        context.state.page("/plan").switched(plan=PLAN, go="1"),
        words.text("coverage_page.proposals_all"),
        class_name="opens",
    )
    return html.P([*parts, way], className="note proposals")
