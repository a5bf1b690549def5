"""How is the answer of free Cypher told, so that its counts of people are told as everywhere else?

Reads the text's tokens from clause to clause and follows what each alias rests on; ``people_in_expressions`` reads one
expression. What cannot be decided counts as people. Rows that are members, one by one, are refused. Conditions are not
looked at: who asks often enough can still narrow a count down (ADR 0009).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

from dashboard.people import told_row
from dashboard.people_in_expressions import value_of
from dashboard.people_in_patterns import Who, closings, name_of, read_pattern
from dashboard.people_in_values import Rests, Value
from dashboard.people_signs import HIDDEN, large, small
from graph_model.cypher_text import Token, tokens
from graph_model.errors import QueryRefused
from graph_model.store import Answer

CLAUSES: Final = ("match", "optional", "with", "unwind", "return", "call", "union")
AFTER_COLUMNS: Final = ("where", "order", "skip", "limit", "offset")
MOST_COMPARED: Final = 8
"""Counts in one row of which every sum is looked at; of more only the largest is told."""
UNDECIDED: Final = Value(Rests.COUNT)


def told_cypher(text: str, answer: Answer, *, shown_from: int) -> Answer:
    """The answer of free Cypher as it may leave, each row by itself.

    Parameters
    ----------
    text
        The statement that was asked.
    answer
        What the store gave; it is not changed.
    shown_from
        The bar.

    Raises
    ------
    QueryRefused
        ``members_listed``: a row would be a member; counts of members are told.
    """
    columns = columns_of(text, answer.columns)
    if all(column.rests is Rests.NOTHING for column in columns):
        return answer
    rows = [_told(row, columns, shown_from=shown_from) for row in answer.rows]
    return Answer(answer.columns, rows, answer.truncated)


def columns_of(text: str, names: Sequence[str]) -> list[Value]:
    """What each column of an answer, called by ``names``, rests on; errors as ``told_cypher``."""
    found = [token for token in tokens(text) if not token.is_sign(";")]
    halves = [_columns(half, names) for half in _halves(found)]
    if any(len(half) != len(names) for half in halves):
        return [UNDECIDED for _ in names]
    return [_worst(column) for column in zip(*halves, strict=True)] if halves else []


@dataclass
class _Walk:
    """What is known between two clauses: what each name rests on, and whether a row stands for a member."""

    scope: dict[str, Value]
    rows: Who = Who.NO


def _columns(found: Sequence[Token], names: Sequence[str]) -> list[Value]:
    walk = _Walk({})
    columns = [Value() for _ in names]  # of a procedure that describes the graph, without a RETURN
    for clause in _clauses(found):
        head, rest = clause[0], clause[1:]
        if head.is_word("match"):
            _match(walk, rest)
        elif head.is_word("unwind"):
            _unwind(walk, rest)
        elif head.is_word("with"):
            walk.scope = dict(_projected(walk, rest))
        elif head.is_word("return"):
            listed = _projected(walk, rest)
            if walk.rows is Who.YES:
                raise QueryRefused("members_listed", line=head.line, column=head.column)
            if any(token.is_sign("*") for token in rest[:2]):
                known = dict(listed)
                other = UNDECIDED if known else Value()  # columns of a procedure, which describes the graph
                told = [known.get(name.casefold(), other) for name in names]
            else:
                told = [value for _, value in listed]
            columns = [_leaving(value, walk.rows) for value in told]
    return columns


def _leaving(value: Value, rows: Who) -> Value:
    if value.rests is Rests.BAND and rows is Who.NO:
        return replace(value, rests=Rests.NOTHING)  # a key of groups
    if value.rests is Rests.BAND:
        return replace(value, rests=Rests.HIDDEN)
    return replace(value, rests=max(value.rests, Rests.COUNT)) if value.entity else value


def _match(walk: _Walk, rest: Sequence[Token]) -> None:
    pattern = read_pattern(rest[: _end(rest, ("where",))])
    seen: dict[str, list[Who]] = {}
    for node in pattern.nodes:
        if node.name is None:
            walk.rows = max(walk.rows, node.who)
        else:
            seen.setdefault(node.name, []).append(node.who)
    for name, told in seen.items():
        known = walk.scope.get(name)
        before = [known.who] if known is not None and known.entity else []
        who = Who.YES if Who.YES in told or Who.YES in before else min([*told, *before])
        walk.scope[name] = Value(entity=True, who=who)
        if not before:
            walk.rows = max(walk.rows, who)
    for name in pattern.ties:
        walk.scope[name] = Value(entity=True)
    for name in pattern.paths:
        walk.scope[name] = Value(entity=True, who=pattern.who)


def _unwind(walk: _Walk, rest: Sequence[Token]) -> None:
    at = next((place for place, token in enumerate(rest) if token.is_word("as")), len(rest))
    value = value_of(rest[:at], walk.scope, walk.rows)
    walk.rows = max(walk.rows, value.who)
    for token in rest[at + 1 : at + 2]:
        walk.scope[token.text.casefold()] = value


def _projected(walk: _Walk, rest: Sequence[Token]) -> list[tuple[str, Value]]:
    """The names and values that WITH or RETURN lets through; the walk's rows become those behind it."""
    inner = rest[: _end(rest, AFTER_COLUMNS)]
    distinct = bool(inner) and inner[0].is_word("distinct")
    items = list(_items(inner[distinct:]))
    told: list[tuple[str, Value]] = []
    for item in items:
        if len(item) == 1 and item[0].is_sign("*"):
            told += walk.scope.items()
            continue
        alias = len(item) > 2 and item[-2].is_word("as")
        value = value_of(item[:-2] if alias else item, walk.scope, walk.rows)
        told.append(((name_of(item[-1]) or "") if item else "", value))
    if distinct or any(value.aggregated for _, value in told):
        keys = [value for _, value in told if not value.aggregated]
        walk.rows = max((value.who for value in keys if value.person), default=Who.NO)
    plain = [replace(value, aggregated=False) for _, value in told]
    counts = [value for value in plain if value.rests is Rests.COUNT]
    if len(counts) > 1:  # a sum beside what it may be the sum of
        plain = [replace(value, rests=Rests.HIDDEN) if value.summed else value for value in plain]
    return [(name, value) for (name, _), value in zip(told, plain, strict=True)]


