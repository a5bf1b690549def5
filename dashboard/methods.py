"""In which words is the method of a finding told, to any page, report or command?

The cards are analytics'. How few people there may be behind a number is heeded here, for a table of members counts
people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.not_handed_in import column_title, count_line, lacking_sentence
from dashboard.people_signs import HIDDEN, small

if TYPE_CHECKING:
    from analytics.investigation import Investigation
    from analytics.method import Completeness, MethodCard
    from analytics.network.cards import MeasureCard
    from analytics.plan_card import PlanCard
    from analytics.report import Report
    from dashboard.i18n import Wording

PEOPLE_TABLES = ("members",)
COMPLETENESS = ("table", "column", "known", "rows", "share")
"""Columns of ``completeness_rows``."""

METHODS_TOLD = ("xlsx", "docx", "pptx", "pdf")
"""Documents that tell behind the findings how each was come by."""


def with_methods(investigation: Investigation, answer: Report) -> Report:
    """The report with the method card of each of its findings."""
    from dataclasses import replace

    from analytics.method_card import method_card

    cards = {name: method_card(investigation, name, answer.as_of, place=answer.place) for name in answer.findings}
    return replace(answer, methods=cards)


def told_cells(cells: Completeness, *, shown_from: int) -> tuple[int | str | None, int | str | None, float | None]:
    """Known cells, rows and share as they may be told: of a table of people nothing that tells of few of them."""
    if cells.table not in PEOPLE_TABLES or cells.known is None or cells.rows is None:
        return cells.known, cells.rows, cells.share
    if cells.rows < shown_from:
        return HIDDEN, small(shown_from), None
    if 0 < cells.known < shown_from or 0 < cells.rows - cells.known < shown_from:
        return HIDDEN, cells.rows, None
    return cells.known, cells.rows, cells.share


def completeness_rows(card: MethodCard | PlanCard, words: Wording, *, shown_from: int) -> list[list[Any]]:
    """One row a column: table, column, known cells, rows, share in percent; a blank that is an answer is marked."""
    rows = []
    for cells in card.data:
        known, of, share = told_cells(cells, shown_from=shown_from)
        title = "" if cells.column is None else column_title(cells.table, cells.column, words)
        title += words.text(f"methods.blank_{cells.column}") if cells.blank_says else ""
        percent = None if share is None else f"{share * 100:.1f}%"
        rows.append([words.text(f"tables.{cells.table}"), title, known, of, percent])
    return rows


def method_lines(card: MethodCard, words: Wording) -> tuple[list[str], list[str]]:
    """What stands before the table of data (definition, numbers), and behind it (thresholds, limits)."""
    before = [words.text(f"definitions.{card.id}")]
    if card.finding is not None:
        before.append(count_line(card.finding, words, as_of=card.as_of))
        lacking = lacking_sentence(card.finding, words)
        if lacking is not None:
            before.append(lacking)
    after = [
        words.text(
            "reports.threshold_line",
            name=words.text(f"rules.{threshold.name}"),
            value=threshold.value,
            unit=words.text(f"units.{threshold.unit}") if words.has(f"units.{threshold.unit}") else threshold.unit,
            source=words.source(threshold.source),
        )
        for threshold in card.thresholds
    ]
    after += [words.text("methods.limit", limit=told) for told in limits_told(card, words)]
    return before, after


def told_card(card: MethodCard, words: Wording, *, shown_from: int) -> dict[str, Any]:
    """The card as JSON that may leave, with its definition and limits in words."""
    answer = card.as_json()
    for cells, row in zip(card.data, answer["data"], strict=True):
        row["known"], row["rows"], row["share"] = told_cells(cells, shown_from=shown_from)
    answer["title"] = words.finding(card.id)
    answer["definition"] = words.text(f"definitions.{card.id}")
    answer["limits_told"] = limits_told(card, words)
    return answer


def limits_told(card: MethodCard, words: Wording) -> list[str]:
    """What a finding does not heed, a sentence each."""
    return [words.text(f"methods.limit_{code}", most=card.exact_up_to) for code in card.limits]


ASKED_BY_COMMAND = ("what_if", "trend", "sensitivity")
"""Plans that have a command of their own."""


def explained_names() -> list[str]:
    """Everything that can be explained: measures, findings, plans."""
    from analytics.network.cards import measure_cards
    from analytics.plans.catalogue import PLANS
    from analytics.registry import DEFINITIONS

    return list(dict.fromkeys([*measure_cards(), *DEFINITIONS, *PLANS, *ASKED_BY_COMMAND]))


def explained_kinds(name: str) -> list[str]:
    """What a name is: ``measure``, ``finding``, ``plan``; it may be several."""
    from analytics.network.cards import measure_cards
    from analytics.plans.catalogue import PLANS
    from analytics.registry import DEFINITIONS

    kinds = {"measure": measure_cards(), "finding": DEFINITIONS, "plan": [*PLANS, *ASKED_BY_COMMAND]}
    return [kind for kind, names in kinds.items() if name in names]


def explained_title(name: str, kind: str, words: Wording) -> str:
    """What a measure, finding or plan is called."""
    if kind == "finding":
        return words.finding(name)
    key = f"measures.{name}" if kind == "measure" else f"plans.name_{name}"
    return words.text(key) if words.has(key) else name


def told_measure(card: MeasureCard, words: Wording) -> dict[str, str]:
    """A measure's card with its title and its sentence."""
    title = explained_title(card.name, "measure", words)
    told = {"formula": formula_told(card, words), "most": most_told(card, words)}
    return {"title": title, "meaning": words.text(f"measure_cards.{card.name}"), **card.as_json(), **told}


