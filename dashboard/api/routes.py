"""Which routes are there, and what does each answer?

Every route asks the service and says what it was told; the work runs in the server's threads.
"""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.routing import Match

from analytics.card import organisation_card
from analytics.finding import Finding, plain, plain_rows
from analytics.registry import DEFINITIONS
from dashboard import rights
from dashboard.api import errors
from dashboard.api import models as m
from dashboard.api.steady import SteadyRoute
from dashboard.asking import asked_query
from dashboard.network_view import NetworkView
from dashboard.people import told_facts
from dashboard.people_problems import told_problem
from dashboard.problem_words import sentence
from dashboard.service import Service, day_from
from dashboard.unsaid import unsaid_text
from graph_model.errors import NoData, UnknownName
from graph_model.queries import catalogue
from graph_model.snapshot import LAYERS

ROOT = "/api/v1"
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": m.ErrorAnswer} for status in (400, 404, 409, 422, 500, 503, 504)
}

AsOf = Annotated[str | None, Query(description="Day, YYYY-MM-DD; the newest of the batches where it is left out.")]
Place = Annotated[str | None, Query(description="Code of a place; the answer speaks of it and what lies below it.")]
Layer = Annotated[str | None, Query(description="One of seats, agreements, claims, meetings; all where left out.")]
Offset = Annotated[int, Query(ge=0, le=2**31)]
Limit = Annotated[int, Query(ge=1, le=1000)]


def language(
    lang: Annotated[str | None, Query(description="Language of messages and titles: zh or en.")] = None,
) -> str | None:
    """The language asked for; read where sentences are made, declared here for every route."""
    return lang


router = APIRouter(route_class=SteadyRoute, prefix=ROOT, responses=ERRORS, dependencies=[Depends(language)])


def service_of(request: Request) -> Service:
    """The service behind this server, as the person who is asking may see it."""
    return rights.seen(request.app.state.service)


@router.get("/health")
def health(request: Request) -> m.Health:
    """Whether the server answers, and whether there is data."""
    return m.Health(status="ok", data=bool(service_of(request).ledger.active()))


@router.get("/dataset")
def dataset(request: Request) -> m.DatasetAnswer:
    """What is published."""
    service = service_of(request)
    held = service.store.published()
    if held is None:
        raise NoData
    return m.DatasetAnswer(
        version=held.version,
        batches=list(held.batches),
        as_of=held.as_of,
        schema_version=held.schema_version,
        store=service.store.name,
        data=service.investigation().data,
    )


@router.get("/findings")
def findings(
    request: Request,
    as_of: AsOf = None,
    place: Place = None,
    layer: Layer = None,
) -> m.FindingsAnswer:
    """Every finding without its rows."""
    investigation = service_of(request).investigation()
    day = day_from(as_of) or investigation.default_day
    words = errors.wording_of(request)
    told = [
        _summary(words.finding(name), investigation.finding(name, as_of=day, place=place, layer=layer))
        for name in DEFINITIONS
    ]
    return m.FindingsAnswer(as_of=day.isoformat(), place=place, layer=layer, findings=told)


@router.get("/findings/{finding_id}")
def finding(
    request: Request,
    finding_id: Annotated[str, Path(description="Id of the finding.")],
    as_of: AsOf = None,
    place: Place = None,
    layer: Layer = None,
    status: Annotated[str | None, Query(description="Only rows of this status: found or unknown.")] = None,
    text: Annotated[str | None, Query(description="Only rows whose code or name holds this text.")] = None,
    offset: Offset = 0,
    limit: Limit = 100,
) -> m.FindingAnswer:
    """One finding with a page of its rows."""
    service = service_of(request)
    investigation = service.investigation()
    day = day_from(as_of) or investigation.default_day
    told = service.told(investigation).finding(finding_id, as_of=day, place=place, layer=layer)
    content = told.as_columns()
    rows = told.rows
    if status is not None:
        if status not in ("found", "unknown"):
            raise UnknownName("status", status, known=("found", "unknown"))
        rows = rows.filter(pl.col("status") == status)
    if text:
        names = [name for name in ("code", "name", "a", "b", "a_name", "b_name") if name in rows.columns]
        rows = rows.filter(pl.any_horizontal(pl.col(name).str.contains(text, literal=True) for name in names))
    summary = _summary(errors.wording_of(request).finding(finding_id), told)
    return m.FindingAnswer(
        **summary.model_dump(),
        as_of=day.isoformat(),
        place=place,
        layer=layer,
        rows=plain_rows(rows.slice(offset, limit)),
        total_rows=rows.height,
        offset=offset,
        limit=limit,
        thresholds=content["thresholds"],
        queries=content["queries"],
        breakdowns=content.get("breakdowns", {}),
        measures=content.get("measures", {}),
    )


