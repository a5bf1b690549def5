"""Does free Cypher that runs away end by itself, on every store, while others are answered?"""

from __future__ import annotations

import threading
import time

import pytest

from graph_model.errors import QueryFailed, TimeLimit
from graph_model.stores.answer_room import MOST_PIECES

PRODUCT = ", ".join(f"(n{number}:Place)" for number in range(9))
"""Nine times twelve places: five thousand million rows."""
ALL = " + ".join(f"n{number}.code" for number in range(9))
SLOW = (
    f"MATCH {PRODUCT} WHERE {ALL} = 'none' RETURN count(*) AS n",
    f"MATCH {PRODUCT} RETURN sum(size({ALL})) AS n",
    "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a + b < 0 RETURN count(a) AS n",
)
LARGE = (
    "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN collect(a + b) AS n",
    "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN a, b ORDER BY b DESC, a",
    f"MATCH {PRODUCT} RETURN collect(n0.name + n8.name) AS names",
    "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH DISTINCT a + b * 100000 AS k RETURN count(k) AS n",
)


@pytest.mark.parametrize("text", SLOW)
def test_a_cartesian_product_ends_at_its_time_limit_and_the_store_answers_the_next(region_store, text):
    with pytest.raises(TimeLimit) as told:
        region_store.cypher(text, seconds=0.5)
    assert told.value.values == {"seconds": 0.5}
    assert region_store.cypher("RETURN 1 AS one").rows == [(1,)]


@pytest.mark.parametrize("text", LARGE)
def test_what_needs_too_much_memory_is_given_up_and_the_store_answers_the_next(region_store, text):
    with pytest.raises((QueryFailed, TimeLimit)) as told:
        region_store.cypher(text, seconds=20)
    assert told.value.code in ("memory_limit", "answer_too_large", "time_limit")
    assert len(region_store.query("places_tree").rows) == 12
    assert region_store.cypher("RETURN 1 AS one").rows == [(1,)]


def test_a_product_without_end_is_cut_at_the_row_limit(region_store):
    text = f"MATCH {PRODUCT} RETURN n0.code AS a, n8.code AS b"
    if region_store.name == "embedded":  # it makes the whole answer before it gives a row
        with pytest.raises(QueryFailed) as told:
            region_store.cypher(text, seconds=20, max_rows=10)
        assert told.value.code == "memory_limit"
    else:
        answer = region_store.cypher(text, seconds=20, max_rows=10)
        assert (len(answer.rows), answer.truncated) == (10, True)


def test_rows_that_are_few_and_huge_are_not_fetched(region_store):
    text = "UNWIND range(1, 300) AS a RETURN range(1, 100000) AS n"
    with pytest.raises(QueryFailed) as told:
        region_store.cypher(text)
    assert told.value.code in ("answer_too_large", "memory_limit")
    (row,) = region_store.cypher("RETURN range(1, 100000) AS n").rows  # what has room is fetched
    assert (len(row[0]), MOST_PIECES) == (100_000, 2_000_000)


def test_others_are_answered_while_one_runs_away(region_store):
    ended: list[float] = []

    def run_away():
        with pytest.raises(TimeLimit):
            region_store.cypher(SLOW[0], seconds=4)
        ended.append(time.monotonic())

    runner = threading.Thread(target=run_away)
    runner.start()
    time.sleep(0.5)
    answers = [len(region_store.query("places_tree").rows) for _ in range(5)]
    also_free = region_store.cypher("MATCH (p:Place) RETURN count(p) AS n").rows
    answered = time.monotonic()
    runner.join()
    assert (answers, also_free) == ([12] * 5, [(12,)])
    assert answered < ended[0]