def formula_told(card: MeasureCard, words: Wording) -> str:
    """The formula in the reader's words; as its measure has it where it is of symbols alone."""
    key = f"measure_formulas.{card.name}"
    return words.text(key) if words.has(key) else card.formula


def most_told(card: MeasureCard, words: Wording) -> str:
    """The most a measure can be, in the reader's words where there are any in it."""
    key = f"measure_formulas.most_{card.name}"
    return words.text(key) if words.has(key) else card.most


def measure_lines(card: MeasureCard, words: Wording) -> dict[str, str]:
    """The formula of a measure and its kin, worded, by name; what it has none of is left out."""
    unbounded, most = words.text("methods.no_bound"), most_told(card, words)
    lines = {
        "of": words.text(f"methods.of_{card.of}"),
        "formula": formula_told(card, words),
        "range": f"{card.least or unbounded} … {most or unbounded}" if card.least or most else "",
        "unit": words.text(f"methods.unit_{card.unit}"),
        "undefined": words.text(f"methods.undefined_{card.undefined}"),
        "reference": card.reference,
    }
    return {name: line for name, line in lines.items() if line}


PLAN_LINES = ("objective", "formula", "method")
"""What is told of how a plan is come by, in this order."""


def plan_lines(name: str, words: Wording) -> dict[str, str]:
    """What a plan makes best, in words and as a formula, and how: exactly, or within which bound."""
    return {line: words.text(f"plan_cards.{line}_{name}") for line in PLAN_LINES}


def plan_limits(card: PlanCard, words: Wording) -> list[str]:
    """What a plan does not heed, a sentence each."""
    return [words.text(f"plans.limit_{code}") for code in card.limits]


def told_plan_card(card: PlanCard, words: Wording, *, shown_from: int) -> dict[str, Any]:
    """A plan's card as JSON that may leave: its title, what it does, its lines, its data, its limits in words."""
    answer = {
        "title": words.text(f"plans.name_{card.id}"),
        "about": words.text(f"plans.about_{card.id}"),
        **plan_lines(card.id, words),
        **card.as_json(),
        "limits_told": plan_limits(card, words),
    }
    for cells, row in zip(card.data, answer["data"], strict=True):
        row["known"], row["rows"], row["share"] = told_cells(cells, shown_from=shown_from)
    return answer
