"""Which communities does the screen list in every case, and which only in some?

The command ``sensitivity``; the cases are worked out by ``analytics.sensitivity``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import TABULAR, checked_format, write_csv, write_json, write_table
from dashboard.cli.session import Session, told

if TYPE_CHECKING:
    from analytics.sensitivity import Sensitivity


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("sensitivity", cls=WordedCommand, help=told("sensitivity"))(sensitivity)


def sensitivity(
    context: typer.Context,
    fails: Annotated[int, typer.Option("--fails", min=1, help=told("sensitivity_fails"))] = 1,
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("as_of"), show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help=told("place"), show_default=False)] = None,
    output: Annotated[str, typer.Option("--format", help=told("format_tabular"))] = "table",
) -> None:
    session: Session = context.obj
    checked_format(output, TABULAR)
    from analytics.sensitivity import sensitivity as worked_out
    from dashboard.named import place_named
    from dashboard.service import day_from

    day = day_from(as_of)
    answer = session.ready().steadily(
        lambda asked: worked_out(asked, as_of=day, place=place_named(asked, place), least_fails=fails)
    )
    if output == "json":
        write_json(answer.as_json())
    elif output == "csv":
        rows = answer.as_json()["cases"]
        write_csv(list(rows[0]), rows)
    else:
        tell_sensitivity(session, answer)


def tell_sensitivity(session: Session, answer: Sensitivity) -> None:
    """The cases, then who is listed in every case, then who only in some and in which."""
    words = session.wording
    told_json = answer.as_json()

    def case_title(case: str) -> str:
        name, _, way = case.partition(":")
        if not way:
            return words.text(f"cli.sensitivity_{name}")
        return words.text(f"cli.sensitivity_{way}", name=words.text(f"rules.{name}"))

    rows = [
        [case_title(one["case"]), one["value"], one["moved"], one["listed"], one["added"], one["dropped"]]
        for one in told_json["cases"]
    ]
    headings = [
        words.text(f"cli.sensitivity_{name}") for name in ("case", "value", "moved", "listed", "added", "dropped")
    ]
    write_table(headings, rows, show=lambda value: "" if value is None else words.value(value))
    always = [f"{one['code']} {one['name'] or ''}".strip() for one in told_json["always"]]
    sys.stdout.write(words.text("cli.sensitivity_always", count=len(always), communities=always) + "\n")
    for one in told_json["sometimes"]:
        mostly = 2 * len(one["cases"]) > one["of"]
        every = [case["case"] for case in told_json["cases"]]
        cases = [case_title(case) for case in every if (case in one["cases"]) != mostly]
        values = {
            "code": one["code"],
            "name": one["name"] or "",
            "count": len(one["cases"]),
            "of": one["of"],
            "cases": cases,
        }
        sys.stdout.write(
            words.text("cli.sensitivity_mostly" if mostly else "cli.sensitivity_sometimes", **values) + "\n"
        )
