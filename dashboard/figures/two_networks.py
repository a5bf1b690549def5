"""How does a network on two days look, everybody standing where they stood?

Two pictures on one scale; ties that went are dashed on the earlier, ties that came are thick on the later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboard.figures.looks import FONT, INK, INK_2, LINE_2, SEQUENCE, plain_figure

Spots = Mapping[str, tuple[float, float, str]]
Pair = tuple[str, str]


def two_networks(
    spots: Sequence[Spots], pairs: Sequence[Sequence[Pair]], marked: Sequence[set[Pair]], *, titles: tuple[str, str]
) -> go.Figure:
    """Left the earlier day, right the later; ``marked`` are the ties that went, and those that came."""
    figure = plain_figure()
    every = [place for one in spots for place in one.values()]
    xs, ys = [place[0] for place in every] or [0.0], [place[1] for place in every] or [0.0]
    wide = max(max(xs) - min(xs), 1e-9)
    box = ([min(xs) - 0.05 * wide, max(xs) + 0.05 * wide], [min(ys) - 0.05 * wide, max(ys) + 0.05 * wide])
    looks = ({"color": INK_2, "width": 1.4, "dash": "dot"}, {"color": SEQUENCE[4], "width": 2})
    for side in range(2):
        axes = {"xaxis": f"x{side + 1}" if side else "x", "yaxis": f"y{side + 1}" if side else "y"}
        here = spots[side]
        for chosen, look in ((False, {"color": LINE_2, "width": 0.8}), (True, looks[side])):
            x: list[float | None] = []
            y: list[float | None] = []
            for a, b in pairs[side]:
                if a in here and b in here and ((a, b) in marked[side]) == chosen:
                    x += [here[a][0], here[b][0], None]
                    y += [here[a][1], here[b][1], None]
            figure.add_scatter(x=x, y=y, mode="lines", line=look, hoverinfo="skip", **axes)
        figure.add_scatter(
            x=[place[0] for place in here.values()],
            y=[place[1] for place in here.values()],
            mode="markers",
            marker={"size": 6, "color": SEQUENCE[3], "line": {"color": "#ffffff", "width": 0.8}},
            customdata=[[f"card:{code}", place[2]] for code, place in here.items()],
            hovertemplate="%{customdata[1]}<extra></extra>",
            **axes,
        )
        figure.add_annotation(
            x=0.02 + 0.51 * side,
            y=1.0,
            xref="paper",
            yref="paper",
            text=titles[side],
            showarrow=False,
            xanchor="left",
            yanchor="top",
            font={"size": 12, "color": INK, "family": FONT},
        )
    plain = {"visible": False, "fixedrange": True}
    figure.update_layout(
        xaxis={**plain, "domain": [0, 0.49], "range": box[0]},
        xaxis2={**plain, "domain": [0.51, 1], "range": box[0], "anchor": "y2"},
        yaxis={**plain, "range": box[1]},
        yaxis2={**plain, "range": box[1], "anchor": "x2"},
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
    )
    return figure
