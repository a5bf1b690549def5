"""How is a question of one's own asked: by a query of the catalogue, or in free Cypher?

One way for the command line, the API and the page: parameters as text, answers as they may leave. Checking and running
is the store's business, counts of people ``people_told``'s and ``people_in_cypher``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from graph_model.errors import BadValue, Busy, QueryFailed, QueryRefused, UnknownName

if TYPE_CHECKING:
    from dashboard.service import Service
    from graph_model.store import Answer, GraphStore

CYPHER_TYPES: Final = ("text", "int", "float", "bool", "date", "list")
WAIT_SECONDS: Final = 2.0
"""How long who comes third waits before it is told."""


def asked_query(service: Service, name: str, given: Mapping[str, object]) -> Answer:
    """The answer of a catalogue query as it may leave.

    Raises
    ------
    UnknownName
        There is no such query.
    ParameterMismatch
        As ``GraphStore.query``.
    """
    from dashboard.people_told import told_query

    check_query(name)
    return told_query(service.store, name, given, shown_from=service.settings.people_shown_from)


def check_query(name: str) -> None:
    """``UnknownName`` with the nearest ones where the catalogue has no query of this name."""
    from graph_model.queries import catalogue

    known = catalogue()
    if name not in known:
        raise UnknownName("query", name, known=known)


def asked_cypher(service: Service, text: str, given: Mapping[str, object]) -> Answer:
    """The answer of free Cypher as it may leave, in turn with others of the same server.

    Raises
    ------
    QueryRefused
        It does more than read, cannot be parsed, names what is not there, returns what is no plain value, or would
        list members; with line and column where they are known.
    ParameterMismatch, QueryFailed, TimeLimit
        As ``GraphStore.cypher``.
    Busy
        ``cypher_busy``: as many as may are running.
    """
    with _turn(service):
        return told_free(service.store, text, given, shown_from=service.settings.people_shown_from)


def told_free(store: GraphStore, text: str, given: Mapping[str, object], *, shown_from: int) -> Answer:
    """As ``asked_cypher``, of a store and without a turn."""
    from dashboard.people_in_cypher import told_cypher

    try:
        answer = store.cypher(text, given)
    except QueryFailed as error:  # a name that is not there, a node returned whole: the text given is wrong, not we
        if error.code not in ("query_failed", "not_a_scalar"):
            raise
        raise QueryRefused(error.code, **error.values) from error
    return told_cypher(text, answer, shown_from=shown_from)


@contextmanager
def _turn(service: Service) -> Iterator[None]:
    if not service.free_turns.acquire(timeout=WAIT_SECONDS):
        raise Busy("cypher_busy", most=service.free_at_once)
    try:
        yield
    finally:
        service.free_turns.release()


def split_parameter(text: str) -> tuple[str, str]:
    """``name=value`` as its two halves; ``BadValue`` where there is no ``=``."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise BadValue("parameter_form", value=text)
    return name.strip(), value


def typed_parameter(text: str) -> tuple[str, Any]:
    """``name=value`` or ``name:type=value``, the value read as its type; ``name:type=`` with nothing behind is null.

    Raises
    ------
    BadValue
        ``parameter_form``, ``parameter_type`` (a type nobody knows) or ``parameter_value`` (cannot be read as it).
    """
    import datetime as dt

    left, value = split_parameter(text)
    name, colon, kind = left.partition(":")
    if not colon:
        return name, value
    if kind not in CYPHER_TYPES:
        raise BadValue("parameter_type", name=name, type=kind, known=list(CYPHER_TYPES))
    if kind == "text":
        return name, value
    if kind == "list":
        return name, [one.strip() for one in value.split(",")] if value else []
    if value == "":
        return name, None
    readers: dict[str, Callable[[str], Any]] = {
        "int": int,
        "float": float,
        "date": dt.date.fromisoformat,
        "bool": _truth,
    }
    try:
        return name, readers[kind](value)
    except ValueError as error:
        raise BadValue("parameter_value", name=name, type=kind, value=value) from error


def _truth(text: str) -> bool:
    known = {"true": True, "yes": True, "1": True, "是": True, "false": False, "no": False, "0": False, "否": False}
    if text.lower() not in known:
        raise ValueError(text)
    return known[text.lower()]
