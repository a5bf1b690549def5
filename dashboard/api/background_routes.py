"""What does the API tell of the map's background: the file that was given, one tile of it, another in its place?

Tiles come from a file in the data folder and from nowhere else. How a vector tile is drawn is ``figures``.
"""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from dashboard.api.errors import wording_of
from dashboard.api.routes import ERRORS, ROOT, language, service_of
from dashboard.background_file import BackgroundFile
from dashboard.background_tiles import drawn_tile, picture_tile
from graph_model.errors import UnknownName
from loaders.tiles.archive import HIGHEST

router = APIRouter(prefix=ROOT, responses=ERRORS, dependencies=[Depends(language)])
BYTES = {"type": "string", "format": "binary"}
KEPT_SECONDS = 7 * 24 * 3600
"""How long a browser keeps a tile of a file: the address of another file's tile is another."""


class BackgroundAnswer(BaseModel):
    """The file of the background."""

    name: str
    stamp: str
    size: int
    given: str
    kind: str
    min_zoom: int
    max_zoom: int
    bounds: list[float] = Field(description="West, south, east, north in degrees (WGS-84).")
    attribution: str


class BackgroundTold(BaseModel):
    """The background, or that there is none."""

    background: BackgroundAnswer | None


class TileAnswer(BaseModel):
    """A vector tile as it is drawn: areas and lines as SVG, names as x, y, text, rank."""

    svg: str
    names: list[tuple[float, float, str, int]]


def told(file: BackgroundFile | None) -> BackgroundTold:
    """As the API tells it."""
    if file is None:
        return BackgroundTold(background=None)
    return BackgroundTold(background=BackgroundAnswer(**{**vars(file), "bounds": list(file.bounds)}))


@router.get("/geography/background")
def background(request: Request) -> BackgroundTold:
    """The file that lies under the map."""
    return told(service_of(request).backgrounds.file())


@router.put(
    "/geography/background",
    openapi_extra={"requestBody": {"content": {"application/octet-stream": {"schema": BYTES}}}},
)
async def give_background(
    request: Request,
    name: Annotated[str, Query(max_length=200, description="What the file is called.")] = "tiles.pmtiles",
) -> BackgroundTold:
    """Put a PMTiles file, the body of the request, under the map, in the place of what lay there."""
    backgrounds = service_of(request).backgrounds
    receiving = backgrounds.receiving(name)
    receiver = await asyncio.to_thread(receiving.__enter__)
    try:
        async for piece in request.stream():
            await asyncio.to_thread(receiver.write, piece)
    except BaseException as error:
        await asyncio.to_thread(receiving.__exit__, type(error), error, error.__traceback__)
        raise
    await asyncio.to_thread(receiving.__exit__, None, None, None)
    return told(backgrounds.file())


@router.delete("/geography/background")
def remove_background(request: Request) -> BackgroundTold:
    """Take the background away."""
    service_of(request).backgrounds.remove()
    return BackgroundTold(background=None)


@router.get(
    "/geography/background/tiles/{z}/{x}/{y}",
    response_model=TileAnswer,
    responses={204: {"description": "The file holds pictures, and has none for this tile."}},
)
def background_tile(
    request: Request,
    z: Annotated[int, Path(ge=0, le=HIGHEST)],
    x: Annotated[int, Path(ge=0, lt=1 << HIGHEST)],
    y: Annotated[int, Path(ge=0, lt=1 << HIGHEST)],
    v: Annotated[str, Query(max_length=64, description="The stamp of the file; of another nothing is told.")] = "",
) -> Response:
    """One tile: as it is drawn where the file holds vector tiles, the picture itself where it holds pictures.

    Where the file has no such tile nothing is drawn, or, of pictures, 204 is answered.
    """
    service = service_of(request)
    file = service.backgrounds.file()
    if file is None:
        raise UnknownName("tile", f"{z}/{x}/{y}")
    headers = {"Cache-Control": f"private, max-age={KEPT_SECONDS}, immutable" if v == file.stamp else "no-store"}
    if file.kind != "mvt":
        picture = picture_tile(service, file, (z, x, y))
        if picture is None:
            return Response(status_code=204, headers=headers)
        return Response(picture, media_type=f"image/{file.kind}", headers=headers)
    drawn = drawn_tile(service, file, (z, x, y), lang=wording_of(request).lang)
    names = [(one.x, one.y, one.text, one.rank) for one in drawn.names]
    return JSONResponse({"svg": drawn.svg, "names": names}, headers=headers)
