"""What does a network look like that came as a file, and what do the measures say of it?

Any network in a format that can be read: the picture, the measures of the whole beside it, those of each node in a
table. Nothing of it enters the ledger.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from dash import dcc, html
from dash.development.base_component import Component
from scipy.sparse import triu

from analytics.network.core_periphery import CLEAR_FIT
from dashboard.components.basics import icon, link
from dashboard.components.export_menu import export_menu, line
from dashboard.components.panel import empty, notice, page_head
from dashboard.components.table import rows_table
from dashboard.network_file import FORMAT_NAMES
from dashboard.network_view import MOST_DRAWN
from dashboard.opened_networks import MOST_BYTES, OpenedNetwork
from dashboard.page import PageContext
from graph_model.errors import GongjianError

MOST_ROWS = 2000
MOST_ATTRIBUTES = 20
LONGEST = 14
WHOLE = (
    "nodes",
    "ties",
    "components",
    "isolates",
    "cut_points",
    "bridges",
    "blocks",
    "density",
    "transitivity",
    "connectedness",
    "efficiency",
    "hierarchy",
    "lubness",
    "reciprocity",
    "degree_centralisation",
    "betweenness_centralisation",
    "betweenness_error",
    "core_members",
    "core_fit",
    "dropped_loops",
    "merged_repeats",
)
UNDEFINED = "–"


def draw(context: PageContext) -> Component:
    """The page; it stands without data and without a file as well."""
    words = context.words
    token = context.state.own.get("file")
    told: list[Any] = [html.Div(id="file-told")]
    opened = None
    if token is not None:
        try:
            opened = context.service.opened_networks.get(token)
        except GongjianError:
            told.append(notice(words.text("file_page.gone")))
    if opened is None:
        head = page_head(words.text("file_page.question"), words.text("file_page.answer_none"))
        return html.Div([head, *told, upload(context, small=False)], className="page")
    as_table = context.state.own.get("view") == "table" or not opened.layout.drawn
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
    acts = [switch, upload(context, small=True)]
    if not as_table:
        png = html.Button("png", id="network-png", className="btn sm", type="button")
        acts.append(export_menu(context, {}, lines=[line(words.text("pages.as_picture"), [png])]))
    body = [node_table(context, opened)] if as_table else [tools(context), picture(context, opened)]
    return html.Div(
        [
            page_head(words.text("file_page.question"), answer(context, opened), acts=acts),
            *told,
            html.Div([whole(context, opened), html.Div(body, className="map")], className="work file"),
        ],
        className="page fill",
    )


def upload(context: PageContext, *, small: bool) -> Component:
    """Where a file is dropped or chosen."""
    words = context.words
    if small:
        inner: Component = html.Button(
            [icon("data"), words.text("file_page.open_another")], type="button", className="btn"
        )
    else:
        choose = html.Button(words.text("data_page.choose"), type="button", className="btn")
        inner = html.Div([icon("export"), words.text("file_page.drop"), choose])
    return dcc.Upload(
        inner,
        id="network-upload",
        multiple=False,
        max_size=MOST_BYTES,
        className="" if small else "drop",
        className_active="" if small else "drop over",
    )


def answer(context: PageContext, opened: OpenedNetwork) -> str:
    """One line: the file, its format, how many nodes and ties, and whether they have a direction."""
    graph = opened.file.graph
    direction = graph.direction if graph.direction != "undirected" or not opened.network.directed else "directed"
    return context.words.text(
        "file_page.answer",
        file=opened.name,
        format=FORMAT_NAMES[opened.file.format],
        nodes=graph.nodes,
        ties=graph.ties,
        direction=context.words.text(f"cli.direction_{direction}"),
    )


def tools(context: PageContext) -> Component:
    """The search above the picture."""
    search = dcc.Input(
        id="network-find",
        type="search",
        placeholder=context.words.text("file_page.find"),
        className="find",
        debounce=False,
    )
    return html.Div(
        [html.Span(context.words.text("file_page.told")), html.Span(className="push"), search], className="tools"
    )


def whole(context: PageContext, opened: OpenedNetwork) -> Component:
    """The measures of the whole network; what is not defined of it is left a dash."""
    words = context.words
    rows = [
        html.Li([html.Span(words.text(f"measures.{name}")), html.I(figure(context, opened.measures[name]))])
        for name in WHOLE
        if name != "betweenness_error" or opened.measures[name] is not None
    ]
    fit = opened.measures["core_fit"]
    note = [html.P(words.text("measures.no_clear_core"))] if isinstance(fit, float) and fit < CLEAR_FIT else []
    return html.Div([html.H2(words.text("file_page.whole")), html.Ul(rows), *note], className="tray")


def figure(context: PageContext, value: object) -> str:
    """A measure as a person reads it; of a list how many."""
    if value is None:
        return UNDEFINED
    if isinstance(value, list):
        return context.words.value(len(value))
    return f"{value:.4g}" if isinstance(value, float) else context.words.value(value)


def picture(context: PageContext, opened: OpenedNetwork) -> Component:
    """The picture; the script that draws it reads the store beside it."""
    words = context.words
    data = elements(context, opened)
    if not data["nodes"]:
        return empty(words.text("file_page.empty"))
    zoom = html.Div(
        [
            html.Button(
                icon(name), className="ib", type="button", id=f"network-{name}", title=words.text(f"pages.zoom_{name}")
            )
            for name in ("plus", "minus", "fit")
        ],
        className="zoom",
    )
    label = words.text("file_page.label", nodes=len(data["nodes"]), ties=len(data["ties"]))
    canvas = html.Div(id="network-canvas", role="img", title=label)
    return html.Div([dcc.Store(id="network-data", data=data), canvas, zoom], className="canvas")


def elements(context: PageContext, opened: OpenedNetwork) -> dict[str, Any]:
    """What the script draws: nodes with positions, ties in four strengths, groups, and where a click leads."""
    words, network, layout = context.words, opened.network, opened.layout
    named = dict(zip(opened.file.graph.ids, opened.file.shown_labels(), strict=True))
    degrees = network.underlying.degrees
    nodes = []
    for place, name in enumerate(network.ids):
        if not np.isfinite(layout.positions[place, 0]):
            continue
        shown, ties = named[name], int(degrees[place])
        nodes.append(
            {
                "id": name,
                "name": shown if shown == name else f"{shown} ({name})",
                "short": shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…",
                "level": "",
                "domain": 1 + int(layout.groups[place]) % 7,
                "faded": False,
                "ties": ties,
                "group": int(layout.groups[place]),
                "x": float(layout.positions[place, 0]),
                "y": float(layout.positions[place, 1]),
                "told": f"{shown} · {words.text('pages.ties_count', count=ties)}",
            }
        )
    cells = (network.adjacency if network.directed else triu(network.adjacency)).tocoo()
    cuts = np.quantile(cells.data, (0.6, 0.9)) if cells.nnz else np.empty(0)
    alike = not cells.nnz or cells.data.min() == cells.data.max()
    strengths = np.full(cells.nnz, 3) if alike else 2 + np.searchsorted(cuts, cells.data, side="left")
    ids = network.ids
    stands = np.isfinite(layout.positions[:, 0])
    box = np.zeros(4)
    if stands.any():
        low, high = layout.positions[stands].min(axis=0), layout.positions[stands].max(axis=0)
        box = np.array([low[0], high[0], low[1], high[1]])
    return {
        "nodes": nodes,
        "ties": [[ids[a], ids[b], w] for a, b, w in zip(*cells.coords[:2], strengths.tolist(), strict=True)],
        "groups": {
            group: words.text("network_page.group", number=group + 1) for group in np.unique(layout.groups).tolist()
        },
        "members": words.text("file_page.group_members"),
        "box": box.tolist(),
        "marks": {str(number): "" for number in range(1, 8)},
        "opens": "node",
        "directed": network.directed,
    }


def node_table(context: PageContext, opened: OpenedNetwork) -> Component:
    """Each node with its measures, then what the file says of it; the most between others first."""
    words = context.words
    frame, headings = node_rows(context, opened)
    told: list[Component] = []
    if not opened.layout.drawn:
        told.append(notice(words.text("file_page.too_many", most=MOST_DRAWN)))
    if opened.network.nodes > MOST_ROWS:
        told.append(notice(words.text("file_page.rows_cut", most=MOST_ROWS, nodes=opened.network.nodes)))
    table = rows_table(frame, words, table_id="file-table", headings=headings, blank=UNDEFINED, as_written=True)
    return html.Div([*told, html.Div(table, className="grid")], className="canvas stacked")


def node_rows(context: PageContext, opened: OpenedNetwork) -> tuple[pl.DataFrame, dict[str, str]]:
    """The rows of the table under names of their own (an attribute may be called anything), and their headings."""
    words, per_node = context.words, opened.measures["node"]
    graph = opened.file.graph
    measured = list(next(iter(per_node.values()), {}))
    columns: dict[str, pl.Series] = {"id": pl.Series(list(per_node), dtype=pl.String)}
    headings = {"id": words.column("id")}
    labels = opened.file.shown_labels()
    if not labels.equals(graph.ids):
        columns["name"] = labels
        headings["name"] = words.text("file_page.node_label")
    for name in measured:
        values = pl.Series([told[name] for told in per_node.values()], strict=False)
        columns[name] = values.round_sig_figs(4) if values.dtype == pl.Float64 else values
        headings[name] = words.text(f"measures.{name}")
    for place, name in enumerate(graph.node_attributes.columns[:MOST_ATTRIBUTES]):
        if name not in ("label", "name") or "name" not in columns:
            columns[f"own{place}"] = graph.node_attributes[name]
            headings[f"own{place}"] = name
    rows = pl.DataFrame(columns)
    if "betweenness" in rows.columns:
        rows = rows.sort("betweenness", "id", descending=[True, False], nulls_last=True)
    return rows.head(MOST_ROWS), headings
