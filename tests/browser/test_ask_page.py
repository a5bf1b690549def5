"""Can a person ask by a form and in Cypher, look at the answer as a chart and a graph, and keep the question?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_asks_and_the_address_can_be_shared(open_page: Open, address: str, lang: str) -> None:
    page = open_page(f"/ask?q=seats_of_committee&lang={lang}")
    field = page.locator("[data-param=committee] input")
    field.fill("联合党委")
    first = page.locator("#ask-names-committee option").first
    first.wait_for(state="attached")
    value = first.get_attribute("value") or ""
    field.fill(value)
    page.click("#ask-go")
    expect(page.locator(".answer-card .ag-row").first).to_be_visible()
    assert f"p.committee={value.split()[0]}" in page.url
    rows = page.locator(".answer-card h2").inner_text()
    again = open_page(page.url.removeprefix(address))
    expect(again.locator(".answer-card h2")).to_have_text(rows)


def test_cypher_is_drawn_as_bars_and_as_a_graph_and_kept(open_page: Open) -> None:
    page = open_page("/ask?mode=cypher")
    page.fill("#cypher-text", "MATCH (o:Organisation) RETURN o.domain AS domain, count(*) AS n ORDER BY n DESC, domain")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".answer-card .ag-row").first).to_be_visible()
    page.locator(".answer-card .seg a").nth(1).click()
    expect(page.locator(".answer-card .bars .point")).to_have_count(12)
    page.fill("#ask-name", "各领域")
    page.click("#ask-save")
    expect(page.locator(".saved-list .name")).to_have_text("各领域")
    page.locator(".saved-list .btn").nth(1).click()
    expect(page.locator(".saved-list")).to_have_count(0)
    page.click("#ask-back")
    expect(page.locator(".saved-list .name")).to_have_text("各领域")
    page.locator(".saved-list .btn").nth(1).click()

    page.goto(page.url.split("?")[0] + "?mode=cypher")
    page.locator(".schema a").nth(1).click()
    page.locator(".answer-card .seg a").nth(1).click()
    expect(page.locator(".answer-card .scatterlayer .point").first).to_be_visible(timeout=60_000)


def test_a_wrong_text_is_told_with_its_line(open_page: Open) -> None:
    page = open_page("/ask?mode=cypher")
    page.fill("#cypher-text", "MATCH (o:Organisation)\nRETURM o.code")
    page.click("#cypher-go")
    expect(page.locator("#ask-answer [role=alert]")).to_contain_text("第 2 行第 1 列")
