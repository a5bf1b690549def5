"""What happens when a person drops a file of a network on its page?

One callback: read it in a thread, then lead to its picture, or tell what is wrong with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import dash
from dash import Input, Output, State, html, no_update

from dashboard.components.panel import notice
from dashboard.page import PageContext
from dashboard.service import Service
from graph_model.errors import GongjianError


def add_file_callbacks(
    pages: dash.Dash, service: Service, *, context_of: Callable[[Service, str | None, str | None], PageContext]
) -> None:
    """Add the callback of the page of files."""

    @pages.callback(
        Output("address", "search", allow_duplicate=True),
        Output("file-told", "children"),
        Input("network-upload", "contents"),
        State("network-upload", "filename"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def uploaded(content: str | None, name: str | None, path: str | None, search: str | None) -> Any:
        context = context_of(service, path, search)
        if not content or not name:
            return no_update, no_update if content is None else notice(
                context.words.text("data_page.too_large"), error=True
            )
        return await asyncio.to_thread(opened, context, content, name)


def opened(context: PageContext, content: str, name: str) -> tuple[Any, Any]:
    """The address of the opened file and nothing to tell; or no new address and what is wrong."""
    service = context.service
    try:
        token = service.opened_networks.upload(content, name, exact_up_to=service.settings.exact_betweenness_up_to)
    except GongjianError as error:
        told = [html.Span(context.words.error(error)), html.Code(error.code)]
        return no_update, notice(told, error=True)
    return context.state.to(open=None, own={"file": token}).search, None
