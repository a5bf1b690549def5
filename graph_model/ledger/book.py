"""Which batches are there, which of them count, and how does one come in or go out?

The ledger of a data folder: the system of record. Reading hand-ins is loaders' business, folding is ``dataset``'s,
what is broken is told in ``examining``.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import polars as pl

from graph_model.dataset import Dataset, TablesOnDemand, fold
from graph_model.errors import BatchDamaged, NoData, UnknownName, UserError
from graph_model.ledger.batch import Batch, Draft, Source, batch_at
from graph_model.ledger.damage import Damage, LeftOut
from graph_model.ledger.draft import FORMAT, write_draft
from graph_model.ledger.files import (
    folder_lock,
    json_bytes,
    sync_folder,
    write_json,
    writing,
)
from graph_model.ledger.journal import Journal
from graph_model.ledger.left_behind import follow, sweep

LEDGER = "ledger.json"
UNFINISHED_RESTORE = "restoring.json"
"""Lies in the data folder from the moment a restore is decided until its last file is in place."""


class Ledger:
    """The batches of a data folder.

    Layout: ``ledger/ledger.json`` (order, what is left out, the salt's fingerprint), ``ledger/journal.jsonl`` (every
    change, from which the former can be written again), ``ledger/batches/<id>/`` (``manifest.json``,
    ``tables/*.parquet``, ``kept/*.parquet``), ``ledger/damaged/`` (what a repair put aside). A batch counts once
    ``ledger.json`` names it.

    Parameters
    ----------
    data_folder
        The data folder; made on the first write.
    """

    def __init__(self, data_folder: Path) -> None:
        self.data_folder = data_folder
        self.folder = data_folder / "ledger"
        self.journal = Journal(self.folder)

    @contextmanager
    def lock(self, *, seconds: float = 10.0, what: str = "load") -> Iterator[None]:
        """Hold the ledger against other processes; ``Busy`` where another holds it for longer.

        What a killed process left behind is cleared first. ``what`` is told to whoever waits: load, undo, redo.
        """
        with folder_lock(self.folder, seconds=seconds, what=what):
            with writing(self.folder):
                state = self._state()
                sweep(self.folder, state)
                if (self.folder / LEDGER).exists():
                    follow(self.folder, self.journal, state)
            yield

    def batches(self) -> list[Batch]:
        """Every batch in the order of loading, undone ones included; not those that a repair left out.

        Raises
        ------
        BatchDamaged
            ``manifest_unreadable``: a batch's manifest is gone or cannot be read.
        """
        state = self._state()
        return [self._batch(batch_id) for batch_id in state["order"] if batch_id not in state["left_out"]]

    def ids(self) -> list[str]:
        """Ids of all batches in the order of loading, those included that are undone or left out."""
        return list(self._state()["order"])

    def left_out(self) -> list[LeftOut]:
        """The damaged batches that a repair left out."""
        return [LeftOut(batch=name, **told) for name, told in self._state()["left_out"].items()]

    def active(self) -> list[Batch]:
        """The batches that count, in the order of loading."""
        undone = self.undone()
        return [batch for batch in self.batches() if batch.id not in undone]

    def undone(self) -> frozenset[str]:
        """Ids of the batches that were undone."""
        state = self._state()
        return frozenset(state["undone"]) - frozenset(state["left_out"])

    def batch(self, batch_id: str) -> Batch:
        """The batch called ``batch_id``; ``UnknownName`` with the nearest ids where there is none."""
        state = self._state()
        if batch_id not in state["order"]:
            raise UnknownName("batch", batch_id, known=state["order"])
        if batch_id in state["left_out"]:
            raise UserError("batch_left_out", batch=batch_id)
        return self._batch(batch_id)

    def dataset(self) -> Dataset:
        """The batches that count, folded into one dataset; ``NoData`` where none counts."""
        active = self.active()
        if not active:
            raise NoData
        return fold(active)

    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The tables of ``dataset``, each folded when it is asked for; ``NoData`` where no batch counts.

        A hand-in of one sheet needs the keys of a few tables: with large ledgers the others need not be read.
        """
        active = self.active()
        if not active:
            raise NoData
        in_order = [batch.id for batch in active] == self._state()["order"][: len(active)]
        return TablesOnDemand(active, may_dangle=not in_order or any(batch.replace for batch in active))

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
        with writing(self.folder):
            if not (self.folder / LEDGER).exists():  # from now on a list that is gone is a loss, and no empty ledger
                self._write_state(state, change="begin")
            folder = self.folder / "batches" / batch_id
            try:
                manifest = write_draft(aside, batch_id, draft)
                folder.parent.mkdir(exist_ok=True)
                os.replace(aside, folder)
                sync_folder(folder.parent)
                state["order"].append(batch_id)
                self._write_state(state, change="add", batch=batch_id, manifest=manifest)
            except BaseException:
                if batch_id not in self._state()["order"]:
                    shutil.rmtree(folder, ignore_errors=True)
                raise
            finally:
                shutil.rmtree(aside, ignore_errors=True)
        return Batch(batch_id, folder, manifest)

    def undo(self, batch_id: str | None = None) -> Batch:
        """Leave a batch out; without an id the newest that counts. Call with the lock held.

        Raises
        ------
        UnknownName
            There is no such batch.
        UserError
            ``already_undone``: it is left out already. ``nothing_to_undo``: no batch counts. ``batch_left_out``: a
            repair left it out.
        """
        batch = self.to_undo(batch_id)
        state = self._state()
        state["undone"].append(batch.id)
        self._write_state(state, change="undo", batch=batch.id)
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
            ``not_undone``: it counts already. ``nothing_to_redo``: none is left out. ``batch_left_out``: a repair
            left it out, for good.
        """
        batch = self.to_redo(batch_id)
        state = self._state()
        state["undone"].remove(batch.id)
        self._write_state(state, change="redo", batch=batch.id)
        return batch

    def to_redo(self, batch_id: str | None = None) -> Batch:
        """The batch that ``redo`` would let count again; errors as there."""
        state = self._state()
        undone = [one for one in state["undone"] if one not in state["left_out"]]
        if batch_id is None:
            if not undone:
                raise UserError("nothing_to_redo")
            batch_id = str(undone[-1])
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
        self._write_state(state, change="salt")

    def leave_out(self, damage: Damage, *, at: str) -> None:
        """Let a damaged batch count no longer, and put its bytes aside. Call with the lock held."""
        state = self._state()
        assert damage.batch is not None
        state["left_out"] = {
            **state["left_out"],
            damage.batch: {"at": at, "code": damage.code, "file": damage.file},
        }
        if damage.batch not in state["undone"]:  # so it is for a program that knows of no repair
            state["undone"].append(damage.batch)
        self._write_state(state, change="leave_out", batch=damage.batch)
        sweep(self.folder, state)

    def rewrite(self, state: Mapping[str, Any]) -> None:
        """Write ``ledger.json`` anew from another account of what it said. For ``repair``, with the lock held."""
        with writing(self.folder):
            self._write_state(state, change="rebuild")

    def state_bytes(self) -> bytes:
        """What ``ledger.json`` says at this moment, as one state: the batches it names never change."""
        return json_bytes(self._state())

    def _state(self) -> dict[str, Any]:
        path = self.folder / LEDGER
        if (self.data_folder / UNFINISHED_RESTORE).exists():
            raise BatchDamaged("restore_unfinished", path=str(self.data_folder))
        try:
            state = json.loads(path.read_text("utf-8"))
            if state["format"] != FORMAT or not isinstance(state["order"], list):
                raise ValueError
            return {**_NOTHING, **state}
        except FileNotFoundError:
            if any((self.folder / "batches").glob("b*")):
                raise BatchDamaged("ledger_missing", path=str(path)) from None
            return {**_NOTHING, "order": [], "undone": []}
        except (ValueError, KeyError, TypeError) as error:
            raise BatchDamaged("ledger_unreadable", path=str(path)) from error

    def _write_state(
        self,
        state: Mapping[str, Any],
        *,
        change: str,
        batch: str | None = None,
        manifest: Mapping[str, Any] | None = None,
    ) -> None:
        """The journal first: a state that ever counted stands in it."""
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self.journal.append(change, state=state, batch=batch, manifest=manifest)
            write_json(self.folder / LEDGER, state)

    def _batch(self, batch_id: str) -> Batch:
        return batch_at(self.folder / "batches" / batch_id)


_NOTHING: Final[Mapping[str, Any]] = {
    "format": FORMAT,
    "order": (),
    "undone": (),
    "salt_fingerprint": None,
    "left_out": {},
}
"""What ``ledger.json`` says of an empty ledger; ``left_out`` is not in those written before a repair could be."""
