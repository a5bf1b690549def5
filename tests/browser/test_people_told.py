"""Does the table of a drawer show, sort and ship counts of people as they may be told?"""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import Page, Response, expect

Open = Callable[..., Page]
TOLD = "?open=finding:units_without_organisation"


def test_small_counts_come_as_signs_stand_to_the_right_and_sort_before_ten(open_page: Open) -> None:
    page = open_page("/coverage", width=2400, height=900)
    answers: list[str] = []

    def keep(answer: Response) -> None:
        if "_dash-update-component" in answer.url:
            answers.append(answer.text())

    page.on("response", keep)
    page.goto(page.url + TOLD)
    expect(page.locator("#drawer-rows .ag-cell").first).to_be_visible(timeout=20_000)
    # Columns out of sight are not in the page at all.
    page.locator("#drawer-rows .ag-center-cols-viewport").evaluate("box => { box.scrollLeft = 600; }")
    cells = page.locator("#drawer-rows .ag-cell[col-id=staff]")
    expect(cells.first).to_be_visible()
    assert "ag-right-aligned-cell" in (cells.first.get_attribute("class") or "")
    head = page.locator("#drawer-rows .ag-header-cell[col-id=staff] .ag-header-cell-label")
    head.click()
    head.click()
    page.wait_for_timeout(300)
    shown = [int(text) for text in cells.all_inner_texts() if text.isdigit()]
    assert shown == sorted(shown, reverse=True)
    assert len(shown) > 5
    head.click()
    head.click()
    page.wait_for_timeout(300)
    shown = cells.all_inner_texts()
    assert not [text for text in shown if text.isdigit() and int(text) < 10]
    drawer = next(json.loads(text) for text in answers if "drawer-rows" in text)
    rows = json.dumps(drawer)
    assert '"staff": "<10"' in rows
    assert not [count for count in range(10) if f'"staff": {count},' in rows or f'"members": {count},' in rows]
