"""Does the page of one organisation find it, and tell what the API tells of it?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import violations

CODE = "DZ007"


def told(address: str, path: str) -> Any:
    with urlopen(address + path, timeout=120) as answer:
        return json.load(answer)


@pytest.mark.parametrize(
    ("lang", "question"), [("zh", "这个组织处在什么位置？"), ("en", "What is this organisation's place in it?")]
)
def test_the_title_is_the_question_and_nothing_scrolls_sideways(
    open_page: Callable[..., Page], lang: str, question: str
) -> None:
    page = open_page(f"/card?org={CODE}&lang={lang}")
    expect(page.locator("h1")).to_have_text(question)
    page.locator(".suggested > li").first.wait_for(timeout=120_000)
    assert page.locator(".notice.error").count() == 0
    assert page.evaluate("document.querySelector('#main').scrollWidth <= document.querySelector('#main').clientWidth")
    assert violations(page) == []


def test_ties_picture_events_and_partners_are_those_of_the_api(open_page: Callable[..., Page], address: str) -> None:
    card = told(address, f"/api/v1/organisations/{CODE}?hub=false")
    plan = told(address, f"/api/v1/plans/suggested_partners?param=organisation={CODE}&param=partners=6")
    page = open_page(f"/card?org={CODE}")
    page.locator(".suggested > li").first.wait_for(timeout=120_000)
    names = page.locator(".suggested > li > div a").all_inner_texts()
    assert names == [row["partner_name"] for row in plan["rows"]]
    partners = page.locator(".cardpage .partners li a").all_text_contents()
    assert partners == [tie["name"] for tie in card["ties"]]
    page.locator(".ego .drawing.drawn > svg").wait_for()
    assert page.locator(".ego svg circle[data-key]").count() == len(card["ties"]) + 1
    expect(page.locator(".events tbody tr").first).to_be_visible()


def test_a_few_letters_find_an_organisation_and_the_address_keeps_it(open_page: Callable[..., Page]) -> None:
    page = open_page("/card")
    page.locator("#card-find").press_sequentially("qcsq")
    hit = page.locator("#card-hits a").first
    expect(hit).to_contain_text("启澄社区党委")
    hit.click()
    page.wait_for_url(f"**org={CODE}**")
    expect(page.locator(".answer b").first).to_have_text("启澄社区党委")
    page.go_back()
    expect(page.locator(".answer")).to_contain_text("拼音首字母")


def test_a_partner_opens_beside_and_its_drawer_leads_to_its_page(open_page: Callable[..., Page]) -> None:
    page = open_page(f"/card?org={CODE}")
    partner = page.locator(".cardpage .partners li a").first
    name = partner.inner_text()
    partner.click()
    page.wait_for_url("**open=card:**")
    expect(page.locator(".drawer h2")).to_have_text(name)
    page.locator(".drawer footer a", has_text="整页查看").click()
    expect(page.locator(".answer b").first).to_have_text(name)
    assert page.locator(".drawer").count() == 0
