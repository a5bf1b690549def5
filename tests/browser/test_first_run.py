"""Does an empty installation lead from the blank ledger to a first finding, and to a sample that goes again?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import served

Open = Callable[..., Page]
WAIT = 120_000


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server on a data folder that is not there yet."""
    with served(tmp_path / "data") as where:
        yield where


def filled(blank: Path) -> bytes:
    """The blank ledger with a sub-district, a community, an organisation of the sub-district and a unit."""
    book = openpyxl.load_workbook(blank)
    rows = {
        "地点台账": [
            {"地点编码": "JD", "地点名称": "某街道", "地点类别": "街道"},
            {"地点编码": "SQ", "地点名称": "某社区", "地点类别": "社区", "上级编码": "JD"},
        ],
        "党组织台账": [
            {"组织编码": "ZZ1", "组织名称": "某党委", "组织类别": "党委", "领域": "机关", "所在地点": "JD"},
        ],
        "驻区单位台账": [
            {
                "单位编码": "DW1",
                "单位名称": "某公司",
                "单位类别": "非公企业",
                "所在地点": "SQ",
                "经营状态": "在营",
                "党员数": 4,
            }
        ],
    }
    for name, told in rows.items():
        sheet = book[name]
        heads = {
            str(cell.value).strip("*!＊！ "): cell.column
            for row in sheet.iter_rows(max_row=3)
            for cell in row
            if cell.value
        }
        at = sheet.max_row + 1
        for row in told:
            for head, value in row.items():
                sheet.cell(at, heads[head], value)
            at += 1
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_from_the_blank_ledger_to_the_first_finding(open_page: Open, tmp_path: Path) -> None:
    page = open_page("/")
    expect(page.locator(".steps > li")).to_have_count(5)
    with page.expect_download() as loading:
        page.click(".steps a.primary")
    blank = tmp_path / "blank.xlsx"
    loading.value.save_as(blank)
    page.click(".steps a[href^='/data']")
    page.wait_for_selector("#upload input[type=file]", state="attached")
    sheet = {"name": "台账.xlsx", "mimeType": "application/octet-stream", "buffer": filled(blank)}
    page.set_input_files("#upload input[type=file]", sheet)
    page.wait_for_selector("#preview-told .dry-sum", timeout=WAIT)
    page.click("#load-go")
    page.wait_for_selector("#data-told a", timeout=WAIT)
    page.click("#data-told a")
    expect(page.locator("li[data-finding=places_without_organisation] .of b")).to_have_text("1", timeout=WAIT)
    assert page.locator(".sample-strip").count() == 0


def test_the_sample_is_there_with_one_click_told_on_every_page_and_gone_with_one_click(open_page: Open) -> None:
    page = open_page("/?lang=en")
    page.click("#sample-load")
    page.wait_for_selector(".sample-strip.sample", timeout=WAIT)
    page.wait_for_selector("li[data-finding]")
    for path in ("/isolation", "/data"):
        page.click(f".nav a[href^='{path}']")
        page.wait_for_selector(f".nav a.here[href^='{path}']")
        assert "invented" in page.inner_text(".sample-strip")
    row = page.locator("tr[data-batch]")
    expect(row).to_have_count(1)
    page.click("#sample-remove")
    expect(page.locator(".sample-strip")).to_have_count(0, timeout=WAIT)
    page.wait_for_selector("tr[data-batch].out")
    page.click(".nav a[href^='/?']")
    page.wait_for_selector("#sample-load")


def test_own_data_beside_the_sample_is_told_loudly_until_the_sample_is_gone(open_page: Open) -> None:
    page = open_page("/")
    page.click("#sample-load")
    page.wait_for_selector(".sample-strip.sample", timeout=WAIT)
    page.click(".nav a[href^='/data']")
    page.wait_for_selector("#upload input[type=file]", state="attached")
    content = "组织编码,组织名称,组织类别,领域\nXZ1,新支部,党支部,社区\n".encode()
    page.set_input_files(
        "#upload input[type=file]", {"name": "党组织台账.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.wait_for_selector("#preview-told .dry-sum", timeout=WAIT)
    page.click("#load-go")
    page.wait_for_selector(".sample-strip.mixed", timeout=WAIT)
    page.click("#sample-remove")
    expect(page.locator(".sample-strip")).to_have_count(0, timeout=WAIT)
    expect(page.locator("tr[data-batch].out")).to_have_count(1)
    expect(page.locator("tr[data-batch]:not(.out)")).to_have_count(1)
