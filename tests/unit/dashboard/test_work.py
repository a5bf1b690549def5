"""Is a long work begun once for all who ask, told how far it is, and stopped when somebody asks for it?"""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from scipy import sparse

from analytics.plans.solving import solved
from dashboard import work as works_module
from dashboard.work import Works
from graph_model.errors import BadValue, Stopped


@pytest.fixture
def works():
    held = Works(at_once=2)
    yield held
    held.close()


def test_two_who_ask_the_same_get_one_work(works):
    begun = []
    go = threading.Event()

    def make(_):
        begun.append(1)
        go.wait(10)
        return "made"

    first, second = works.ask("a", make), works.ask("a", make)
    assert first is second
    assert not first.soon(0.01)
    go.set()
    assert (first.result(), begun) == ("made", [1])
    assert works.ask("a", make) is first
    assert works.told(first.token) is first


def test_a_work_stops_at_its_next_step_and_is_begun_again_later(works, monkeypatch):
    at_step = threading.Event()

    def make(work):
        for done in range(10_000):
            work.step(done, 10_000)
            at_step.set()
            time.sleep(0.005)
        return "never"

    work = works.ask("a", make)
    assert at_step.wait(10)
    work.stop()
    with pytest.raises(Stopped):
        work.result()
    assert (work.failed, work.of) == (True, 10_000)
    assert works.ask("a", lambda _: "again") is work
    monkeypatch.setattr(works_module, "AGAIN_AFTER", 0.0)
    assert works.ask("a", lambda _: "again").result() == "again"


def test_an_error_is_told_to_everybody_who_asks(works):
    def make(_):
        raise BadValue("not_a_day", value="x")

    work = works.ask("a", make)
    for _ in range(2):
        with pytest.raises(BadValue):
            work.result()


def test_no_more_than_some_run_at_once_and_no_more_than_some_are_kept(works, monkeypatch):
    running, most, lock = [0], [0], threading.Lock()

    def make(_):
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.02)
        with lock:
            running[0] -= 1

    for work in [works.ask(number, make) for number in range(6)]:
        work.result()
    assert most[0] == 2
    monkeypatch.setattr(works_module, "KEPT", 3)
    works.ask("new", make).result()
    assert sum(works.told(work.token) is not None for work in list(works._works.values())) <= 4


def test_the_solver_itself_breaks_off(works):
    """A knapsack of many alike things that a solver of one thread does not finish in minutes."""
    chance = np.random.default_rng(1)
    size, knapsacks = 400, 40
    weights = chance.integers(1000, 100_000, size=(knapsacks, size)).astype(float)
    gain = chance.integers(1000, 100_000, size=size).astype(float)

    def make(_):
        return solved(
            gain,
            sparse.csc_array(weights),
            least=np.full(knapsacks, -np.inf),
            most=weights.sum(axis=1) / 2,
            upper=np.ones(size),
            whole=np.ones(size, dtype=bool),
            seconds=300,
        )

    work = works.ask("solver", make)
    assert not work.soon(2)
    asked = time.monotonic()
    work.stop()
    with pytest.raises(Stopped):
        work.result()
    assert time.monotonic() - asked < 60


def test_closing_stops_what_runs_and_what_waits():
    works = Works(at_once=1)

    def make(work):
        while True:
            work.step(0, 0)
            time.sleep(0.01)

    held = [works.ask(number, make) for number in range(3)]
    works.close()
    for work in held:
        with pytest.raises(Stopped):
            work.result()
