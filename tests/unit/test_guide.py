"""Does the guide show every page, with pictures that are there and light enough to be looked at?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.i18n import words
from dashboard.pages import PAGES

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide" / "README.md"
MOST_BYTES = 250_000


def test_every_page_is_named_and_shown() -> None:
    text = GUIDE.read_text("utf-8")
    assert {page.key for page in PAGES if f"(../images/{page.key}.png)" not in text} == set(), (
        "make docs, and the guide"
    )
    assert {page.key for page in PAGES if words()[f"pages.{page.key}"]["zh"] not in text} == set()


@pytest.mark.parametrize("picture", sorted((ROOT / "docs" / "images").glob("*.png")), ids=lambda path: path.name)
def test_pictures_are_light_and_shown_somewhere(picture: Path) -> None:
    assert picture.stat().st_size < MOST_BYTES
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    assert any(re.search(rf"images/{re.escape(picture.name)}\)", page.read_text("utf-8")) for page in pages)
