"""Which button or field of the page of the meeting asks for what, and how is the page drawn from the deck?

Callbacks of that page, and of the buttons elsewhere that put something into the deck. The deck itself lies in the
browser until it is saved; order, texts and undo are ``assets/story.js``'s business, what an act does to it is
``story_acts``'s. Works of plans are waited for without holding up anybody.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import dash
from dash import ClientsideFunction, Input, Output, State, ctx, dcc, html, no_update

from dashboard import story_acts as acts
from dashboard.components.press import pressed
from dashboard.components.waiting import SOON
from dashboard.page import PageContext
from dashboard.pages.story import saved_options
from dashboard.service import Service
from dashboard.story.deck import Deck, deck_of
from dashboard.story.works import works_of
from dashboard.story_acts import Held
from dashboard.story_drawn import WAITS, nothing_yet, progress, shown
from graph_model.errors import GongjianError

Context = Callable[..., PageContext]
Act = Callable[..., tuple[Any, Any]]
"""Takes the context, the deck as held, and the values of the fields; gives the deck and what is said."""
VIEW: Final = (State("address", "pathname"), State("address", "search"))
LOOK: Final = 0.1
"""Seconds between two looks at the works a deck waits for."""


def add_story_callbacks(pages: dash.Dash, service: Service, *, context_of: Context) -> None:
    """Add the callbacks of the page and of the buttons that put something into the deck."""
    add_drawing(pages, service, context_of=context_of)
    add_files(pages, service, context_of=context_of)

    def on(*asked: Input, act: Act, **more: Any) -> None:
        add_act(pages, service, asked, act, context_of=context_of, **more)

    on(pressed("story-make"), act=lambda context, held, _: acts.make(context, held))
    days = ("story-held", "story-since")
    on(*(Input(day, "value", allow_optional=True) for day in days), act=acts.moved, of_deck=True)
    on(
        pressed("story-follow"),
        fields=tuple(State(day, "value", allow_optional=True) for day in days),
        act=lambda context, held, _, *told: acts.moved(context, held, *told, follow=True),
        of_deck=True,
    )
    on(
        Input("story-add", "value"),
        act=lambda context, held, asked: acts.add(context, held, *kind_and_about(asked)),
        also=(Output("story-add", "value"), lambda _: None),
    )
    on(
        pressed("story-save"),
        fields=(State("story-name", "value"), State("story-shared", "checked")),
        act=lambda context, held, _, name, shared: acts.save(context, held, name or "", shared=bool(shared)),
        also=(Output("story-open", "options", allow_duplicate=True), saved_options),
        of_deck=True,
        drawn=True,
    )
    on(
        Input("story-open", "value"),
        act=acts.opened,
        also=(Output("story-open", "value"), lambda _: None),
    )
    on(Input("story-here", "data"), act=lambda context, held, _: acts.addressed(context, held))
    on(
        pressed("story-discard"),
        act=lambda context, held, _: acts.discard(context, held),
        also=(Output("story-open", "options", allow_duplicate=True), saved_options),
        of_deck=True,
    )
    on(pressed("to-deck"), act=put_in, told="deck-told")


def add_act(
    pages: dash.Dash,
    service: Service,
    asked: tuple[Input, ...],
    act: Act,
    *,
    context_of: Context,
    fields: tuple[State, ...] = (),
    also: tuple[Output, Callable[[PageContext], Any]] | None = None,
    told: str = "story-told",
    of_deck: bool = False,
    drawn: bool = False,
) -> None:
    """Add the callback of one act on the deck.

    Parameters
    ----------
    asked, fields
        What asks for it, and what else it looks at; their values are given to the act, after the deck.
    act
        What is done; runs in a thread of its own.
    also
        One more thing to set once it is done, and its value.
    told
        Where what is said stands.
    of_deck
        Whether nothing is done without a deck.
    drawn
        Whether it draws the deck, and so waits for its plans first.
    """
    outputs = [Output("deck", "data", allow_duplicate=True), Output(told, "children", allow_duplicate=True)]
    more = () if also is None else (also[0],)

    @pages.callback(*outputs, *more, *asked, *fields, State("deck", "data"), *VIEW, prevent_initial_call=True)
    async def acted(*given: Any) -> Any:
        *values, held, path, search = given
        if not any(values[: len(asked)]) or (of_deck and not held):
            return [no_update] * (2 + len(more))
        context = context_of(service, path, search)
        try:
            if drawn:
                await plans_made(context, deck_of(held.get("deck")))
        except GongjianError as error:
            return [no_update, context.words.error(error), *[no_update] * len(more)]
        done = await asyncio.to_thread(acts.told_by, context, lambda: act(context, held, *values))
        return [*done] if also is None else [*done, await asyncio.to_thread(also[1], context)]


def kind_and_about(asked: str) -> tuple[str, str]:
    """What the list of kinds names: a kind of slide, and what it is about."""
    kind, _, about = asked.partition(":")
    return kind, about


def put_in(context: PageContext, held: Held | None, asked: Mapping[str, Any]) -> tuple[Any, Any]:
    """What a button on another page names, and the way to the deck."""
    after, told = acts.add(context, held, str(asked["kind"]), str(asked["about"]))
    way = dcc.Link(context.words.text("story.to_meeting"), href=context.state.page("/story").href)
    return after, [told, " ", way]


def add_drawing(pages: dash.Dash, service: Service, *, context_of: Context) -> None:
    """Draw the deck whenever it is another."""

    @pages.callback(
        Output("story-list", "children"),
        Output("story-slides", "children"),
        Output("story-notes", "children"),
        Output("story-answer", "children"),
        Output("story-days", "children"),
        Output("story-name", "value"),
        Output("story-shared", "checked"),
        Output("story-follow", "style"),
        Output("story-progress", "children"),
        Input("deck", "data"),
        Input("waited", "data"),  # a work that slides wait for came to its end
        Input("story-here", "data"),  # comes with the page: the deck lies there already when somebody comes back to it
        *VIEW,
        running=[(Output("story-grid", "className"), "story-grid busy", "story-grid")],
    )
    async def drawn(held: Held | None, ended: Any, _here: str | None, path: str | None, search: str | None) -> Any:
        if ctx.triggered_id == "waited" and not any(one["where"].startswith(WAITS) for one in ended or []):
            return [no_update] * 9
        context = context_of(service, path, search)
        if not held:
            return *await asyncio.to_thread(nothing_yet, context), []
        try:
            deck = deck_of(held.get("deck"))
            works = await asyncio.to_thread(works_of, context.service, deck)
            end = time.monotonic() + SOON
            while time.monotonic() < end and not all(work.finished for work in works.values()):
                await asyncio.sleep(LOOK)
            waiting = {need: work for need, work in works.items() if not work.finished}
            told = await asyncio.to_thread(shown, context, deck, held, waiting)
            return *told, progress(context, waiting)
        except GongjianError as error:
            return [], html.P(context.words.error(error), className="empty"), [], *([no_update] * 5), []

    pages.clientside_callback(
        ClientsideFunction("story", "kept"),
        Output("story-stage", "className"),
        Input("deck", "data"),
        Input("story-here", "data"),
    )
    pages.clientside_callback(
        ClientsideFunction("story", "drawn"), Output("story-notes-over", "children"), Input("story-slides", "children")
    )


def add_files(pages: dash.Dash, service: Service, *, context_of: Context) -> None:
    """Hand out the deck as a file."""

    @pages.callback(
        Output("story-file", "data"),
        Output("story-told", "children", allow_duplicate=True),
        pressed("story-file"),
        State("story-hide", "checked"),
        State("deck", "data"),
        *VIEW,
        running=[(Output("story-told", "className"), "said busy", "said")],
        prevent_initial_call=True,
    )
    async def file(*given: Any) -> Any:
        asked, hide, held, path, search = given
        if not held:
            return no_update, no_update
        output = str(asked["output"])
        context = context_of(service, path, search)
        try:
            deck = deck_of(held.get("deck"))
            await plans_made(context, deck)
            return await asyncio.to_thread(acts.downloaded, context, deck, output, hidden=bool(hide)), ""
        except GongjianError as error:
            return no_update, context.words.error(error)


async def plans_made(context: PageContext, deck: Deck) -> None:
    """Wait for the plans and the trend that a deck needs; threads are free meanwhile."""
    works = await asyncio.to_thread(works_of, context.service, deck)
    while not all(work.finished for work in works.values()):
        await asyncio.sleep(LOOK)
