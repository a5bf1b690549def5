"""How do the pages look? Writes a picture of each into a folder, for the documents.

``python -m tests.browser.screenshots docs/images``: the demonstration, in Chinese, at 1366 × 768.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page

from dashboard.domain_classes import CLASS_COLOURS
from dashboard.pages import PAGES
from tests.browser.serving import browsing, demonstration, served

SETTLED = 2500
"""Milliseconds for a picture to be drawn once the page's data is there."""
COLOURS = 128
"""Colours that a picture keeps: the pages are quiet, and documents should stay light."""
MORE = {
    "drawer": "/network?open=card:DZ001",
    "table": "/network?view=table",
    "evidence": "/?open=finding:isolated_organisations",
    "method": "/?open=method:isolated_organisations",
    "projector": "/coverage?show=projector",
}
"""Pictures besides those of the pages: what opens on them, and how they look in a meeting room."""


def write_screenshots(folder: Path, *, width: int = 1366, height: int = 768) -> list[Path]:
    """One PNG a page, named after it, those of ``MORE``, and the page of an empty installation."""
    written = []
    with TemporaryDirectory() as home:
        with served(Path(home, "empty")) as address, browsing() as browser:
            page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
            written.append(shot(page, address, folder / "first-run.png"))
        data = Path(home, "data")
        demonstration(data)
        with served(data) as address, browsing() as browser:
            page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
            for name, path in ({one.key: one.path for one in PAGES} | MORE).items():
                written.append(shot(page, address + path, folder / f"{name}.png"))
    return written


def shot(page: Page, url: str, path: Path) -> Path:
    """One picture of one view, of few colours."""
    page.goto(url)
    page.wait_for_selector("h1")
    page.wait_for_selector(".waiting", state="detached")
    if url.endswith("/story"):  # a deck lies in the browser: on a page opened anew there is none yet
        page.click("#story-make-first")
        page.wait_for_selector(".slide.on")
        page.wait_for_selector("#story-progress > *", state="detached", timeout=120_000)
    page.wait_for_timeout(SETTLED)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(palette=palette(picture), dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def palette(picture: Image.Image) -> Image.Image:
    """The colours most used, and those of the classes of domains: few marks have them, and they must stay true."""
    told = picture.quantize(COLOURS).getpalette() or []
    for colour in CLASS_COLOURS.values():
        told += [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    held = Image.new("P", (1, 1))
    held.putpalette(told)
    return held


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for picture in write_screenshots(target):
        sys.stderr.write(f"{picture}\n")
