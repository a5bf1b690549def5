"""What do the parts of a synthetic region hand to one another?

Rows of the contract's tables, published figures, and what was planted while rows were made; nothing is generated here.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Final, TypeAlias

import numpy as np
import polars as pl
from numpy.random import Generator

from graph_model.schema import TABLES

Row: TypeAlias = dict[str, Any]
AS_OF: Final = dt.date(2018, 6, 30)
COMPARED_WITH: Final = dt.date(2017, 12, 31)
YEAR_AGO: Final = dt.date(2017, 6, 30)


@dataclass(frozen=True)
class Planted:
    """What one finding must tell of a region, as the part that planted it knows.

    Attributes
    ----------
    found, unknown
        Codes, in order; ties are told as ``a|b`` with a before b. ``None`` where only some are known (``includes``).
    of
        Number of subjects of which it can be told; ``None`` where it was not counted.
    evidence
        Anything else planted, e.g. the missed quarters of a committee.
    """

    found: tuple[str, ...] | None
    unknown: tuple[str, ...] | None = ()
    of: int | None = None
    includes: tuple[str, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)


def planted(
    found: Iterable[str], *, unknown: Iterable[str] = (), population: int | None = None, **evidence: Any
) -> Planted:
    """A complete list: the codes in order, and of how many of ``population`` it can be told."""
    told, untold = tuple(sorted(found)), tuple(sorted(unknown))
    of = None if population is None else population - len(untold)
    return Planted(told, untold, of, evidence=evidence)


def frame(table: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """The rows as the contract's table: every column, in its order and type; what a row leaves out is null."""
    columns = TABLES[table].columns
    types = {name: column.dtype for name, column in TABLES[table].schema.columns().items()}
    data = {column.name: [row.get(column.name) for row in rows] for column in columns}
    return pl.DataFrame(data, schema=types, strict=False)


def published() -> dict[str, Any]:
    """The published figures (``subdistrict.toml``)."""
    return tomllib.loads(resources.files("loaders.synthetic").joinpath("subdistrict.toml").read_text("utf-8"))


def part_of(seed: int, part: str) -> Generator:
    """The random numbers of one part, apart from those of every other, so that a change in one leaves the rest."""
    return np.random.default_rng([seed, *part.encode()])


def day_between(random: Generator, first: dt.date, last: dt.date) -> dt.date:
    """A day from ``first`` to ``last``, both included."""
    return first + dt.timedelta(days=int(random.integers(0, (last - first).days + 1)))


def picked(random: Generator, items: Sequence[Any], count: int) -> list[Any]:
    """``count`` different items, in the order of ``items``."""
    return [items[i] for i in sorted(random.choice(len(items), size=count, replace=False).tolist())]


def shuffled(random: Generator, items: Iterable[Any]) -> list[Any]:
    """The items in another order."""
    held = list(items)
    return [held[i] for i in random.permutation(len(held)).tolist()]


def spread(total: int, weights: Sequence[float], *, least: int = 0) -> list[int]:
    """Whole numbers in proportion to ``weights``, each at least ``least``, that add up to ``total`` (largest rest)."""
    rest = total - least * len(weights)
    scale = sum(weights)
    exact = [rest * weight / scale for weight in weights]
    whole = [int(value) for value in exact]
    order = sorted(range(len(weights)), key=lambda i: (whole[i] - exact[i], i))
    for i in order[: rest - sum(whole)]:
        whole[i] += 1
    return [least + value for value in whole]
