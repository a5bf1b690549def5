"""Does every page fit: a desk, a desk at 125 and 150 %, a tablet, a projector; in projector mode too?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from dashboard.pages import PAGES

Open = Callable[..., Page]
SIZES = {
    "desk": (1366, 768),
    "desk at 125 %": (1093, 614),
    "tablet": (1024, 768),
    "desk at 150 %": (911, 512),
    "tablet upright": (820, 1180),
    "projector": (1920, 1080),
}
"""A browser at 125 % lays a page out for a window that is narrower by as much."""
LOOK, LOOKS = 300, 12
"""Milliseconds between two looks, and looks, until a page has followed a window's new width: charts come last."""
OVER = """() => {
  const width = document.documentElement.clientWidth, main = document.querySelector('#main'), told = [];
  if (document.scrollingElement.scrollWidth > width + 1) told.push('the document scrolls sideways');
  if (main.scrollWidth > main.clientWidth + 1) told.push(`the page is cut: ${main.scrollWidth} > ${main.clientWidth}`);
  const bar = document.querySelector('.bar').getBoundingClientRect();
  for (const one of document.querySelectorAll('.bar a, .bar button, .bar .ant-select, .bar .ant-picker')) {
    const box = one.getBoundingClientRect();
    if (one.matches('.skip') || !box.width) continue;
    if (box.right > width + 1 || box.bottom > bar.bottom + 1)
      told.push('outside the bar: ' + (one.title || one.className));
  }
  const edge = main.getBoundingClientRect().right + 1;
  const inside = (one) => {  // what scrolls within the page, or shows dots where it ends, is reached all the same
    for (let up = one.parentElement; up && up !== main; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== 'visible' && up.getBoundingClientRect().right <= edge) return true;
    return false;
  };
  for (const one of main.querySelectorAll('*')) {
    const box = one.getBoundingClientRect();
    if (box.width && box.height && box.right > edge && !inside(one))
      told.push(`over the edge: ${one.tagName}.${one.getAttribute('class')}`);
  }
  return told;
}"""


@pytest.mark.parametrize(
    ("lang", "show"),
    [("zh", ""), ("en", ""), ("en", "&show=projector")],  # English is the longer of the two
    ids=["zh-plain", "en-plain", "en-large letters"],
)
@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_nothing_is_cut_and_nothing_scrolls_sideways(open_page: Open, path: str, lang: str, show: str) -> None:
    page = open_page(f"{path}?lang={lang}{show}")
    told = {}
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for _ in range(LOOKS):
            page.wait_for_timeout(LOOK)
            told[name] = page.evaluate(OVER)
            if not told[name]:
                break
    assert {name: faults for name, faults in told.items() if faults} == {}


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
