"""Do navigation and letters follow the window: icons on a tablet, large letters for a projector?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.looking import over_the_edge

Open = Callable[..., Page]
LOOK = 300
"""Milliseconds until charts have followed the letters of their page."""


def test_the_navigation_folds_to_icons_that_keep_their_names_on_a_tablet(open_page: Open) -> None:
    page = open_page("/", width=1181)
    assert page.locator(".nav a.here span").is_visible()
    wide = page.locator(".nav").bounding_box()
    page.set_viewport_size({"width": 1024, "height": 768})
    assert not page.locator(".nav a.here span").is_visible()
    narrow = page.locator(".nav").bounding_box()
    assert wide is not None
    assert narrow is not None
    assert narrow["width"] < wide["width"] / 2
    for one in page.locator(".nav a").all():
        assert one.get_attribute("title")


def test_the_projector_s_switch_is_in_the_address_and_makes_every_letter_larger(open_page: Open) -> None:
    page = open_page("/coverage")
    sizes = """() => ['h1', '.rung .t span', '.nav a', '.card h2'].map(
      one => parseFloat(getComputedStyle(document.querySelector(one)).fontSize))"""
    desk = page.evaluate(sizes)
    page.click(".projector-switch a")
    page.wait_for_selector(".bar.projector")
    page.wait_for_selector("#main h1")
    assert "show=projector" in page.url
    large = page.evaluate(sizes)
    assert all(after >= 1.2 * before for before, after in zip(desk, large, strict=True)), (desk, large)
    page.click(".nav a[href^='/isolation']")
    page.wait_for_url("**/isolation?*show=projector*")
    page.wait_for_selector(".bar.projector")
    page.click(".projector-switch a")
    page.wait_for_selector(".bar:not(.projector)")
    assert "show=" not in page.url


@pytest.mark.parametrize(("path", "chart"), [("/key", ".curve"), ("/coverage", ".reasons")])
def test_the_letters_of_charts_grow_with_those_of_the_page_and_keep_their_room(
    open_page: Open, path: str, chart: str
) -> None:
    sizes = f"""() => {{
      const plot = document.querySelector("{chart} .js-plotly-plot"), box = plot.getBoundingClientRect();
      const told = [...plot.querySelectorAll("text")].filter(one => one.textContent);
      const letters = told.filter(one => one.getBoundingClientRect().width);
      const cut = letters.filter(one => {{
        const own = one.getBoundingClientRect();
        const across = own.left < box.left - 1 || own.right > box.right + 1;
        return across || own.top < box.top - 1 || own.bottom > box.bottom + 1;
      }});
      const least = Math.min(...letters.map(one => parseFloat(getComputedStyle(one).fontSize)));
      return [least, cut.map(one => one.textContent)];
    }}"""
    page = open_page(path, width=1920, height=1080)
    page.wait_for_selector(f"{chart} .js-plotly-plot .xtick")
    desk = page.evaluate(sizes)
    page = open_page(f"{path}?show=projector", width=1920, height=1080)
    page.wait_for_selector(f"{chart} .js-plotly-plot[data-letters] .xtick")
    page.wait_for_timeout(LOOK)
    large = page.evaluate(sizes)
    assert (desk[1], large[1]) == ([], [])
    assert large[0] >= 1.2 * desk[0]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1093, 614), (911, 512), (820, 1180)])
def test_headlines_of_a_city_stay_in_their_cells(open_page: Open, width: int, height: int) -> None:
    page = open_page("/?compare=2017-12-31", width=width, height=height)
    page.evaluate("""() => document.querySelectorAll('.kpis > div').forEach(cell => {
      cell.querySelector('.fig b').textContent = '51,137';
      cell.querySelector('.fig s').textContent = '/ 157,134';
      Object.assign(cell.querySelector('.fig > .unk'), { textContent: '未知 13,201', className: 'unk' });
      cell.querySelector('footer span').textContent = '单建 11,900 · 联建 6,000';
    })""")
    assert over_the_edge(page) == []
