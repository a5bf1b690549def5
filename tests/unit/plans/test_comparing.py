"""What do two plans of one kind share?"""

from __future__ import annotations

from analytics.plans.comparing import compared


def test_rows_that_both_propose_and_those_of_one_alone():
    first = {"rows": [{"a": "1", "b": "2", "metres": 3}, {"a": "1", "b": "3", "metres": 4}]}
    second = {"rows": [{"a": "1", "b": "3", "metres": 9}, {"a": "2", "b": "3", "metres": 1}]}
    told = compared(first, second)
    assert told.both == ({"a": "1", "b": "3", "metres": 4},)
    assert told.only_first == ({"a": "1", "b": "2", "metres": 3},)
    assert told.only_second == ({"a": "2", "b": "3", "metres": 1},)


def test_a_plan_without_rows_shares_none():
    some = {"rows": [{"code": "1"}]}
    assert compared({"rows": []}, some).only_second == ({"code": "1"},)
    assert compared(some, {"rows": []}).both == ()
