"""Does a sheet say above its rows which day it speaks of: 填报日期：2018-06-30, 截至2018年6月30日?

What is found is offered and never taken: who hands in says which day it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import polars as pl

from loaders.days import read_days
from loaders.header_mapping import MappedSheet, first_lines
from loaders.raw_sheets import RawSheet
from loaders.spellings import compared_text, spellings

DAY_TOLD = "as_of_told"
"""The problem that offers it."""
_NUMERAL = "0-9〇○零一二三四五六七八九十廿卅元"
_DATE = rf"[{_NUMERAL}]{{4}}\s*[-/.年]\s*[{_NUMERAL}]{{1,3}}\s*[-/.月]\s*[{_NUMERAL}]{{1,3}}\s*[日号]?(?![{_NUMERAL}])"


@dataclass(frozen=True)
class DayTold:
    """A day that stands above the rows: in which row, what is written, and the day."""

    row: int
    written: str
    day: dt.date


def days_told(sheet: RawSheet, mapped: MappedSheet) -> Iterator[DayTold]:
    """The days that the lines down to the headers tell, in their order.

    Parameters
    ----------
    sheet, mapped
        The sheet, and where its headers stand.
    """
    for row, cells in first_lines(sheet):
        if row > (mapped.header_row or 0):
            return
        texts = [compared_text(text) for text in cells.values()]
        for place, text in enumerate(texts):
            for written, date in _in(text, texts[place + 1] if place + 1 < len(texts) else ""):
                day = _day(date)
                if day is not None:
                    yield DayTold(row, written, day)


def _in(text: str, beside: str) -> Iterator[tuple[str, str]]:
    """What is written, and the date in it: behind one of the words, or in the next cell where the word stands alone."""
    for found in _told().finditer(text):
        yield found[0].strip(), found["date"]
    if re.fullmatch(rf"(?:{_words()})\s*:?", text) and re.fullmatch(_DATE, beside):
        yield f"{text.rstrip(': ')}:{beside}", beside


def _day(date: str) -> dt.date | None:
    read = read_days(pl.Series([re.sub(r"\s", "", date)]))
    day = read.get_column("day").item()
    return day if isinstance(day, dt.date) else None


@cache
def _words() -> str:
    return "|".join(re.escape(word) for word in sorted(spellings()["rows"]["days"], key=len, reverse=True))


@cache
def _told() -> re.Pattern[str]:
    return re.compile(rf"(?:{_words()})\s*[为到至]?\s*:?\s*(?P<date>{_DATE})")
