"""How did findings and the scorecard move from day to day?

The command ``trend``; the days are judged by ``analytics.trend``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import TABULAR, checked_format, write_csv, write_json, write_table
from dashboard.cli.session import Session, told

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.trend import Trend
    from dashboard.i18n import Wording

CSV = ("finding", "from", "to", "change", "code", "name", "why", "because")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("trend", cls=WordedCommand, help=told("trend"))(trend)


def trend(
    context: typer.Context,
    findings: Annotated[list[str] | None, typer.Argument(help=told("report_findings"), show_default=False)] = None,
    since: Annotated[str | None, typer.Option("--from", help=told("trend_from"), show_default=False)] = None,
    until: Annotated[str | None, typer.Option("--to", help=told("trend_to"), show_default=False)] = None,
    every: Annotated[str, typer.Option("--every", help=told("trend_every"))] = "quarter",
    on: Annotated[list[str] | None, typer.Option("--on", help=told("trend_on"), show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help=told("place"), show_default=False)] = None,
    output: Annotated[str, typer.Option("--format", help=told("format_tabular"))] = "table",
) -> None:
    session: Session = context.obj
    checked_format(output, TABULAR)
    from analytics.trend import days_asked
    from analytics.trend import trend as judged
    from dashboard.named import findings_named, place_named
    from dashboard.service import day_from

    names = findings_named(findings)
    named = [day for text in on or [] if (day := day_from(text)) is not None]
    service = session.ready()
    newest = service.investigation().default_day
    days = days_asked(newest, since=day_from(since), until=day_from(until), every=every, named=named)
    answer = service.steadily(lambda asked: judged(asked, days, names, place=place_named(asked, place)))
    if output == "json":
        write_json(answer.as_json())
    elif output == "csv":
        write_csv(CSV, change_rows(answer, session.wording))
    else:
        tell_trend(session, answer, listed=bool(names))


def change_rows(answer: Trend, words: Wording) -> list[dict[str, object]]:
    """One row a finding, step and subject that came, went or changed."""
    from dashboard.trend_words import because_lines

    return [
        {
            "finding": name,
            "from": step.since.isoformat(),
            "to": step.until.isoformat(),
            "change": change,
            **row,
            "because": [*because_lines(row, words)],
        }
        for name, steps in answer.steps.items()
        for step in steps
        for change, rows in (("new", step.new), ("gone", step.gone))
        for row in rows
    ]


def tell_trend(session: Session, answer: Trend, *, listed: bool) -> None:
    """Counts by day, the scorecard by day; of findings that were named (``listed``) also who came and went."""
    from dashboard.trend_words import because_lines

    words = session.wording
    days = [day.isoformat() for day in answer.days]

    def counted(one: Finding) -> str:
        if not one.judged:
            return words.text("common.not_handed_in")
        return f"{words.value(one.count)} / {words.value(one.of)} (+{words.value(one.unknown)})"

    rows = [
        [words.finding(name), *(counted(one) for one in told_findings), name]
        for name, told_findings in answer.findings.items()
    ]
    write_table([words.column("finding"), *days, words.column("id")], rows, show=str)
    figures = [name for name in answer.scorecards[0]["all"] if words.has(f"measures.{name}")]
    card = [
        [words.text(f"measures.{name}"), *(words.value(one["all"][name]) for one in answer.scorecards)]
        for name in figures
    ]
    write_table([words.column("measure"), *days], card, show=str)
    session.say("trend_counts")
    if not listed:
        session.say("trend_name_findings")
        return
    for name, steps in answer.steps.items():
        if len(answer.steps) > 1:
            sys.stdout.write(f"{words.finding(name)} ({name})\n")
        for step in steps:
            sys.stdout.write(
                words.text(
                    "cli.trend_step",
                    since=step.since,
                    until=step.until,
                    new=len(step.new),
                    gone=len(step.gone),
                    still=len(step.still),
                )
                + "\n"
            )
            for sign, changed in (("+", step.new), ("-", step.gone)):
                for one in changed:
                    why = words.text(f"cli.trend_{one['why']}")
                    sys.stdout.write(f"  {sign} {one['code']} {one['name'] or ''} ({why})\n")
                    sys.stdout.writelines(f"      {line}\n" for line in because_lines(one, words))
            for one in (*step.worse, *step.better):
                moved = words.text("cli.trend_fails", before=one["before"], after=one["after"])
                sys.stdout.write(f"  = {one['code']} {one['name'] or ''} ({moved})\n")
                sys.stdout.writelines(f"      {line}\n" for line in because_lines(one, words))
