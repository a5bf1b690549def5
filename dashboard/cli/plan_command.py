"""What would help most, and how good is the plan: the command ``plan``.

Plans are analytics'; here one is asked for with its settings and told in the reader's words.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.destination import PLAN, Force, file_to_write
from dashboard.cli.help_page import WordedCommand
from dashboard.cli.of_what import told_of
from dashboard.cli.output import TABULAR, checked_format, write_csv, write_json, write_table
from dashboard.cli.session import Session, told

if TYPE_CHECKING:
    from analytics.investigation import Investigation
    from analytics.plans.plan import Plan
    from analytics.what_if import EditPlan


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("plan", cls=WordedCommand, help=told("plan"))(plan)


def plan(  # noqa: PLR0913, PLR0917 - a command has as many parameters as options
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help=told("plan_name"), show_default=False)] = None,
    param: Annotated[list[str] | None, typer.Option("--param", help=told("plan_param"), show_default=False)] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("as_of"), show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", help=told("place"), show_default=False)] = None,
    output: Annotated[str, typer.Option("--format", help=told("format_tabular"))] = "table",
    edits: Annotated[Path | None, typer.Option("--edits", help=told("plan_edits"), show_default=False)] = None,
    force: Force = False,
    evaluate: Annotated[bool, typer.Option("--evaluate", help=told("plan_evaluate"))] = False,
    trials: Annotated[int, typer.Option("--trials", help=told("plan_trials"))] = 20,
    hide: Annotated[float, typer.Option("--hide", help=told("plan_hide"))] = 0.2,
) -> None:
    session: Session = context.obj
    checked_format(output, TABULAR)
    if name is None:
        list_plans(session, output)
        return
    from analytics.finding import plain
    from analytics.plans.making import make_plan
    from dashboard.asking import split_parameter
    from dashboard.named import parameters_named, place_named, plan_called
    from dashboard.people import told_plan
    from dashboard.plan_words import rows_of_what
    from dashboard.service import day_from

    name = plan_called(name)
    if edits is not None:
        edits, _ = file_to_write(edits, endings=PLAN, force=force)
    given = dict(split_parameter(text) for text in param or [])
    day = day_from(as_of)
    where = session.ready().steadily(lambda asked: place_named(asked, place)) if place else None
    given = parameters_named(session.ready(), given)
    if evaluate:
        evaluate_plan(session, name, given, day, where, trials=trials, hide=hide, output=output)
        return
    made = session.ready().steadily(lambda asked: make_plan(asked, name, given, as_of=day, place=where))
    answer = told_plan(made, shown_from=session.settings.people_shown_from)
    if edits:
        save_edits(session, made, edits, day, where)
    if output == "json":
        write_json(answer.as_json())
    elif output == "csv":
        columns, rows = rows_of_what(answer)
        write_csv(columns, (dict(zip(columns, plain(list(row)), strict=True)) for row in rows))
        tell_quality(session, answer)
    else:
        tell_plan(session, answer)


def save_edits(session: Session, made: Plan, path: Path, day: dt.date | None, place: str | None) -> None:
    """Write what the plan proposes as a file that ``what-if`` reads."""
    from analytics.plans.as_edits import edits_of
    from analytics.what_if import write_plan

    def told(asked: Investigation) -> EditPlan:
        on = day or asked.default_day
        return edits_of(made, asked.snapshot(as_of=on), name=path.stem, as_of=on, place=place)

    plan = session.ready().steadily(told)
    write_plan(plan, path)
    session.say("plan_saved", path=str(path), edits=len(plan.edits))


def evaluate_plan(
    session: Session,
    name: str,
    given: dict[str, str],
    day: dt.date | None,
    place: str | None,
    *,
    trials: int,
    hide: float,
    output: str,
) -> None:
    """How often ``suggested_partners`` finds partners that there are, beside other methods, on this very ledger."""
    from analytics.plans.making import checked_settings, facts_for
    from analytics.plans.partners_evaluation import evaluate_partners
    from analytics.plans.suggested_partners import SUGGESTED_PARTNERS
    from graph_model.errors import BadValue

    if name != SUGGESTED_PARTNERS.id:
        raise BadValue("plan_not_judged", plan=name, judged=SUGGESTED_PARTNERS.id)
    chosen = checked_settings(name, given)
    told = session.ready().steadily(
        lambda asked: evaluate_partners(
            facts_for(asked, SUGGESTED_PARTNERS, as_of=day, place=place), chosen, trials=trials, hide=hide
        )
    )
    words = session.wording
    rows = [
        {"method": words.text(f"plans.method_{one.method}"), "mean": one.mean, "least": one.least, "most": one.most}
        for one in told.methods
    ]
    names = ["method", "mean", "least", "most"]
    if output == "json":
        write_json(told.as_json())
    elif output == "csv":
        write_csv(names, rows)
    else:
        sys.stdout.write(words.text("plans.evaluation", first=told.first, hide=told.hide, trials=told.trials) + "\n")
        write_table([words.column(one) for one in names], [[row[one] for one in names] for row in rows], show=_share)
        session.say("plan_evaluated", ties=told.ties, hidden=told.hidden, asked=told.asked)


def _share(value: Any) -> str:
    return f"{value:.1%}" if isinstance(value, float) else str(value)


def list_plans(session: Session, output: str) -> None:
    """The plans there are on stdout, each with its settings and what they are unless given."""
    from analytics.plans.catalogue import PLANS

    words = session.wording
    listed = [
        {
            "plan": one.id,
            "name": words.text(f"plans.name_{one.id}"),
            "params": ", ".join(f"{p.name}:{p.type}={'' if p.default is None else p.default}" for p in one.parameters),
            "description": words.text(f"plans.about_{one.id}"),
        }
        for one in PLANS.values()
    ]
    names = ["plan", "name", "params", "description"]
    if output == "json":
        write_json(listed)
    elif output == "csv":
        write_csv(names, listed)
    else:
        for row, one in zip(listed, PLANS.values(), strict=True):
            row["params"] = ", ".join(f"{p.name}={'' if p.default is None else p.default}" for p in one.parameters)
        write_table([words.column(one) for one in names], [[row[one] for one in names] for row in listed], show=str)
        session.say("plan_settings")


def tell_plan(session: Session, answer: Plan) -> None:
    """What is proposed, how good it is, with what settings, and what it does not heed."""
    from dashboard.names_beside import heading, with_names
    from dashboard.plan_words import setting_told

    words = session.wording

    def shown(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, list):
            return "、".join(shown(one) for one in value)
        return words.word(value) if isinstance(value, str) else words.value(value)

    sys.stdout.write(words.text(f"plans.name_{answer.id}") + "\n")
    sys.stdout.write(told_of(words, as_of=answer.as_of, place=answer.place, hub=answer.hub) + "\n")
    if answer.rows.height:
        rows = with_names(answer.rows, session.service.dataset().tables)
        write_table([heading(one, words) for one in rows.columns], rows.rows(), show=shown)
    counted = {"count": answer.count, "of": answer.of, "unknown": answer.unknown}
    facts = [[words.column(one), words.value(number)] for one, number in counted.items()]
    facts += [[words.column("objective"), words.text(f"plans.objective_{answer.objective}")]]
    facts += [[words.column("value"), shown(answer.value)], [words.column("bound"), shown(answer.bound)]]
    facts += [
        [words.column("optimal"), shown(answer.optimal)],
        [words.column("seconds"), words.value(round(answer.seconds, 3))],
    ]
    facts += [[words.text(f"plans.measure_{one}"), shown(number)] for one, number in answer.measures.items()]
    facts += [
        [words.text(f"plans.parameter_{one}"), setting_told(value, words)] for one, value in answer.parameters.items()
    ]
    write_table([words.column("fact"), words.column("value")], facts, show=str)
    for limit in answer.limits:
        sys.stdout.write(words.text("cli.plan_limit", what=words.text(f"plans.limit_{limit}")) + "\n")


def tell_quality(session: Session, answer: Plan) -> None:
    """On stderr what a csv of rows cannot hold: what was optimised, how good it is, with what settings and limits.

    The day and place stand before it, for a csv without a row tells neither.
    """
    from dashboard.plan_words import plan_facts

    words = session.wording
    for title, value in plan_facts(answer, words):
        session.say("plan_fact", title=title, value=value)
    for limit in answer.limits:
        session.say("plan_limit", what=words.text(f"plans.limit_{limit}"))
