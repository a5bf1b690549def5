"""Is a backup whole, and what does it hold?

Every byte is held against its seal, every file against the manifest. Writing one is ``backup``'s business, making a
data folder of it ``restoring``'s.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Final, cast

from graph_model.errors import BackupDamaged, reason_of
from graph_model.ledger.book import UNFINISHED_RESTORE

FORMAT: Final = 1
MANIFEST: Final = "backup.json"
SEAL_BEGINS: Final = b"gongjian backup 1 sha256 "
SEAL: Final = "seal"
SEALED: Final = len(SEAL_BEGINS) + 64 + 1
"""Bytes of the seal."""
_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Member:
    """One file of a backup: its name relative to the data folder, its size in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """What a backup holds.

    Attributes
    ----------
    created
        When it was made, ISO text in UTC.
    batches, undone
        The batches it holds, in their order, and those of them that were undone.
    salt
        Whether the members' salt is in it: whoever has the file can tell whether somebody is a member.
    members
        The files.
    """

    created: str
    batches: tuple[str, ...]
    undone: tuple[str, ...]
    salt: bool
    members: tuple[Member, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(member.size for member in self.members)


def verify_backup(path: Path) -> Contents:
    """What a backup holds, after every byte of it was held against its seal.

    Raises
    ------
    BackupDamaged
        ``backup_unreadable``: it cannot be opened. ``not_a_backup``. ``backup_truncated``: its end is missing.
        ``backup_altered``: some byte is not as it was written; names the member it belongs to.
    """
    with _opened(path) as archive:
        return _verified(archive, path)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        archive = path.open("rb")
    except OSError as error:
        raise BackupDamaged("backup_unreadable", path=str(path), problem=reason_of(error)) from error
    with archive:
        yield archive


def members_of(path: Path, contents: Contents) -> Iterator[tuple[Member, BinaryIO]]:
    """The files of a verified backup with their bytes, in the order of the archive."""
    wanted = {member.name: member for member in contents.members}
    with tarfile.open(path, "r:") as archive:
        for told in archive:
            if told.name in wanted:
                content = archive.extractfile(told)
                assert content is not None
                yield wanted[told.name], cast(BinaryIO, content)


def _verified(archive: BinaryIO, path: Path) -> Contents:
    whole = archive.seek(0, os.SEEK_END)
    archive.seek(max(0, whole - SEALED))
    seal = archive.read()
    alike = sum(found == wanted for found, wanted in zip(seal, SEAL_BEGINS, strict=False))
    code = "backup_altered" if alike >= len(SEAL_BEGINS) - 2 else "backup_truncated"
    try:
        contents = _contents(archive)
        damaged = _first_damaged(archive, contents)  # named, where the seal only knows that something is broken
    except (tarfile.TarError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        if not _looks_like_one(archive):
            raise BackupDamaged("not_a_backup", path=str(path)) from error
        raise BackupDamaged(code, path=str(path), member=MANIFEST) from error
    if damaged is None:
        archive.seek(0)
        told = digest_of(archive, whole - SEALED)
        if seal != SEAL_BEGINS + told.encode() + b"\n":
            damaged = SEAL
    if damaged is not None:
        raise BackupDamaged(code, path=str(path), member=damaged)
    for member in contents.members:
        if not _is_safe(member.name):
            raise BackupDamaged("backup_unsafe", path=str(path), member=member.name)
    return contents


def _contents(archive: BinaryIO) -> Contents:
    archive.seek(0)
    with tarfile.open(fileobj=archive, mode="r:") as tar:
        first = tar.next()
        content = None if first is None or first.name != MANIFEST else tar.extractfile(first)
        if content is None:
            raise ValueError
        told = json.loads(content.read())
    if told["format"] != FORMAT:
        raise ValueError
    return Contents(
        created=str(told["created"]),
        batches=tuple(told["batches"]),
        undone=tuple(told["undone"]),
        salt=bool(told["salt"]),
        members=tuple(Member(str(one["name"]), int(one["size"]), str(one["sha256"])) for one in told["members"]),
    )


def _looks_like_one(archive: BinaryIO) -> bool:
    archive.seek(0)
    return MANIFEST.encode() in archive.read(4 * tarfile.BLOCKSIZE)


def _first_damaged(archive: BinaryIO, contents: Contents) -> str | None:
    """The first member that is not as the manifest says; None where all are."""
    archive.seek(0)
    wanted = {member.name: member for member in contents.members}
    with suppress(tarfile.TarError, OSError, EOFError), tarfile.open(fileobj=archive, mode="r:") as tar:
        for told in tar:
            if told.name == MANIFEST:
                continue
            member = wanted.get(told.name)
            content = tar.extractfile(told) if told.isreg() else None
            if member is None or content is None or told.size != member.size:
                return told.name
            if digest_of(content, member.size) != member.sha256:
                return told.name
            del wanted[told.name]
    return next(iter(wanted), None)  # the one whose header cannot be read, and those behind it


def _is_safe(name: str) -> bool:
    """Whether a name stays below the data folder and means none of the files that only stand there for a moment."""
    parts = PurePosixPath(name).parts
    inside = bool(parts) and not name.startswith("/") and "\\" not in name and "\0" not in name
    plain = not any(part in ("..", ".") or part.startswith(".") for part in parts)
    return inside and plain and PurePosixPath(name).as_posix() == name and parts[0] not in ("store", UNFINISHED_RESTORE)


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_of(content: IO[bytes], size: int) -> str:
    """The hash of the next ``size`` bytes, or of fewer where there are fewer."""
    told, left = hashlib.sha256(), size
    while left > 0 and (chunk := content.read(min(left, _CHUNK))):
        told.update(chunk)
        left -= len(chunk)
    return told.hexdigest()
