"""Who works with whom?

The co-building network on the server's layout, layer by layer and quarter by quarter, the isolated in a tray beside
it, and a table of the same. Positions and groups come from ``network_view``; what an organisation is stands on its
card. What is drawn is the scripts' business: they fetch the picture once and show the part the address asks for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import attributes, count_of, icon, link
from dashboard.components.export_menu import FILES, export_menu, files_at, line
from dashboard.components.network_drawers import asked_of
from dashboard.components.network_side import domain_legend, tray
from dashboard.components.network_time import time_line
from dashboard.components.network_tools import detail_of, modes, steps_of, tools, zoom_buttons
from dashboard.components.panel import empty, page_head
from dashboard.components.table import rows_table
from dashboard.network_asks import tie_rows
from dashboard.network_picture import LEVELS
from dashboard.network_view import NetworkView
from dashboard.page import PageContext
from graph_model.snapshot import LAYERS

ROWS_A_PAGE = 2000
"""Rows of the table sent at once; more are turned page by page."""
MOST_ON_CYTOSCAPE = 2000
"""Most elements (organisations and ties) that Cytoscape.js draws; more are drawn by sigma."""


def draw(context: PageContext) -> Component:
    """The page; what is opened beside it is the script's to mark, so that a click never draws the page anew."""
    context = replace(context, state=context.state.to(open=None))
    view = context.network()
    words = context.words
    as_table = context.state.own.get("view") == "table"
    body = tie_table(context, view) if as_table else picture(context, view)
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
    opens = html.A([icon("data"), words.text("file_page.open_file")], href=f"/file?lang={words.lang}", className="btn")
    inner = [tools(context, view, as_table=as_table), body]
    if not as_table:
        inner += [domain_legend(context, view), time_line(context)]
    return html.Div(
        [
            page_head(
                words.text("pages.network_question"),
                answer(context, view),
                acts=[switch, opens, exports(context, as_table=as_table)],
            ),
            html.Div([tray(context, view), html.Div(inner, className="map")], className="work"),
        ],
        className="page fill network",
    )


def exports(context: PageContext, *, as_table: bool) -> Component:
    """The files of what is shown: the ties as xlsx, csv, pdf, all of it as json, the picture as svg and png."""
    words = context.words
    files = files_at("/api/v1/network/export", asked_of(context), (*FILES, "svg"))
    whole = html.A(
        "json",
        href="/api/v1/network" + context.state.to(open=None, own={}, as_of=context.as_of).search,
        className="btn sm",
        download="network.json",
    )
    picture: list[Component] = [html.A("svg", href=files.pop("svg"), className="btn sm", download="")]
    if not as_table:
        picture.append(html.Button("png", id="network-png", className="btn sm", type="button"))
    lines = [line(words.text("pages.as_picture"), picture)]
    return export_menu(context, files, others=[whole], lines=lines)


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


def picture(context: PageContext, view: NetworkView) -> Component:
    """Where the scripts draw, and what tells them what to draw."""
    words = context.words
    drawn = int((view.degrees > 0).sum())
    if drawn == 0:
        return empty(words.text("pages.network_empty"))
    label = words.text("pages.network_label", organisations=drawn, ties=view.ties.height)
    canvas = html.Div(
        id="network-canvas",
        role="application",
        tabIndex=0,
        title=label,
        **attributes({"aria-label": label}),
    )
    hint = html.Div(id="network-hint", role="status")
    store = dcc.Store(id="network-data", data=drawing(context))
    return html.Div([store, canvas, modes(context), hint, zoom_buttons(context)], className="canvas")


def drawing(context: PageContext) -> dict[str, Any]:
    """What the scripts are told: where the picture lies, which part of it is shown, and the words on it."""
    words, state = context.words, context.state
    whole = context.picture()
    moments = list(whole.union.moments)
    texts = (
        "group", "part_count", "unknown_part", "path_first", "path_second", "lasso_told", "suppose_first",
        "suppose_second", "no_hit", "hits", "drawing", "unreachable", "no_webgl",
    )  # fmt: skip
    return {
        "source": source_of(context),
        "engine": "cytoscape" if whole.elements <= MOST_ON_CYTOSCAPE else "sigma",
        "moment": moments.index(context.as_of),
        "layers": [LAYERS.index(layer) for layer in context.layers],
        "hub": state.hub,
        "domain": state.domain,
        "steps": steps_of(context),
        "detail": detail_of(context),
        "marks": {str(n): words.text(f"pages.domain_mark_{n}") for n in range(1, 8)},
        "levels": [words.word(level) for level in LEVELS],
        "words": {name: words.text(f"network_page.{name}") for name in texts},
        "members": words.text("network_page.group_members"),
        "ties": words.text("pages.ties_count"),
        "opens": "card",
    }


def source_of(context: PageContext) -> str:
    """Where the picture lies; the version of the dataset in it lets a browser keep it."""
    views = context.service.network_views(context.investigation)
    given = {
        "place": context.state.place,
        "as_of": None if context.as_of in views.moments else context.as_of.isoformat(),
        "v": context.investigation.published.version,
    }
    return "/api/v1/network/picture?" + urlencode({name: value for name, value in given.items() if value})


def next_of(context: PageContext) -> str | None:
    """What the scripts of the page will fetch; None where it shows no picture."""
    return None if context.state.own.get("view") == "table" else source_of(context)


def tie_table(context: PageContext, view: NetworkView) -> Component:
    """The same network as a table: one row a tie, every layer a column; pages of it where it is long."""
    words = context.words
    asked = context.state.own.get("page", "1")
    pages = max(1, -(-view.ties.height // ROWS_A_PAGE))
    page = min(max(int(asked), 1), pages) if asked.isdecimal() else 1
    told = tie_rows(view).slice((page - 1) * ROWS_A_PAGE, ROWS_A_PAGE)
    table = html.Div(rows_table(told, words, table_id="network-table"), className="grid")
    if pages == 1:
        return html.Div(table, className="canvas")
    turn = [
        link(context.state.switched(page=str(to)), words.text(f"network_page.{name}"), class_name="btn")
        for name, to in (("back", page - 1), ("on", page + 1))
        if 1 <= to <= pages
    ]
    foot = html.Div([html.Span(words.text("network_page.page", page=page, pages=pages)), *turn], className="turn")
    return html.Div([table, foot], className="canvas paged")
