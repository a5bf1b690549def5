"""Which nodes of a Cypher pattern are members, or may be?

Read from labels, and where there are none from the relationship types beside them. What a query tells of them is
``people_in_cypher``'s business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Final, NamedTuple

from graph_model.cypher_text import Kind, Token
from graph_model.reading_only import CLAUSE_WORDS, JOINING_WORDS
from graph_model.schema import RELATIONSHIPS

MEMBER: Final = "member"
KEYWORDS: Final = JOINING_WORDS | CLAUSE_WORDS
OPENING: Final = ("(", "[", "{")
CLOSING: Final = (")", "]", "}")


class Who(IntEnum):
    """Whether a node is a member."""

    NO = 0
    MAYBE = 1
    YES = 2


class Node(NamedTuple):
    """A node of a pattern; without a name where it has none."""

    name: str | None
    who: Who


@dataclass(frozen=True)
class Pattern:
    """The nodes of a pattern, and the names of its ties and paths."""

    nodes: tuple[Node, ...]
    ties: tuple[str, ...]
    paths: tuple[str, ...]

    @property
    def who(self) -> Who:
        """Whether any of its nodes is a member."""
        return max((node.who for node in self.nodes), default=Who.NO)


class _Tie(NamedTuple):
    first: int
    last: int
    types: frozenset[str] | None
    arrow: str
    many: bool
    name: str | None


def name_of(token: Token) -> str | None:
    """The name a token can be, without regard to case; None where it cannot be one."""
    return token.text.casefold() if token.kind in (Kind.WORD, Kind.QUOTED) else None


def is_keyword(token: Token) -> bool:
    """Whether it is a word of the language."""
    return token.kind is Kind.WORD and token.folded in KEYWORDS


def closings(found: Sequence[Token]) -> dict[int, int]:
    """The place of the closing bracket of each opening one; the end for one that is never closed."""
    waiting: list[int] = []
    told: dict[int, int] = {}
    for place, token in enumerate(found):
        if token.is_sign(*OPENING):
            waiting.append(place)
        elif token.is_sign(*CLOSING) and waiting:
            told[waiting.pop()] = place
    return told | dict.fromkeys(waiting, len(found))


def has_pattern(found: Sequence[Token]) -> bool:
    """Whether two nodes stand beside each other anywhere."""
    return bool(_ties(found, closings(found)))


def read_pattern(found: Sequence[Token]) -> Pattern:
    """The nodes, ties and paths among tokens that hold a pattern; conditions in it add no nodes."""
    ends = closings(found)
    ties = _ties(found, ends)
    nodes = []
    for place, token in enumerate(found):
        if token.is_sign("(") and _opens_node(found, place):
            name, labels = _named(found, place, ends[place])
            beside = [_ends_of(tie, left=tie.first == ends[place] + 1) for tie in ties if _beside(tie, place, ends)]
            nodes.append(Node(name, _by_labels(labels) if labels else _by_ties(beside)))
    nodes += [Node(None, Who.MAYBE) for tie in ties if tie.many and (tie.types is None or tie.types & _member_types())]
    paths = [
        name_of(token)
        for place, token in enumerate(found[:-1])
        if found[place + 1].is_sign("=") and not (place and found[place - 1].is_sign("."))
    ]
    return Pattern(
        tuple(nodes),
        tuple(tie.name for tie in ties if tie.name is not None),
        tuple(name for name in paths if name is not None),
    )


def _opens_node(found: Sequence[Token], place: int) -> bool:
    before = found[place - 1] if place else None
    if before is not None and name_of(before) is not None and not is_keyword(before):
        return before.folded in ("exists", "count", "collect") and _opens_node(found[place:], 0)
    at = _behind_name(found, place)
    return at < len(found) and (found[at].is_sign(")", ":", "{") or found[at].is_word("where", "is"))


def _behind_name(found: Sequence[Token], place: int) -> int:
    """The place behind the name of a node that opens here; it may be called like a word of the language."""
    at = place + 1
    if at + 1 >= len(found) or name_of(found[at]) is None:
        return at
    return at + (not is_keyword(found[at]) or found[at + 1].is_sign(")", ":", "{"))


def _named(found: Sequence[Token], place: int, end: int) -> tuple[str | None, list[Token]]:
    """The name of a node, and the tokens of its labels."""
    at = _behind_name(found, place)
    name = name_of(found[place + 1]) if at > place + 1 else None
    if at >= end or not (found[at].is_sign(":") or found[at].is_word("is")):
        return name, []
    labels = []
    for token in found[at + 1 : end]:
        if token.is_sign("{") or token.is_word("where"):
            break
        labels.append(token)
    return name, labels


def _by_labels(labels: Sequence[Token]) -> Who:
    if any(token.is_sign("!", "%") or token.kind is Kind.PARAMETER for token in labels):
        return Who.MAYBE
    names = {name_of(token) for token in labels} - {None}
    if MEMBER not in names:
        return Who.NO
    return Who.YES if names == {MEMBER} else Who.MAYBE


def _by_ties(ends: Sequence[frozenset[str] | None]) -> Who:
    if any(labels is not None and MEMBER not in labels for labels in ends):
        return Who.NO
    return Who.YES if frozenset((MEMBER,)) in ends else Who.MAYBE


def _beside(tie: _Tie, place: int, ends: dict[int, int]) -> bool:
    return tie.first == ends[place] + 1 or tie.last == place - 1


def _ends_of(tie: _Tie, *, left: bool) -> frozenset[str] | None:
    """The labels that a tie's end can have; None where it can be any."""
    if tie.types is None:
        return None
    told: set[str] = set()
    for relationship in (_relationships().get(one) for one in tie.types):
        if relationship is None:
            return None
        source, target = relationship
        both = tie.many or not tie.arrow
        told |= {source} if both or (tie.arrow == ">") == left else set()
        told |= {target} if both or (tie.arrow == ">") != left else set()
    return frozenset(told)


