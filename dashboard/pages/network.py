"""Who works with whom?

The co-building network on the server's layout, layer by layer, the isolated in a tray beside it, and a table of the
same. Positions and groups come from ``network_view``; what an organisation is stands on its card.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import DOMAIN_CLASSES, count_of, domain_mark, icon, link
from dashboard.components.panel import empty, page_head
from dashboard.components.table import rows_table
from dashboard.network_view import NetworkView
from dashboard.pages.page import PageContext
from graph_model.snapshot import LAYERS

MOST_DRAWN = 2000
"""Most organisations drawn one by one; above it a narrower place is asked for, and the table shows them all."""


def draw(context: PageContext) -> Component:
    """The page."""
    view = context.network()
    words = context.words
    as_table = context.state.own.get("view") == "table"
    body = tie_table(context, view) if as_table else picture(context, view)
    export = "/api/v1/network" + context.state.to(open=None, own={}).search
    switch = html.Div(
        [
            link(
                context.state.switched(view=None), words.text("pages.as_picture"), class_name="" if as_table else "on"
            ),
            link(
                context.state.switched(view="table"), words.text("pages.as_table"), class_name="on" if as_table else ""
            ),
        ],
        className="seg",
    )
    png = html.Button([icon("export"), "png"], id="network-png", className="btn", type="button")
    acts = [switch, html.A([icon("export"), "json"], href=export, className="btn", download="network.json")]
    if not as_table:
        acts.append(png)
    return html.Div(
        [
            page_head(words.text("pages.network_question"), answer(context, view), acts=acts),
            html.Div(
                [
                    tray(context, view),
                    html.Div([tools(context, view), body, domain_legend(context, view)], className="map"),
                ],
                className="work",
            ),
        ],
        className="page fill",
    )


def answer(context: PageContext, view: NetworkView) -> list[Any]:
    """One line: how many are tied, how many are not, how many ties in how many pieces."""
    words = context.words
    tied = int((view.degrees > 0).sum())
    return [
        count_of(tied, len(view.degrees), words),
        words.text(
            "pages.network_answer",
            isolated=len(view.degrees) - tied,
            hub=words.text("pages.with_hub" if context.state.hub else "pages.without_hub"),
            ties=view.ties.height,
            components=view.components,
            largest=view.largest,
        ),
    ]


def tools(context: PageContext, view: NetworkView) -> Component:
    """A switch a layer with the number of its ties."""
    words, state = context.words, context.state
    off = {name for name in state.own.get("off", "").split(",") if name}
    children = []
    for layer in LAYERS:
        ties = int(view.snapshot.layers[layer].nnz) // 2
        on = layer in context.layers
        changed = sorted(off ^ {layer})
        label = [
            html.Span("✓" if on else "", className="box"),
            words.text(f"pages.layer_{layer}"),
            html.Em(words.value(ties)),
        ]
        target = state.to(layer=None).switched(off=",".join(changed) or None)
        children.append(link(target, label, class_name="layer on" if on else "layer"))
    search = dcc.Input(
        id="network-find", type="search", placeholder=words.text("pages.find"), className="find", debounce=False
    )
    return html.Div([*children, html.Span(className="push"), search], className="tools")


def picture(context: PageContext, view: NetworkView) -> Component:
    """The picture; the script that draws it reads the store beside it."""
    words = context.words
    drawn = int((view.degrees > 0).sum())
    if drawn == 0:
        return empty(words.text("pages.network_empty"))
    if drawn > MOST_DRAWN:
        return empty(words.text("pages.network_too_many", drawn=drawn, most=MOST_DRAWN))
    zoom = html.Div(
        [
            html.Button(
                icon(name), className="ib", type="button", id=f"network-{name}", title=words.text(f"pages.zoom_{name}")
            )
            for name in ("plus", "minus", "fit")
        ],
        className="zoom",
    )
    label = words.text("pages.network_label", organisations=drawn, ties=view.ties.height)
    canvas = html.Div(id="network-canvas", role="img", **{"aria-label": label})
    return html.Div([dcc.Store(id="network-data", data=elements(context, view)), canvas, zoom], className="canvas")


def elements(context: PageContext, view: NetworkView) -> dict[str, Any]:
    """What the script draws: nodes with positions, ties, groups, which one is opened, and where a click leads."""
    words = context.words
    organisations = view.snapshot.organisations
    nodes = []
    facts = organisations.select("code", "name", "level", "domain").iter_rows()
    for index, (code, name, level, domain) in enumerate(facts):
        if view.degrees[index] == 0 or not np.isfinite(view.positions[index, 0]):
            continue
        nodes.append(
            {
                "id": code,
                "name": name,
                "level": level,
                "domain": DOMAIN_CLASSES[domain],
                "faded": context.state.domain is not None and context.state.domain != domain,
                "ties": int(view.degrees[index]),
                "group": int(view.groups[index]),
                "x": float(view.positions[index, 0]),
                "y": float(view.positions[index, 1]),
                "told": f"{name} · {words.word(level)} · {words.text('pages.ties_count', count=int(view.degrees[index]))}",
            }
        )
    shown = {node["id"] for node in nodes}
    ties = [[a, b, w] for a, b, w in view.ties.select("a", "b", "weight").iter_rows() if a in shown and b in shown]
    groups = {int(g): words.text("pages.group_number", number=int(g) + 1) for g in np.unique(view.groups) if g >= 0}
    return {
        "nodes": nodes,
        "ties": ties,
        "groups": groups,
        "chosen": context.opened("card"),
        "href": context.state.to(open="card:__code__").href,
        "marks": {str(n): words.text(f"pages.domain_mark_{n}") for n in range(1, 8)},
    }


def tie_table(context: PageContext, view: NetworkView) -> Component:
    """The same network as a table: one row a tie, every layer a column."""
    names = view.snapshot.organisations.select("code", "name")
    told = (
        view.ties.join(names.rename({"code": "a", "name": "a_name"}), on="a")
        .join(names.rename({"code": "b", "name": "b_name"}), on="b")
        .select("a_name", "b_name", "weight", *[(pl.col(name) == 1).alias(name) for name in LAYERS], "a", "b")
        .sort("weight", "a", "b", descending=[True, False, False])
    )
    return html.Div(rows_table(told, context.words, table_id="network-table"), className="canvas")


def tray(context: PageContext, view: NetworkView) -> Component:
    """Who is taken out and who is alone, beside the picture, never scattered in it."""
    words, state = context.words, context.state
    whole = context.investigation.snapshot(as_of=context.as_of, place=state.place)
    hub = whole.organisations.filter(pl.Series(whole.hub))
    ties = np.diff(whole.adjacency(context.layers).indptr)[whole.hub]
    children: list[Component] = []
    if not state.hub:
        children.append(html.H2(words.text("pages.hub_taken_out")))
        children += [
            html.Ul(
                [
                    html.Li(
                        [
                            html.Span("★", className="star"),
                            link(state.to(open=f"card:{code}"), name),
                            html.I(words.value(int(count))),
                        ]
                    )
                    for (code, name), count in zip(hub.select("code", "name").iter_rows(), ties, strict=True)
                ]
            ),
            html.Hr(),
        ]
    alone = view.snapshot.organisations.filter(pl.Series(view.degrees == 0))
    children += [
        html.H2([words.text("pages.isolated"), count_of(alone.height, len(view.degrees), words)]),
        html.P(words.text("pages.isolated_told")),
        html.Ul(
            [
                html.Li(
                    [
                        domain_mark(domain, words),
                        link(state.to(open=f"card:{code}"), name, label=name),
                        html.I(words.word(level)),
                    ]
                )
                for code, name, domain, level in alone.select("code", "name", "domain", "level").head(200).iter_rows()
            ],
            className="alone",
        ),
        shapes_legend(context),
    ]
    return html.Div(children, className="tray")


def shapes_legend(context: PageContext) -> Component:
    """Which shape is which level, and what size and line say."""
    words = context.words
    levels = ("working_committee", "committee", "general_branch", "branch", "group")
    shapes = dict(zip(levels, "★⬡■●▲", strict=True))
    rows = [html.Span([html.Span(shape, className="shape"), words.word(level)]) for level, shape in shapes.items()]
    told = html.Span(words.text("pages.size_and_line"), className="wide")
    return html.Div(
        [html.H2(words.text("pages.legend")), html.Div([*rows, told], className="legend")], className="keys"
    )


def domain_legend(context: PageContext, view: NetworkView) -> Component:
    """Each drawn class of domain with the number of its organisations."""
    words = context.words
    domains = view.snapshot.organisations.get_column("domain").to_list()
    counts = {number: 0 for number in range(1, 8)}
    for domain in domains:
        counts[DOMAIN_CLASSES[domain]] += 1
    first = {number: next(d for d, n in DOMAIN_CLASSES.items() if n == number) for number in counts}
    return html.Div(
        html.Div(
            [
                html.Span(
                    [
                        domain_mark(first[number], words),
                        words.text(f"pages.domain_class_{number}"),
                        html.Em(words.value(count)),
                    ]
                )
                for number, count in counts.items()
            ],
            className="legend",
        ),
        className="key",
    )
