"""What does a measure mean, how was a finding come by, what does a plan do?

The command ``explain``. Cards are analytics'; here a name is looked up and told in the reader's words.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.help_page import WordedCommand
from dashboard.cli.output import checked_format, write_json, write_table
from dashboard.cli.session import Session, told

if TYPE_CHECKING:
    from analytics.method import MethodCard
    from analytics.network.cards import MeasureCard
    from analytics.plan_card import PlanCard

FORMATS = ("table", "json")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("explain", cls=WordedCommand, help=told("explain"))(explain)


def explain(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help=told("explain_name"), show_default=False)] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("as_of"), show_default=False)] = None,
    output: Annotated[str, typer.Option("--format", help=told("format_measure"))] = "table",
) -> None:
    session: Session = context.obj
    checked_format(output, FORMATS)
    if name is None:
        list_explained(session, output)
        return
    from analytics.network.cards import measure_cards
    from analytics.plans.catalogue import PLANS
    from analytics.registry import DEFINITIONS
    from dashboard.methods import ASKED_BY_COMMAND, told_card, told_measure, told_plan_card
    from dashboard.named import explained_named

    plans = [*PLANS, *ASKED_BY_COMMAND]
    name = explained_named(name)
    measure = measure_cards().get(name)
    method = known_card(session, name, as_of) if name in DEFINITIONS else None
    plan = known_plan_card(session, name) if name in plans else None
    bar = session.settings.people_shown_from
    if output == "json":
        write_json(
            {
                "name": name,
                "measure": None if measure is None else told_measure(measure, session.wording),
                "finding": None if method is None else told_card(method, session.wording, shown_from=bar),
                "plan": None if plan is None else told_plan_card(plan, session.wording, shown_from=bar),
            }
        )
        return
    if measure is not None:
        tell_measure(session, measure)
    if method is not None:
        tell_method(session, method)
    if plan is not None:
        tell_plan(session, plan)
        tell_settings(session, name)


def list_explained(session: Session, output: str) -> None:
    """Everything that can be explained on stdout: what it is called, and what it is."""
    from dashboard.methods import explained_kinds, explained_names, explained_title

    words = session.wording
    listed = [
        {"kind": kind, "name": name, "title": explained_title(name, kind, words)}
        for kind in ("measure", "finding", "plan")
        for name in explained_names()
        if kind in explained_kinds(name)
    ]
    if output == "json":
        write_json(listed)
        return
    write_table(
        [words.column("kind"), words.column("id"), words.column("name")],
        [[words.text(f"methods.kind_{one['kind']}"), one["name"], one["title"]] for one in listed],
        show=str,
    )


def known_card(session: Session, name: str, as_of: str | None) -> MethodCard:
    """The method card with the dataset's numbers; without them, which is said, where no data is loaded."""
    from analytics.method_card import method_card
    from dashboard.service import day_from
    from graph_model.errors import NoData

    day = day_from(as_of)
    try:
        return session.ready().steadily(lambda investigation: method_card(investigation, name, day))
    except NoData:
        session.say("explain_no_data")
        return method_card(None, name)


def known_plan_card(session: Session, name: str) -> PlanCard:
    """A plan's card with how complete the dataset is; without it, which is said, where no data is loaded."""
    from analytics.plan_card import plan_card
    from graph_model.errors import NoData

    try:
        return session.ready().steadily(lambda investigation: plan_card(investigation, name))
    except NoData:
        session.say("explain_no_data")
        return plan_card(None, name)


def tell_settings(session: Session, name: str) -> None:
    """The settings of a plan: what each is called, what it means, and what it is unless given, as it is written."""
    from analytics.plans.catalogue import PLANS

    words = session.wording
    if name in PLANS:
        rows = [
            [one.name, words.text(f"plans.parameter_{one.name}"), "" if one.default is None else str(one.default)]
            for one in PLANS[name].parameters
        ]
        write_table([words.column(one) for one in ("params", "description", "default")], rows, show=str)


def tell_measure(session: Session, card: MeasureCard) -> None:
    """What it means first; the formula and its kin below."""
    from dashboard.methods import measure_lines, told_measure

    words = session.wording
    card_told = told_measure(card, words)
    sys.stdout.write(f"{card_told['title']} ({card.name})\n{card_told['meaning']}\n")
    for name, line in measure_lines(card, words).items():
        sys.stdout.write(f"  {words.text(f'methods.line_{name}')}{line}\n")


def tell_method(session: Session, card: MethodCard) -> None:
    """Definition, numbers, data with their completeness, thresholds, limits."""
    from dashboard.methods import method_lines

    words = session.wording
    sys.stdout.write(f"{words.finding(card.id)} ({card.id})\n")
    before, after = method_lines(card, words)
    sys.stdout.writelines(f"{line}\n" for line in before)
    tell_data(session, card)
    sys.stdout.writelines(f"{line}\n" for line in after)


def tell_plan(session: Session, card: PlanCard) -> None:
    """What it does, what it makes best and how; data with their completeness; limits."""
    from dashboard.methods import plan_limits, plan_lines

    words = session.wording
    sys.stdout.write(f"{words.text(f'plans.name_{card.id}')} ({card.id})\n{words.text(f'plans.about_{card.id}')}\n")
    for name, line in plan_lines(card.id, words).items():
        sys.stdout.write(f"  {words.text(f'plan_cards.line_{name}')}{line}\n")
    tell_data(session, card)
    sys.stdout.writelines(f"{words.text('methods.limit', limit=line)}\n" for line in plan_limits(card, words))


def tell_data(session: Session, card: MethodCard | PlanCard) -> None:
    """The columns that are looked at, and how much of each is known."""
    from dashboard.methods import COMPLETENESS, completeness_rows

    words = session.wording
    rows = completeness_rows(card, words, shown_from=session.settings.people_shown_from)
    headings = [words.column(name) for name in COMPLETENESS]
    write_table(headings, rows, show=lambda value: "" if value is None else words.value(value))
