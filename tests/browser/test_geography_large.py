"""Does the map of a city show a level at a glance, and its communities when it is brought nearer?"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import environment, gongjian, served
from tests.browser.test_geography_page import drawn, told

SUBDISTRICTS, EACH, UNITS = 20, 25, 3000
"""Five hundred communities: more than are shown at a glance."""


def write_ledger(folder: Path) -> None:
    """A city of places and units alone, its communities on a grid; every third unit has no organisation."""
    folder.mkdir()
    rows = [("C", "大城市", "city", None, None, None)]
    for street in range(SUBDISTRICTS):
        rows.append((f"S{street:02d}", f"第{street}街道", "subdistrict", "C", None, None))
        for nth in range(EACH):
            east, north = street % 5 * 5 + nth % 5, street // 5 * 5 + nth // 5
            code = f"S{street:02d}C{nth:02d}"
            at = (f"S{street:02d}", 114.2 + east * 0.01, 30.4 + north * 0.01)
            rows.append((code, f"第{street}之{nth}社区", "community", *at))
    names = ("code", "name", "kind", "parent", "lon", "lat")
    pl.DataFrame(rows, schema=names, orient="row").write_csv(folder / "places.csv")
    communities = [row[0] for row in rows if row[2] == "community"]
    at_unit = [communities[number % len(communities)] for number in range(UNITS)]
    codes = [f"U{number:05d}" for number in range(UNITS)]
    units = {"code": codes, "name": [f"荻泊{number}号公司" for number in range(UNITS)], "place": at_unit}
    more = {"kind": "private_enterprise", "status": "operating", "members": [3 + n % 40 for n in range(UNITS)]}
    pl.DataFrame({**units, **more}).write_csv(folder / "units.csv")
    # A third of the units has no organisation.
    covered = [number for number in range(UNITS) if number % 3]
    organisations = {
        "code": [f"G{number:05d}" for number in covered],
        "name": [f"荻泊{number}号党支部" for number in covered],
        "level": "branch",
        "domain": "enterprise",
        "place": [at_unit[number] for number in covered],
    }
    pl.DataFrame(organisations).write_csv(folder / "organisations.csv")
    pl.DataFrame({"organisation": organisations["code"], "unit": [codes[n] for n in covered], "mode": "own"}).write_csv(
        folder / "coverage.csv"
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the city is served; stands in for the demonstration in this module."""
    folder = tmp_path_factory.mktemp("city")
    write_ledger(folder / "ledger")
    data = folder / "data"
    command = gongjian(data, "--quiet", "load", str(folder / "ledger"), "--as-of", "2018-06-30")
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment(), timeout=300)
    with served(data) as where:
        yield where


def test_far_out_the_city_is_its_subdistricts_and_nearer_its_communities(
    open_page: Callable[..., Page], address: str
) -> None:
    page = open_page("/geography")
    drawn(page)
    answer = told(address, "/api/v1/geography")
    assert (answer["level"], len(answer["rows"])) == ("subdistrict", SUBDISTRICTS)
    far = page.locator(".place-map > .view > .places [data-key]")
    near = page.locator(".place-map .near .places [data-key]")
    assert (far.count(), near.count()) == (SUBDISTRICTS, 0)
    box = page.locator(".drawing").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(6):
        page.mouse.wheel(0, -120)
    page.locator(".place-map.nearer").wait_for()
    expect(near).to_have_count(SUBDISTRICTS * EACH)
    # A place of a level above is an outline then: what the pointer meets is a community, in a class of the legend.
    community = page.evaluate(
        "([x, y]) => document.elementsFromPoint(x, y).find(one => one.dataset.key).dataset.told",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert "社区" in community
    legend = set(
        page.locator(".place-map > .view > .places > g").evaluate_all(
            "all => all.map(one => one.getAttribute('class'))"
        )
    )
    nearer = set(
        page.locator(".place-map .near .places > g").evaluate_all("all => all.map(one => one.getAttribute('class'))")
    )
    assert nearer
    assert len(nearer | legend) <= len(answer["classes"]) + 2
    names = page.locator(".place-map .names text").all_text_contents()
    assert any("之" in name for name in names)
    page.keyboard.press("Tab")
    page.locator(".drawing").focus()
    page.keyboard.press("0")
    expect(page.locator(".place-map.nearer")).to_have_count(0)


def test_a_level_that_is_asked_for_is_drawn_whole(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("/geography?level=community")
    drawn(page)
    assert page.locator(".place-map > .view > .places [data-key]").count() == SUBDISTRICTS * EACH
    assert page.locator(".geo-table tbody tr").count() == 100
    rows = told(address, "/api/v1/geography?level=community")["rows"]
    best = max(row["value"] for row in rows if row["value"] is not None)
    first = page.locator(".geo-table tbody tr").first
    code = first.get_attribute("data-opens")
    assert code is not None
    assert next(row for row in rows if f"place:{row['code']}" == code)["value"] == best
    first.locator("a").click()
    page.wait_for_url(f"**open={code}**")
    expect(page.locator(".drawer h2")).to_have_text(first.locator("a").inner_text())
