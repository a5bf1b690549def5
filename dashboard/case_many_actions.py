"""What happens when a person takes many rows of a finding up at once, or takes that back?

Callbacks of the line above a finding's rows and of its dialog. The rows keep their filter: their words alone are told
anew, with the page below and the navigation.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, html, no_update
from dash.development.base_component import Component

from dashboard.case_actions import LISTING, Context, Draw
from dashboard.case_work import CaseWork
from dashboard.components.case_many import FIELDS, told_after, told_before
from dashboard.components.panel import notice
from dashboard.components.press import pressed
from dashboard.operations.cases import OPEN
from dashboard.page import PageContext
from dashboard.service import Service, day_from
from graph_model.errors import GongjianError

Rows = Callable[[PageContext, str], list[dict[str, Any]]]


def add_case_many_callbacks(
    pages: dash.Dash, service: Service, *, draw_page: Draw, context_of: Context, rows_of: Rows
) -> None:
    """Add the callbacks; ``rows_of`` gives the rows of a drawer as its table holds them."""
    told_anew = (
        Output("drawer-rows", "rowData", allow_duplicate=True),
        Output("drawer-rows", "selectedRows", allow_duplicate=True),
        Output("nav-slot", "children", allow_duplicate=True),
        Output("page-slot", "children", allow_duplicate=True),
        Output("case-many-told", "children", allow_duplicate=True),
        Output("case-many-done", "data", allow_duplicate=True),
        Output("case-many-wrong", "children", allow_duplicate=True),
    )
    pages.clientside_callback(
        ClientsideFunction("cases", "picked"),
        Output("case-many-picked", "data"),
        Output("case-many-count", "children"),
        Output("case-many-begin", "disabled"),
        Input("drawer-rows", "selectedRows"),
        prevent_initial_call=True,
    )
    pages.clientside_callback(
        ClientsideFunction("cases", "all"),
        Output("case-many-all", "n_clicks"),
        Input("case-many-all", "n_clicks"),
        prevent_initial_call=True,
    )
    pages.clientside_callback(
        ClientsideFunction("cases", "dialog"),
        Output("case-many-cancel", "n_clicks"),
        pressed("case-many-begin"),
        Input("case-many-cancel", "n_clicks"),
        Input("case-many-done", "data"),
        prevent_initial_call=True,
    )

    @pages.callback(
        Output("case-many-before", "children"),
        Output("case-many-wrong", "children"),
        pressed("case-many-begin"),
        State("case-many-picked", "data"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def looked_at(_: dict[str, Any], codes: list[str], path: str | None, search: str | None) -> Any:
        context = context_of(service, path, search)
        try:
            return await asyncio.to_thread(before, context, context.opened("finding") or "", codes), None
        except GongjianError as error:
            return None, wrong(context, error)

    @pages.callback(
        *told_anew,
        pressed("case-many-open"),
        State("case-many-picked", "data"),
        State({"type": FIELDS, "name": ALL}, "id"),
        State({"type": FIELDS, "name": ALL}, "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def opened(
        _: dict[str, Any],
        codes: list[str],
        fields: list[dict[str, str]],
        values: list[str | None],
        path: str | None,
        search: str | None,
    ) -> Any:
        context = context_of(service, path, search)
        given = {field["name"]: value for field, value in zip(fields, values, strict=True)}
        try:
            told, done = await asyncio.to_thread(open_all, context, context.opened("finding") or "", codes, given)
        except GongjianError as error:
            return *(no_update,) * 6, wrong(context, error)
        return *await asyncio.to_thread(anew, path, search), told, done, None

    @pages.callback(
        *told_anew,
        pressed("case-many-undo"),
        State("case-many-done", "data"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def undone(_: dict[str, Any], done: list[int], path: str | None, search: str | None) -> Any:
        if not done:
            return (no_update,) * 7
        context = context_of(service, path, search)
        try:
            count = await asyncio.to_thread(CaseWork(context.service).undo_opening, done)
        except GongjianError as error:
            return *(no_update,) * 4, wrong(context, error), no_update, no_update
        told = notice(context.words.text("cases.many_undone", count=count))
        return *await asyncio.to_thread(anew, path, search), told, [], None

    def anew(path: str | None, search: str | None) -> tuple[Any, Any, Any, Any]:
        """The rows of the drawer, none of them picked, the navigation, and the page where it tells of cases."""
        context = context_of(service, path, search)
        rows = rows_of(context, context.opened("finding") or "")
        _, nav, page = draw_page(service, path, search)
        return rows, [], nav, page if context.state.path in LISTING else no_update


def before(context: PageContext, finding_id: str, codes: Sequence[str]) -> Component:
    """What opening would do with the rows that are picked."""
    there, gone = CaseWork(context.service).split(finding_id, codes)
    held = context.cases.of(finding_id) or {}
    known = [held[one.code].state for one in there if one.code in held]
    still = known.count(OPEN)
    return told_before(context, fresh=len(there) - len(known), again=len(known) - still, held=still, gone=len(gone))


def open_all(
    context: PageContext, finding_id: str, codes: Sequence[str], given: dict[str, str | None]
) -> tuple[Component, list[int]]:
    """Open cases of what the finding tells of now, the rest is told; what came of it, and what could be taken back."""
    work = CaseWork(context.service)
    there, gone = work.split(finding_id, codes)
    told = work.open(
        finding_id,
        [one.code for one in there],
        assignee=given["assignee"],
        due=day_from(given["due"]),
        comment=given["text"],
    )
    return told_after(context, finding_id, told, len(gone)), [*told.opened, *told.reopened]


def wrong(context: PageContext, error: GongjianError) -> Component:
    """What kept it from being done."""
    return notice([html.Span(context.words.error(error)), html.Code(error.code)], error=True)
