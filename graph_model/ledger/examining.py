"""Which files of the ledger are gone or altered, what is lost with each, and is there a second copy?

Looking only; mending is ``repair``'s business. A manifest is held against the copy in the journal, so that one that
was edited by hand is noticed although it can be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph_model.errors import BatchDamaged
from graph_model.ledger.batch import MANIFEST, Batch
from graph_model.ledger.book import LEDGER, Ledger
from graph_model.ledger.damage import Damage


def damages_of(ledger: Ledger) -> list[Damage]:
    """Every file of the ledger that is gone or altered, with what is lost; each file is read whole."""
    try:
        ids = ledger.ids()
    except BatchDamaged as damaged:
        return [Damage(None, damaged.code, LEDGER, mendable=True)]
    noted = noted_manifests(ledger)
    left_out = {one.batch for one in ledger.left_out()}
    return [
        damage
        for batch_id in ids
        if batch_id not in left_out
        for damage in _of_a_batch(ledger, batch_id, noted.get(batch_id))
    ]


def noted_manifests(ledger: Ledger) -> Mapping[str, Mapping[str, Any]]:
    """The manifests that the journal holds, by batch."""
    told: dict[str, Mapping[str, Any]] = {}
    for entry in ledger.journal.entries():
        if entry.batch is not None and entry.manifest is not None:
            told.setdefault(entry.batch, entry.manifest)
    return told


def _of_a_batch(ledger: Ledger, batch_id: str, noted: Mapping[str, Any] | None) -> Iterator[Damage]:
    try:
        batch = ledger.batch(batch_id)
    except BatchDamaged as damaged:
        tables = {} if noted is None else {name: told["rows"] for name, told in noted["tables"].items()}
        sources = () if noted is None else tuple(source["file"] for source in noted["sources"])
        yield Damage(batch_id, damaged.code, MANIFEST, tables, sources, mendable=noted is not None)
        return
    if noted is not None and batch.manifest != noted:
        counted = all(batch.manifest[told] == noted[told] for told in ("tables", "replace", "as_of", "checksum"))
        batch = Batch(batch_id, batch.folder, noted)  # its files are held against what was written, not against this
        tables = {} if counted else {name: told["rows"] for name, told in noted["tables"].items()}
        yield Damage(batch_id, "manifest_altered", MANIFEST, tables, batch.file_names, mendable=True)
    yield from batch.damages()
