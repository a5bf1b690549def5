"""What do the findings say, on screen, as data or as a document?

Findings come from analytics and documents from reports; here a person chooses and is answered.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.destination import Force, file_to_write
from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import checked_format, write_table, write_utf8
from dashboard.cli.session import Session, told
from dashboard.not_handed_in import lacking_line, shown_count
from dashboard.reports.rows import measure_rows, unplaced_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from analytics.finding import Finding
    from analytics.investigation import Investigation
    from analytics.report import Report
    from dashboard.service import Service

FORMATS = ("table", "json", "csv", "xlsx", "docx", "pptx", "pdf")
ENDINGS = {"txt": "table"} | {name: name for name in FORMATS[1:]}
DOCUMENTS = ("xlsx", "docx", "pptx", "pdf")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("report", cls=WordedCommand, help=told("report"))(report)


def report(
    context: typer.Context,
    findings: Annotated[list[str] | None, typer.Argument(help=told("report_findings"), show_default=False)] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("as_of"), show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help=told("place"), show_default=False)] = None,
    layer: Annotated[str | None, typer.Option("--layer", help=told("layer"), show_default=False)] = None,
    asked_format: Annotated[
        str | None, typer.Option("--format", help=told("format_report"), show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help=told("out"), show_default=False)] = None,
    force: Force = False,
) -> None:
    session: Session = context.obj
    output = "table" if asked_format is None else checked_format(asked_format, FORMATS)
    if out is not None:
        out, output = file_to_write(out, endings=ENDINGS, output=asked_format, force=force)
    if output in DOCUMENTS and out is None:
        from graph_model.errors import UserError

        raise UserError("out_needed", format=output)
    from dashboard.named import findings_named, place_named
    from dashboard.service import day_from

    day = day_from(as_of)
    names = findings_named(findings)  # before a store is opened
    service = _ready(session)
    if output == "table" and out is None and session.settings.store == "embedded":
        investigation = service.investigation()
        where = place_named(investigation, place)
        tell_report(session, investigation, names, as_of=day, place=where, layer=layer)
        return

    if output == "json" and out is None:
        from dashboard.reports.report_text import report_pieces

        def written(investigation: Investigation) -> Iterator[bytes]:
            where = place_named(investigation, place)
            bar = session.settings.people_shown_from
            return report_pieces(investigation, names, as_of=day, place=where, layer=layer, shown_from=bar)

        write_utf8(service.steadily(written))
        return

    def asked(investigation: Investigation) -> tuple[Investigation, Report]:
        from dashboard.methods import METHODS_TOLD, with_methods

        where = place_named(investigation, place)
        told = investigation.report(names, as_of=day, place=where, layer=layer)
        return investigation, with_methods(investigation, told) if output in METHODS_TOLD else told

    investigation, answer = service.steadily(asked)  # whole before its first line: a server may change over meanwhile
    if output == "table" and out is None:
        tell_report(session, investigation, names, as_of=day, place=answer.place, layer=layer)
        return
    from dashboard.people import told_report

    answer = told_report(answer, shown_from=session.settings.people_shown_from)
    if out is not None:
        from dashboard.reports import write_report

        write_report(answer, out, output=output, wording=session.wording, shown_from=session.settings.people_shown_from)
        session.say("report_written", path=str(out))
    else:
        from dashboard.reports.rows import csv_text

        sys.stdout.write(csv_text(answer))


def _ready(session: Session) -> Service:
    """The service with its store; what judges is loaded while the store is looked at, and the store read meanwhile."""
    service = session.service
    if session.settings.store != "embedded" or not service.ledger.active():
        return session.ready()
    with ThreadPoolExecutor(1, thread_name_prefix="loading") as loading:
        loading.submit(import_module, "analytics.investigation")  # a fault is met again, and told, by who needs it
        session.ready()
        service.read_ahead()
    return service


def tell_report(
    session: Session,
    investigation: Investigation,
    findings: Sequence[str] = (),
    *,
    as_of: dt.date | None = None,
    place: str | None = None,
    layer: str | None = None,
) -> None:
    """The findings as one table, each line as soon as it is known; a single finding with its rows as well."""
    from rich.cells import cell_len, set_cell_size

    from analytics.registry import DEFINITIONS
    from dashboard.people_told import ToldInvestigation

    words = session.wording
    day = investigation.default_day if as_of is None else as_of
    names = list(findings) or list(DEFINITIONS)
    widest = max(cell_len(words.finding(name)) for name in names)
    headings = [words.column(name) for name in ("count", "of", "unknown")]

    def line(title: str, numbers: Sequence[str], name: str) -> None:
        told_numbers = "".join(" " * (9 - cell_len(number)) + number for number in numbers)
        sys.stdout.write(f"{set_cell_size(title, widest)}{told_numbers}  {name}\n")
        sys.stdout.flush()

    ready = ToldInvestigation(investigation, shown_from=session.settings.people_shown_from)
    first = ready.finding(names[0], as_of=day, place=place, layer=layer)  # a wrong name is told before all else
    sys.stdout.write(words.text("cli.report_title", as_of=day, batches=len(investigation.published.batches)) + "\n")
    line(words.column("finding"), headings, words.column("id"))
    for name in names:
        finding = ready.finding(name, as_of=day, place=place, layer=layer)
        line(
            words.finding(name),
            [words.value(n) for n in (shown_count(finding, words), finding.of, finding.unknown)],
            name,
        )
        lacking = lacking_line(finding, words)
        if lacking is not None:
            sys.stdout.write(lacking + "\n")
    if len(names) == 1:
        tell_rows(session, first)


def tell_rows(session: Session, finding: Finding) -> None:
    """The rows behind one finding, and what it was held against."""
    from dashboard.names_beside import heading, with_names

    words = session.wording
    told_rows = with_names(finding.rows, session.service.dataset().tables)

    def worded(value: Any) -> Any:
        if isinstance(value, list):
            return [worded(one) for one in value]
        return words.word(value) if isinstance(value, str) else value

    rows = ([worded(value) for value in row] for row in told_rows.iter_rows())
    headings = [heading(name, words) for name in told_rows.columns]
    write_table(headings, rows, show=lambda v: "" if v is None else words.value(v))
    unplaced = unplaced_line(finding, words)
    if unplaced is not None:
        sys.stdout.write(unplaced + "\n")
    figures = measure_rows(finding, words)
    if figures:
        told_figures = [[title, words.value(value)] for title, value in figures]
        write_table([words.column("measure"), words.column("value")], told_figures, show=str)
    for threshold in finding.thresholds:
        session.say(
            "threshold",
            name=words.text(f"rules.{threshold.name}"),
            value=threshold.value,
            unit=words.text(f"units.{threshold.unit}") if words.has(f"units.{threshold.unit}") else threshold.unit,
            source=words.source(threshold.source),
        )
