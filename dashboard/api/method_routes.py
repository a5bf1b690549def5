"""What does the API tell of change over time, of how firm the screen is, and of what measures and findings mean?

The answers of ``gongjian trend``, ``sensitivity`` and ``explain``.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request

from analytics.method_card import method_card
from analytics.network.cards import measure_cards
from analytics.plan_card import PLAN_COLUMNS, plan_card
from analytics.registry import DEFINITIONS
from analytics.trend import days_asked
from dashboard.api import plan_models as m
from dashboard.api.errors import wording_of
from dashboard.api.routes import ERRORS, ROOT, AsOf, Place, language, service_of
from dashboard.api.steady import SteadyRoute
from dashboard.methods import explained_names, told_card, told_measure, told_plan_card
from dashboard.named import explained_named
from dashboard.plans_asked import asked_sensitivity, asked_trend
from dashboard.service import day_from
from graph_model.errors import NoData, UnknownName

router = APIRouter(route_class=SteadyRoute, prefix=ROOT, responses=ERRORS, dependencies=[Depends(language)])


@router.get("/trend")
def trend(
    request: Request,
    finding: Annotated[list[str] | None, Query(description="Ids of findings; all where none is given.")] = None,
    since: Annotated[str | None, Query(alias="from", description="First day; a year before the last.")] = None,
    until: Annotated[str | None, Query(alias="to", description="Last day; the newest of the batches.")] = None,
    every: Annotated[str, Query(description="quarter or year.")] = "quarter",
    on: Annotated[list[str] | None, Query(description="Only these days, instead of from and to.")] = None,
    place: Place = None,
    limit: Annotated[int, Query(ge=0, le=10_000, description="Most subjects told of a step and list.")] = 1000,
) -> m.TrendAnswer:
    """Findings and the scorecard on several days, and the subjects that came, went or changed in between."""
    for name in finding or []:
        if name not in DEFINITIONS:
            raise UnknownName("finding", name, known=DEFINITIONS)
    service = service_of(request)
    named = [day for text in on or [] if (day := day_from(text)) is not None]
    newest = service.investigation().default_day
    days = days_asked(newest, since=day_from(since), until=day_from(until), every=every, named=named)
    told = asked_trend(service, days, tuple(dict.fromkeys(finding or ())), place=place).result().as_json()
    for one in told["findings"].values():
        one["steps"] = [cut_step(step, limit=limit) for step in one["steps"]]
    return m.TrendAnswer(place=place, **told)


def cut_step(step: dict[str, Any], *, limit: int) -> dict[str, Any]:
    """A step with its lists cut, and how long each was."""
    lists = {name: value for name, value in step.items() if isinstance(value, list)}
    return {
        **step,
        **{name: value[:limit] for name, value in lists.items()},
        "totals": {name: len(value) for name, value in lists.items()},
    }


@router.get("/sensitivity")
def sensitivity(
    request: Request,
    fails: Annotated[int, Query(ge=1, le=100, description="Listed from how many failing indicators on.")] = 1,
    as_of: AsOf = None,
    place: Place = None,
) -> m.SensitivityAnswer:
    """Which communities the screen lists in every case, which only in some."""
    work = asked_sensitivity(service_of(request), as_of=day_from(as_of), place=place, least_fails=fails)
    return m.SensitivityAnswer(**work.result().as_json())


@router.get("/explain")
def explained(request: Request) -> list[str]:
    """The names that can be explained: measures, findings, plans."""
    service_of(request)  # tells nothing of the data, and still asks who is asking
    return explained_names()


@router.get("/explain/{name}")
def explain(
    request: Request,
    name: Annotated[str, Path(description="A measure, a finding or a plan, by name or title.")],
    as_of: AsOf = None,
    place: Place = None,
) -> m.ExplainAnswer:
    """What a name means: a measure's card, a finding's method card with how complete its data is, a plan."""
    name = explained_named(name)
    words, service, day = wording_of(request), service_of(request), day_from(as_of)
    bar = service.settings.people_shown_from
    finding = plan = None
    if name in DEFINITIONS:
        try:
            card = method_card(service.investigation(), name, day, place=place)
        except NoData:
            card = method_card(None, name)
        finding = told_card(card, words, shown_from=bar)
    if name in PLAN_COLUMNS:
        try:
            asked = plan_card(service.investigation(), name)
        except NoData:
            asked = plan_card(None, name)
        plan = told_plan_card(asked, words, shown_from=bar)
    return m.ExplainAnswer(
        name=name,
        measure=m.MeasureTold(**told_measure(measure_cards()[name], words)) if name in measure_cards() else None,
        finding=finding,
        plan=None if plan is None else m.PlanTold(**plan),
    )
