"""How does a hand-in come into the ledger, and out again: load, batches, undo, redo, template?

Reading and checking belongs to loaders, keeping to the ledger; here it is asked for and told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace as replaced
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar

import typer

from dashboard.cli.destination import WORKBOOK, Force, file_to_write
from dashboard.cli.difference import ROWS_IN_JSON, ROWS_SHOWN, tell_difference
from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import write_json, write_table
from dashboard.cli.problems_command import list_problems, tell_problems, told_by, workbook_offered, write_workbook
from dashboard.cli.session import Session, told
from dashboard.times import local_time
from graph_model.errors import Failure

if TYPE_CHECKING:
    from dashboard.differences import Difference
    from graph_model.ledger import Draft, Ledger
    from loaders.importer import LoadReport

Kept: TypeAlias = Mapping[str, Sequence[str]]
T = TypeVar("T")
DRY_RUN = typer.Option("--dry-run", help=told("undo_dry_run"))
ROWS = typer.Option("--rows", min=0, help=told("load_rows"), show_default=False)
JSON = typer.Option("--json", help=told("json"))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("load", cls=WordedCommand, help=told("load"))(load)
    app.command("batches", cls=WordedCommand, help=told("batches"))(batches)
    app.command("undo", cls=WordedCommand, help=told("undo"))(undo)
    app.command("redo", cls=WordedCommand, help=told("redo"))(redo)
    app.command("template", cls=WordedCommand, help=told("template"))(template)


def load(  # noqa: PLR0913, PLR0917 - a command has as many parameters as options
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help=told("load_paths"), show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=told("load_dry_run"))] = False,
    replace: Annotated[bool, typer.Option("--replace", help=told("load_replace"))] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("load_as_of"), show_default=False)] = None,
    coordinates: Annotated[str, typer.Option("--coordinates", help=told("load_coordinates"))] = "wgs84",
    maps: Annotated[list[str] | None, typer.Option("--map", help=told("load_map"), show_default=False)] = None,
    rows: Annotated[int | None, ROWS] = None,
    out: Annotated[Path | None, typer.Option("--out", help=told("load_out"), show_default=False)] = None,
    force: Force = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    session: Session = context.obj
    from dashboard.service import day_from
    from loaders.importer import load as load_hand_in

    day = day_from(as_of)
    if out is not None:
        out, _ = file_to_write(out, endings=WORKBOOK, force=force)
    with session.progress() as progress:
        report = load_hand_in(
            paths,
            ledger=session.service.ledger,
            dry_run=dry_run,
            replace=replace,
            as_of=day,
            coordinates=coordinates,
            maps=maps or (),
            progress=progress,
        )
    if out is not None:
        write_workbook(session, told_by(session, report), out)
    if report.batch is not None:
        report = replaced(report, draft=None)  # it is in the ledger: not held beside the graph that is built
    difference, kept = difference_of(session.service.ledger, report), kept_of(session.service.ledger, report)
    if as_json:
        write_json(told_load(session, report) | {"difference": as_told(session, difference, rows=rows)})
    else:
        tell_load(session, report, difference, kept, dry_run=dry_run, rows=ROWS_SHOWN if rows is None else rows)
    tell_mixing(session)
    if out is not None:
        session.say("problems_written", path=str(out))
    del difference
    if report.batch is not None:  # told first: the batch is in the ledger, whatever becomes of the store
        try:
            session.ready(changed=not report.unchanged)
        except Failure:
            session.say("kept_not_published", batch=report.batch)
            raise
    raise typer.Exit(report.exit_code)


def tell_mixing(session: Session) -> None:
    """Warn where own data and the sample count together."""
    from dashboard.sample import kind_of_data

    if kind_of_data(session.service.ledger) == "mixed":
        session.say("sample_mixed")


def difference_of(ledger: Ledger, report: LoadReport) -> Difference:
    """What a load changed, or would change; nothing where nothing was read."""
    from graph_model.prospects import changes_of_batch, changes_of_load

    return _of_load(ledger, report, of_batch=changes_of_batch, of_draft=changes_of_load)


def kept_of(ledger: Ledger, report: LoadReport) -> Kept:
    """The columns that the hand-in lacks and whose known values stay, by table."""
    from graph_model.prospects import columns_kept_by_batch, columns_kept_by_load

    return _of_load(ledger, report, of_batch=columns_kept_by_batch, of_draft=columns_kept_by_load)


def _of_load(
    ledger: Ledger,
    report: LoadReport,
    *,
    of_batch: Callable[[Ledger, str], Mapping[str, T]],
    of_draft: Callable[[Ledger, Draft], Mapping[str, T]],
) -> Mapping[str, T]:
    """What is told of the batch that a load made, or of the draft that a dry run read; nothing where neither is."""
    if report.unchanged:
        return {}
    if report.batch is not None:
        return of_batch(ledger, report.batch)
    return {} if report.draft is None else of_draft(ledger, report.draft)


def told_load(session: Session, report: LoadReport) -> dict[str, Any]:
    """The report as JSON holds it, its rows and problems without small counts of people."""
    from dashboard.people_problems import told_cells
    from dashboard.rows_told import rows_told

    answer = report.as_json()
    bar = session.settings.people_shown_from
    told = [told_cells(problem, shown_from=bar) for problem in report.problems.iter_rows(named=True)]
    tables = {name: rows_told(name, counts, shown_from=bar) for name, counts in report.tables.items()}
    return answer | {"tables": tables, "problems": told}


def as_told(session: Session, difference: Difference, *, rows: int | None) -> dict[str, Any]:
    """The difference as JSON holds it."""
    from dashboard.differences import blanked_told, difference_json

    limit, bar = ROWS_IN_JSON if rows is None else rows, session.settings.people_shown_from
    told = difference_json(difference, shown_from=bar, limit=limit)
    blanked = blanked_told(difference, shown_from=bar)
    return {table: one | ({"blanked": blanked[table]} if table in blanked else {}) for table, one in told.items()}


def tell_load(
    session: Session, report: LoadReport, difference: Difference, kept: Kept, *, dry_run: bool, rows: int = ROWS_SHOWN
) -> None:
    """Tell a person what a load did: rows and differences by table on stdout, the problems by kind on stderr."""
    from dashboard.rows_told import rows_told

    words, bar = session.wording, session.settings.people_shown_from
    headings = [words.column(name) for name in ("table", "read", "accepted", "rejected", "warned", "skipped")]
    told_of = set(report.problems.get_column("table"))
    counted = [
        [words.text(f"tables.{name}"), *rows_told(name, c, shown_from=bar).values()]
        for name, c in report.tables.items()
        if c.read or c.skipped or name in told_of  # an empty sheet of the template is no hand-in
    ]
    if counted:
        write_table(headings, counted, show=words.value)
    if not report.unchanged and (report.batch is not None or dry_run) and counted:
        tell_difference(session, difference, rows=rows if dry_run else None, kept=kept)
    if dry_run:
        list_problems(session, report.problems, at_most=rows)
    tell_problems(session, report.problems)
    if report.unchanged and dry_run:
        session.say("load_dry_unchanged")
    elif report.unchanged:
        session.say("load_unchanged", batch=report.batch)
    elif dry_run:
        if counted:
            tell_day(session, report)
        session.say("load_dry")
    elif report.batch is not None:
        session.say("loaded", batch=report.batch)
        tell_day(session, report)
        seen = {"batch": report.batch, "total": report.problems.height}
        if "missing_header" in report.problems.get_column("code"):
            session.say("sheet_refused", **seen, out=workbook_offered(session))
        elif any(counts.rejected for counts in report.tables.values()):
            session.say("see_problems", **seen, out=workbook_offered(session))
        elif not report.problems.is_empty():
            session.say("see_warnings", **seen)
    elif report.problems.is_empty():
        session.say("nothing_in")
    else:
        session.say("none_in", total=report.problems.height, out=workbook_offered(session))


def tell_day(session: Session, report: LoadReport) -> None:
    """Tell as of which day reports speak with this hand-in, and whose day that is."""
    from dashboard.day_used import day_line

    ledger = session.service.ledger
    given = report.draft.as_of if report.draft is not None else None
    if report.batch is not None:
        given = ledger.batch(report.batch).as_of
    session.say_line(day_line(ledger, session.wording, given=given, batch=report.batch, way="command"))


def batches(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help=told("json"))] = False
) -> None:
    from dashboard.rows_told import rows_in_all

    session: Session = context.obj
    ledger, bar = session.service.ledger, session.settings.people_shown_from
    undone = ledger.undone()
    listed = [
        {
            "batch": batch.id,
            "created": batch.created,
            "as_of": batch.as_of,
            "active": batch.id not in undone,
            "replace": batch.replace,
            "files": [source.file for source in batch.sources],
            "rows": rows_in_all(batch.counts, "accepted", shown_from=bar),
            "rejected": rows_in_all(batch.counts, "rejected", shown_from=bar),
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
    listed = [row | {"created": local_time(str(row["created"]))} for row in listed]
    names = list(listed[0])
    headings = [session.wording.column(name) for name in names]
    write_table(headings, [[row[name] for name in names] for row in listed], show=session.wording.value)


def undo(
    context: typer.Context,
    batch: Annotated[str | None, typer.Argument(help=told("undo_batch"), show_default=False)] = None,
    dry_run: Annotated[bool, DRY_RUN] = False,
    rows: Annotated[int | None, ROWS] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    session: Session = context.obj
    from graph_model.prospects import changes_of_undo

    ledger = session.service.ledger
    asked = ledger.to_undo(batch)
    tell_prospect(session, asked.id, changes_of_undo(ledger, asked.id), dry_run=dry_run, rows=rows, as_json=as_json)
    if dry_run:
        session.say("undo_dry", batch=asked.id)
        return
    with ledger.lock(what="undo"):
        ledger.undo(asked.id)
    with session.progress() as progress:
        session.service.publish(progress=progress)
    session.say("undone", batch=asked.id)


def redo(
    context: typer.Context,
    batch: Annotated[str | None, typer.Argument(help=told("redo_batch"), show_default=False)] = None,
    dry_run: Annotated[bool, DRY_RUN] = False,
    rows: Annotated[int | None, ROWS] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    session: Session = context.obj
    from graph_model.prospects import changes_of_redo

    ledger = session.service.ledger
    asked = ledger.to_redo(batch)
    tell_prospect(session, asked.id, changes_of_redo(ledger, asked.id), dry_run=dry_run, rows=rows, as_json=as_json)
    if dry_run:
        session.say("redo_dry", batch=asked.id)
        return
    with ledger.lock(what="redo"):
        ledger.redo(asked.id)
    with session.progress() as progress:
        session.service.publish(progress=progress)
    session.say("redone", batch=asked.id)


def tell_prospect(
    session: Session, batch: str, difference: Difference, *, dry_run: bool, rows: int | None, as_json: bool
) -> None:
    """Tell what leaving a batch out, or taking it back, changes; the rows only of a dry run."""
    if as_json:
        write_json({"batch": batch, "difference": as_told(session, difference, rows=rows)})
    elif dry_run:
        tell_difference(session, difference, rows=ROWS_SHOWN if rows is None else rows)
    else:
        tell_difference(session, difference)


def template(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help=told("template_out"), show_default=False)],
    force: Force = False,
) -> None:
    session: Session = context.obj
    out, _ = file_to_write(out, endings=WORKBOOK, force=force)
    from dashboard.reports.exports import in_place
    from loaders.template import write_template

    in_place(out, write_template)
    session.say("template_written", path=str(out))
