"""What can be done with the picture of the network: layers, neighbourhood, detail, search, path, outline, supposing?

Switches that change the address are links; what is done on the picture itself are buttons that the scripts listen to.
"""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import Child, attributes, icon, link
from dashboard.network_view import NetworkView
from dashboard.page import PageContext
from graph_model.snapshot import LAYERS

DETAILS = ("auto", "places", "all")
"""How a large network is drawn: places far out and organisations nearer, places only, every organisation always."""
STEPS = ("1", "2", "all")
"""How far around the chosen organisation others stay bright."""


def detail_of(context: PageContext) -> str:
    """The way of drawing that the address asks for."""
    asked = context.state.own.get("detail", DETAILS[0])
    return asked if asked in DETAILS else DETAILS[0]


def steps_of(context: PageContext) -> int:
    """Steps around the chosen organisation that stay bright; 0 for everyone."""
    return {"1": 1, "2": 2, "all": 0}.get(context.state.own.get("ego", "1"), 1)


def tools(context: PageContext, view: NetworkView, *, as_table: bool) -> Component:
    """The row above the picture: a switch a layer with the number of its ties, then what the picture can do."""
    words = context.words
    children: list[Component] = [layer_switch(context, view, layer) for layer in LAYERS]
    children.append(html.Span(className="push"))
    if not as_table:
        children.append(neighbourhood(context))
        if context.picture().parts is not None:
            children.append(detail(context))
        children.append(
            html.Span(
                [
                    dcc.Input(
                        id="network-find",
                        type="search",
                        placeholder=words.text("network_page.find"),
                        className="find",
                        debounce=False,
                        autoComplete="off",
                    ),
                    html.Ul(id="network-hits", role="listbox", **attributes({"aria-label": words.text("pages.find")})),
                ],
                className="finder",
            )
        )
    return html.Div(children, className="tools")


def layer_switch(context: PageContext, view: NetworkView, layer: str) -> Component:
    """A layer on or off, with the number of its ties on the day."""
    words, state = context.words, context.state
    off = {name for name in state.own.get("off", "").split(",") if name}
    on = layer in context.layers
    label: list[Child] = [
        html.Span("✓" if on else "", className="box"),
        words.text(f"pages.layer_{layer}"),
        html.Em(words.value(int(view.snapshot.layers[layer].nnz) // 2)),
    ]
    target = state.to(layer=None).switched(off=",".join(sorted(off ^ {layer})) or None)
    return link(target, label, class_name="layer keeps-open on" if on else "layer keeps-open")


def neighbourhood(context: PageContext) -> Component:
    """How far around the chosen organisation others stay bright."""
    words, now = context.words, context.state.own.get("ego", STEPS[0])
    ways = [
        link(
            context.state.switched(ego=None if step == STEPS[0] else step),
            words.text(f"network_page.steps_{step}"),
            class_name="keeps-open on" if step == now else "keeps-open",
        )
        for step in STEPS
    ]
    return html.Div([html.Span(words.text("network_page.neighbourhood")), *ways], className="seg sm", id="network-ego")


def detail(context: PageContext) -> Component:
    """How a large network is drawn."""
    words, now = context.words, detail_of(context)
    ways = [
        link(
            context.state.switched(detail=None if one == DETAILS[0] else one),
            words.text(f"network_page.detail_{one}"),
            class_name="keeps-open on" if one == now else "keeps-open",
        )
        for one in DETAILS
    ]
    return html.Div([html.Span(words.text("network_page.detail")), *ways], className="seg sm", id="network-detail")


def modes(context: PageContext) -> Component:
    """Buttons over the picture: what the next clicks on it mean; and the layer of a supposed tie."""
    words = context.words
    buttons = [
        html.Button(
            words.text(f"network_page.mode_{name}"),
            id=f"network-{name}",
            className="btn",
            type="button",
            title=words.text(f"network_page.mode_{name}_told"),
            **attributes({"aria-pressed": "false"}),
        )
        for name in ("path", "lasso", "suppose")
    ]
    options = [
        html.Option(words.text(f"pages.layer_{name}"), value=name)
        for name in ("agreements", *(one for one in LAYERS if one != "agreements"))
    ]
    layers = html.Select(options, id="suppose-layer", **attributes({"aria-label": words.text("pages.filter_layer")}))
    return html.Div([*buttons, html.Span(layers, id="suppose-layers", hidden=True)], className="modes")


def zoom_buttons(context: PageContext) -> Component:
    """Nearer, farther, the whole."""
    words = context.words
    return html.Div(
        [
            html.Button(
                icon(name),
                className="ib",
                type="button",
                id=f"network-{name}",
                title=words.text(f"pages.zoom_{name}"),
                **attributes({"aria-label": words.text(f"pages.zoom_{name}")}),
            )
            for name in ("plus", "minus", "fit")
        ],
        className="zoom",
    )
