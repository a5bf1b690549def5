"""Where do the units without an organisation lie?

Boundaries as filled outlines and units as points on plain axes in degrees: no tiles, nothing asked of the outside.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.looks import CONTROL, HOVER, INK, INK_3, SEQUENCE, plain_figure

Ring = Sequence[tuple[float, float]]
CLASSES = ("establish", "joint", "none", "unknown")


@dataclass(frozen=True)
class Outline:
    """One place's boundary (lon, lat rings), its name and where the name stands; ``hatched``: has no organisation."""

    rings: Sequence[Ring]
    name: str
    middle: tuple[float, float]
    opens: str
    hatched: bool = False


@dataclass(frozen=True)
class Point:
    """One unit: where it lies, its class (of ``CLASSES``), what its tooltip tells, what a click opens, its place."""

    lon: float
    lat: float
    kind: str
    told: str
    opens: str
    place: str
    code: str = ""


@dataclass(frozen=True)
class Group:
    """Units that could share a branch: their number, where they are drawn (the middle one first), the tooltip."""

    number: str
    at: Sequence[tuple[float, float]]
    told: str


@dataclass(frozen=True)
class Circle:
    """All units of a larger place: where it lies, how many they are, what its tooltip tells and what a click opens."""

    lon: float
    lat: float
    number: int
    told: str
    opens: str


