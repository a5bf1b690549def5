"""How does a data folder become one file that can be trusted?

A tar archive: a manifest with the size and hash of every member, the members, and behind them a seal over every byte
before it. What can be built again (the store, logs) is left out. Whether one is whole is told in
``backup_contents``, and ``restoring`` makes a data folder of it.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import sqlite3
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from graph_model.backup_contents import (
    FORMAT,
    MANIFEST,
    SEAL_BEGINS,
    Contents,
    Member,
    digest,
    digest_of,
    verify_backup,
)
from graph_model.errors import BatchDamaged, NoData, UserError
from graph_model.ledger import Ledger
from graph_model.ledger.batch import Batch
from graph_model.ledger.book import LEDGER, UNFINISHED_RESTORE
from graph_model.ledger.files import sync_folder, writing
from graph_model.ledger.journal import JOURNAL

_TRIES: Final = 3
DATABASE: Final = ".sqlite"
LEFT_OUT: Final = (".log", ".sqlite-journal")
NOT_KEPT: Final = ("store", "ledger", "background", UNFINISHED_RESTORE)
"""What is built again, what is taken batch by batch, a map's background (large, and to be given again), and what only
stands there while a restore runs."""


def write_backup(data_folder: Path, out: Path) -> Contents:
    """Write a backup of a data folder, verify it, and only then put it in its place; only its owner may read it.

    Takes no lock: one reading of ``ledger.json`` names the batches, and a batch never changes. So it is consistent
    while others serve, load or undo.

    Parameters
    ----------
    data_folder
        What to keep.
    out
        The file to write; one that is there is replaced. It must not lie in the data folder.

    Raises
    ------
    NoData
        There is no ledger.
    UserError
        ``backup_inside``: ``out`` lies in the data folder, and would be lost with it.
    BatchDamaged
        A batch is damaged: a backup of it would be none.
    BackupDamaged
        What was written does not come back as it was written.
    CannotWrite
        The disk is full, or the place cannot be written.
    """
    if out.absolute().resolve().is_relative_to(data_folder.absolute().resolve()):
        raise UserError("backup_inside", path=str(out), folder=str(data_folder))
    for attempt in range(_TRIES):
        try:
            return _write(data_folder, out)
        except BatchDamaged:  # a repair may have put a batch aside since the list was read
            if attempt == _TRIES - 1:
                raise
    raise AssertionError


def _write(data_folder: Path, out: Path) -> Contents:
    ledger = Ledger(data_folder)
    state = ledger.state_bytes()
    told = json.loads(state)
    if not told["order"]:
        raise NoData
    small = _small_files(data_folder, state, ledger)
    large = [file for batch in _kept_batches(ledger, told) for file in _files_of(batch)]
    members = [*(Member(name, len(content), digest(content)) for name, content in small.items()), *large]
    contents = Contents(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        batches=tuple(told["order"]),
        undone=tuple(told["undone"]),
        salt="salt" in small,
        members=tuple(members),
    )
    with writing(out.parent), _aside(out) as (aside, archive):
        _fill(archive, contents, small, data_folder)
        verify_backup(aside)
        os.replace(aside, out)
        sync_folder(out.parent)
    return contents


def _kept_batches(ledger: Ledger, state: Mapping[str, Any]) -> Iterator[Batch]:
    for batch_id in state["order"]:
        if batch_id not in state["left_out"]:
            yield ledger.batch(batch_id)


def _files_of(batch: Batch) -> Iterator[Member]:
    """The files of a batch, as they are and as its manifest says they should be."""
    batch.check()
    for file in batch.files():
        path = batch.folder / file
        try:
            with path.open("rb") as content:
                yield Member(
                    f"ledger/batches/{batch.id}/{file}",
                    os.fstat(content.fileno()).st_size,
                    hashlib.file_digest(content, "sha256").hexdigest(),
                )
        except OSError as error:
            raise BatchDamaged("batch_file_missing", batch=batch.id, file=file) from error


def _small_files(data_folder: Path, state: bytes, ledger: Ledger) -> dict[str, bytes]:
    """Everything of the data folder that is no batch and cannot be made again, as it was at one moment each."""
    told = {f"ledger/{LEDGER}": state}
    journal = _journal(ledger, json.loads(state))
    if journal:
        told[f"ledger/{JOURNAL}"] = journal
    for path in sorted(data_folder.rglob("*")):
        name = path.relative_to(data_folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if name.parts[0] in NOT_KEPT or hidden or path.suffix in LEFT_OUT or path.is_symlink() or not path.is_file():
            continue
        told[name.as_posix()] = _database_bytes(path) if path.suffix == DATABASE else path.read_bytes()
    return told


def _database_bytes(path: Path) -> bytes:
    """A SQLite file as it stands between two transactions, also while others write; a damaged one byte by byte."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return database.serialize()
    except sqlite3.Error:
        return path.read_bytes()


def _journal(ledger: Ledger, state: Mapping[str, Any]) -> bytes:
    """The journal up to the state that is kept: what was changed since is not in this backup."""
    lines = ledger.journal.lines()
    fitting = [place for place, (_, entry) in enumerate(lines) if entry.state == state]
    return b"".join(line + b"\n" for line, _ in lines[: fitting[-1] + 1]) if fitting else b""


def _fill(archive: BinaryIO, contents: Contents, small: Mapping[str, bytes], data_folder: Path) -> None:
    told = {"format": FORMAT, **asdict(contents)}
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.PAX_FORMAT) as tar:
        _put(tar, MANIFEST, json.dumps(told, ensure_ascii=False, indent=1).encode())
        for member in contents.members:
            if member.name in small:
                _put(tar, member.name, small[member.name])
                continue
            with (data_folder / member.name).open("rb") as content:
                tar.addfile(_header(member.name, member.size), content)
    archive.flush()
    archive.seek(0)
    seal = digest_of(archive, os.fstat(archive.fileno()).st_size)
    archive.write(SEAL_BEGINS + seal.encode() + b"\n")
    archive.flush()
    os.fsync(archive.fileno())


def _put(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    tar.addfile(_header(name, len(content)), io.BytesIO(content))


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header


@contextmanager
def _aside(out: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file beside ``out`` to write in; those of backups that were killed are removed first."""
    for left in out.parent.glob(".*.backup-part"):
        with suppress(OSError), left.open("rb") as content:
            fcntl.flock(content.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)  # one that lives holds it
            left.unlink()
    aside = out.with_name(f".{out.name}.{os.getpid()}.backup-part")
    with os.fdopen(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "r+b") as archive:
        fcntl.flock(archive.fileno(), fcntl.LOCK_EX)
        try:
            yield aside, archive
        finally:
            aside.unlink(missing_ok=True)
