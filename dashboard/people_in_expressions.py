"""What does one expression of Cypher rest on: nothing about people, a count of them, a band, or something beyond?

Judged on tokens, with what is known of the names in it. A count is told through the gate; what is worked out of counts
in any other way than adding them is hidden, for a count follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dashboard.people_in_patterns import Who, closings, has_pattern, is_keyword, name_of, read_pattern
from dashboard.people_in_values import (
    AGGREGATES,
    BANDS,
    OF_COUNTS,
    TELL_NOTHING,
    VALUE,
    Rests,
    Value,
    columns_of_people,
    properties_of_members,
)
from graph_model.cypher_text import Kind, Token


def value_of(found: Sequence[Token], scope: Mapping[str, Value], rows: Who) -> Value:
    """What an expression rests on.

    Parameters
    ----------
    found
        Its tokens, the alias left out.
    scope
        What each name rests on, in lower case.
    rows
        Whether a row stands for a member.
    """
    if len(found) == 1 and (name := name_of(found[0])) in scope and name is not None:
        known = scope[name]
        return known if not known.entity else Value(entity=True, who=known.who, person=known.who > Who.NO)
    reading = _Reading(found, scope, rows)
    values = list(reading.values())
    if not values:
        return Value(aggregated=reading.aggregated)
    rests = max(value.rests for value in values)
    counts = [value for value in values if value.rests is Rests.COUNT]
    if counts and rests is Rests.COUNT and reading.works_out():
        rests = Rests.HIDDEN
    if rests in (Rests.BAND, Rests.COUNT) and reading.lists_bands(values):
        rests = Rests.HIDDEN
    plain = counts[0] if len(counts) == 1 and reading.is_plain() else None
    how = "sum " if reading.aggregated else ""
    return Value(
        rests=rests,
        who=max(value.who for value in values),
        person=any(value.person for value in values),
        entity=any(value.entity for value in values),
        aggregated=reading.aggregated,
        summed=any(token.is_sign("+") for token in found) or any(value.summed for value in values),
        source=f"{how}{plain.source}" if plain and plain.column else None,
        column=plain.column if plain else None,
    )


class _Reading:
    """One expression, read from left to right."""

    def __init__(self, found: Sequence[Token], scope: Mapping[str, Value], rows: Who) -> None:
        self.found = found
        self.rows = rows
        self.ends = closings(found)
        self.scope = {**scope, **self._locals(scope)}
        self.functions = {
            place: found[place].text.casefold()
            for place in range(len(found) - 1)
            if name_of(found[place]) is not None and found[place + 1].is_sign("(") and not is_keyword(found[place])
        }
        self.aggregated = any(name in AGGREGATES for name in self.functions.values())
        self.skipped: set[int] = set()

    def values(self) -> Iterator[Value]:
        """What each part of it rests on."""
        place = 0
        while place < len(self.found):
            token = self.found[place]
            if self._opens_query(place):
                end = self.ends[place + 1]
                yield from self._query(place, end)
                self.skipped.update(range(place, end + 1))
                place = end + 1
                continue
            if self.functions.get(place) == "count":
                end = self.ends[place + 1]
                yield from self._count(self.found[place + 2 : end])
                self.skipped.update(range(place, end + 1))
                place = end + 1
                continue
            if place in self.functions:
                yield from self._function(place)
            elif name_of(token) is not None and not self._is_key(place):
                yield from self._name(place)
            place += 1
        if has_pattern(self.found) and self._finds_members(self.found):
            yield Value(Rests.COUNT)

    def works_out(self) -> bool:
        """Whether it makes something of its counts that is no count, or one that is moved or marked by a number."""
        left = [place for place in range(len(self.found)) if place not in self.skipped]
        if any(self.found[place].is_sign("-", "*", "/", "%", "^", "||") for place in left):
            return True
        if any(self.functions[place] not in OF_COUNTS for place in left if place in self.functions):
            return True
        branches = [place + 1 for place in left if self.found[place].is_word("then", "else")]
        if any(not self._is_count_or_mark(place) for place in branches):
            return True
        if not any(self.found[place].is_sign("+") for place in left):
            return False
        loose = (Kind.NUMBER, Kind.PARAMETER)
        return (
            bool(self.skipped or branches)
            or any(self.found[place].kind in loose for place in left)
            or "size" in self.functions.values()
            or not all(self._is_count(place) for place in left if self._begins_name(place))
        )

    def _begins_name(self, place: int) -> bool:
        """Whether a name begins here that stands for a value."""
        if name_of(self.found[place]) is None or place in self.functions or self._is_key(place):
            return False
        return not (place and self.found[place - 1].is_sign(".")) and not self.found[place].is_word("distinct")

    def _is_count(self, place: int) -> bool:
        """Whether a count of people stands here: a column of the ledger, or an alias of a count."""
        rest = self.found[place + 1 : place + 3]
        if len(rest) == 2 and rest[0].is_sign("."):
            return name_of(rest[1]) in columns_of_people()
        known = self.scope.get(name_of(self.found[place]) or "")
        return known is not None and known.rests is Rests.COUNT

    def _is_count_or_mark(self, place: int) -> bool:
        """Whether a branch of CASE gives a count, or what is hidden or small anyway."""
        if place >= len(self.found):
            return False
        token = self.found[place]
        if token.kind is Kind.NUMBER:
            return token.text in ("0", "1")
        if token.kind is Kind.STRING or token.is_word("null", "true", "false"):
            return True
        return self._is_count(place) or self.functions.get(place) in ("sum", "min", "max", "coalesce")

    def lists_bands(self, values: Sequence[Value]) -> bool:
        """Whether it lists the bands of members one by one."""
        return "collect" in self.functions.values() and any(value.rests is Rests.BAND for value in values)

    def is_plain(self) -> bool:
        """Whether it is a column of one node, or the sum of one."""
        texts = [token for token in self.found if not token.is_sign("(", ")")]
        summed = [token for token in texts if not token.is_word("sum")]
        return len(summed) in (1, 3) and (len(summed) == 1 or summed[1].is_sign("."))

    def _locals(self, scope: Mapping[str, Value]) -> dict[str, Value]:
        """Names that stand for the items of a list within it."""
        told = {}
        for place in range(1, len(self.found) - 1):
            name = name_of(self.found[place])
            opened = self.found[place - 1].is_sign("(", "[", ",")
            if opened and name is not None and self.found[place + 1].is_word("in"):
                listed = self.found[place + 2 : self._listed(place + 2)]
                named = [scope[one] for one in map(name_of, listed) if one is not None and one in scope]
                who = max((value.who for value in named), default=Who.NO)
                told[name] = Value(
                    max((value.rests for value in named), default=Rests.NOTHING),
                    who=who,
                    entity=any(value.entity for value in named),
                )
        return told

    def _listed(self, place: int) -> int:
        """Where the list that a name is taken from ends."""
        while place < len(self.found):
            token = self.found[place]
            if token.is_sign("|", "]", ")") or token.is_word("where"):
                return place
            place = self.ends.get(place, place) + 1
        return place

    def _within_list(self, place: int) -> bool:
        """Whether the items are taken one by one from what stands here, and only what is made of each is told."""
        for before in range(place - 1, 0, -1):
            taken = before > 1 and self.found[before - 2].is_sign("(", "[", ",")
            if taken and self.found[before].is_word("in") and name_of(self.found[before - 1]) in self.scope:
                end = self._listed(before + 1)
                opened = max((at for at, last in self.ends.items() if at < before and last > before), default=-1)
                last = self.ends.get(opened, len(self.found))
                made = any(token.is_sign("|") for token in self.found[end:last])
                return before < place < end and made
        return False

    def _opens_query(self, place: int) -> bool:
        token = self.found[place]
        return (
            token.is_word("count", "exists", "collect")
            and place + 1 < len(self.found)
            and self.found[place + 1].is_sign("{")
        )

    def _query(self, place: int, end: int) -> Iterator[Value]:
        """A query within braces; of people where it may find members or looks at a count."""
        inside = self.found[place + 2 : end]
        members = self._finds_members(inside)
        if self.found[place].is_word("collect"):
            if members or any((name_of(token) or "") in {*columns_of_people(), VALUE} for token in inside):
                yield Value(Rests.HIDDEN, who=Who.MAYBE if members else Who.NO)
        elif members:
            yield Value(Rests.COUNT)

    def _finds_members(self, inside: Sequence[Token]) -> bool:
        """Whether a pattern within it has a node that may be a member and is not known to be none."""
        return any(
            node.who > Who.NO and not (node.name in self.scope and self.scope[node.name or ""].who is Who.NO)
            for node in read_pattern(inside).nodes
        )

    def _count(self, inside: Sequence[Token]) -> Iterator[Value]:
        """``count``: of people where rows stand for members, or what is counted comes from them."""
        distinct = bool(inside) and inside[0].is_word("distinct")
        of = [self.scope[name] for name in map(name_of, inside) if name is not None and name in self.scope]
        if any(value.who > Who.NO for value in of) or (self.rows > Who.NO and not distinct):
            yield Value(Rests.COUNT)

    def _function(self, place: int) -> Iterator[Value]:
        """What a function adds by itself: over rows of members each but the least and the most counts them.

        A list made of such rows is as long as they are many.
        """
        name, inside = self.functions[place], self.found[place + 2 : self.ends[place + 1]]
        distinct = bool(inside) and inside[0].is_word("distinct")
        if name in AGGREGATES and self.rows > Who.NO and name not in ("min", "max") and not distinct:
            yield Value(Rests.HIDDEN, who=self.rows) if name == "collect" else Value(Rests.COUNT)

    def _is_key(self, place: int) -> bool:
        """Whether a name stands for nothing here: a word of the language, a label, a key of a map, a property."""
        before = self.found[place - 1] if place else None
        after = self.found[place + 1] if place + 1 < len(self.found) else None
        known = name_of(self.found[place]) in self.scope  # an alias may be called like a word of the language
        if is_keyword(self.found[place]) and not known and not (before is not None and before.is_sign(".", ":")):
            return True
        if before is not None and before.is_sign(":"):
            return True
        return before is not None and before.is_sign("{", ",") and after is not None and after.is_sign(":")

    def _name(self, place: int) -> Iterator[Value]:
        name = name_of(self.found[place]) or ""
        if place and self.found[place - 1].is_sign("."):
            yield from self._property(place, name)
            return
        known = self.scope.get(name)
        after = self.found[place + 1] if place + 1 < len(self.found) else None
        if known is None or (after is not None and after.is_word("in") and known.entity):
            return
        if after is not None and after.is_sign(".") and known.entity:
            return  # its property is looked at by itself
        if not known.entity:
            yield known
        elif not self._only_looked_at(place):
            yield self._whole(place, known)

    def _whole(self, place: int, known: Value) -> Value:
        """A node, tie or path that is used whole, so that anything can be made of it."""
        function = self.functions.get(place - 2) if place > 1 else None
        if function == "size" and known.who > Who.NO:
            return Value(Rests.COUNT)
        within = self._within_list(place)
        carried = self.aggregated or function in ("nodes", "collect", "head", "last")
        if within:
            return Value()
        if carried and len(self.found) <= 5:
            return Value(entity=True, who=known.who, person=known.who > Who.NO)
        return Value(Rests.HIDDEN if known.who > Who.NO else Rests.COUNT, known.who, person=known.who > Who.NO)

    def _only_looked_at(self, place: int) -> bool:
        before = self.found[place - 1] if place else None
        after = self.found[place + 1] if place + 1 < len(self.found) else None
        if place > 1 and self.functions.get(place - 2) in TELL_NOTHING:
            return True
        if after is not None and (after.is_sign("=", "<>", ":") or after.is_word("is")):
            return True
        if before is not None and before.is_sign("(") and self._is_node(place - 1):
            return True
        return before is not None and before.is_sign("=", "<>")

    def _is_node(self, place: int) -> bool:
        """Whether a bracket that opens here is a node of a pattern."""
        end = self.ends[place]
        left = self.found[place - 1] if place else None
        right = self.found[end + 1] if end + 1 < len(self.found) else None
        tied = (left is not None and left.is_sign("-", ">")) or (right is not None and right.is_sign("-", "<"))
        return end == place + 2 and tied and place - 1 not in self.functions

    def _property(self, place: int, name: str) -> Iterator[Value]:
        """A property: a count of the ledger's, a band or a mark of a member, or nothing of the kind."""
        base = name_of(self.found[place - 2]) if place > 1 else None
        known = self.scope.get(base or "")
        column = columns_of_people().get(name)
        if column is not None:
            yield Value(Rests.COUNT, who=known.who if known else Who.NO, source=base, column=column)
        elif name == VALUE:
            yield Value(Rests.HIDDEN)
        elif known is not None and known.entity and known.who > Who.NO and name in properties_of_members():
            band = name in BANDS
            yield Value(Rests.BAND if band else Rests.HIDDEN, who=known.who, person=not band)
