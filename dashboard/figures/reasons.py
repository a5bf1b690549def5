"""How many units have no organisation, by reason and by what could be done?

Draws a stacked bar; the unknown part is outlined with dots and never filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.looks import DOTS, INK, INK_3, LINE, SEQUENCE, plain_figure

COLOURS = (INK, SEQUENCE[4], SEQUENCE[2])
TEXT = ("#ffffff", "#ffffff", INK)
WIDTH, SIGN = 360.0, 6.5
"""Pixels from the axis to the right edge where the panel is narrowest, and of a sign of 11 to 12 pixels."""


def fitting(count: int, *, whole: float) -> str:
    """A number to stand in its part of a bar; nothing where it has no room and is left to the tooltip."""
    told = f"{count:,}"
    return told if count and count / whole * WIDTH >= len(told) * SIGN + 2 else ""


@dataclass(frozen=True)
class ReasonBar:
    """One bar: its label, the units of the three classes, those of an unknown class, and what a click opens."""

    label: str
    classes: tuple[int, int, int]
    unknown: int
    opens: str


def reasons_figure(
    bars: Sequence[ReasonBar], *, whole: int, names: Sequence[str], reason_axis: str, units_axis: str
) -> go.Figure:
    """One bar a reason, the longest first, with its sum of the whole at the right.

    Parameters
    ----------
    bars
        In the order they are drawn, from the top.
    whole
        What the sums are of.
    names
        Names of the three classes and of the unknown one, for the tooltip.
    """
    figure = plain_figure()
    labels = [bar.label for bar in bars]
    longest = max((sum(bar.classes) + bar.unknown for bar in bars), default=1)
    sums = [f"{sum(bar.classes) + bar.unknown:,} / {whole:,}" for bar in bars]
    beside = max((len(told) for told in sums), default=0) * SIGN + 8  # the sums stand right of the longest bar
    span = longest * max(1.28, WIDTH / (WIDTH - beside))
    for place in range(3):
        counts = [bar.classes[place] for bar in bars]
        figure.add_bar(
            y=labels,
            x=counts,
            orientation="h",
            name=names[place],
            marker={"color": COLOURS[place], "line": {"color": "#ffffff", "width": 1}},
            text=[fitting(count, whole=span) for count in counts],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"color": TEXT[place], "size": 11},
            customdata=[bar.opens for bar in bars],
            hovertemplate="%{y}<br>%{fullData.name}　%{x}<extra></extra>",
        )
    figure.add_bar(
        y=labels,
        x=[bar.unknown for bar in bars],
        orientation="h",
        name=names[3],
        marker={"color": "rgba(255,255,255,0)"},
        text=[fitting(bar.unknown, whole=span) for bar in bars],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"color": INK_3, "size": 11},
        customdata=[bar.opens for bar in bars],
        hovertemplate="%{y}<br>%{fullData.name}　%{x}<extra></extra>",
    )
    for place, bar in enumerate(bars):
        known = sum(bar.classes)
        if bar.unknown:
            figure.add_shape(
                type="rect",
                x0=known,
                x1=known + bar.unknown,
                y0=place - 0.38,
                y1=place + 0.38,
                line={"color": DOTS, "width": 1, "dash": "dot"},
            )
        figure.add_annotation(
            x=1,
            xref="paper",
            y=place,
            xanchor="right",
            showarrow=False,
            text=f"<b>{known + bar.unknown:,}</b> / {whole:,}",
            font={"color": INK, "size": 12},
        )
    figure.update_layout(barmode="stack", bargap=0.24, margin={"l": 78, "r": 4, "t": 2, "b": 34})
    # dtick: every bar bears its reason, however low the picture
    figure.update_yaxes(
        autorange="reversed", fixedrange=True, tickfont={"color": INK, "size": 12}, ticksuffix="  ", dtick=1
    )
    figure.update_xaxes(
        title={"text": units_axis, "font": {"size": 11, "color": INK_3}, "standoff": 4},
        fixedrange=True,
        gridcolor=LINE,
        zerolinecolor=DOTS,
        tickfont={"size": 11, "color": INK_3},
        range=[0, span],
        dtick=10 if longest <= 80 else None,
    )
    figure.add_annotation(
        x=0,
        xref="paper",
        xshift=-76,
        y=0,
        yref="paper",
        yshift=-12,
        xanchor="left",
        showarrow=False,
        text=reason_axis,
        font={"size": 11, "color": INK_3},
    )
    return figure
