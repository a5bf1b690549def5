"""Does every page of a city, in zh and en, open, fit the meeting room, and tell in its headline what the API tells?

One made-up city of 19,800 organisations, loaded once and served to one browser context. A page that is still worked out
may say so. The rules of access and the narrow widths are asked of the demonstration, which draws the same parts.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.i18n import words
from dashboard.pages import PAGES
from tests.browser.looking import faultless_tab, over_the_edge
from tests.browser.serving import environment, gongjian, served
from tests.browser.test_network_page import told

SIZES = {"desk": (1366, 768), "projector": (1920, 1080)}
ORGANISATIONS, ELIGIBLE = 19_800, 50_900
"""Of the city that the generator makes: a hundred sub-districts of 198 organisations and 509 eligible units."""
DRAWN = "() => document.querySelector('#main h1') && !document.querySelector('#page-slot > .skeleton')"
PATIENCE = 180_000
"""Milliseconds: the first to open a page waits for what is worked out once a dataset."""
LOOK, LOOKS = 200, 15
"""Milliseconds between two looks, and looks, until nothing is over its edge: charts follow the window later."""

HEADLINES: dict[str, dict[str, tuple[str, ...]]] = {
    "overview": {"organisation_coverage": ("count", "of"), "isolated_organisations": ("count", "of")},
    "network": {"isolated_organisations": ("count",)},
    "linkages": {"agreements_without_activity": ("count", "of"), "agreements_expiring": ("count", "of")},
    "coverage": {"organisation_coverage": ("of",), "units_without_organisation": ("count",)},
    "isolation": {"isolated_organisations": ("count", "of"), "tied_on_paper_only": ("count", "of")},
    "communities": {"weak_community_screen": ("count", "of")},
    "data": {"figures_that_disagree": ("count", "of")},
}
"""By page: which figures of which finding stand in its headline. The others tell of what a reader has yet to choose."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the city is served; stands in for the demonstration in this module."""
    folder = tmp_path_factory.mktemp("city")
    files, data = folder / "files", folder / "data"
    run(data, "generate", str(files), "--scale", "city", "--format", "parquet")
    run(data, "load", str(files), "--as-of", "2018-06-30")
    with served(data) as where:
        yield where


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    with faultless_tab(context, address) as tab:
        yield tab


@pytest.fixture(scope="module")
def findings(address: str) -> dict[str, dict[str, Any]]:
    """Every finding that a headline tells of, as the API tells it."""
    named = sorted({name for figures in HEADLINES.values() for name in figures})
    found = {name: told(address, f"/api/v1/findings/{name}") for name in named}
    screen = found["weak_community_screen"]
    screen.update(screen["breakdowns"]["line"][0])  # at or over the line that is drawn, of those that can be told
    return found


def run(data: Path, *arguments: str) -> None:
    command = gongjian(data, "--quiet", *arguments)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment(), timeout=600)


def test_the_city_is_as_large_as_it_is_said_to_be(findings: dict[str, dict[str, Any]]) -> None:
    assert findings["isolated_organisations"]["of"] == ORGANISATIONS
    assert findings["organisation_coverage"]["of"] == ELIGIBLE


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("key", [page.key for page in PAGES])
def test_a_page_of_the_city_opens_fits_and_tells_the_figures_of_the_api(
    page: Page, address: str, findings: dict[str, dict[str, Any]], key: str, lang: str
) -> None:
    path = next(one.path for one in PAGES if one.key == key)
    question = words().get(f"pages.{key}_question", {}).get(lang, "")
    page.goto(f"{address}{path}?lang={lang}", timeout=PATIENCE)
    page.wait_for_function(DRAWN, timeout=PATIENCE)
    told_over = {}
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        expect(page.locator("h1")).to_have_text(re.compile(r"\S") if key == "file" else question)
        for _ in range(LOOKS):
            told_over[name] = over_the_edge(page)
            if not told_over[name]:
                break
            page.wait_for_timeout(LOOK)
    assert {name: over for name, over in told_over.items() if over} == {}
    assert page.locator(".notice.error").count() == 0
    assert not re.search("程序内部出错|omething inside failed", page.inner_text("body"))
    headline = set(re.findall(r"\d[\d,]*", page.inner_text("#main .answer")))
    due = {f"{findings[name][one]:,}" for name, figures in HEADLINES.get(key, {}).items() for one in figures}
    assert due - headline == set()
