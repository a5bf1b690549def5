"""What happens on the page of the meeting: a deck is made, drawn, saved, opened, handed out as a file?

Callbacks of that page, and of the buttons elsewhere that put something into the deck. The deck itself lies in the
browser until it is saved; order, texts and undo are ``assets/story.js``'s business. Works of plans are waited for
without holding up anybody.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, ctx, dcc, html, no_update

from dashboard.page import PageContext
from dashboard.pages.story import day_fields, saved_options
from dashboard.service import Service, day_from
from dashboard.story.agenda import draw_deck, kept_deck, plans_of, standard_deck
from dashboard.story.deck import MOST_SLIDES, Deck, Slide, deck_of
from dashboard.story.decks import KeptDeck, decks
from dashboard.story.files import deck_file, header_of
from dashboard.story.material import Material, works_of
from dashboard.story.stage import stage_slide
from dashboard.story.stage_side import slide_list, slide_notes
from dashboard.story.telling import Codes, Telling
from graph_model.errors import GongjianError, UserError

Held = dict[str, Any]
Context = Callable[..., PageContext]
LOOK: Final = 0.1
"""Seconds between two looks at the works a deck waits for."""
UNDONE: Final = 10
"""States that can be gone back to."""


def add_story_callbacks(pages: dash.Dash, service: Service, *, context_of: Context) -> None:
    """Add the callbacks of the page and of the buttons that put something into the deck."""
    view = (State("address", "pathname"), State("address", "search"))

    @pages.callback(
        Output("story-list", "children"),
        Output("story-slides", "children"),
        Output("story-notes", "children"),
        Output("story-answer", "children"),
        Output("story-days", "children"),
        Output("story-name", "value"),
        Output("story-shared", "checked"),
        Output("story-follow", "style"),
        Input("deck", "data"),
        Input("story-here", "data"),  # comes with the page: the deck lies there already when somebody comes back to it
        *view,
        running=[(Output("story-grid", "className"), "story-grid busy", "story-grid")],
    )
    async def drawn(held: Held | None, _here: str | None, path: str | None, search: str | None) -> Any:
        context = context_of(service, path, search)
        if not held:
            return await asyncio.to_thread(nothing_yet, context)
        try:
            deck = deck_of(held.get("deck"))
            await plans_made(context, deck)
            return await asyncio.to_thread(shown, context, deck, held)
        except GongjianError as error:
            return [], html.P(context.words.error(error), className="empty"), [], *([no_update] * 5)

    @pages.callback(
        Output("deck", "data"),
        Output("story-told", "children"),
        Input("story-make", "n_clicks"),
        Input("story-make-first", "n_clicks", allow_optional=True),
        State("deck", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def made(*given: Any) -> Any:
        clicks, first, held, path, search = given
        if not clicks and not first:
            return no_update, no_update
        context = context_of(service, path, search)
        return await asyncio.to_thread(told_by, context, lambda: make(context, held))

    @pages.callback(
        Output("deck", "data", allow_duplicate=True),
        Input("story-held", "value", allow_optional=True),
        Input("story-since", "value", allow_optional=True),
        Input("story-follow", "n_clicks"),
        State("deck", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def other_days(*given: Any) -> Any:
        meets, since, follow, held, path, search = given
        if not held or ctx.triggered_id is None:
            return no_update
        context = context_of(service, path, search)
        follows = bool(follow) and ctx.triggered_id == "story-follow"
        return await asyncio.to_thread(moved, context, held, meets, since, follow=follows)

    @pages.callback(
        Output("deck", "data", allow_duplicate=True),
        Output("story-told", "children", allow_duplicate=True),
        Output("story-add", "value"),
        Input("story-add", "value"),
        State("deck", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def added(asked: str | None, held: Held | None, path: str | None, search: str | None) -> Any:
        if not asked:
            return no_update, no_update, no_update
        context = context_of(service, path, search)
        kind, _, about = asked.partition(":")
        return *await asyncio.to_thread(told_by, context, lambda: add(context, held, kind, about)), None

    @pages.callback(
        Output("deck", "data", allow_duplicate=True),
        Output("story-told", "children", allow_duplicate=True),
        Output("story-open", "options"),
        Input("story-save", "n_clicks"),
        State("story-name", "value"),
        State("story-shared", "checked"),
        State("deck", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def saved(*given: Any) -> Any:
        clicks, name, shared, held, path, search = given
        if not clicks or not held:
            return no_update, no_update, no_update
        context = context_of(service, path, search)
        told = await asyncio.to_thread(told_by, context, lambda: save(context, held, name or "", shared=bool(shared)))
        return *told, await asyncio.to_thread(saved_options, context)

    @pages.callback(
        Output("deck", "data", allow_duplicate=True),
        Output("story-told", "children", allow_duplicate=True),
        Output("story-open", "value"),
        Input("story-open", "value"),
        State("deck", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def opened(number: int | None, held: Held | None, path: str | None, search: str | None) -> Any:
        if number is None:
            return no_update, no_update, no_update
        context = context_of(service, path, search)

        def act() -> tuple[Held, str]:
            kept = decks(context.service).read(number)
            return held_of(kept, held), context.words.text("story.opened", name=kept.name)

        return *await asyncio.to_thread(told_by, context, act), None

    @pages.callback(
        Output("deck", "data", allow_duplicate=True),
        Output("story-told", "children", allow_duplicate=True),
        Output("story-open", "options", allow_duplicate=True),
        Input("story-discard", "n_clicks"),
        State("deck", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def discarded(clicks: int | None, held: Held | None, path: str | None, search: str | None) -> Any:
        if not clicks or not held:
            return no_update, no_update, no_update
        context = context_of(service, path, search)
        told = await asyncio.to_thread(told_by, context, lambda: discard(context, held))
        return *told, await asyncio.to_thread(saved_options, context)

    @pages.callback(
        Output("story-file", "data"),
        Output("story-told", "children", allow_duplicate=True),
        Input({"type": "story-file", "output": ALL}, "n_clicks"),
        State("story-hide", "checked"),
        State("deck", "data"),
        *view,
        running=[(Output("story-told", "className"), "said busy", "said")],
        prevent_initial_call=True,
    )
    async def file(*given: Any) -> Any:
        clicks, hide, held, path, search = given
        if not any(clicks) or not held or not isinstance(ctx.triggered_id, dict):
            return no_update, no_update
        output = str(ctx.triggered_id["output"])
        context = context_of(service, path, search)
        try:
            deck = deck_of(held.get("deck"))
            await plans_made(context, deck)
            return await asyncio.to_thread(downloaded, context, deck, output, hidden=bool(hide)), ""
        except GongjianError as error:
            return no_update, context.words.error(error)

    @pages.callback(
        Output("deck", "data", allow_duplicate=True),
        Output("deck-told", "children"),
        Input({"type": "to-deck", "kind": ALL, "about": ALL}, "n_clicks"),
        State("deck", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def put_in(clicks: list[int | None], held: Held | None, path: str | None, search: str | None) -> Any:
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            return no_update, no_update
        context = context_of(service, path, search)
        kind, about = str(ctx.triggered_id["kind"]), str(ctx.triggered_id["about"])
        after, told = await asyncio.to_thread(told_by, context, lambda: add(context, held, kind, about))
        way = dcc.Link(context.words.text("story.to_meeting"), href=context.state.page("/story").href)
        return after, [told, " ", way]

    pages.clientside_callback(
        ClientsideFunction("story", "kept"),
        Output("story-stage", "className"),
        Input("deck", "data"),
        Input("story-here", "data"),
    )
    pages.clientside_callback(
        ClientsideFunction("story", "drawn"), Output("story-notes-over", "children"), Input("story-slides", "children")
    )


async def plans_made(context: PageContext, deck: Deck) -> None:
    """Wait for the plans and the trend that a deck needs; threads are free meanwhile."""
    works = await asyncio.to_thread(works_of, context.service, deck, plans_of(deck))
    while not all(work.finished for work in works):
        await asyncio.sleep(LOOK)


def nothing_yet(context: PageContext) -> tuple[Any, ...]:
    """What stands where there is no deck: the button that makes one."""
    words = context.words
    first = html.Button(words.text("story.make_first"), id="story-make-first", className="btn primary", type="button")
    told = html.Div([html.P(words.text("story.nothing_yet")), first], className="empty")
    return [], told, [], words.text("story.answer_none"), [], "", False, {"display": "none"}


def shown(context: PageContext, deck: Deck, held: Held) -> tuple[Any, ...]:
    """The deck drawn: list, slides, notes, and the page's fields as the deck has them."""
    words = context.words
    material = Material(context.service, words, deck)
    slides = draw_deck(material)
    telling = Telling(words, Codes(deck.codes))
    telling.codes.heed(slides)
    header = header_of(material)
    stage = [
        stage_slide(one, telling, header, number=number, of=len(slides)) for number, one in enumerate(slides, start=1)
    ]
    changed = sum(len(one.changed) for one in slides)
    answer = [
        words.text("story.answer", slides=len(slides), day=deck.as_of, since=deck.since),
        words.text("story.answer_changed", count=changed) if changed else "",
    ]
    here = (deck.as_of, deck.place) == (context.as_of, context.state.place)
    return (
        slide_list(slides, telling),
        stage,
        slide_notes(slides, telling),
        answer,
        day_fields(context, deck.held.isoformat(), deck.since.isoformat()),
        held.get("name") or "",
        bool(held.get("shared")),
        {"display": "none"} if here else {},
    )