@cache
def _relationships() -> dict[str, tuple[str, str]]:
    return {
        name.casefold(): (one.source_label.casefold(), one.target_label.casefold())
        for name, one in RELATIONSHIPS.items()
    }


@cache
def _member_types() -> frozenset[str]:
    return frozenset(name for name, ends in _relationships().items() if MEMBER in ends)


def _ties(found: Sequence[Token], ends: dict[int, int]) -> list[_Tie]:
    ties = []
    for place, token in enumerate(found[:-1]):
        if not token.is_sign(")"):
            continue
        first = at = place + 1
        left = at < len(found) and found[at].is_sign("<")
        at += left
        if at >= len(found) or not found[at].is_sign("-"):
            continue
        at += 1
        inside: Sequence[Token] = ()
        if at < len(found) and found[at].is_sign("["):
            inside, at = found[at + 1 : ends[at]], ends[at] + 1
        if at >= len(found) or not found[at].is_sign("-"):
            continue
        right = at + 1 < len(found) and found[at + 1].is_sign(">")
        if at + 1 + right < len(found) and found[at + 1 + right].is_sign("("):
            arrow = "" if left == right else "<" if left else ">"
            ties.append(_tie(first, at + right, inside, arrow))
    return ties


def _tie(first: int, last: int, inside: Sequence[Token], arrow: str) -> _Tie:
    name = name_of(inside[0]) if inside else None
    colon = next((place for place, token in enumerate(inside) if token.is_sign(":") or token.is_word("is")), None)
    many = any(token.is_sign("*", "..") for token in inside)
    types: frozenset[str] | None = None
    if colon is not None:
        stop = next(
            (p for p, token in enumerate(inside) if p > colon and (token.is_sign("{", "*") or token.is_word("where"))),
            len(inside),
        )
        told = inside[colon + 1 : stop]
        names = frozenset(one for one in (name_of(token) for token in told) if one is not None)
        if names and not any(token.is_sign("!", "%") or token.kind is Kind.PARAMETER for token in told):
            types = names
    return _Tie(first, last, types, arrow, many, name)
