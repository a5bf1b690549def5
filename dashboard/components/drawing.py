"""How is a drawing made on the server put on a page, so that it can be moved, opened, printed and saved?

The component alone: an SVG that the page takes in, with buttons beside it. Drawing is ``figures``.
"""

from __future__ import annotations

import dash
from dash import MATCH, ClientsideFunction, Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import attributes, icon
from dashboard.i18n import Wording


def drawing(svg: str, *, name: str, label: str, words: Wording) -> Component:
    """A drawing that fills its panel: the wheel and the buttons bring it nearer, a drag moves it.

    What carries ``data-key`` in it is opened by a click, as the address's ``open``. Arrow keys, plus, minus and 0 move
    it too; whoever cannot see it is told ``label``, and finds its values in the table beside.
    """
    zoom = html.Div(
        [
            html.Button(
                icon(way),
                className="ib",
                type="button",
                title=words.text(f"pages.zoom_{way}"),
                **attributes({"data-zoom": way}),
            )
            for way in ("plus", "minus", "fit")
        ],
        className="zoom",
    )
    board = html.Div(
        id={"type": "drawing", "name": name},
        className="drawing",
        tabIndex=0,
        role="group",
        **attributes({"aria-label": label}),
    )
    return html.Div(
        [dcc.Store(id={"type": "drawing-svg", "name": name}, data=svg), board, zoom], className="drawing-box"
    )


def add_drawing_callbacks(pages: dash.Dash) -> None:
    """Take drawings in, mark what is open in them."""
    pages.clientside_callback(
        ClientsideFunction("drawing", "show"),
        Output({"type": "drawing", "name": MATCH}, "className"),
        Input({"type": "drawing-svg", "name": MATCH}, "data"),
        Input({"type": "drawing", "name": MATCH}, "id"),
    )
    pages.clientside_callback(ClientsideFunction("drawing", "mark"), Input("address", "search"))
