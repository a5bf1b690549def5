"""What does the API tell of the cases that people work on, and how are they changed?

The answers of ``gongjian cases``. The graph never holds any of it.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Request
from fastapi.responses import Response

from dashboard.api import case_models as m
from dashboard.api.errors import wording_of
from dashboard.api.exports import download
from dashboard.api.routes import ERRORS, ROOT, Limit, Offset, Place, language, service_of
from dashboard.api.steady import SteadyRoute
from dashboard.case_telling import case_json, case_row
from dashboard.case_work import CaseWork
from dashboard.operations.cases import Case
from dashboard.reports.cases import cases_csv, cases_sheet, cases_workbook
from dashboard.reports.tables import sheets_pdf
from dashboard.sample_mark import mark_told
from dashboard.service import Service, day_from, format_from

router = APIRouter(route_class=SteadyRoute, prefix=ROOT, responses=ERRORS, dependencies=[Depends(language)])

Number = Annotated[int, Path(ge=1, le=2**31, description="Number of the case.")]
Finding = Annotated[str | None, Query(description="Id of a finding; all where left out.")]
Assignee = Annotated[str | None, Query(description="Only cases in whose assignee this text stands.")]
State = Annotated[str | None, Query(description="open or closed; both where left out.")]
Standing = Annotated[str | None, Query(description="found, unknown, passed or absent: what the finding says now.")]
Overdue = Annotated[bool, Query(description="Only open cases whose day is past.")]


@router.get("/cases")
def cases(
    request: Request,
    finding: Finding = None,
    place: Place = None,
    assignee: Assignee = None,
    state: State = None,
    standing: Standing = None,
    overdue: Overdue = False,
    offset: Offset = 0,
    limit: Limit = 100,
) -> m.CasesAnswer:
    """Cases as they stand against the dataset, those due first."""
    work = CaseWork(service_of(request))
    told = work.all(finding=finding, place=place, assignee=assignee, state=state, standing=standing, overdue=overdue)
    rows = [m.CaseRow(**case_row(one)) for one in told[offset : offset + limit]]
    return m.CasesAnswer(total=len(told), offset=offset, limit=limit, cases=rows)


@router.post("/cases")
def open_cases(request: Request, given: Annotated[m.CasesGiven, Body()]) -> m.CasesOpened:
    """Begin to work on subjects that a finding finds or cannot tell, all of them or none; each keeps its evidence."""
    told = CaseWork(service_of(request)).open(
        given.finding, given.subjects, assignee=given.assignee, due=day_from(given.due), comment=given.comment
    )
    return m.CasesOpened(
        ids=list(told.ids), opened=list(told.opened), reopened=list(told.reopened), already_open=list(told.held)
    )


@router.post("/cases/undo")
def undo_opening(request: Request, given: Annotated[m.CasesNamed, Body()]) -> m.CasesUndone:
    """Take back that one opened cases, all of them or none; for each it must be the last thing that was done."""
    return m.CasesUndone(count=CaseWork(service_of(request)).undo_opening(given.ids))


@router.get("/cases/export", response_class=Response)
def cases_file(
    request: Request,
    output: Annotated[str, Query(alias="format", description="csv, xlsx or pdf.")] = "xlsx",
    finding: Finding = None,
    place: Place = None,
    assignee: Assignee = None,
    state: State = None,
    standing: Standing = None,
    overdue: Overdue = False,
) -> Response:
    """Cases as csv, xlsx or pdf."""
    format_from(output, ("csv", "xlsx", "pdf"))
    service, words = service_of(request), wording_of(request)
    work = CaseWork(service)
    told = work.all(finding=finding, place=place, assignee=assignee, state=state, standing=standing, overdue=overdue)
    data = service.investigation().data
    if output == "csv":
        content = cases_csv(told, data=data)
    elif output == "pdf":
        sheet = cases_sheet(told, words, work.place_names())
        content = sheets_pdf([sheet], words, title=words.text("pages.cases_question"), mark=mark_told(data, words))
    else:
        content = cases_workbook(told, words, work.place_names(), mark=mark_told(data, words))
    return download(content, f"{words.text('pages.cases')}.{output}", output)


@router.get("/cases/{number}")
def case(request: Request, number: Number) -> m.CaseAnswer:
    """One case with everything that was done."""
    service = service_of(request)
    return answer(service, CaseWork(service).one(number))


@router.post("/cases/{number}/changes")
def change(request: Request, number: Number, given: Annotated[m.ChangeGiven, Body()]) -> m.CaseAnswer:
    """Do something with a case; closing keeps what the finding says now."""
    service = service_of(request)
    due = day_from(given.due)
    told = CaseWork(service).change(number, given.kind, text=given.text, due=due, version=given.version)
    return answer(service, told)


@router.delete("/cases/{number}/changes/last")
def undo(request: Request, number: Number) -> m.CaseUndone:
    """Take back one's own last change of a case."""
    service = service_of(request)
    left = CaseWork(service).undo(number)
    return m.CaseUndone(case=None if left is None else answer(service, left))


def answer(service: Service, told: Case) -> m.CaseAnswer:
    """A case as the API tells it."""
    return m.CaseAnswer(**case_json(told, shown_from=service.settings.people_shown_from))
