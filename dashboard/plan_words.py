"""In which words is it told of what day and place a plan is, what it serves and optimised, and how good it is?

For pages and files alike; the plan was told already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from analytics.plans.plan import Plan
    from dashboard.i18n import Wording


OF_WHAT: Final = ("as_of", "asked_place")
"""Columns behind those of a plan's rows in csv: the day, and the place it was asked of (blank: the whole region)."""


def rows_of_what(plan: Plan) -> tuple[list[str], Iterator[Sequence[Any]]]:
    """The columns and rows of a plan as csv has them: with the day and place in every row."""
    of = (plan.as_of, plan.place)
    return [*plan.rows.columns, *OF_WHAT], ((*row, *of) for row in plan.rows.iter_rows())


def plan_facts(plan: Plan, words: Wording) -> list[list[Any]]:
    """Of what day and place a plan is, what it serves, what it optimised, how good it is, with which settings; worded.

    One row a fact.
    """
    told = plan.as_json()
    facts = [
        [words.column("as_of"), told["as_of"]],
        [words.column("place"), plan.place or words.text("pages.whole_region")],
    ]
    facts += [[words.column(name), told[name]] for name in ("count", "of", "unknown")]
    facts.append([words.column("objective"), words.text(f"plans.objective_{plan.objective}")])
    facts += [[words.column(name), figure(told["objective"][name], words)] for name in ("value", "bound", "optimal")]
    facts.append([words.column("seconds"), told["objective"]["seconds"]])
    facts += [[words.text(f"plans.measure_{name}"), figure(value, words)] for name, value in told["measures"].items()]
    facts += [
        [words.text(f"plans.parameter_{name}"), setting_told(value, words)] for name, value in plan.parameters.items()
    ]
    return facts


def setting_told(value: Any, words: Wording) -> str:
    """A setting as a person reads it; not given is a dash, for it is not unknown."""
    if value is None or value == []:
        return "–"
    if isinstance(value, list | tuple):
        return words.value([":".join(one) if isinstance(one, tuple | list) else str(one) for one in value])
    return choice_told(value, words) if isinstance(value, str) else words.value(value)


def choice_told(choice: str, words: Wording) -> str:
    """One of the choices of a setting in words; any other text as it is."""
    key = f"plan_page.choice_{choice}"
    return words.text(key) if words.has(key) else words.word(choice)


def figure(value: Any, words: Wording) -> Any:
    """A figure: numbers stay numbers; not defined is a dash, for it is not unknown."""
    if value is None:
        return "–"
    if isinstance(value, float) and abs(value) >= 1000:
        return round(value)
    return words.value(value) if isinstance(value, bool) else value
