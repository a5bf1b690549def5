"""What happens on the network page besides drawing it: the scripts are called, and supposed ties are kept as a plan?

Callbacks alone; the picture is the scripts' business, the numbers of a supposition the drawer's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State
from dash.development.base_component import Component

from dashboard.components.network_drawers import plan_of
from dashboard.components.panel import notice
from dashboard.components.press import pressed
from dashboard.network_asks import edits_from
from dashboard.operations.database import open_operations
from dashboard.operations.saved import save
from dashboard.page import PageContext
from dashboard.rights import ASKING
from dashboard.service import Service
from graph_model.errors import GongjianError


def add_network_callbacks(
    pages: dash.Dash, service: Service, *, context_of: Callable[[Service, str | None, str | None], PageContext]
) -> None:
    """Draw when the page is drawn, mark when the address changes, keep a plan when asked."""
    pages.clientside_callback(
        ClientsideFunction("network", "draw"), Output("network-canvas", "className"), Input("network-data", "data")
    )
    pages.clientside_callback(
        ClientsideFunction("network", "find"), Output("network-find", "className"), Input("network-find", "value")
    )
    pages.clientside_callback(
        ClientsideFunction("network", "focus"), Output("opened", "data"), Input("address", "search")
    )

    @pages.callback(
        Output("suppose-told", "children"),
        pressed("suppose-keep"),
        State("suppose-name", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def keep(_: dict[str, int], name: str | None, path: str | None, search: str | None) -> Any:
        return await asyncio.to_thread(kept, context_of(service, path, search), name or "")


def kept(context: PageContext, name: str) -> Component:
    """Keep the edits of the address under a name; what came of it as a line."""
    words = context.words
    try:
        plan = plan_of(context, edits_from(context.opened("supposed") or ""), name=name)
        saved = save(open_operations(context.service.settings), "plan", name, plan.as_json(), owner=ASKING.get().name)
    except GongjianError as error:
        return notice([words.error(error), dash.html.Code(error.code)], error=True)
    return notice(words.text("network_page.plan_kept", name=saved.name))
