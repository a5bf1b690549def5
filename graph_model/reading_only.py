"""Does a Cypher text do nothing but read?

Judged on tokens, not on text, before anything is sent to a store: read-only modes of both stores let files be read and
written. Whether the text makes sense is for the store to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from graph_model.cypher_text import Kind, Token, parameter_names, tokens
from graph_model.errors import QueryRefused

# fmt: off
REFUSED_WORDS: Final = frozenset((
    "create", "merge", "set", "delete", "detach", "remove", "insert", "drop", "alter", "rename", "copy", "load",
    "export", "import", "install", "uninstall", "update", "attach", "use", "checkpoint", "begin", "commit",
    "rollback", "transaction", "foreach", "show", "terminate", "explain", "profile", "grant", "revoke", "deny",
    "start", "stop", "enable", "dryrun", "deallocate", "reallocate", "finish", "using", "project", "macro",
    "comment", "force", "periodic", "csv", "extension", "pragma", "vacuum", "analyze", "truncate", "kill", "next",
))
# fmt: on
"""Words that begin, or belong to, a statement that does more than read; as a name they need backticks."""

CLAUSE_WORDS: Final = frozenset(("match", "optional", "with", "unwind", "return", "union", "call"))
"""Words that begin a clause which only reads."""

# fmt: off
JOINING_WORDS: Final = frozenset((
    "where", "order", "by", "skip", "limit", "offset", "asc", "ascending", "desc", "descending", "as", "distinct",
    "all", "yield", "and", "or", "xor", "not", "in", "is", "null", "starts", "ends", "contains", "case", "when",
    "then", "else", "end", "true", "false", "on",
))
# fmt: on
"""Words that may follow a value or stand between values."""

CALLS_ALLOWED: Final = frozenset(
    ("db.labels", "db.relationshiptypes", "db.propertykeys", "show_tables", "table_info", "db_version")
)
"""Procedures that only describe the graph, in lower case; the first three of servers, the rest of embedded builds."""

FUNCTION_SPACES: Final = frozenset(("date", "datetime", "duration", "localdatetime", "localtime", "point", "time"))
"""What may stand before the point of a function's name; extensions bring others that reach out."""

FUNCTIONS_REFUSED: Final = frozenset(("nextval", "currval", "file", "linenumber", "repeat", "lpad", "rpad"))
"""Functions that change a sequence, speak of files, or make a text of any length from a few letters."""

MOST_LETTERS: Final = 20_000
MOST_NESTED: Final = 60
MOST_CHAINED: Final = 2_000
"""Tokens of one text; a parser that calls itself for each would end the whole process."""
WIDEST_RANGE: Final = 100_000
"""Numbers that ``range`` may list; a store makes the whole list before it looks at its time limit."""

_VALUE_WORDS: Final = frozenset(("null", "true", "false", "end"))
_OPENING: Final = ("(", "[", "{")
_CLOSING: Final = (")", "]", "}")


def check(text: str) -> list[str]:
    """Let a text through that only reads; the names of its parameters, in order.

    Parameters
    ----------
    text
        One Cypher statement of MATCH, OPTIONAL MATCH, WITH, UNWIND, RETURN, UNION and the allowed CALLs.

    Raises
    ------
    QueryRefused
        ``query_empty``; ``query_too_long``; ``nested_too_deep``; ``several_statements``; ``not_reading`` with the
        ``word`` that does more than read; ``call_not_allowed``, ``function_not_allowed``, ``range_too_wide`` with the
        name; ``no_return``; ``cannot_parse`` and ``unicode_escape`` as ``cypher_text.tokens``. All but the first two
        say ``line`` and ``column``.
    """
    if len(text) > MOST_LETTERS:
        raise QueryRefused("query_too_long", letters=len(text), most=MOST_LETTERS)
    found = tokens(text)
    while found and found[-1].is_sign(";"):
        found = found[:-1]
    if not found:
        raise QueryRefused("query_empty")
    if len(found) > MOST_CHAINED:
        raise QueryRefused("query_too_long", letters=len(text), most=MOST_LETTERS)
    _check_shape(found)
    names = _name_positions(found)
    if not found[0].is_word(*(CLAUSE_WORDS - {"union"})):
        raise _refused("not_reading", found[0])
    for place, token in enumerate(found):
        if token.kind is Kind.WORD and place not in names:
            _check_word(found, place, names)
        if token.is_sign("(") and place > 0:
            _check_function(found, place)
    if not found[0].is_word("call") and not any(
        token.is_word("return") and place not in names for place, token in enumerate(found)
    ):
        raise _refused("no_return", found[-1])
    return parameter_names(found)


def names_quoted(text: str) -> str:
    """The same statement with backticks around properties, labels, keys and aliases that are also words of Cypher.

    A server reads ``a.starts`` and ``(c:Case)`` as they are; the embedded engine needs them quoted.
    """
    found = tokens(text)
    reserved = REFUSED_WORDS | CLAUSE_WORDS | JOINING_WORDS
    for place in sorted(_name_positions(found), reverse=True):
        token = found[place]
        if token.folded in reserved:
            end = token.start + len(token.text)
            text = f"{text[: token.start]}`{token.text}`{text[end:]}"
    return text


