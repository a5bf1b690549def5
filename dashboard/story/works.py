"""Which works does a deck wait for, which of its slides waits for which, and how does it ask for them?

A work is asked for once, whoever needs it. What is made of its outcome is ``material``'s business.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode

from analytics.plans.catalogue import PLANS
from dashboard.plans_asked import asked_plan, asked_trend, asked_what_if
from dashboard.supposed_plans import Supposed, supposed_of
from graph_model.errors import DatasetChanged, GongjianError

if TYPE_CHECKING:
    from analytics.plans.plan import Plan
    from analytics.trend import Trend
    from analytics.what_if import WhatIf
    from dashboard.service import Service
    from dashboard.story.deck import Deck, Slide
    from dashboard.work import Work

COMPARED: Final = (
    *("organisation_coverage", "units_without_organisation", "places_without_organisation"),
    *("isolated_organisations", "tied_on_paper_only", "ties_by_kind_of_place", "weak_community_screen"),
    *("unmet_needs", "idle_resources", "agreements_expiring", "overdue_quarterly_meetings"),
)
"""Findings of which a meeting is told what changed since the last one."""
JOINT_BRANCHES: Final = "joint_branch_plan?seconds=5"
"""The plan of joint branches as the agenda asks for it: people wait for a deck, so it takes less time than its page."""
TREND: Final = "trend"
NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "stand": (TREND,),
    "changed": (TREND,),
    "places": (TREND,),
    "units": (TREND, JOINT_BRANCHES),
    "alone": (TREND, "suggested_partners"),
    "urban_rural": (TREND,),
    "weak": (TREND,),
    "propose": (JOINT_BRANCHES, "pairing_plan", "matching", "suggested_partners"),
    "asks": ("matching", "pairing_plan", JOINT_BRANCHES),
}
"""What a kind of slide waits for: plans by name, and the trend since the last meeting, which judges its findings."""


def needs_of(slide: Slide) -> tuple[str, ...]:
    """What a slide waits for: ``trend``, names of plans, the changes it supposes."""
    return NEEDS.get(slide.kind, (slide.about,) if slide.kind in ("plan", "what_if") else ())


def works_of(service: Service, deck: Deck) -> dict[str, Work[Any]]:
    """The works that a deck waits for, by what its slides need; begun, where nobody asked for them yet.

    What cannot even be asked for (a plan that is none) is left out: the slide that needs it says so.
    """
    told: dict[str, Work[Any]] = {}
    for slide in deck.slides:
        for need in needs_of(slide):
            if need in told:
                continue
            try:
                told[need] = _asked(service, deck, slide, need)
            except DatasetChanged:
                raise
            except GongjianError:
                continue
    return told


def _asked(service: Service, deck: Deck, slide: Slide, need: str) -> Work[Any]:
    if slide.kind == "what_if":
        return supposed_work(service, deck, supposed_of(need))
    return trend_work(service, deck) if need == TREND else plan_work(service, deck, need)


def trend_work(service: Service, deck: Deck) -> Work[Trend]:
    """The findings of ``COMPARED`` on the two days."""
    return asked_trend(service, [deck.since, deck.as_of], COMPARED, place=deck.place, brief=True)


def plan_work(service: Service, deck: Deck, name: str) -> Work[Plan]:
    """A plan, ``id`` or ``id?setting=value&…``."""
    plan_id, given = plan_asked(name)
    return asked_plan(service, plan_id, given, as_of=deck.as_of, place=deck.place)


def supposed_work(service: Service, deck: Deck, asked: Supposed) -> Work[WhatIf]:
    """What follows from supposed changes."""
    return asked_what_if(service, asked.plans, as_of=deck.as_of, place=deck.place)


def plan_named(plan_id: str, settings: Mapping[str, Any]) -> str:
    """The name of a plan with these settings, those at their defaults left out; ``plan_asked`` reads it."""
    given = {}
    for parameter in PLANS[plan_id].parameters:
        value = settings.get(parameter.name)
        if value in (None, [], ()) or value == parameter.default:
            continue
        several = isinstance(value, list | tuple)
        given[parameter.name] = (
            ",".join(":".join(one) if isinstance(one, list | tuple) else str(one) for one in value)
            if several
            else str(value)
        )
    return f"{plan_id}?{urlencode(sorted(given.items()))}" if given else plan_id


def plan_asked(name: str) -> tuple[str, dict[str, str]]:
    """A plan's id and the settings that were given, of ``id?setting=value&…``."""
    plan_id, _, given = name.partition("?")
    return plan_id, dict(parse_qsl(given))
