"""Of what is a text on a slide made: words, figures that know where they come from, names that can be hidden?

The types all slides share. Which figures a slide shows is ``agenda``'s business; how they are drawn, its renderers'.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Any

from dashboard.i18n import Wording, words

Value = int | float | str | None


@dataclass(frozen=True)
class Term:
    """One value that the API tells.

    Attributes
    ----------
    source
        ``finding:ID``, ``plan:ID`` or ``trend:ID``.
    part
        Which value of it, as ``references.value_at`` reads it.
    as_of, place
        Of which day and place.
    since
        The earlier day of a trend; None elsewhere.
    sign
        1, or -1 where it is taken away.
    """

    source: str
    part: str
    as_of: dt.date
    place: str | None = None
    since: dt.date | None = None
    sign: int = 1

    @property
    def key(self) -> str:
        """One text for one value."""
        days = f"{self.since or ''}~{self.as_of}"
        return f"{'-' if self.sign < 0 else ''}{self.source}.{self.part}@{days}/{self.place or ''}"

    def as_json(self) -> dict[str, Any]:
        """As the API tells it."""
        return {
            "source": self.source,
            "part": self.part,
            "as_of": self.as_of.isoformat(),
            "place": self.place,
            "since": None if self.since is None else self.since.isoformat(),
            "sign": self.sign,
        }


@dataclass(frozen=True)
class Figure:
    """A number on a slide: the sum of its terms.

    Attributes
    ----------
    terms
        Where it comes from.
    value
        What it is now; None is unknown, text a count of people that may not be told as it is.
    form
        ``signed``: with its sign, as a change is; ``metres``: in whole metres; empty: as it is.
    """

    terms: tuple[Term, ...]
    value: Value
    form: str = ""

    @property
    def key(self) -> str:
        """One text for one figure, under which its value is kept when a deck is saved."""
        return "+".join(term.key for term in self.terms)


@dataclass(frozen=True)
class Name:
    """A name from the ledger; told as a code where names are hidden.

    Attributes
    ----------
    kind
        ``organisation``, ``unit``, ``community``, ``place``, ``committee``, ``agreement`` or ``listing``.
    code
        Its key in the ledger.
    text
        The name itself.
    """

    kind: str
    code: str
    text: str


Piece = str | Figure | Name
Text = tuple[Piece, ...]


def worded(wording: Wording, key: str, /, **pieces: Piece | Text) -> Text:
    """The entry ``file.key`` with its pieces in their places; ``{n:row|rows}`` puts the noun in its form."""
    told: list[Piece] = []
    for literal, name, nouns, _ in Formatter().parse(words()[key][wording.lang]):
        if literal:
            told.append(literal)
        if name is None:
            continue
        piece = pieces[name]
        told += piece if isinstance(piece, tuple) else (piece,)
        singular, bar, plural = (nouns or "").partition("|")
        if bar:
            one = isinstance(piece, Figure) and piece.value == 1
            told.append(f" {singular if one else plural}")
    return tuple(told)


def joined(texts: list[Text], wording: Wording) -> Text:
    """Texts in a row, with the language's comma between."""
    comma = "、" if wording.lang == "zh" else ", "
    told: list[Piece] = []
    for at, text in enumerate(texts):
        told += [comma, *text] if at else text
    return tuple(told)


def figures_in(text: Text) -> Iterator[Figure]:
    """The figures of a text, in order."""
    yield from (piece for piece in text if isinstance(piece, Figure))


def names_in(text: Text) -> Iterator[Name]:
    """The names of a text, in order."""
    yield from (piece for piece in text if isinstance(piece, Name))
