"""At what time of the day here was it? The ledger keeps UTC; people are told local time, with its distance from UTC."""

from __future__ import annotations

import datetime as dt


def local_time(told: str) -> str:
    """A time in ISO text as it is shown here: ``2018-06-30 17:05 UTC+08:00``; without an offset it is taken for UTC."""
    moment = dt.datetime.fromisoformat(told)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    local = moment.astimezone()
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M} UTC{offset[:3]}:{offset[3:5]}"
