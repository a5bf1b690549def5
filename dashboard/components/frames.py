"""What does every drawer have around it: its title, chips, the way to close it, its foot?

The frame alone; what opens in it is chosen by ``dashboard.drawer``.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import Child, attributes, icon, link
from dashboard.page import PageContext


def drawer_frame(
    context: PageContext,
    title: str,
    sections: Sequence[Component],
    *,
    chips: Sequence[Component] = (),
    footer: Sequence[Child] = (),
    wide: bool = False,
) -> Component:
    """Title, chips, close, then the sections; the foot only where it has something."""
    close = link(
        context.state.to(open=None), icon("close"), class_name="ib close", label=context.words.text("pages.close")
    )
    head = html.Header(
        [html.Div([html.H2(title, tabIndex="-1"), close], className="row"), html.Div(list(chips), className="chips")]
    )
    children: list[Component] = [head, html.Div(list(sections), className="scroll")]
    if footer:
        children.append(html.Footer(list(footer)))
    return html.Aside(children, className="drawer wide" if wide else "drawer", **attributes({"aria-label": title}))
