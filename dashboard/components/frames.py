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
    """Title, chips, the ways along the list it was opened from, close, sections; a foot where it has something."""
    close = link(
        context.state.to(open=None), icon("close"), class_name="ib close", label=context.words.text("pages.close")
    )
    steps = [
        html.Button(
            sign,
            type="button",
            className="ib step",
            hidden=True,  # until the browser knows the list from which the drawer was opened
            title=context.words.text(f"pages.{key}"),
            **attributes({"data-step": step}),
        )
        for sign, step, key in (("‹", "-1", "previous_of_list"), ("›", "1", "next_of_list"))
    ]
    head = html.Header(
        [
            html.Div([html.H2(title, tabIndex="-1"), *steps, close], className="row"),
            html.Div(list(chips), className="chips"),
        ]
    )
    children: list[Component] = [head, html.Div(list(sections), className="scroll")]
    if footer:
        children.append(html.Footer(list(footer)))
    return html.Aside(children, className="drawer wide" if wide else "drawer", **attributes({"aria-label": title}))