@router.get("/scorecard")
def scorecard(
    request: Request,
    as_of: AsOf = None,
    place: Place = None,
    layer: Layer = None,
) -> m.ScorecardAnswer:
    """The scorecard, with and without the hub and by layer, and what chance explains of it."""
    investigation = service_of(request).investigation()
    day = day_from(as_of) or investigation.default_day
    card = investigation.scorecard(as_of=day, place=place, layer=layer)
    card = {**card, "by_chance": investigation.by_chance(as_of=day, place=place, layer=layer)}
    return m.ScorecardAnswer(as_of=day.isoformat(), place=place, scorecard=plain(card))


@router.get("/network")
def network(
    request: Request,
    as_of: AsOf = None,
    place: Place = None,
    layer: Layer = None,
    hub: Annotated[bool, Query(description="Whether the working committees are counted in.")] = False,
) -> m.NetworkAnswer:
    """The co-building network with a layout."""
    service = service_of(request)
    investigation = service.investigation()
    day = day_from(as_of) or investigation.default_day
    view = service.network_views(investigation).view(
        as_of=day, place=place, layers=LAYERS if layer is None else (layer,), hub=hub
    )
    return m.NetworkAnswer(
        as_of=day.isoformat(), place=place, layer=layer, hub=hub, nodes=_nodes(view), ties=_ties(view)
    )


@router.get("/organisations/{code}")
def organisation(
    request: Request,
    code: Annotated[str, Path(description="Code of the organisation.")],
    as_of: AsOf = None,
    hub: Annotated[bool, Query(description="Whether the working committees are counted in.")] = True,
) -> m.CardAnswer:
    """One organisation's card."""
    investigation = service_of(request).investigation()
    day = day_from(as_of) or investigation.default_day
    snapshot = investigation.snapshot(as_of=day)
    if not hub:
        snapshot = snapshot.without_hub()
    card = organisation_card(snapshot, code)
    return m.CardAnswer(
        as_of=day.isoformat(),
        facts=told_facts(card.facts, shown_from=service_of(request).settings.people_shown_from),
        ties=[m.CardTie(**{name: tie[name] for name in ("code", "name", "layers", "weight")}) for tie in card.ties],
        position=investigation.position(code, as_of=day, hub=hub),
        seats=card.seats,
        agreements=card.agreements,
        listings=card.listings,
        meetings=card.meetings,
        findings=investigation.findings_about(code, as_of=day),
    )


@router.get("/queries")
def queries(request: Request) -> list[m.QuerySummary]:
    """The catalogue of queries."""
    chinese = errors.wording_of(request).lang == "zh"
    return [
        m.QuerySummary(
            name=told.name,
            folder=told.folder,
            description=told.description_zh if chinese else told.description,
            params=[m.QueryParameter(name=p.name, type=p.type, optional=p.optional) for p in told.params],
            columns=[column.name for column in told.returns],
            text=told.text,
        )
        for told in catalogue().values()
    ]


