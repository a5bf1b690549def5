"""Can a planner open a case beside a row, give it to an office, close it with a reason, and take that back?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_that_a_filter_shows_is_taken_up_at_once_and_what_is_open_is_skipped(
    open_page: Open, address: str, lang: str
) -> None:
    page = open_page(f"/isolation?lang={lang}&open=finding:isolated_organisations")
    drawer, dialog = page.locator(".drawer"), page.locator("#case-many")
    expect(page.locator(".card .btn.case").first).to_be_visible()  # the page below is there
    begin = page.locator("#case-many-begin")
    expect(begin).to_be_disabled()
    drawer.locator(".ag-row[row-index='0'] .ag-checkbox-input").click()
    begin.click()
    expect(dialog.locator("[data-part]")).to_have_count(1)
    page.keyboard.press("Escape")  # of the dialog alone
    expect(dialog).to_be_hidden()
    expect(drawer).to_be_visible()
    begin.click()
    dialog.locator("input").first.fill("13800138000")
    dialog.locator(".btn.primary").click()
    expect(dialog.locator("[role=alert] code")).to_have_text("text_of_a_person")
    assert cases(address) == []
    dialog.locator("input").first.fill("党建办")
    dialog.locator(".btn.primary").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#case-many-count")).to_have_text("0")
    (first,) = cases(address)

    page.evaluate("""() => window.dash_ag_grid.getApi("drawer-rows").setFilterModel(
        {code: {filterType: "text", type: "startsWith", filter: "DZ0"}})""")
    page.wait_for_function("() => window.dash_ag_grid.getApi('drawer-rows').getDisplayedRowCount() < 12")
    page.locator("#case-many-all").click()
    expect(page.locator("#case-many-count")).not_to_have_text("0")
    filtered = int(page.locator("#case-many-count").inner_text())
    listed = page.evaluate("() => window.dash_ag_grid.getApi('drawer-rows').getDisplayedRowCount()")
    assert 1 < filtered == listed < 12
    begin.click()
    expect(dialog.locator("[data-part=held]")).to_contain_text("1")
    dialog.locator("input").first.fill("综治办")
    dialog.locator("textarea").fill("一并走访")
    dialog.locator(".btn.primary").click()
    told = page.locator("#case-many-told [data-part=fresh]")
    expect(told).to_contain_text(str(filtered - 1))
    expect(page.locator("#case-many-told [data-part=held]")).to_contain_text("1")
    assert page.evaluate("() => document.activeElement.id") == "case-many-told"
    kept = {one["id"]: one["assignee"] for one in cases(address)}
    assert kept.pop(first["id"]) == "党建办"
    assert list(kept.values()) == ["综治办"] * (filtered - 1)
    expect(page.locator(".card .btn.case:not(.quiet)")).to_have_count(filtered)  # on the page below
    assert page.evaluate("() => window.dash_ag_grid.getApi('drawer-rows').getDisplayedRowCount()") == listed

    page.locator("#case-many-undo").click()
    expect(page.locator("#case-many-told [data-part]")).to_have_count(0)
    expect(page.locator(".card .btn.case:not(.quiet)")).to_have_count(1)
    assert [one["id"] for one in cases(address)] == [first["id"]]
    take_back(address, first["id"])


def take_back(address: str, number: int) -> None:
    """Leave no case behind."""
    asked = Request(f"{address}/api/v1/cases/{number}/changes/last", method="DELETE")
    with urlopen(asked, timeout=30):
        pass


def test_rows_are_picked_and_taken_up_with_the_keyboard_alone(open_page: Open, address: str) -> None:
    page = open_page("/coverage?open=finding:units_without_organisation")
    row = page.locator(".drawer .ag-row[row-index='1']")
    row.locator(".ag-cell[col-id=code]").click(position={"x": 2, "y": 2})
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("#case-many-count")).to_have_text("2")
    page.locator("#case-many-begin").focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#case-many")
    expect(dialog.locator("[data-part=fresh]")).to_contain_text("2")
    assert page.evaluate("() => document.querySelector('#case-many').contains(document.activeElement)")
    page.keyboard.type("党建办")
    dialog.locator(".btn.primary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#case-many-told [data-part=fresh]")).to_contain_text("2")
    told = cases(address)
    assert [one["assignee"] for one in told] == ["党建办"] * 2
    for one in told:
        take_back(address, one["id"])
