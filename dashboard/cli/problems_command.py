"""Which rows of a hand-in are wrong: listed for a person, and written as a workbook to mend and hand in again?

The command ``problems``, and what ``load`` tells of them; what is wrong was told by the loaders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.destination import WORKBOOK, Force, file_to_write, free_name
from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import write_json, write_table
from dashboard.cli.session import Session, told

if TYPE_CHECKING:
    import polars as pl

    from dashboard.i18n import Wording
    from graph_model.ledger import Batch
    from loaders.importer import LoadReport

PLACES_SHOWN, ROWS_NAMED = 5, 3
"""Columns told of one kind of problem, and rows of one column, before the rest is counted."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("problems", cls=WordedCommand, help=told("problems"))(problems)


def told_by(session: Session, report: LoadReport) -> Batch | LoadReport:
    """What knows of the rejected rows: the report itself, or the batch that has these very files."""
    return report if report.same_as is None else session.service.ledger.batch(report.same_as)


def write_workbook(session: Session, about: Batch | LoadReport, out: Path) -> None:
    """Write the workbook of problems."""
    from dashboard.people_problems import told_problem
    from dashboard.problem_words import worded
    from dashboard.reports.exports import in_place
    from loaders.problems import write_problems

    ledger, sentence = session.service.ledger, partial(worded, session.wording)
    as_told = partial(told_problem, shown_from=session.settings.people_shown_from)
    in_place(out, lambda aside: write_problems(about, aside, wording=sentence, ledger=ledger, as_told=as_told))


def list_problems(session: Session, problems: pl.DataFrame, *, at_most: int) -> None:
    """The first problems, the worst first: where each stands, what stands there, what it means."""
    if problems.is_empty() or not at_most:
        return
    from loaders.faults import worst_first

    first = worst_first(problems).head(at_most)
    write_problem_table(session, list(first.iter_rows(named=True)))
    key = "problems_first" if first.height < problems.height else "problems_all"
    session.say(key, shown=first.height, total=problems.height, out=workbook_offered(session))


def workbook_offered(session: Session) -> str:
    """The name that a hint offers for the workbook of problems: one that nothing here has yet."""
    return str(free_name(Path(session.wording.text("cli.problems_file"))))


def write_problem_table(session: Session, problems: Sequence[Mapping[str, Any]], *, more: Sequence[str] = ()) -> None:
    """Problems as a table for a person, their small counts of people hidden; ``more`` are columns of their own."""
    from dashboard.people_problems import told_problem
    from dashboard.problem_words import hint_told, sentence

    bar, show = session.settings.people_shown_from, session.wording
    names = ["file", "sheet", "row", "column", "value", "severity", "code", "hint", *more]

    def in_words(problem: Mapping[str, Any]) -> dict[str, Any]:
        severity = show.text(f"common.{problem['severity']}")
        return {**problem, "severity": severity, "code": sentence(show, problem), "hint": hint_told(show, problem)}

    listed = (in_words(told_problem(problem, shown_from=bar)) for problem in problems)
    rows = ([problem[name] for name in names] for problem in listed)
    headings = [show.column("problem" if name == "code" else name) for name in names]
    write_table(headings, rows, show=lambda v: "" if v is None else str(v))


