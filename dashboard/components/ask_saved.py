"""Which questions were saved, whose are they, and how is the one on the page kept?

Drawing alone; keeping is ``saved_queries``'s business.
"""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import rights
from dashboard.components.ask_form import PREFIX
from dashboard.components.basics import Child, chip, link
from dashboard.components.panel import panel
from dashboard.components.press import press_button
from dashboard.operations.saved import LONGEST_NAME
from dashboard.page import PageContext
from dashboard.saved_queries import SavedQueries, SavedQuery
from dashboard.state import ViewState
from graph_model.errors import GongjianError


def saved_panel(context: PageContext) -> Component:
    """The form that keeps what was asked, and what is kept."""
    words = context.words
    return panel(
        words.text("ask.saved"),
        [
            html.Div(save_form(context), id="ask-save-form"),
            html.Div(id="ask-told"),
            html.Div(saved_list(context), id="ask-saved"),
        ],
        hint=words.text("ask.saved_hint"),
        class_name="saved-queries",
    )


def save_form(context: PageContext) -> list[Component]:
    """A name, whether others see it, and the button; a sentence where nothing was asked yet."""
    words = context.words
    if asked_of(context) is None:
        return [html.P(words.text("ask.ask_first"), className="note")]
    held = opened(context)
    name = dcc.Input(
        id="ask-name",
        value="" if held is None else held.saved.name,
        maxLength=LONGEST_NAME,
        placeholder=words.text("ask.name"),
        className="in",
    )
    share = dcc.Checklist(
        [{"label": words.text("ask.share"), "value": "shared"}],
        value=["shared"] if held is not None and held.saved.shared else [],
        id="ask-shared",
        className="check",
    )
    key = "ask.save" if held is None else "ask.save_again"
    button = press_button(words.text(key), "ask-save", class_name="btn sm")
    version = None if held is None else {"id": held.saved.id, "version": held.saved.version}
    line = html.Div([name, share, button], className="acts-line")
    return [line, dcc.Store(id="ask-held", data=version)]


def saved_list(context: PageContext) -> Component:
    """Own ones and those that others share, each with its ways on."""
    words = context.words
    try:
        held = SavedQueries(context.service).all()
    except GongjianError as error:
        return html.P([words.error(error), " ", html.Code(error.code)], className="note", role="alert")
    if not held:
        return html.P(words.text("ask.none_saved"), className="note")
    return html.Ul([saved_item(context, one) for one in held], className="saved-list")


def saved_item(context: PageContext, one: SavedQuery) -> Component:
    """One saved question: what opens it, whose it is, and for one's own the switch and the button."""
    words = context.words
    owner = words.text("cases.by_local") if one.saved.owner == rights.AT_THIS_MACHINE.name else one.saved.owner
    kind = one.query if one.query is not None else "Cypher"
    told: list[Child] = [
        link(address_of(context.state, one), one.saved.name, class_name="name", label=one.saved.name),
        html.Span(f"{kind} · {owner}", className="how"),
    ]
    if one.saved.shared:
        told.append(chip(words.text("ask.shared"), flat=True))
    if one.own:
        key = "ask.share_no_more" if one.saved.shared else "ask.share_it"
        told += [
            press_button(words.text(text), "ask-own", about={"act": act, "query": one.saved.id}, class_name="btn sm")
            for act, text in (("share", key), ("drop", "ask.discard"))
        ]
    return html.Li(told)


def address_of(state: ViewState, one: SavedQuery) -> ViewState:
    """The view that asks a saved question."""
    own = {"saved": str(one.saved.id)}
    if one.query is not None:
        own["q"] = one.query
        own |= {PREFIX + name: value for name, _, value in (line.partition("=") for line in one.param)}
    else:
        own |= {"mode": "cypher", "cypher": one.cypher or "", "params": "\n".join(one.param)}
    return state.to(own=dict(sorted(own.items())), open=None)


def asked_of(context: PageContext) -> tuple[str | None, str | None, list[str]] | None:
    """What the address asks: a query's name or a text, and its parameters; None where it asks nothing."""
    own = context.state.own
    if own.get("cypher"):
        return None, own["cypher"], lines_of(own.get("params", ""))
    if own.get("q"):
        lines = [f"{name.removeprefix(PREFIX)}={value}" for name, value in own.items() if name.startswith(PREFIX)]
        return own["q"], None, lines
    return None


def lines_of(text: str) -> list[str]:
    """Parameters, one a line; blank lines are none."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def opened(context: PageContext) -> SavedQuery | None:
    """The person's own saved question that the address opened; None where there is none."""
    number = context.state.own.get("saved", "")
    if not number.isdigit() or len(number) > 9:
        return None
    try:
        one = SavedQueries(context.service).one(int(number))
    except GongjianError:
        return None
    return one if one.own else None
