"""At what time of the day here was it? The ledger keeps UTC; people are told local time."""

from __future__ import annotations

import datetime as dt


def local_time(told: str) -> str:
    """A time in ISO text as clocks here show it: ``2018-06-30 17:05``; without an offset it is taken for UTC.

    Where this machine's own clock is set to UTC, as in a container, that is said: ``2018-06-30 09:05 UTC``.
    """
    moment = dt.datetime.fromisoformat(told)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    local = moment.astimezone()
    return f"{local:%Y-%m-%d %H:%M}" + (" UTC" if local.tzname() == "UTC" else "")
