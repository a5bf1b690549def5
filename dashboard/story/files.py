"""How does a deck become a file: slides, pages to print, or a brief of one page a community?

Chooses the writer and decides once what is told in it: which language, names or codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.sample_mark import mark_told
from dashboard.story.agenda import draw_deck
from dashboard.story.material import Material
from dashboard.story.pieces import Text, worded
from dashboard.story.telling import Codes, Telling
from graph_model.errors import UnknownName, UserError

if TYPE_CHECKING:
    from dashboard.i18n import Wording
    from dashboard.service import Service
    from dashboard.story.deck import Deck

FORMATS: Final = ("pptx", "pdf", "docx", "zip")


def deck_file(service: Service, words: Wording, deck: Deck, *, output: str, hidden: bool) -> bytes:
    """A deck as the content of a file.

    Parameters
    ----------
    output
        ``pptx`` or ``pdf`` for the slides; ``docx`` for briefs of the communities in scope, a page each; ``zip`` for
        the same, a document each.
    hidden
        Whether names are told as codes, everywhere in the file.

    Raises
    ------
    UnknownName
        No such format.
    UserError
        ``extra_missing``: the packages of the extra ``reports`` are not installed.
    """
    if output not in FORMATS:
        raise UnknownName("format", output, known=FORMATS)
    return service.steadily(lambda _: _file(service, words, deck, output=output, hidden=hidden))


def _file(service: Service, words: Wording, deck: Deck, *, output: str, hidden: bool) -> bytes:
    material = Material(service, words, deck)
    codes = Codes(deck.codes)
    telling = Telling(words, codes, hidden=hidden)
    try:
        if output in ("docx", "zip"):
            from dashboard.story.briefs import briefs_document, briefs_zip

            return (briefs_zip if output == "zip" else briefs_document)(material, telling)
        slides = draw_deck(material)
        if hidden:
            codes.heed(slides)
        if output == "pdf":
            from dashboard.story.pdf_file import deck_pdf

            return deck_pdf(slides, telling, header_of(material))
        from dashboard.story.pptx_file import deck_slides

        return deck_slides(slides, telling, header_of(material))
    except ModuleNotFoundError as error:
        raise UserError("extra_missing", extra="reports", module=error.name or "") from error


def header_of(material: Material) -> Text:
    """What stands above every title: the deck's own title, else the place's joint meeting; and its day."""
    deck, words = material.deck, material.words
    if deck.title is not None:
        told = worded(words, "story.header_own", title=material.known_names.split(deck.title), held=str(deck.held))
    else:
        told = worded(words, "story.header", place=material.region_name(), held=str(deck.held))
    mark = mark_told(material.investigation.data, words)
    return told if mark is None else (*told, " · ", mark)
