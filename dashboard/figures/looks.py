"""How do charts look: colours, type, margins, everywhere the same as the pages?

The values of ``assets/tokens.css`` that a chart cannot read from there.
"""

from __future__ import annotations

import plotly.graph_objects as go

FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'
INK, INK_2, INK_3 = "#1f2328", "#4b535d", "#656d76"
LINE, LINE_2, CONTROL, DOTS = "#e3e6ea", "#cdd2d8", "#868e99", "#7c848e"
SEQUENCE = ("#ffffff", "#dfe8f1", "#b3c9df", "#7ba1c7", "#3a6796")
SURFACE, HOVER = "#ffffff", "#eef0f3"


def plain_figure(*, height: int | None = None) -> go.Figure:
    """An empty chart in the look of the pages: no legend, no tool bar, no background grid of its own."""
    figure = go.Figure()
    figure.update_layout(
        font={"family": FONT, "size": 12, "color": INK_2},
        paper_bgcolor=SURFACE,
        plot_bgcolor=SURFACE,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        hoverlabel={"bgcolor": SURFACE, "bordercolor": LINE_2, "font": {"family": FONT, "size": 12, "color": INK}},
        height=height,
        dragmode=False,
    )
    return figure
