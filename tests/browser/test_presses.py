"""Is a press done, and done once, whatever is drawn anew while the server works?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event

import pytest
from playwright.sync_api import Page, Route, expect

Open = Callable[..., Page]
expect.set_options(timeout=30_000)
DRAWER = "/coverage?open=finding:units_without_organisation"
TWO = "/card?org=DZ007&open=finding:units_without_organisation"
CALLBACK = "**/_dash-update-component*"
IDLE = """() => Object.entries(window.dash_stores[0].getState().callbacks).every(
  ([name, list]) => name === 'completed' || name === 'stored' || !list.length)"""
SLIDES = "() => (JSON.parse(sessionStorage.getItem('deck')) || {deck: {slides: []}}).deck.slides.map(one => one.about)"


@contextmanager
def held(page: Page) -> Iterator[list[Route]]:
    """Keep what is asked by presses from the server until the block ends; only then is it answered."""
    waiting: list[Route] = []
    open_now = Event()

    def hold(route: Route) -> None:
        (route.continue_ if open_now.is_set() or "pressed-" not in asked(route) else partial(waiting.append, route))()

    page.route(CALLBACK, hold)
    yield waiting
    open_now.set()
    for route in waiting:
        route.continue_()


def asked(route: Route) -> str:
    """What made the browser ask."""
    told = route.request.post_data_json
    return " ".join(told["changedPropIds"]) if told else ""


def drawn_anew(page: Page, text: str = "EN") -> None:
    """Everything, in the other language; the page's heading is another then."""
    before = page.locator("h1").inner_text()
    page.locator(".bar .seg a", has_text=re.compile(f"^{text}$")).click()
    expect(page.locator("h1")).not_to_have_text(before)


def into_the_deck(page: Page, number: int) -> str:
    """Press the button of a finding that puts it into the deck; which finding."""
    button = page.locator("[data-press=to-deck]").nth(number)
    button.dispatch_event("click")  # one lies under the drawer where there are two
    about: str = button.evaluate("button => JSON.parse(button.dataset.about).about")
    return about


def test_a_slide_is_put_into_the_deck_though_its_button_is_drawn_anew(open_page: Open) -> None:
    page = open_page(DRAWER)
    with held(page) as waiting:
        about = into_the_deck(page, 0)
        drawn_anew(page)
        assert len(waiting) == 1
    expect(page.locator("#deck-told")).not_to_be_empty()
    assert page.evaluate(SLIDES) == [about]


def test_a_case_is_taken_up_though_its_button_is_drawn_anew(open_page: Open) -> None:
    page = open_page("/isolation")
    page.locator(".card .btn.case").nth(2).click()
    with held(page):
        page.locator(".drawer [data-press=case-do]").first.click()
        drawn_anew(page)
    expect(page.locator(".drawer .case-events > li")).to_have_count(1)
    page.locator(".drawer footer [data-press=case-do]").first.click()
    expect(page.locator(".drawer .case-events > li:not(.undone)")).to_have_count(0)


def test_what_leaving_a_batch_out_would_change_is_shown_though_its_button_is_drawn_anew(open_page: Open) -> None:
    page = open_page("/data")
    with held(page):
        page.locator("[data-press=batch-ask]").first.click()
        drawn_anew(page)
    page.locator("#batch-go").wait_for()
    page.locator("#load-drop").click()
    expect(page.locator("#batch-go")).to_have_count(0)


def test_two_presses_at_once_are_both_done_and_one_pressed_twice_is_done_once(open_page: Open) -> None:
    page = open_page(TWO)
    expect(page.locator("[data-press=to-deck]")).to_have_count(2)
    with held(page) as waiting:
        first = into_the_deck(page, 0)
        assert into_the_deck(page, 0) == first
        second = into_the_deck(page, 1)
        assert second != first
        assert len(waiting) == 1
    page.wait_for_function(f"() => ({SLIDES})().length > 1")
    assert page.evaluate(SLIDES) == [first, second]


@pytest.mark.parametrize("way", ["language", "page"])
def test_buttons_drawn_after_a_press_do_nothing_by_themselves(open_page: Open, way: str) -> None:
    page = open_page(DRAWER)
    about = into_the_deck(page, 0)
    expect(page.locator("#deck-told")).not_to_be_empty()
    asks: list[str] = []
    page.on("request", lambda one: asks.append(one.post_data or "") if "_dash-update" in one.url else None)
    if way == "language":
        drawn_anew(page)
    else:
        page.locator(".nav a", has_text="总览").click()
        expect(page.locator("[data-press=to-deck]")).to_have_count(0)
        page.go_back()
    page.locator("[data-press=to-deck]").first.wait_for()
    page.wait_for_function(IDLE)
    assert len(asks) > 2
    assert [one for one in asks if '"pressed-to-deck.data"' in one.split('"changedPropIds"')[1]] == []
    assert page.evaluate(SLIDES) == [about]


def test_a_press_that_failed_can_be_made_again(open_page: Open) -> None:
    """A server that was away for a moment leaves no button dead."""
    page = open_page(DRAWER)
    page.route(CALLBACK, lambda route: route.fulfill(status=204) if "pressed-" in asked(route) else route.continue_())
    with page.expect_response(lambda answer: "pressed-" in (answer.request.post_data or "") and answer.status == 204):
        into_the_deck(page, 0)
    page.unroute(CALLBACK)
    about = into_the_deck(page, 0)
    expect(page.locator("#deck-told")).not_to_be_empty()
    assert page.evaluate(SLIDES) == [about]
