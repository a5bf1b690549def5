"""What does the API tell of plans, of what would be, and of the plans that were saved?

The answers of ``gongjian plan`` and ``gongjian what-if``. A saved plan is a file of its own; the dataset never changes.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request
from fastapi.responses import Response

from analytics.plans.catalogue import PLANS
from analytics.what_if import EditPlan, plan_of
from dashboard.api import plan_models as m
from dashboard.api.errors import wording_of
from dashboard.api.exports import download
from dashboard.api.routes import ERRORS, ROOT, AsOf, Limit, Offset, Place, language, service_of
from dashboard.plan_files import WHAT_IF, PlanFile, comparison, plan_files
from dashboard.plans_asked import asked_plan, asked_what_if, edit_plans, made_content
from dashboard.reports.plans import plan_csv, plan_pdf, plan_workbook
from dashboard.sample_mark import mark_told
from dashboard.service import day_from, format_from
from graph_model.errors import BadValue

router = APIRouter(prefix=ROOT, responses=ERRORS, dependencies=[Depends(language)])

PlanId = Annotated[str, Path(description="Id of the plan.")]
Name = Annotated[str, Path(description="Name under which a plan was saved.")]
Param = Annotated[list[str] | None, Query(description="One setting as name=value; repeated for several, as `--param`.")]


@router.get("/plans")
def plans(request: Request) -> list[m.PlanSummary]:
    """The plans that can be made, with their settings."""
    service_of(request)  # tells nothing of the data, and still asks who is asking
    words = wording_of(request)
    return [
        m.PlanSummary(
            id=one.id,
            title=words.text(f"plans.name_{one.id}"),
            about=words.text(f"plans.about_{one.id}"),
            parameters=[
                m.PlanParameter(
                    name=p.name,
                    title=words.text(f"plans.parameter_{p.name}"),
                    type=p.type,
                    default=p.default,
                    least=p.least,
                    most=p.most,
                    choices=list(p.choices),
                )
                for p in one.parameters
            ],
        )
        for one in PLANS.values()
    ]


@router.get("/plans/{plan_id}")
def plan(
    request: Request,
    plan_id: PlanId,
    param: Param = None,
    as_of: AsOf = None,
    place: Place = None,
    offset: Offset = 0,
    limit: Limit = 100,
) -> m.PlanAnswer:
    """A plan made for a day and place, with a page of its rows. The same question again is answered at once."""
    service, words = service_of(request), wording_of(request)
    day = day_from(as_of) or service.investigation().default_day
    answer = asked_plan(service, plan_id, settings_of(param), as_of=day, place=place).result()
    told = answer.as_json()
    rows = told.pop("rows")
    return m.PlanAnswer(
        id=plan_id,
        title=words.text(f"plans.name_{plan_id}"),
        rows=rows[offset : offset + limit],
        total_rows=len(rows),
        offset=offset,
        limit=limit,
        limits_told=[words.text(f"plans.limit_{code}") for code in answer.limits],
        **told,
    )


@router.get("/plans/{plan_id}/export", response_class=Response)
def plan_file(
    request: Request,
    plan_id: PlanId,
    output: Annotated[str, Query(alias="format", description="csv, xlsx or pdf.")] = "xlsx",
    param: Param = None,
    as_of: AsOf = None,
    place: Place = None,
) -> Response:
    """The rows of a plan as csv, or a workbook or pages that also tell how good it is and what it does not heed."""
    format_from(output, ("csv", "xlsx", "pdf"))
    service, words = service_of(request), wording_of(request)
    investigation = service.investigation()
    day = day_from(as_of) or investigation.default_day
    answer = asked_plan(service, plan_id, settings_of(param), as_of=day, place=place).result()
    if output == "csv":
        content = plan_csv(answer, data=investigation.data)
    elif output == "pdf":
        title = words.text("reports.page_title", page=words.text(f"plans.name_{plan_id}"), as_of=day)
        content = plan_pdf(answer, words, title=title, mark=mark_told(investigation.data, words))
    else:
        content = plan_workbook(answer, words, mark=mark_told(investigation.data, words))
    return download(content, f"{words.text(f'plans.name_{plan_id}')}-{day.isoformat()}.{output}", output)


@router.post("/what-if")
def supposed(request: Request, given: Annotated[m.WhatIfGiven, Body()]) -> m.WhatIfAnswer:
    """Findings and scorecard before and after each list of edits; nothing is stored."""
    service = service_of(request)
    asked = [edit_plan(one.name, one.edits) for one in given.plans]
    asked += edit_plans([plan_files(service).read(name) for name in given.saved])
    if not asked:
        raise BadValue("no_plan_given")
    answer = asked_what_if(service, asked, as_of=day_from(given.as_of), place=given.place).result()
    return m.WhatIfAnswer(**answer.as_json())


@router.get("/plan-files")
def saved_plans(request: Request) -> list[m.PlanFileSummary]:
    """The plans that people saved."""
    return [m.PlanFileSummary(**one.as_json()) for one in plan_files(service_of(request)).all()]


@router.get("/plan-files/{name}")
def saved_plan(request: Request, name: Name) -> m.PlanFileAnswer:
    """One saved plan: its edits in the form that ``gongjian what-if`` reads, or the plan as it was made."""
    return file_answer(plan_files(service_of(request)).read(name))


@router.get("/plan-files/{name}/file", response_class=Response)
def plan_as_file(request: Request, name: Name) -> Response:
    """A saved plan as a JSON file to keep or to pass on; of edits the one that ``gongjian what-if`` reads."""
    held = plan_files(service_of(request)).read(name)
    content = json.dumps({"name": held.name, **held.content}, ensure_ascii=False, indent=2) + "\n"
    return download(content.encode(), f"{held.name}.json", "json")


@router.put("/plan-files/{name}")
def save_plan(request: Request, name: Name, given: Annotated[m.PlanFileGiven, Body()]) -> m.PlanFileAnswer:
    """Save edits, or a plan made now, under a name."""
    service = service_of(request)
    content: dict[str, Any]
    if (given.edits is None) == (given.plan is None):
        raise BadValue("edits_or_plan")
    if given.plan is not None:
        day = day_from(given.as_of) or service.investigation().default_day
        made = asked_plan(service, given.plan, given.parameters, as_of=day, place=given.place).result()
        content = made_content(service, made, as_of=day, place=given.place)
    else:
        day_from(given.as_of)
        edits = [one.model_dump(exclude_none=True) for one in given.edits or []]
        content = {"as_of": given.as_of, "place": given.place, "edits": edits}
        content = {key: value for key, value in content.items() if value is not None}
        plan_of(content, path=name, name=name)
    return file_answer(plan_files(service).save(name, content, replace=given.replace))


@router.delete("/plan-files/{name}")
def remove_plan(request: Request, name: Name) -> m.PlanFileAnswer:
    """Remove a saved plan; the answer holds what it was, so that it can be saved again."""
    return file_answer(plan_files(service_of(request)).delete(name))


@router.get("/plan-files/{name}/against/{other}")
def compare_plans(request: Request, name: Name, other: Name) -> m.PlansComparedAnswer:
    """Two saved plans of one kind that were made: their figures, and the rows that both or only one proposes."""
    first, second = (plan_files(service_of(request)).read(one) for one in (name, other))
    return m.PlansComparedAnswer(plan=first.kind, **comparison(first, second))


def settings_of(param: list[str] | None) -> dict[str, str]:
    """Settings given as ``name=value``; ``BadValue`` (``parameter_form``) for one that is not."""
    told = {}
    for text in param or []:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise BadValue("parameter_form", value=text)
        told[name] = value
    return told


def edit_plan(name: str, edits: list[m.EditGiven]) -> EditPlan:
    """Edits given to the API as a plan; errors as ``plan_of``."""
    return plan_of({"name": name, "edits": [one.model_dump(exclude_none=True) for one in edits]}, path=name)


def file_answer(file: PlanFile) -> m.PlanFileAnswer:
    """A saved plan as the API tells it; its content without what the summary says."""
    kept = ("edits", "parameters", "made", "dataset") if file.kind != WHAT_IF else ("edits",)
    return m.PlanFileAnswer(**file.as_json(), content={key: file.content[key] for key in kept if key in file.content})
