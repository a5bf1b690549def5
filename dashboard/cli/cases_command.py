"""Which rows of findings does somebody work on, and what was done about one?

The command ``cases``: those that are open, the list, and one case. They are opened and changed on the pages and by the
API.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dashboard.cli.ending import NamedCommands
from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import TABULAR, checked_format, write_csv, write_json, write_table
from dashboard.cli.session import Session, told


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(cls=NamedCommands, invoke_without_command=True, rich_markup_mode=None, help=told("cases"))
    group.callback()(list_open)
    group.command("list", cls=WordedCommand, help=told("cases_list"))(list_cases)
    group.command("show", cls=WordedCommand, help=told("cases_show"))(show_case)
    app.add_typer(group, name="cases", help=told("cases"))


def list_open(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_cases(context, state="open")
        context.obj.say("cases_ways")


def list_cases(
    context: typer.Context,
    finding: Annotated[str | None, typer.Option("--finding", help=told("cases_finding"), show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help=told("place"), show_default=False)] = None,
    assignee: Annotated[str | None, typer.Option("--assignee", help=told("cases_assignee"), show_default=False)] = None,
    state: Annotated[str | None, typer.Option("--state", help=told("cases_state"), show_default=False)] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help=told("cases_overdue"))] = False,
    output: Annotated[str, typer.Option("--format", help=told("format_tabular"))] = "table",
) -> None:
    session: Session = context.obj
    checked_format(output, TABULAR)
    from dashboard.case_telling import COLUMNS, case_row, worded_rows
    from dashboard.case_work import CaseWork
    from dashboard.named import finding_named, place_named

    service = session.ready()
    work = CaseWork(service)
    listed = work.all(
        finding=None if finding is None else finding_named(finding),
        place=place_named(service.investigation(), place),
        assignee=assignee,
        state=state,
        overdue=overdue,
    )
    if output == "json":
        write_json({"total": len(listed), "cases": [case_row(one) for one in listed]})
    elif output == "csv":
        write_csv(COLUMNS, [case_row(one) for one in listed])
    elif not listed:
        session.say("cases_none")
    else:
        rows = [list(row.values()) for row in worded_rows(listed, session.wording, work.place_names())]
        write_table([session.wording.column(name) for name in COLUMNS], rows, show=str)


def show_case(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help=told("cases_number"), show_default=False, min=1, max=2**31)],
    as_json: Annotated[bool, typer.Option("--json", help=told("json"))] = False,
) -> None:
    session: Session = context.obj
    from dashboard.case_telling import case_json, case_row, event_json, worded
    from dashboard.case_work import CaseWork
    from dashboard.times import local_time

    work = CaseWork(session.ready())
    held, bar, words = work.one(number), session.settings.people_shown_from, session.wording
    if as_json:
        write_json(case_json(held, shown_from=bar))
        return
    told_now = worded(case_row(held), words, work.place_names())
    write_table(
        [words.column("fact"), words.column("value")], [[words.column(k), v] for k, v in told_now.items()], show=str
    )
    sys.stdout.write("\n")
    rows = []
    for event in (event_json(one, shown_from=bar) for one in held.events):
        kind = words.text(f"cases.kind_{event['kind']}")
        if event["undone"]:
            kind = words.text("cases.undone", kind=kind)
        evidence = event["evidence"]
        said = (
            ""
            if evidence is None
            else words.text(
                "cases.evidence_line",
                standing=words.text(f"cases.standing_{evidence['status']}"),
                as_of=evidence["as_of"],
                dataset=evidence["dataset"][:8],
            )
        )
        rows.append(
            [
                local_time(event["at"]),
                words.text("cases.by_program") if event["by"] == "gongjian" else event["by"],
                kind,
                event["text"] or "",
                said,
            ]
        )
    write_table([words.column(name) for name in ("at", "by", "kind", "text", "evidence")], rows, show=str)
