"""How do the pages look? Writes a picture of each into a folder, for the documents.

``python -m tests.browser.screenshots docs/images``: the demonstration, in Chinese, at 1366 × 768.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.pages import PAGES
from tests.browser.serving import browsing, demonstration, served

SETTLED = 1500
"""Milliseconds for a picture to be drawn once the page's data is there."""


def write_screenshots(folder: Path, *, width: int = 1366, height: int = 768) -> list[Path]:
    """One PNG a page, named after it, and one with an organisation's card open."""
    written = []
    with TemporaryDirectory() as home:
        data = Path(home, "data")
        demonstration(data)
        with served(data) as address, browsing() as browser:
            page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
            shots = {one.key: one.path for one in PAGES}
            shots["card"] = "/network?open=card:DZ001"
            for name, path in shots.items():
                page.goto(address + path)
                page.wait_for_selector("h1")
                page.wait_for_timeout(SETTLED)
                written.append(folder / f"{name}.png")
                page.screenshot(path=written[-1])
    return written


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for picture in write_screenshots(target):
        sys.stderr.write(f"{picture}\n")
