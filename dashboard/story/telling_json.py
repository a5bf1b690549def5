"""How does a deck look as data: the texts of every slide, and each figure with the places its value comes from?

As the command line and the API tell it; whoever wants to can ask each place again and hold the value against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.story.agenda import draw_deck, figures_of
from dashboard.story.files import header_of
from dashboard.story.material import Material
from dashboard.story.telling import Codes, Telling

if TYPE_CHECKING:
    from dashboard.i18n import Wording
    from dashboard.service import Service
    from dashboard.story.deck import Deck


def told_deck(service: Service, words: Wording, deck: Deck, *, hidden: bool) -> dict[str, Any]:
    """A deck drawn now.

    Returns
    -------
    dict
        ``header``, ``dataset``, ``data`` (own, sample or mixed), ``deck`` (as it is kept) and ``slides``: ``id, kind,
        about, title, subtitle, source, notes, figures`` (``value, terms``: the value is the sum of the terms) and
        ``changed`` (``terms, was, now``).
    """
    material = Material(service, words, deck)
    slides = draw_deck(material)
    codes = Codes(deck.codes)
    codes.heed(slides)
    telling = Telling(words, codes, hidden=hidden)
    kept = deck.as_json()
    if hidden:  # what a person wrote, and whose code stands for whom, is told above, without names
        kept = {key: kept[key] for key in ("as_of", "since", "held")}
    return {
        "header": telling.text(header_of(material)),
        "dataset": material.version,
        "data": material.investigation.data,
        "deck": kept,
        "slides": [
            {
                "id": one.slide.id,
                "kind": one.slide.kind,
                "about": "" if hidden else one.slide.about,
                "title": telling.text(one.title),
                "subtitle": telling.text(one.subtitle),
                "source": telling.text(one.source),
                "notes": [telling.text(text) for text in one.notes],
                "figures": [
                    {"value": figure.value, "terms": [] if hidden else [term.as_json() for term in figure.terms]}
                    for figure in figures_of(one)
                ],
                "changed": [
                    {"was": was, "now": figure.value, "terms": [] if hidden else [t.as_json() for t in figure.terms]}
                    for figure, was in one.changed
                ],
            }
            for one in slides
        ],
    }
