"""How does a program ask in free Cypher, take an answer as a file, and keep a query?

The answers of ``gongjian cypher`` and ``gongjian query``. A saved query is no part of the dataset.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Request
from fastapi.responses import Response

from analytics.finding import plain
from dashboard.api import ask_models as m
from dashboard.api.errors import wording_of
from dashboard.api.exports import download
from dashboard.api.models import QueryAnswer
from dashboard.api.routes import ERRORS, ROOT, language, service_of
from dashboard.api.steady import SteadyRoute
from dashboard.asking import asked_cypher, asked_query, typed_parameter
from dashboard.reports.answers import answer_csv, answer_pdf, answer_workbook
from dashboard.sample_mark import mark_told
from dashboard.saved_queries import SavedQueries
from dashboard.service import format_from
from graph_model.store import Answer

router = APIRouter(route_class=SteadyRoute, prefix=ROOT, responses=ERRORS, dependencies=[Depends(language)])

Number = Annotated[int, Path(ge=1, le=2**31, description="Number of the saved query.")]
Output = Annotated[str, Query(alias="format", description="csv, xlsx or pdf.")]
FORMATS = ("csv", "xlsx", "pdf")
OWN = ("format", "lang")
"""Query parameters of the routes' own, which no query of the catalogue has."""


@router.post("/cypher")
def cypher(request: Request, given: Annotated[m.CypherGiven, Body()]) -> QueryAnswer:
    """The answer of free Cypher that only reads, under limits of time, rows and memory; two run at a time.

    Counts of people are told as everywhere; members are counted and never listed.
    """
    parameters = dict(typed_parameter(one) for one in given.param)
    answer = asked_cypher(service_of(request), given.text, parameters)
    rows = [dict(zip(answer.columns, map(plain, row), strict=True)) for row in answer.rows]
    return QueryAnswer(columns=list(answer.columns), rows=rows, truncated=answer.truncated)


@router.get("/cypher/export", response_class=Response)
def cypher_file(
    request: Request,
    text: Annotated[str, Query(description="The statement.")],
    output: Output = "xlsx",
    param: Annotated[list[str] | None, Query(description="As `--param`; repeated for several.")] = None,
) -> Response:
    """The same as csv, xlsx or pdf."""
    format_from(output, FORMATS)
    answer = asked_cypher(service_of(request), text, dict(typed_parameter(one) for one in param or []))
    return answer_file(request, answer, output, title="cypher", asked=[("cypher", text), *pairs(param or [])])


@router.get("/queries/{name}/export", response_class=Response)
def query_file(
    request: Request,
    name: Annotated[str, Path(description="Name of the query.")],
    output: Output = "xlsx",
) -> Response:
    """The answer of a catalogue query as csv, xlsx or pdf; its parameters as query parameters of their own names."""
    format_from(output, FORMATS)
    given = {key: value for key, value in request.query_params.items() if key not in OWN}
    answer = asked_query(service_of(request), name, given)
    return answer_file(request, answer, output, title=name, asked=[("query", name), *given.items()])


@router.get("/saved-queries")
def saved_queries(request: Request) -> list[m.SavedQueryAnswer]:
    """One's own saved queries and those that others share."""
    return [m.SavedQueryAnswer(**one.as_json()) for one in SavedQueries(service_of(request)).all()]


@router.get("/saved-queries/{number}")
def saved_query(request: Request, number: Number) -> m.SavedQueryAnswer:
    """One saved query."""
    return m.SavedQueryAnswer(**SavedQueries(service_of(request)).one(number).as_json())


@router.put("/saved-queries/{name}")
def save_query(
    request: Request,
    name: Annotated[str, Path(description="What it is to be called.")],
    given: Annotated[m.SavedQueryGiven, Body()],
) -> m.SavedQueryAnswer:
    """Save a query under a name; with ``id`` in the place of one's own that has it."""
    kept = SavedQueries(service_of(request)).keep(
        name,
        query=given.query,
        cypher=given.cypher,
        param=given.param,
        shared=given.shared,
        number=given.id,
        version=given.version,
    )
    return m.SavedQueryAnswer(**kept.as_json())


@router.delete("/saved-queries/{number}")
def discard_query(request: Request, number: Number) -> m.SavedQueryAnswer:
    """Let one's own saved query go; the answer holds what it was, so that it can be saved again."""
    return m.SavedQueryAnswer(**SavedQueries(service_of(request)).discard(number).as_json())


def answer_file(request: Request, answer: Answer, output: str, *, title: str, asked: list[tuple[str, str]]) -> Response:
    """An answer to save."""
    words, data = wording_of(request), service_of(request).investigation().data
    if output == "csv":
        content = answer_csv(answer, data=data)
    elif output == "pdf":
        content = answer_pdf(answer, words, title=title, asked=asked, mark=mark_told(data, words))
    else:
        content = answer_workbook(answer, words, title=title, asked=asked, mark=mark_told(data, words))
    return download(content, f"{title}.{output}", output)


def pairs(lines: list[str]) -> list[tuple[str, str]]:
    """Parameters as given, for the sheet that says what was asked."""
    return [(name, value) for name, _, value in (line.partition("=") for line in lines)]
