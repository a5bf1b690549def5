"""How does a file come to be there whole or not at all?

Write aside, sync, rename; and the one lock of a data folder. What the files mean is the ledger's business.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from graph_model.errors import Busy, CannotWrite, GongjianError

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_TOLD_IN_WORDS: Final = ("os error 28", "os error 122", "os error 27", "No space left on device", "File too large")
"""What polars and the embedded engine say of a full disk; they keep the number to themselves."""


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file aside, sync it, and put it in its place in one step."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(path.parent)


def sweep_parts(folder: Path) -> None:
    """Remove what a killed ``write_bytes`` left in a folder. Call with the folder's lock held."""
    for path in folder.glob(".*.part"):
        path.unlink(missing_ok=True)


def write_json(path: Path, content: Any) -> None:
    """Write JSON as ``write_bytes`` does, keys in their order, readable by a person."""
    write_bytes(path, json_bytes(content))


def json_bytes(content: Any) -> bytes:
    """JSON as it stands in our files."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def sync_file(path: Path) -> None:
    """Make a file's content last through a power cut."""
    with path.open("rb") as content:
        os.fsync(content.fileno())


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say of a write that failed whether the disk is full or the folder cannot be written.

    Raises
    ------
    CannotWrite
        ``disk_full``, ``read_only``, ``not_permitted``; any other error goes on as it is.
    """
    try:
        yield
    except GongjianError:
        raise
    except Exception as error:
        code = why_unwritten(error)
        if code is None:
            raise
        path = getattr(error, "filename", None) or folder
        raise CannotWrite(code, path=str(path)) from error


def why_unwritten(error: Exception) -> str | None:
    """``disk_full``, ``read_only`` or ``not_permitted``; None where something else went wrong."""
    number = error.errno if isinstance(error, OSError) else None
    if number in _FULL or (number is None and any(words in str(error) for words in _TOLD_IN_WORDS)):
        return "disk_full"
    if number == errno.EROFS:
        return "read_only"
    return "not_permitted" if number in (errno.EACCES, errno.EPERM) else None


@contextmanager
def folder_lock(folder: Path, *, name: str = "lock", seconds: float = 10.0, what: str = "load") -> Iterator[None]:
    """Hold the lock of a folder against other processes and threads.

    Parameters
    ----------
    folder, name
        Where the lock lies, and its name.
    seconds
        How long to wait for another who holds it.
    what
        What it is held for (load, undo, publish, repair, restore), told to whoever waits in vain.

    Raises
    ------
    Busy
        ``busy``: another holds it for longer than ``seconds``; says who, for what and since when.
    CannotWrite
        The folder cannot be written.
    """
    told = folder / f"{name}.holder"
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / name, timeout=seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise Busy("busy", folder=str(folder), seconds=seconds, **_holder(told)) from error
    with suppress(OSError):  # a courtesy to who waits; a full disk must not keep anybody from working
        since = datetime.now(UTC).isoformat(timespec="seconds")
        told.write_text(json.dumps({"pid": os.getpid(), "what": what, "since": since}), "utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            told.unlink(missing_ok=True)
        lock.release()


def _holder(path: Path) -> Mapping[str, str | None]:
    try:
        told = json.loads(path.read_text("utf-8"))
        return {"kind": f"held_for_{told['what']}", "pid": str(told["pid"]), "since": str(told["since"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"kind": "held_for_work", "pid": None, "since": None}
