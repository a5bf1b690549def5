"""Does the API keep a tile file, tell its tiles, refuse what is none, and draw it into the map that is a file?"""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from pmtiles.tile import TileType

from tests.tile_files import AREA, POINT, archive, image, vector_tile

HERE = "/api/v1/geography/background"
SVG = "{http://www.w3.org/2000/svg}"
TILE = vector_tile(
    {
        "water": [(AREA, [[(0, 0), (4096, 0), (4096, 4096), (0, 4096)]], {})],
        "secrets": [(AREA, [[(0, 0), (9, 0), (9, 9)]], {})],
        "places": [(POINT, [[(2048, 1024)]], {"name": "<武汉>", "name:en": "Wuhan", "kind": "city"})],
    }
)


@pytest.fixture
def given(client):
    """A background of one vector tile of the whole world; taken away again."""
    content = archive({(0, 0, 0): TILE}, metadata={"attribution": "© <b>OSM</b>"})
    answer = client.put(f"{HERE}?name=world.pmtiles", content=content)
    assert answer.status_code == 200
    yield answer.json()["background"]
    client.delete(HERE)


def test_without_a_file_there_is_none_and_no_tile(client):
    assert client.get(HERE).json() == {"background": None}
    answer = client.get(f"{HERE}/tiles/0/0/0")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_name")


def test_a_tile_is_told_as_it_is_drawn_in_the_language_asked_for(client, given):
    assert (given["name"], given["kind"], given["attribution"]) == ("world.pmtiles", "mvt", "© OSM")
    answer = client.get(f"{HERE}/tiles/0/0/0", params={"v": given["stamp"], "lang": "en"})
    assert "immutable" in answer.headers["cache-control"]
    told = answer.json()
    assert told["names"] == [[2048.0, 1024.0, "Wuhan", 1]]
    (path,) = ElementTree.fromstring(f"<g>{told['svg']}</g>")
    assert (path.get("class"), path.get("d")) == ("water", "M0 0L4096 0L4096 4096L0 4096Z")
    assert client.get(f"{HERE}/tiles/0/0/0?lang=zh").json()["names"][0][2] == "<武汉>"
    assert client.get(f"{HERE}/tiles/0/0/0?v=other").headers["cache-control"] == "no-store"
    assert client.get(f"{HERE}/tiles/3/1/1").json() == {"svg": "", "names": []}


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "tiles_no_archive"), (b"PMTiles\x03" + bytes(50), "tiles_damaged")]
)
def test_what_is_refused_leaves_the_file_that_was_there(client, given, content, code):
    answer = client.put(HERE, content=content)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert client.get(HERE).json()["background"] == given


def test_another_site_gives_no_file(client, given):
    answer = client.put(HERE, content=b"x", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert client.delete(HERE, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert client.get(HERE).json()["background"] == given


@pytest.mark.parametrize(("kind", "form"), [(TileType.PNG, "png"), (TileType.JPEG, "jpeg"), (TileType.WEBP, "webp")])
def test_pictures_are_told_as_they_are(client, kind, form):
    content = image(200, 30, 30, form)
    try:
        stamp = client.put(HERE, content=archive({(1, 0, 0): content}, kind=kind)).json()["background"]["stamp"]
        answer = client.get(f"{HERE}/tiles/1/0/0?v={stamp}")
        assert (answer.headers["content-type"], answer.content) == (f"image/{form}", content)
        assert client.get(f"{HERE}/tiles/1/1/0?v={stamp}").status_code == 204
        drawn = client.get("/api/v1/geography/export", params={"format": "svg"}).text
        assert f"data:image/{form};base64," not in drawn  # the only picture lies over another quarter of the world
        client.put(HERE, content=archive({(0, 0, 0): content}, kind=kind))
        assert f"data:image/{form};base64," in client.get("/api/v1/geography/export", params={"format": "svg"}).text
    finally:
        client.delete(HERE)


@pytest.mark.parametrize(("kind", "form"), [(TileType.JPEG, "webp"), (TileType.WEBP, "png"), (TileType.PNG, "jpeg")])
def test_a_picture_of_another_form_than_the_file_says_is_refused(client, given, kind, form):
    answer = client.put(HERE, content=archive({(0, 0, 0): image(1, 2, 3, form)}, kind=kind))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "tiles_damaged")
    assert client.get(HERE).json()["background"] == given


def test_the_map_that_is_a_file_has_the_background_under_its_places_and_names_whose_it_is(client, given):
    drawn = client.get("/api/v1/geography/export", params={"format": "svg"}).text
    assert "© OSM" in drawn
    assert drawn.index('class="background"') < drawn.index('class="places"')
    tree = ElementTree.fromstring(drawn)
    places = next(one for one in tree.iter(f"{SVG}g") if one.get("class") == "places")
    assert float(places.get("fill-opacity")) < 1
    assert [one.get("class") for one in tree.iter(f"{SVG}path") if one.get("class")] == ["water"]
    bare = client.get("/api/v1/geography/export", params={"format": "svg", "back": "off"}).text
    assert 'class="background"' not in bare
    assert "© OSM" not in bare
    assert not re.search("https?://(?!www.w3.org)", drawn)
