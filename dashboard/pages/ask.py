"""Anything else?

Queries of the catalogue with a form each, free Cypher with the schema at hand, and questions that were saved. The
address holds the question; its answer is fetched beside the page, so that a slow one holds up nobody.
"""

from __future__ import annotations

from collections.abc import Mapping

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.asking import asked_cypher, asked_query, typed_parameter
from dashboard.components.ask_answer import answer_menu, answer_panel, cypher_files, query_files
from dashboard.components.ask_form import (
    catalogue_panel,
    cypher_form,
    given_parameters,
    opens_with,
    query_form,
    schema_panel,
)
from dashboard.components.ask_saved import lines_of, saved_panel
from dashboard.components.basics import attributes, link
from dashboard.components.panel import empty, notice, page_head
from dashboard.page import PageContext
from graph_model.errors import DatasetChanged, GongjianError, UnknownName
from graph_model.queries import CatalogueQuery, catalogue


def draw(context: PageContext) -> Component:
    """The page; ``UnknownName`` where the address asks a query nobody knows."""
    words, own = context.words, context.state.own
    free = own.get("mode") == "cypher"
    name = own.get("q")
    if name is not None and name not in catalogue():
        raise UnknownName("query", name, known=catalogue())
    context.investigation  # noqa: B018 - without data there is nothing to ask: the first-run page says how to load some
    modes = html.Div(
        [
            link(context.state.to(own={}), words.text("ask.mode_query"), class_name="" if free else "on"),
            link(context.state.to(own={"mode": "cypher"}), "Cypher", class_name="on" if free else ""),
        ],
        className="seg",
        role="group",
        **attributes({"aria-label": words.text("ask.modes")}),
    )
    if free:
        side, form = schema_panel(context), cypher_form(context)
    else:
        shown = name or opens_with()
        side = catalogue_panel(context, list(catalogue().values()), shown)
        form = query_form(context, catalogue()[shown])
    asks = bool(own.get("cypher")) if free else name is not None
    answer = [
        dcc.Store(id="ask-asked", data=context.state.search if asks else None),
        dcc.Loading(html.Div(id="ask-answer"), type="dot", color="#868e99"),
    ]
    acts = [modes, *answer_menu(context, files_asked(context))]
    head = page_head(words.text("pages.ask_question"), words.text("ask.answer", count=len(catalogue())), acts=acts)
    body = html.Div([form, *answer, saved_panel(context)], className="plan-body")
    return html.Div([head, html.Div([side, body], className="plan-grid ask-grid")], className="page ask")


def lacking(query: CatalogueQuery, given: Mapping[str, str]) -> bool:
    """Whether a parameter that a query cannot do without is not given."""
    return any(not one.optional and one.name not in given for one in query.params)


def files_asked(context: PageContext) -> str | None:
    """Where the files of what the address asks lie; None where it asks nothing whole."""
    own = context.state.own
    if own.get("mode") == "cypher":
        text = own.get("cypher", "")
        return cypher_files(context, text, lines_of(own.get("params", ""))) if text.strip() else None
    query = catalogue().get(own.get("q", ""))
    if query is None:
        return None
    given = given_parameters(context, query)
    return None if lacking(query, given) else query_files(context, query.name, given)


def answered(context: PageContext) -> Component | None:
    """What the address asks, answered; an error is told in its place. None where parameters are still lacking."""
    words, own = context.words, context.state.own
    try:
        if own.get("mode") == "cypher":
            text, lines = own.get("cypher", ""), lines_of(own.get("params", ""))
            if not text.strip():
                return None
            answer = asked_cypher(context.service, text, dict(typed_parameter(line) for line in lines))
            return answer_panel(context, answer, catalogued=False)
        query = catalogue().get(own.get("q", ""))
        if query is None:
            return None
        given = given_parameters(context, query)
        if lacking(query, given):
            return empty(words.text("ask.lacking"))
        answer = asked_query(context.service, query.name, given)
        return answer_panel(context, answer, catalogued=True)
    except DatasetChanged:
        raise
    except GongjianError as error:
        return notice([html.Span(words.error(error)), html.Code(error.code)], error=True)
