"""Do the overview, coverage, communities and data pages show what the API says, and lead to the evidence?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from dashboard.i18n import words

Open = Callable[..., Page]


def api(address: str, finding: str, **asked: str) -> dict[str, Any]:
    """A finding as the API tells it."""
    query = "&".join(f"{name}={quote(value)}" for name, value in ({"limit": "1000"} | asked).items())
    with urlopen(f"{address}/api/v1/findings/{finding}?{query}", timeout=30) as answer:
        told: dict[str, Any] = json.load(answer)
    return told


def numbers(text: str) -> list[int]:
    """Every whole number of a text, thousands' commas out."""
    return [int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*", text)]


def kind(finding: dict[str, Any], column: str, value: str) -> dict[str, int]:
    """One part of a finding."""
    part: dict[str, int] = next(row for row in finding["breakdowns"][column] if row[column] == value)
    return part


@pytest.mark.parametrize("place", [None, "CL-N"])
def test_overview_figures_are_those_of_the_api_under_the_filter_of_the_address(
    open_page: Open, address: str, place: str | None
) -> None:
    asked = {} if place is None else {"place": place}
    page = open_page("/" if place is None else f"/?place={place}")
    places = api(address, "places_without_organisation", **asked)
    communities = kind(places, "kind", "community")
    expected = {"has_organisation": (communities["of"] - communities["count"], communities["of"], 0)}
    for key, name in (("organisation_coverage",) * 2, ("work_coverage",) * 2, ("urban_rural", "ties_by_kind_of_place")):
        told = api(address, name, **asked)
        expected[key] = (told["count"], told["of"], told["unknown"])
    for key, name in (("tied", "isolated_organisations"), ("quarterly", "overdue_quarterly_meetings")):
        told = api(address, name, **asked)
        expected[key] = (told["of"] - told["count"], told["of"], told["unknown"])
    shown = {key: tuple(numbers(page.inner_text(f"[data-figure={key}] .fig"))) for key in expected}
    assert shown == expected
    listed = page.locator("[data-finding]")
    for row in range(1, listed.count()):
        finding = listed.nth(row).get_attribute("data-finding") or ""
        told = api(address, finding, **asked)
        if finding == "weak_community_screen":  # the list tells those at the line that the page draws
            told = told["breakdowns"]["line"][0]
        count, of = numbers(listed.nth(row).locator(".of").inner_text())
        assert (count, of, *numbers(listed.nth(row).locator("span.u").inner_text())) == (
            told["count"],
            told["of"],
            told["unknown"],
        ), finding


def test_a_headline_figure_opens_the_rows_behind_it(open_page: Open, address: str) -> None:
    page = open_page("/")
    page.click("[data-figure=has_organisation] .fig a")
    page.wait_for_selector(".drawer .ag-row")
    without = kind(api(address, "places_without_organisation"), "kind", "community")
    assert numbers(page.inner_text(".drawer header .of")) == [without["count"], without["of"]]
    assert "open=finding:places_without_organisation" in page.url
    page.go_back()
    expect(page.locator(".drawer")).to_have_count(0)


def test_the_change_stands_only_where_a_day_is_compared_with(open_page: Open) -> None:
    assert open_page("/").locator(".chg").count() == 0
    assert open_page("/?compare=2017-12-31").locator(".chg").count() == 6


def test_every_community_has_a_cell_in_the_treemap_that_opens_its_evidence(open_page: Open, address: str) -> None:
    page = open_page("/")
    screen = api(address, "weak_community_screen")
    codes = {cell["code"] for cell in screen["breakdowns"]["matrix"]}
    cells = page.locator(".tm-cell")
    assert cells.count() == len(codes)
    cells.first.click()
    page.wait_for_selector(".drawer .ev")
    assert re.search(r"open=community:(\S+)", page.url).group(1) in codes  # type: ignore[union-attr]


def test_the_matrix_shows_every_state_and_sum_of_the_screen(open_page: Open, address: str) -> None:
    page = open_page("/communities")
    screen = api(address, "weak_community_screen")
    glyphs = {"fail": "×", "pass": "✓", "unknown": "?", "not_applicable": "–"}
    expected: dict[str, list[str]] = {}
    for cell in screen["breakdowns"]["matrix"]:
        expected.setdefault(f"community:{cell['code']}", []).append(glyphs[cell["state"]])
    shown = page.evaluate(
        """Object.fromEntries([...document.querySelectorAll("tr[data-opens]")].map(
        row => [row.dataset.opens, [...row.querySelectorAll(".g")].map(glyph => glyph.textContent)]))"""
    )
    assert shown == expected
    fails = [numbers(text)[0] for text in page.locator("tr[data-opens] td.n").all_inner_texts()]
    assert fails == sorted(fails, reverse=True)
    heads = page.locator("th[data-indicator]")
    sums = [numbers(" ".join(heads.nth(place).locator(".tot").all_inner_texts())) for place in range(heads.count())]
    assert sums == [[row["count"], row["of"], row["unknown"]] for row in screen["breakdowns"]["indicator"]]


def test_a_row_of_the_matrix_opens_value_threshold_and_source_and_is_marked(open_page: Open, address: str) -> None:
    page = open_page("/communities?type=converted_village")
    screen = api(address, "weak_community_screen")
    first = next(row for row in screen["rows"] if row["community_type"] == "converted_village")
    page.locator("tr[data-opens] td.n").first.click(force=True)  # the link covers the row
    page.wait_for_selector(".drawer .ev")
    assert page.inner_text(".drawer h2") == first["name"]
    failing = page.locator(".drawer section").first.locator(".ev[data-indicator]")
    assert [failing.nth(n).get_attribute("data-indicator") for n in range(failing.count())] == first["failing"]
    expect(page.locator(f"tr[data-opens='community:{first['code']}']")).to_have_class(re.compile(r"\bon\b"))
    again = open_page(page.url.removeprefix(address))
    again.wait_for_selector(".drawer .ev")
    assert again.inner_text(".drawer") == page.inner_text(".drawer")
    assert again.inner_text(".matrix") == page.inner_text(".matrix")


def test_the_ladder_and_the_reasons_add_up_to_the_findings(open_page: Open, address: str) -> None:
    page = open_page("/coverage")
    places = api(address, "places_without_organisation")
    for level in ("community", "grid", "block"):
        part = kind(places, "kind", level)
        assert numbers(page.inner_text(f"[data-level={level}] .of")) == [part["of"] - part["count"], part["of"]]
    units = api(address, "units_without_organisation")
    legend = [numbers(text)[-1] for text in page.locator(".reasons .keys-line em").all_inner_texts()]
    establish, joint = api(address, "units_that_should_establish"), api(address, "joint_branch_candidates")
    assert legend[:2] == [establish["count"], joint["count"]]
    assert sum(legend) == units["count"]
    drawn = [numbers(text)[-1] for text in page.locator(".map-legend span:has(.pt) em").all_inner_texts()]
    assert sum(drawn) == units["count"]
    page.wait_for_selector(".map-box .js-plotly-plot .scatterlayer")
    page.click(".below td .of a >> nth=0")
    page.wait_for_selector(".drawer .ag-row")
    assert "joint_branch_candidates" in page.url


def test_a_dropped_file_is_tried_then_loaded_then_undone(open_page: Open, address: str) -> None:
    page = open_page("/data")
    before = page.inner_text(".answer")
    heads = "单位编码,单位名称,单位类别,所在地点,经营状态"
    rows = f"{heads}\nXDW1,新办小店,个体工商户,CL-C01,在营\n,没有编码的店,个体工商户,CL-C01,在营\n"
    page.set_input_files("#upload input[type=file]", {
        "name": "驻区单位台账.csv", "mimeType": "text/csv", "buffer": rows.encode(),
    })  # fmt: skip
    page.wait_for_selector(".dry-sum >> text=/[0-9]/")
    assert numbers(page.inner_text(".dry-sum"))[:3] == [2, 1, 1]
    assert page.inner_text(".answer") == before
    page.click("#load-go")
    page.wait_for_selector("[data-batch=b0002]")
    assert "b0002" in page.inner_text("#data-told")
    page.click("[data-batch=b0002] button")
    page.click("#batch-go")
    page.wait_for_selector("[data-batch=b0002].out")
    assert page.inner_text(".answer") == before


def test_figures_that_disagree_stand_on_the_data_page(open_page: Open, address: str) -> None:
    page = open_page("/data")
    audit = api(address, "figures_that_disagree")
    assert page.locator(".audit tbody tr").count() == audit["count"]


def test_every_column_of_evidence_has_a_heading_in_both_languages(address: str) -> None:
    with urlopen(f"{address}/api/v1/findings", timeout=30) as answer:
        names = [finding["id"] for finding in json.load(answer)["findings"]]
    columns = {column for name in names for row in api(address, name, limit="1")["rows"] for column in row}
    assert {column for column in columns if f"columns.{column}" not in words()} == set()
