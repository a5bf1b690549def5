"""Does the store hold what the ledger says, and how is it brought there?

Folding the ledger into the store, and mending a store that is damaged or out of date. The ledger is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_model.errors import NoData, StoreDamaged, StoreOutdated, StoreUnfinished
from graph_model.ledger import Ledger
from graph_model.store import GraphStore, Progress, PublishReport


@dataclass(frozen=True)
class Brought:
    """What was done so that the store holds what the ledger says.

    Attributes
    ----------
    report
        What the publish did; None where the store held it already.
    mended
        Code of the damage that was mended on the way (``build_missing``, ``publish_unfinished`` …), or
        ``store_behind`` where the store held another state of the ledger; None where none was.
    """

    report: PublishReport | None
    mended: str | None = None


def publish_ledger(
    ledger: Ledger, store: GraphStore, *, afresh: bool = False, progress: Progress | None = None
) -> PublishReport:
    """Make the store hold the ledger's dataset, an empty one where no batch counts.

    Where the ledger changes meanwhile it is published again: of two that load at once, the slower one must not leave
    the store at what was before the faster.
    """
    from graph_model.dataset import dataset_version, fold  # here: a store that is up to date needs no polars

    while True:
        active = ledger.active()
        report = store.publish(fold(active), afresh=afresh, progress=progress)
        if dataset_version(ledger.active()) == report.version:
            return report


def ensure_published(ledger: Ledger, store: GraphStore, *, progress: Progress | None = None) -> Brought:
    """Bring the store to the ledger's state if it is not there; mend it from the batches if it is damaged.

    Raises
    ------
    NoData
        No batch counts.
    """
    active = ledger.active()
    if not active:
        raise NoData
    mended = None
    try:
        held = store.published()
    except (StoreDamaged, StoreOutdated, StoreUnfinished) as fault:
        held, mended = None, fault.code
    if held is not None:
        if held.batches == tuple(batch.id for batch in active):
            from graph_model.dataset import dataset_version

            if held.version == dataset_version(active):
                return Brought(None, mended)
        mended = "store_behind"
    return Brought(publish_ledger(ledger, store, progress=progress), mended)