def _halves(found: Sequence[Token]) -> Iterator[list[Token]]:
    """The statements between UNIONs."""
    half: list[Token] = []
    for place in _starts(found):
        if found[place].is_word("union"):
            yield half
            half = []
        else:
            half += _upto(found, place)
    yield half


def _clauses(found: Sequence[Token]) -> Iterator[Sequence[Token]]:
    for place in _starts(found):
        yield _upto(found, place)


def _upto(found: Sequence[Token], place: int) -> Sequence[Token]:
    after = [start for start in _starts(found) if start > place]
    return found[place : after[0] if after else len(found)]


def _starts(found: Sequence[Token]) -> list[int]:
    """Where a clause begins: its word outside of all brackets, not as a name, not behind STARTS and ENDS."""
    return [place for place in _bare(found) if found[place].is_word(*CLAUSES) and not _is_name(found, place)]


def _is_name(found: Sequence[Token], place: int) -> bool:
    if place == 0:
        return False
    before = found[place - 1]
    if before.is_word("starts", "ends") and found[place].is_word("with"):
        return not _is_name(found, place - 1)
    return before.is_sign(".", ":") or (before.is_word("as") and not _is_name(found, place - 1))


def _bare(found: Sequence[Token]) -> Iterator[int]:
    """The places that stand in no bracket."""
    ends = closings(found)
    place = 0
    while place < len(found):
        yield place
        place = ends.get(place, place) + 1


def _end(found: Sequence[Token], words: tuple[str, ...]) -> int:
    return next((p for p in _bare(found) if found[p].is_word(*words) and not _is_name(found, p)), len(found))


def _items(found: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The columns between commas."""
    first = 0
    for place in _bare(found):
        if found[place].is_sign(","):
            yield found[first:place]
            first = place + 1
    yield found[first:]


def _worst(values: Sequence[Value]) -> Value:
    """What a column rests on that has several halves: the most that one of them does."""
    worst = max(values, key=lambda value: value.rests)
    return worst if all(value == values[0] for value in values) else replace(worst, column=None, source=None)


def _told(row: Sequence[Any], columns: Sequence[Value], *, shown_from: int) -> tuple[Any, ...]:
    told: list[Any] = [_cell(cell, column) for cell, column in zip(row, columns, strict=True)]
    lists = [place for place, cell in enumerate(told) if columns[place].rests is Rests.COUNT and isinstance(cell, list)]
    counts = [place for place, cell in enumerate(told) if columns[place].rests is Rests.COUNT and _is_count(cell)]
    for place in lists:
        few = any(_is_count(one) and one < shown_from for one in _inside(told[place]))
        told[place] = HIDDEN if few and len(lists) + len(counts) > 1 else _list(told[place], shown_from=shown_from)
    by_source: dict[str | None, list[int]] = {}
    for place in counts:
        known = columns[place].column is not None
        by_source.setdefault(columns[place].source if known else None, []).append(place)
    for source, places in by_source.items():
        if source is None:
            for place, sign in _apart([told[place] for place in places], shown_from=shown_from).items():
                told[places[place]] = sign
        else:
            cells = {columns[place].column or "": told[place] for place in places}
            safe = told_row(cells, shown_from=shown_from)
            for place in places:
                told[place] = safe[columns[place].column or ""]
    return tuple(told)


def _apart(counts: Sequence[int], *, shown_from: int) -> Mapping[int, str]:
    """The signs of counts of which nobody knows which is part of which: no difference that is left is small."""
    signs = {place: small(shown_from) for place, count in enumerate(counts) if count < shown_from}
    shown = sorted((place for place in range(len(counts)) if place not in signs), key=lambda one: -counts[one])
    if len(shown) > MOST_COMPARED:
        return signs | dict.fromkeys(shown[1:], large(shown_from))
    kept: list[int] = []
    for place in shown:  # the largest first, so that it is a smaller one that goes
        trial = [*kept, place]
        if any(
            abs(counts[whole] - sum(counts[part] for part in parts)) < shown_from
            for whole in trial
            for size in range(1, len(trial))
            for parts in combinations([one for one in trial if one != whole], size)
        ):
            signs[place] = large(shown_from)
        else:
            kept.append(place)
    return signs


def _cell(cell: Any, column: Value) -> Any:
    if cell is None or column.rests is Rests.NOTHING:
        return cell
    if column.rests is Rests.COUNT and (_is_count(cell) or isinstance(cell, list)):
        return cell
    return HIDDEN


def _list(told: list[Any], *, shown_from: int) -> list[Any]:
    return [
        _list(one, shown_from=shown_from)
        if isinstance(one, list)
        else (small(shown_from) if one < shown_from else one)
        if _is_count(one)
        else None
        if one is None
        else HIDDEN
        for one in told
    ]


def _inside(told: list[Any]) -> Iterator[Any]:
    for one in told:
        yield from _inside(one) if isinstance(one, list) else (one,)


def _is_count(cell: Any) -> bool:
    return isinstance(cell, int) and not isinstance(cell, bool)
