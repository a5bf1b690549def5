"""Can a planner open a case beside a row, give it to an office, close it with a reason, and take that back?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
expect.set_options(timeout=20_000)  # a change draws the page below the drawer as well


def cases(address: str) -> list[dict[str, Any]]:
    """The cases as the API tells them."""
    with urlopen(f"{address}/api/v1/cases", timeout=30) as answer:
        told: list[dict[str, Any]] = json.load(answer)["cases"]
    return told


@pytest.mark.parametrize(
    ("lang", "begin", "held", "close"), [("zh", "立案", "跟办中", "办结"), ("en", "Take up", "Worked on", "Close")]
)
def test_a_case_from_the_row_to_its_end_and_away_again(
    open_page: Open, address: str, lang: str, begin: str, held: str, close: str
) -> None:
    page = open_page(f"/isolation?lang={lang}")
    link = page.locator(".card .btn.case").first
    expect(link).to_have_text(begin)
    link.click()
    drawer = page.locator(".drawer")
    drawer.locator(".case-field input").first.fill("党建办")
    drawer.locator("textarea").fill("先走访")
    drawer.locator(".btn.primary").click()
    expect(drawer.locator("[role=status]")).to_have_count(1)
    expect(page.locator(".card .btn.case").first).to_have_text(held)
    (told,) = cases(address)
    assert (told["finding"], told["state"], told["assignee"]) == ("isolated_organisations", "open", "党建办")

    drawer.locator(".acts-line .btn", has_text=close).click()  # still found, and no reason given
    expect(drawer.locator("[role=alert] code")).to_have_text("case_reason")
    drawer.locator("textarea").fill("另有安排")
    drawer.locator(".acts-line .btn", has_text=close).click()
    expect(drawer.locator(".case-events > li").first).to_contain_text("另有安排")
    assert cases(address)[0]["state"] == "closed"

    page.goto(f"{address}/cases?view=closed&lang={lang}")
    page.locator(".ag-cell a.opens-cell").click()
    for left in (1, 0):  # the closing, then the opening
        drawer.locator("footer .btn").first.click()
        expect(page.locator(".case-events > li:not(.undone)")).to_have_count(left)
    assert cases(address) == []
    assert "open=case:isolated_organisations" in page.url


def test_a_row_of_a_finding_opens_its_case_by_the_keyboard(open_page: Open) -> None:
    page = open_page("/coverage?open=finding:units_without_organisation")
    page.locator(".drawer .ag-row .ag-cell[col-id=case]").first.click(position={"x": 2, "y": 2})
    page.keyboard.press("Enter")
    expect(page.locator(".drawer .case-said")).to_have_count(1)
    assert "open=case:units_without_organisation" in page.url
    page.go_back()
    expect(page.locator(".drawer .ag-row").first).to_be_visible()
