"""What do browser tests share: the served demonstration, and a page that tolerates no error and no outside request?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.looking import watching
from tests.browser.serving import CHROMIUM, browsing, demonstration, served

KEPT_BY_PAGES = "cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage"
"""What pages leave in a browser besides what it fetched, as Chromium calls it."""


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


@pytest.fixture(scope="session")
def one_profile(browser: Browser) -> Iterator[BrowserContext]:
    """Where pages are opened: what a server's pages load is fetched and compiled once, and not by every test."""
    context = browser.new_context(locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def open_page(one_profile: BrowserContext, address: str) -> Iterator[Callable[..., Page]]:
    """Open a path of the demonstration; at the end no error was logged and nothing outside was asked for.

    Whoever opens a page has never been there: what pages left in the browser is gone, all but what was fetched.
    """
    with watching(one_profile, address) as faults:

        def opened(path: str, *, width: int = 1366, height: int = 768) -> Page:
            page = one_profile.new_page()
            page.set_viewport_size({"width": width, "height": height})
            page.set_default_timeout(30_000)
            session = one_profile.new_cdp_session(page)
            session.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": KEPT_BY_PAGES})
            session.detach()
            page.goto(address + path)
            page.wait_for_selector("h1")
            return page

        yield opened
        for page in one_profile.pages:
            page.close()
    assert faults == []
