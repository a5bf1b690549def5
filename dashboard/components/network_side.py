"""Who stands beside the picture of the network, and how is it read: the hub taken out, the isolated, the legends?

Lists and legends; the picture is the page's.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import count_of, domain_mark, link
from dashboard.domain_classes import DOMAIN_CLASSES
from dashboard.network_view import NetworkView
from dashboard.page import PageContext

MOST_ALONE = 200
"""Most isolated organisations the tray lists."""


def tray(context: PageContext, view: NetworkView) -> Component:
    """Who is taken out and who is alone, beside the picture, never scattered in it."""
    words, state = context.words, context.state
    whole = context.investigation.snapshot(as_of=context.as_of, place=state.place)
    hub = whole.organisations.filter(pl.Series(whole.hub))
    ties = np.diff(whole.adjacency(context.layers).indptr)[whole.hub]
    children: list[Component] = []
    if not state.hub and hub.height:
        children.append(html.H2([words.text("pages.hub_taken_out"), html.Span(words.value(hub.height))]))
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
                ],
                className="hub",
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
                for code, name, domain, level in alone.select("code", "name", "domain", "level")
                .head(MOST_ALONE)
                .iter_rows()
            ],
            className="alone",
        ),
        *more_alone(context, alone.height),
        shapes_legend(context),
    ]
    return html.Div(children, className="tray")


def more_alone(context: PageContext, count: int) -> list[Component]:
    """The way to those that the tray has no room for."""
    if count <= MOST_ALONE:
        return []
    told = context.words.text("network_page.more_alone", count=count - MOST_ALONE)
    return [link(context.state.page("/isolation"), told, class_name="more")]


def shapes_legend(context: PageContext) -> Component:
    """Which shape is which level, and what size and line say."""
    words = context.words
    levels = ("working_committee", "committee", "general_branch", "branch", "group")
    shapes = dict(zip(levels, "★⬡■●▲", strict=True))
    rows = [html.Span([html.Span(shape, className="shape"), words.word(level)]) for level, shape in shapes.items()]
    group = html.Span([html.Span(className="shape hull"), words.text("network_page.hull")])
    told = html.Span(words.text("pages.size_and_line"), className="wide")
    return html.Div(
        [html.H2(words.text("pages.legend")), html.Div([*rows, group, told], className="legend")],
        className="keys" if words.lang == "zh" else "keys single",
    )


def domain_legend(context: PageContext, view: NetworkView) -> Component:
    """Each drawn class of domain with the number of its organisations."""
    words = context.words
    counts = dict.fromkeys(range(1, 8), 0)
    for domain, count in view.snapshot.organisations.group_by("domain").len().iter_rows():
        counts[DOMAIN_CLASSES[domain]] += count
    first = {number: next(d for d, n in DOMAIN_CLASSES.items() if n == number) for number in counts}
    rows = [
        html.Span(
            [domain_mark(first[number], words), words.text(f"pages.domain_class_{number}"), html.Em(words.value(count))]
        )
        for number, count in counts.items()
    ]
    return html.Div([html.Div([*rows, *level_of_detail(context)], className="legend")], className="key")


def level_of_detail(context: PageContext) -> list[Component]:
    """What a mark of a large network stands for, far out and nearer; the script marks which of the two it is now."""
    words, parts = context.words, context.picture().parts
    if parts is None:
        return []
    kind = words.word(parts.kind) if parts.kind else words.text("common.unknown")
    far = words.text("network_page.level_far", kind=kind, places=parts.places.height)
    near = words.text("network_page.level_near")
    return [html.Span([html.I(far, className="far"), html.I(near, className="near")], id="network-level")]
