"""Where do the units without an organisation lie, and which communities have most candidates for a joint branch?

A panel of the coverage page: the map from boundaries and coordinates, and the table below it.
"""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import attributes, count_of, icon, link
from dashboard.components.chart import chart
from dashboard.components.joint_proposals import joint_proposals
from dashboard.components.panel import empty, finding_ways, panel
from dashboard.figures.coverage_map import CLASSES, Circle, Outline, Point, coverage_map, spread
from dashboard.gathered import ABOVE, gathered
from dashboard.page import PageContext
from graph_model.snapshot import places_below

STEP = 0.0011
"""How far apart units at one place are drawn, in degrees; about a hundred metres."""
LISTED = 5
MOST_POINTS, MOST_CIRCLES = 600, 150
"""Units that are drawn one by one; of more each larger place has a circle, of which there are about so many at most."""


def map_panel(context: PageContext) -> Component:
    """The map with its legend, and the candidates by community."""
    words = context.words
    points, unplaced = unit_points(context)
    communities, areas = outlines(context)
    level, circles = unit_circles(context, points) if len(points) > MOST_POINTS else (None, [])
    groups, below = ([], []) if circles else joint_proposals(context, points)
    title = words.text("coverage_page.map")
    if not points and not communities:
        body: Component = empty(words.text("coverage_page.map_empty"))
    else:
        figure = coverage_map(communities, areas, [] if circles else points, circles, groups)
        body = html.Div(
            [
                chart(figure, name="coverage-map", label=title),
                legend(context, points, communities, marked=not circles),
                html.Span([html.I("▲"), words.text("coverage_page.north")], className="north"),
            ],
            className="map-box",
        )
    notes = []
    if not communities:
        notes.append(words.text("coverage_page.map_no_boundaries"))
    if unplaced:
        notes.append(words.text("coverage_page.unplaced", count=unplaced))
    return panel(
        title,
        [body, *[html.P(note, className="note") for note in notes], *below, candidates(context)],
        hint=words.text("coverage_page.map_hint_circles", kind=words.word(level), count=len(circles))
        if level is not None
        else words.text("coverage_page.map_hint"),
        ways=finding_ways(context.state, "units_without_organisation", words),
        class_name="flush map-panel",
    )


def unit_points(context: PageContext) -> tuple[list[Point], int]:
    """One point a unit without organisation at its place, and how many have no place or coordinates."""
    words = context.words
    found = pl.col("status") == "found"
    units = context.finding("units_without_organisation").rows.filter(found)
    kinds: dict[str, str] = {}
    for kind, name in (("establish", "units_that_should_establish"), ("joint", "joint_branch_candidates")):
        rows = context.finding(name).rows
        kinds |= dict.fromkeys(rows.filter(found).get_column("code"), kind)
        kinds |= dict.fromkeys(rows.filter(~found).get_column("code"), "unknown")
    places = {row["code"]: row for row in context.snapshot.places.iter_rows(named=True)}
    at: dict[str, int] = {}
    points = []
    for unit in units.iter_rows(named=True):
        place = places.get(unit["place"])
        if place is None or place["lon"] is None or place["lat"] is None:
            continue
        spot = at[unit["place"]] = at.get(unit["place"], -1) + 1
        right, up = spread(spot, step=STEP)
        told = words.text("coverage_page.point", name=unit["name"], place=place["name"], members=unit["members"])
        opens = f"finding:units_without_organisation|place={unit['place']}"
        kind = kinds.get(unit["code"], "none")
        points.append(Point(place["lon"] + right, place["lat"] + up, kind, told, opens, unit["place"], unit["code"]))
    return points, units.height - len(points)


def unit_circles(context: PageContext, points: list[Point]) -> tuple[str | None, list[Circle]]:
    """A circle for each larger place in which units lie, at their middle; the kind of the places, None for no circle.

    Units that lie in no place of the kind are told by the legend's sums alone.
    """
    words, places = context.words, context.snapshot.places
    drawn = pl.DataFrame(
        {
            "code": [point.place for point in points],
            "kind": [point.kind for point in points],
            "lon": [point.lon for point in points],
            "lat": [point.lat for point in points],
        }
    )
    told = gathered(places, drawn.get_column("code"), most=MOST_CIRCLES, levels=("community", *ABOVE))
    if told.level is None:
        return None, []
    sums = circle_sums(drawn.join(told.at, on="code"))
    circles = [
        Circle(
            row["lon"],
            row["lat"],
            row["number"],
            words.text("coverage_page.circle", name=context.snapshot.place_names[row["at"]], **row),
            f"place:{row['at']}",
        )
        for row in sums.iter_rows(named=True)
    ]
    return told.level, circles


def circle_sums(drawn: pl.DataFrame) -> pl.DataFrame:
    """Units (``kind, lon, lat, at``) by larger place: their middle, ``number`` and the number of each class."""
    classes = [(pl.col("kind") == kind).sum().cast(pl.Int64).alias(kind) for kind in CLASSES]
    return (
        drawn.drop_nulls("at")
        .group_by("at")
        .agg(pl.col("lon", "lat").mean(), pl.len().cast(pl.Int64).alias("number"), *classes)
        .sort("at")
    )


