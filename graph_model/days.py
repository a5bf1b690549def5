"""Which day lies some months before another, and which days does a query get told by its day alone?

Cypher that both stores share has no arithmetic of durations, so the ends of windows come in as days of their own. What
was alive on a day is ``snapshot.days``' business.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months earlier, or the month's last day where it has no such day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _year_ago(day: dt.date) -> dt.date:
    return dt.date.min if day.year == dt.MINYEAR else months_before(day, 12)


DERIVED_DAYS: Final[Mapping[str, Callable[[dt.date], dt.date]]] = MappingProxyType({"year_ago": _year_ago})
"""Parameters that follow from ``as_of`` where they are not given.

``year_ago``: 12 months before, so that "in the last 12 months" is ``day > date($year_ago) AND day <= date($as_of)``.
The first day there is where that would lie before it.
"""
