"""How is a long table put on a page as text, where a component for each cell would take longer than all the rest?

The browser takes the text in as it is, so whoever writes it escapes what comes from data. A link in it with
``data-open`` opens what it says beside the page, as any other.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

import dash
from dash import MATCH, ClientsideFunction, Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.state import ViewState


def written(text: str, *, name: str, class_name: str) -> Component:
    """A box that holds HTML text; reached by the keyboard, as what is in it may be longer than it."""
    box = html.Div(id={"type": "written", "name": name}, className=class_name, tabIndex=0)
    return html.Div([dcc.Store(id={"type": "written-text", "name": name}, data=text), box], className="written")


def opening(state: ViewState, opens: str, text: str) -> str:
    """A link that opens something beside the page."""
    href = quoteattr(state.to(open=opens).href)
    return f'<a class="opens" href={href} data-open={quoteattr(opens)}>{escape(text)}</a>'


def add_written_callbacks(pages: dash.Dash) -> None:
    """Take texts in."""
    pages.clientside_callback(
        ClientsideFunction("written", "show"),
        Output({"type": "written", "name": MATCH}, "title"),
        Input({"type": "written-text", "name": MATCH}, "data"),
        Input({"type": "written", "name": MATCH}, "id"),
    )
