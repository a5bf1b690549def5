"""What does the API tell of decks: the standard one of a day, those that were saved, and their files?

The answers of ``gongjian story``. A deck is data beside the dataset, which never changes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from dashboard.api.errors import wording_of
from dashboard.api.exports import download
from dashboard.api.routes import ERRORS, ROOT, AsOf, Place, language, service_of
from dashboard.i18n import Wording
from dashboard.service import Service, day_from
from dashboard.story.agenda import standard_deck
from dashboard.story.deck import Deck, deck_of
from dashboard.story.decks import KeptDeck, decks
from dashboard.story.files import deck_file
from dashboard.story.telling_json import told_deck

router = APIRouter(prefix=ROOT, responses=ERRORS, dependencies=[Depends(language)])

Since = Annotated[str | None, Query(description="Day of the last meeting; the last on record where it is left out.")]
Held = Annotated[str | None, Query(description="Day of the meeting; the day of the data where it is left out.")]
Hidden = Annotated[bool, Query(description="Whether names are told as codes.")]
Format = Annotated[str, Query(alias="format", description="pptx, pdf, docx (a page a community) or zip.")]
Number = Annotated[int, Path(ge=0, le=2**31, description="Number of a saved deck.")]


class StoryFigure(BaseModel):
    """One figure: the sum of its terms, each a value that another route of this API tells."""

    value: int | float | str | None
    terms: list[dict[str, Any]]


class StoryChange(BaseModel):
    """A figure that was another when the deck was saved."""

    was: int | float | str | None
    now: int | float | str | None
    terms: list[dict[str, Any]]


class StorySlide(BaseModel):
    """One slide with its figures of now."""

    id: str
    kind: str
    about: str = Field(description="The finding, plan or organisation it is about, or the changes it supposes as JSON.")
    title: str
    subtitle: str
    source: str
    notes: list[str]
    figures: list[StoryFigure]
    changed: list[StoryChange]


class StoryAnswer(BaseModel):
    """A deck drawn now."""

    header: str
    dataset: str
    data: Literal["own", "sample", "mixed"]
    deck: dict[str, Any]
    slides: list[StorySlide]


class DeckSummary(BaseModel):
    """A saved deck without its slides."""

    id: int
    name: str
    owner: str
    shared: bool
    version: int
    changed: str
    slides: int
    as_of: str
    held: str
    place: str | None


class DeckAnswer(DeckSummary):
    """A saved deck with what it holds."""

    content: dict[str, Any]


class DeckGiven(BaseModel):
    """A deck to save: new without ``id``, else in the place of the one that has it."""

    name: str = Field(max_length=200)
    content: dict[str, Any]
    shared: bool = False
    id: int | None = None
    version: int | None = None


@router.get("/story")
def story(
    request: Request,
    as_of: AsOf = None,
    since: Since = None,
    held: Held = None,
    place: Place = None,
    hidden: Hidden = False,
) -> StoryAnswer:
    """The standard agenda of a joint meeting, each figure with where it comes from."""
    service, words = service_of(request), wording_of(request)
    deck = standard(service, as_of, since, held, place)
    return StoryAnswer(**service.steadily(lambda _: told_deck(service, words, deck, hidden=hidden)))


@router.get("/story/export", response_class=Response)
def story_file(
    request: Request,
    output: Format = "pptx",
    as_of: AsOf = None,
    since: Since = None,
    held: Held = None,
    place: Place = None,
    hidden: Hidden = False,
) -> Response:
    """The standard agenda as a file."""
    service, words = service_of(request), wording_of(request)
    return answer_file(service, words, standard(service, as_of, since, held, place), output, hidden=hidden)


@router.get("/decks")
def saved_decks(request: Request) -> list[DeckSummary]:
    """The decks that people saved."""
    return [DeckSummary(**one.as_json()) for one in decks(service_of(request)).all()]


@router.post("/decks")
def save_deck(request: Request, given: Annotated[DeckGiven, Body()]) -> DeckAnswer:
    """Save a deck; what somebody else saved meanwhile is never written over."""
    service = service_of(request)
    kept = decks(service).save(
        given.name, deck_of(given.content), shared=given.shared, number=given.id, version=given.version
    )
    return answer_of(kept)


@router.get("/decks/{number}")
def saved_deck(request: Request, number: Number) -> DeckAnswer:
    """One saved deck."""
    return answer_of(decks(service_of(request)).read(number))


@router.delete("/decks/{number}")
def remove_deck(request: Request, number: Number) -> DeckAnswer:
    """Remove a saved deck; the answer holds what it was, so that it can be saved again."""
    return answer_of(decks(service_of(request)).discard(number))


@router.get("/decks/{number}/story")
def saved_story(request: Request, number: Number, hidden: Hidden = False) -> StoryAnswer:
    """A saved deck drawn now, with the figures that were others when it was saved."""
    service, words = service_of(request), wording_of(request)
    deck = decks(service).read(number).deck
    return StoryAnswer(**service.steadily(lambda _: told_deck(service, words, deck, hidden=hidden)))


@router.get("/decks/{number}/export", response_class=Response)
def saved_deck_file(request: Request, number: Number, output: Format = "pptx", hidden: Hidden = False) -> Response:
    """A saved deck as a file, with the figures of now."""
    service, words = service_of(request), wording_of(request)
    return answer_file(service, words, decks(service).read(number).deck, output, hidden=hidden)


def standard(service: Service, as_of: str | None, since: str | None, held: str | None, place: str | None) -> Deck:
    """The standard deck of the days and the place asked for."""
    days = {"as_of": day_from(as_of), "since": day_from(since), "held": day_from(held)}
    return service.steadily(lambda asked: standard_deck(asked, place=place, **days))


def answer_file(service: Service, words: Wording, deck: Deck, output: str, *, hidden: bool) -> Response:
    """A deck as a file to save."""
    content = deck_file(service, words, deck, output=output, hidden=hidden)
    name = f"{words.text('story.file')}-{deck.held.isoformat()}.{output}"
    return download(content, name, output)


def answer_of(kept: KeptDeck) -> DeckAnswer:
    """A saved deck as the API tells it."""
    return DeckAnswer(**kept.as_json(), content=kept.deck.as_json())
