"""Where do keys lead, and what does a screen reader hear of the document? What no rule can tell of every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dashboard.i18n import words

Open = Callable[..., Page]


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
    page.click("#filter-layer")
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


def test_a_drawer_goes_along_the_list_it_was_opened_from(open_page: Callable[..., Page]) -> None:
    page = open_page("/isolation")
    names = page.locator(".four table").first.locator("tbody tr td:first-child a")
    first, second, third = (names.nth(place).inner_text() for place in range(3))
    names.first.click()
    title, back, on = (
        page.locator(f".drawer {what}") for what in ("h2 >> nth=0", "[data-step='-1']", "[data-step='1']")
    )
    expect(title).to_have_text(first)
    expect(back).to_be_disabled()
    on.click()
    expect(title).to_have_text(second)
    page.keyboard.press("]")
    expect(title).to_have_text(third)
    page.keyboard.press("[")
    expect(title).to_have_text(second)
    back.click()
    expect(title).to_have_text(first)
    page.goto(page.url)  # opened by its address, on the page of its list
    expect(title).to_have_text(first)
    expect(on).to_be_enabled()
    expect(back).to_be_disabled()
    page.goto(page.url.replace("/isolation", "/data"))  # where no list has it
    expect(title).to_have_text(first)
    expect(on).to_be_hidden()