def told_by(context: PageContext, act: Callable[[], tuple[Held, str]]) -> tuple[Any, str]:
    """The deck after an act and what is said of it; where it fails, the deck stays and the error is told."""
    try:
        return act()
    except GongjianError as error:
        return no_update, context.words.error(error)


def changed_to(held: Held | None, deck: Deck, **more: Any) -> Held:
    """What the browser holds, with another deck; the one before can be gone back to."""
    before = dict(held or {})
    undo = [*before.get("undo", []), before["deck"]][-UNDONE:] if before.get("deck") else []
    return {**before, "deck": deck.as_json(), "undo": undo, **more}


def make(context: PageContext, held: Held | None) -> tuple[Held, str]:
    """The standard agenda of the address's day and place, compared with the page's last meeting or that on record."""
    state = context.state
    deck = standard_deck(context.investigation, as_of=context.as_of, since=state.compare, place=state.place)
    after = changed_to(held, deck, id=None, version=None, name="", shared=False)
    return after, context.words.text("story.made", count=len(deck.slides))


def moved(context: PageContext, held: Held, meets: str | None, since: str | None, *, follow: bool) -> Any:
    """The deck of other days, or of the day and place of the filters."""
    before = deck_of(held.get("deck"))
    after = replace(before, held=day_from(meets) or before.held, since=day_from(since) or before.since)
    if follow:
        after = replace(after, as_of=context.as_of, place=context.state.place)
    return no_update if after == before else changed_to(held, after)


