"""Which long works are going on, how far are they, and what came of them?

A few threads for all; who asks the same joins the work that runs. What a work does is its asker's business.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final, Generic, TypeVar, cast
from uuid import uuid4

from graph_model.errors import GongjianError, Stopped

T = TypeVar("T")
AT_ONCE: Final = 6
"""Works that run at the same time: several, for a short one must not wait behind long ones; not all, for memory."""
KEPT: Final = 40
"""Works whose outcome is kept; the one asked for longest ago goes first."""
AGAIN_AFTER: Final = 5.0
"""Seconds after which a work that failed or was stopped is begun again when somebody asks for it."""


class Work(Generic[T]):
    """One work: how far it is, and what came of it.

    Attributes
    ----------
    key
        What tells it from others.
    token
        The same as a text that a page can hold.
    done, of
        Steps done, of how many; both 0 where it does not tell.
    """

    def __init__(self, key: Hashable) -> None:
        self.key = key
        self.token = uuid4().hex
        self.done = self.of = 0
        self._future: Future[T] = Future()
        self._stop = threading.Event()
        self._begun = time.monotonic()
        self._ended: float | None = None

    @property
    def finished(self) -> bool:
        """Whether it came to an end, well or not."""
        return self._future.done()

    @property
    def failed(self) -> bool:
        """Whether it ended in an error or was stopped."""
        return self._future.done() and self._future.exception() is not None

    @property
    def seconds(self) -> float:
        """How long it has been going on, or went on."""
        return (self._ended or time.monotonic()) - self._begun

    def step(self, done: int, of: int) -> None:
        """Tell how far the work is, and stop here where somebody asked for it."""
        self.done, self.of = done, of
        if self._stop.is_set():
            raise Stopped("stopped")

    def stopping(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask it to stop at its next step."""
        self._stop.set()

    def result(self) -> T:
        """What came of it, once it is finished; its error where it failed. Waits for neither page nor person."""
        return self._future.result()

    def soon(self, seconds: float) -> bool:
        """Wait for its end, so long at most; whether it has ended."""
        with suppress(TimeoutError, GongjianError):
            self._future.result(timeout=seconds)
        return self._future.done()

    def run(self, make: Callable[[Work[T]], T]) -> None:
        """Do the work in this thread."""
        from analytics.solver import stoppable  # here: the command line's help must not load the solver

        try:
            with stoppable(self.stopping):
                self.step(0, 0)
                made = make(self)
        except BaseException as error:  # noqa: BLE001 - told to whoever asks for the result
            self._ended = time.monotonic()
            self._future.set_exception(error)
        else:
            self._ended = time.monotonic()
            self._future.set_result(made)


class Works:
    """The works of one server.

    Parameters
    ----------
    at_once
        How many run at the same time.
    """

    def __init__(self, *, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._pool: ThreadPoolExecutor | None = None
        self._works: OrderedDict[Hashable, Work[Any]] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, key: Hashable, make: Callable[[Work[T]], T]) -> Work[T]:
        """The work of a key: the one that runs or has ended, else one begun now."""
        with self._lock:
            held = self._works.get(key)
            over = held is not None and held.failed and held._ended is not None
            if held is not None and not (over and time.monotonic() - cast(float, held._ended) > AGAIN_AFTER):
                self._works.move_to_end(key)
                return held
            work: Work[T] = Work(key)
            self._works[key] = work
            self._works.move_to_end(key)
            for one in [one for one, old in self._works.items() if old.finished][: max(len(self._works) - KEPT, 0)]:
                del self._works[one]
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._at_once, thread_name_prefix="work")
            self._pool.submit(work.run, make)
            return work

    def told(self, token: str | None) -> Work[Any] | None:
        """The work of a token, if it is kept; none is begun."""
        with self._lock:
            return next((work for work in self._works.values() if work.token == token), None)

    def close(self) -> None:
        """Stop everything; threads end at their next step."""
        with self._lock:
            for work in self._works.values():
                work.stop()
            self._works.clear()
            if self._pool is not None:
                self._pool.shutdown(wait=False)  # those that wait begin, and stop at their first step
                self._pool = None
