"""How do curves and small multiples look: what is left of a network, how a figure moves from day to day?

Lines with their axes named; what is unknown is a dotted band, never a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.looks import DOTS, INK, INK_2, INK_3, LINE, SEQUENCE, plain_figure

AXIS = {"color": INK_3, "size": 11}


@dataclass(frozen=True)
class Series:
    """One figure over time; ``most`` is what it could be if every unknown were found, None where nothing is unknown."""

    days: Sequence[str]
    values: Sequence[float | None]
    most: Sequence[float | None]
    told: Sequence[str]
    opens: Sequence[str]


def removal_figure(
    share_gone: Sequence[float],
    by_ties: Sequence[float],
    by_chance: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    *,
    names: tuple[str, str],
    axes: tuple[str, str],
) -> go.Figure:
    """What share of organisations the largest part still holds as they leave: the best tied first, and by chance."""
    figure = plain_figure()
    gone = list(share_gone)
    figure.add_scatter(
        x=[*gone, *reversed(gone)],
        y=[*high, *reversed(list(low))],
        fill="toself",
        fillcolor="rgba(123,161,199,.22)",
        line={"width": 0},
        hoverinfo="skip",
        mode="lines",
    )
    for values, name, look in (
        (by_chance, names[1], {"color": SEQUENCE[3], "width": 1.6, "dash": "dash"}),
        (by_ties, names[0], {"color": INK, "width": 2}),
    ):
        figure.add_scatter(
            x=gone,
            y=list(values),
            mode="lines",
            line=look,
            name=name,
            hovertemplate="%{fullData.name}<br>%{x:.0%} → %{y:.0%}<extra></extra>",
        )
    axis = {"tickformat": ".0%", "gridcolor": LINE, "zeroline": False, "tickfont": AXIS, "fixedrange": True}
    top = max(by_ties[0] if by_ties else 0.0, 0.05)
    figure.update_xaxes(title={"text": axes[0], "font": AXIS, "standoff": 6}, range=[0, 1], **axis)
    figure.update_yaxes(title={"text": axes[1], "font": AXIS, "standoff": 6}, range=[0, top * 1.05], **axis)
    figure.update_layout(margin={"l": 52, "r": 12, "t": 6, "b": 38})
    return figure


def trend_figure(series: Series, *, axes: tuple[str, str], mark: str | None = None, percent: bool = False) -> go.Figure:
    """One figure over time, which its title gives the last value of; ``mark`` is the day compared with."""
    figure = plain_figure()
    known = [value for value in series.values if value is not None]
    tops = [value for value in (*series.values, *series.most) if value is not None]
    if any(most is not None for most in series.most):
        both = [
            (day, value, most)
            for day, value, most in zip(series.days, series.values, series.most, strict=True)
            if value is not None and most is not None
        ]
        figure.add_scatter(
            x=[day for day, _, _ in both] + [day for day, _, _ in reversed(both)],
            y=[most for _, _, most in both] + [value for _, value, _ in reversed(both)],
            mode="lines",
            line={"color": DOTS, "width": 1, "dash": "dot"},
            fill="toself",
            fillcolor="rgba(187,187,187,.14)",
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=list(series.days),
        y=list(series.values),
        mode="lines+markers",
        line={"color": SEQUENCE[4], "width": 1.8},
        marker={"size": 6, "color": SEQUENCE[4]},
        customdata=[[key, told] for key, told in zip(series.opens, series.told, strict=True)],
        hovertemplate="%{x}<br>%{customdata[1]}<extra></extra>",
        cliponaxis=False,
    )
    if mark is not None:
        figure.add_vline(x=mark, line={"color": INK_2, "width": 1, "dash": "dot"})
    top = max(tops, default=1.0)
    every = max(-(-len(series.days) // 4), 1)
    low = min(0.0, *known) if known else 0.0
    axis = {"gridcolor": LINE, "zeroline": False, "tickfont": {"color": INK_3, "size": 10}, "fixedrange": True}
    figure.update_xaxes(
        title={"text": axes[0], "font": {"color": INK_3, "size": 10}, "standoff": 2},
        type="category",
        tickvals=[day for at, day in enumerate(series.days) if (len(series.days) - 1 - at) % every == 0],
        ticktext=[day[:7] for at, day in enumerate(series.days) if (len(series.days) - 1 - at) % every == 0],
        tickangle=0,
        range=[-0.4, len(series.days) - 0.4],
        **axis,
    )
    figure.update_yaxes(
        range=[low, top * 1.14 if top else 1],
        nticks=4,
        tickformat=".0%" if percent else None,
        **axis,
    )
    figure.add_annotation(  # upright above the axis: one character on its side would be read as an arrow
        x=0,
        xref="paper",
        xanchor="left",
        xshift=-46,
        y=1,
        yref="paper",
        yanchor="bottom",
        showarrow=False,
        text=axes[1],
        font={"color": INK_3, "size": 10},
    )
    figure.update_layout(margin={"l": 48, "r": 14, "t": 16, "b": 32})
    return figure