@router.get("/queries/{name}")
def query(request: Request, name: Annotated[str, Path(description="Name of the query.")]) -> m.QueryAnswer:
    """The answer of a catalogue query; its parameters are given as query parameters of their own names.

    Small counts of people are told as ``<10``, as the settings say, and others that give one away as ``≥10``.
    """
    given = {key: value for key, value in request.query_params.items() if key != "lang"}
    answer = asked_query(service_of(request), name, given)
    rows = [dict(zip(answer.columns, map(plain, row), strict=True)) for row in answer.rows]
    return m.QueryAnswer(columns=list(answer.columns), rows=rows, truncated=answer.truncated)


@router.get("/problems")
def problems(
    request: Request,
    batch: Annotated[str | None, Query(description="Id of a batch; all that count where left out.")] = None,
    offset: Offset = 0,
    limit: Limit = 100,
) -> m.ProblemsAnswer:
    """The problems of the hand-ins, a page at a time."""
    service = service_of(request)
    ledger, bar = service.ledger, service.settings.people_shown_from
    words = errors.wording_of(request)
    asked = ledger.active() if batch is None else [ledger.batch(batch)]
    listed = [
        m.ProblemAnswer(
            batch=one.id,
            meaning=sentence(words, row),
            **{name: row[name] for name in ("file", "sheet", "row", "column", "value", "code", "severity", "hint")},
        )
        for one in asked
        for row in (told_problem(row, shown_from=bar) for row in one.problems().iter_rows(named=True))
    ]
    return m.ProblemsAnswer(total=len(listed), offset=offset, limit=limit, problems=listed[offset : offset + limit])


def _summary(title: str, told: Finding) -> m.FindingSummary:
    bounds = told.share_bounds
    share = None if bounds is None else m.Share(least=bounds[0], most=bounds[1])
    return m.FindingSummary(
        id=told.id,
        title=title,
        count=told.count,
        of=told.of,
        unknown=told.unknown,
        share=share,
        not_handed_in=list(told.not_handed_in),
        judged=told.judged,
    )


def _nodes(view: NetworkView) -> list[m.NetworkNode]:
    hub = view.snapshot.hub
    names = ("code", "name", "level", "domain", "place", "community", "area")
    nodes = []
    for place, facts in enumerate(view.snapshot.organisations.select(names).iter_rows(named=True)):
        x, y = (None if value != value else float(value) for value in view.positions[place])  # noqa: PLR0124 - NaN
        group = int(view.groups[place])
        nodes.append(
            m.NetworkNode(
                **facts,
                ties=int(view.degrees[place]),
                group=None if group < 0 else group,
                hub=bool(hub[place]),
                x=x,
                y=y,
            )
        )
    return nodes


def _ties(view: NetworkView) -> list[m.NetworkTie]:
    return [
        m.NetworkTie(a=row["a"], b=row["b"], layers=[n for n in LAYERS if row[n]], weight=row["weight"])
        for row in view.ties.iter_rows(named=True)
    ]


def install(app: FastAPI, *others: APIRouter) -> None:
    """Add the API and its other routers; whatever else lies under /api is a JSON 404, or a 405 for another method."""
    for one in (router, *others):
        app.include_router(one)

    methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]

    @app.api_route("/api", methods=methods, include_in_schema=False)
    @app.api_route("/api/{rest:path}", methods=methods, include_in_schema=False)
    async def nothing_here(request: Request) -> JSONResponse:
        path, words = unsaid_text(request.url.path), errors.wording_of(request)
        known = sorted(
            {
                method
                for one in (router, *others)
                for route in one.routes
                if isinstance(route, APIRoute)
                and route.include_in_schema
                and route.matches(request.scope)[0] is not Match.NONE
                for method in route.methods or ()
            }
        )
        if known:
            values = {"path": path, "allowed": ", ".join(known)}
            refused = errors.answer("no_such_method", words.text("errors.no_such_method", **values), {**values}, 405)
            refused.headers["Allow"] = values["allowed"]
            return refused
        return errors.answer("no_such_path", words.text("errors.no_such_path", path=path), {"path": path}, 404)