def coverage_map(
    communities: Sequence[Outline],
    areas: Sequence[Outline],
    points: Sequence[Point],
    circles: Sequence[Circle] = (),
    groups: Sequence[Group] = (),
) -> go.Figure:
    """Communities filled (hatched without an organisation), areas outlined, units as points by class or as circles.

    Shape stands beside colour: a filled square should found a branch, a filled circle could share one, an open circle
    has nobody, a question mark is unknown.
    """
    figure = plain_figure()
    for outline in communities:
        figure.add_scatter(
            **_path(outline.rings),
            mode="lines",
            fill="toself",
            fillcolor=HOVER if not outline.hatched else "#ffffff",
            fillpattern={"shape": "/", "fgcolor": "#c3c9d1", "bgcolor": "#ffffff", "size": 7, "solidity": 0.14}
            if outline.hatched
            else None,
            line={"color": "#ffffff" if not outline.hatched else "#dfe3e8", "width": 1.2},
            hoverinfo="skip",
        )
    for outline in areas:
        figure.add_scatter(
            **_path(outline.rings), mode="lines", line={"color": CONTROL, "width": 1.4}, hoverinfo="skip"
        )
    figure.add_scatter(
        x=[outline.middle[0] for outline in communities],
        y=[outline.middle[1] for outline in communities],
        mode="markers+text",
        marker={"size": 18, "opacity": 0},
        text=["" if _touched(outline, [*points, *areas]) else outline.name for outline in communities],
        textfont={"size": 10, "color": INK_3},
        hovertext=[outline.name for outline in communities],
        customdata=[outline.opens for outline in communities],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    _add_groups(figure, groups)
    _add_points(figure, points)
    _add_numbers(figure, groups)
    _add_circles(figure, circles)
    for outline in areas:
        figure.add_annotation(
            x=outline.middle[0],
            y=outline.middle[1],
            text=f"<b>{outline.name}</b>",
            showarrow=False,
            font={"size": 12, "color": INK},
            bgcolor="rgba(255,255,255,.72)",
            borderpad=1,
        )
    latitudes = (
        [point.lat for point in points]
        + [circle.lat for circle in circles]
        + [lat for outline in communities for ring in outline.rings for _, lat in ring]
    )
    middle = (min(latitudes) + max(latitudes)) / 2 if latitudes else 0.0
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(
        visible=False, fixedrange=True, scaleanchor="x", scaleratio=1 / max(math.cos(math.radians(middle)), 0.1)
    )
    figure.update_layout(margin={"l": 8, "r": 8, "t": 4, "b": 4})
    return figure


def _touched(outline: Outline, others: Sequence[Point | Outline]) -> bool:
    """Whether a community's name would touch a point or an area's name; left to the tooltip then."""
    x, y = outline.middle
    for other in others:
        if isinstance(other, Point):
            wide, high, at = 0.0026, 0.0011, (other.lon, other.lat)
        else:
            wide, high, at = 0.006, 0.0016, other.middle
        if abs(at[0] - x) < wide and abs(at[1] - y) < high:
            return True
    return False


def _add_groups(figure: go.Figure, groups: Sequence[Group]) -> None:
    """Lines from the middle unit of each group to its others, below the units."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for group in groups:
        (lon, lat), *others = group.at
        for other_lon, other_lat in others:
            xs += [lon, other_lon, None]
            ys += [lat, other_lat, None]
    if xs:
        figure.add_scatter(x=xs, y=ys, mode="lines", line={"color": INK, "width": 2}, hoverinfo="skip")


def _add_numbers(figure: go.Figure, groups: Sequence[Group]) -> None:
    """The number of each group beside its middle unit."""
    for group in groups:
        lon, lat = group.at[0]
        figure.add_annotation(
            x=lon,
            y=lat,
            text=f"<b>{group.number}</b>",
            hovertext=group.told,
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            xshift=3,
            yshift=2,
            font={"size": 12, "color": INK},
            bgcolor="rgba(255,255,255,.86)",
            borderpad=0,
        )


def _add_points(figure: go.Figure, points: Sequence[Point]) -> None:
    looks = {
        "none": {"symbol": "circle-open", "size": 7, "color": SEQUENCE[4], "line": {"width": 1.2}},
        "joint": {"symbol": "circle", "size": 8, "color": SEQUENCE[4], "line": {"width": 1, "color": "#ffffff"}},
        "establish": {"symbol": "square", "size": 8, "color": INK, "line": {"width": 1, "color": "#ffffff"}},
    }
    for kind in ("unknown", "none", "joint", "establish"):
        chosen = [point for point in points if point.kind == kind]
        unknown = kind == "unknown"
        figure.add_scatter(
            x=[point.lon for point in chosen],
            y=[point.lat for point in chosen],
            mode="text" if unknown else "markers",
            text=["?" for _ in chosen] if unknown else None,
            textfont={"size": 12, "color": INK_3} if unknown else None,
            marker=looks.get(kind),
            customdata=[[point.opens, point.told] for point in chosen],
            hovertemplate="%{customdata[1]}<extra></extra>",
        )


def _add_circles(figure: go.Figure, circles: Sequence[Circle]) -> None:
    """Circles whose areas are in proportion to their numbers, the largest smaller where there are many."""
    if not circles:
        return
    widest = 30 if len(circles) <= 40 else 12
    figure.add_scatter(
        x=[circle.lon for circle in circles],
        y=[circle.lat for circle in circles],
        mode="markers",
        marker={
            "size": [circle.number for circle in circles],
            "sizemode": "area",
            "sizeref": max(circle.number for circle in circles) / widest**2,
            "color": SEQUENCE[4],
            "opacity": 0.8,
            "line": {"width": 1, "color": "#ffffff"},
        },
        customdata=[[circle.opens, circle.told] for circle in circles],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def _path(rings: Sequence[Ring]) -> dict[str, list[float | None]]:
    """Rings as one path, broken between them."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in rings:
        xs += [lon for lon, _ in ring] + [None]
        ys += [lat for _, lat in ring] + [None]
    return {"x": xs[:-1], "y": ys[:-1]}


def spread(place: int, *, step: float) -> tuple[float, float]:
    """Where the nth of several at one spot is drawn beside it: on a sunflower's spiral, the first on the spot."""
    angle, radius = place * math.pi * (3 - math.sqrt(5)), step * math.sqrt(place)
    return radius * math.cos(angle), radius * math.sin(angle)
