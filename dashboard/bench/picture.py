"""How long until the network of the data folder is seen, and how smoothly can it be panned, beside dash-cytoscape?

Both in one headless Chromium, one after the other, with the same organisations, ties and positions. Needs Chromium,
playwright and dash-cytoscape, which the program itself does not; what is lacking is told.
"""

from __future__ import annotations

import importlib.util
import math
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.request import urlopen

from dashboard.bench.served import served
from graph_model.errors import BadValue

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from graph_model.settings import Settings

GOAL_SECONDS: Final = 3.0
GOAL_FRAMES: Final = 30.0
PAN_SECONDS: Final = 4
LONGEST_MS: Final = 600_000
"""Milliseconds after which a picture counts as not drawn."""
ARGUMENTS: Final = ("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking")

COUNT = """() => {
  const told = window.counted = { gaps: [], on: true };
  let last = performance.now();
  const step = now => { told.gaps.push(now - last); last = now; if (told.on) requestAnimationFrame(step); };
  requestAnimationFrame(now => { last = now; requestAnimationFrame(step); });
}"""
COUNTED = """() => {
  const { gaps } = window.counted, whole = gaps.reduce((a, b) => a + b, 0);
  window.counted.on = false;
  gaps.sort((a, b) => a - b);
  return { frames_a_second: 1000 * gaps.length / whole, slowest_tenth_ms: gaps[Math.floor(gaps.length * 0.9)] };
}"""
OURS, THEIRS = "#network-canvas", "#rival"
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"


def lacking() -> list[str]:
    """What this measurement needs and is not installed."""
    modules = [name for name in ("playwright", "dash_cytoscape") if importlib.util.find_spec(name) is None]
    return modules + ([] if shutil.which("chromium") else ["chromium"])


def bench_picture(settings: Settings, *, told: Callable[[str, float], None]) -> dict[str, Any]:
    """Seconds to the first picture and frames a second while panning, ours and dash-cytoscape's.

    The server has laid the network out before (``layout`` tells how long that took), as it does once a dataset; each
    page is then opened in a browser that has seen nothing of it.

    Raises
    ------
    BadValue
        ``bench_lacks``: something it needs is not installed, with ``names``.
    """
    missing = lacking()
    if missing:
        raise BadValue("bench_lacks", names=missing)
    steps: dict[str, dict[str, Any]] = {}

    def keep(name: str, figures: dict[str, Any]) -> None:
        steps[name] = figures
        told(name, figures["seconds"])

    with served(["-m", "dashboard.cli.main", *_data(settings), "serve", "--port"], "/api/v1/health") as server:
        ours = server.address
        begun = time.perf_counter()
        size = len(_bytes(ours + "/api/v1/network/picture"))
        keep("layout", {"seconds": _seconds(begun), "bytes": size})
        with browsing() as browser:
            open_ours(browser, ours + "/network", keep=None)  # the server's caches; the browser's go with its context
            open_ours(browser, ours + "/network", keep=lambda told: keep("first_picture", told))
            open_ours(browser, ours + "/network", keep=lambda told: keep("organisations_in_view", told), nearer=True)
            open_ours(browser, ours + "/network?detail=all", keep=lambda told: keep("every_organisation", told))
    with served(["-m", "dashboard.bench.rival", *_data(settings)[1:]], "/") as rivals, browsing() as browser:
        keep("dash_cytoscape", open_rival(browser, rivals.address))
    first, all_of_us, rival = (steps[name] for name in ("first_picture", "every_organisation", "dash_cytoscape"))
    return {
        "steps": steps,
        "goal": {"seconds": GOAL_SECONDS, "frames_a_second": GOAL_FRAMES},
        "ratio": {
            "first_picture": round(rival["seconds"] / first["seconds"], 1),
            "first_picture_of_everyone": round(rival["seconds"] / all_of_us["seconds"], 1),
            "frames": round(first["frames_a_second"] / max(rival["frames_a_second"], 0.01), 1),
        },
    }


def open_ours(
    browser: Browser, address: str, *, keep: Callable[[dict[str, Any]], None] | None, nearer: bool = False
) -> None:
    """Open our page in a context of its own; tell what was measured."""
    page = _page(browser)
    page.goto(address)
    page.wait_for_selector("#network-canvas[data-ready]", timeout=LONGEST_MS)
    seconds = page.evaluate(SETTLED) / 1000
    if keep is not None:
        if nearer:
            for _ in range(5):
                page.click("#network-plus")
                page.wait_for_timeout(500)
        page.wait_for_timeout(1500)
        told = page.evaluate("() => ({ ...document.getElementById('network-canvas').dataset })")
        shown = {"marks": int(told.get("marks", told["drawn"])), "ties": int(told["ties"])}
        keep({"seconds": round(seconds, 2), **shown, **_panned(page, OURS)})
    page.context.close()


def open_rival(browser: Browser, address: str) -> dict[str, Any]:
    """Open the same network as dash-cytoscape draws it."""
    page = _page(browser)
    page.goto(address)
    drawn = "() => document.getElementById('rival')?._cyreg?.cy?.nodes().length > 0"
    page.wait_for_function(drawn, timeout=LONGEST_MS)
    seconds = page.evaluate(SETTLED) / 1000
    page.wait_for_timeout(1500)
    cy = "document.getElementById('rival')._cyreg.cy"
    counted = page.evaluate(f"() => [{cy}.nodes().length, {cy}.edges().length]")
    told = {"seconds": round(seconds, 2), "marks": counted[0], "ties": counted[1], **_panned(page, THEIRS)}
    page.context.close()
    return told


def _panned(page: Page, where: str) -> dict[str, float]:
    """Frames while the picture is dragged to and fro with the mouse."""
    box = page.locator(where).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.55, box["y"] + box["height"] - 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT)
    begun, step = time.perf_counter(), 0
    while time.perf_counter() - begun < PAN_SECONDS:
        step += 1
        page.mouse.move(x + 160 * math.sin(step / 12), y)
    told: dict[str, float] = page.evaluate(COUNTED)
    page.mouse.up()
    return {name: round(value, 1) for name, value in told.items()}


def _page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN").new_page()
    page.set_default_timeout(LONGEST_MS)
    return page


@contextmanager
def browsing() -> Iterator[Browser]:
    """A headless Chromium of the system, which draws WebGL in software where there is no graphics card."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def _bytes(address: str) -> bytes:
    with urlopen(address, timeout=LONGEST_MS / 1000) as answer:  # noqa: S310 - a server that was started here
        content: bytes = answer.read()
    return content


def _seconds(begun: float) -> float:
    return round(time.perf_counter() - begun, 2)


def _data(settings: Settings) -> list[str]:
    return ["--data", str(settings.data_folder.resolve())]
