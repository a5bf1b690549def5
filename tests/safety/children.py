"""How does a test come by real processes that run the command line, to be killed at a moment of its choosing?

Each is forked from one process that has the program loaded and has done nothing yet: what takes its time is the run.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(
    [
        "analytics.investigation", "dashboard.cli.main", "dashboard.differences", "dashboard.sample",
        "dashboard.service", "graph_model.backup", "graph_model.restoring", "graph_model.stores.embedded",
        "graph_model.stores.neo4j_server", "loaders.importer", "rich.console", "tests.safety.children",
    ]
)  # fmt: skip


class Child:
    """A process that has everything loaded and waits to begin."""

    def __init__(self, arguments: tuple[object, ...], env: dict[str, str]) -> None:
        self._order, waits = FORKING.Pipe()
        self.process: ForkServerProcess = FORKING.Process(target=_run, args=(waits, list(map(str, arguments)), env))
        self.process.start()
        waits.close()
        assert self._order.recv() == "ready"

    def begin(self) -> float:
        self._order.send("begin")
        return time.monotonic()

    def ended(self) -> None:
        self.process.join(120)
        assert self.process.exitcode is not None
        self.process.close()
        self._order.close()


def child(*arguments: object, env: dict[str, str] | None = None) -> Child:
    """The command line with these arguments, messages in English, ready to begin."""
    return Child(("--lang", "en", *arguments), {} if env is None else env)


def killed(running: Child, *, after: float) -> None:
    """Begin, and end it by ``kill -9`` after so many seconds."""
    running.begin()
    time.sleep(after)
    running.process.kill()
    running.ended()


def measured(running: Child) -> float:
    """Seconds of a whole run."""
    started = running.begin()
    running.process.join(120)
    took = time.monotonic() - started
    running.ended()
    return took


def _run(orders: Connection, arguments: list[str], env: dict[str, str]) -> None:
    from dashboard.cli.main import run

    nothing = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(nothing, handle)
    os.environ.update(env)
    orders.send("ready")
    orders.recv()
    run(arguments)
