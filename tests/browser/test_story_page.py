"""Can a person make a deck, edit it, put it in order, save it, present it with names hidden, and take it away?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

Open = Callable[..., Page]
DRAWN = 60_000
expect.set_options(timeout=30_000)  # a machine that runs other tests beside draws a deck slowly


SIZES = """() => [...document.querySelectorAll('.slide')].flatMap(slide => {
  const walk = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT), told = [];
  while (walk.nextNode()) {
    const text = walk.currentNode, size = getComputedStyle(text.parentElement).fontSize;
    if (text.textContent.trim()) told.push([parseFloat(size), text.textContent]);
  }
  return told; })"""
OVER = """body => [body, ...body.children].flatMap(
  e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth])"""


def told(address: str, path: str) -> Any:
    with urlopen(f"{address}/api/v1{path}", timeout=60) as answer:
        return json.load(answer)


def made(page: Page) -> Page:
    """The standard agenda, drawn."""
    page.click("#story-make-first")
    return ready(page)


def ready(page: Page) -> Page:
    """Drawn, and no slide waits for a work any more."""
    page.wait_for_selector(".slide.on", timeout=DRAWN)
    expect(page.locator("#story-progress > *")).to_have_count(0, timeout=DRAWN)
    return page


def titles(page: Page) -> list[str]:
    return page.locator("#story-list li .go > span:nth-child(2)").all_inner_texts()


def test_one_click_makes_the_agenda_with_the_figures_of_the_api(open_page: Open, address: str) -> None:
    page = made(open_page("/story"))
    deck = told(address, "/story")
    assert [re.sub(r"\s", "", one) for one in titles(page)] == [
        re.sub(r"\s", "", slide["title"]) for slide in deck["slides"]
    ]
    shown = page.locator(".slide[data-number='1'] .s-tile > b").all_inner_texts()
    counts = [
        told(address, f"/findings/{name}?limit=1")["count"]
        for name in ("organisation_coverage", "places_without_organisation", "isolated_organisations")
    ]
    assert shown[:3] == [f"{count:,}" for count in counts]


def test_titles_and_notes_are_written_on_the_page_moved_taken_out_and_undone(open_page: Open) -> None:
    page = made(open_page("/story"))
    first = titles(page)
    page.locator(".slide.on .s-title").click()
    page.locator(".writing").fill("今天只定一件事")
    page.keyboard.press("Enter")
    expect(page.locator("#story-list li").first).to_contain_text("今天只定一件事")
    page.locator(".slide.on .s-header").click()
    page.locator(".writing").fill("大党工委第三季度全体会议")
    page.keyboard.press("Enter")
    expect(page.locator(".slide.on .s-header")).to_contain_text("大党工委第三季度全体会议 · 2018-06-30 · 示例数据")
    page.locator(".notes.on .notes-text").click()
    page.locator(".writing").fill("先请书记讲")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notes.on .notes-text")).to_have_text("先请书记讲")
    page.locator("#story-list li").nth(1).hover()
    page.locator("#story-list li").nth(1).locator("[data-story=down]").click()
    expect(page.locator("#story-list li").nth(2)).to_contain_text(first[1][:6])
    page.locator("#story-list li").nth(8).drag_to(page.locator("#story-list li").nth(0))
    expect(page.locator("#story-list li").first).to_contain_text(first[8][:6])
    page.locator("#story-list li").first.hover()
    page.locator("#story-list li").first.locator("[data-story=drop]").click()
    expect(page.locator("#story-list li")).to_have_count(8)
    for _ in range(6):
        page.click("[data-story=undo]")
    expect(page.locator("#story-list li")).to_have_count(9)
    expect(page.locator("#story-list li").first).to_contain_text(first[0][:6])
    assert titles(page) == first
    page.locator(".slide.on .s-title").click()
    page.locator(".writing").fill("不要了")
    page.keyboard.press("Escape")
    assert titles(page) == first


def test_presenting_turns_with_the_keys_hides_names_at_n_and_leaves_at_escape(open_page: Open) -> None:
    page = made(open_page("/story", width=1920, height=1080))
    page.click("[data-story=present]")
    expect(page.locator("body.presenting")).to_have_count(1)
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".slide.on")).to_have_attribute("data-number", "5")
    expect(page.locator(".slide.on .dots .done")).to_have_count(4)
    name = page.locator(".slide.on td .nm .real").first.inner_text()
    expect(page.locator(".slide.on .s-badge .real")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator(".slide.on .s-badge .code")).to_be_visible()
    assert name not in page.locator(".slide.on").inner_text()
    assert re.fullmatch(r"组织 [A-Z]+", page.locator(".slide.on td .nm .code").first.inner_text())
    page.keyboard.press("p")
    expect(page.locator(".notes-over")).to_be_visible()
    assert page.locator(".notes-over").inner_text()
    page.keyboard.press("Home")
    expect(page.locator(".slide.on")).to_have_attribute("data-number", "1")
    page.keyboard.press("Escape")
    expect(page.locator("body.presenting")).to_have_count(0)
    page.keyboard.press("n")


def test_nothing_on_the_stage_is_smaller_than_twenty_and_the_title_is_44(open_page: Open) -> None:
    page = made(open_page("/story", width=1920, height=1080))
    page.click("[data-story=present]")
    sizes = page.evaluate(SIZES)
    assert [text for size, text in sizes if size < 20] == []
    assert page.locator(".slide.on .s-title").evaluate("e => getComputedStyle(e).fontSize") == "44px"
    assert max(page.locator(".slide").nth(n).locator(".s-picture .nm").count() for n in range(9)) <= 150
    for number in range(9):  # nothing runs over the stage
        over = page.locator(".slide.on .s-body").evaluate(OVER)
        assert max(over) <= 1, (number, over)
        page.keyboard.press("ArrowRight")


def test_a_deck_is_saved_opened_elsewhere_and_tells_what_changed(open_page: Open, address: str) -> None:
    page = made(open_page("/story"))
    page.locator(".slide.on .s-title").click()
    page.locator(".writing").fill("第三季度要定的事")
    page.keyboard.press("Enter")
    expect(page.locator("#story-list li").first).to_contain_text("第三季度要定的事")
    page.fill("#story-name", "三季度")
    page.click("#story-save")
    expect(page.locator("#story-told")).to_contain_text("已保存“三季度”", timeout=DRAWN)
    kept = next(one for one in told(address, "/decks") if one["name"] == "三季度")
    content = told(address, f"/decks/{kept['id']}")["content"]
    assert content["slides"][0]["title"] == "第三季度要定的事"
    assert len(content["slides"][0]["saved"]) > 20
    assert content["codes"]
    expect(page).to_have_url(re.compile(rf"[?&]deck={kept['id']}(&|$)"))
    page.locator("#story-list .go").nth(2).click()
    expect(page).to_have_url(re.compile(r"[?&]slide=3(&|$)"))
    sent = open_page(page.url.removeprefix(address))  # the address, opened by somebody whose browser holds no deck
    expect(sent.locator("#story-list li").first).to_contain_text("第三季度要定的事", timeout=DRAWN)
    expect(sent.locator("#story-list li").nth(2)).to_have_class(re.compile(r"\bon\b"))
    other = made(open_page("/story"))
    other.goto(page.url)  # its own slides are not saved, and stay
    expect(other.locator("#story-told")).to_contain_text("已存的“三季度”", timeout=DRAWN)
    expect(other.locator("#story-list li").first).not_to_contain_text("第三季度要定的事")
    other.click("#story-open")
    other.locator(".ant-select-item-option", has_text="三季度").first.click()
    expect(other.locator("#story-list li").first).to_contain_text("第三季度要定的事", timeout=DRAWN)
    expect(other.locator("#story-name")).to_have_value("三季度")
    other.click("#story-discard")
    expect(other.locator("#story-told")).to_contain_text("已删除“三季度”")
    assert [one for one in told(address, "/decks") if one["name"] == "三季度"] == []
    expect(other.locator("#story-list li")).to_have_count(9)


def test_a_file_is_what_the_page_shows_with_names_hidden_where_asked(open_page: Open, tmp_path: Any) -> None:
    page = made(open_page("/story"))
    page.locator(".slide.on .s-title").click()
    page.locator(".writing").fill("今天只定一件事")
    page.keyboard.press("Enter")
    expect(page.locator("#story-list li").first).to_contain_text("今天只定一件事")
    page.locator("label:has(#story-hide), #story-hide").first.click()
    with page.expect_download(timeout=DRAWN) as got:
        page.locator("#export-menu summary").click()
        page.locator("button", has_text="pptx").click()
    path = tmp_path / "deck.pptx"
    got.value.save_as(path)
    opened = Presentation(str(path))
    assert opened.slides[0].shapes.title.text_frame.text == "今天只定一件事"
    assert len(opened.slides) == 9
    table = next(shape.table for shape in opened.slides[4].shapes if shape.has_table)
    assert re.fullmatch(r"组织 [A-Z]+", table.cell(1, 0).text)


def test_a_finding_a_plan_and_an_organisation_come_into_the_deck_from_their_pages(open_page: Open) -> None:
    page = open_page("/isolation?open=finding:isolated_organisations")
    page.locator(".drawer button", has_text="放入联席会").click()
    expect(page.locator("#deck-told")).to_contain_text("共 1 页")
    page.goto(page.url.split("/isolation")[0] + "/network?open=card:DZ001")
    page.locator(".drawer button", has_text="放入联席会").click()
    expect(page.locator("#deck-told")).to_contain_text("共 2 页")
    page.goto(page.url.split("/network")[0] + "/plan?plan=matching&go=1")
    page.locator("button", has_text="放入联席会").click(timeout=DRAWN)
    expect(page.locator("#deck-told")).to_contain_text("共 3 页")
    page.locator("#deck-told a").click()
    ready(page)
    assert titles(page)[0].startswith("孤立组织")
    expect(page.locator("#story-list li")).to_have_count(3)


def speaker(page: Page) -> Page:
    """The window of who speaks, opened from the page."""
    with page.context.expect_page() as opened:
        page.click("[data-story=speaker]")
    window = opened.value
    window.wait_for_selector("#p-now .slide.on")
    return window


def test_the_window_of_who_speaks_stays_in_step_both_ways_and_hides_names_in_both(open_page: Open) -> None:
    page = made(open_page("/story", width=1920, height=1080))
    told = titles(page)
    window = speaker(page)
    expect(page.locator("body.presenting")).to_have_count(1)
    assert window.locator("h1").inner_text() == "演讲者窗口"
    expect(window.locator("#p-page")).to_have_text("1 / 9")
    assert window.locator("#p-now .s-title").inner_text() == told[0]
    assert window.locator("#p-next .s-title").inner_text() == told[1]
    assert re.fullmatch(r"\d\d:\d\d", window.locator("#p-clock").inner_text())
    for _ in range(4):  # turned there, this window follows
        window.keyboard.press("ArrowRight")
    expect(page.locator(".slide.on")).to_have_attribute("data-number", "5")
    expect(window.locator("#p-page")).to_have_text("5 / 9")
    notes = page.locator("#story-notes > .notes").nth(4).locator("p").first.text_content() or ""
    expect(window.locator("#p-notes p").first).to_have_text(notes)
    name = page.locator(".slide.on td .nm .real").first.inner_text()
    expect(window.locator("#p-now")).to_contain_text(name, use_inner_text=True)
    page.keyboard.press("n")  # hidden here, and so there
    for one in (page.locator(".slide.on"), window.locator("body")):
        expect(one).not_to_contain_text(name, use_inner_text=True)
    window.keyboard.press("n")
    for one in (page.locator(".slide.on"), window.locator("#p-now")):
        expect(one).to_contain_text(name, use_inner_text=True)
    page.keyboard.press("End")  # turned here, that window follows
    expect(window.locator("#p-page")).to_have_text("9 / 9")
    expect(window.locator("#p-next")).to_have_text("最后一页")
    expect(window.locator("#p-on")).to_be_disabled()
    window.locator("#p-back").click()
    expect(page.locator(".slide.on")).to_have_attribute("data-number", "8")
    assert window.locator("#p-now .s-title").get_attribute("tabindex") is None  # nothing is written there
    page.keyboard.press("Escape")
    expect(page.locator("body.presenting")).to_have_count(0)


def test_the_window_of_who_speaks_hears_what_is_written_and_of_no_other_deck(open_page: Open) -> None:
    page = made(open_page("/story?lang=en"))
    window = speaker(page)
    assert window.locator("h1").inner_text() == "Speaker's window"
    other = page.context.new_page()  # a second window of the same browser presents a deck of its own
    other.goto(page.url)
    made(other).click("[data-story=present]")
    other.keyboard.press("End")
    expect(other.locator(".slide.on")).to_have_attribute("data-number", "9")
    expect(window.locator("#p-page")).to_have_text("1 / 9")
    page.keyboard.press("Escape")
    page.locator(".slide.on .s-title").click()
    page.locator(".writing").fill("Decide one thing today")
    page.keyboard.press("Enter")
    expect(window.locator("#p-now .s-title")).to_have_text("Decide one thing today", timeout=DRAWN)
    page.close()
    expect(window.locator("#p-told")).to_have_text("The window that presents was closed.")


EDITS = [{"do": "add_tie", "layer": "agreements", "a": "DZ034", "b": "DZ010"}]
"""A tie of an organisation that has none."""


def supposed(address: str) -> tuple[int, int]:
    """Organisations without a tie now and after the edits, as the API tells."""
    given = json.dumps({"plans": [{"name": "x", "edits": EDITS}]}).encode()
    asked = Request(f"{address}/api/v1/what-if", given, {"Content-Type": "application/json"})
    with urlopen(asked, timeout=60) as answer:
        found = json.load(answer)
    states = (found["before"], found["plans"][0])
    before, after = (one["findings"]["isolated_organisations"]["count"] for one in states)
    return before, after


def first_row(page: Page) -> list[str]:
    """The first row of the table on the slide that is shown."""
    return page.locator(".slide.on .s-grid tbody tr").first.locator("td").all_inner_texts()


def test_what_would_change_comes_into_the_deck_from_the_what_if_and_from_the_picture(
    open_page: Open, address: str
) -> None:
    before, after = supposed(address)
    page = open_page("/plan?plan=what_if&edits=" + quote(json.dumps(EDITS)))
    page.locator(".beside button", has_text="放入联席会").click(timeout=DRAWN)
    expect(page.locator("#deck-told")).to_contain_text("共 1 页")
    page.goto(address + "/network?open=" + quote("supposed:+agreements|DZ034|DZ010"))
    page.locator(".drawer button", has_text="放入联席会").click(timeout=DRAWN)
    expect(page.locator("#deck-told")).to_contain_text("共 2 页")
    page.locator("#deck-told a").click()
    page.wait_for_selector(".slide.on .s-grid", timeout=DRAWN)
    for _ in range(2):
        assert [one.split(" / ")[0] for one in first_row(page)[1:]] == [str(before), str(after), f"−{before - after}"]
        assert page.locator(".slide.on .track.beside").count() == 4
        page.locator("#story-list li .go").nth(1).click()


def test_a_saved_plan_is_chosen_on_the_page_of_the_meeting(open_page: Open, address: str) -> None:
    before, after = supposed(address)
    kept = Request(
        f"{address}/api/v1/plan-files/{quote('牵线')}",
        json.dumps({"edits": EDITS, "as_of": "2018-06-30", "replace": True}).encode(),
        {"Content-Type": "application/json"},
        method="PUT",
    )
    with urlopen(kept, timeout=60):
        pass
    page = open_page("/story")
    page.click("#story-add")
    page.locator(".ant-select-item-option", has_text="牵线（前后对照）").click()
    page.wait_for_selector(".slide.on .s-grid", timeout=DRAWN)
    assert titles(page)[0].startswith("牵线：改动 1 处")
    assert [one.split(" / ")[0] for one in first_row(page)[1:]] == [str(before), str(after), f"−{before - after}"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_would_change_fits_the_stage(open_page: Open, lang: str) -> None:
    page = open_page(f"/plan?lang={lang}&plan=what_if&edits=" + quote(json.dumps(EDITS)), width=1920, height=1080)
    page.locator(".beside button:has(.i-story)").click(timeout=DRAWN)
    page.locator("#deck-told a").click(timeout=DRAWN)
    page.wait_for_selector(".slide.on .s-grid", timeout=DRAWN)
    page.click("[data-story=present]")
    assert [text for size, text in page.evaluate(SIZES) if size < 20] == []
    assert max(page.locator(".slide.on .s-body").evaluate(OVER)) <= 1


def test_the_page_speaks_english_and_never_scrolls_sideways(open_page: Open) -> None:
    page = made(open_page("/story?lang=en"))
    assert page.locator("h1").inner_text().isascii()
    chrome = page.locator(".story-bar, .head, .slide-adds").all_inner_texts()
    assert not re.search(r"[一-鿿]", "".join(chrome))
    assert page.evaluate("(main => main.scrollWidth - main.clientWidth)(document.getElementById('main'))") == 0
