"""Which files can be downloaded: a finding's rows, the whole report, the blank template, the problems?

Routes that answer files; what is in them is made by reports and loaders.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dashboard.api.errors import wording_of
from dashboard.api.routes import ERRORS, ROOT, AsOf, Layer, Place, service_of
from dashboard.api.steady import SteadyRoute
from dashboard.methods import METHODS_TOLD, with_methods
from dashboard.people import told_report
from dashboard.people_problems import told_problem
from dashboard.problem_words import worded
from dashboard.reports import write_report
from dashboard.reports.rows import finding_csv
from dashboard.reports.workbook import finding_workbook
from dashboard.sample_mark import mark_told
from dashboard.service import day_from, format_from
from loaders.problems import write_problems
from loaders.template import write_template

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "zip": "application/zip",
}
REPORTS = ("csv", "json", "xlsx", "docx", "pptx", "pdf")

router = APIRouter(route_class=SteadyRoute, prefix=ROOT, responses=ERRORS)


def download(content: bytes, name: str, output: str) -> Response:
    """A file to save under a name, which may be Chinese."""
    headers = {"Content-Disposition": f"attachment; filename=\"gongjian.{output}\"; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=MEDIA[output], headers=headers)


@router.get("/findings/{finding_id}/export", response_class=Response)
def finding_file(
    request: Request,
    finding_id: str,
    output: Annotated[str, Query(alias="format", description="csv or xlsx.")] = "xlsx",
    as_of: AsOf = None,
    place: Place = None,
    layer: Layer = None,
) -> Response:
    """The rows of a finding as csv (with a byte order mark, for Excel) or xlsx."""
    format_from(output, ("csv", "xlsx"))
    words = wording_of(request)
    service = service_of(request)
    investigation = service.investigation()
    day = day_from(as_of) or investigation.default_day
    finding = service.told(investigation).finding(finding_id, as_of=day, place=place, layer=layer)
    data = investigation.data
    if output == "csv":
        content = finding_csv(finding, data=data)
    else:
        content = finding_workbook(finding, words, as_of=day, mark=mark_told(data, words))
    return download(content, f"{words.finding(finding_id)}-{day.isoformat()}.{output}", output)


@router.get("/report/export", response_class=Response)
def report_file(
    request: Request,
    output: Annotated[str, Query(alias="format", description="xlsx, docx, pptx, pdf, csv or json.")] = "xlsx",
    as_of: AsOf = None,
    place: Place = None,
    layer: Layer = None,
) -> Response:
    """The whole report as a document."""
    format_from(output, REPORTS)
    words = wording_of(request)
    service = service_of(request)
    investigation, bar = service.investigation(), service.settings.people_shown_from
    known = investigation.report(as_of=day_from(as_of), place=place, layer=layer)
    report = told_report(with_methods(investigation, known) if output in METHODS_TOLD else known, shown_from=bar)
    with TemporaryDirectory() as folder:
        path = Path(folder, f"report.{output}")
        write_report(report, path, output=output, wording=words, shown_from=bar)
        content = path.read_bytes()
    return download(content, f"{words.text('pages.report_file')}-{report.as_of.isoformat()}.{output}", output)


@router.get("/template", response_class=Response)
def template_file(request: Request) -> Response:
    """The blank ledger."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "template.xlsx")
        write_template(path)
        return download(path.read_bytes(), f"{wording_of(request).text('pages.template_file')}.xlsx", "xlsx")


@router.get("/batches/{batch_id}/problems/export", response_class=Response)
def problems_file(request: Request, batch_id: str) -> Response:
    """The rejected rows of a batch as they were, with the reason beside each."""
    words = wording_of(request)
    service = service_of(request)
    ledger, bar = service.ledger, service.settings.people_shown_from
    batch = ledger.batch(batch_id)
    with TemporaryDirectory() as folder:
        path = Path(folder, "problems.xlsx")
        as_told = partial(told_problem, shown_from=bar)
        write_problems(batch, path, wording=partial(worded, words), ledger=ledger, as_told=as_told)
        return download(path.read_bytes(), f"{words.text('pages.problems_file')}-{batch_id}.xlsx", "xlsx")
