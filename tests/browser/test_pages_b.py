"""Do the pages of network, isolation and linkages show what the API tells, and keep the map while one looks?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

SPOTS = """() => Object.fromEntries(document.getElementById('network-canvas')._cyreg.cy.nodes()
  .map(n => [n.id(), [n.position('x'), n.position('y')]]))"""


def told(address: str, path: str) -> Any:
    with urlopen(address + path, timeout=60) as answer:
        return json.load(answer)


def finding(address: str, finding_id: str) -> Any:
    return told(address, f"/api/v1/findings/{finding_id}?limit=1000")


def drawn(page: Page) -> dict[str, list[float]]:
    page.wait_for_selector("#network-canvas[data-drawn]")
    page.wait_for_function("() => document.getElementById('network-canvas')?._cyreg?.cy?.nodes().length > 0")
    page.wait_for_timeout(400)
    spots: dict[str, list[float]] = page.evaluate(SPOTS)
    return spots


def test_the_network_shows_the_figures_of_the_api(open_page: Callable[..., Page], address: str) -> None:
    card = told(address, "/api/v1/scorecard")["scorecard"]["without_hub"]
    page = open_page("/network")
    spots = drawn(page)
    said = page.locator(".answer").inner_text()
    tied = card["organisations"] - card["isolates"]
    assert said.startswith(f"{tied} / {card['organisations']}") or f"{tied}/ {card['organisations']}" in said
    assert f"{card['ties']:,} 条联系" in said
    assert len(spots) == tied
    assert page.locator(".tray .alone li").count() == card["isolates"]


def test_a_layer_switch_changes_ties_and_tray_and_keeps_positions(open_page: Callable[..., Page]) -> None:
    page = open_page("/network")
    before, alone = drawn(page), page.locator(".tray .alone li").count()
    ties = page.evaluate("document.getElementById('network-canvas')._cyreg.cy.edges().length")
    page.locator("a.layer", has_text="同席").click()
    page.wait_for_url("**off=seats*")
    expect(page.locator("a.layer", has_text="同席")).not_to_have_class("layer keeps-open on")
    page.wait_for_timeout(1500)
    after = drawn(page)
    assert page.evaluate("document.getElementById('network-canvas')._cyreg.cy.edges().length") < ties
    assert page.locator(".tray .alone li").count() == alone + len(before) - len(after)
    assert len(after) < len(before)
    for code, spot in after.items():
        assert spot == pytest.approx(before[code], abs=0.01)


def test_the_hub_comes_in_as_a_star_and_goes_out_to_the_tray(open_page: Callable[..., Page]) -> None:
    page = open_page("/network")
    without = drawn(page)
    assert page.locator(".tray .star").count() == 1
    page.locator(".bar .seg a", has_text="计入").first.click()
    page.wait_for_url("**hub=in*")
    page.wait_for_timeout(1500)
    counted = drawn(page)
    assert page.locator(".tray .star").count() == 0
    hub = set(counted) - set(without)
    assert len(hub) == 1
    shape = f"document.getElementById('network-canvas')._cyreg.cy.getElementById('{hub.pop()}').style('shape')"
    assert page.evaluate(shape) == "star"


def test_a_click_opens_the_card_and_leaves_the_map_in_place(open_page: Callable[..., Page]) -> None:
    page = open_page("/network")
    code = sorted(drawn(page))[0]
    page.evaluate("document.getElementById('network-canvas')._cyreg.cy.kept = 'same'")
    page.evaluate(f"document.getElementById('network-canvas')._cyreg.cy.getElementById('{code}').emit('tap')")
    page.wait_for_selector(".drawer h2")
    expect(page.locator(f"#network-canvas[data-chosen='{code}']")).to_have_count(1)
    assert page.evaluate("document.getElementById('network-canvas')._cyreg.cy.kept") == "same"
    name = page.locator(".drawer h2").inner_text()
    again = open_page(page.url.split("://", 1)[1].partition("/")[2].join(["/", ""]))
    drawn(again)
    assert again.locator(".drawer h2").inner_text() == name
    expect(again.locator(f"#network-canvas[data-chosen='{code}']")).to_have_count(1)
    page.locator(".drawer header .ib.close").click()
    expect(page.locator(".drawer")).to_have_count(0)
    expect(page.locator("#network-canvas")).to_have_attribute("data-chosen", "")


def test_searching_marks_what_is_found(open_page: Callable[..., Page]) -> None:
    page = open_page("/network")
    code = sorted(drawn(page))[0]
    page.locator("#network-find").fill(code)
    expect(page.locator("#network-canvas")).to_have_attribute("data-hits", "1")


def test_the_table_holds_the_ties_of_the_picture(open_page: Callable[..., Page]) -> None:
    page = open_page("/network?view=table")
    page.wait_for_selector("#network-table .ag-row")
    assert page.locator("#network-table .ag-header-cell-text").all_inner_texts()[2:7] == [
        "层数",
        "同席",
        "协议",
        "认领",
        "同会",
    ]


def test_isolation_tells_the_four_findings_as_the_api_does(open_page: Callable[..., Page], address: str) -> None:
    ids = (
        "isolated_organisations",
        "tied_on_paper_only",
        "one_sided_invitations",
        "organisations_outside_the_largest_component",
    )
    findings = {name: finding(address, name) for name in ids}
    page = open_page("/isolation")
    heads = page.locator(".card.list > header h2").all_inner_texts()
    assert [int(head.rsplit(" ", 1)[1]) for head in heads] == [findings[name]["count"] for name in ids]
    first = page.locator(".card.list").first.locator("tbody tr td:first-child .subject a").all_inner_texts()
    rows = [row["name"] for row in findings[ids[0]]["rows"] if row["status"] == "found"]
    assert first == rows
    page.locator(".card.list").first.locator(".subject a").first.click()
    expect(page.locator(".drawer h2")).to_have_text(rows[0])


def test_linkages_tell_ties_of_domains_and_flags_as_the_api_does(open_page: Callable[..., Page], address: str) -> None:
    told_of = {
        name: finding(address, name)
        for name in (
            "ties_by_domain",
            "ties_by_kind_of_place",
            "agreements_expiring",
            "agreements_without_activity",
            "overdue_quarterly_meetings",
        )
    }
    page = open_page("/linkages")
    page.wait_for_selector(".domains .c")
    ties = sum(int(text) for text in page.locator(".domains .c b").all_inner_texts())
    assert ties == told_of["ties_by_domain"]["of"] + told_of["ties_by_domain"]["unknown"]
    pairs = told_of["ties_by_kind_of_place"]["measures"]
    tied = page.locator(".urban-rural .c.s1, .urban-rural .c.s2, .urban-rural .c.s3, .urban-rural .c.s4").count()
    assert tied == pairs["community_pairs_tied"]
    assert page.locator(".urban-rural .c").count() == pairs["community_pairs"]
    assert page.locator(".timeline .ends").count() == told_of["agreements_expiring"]["count"]
    assert page.locator(".timeline .bar.quiet").count() == told_of["agreements_without_activity"]["count"]
    missed = sum(len(row["quarters"]) for row in told_of["overdue_quarterly_meetings"]["rows"])
    assert page.locator(".cadence tbody .g.fail").count() == missed
