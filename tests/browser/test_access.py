"""Can every page be read by a screen reader and worked without a mouse?

Held against axe-core's rules, each page and drawer in both languages; then what no rule can tell: where keys lead.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.i18n import words
from dashboard.pages import PAGES

Open = Callable[..., Page]
DRAWERS = (
    "/?open=finding:units_without_organisation",
    "/?open=query:isolated_organisations",
    "/?open=method:isolated_organisations",
    "/?open=help:overview",
    "/network?open=card:DZ001",
    "/network?view=table",
    "/communities?open=community:CL-C01",
    "/data?open=history:DZ001",
)
GRAVE = ("serious", "critical")
LOOKS = 10
SETTLED = """() => Boolean(document.querySelector('#main h1'))
  && !document.querySelector('.waiting, #page-slot > .skeleton, input[type=file]:not([aria-label])')"""


@cache
def axe() -> str:
    """The rules, as the package brings them."""
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """What is gravely wrong, and where."""
    told: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:160]} ({'; '.join(message['message'] for message in node['any'])[:200]})"
        for one in told["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", [*(page.path for page in PAGES), *DRAWERS])
def test_axe_finds_nothing_grave(browser: Browser, address: str, path: str, lang: str) -> None:
    # The pages' own policy forbids the script of the rules: it is set aside in this browser context alone.
    context = browser.new_context(viewport={"width": 1366, "height": 768}, bypass_csp=True)
    try:
        page = context.new_page()
        page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={lang}")
        page.wait_for_function(SETTLED, timeout=60_000)
        if "open=" in path:
            page.wait_for_selector(".drawer h2")
        page.evaluate(axe())
        for _ in range(LOOKS):  # fields are named a moment after they are drawn
            told = violations(page)
            if not told:
                break
            page.wait_for_timeout(600)
        assert told == []
    finally:
        context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_grave_in_the_window_of_who_speaks(browser: Browser, address: str, lang: str) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, bypass_csp=True)
    try:
        page = context.new_page()
        page.goto(f"{address}/story?lang={lang}")
        page.click("#story-make-first")
        page.wait_for_selector(".slide.on", timeout=60_000)
        with context.expect_page() as opened:
            page.click("[data-story=speaker]")
        window = opened.value
        window.wait_for_selector("#p-now .slide.on")
        window.evaluate(axe())
        assert violations(window) == []
    finally:
        context.close()


def test_the_rules_do_find_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<html lang=zh><title>t</title><main><h1>h</h1><input><p style='color:#ddd'>hardly read</p></main></html>"
    )
    page.evaluate(axe())
    told = {one.partition(":")[0] for one in violations(page)}
    page.close()
    assert told == {"label", "color-contrast"}


@pytest.mark.parametrize(("lang", "code"), [("zh", "zh-CN"), ("en", "en")])
def test_the_document_says_its_language_and_its_title_is_the_page_s_question(
    open_page: Open, lang: str, code: str
) -> None:
    page = open_page(f"/isolation?lang={lang}")
    expect(page.locator("html")).to_have_attribute("lang", code)
    expect(page).to_have_title(words()["pages.isolation_question"][lang] + " · " + words()["pages.brand"][lang])
    expect(page.locator(".nav a.here")).to_have_attribute("aria-current", "page")
    assert page.locator(".nav a[aria-current]").count() == 1


def focused(page: Page, what: str = "className") -> str:
    """Something about what has the focus."""
    told: str = page.evaluate(f"document.activeElement.{what}")
    return told


def test_the_first_key_offers_to_skip_the_bar_and_the_skip_leads_into_the_page(open_page: Open) -> None:
    page = open_page("/isolation")
    page.keyboard.press("Tab")
    assert focused(page) == "skip"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'main'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


def test_tab_goes_through_bar_then_navigation_then_page_and_everything_shows_its_ring(open_page: Open) -> None:
    page = open_page("/isolation")
    parts = []
    for _ in range(60):
        page.keyboard.press("Tab")
        part, ring = page.evaluate(
            """() => {
              const one = document.activeElement, look = getComputedStyle(one);
              const part = one.closest('.bar, .nav, #main');
              const ant = one.closest('.ant-select, .ant-picker');
              const ring = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0;
              return [part ? part.className.split(' ')[0] || part.id : '', ring || Boolean(ant)];
            }"""
        )
        if not parts or parts[-1] != part:
            parts.append(part)
        assert ring, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    # The strip that says it is sample data stands between the bar and the navigation, in none of the three.
    assert [part for part in parts if part][:3] == ["bar", "nav", "main"]


def test_a_drawer_that_is_opened_by_key_takes_the_focus_and_gives_it_back_at_esc(open_page: Open) -> None:
    page = open_page("/isolation")
    way = page.locator(".card .trio a").first
    way.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".drawer h2")
    page.wait_for_function("() => document.activeElement === document.querySelector('.drawer h2')")
    assert "open=" in page.url
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_have_count(0)
    assert "open=" not in page.url
    page.wait_for_function("() => document.activeElement.matches('.card .trio a')")


def test_esc_leaves_a_filter_that_is_open_before_it_closes_the_drawer(open_page: Open) -> None:
    page = open_page("/?open=finding:isolated_organisations")
    page.wait_for_selector(".drawer h2")
    page.click("#filter-domain")
    page.wait_for_selector(".ant-select-open")
    page.keyboard.press("Escape")
    page.wait_for_selector(".ant-select-open", state="detached")
    assert page.locator(".drawer").count() == 1
    page.locator(".drawer h2").first.click()
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_have_count(0)


def test_a_slash_goes_to_the_search_from_every_page_and_is_a_letter_in_a_field(open_page: Open) -> None:
    page = open_page("/isolation")
    page.keyboard.press("/")
    page.wait_for_url("**/network*")
    page.wait_for_function("() => document.activeElement.id === 'network-find'")
    assert page.input_value("#network-find") == ""
    page.keyboard.type("/")
    assert page.input_value("#network-find") == "/"
    page.keyboard.press("Tab")
    page.keyboard.press("/")
    page.wait_for_function("() => document.activeElement.id === 'network-find'")
