"""What happens when a person opens a case, gives it to somebody, writes something down, closes it or takes it back?

Callbacks of the case drawer alone. Each works in a thread, then draws the drawer, the navigation and, where it lists
cases, the page anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, html, no_update
from dash.development.base_component import Component

from dashboard.case_work import CaseWork
from dashboard.components.panel import notice
from dashboard.components.press import pressed
from dashboard.page import PageContext
from dashboard.service import Service, day_from
from graph_model.errors import GongjianError

Context = Callable[[Service, str | None, str | None], PageContext]
Drawn = tuple[Component, Component, Component]
Draw = Callable[[Service, str | None, str | None], Drawn]
DrawDrawer = Callable[[Service, str | None, str | None], Component | None]
LISTING: Final = frozenset({"/cases", "/isolation", "/coverage", "/communities", "/linkages"})
"""Pages that tell of cases and lose nothing when they are drawn anew."""


def add_case_callbacks(
    pages: dash.Dash, service: Service, *, draw_page: Draw, draw_drawer: DrawDrawer, context_of: Context
) -> None:
    """Add the callbacks of the case drawer and of the tables that lead to it."""

    @pages.callback(
        Output("nav-slot", "children", allow_duplicate=True),
        Output("page-slot", "children", allow_duplicate=True),
        Output("drawer-slot", "children", allow_duplicate=True),
        Output("case-told", "children", allow_duplicate=True),
        Output("address", "search", allow_duplicate=True),
        pressed("case-do"),
        State({"type": "case-field", "name": ALL}, "id"),
        State({"type": "case-field", "name": ALL}, "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def acted(
        asked: dict[str, Any],
        fields: list[dict[str, str]],
        values: list[str | None],
        path: str | None,
        search: str | None,
    ) -> Any:
        context = context_of(service, path, search)
        told = {field["name"]: value for field, value in zip(fields, values, strict=True)}
        try:
            address = await asyncio.to_thread(act, context, asked, told)
        except GongjianError as error:
            wrong = notice([html.Span(context.words.error(error)), html.Code(error.code)], error=True)
            return no_update, no_update, no_update, wrong, no_update
        search = address if address is not None else search
        drawer = await asyncio.to_thread(draw_drawer, service, path, search)
        _, nav, page = await asyncio.to_thread(draw_page, service, path, search)
        if drawer is not None:
            drawer["case-told"].children = notice(context.words.text(f"cases.told_{asked['kind']}"))
        shown = page if context.state.path in LISTING else no_update
        return nav, shown, drawer, no_update, no_update if address is None else address

    pages.clientside_callback(
        ClientsideFunction("cases", "filter"),
        Output("address", "search", allow_duplicate=True),
        Input("cases-finding", "value"),
        Input("cases-assignee", "value"),
        prevent_initial_call=True,
    )


def act(context: PageContext, asked: dict[str, Any], told: Mapping[str, str | None]) -> str | None:
    """Do what a button stands for; the address to go to, where the drawer's own does not stand any more."""
    work = CaseWork(context.service)
    kind, key = asked["kind"], asked["case"]
    if kind == "opened":
        finding, _, code = key.partition("|")
        work.open(finding, [code], assignee=told["assignee"], due=day_from(told["due"]), comment=told["text"])
        return None
    number = int(key)
    if kind == "undo":
        before = work.one(number)
        if work.undo(number) is None:
            return context.state.to(open=f"case:{before.finding}|{before.subject}").search
        return None
    given = told.get("assignee" if kind == "assigned" else "text")
    day = day_from(told.get("due")) if kind == "due" else None
    work.change(number, kind, text=given, due=day, version=asked["version"])
    return None
