"""How is a text of a slide told: figures as a reader expects them, names as they are or as codes?

Codes are given in the order of appearance and stay with the deck, so that 组织 A is the same on every slide and in
every file. What a person wrote is searched for the names of the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.i18n import Wording
from dashboard.story.blocks import Drawn, Tile
from dashboard.story.pieces import Figure, Name, Piece, Text, names_in

SHOWN_ALWAYS = frozenset({"subdistrict", "area", "district", "city", "province"})
"""Kinds of places whose names stay: they are the meeting's own."""
ENDINGS = ("社区", "村")
"""Of a community's name what may be left out when people write it."""
SHORTEST = 2


class Codes:
    """The code of each name of a deck.

    Parameters
    ----------
    given
        ``Deck.codes``.
    """

    def __init__(self, given: Sequence[str] = ()) -> None:
        self.given = list(dict.fromkeys(given))
        self._number: dict[str, int] = {}
        counts: dict[str, int] = {}
        for key in self.given:
            kind = key.partition(":")[0]
            counts[kind] = counts.get(kind, 0) + 1
            self._number[key] = counts[kind]
        self._counts = counts

    def number(self, name: Name) -> int:
        """1, 2, 3 … of its kind; a name that has none yet gets the next."""
        key = f"{name.kind}:{name.code}"
        if key not in self._number:
            self._counts[name.kind] = self._counts.get(name.kind, 0) + 1
            self._number[key] = self._counts[name.kind]
            self.given.append(key)
        return self._number[key]

    def told(self, name: Name, words: Wording) -> str:
        """组织 A, 单位 01, 社区 01 …"""
        number = self.number(name)
        sign = letters(number) if name.kind == "organisation" else f"{number:02d}"
        return words.text(f"story.code_{name.kind}", sign=sign)

    def heed(self, slides: Iterable[Drawn]) -> None:
        """Give every name of the slides its code, in the order they are read."""
        for slide in slides:
            for text in slide.texts():
                for name in names_in(text):
                    self.number(name)


def letters(number: int) -> str:
    """1 → A, 26 → Z, 27 → AA."""
    told = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        told = chr(65 + rest) + told
    return told


@dataclass(frozen=True)
class Telling:
    """How texts are told in one file or picture.

    Attributes
    ----------
    words
        The reader's language.
    codes
        The codes of names; used where ``hidden``.
    hidden
        Whether names are told as codes.
    """

    words: Wording
    codes: Codes
    hidden: bool = False

    def text(self, text: Text) -> str:
        """A text as one line."""
        return "".join(self.piece(piece) for piece in text)

    def piece(self, piece: Piece) -> str:
        """One piece of a text."""
        if isinstance(piece, Figure):
            return self.figure(piece)
        if isinstance(piece, Name):
            return self.codes.told(piece, self.words) if self.hidden else piece.text
        return piece

    def tile(self, tile: Tile) -> tuple[str, str, str]:
        """The number of a headline figure, of how many, and the line below; or what is lacking for it."""
        words = self.words
        if tile.lacking:
            return words.text("common.not_handed_in"), self.text(tile.lacking), ""
        below = words.text("story.tile_unknown", unknown=self.figure(tile.unknown))
        if tile.change is not None:
            below += words.text("story.tile_change", change=self.figure(tile.change))
        return self.figure(tile.count), words.text("story.tile_of", of=self.figure(tile.of)), below

    def figure(self, figure: Figure) -> str:
        """A figure as its form asks."""
        value = figure.value
        if figure.form == "signed" and isinstance(value, int | float) and value:
            return ("+" if value > 0 else "−") + self.words.value(abs(value))
        if figure.form == "metres" and isinstance(value, float):
            return self.words.value(round(value))
        return self.words.value(value)


class KnownNames:
    """The names of the ledger, as they are found in what a person wrote.

    Parameters
    ----------
    names
        Every name that is hidden where names are; of two that read the same the first one's code stands.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._names: dict[str, Name] = {}
        for name in names:
            for spelling in _spellings(name):
                self._names.setdefault(spelling, name)

    def split(self, text: str) -> Text:
        """The text with each name in it as a ``Name``, the longest first; as it reads, so that nothing changes."""
        held = sorted((name for name in self._names if name in text), key=len, reverse=True)
        if not held:
            return (text,)
        parts = re.split("(" + "|".join(map(re.escape, held)) + ")", text)
        named: Mapping[str, Name] = self._names
        return tuple(
            Name(named[part].kind, named[part].code, part) if at % 2 else part for at, part in enumerate(parts) if part
        )


def _spellings(name: Name) -> Iterable[str]:
    yield name.text
    for ending in ENDINGS:
        if (
            name.kind in ("place", "community")
            and name.text.endswith(ending)
            and len(name.text) - len(ending) >= SHORTEST
        ):
            yield name.text.removesuffix(ending)
