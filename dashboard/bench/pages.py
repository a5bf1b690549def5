"""How long until each page of the data folder can be used, and until a drawer is drawn that is opened from it?

Every page in a browser that has seen nothing of it, of a server that has drawn it before. Needs Chromium and
playwright, which the program itself does not; what is lacking is told.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from dashboard.bench.picture import LONGEST_MS, browsing, lacking
from dashboard.bench.served import served
from graph_model.errors import BadValue

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from graph_model.settings import Settings

GOAL_SECONDS: Final = 1.5
GOAL_DRAWER_MS: Final = 200
TIMES: Final = 3
"""How often each page is opened; the middle one is told."""
WAY: Final = "#page-slot a[href*='open=']"
"""What opens a drawer."""
USABLE: Final = """() => {
  const store = window.dash_stores && window.dash_stores[0];
  if (!store || !document.querySelector('#page-slot h1')) return false;
  const lists = Object.entries(store.getState().callbacks);
  return lists.every(([name, list]) => name === 'stored' || name === 'completed' || !list.length);
}"""
"""The page stands, and nothing that was asked of the server is still on its way."""
NOTED: Final = f"""(() => {{
  const usable = {USABLE};
  const step = () => {{ if (usable()) window.usableAt = performance.now(); else requestAnimationFrame(step); }};
  requestAnimationFrame(step);
}})()"""
"""Looked at before each frame in the page itself: how soon this process hears of it makes no difference."""
OPENED: Final = """way => new Promise(done => {
  const link = document.querySelector(way);
  if (!link) { done(null); return; }
  const begun = performance.now();
  link.click();
  const step = () => document.querySelector('#drawer-slot h2')
    ? requestAnimationFrame(() => done(performance.now() - begun)) : requestAnimationFrame(step);
  step();
})"""


def bench_pages(settings: Settings, *, told: Callable[[str, float], None]) -> dict[str, Any]:
    """By page, in the order of the navigation: ``seconds`` until it can be used, ``drawer_ms`` where it opens one.

    Raises
    ------
    BadValue
        ``bench_lacks``: something it needs is not installed, with ``names``.
    """
    from dashboard.pages import PAGES

    missing = [name for name in lacking() if name != "dash_cytoscape"]
    if missing:
        raise BadValue("bench_lacks", names=missing)
    data = ["--data", str(settings.data_folder.resolve())]
    steps: dict[str, dict[str, Any]] = {}
    with (
        served(["-m", "dashboard.cli.main", *data, "serve", "--port"], "/api/v1/health") as server,
        browsing() as browser,
    ):
        for page in PAGES:
            opened = [opened_once(browser, server.address + page.path) for _ in range(TIMES + 1)][1:]
            drawers = [drawer for _, drawer in opened if drawer is not None]
            seconds = round(median(one for one, _ in opened) / 1000, 2)
            steps[page.key] = {"seconds": seconds, "drawer_ms": round(median(drawers)) if drawers else None}
            told(page.key, seconds)
    return {"pages": steps, "goal": {"seconds": GOAL_SECONDS, "drawer_ms": GOAL_DRAWER_MS}}


def opened_once(browser: Browser, address: str) -> tuple[float, float | None]:
    """Milliseconds until a page can be used, and until its first drawer is drawn; None where it opens none."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    try:
        page = context.new_page()
        page.set_default_timeout(LONGEST_MS)
        page.add_init_script(NOTED)
        page.goto(address)
        usable: float = page.wait_for_function("() => window.usableAt").json_value()
        drawer: float | None = page.evaluate(OPENED, WAY)
    finally:
        context.close()
    return usable, drawer
