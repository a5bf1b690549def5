"""How does an analyst ask the graph: by a query of the catalogue, or in free Cypher?

Checking and running is the store's business; here parameters are read and answers written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.asking import asked_cypher, asked_query, check_query, split_parameter, typed_parameter
from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import TABULAR, checked_format, write_csv, write_json, write_table
from dashboard.cli.session import Session, told

if TYPE_CHECKING:
    from dashboard.i18n import Wording
    from graph_model.queries import Parameter
    from graph_model.store import Answer


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("query", cls=WordedCommand, help=told("query"))(query)
    app.command("cypher", cls=WordedCommand, help=told("cypher"))(cypher)


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
    check_query(name)  # before its parameters: who mistypes the name is told that
    given = dict(split_parameter(text) for text in param or [])
    from dashboard.named import parameters_named

    service = session.ready()
    answer = asked_query(service, name, parameters_named(service, given))
    write_answer(session, answer, output, catalogued=True)


def list_queries(session: Session, output: str) -> None:
    """The catalogue on stdout."""
    from graph_model.queries import catalogue

    words = session.wording
    listed = [
        {
            "query": told.name,
            "folder": told.folder,
            "params": ", ".join(f"{p.name}:{p.type}{'?' if p.optional else ''}" for p in told.params),
            "description": told.description_zh if words.lang == "zh" else told.description,
        }
        for told in catalogue().values()
    ]
    names = ["query", "folder", "params", "description"]
    if output == "json":
        write_json(listed)
    elif output == "csv":
        write_csv(names, listed)
    else:
        for row, told in zip(listed, catalogue().values(), strict=True):
            row["folder"] = words.text(f"ask.folder_{told.folder}")
            row["params"] = words.value([parameter_told(one, words) for one in told.params])
        write_table([words.column(name) for name in names], [[row[name] for name in names] for row in listed], show=str)


def parameter_told(parameter: Parameter, words: Wording) -> str:
    """A parameter of a query as its list has it: ``as_of（日期）``, ``kind（文字，可不写）``."""
    kind = words.text(f"cli.query_type_{parameter.type}")
    key = "cli.query_param_optional" if parameter.optional else "cli.query_param_needed"
    return words.text(key, name=parameter.name, kind=kind)


def cypher(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help=told("cypher_text"), show_default=False)],
    param: Annotated[list[str] | None, typer.Option("--param", help=told("cypher_param"), show_default=False)] = None,
    output: Annotated[str, typer.Option("--format", help=told("format_tabular"))] = "table",
) -> None:
    session: Session = context.obj
    checked_format(output, TABULAR)
    given = dict(typed_parameter(one) for one in param or [])
    write_answer(session, asked_cypher(session.ready(), text, given), output)


def write_answer(session: Session, answer: Answer, output: str, *, catalogued: bool = False) -> None:
    """An answer on stdout; a person is told on stderr when it was cut short.

    ``catalogued``: a query of the catalogue, whose columns and codes have words; free Cypher names its own.
    """
    if output == "json":
        from analytics.finding import plain

        rows = [dict(zip(answer.columns, map(plain, row), strict=True)) for row in answer.rows]
        write_json({"columns": list(answer.columns), "rows": rows, "truncated": answer.truncated})
    elif output == "csv":
        write_csv(answer.columns, (dict(zip(answer.columns, row, strict=True)) for row in answer.rows))
    else:
        words = session.wording

        def show(value: Any) -> str:
            if catalogued and isinstance(value, str):
                return words.word(value)
            return "" if value is None else words.value(value)

        from dashboard.answers import headings

        heads = list(headings(answer, words).values()) if catalogued else answer.columns
        write_table(heads, answer.rows, show=show)
    if answer.truncated:
        session.say("truncated", rows=len(answer.rows))
