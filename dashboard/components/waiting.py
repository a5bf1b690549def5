"""What stands on a page while a long work goes on: how long already, how far, and a way to stop it?

The work is the service's; the page is drawn again once it has ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import dash
from dash import ALL, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard.components.basics import attributes
from dashboard.components.press import press_button, pressed
from dashboard.i18n import Wording
from dashboard.page import PageContext
from dashboard.service import Service
from dashboard.work import Work

EVERY = 1000
"""Milliseconds after which a page tells anew how far a work is."""
LOOK, LONGEST = 0.2, 900.0
"""Seconds between two looks at a work, and for how long a page waits for one at all."""
SOON = 0.35
"""Seconds for which drawing waits for a work that may end at once."""


def waiting(work: Work[Any], words: Wording, *, where: str, stops: bool = True) -> Component:
    """A line with what the work is at; ``where`` is ``page`` or ``drawer``, whichever is to be drawn again."""
    stop = press_button(words.text("waiting.stop"), "wait-stop", about={"work": work.token})
    return html.Div(
        [
            html.Div(
                className="moving", role="progressbar", **attributes({"aria-label": words.text("waiting.moving")})
            ),
            html.P(told(work, words), id={"type": "wait-told", "work": work.token}, className="say"),
            *([stop] if stops else []),
            dcc.Interval(id={"type": "wait-tick", "work": work.token}, interval=EVERY),
            dcc.Interval(id={"type": "wait", "where": where, "work": work.token}, interval=100, max_intervals=1),
        ],
        className="waiting",
        role="status",
    )


def told(work: Work[Any], words: Wording) -> str:
    """How far a work is, in words."""
    seconds = int(work.seconds)
    if work.of:
        return words.text("waiting.steps", done=work.done, of=work.of, seconds=seconds)
    return words.text("waiting.going_on", seconds=seconds)


def add_waiting_callbacks(
    pages: dash.Dash,
    service: Service,
    *,
    draw_page: Callable[..., Any],
    draw_drawer: Callable[..., Any],
    context_of: Callable[..., PageContext],
) -> None:
    """Look at works that go on, draw again what waited for them, and stop those that somebody stops."""
    view = (State("address", "pathname"), State("address", "search"))

    @pages.callback(
        Output({"type": "wait-told", "work": ALL}, "children"),
        Input({"type": "wait-tick", "work": ALL}, "n_intervals"),
        State({"type": "wait-told", "work": ALL}, "id"),
        *view,
        prevent_initial_call=True,
    )
    async def tell(_: Any, ids: list[dict[str, str]], path: str | None, search: str | None) -> Any:
        context = context_of(service, path, search)
        works = [context.service.works.told(one["work"]) for one in ids]
        return [no_update if work is None else told(work, context.words) for work in works]

    @pages.callback(
        Output("waited", "data"),
        Input({"type": "wait", "where": ALL, "work": ALL}, "n_intervals"),
        State({"type": "wait", "where": ALL, "work": ALL}, "id"),
        *view,
        prevent_initial_call=True,
    )
    async def ended(passed: list[int | None], ids: list[dict[str, str]], path: str | None, search: str | None) -> Any:
        # Asked once, and answered when a work ends: an answer that a newer question overtakes is thrown away.
        if not any(passed):
            return no_update
        works = context_of(service, path, search).service.works
        for _ in range(int(LONGEST / LOOK)):
            over = [one for one in ids if (work := works.told(one["work"])) is None or work.finished]
            if over:
                return over
            await asyncio.sleep(LOOK)
        return no_update

    @pages.callback(
        Output("page-slot", "children", allow_duplicate=True), Input("waited", "data"), *view, prevent_initial_call=True
    )
    async def page_again(ended: list[dict[str, str]] | None, path: str | None, search: str | None) -> Any:
        if not any(one["where"] == "page" for one in ended or []):
            return no_update
        return (await asyncio.to_thread(draw_page, service, path, search))[2]

    @pages.callback(
        Output("drawer-slot", "children", allow_duplicate=True),
        Input("waited", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def drawer_again(ended: list[dict[str, str]] | None, path: str | None, search: str | None) -> Any:
        if not any(one["where"] == "drawer" for one in ended or []):
            return no_update
        return await asyncio.to_thread(draw_drawer, service, path, search)

    @pages.callback(
        Output("address", "search", allow_duplicate=True),
        pressed("wait-stop"),
        *view,
        prevent_initial_call=True,
    )
    async def stop(asked: dict[str, Any], path: str | None, search: str | None) -> Any:
        context = context_of(service, path, search)
        work = context.service.works.told(asked["work"])
        if work is not None:
            work.stop()
        return context.state.switched(go=None).to(open=None).search or "?"
