"""How do arrays of numbers become columns of a sheet: codes, words, days, blanks?

Whole columns at a time; knows nothing of what is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
from numpy.random import Generator

from graph_model.schema import TABLES

EPOCH: Final = dt.date(1970, 1, 1)
_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = np.array([pow(3, place, 31) for place in range(17)])


def padded(numbers: npt.NDArray[np.int64], width: int) -> pl.Series:
    """Numbers as text, with zeros before them."""
    return pl.Series(numbers).cast(pl.String).str.zfill(width)


def numbered(sign: str, numbers: npt.NDArray[np.int64], width: int) -> pl.Series:
    """A sign and a number: ``D0000017``."""
    return sign + padded(numbers, width)


def words(told: Sequence[str | None], places: npt.NDArray[np.int64]) -> pl.Series:
    """The word at each place of a list."""
    return pl.Series(list(told), dtype=pl.String).gather(places.ravel())


def days(numbers: npt.NDArray[np.int64]) -> pl.Series:
    """Days since 1970 as days."""
    return pl.Series(numbers.ravel()).cast(pl.Int32).cast(pl.Date)


def blank_unless(known: npt.NDArray[np.bool_], values: pl.Series | npt.NDArray[Any]) -> pl.Series:
    """The values where they are known, else nothing."""
    column = values if isinstance(values, pl.Series) else pl.Series(values.ravel())
    return pl.DataFrame({"v": column, "k": known.ravel()}).select(pl.when("k").then("v")).to_series()


def day_number(day: dt.date) -> int:
    """A day as days since 1970."""
    return (day - EPOCH).days


def days_between(random: Generator, first: dt.date, last: dt.date, shape: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """Days from ``first`` to ``last``, both included, as days since 1970."""
    return random.integers(day_number(first), day_number(last) + 1, size=shape)


def permutations(random: Generator, rows: int, width: int) -> npt.NDArray[np.int64]:
    """A permutation of 0 … width - 1 in every row."""
    return random.permuted(np.tile(np.arange(width), (rows, 1)), axis=1)


def ragged(
    starts: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The runs ``starts[i] … starts[i] + counts[i] - 1`` one after another: which run, place within it, and value."""
    run = np.repeat(np.arange(counts.size), counts)
    within = np.arange(run.size) - np.repeat(np.cumsum(counts) - counts, counts)
    return run, within, starts[run] + within


def credit_codes(
    heads: npt.NDArray[np.int64], regions: npt.NDArray[np.int64], numbers: npt.NDArray[np.int64]
) -> pl.Series:
    """Unified social credit codes with right check digits (GB 32100-2015).

    Parameters
    ----------
    heads, regions, numbers
        Two digits (register and kind), six digits, and up to seven digits.
    """
    digits = np.empty((heads.size, 17), dtype=np.int64)
    for place, power in enumerate((10, 1)):
        digits[:, place] = heads // power % 10
    for place in range(6):
        digits[:, 2 + place] = regions // 10 ** (5 - place) % 10
    digits[:, 8], digits[:, 9] = _SIGNS.index("M"), _SIGNS.index("A")
    for place in range(7):
        digits[:, 10 + place] = numbers // 10 ** (6 - place) % 10
    check = (31 - (digits * _WEIGHTS).sum(axis=1) % 31) % 31
    return padded(heads, 2) + padded(regions, 6) + "MA" + padded(numbers, 7) + words(list(_SIGNS), check)


def sheet(table: str, columns: Mapping[str, pl.Series | npt.NDArray[Any]]) -> pl.DataFrame:
    """The columns as the contract's table: every column, in its order and type; what is left out is blank."""
    types = {name: column.dtype for name, column in TABLES[table].schema.columns().items()}
    flat = {name: one if isinstance(one, pl.Series) else pl.Series(one.ravel()) for name, one in columns.items()}
    height = next(iter(flat.values())).len()
    told = [
        flat[name].cast(dtype).alias(name)
        if name in flat
        else pl.repeat(None, height, dtype=dtype, eager=True).alias(name)
        for name, dtype in types.items()
    ]
    return pl.DataFrame(told)
