"""In which words is it told what a plan serves, what it optimised, how good it is and with which settings?

For pages and files alike; the plan was told already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analytics.plans.plan import Plan
    from dashboard.i18n import Wording


def plan_facts(plan: Plan, words: Wording) -> list[list[Any]]:
    """What a plan serves, what it optimised, how good it is and with which settings; one row a fact, worded."""
    told = plan.as_json()
    facts = [[words.column(name), told[name]] for name in ("count", "of", "unknown")]
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
    return words.word(value) if isinstance(value, str) else words.value(value)


def figure(value: Any, words: Wording) -> Any:
    """A figure: numbers stay numbers; not defined is a dash, for it is not unknown."""
    if value is None:
        return "–"
    if isinstance(value, float) and abs(value) >= 1000:
        return round(value)
    return words.value(value) if isinstance(value, bool) else value
