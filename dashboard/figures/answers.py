"""How does an answer look as bars, and how as a network?

Draws what ``dashboard.answers`` found; nothing is computed but where nodes stand.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import plotly.graph_objects as go
from scipy import sparse

from analytics.network.layout import layout
from dashboard.answers import Bars, Pairs
from dashboard.figures.looks import CONTROL, INK, INK_3, LINE, SEQUENCE, plain_figure

MOST_NAMED = 60
"""Nodes above which names are left to the tooltip."""


def bars_figure(bars: Bars, *, label_axis: str, number_axis: str) -> go.Figure:
    """One bar a row in the answer's order, its value at its end."""
    figure = plain_figure(height=max(160, 22 * len(bars.labels) + 56))
    figure.add_bar(
        y=list(range(len(bars.labels))),
        x=list(bars.values),
        orientation="h",
        marker={"color": SEQUENCE[4]},
        text=[f"{value:,.4g}" if value != int(value) else f"{int(value):,}" for value in bars.values],
        textposition="outside",
        cliponaxis=False,
        hovertext=list(bars.labels),
        hovertemplate="%{hovertext}　%{text}<extra></extra>",
    )
    figure.update_yaxes(
        tickvals=list(range(len(bars.labels))),
        ticktext=[name if len(name) <= 24 else f"{name[:23]}…" for name in bars.labels],
        autorange="reversed",
        title=label_axis,
        automargin=True,
        tickfont={"color": INK},
    )
    figure.update_xaxes(title=number_axis, gridcolor=LINE, zerolinecolor=CONTROL, automargin=True, rangemode="tozero")
    figure.update_layout(bargap=0.35, margin={"l": 8, "r": 56, "t": 8, "b": 8})
    return figure


def pairs_figure(pairs: Pairs, *, cards: Collection[str]) -> go.Figure:
    """Nodes by their number of ties, lines between them; a node with a card opens it."""
    nodes = list(dict.fromkeys(node for tie in pairs.ties for node in tie))
    at = {node: place for place, node in enumerate(nodes)}
    ends = np.array([(at[a], at[b]) for a, b in pairs.ties if a != b], dtype=np.int64).reshape(-1, 2)
    both = np.concatenate([ends, ends[:, ::-1]])
    shape = (len(nodes), len(nodes))
    adjacency = sparse.csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=shape)
    adjacency.data[:] = 1.0
    degrees = np.diff(adjacency.indptr)
    where = np.nan_to_num(layout(adjacency, seed=1))
    figure = plain_figure(height=520)
    lines = np.full((len(ends) * 3, 2), np.nan)
    lines[0::3], lines[1::3] = where[ends[:, 0]], where[ends[:, 1]]
    figure.add_scatter(
        x=lines[:, 0], y=lines[:, 1], mode="lines", line={"color": CONTROL, "width": 1}, hoverinfo="skip"
    )
    names = [pairs.names.get(node, node) for node in nodes]
    figure.add_scatter(
        x=where[:, 0],
        y=where[:, 1],
        mode="markers+text" if len(nodes) <= MOST_NAMED else "markers",
        text=names,
        textposition="top center",
        textfont={"size": 11, "color": INK},
        marker={
            "size": 8 + 3 * np.sqrt(degrees),
            "color": SEQUENCE[4],
            "line": {"color": "#ffffff", "width": 1},
        },
        customdata=[f"card:{node}" if node in cards else "" for node in nodes],
        hovertemplate="%{text}<extra></extra>",
        hoverlabel={"font": {"color": INK_3}},
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x")
    figure.update_layout(margin={"l": 8, "r": 8, "t": 8, "b": 8})
    return figure
