"""What does the picture of the network ask of the server, and which files of it can be downloaded?

The picture as one file for the browser, the shortest way between two, who lies inside an outline, the drawing and the
ties as files, edits as a plan. Every answer comes from ``network_view`` and ``network_asks``.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Annotated

import polars as pl
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from analytics.what_if import EditPlan
from dashboard.api import models as m
from dashboard.api.errors import wording_of
from dashboard.api.exports import download
from dashboard.api.routes import ERRORS, ROOT, AsOf, Place, language, service_of
from dashboard.api.steady import SteadyRoute
from dashboard.figures.network_svg import network_svg
from dashboard.network_asks import edits_from, organisations_inside, outline_from, tie_rows, way_between
from dashboard.network_view import NetworkView
from dashboard.reports.tables import Sheet, sheet_csv, sheets_pdf, sheets_workbook
from dashboard.sample_mark import mark_told
from dashboard.service import day_from, format_from
from graph_model.errors import UnknownName
from graph_model.snapshot import LAYERS

if TYPE_CHECKING:
    from analytics.report import DataKind
    from dashboard.i18n import Wording

router = APIRouter(
    route_class=SteadyRoute, prefix=f"{ROOT}/network", responses=ERRORS, dependencies=[Depends(language)]
)
Hub = Annotated[bool, Query(description="Whether the working committees are counted in.")]
Off = Annotated[str, Query(description="Layers left out, with commas between them.")]
Outline = Annotated[str, Query(description="Corners x,y;x,y;… in the picture's own measure.", max_length=8000)]
Edits = Annotated[str, Query(description="Edits +layer|a|b;-layer|a|b, each name percent-encoded.", max_length=8000)]


def layers_without(off: str) -> tuple[str, ...]:
    """The layers that stay; all where none would, as on the page."""
    names = [name for name in off.split(",") if name]
    for name in names:
        if name not in LAYERS:
            raise UnknownName("layer", name, known=LAYERS)
    return tuple(layer for layer in LAYERS if layer not in names) or LAYERS


def view_of(request: Request, as_of: str | None, place: str | None, off: str, *, hub: bool) -> NetworkView:
    """The view that a request asks for."""
    service = service_of(request)
    investigation = service.investigation()
    day = day_from(as_of) or investigation.default_day
    return service.network_views(investigation).view(as_of=day, place=place, layers=layers_without(off), hub=hub)


@router.get("/picture", response_class=Response)
def picture(
    request: Request,
    as_of: AsOf = None,
    place: Place = None,
    v: Annotated[
        str | None, Query(description="Version of the dataset; where it is this one, the answer is kept.")
    ] = None,
) -> Response:
    """Everyone and every tie at each moment of the time line, and on one day more, as one file of columns and arrays.

    Its form: ``GJN1``, the length of a JSON header (uint32, little-endian), the header, then the arrays it names. It
    comes gzipped to whoever takes that.
    """
    service = service_of(request)
    investigation = service.investigation()
    day = day_from(as_of) or investigation.default_day
    content = service.network_views(investigation).picture_file(place=place, also=day)
    headers = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
    if v == investigation.published.version:  # this address means this dataset for ever
        headers["Cache-Control"] = "private, max-age=86400, immutable"
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.get("/path")
def path(
    request: Request,
    source: Annotated[str, Query(description="Code of the organisation it begins at.")],
    target: Annotated[str, Query(description="Code of the organisation it leads to.")],
    as_of: AsOf = None,
    place: Place = None,
    off: Off = "",
    hub: Hub = False,
) -> m.PathAnswer:
    """The ties between two organisations with the fewest steps; ``steps`` null where there is no way."""
    view = view_of(request, as_of, place, off, hub=hub)
    way = way_between(view, source, target, layers=layers_without(off))
    if way is None:
        return m.PathAnswer(as_of=view.snapshot.as_of.isoformat(), steps=None, ways=0, organisations=[], layers=[])
    told = [m.PathOrganisation(**row) for row in way.organisations.iter_rows(named=True)]
    layers = [list(one) for one in way.ties]
    return m.PathAnswer(
        as_of=view.snapshot.as_of.isoformat(), steps=len(layers), ways=way.ways, organisations=told, layers=layers
    )


@router.get("/inside/export", response_class=Response)
def inside_file(
    request: Request,
    outline: Outline,
    output: Annotated[str, Query(alias="format", description="csv or xlsx.")] = "xlsx",
    as_of: AsOf = None,
    place: Place = None,
    off: Off = "",
    hub: Hub = False,
) -> Response:
    """The organisations with ties that stand inside an outline of the picture."""
    format_from(output, ("csv", "xlsx"))
    words = wording_of(request)
    view = view_of(request, as_of, place, off, hub=hub)
    rows = organisations_inside(view, outline_from(outline))
    data = service_of(request).investigation().data
    return table_file(rows, words, f"{words.text('network_page.circled')}-{view.snapshot.as_of}", output, data=data)


@router.get("/export", response_class=Response)
def network_file(
    request: Request,
    output: Annotated[str, Query(alias="format", description="svg; or the ties as csv, xlsx or pdf.")] = "svg",
    as_of: AsOf = None,
    place: Place = None,
    off: Off = "",
    hub: Hub = False,
    detail: Annotated[str, Query(description="organisations draws each of them, however many there are.")] = "",
) -> Response:
    """The picture as a drawing, or its ties as a table."""
    format_from(output, ("svg", "csv", "xlsx", "pdf"))
    words = wording_of(request)
    view = view_of(request, as_of, place, off, hub=hub)
    name = f"{words.text('pages.network')}-{view.snapshot.as_of}"
    data = service_of(request).investigation().data
    if output != "svg":
        return table_file(tie_rows(view), words, name, output, data=data)
    views = service_of(request).network_views(service_of(request).investigation())
    drawn = views.picture(place=place, also=view.snapshot.as_of)
    parts = None if detail == "organisations" else drawn.parts_of_view(view.snapshot)
    groups = {
        group: words.text("network_page.group", number=group + 1) + (f" {area}" if area else "")
        for group, area in drawn.areas.items()
    }
    title = words.text(
        "network_page.drawing_title",
        question=words.text("pages.network_question"),
        day=view.snapshot.as_of,
        ties=view.ties.height,
    )
    mark = mark_told(data, words)
    title = title if mark is None else f"{title} · {mark}"
    return download(network_svg(view, words, title=title, groups=groups, parts=parts).encode(), f"{name}.svg", "svg")


@router.get("/plan", response_class=Response)
def plan_file(request: Request, edits: Edits, as_of: AsOf = None, place: Place = None) -> Response:
    """Edits drawn on the picture as a plan that ``gongjian what-if`` reads."""
    words = wording_of(request)
    plan = EditPlan(words.text("network_page.suppose"), edits_from(edits), day_from(as_of), place)
    content = json.dumps(plan.as_json(), ensure_ascii=False, indent=1).encode()
    return download(content, f"{words.text('network_page.suppose')}.json", "json")


def table_file(rows: pl.DataFrame, words: Wording, name: str, output: str, *, data: DataKind) -> Response:
    """Rows as csv with a byte order mark, or as a workbook or pages to print in the person's words."""
    sheet, mark = Sheet(name, rows.columns, rows.rows()), mark_told(data, words)
    if output == "csv":
        content = sheet_csv(sheet, data=data)
    elif output == "pdf":
        content = sheets_pdf([sheet], words, title=words.text("pages.network_question"), mark=mark)
    else:
        content = sheets_workbook([sheet], words, mark=mark)
    return download(content, f"{name}.{output}", output)
