"""What do browser tests share: the served demonstration, and a page that tolerates no error and no outside request?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import faults_of
from tests.browser.serving import CHROMIUM, browsing, demonstration, served


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the demonstration is served."""
    data = tmp_path_factory.mktemp("browser") / "data"
    demonstration(data)
    with served(data) as where:
        yield where


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; without one the tests say so, and fail where nobody looks on."""
    if not CHROMIUM.exists():
        message = f"NOT TESTED IN A BROWSER: {CHROMIUM} is not there (apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with browsing() as opened:
        yield opened


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open a path of the demonstration; at the end no error was logged and nothing outside was asked for."""
    faults: list[list[str]] = []
    contexts = []

    def opened(path: str, *, width: int = 1366, height: int = 768) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        contexts.append(context)
        faults.append(faults_of(context, address))
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(address + path)
        page.wait_for_selector("h1")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [fault for told in faults for fault in told] == []
