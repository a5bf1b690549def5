"""What opens beside the picture of a file's network for one node: its measures, what the file says, whom it is tied to?

Figures are the measures' own; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from analytics.finding import plain
from dashboard.components.basics import link
from dashboard.components.frames import drawer_frame
from dashboard.page import PageContext
from graph_model.errors import UnknownName

MOST_PARTNERS = 200


def node_drawer(context: PageContext, key: str) -> Component:
    """The node called ``key`` of the opened file; ``UnknownName`` where it has none such."""
    words = context.words
    opened = context.service.opened_networks.get(context.state.own.get("file", ""))
    network, graph = opened.network, opened.file.graph
    if key not in opened.measures["node"]:
        raise UnknownName("node", key, known=network.ids)
    place = graph.ids.index_of(key)
    assert place is not None
    labels = opened.file.shown_labels()
    measures = [
        (
            words.text(f"measures.{name}"),
            "–" if value is None else f"{value:.4g}" if isinstance(value, float) else value,
        )
        for name, value in opened.measures["node"][key].items()
    ]
    own = [
        (name, words.value(plain(graph.node_attributes[name][place])))
        for name in graph.node_attributes.columns
        if graph.node_attributes[name][place] is not None
    ]
    rows = network.underlying
    partners = rows.indices[rows.indptr[place] : rows.indptr[place + 1]].tolist()
    named = dict(zip(graph.ids, labels, strict=True))
    listed = [
        html.Li(link(context.state.to(open=f"node:{network.ids[other]}"), named[network.ids[other]]))
        for other in partners[:MOST_PARTNERS]
    ]
    sections: list[Component] = [html.Section([html.H3(words.text("file_page.measures")), facts(measures)])]
    if own:
        sections.append(html.Section([html.H3(words.text("file_page.attributes")), facts(own)]))
    if listed:
        heading = html.H3([words.text("file_page.partners"), html.Span(words.value(len(partners)))])
        sections.append(html.Section([heading, html.Ul(listed, className="plain-list")]))
    title = labels[place] if labels[place] == key else f"{labels[place]} ({key})"
    return drawer_frame(context, title, sections)


def facts(rows: Sequence[tuple[str, object]]) -> Component:
    """Names and values in two columns."""
    return html.Table(
        html.Tbody(
            [html.Tr([html.Th(name, scope="row"), html.Td(str(value), className="num")]) for name, value in rows]
        ),
        className="tbl",
    )
