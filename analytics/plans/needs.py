"""What do organisations need that nobody has taken up, and what have they that lies idle, by category?

Counts and what fits together, as ``analytics.matching`` judges them. Which goes to whom is each plan's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from analytics.matching import IDLE, UNMET
from graph_model.schema import VOCABULARIES

QUERY = "open_listings"
CATEGORIES: tuple[str, ...] = tuple(word.value for word in VOCABULARIES["listing_category"])

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Complement:
    """Open needs and idle resources of some subjects, by category.

    Attributes
    ----------
    needs, idle
        How many unmet needs, idle resources and services each has; int64, shape (subjects, categories).
    without_category
        Unmet needs and idle resources whose category is blank: they answer and ask nothing.
    """

    needs: Ints
    idle: Ints
    without_category: int

    def answered(self, ones: Ints, others: Ints) -> Ints:
        """How many needs of each of ``ones`` an idle resource of its partner in ``others`` can answer, one each.

        ``Σ_c min(needs[one, c], idle[other, c])``; shape (k,).
        """
        told = np.zeros(len(ones), dtype=np.int64)
        for category in range(len(CATEGORIES)):
            told += np.minimum(self.needs[ones, category], self.idle[others, category])
        return told

    def categories(self, ones: Ints, others: Ints) -> pl.Series:
        """In which categories; lists of codes."""
        both = (self.needs[ones] > 0) & (self.idle[others] > 0)
        bits = 1 << np.arange(len(CATEGORIES))
        named = [
            [one for one, bit in zip(CATEGORIES, bits, strict=True) if which & bit] for which in range(2 * bits[-1])
        ]
        return pl.Series(named, dtype=pl.List(pl.String)).gather(both @ bits)


def complement_of(listings: pl.DataFrame, subject: pl.DataFrame, *, size: int) -> Complement:
    """Needs and idle resources of subjects.

    Parameters
    ----------
    listings
        Answer of ``open_listings``.
    subject
        ``organisation`` (code) and ``at``, the row of its subject; an organisation that is not in it counts nowhere.
    size
        How many subjects.
    """
    known = listings.join(subject, on="organisation")
    number = pl.col("category").replace_strict(
        {category: at for at, category in enumerate(CATEGORIES)}, default=None, return_dtype=pl.Int64
    )
    counted = []
    for which in (UNMET, IDLE):
        rows = known.filter(which).select("at", number.alias("category")).drop_nulls()
        table = np.zeros((size, len(CATEGORIES)), dtype=np.int64)
        np.add.at(table, (rows.get_column("at").to_numpy(), rows.get_column("category").to_numpy()), 1)
        counted.append(table)
    blank = known.filter((UNMET | IDLE) & pl.col("category").is_null()).height
    return Complement(counted[0], counted[1], blank)
