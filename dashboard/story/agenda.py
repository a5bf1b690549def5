"""What is on the agenda of a joint meeting, and how is each of its slides drawn from the figures of today?

The standard deck, and the one place where a slide that is kept becomes a slide that can be shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dashboard.story import agenda_asked, agenda_holes, agenda_links, agenda_other, agenda_standing, agenda_supposed
from dashboard.story.blocks import Drawn
from dashboard.story.content import Content
from dashboard.story.deck import Deck, Slide
from dashboard.story.material import Material
from dashboard.story.meetings import last_meeting
from dashboard.story.pieces import Figure, Text, figures_in, worded
from dashboard.story.telling import Codes
from dashboard.story.works import needs_of

if TYPE_CHECKING:
    from analytics.investigation import Investigation

AGENDA: Final[Mapping[str, Callable[[Material], Content]]] = {
    "stand": agenda_standing.stand,
    "changed": agenda_standing.changed,
    "places": agenda_holes.places,
    "units": agenda_holes.units,
    "alone": agenda_holes.alone,
    "urban_rural": agenda_links.urban_rural,
    "weak": agenda_links.weak,
    "propose": agenda_asked.propose,
    "asks": agenda_asked.asks,
}
"""The standard agenda in its order."""
OTHERS: Final[Mapping[str, Callable[[Material, Slide], Content]]] = {
    "finding": agenda_other.one_finding,
    "plan": agenda_other.one_plan,
    "what_if": agenda_supposed.supposed_changes,
    "organisation": agenda_other.one_organisation,
    "text": agenda_other.free_text,
}
"""What else can be put into a deck."""


def standard_deck(
    investigation: Investigation,
    *,
    as_of: dt.date | None = None,
    since: dt.date | None = None,
    held: dt.date | None = None,
    place: str | None = None,
) -> Deck:
    """The agenda of a joint meeting as slides, none of them touched yet.

    Parameters
    ----------
    investigation
        The dataset.
    as_of
        The day of the figures; the dataset's where it is left out.
    since
        The day of the last meeting; the last one on record before ``as_of`` where it is left out.
    held
        The day of the meeting; ``as_of`` where it is left out.
    place
        What it is narrowed to.

    Raises
    ------
    UnknownName
        There is no such place.
    """
    day = as_of or investigation.default_day
    before = since or last_meeting(investigation, day, place)
    slides = tuple(Slide(f"s{number}", kind) for number, kind in enumerate(AGENDA, start=1))
    return Deck(day, before, held or day, place, None, slides)


def draw_slide(material: Material, slide: Slide) -> Drawn:
    """A slide with the figures of today and the words of whoever wrote some.

    Raises
    ------
    UnknownName
        What it is about is not there any more.
    """

    def made() -> Content:
        make = AGENDA.get(slide.kind)
        return make(material) if make is not None else OTHERS[slide.kind](material, slide)

    deck = material.deck  # what the figures say is worked out once; a person's texts come over it
    asked = ("story", material.words.lang, deck.since, deck.place, slide.kind, slide.about)
    content = material.region.once(asked, made)

    def own(text: str | None) -> Text | None:
        return None if text is None else material.known_names.split(text)

    notes = _paragraphs(material, content)
    written = own(slide.notes)
    drawn = Drawn(
        slide,
        own(slide.title) or content.title,
        own(slide.subtitle) or content.subtitle,
        material.source(content.findings, content.plans),
        notes if written is None else (written,),
        content.blocks,
    )
    return replace(drawn, changed=changed_since(drawn))


def _paragraphs(material: Material, content: Content) -> tuple[Text, ...]:
    counted = material.definitions(content.findings, content.plans)
    head: list[Text] = [worded(material.words, "story.notes_counted")] if counted else []
    return (*content.notes, *head, *counted, material.sources(content.findings, content.plans))


def draw_deck(material: Material, *, waiting: Collection[str] = ()) -> list[Drawn]:
    """Every slide of the deck; one whose subject is gone says so, and the others stand.

    ``waiting`` are the needs (``works.needs_of``) that are still worked out: a slide of one says only what it will be.
    """
    from graph_model.errors import DatasetChanged, GongjianError

    told = []
    for slide in material.deck.slides:
        if any(need in waiting for need in needs_of(slide)):
            told.append(_waiting(material, slide))
            continue
        try:
            told.append(draw_slide(material, slide))
        except DatasetChanged:
            raise
        except GongjianError as error:
            title: Text = (material.words.error(error),)
            told.append(Drawn(slide, title, (), (), (), ()))
    return told


def _waiting(material: Material, slide: Slide) -> Drawn:
    words, key = material.words, f"story.kind_{slide.kind}"
    title: Text = (words.text(key if words.has(key) else "story.wait"),)
    written = title if slide.title is None else material.known_names.split(slide.title)
    return Drawn(slide, written, (words.text("story.wait"),), (), (), ())


def figures_of(drawn: Drawn) -> list[Figure]:
    """Every figure of a slide, each once."""
    return list({figure.key: figure for text in drawn.texts() for figure in figures_in(text)}.values())


def changed_since(drawn: Drawn) -> tuple[tuple[Figure, object], ...]:
    """The figures that were another when the deck was saved, with what they were."""
    saved = drawn.slide.saved
    return tuple(
        (figure, saved[figure.key])
        for figure in figures_of(drawn)
        if figure.key in saved and saved[figure.key] != figure.value
    )


def kept_deck(deck: Deck, slides: list[Drawn]) -> Deck:
    """The deck as it is to be kept: with the values of today and with every name's code."""
    codes = Codes(deck.codes)
    codes.heed(slides)
    values = {one.slide.id: {figure.key: figure.value for figure in figures_of(one)} for one in slides}
    return replace(deck.with_values(values), codes=tuple(codes.given))
