"""What happens while a person looks an organisation up on the page of cards?

The callback of that page alone: every letter lists whom it may mean; choosing one is a link.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import dash
from dash import Input, Output, State, html

from dashboard.components.basics import domain_mark, link
from dashboard.organisation_search import organisations_found
from dashboard.page import PageContext
from dashboard.service import Service
from graph_model.errors import GongjianError

Context = Callable[[Service, str | None, str | None], PageContext]


def add_card_callbacks(pages: dash.Dash, service: Service, *, context_of: Context) -> None:
    """Add the callback of the page of cards.

    Parameters
    ----------
    context_of
        Gives what drawing for who is asking needs.
    """

    @pages.callback(
        Output("card-hits", "children"),
        Input("card-find", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def look_up(text: str | None, path: str | None, search: str | None) -> Any:
        return await asyncio.to_thread(hits, context_of(service, path, search), text or "")


def hits(context: PageContext, text: str) -> list[Any]:
    """The organisations a text may mean, each a link to its card; one line where there is none."""
    words = context.words
    if not text.strip():
        return []
    try:
        found = organisations_found(context, text)
    except GongjianError as error:
        return [html.Li(words.error(error))]
    if found.is_empty():
        return [html.Li(words.text("card_page.no_hit"))]
    return [
        html.Li(
            link(
                context.state.to(open=None).switched(org=row["code"]),
                [
                    domain_mark(row["domain"], words),
                    row["name"],
                    html.Em(f"{row['code']} · {words.word(row['level'])}"),
                ],
            )
        )
        for row in found.iter_rows(named=True)
    ]