def add(context: PageContext, held: Held | None, kind: str, about: str) -> tuple[Held, str]:
    """One more slide at the end; without a deck, a new one of the address's day and place."""
    words = context.words
    if held and held.get("deck"):
        deck = deck_of(held["deck"])
    else:
        state = context.state
        deck = standard_deck(context.investigation, as_of=context.as_of, since=state.compare, place=state.place)
        deck = replace(deck, slides=())
    if len(deck.slides) >= MOST_SLIDES:
        raise UserError("deck_full", most=MOST_SLIDES)
    used = {slide.id for slide in deck.slides}
    name = next(f"s{number}" for number in range(1, MOST_SLIDES * 2) if f"s{number}" not in used)
    after = replace(deck, slides=(*deck.slides, Slide(name, kind, about)))
    return changed_to(held, after), words.text("story.put_in", count=len(after.slides))


def save(context: PageContext, held: Held, name: str, *, shared: bool) -> tuple[Held, str]:
    """Keep the deck under a name with the values of now; in the place of the one it was opened from."""
    from dashboard import rights

    deck = deck_of(held.get("deck"))
    deck = kept_deck(deck, draw_deck(Material(context.service, context.words, deck)))
    own = held.get("owner") in (None, rights.ASKING.get().name)
    number, version = (held.get("id"), held.get("version")) if own else (None, None)
    kept = decks(context.service).save(name, deck, shared=shared, number=number, version=version)
    return held_of(kept, held), context.words.text("story.saved", name=kept.name)


def discard(context: PageContext, held: Held) -> tuple[Held, str]:
    """Let the saved deck go; its slides stay on the page, and can be saved again."""
    if held.get("id") is None:
        raise UserError("deck_not_saved")
    gone = decks(context.service).discard(held["id"])
    return {**held, "id": None, "version": None}, context.words.text("story.discarded", name=gone.name)


def held_of(kept: KeptDeck, before: Held | None) -> Held:
    """What the browser holds of a saved deck."""
    told = {"id": kept.id, "version": kept.version, "name": kept.name, "shared": kept.shared, "owner": kept.owner}
    same = before is not None and before.get("id") == kept.id
    return {**told, "deck": kept.deck.as_json(), "undo": (before or {}).get("undo", []) if same else []}


def downloaded(context: PageContext, deck: Deck, output: str, *, hidden: bool) -> dict[str, Any]:
    """A file for the browser to save."""
    content = deck_file(context.service, context.words, deck, output=output, hidden=hidden)
    name = f"{context.words.text('story.file')}-{deck.held.isoformat()}.{output}"
    return {"content": base64.b64encode(content).decode(), "filename": name, "base64": True}
