"""Does anybody wait because somebody else asks for something slow?

Told by order, not by the clock: what is quick is answered while what is slow goes on. Work done one after the other
would never come to an end here, and fails.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import uvicorn

from analytics import trend as trends
from analytics.plans import making
from dashboard import asking, server
from dashboard.server import create_app
from dashboard.service import Service
from graph_model.settings import Settings
from tests.ledgers import region_folder

LONGEST = 300
"""Seconds after which a test that hangs fails; never waited for where nobody waits for another."""
SLOW_ONES = 40
"""People who ask for something slow at the same time: more than any machine here has processors."""
PRODUCT = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a + b < 0 RETURN count(a) AS n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own in a thread of this process, as ``gongjian serve`` starts it."""
    data = region_folder(tmp_path_factory.mktemp("waits"))
    with Service(Settings(data=data, query_seconds=30)) as service, closing(socket.create_server(("", 0))) as held:
        running = uvicorn.Server(uvicorn.Config(create_app(service), log_level="warning"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [held]})
        thread.start()
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
        running.should_exit = running.force_exit = True
        service.close()
        thread.join(LONGEST)


@pytest.fixture
def people() -> Iterator[ThreadPoolExecutor]:
    """Everybody with a browser of their own."""
    pool = ThreadPoolExecutor(SLOW_ONES * 2)
    yield pool
    pool.shutdown(wait=False, cancel_futures=True)  # what the server still counts on ends with it


class Held:
    """Stands in the place of some work: goes on until it is let go."""

    def __init__(self, work: Any) -> None:
        self._work, self._go, self.begun = work, threading.Event(), threading.Semaphore(0)

    def __call__(self, *given: Any, **more: Any) -> Any:
        self.begun.release()
        assert self._go.wait(LONGEST)
        return self._work(*given, **more)

    def goes_on(self, times: int) -> bool:
        """Whether it was begun so often."""
        return all(self.begun.acquire(timeout=LONGEST) for _ in range(times))

    def let_go(self) -> None:
        self._go.set()


def fetched(request: str | Request) -> int:
    try:
        with urlopen(request, timeout=LONGEST) as answer:
            answer.read()
            return int(answer.status)
    except HTTPError as error:
        return error.code


def posted(url: str, told: Any) -> Request:
    return Request(url, json.dumps(told).encode(), {"Content-Type": "application/json"})


def page(address: str, path: str, search: str = "") -> int:
    """Draw a page as a browser asks for it: by the callback of the frame."""
    slots = [{"id": name, "property": "children"} for name in ("bar-slot", "nav-slot", "page-slot")]
    outputs = [*slots, {"id": "drawn", "property": "data"}]
    told = {
        "output": "..".join(["", "...".join(f"{one['id']}.{one['property']}" for one in outputs), ""]),
        "outputs": outputs,
        "inputs": [
            {"id": "address", "property": "pathname", "value": path},
            {"id": "address", "property": "search", "value": search},
        ],
        "state": [{"id": "drawn", "property": "data"}],
        "changedPropIds": ["address.pathname", "address.search"],
    }
    return fetched(posted(f"{address}/_dash-update-component", told))


def quick(people: ThreadPoolExecutor, address: str) -> list[int]:
    """What another person asks for meanwhile: the frame, two pages, and the API."""
    asked: list[Future[int]] = [people.submit(page, address, path) for path in ("/", "/coverage")]
    paths = ("/", "/api/v1/health", "/api/v1/findings/isolated_organisations", "/api/v1/queries/places_tree")
    asked += [people.submit(fetched, address + path) for path in paths]
    wait(asked, LONGEST)
    return [one.result(0) for one in asked]


def test_pages_that_take_long_for_many_keep_nobody_else_waiting(address, people, monkeypatch):
    drawing = server.drawn_page
    slow = Held(drawing)

    def drawn(context: Any, path: str, search: str) -> Any:
        return (slow if path == "/trend" else drawing)(context, path, search)

    monkeypatch.setattr(server, "drawn_page", drawn)
    asked = [people.submit(page, address, "/trend") for _ in range(SLOW_ONES)]
    try:
        assert slow.goes_on(SLOW_ONES)
        assert quick(people, address) == [200] * 6
        assert not any(one.done() for one in asked)
    finally:
        slow.let_go()
    assert {one.result(LONGEST) for one in asked} == {200}


@pytest.mark.parametrize(
    ("path", "search", "module", "work"),
    [("/trend", "?compare=2018-01-15", trends, "trend"), ("/plan", "?plan=pairing_plan&go=1", making, "make_plan")],
)
def test_a_first_trend_or_plan_keeps_neither_its_page_nor_anybody_else_waiting(
    address, people, monkeypatch, path, search, module, work
):
    """The page itself comes at once, and says that the work goes on."""
    slow = Held(getattr(module, work))
    monkeypatch.setattr(module, work, slow)
    try:
        assert page(address, path, search) == 200
        assert slow.goes_on(1)
        assert quick(people, address) == [200] * 6
    finally:
        slow.let_go()


def test_a_cartesian_product_keeps_nobody_else_waiting(address, people, monkeypatch):
    """Two real ones, as many as run at once: the engine counts on until its time is over."""
    begun = threading.Semaphore(0)
    asks = asking.told_free

    def told(*given: Any, **more: Any) -> Any:
        begun.release()
        return asks(*given, **more)

    monkeypatch.setattr(asking, "told_free", told)
    asked = [people.submit(fetched, posted(f"{address}/api/v1/cypher", {"text": PRODUCT})) for _ in range(2)]
    assert all(begun.acquire(timeout=LONGEST) for _ in asked)
    assert quick(people, address) == [200] * 6
    assert not any(one.done() for one in asked)
