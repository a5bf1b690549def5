"""What becomes of the deck a browser holds when a person makes, moves, widens, saves, opens or takes it away?

Each act takes the deck as it is held and gives it as it is then, with the sentence that says so. Which button asks for
which is ``story_actions``'s business; how a deck is drawn, ``story``'s.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from dash import no_update

from analytics.plans.catalogue import PLANS
from dashboard import rights
from dashboard.page import PageContext
from dashboard.plan_files import WHAT_IF, plan_files
from dashboard.service import day_from
from dashboard.story.agenda import draw_deck, kept_deck, standard_deck
from dashboard.story.deck import MOST_SLIDES, Deck, Slide, deck_of
from dashboard.story.decks import KeptDeck, decks
from dashboard.story.files import deck_file
from dashboard.story.material import Material
from dashboard.story.works import plan_named
from dashboard.supposed_plans import supposed_by
from graph_model.errors import BadValue, GongjianError, UserError

Held = dict[str, Any]
"""What the browser holds: the deck, what can be gone back to, and of a saved one its number, version, name, owner."""
SAVED: Final = ("compared", "saved")
"""What is asked for in the place of a kind of slide, where a saved plan is named."""
UNDONE: Final = 10
"""States that can be gone back to."""


def told_by(context: PageContext, act: Callable[[], tuple[Any, Any]]) -> tuple[Any, Any]:
    """The deck after an act and what is said of it; where it fails, the deck stays and the error is told."""
    try:
        return act()
    except GongjianError as error:
        return no_update, context.words.error(error)


def make(context: PageContext, held: Held | None) -> tuple[Held, str]:
    """The standard agenda of the address's day and place, compared with the page's last meeting or that on record."""
    deck = agenda_of(context)
    after = changed_to(held, deck, id=None, version=None, name="", shared=False)
    return after, context.words.text("story.made", count=len(deck.slides))


def moved(
    context: PageContext, held: Held, meets: str | None, since: str | None, *, follow: bool = False
) -> tuple[Any, Any]:
    """The deck of other days, or of the day and place of the filters."""
    before = deck_of(held.get("deck"))
    after = replace(before, held=day_from(meets) or before.held, since=day_from(since) or before.since)
    if follow:
        after = replace(after, as_of=context.as_of, place=context.state.place)
    return (no_update if after == before else changed_to(held, after)), no_update


def add(context: PageContext, held: Held | None, kind: str, about: str) -> tuple[Held, str]:
    """One more slide at the end; without a deck, a new one of the address's day and place."""
    deck = deck_of(held["deck"]) if held and held.get("deck") else replace(agenda_of(context), slides=())
    if len(deck.slides) >= MOST_SLIDES:
        raise UserError("deck_full", most=MOST_SLIDES)
    if kind in SAVED:
        kind, about = saved_plan(context, kind, about)
    used = {slide.id for slide in deck.slides}
    name = next(f"s{number}" for number in range(1, MOST_SLIDES * 2) if f"s{number}" not in used)
    after = replace(deck, slides=(*deck.slides, Slide(name, kind, about)))
    return changed_to(held, after), context.words.text("story.put_in", count=len(after.slides))


def saved_plan(context: PageContext, kind: str, name: str) -> tuple[str, str]:
    """The slide of a saved plan: what would change by it (``compared``), else what it proposes (``saved``)."""
    file = plan_files(context.service).read(name)
    if kind == "compared":
        region = context.investigation.snapshot(as_of=context.as_of)
        return WHAT_IF, supposed_by(file, region, context.words, hub=context.state.hub)
    if file.kind not in PLANS:
        raise BadValue("plan_unreadable", path=name)
    return "plan", plan_named(file.kind, file.content["parameters"])


def save(context: PageContext, held: Held, name: str, *, shared: bool) -> tuple[Held, str]:
    """Keep the deck under a name with the values of now; in the place of the one it was opened from."""
    deck = deck_of(held.get("deck"))
    deck = kept_deck(deck, draw_deck(Material(context.service, context.words, deck)))
    own = held.get("owner") in (None, rights.ASKING.get().name)
    number, version = (held.get("id"), held.get("version")) if own else (None, None)
    kept = decks(context.service).save(name, deck, shared=shared, number=number, version=version)
    return held_of(kept, held), context.words.text("story.saved", name=kept.name)


def opened(context: PageContext, held: Held | None, number: int) -> tuple[Held, str]:
    """A saved deck."""
    kept = decks(context.service).read(number)
    return held_of(kept, held), context.words.text("story.opened", name=kept.name)


def addressed(context: PageContext, held: Held | None) -> tuple[Any, Any]:
    """The saved deck that the address names, unless the page holds it already or holds slides that nobody saved."""
    number = context.state.own.get("deck", "")
    if not number.isdecimal() or (held and held.get("id") == int(number)):
        return no_update, no_update
    if held and held.get("deck") and held.get("id") is None:
        return no_update, context.words.text("story.address_waits", name=decks(context.service).read(int(number)).name)
    return opened(context, held, int(number))


def discard(context: PageContext, held: Held) -> tuple[Held, str]:
    """Let the saved deck go; its slides stay on the page, and can be saved again."""
    if held.get("id") is None:
        raise UserError("deck_not_saved")
    gone = decks(context.service).discard(held["id"])
    return {**held, "id": None, "version": None}, context.words.text("story.discarded", name=gone.name)


def downloaded(context: PageContext, deck: Deck, output: str, *, hidden: bool) -> dict[str, Any]:
    """A file for the browser to save."""
    content = deck_file(context.service, context.words, deck, output=output, hidden=hidden)
    name = f"{context.words.text('story.file')}-{deck.held.isoformat()}.{output}"
    return {"content": base64.b64encode(content).decode(), "filename": name, "base64": True}


def agenda_of(context: PageContext) -> Deck:
    """The standard agenda of the address's day and place."""
    state = context.state
    return standard_deck(context.investigation, as_of=context.as_of, since=state.compare, place=state.place)


def changed_to(held: Held | None, deck: Deck, **more: Any) -> Held:
    """What the browser holds, with another deck; the one before can be gone back to."""
    before = dict(held or {})
    undo = [*before.get("undo", []), before["deck"]][-UNDONE:] if before.get("deck") else []
    return {**before, "deck": deck.as_json(), "undo": undo, **more}


def held_of(kept: KeptDeck, before: Held | None) -> Held:
    """What the browser holds of a saved deck."""
    told = {"id": kept.id, "version": kept.version, "name": kept.name, "shared": kept.shared, "owner": kept.owner}
    same = before is not None and before.get("id") == kept.id
    return {**told, "deck": kept.deck.as_json(), "undo": (before or {}).get("undo", []) if same else []}
