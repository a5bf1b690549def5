"""Into which named classes do the values of places fall: quantiles, natural breaks, or bounds that a person gives?

Bounds and membership alone. What the values are is ``place_figures``; colours are the dashboard's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from graph_model.errors import BadValue, UnknownName

QUANTILE, NATURAL, MANUAL = "quantile", "natural", "manual"
METHODS: Final = (QUANTILE, NATURAL, MANUAL)
FEWEST, MOST = 2, 7
"""Classes that can be asked for; the eye tells no more than seven steps of one colour apart."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Classes:
    """Named classes of values.

    Attributes
    ----------
    method
        One of ``METHODS``.
    upper
        Upper end of each class but the last, ascending: a value belongs to the first class whose end it does not
        exceed.
    zero
        Whether exactly 0 is a class of its own, before the others: on a map of holes it must not hide among small
        values.
    least, most
        Of the values classed, 0 left out where it is a class of its own; None where there is none.
    """

    method: str
    upper: tuple[float, ...]
    zero: bool
    least: float | None
    most: float | None

    @property
    def number(self) -> int:
        """How many classes there are."""
        return int(self.zero) + (0 if self.least is None and not self.upper else len(self.upper) + 1)

    def of(self, values: npt.ArrayLike) -> Ints:
        """The class of each value, 0 the lowest; -1 for not-a-number.

        Parameters
        ----------
        values
            Shape (n,).
        """
        told = np.asarray(values, dtype=np.float64)
        found = np.searchsorted(np.asarray(self.upper), told, side="left").astype(np.int64)
        if self.zero:
            found = np.where(told == 0, 0, found + 1)
        return np.where(np.isnan(told), -1, found)

    def ends(self) -> list[tuple[float | None, float | None]]:
        """Lower (left out) and upper (counted in) end of each class; None where a class is open or its values end.

        The class of zero is (0, 0).
        """
        told: list[tuple[float | None, float | None]] = [(0.0, 0.0)] if self.zero else []
        if self.number == len(told):
            return told
        inner = list(self.upper)
        return [*told, *zip([None, *inner], [*inner, None], strict=True)]


def classes(values: npt.ArrayLike, *, method: str, number: int = 5, bounds: Sequence[float] = ()) -> Classes:
    """Classes of values.

    Parameters
    ----------
    values
        Shape (n,); not-a-number is unknown and belongs to no class.
    method
        ``quantile``: as many values in each class as ties allow. ``natural``: the least sum of squared deviations from
        the means of the classes (Fisher 1958, Jenks 1977). ``manual``: ``bounds``. Values of exactly 0 are a class of
        their own, and not among those that the first two look at; under ``manual`` they are where the bounds put them.
    number
        Classes wished, 0 not counted; fewer where there are fewer distinct values. Not for ``manual``.
    bounds
        Upper ends of all classes but the last, in any order; repeats count once. For ``manual`` alone.

    Raises
    ------
    UnknownName
        There is no such method.
    BadValue
        ``class_number``: fewer than ``FEWEST`` or more than ``MOST``. ``class_bounds``: none, too many, or one that is
        no number.
    """
    if method not in METHODS:
        raise UnknownName("class_method", method, known=METHODS)
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    if method == MANUAL:
        upper = tuple(sorted({float(bound) for bound in bounds}))
        if not 0 < len(upper) < MOST or not np.isfinite(upper).all():
            raise BadValue("class_bounds", value=list(bounds), most=MOST - 1)
        return Classes(method, upper, zero=False, least=_end(known, np.min), most=_end(known, np.max))
    if not FEWEST <= number <= MOST:
        raise BadValue("class_number", value=number, least=FEWEST, most=MOST)
    zero = bool((known == 0).any())
    told = known[known != 0]
    distinct = np.unique(told)
    if len(distinct) <= number:
        upper = tuple(distinct[:-1].tolist())
    elif method == QUANTILE:
        upper = _ends(np.quantile(told, np.arange(1, number) / number, method="inverted_cdf"), distinct)
    else:
        upper = _ends(natural_breaks(told, number), distinct)
    return Classes(method, upper, zero=zero, least=_end(told, np.min), most=_end(told, np.max))


def natural_breaks(values: Floats, number: int) -> Floats:
    """Upper ends of the classes of least squared deviation, the last left out; shape (number - 1,), ascending.

    Exact, by Fisher's dynamic programme over the distinct values with how often each occurs. The best begin of the
    last class never moves down as its end moves up (deviations obey the quadrangle inequality), so each row of the
    programme is halved in turn instead of searched whole: n log n steps a class and not their square.

    Parameters
    ----------
    values
        Shape (n,), without not-a-number, of more than ``number`` distinct ones.
    """
    distinct, often = np.unique(values, return_counts=True)
    near = distinct - distinct.mean()  # near zero: squares of large values lose the digits that matter
    weight, first, second = (
        np.concatenate([[0.0], np.cumsum(often * power)]) for power in (np.ones_like(near), near, near * near)
    )

    def deviation(begin: Ints, end: int) -> Floats:
        """Squared deviation of the values from each of ``begin`` up to before ``end`` from their mean."""
        sums = first[end] - first[begin]
        return np.asarray(second[end] - second[begin] - sums * sums / (weight[end] - weight[begin]))

    many = len(distinct)
    least = np.concatenate([[0.0], [deviation(np.array([0]), end)[0] for end in range(1, many + 1)]])
    begins = []
    for one in range(2, number + 1):
        found, begin = np.full(many + 1, np.inf), np.zeros(many + 1, dtype=np.int64)
        halves = [(one, many, one - 1, many - 1)]
        while halves:
            low, high, left, right = halves.pop()
            middle = (low + high) // 2
            tried = np.arange(left, min(right, middle - 1) + 1)
            told = least[tried] + deviation(tried, middle)
            best = int(told.argmin())
            found[middle], begin[middle] = told[best], tried[best]
            if low < middle:
                halves.append((low, middle - 1, left, int(tried[best])))
            if middle < high:
                halves.append((middle + 1, high, int(tried[best]), right))
        least = found
        begins.append(begin)
    ends, end = [], many
    for begin in reversed(begins):
        end = int(begin[end])
        ends.append(distinct[end - 1])
    return np.array(ends[::-1], dtype=np.float64)


def _ends(upper: Floats, distinct: Floats) -> tuple[float, ...]:
    """Ends without repeats and without the greatest value, above which nothing lies."""
    told = np.unique(upper)
    return tuple(told[told < distinct[-1]].tolist())


def _end(values: Floats, of: object) -> float | None:
    return float(of(values)) if len(values) else None  # type: ignore[operator]
