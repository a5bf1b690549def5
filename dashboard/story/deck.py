"""What is a deck, as it is kept: which slides, about what, which texts are a person's, which figures it was saved with?

Data alone, read from JSON and written to it. How a slide comes by its figures is ``agenda``'s business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from dashboard.service import day_from
from dashboard.story.pieces import Value
from graph_model.errors import BadValue

STANDARD: Final = ("stand", "changed", "places", "units", "alone", "urban_rural", "weak", "propose", "asks")
"""Kinds of slides of the standard agenda, in its order."""
KINDS: Final = (*STANDARD, "finding", "plan", "what_if", "organisation", "text")
"""Every kind of slide; the last four but ``text`` are about something."""
MOST_SLIDES: Final = 60
LONGEST: Final = {"title": 200, "subtitle": 400, "notes": 4000}
"""Most signs of each text that a person may write on a slide."""
LONGEST_ABOUT: Final = 60_000
"""Most signs of what a slide is about: the supposed changes are the longest."""


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes
    ----------
    id
        Tells it from the others of its deck.
    kind
        One of ``KINDS``.
    about
        The finding, plan, supposed changes or organisation it is about; empty where its kind says it all.
    title, subtitle, notes
        What a person wrote in their place; None: as the figures say.
    saved
        The value of each of its figures when it was saved, by ``Figure.key``.
    """

    id: str
    kind: str
    about: str = ""
    title: str | None = None
    subtitle: str | None = None
    notes: str | None = None
    saved: Mapping[str, Value] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "id": self.id,
            "kind": self.kind,
            "about": self.about,
            "title": self.title,
            "subtitle": self.subtitle,
            "notes": self.notes,
            "saved": dict(self.saved),
        }


@dataclass(frozen=True)
class Deck:
    """A deck of slides.

    Attributes
    ----------
    as_of, since
        The day its figures are of, and that of the last meeting, with which they are compared.
    held
        The day of the meeting.
    place
        What it is narrowed to; None: the whole region.
    title
        What stands above every slide; None: the place's joint meeting.
    slides
        In order.
    codes
        Names that were given a code, as ``kind:code`` in the order they were given; a code never changes its owner.
    """

    as_of: dt.date
    since: dt.date
    held: dt.date
    place: str | None = None
    title: str | None = None
    slides: tuple[Slide, ...] = ()
    codes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "as_of": self.as_of.isoformat(),
            "since": self.since.isoformat(),
            "held": self.held.isoformat(),
            "place": self.place,
            "title": self.title,
            "slides": [slide.as_json() for slide in self.slides],
            "codes": list(self.codes),
        }

    def with_values(self, values: Mapping[str, Mapping[str, Value]]) -> Deck:
        """The deck with the values that its slides' figures have now, by the slides' ids."""
        return replace(self, slides=tuple(replace(one, saved=values.get(one.id, one.saved)) for one in self.slides))


def deck_of(told: Any) -> Deck:
    """A deck from JSON, whoever wrote it.

    Raises
    ------
    BadValue
        ``deck_wrong``, with what is wrong: it is no deck, a day is none, a slide's kind is unknown, a text too long.
    """
    try:
        slides = tuple(_slide(one) for one in told["slides"])
        days = {name: day_from(str(told[name])) for name in ("as_of", "since", "held")}
    except (TypeError, KeyError, AttributeError) as error:
        raise BadValue("deck_wrong", what=str(error.args[0]) if isinstance(error, KeyError) else "slides") from error
    if len(slides) > MOST_SLIDES:
        raise BadValue("deck_wrong", what=f"slides > {MOST_SLIDES}")
    if len({slide.id for slide in slides}) < len(slides):
        raise BadValue("deck_wrong", what="id")
    return Deck(
        **{name: day for name, day in days.items() if day is not None},
        place=_text(told, "place", 80),
        title=_text(told, "title", LONGEST["title"]),
        slides=slides,
        codes=tuple(str(code) for code in told.get("codes") or ()),
    )


def _slide(told: Mapping[str, Any]) -> Slide:
    if told["kind"] not in KINDS:
        raise BadValue("deck_wrong", what=str(told["kind"]))
    saved = told.get("saved") or {}
    about = str(told.get("about") or "")
    if len(about) > LONGEST_ABOUT:
        raise BadValue("deck_wrong", what="about")
    return Slide(
        str(told["id"]),
        told["kind"],
        about,
        **{name: _text(told, name, most) for name, most in LONGEST.items()},
        saved={str(key): value for key, value in saved.items() if isinstance(value, int | float | str | None)},
    )


def _text(told: Mapping[str, Any], name: str, most: int) -> str | None:
    text = told.get(name)
    if text is None or not str(text).strip():
        return None
    if len(str(text)) > most:
        raise BadValue("deck_wrong", what=name)
    return str(text).strip()
