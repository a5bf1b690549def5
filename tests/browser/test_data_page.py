"""Does the data page show what would change before it does, and leave everything as it was where one thinks better?"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import demonstration, served

Open = Callable[..., Page]
WAIT = 60_000
HEADS = "组织编码,组织名称,组织类别,领域,书记状态"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration of this module's own, since its batches come and go."""
    data = tmp_path_factory.mktemp("data-page") / "data"
    demonstration(data)
    with served(data) as where:
        yield where


def batches(page: Page) -> dict[str | None, bool]:
    """Batch → whether it is left out, as the table has it."""
    rows = page.locator("tr[data-batch]")
    return {
        rows.nth(n).get_attribute("data-batch"): "out" in (rows.nth(n).get_attribute("class") or "").split()
        for n in range(rows.count())
    }


def drop(page: Page, rows: str) -> None:
    """Drop a sheet of organisations and wait for what it would change."""
    content = f"{HEADS}\n{rows}".encode()
    page.set_input_files(
        "#upload input[type=file]", {"name": "党组织台账.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.wait_for_selector("#preview-told .dry-sum")


def counts(page: Page, table: str) -> list[str]:
    """Added, changed and removed of one table."""
    return page.locator(f"tr[data-table={table}] [data-kind]").all_inner_texts()


def grid(page: Page) -> list[list[str]]:
    """The cells old → new that are in sight."""
    page.wait_for_selector("#difference-rows .ag-row")
    rows = page.locator("#difference-rows .ag-center-cols-container .ag-row")
    return [rows.nth(n).locator(".ag-cell").all_inner_texts() for n in range(rows.count())]


def waiting_on_disk() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob("gongjian-hand-in-*"))


def test_the_preview_shows_old_and_new_by_cell_and_cancel_keeps_the_old(open_page: Open) -> None:
    page = open_page("/data")
    before = batches(page)
    drop(page, "XZ1,新支部,党支部,社区,在任\nXZ2,,党支部,社区,空却\n")
    assert counts(page, "organisations") == ["1", "0", "0"]
    assert ["XZ1", "新增", "组织名称", "空白", "新支部"] in grid(page)
    hints = page.locator(".preview .problems td.hint").all_inner_texts()
    assert any("在任" in hint and "空缺" in hint for hint in hints)
    assert waiting_on_disk() == []
    page.click("#load-drop")
    expect(page.locator("#dry-run > *")).to_have_count(0, timeout=WAIT)
    assert batches(page) == before
    assert waiting_on_disk() == []


def test_replacing_is_previewed_anew_before_it_happens(open_page: Open) -> None:
    page = open_page("/data")
    drop(page, "XZ1,新支部,党支部,社区,在任\n")
    assert counts(page, "organisations")[2] == "0"
    page.check("#load-replace input")
    expect(page.locator("tr[data-table=organisations] [data-kind=removed]")).not_to_have_text("0", timeout=WAIT)
    assert counts(page, "coverage")[2] != "0"
    page.click("#load-drop")


def test_confirm_loads_an_older_batch_is_undone_and_brought_back_and_a_row_has_its_history(
    open_page: Open, address: str
) -> None:
    page = open_page("/data")
    known = set(batches(page))
    drop(page, "XZ9,先来支部,党支部,社区,在任\n")
    page.click("#load-go")
    expect(page.locator("tr[data-batch]")).to_have_count(len(known) + 1, timeout=WAIT)
    first = (set(batches(page)) - known).pop()
    drop(page, "XZ9,先来支部,党支部,社区,空缺\n")
    assert ["XZ9", "变更", "书记状态", "在任", "空缺"] in grid(page)
    page.click("#load-go")
    expect(page.locator("tr[data-batch]")).to_have_count(len(known) + 2, timeout=WAIT)
    second = (set(batches(page)) - known - {first}).pop()

    page.click(f"[data-batch={first}] button")
    page.wait_for_selector("#batch-go")
    assert page.locator(".preview tr[data-table]").count() == 0  # the later batch gave every value anew
    page.click("#load-drop")
    assert batches(page)[first] is False
    page.click(f"[data-batch={first}] button")
    page.click("#batch-go")
    page.wait_for_selector(f"[data-batch={first}].out")

    page.fill("#history-code", "XZ9")
    page.press("#history-code", "Enter")
    page.wait_for_selector(".drawer .life")
    told = page.locator(".drawer .life > li")
    assert told.count() == 2
    assert "已撤销" in told.nth(0).inner_text()
    assert str(second) in told.nth(1).inner_text()
    with urlopen(f"{address}/api/v1/history/XZ9", timeout=30) as answer:
        life: Any = json.load(answer)["lives"][0]
    assert [event["batch"] for event in life["events"]] == [first, second]

    page.locator(".drawer header .ib.close").click()
    page.click(f"[data-batch={second}] button")
    page.wait_for_selector("#batch-go")
    assert counts(page, "organisations") == ["0", "0", "1"]
    page.click("#batch-go")
    page.wait_for_selector(f"[data-batch={second}].out")
    page.click(f"[data-batch={first}] button")
    page.wait_for_selector("#batch-go")
    assert counts(page, "organisations") == ["1", "0", "0"]
    page.click("#load-drop")


def test_an_unknown_code_is_told_with_what_comes_near(open_page: Open) -> None:
    page = open_page("/data?open=history:DZ0O1")
    page.wait_for_selector(".drawer .notice")
    assert "DZ001" in page.inner_text(".drawer .notice")


def test_the_preview_takes_the_keyboard(open_page: Open) -> None:
    page = open_page("/data")
    drop(page, "XZ1,新支部,党支部,社区,在任\n")
    page.wait_for_function("() => document.activeElement.classList.contains('preview')")
    for _ in range(14):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "load-drop":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#dry-run > *")).to_have_count(0, timeout=WAIT)
