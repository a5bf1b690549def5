"""What happens when a person takes the sample data in, or away again?

Callbacks of two buttons; each works in a thread, publishes, and draws the view anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import dash
from dash import Output, State, no_update
from dash.development.base_component import Component

from dashboard.components.panel import notice
from dashboard.components.press import pressed
from dashboard.page import PageContext
from dashboard.sample import bring_in, take_away
from dashboard.service import Service
from graph_model.errors import GongjianError

Drawn = tuple[Component, Component, Component]


def add_sample_callbacks(
    pages: dash.Dash,
    service: Service,
    *,
    draw_page: Callable[[Service, str | None, str | None], Drawn],
    context_of: Callable[[Service, str | None, str | None], PageContext],
) -> None:
    """Add the callbacks of the two buttons.

    Parameters
    ----------
    draw_page, context_of
        Draw the bar, navigation and page of an address, and give what drawing needs.
    """
    view = (State("address", "pathname"), State("address", "search"))
    anew = (
        Output("bar-slot", "children", allow_duplicate=True),
        Output("nav-slot", "children", allow_duplicate=True),
        Output("page-slot", "children", allow_duplicate=True),
    )

    @pages.callback(
        *anew,
        Output("sample-told", "children"),
        pressed("sample-load"),
        *view,
        running=[
            (Output("sample-load", "disabled"), True, False),
            (Output("sample-waiting", "hidden"), False, True),
        ],
        prevent_initial_call=True,
    )
    async def taken_in(_: dict[str, int], path: str | None, search: str | None) -> Any:
        context = context_of(service, path, search)

        def act() -> Any:
            try:
                bring_in(context.service.ledger)
                context.service.ready()
            except GongjianError as error:
                return *(no_update,) * 3, notice(context.words.error(error), error=True)
            return *draw_page(service, path, search), no_update

        return await asyncio.to_thread(act)

    @pages.callback(
        *anew,
        pressed("sample-remove"),
        *view,
        running=[(Output("sample-remove", "disabled"), True, False)],
        prevent_initial_call=True,
    )
    async def taken_away(_: dict[str, int], path: str | None, search: str | None) -> Any:
        context = context_of(service, path, search)

        def act() -> Any:
            try:
                take_away(context.service.ledger)
                context.service.publish()
            except GongjianError as error:
                return no_update, no_update, notice(context.words.error(error), error=True)
            return draw_page(service, path, search)

        return await asyncio.to_thread(act)
