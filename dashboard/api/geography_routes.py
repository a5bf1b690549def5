"""What does the API tell of places: an indicator of each with its class, and the map as a file?

The same model as the page's; parameters have the names that the page's address has.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from dashboard.api.errors import wording_of
from dashboard.api.exports import download
from dashboard.api.routes import ERRORS, ROOT, AsOf, Layer, Place, language, service_of
from dashboard.api.steady import SteadyRoute
from dashboard.background_tiles import background_svg
from dashboard.components.map_drawing import heading, map_drawing, nearer_parts
from dashboard.figures.place_map import Background, nearer_map, place_map_sheet
from dashboard.geography.choice import MapChoice
from dashboard.geography.view import MOST_PLACES, MapView
from dashboard.page import PageContext
from dashboard.reports.places import places_csv, places_pdf, places_workbook
from dashboard.service import day_from, format_from
from dashboard.state import ViewState
from graph_model.errors import BadValue

router = APIRouter(route_class=SteadyRoute, prefix=ROOT, responses=ERRORS, dependencies=[Depends(language)])

Hub = Annotated[bool, Query(description="Whether the working committees are counted in.")]


class MapParameters(BaseModel):
    """The map's own switches, as the page's address has them."""

    of: str | None = Field(default=None, description="Indicator; organisation_coverage where left out.")
    level: str | None = Field(default=None, description="grid, community, area, subdistrict or district.")
    by: str | None = Field(default=None, description="quantile, natural or manual.")
    k: str | None = Field(default=None, description="How many classes, 2 to 7.")
    bounds: str | None = Field(default=None, description="Upper ends of classes by hand; of shares in per cent.")
    units: str | None = Field(default=None, description="off leaves out the units without organisation.")
    flows: str | None = Field(default=None, description="on draws the ties between places.")
    back: str | None = Field(default=None, description="off leaves out the background.")


Switches = Annotated[MapParameters, Depends()]


class PlaceClass(BaseModel):
    """One class of values: lower end (left out), upper end (counted in), how many places."""

    low: float | None
    high: float | None
    places: int


class GeographyAnswer(BaseModel):
    """An indicator of every place of a level."""

    as_of: str
    place: str | None
    indicator: str
    finding: str | None
    level: str
    share: bool
    per: float
    method: str
    classes: list[PlaceClass]
    unplaced: dict[str, float]
    rows: list[dict[str, Any]]


def view_of(request: Request, state: ViewState, switches: MapParameters) -> MapView:
    """The map of what a request asks for."""
    own = {name: value for name, value in switches.model_dump().items() if value}
    return MapView(PageContext(state, wording_of(request), service_of(request)), MapChoice.of(own))


@router.get("/geography")
def geography(
    request: Request,
    switches: Switches,
    as_of: AsOf = None,
    place: Place = None,
    layer: Layer = None,
    hub: Hub = False,
) -> GeographyAnswer:
    """An indicator of every place of a level, with the classes that the map draws."""
    state = ViewState(place=place, as_of=day_from(as_of), layer=layer, hub=hub)
    view = view_of(request, state, switches)
    held = dict(view.rows.get_column("class").value_counts().rows())
    return GeographyAnswer(
        as_of=view.context.as_of.isoformat(),
        place=place,
        indicator=view.choice.indicator,
        finding=view.figures.indicator.finding,
        level=view.level,
        share=view.figures.indicator.share,
        per=view.figures.indicator.per,
        method=view.choice.method,
        classes=[
            PlaceClass(low=low, high=high, places=held.get(number, 0))
            for number, (low, high) in enumerate(view.classes.ends())
        ],
        unplaced=dict(view.figures.unplaced),
        rows=view.rows.to_dicts(),
    )


class NearerAnswer(BaseModel):
    """What the page lays over the map when it is brought nearer."""

    svg: str = Field(description="The inside of a group of the drawing; empty where nothing more shows nearer.")
    level: str | None
    places: int


@router.get("/geography/nearer")
def nearer(
    request: Request,
    switches: Switches,
    as_of: AsOf = None,
    place: Place = None,
    layer: Layer = None,
    hub: Hub = False,
) -> NearerAnswer:
    """The communities of a map on which a level above is drawn, in its classes and where they lie on it."""
    state = ViewState(place=place, as_of=day_from(as_of), layer=layer, hub=hub)
    view = view_of(request, state, switches)
    shapes, marks = ([], []) if view.too_many else nearer_parts(view)
    below = view.nearer
    svg = nearer_map(shapes, marks, over_background=view.background is not None) if shapes or marks else ""
    return NearerAnswer(svg=svg, level=None if below is None else below.level, places=len(shapes))


def drawn_under(view: MapView) -> Background | None:
    """The background of a map that is a file, drawn into it; none where it cannot be read."""
    service, words = view.context.service, view.context.words
    if view.background is None:
        return None
    try:
        return Background(svg=background_svg(service, view.background, view.ground.plane, lang=words.lang))
    except BadValue:
        return None


@router.get("/geography/export", response_class=Response)
def geography_file(
    request: Request,
    switches: Switches,
    output: Annotated[str, Query(alias="format", description="csv, xlsx, pdf or svg.")] = "svg",
    as_of: AsOf = None,
    place: Place = None,
    layer: Layer = None,
    hub: Hub = False,
) -> Response:
    """The map as a drawing with its legend, scale and source, or its table."""
    format_from(output, ("csv", "xlsx", "pdf", "svg"))
    state = ViewState(place=place, as_of=day_from(as_of), layer=layer, hub=hub)
    view = view_of(request, state, switches)
    if output == "svg":
        if view.too_many:
            raise BadValue("too_many_places", count=view.rows.height, most=MOST_PLACES)
        content = place_map_sheet(map_drawing(view, background=drawn_under(view))).encode()
    else:
        content = {"csv": places_csv, "pdf": places_pdf, "xlsx": places_workbook}[output](view)
    return download(content, f"{heading(view)}.{output}", output)
