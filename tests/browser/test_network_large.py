"""Does the page draw 20,000 organisations and 150,000 ties, and can one pan, find and look closer?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.large_network import EACH, SUBDISTRICTS, load_large
from tests.browser.serving import served
from tests.browser.test_network_page import CANVAS, data, ready, told


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a city is served; stands in for the demonstration in this module."""
    folder = tmp_path_factory.mktemp("large") / "data"
    load_large(folder)
    with served(folder) as where:
        told(where, "/api/v1/scorecard")
        yield where


@pytest.fixture(scope="module")
def of_the_api(address: str) -> dict[str, int]:
    card: dict[str, int] = told(address, "/api/v1/scorecard")["scorecard"]["without_hub"]
    return card


def opened(open_page: Callable[..., Page], path: str) -> Page:
    page = open_page(path)
    page.set_default_timeout(240_000)
    return ready(page)


def test_far_out_the_city_is_its_places_and_nearer_its_organisations(
    open_page: Callable[..., Page], address: str, of_the_api: dict[str, int]
) -> None:
    page = opened(open_page, "/network")
    tied = of_the_api["organisations"] - of_the_api["isolates"]
    assert of_the_api["organisations"] == SUBDISTRICTS * EACH
    assert of_the_api["ties"] > 140_000
    shown = {name: data(page, name) for name in ("engine", "level", "marks", "ties", "drawn")}
    assert shown == {
        "engine": "sigma", "level": "places", "marks": str(SUBDISTRICTS), "ties": str(of_the_api["ties"]),
        "drawn": str(tied),
    }  # fmt: skip
    assert "远看" in page.inner_text("#network-level")
    sums = page.evaluate(
        """() => { const { model, view } = gongjianNetwork.state, told = gongjianNetwork.gathered(model, view);
        const sum = list => list.reduce((a, b) => a + b, 0);
        return [sum(told.count), sum(told.inside) + sum(told.between.map(one => one[2]))]; }"""
    )
    assert sums == [tied, of_the_api["ties"]]
    for _ in range(5):
        page.click("#network-plus")
        page.wait_for_timeout(400)
    page.wait_for_selector(f"{CANVAS}[data-level=organisations]")
    page.wait_for_timeout(900)
    assert "近看" in page.inner_text("#network-level")
    assert 0 < int(data(page, "marks")) < tied / 2
    page.click("#network-fit")
    page.wait_for_selector(f"{CANVAS}[data-level=places]")


def test_one_is_found_among_all_by_initials_and_the_picture_goes_there(open_page: Callable[..., Page]) -> None:
    page = opened(open_page, "/network")
    page.fill("#network-find", "db12345h")
    page.wait_for_selector("#network-hits li[data-code=G12345]")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{CANVAS}[data-chosen=G12345]")
    page.wait_for_selector(f"{CANVAS}[data-level=organisations]")
    page.wait_for_timeout(900)
    at = page.evaluate(
        """() => { const { model, drawing, canvas } = gongjianNetwork.state;
        const at = drawing.spotAt(model.index.get('G12345'));
        return [at.x / canvas.clientWidth, at.y / canvas.clientHeight]; }"""
    )
    assert at == pytest.approx([0.5, 0.5], abs=0.15)


def test_dragging_pans_and_what_comes_into_view_is_drawn(open_page: Callable[..., Page]) -> None:
    page = opened(open_page, "/network")
    for _ in range(6):
        page.click("#network-plus")
        page.wait_for_timeout(400)
    page.wait_for_timeout(900)
    seen = "() => [...gongjianNetwork.state.drawing.sigma().getGraph().nodes()].sort().join()"
    before = page.evaluate(seen)
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.75, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.25, middle, steps=12)  # half a picture: what was there is not all gone
    page.mouse.up()
    page.wait_for_function(f"before => ({seen})() && ({seen})() !== before", arg=before)
    page.wait_for_function(f"() => Number(document.querySelector('{CANVAS}').dataset.marks) > 0")


def test_every_organisation_is_drawn_at_once_where_that_is_asked(
    open_page: Callable[..., Page], of_the_api: dict[str, int]
) -> None:
    page = opened(open_page, "/network?detail=all")
    tied = of_the_api["organisations"] - of_the_api["isolates"]
    assert (data(page, "marks"), data(page, "lines")) == (str(tied), str(of_the_api["ties"]))


def test_a_sub_district_is_a_picture_of_its_own(open_page: Callable[..., Page], address: str) -> None:
    page = opened(open_page, "/network?place=S007")
    card = told(address, "/api/v1/scorecard?place=S007")["scorecard"]["without_hub"]
    tied = card["organisations"] - card["isolates"]
    shown = {name: data(page, name) for name in ("engine", "ties", "drawn")}
    assert shown == {"engine": "cytoscape", "ties": str(card["ties"]), "drawn": str(tied)}
    assert page.locator("#network-level").count() == 0
