"""Which rows were added, changed or taken away between two states of a table?

Columnar set work on frames; what is done with the rows is the writer's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Difference:
    """Rows of the new state that were added or changed, and the keys of those that are gone."""

    added: pl.DataFrame
    changed: pl.DataFrame
    removed: pl.DataFrame

    @property
    def rows(self) -> int:
        """How many rows have to be written or deleted."""
        return self.added.height + self.changed.height + self.removed.height


def difference(old: pl.DataFrame, new: pl.DataFrame, *, keys: Sequence[str]) -> Difference:
    """What turns ``old`` into ``new``; both hold the same columns and no key twice.

    A cell that became unknown, or stopped being it, is a change.
    """
    added = new.join(old.select(keys), on=list(keys), how="anti")
    removed = old.select(keys).join(new.select(keys), on=list(keys), how="anti")
    kept = new.join(old.select(keys), on=list(keys), how="semi")
    changed = kept.join(old.select(new.columns), on=new.columns, how="anti", nulls_equal=True)
    return Difference(added=added, changed=changed, removed=removed)
