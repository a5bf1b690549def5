"""How long do people wait for pages when so many use them at once? One step of ``serving``, in a process of its own.

Plays people: each opens a page of one place or another, or something beside it, looks at it for a while, and goes on.
Their number and what each asks for are bounded, and only a server on this machine is asked.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from dashboard.bench.measuring import tell

LOOKS_SECONDS: Final = (2.0, 8.0)
"""How long a person looks at a page before the next: at least, at most."""
MOST_PEOPLE: Final = 200
MOST_VIEWS: Final = 100
PLACES: Final = ("subdistrict", "community")
WAITS_SECONDS: Final = 120.0


@dataclass
class Heard:
    """What people waited for, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    by_page: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, page: str, seconds: float, error: str | None) -> None:
        """Keep one view."""
        with self.lock:
            if error is None:
                self.seconds.append(seconds)
                self.by_page.setdefault(page, []).append(seconds)
            else:
                self.errors.append(f"{page}: {error}")


class Pages:
    """The pages of a server on this machine, asked for as a browser does.

    Parameters
    ----------
    port
        Where it listens on the loopback address.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.callbacks = {
            name: next(
                one
                for one in self.read("/_dash-dependencies")
                if f"{name}.children" in one["output"] and "@" not in one["output"]
            )
            for name in ("page-slot", "drawer-slot")
        }

    def read(self, path: str) -> Any:
        """The JSON at a path."""
        return json.loads(self._asked("GET", path))

    def view(self, path: str, search: str) -> None:
        """Everything that a browser asks for when an address is opened on a page that is there already."""
        for slot in ("page-slot", "drawer-slot") if "open=" in search else ("page-slot",):
            self._called(self.callbacks[slot], {"pathname": path, "search": search})

    def _called(self, callback: dict[str, Any], address: dict[str, str]) -> None:
        names = callback["output"].strip(".").split("...")
        outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
        inputs = [{**one, "value": address[one["property"]]} for one in callback["inputs"]]
        body = {
            "output": callback["output"],
            "outputs": outputs if len(outputs) > 1 else outputs[0],
            "inputs": inputs,
            "state": [{**one, "value": None} for one in callback["state"]],
            "changedPropIds": [f"{one['id']}.{one['property']}" for one in inputs],
        }
        self._asked("POST", "/_dash-update-component", json.dumps(body))

    def _asked(self, method: str, path: str, body: str | None = None) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAITS_SECONDS)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
            if answer.status >= 400:
                raise OSError(f"HTTP {answer.status}")
            return content
        finally:
            connection.close()


def people(port: str, persons: str, views: str, seed: str) -> None:
    """Let so many people each open so many views; tells seconds they waited, in order, and what went wrong.

    Before, every page is opened once for the whole region, as on any server that has been up for a while; that is told
    apart as ``first``.
    """
    from dashboard.pages import PAGES

    pages = Pages(int(port))
    paths = [page.path for page in PAGES if page.group != "aside"]
    first = {}
    for path in paths:
        started = time.perf_counter()
        pages.view(path, "")
        first[path] = round(time.perf_counter() - started, 3)
    places = [
        row["code"] for row in pages.read("/api/v1/queries/places_tree?lang=en")["rows"] if row.get("kind") in PLACES
    ]
    lonely = pages.read("/api/v1/findings/isolated_organisations?limit=100")["rows"]
    beside = ["finding:isolated_organisations", *(f"card:{row['code']}" for row in lonely)]
    heard = Heard()
    some = min(int(persons), MOST_PEOPLE)
    each = min(int(views), MOST_VIEWS)
    started = time.perf_counter()
    acting = [
        threading.Thread(target=_person, args=(pages, paths, places, beside, each, f"{seed}/{number}", heard))
        for number in range(some)
    ]
    for one in acting:
        one.start()
    for one in acting:
        one.join()
    tell(
        first=first,
        people=some,
        views=len(heard.seconds),
        errors=heard.errors[:20],
        failed=len(heard.errors),
        lasted_seconds=round(time.perf_counter() - started, 1),
        waited=sorted(round(one, 4) for one in heard.seconds),
        by_page={path: sorted(round(one, 4) for one in waits) for path, waits in sorted(heard.by_page.items())},
    )


def _person(
    pages: Pages, paths: list[str], places: list[str], beside: list[str], views: int, seed: str, heard: Heard
) -> None:
    """One person: a third of the views are of one place, a third open something beside the page."""
    chance = random.Random(seed)  # noqa: S311 - the same seed plays the same people
    time.sleep(chance.uniform(0, LOOKS_SECONDS[1]))
    for _ in range(views):
        path, kind = chance.choice(paths), chance.randrange(3)
        asked = {"place": chance.choice(places)} if kind == 1 and places else {}
        asked |= {"open": chance.choice(beside)} if kind == 2 else {}
        started, error = time.perf_counter(), None
        try:
            pages.view(path, "?" + urlencode(asked) if asked else "")
        except (OSError, http.client.HTTPException) as problem:
            error = f"{type(problem).__name__} {problem}"
        heard.note(path, time.perf_counter() - started, error)
        time.sleep(chance.uniform(*LOOKS_SECONDS))