def tell_problems(session: Session, problems: pl.DataFrame) -> None:
    """How many problems there are of each kind and in which columns and rows, the worst first; where the first is."""
    words = session.wording
    if problems.is_empty():
        return
    import polars as pl

    from dashboard.problem_words import sentence_of_a_kind
    from loaders.faults import ERROR, how_much_is_lost, worst_first

    lost, order = how_much_is_lost(), [False, False, True, False]
    reasons = _by_reason(problems)
    kinds = reasons.group_by("code", "reason", "severity").len()
    kinds = kinds.sort(lost, "severity", "len", "reason", descending=order)
    columns = reasons.group_by("reason", "severity", "file", "sheet", "column", maintain_order=True).agg("row")
    for _, reason, severity, count in kinds.iter_rows():
        what = sentence_of_a_kind(words, reason, severity)
        session.say("problem_kind", count=count, severity=words.text(f"common.{severity}"), what=what)
        places = columns.filter((pl.col("reason") == reason) & (pl.col("severity") == severity))
        for place in places.head(PLACES_SHOWN).iter_rows(named=True):
            session.say("problem_place", place=place_told(place), rows=rows_told(words, place["row"]))
        if places.height > PLACES_SHOWN:
            session.say("problem_places_more", count=places.height - PLACES_SHOWN)
    errors = problems.filter(pl.col("severity") == ERROR)
    first = worst_first(problems if errors.is_empty() else errors).row(0, named=True)
    whole = first["row"] is None
    told = words.text("cli.whole_sheet") if whole else words.text("cli.row", row=str(first["row"]))
    session.say(
        "first_problem",
        severity=words.text(f"common.{first['severity']}"),
        place=" · ".join(one for one in (first["file"], first["sheet"], told, first["column"]) if one),
    )


def place_told(place: Mapping[str, Any]) -> str:
    """File, sheet and column of a problem in one."""
    return " · ".join(place[name] for name in ("file", "sheet", "column") if place[name])


def rows_told(words: Wording, rows: Sequence[int | None]) -> str:
    """``第 3、4、7 行``, of more ``第 3、4、7 行等 25 处``; the whole sheet where a problem has no row."""
    numbered = sorted({row for row in rows if row is not None})
    if not numbered:
        return words.text("cli.whole_sheet")
    first = [str(row) for row in numbered[:ROWS_NAMED]]
    if len(numbered) <= ROWS_NAMED:
        return words.text("cli.row" if len(numbered) == 1 else "cli.rows", row=first)
    return words.text("cli.rows_and_more", row=first, count=len(numbered))


def _by_reason(problems: pl.DataFrame) -> pl.DataFrame:
    """The problems with their ``reason``: the code, or which of the reasons that a code has."""
    import polars as pl

    from dashboard.problem_words import variant

    kinds = problems.select("code", "hint").unique()
    reasons = [variant(code, hint) for code, hint in kinds.iter_rows()]
    kinds = kinds.with_columns(pl.Series("reason", reasons, dtype=pl.String))
    return problems.join(kinds, on=["code", "hint"], how="left", nulls_equal=True, maintain_order="left")


def problems(
    context: typer.Context,
    batch: Annotated[str | None, typer.Argument(help=told("problems_batch"), show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", help=told("problems_out"), show_default=False)] = None,
    force: Force = False,
    as_json: Annotated[bool, typer.Option("--json", help=told("json"))] = False,
) -> None:
    session: Session = context.obj
    from graph_model.errors import NoData

    if out is not None:
        out, _ = file_to_write(out, endings=WORKBOOK, force=force)
    ledger = session.service.ledger
    if batch is None:
        every = ledger.batches()
        if not every:
            raise NoData
        asked = every[-1]
    else:
        asked = ledger.batch(batch)
    if out is not None:
        write_workbook(session, asked, out)
        session.say("problems_written", path=str(out))
        return
    from loaders.faults import worst_first
    from loaders.settled import settled_since

    told_rows = asked.problems().with_columns(settled_since(ledger, asked))
    in_order = told_rows if as_json else worst_first(told_rows)
    listed = list(in_order.iter_rows(named=True))
    if as_json:
        from dashboard.people_problems import told_problem

        write_json([told_problem(problem, shown_from=session.settings.people_shown_from) for problem in listed])
        return
    if not listed:
        session.say("no_problems", batch=asked.id)
        return
    settled = in_order.get_column("settled").drop_nulls().len()
    write_problem_table(session, listed, more=["settled"] if settled else [])
    if settled:
        session.say("problems_settled", count=settled)
