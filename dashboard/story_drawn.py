"""How does the page of the meeting look with its deck, with one that is still worked out, and with none?

Components for the page's places; when they are asked for is ``story_actions``'s business.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.press import press_button
from dashboard.components.waiting import EVERY, told
from dashboard.page import PageContext
from dashboard.pages.story import day_fields
from dashboard.story.agenda import draw_deck
from dashboard.story.deck import Deck
from dashboard.story.files import header_of
from dashboard.story.material import Material
from dashboard.story.stage import stage_slide
from dashboard.story.stage_side import slide_list, slide_notes
from dashboard.story.telling import Codes, Telling
from dashboard.story.works import TREND, plan_asked
from dashboard.story_acts import Held
from dashboard.work import Work

WAITS: Final = "story "
"""How the drawings that wait for works are called."""


def progress(context: PageContext, waiting: Mapping[str, Work[Any]]) -> list[Component]:
    """A line for each work that slides wait for: what it is, how far, how long already."""
    words = context.words
    here = f"{WAITS}{time.monotonic()}"  # new at each drawing, so that those still going on are asked for again
    lines: list[Component] = []
    for need, work in waiting.items():
        plan = f"plans.name_{plan_asked(need)[0]}"
        what = words.text("story.kind_changed" if need == TREND else plan if words.has(plan) else "plans.name_what_if")
        lines.append(
            html.Span(
                [
                    html.B(what),
                    html.Span(told(work, words), id={"type": "wait-told", "work": work.token}),
                    dcc.Interval(id={"type": "wait-tick", "work": work.token}, interval=EVERY),
                    dcc.Interval(id={"type": "wait", "where": here, "work": work.token}, interval=100, max_intervals=1),
                ]
            )
        )
    return lines


def nothing_yet(context: PageContext) -> tuple[Any, ...]:
    """What stands where there is no deck: the button that makes one."""
    words = context.words
    first = press_button(words.text("story.make_first"), "story-make", id="story-make-first", class_name="btn primary")
    told = html.Div([html.P(words.text("story.nothing_yet")), first], className="empty")
    return [], told, [], words.text("story.answer_none"), [], "", False, {"display": "none"}


def shown(context: PageContext, deck: Deck, held: Held, waiting: Collection[str]) -> tuple[Any, ...]:
    """The deck drawn, as far as nothing waits: list, slides, notes, and the page's fields as the deck has them."""
    words = context.words
    material = Material(context.service, words, deck)
    slides = draw_deck(material, waiting=waiting)
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
