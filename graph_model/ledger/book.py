"""Which batches are there, which of them count, and how does one come in or go out?

The ledger of a data folder: the system of record. Reading hand-ins is loaders' business, folding is ``dataset``'s.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from graph_model.dataset import Dataset, fold
from graph_model.errors import BatchDamaged, NoData, UnknownName, UserError
from graph_model.ledger.batch import Batch, Draft, Source, checksum_of
from graph_model.ledger.files import folder_lock, sha256_of, sync_file, sync_folder, write_bytes, write_json
from graph_model.schema import TABLES

FORMAT = 1
"""Version of the ledger's own files."""


class Ledger:
    """The batches of a data folder.

    Layout: ``ledger/ledger.json`` (order, what is left out, the salt's fingerprint), ``ledger/batches/<id>/``
    (``manifest.json``, ``tables/*.parquet``, ``kept/*.parquet``). A batch counts once ``ledger.json`` names it.

    Parameters
    ----------
    data_folder
        The data folder; made on the first write.
    """

    def __init__(self, data_folder: Path) -> None:
        self.data_folder = data_folder
        self.folder = data_folder / "ledger"

    @contextmanager
    def lock(self, *, seconds: float = 10.0) -> Iterator[None]:
        """Hold the ledger against other processes; ``Busy`` where another holds it for longer."""
        with folder_lock(self.folder, seconds=seconds):
            self._sweep()
            yield

    def batches(self) -> list[Batch]:
        """Every batch in the order of loading, those left out included.

        Raises
        ------
        BatchDamaged
            ``manifest_unreadable``: a batch's manifest is gone or cannot be read.
        """
        return [self._batch(batch_id) for batch_id in self._state()["order"]]

    def active(self) -> list[Batch]:
        """The batches that count, in the order of loading."""
        undone = self.undone()
        return [batch for batch in self.batches() if batch.id not in undone]

    def undone(self) -> frozenset[str]:
        """Ids of the batches that are left out."""
        return frozenset(self._state()["undone"])

    def batch(self, batch_id: str) -> Batch:
        """The batch called ``batch_id``; ``UnknownName`` with the nearest ids where there is none."""
        order = self._state()["order"]
        if batch_id not in order:
            raise UnknownName("batch", batch_id, known=order)
        return self._batch(batch_id)

    def dataset(self) -> Dataset:
        """The batches that count, folded into one dataset; ``NoData`` where none counts."""
        active = self.active()
        if not active:
            raise NoData
        return fold(active)

    def same_hand_in(self, sources: tuple[Source, ...], options: Mapping[str, Any]) -> Batch | None:
        """The batch that counts and was read from the very same files with the same options, or None."""
        contents = sorted(source.sha256 for source in sources)
        for batch in self.active():
            if sorted(s.sha256 for s in batch.sources) == contents and batch.manifest["options"] == dict(options):
                return batch
        return None

    def add(self, draft: Draft) -> Batch:
        """Write a draft as the newest batch and let it count. Call with the lock held.

        A process that is killed on the way leaves the ledger as it was: the batch counts only once the last write,
        of ``ledger.json``, has been renamed into place.
        """
        state = self._state()
        batch_id = f"b{len(state['order']) + 1:04d}"
        aside = self.folder / f".incoming-{uuid.uuid4().hex}"
        try:
            manifest = _write_draft(aside, batch_id, draft)
            folder = self.folder / "batches" / batch_id
            folder.parent.mkdir(exist_ok=True)
            os.replace(aside, folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        sync_folder(folder.parent)
        state["order"].append(batch_id)
        self._write_state(state)
        return Batch(batch_id, folder, manifest)

    def undo(self, batch_id: str | None = None) -> Batch:
        """Leave a batch out; without an id the newest that counts. Call with the lock held.

        Raises
        ------
        UnknownName
            There is no such batch.
        UserError
            ``already_undone``: it is left out already. ``nothing_to_undo``: no batch counts.
        """
        batch = self.to_undo(batch_id)
        state = self._state()
        state["undone"].append(batch.id)
        self._write_state(state)
        return batch

    def to_undo(self, batch_id: str | None = None) -> Batch:
        """The batch that ``undo`` would leave out; errors as there."""
        state = self._state()
        counting = [one for one in state["order"] if one not in state["undone"]]
        if batch_id is None:
            if not counting:
                raise UserError("nothing_to_undo")
            batch_id = str(counting[-1])
        batch = self.batch(batch_id)
        if batch_id in state["undone"]:
            raise UserError("already_undone", batch=batch_id)
        return batch

    def redo(self, batch_id: str | None = None) -> Batch:
        """Let a batch that was left out count again; without an id the last one undone. Call with the lock held.

        Raises
        ------
        UnknownName
            There is no such batch.
        UserError
            ``not_undone``: it counts already. ``nothing_to_redo``: none is left out.
        """
        batch = self.to_redo(batch_id)
        state = self._state()
        state["undone"].remove(batch.id)
        self._write_state(state)
        return batch

    def to_redo(self, batch_id: str | None = None) -> Batch:
        """The batch that ``redo`` would let count again; errors as there."""
        state = self._state()
        if batch_id is None:
            if not state["undone"]:
                raise UserError("nothing_to_redo")
            batch_id = str(state["undone"][-1])
        batch = self.batch(batch_id)
        if batch_id not in state["undone"]:
            raise UserError("not_undone", batch=batch_id)
        return batch

    def salt_fingerprint(self) -> str | None:
        """Fingerprint of the salt the members were read with; None where none has been."""
        value = self._state()["salt_fingerprint"]
        return None if value is None else str(value)

    def record_salt_fingerprint(self, fingerprint: str) -> None:
        """Write down the salt's fingerprint. Call with the lock held."""
        state = self._state()
        state["salt_fingerprint"] = fingerprint
        self._write_state(state)

    def _state(self) -> dict[str, Any]:
        path = self.folder / "ledger.json"
        if not path.exists():
            return {"format": FORMAT, "order": [], "undone": [], "salt_fingerprint": None}
        try:
            state = json.loads(path.read_text("utf-8"))
            if state["format"] != FORMAT or not isinstance(state["order"], list):
                raise ValueError
        except (ValueError, KeyError, TypeError) as error:
            raise BatchDamaged("ledger_unreadable", path=str(path)) from error
        return dict(state)

    def _write_state(self, state: Mapping[str, Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        write_json(self.folder / "ledger.json", state)

    def _batch(self, batch_id: str) -> Batch:
        folder = self.folder / "batches" / batch_id
        try:
            manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise BatchDamaged("manifest_unreadable", batch=batch_id) from error
        return Batch(batch_id, folder, manifest)

    def _sweep(self) -> None:
        """Clear what a killed process left behind: half-written batches, and whole ones that never came to count."""
        order = self._state()["order"]
        leftovers = list(self.folder.glob(".incoming-*"))
        leftovers += [path for path in (self.folder / "batches").glob("b*") if path.name not in order]
        for path in leftovers:
            shutil.rmtree(path, ignore_errors=True)


def _write_draft(folder: Path, batch_id: str, draft: Draft) -> dict[str, Any]:
    (folder / "tables").mkdir(parents=True)
    (folder / "kept").mkdir()
    tables = {}
    for name in TABLES:
        if name in draft.tables:
            rows = TABLES[name].schema.validate(draft.tables[name])  # the last gate: what is stored keeps the contract
            tables[name] = _write_table(folder, f"tables/{name}.parquet", rows)
    rejected = {
        name: _write_table(folder, f"kept/rejected-{name}.parquet", rows)
        for name, rows in draft.rejected.items()
        if rows.height > 0
    }
    manifest = {
        "format": FORMAT,
        "id": batch_id,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "as_of": draft.as_of,
        "replace": draft.replace,
        "options": dict(draft.options),
        "sources": [asdict(source) for source in draft.sources],
        "tables": tables,
        "counts": {name: asdict(counts) for name, counts in draft.counts.items()},
        "kept": {"problems": _write_table(folder, "kept/problems.parquet", draft.problems), "rejected": rejected},
        "checksum": checksum_of(tables),
    }
    write_bytes(folder / "manifest.json", (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())
    for part in ("tables", "kept"):
        sync_folder(folder / part)
    return manifest


def _write_table(folder: Path, file: str, rows: pl.DataFrame) -> dict[str, Any]:
    path = folder / file
    rows.write_parquet(path, compression="zstd")
    sync_file(path)
    return {"file": file, "sha256": sha256_of(path), "rows": rows.height}
