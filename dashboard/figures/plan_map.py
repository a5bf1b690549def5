"""Where do the proposals of a plan lie?

Numbered spots over the outlines of communities, pairs joined by lines; no tiles, nothing asked of the outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.coverage_map import Outline, coverage_map, spread
from dashboard.figures.looks import INK, SEQUENCE

STEP = 0.0009
"""How far apart proposals at one spot are drawn, in degrees."""


@dataclass(frozen=True)
class Spot:
    """One proposal: where it lies, its number, what its tooltip tells and what a click opens (nothing: empty)."""

    lon: float
    lat: float
    number: str
    told: str
    opens: str


@dataclass(frozen=True)
class Tie:
    """Two ends of a proposed pair."""

    lon: float
    lat: float
    other_lon: float
    other_lat: float


def plan_map(
    communities: Sequence[Outline], areas: Sequence[Outline], spots: Sequence[Spot], ties: Sequence[Tie]
) -> go.Figure:
    """The outlines without hatches, lines of pairs, then spots with their numbers; equal numbers are one proposal."""
    plain = [Outline(one.rings, "", one.middle, one.opens) for one in communities]
    figure = coverage_map(plain, areas, [])
    xs: list[float | None] = []
    ys: list[float | None] = []
    for tie in ties:
        xs += [tie.lon, tie.other_lon, None]
        ys += [tie.lat, tie.other_lat, None]
    if ties:
        figure.add_scatter(x=xs, y=ys, mode="lines", line={"color": SEQUENCE[3], "width": 1.4}, hoverinfo="skip")
    at: dict[tuple[float, float], int] = {}
    lons, lats = [], []
    for spot in spots:
        place = at[spot.lon, spot.lat] = at.get((spot.lon, spot.lat), -1) + 1
        right, up = (0.0, 0.0) if ties else spread(place, step=STEP)
        lons.append(spot.lon + right)
        lats.append(spot.lat + up)
    figure.add_scatter(
        x=lons,
        y=lats,
        mode="markers+text",
        marker={"size": 16, "color": SEQUENCE[4], "line": {"color": "#ffffff", "width": 1}},
        text=[spot.number for spot in spots],
        textfont={"size": 10, "color": "#ffffff"},
        customdata=[[spot.opens, spot.told] for spot in spots],
        hovertemplate="%{customdata[1]}<extra></extra>",
        hoverlabel={"font": {"color": INK}},
    )
    if not communities and not areas:
        latitudes = [spot.lat for spot in spots]
        figure.update_yaxes(range=[min(latitudes) - 0.01, max(latitudes) + 0.01])
    return figure
