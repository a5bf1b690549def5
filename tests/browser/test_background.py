"""Does a tile file lie under the places where it should, to two pixels, and can it be given and taken on the page?"""

from __future__ import annotations

import io
import json
import math
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import polars as pl
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pmtiles.tile import TileType

from tests.browser.serving import environment, gongjian, served
from tests.browser.test_geography_page import drawn, told
from tests.tile_files import AREA, EXTENT, LINE, POINT, archive, image, vector_tile

WEST, SOUTH, EAST, NORTH = 114.30, 30.50, 114.34, 30.54
"""Of the one community: its boundary is this box."""
ZOOM = 12
HERE = "/api/v1/geography/background"
LAKE = (114.31, 30.51, 114.325, 30.53)
"""West, south, east, north of the lake in the tiles."""
WATER = (196, 220, 234)


def mercator(lon: float, lat: float) -> tuple[float, float]:
    """Where a spot lies on the square of the web map, 0 to 1 to the east and to the south; by the textbook."""
    up = math.radians(lat)
    return (lon + 180) / 360, (1 - math.log(math.tan(up) + 1 / math.cos(up)) / math.pi) / 2


def lake_tiles(zoom: int) -> dict[tuple[int, int, int], bytes]:
    """Every tile that the community touches, with the lake, a road along its south edge, and a name in its middle."""
    west, south, east, north = LAKE
    (left, top), (right, bottom) = mercator(west, north), mercator(east, south)
    (first, upper), (last, lower) = mercator(WEST, NORTH), mercator(EAST, SOUTH)
    side = 1 << zoom
    tiles = {}
    for x in range(int(first * side), int(last * side) + 1):
        for y in range(int(upper * side), int(lower * side) + 1):

            def at(across: float, down: float, x: int = x, y: int = y) -> tuple[int, int]:
                return round((across * side - x) * EXTENT), round((down * side - y) * EXTENT)

            ring = [at(left, top), at(right, top), at(right, bottom), at(left, bottom)]
            middle = at((left + right) / 2, (top + bottom) / 2)
            tiles[zoom, x, y] = vector_tile(
                {
                    "water": [(AREA, [ring], {"kind": "lake"})],
                    "roads": [(LINE, [[at(first, bottom), at(last, bottom)]], {"kind": "highway"})],
                    "places": [(POINT, [[middle]], {"name": "荻湖", "name:en": "Reed Lake", "kind": "town"})],
                }
            )
    return tiles


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where one community with a known boundary is served; stands in for the demonstration in this module."""
    folder = tmp_path_factory.mktemp("background")
    ledger = folder / "ledger"
    ledger.mkdir()
    rows = {"code": ["S", "C"], "name": ["荻泊街道", "荻湖社区"], "kind": ["subdistrict", "community"]}
    pl.DataFrame({**rows, "parent": [None, "S"]}).write_csv(ledger / "places.csv")
    ring = [[WEST, SOUTH], [EAST, SOUTH], [EAST, NORTH], [WEST, NORTH], [WEST, SOUTH]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"code": "C"}, "geometry": shape}
    (ledger / "c.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    data = folder / "data"
    command = gongjian(data, "--quiet", "load", str(ledger), "--as-of", "2018-06-30")
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment(), timeout=300)
    with served(data) as where:
        yield where


def give(address: str, content: bytes) -> None:
    with urlopen(Request(address + HERE + "?name=lake.pmtiles", data=content, method="PUT"), timeout=60) as answer:
        assert answer.status == 200


def under(page: Page) -> Page:
    """The map once every tile that is wanted lies under it."""
    drawn(page)
    ready = """() => {
        const map = document.querySelector('.place-map'), [shown, wanted] = (map.dataset.tiles || '0/0').split('/');
        return wanted > 0 && shown === wanted && document.querySelector('.place-map .background').childElementCount > 0;
    }"""
    page.wait_for_function(ready)
    page.wait_for_timeout(300)
    return page


def pixels(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def spot_on_screen(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where a spot has to be seen: between the corners of the community, which are known, on the web map's square."""
    box = page.evaluate(
        "() => { const b = document.querySelector('.places [data-key]').getBoundingClientRect();"
        " return [b.left, b.top, b.right, b.bottom]; }"
    )
    (left, top), (right, bottom) = mercator(WEST, NORTH), mercator(EAST, SOUTH)
    x, y = mercator(lon, lat)
    return (
        box[0] + (x - left) / (right - left) * (box[2] - box[0]),
        box[1] + (y - top) / (bottom - top) * (box[3] - box[1]),
    )


def edges(picture: Image.Image, at: tuple[float, float], *, across: bool, inside: int) -> float:
    """Where, along a row or a column near a spot, the colour becomes that of ``inside`` pixels further on."""
    x, y = (round(one) for one in at)
    line = [picture.getpixel((x + step, y) if across else (x, y + step)) for step in range(-12, 13)]
    goal = line[12 + inside]
    near = [sum(abs(a - b) for a, b in zip(one, goal, strict=True)) < 12 for one in line]
    changes = [step for step in range(24) if near[step] != near[step + 1]]
    assert changes, line
    return min(changes, key=lambda step: abs(step - 11.5)) - 11.5


