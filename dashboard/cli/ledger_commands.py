"""How does a hand-in come into the ledger, and out again: load, batches, undo, redo, template, problems?

Reading and checking belongs to loaders, keeping to the ledger; here it is asked for and told.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.output import write_json, write_table
from dashboard.cli.session import Session, told
from graph_model.errors import Failure

if TYPE_CHECKING:
    from loaders.importer import LoadReport


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("load", help=told("load"))(load)
    app.command("batches", help=told("batches"))(batches)
    app.command("undo", help=told("undo"))(undo)
    app.command("redo", help=told("redo"))(redo)
    app.command("template", help=told("template"))(template)
    app.command("problems", help=told("problems"))(problems)


def load(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help=told("load_paths"), show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=told("load_dry_run"))] = False,
    replace: Annotated[bool, typer.Option("--replace", help=told("load_replace"))] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("load_as_of"), show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=told("json"))] = False,
) -> None:
    session: Session = context.obj
    from dashboard.service import day_from
    from loaders.importer import load as load_hand_in

    day = day_from(as_of)
    with session.progress() as progress:
        report = load_hand_in(
            paths, ledger=session.service.ledger, dry_run=dry_run, replace=replace, as_of=day, progress=progress
        )
    if as_json:
        write_json(report.as_json())
    else:
        tell_load(session, report, dry_run=dry_run)
    if report.batch is not None:  # told first: the batch is in the ledger, whatever becomes of the store
        try:
            session.ready()
        except Failure:
            session.say("kept_not_published", batch=report.batch)
            raise
    raise typer.Exit(report.exit_code)


def tell_load(session: Session, report: LoadReport, *, dry_run: bool) -> None:
    """Tell a person what a load did: rows by table on stdout, the problems by kind on stderr."""
    words = session.wording
    headings = [words.column(name) for name in ("table", "read", "accepted", "rejected", "warned", "skipped")]
    rows = [
        [words.text(f"tables.{name}"), c.read, c.accepted, c.rejected, c.warned, c.skipped]
        for name, c in report.tables.items()
    ]
    write_table(headings, rows, show=words.value)
    if not report.problems.is_empty():
        kinds = report.problems.group_by("code", "severity").len().sort("len", "code", descending=[True, False])
        for code, severity, count in kinds.iter_rows():
            session.say(
                "problem_kind", count=count, severity=words.text(f"common.{severity}"), what=words.problem(code)
            )
        first = report.problems.row(0, named=True)
        session.say("first_problem", file=first["file"], sheet=first["sheet"], row=first["row"], column=first["column"])
    if report.unchanged and dry_run:
        session.say("load_dry_unchanged")
    elif report.unchanged:
        session.say("load_unchanged", batch=report.batch)
    elif dry_run:
        session.say("load_dry")
    elif report.batch is not None:
        session.say("loaded", batch=report.batch)
        if not report.problems.is_empty():
            session.say("see_problems", batch=report.batch)
    elif report.problems.is_empty():
        session.say("nothing_in")


def batches(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help=told("json"))] = False
) -> None:
    session: Session = context.obj
    ledger = session.service.ledger
    undone = ledger.undone()
    listed = [
        {
            "batch": batch.id,
            "created": batch.created,
            "as_of": batch.as_of,
            "active": batch.id not in undone,
            "replace": batch.replace,
            "files": [source.file for source in batch.sources],
            "rows": sum(counts.accepted for counts in batch.counts.values()),
            "rejected": sum(counts.rejected for counts in batch.counts.values()),
            "problems": batch.problem_count,
        }
        for batch in ledger.batches()
    ]
    if as_json:
        write_json(listed)
        return
    if not listed:
        session.say("no_batches")
        return
    names = list(listed[0])
    headings = [session.wording.column(name) for name in names]
    write_table(headings, [[row[name] for name in names] for row in listed], show=session.wording.value)


def undo(
    context: typer.Context,
    batch: Annotated[str | None, typer.Argument(help=told("undo_batch"), show_default=False)] = None,
) -> None:
    session: Session = context.obj
    ledger = session.service.ledger
    with ledger.lock():
        undone = ledger.undo(batch)
    with session.progress() as progress:
        session.service.publish(progress=progress)
    session.say("undone", batch=undone.id)


def redo(
    context: typer.Context,
    batch: Annotated[str | None, typer.Argument(help=told("redo_batch"), show_default=False)] = None,
) -> None:
    session: Session = context.obj
    ledger = session.service.ledger
    with ledger.lock():
        redone = ledger.redo(batch)
    with session.progress() as progress:
        session.service.publish(progress=progress)
    session.say("redone", batch=redone.id)


def template(
    context: typer.Context, out: Annotated[Path, typer.Argument(help=told("template_out"), show_default=False)]
) -> None:
    session: Session = context.obj
    from dashboard.reports.exports import in_place
    from loaders.template import write_template

    in_place(out, write_template)
    session.say("template_written", path=str(out))


def problems(
    context: typer.Context,
    batch: Annotated[str | None, typer.Argument(help=told("problems_batch"), show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=told("problems_out"), show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=told("json"))] = False,
) -> None:
    session: Session = context.obj
    from graph_model.errors import NoData

    ledger = session.service.ledger
    if batch is None:
        every = ledger.batches()
        if not every:
            raise NoData
        asked = every[-1]
    else:
        asked = ledger.batch(batch)
    if out is not None:
        from dashboard.reports.exports import in_place
        from loaders.problems import write_problems

        in_place(out, lambda aside: write_problems(asked, aside, wording=session.wording.problem))
        session.say("problems_written", path=str(out))
        return
    listed = asked.problems()
    if as_json:
        write_json(listed.to_dicts())
        return
    if listed.is_empty():
        session.say("no_problems", batch=asked.id)
        return
    names = ["file", "sheet", "row", "column", "value", "severity", "code"]
    show = session.wording
    rows = ([*row[:5], show.text(f"common.{row[5]}"), show.problem(row[6])] for row in listed.select(names).iter_rows())
    write_table([show.column(name) for name in names], rows, show=lambda v: "" if v is None else str(v))