def outlines(context: PageContext) -> tuple[list[Outline], list[Outline]]:
    """Boundaries of communities and areas in scope; none where none are loaded."""
    boundaries = context.service.table("boundaries")
    if boundaries.is_empty():
        return [], []
    places = context.snapshot.places
    if context.state.place is not None:
        places = places.filter(pl.col("code").is_in(places_below(places, context.state.place).implode()))
    without = context.finding("places_without_organisation").rows
    hatched = set(without.filter(pl.col("kind") == "community").get_column("code"))
    told: dict[str, list[Outline]] = {"community": [], "area": []}
    rows = boundaries.join(places, left_on="place", right_on="code").sort("place")
    for row in rows.iter_rows(named=True):
        if row["kind"] not in told:
            continue
        outer = rings(json.loads(row["geometry"]))
        if not outer:
            continue
        told[row["kind"]].append(
            Outline(
                rings=outer,
                name=row["name"].removesuffix("社区"),
                middle=middle(outer[0]),
                opens=f"community:{row['place']}",
                hatched=row["place"] in hatched,
            )
        )
    return told["community"], told["area"]


def rings(geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The outer rings of a Polygon or MultiPolygon; empty for anything else."""
    parts = {"Polygon": [geometry.get("coordinates")], "MultiPolygon": geometry.get("coordinates")}
    return [
        [(float(point[0]), float(point[1])) for point in part[0]]
        for part in parts.get(geometry.get("type", "")) or []
        if part
    ]


def middle(ring: list[tuple[float, float]]) -> tuple[float, float]:
    """The centre of mass of a ring; the mean of its corners where it encloses nothing."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if abs(area) < 1e-12:
        return sum(point[0] for point in ring) / len(ring), sum(point[1] for point in ring) / len(ring)
    return x / (3 * area), y / (3 * area)


def legend(context: PageContext, points: list[Point], communities: list[Outline], *, marked: bool) -> Component:
    """What each class of units is, with its count, and its mark where units are drawn one by one."""
    words = context.words
    least = int(context.finding("units_that_should_establish").thresholds[0].value)
    names = {
        "establish": words.text("coverage_page.class_establish", least=least),
        "joint": words.text("coverage_page.class_joint", most=least - 1),
        "none": words.text("coverage_page.class_none"),
        "unknown": words.text("coverage_page.class_unknown"),
    }
    marks = {"establish": "■", "joint": "●", "none": "○", "unknown": "?"}
    entries: list[Component] = [html.H3(words.text("coverage_page.legend_units"))]
    for kind, mark in marks.items():
        count = sum(point.kind == kind for point in points)
        shape = html.I(mark if marked else "", className=f"pt {kind}")
        entries.append(html.Span([shape, names[kind], html.Em(words.value(count))]))
    if communities:
        hatched = sum(outline.hatched for outline in communities)
        entries += [
            html.H3(words.text("coverage_page.legend_communities")),
            html.Span(
                [
                    html.I(className="sw knone"),
                    words.text("coverage_page.community_has"),
                    html.Em(words.value(len(communities) - hatched)),
                ]
            ),
            html.Span(
                [
                    html.I(className="sw hatch"),
                    words.text("coverage_page.community_without"),
                    html.Em(words.value(hatched)),
                ]
            ),
        ]
    return html.Div(entries, className="map-legend")


def candidates(context: PageContext) -> Component:
    """The communities with most candidates for a joint branch; each number opens its units."""
    words, state = context.words, context.state
    ids = {
        "joint": "joint_branch_candidates",
        "establish": "units_that_should_establish",
        "without": "units_without_organisation",
    }
    told = {
        key: {row["community"]: row for row in context.finding(name).breakdowns["community"]}
        for key, name in ids.items()
    }
    names = context.snapshot.place_names
    codes = [code for code in told["joint"] if code is not None]
    codes.sort(key=lambda code: (-told["joint"][code]["count"], code))
    heads = [html.Th(words.text("coverage_page.head_community"))] + [
        html.Th(words.text(f"coverage_page.head_{key}"), className="num") for key in ids
    ]
    rows = []
    for code in codes[:LISTED]:
        cells = [html.Td(link(state.to(open=f"community:{code}"), names.get(code, code), class_name="opens"))]
        for key, name in ids.items():
            row = told[key].get(code, {"count": 0, "of": 0})
            opens = state.to(open=f"finding:{name}|community={code}")
            cells.append(html.Td(count_of(row["count"], row["of"], words, opens=opens), className="num"))
        rows.append(html.Tr(cells, **attributes({"data-opens": f"community:{code}"})))
    head = html.Div(
        [
            html.H3(words.text("coverage_page.candidates")),
            html.Span(
                link(
                    state.to(open="finding:joint_branch_candidates"),
                    icon("rows"),
                    class_name="ib",
                    label=words.text("pages.show_rows"),
                ),
                className="trio",
            ),
        ],
        className="line",
    )
    return html.Div(
        [head, html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="tbl")], className="below"
    )
