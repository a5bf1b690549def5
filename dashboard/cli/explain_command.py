"""What does a measure mean, how was a finding come by, what does a plan do?

The command ``explain``. Cards are analytics'; here a name is looked up and told in the reader's words.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.cli.output import checked_format, write_json, write_table
from dashboard.cli.session import Session, told

if TYPE_CHECKING:
    from analytics.method import MethodCard
    from analytics.network.cards import MeasureCard

FORMATS = ("table", "json")
ASKED_BY_COMMAND = ("what_if", "trend", "sensitivity")
"""Plans that have a command of their own."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("explain", help=told("explain"))(explain)


def explain(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=told("explain_name"), show_default=False)],
    as_of: Annotated[str | None, typer.Option("--as-of", help=told("as_of"), show_default=False)] = None,
    output: Annotated[str, typer.Option("--format", help=told("format_measure"))] = "table",
) -> None:
    session: Session = context.obj
    checked_format(output, FORMATS)
    from analytics.network.cards import measure_cards
    from analytics.plans.catalogue import PLANS
    from analytics.registry import DEFINITIONS
    from dashboard.methods import told_card
    from graph_model.errors import UnknownName

    plans = [*PLANS, *ASKED_BY_COMMAND]
    if name not in measure_cards() and name not in DEFINITIONS and name not in plans:
        raise UnknownName("explained", name, known=[*measure_cards(), *DEFINITIONS, *plans])
    measure = measure_cards().get(name)
    method = known_card(session, name, as_of) if name in DEFINITIONS else None
    if output == "json":
        write_json(
            {
                "name": name,
                "measure": None if measure is None else measure_json(session, measure),
                "finding": None
                if method is None
                else told_card(method, session.wording, shown_from=session.settings.people_shown_from),
                "plan": plan_json(session, name) if name in plans else None,
            }
        )
        return
    if measure is not None:
        tell_measure(session, measure)
    if method is not None:
        tell_method(session, method)
    if name in plans:
        for line in plan_json(session, name).values():
            sys.stdout.write(f"{line}\n")


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


def measure_json(session: Session, card: MeasureCard) -> dict[str, Any]:
    """A measure's card with its sentence."""
    words = session.wording
    title = words.text(f"measures.{card.name}") if words.has(f"measures.{card.name}") else card.name
    return {"title": title, "meaning": words.text(f"measure_cards.{card.name}"), **card.as_json()}


def plan_json(session: Session, name: str) -> dict[str, str]:
    """A plan's title and what it does."""
    return {"title": session.wording.text(f"plans.name_{name}"), "about": session.wording.text(f"plans.about_{name}")}


def tell_measure(session: Session, card: MeasureCard) -> None:
    """What it means first; the formula and its kin below."""
    words, card_told = session.wording, measure_json(session, card)
    sys.stdout.write(f"{card_told['title']} ({card.name})\n{card_told['meaning']}\n")
    unbounded = words.text("methods.no_bound")
    range_told = f"{card.least or unbounded} … {card.most or unbounded}" if card.least or card.most else ""
    lines = {
        "of": words.text(f"methods.of_{card.of}"),
        "formula": card.formula,
        "range": range_told,
        "unit": words.text(f"methods.unit_{card.unit}"),
        "undefined": words.text(f"methods.undefined_{card.undefined}"),
        "reference": card.reference,
    }
    for name, line in lines.items():
        if line:
            sys.stdout.write(f"  {words.text(f'methods.line_{name}')}{line}\n")


def tell_method(session: Session, card: MethodCard) -> None:
    """Definition, numbers, data with their completeness, thresholds, limits."""
    from dashboard.methods import COMPLETENESS, completeness_rows, method_lines

    words = session.wording
    sys.stdout.write(f"{words.finding(card.id)} ({card.id})\n")
    before, after = method_lines(card, words)
    sys.stdout.writelines(f"{line}\n" for line in before)
    headings = [words.column(name) for name in COMPLETENESS]
    rows = completeness_rows(card, words, shown_from=session.settings.people_shown_from)
    write_table(headings, rows, show=lambda value: "" if value is None else words.value(value))
    sys.stdout.writelines(f"{line}\n" for line in after)
