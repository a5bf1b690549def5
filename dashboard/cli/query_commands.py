"""How does an analyst ask the graph: by a query of the catalogue, or in free Cypher?

Checking and running is the store's business; here parameters are read and answers written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.output import TABULAR, checked_format, write_csv, write_json, write_table
from dashboard.cli.session import Session, told
from graph_model.errors import BadValue, QueryFailed, QueryRefused

if TYPE_CHECKING:
    from graph_model.store import Answer

CYPHER_TYPES = ("text", "int", "float", "bool", "date", "list")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("query", help=told("query"))(query)
    app.command("cypher", help=told("cypher"))(cypher)


def query(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help=told("query_name"), show_default=False)] = None,
    param: Annotated[list[str] | None, typer.Option("--param", help=told("query_param"), show_default=False)] = None,
    output: Annotated[str, typer.Option("--format", help=told("format_tabular"))] = "table",
) -> None:
    session: Session = context.obj
    checked_format(output, TABULAR)
    if name is None:
        list_queries(session, output)
        return
    from dashboard.people_told import told_query
    from graph_model.errors import UnknownName
    from graph_model.queries import catalogue

    known = catalogue()
    if name not in known:
        raise UnknownName("query", name, known=known)
    given = dict(split_parameter(text) for text in param or [])
    answer = told_query(session.ready().store, name, given, shown_from=session.settings.people_shown_from)
    write_answer(session, answer, output)


def list_queries(session: Session, output: str) -> None:
    """The catalogue on stdout."""
    from graph_model.queries import catalogue

    listed = [
        {
            "query": told.name,
            "folder": told.folder,
            "params": ", ".join(f"{p.name}:{p.type}{'?' if p.optional else ''}" for p in told.params),
            "description": told.description_zh if session.wording.lang == "zh" else told.description,
        }
        for told in catalogue().values()
    ]
    names = ["query", "folder", "params", "description"]
    if output == "json":
        write_json(listed)
    elif output == "csv":
        write_csv(names, listed)
    else:
        headings = [session.wording.column(name) for name in names]
        write_table(headings, [[row[name] for name in names] for row in listed], show=str)


def cypher(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help=told("cypher_text"), show_default=False)],
    param: Annotated[list[str] | None, typer.Option("--param", help=told("cypher_param"), show_default=False)] = None,
    output: Annotated[str, typer.Option("--format", help=told("format_tabular"))] = "table",
) -> None:
    session: Session = context.obj
    checked_format(output, TABULAR)
    from dashboard.people_in_cypher import told_cypher

    given = dict(typed_parameter(one) for one in param or [])
    store = session.ready().store
    try:
        answer = store.cypher(text, given)
    except QueryFailed as error:  # a name that is not there, a node returned whole: the text given is wrong, not we
        if error.code not in ("query_failed", "not_a_scalar"):
            raise
        raise QueryRefused(error.code, **error.values) from error
    write_answer(session, told_cypher(text, answer, shown_from=session.settings.people_shown_from), output)


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


def write_answer(session: Session, answer: Answer, output: str) -> None:
    """An answer on stdout; a person is told on stderr when it was cut short."""
    if output == "json":
        from analytics.finding import plain

        rows = [dict(zip(answer.columns, map(plain, row), strict=True)) for row in answer.rows]
        write_json({"columns": list(answer.columns), "rows": rows, "truncated": answer.truncated})
    elif output == "csv":
        write_csv(answer.columns, (dict(zip(answer.columns, row, strict=True)) for row in answer.rows))
    else:
        write_table(answer.columns, answer.rows, show=lambda v: "" if v is None else session.wording.value(v))
    if answer.truncated:
        session.say("truncated", rows=len(answer.rows))
