"""Does the map answer where the holes are, in both languages, and show what the API tells?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import violations


def told(address: str, path: str) -> Any:
    with urlopen(address + path, timeout=120) as answer:
        return json.load(answer)


def drawn(page: Page) -> None:
    page.locator(".drawing.drawn > svg").wait_for()


@pytest.mark.parametrize(
    ("lang", "question", "width", "height"),
    [("zh", "空白在哪里？", 1366, 768), ("en", "Where are the holes?", 1920, 1080)],
)
def test_the_title_is_the_question_and_nothing_scrolls_sideways(
    open_page: Callable[..., Page], lang: str, question: str, width: int, height: int
) -> None:
    page = open_page(f"/geography?lang={lang}&flows=on", width=width, height=height)
    drawn(page)
    expect(page.locator("h1")).to_have_text(question)
    assert page.locator(".notice.error").count() == 0
    assert page.evaluate("document.querySelector('#main').scrollWidth <= document.querySelector('#main').clientWidth")
    assert violations(page) == []


def test_map_legend_and_table_show_what_the_api_tells(open_page: Callable[..., Page], address: str) -> None:
    asked = "of=workers_per_households&by=quantile&k=4"
    answer = told(address, f"/api/v1/geography?{asked}")
    page = open_page(f"/geography?{asked}")
    drawn(page)
    assert page.locator(".drawing .places [data-key]").count() == len(answer["rows"])
    unknown = [row for row in answer["rows"] if row["state"] == "unknown"]
    assert page.locator(".drawing .places [fill='url(#p-unknown)'] > [data-key]").count() == len(unknown) > 0
    counts = page.locator(".geo-legend .entry em").all_inner_texts()
    assert counts[: len(answer["classes"])] == [str(one["places"]) for one in answer["classes"]]
    known = sorted(
        (row for row in answer["rows"] if row["value"] is not None), key=lambda row: (-row["value"], row["code"])
    )
    first = page.locator(".geo-table tbody tr").first
    assert first.get_attribute("data-opens", timeout=5000) is not None
    best = {row["name"] for row in known if row["value"] == known[0]["value"]}
    assert first.locator("a").inner_text() in best


def test_a_click_opens_the_place_and_the_map_stays(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("/geography?units=off&level=area")
    drawn(page)
    before = page.locator(".drawing > svg").element_handle()
    place = page.locator(".drawing .places [data-key]").first
    key = place.get_attribute("data-key")
    assert key is not None
    place.dispatch_event("click")
    page.wait_for_url(f"**open={key}**")
    code = key.partition(":")[2]
    row = next(one for one in told(address, "/api/v1/geography?level=area")["rows"] if one["code"] == code)
    cell = page.locator(".drawer tr.here td")
    expect(cell).to_contain_text(f"{row['count']:g} / {row['of']:g}")
    assert before is not None
    assert page.locator(".drawing > svg").element_handle().evaluate("(now, was) => now === was", before)  # type: ignore[union-attr]
    page.locator(".drawer footer a", has_text="只看这里").click()
    page.wait_for_url(f"**place={code}**")
    drawn(page)


def test_indicator_and_bounds_are_chosen_on_the_page_and_stand_in_the_address(open_page: Callable[..., Page]) -> None:
    page = open_page("/geography")
    drawn(page)
    page.locator(".geo-tools a", has_text="手工").click()
    page.wait_for_url("**by=manual**")
    field = page.locator("#geo-bounds")
    field.fill("20 50")
    field.press("Enter")
    page.wait_for_url(re.compile("bounds=20(%20|\\+)50"))
    expect(page.locator(".geo-legend .entry span").nth(1)).to_have_text("超过 20%，至 50%")
    page.locator(".geo-tools .ant-select").first.click()
    page.locator(".ant-select-item-option", has_text="平均每个组织的联系数").click()
    page.wait_for_url("**of=ties_per_organisation**")
    assert "bounds" not in page.url
    drawn(page)


def test_the_map_is_moved_by_keys_and_its_scale_follows(open_page: Callable[..., Page]) -> None:
    page = open_page("/geography")
    drawn(page)

    def metres() -> float:
        number, unit = page.locator(".drawing .scale text").inner_html().split()
        return float(number.replace(",", "")) * (1000 if unit == "km" else 1)

    page.wait_for_timeout(300)
    far = metres()
    page.locator(".drawing").focus()
    for _ in range(6):
        page.keyboard.press("+")
    page.wait_for_timeout(300)
    assert metres() < far / 4
    page.keyboard.press("0")
    page.wait_for_timeout(300)
    assert metres() == far


def test_boundaries_are_tried_out_before_they_are_loaded(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("/geography")
    drawn(page)
    page.locator(".geo-upload summary").click()
    ring = [[116.0, 40.0], [116.01, 40.0], [116.01, 40.01], [116.0, 40.0]]
    code = told(address, "/api/v1/geography")["rows"][0]["code"]
    feature = {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    page.locator(".geo-upload input[type=file]").set_input_files(
        {"name": "new.geojson", "mimeType": "application/geo+json", "buffer": content}
    )
    page.locator("#preview-told").wait_for()
    expect(page.locator("#preview-told")).to_contain_text(code)
    page.locator("#load-drop").click()
    expect(page.locator("#preview-told")).to_have_count(0)


def test_what_a_place_tells_stands_beside_the_pointer(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("/geography?units=off&level=area")
    drawn(page)
    rows = {row["code"]: row for row in told(address, "/api/v1/geography?level=area")["rows"]}
    code = next(code for code, row in rows.items() if row["value"] is not None)
    place = page.locator(f".drawing .places [data-key='place:{code}']")
    place.hover()
    beside = page.locator(".told-beside")
    expect(beside).to_be_visible()
    expect(beside).to_contain_text(rows[code]["name"])
    expect(beside).to_contain_text(f"{rows[code]['count']:g} / {rows[code]['of']:g}")
    page.mouse.move(2, 2)
    expect(beside).to_be_hidden()


def test_the_drawing_is_saved_as_a_picture(open_page: Callable[..., Page]) -> None:
    page = open_page("/geography")
    drawn(page)
    with page.expect_download() as caught:
        page.locator("#export-menu summary").click()
        page.locator(".acts button", has_text="png").click()
    path = caught.value.path()
    assert path.read_bytes().startswith(b"\x89PNG")
    href = page.locator(".acts a", has_text="svg").get_attribute("href")
    assert href is not None
    assert "format=svg" in href
    assert quote("：") not in href
