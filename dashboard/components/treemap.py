"""How far do organisations reach the units of each community, or of each sub-district of a city, at one sight?

Draws a treemap of links, so that it is reachable by keyboard and each cell opens its community or leads into its
sub-district. Shares come from the finding; the layout is ``figures.treemap``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import count_of, link
from dashboard.components.screen import units_unplaced, unplaced_line
from dashboard.figures.treemap import Rectangle, squarified
from dashboard.gathered import gathered
from dashboard.page import PageContext

ASPECT = 1.45
"""Width over height that the rectangles are laid out for; they stretch with the panel."""
NOBODY: Mapping[str, Any] = {"count": 0, "of": 0, "unknown": 0}
MOST_CELLS = 300
"""Most communities that have a cell each; of more the sub-districts have one, or the districts."""
HEAD = 6.0
"""Height of an area's name, in hundredths of the whole."""
CELL = ("code", "name", "kind", "above", "size", "unsized")
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


@dataclass(frozen=True)
class Cells:
    """What has a cell.

    Attributes
    ----------
    kind
        Kind of place that has a cell each: ``community``, or that in which they are gathered.
    rows
        One row a cell: ``code, name, kind, above`` (the place it is drawn in, or null), ``size`` (residents; of a
        community at least as many as may be told) and ``unsized`` (communities in it whose residents are unknown).
    """

    kind: str
    rows: pl.DataFrame


def treemap_cells(context: PageContext) -> Cells:
    """Communities in scope; where they are more than ``MOST_CELLS``, those that lie in a larger place as that."""
    region = context.investigation.region(as_of=context.as_of, place=context.state.place)
    bar = context.service.settings.people_shown_from
    communities = region.communities.select(
        "code",
        "name",
        pl.lit("community").alias("kind"),
        pl.col("area").alias("above"),
        # below the bar all are drawn alike, for an area on the screen tells a number as well
        pl.col("population").fill_null(pl.col("population").min()).fill_null(1).clip(bar).alias("size"),
        pl.col("population").is_null().cast(pl.Int64).alias("unsized"),
    )
    if communities.height <= MOST_CELLS:
        return Cells("community", communities)
    places = context.snapshot.places
    told = gathered(places, communities.get_column("code"), most=MOST_CELLS)
    if told.level is None:
        return Cells("community", communities)
    return Cells(told.level, larger_cells(communities.join(told.at, on="code"), places))


def larger_cells(communities: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The cells of communities in larger places (``at``): residents added up; those that lie in none keep their own."""
    sums = communities.drop_nulls("at").group_by("at").agg(pl.col("size", "unsized").sum())
    facts = places.select(pl.col("code").alias("at"), "name", "kind", pl.col("parent").alias("above"))
    larger = sums.join(facts, on="at").rename({"at": "code"}).sort("code")
    return pl.concat([larger.select(CELL), communities.filter(pl.col("at").is_null()).select(CELL)])


def coverage_treemap(context: PageContext, cells: Cells) -> Component:
    """The legend with the count of each class, and the treemap."""
    words = context.words
    finding = context.finding("organisation_coverage")
    shares: dict[str, Mapping[str, Any]] = {row["code"]: row for row in finding.rows.iter_rows(named=True)}
    if not finding.judged:  # without units or their cover nobody knows of any place
        shares = dict.fromkeys(cells.rows.get_column("code"), NOBODY)
    elif units_unplaced(context):  # any place may hold them: none is known to have no unit
        shares = dict.fromkeys(cells.rows.get_column("code"), NOBODY) | shares
    counts = dict.fromkeys(CLASSES, 0)
    for code in cells.rows.get_column("code"):
        counts[coverage_class(shares.get(code))] += 1
    legend = html.Div(
        [
            html.Em(words.text("overview.counted", kind=words.word(cells.kind), count=cells.rows.height)),
            *[
                html.Span([html.I(className=f"sw k{name}"), words.text(f"overview.class_{name}"), html.Em(str(count))])
                for name, count in counts.items()
                if count or name != "none"
            ],
            html.Span(told) if (told := unplaced_line(context)) else None,
        ],
        className="legend",
    )
    if cells.rows.is_empty():
        return html.Div([legend], className="tm-body")
    areas = [(code, rows.sort("size", descending=True)) for (code,), rows in cells.rows.group_by("above")]
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
    """One area: its name and sum, and its cells below."""
    words = context.words
    names = context.snapshot.place_names
    sum_of = shares.get(code or "")
    head: list[Any] = [html.B(words.text("overview.no_area") if code is None else names.get(code, code))]
    if sum_of is not None:
        head.append(count_of(sum_of["count"], sum_of["of"], words))
    cells = squarified(
        [float(size) for size in rows.get_column("size")], width=at.width, height=max(at.height - HEAD, 1.0)
    )
    inner = [
        cell(context, row, rectangle, at.width, max(at.height - HEAD, 1.0), shares.get(row["code"]))
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
    """One community, a link to its evidence, or one larger place, a link into it: its name and how many of how many."""
    words = context.words
    told = {"count": 0, "of": 0, "unknown": 0} if share is None else share
    label = words.text("overview.cell", name=row["name"], count=told["count"], of=told["of"], unknown=told["unknown"])
    if row["unsized"]:
        alone = row["kind"] == "community"
        label += words.text(
            "overview.population_unknown" if alone else "overview.populations_unknown", count=row["unsized"]
        )
    figure = (
        words.text("common.unknown") if told["of"] == 0 else f"{words.value(told['count'])} / {words.value(told['of'])}"
    )
    children = [
        html.B(row["name"].removesuffix("社区").removesuffix("街道")),
        html.Span("–" if share is None else figure),
    ]
    opens = {"open": f"community:{row['code']}"} if row["kind"] == "community" else {"place": row["code"], "open": None}
    drawn = link(
        context.state.to(**opens),
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
