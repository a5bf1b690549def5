"""What happens when a person asks, saves, shares or discards a question on the page ``ask``?

Callbacks of that page alone. Asking changes the address; the answer is fetched in a thread of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import dash
from dash import ALL, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.components.ask_form import LOOKED_UP, PREFIX, opens_with
from dashboard.components.ask_saved import address_of, asked_of, saved_list
from dashboard.components.edit_list import meant
from dashboard.components.panel import notice
from dashboard.components.press import press_button, pressed
from dashboard.page import PageContext
from dashboard.pages.ask import answered
from dashboard.plan_actions import add_look_up
from dashboard.saved_queries import SavedQueries
from dashboard.service import Service, asked_again
from graph_model.errors import GongjianError

Context = Callable[[Service, str | None, str | None], PageContext]


def add_ask_callbacks(pages: dash.Dash, service: Service, *, context_of: Context) -> None:
    """Add the callbacks of the page."""
    view = (State("address", "pathname"), State("address", "search"))
    search_out = Output("address", "search", allow_duplicate=True)
    again = Output("ask-asked", "data", allow_duplicate=True)
    kept = (Output("ask-saved", "children", allow_duplicate=True), Output("ask-told", "children", allow_duplicate=True))

    @pages.callback(Output("ask-answer", "children"), Input("ask-asked", "data"), *view)
    async def answer(asked: str | None, path: str | None, search: str | None) -> Any:
        if not asked:
            return None
        return await asyncio.to_thread(lambda: asked_again(lambda: answered(context_of(service, path, search))))

    @pages.callback(
        search_out,
        again,
        pressed("ask-go"),
        State({"type": "ask-param", "name": ALL}, "id"),
        State({"type": "ask-param", "name": ALL}, "value"),
        *view,
        prevent_initial_call=True,
    )
    async def ask(
        press: dict[str, int], ids: list[dict[str, str]], values: list[Any], path: str | None, search: str | None
    ) -> Any:
        context = context_of(service, path, search)
        given = {one["name"]: value for one, value in zip(ids, values, strict=True)}
        return turned(search, await asyncio.to_thread(asked_search, context, given), press["serial"])

    @pages.callback(
        search_out,
        again,
        pressed("cypher-go"),
        State("cypher-text", "value"),
        State("cypher-param", "value"),
        *view,
        prevent_initial_call=True,
    )
    async def ask_freely(
        press: dict[str, int], text: str | None, lines: str | None, path: str | None, search: str | None
    ) -> Any:
        if not (text or "").strip():
            return no_update, no_update
        context = context_of(service, path, search)
        after = context.state.switched(cypher=text, params=(lines or "").strip() or None, view=None).search
        return turned(search, after, press["serial"])

    for name, kind in LOOKED_UP.items():
        field = {"type": "ask-param", "name": name}
        add_look_up(pages, service, kind, where=f"ask-names-{name}", field=field, context_of=context_of)

    @pages.callback(
        search_out,
        *kept,
        pressed("ask-save"),
        State("ask-name", "value"),
        State("ask-shared", "value"),
        State("ask-held", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def save(
        _: dict[str, int],
        name: str | None,
        shared: list[str] | None,
        held: dict[str, int] | None,
        path: str | None,
        search: str | None,
    ) -> Any:
        context = context_of(service, path, search)
        return await asyncio.to_thread(saved, context, name or "", held, shared=bool(shared))

    @pages.callback(
        *kept,
        pressed("ask-own"),
        *view,
        prevent_initial_call=True,
    )
    async def change(asked: dict[str, Any], path: str | None, search: str | None) -> Any:
        context = context_of(service, path, search)
        act = shared_or_not if asked["act"] == "share" else discarded
        return await asyncio.to_thread(act, context, asked["query"])

    @pages.callback(*kept, pressed("ask-back"), State("ask-kept", "data"), *view, prevent_initial_call=True)
    async def bring_back(_: dict[str, int], held: dict[str, Any] | None, path: str | None, search: str | None) -> Any:
        if not held:
            return no_update, no_update
        return await asyncio.to_thread(brought_back, context_of(service, path, search), held)


def turned(before: str | None, after: str, serial: int) -> tuple[Any, Any]:
    """The address to go to, or, where it says so already, the same question asked anew."""
    return (no_update, serial) if after == (before or "") else (after, no_update)


def asked_search(context: PageContext, given: Mapping[str, Any]) -> str:
    """The address that asks the query of the page with these parameters; blank ones are left out."""
    told: dict[str, str | None] = {}
    for name, value in given.items():
        text = "" if value is None else str(value).strip()
        if text and name in LOOKED_UP:
            text = meant(context, LOOKED_UP[name], text)
        told[PREFIX + name] = text or None
    return context.state.switched(q=context.state.own.get("q", opens_with()), **told, view=None).search


def saved(context: PageContext, name: str, held: Mapping[str, int] | None, *, shared: bool) -> tuple[Any, ...]:
    """Keep what the address asks; with ``held`` in the place of the question that was opened."""
    asked = asked_of(context)
    if asked is None:
        return (no_update,) * 3
    query, cypher, lines = asked
    number, version = (None, None) if held is None else (held["id"], held["version"])
    try:
        one = SavedQueries(context.service).keep(
            name, query=query, cypher=cypher, param=lines, shared=shared, number=number, version=version
        )
    except GongjianError as error:
        return no_update, no_update, wrong(context, error)
    # The address is drawn again where it changes, so the sentence must stand behind it.
    after = address_of(context.state, one).switched(view=context.state.own.get("view")).search
    told = notice(context.words.text("ask.told_saved", name=one.saved.name))
    return after if after != context.state.search else no_update, saved_list(context), told


def shared_or_not(context: PageContext, number: int) -> tuple[Any, Any]:
    """Let others see one's own question, or no longer."""
    queries = SavedQueries(context.service)
    try:
        one = queries.share(number, shared=not queries.one(number).saved.shared)
    except GongjianError as error:
        return no_update, wrong(context, error)
    key = "ask.told_shared" if one.saved.shared else "ask.told_not_shared"
    return saved_list(context), notice(context.words.text(key, name=one.saved.name))


def discarded(context: PageContext, number: int) -> tuple[Any, Any]:
    """Let one's own question go, with a button that brings it back."""
    try:
        one = SavedQueries(context.service).discard(number)
    except GongjianError as error:
        return no_update, wrong(context, error)
    words = context.words
    back = press_button(words.text("ask.bring_back"), "ask-back", class_name="btn sm")
    content = {name: one.as_json()[name] for name in ("name", "query", "cypher", "param", "shared")}
    told = notice([html.Span(words.text("ask.told_discarded", name=one.saved.name)), back])
    return saved_list(context), html.Div([told, dcc.Store(id="ask-kept", data=content)])


def brought_back(context: PageContext, held: Mapping[str, Any]) -> tuple[Any, Any]:
    """Keep again what was discarded."""
    try:
        SavedQueries(context.service).keep(
            held["name"], query=held["query"], cypher=held["cypher"], param=held["param"], shared=bool(held["shared"])
        )
    except GongjianError as error:
        return no_update, wrong(context, error)
    return saved_list(context), notice(context.words.text("ask.told_back", name=held["name"]))


def wrong(context: PageContext, error: GongjianError) -> Component:
    """A sentence and a code."""
    return notice([html.Span(context.words.error(error)), html.Code(error.code)], error=True)
