"""What are the words, names, strings and signs of a Cypher text?

Tokens only, read as both stores read them: comments dropped, strings and backticks whole. Which of them may stand in a
query is ``reading_only``'s business.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from graph_model.errors import QueryRefused


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    QUOTED = "quoted"
    STRING = "string"
    NUMBER = "number"
    PARAMETER = "parameter"
    SIGN = "sign"


@dataclass(frozen=True)
class Token:
    """One token.

    Attributes
    ----------
    kind
        What it is.
    text
        Words, numbers and signs as written; the name alone of parameters and of names in backticks; the quotes' content
        of strings, escapes left as written.
    line, column
        Where it begins, from 1.
    start
        The same as a place in the text, from 0.
    """

    kind: Kind
    text: str
    line: int
    column: int
    start: int

    @property
    def folded(self) -> str:
        """The word without regard to case or to look-alike letters (``ſ``, the Kelvin sign), for keywords."""
        return unicodedata.normalize("NFKC", self.text).casefold() if self.kind is Kind.WORD else ""

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these words (given in lower case)."""
        return self.kind is Kind.WORD and self.folded in words

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of these signs."""
        return self.kind is Kind.SIGN and self.text in signs


_NAME = r"[^\W\d]\w*"
_PATTERN = re.compile(
    rf"""
    (?P<space>\s+ | //[^\n\r]* | /\*.*?\*/)
  | (?P<string>'(?:[^'\\]|\\[\\'"bfnrtBFNRT])*' | "(?:[^"\\]|\\[\\'"bfnrtBFNRT])*")
  | (?P<quoted>`(?:[^`]|``)*`)
  | (?P<parameter>\$(?:{_NAME}|\d+|`(?:[^`]|``)*`))
  | (?P<number>0[xX][0-9a-fA-F_]+ | 0[oO][0-7_]+
      | (?:\d[\d_]*)(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)? | \.\d+(?:[eE][+-]?\d+)?)
  | (?P<word>{_NAME})
  | (?P<sign>\.\.|<=|>=|<>|=~|\|\||/(?!\*)|[()\[\]{{}}.,:;|&!=<>+\-*%^])
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> list[Token]:
    r"""The tokens of a Cypher text, comments and white space dropped.

    Raises
    ------
    QueryRefused
        ``unicode_escape``: a ``\u`` escape anywhere, since one store reads it before it looks for quotes, so that a
        string may end where none seems to; ``cannot_parse``: an unclosed string, comment or backtick, an escape that
        the two stores do not share, or a sign Cypher does not have.
    """
    found: list[Token] = []
    position, line, line_start = 0, 1, 0
    escape = re.search(r"\\[uU]", text)
    if escape is not None:
        before = text[: escape.start()]
        raise QueryRefused(
            "unicode_escape", line=before.count("\n") + 1, column=escape.start() - before.rfind("\n"), word=escape[0]
        )
    while position < len(text):
        match = _PATTERN.match(text, position)
        column = position - line_start + 1
        after_number = bool(found) and found[-1].kind is Kind.NUMBER and text[position] == "."
        if match is None or match.lastgroup is None or (after_number and match[0] == "."):
            raise QueryRefused("cannot_parse", line=line, column=column, word=text[position])
        written = match[0]
        if match.lastgroup != "space":
            kind = Kind(match.lastgroup)
            found.append(Token(kind, _content(kind, written), line, column, position))
        line += written.count("\n")
        if "\n" in written:
            line_start = position + written.rindex("\n") + 1
        position = match.end()
    return found


def parameter_names(found: list[Token]) -> list[str]:
    """The names of the parameters, each once, in the order they first stand in the text."""
    return list(dict.fromkeys(token.text for token in found if token.kind is Kind.PARAMETER))


def _content(kind: Kind, written: str) -> str:
    if kind is Kind.STRING:
        return written[1:-1]
    if kind is Kind.PARAMETER:
        written = written[1:]
    if written.startswith("`"):
        return written[1:-1].replace("``", "`")
    return written
