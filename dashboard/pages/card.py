"""What is this organisation's place in it?

Facts, position, ties by layer, whom it could join and why, what happened when, and who is around it. Pieces it shares
with the drawer stand in ``components.card``; nothing here scores an organisation, and no person is named.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from analytics.organisation_events import organisation_events
from dashboard.components.basics import attributes, domain_mark, icon, link
from dashboard.components.card import (
    agreements_section,
    card_of,
    chips_of,
    facts_section,
    findings_section,
    listings_section,
    position_section,
    seats_section,
    ties_section,
)
from dashboard.components.card_page import ego_panel, events_panel, partners_panel
from dashboard.components.export_menu import Picture, export_menu, files_at
from dashboard.components.panel import empty, page_head
from dashboard.components.to_deck import to_deck_button
from dashboard.page import PageContext

OFFERED = 10
"""Organisations offered where none is chosen: those that hold the network together."""


def draw(context: PageContext) -> Component:
    """The page."""
    words, state = context.words, context.state
    code = state.own.get("org")
    if not code:
        told = words.text("card_page.choose")
        head = page_head(words.text("pages.card_question"), told)
        return html.Div([head, find_box(context), offered(context)], className="page cardpage prints")
    card, facts = card_of(context, code)
    link_history = link(state.to(open=f"history:{code}"), words.text("data_page.history_way"), class_name="btn")
    files = files_at(api_path(code), asked(context))
    acts = [
        export_menu(context, files, pictures(context, code, ties=len(card.ties))),
        link_history,
        to_deck_button(words, "organisation", code),
    ]
    left = [
        html.Div([facts_section(context, facts), position_section(context, code)], className="card told"),
        html.Div(findings_section(context, code), className="card told"),
        *[html.Div(one, className="card told") for one in [seats_section(context, card)] if one is not None],
    ]
    middle = [ego_panel(context, card, facts), events_panel(context, code)]
    sections = [ties_section(context, card), agreements_section(context, card), listings_section(context, card)]
    right = [
        partners_panel(context, code),
        *[html.Div(one, className="card told") for one in sections if one is not None],
    ]
    head = page_head(
        words.text("pages.card_question"),
        [html.B(facts["name"]), " ", *answer(context, code, len(card.ties))],
        acts=acts,
    )
    chips = html.Div(chips_of(context, facts), className="chips")
    grid = html.Div([html.Div(one, className="stack") for one in (left, middle, right)], className="card-grid")
    return html.Div(
        [head, html.Div([find_box(context), chips], className="card-line"), grid], className="page cardpage prints"
    )


def answer(context: PageContext, code: str, ties: int) -> list[Any]:
    """One line: its ties, its rank, and in how many findings it stands."""
    words = context.words
    told = context.investigation.position(code, as_of=context.as_of, hub=context.state.hub)
    about = context.investigation.findings_about(code, as_of=context.as_of)
    line = [words.text("card_page.answer_ties", ties=ties)]
    if told and told["rank"] is not None and told["degree"]:
        line.append(words.text("card_page.answer_rank", rank=told["rank"], of=told["of"]))
    line.append(words.text("card_page.answer_findings", count=len(about)))
    return line


def find_box(context: PageContext) -> Component:
    """Where an organisation is looked up by name, code or first letters."""
    words = context.words
    label = words.text("card_page.find")
    field = dcc.Input(
        id="card-find", type="search", placeholder=label, className="find-in", autoComplete="off", debounce=False
    )
    return html.Div(
        [
            html.Label([html.Span(label, className="vh"), icon("search"), field]),
            html.Ul(id="card-hits", className="hits", **attributes({"aria-label": words.text("card_page.hits")})),
        ],
        className="card-find",
        role="search",
    )


def offered(context: PageContext) -> Component:
    """Some to begin with."""
    words = context.words
    rows = context.finding("key_organisations").breakdowns["without_hub"][:OFFERED]
    if not rows:
        return empty(words.text("card_page.none"))
    chips = [
        link(
            context.state.switched(org=row["code"]), [domain_mark(row["domain"], words), row["name"]], class_name="chip"
        )
        for row in rows
    ]
    return html.Div([html.P(words.text("card_page.begin_with")), html.Div(chips, className="chips")], className="empty")


def pictures(context: PageContext, code: str, *, ties: int) -> list[Picture]:
    """The drawings of the page: who is around the organisation, and what happened when."""
    words = context.words
    around = files_at(api_path(code), asked(context), ("svg",))["svg"]
    drawn = [Picture("ego", words.text("card_page.around", count=ties), around)] if ties else []
    events = organisation_events(context.investigation.snapshot(as_of=context.as_of), code).height
    return [*drawn, *([Picture("lanes", words.text("card_page.events", count=events))] if events else [])]


def api_path(code: str) -> str:
    """Where the files of the card lie."""
    return f"/api/v1/organisations/{quote(code, safe='')}/export"


def asked(context: PageContext) -> dict[str, str]:
    """The day, the hub and the language, as the API takes them."""
    hub = "true" if context.state.hub else "false"
    return {"as_of": context.as_of.isoformat(), "hub": hub, "lang": context.words.lang}
