"""How do browser tests look at a page: by axe-core's rules, for what is cut off at its edges, and for faults?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

GRAVE = ("serious", "critical")
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
  for (const cell of main.querySelectorAll('.kpis > div')) {  // a headline neither leaves its cell nor lies over itself
    const own = cell.getBoundingClientRect(), all = cell.querySelectorAll('.fig b, .fig s, .fig .unk, footer > span');
    const boxes = [...all].map(one => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width);
    boxes.forEach(([one, box], at) => {
      if (box.right > own.right + 1) told.push(`over its cell: ${one.textContent}`);
      for (const [other, there] of boxes.slice(at + 1))
        if (Math.min(box.right, there.right) - Math.max(box.left, there.left) > 1
          && Math.min(box.bottom, there.bottom) - Math.max(box.top, there.top) > 4)
          told.push(`one over the other: ${one.textContent} ${other.textContent}`);
    });
  }
  return told;
}"""


@contextmanager
def faultless_tab(context: BrowserContext, address: str) -> Iterator[Page]:
    """A tab; at the end no error was logged and nothing outside was asked for."""
    tab = context.new_page()
    with watching(tab, address) as faults:
        yield tab
        tab.close()
    assert faults == []


@contextmanager
def watching(watched: Page | BrowserContext, address: str) -> Iterator[list[str]]:
    """Errors that are logged or thrown, and what is asked of anyone but ``address``; filled as it happens.

    Of a context, every window that its pages open is watched, too.
    """
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            faults.append(f"outside: {request.url}")

    def thrown(error: Any) -> None:
        faults.append(f"page: {getattr(error, 'error', error)}")

    heard: dict[Any, Any] = {"console": note, "request": asked}
    heard["pageerror" if isinstance(watched, Page) else "weberror"] = thrown
    for event, hear in heard.items():
        watched.on(event, hear)
    yield faults
    for event, hear in heard.items():
        watched.remove_listener(event, hear)


def over_the_edge(page: Page) -> list[str]:
    """What does not fit the window as it is."""
    told: list[str] = page.evaluate(OVER)
    return told


@cache
def _axe() -> str:
    """The rules, as the package brings them."""
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """What is gravely wrong, and where."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_axe())
    told: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:160]} ({'; '.join(message['message'] for message in node['any'])[:200]})"
        for one in told["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
