"""Is every page, in both languages, the answer to its question, readable aloud, and whole at every width?

One visit a page and language: its question, no error, axe-core's rules, then every width of window, in English with
large letters, too. Pages share a browser context, so that scripts are fetched once; each has a tab of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.i18n import words
from dashboard.pages import PAGES
from tests.browser.looking import faultless_tab, over_the_edge, violations

SIZES = {
    "desk": (1366, 768),
    "desk at 125 %": (1093, 614),
    "tablet": (1024, 768),
    "desk at 150 %": (911, 512),
    "tablet upright": (820, 1180),
    "projector": (1920, 1080),
}
"""A browser at 125 % lays a page out for a window that is narrower by as much."""
DRAWERS = (
    ("/?open=finding:units_without_organisation", "zh"),
    ("/?open=query:isolated_organisations", "en"),
    ("/?open=method:isolated_organisations", "zh"),
    ("/?open=help:overview", "en"),
    ("/network?open=card:DZ001", "zh"),
    ("/network?view=table", "en"),
    ("/communities?open=community:CL-C01", "zh"),
    ("/data?open=history:DZ001", "en"),
)
SETTLED = """() => Boolean(document.querySelector('#main h1'))
  && !document.querySelector('.waiting, #page-slot > .skeleton, input[type=file]:not([aria-label])')"""
LOOK, LOOKS = 300, 12
"""Milliseconds between two looks, and looks, until a page is at rest: charts and the names of fields come last."""


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One context for all visits; the pages' own policy forbids the script of the rules and is set aside in it."""
    opened = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", bypass_csp=True)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    with faultless_tab(context, address) as tab:
        yield tab


def visit(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function(SETTLED, timeout=120_000)
    if "open=" in address:
        page.wait_for_selector(".drawer h2")


def grave(page: Page) -> list[str]:
    """What the rules find once the page is at rest."""
    told: list[str] = []
    for _ in range(LOOKS):
        told = violations(page)
        if not told:
            break
        page.wait_for_timeout(LOOK)
    return told


def cut_off(page: Page) -> dict[str, list[str]]:
    """What does not fit, by the size of the window."""
    told = {}
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        for _ in range(LOOKS):
            told[name] = over_the_edge(page)
            if not told[name]:
                break
            page.wait_for_timeout(LOOK)
    return {name: faults for name, faults in told.items() if faults}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("key", [page.key for page in PAGES])
def test_a_page_asks_its_question_is_accessible_and_fits_every_width(
    page: Page, address: str, key: str, lang: str
) -> None:
    path = next(one.path for one in PAGES if one.key == key)
    visit(page, f"{address}{path}?lang={lang}")
    if key != "file":  # whose title is the name of the file
        expect(page.locator("h1")).to_have_text(words()[f"pages.{key}_question"][lang])
    if lang == "en":
        assert not re.search(r"[一-鿿]", page.inner_text("h1"))
    assert page.locator(".notice.error").count() == 0
    assert grave(page) == []
    assert cut_off(page) == {}
    if lang == "en":  # the longer language: large letters, too
        page.set_viewport_size({"width": 1366, "height": 768})
        page.click(".projector-switch a")
        page.wait_for_selector(".bar.projector")
        page.wait_for_function(SETTLED, timeout=120_000)
        assert cut_off(page) == {}


@pytest.mark.parametrize(("path", "lang"), DRAWERS)
def test_a_drawer_is_accessible(page: Page, address: str, path: str, lang: str) -> None:
    visit(page, f"{address}{path}{'&' if '?' in path else '?'}lang={lang}")
    assert grave(page) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_window_of_who_speaks_is_accessible(page: Page, context: BrowserContext, address: str, lang: str) -> None:
    visit(page, f"{address}/story?lang={lang}")
    page.click("#story-make-first")
    page.wait_for_selector(".slide.on", timeout=60_000)
    with context.expect_page() as opened:
        page.click("[data-story=speaker]")
    window = opened.value
    window.wait_for_selector("#p-now .slide.on")
    told = grave(window)
    window.close()
    assert told == []


def test_the_rules_do_find_what_is_wrong(page: Page) -> None:
    page.set_content(
        "<html lang=zh><title>t</title><main><h1>h</h1><input><p style='color:#ddd'>hardly read</p></main></html>"
    )
    assert {one.partition(":")[0] for one in violations(page)} == {"label", "color-contrast"}
