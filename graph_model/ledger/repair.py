"""How does a damaged ledger become whole again, as far as anything of it is left?

The list from the journal or the manifests, a manifest from the journal, a damaged batch left out where that is asked.
Never touches a table's bytes; bringing the store to the mended ledger is ``graph_model.publishing``'s business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph_model.errors import BatchDamaged, UnknownName, UserError
from graph_model.ledger.batch import MANIFEST
from graph_model.ledger.book import LEDGER, Ledger
from graph_model.ledger.damage import Damage
from graph_model.ledger.draft import FORMAT
from graph_model.ledger.examining import damages_of, noted_manifests
from graph_model.ledger.files import folder_lock, json_bytes, write_bytes, writing
from graph_model.ledger.salt import salt_fingerprint, salt_path

LOST_SALT = "lost"
"""A fingerprint that no salt has: members were read with one that nobody knows any more."""


@dataclass(frozen=True)
class Mended:
    """What a repair did to the ledger.

    Attributes
    ----------
    rebuilt
        ``journal`` or ``manifests``: from where the ledger's list was written again; None where it was sound.
    manifests
        The batches whose manifest was written again from the journal.
    left_out
        The damages for which a batch counts no longer.
    remaining
        What is still damaged, and in the way of every report.
    """

    rebuilt: str | None = None
    manifests: tuple[str, ...] = ()
    left_out: tuple[Damage, ...] = ()
    remaining: tuple[Damage, ...] = field(default=())


def repair_ledger(ledger: Ledger, *, leave_out: Sequence[str] = ()) -> Mended:
    """Mend what can be mended without losing a row, and leave out the batches that are named.

    Parameters
    ----------
    ledger
        The ledger.
    leave_out
        Damaged batches that shall count no longer; their bytes are kept under ``ledger/damaged``.

    Raises
    ------
    UnknownName
        No batch is called so.
    UserError
        ``batch_sound``: a batch to leave out is not damaged; undo is for those.
    Busy, CannotWrite
        As ``Ledger.lock``.
    """
    rebuilt = _rebuilt_list(ledger)
    with ledger.lock(what="repair"):
        for name in leave_out:
            if name not in ledger.ids():
                raise UnknownName("batch", name, known=ledger.ids())
        manifests = tuple(_rewritten_manifests(ledger))
        damages = damages_of(ledger)
        gone: list[Damage] = []
        for name in leave_out:
            found = next((damage for damage in damages if damage.batch == name), None)
            if found is None:
                raise UserError("batch_sound", batch=name)
            ledger.leave_out(found, at=datetime.now(UTC).isoformat(timespec="seconds"))
            gone += [damage for damage in damages if damage.batch == name]
        return Mended(rebuilt, manifests, tuple(gone), tuple(damages_of(ledger)))


def _rewritten_manifests(ledger: Ledger) -> Iterator[str]:
    noted = noted_manifests(ledger)
    for damage in damages_of(ledger):
        if damage.batch is None or not damage.mendable:
            continue
        manifest = noted.get(damage.batch)
        folder = ledger.folder / "batches" / damage.batch
        if manifest is not None and folder.is_dir():
            with writing(folder):
                write_bytes(folder / MANIFEST, json_bytes(manifest))
            yield damage.batch


def _rebuilt_list(ledger: Ledger) -> str | None:
    """Write ``ledger.json`` again where it is gone or cannot be read; from where it was known."""
    with folder_lock(ledger.folder, what="repair"):
        try:
            ledger.state_bytes()
            return None
        except BatchDamaged as damaged:
            if damaged.code == "restore_unfinished":
                raise
        state, source = _noted_state(ledger), "journal"
        if state is None:
            state, source = _state_of_folders(ledger), "manifests"
        ledger.rewrite(state)
        return source


def _noted_state(ledger: Ledger) -> Mapping[str, Any] | None:
    """The last state of the journal; not the change of a load that was killed before its batch was there."""
    present = {path.name for path in _folders(ledger)}
    for entry in reversed(ledger.journal.entries()):
        if entry.change != "add" or entry.batch in present:
            return entry.state
    return None


def _state_of_folders(ledger: Ledger) -> Mapping[str, Any]:
    """Every batch that is there, in the order of their numbers; which of them were undone nobody knows any more."""
    order = [path.name for path in _folders(ledger)]
    damaged = sorted(path.name for path in (ledger.folder / "damaged").glob("b*"))
    at = datetime.now(UTC).isoformat(timespec="seconds")
    left_out = {name: {"at": at, "code": "ledger_unreadable", "file": LEDGER} for name in damaged}
    salt = salt_path(ledger.data_folder)
    if salt.is_file():
        fingerprint: str | None = salt_fingerprint(salt.read_bytes())
    else:
        fingerprint = (
            LOST_SALT if any((path / "tables/members.parquet").exists() for path in _folders(ledger)) else None
        )
    return {
        "format": FORMAT,
        "order": sorted([*order, *damaged]),
        "undone": damaged,
        "salt_fingerprint": fingerprint,
        "left_out": left_out,
    }


def _folders(ledger: Ledger) -> list[Path]:
    return sorted(path for path in (ledger.folder / "batches").glob("b*") if path.is_dir())
