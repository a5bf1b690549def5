"""How is a chart put on a page, so that it fits its panel, opens what is clicked?

The component alone; drawing is ``figures``.
"""

from __future__ import annotations

import dash
import plotly.graph_objects as go
from dash import ALL, ClientsideFunction, Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import attributes


def chart(figure: go.Figure, *, name: str, label: str) -> Component:
    """A chart that fills its panel; ``name`` is its id and the name of the picture saved of it.

    A click opens what the point's custom data (or its first entry) names, as the address's ``open``.
    """
    graph = dcc.Graph(
        id={"type": "chart", "name": name},
        figure=figure,
        responsive=True,
        config={"displayModeBar": False, "doubleClick": False, "scrollZoom": False},
        className="chart",
    )
    return html.Div(graph, className="chart-box", role="img", **attributes({"aria-label": label}))


def add_chart_callbacks(pages: dash.Dash) -> None:
    """Clicks on charts open what they name, and the row whose drawer is open is marked."""
    pages.clientside_callback(
        ClientsideFunction("charts", "open"),
        Output("address", "search", allow_duplicate=True),
        Input({"type": "chart", "name": ALL}, "clickData"),
        prevent_initial_call=True,
    )
    pages.clientside_callback(ClientsideFunction("charts", "mark"), Input("address", "search"), Input("drawn", "data"))
