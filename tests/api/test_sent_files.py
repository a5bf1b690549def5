"""Do scripts and styles come in few answers, whole, and does a page say beforehand what it will fetch?"""

from __future__ import annotations

import asyncio
import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard import sent_files
from dashboard.sent_files import OwnFiles, SentFiles, later_part, own_files
from dashboard.server import create_app

ASSETS = Path(__file__).parents[2] / "dashboard" / "assets"


@pytest.fixture(scope="module")
def client(app):
    """A server of its own: only one that has begun has pages beside the first."""
    with TestClient(create_app(app.state.service), base_url="http://127.0.0.1:8050") as client:
        yield client


@pytest.fixture(scope="module")
def page(client):
    return client.get("/network").text


def test_every_script_and_style_of_ours_comes_whole_and_in_order(client, page):
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    scripts = [one for one in re.findall(r'<script src="([^"]+)"', page) if one.startswith("/together/")]
    assert len(styles) == 1
    assert len(scripts) == 2
    told = [client.get(address) for address in (*styles, *scripts)]
    for answer, paths in zip(told, ("*.css", "vendor/*.js", "*.js"), strict=True):
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        at = -1
        for path in sorted(ASSETS.glob(paths)):
            found = answer.text.find(path.read_text("utf-8"))
            assert found > at, path.name
            at = found


def test_an_address_of_ours_changes_with_its_content_and_names_nothing_else(client, tmp_path):
    (tmp_path / "a.js").write_text("var a = 1 // no end of line", "utf-8")
    (tmp_path / "b.js").write_text("var b = 2", "utf-8")
    before = own_files(tmp_path)
    assert gzip.decompress(before.files[before.scripts[1]].packed) == b"var a = 1 // no end of line\n;\nvar b = 2"
    (tmp_path / "b.js").write_text("var b = 3", "utf-8")
    after = own_files(tmp_path)
    assert before.scripts[0] == after.scripts[0]
    assert before.scripts[1] != after.scripts[1]
    # A page that is no longer there is no script, whoever asks for it.
    assert "javascript" not in client.get("/together/pages.000000000000.js").headers["content-type"]


def test_a_file_of_a_package_is_the_same_first_and_again_packed_and_plain(client, page):
    address = next(one for one in re.findall(r'<script src="([^"]+)"', page) if "react-dom" in one)
    first, again = client.get(address), client.get(address)
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert first.status_code == again.status_code == plain.status_code == 200
    assert first.content == again.content == plain.content
    assert len(plain.content) > 100_000
    assert first.headers["content-encoding"] == again.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert first.headers["content-type"] == plain.headers["content-type"]
    assert "Content-Security-Policy" in again.headers


def test_what_is_not_said_for_ever_is_not_kept(client):
    wrong = "/_dash-component-suites/dash/deps/none.js"
    assert client.get(wrong).status_code == client.get(wrong).status_code != 200


def test_kept_files_stay_within_their_bytes(monkeypatch):
    monkeypatch.setattr(sent_files, "MOST_BYTES", 1000)

    async def app(scope, receive, send):
        headers = [(b"cache-control", b"max-age=1"), (b"content-type", b"text/javascript")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": scope["path"].encode()})

    files = SentFiles(app, own=OwnFiles((), (), {}))

    async def ask(path):
        told = []

        async def send(message):
            told.append(message)

        asked = {"type": "http", "method": "GET", "path": path, "headers": []}
        await files(asked, None, send)
        return told[1]["body"]

    async def many():
        return [await ask(f"/_dash-component-suites/{number}") for number in (*range(50), 0, 49)]

    with ThreadPoolExecutor(1) as apart:  # where a browser's tests ran before, this thread has a loop already
        told = apart.submit(asyncio.run, many()).result()
    assert told[-2:] == [b"/_dash-component-suites/0", b"/_dash-component-suites/49"]
    assert 0 < files._bytes <= 1000
    assert files._bytes == sum(len(one.packed) for one in files._kept.values())


def test_a_page_says_what_it_will_fetch_and_the_filters_part_is_there(client, page):
    told = re.findall(r'<link rel="preload" as="(\w+)"[^>]* href="([^"]+)"', page)
    assert [address for kind, address in told if kind == "fetch"] == ["/_dash-layout", "/_dash-dependencies"]
    parts = [address for kind, address in told if kind == "script"]
    assert len(parts) == 1
    assert client.get(parts[0]).status_code == 200
    assert later_part(b"no build of webpack", "package", "async-part") is None


def test_the_page_of_the_network_names_the_picture_of_its_address_and_no_other_page_does(client):
    version = client.get("/api/v1/dataset").json()["version"]

    def hint(path):
        return client.get(path).headers.get("link")

    whole = hint("/network")
    assert whole == f'</api/v1/network/picture?v={version}>; rel="preload"; as="fetch"; crossorigin="anonymous"'
    place = client.get("/api/v1/queries/places_tree").json()["rows"][0]["code"]
    assert f"place={place}&v={version}" in hint(f"/network?place={place}")
    assert hint("/network?view=table") is None
    assert hint("/network?as_of=no-day") in (None, whole)
    assert hint("/isolation") is None
    picture = whole[1 : whole.index(">")]
    assert "immutable" in client.get(picture).headers["cache-control"]
