"""How does a data folder become again what a backup says it was, in one step that no kill can leave half done?

The new files are laid out whole beside the old; one small file then decides, and whoever comes next finishes what is
left to move. Reading and verifying a backup is ``backup``'s business, publishing what was restored ``publishing``'s.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from pathlib import Path
from typing import Final, Literal

from graph_model.backup_contents import Contents, Member, members_of, verify_backup
from graph_model.errors import BackupDamaged, BatchDamaged, Busy, CannotWrite, UserError
from graph_model.ledger import Ledger
from graph_model.ledger.book import LEDGER, UNFINISHED_RESTORE
from graph_model.ledger.examining import damages_of
from graph_model.ledger.files import folder_lock, sweep_parts, sync_folder, write_json, writing
from graph_model.ledger.journal import JOURNAL

LOCK: Final = ".restore.lock"
_NEW: Final = ".restored-"
_OLD: Final = ".replaced-"
_STAY: Final = ("store", UNFINISHED_RESTORE, "lost+found")
"""What is not replaced: a store is brought to the restored ledger as to any other."""
_LOCKS: Final = frozenset({"lock", "lock.holder"})
_DATABASE: Final = "operations.sqlite"
OWN: Final = frozenset(
    {
        *("ledger", "salt", "headers.json", "gongjian.log"),
        *(_DATABASE + ending for ending in ("", "-journal", "-wal", "-shm")),
    }
)
"""What a data folder holds by design beside ``_STAY``; anything else there is somebody's, and is never removed."""
_SIGNS: Final = (OWN - {"gongjian.log"}) | {"store", "background", UNFINISHED_RESTORE}
"""Any of which tells that a folder is a data folder; a log is also left in one that is none."""
_OWN_IN_LEDGER: Final = _LOCKS | {LEDGER, JOURNAL, "batches", "damaged"}
_NAMED_AT_MOST: Final = 5
_CHUNK: Final = 1 << 20


def restore_backup(path: Path, data_folder: Path, *, replace: bool = False) -> Contents:
    """Make a data folder hold what a backup holds; what it held before goes only once the new is whole.

    Parameters
    ----------
    path
        The backup; every byte of it is verified before anything is touched.
    data_folder
        Where to; empty or not there, unless ``replace``. Files there that are no data folder's are never removed.
    replace
        Whether it may take the place of what is there.

    Raises
    ------
    BackupDamaged
        As ``verify_backup``.
    UserError
        ``folder_has_others``: files are there that are no data folder's. ``folder_not_empty``: something is there,
        and ``replace`` was not asked.
    Busy
        Another process works on the ledger.
    CannotWrite
        The disk is full, or the folder cannot be written; it is as it was.
    """
    contents = verify_backup(path)
    others = _others(data_folder, contents)
    if others:
        named = others[:_NAMED_AT_MOST] + ["…"] * (len(others) > _NAMED_AT_MOST)
        raise UserError("folder_has_others", folder=str(data_folder), files=named, count=len(others))
    if not replace and not _is_empty(data_folder):
        raise UserError("folder_not_empty", folder=str(data_folder))
    with folder_lock(data_folder, name=LOCK, what="restore"), writing(data_folder):
        _clear(data_folder)
        token = uuid.uuid4().hex
        new = data_folder / f"{_NEW}{token}"
        try:
            _lay_out(path, contents, new)
            if damages_of(Ledger(new)):
                raise BackupDamaged("backup_altered", path=str(path), member="ledger")
            with folder_lock(data_folder / "ledger", what="restore"):
                write_json(data_folder / UNFINISHED_RESTORE, {"new": new.name, "old": f"{_OLD}{token}"})
                _finish(data_folder)
        finally:
            if not (data_folder / UNFINISHED_RESTORE).exists():
                shutil.rmtree(new, ignore_errors=True)
        _clear(data_folder)
    return contents


def settle_restore(data_folder: Path) -> str | None:
    """Finish, or clear away, what a restore that was killed left behind.

    Returns
    -------
    str or None
        ``restore_finished``: the backup's state holds now. ``restore_dropped``: the old state does. None: there was
        nothing to do.

    Raises
    ------
    Busy
        A restore is at work.
    CannotWrite
        It was decided, and cannot be finished: the disk is full, or the folder cannot be written.
    """
    decided = (data_folder / UNFINISHED_RESTORE).exists()
    if not decided and not _leftovers(data_folder):
        return None
    try:
        with folder_lock(data_folder, name=LOCK, what="restore"), writing(data_folder):
            decided = (data_folder / UNFINISHED_RESTORE).exists()
            if decided:
                _finish(data_folder)
            cleared = _clear(data_folder)
    except (Busy, CannotWrite):
        if decided:
            raise
        return None
    return "restore_finished" if decided else "restore_dropped" if cleared else None


