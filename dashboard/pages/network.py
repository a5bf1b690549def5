"""Who works with whom?

The co-building network on the server's layout, layer by layer, the isolated in a tray beside it, and a table of the
same. Positions and groups come from ``network_view``; what an organisation is stands on its card.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import DOMAIN_CLASSES, Child, count_of, icon, link
from dashboard.components.network_side import domain_legend, tray
from dashboard.components.panel import empty, page_head
from dashboard.components.table import rows_table
from dashboard.network_view import MOST_DRAWN, NetworkView
from dashboard.page import PageContext
from graph_model.snapshot import LAYERS

ROWS_A_PAGE = 2000
"""Rows of the table sent at once; more are turned page by page."""


def draw(context: PageContext) -> Component:
    """The page; what is opened beside it is the script's to mark, so that a click never draws the page anew."""
    context = replace(context, state=context.state.to(open=None))
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
    opens = html.A([icon("data"), words.text("file_page.open_file")], href=f"/file?lang={words.lang}", className="btn")
    acts = [switch, opens, html.A([icon("export"), "json"], href=export, className="btn", download="network.json")]
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
        label: list[Child] = [
            html.Span("✓" if on else "", className="box"),
            words.text(f"pages.layer_{layer}"),
            html.Em(words.value(ties)),
        ]
        target = state.to(layer=None).switched(off=",".join(changed) or None)
        children.append(link(target, label, class_name="layer keeps-open on" if on else "layer keeps-open"))
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
    if not view.drawn:
        return smaller_places(context, view)
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
    canvas = html.Div(id="network-canvas", role="img", title=label)
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
        ties_of = int(view.degrees[index])
        nodes.append(
            {
                "id": code,
                "name": name,
                "short": short(name),
                "level": level,
                "domain": DOMAIN_CLASSES[domain],
                "faded": context.state.domain is not None and context.state.domain != domain,
                "ties": ties_of,
                "group": int(view.groups[index]),
                "x": float(view.positions[index, 0]),
                "y": float(view.positions[index, 1]),
                "told": " · ".join((name, words.word(level), words.text("pages.ties_count", count=ties_of))),
            }
        )
    shown = {node["id"] for node in nodes}
    ties = [[a, b, w] for a, b, w in view.ties.select("a", "b", "weight").iter_rows() if a in shown and b in shown]
    return {
        "nodes": nodes,
        "ties": ties,
        "groups": group_names(context, view),
        "box": list(view.box),
        "marks": {str(n): words.text(f"pages.domain_mark_{n}") for n in range(1, 8)},
    }


def group_names(context: PageContext, view: NetworkView) -> dict[int, str]:
    """Each group by its number and the area most of its organisations lie in."""
    words = context.words
    areas = dict(view.snapshot.places.filter(pl.col("kind") == "area").select("code", "name").iter_rows())
    held = (
        view.snapshot.organisations.select("area")
        .with_columns(pl.Series("group", view.groups))
        .filter((pl.col("group") >= 0) & pl.col("area").is_not_null())
        .group_by("group", "area")
        .len()
        .sort(["group", "len", "area"], descending=[False, True, False])
        .unique("group", keep="first", maintain_order=True)
    )
    most = {group: areas.get(area, "") for group, area, _ in held.iter_rows()}
    told = {}
    for group in np.unique(view.groups[view.groups >= 0]).tolist():
        name = words.text("network_page.group", number=group + 1)
        told[group] = f"{name} {most[group].removesuffix('区')}" if most.get(group) else name
    return told


def short(name: str) -> str:
    """An organisation's name without the words that its mark and shape tell already."""
    return re.sub("(社区)?(联合)?(党工委|党总支|党委|党支部|党小组)$", "", name) or name


def smaller_places(context: PageContext, view: NetworkView) -> Component:
    """The next smaller places with the organisations in each, where there are too many to draw one by one."""
    words = context.words
    counts = organisations_below(view, place=context.state.place)
    rows = [
        html.Tr(
            [
                html.Td(link(context.state.to(place=code), name)),
                html.Td(words.word(kind)),
                html.Td(words.value(count), className="num"),
                html.Td(words.value(tied), className="num"),
            ]
        )
        for code, name, kind, count, tied in counts.iter_rows()
    ]
    heads = [html.Th(words.text(f"network_page.{name}")) for name in ("place", "kind")]
    heads += [html.Th(words.text(f"network_page.{name}"), className="num") for name in ("organisations", "tied")]
    told = words.text("pages.network_too_many", drawn=int((view.degrees > 0).sum()), most=MOST_DRAWN)
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="tbl")
    return html.Div([html.P(told, className="notice"), table], className="canvas places")


def organisations_below(view: NetworkView, *, place: str | None) -> pl.DataFrame:
    """Organisations in each place right below one (None: the top): ``code, name, kind, organisations, tied``."""
    places = view.snapshot.places
    held = view.snapshot.organisations.select("place").with_columns(pl.Series("tied", view.degrees > 0))
    above = dict(places.select("code", "parent").iter_rows())
    below = places.filter(pl.col("parent").is_null() if place is None else pl.col("parent") == place)
    while below.height == 1 and not places.filter(pl.col("parent") == below["code"][0]).is_empty():
        below = places.filter(pl.col("parent") == below["code"][0])
    tops = set(below["code"].to_list())
    top_of: dict[str, str | None] = {}
    for code in above:
        at: str | None = code
        while at is not None and at not in tops:
            at = above.get(at)
        top_of[code] = at
    named = pl.DataFrame(
        {"place": list(top_of), "code": list(top_of.values())}, schema={"place": pl.String, "code": pl.String}
    )
    counts = (
        held.join(named, on="place")
        .group_by("code")
        .agg(pl.len().cast(pl.Int64).alias("organisations"), pl.col("tied").sum().cast(pl.Int64))
    )
    return (
        below.select("code", "name", "kind")
        .join(counts, on="code")
        .sort(["organisations", "code"], descending=[True, False])
    )


def tie_table(context: PageContext, view: NetworkView) -> Component:
    """The same network as a table: one row a tie, every layer a column; pages of it where it is long."""
    words = context.words
    asked = context.state.own.get("page", "1")
    pages = max(1, -(-view.ties.height // ROWS_A_PAGE))
    page = min(max(int(asked), 1), pages) if asked.isdecimal() else 1
    names = view.snapshot.organisations.select("code", "name")
    told = (
        view.ties.sort("weight", "a", "b", descending=[True, False, False])
        .slice((page - 1) * ROWS_A_PAGE, ROWS_A_PAGE)
        .join(names.rename({"code": "a", "name": "a_name"}), on="a", how="left", maintain_order="left")
        .join(names.rename({"code": "b", "name": "b_name"}), on="b", how="left", maintain_order="left")
        .select(
            "a_name", "b_name", "weight", *[(pl.col(name) == 1).alias(f"layer_{name}") for name in LAYERS], "a", "b"
        )
    )
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
