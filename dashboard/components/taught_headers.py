"""Which headers were taught, drawn as a panel of the data page with a button that forgets each?

Drawing and its one callback; what a taught header means is ``loaders.taught``'s business.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import dash
from dash import Output, State, html, no_update
from dash.development.base_component import Component

from dashboard.components.panel import notice, panel
from dashboard.components.press import press_button, pressed
from dashboard.page import PageContext
from dashboard.service import Service
from graph_model.errors import GongjianError
from loaders.taught import Taught, TaughtHeader, read_taught, write_taught

Context = Callable[[Service, str | None, str | None], PageContext]


def taught_panel(context: PageContext) -> Component:
    """The headers that were taught; a line on how to teach one where there is none."""
    words = context.words
    try:
        taught = read_taught(context.service.ledger.data_folder)
    except GongjianError as error:
        body: Component = notice([html.Span(words.error(error)), html.Code(error.code)], error=True)
    else:
        body = taught_table(context, taught)
    return panel(
        words.text("data_page.taught"),
        html.Div([html.Div(id="taught-told"), html.Div(body, id="taught-list")]),
        hint=words.text("data_page.taught_hint"),
        class_name="flush taught",
    )


def taught_table(context: PageContext, taught: Taught) -> Component:
    """One row a header: what it is read as, in which sheet, and the button."""
    words = context.words
    if not taught.headers:
        return html.P(words.text("data_page.taught_none"), className="note")
    heads = [html.Th(words.column(name)) for name in ("header", "column", "table")]
    body = [html.Tr(cells_of(context, one)) for one in taught.headers]
    table = html.Table([html.Thead(html.Tr([*heads, html.Th()])), html.Tbody(body)], className="tbl")
    return html.Div(table, className="scroll-x")


def cells_of(context: PageContext, one: TaughtHeader) -> list[Component]:
    """The cells of one header."""
    words = context.words
    where = words.text(f"tables.{one.table}") if one.table else words.text("cli.headers_every_sheet")
    about = {"header": one.header, "table": one.table or ""}
    button = press_button(words.text("data_page.forget"), "taught-forget", about=about, class_name="btn sm")
    return [html.Td(html.B(one.header)), html.Td(one.column), html.Td(where), html.Td(button, className="num")]


def forget(service: Service, header: str, table: str) -> Taught:
    """Forget one header; gives what is left."""
    with service.ledger.lock():
        kept = read_taught(service.ledger.data_folder).without(f"{table}:{header}" if table else header)
        write_taught(service.ledger.data_folder, kept)
    return kept


def add_taught_callbacks(pages: dash.Dash, service: Service, *, context_of: Context) -> None:
    """Add the callback of the buttons."""

    @pages.callback(
        Output("taught-list", "children"),
        Output("taught-told", "children"),
        pressed("taught-forget"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def forgotten(asked: dict[str, Any], path: str | None, search: str | None) -> Any:
        context = context_of(service, path, search)
        try:
            left = await asyncio.to_thread(forget, context.service, asked["header"], asked["table"])
        except GongjianError as error:
            return no_update, notice([html.Span(context.words.error(error)), html.Code(error.code)], error=True)
        return taught_table(context, left), notice(context.words.text("data_page.forgotten", header=asked["header"]))
