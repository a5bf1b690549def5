"""What would the ledger hold if a hand-in came in, or a batch went out or came back?

The difference against the batches that count now, before anything happens. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from graph_model.changes import TableChanges, table_changes
from graph_model.dataset import FoldableBatch, fold, folded_rows
from graph_model.lacking import Lacking, columns_that_stand
from graph_model.ledger import Draft, Ledger
from graph_model.schema import TABLES


@dataclass(frozen=True)
class _Coming:
    """A draft as a batch that could be folded."""

    draft: Draft
    id: str = "draft"
    checksum: str = ""

    @property
    def as_of(self) -> str | None:
        return self.draft.as_of

    @property
    def replace(self) -> bool:
        return self.draft.replace

    @property
    def table_names(self) -> tuple[str, ...]:
        return tuple(name for name in TABLES if name in self.draft.tables)

    def table(self, name: str) -> pl.DataFrame:
        return self.draft.tables[name]

    def lacking(self, name: str) -> tuple[Lacking, ...]:
        return self.draft.lacking.get(name, ())


def changes_of_load(ledger: Ledger, draft: Draft) -> dict[str, TableChanges]:
    """What loading a draft would change, by table; only tables in which something differs.

    Raises
    ------
    BatchDamaged
        A batch that counts does not match its checksum.
    """
    coming = _Coming(draft)
    active = ledger.active()
    return changes_between(ledger, active, [*active, coming], touched=coming.table_names)


def changes_of_batch(ledger: Ledger, batch_id: str) -> dict[str, TableChanges]:
    """What the newest batch changed when it came in, by table; ``UnknownName`` where there is no such batch."""
    batch = ledger.batch(batch_id)
    active = ledger.active()
    before = [one for one in active if one.id != batch_id]
    return changes_between(ledger, before, active, touched=batch.table_names)


def changes_of_undo(ledger: Ledger, batch_id: str | None = None) -> dict[str, TableChanges]:
    """What leaving a batch out would change, by table; errors as ``Ledger.undo``."""
    batch = ledger.to_undo(batch_id)
    active = ledger.active()
    after = [one for one in active if one.id != batch.id]
    return changes_between(ledger, active, after, touched=batch.table_names)


def changes_of_redo(ledger: Ledger, batch_id: str | None = None) -> dict[str, TableChanges]:
    """What letting a batch count again would change, by table; errors as ``Ledger.redo``."""
    batch = ledger.to_redo(batch_id)
    out = ledger.undone() - {batch.id}
    after = [one for one in ledger.batches() if one.id not in out]
    return changes_between(ledger, ledger.active(), after, touched=batch.table_names)


def columns_kept_by_load(ledger: Ledger, draft: Draft) -> dict[str, tuple[str, ...]]:
    """By table, the columns that the sheets of a draft lack and whose known values therefore stay.

    Raises
    ------
    BatchDamaged
        As ``changes_of_load``.
    """
    return _columns_kept(ledger.active(), _Coming(draft))


def columns_kept_by_batch(ledger: Ledger, batch_id: str) -> dict[str, tuple[str, ...]]:
    """As ``columns_kept_by_load``, of the newest batch when it came in."""
    return _columns_kept([one for one in ledger.active() if one.id != batch_id], ledger.batch(batch_id))


def _columns_kept(before: Sequence[FoldableBatch], coming: FoldableBatch) -> dict[str, tuple[str, ...]]:
    if coming.replace:  # nothing earlier stays
        return {}
    lacking = [name for name in coming.table_names if coming.lacking(name)]
    told = {
        name: columns_that_stand(TABLES[name], folded_rows(name, before), coming.table(name), coming.lacking(name))
        for name in lacking
    }
    return {name: columns for name, columns in told.items() if columns}


def changes_between(
    ledger: Ledger, before: Sequence[FoldableBatch], after: Sequence[FoldableBatch], *, touched: Sequence[str]
) -> dict[str, TableChanges]:
    """What differs between two lists of batches, by table, in the contract's order.

    Parameters
    ----------
    ledger
        Whose batches they are.
    before, after
        The batches that count then and now.
    touched
        The tables that the batches in which they differ bring.

    Notes
    -----
    Where no batch is left out and none replaces earlier rows, nothing can come to point nowhere: only ``touched`` is
    read and compared. Else both are folded whole, since a row that goes takes with it what points to it.
    """
    old, new = _tables(ledger, before, touched), _tables(ledger, after, touched)
    if old is None or new is None:
        old, new = fold(before).tables, fold(after).tables
    told = {name: table_changes(TABLES[name], old[name], new[name]) for name in TABLES if name in new}
    return {name: changes for name, changes in told.items() if any(changes.counts.values())}


def _tables(
    ledger: Ledger, batches: Sequence[FoldableBatch], names: Sequence[str]
) -> Mapping[str, pl.DataFrame] | None:
    """The rows of some tables; None where a pointer might lead nowhere, so that all must be folded."""
    replacing = any(batch.replace for batch in batches)
    known = [batch.id for batch in ledger.batches()]
    in_order = [batch.id for batch in batches][: len(known)]
    if replacing or in_order != known[: len(in_order)]:
        return None
    return {name: folded_rows(name, batches) for name in names}
