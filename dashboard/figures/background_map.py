"""How is a tile of a map's background drawn: water, green, what is built up, roads, boundaries, names?

Pale enough that the classes of places stand out. Layers are known by the names that common tile sets give them
(Protomaps, OpenMapTiles, Shortbread); what is in none of them is left out. Which tiles there are is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

import numpy as np

from loaders.tiles.vector_tile import AREA, LINE, POINT, Feature, Layer

UNITS: Final = 4096
"""Units of a tile's side as it is drawn, whatever its layers have."""
GRID: Final = 2
"""Units within which corners are one: a quarter of a pixel where a tile is as large as it is meant to be."""
FAR: Final = 1 << 20
"""Units to which lines are followed beyond the tile; what is seen of them ends at its edges."""
MOST_NAMES: Final = 80
LONGEST_NAME: Final = 40
WATER = frozenset({"water", "waterway", "waterways", "ocean", "water_polygons", "water_lines", "rivers", "lakes"})
ROADS = frozenset({"roads", "road", "transportation", "streets", "highways", "railways", "transit"})
BUILT = frozenset({"buildings", "building", "built_up", "builtup", "urban"})
LAND = frozenset({"landuse", "landcover", "land", "park", "sites", "natural"})
BOUNDARIES = frozenset({"boundaries", "boundary", "admin"})
NAMES = frozenset({"places", "place", "place_labels", "place_label", "labels", "label"})
LAYERS = WATER | ROADS | BUILT | LAND | BOUNDARIES | NAMES
BUILT_KINDS = frozenset(
    {"residential", "commercial", "industrial", "retail", "urban_area", "suburb", "quarter", "neighbourhood", "school",
     "hospital", "university", "college", "railway"}
)  # fmt: skip
GREEN_KINDS = frozenset(
    {"park", "wood", "forest", "grass", "grassland", "cemetery", "golf_course", "nature_reserve", "meadow", "scrub",
     "recreation_ground", "garden", "national_park", "farmland", "orchard", "village_green"}
)  # fmt: skip
MAIN_KINDS = frozenset(
    {"highway", "motorway", "trunk", "primary", "major_road", "motorway_link", "trunk_link", "secondary", "medium_road"}
)
RAIL_KINDS = frozenset({"rail", "railway", "subway", "light_rail", "tram", "transit", "monorail"})
RANKS: Final = {"country": 0, "state": 0, "province": 0, "region": 0, "city": 1, "town": 2, "locality": 2, "county": 2}
LOOKS: Final[Mapping[str, str]] = {
    "green": 'fill="#e6eee0"',
    "built": 'fill="#ebe6de"',
    "water": 'fill="#c4dcea"',
    "river": 'fill="none" stroke="#c4dcea" stroke-width="1.6"',
    "rail": 'fill="none" stroke="#b9b6b0" stroke-width="1" stroke-dasharray="6 3"',
    "road": 'fill="none" stroke="#d8d3c9" stroke-width="1"',
    "main": 'fill="none" stroke="#cbbf9f" stroke-width="2"',
    "boundary": 'fill="none" stroke="#a592a5" stroke-width="1.2" stroke-dasharray="5 3 1 3"',
}
"""In the order in which they are drawn, the lowest first."""


@dataclass(frozen=True)
class TileName:
    """A name on a tile: where in its units, and how important, 0 the most."""

    x: float
    y: float
    text: str
    rank: int


@dataclass(frozen=True)
class TileDrawing:
    """A tile as it is drawn, in units of which its side has ``UNITS``; what lies beyond its edges is to be cut off."""

    svg: str
    names: Sequence[TileName]


def tile_drawing(layers: Sequence[Layer], *, lang: str) -> TileDrawing:
    """Areas and lines of a vector tile as paths, one a look, and its names in a language."""
    paths: dict[str, list[str]] = {look: [] for look in LOOKS}
    names: list[TileName] = []
    for layer in layers:
        scale = UNITS / layer.extent
        for feature in layer.features:
            if layer.name in NAMES:
                names += _name(feature, scale, lang)
                continue
            look = look_of(layer.name, feature)
            if look is not None:
                paths[look].append(_path(feature, scale))
    drawn = [
        f'<path class="{look}" d="{"".join(parts)}" {LOOKS[look]} vector-effect="non-scaling-stroke"/>'
        for look, parts in paths.items()
        if any(parts)
    ]
    names.sort(key=lambda name: (name.rank, name.text, name.x, name.y))
    return TileDrawing("".join(drawn), names[:MOST_NAMES])


def look_of(layer: str, feature: Feature) -> str | None:
    """The look of a thing of a layer; None where it is not drawn."""
    kind = str(feature.told.get("kind") or feature.told.get("class") or feature.told.get("type") or "")
    area, line = feature.shape == AREA, feature.shape == LINE
    if layer in WATER:
        return "water" if area else "river" if line else None
    if layer in ROADS and line:
        detail = str(feature.told.get("kind_detail") or feature.told.get("subclass") or "")
        if kind in RAIL_KINDS or layer in ("railways", "transit"):
            return "rail"
        return "main" if kind in MAIN_KINDS or (kind == "" and detail in MAIN_KINDS) else "road"
    if layer in BOUNDARIES and (line or area):
        return "boundary"
    if not area:
        return None
    if layer in BUILT or (layer in LAND and kind in BUILT_KINDS):
        return "built"
    return "green" if layer == "park" or (layer in LAND and kind in GREEN_KINDS) else None


def _path(feature: Feature, scale: float) -> str:
    """Lines and rings as a path; corners within the same square of the grid are one."""
    least, out, end = (3, [], "Z") if feature.shape == AREA else (2, [], "")
    for part in feature.parts:
        grid = np.clip(np.round(part * (scale / GRID)), -FAR / GRID, FAR / GRID).astype(np.int64)
        if len(grid) > 1:
            grid = grid[np.concatenate([[True], (grid[1:] != grid[:-1]).any(axis=1)])]
        if len(grid) >= least:
            out.append("M" + "L".join(f"{x} {y}" for x, y in (grid * GRID).tolist()) + end)
    return "".join(out)


def _name(feature: Feature, scale: float, lang: str) -> list[TileName]:
    text = name_in(feature.told, lang)
    if feature.shape != POINT or not text or not feature.parts:
        return []
    x, y = (float(one) * scale for one in feature.parts[0][0])
    kind = str(feature.told.get("kind_detail") or feature.told.get("kind") or feature.told.get("class") or "")
    return [TileName(round(x, 1), round(y, 1), text, RANKS.get(kind, 3))] if 0 <= x < UNITS and 0 <= y < UNITS else []


def name_in(told: Mapping[str, Any], lang: str) -> str:
    """The name of a thing in a language, else the one of the place itself; without signs that cannot be drawn."""
    keys = ("name:zh-Hans", "name:zh", "name_zh") if lang == "zh" else ("name:en", "name_en", "name:latin")
    held = next((told[key] for key in (*keys, "name") if isinstance(told.get(key), str) and told[key].strip()), "")
    return "".join(sign for sign in held if sign.isprintable()).strip()[:LONGEST_NAME]


def name_svg(name: TileName, x: float, y: float) -> str:
    """A name as it stands on a map that is a file."""
    size = 12 if name.rank < 2 else 10.5
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="middle" fill="#6b6459" stroke="#fff" '
        f'stroke-width="2.5" stroke-opacity="0.85" paint-order="stroke">{escape(name.text)}</text>'
    )