def _check_shape(found: Sequence[Token]) -> None:
    depth = 0
    for token in found:
        if token.is_sign(";"):
            raise _refused("several_statements", token)
        depth += token.is_sign(*_OPENING) - token.is_sign(*_CLOSING)
        if depth > MOST_NESTED:
            raise _refused("nested_too_deep", token)


def _name_positions(found: Sequence[Token]) -> frozenset[int]:
    """Places of the words that can only be names: properties, labels, keys of a map, aliases."""
    names: set[int] = set()
    for place, token in enumerate(found):
        if token.kind is not Kind.WORD or place == 0:
            continue
        before = found[place - 1]
        after = found[place + 1] if place + 1 < len(found) else None
        is_key = before.is_sign("{", ",") and after is not None and after.is_sign(":")
        is_alias = before.is_word("as") and place - 1 not in names
        if before.is_sign(".", ":") or is_key or is_alias:
            names.add(place)
    return frozenset(names)


def _check_word(found: Sequence[Token], place: int, names: frozenset[int]) -> None:
    token = found[place]
    word = token.folded
    if word in REFUSED_WORDS:
        raise _refused("not_reading", token)
    follows_value = place > 0 and _ends_a_value(found, place - 1, names)
    if follows_value and word not in CLAUSE_WORDS and word not in JOINING_WORDS:
        raise _refused("not_reading", token)
    if word == "as" and not follows_value:  # a variable called `as` would make the next word look like an alias
        raise _refused("cannot_parse", token)
    if word == "call":
        _check_call(found, place)


def _ends_a_value(found: Sequence[Token], place: int, names: frozenset[int]) -> bool:
    token = found[place]
    if token.kind is Kind.SIGN:
        return token.text in _CLOSING or (token.text == "*" and place > 0 and _opens_columns(found[place - 1]))
    if token.kind is not Kind.WORD or place in names:
        return True
    return token.folded in _VALUE_WORDS or token.folded not in CLAUSE_WORDS | JOINING_WORDS


def _opens_columns(token: Token) -> bool:
    return token.is_word("return", "with", "distinct", "yield")


def _check_call(found: Sequence[Token], place: int) -> None:
    name, after = _dotted(found, place + 1)
    if name not in CALLS_ALLOWED or after >= len(found) or not found[after].is_sign("("):
        shown = name or (found[place + 1].text if place + 1 < len(found) else "")
        raise QueryRefused(
            "call_not_allowed",
            word=shown,
            line=found[place].line,
            column=found[place].column,
            allowed=sorted(CALLS_ALLOWED),
        )


def _check_function(found: Sequence[Token], place: int) -> None:
    parts: list[str] = []
    at = place - 1
    while at >= 0 and found[at].kind in (Kind.WORD, Kind.QUOTED):
        parts.insert(0, found[at].text.casefold())
        if at == 0 or not found[at - 1].is_sign("."):
            break
        at -= 2
    if not parts or (at > 0 and found[at - 1].is_word("call")):
        return
    dotted = len(parts) > 1 or (at > 0 and found[at].is_sign("."))
    if (dotted and parts[0] not in FUNCTION_SPACES) or parts[-1] in FUNCTIONS_REFUSED:
        raise _refused("function_not_allowed", found[place - 1], word=".".join(parts))
    if parts == ["range"]:
        _check_range(found, place)


def _check_range(found: Sequence[Token], place: int) -> None:
    """Only numbers may bound a range, so that its width is known before it is made."""
    ends: list[int] = []
    sign = 1
    for token in found[place + 1 :]:
        if token.is_sign(")"):
            break
        if token.is_sign("-"):
            sign = -1
        elif token.kind is Kind.NUMBER and token.text.isascii() and token.text.isdigit():
            ends.append(sign * int(token.text))
            sign = 1
        elif not token.is_sign(","):
            raise _refused("range_too_wide", token, word="range", most=WIDEST_RANGE)
    if len(ends) < 2 or abs(ends[1] - ends[0]) > WIDEST_RANGE:
        raise _refused("range_too_wide", found[place - 1], most=WIDEST_RANGE)


def _dotted(found: Sequence[Token], place: int) -> tuple[str, int]:
    """A name with its points from ``place`` on, in lower case, and the place behind it."""
    parts: list[str] = []
    while place < len(found) and found[place].kind in (Kind.WORD, Kind.QUOTED):
        parts.append(found[place].text.casefold())
        place += 1
        if place >= len(found) or not found[place].is_sign("."):
            break
        place += 1
    return ".".join(parts), place


def _refused(code: str, token: Token, **values: object) -> QueryRefused:
    return QueryRefused(code, **{"word": token.text, "line": token.line, "column": token.column, **values})
