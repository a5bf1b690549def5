"""How far do organisations reach the units of each community, area by area, at one sight?

Draws a treemap of links, so that it is reachable by keyboard and each cell opens its community. Shares come from the
finding; the layout is ``figures.treemap``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import count_of, link
from dashboard.components.screen import units_unplaced, unplaced_line
from dashboard.figures.treemap import Rectangle, squarified
from dashboard.page import PageContext

ASPECT = 1.45
"""Width over height that the rectangles are laid out for; they stretch with the panel."""
NOBODY: Mapping[str, Any] = {"count": 0, "of": 0, "unknown": 0}
CLASSES = ("0", "1", "2", "3", "4", "unknown", "none")


def coverage_class(row: Mapping[str, Any] | None) -> str:
    """The named class of a community: a true zero, four quarters, unknown, or no eligible unit at all."""
    if row is None:
        return "none"
    if row["of"] == 0:
        return "unknown"
    if row["count"] == 0:
        return "0"
    return str(min(4, 1 + int(4 * row["count"] / row["of"])))


def coverage_treemap(context: PageContext) -> Component:
    """The legend with the count of each class, and the treemap."""
    words = context.words
    region = context.investigation.region(as_of=context.as_of, place=context.state.place)
    finding = context.finding("organisation_coverage")
    shares: dict[str, Mapping[str, Any]] = {row["code"]: row for row in finding.rows.iter_rows(named=True)}
    if not finding.judged:  # without units or their cover nobody knows of any community
        shares = dict.fromkeys(region.communities.get_column("code"), NOBODY)
    elif units_unplaced(context):  # any community may hold them: none is known to have no unit
        shares = dict.fromkeys(region.communities.get_column("code"), NOBODY) | shares
    bar = context.service.settings.people_shown_from
    communities = region.communities.with_columns(
        pl.col("population").is_null().alias("unsized"),
        # below the bar all are drawn alike, for an area on the screen tells a number as well
        pl.col("population").fill_null(pl.col("population").min()).fill_null(1).clip(bar).alias("size"),
    )
    counts = dict.fromkeys(CLASSES, 0)
    for code in communities.get_column("code"):
        counts[coverage_class(shares.get(code))] += 1
    legend = html.Div(
        [
            html.Span([html.I(className=f"sw k{name}"), words.text(f"overview.class_{name}"), html.Em(str(count))])
            for name, count in counts.items()
            if count or name != "none"
        ]
        + ([html.Span(told)] if (told := unplaced_line(context)) else []),
        className="legend",
    )
    if communities.is_empty():
        return html.Div([legend], className="tm-body")
    areas = [(code, rows.sort("size", descending=True)) for (code,), rows in communities.group_by("area")]
    areas.sort(key=lambda told: (-told[1].get_column("size").sum(), told[0] or ""))
    rectangles = squarified(
        [float(rows.get_column("size").sum()) for _, rows in areas], width=100 * ASPECT, height=100.0
    )
    drawn = [
        area(context, code, rows, rectangle, shares) for (code, rows), rectangle in zip(areas, rectangles, strict=True)
    ]
    return html.Div([legend, html.Div(drawn, className="tm")], className="tm-body")


def area(
    context: PageContext, code: str | None, rows: pl.DataFrame, at: Rectangle, shares: Mapping[str, Mapping[str, Any]]
) -> Component:
    """One area: its name and sum, and its communities below."""
    words = context.words
    names = context.snapshot.place_names
    sum_of = shares.get(code or "")
    head: list[Any] = [html.B(words.text("overview.no_area") if code is None else names[code])]
    if sum_of is not None:
        head.append(count_of(sum_of["count"], sum_of["of"], words))
    cells = squarified(
        [float(size) for size in rows.get_column("size")], width=at.width, height=max(at.height - 6.0, 1.0)
    )
    inner = [
        cell(context, row, rectangle, at.width, max(at.height - 6.0, 1.0), shares.get(row["code"]))
        for row, rectangle in zip(rows.iter_rows(named=True), cells, strict=True)
    ]
    style = {
        "left": f"{at.x / ASPECT:.3f}%",
        "top": f"{at.y:.3f}%",
        "width": f"{at.width / ASPECT:.3f}%",
        "height": f"{at.height:.3f}%",
    }
    return html.Div(
        [html.Div(head, className="tm-head"), html.Div(inner, className="tm-in")], className="tm-area", style=style
    )


def cell(
    context: PageContext, row: Mapping[str, Any], at: Rectangle, width: float, height: float, share: Any
) -> Component:
    """One community: a link to its evidence, with its name and how many of how many."""
    words = context.words
    told = {"count": 0, "of": 0, "unknown": 0} if share is None else share
    label = words.text(
        "overview.cell", name=row["name"], count=told["count"], of=told["of"], unknown=told["unknown"]
    ) + (words.text("overview.population_unknown") if row["unsized"] else "")
    figure = words.text("common.unknown") if told["of"] == 0 else f"{told['count']} / {told['of']}"
    children = [html.B(row["name"].removesuffix("社区")), html.Span("–" if share is None else figure)]
    drawn = link(
        context.state.to(open=f"community:{row['code']}"),
        html.Span(children, className="tm-label"),
        class_name=f"tm-cell k{coverage_class(share)}",
        label=label,
    )
    style = {
        "left": f"{100 * at.x / width:.3f}%",
        "top": f"{100 * at.y / height:.3f}%",
        "width": f"{100 * at.width / width:.3f}%",
        "height": f"{100 * at.height / height:.3f}%",
    }
    return html.Div(drawn, className="tm-at", style=style)
