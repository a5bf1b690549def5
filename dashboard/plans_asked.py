"""How does a page or the API ask for a plan, a what-if, a trend or the screen's sensitivity, all of which take a while?

Each is one work by what it is asked of: asked again, or by another person, it is there already. What leaves has passed
``dashboard.people``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dashboard.people import told_finding, told_plan
from dashboard.plan_files import PlanFile
from dashboard.work import Work

if TYPE_CHECKING:
    from analytics.investigation import Investigation
    from analytics.losing import Holding, Loss
    from analytics.plans.plan import Plan
    from analytics.sensitivity import Sensitivity
    from analytics.trend import Trend
    from analytics.what_if import EditPlan, WhatIf
    from dashboard.service import Service


def asked_plan(
    service: Service, plan_id: str, given: Mapping[str, Any], *, as_of: dt.date | None, place: str | None
) -> Work[Plan]:
    """A plan as it may leave; its settings are checked here, with the errors of ``make_plan``."""
    from analytics.plans.making import checked_settings, make_plan

    settings = checked_settings(plan_id, given)
    investigation = service.investigation()
    day = as_of or investigation.default_day
    bar = service.settings.people_shown_from

    def make(work: Work[Plan]) -> Plan:
        made = service.steadily(lambda asked: make_plan(asked, plan_id, given, as_of=day, place=place))
        work.step(0, 0)
        return told_plan(made, shown_from=bar)

    key = ("plan", investigation.published.version, plan_id, day, place, repr(sorted(settings.items())))
    return service.works.ask(key, make)


def asked_what_if(
    service: Service, plans: Sequence[EditPlan], *, as_of: dt.date | None, place: str | None
) -> Work[WhatIf]:
    """Findings and scorecard before and after each plan."""
    from analytics.what_if import what_if

    investigation = service.investigation()

    def make(_: Work[WhatIf]) -> WhatIf:
        return service.steadily(lambda asked: what_if(asked, plans, as_of=as_of, place=place))

    return service.works.ask(("what_if", investigation.published.version, tuple(plans), as_of, place), make)


def asked_trend(
    service: Service,
    days: Sequence[dt.date],
    findings: Sequence[str],
    *,
    place: str | None,
    brief: bool = False,
    between: bool = True,
) -> Work[Trend]:
    """Findings and scorecard on some days, as ``trend`` gives them; the work tells how many days it judged."""
    from analytics.trend import trend

    investigation = service.investigation()

    def make(work: Work[Trend]) -> Trend:
        return service.steadily(
            lambda asked: trend(asked, days, findings, place=place, brief=brief, between=between, step=work.step)
        )

    key = ("trend", investigation.published.version, tuple(days), tuple(findings), place, brief, between)
    return service.works.ask(key, make)


def asked_sensitivity(
    service: Service, *, as_of: dt.date | None, place: str | None, least_fails: int
) -> Work[Sensitivity]:
    """The screen's list in every case."""
    from analytics.sensitivity import sensitivity

    investigation = service.investigation()

    def make(_: Work[Sensitivity]) -> Sensitivity:
        return service.steadily(lambda asked: sensitivity(asked, as_of=as_of, place=place, least_fails=least_fails))

    return service.works.ask(("sensitivity", investigation.published.version, as_of, place, least_fails), make)


def asked_holding(
    service: Service, *, as_of: dt.date, place: str | None, layer: str | None, hub: bool
) -> Work[tuple[list[dict[str, Any]], list[Loss], Holding]]:
    """Who lies between most others (with or without the hub), what each leaves behind, and how fast all falls apart."""
    from analytics.losing import holding, losses
    from analytics.scorecard import centralisation_is_drawn

    investigation, bar = service.investigation(), service.settings.people_shown_from

    def of(asked: Investigation, work: Work[Any]) -> tuple[list[dict[str, Any]], list[Loss], Holding]:
        known = asked.finding("key_organisations", as_of=as_of, place=place, layer=layer)
        finding = told_finding(known, shown_from=bar)
        work.step(0, 0)
        found = finding.rows.filter(finding.rows.get_column("status") == "found").sort("rank").to_dicts()
        rows = found if hub else [dict(row) for row in finding.breakdowns["without_hub"]]
        region = asked.snapshot(as_of=as_of)
        network = region if hub else region.without_hub()
        if centralisation_is_drawn(network, layer):
            asked.by_chance(as_of=as_of, layer=layer)  # kept, for the page tells it
        return rows, losses(network, [row["code"] for row in rows], layer=layer), holding(network, layer=layer)

    def make(work: Work[Any]) -> tuple[list[dict[str, Any]], list[Loss], Holding]:
        return service.steadily(lambda asked: of(asked, work))

    return service.works.ask(("holding", investigation.published.version, as_of, place, layer, hub), make)


def made_content(service: Service, plan: Plan, *, as_of: dt.date, place: str | None) -> dict[str, Any]:
    """What a file of a plan that was made holds: the plan as told, its settings, and of which data."""
    return {
        "plan": plan.id,
        "as_of": as_of.isoformat(),
        "place": place,
        "dataset": service.investigation().published.version,
        "parameters": plan.as_json()["parameters"],
        "made": plan.as_json(),
    }


def edit_plans(files: Sequence[PlanFile]) -> list[EditPlan]:
    """The edits of saved plans; ``BadValue`` (``plan_wrong``) for one that holds none."""
    return [one.edits for one in files]
