"""On which days is change looked at: ends of quarters, and the day itself?"""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.pages.trend import quarter_end


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2018-06-30", "2018-06-30"),
        ("2018-06-29", "2018-03-31"),
        ("2018-07-01", "2018-06-30"),
        ("2018-12-31", "2018-12-31"),
        ("2018-12-30", "2018-09-30"),
        ("2018-01-01", "2017-12-31"),
        ("2018-03-30", "2017-12-31"),
        ("2020-02-29", "2019-12-31"),
    ],
)
def test_the_last_end_of_a_quarter_on_or_before_a_day(day, end):
    assert quarter_end(dt.date.fromisoformat(day)).isoformat() == end
