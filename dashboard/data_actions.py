"""What happens when a person drops files on the data page, loads them, or leaves a batch out?

Callbacks of that page alone. Each works in a thread, tells what it did, and draws the page anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import dash
from dash import ALL, Input, Output, State, ctx, html, no_update
from dash.development.base_component import Component

from dashboard.components.panel import notice
from dashboard.handing_in import files_of, let_go, put_aside
from dashboard.page import PageContext
from dashboard.pages.data import dry_run
from dashboard.service import Service, day_from
from graph_model.errors import GongjianError

Drawn = tuple[Component, Component, Component]
Draw = Callable[[Service, str | None, str | None], Drawn]
Context = Callable[[Service, str | None, str | None], PageContext]


def add_data_callbacks(pages: dash.Dash, service: Service, *, draw_page: Draw, context_of: Context) -> None:
    """Add the callbacks of the data page.

    Parameters
    ----------
    draw_page, context_of
        Draw the bar, navigation and page of an address, and give what drawing needs.
    """

    @pages.callback(
        Output("dry-run", "children"),
        Input("upload", "contents"),
        State("upload", "filename"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def uploaded(
        contents: list[str] | None, names: list[str] | None, path: str | None, search: str | None
    ) -> Any:
        context = context_of(service, path, search)
        if not contents or not names:
            return no_update if contents is None else notice(context.words.text("data_page.too_large"), error=True)
        return await asyncio.to_thread(try_out, context, contents, names)

    @pages.callback(
        Output("bar-slot", "children", allow_duplicate=True),
        Output("nav-slot", "children", allow_duplicate=True),
        Output("page-slot", "children", allow_duplicate=True),
        Output("data-told", "children", allow_duplicate=True),
        Input("load-go", "n_clicks"),
        Input("load-drop", "n_clicks"),
        State("staged", "data"),
        State("load-as-of", "value"),
        State("load-replace", "value"),
        State("address", "pathname"),
        State("address", "search"),
        running=[(Output("load-go", "disabled"), True, False)],
        prevent_initial_call=True,
    )
    async def loaded(
        go: int | None,
        drop: int | None,
        token: str,
        as_of: str | None,
        replace: list[str],
        path: str | None,
        search: str | None,
    ) -> Any:
        if not (go or drop):
            return no_update, no_update, no_update, no_update
        context = context_of(service, path, search)

        def act() -> str:
            return load(context, token, as_of=as_of, replace=bool(replace))

        if ctx.triggered_id == "load-drop":
            let_go(token)
            return (*await asyncio.to_thread(draw_page, service, path, search), None)
        return await asyncio.to_thread(told_anew, context, act, draw=lambda: draw_page(service, path, search))

    @pages.callback(
        Output("bar-slot", "children", allow_duplicate=True),
        Output("nav-slot", "children", allow_duplicate=True),
        Output("page-slot", "children", allow_duplicate=True),
        Output("data-told", "children", allow_duplicate=True),
        Input({"type": "batch-undo", "batch": ALL}, "submit_n_clicks"),
        Input({"type": "batch-redo", "batch": ALL}, "submit_n_clicks"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def left_out(_undo: list[int], _redo: list[int], path: str | None, search: str | None) -> Any:
        asked = ctx.triggered_id
        if not isinstance(asked, dict) or not ctx.triggered[0]["value"]:
            return no_update, no_update, no_update, no_update
        context = context_of(service, path, search)
        back = asked["type"] == "batch-redo"

        def act() -> str:
            return leave_out(context, asked["batch"], back=back)

        return await asyncio.to_thread(told_anew, context, act, draw=lambda: draw_page(service, path, search))


def try_out(context: PageContext, contents: list[str], names: list[str]) -> Component:
    """The dry run of dropped files; an error is told in its place."""
    from loaders.importer import load as load_hand_in

    try:
        token = put_aside(contents, names)
        report = load_hand_in(files_of(token), ledger=context.service.ledger, dry_run=True)
    except GongjianError as error:
        return error_notice(context, error)
    return dry_run(context, report, token=token, names=names)


def load(context: PageContext, token: str, *, as_of: str | None, replace: bool) -> str:
    """Load what waits under a token and publish it; gives the sentence that tells of it."""
    from loaders.importer import load as load_hand_in

    service = context.service
    report = load_hand_in(files_of(token), ledger=service.ledger, as_of=day_from(as_of), replace=replace)
    if service.ledger.active():
        service.ready()
    let_go(token)
    if report.batch is None:
        return context.words.text("data_page.loaded_none")
    return context.words.text("data_page.loaded", batch=report.batch)


def leave_out(context: PageContext, batch: str, *, back: bool) -> str:
    """Leave a batch out or bring it back, and publish; gives the sentence that tells of it."""
    service = context.service
    with service.ledger.lock(what="redo" if back else "undo"):
        if back:
            service.ledger.redo(batch)
        else:
            service.ledger.undo(batch)
    service.publish()
    return context.words.text("data_page.redone" if back else "data_page.undone", batch=batch)


def told_anew(context: PageContext, act: Callable[[], str], *, draw: Callable[[], Drawn]) -> tuple[Any, ...]:
    """Do something and draw everything anew with the sentence that tells of it; an error leaves the page as it was."""
    try:
        told = act()
    except GongjianError as error:
        return no_update, no_update, no_update, error_notice(context, error)
    return (*draw(), notice(told))


def error_notice(context: PageContext, error: GongjianError) -> Component:
    """A sentence and a code."""
    return notice([html.Span(context.words.error(error)), html.Code(error.code)], error=True)
