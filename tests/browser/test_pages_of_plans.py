"""Do the pages of plans, change and key organisations answer, save, undo, and tell what the API tells?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

from playwright.sync_api import Page, expect


def told(address: str, path: str) -> Any:
    with urlopen(address + path, timeout=120) as answer:
        return json.load(answer)


def settled(page: Page) -> None:
    page.wait_for_function("() => !document.querySelector('.waiting')", timeout=120_000)


def test_navigation_stands_in_the_order_of_the_groups(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    assert page.locator(".nav h2").all_inner_texts() == ["看清", "找空白", "谋划", "数据"]
    names = page.locator(".nav a span").all_inner_texts()
    order = [
        names.index(one)
        for one in ("总览", "联建网络", "共建联系", "枢纽组织", "变化", "组织覆盖", "谋划方案", "数据批次")
    ]
    assert order == sorted(order)


def test_who_holds_it_together_is_the_finding_and_what_falls_apart_follows_the_choice(
    open_page: Callable[..., Page], address: str
) -> None:
    finding = told(address, "/api/v1/findings/key_organisations")
    page = open_page("/key")
    settled(page)
    ranked = page.locator(".card.list tbody tr")
    assert [row.get_attribute("data-code") for row in ranked.all()] == [
        row["code"] for row in finding["breakdowns"]["without_hub"]
    ]
    last = ranked.last
    name = last.locator(".subject a").inner_text()
    last.locator("td a.opens").last.click()
    expect(page.locator("#leaves h2")).to_contain_text(name)
    assert page.locator("svg .xtitle").first.text_content() == "已离开的组织占比（%）"


def test_help_explains_each_figure_with_a_sentence_and_a_formula(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("/key")
    page.locator(".bar a.help").click()
    page.wait_for_url("**open=help:key*")
    card = told(address, "/api/v1/explain/betweenness")["measure"]
    drawer = page.locator(".drawer")
    expect(drawer).to_contain_text(card["meaning"])
    expect(drawer).to_contain_text(card["formula"])


def test_a_method_card_tells_how_complete_its_data_is(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("/isolation")
    page.locator("a.ib[title='方法卡']").first.click()
    page.wait_for_selector(".drawer [data-part=completeness]")
    rows = told(address, "/api/v1/explain/isolated_organisations")["finding"]["data"]
    assert page.locator(".drawer [data-part=completeness] tbody tr").count() == len(rows)


def test_the_communities_page_tells_who_is_listed_in_every_case(open_page: Callable[..., Page], address: str) -> None:
    answer = told(address, "/api/v1/sensitivity?fails=3")
    page = open_page("/communities")
    page.locator(".acts a", has_text="清单稳不稳").click()
    page.wait_for_selector(".drawer [data-part=always]", timeout=120_000)
    assert page.locator(".drawer [data-part=always] a.chip").count() == min(len(answer["always"]), 60)
    assert page.locator(".drawer [data-part=sometimes] tbody tr").count() == min(len(answer["sometimes"]), 60)


def test_a_plan_is_made_with_the_settings_of_the_form_and_saved(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("/plan?plan=meeting_places")
    page.locator("#plan-make").wait_for()
    page.locator("""[id='{"name":"sites","type":"plan-param"}']""").fill("2")
    page.locator("#plan-make").click()
    page.wait_for_url("**p.sites=2*")
    settled(page)
    answer = told(address, "/api/v1/plans/meeting_places?param=sites=2")
    expect(page.locator(".plan-good .of b").first).to_have_text(f"{answer['count']:,}")
    proved = {True: "proved", False: "not_proved", None: "no_bound"}[answer["objective"]["optimal"]]
    assert page.locator(".plan-good").get_attribute("data-proved") == proved
    expect(page.locator(".plan-rows .ag-row").first).to_be_visible()
    page.locator("#plan-name").fill("两处场所")
    page.locator("#plan-save").click()
    page.locator("#plan-saved a", has_text="两处场所").click()
    page.wait_for_url("**plan=saved*")
    expect(page.locator(".plan-rows .ag-row").first).to_be_visible()
    page.locator("#plan-delete").click()
    page.locator("#plan-back").click()
    expect(page.locator("#plan-deleted")).to_contain_text("已恢复")
    names = [one["name"] for one in told(address, "/api/v1/plan-files")]
    assert "两处场所" in names
    with urlopen(Request(address + "/api/v1/plan-files/" + quote("两处场所"), method="DELETE"), timeout=60):
        pass


def test_a_change_is_supposed_undone_and_the_ledger_stays(open_page: Callable[..., Page], address: str) -> None:
    isolated = told(address, "/api/v1/findings/isolated_organisations?status=found")
    a, b = (row["code"] for row in isolated["rows"][:2])
    page = open_page("/plan?plan=what_if")
    for name, code in (("a", a), ("b", b)):
        page.locator(f"""[id='{{"name":"{name}","type":"edit-field"}}']""").fill(code)
    page.locator("#edit-add").click()
    page.wait_for_url("**edits=*")
    settled(page)
    row = page.locator("tr[data-finding=isolated_organisations]")
    expect(row.locator("td").nth(1).locator("b")).to_have_text(str(isolated["count"]))
    expect(row.locator("td").nth(2).locator("b")).to_have_text(str(isolated["count"] - 2))
    expect(row.locator(".chg")).to_have_text("−2")
    page.locator("#edit-add").click()  # the same again changes nothing, and is told
    expect(page.locator("#edit-told")).not_to_be_empty()
    page.locator("#edits a", has_text="撤销").click()
    page.wait_for_function("() => !location.search.includes('edits')")
    expect(page.locator("#edits li")).to_have_count(0)
    page.go_back()
    expect(page.locator("#edits li")).to_have_count(1)
    assert told(address, "/api/v1/findings/isolated_organisations")["count"] == isolated["count"]


def test_every_headline_has_its_axes_named_and_its_last_value_is_the_finding_s(
    open_page: Callable[..., Page], address: str
) -> None:
    page = open_page("/trend?span=1")
    settled(page)
    page.wait_for_selector(".small .xtitle")
    charts = page.locator(".small")
    assert charts.count() == 16
    uprights = page.locator(".small .annotation-text").all_text_contents()  # what is counted, upright above its axis
    assert page.locator(".small .xtitle").count() == len(uprights) == 16
    assert all(uprights)
    now = told(address, "/api/v1/findings/isolated_organisations")
    label = page.locator("[data-headline=isolated_organisations] .chart-box").get_attribute("aria-label") or ""
    assert label.endswith(f"{now['count']} / {now['of']}" + (f" ?{now['unknown']}" if now["unknown"] else ""))


def test_two_days_tell_who_came_and_who_went(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("/trend?span=1&compare=2017-12-31")
    settled(page)
    (step,) = told(address, "/api/v1/trend?finding=isolated_organisations&on=2017-12-31&on=2018-06-30")["findings"][
        "isolated_organisations"
    ]["steps"]
    way = page.locator("tr[data-finding=isolated_organisations] td").last
    assert re.sub(r"\s", "", way.inner_text()) == f"+{step['totals']['new']}−{step['totals']['gone']}"
    way.locator("a").click()
    page.wait_for_selector(".drawer [data-part=gone]")
    assert page.locator(".drawer [data-part=gone] tbody tr").count() == step["totals"]["gone"]
