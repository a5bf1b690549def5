"""Which tiles lie under a map, and what does each draw?

Between the file that is kept and the drawing: positions on the web map's plane, tiles drawn once and kept.
"""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass
from typing import Any, Final

from analytics.place_outlines import RADIUS, projected
from dashboard.background_file import BackgroundFile
from dashboard.figures.background_map import LAYERS, UNITS, TileDrawing, name_svg, tile_drawing
from dashboard.figures.map_plane import FOOT, HEIGHT, WIDTH, Plane
from dashboard.service import Service
from loaders.tiles.archive import is_picture
from loaders.tiles.vector_tile import tile_layers

HALF: Final = math.pi * RADIUS
"""Metres of the plane from its middle to its edge."""
SIDES: Final = {"mvt": 512}
"""Pixels for which a tile of a kind is made; 256 for pictures."""
MOST_TILES: Final = 40
"""Tiles in one drawing that stands by itself."""
EDGE_ROOM: Final = 40
"""Units from the side of a drawing within which no name begins: it would be cut."""
OVERLAP: Final = 8
"""Units that neighbours lie over each other, lest a hair of the ground shows between them."""


@dataclass(frozen=True)
class Tile:
    """One tile: its address, and where it lies on a drawing (left, top, side)."""

    z: int
    x: int
    y: int
    left: float
    top: float
    side: float


def drawn_tile(service: Service, file: BackgroundFile, address: tuple[int, int, int], *, lang: str) -> TileDrawing:
    """A vector tile as it is drawn; empty where there is none. Errors as ``Backgrounds.tile``."""

    def made() -> TileDrawing:
        content = service.backgrounds.tile(file.stamp, *address)
        return tile_drawing([] if content is None else tile_layers(content, wanted=LAYERS.__contains__), lang=lang)

    told: TileDrawing = service.background_tiles.get((file.stamp, address, lang), made)
    return told


def picture_tile(service: Service, file: BackgroundFile, address: tuple[int, int, int]) -> bytes | None:
    """A tile that is a picture; None where there is none, or where it is not the picture it is said to be."""
    content = service.backgrounds.tile(file.stamp, *address)
    return content if content is not None and is_picture(content, file.kind) else None


def for_page(file: BackgroundFile, plane: Plane, *, lang: str) -> dict[str, Any]:
    """What the page has to know to lay tiles under a map: where they are asked for, and where they lie."""
    west, south, east, north = file.bounds
    (left, bottom), (right, top) = projected([west, east], [south, north]).tolist()
    return {
        "href": "/api/v1/geography/background/tiles",
        "stamp": file.stamp,
        "kind": file.kind,
        "lang": lang,
        "side": SIDES.get(file.kind, 256),
        "units": UNITS,
        "overlap": OVERLAP,
        "zooms": [file.min_zoom, file.max_zoom],
        "bounds": [left, bottom, right, top],
        "half": HALF,
        "scale": plane.scale,
        "middle": plane.middle.tolist(),
        "centre": [WIDTH / 2, (HEIGHT - FOOT) / 2],
    }


def tiles_under(file: BackgroundFile, plane: Plane) -> list[Tile]:
    """The tiles under a whole drawing of ``WIDTH`` x ``HEIGHT``, at the level that fits its size."""
    west, south, east, north = file.bounds
    (far_left, far_bottom), (far_right, far_top) = projected([west, east], [south, north]).tolist()
    centre = (WIDTH / 2, (HEIGHT - FOOT) / 2)
    left = max(plane.middle[0] - centre[0] / plane.scale, far_left)
    right = min(plane.middle[0] + (WIDTH - centre[0]) / plane.scale, far_right)
    top = min(plane.middle[1] + centre[1] / plane.scale, far_top)
    bottom = max(plane.middle[1] - (HEIGHT - centre[1]) / plane.scale, far_bottom)
    if left >= right or bottom >= top:
        return []
    fits = math.log2(2 * HALF * plane.scale / SIDES.get(file.kind, 256))
    z = min(max(round(fits), file.min_zoom), file.max_zoom)
    while True:
        side = 2 * HALF / 2**z
        columns = range(int((left + HALF) // side), int((right + HALF) // side) + 1)
        rows = range(int((HALF - top) // side), int((HALF - bottom) // side) + 1)
        if len(columns) * len(rows) <= MOST_TILES:
            break
        if z == file.min_zoom:
            return []
        z -= 1
    drawn = side * plane.scale
    at = plane.at([[column * side - HALF, HALF - row * side] for row in rows for column in columns]).tolist()
    addresses = [(column, row) for row in rows for column in columns]
    return [Tile(z, x, y, one[0], one[1], drawn) for (x, y), one in zip(addresses, at, strict=True)]


def background_svg(service: Service, file: BackgroundFile, plane: Plane, *, lang: str) -> str:
    """The background of a map that is a file by itself; errors as ``Backgrounds.tile``."""
    tiles, names = [], []
    for tile in tiles_under(file, plane):
        address = (tile.z, tile.x, tile.y)
        edge = OVERLAP * tile.side / UNITS
        box = (
            f'x="{tile.left - edge:.2f}" y="{tile.top - edge:.2f}" '
            f'width="{tile.side + 2 * edge:.2f}" height="{tile.side + 2 * edge:.2f}"'
        )
        if file.kind == "mvt":
            drawn = drawn_tile(service, file, address, lang=lang)
            view = f"{-OVERLAP} {-OVERLAP} {UNITS + 2 * OVERLAP} {UNITS + 2 * OVERLAP}"
            tiles.append(f'<svg {box} viewBox="{view}">{drawn.svg}</svg>')
            unit = tile.side / UNITS
            spots = [(one, tile.left + one.x * unit, tile.top + one.y * unit) for one in drawn.names[:12]]
            names += [name_svg(one, x, y) for one, x, y in spots if EDGE_ROOM < x < WIDTH - EDGE_ROOM and y < HEIGHT]
        else:
            content = picture_tile(service, file, address)
            if content is not None:
                data = base64.b64encode(content).decode()
                tiles.append(f'<image {box} href="data:image/{file.kind};base64,{data}"/>')
    return f'<g class="background">{"".join(tiles)}{"".join(names)}</g>'
