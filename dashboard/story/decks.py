"""Which decks did people save, and under which names?

Kept in the operations database, beside the dataset; a deck somebody shares is seen by others and changed by its owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboard import rights
from dashboard.plan_files import WHAT_IF
from dashboard.story.deck import Deck, Slide, deck_of
from dashboard.supposed_plans import supposed_of

if TYPE_CHECKING:
    from dashboard.operations.database import Operations
    from dashboard.operations.saved import Saved
    from dashboard.service import Service

KIND: Final = "deck"


@dataclass(frozen=True)
class KeptDeck:
    """A saved deck.

    Attributes
    ----------
    id, name, owner, shared, version
        As ``operations.saved`` keeps them.
    deck
        What it holds.
    changed
        When it was saved last, UTC.
    """

    id: int
    name: str
    owner: str
    shared: bool
    version: int
    changed: Any
    deck: Deck

    def as_json(self) -> dict[str, Any]:
        """As the API lists it."""
        return {
            "id": self.id,
            "name": self.name,
            "owner": self.owner,
            "shared": self.shared,
            "version": self.version,
            "changed": self.changed.isoformat(timespec="seconds"),
            "slides": len(self.deck.slides),
            "as_of": self.deck.as_of.isoformat(),
            "held": self.deck.held.isoformat(),
            "place": self.deck.place,
        }


class Decks:
    """The decks of the person who asks, and those that others share; errors as ``operations.saved``."""

    def __init__(self, operations: Operations, *, owner: str) -> None:
        self._operations = operations
        self._owner = owner

    def all(self) -> list[KeptDeck]:
        """By name and owner."""
        from dashboard.operations.saved import saved_things

        return [_kept(one) for one in saved_things(self._operations, KIND, owner=self._owner)]

    def read(self, number: int) -> KeptDeck:
        """One of them."""
        from dashboard.operations.saved import saved_thing

        return _kept(saved_thing(self._operations, KIND, number, owner=self._owner))

    def named(self, name: str) -> KeptDeck:
        """One of them by its name, the person's own first.

        Raises
        ------
        UnknownName
            There is none of that name.
        """
        from graph_model.errors import UnknownName

        held = [one for one in self.all() if one.name == name.strip()]
        if not held:
            raise UnknownName("saved_deck", name, known=[one.name for one in self.all()])
        return next((one for one in held if one.owner == self._owner), held[0])

    def save(
        self, name: str, deck: Deck, *, shared: bool = False, number: int | None = None, version: int | None = None
    ) -> KeptDeck:
        """Keep a deck; the texts a person wrote hold no identity or mobile number.

        Raises
        ------
        UserError
            ``text_of_a_person``, and as ``operations.saved.save``.
        """
        from dashboard.operations.database import kept_text
        from dashboard.operations.saved import save

        for text in (deck.title, *(text for one in deck.slides for text in written(one))):
            if text is not None:
                kept_text(text, most=4000)
        kept = save(
            self._operations, KIND, name, deck.as_json(),
            owner=self._owner, shared=shared, number=number, version=version,
        )  # fmt: skip
        return _kept(kept)

    def discard(self, number: int) -> KeptDeck:
        """Let one go, and give what it was, so that it can be saved again."""
        from dashboard.operations.saved import discard

        return _kept(discard(self._operations, KIND, number, owner=self._owner))


def written(slide: Slide) -> Iterator[str | None]:
    """The texts of a slide that a person wrote: its own, and the names of what it supposes."""
    yield from (slide.title, slide.subtitle, slide.notes)
    if slide.kind == WHAT_IF:
        for plan in supposed_of(slide.about).plans:
            yield from (plan.name, *(edit.name for edit in plan.edits))


def decks(service: Service) -> Decks:
    """The saved decks of the person who is asking."""
    from dashboard.operations.database import open_operations

    return Decks(open_operations(service.settings), owner=rights.ASKING.get().name)


def _kept(saved: Saved) -> KeptDeck:
    deck = deck_of(saved.content)
    return KeptDeck(saved.id, saved.name, saved.owner, saved.shared, saved.version, saved.changed, deck)