def what_lies_in(data_folder: Path) -> tuple[Literal["data", "nothing", "others", "a_file", "missing"], list[str]]:
    """Whether a folder is a data folder, with the names that lie in it, at most a few.

    ``others``: only somebody else's files lie in it. ``nothing``: it is new.
    """
    if not data_folder.is_dir():
        return ("a_file" if data_folder.exists() else "missing"), []
    every = sorted(entry.name for entry in data_folder.iterdir())
    if _leftovers(data_folder) or not _SIGNS.isdisjoint(every):
        return "data", []
    held = [name for name in _held(data_folder) if name not in OWN]
    named = held[:_NAMED_AT_MOST] + ["…"] * (len(held) > _NAMED_AT_MOST)
    return ("others" if held else "nothing"), named


def _held(data_folder: Path) -> list[str]:
    """What stands in the data folder beside what stays."""
    if not data_folder.is_dir():
        return []
    return sorted(
        entry.name for entry in data_folder.iterdir() if not entry.name.startswith(".") and entry.name not in _STAY
    )


def _others(data_folder: Path, contents: Contents) -> list[str]:
    """The files of a folder that are no data folder's, relative to it; not those the backup brings back byte by byte.

    A backup keeps what lay in the data folder, also what was somebody's; the same bytes coming back lose nothing.
    """
    held = {member.name: member for member in contents.members}
    found: list[str] = []
    for name in _held(data_folder):
        entry = data_folder / name
        if name == "ledger" and entry.is_dir():
            strange = [
                one for one in entry.iterdir() if one.name not in _OWN_IN_LEDGER and not one.name.startswith(".")
            ]
        elif name in OWN - {"ledger"} and not entry.is_dir():
            strange = []
        else:
            strange = [entry]
        for one in strange:
            files = [path for path in one.rglob("*") if not path.is_dir()] if one.is_dir() else [one]
            found += [path.relative_to(data_folder).as_posix() for path in files or [one]]
    return sorted(name for name in found if not _is_kept(data_folder / name, held.get(name)))


def _is_kept(path: Path, member: Member | None) -> bool:
    if member is None or path.is_symlink() or not path.is_file() or path.stat().st_size != member.size:
        return False
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == member.sha256


def _is_empty(data_folder: Path) -> bool:
    """Whether nothing would be lost; a ledger's folder with nothing but its lock is none."""
    held = _held(data_folder)
    return not held or (held == ["ledger"] and {entry.name for entry in (data_folder / "ledger").iterdir()} <= _LOCKS)


def _lay_out(path: Path, contents: Contents, new: Path) -> None:
    new.mkdir(mode=0o700)
    for member, content in members_of(path, contents):
        target = new / member.name
        target.parent.mkdir(parents=True, exist_ok=True)
        told = hashlib.sha256()
        mode = 0o644 if member.name.startswith("ledger/") else 0o600
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            while chunk := content.read(_CHUNK):
                told.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        if told.hexdigest() != member.sha256:  # it changed between verifying and reading
            raise BackupDamaged("backup_altered", path=str(path), member=member.name)
    for folder in [new, *(entry for entry in new.rglob("*") if entry.is_dir())]:
        sync_folder(folder)


def _finish(data_folder: Path) -> None:
    """Move the old aside and the new into place; each step may have been taken already by one that was killed."""
    marker = data_folder / UNFINISHED_RESTORE
    try:
        told = json.loads(marker.read_text("utf-8"))
        new, old = data_folder / str(told["new"]), data_folder / str(told["old"])
    except (ValueError, KeyError, TypeError) as error:
        raise BatchDamaged("restore_unfinished", path=str(data_folder)) from error
    kept = old.with_name(f"{old.name}-list")
    if not kept.exists():  # what is old is settled once: later the same names may be of the new
        coming = {entry.name for entry in new.iterdir()} if new.is_dir() else set()
        write_json(kept, [name for name in _held(data_folder) if name in OWN or name in coming])
    old.mkdir(exist_ok=True)
    for name in json.loads(kept.read_text("utf-8")):
        if not (old / name).exists() and (data_folder / name).exists():
            os.replace(data_folder / name, old / name)
    for entry in sorted(new.iterdir()) if new.is_dir() else []:
        os.replace(entry, data_folder / entry.name)
    sync_folder(data_folder)
    marker.unlink()
    sync_folder(data_folder)


def _leftovers(data_folder: Path) -> list[Path]:
    if not data_folder.is_dir():
        return []
    return [entry for entry in data_folder.iterdir() if entry.name.startswith((_NEW, _OLD))]


def _clear(data_folder: Path) -> bool:
    """Remove what is neither the old state nor the new; not while a restore is decided and unfinished."""
    if (data_folder / UNFINISHED_RESTORE).exists():
        return False
    sweep_parts(data_folder)
    found = _leftovers(data_folder)
    for path in found:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return bool(found)