@pytest.mark.parametrize("nearer", [0, 3])
@pytest.mark.parametrize("zooms", [(ZOOM,), (9, 10, 11, ZOOM, 13)])
def test_what_is_known_of_a_tile_stands_at_its_pixel(
    open_page: Callable[..., Page], address: str, zooms: tuple[int, ...], nearer: int
) -> None:
    tiles: dict[tuple[int, int, int], bytes] = {}
    for zoom in zooms:
        tiles |= lake_tiles(zoom)
    give(address, archive(tiles, bounds=(114.2, 30.4, 114.5, 30.7)))
    page = under(open_page("/geography?units=off"))
    page.evaluate("document.querySelector('.places').style.fillOpacity = 0")
    page.locator(".drawing").focus()
    for _ in range(nearer):
        page.keyboard.press("+")
    page.wait_for_timeout(600)
    under(page)
    west, south, east, north = LAKE
    middle = (south + north) / 2, (west + east) / 2
    picture = pixels(page)
    seen = page.locator(".drawing").bounding_box()
    assert seen is not None
    checked = 0
    for lon, lat, across, inside in (
        (west, middle[0], True, 8), (east, middle[0], True, -8), (middle[1] + 0.004, north, False, 8),
    ):  # fmt: skip
        at = spot_on_screen(page, lon, lat)
        if not (
            seen["x"] + 15 < at[0] < seen["x"] + seen["width"] - 60
            and seen["y"] + 15 < at[1] < seen["y"] + seen["height"] - 15
        ):
            continue
        assert abs(edges(picture, at, across=across, inside=inside)) <= 2, (lon, lat)
        checked += 1
    assert checked >= (3 if nearer == 0 else 1)
    inside_lake = spot_on_screen(page, (west + middle[1]) / 2, middle[0] + 0.004)
    if nearer == 0:
        assert picture.getpixel((round(inside_lake[0]), round(inside_lake[1]))) == WATER


@pytest.mark.parametrize(("kind", "form"), [(TileType.PNG, "png"), (TileType.JPEG, "jpeg"), (TileType.WEBP, "webp")])
def test_pictures_lie_where_their_tile_does(
    open_page: Callable[..., Page], address: str, kind: TileType, form: str
) -> None:
    zoom = 14
    (x, y) = (int(one * (1 << zoom)) for one in mercator((WEST + EAST) / 2, (SOUTH + NORTH) / 2))
    red, blue = image(230, 40, 40, form), image(40, 40, 230, form)
    around = {(zoom, x + dx, y + dy): red if dx == 0 else blue for dx in range(-3, 4) for dy in range(-3, 4)}
    give(address, archive(around, kind=kind, bounds=(114.2, 30.4, 114.5, 30.7)))
    page = under(open_page("/geography?units=off"))
    page.evaluate("document.querySelector('.places').style.fillOpacity = 0")
    page.wait_for_timeout(500)
    seen = pixels(page)
    for column, inside in ((x, 8), (x + 1, -8)):
        at = spot_on_screen(page, column / (1 << zoom) * 360 - 180, (SOUTH + NORTH) / 2)
        assert abs(edges(seen, at, across=True, inside=inside)) <= 2


@pytest.mark.parametrize(("lang", "name"), [("zh", "荻湖"), ("en", "Reed Lake")])
def test_names_attribution_and_paper(open_page: Callable[..., Page], address: str, lang: str, name: str) -> None:
    give(
        address, archive(lake_tiles(ZOOM), metadata={"attribution": "© <i>OSM</i>"}, bounds=(114.2, 30.4, 114.5, 30.7))
    )
    page = under(open_page(f"/geography?lang={lang}&units=off&show=projector", width=1920, height=1080))
    assert name in page.locator(".place-map .names text").all_text_contents()
    expect(page.locator(".geo-notes")).to_contain_text("© OSM")
    place = page.locator(".places [data-key]").bounding_box()
    assert place is not None
    assert place["y"] + place["height"] < 1080
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert paper.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.locator(".place-map .background path.water").first.is_visible()
    expect(page.locator(".background-box")).to_be_hidden()
    expect(page.locator(".geo-legend").first).to_be_visible()
    expect(page.locator(".place-map .scale")).to_be_visible()
    page.emulate_media(media="screen")
    page.locator(".geo-tools a", has_text="底图" if lang == "zh" else "Background").click()
    page.wait_for_url("**back=off**")
    expect(page.locator(".place-map .background")).to_have_count(0)


def test_a_file_is_given_replaced_and_taken_away_on_the_page(
    open_page: Callable[..., Page], address: str, tmp_path: Path
) -> None:
    urlopen(Request(address + HERE, method="DELETE"), timeout=60).close()
    page = open_page("/geography")
    drawn(page)
    box = page.locator(".background-box")
    box.locator("summary").click()
    good = tmp_path / "湖.pmtiles"
    good.write_bytes(archive(lake_tiles(ZOOM), bounds=(114.2, 30.4, 114.5, 30.7)))
    with page.expect_file_chooser() as chosen, page.expect_navigation():
        box.locator("#background-give").click()
        chosen.value.set_files(good)
    under(page)
    box = page.locator(".background-box")
    box.locator("summary").click()
    expect(box).to_contain_text("湖.pmtiles")
    assert told(address, HERE)["background"]["name"] == "湖.pmtiles"
    with page.expect_navigation():
        box.locator("#background-remove").click()
    drawn(page)
    expect(page.locator(".place-map .background")).to_have_count(0)
    assert told(address, HERE) == {"background": None}
