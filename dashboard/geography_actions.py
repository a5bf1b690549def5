"""What happens when a person chooses another indicator on the map, or writes bounds of classes?

Callbacks of that page alone: both change the address, which draws the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash
from dash import Input, Output, State, ctx, no_update

from dashboard.page import PageContext
from dashboard.service import Service

Context = Callable[[Service, str | None, str | None], PageContext]


def add_geography_callbacks(pages: dash.Dash, service: Service, *, context_of: Context) -> None:
    """Add the callbacks of the map.

    Parameters
    ----------
    context_of
        Gives what drawing for who is asking needs.
    """

    @pages.callback(
        Output("address", "search", allow_duplicate=True),
        Input("geo-indicator", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def chosen(indicator: str | None, path: str | None, search: str | None) -> Any:
        state = context_of(service, path, search).state
        if not indicator or not ctx.triggered_id or state.own.get("of", "organisation_coverage") == indicator:
            return no_update
        # Bounds are of one indicator's values; for another they would mean nothing.
        by = None if state.own.get("by") == "manual" else state.own.get("by")
        return state.switched(of=indicator, bounds=None, by=by).search

    @pages.callback(
        Output("address", "search", allow_duplicate=True),
        Input("geo-bounds", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def bounded(bounds: str | None, path: str | None, search: str | None) -> Any:
        state = context_of(service, path, search).state
        if not bounds or state.own.get("bounds") == bounds:
            return no_update
        return state.switched(bounds=bounds).search
