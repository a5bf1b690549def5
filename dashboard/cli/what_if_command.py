"""What would the findings say if a plan of edits came true?

The command ``what-if``; plans are read and judged by ``analytics.what_if``, and the dataset stays as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.destination import PLAN, Force, file_to_write
from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import checked_format, write_json, write_table
from dashboard.cli.session import Session, told

if TYPE_CHECKING:
    from analytics.what_if import WhatIf
    from dashboard.i18n import Wording

FORMATS = ("table", "json")
NAMED = 5
"""Subjects named of those that a plan adds to a finding or clears from it; JSON has all."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("what-if", cls=WordedCommand, help=told("what_if"))(what_if)


def what_if(
    context: typer.Context,
    plans: Annotated[list[Path] | None, typer.Argument(help=told("what_if_plans"), show_default=False)] = None,
    edit: Annotated[list[str] | None, typer.Option("--edit", help=told("what_if_edit"), show_default=False)] = None,
    name: Annotated[str | None, typer.Option("--name", help=told("what_if_name"), show_default=False)] = None,
    save: Annotated[Path | None, typer.Option("--save", help=told("what_if_save"), show_default=False)] = None,
    force: Force = False,
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("as_of"), show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help=told("place"), show_default=False)] = None,
    output: Annotated[str, typer.Option("--format", help=told("format_measure"))] = "table",
) -> None:
    session: Session = context.obj
    checked_format(output, FORMATS)
    from analytics.what_if import EditPlan, edit_from, read_plan, write_plan
    from analytics.what_if import what_if as supposed
    from dashboard.named import edit_named, place_named
    from dashboard.service import day_from
    from graph_model.errors import BadValue

    if save is not None:
        save, _ = file_to_write(save, endings=PLAN, force=force)
    day = day_from(as_of)
    where = session.ready().steadily(lambda asked: place_named(asked, place)) if place else None
    read = [read_plan(path) for path in plans or []]
    if edit:
        called = name or (save.stem if save else session.wording.text("cli.what_if_edits"))
        edits = [edit_from(text) for text in edit]
        read.append(EditPlan(called, tuple(edit_named(session.ready(), one) for one in edits), day, where))
    if not read or (save and not edit):
        if not read:
            raise BadValue("no_plan_given")
        raise BadValue("nothing_to_save")
    answer = session.ready().steadily(lambda asked: supposed(asked, read, as_of=day, place=where))
    if save:  # only now: a plan that cannot be judged is not kept
        write_plan(read[-1], save)
        session.say("plan_saved", path=str(save), edits=len(read[-1].edits))
    if output == "json":
        write_json(answer.as_json())
    else:
        tell_what_if(session, answer)


def tell_what_if(session: Session, answer: WhatIf) -> None:
    """Findings and scorecard side by side, then which subjects each plan adds and clears, then what is not judged."""
    from analytics.what_if import NOT_JUDGED
    from dashboard.not_handed_in import shown_count

    words = session.wording
    states = (answer.before, *answer.after)
    headings = [words.text("cli.what_if_before"), *(one.name for one in answer.after)]
    rows = [
        [words.finding(name), *(shown_count(one.findings[name], words) for one in states), name]
        for name in answer.judged
    ]
    write_table([words.column("finding"), *headings, words.column("id")], rows, show=words.value)
    figures = [name for name in answer.before.scorecard["all"] if words.has(f"measures.{name}")]
    for hub in ("all", "without_hub"):
        title = words.text(f"cli.what_if_{hub}")
        card = [
            [words.text(f"measures.{name}"), *(words.value(one.scorecard[hub][name]) for one in states)]
            for name in figures
        ]
        write_table([title, *headings], card, show=str)
    for one in answer.after:
        for name, changed in answer.changes(one).items():
            told = [_first(key, codes, words) for key, codes in changed.items() if codes]
            line = words.text("cli.what_if_changes", plan=one.name, finding=words.finding(name))
            sys.stdout.write(f"{line} {words.text('cli.what_if_between').join(told)}\n")
    session.say("what_if_not_touched", findings=[words.finding(name) for name in answer.not_touched])
    session.say("what_if_not_judged", findings=[words.finding(name) for name in NOT_JUDGED])


def _first(key: str, codes: Sequence[str], words: Wording) -> str:
    """How many subjects are ``new`` or ``gone``, and the first of them."""
    told = words.text(f"plan_page.{key}", count=len(codes), names=codes[:NAMED])
    more = words.text("key_page.first_of", shown=NAMED, count=len(codes))
    return f"{told} … {more}" if len(codes) > NAMED else told
