"""How is the card of one organisation downloaded: as a workbook, or its surroundings as a drawing?

And whom a text may mean, as the page of cards looks it up.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from analytics.organisation_events import organisation_events
from dashboard.api.errors import wording_of
from dashboard.api.exports import download
from dashboard.api.routes import ERRORS, ROOT, AsOf, language, service_of
from dashboard.api.steady import SteadyRoute
from dashboard.components.card import card_of
from dashboard.components.card_page import ego_drawing
from dashboard.organisation_search import organisations_found
from dashboard.page import PageContext
from dashboard.reports.card import card_sheets, ties_sheet
from dashboard.reports.tables import sheet_csv, sheets_pdf, sheets_workbook
from dashboard.sample_mark import mark_told
from dashboard.service import day_from, format_from
from dashboard.state import ViewState

router = APIRouter(route_class=SteadyRoute, prefix=ROOT, responses=ERRORS, dependencies=[Depends(language)])


class OrganisationFound(BaseModel):
    """One organisation that a text may mean."""

    code: str
    name: str
    level: str
    domain: str


@router.get("/organisations")
def organisations(
    request: Request,
    text: Annotated[str, Query(description="Part of a name, a code, or the first letters of its reading.")] = "",
    as_of: AsOf = None,
) -> list[OrganisationFound]:
    """Living organisations that a text may mean, the nearest first, at most twelve."""
    context = PageContext(ViewState(as_of=day_from(as_of)), wording_of(request), service_of(request))
    return [OrganisationFound(**row) for row in organisations_found(context, text).iter_rows(named=True)]


@router.get("/organisations/{code}/export", response_class=Response)
def organisation_file(
    request: Request,
    code: Annotated[str, Path(description="Code of the organisation.")],
    output: Annotated[
        str, Query(alias="format", description="xlsx, csv (its ties), pdf or svg (who is around it).")
    ] = "xlsx",
    as_of: AsOf = None,
    hub: Annotated[bool, Query(description="Whether the working committees are counted in.")] = False,
) -> Response:
    """One organisation's card as a workbook or pages to print, its ties as csv, or who is around it as a drawing."""
    format_from(output, ("xlsx", "csv", "pdf", "svg"))
    words = wording_of(request)
    context = PageContext(ViewState(as_of=day_from(as_of), hub=hub), words, service_of(request))
    card, facts = card_of(context, code)
    name = f"{facts['name']}-{context.as_of.isoformat()}.{output}"
    if output == "svg":
        return download(ego_drawing(context, card, facts, sheet=True).encode(), name, output)
    investigation = context.investigation
    if output == "csv":
        return download(sheet_csv(ties_sheet(card, words), data=investigation.data), name, output)
    events = organisation_events(investigation.snapshot(as_of=context.as_of), code)
    about = investigation.findings_about(code, as_of=context.as_of)
    sheets, mark = card_sheets(card, facts, events, about, words), mark_told(investigation.data, words)
    if output == "pdf":
        title = words.text("reports.page_title", page=facts["name"], as_of=context.as_of)
        return download(sheets_pdf(sheets, words, title=title, mark=mark), name, output)
    return download(sheets_workbook(sheets, words, mark=mark), name, output)
