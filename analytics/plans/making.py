"""How is a plan made: its settings checked, what it needs fetched, the pure function called?

What a plan proposes stands in its own module.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analytics.investigation import Investigation
from analytics.plans.catalogue import PLANS
from analytics.plans.plan import Plan, PlanDefinition, PlanFacts
from graph_model.errors import UnknownName
from graph_model.snapshot import places_below


def checked_settings(plan_id: str, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Every setting of a plan as it takes it, those not given at their defaults.

    Raises
    ------
    UnknownName
        No such plan, parameter or choice; carries the nearest names.
    BadValue
        ``plan_parameter``.
    """
    if plan_id not in PLANS:
        raise UnknownName("plan", plan_id, known=PLANS)
    known = {parameter.name: parameter for parameter in PLANS[plan_id].parameters}
    for name in given or {}:
        if name not in known:
            raise UnknownName("plan_parameter", name, known=known)
    return {
        name: parameter.checked((given or {})[name]) if name in (given or {}) else parameter.default
        for name, parameter in known.items()
    }


def make_plan(
    investigation: Investigation,
    plan_id: str,
    given: Mapping[str, Any] | None = None,
    *,
    as_of: dt.date | None = None,
    place: str | None = None,
) -> Plan:
    """One plan of a day and place.

    Raises
    ------
    UnknownName
        No such plan, parameter, choice or place; carries the nearest names.
    BadValue
        ``plan_parameter``.
    """
    settings = checked_settings(plan_id, given)
    definition = PLANS[plan_id]
    facts = facts_for(investigation, definition, as_of=as_of, place=place)
    return replace(definition.make(facts, settings), as_of=facts.as_of, place=place, hub=definition.hub)


def facts_for(
    investigation: Investigation, definition: PlanDefinition, *, as_of: dt.date | None = None, place: str | None = None
) -> PlanFacts:
    """What a plan may look at, of a day and place.

    Raises
    ------
    UnknownName
        No such place.
    """
    day = investigation.default_day if as_of is None else as_of
    snapshot = investigation.snapshot(as_of=day, place=place)
    return PlanFacts(
        as_of=day,
        place=place,
        scope=None if place is None else places_below(snapshot.places, place),
        snapshot=snapshot,
        region=investigation.snapshot(as_of=day),
        frames={name: investigation.answer(name, as_of=day) for name in definition.queries},
        findings={name: investigation.finding(name, as_of=day, place=place) for name in definition.findings},
    )
