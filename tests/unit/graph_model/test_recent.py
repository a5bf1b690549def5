"""Is what was made kept, made once however many ask, and does one slow maker leave others alone?"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from graph_model.recent import Recent

LONG = 30.0
"""Seconds after which a thread that hangs fails the test."""


def test_the_one_not_asked_for_longest_goes_first() -> None:
    kept: Recent[str, int] = Recent(2)
    assert [kept.get("a", lambda: 1), kept.get("b", lambda: 2), kept.get("a", lambda: 3)] == [1, 2, 1]
    kept.get("c", lambda: 4)
    assert ("a" in kept, "b" in kept, "c" in kept, len(kept)) == (True, False, True, 2)


def test_a_slow_value_holds_up_nobody_who_asks_for_another() -> None:
    kept: Recent[str, int] = Recent(4)
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> int:
        begun.set()
        assert go_on.wait(LONG)
        return 1

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(kept.get, "slow", slow)
        assert begun.wait(LONG)
        assert kept.get("quick", lambda: 2) == 2
        assert not waiting.done()
        go_on.set()
        assert waiting.result(LONG) == 1


def test_a_value_that_many_ask_for_is_made_once() -> None:
    kept: Recent[str, object] = Recent(4)
    made: list[object] = []
    together = threading.Barrier(8)

    def make() -> object:
        made.append(object())
        return made[-1]

    def ask() -> object:
        together.wait(LONG)
        return kept.get("one", make)

    with ThreadPoolExecutor(8) as pool:
        told = {id(one.result(LONG)) for one in [pool.submit(ask) for _ in range(8)]}
    assert (len(made), told) == (1, {id(made[0])})


def test_what_fails_is_raised_and_tried_again() -> None:
    kept: Recent[str, int] = Recent(4)

    def fails() -> int:
        raise KeyError("gone")

    with pytest.raises(KeyError):
        kept.get("a", fails)
    assert "a" not in kept
    assert kept.get("a", lambda: 5) == 5


def test_making_one_value_may_ask_for_others() -> None:
    kept: Recent[int, int] = Recent(1)  # so small that what was asked for on the way is pushed out again

    def factorial(n: int) -> int:
        return kept.get(n, lambda: 1 if n == 0 else n * factorial(n - 1))

    assert factorial(5) == 120


def test_looking_at_what_is_held_makes_nothing_and_keeps_nothing_longer() -> None:
    kept: Recent[str, int] = Recent(2)
    assert kept.held("a") is None
    kept.get("a", lambda: 1)
    kept.get("b", lambda: 2)
    assert kept.held("a") == 1
    kept.get("c", lambda: 3)
    assert (kept.held("a"), kept.held("b")) == (None, 2)
