"""How is what a page tells downloaded: as csv, a workbook, or pages to print?

What is in the file is made by ``dashboard.page_files``; pages that tell no findings have their files elsewhere.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from dashboard.api.errors import wording_of
from dashboard.api.exports import download
from dashboard.api.routes import ERRORS, ROOT, AsOf, Layer, Place, language, service_of
from dashboard.api.steady import SteadyRoute
from dashboard.page import PageContext
from dashboard.page_files import FILED, FORMATS, page_file
from dashboard.service import day_from, format_from
from dashboard.state import ViewState
from graph_model.errors import UnknownName

router = APIRouter(route_class=SteadyRoute, prefix=ROOT, responses=ERRORS, dependencies=[Depends(language)])


@router.get("/pages/{page}/export", response_class=Response)
def file_of_page(
    request: Request,
    page: Annotated[str, Path(description="Name of the page: coverage, isolation, …")],
    output: Annotated[str, Query(alias="format", description="xlsx, csv or pdf.")] = "xlsx",
    as_of: AsOf = None,
    compare: Annotated[str | None, Query(description="Another day, YYYY-MM-DD, that stands beside it.")] = None,
    place: Place = None,
    layer: Layer = None,
    span: Annotated[str | None, Query(description="Of the trend: years back, 1, 2, 3 or all.")] = None,
) -> Response:
    """The findings of a page, or each headline of the trend on each day."""
    if page not in FILED:
        raise UnknownName("page", page, known=FILED)
    format_from(output, FORMATS)
    state = ViewState(
        path=f"/{page}",
        as_of=day_from(as_of),
        compare=day_from(compare),
        place=place,
        layer=layer,
        own={} if span is None else {"span": span},
    )
    context = PageContext(state, wording_of(request), service_of(request))
    content = page_file(context, page, output)
    name = f"{context.words.text(f'pages.{page}')}-{context.as_of.isoformat()}.{output}"
    return download(content, name, output)
